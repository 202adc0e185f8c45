//! The worker of this process: a thread that applies confirmed uploads, whoever confirmed them and wherever.
//!
//! It has a runtime of its own, so that an upload of a million rows keeps no request waiting, and connections of its own.

use std::convert::Infallible;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::sync::oneshot;

use crate::domain::upload::{self, Engine};

/// How often the queue is looked at when nobody rings: uploads confirmed in other processes, and those whose worker died.
const LOOK: Duration = Duration::from_secs(2);

/// How often uploads are looked for whose process died while the file came in.
const SWEEP: Duration = Duration::from_secs(30);

/// A running worker.
pub struct Worker {
    stop: oneshot::Sender<Infallible>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts one.
    pub fn start(engine: Engine) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("the upload worker has no runtime")?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("uploads".to_owned())
            .spawn(move || runtime.block_on(work(&engine, stopped)))
            .context("the upload worker has no thread")?;
        Ok(Self { stop, thread })
    }

    /// Stops it. What it was about to apply is given back.
    pub fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the upload worker panicked");
        }
    }
}

async fn work(engine: &Engine, mut stopped: oneshot::Receiver<Infallible>) {
    let mut swept: Option<Instant> = None;
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            () = engine.wait_for_work(LOOK) => {}
        }
        if let Err(error) = upload::work_off(engine, &mut stopped).await {
            // Nothing is lost: the job is free again after its lease.
            tracing::warn!(%error, "an upload stays in the queue");
        }
        if swept.is_none_or(|swept| swept.elapsed() >= SWEEP) {
            if let Err(error) = upload::sweep(engine).await {
                tracing::warn!(%error, "uploads that broke off were not looked for");
            }
            swept = Some(Instant::now());
        }
    }
}
