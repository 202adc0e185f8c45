//! A private PostgreSQL cluster in the data directory, for people who just want to run the program.
//!
//! The server listens on a Unix socket in a directory only its own user can enter, and on nothing else. Several
//! processes (the web server, commands beside it) share one running server: whoever comes first starts it, whoever
//! leaves last stops it. A killed process leaves nothing that the next start does not put right.
//!
//! All of it blocks; call it before there is a runtime, or off its threads.

mod account;
mod error;
mod initialise;
mod layout;
mod locks;
mod postmaster;
mod programs;
mod settings;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use account::Account;
pub use error::ClusterError;
use initialise::Maker;
use layout::Layout;
pub use locks::ServerLock;
use locks::{Share, Turn};
use postmaster::Postmaster;
pub use programs::Programs;
pub use settings::Settings;

/// This process's share of a running cluster. Given back by [`Cluster::close`] or when dropped.
#[derive(Debug)]
pub struct Cluster {
    layout: Layout,
    account: Account,
    url: String,
    share: Option<Share>,
}

impl Cluster {
    /// Opens the cluster of `data_dir` for data to keep: makes it if there is none, starts it if it does not run.
    pub fn open(data_dir: &Path, programs: &Programs) -> Result<Self, ClusterError> {
        Self::open_with(data_dir, programs, Settings::Durable)
    }

    /// The same with a choice of [`Settings`], which hold from the next start of the server: one that runs already is
    /// taken as it is.
    pub fn open_with(
        data_dir: &Path,
        programs: &Programs,
        settings: Settings,
    ) -> Result<Self, ClusterError> {
        let data_dir = layout::make_data_dir(data_dir)?;
        let account = Account::choose(&data_dir, &layout::pgdata(&data_dir))?;
        let layout = Layout::of(data_dir);
        let turn = Turn::wait(&layout.data_dir, &account)?;
        let share = Share::join(&layout.data_dir, &account, &turn)?;
        run(&layout, &account, programs, settings)?;
        Ok(Self {
            url: layout::url(&layout.socket_dir, initialise::DATABASE),
            layout,
            account,
            share: Some(share),
        })
    }

    /// The address of the database `cpn_desk`, as the role that owns the cluster.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of another database of the cluster, as the role that owns it.
    pub fn url_of(&self, database: &str) -> String {
        layout::url(&self.layout.socket_dir, database)
    }

    /// Gives this process's share back; the last of all processes stops the server.
    pub fn close(mut self) -> Result<(), ClusterError> {
        self.release()
    }

    fn release(&mut self) -> Result<(), ClusterError> {
        let Some(share) = self.share.take() else {
            return Ok(());
        };
        let turn = Turn::wait(&self.layout.data_dir, &self.account)?;
        if !share.leave(&turn)? {
            return Ok(());
        }
        if let Some(server) = Postmaster::find(&self.layout.pgdata) {
            server.stop(&self.layout.pgdata)?;
            tracing::info!("stopped PostgreSQL");
        }
        if self.layout.socket_is_outside() {
            // Out of sight of who deletes the data directory; the next start makes it anew.
            let _removed = fs::remove_dir(&self.layout.socket_dir);
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.release() {
            tracing::error!(%error, "could not give back the database server");
        }
    }
}

/// Sees to it that the server runs and takes connections.
fn run(
    layout: &Layout,
    account: &Account,
    programs: &Programs,
    settings: Settings,
) -> Result<(), ClusterError> {
    if let Some(server) = postmaster::settle(&layout.pgdata) {
        if !server.ready {
            return Err(postmaster::not_ready(layout));
        }
        if layout.socket().exists() {
            tracing::debug!(pid = server.pid.as_raw(), "PostgreSQL runs already");
            return Ok(());
        }
        // A cleaner of temporary files took the socket: nobody new can reach this server.
        server.stop(&layout.pgdata)?;
    }
    account.check_enters(&layout.data_dir)?;
    account.check_enters(programs.bin())?;
    initialise::sweep(&layout.data_dir);
    match layout::made_by(&layout.pgdata) {
        None => {
            tracing::info!(directory = %layout.pgdata.display(), "making a private PostgreSQL cluster");
            let maker = Maker {
                layout,
                account,
                programs,
                settings,
            };
            maker.make()?;
        }
        Some(made_by) if made_by == programs.major().to_string() => {
            initialise::configure(&layout.pgdata, account, settings)?;
        }
        Some(made_by) => {
            return Err(ClusterError::OtherMajor {
                directory: layout.pgdata.clone(),
                made_by,
                bin: programs.bin().to_path_buf(),
                programs: programs.major(),
            });
        }
    }
    layout.make_socket_dir(account)?;
    let server = postmaster::start(layout, account, programs)?;
    tracing::info!(
        pid = server.pid.as_raw(),
        version = programs.major(),
        "started PostgreSQL"
    );
    Ok(())
}
