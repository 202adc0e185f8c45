//! The real server on a port of its own, in threads of this process.

use std::net::SocketAddr;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use cpn_desk::{Application, Config};

use super::Database;

/// A server that stops when dropped.
pub struct Server {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts one on a database.
    pub async fn start(database: &Database, flags: &[&str]) -> Self {
        let defaults = [
            "--listen",
            "127.0.0.1:0",
            "--workers",
            "2",
            "--connections",
            "8",
            "--reader-program",
            env!("CARGO_BIN_EXE_cpn-desk"),
        ];
        let config = Config::of_flags(defaults.iter().chain(flags).copied()).unwrap();
        let url = database.url();
        let (tell, told) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                match Application::bind(&config, &url).await {
                    Ok(application) => {
                        let _heard = tell.send(Ok((application.address(), application.handle())));
                        application.run().await.unwrap();
                    }
                    Err(error) => drop(tell.send(Err(error))),
                }
            });
        });
        let (address, handle) = told.await.unwrap().unwrap();
        Self {
            address,
            handle,
            thread: Some(thread),
        }
    }

    /// `127.0.0.1:` and the port.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The command is on its way once the future is made; what it gives is only the word that all is over.
        drop(self.handle.stop(false));
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(
            !matches!(ended, Some(Err(_))) || std::thread::panicking(),
            "the server panicked"
        );
    }
}
