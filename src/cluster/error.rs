//! What can go wrong with the private cluster, in sentences the person at the terminal can act on.

use std::io;
use std::path::{Path, PathBuf};

/// Why the private cluster is not there.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No usable PostgreSQL on this machine.
    #[error(
        "PostgreSQL {MINIMUM_MAJOR} or newer was not found on this machine: install it \
         (Debian: `apt install postgresql`, Fedora: `dnf install postgresql-server postgresql-contrib`, \
         macOS: `brew install postgresql`) or set DATABASE_URL to any other PostgreSQL server"
    )]
    NoPrograms,
    /// The directory the operator named holds no PostgreSQL.
    #[error("there is no usable `postgres` with its `initdb` in {}, the directory configured for PostgreSQL's programs", .directory.display())]
    NotPrograms {
        /// The configured directory.
        directory: PathBuf,
    },
    /// Only older releases are installed.
    #[error("PostgreSQL {major} in {} is too old: {MINIMUM_MAJOR} or newer is needed, or set DATABASE_URL to another server", .directory.display())]
    TooOld {
        /// The major version found.
        major: u32,
        /// Where it was found.
        directory: PathBuf,
    },
    /// The server is there, the extensions that ship beside it are not.
    #[error(
        "PostgreSQL in {} lacks the extension `{extension}`: install PostgreSQL's contrib modules \
         (Debian: `apt install postgresql`, Fedora: `dnf install postgresql-contrib`, macOS: `brew install postgresql`) \
         or set DATABASE_URL to any other PostgreSQL server", .directory.display()
    )]
    NoContrib {
        /// The missing extension.
        extension: &'static str,
        /// Where the programs are.
        directory: PathBuf,
    },
    /// A cluster can only be run by the major version that made it.
    #[error(
        "the data in {} was made by PostgreSQL {made_by}, but the programs in {} are of version {programs}: \
         install PostgreSQL {made_by}, or upgrade the data with `pg_upgrade`", .directory.display(), .bin.display()
    )]
    OtherMajor {
        /// The cluster's directory.
        directory: PathBuf,
        /// The major version in its `PG_VERSION`.
        made_by: String,
        /// Where the programs are.
        bin: PathBuf,
        /// Their major version.
        programs: u32,
    },
    /// The account the server drops to cannot pass a directory.
    #[error(
        "PostgreSQL refuses to run as root, and the user `{account}` it runs as cannot enter {}: \
         allow it (`chmod o+x`) or choose another data directory", .directory.display()
    )]
    NotEnterable {
        /// The account's name.
        account: String,
        /// The first directory on the way that stops it.
        directory: PathBuf,
    },
    /// Root, and nobody else to be.
    #[error(
        "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor `nobody`: \
         add one, start this program as another user, or set DATABASE_URL to any other server"
    )]
    NoAccount,
    /// `initdb` wants a name for its user.
    #[error(
        "user {uid} has no entry in the machine's user database, and PostgreSQL refuses such a user: \
         add one to /etc/passwd or set DATABASE_URL to any other server"
    )]
    UnknownUser {
        /// The numeric user.
        uid: u32,
    },
    /// A file or directory of ours could not be made or opened.
    #[error("cannot {action} {}: {source}; is the data directory this user's own, and writable?", .path.display())]
    Files {
        /// What was tried, as a verb.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The short directory for the socket is not ours alone.
    #[error("{} exists but is not a directory only the database server's user can enter: remove it, or choose a data directory with a shorter path", .directory.display())]
    SocketDirectoryTaken {
        /// The directory in question.
        directory: PathBuf,
    },
    /// A program of PostgreSQL could not even be run.
    #[error("cannot run {}: {source}", .program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A new cluster could not be made.
    #[error("PostgreSQL could not make a new cluster in {}: {output}", .directory.display())]
    Initialise {
        /// The cluster's directory.
        directory: PathBuf,
        /// The last lines of what the program said.
        output: String,
    },
    /// The server ended instead of becoming ready.
    #[error("PostgreSQL did not start ({why}); the last lines of {}:\n{tail}", .log.display())]
    Start {
        /// Its exit status, or that time ran out.
        why: String,
        /// The server's log.
        log: PathBuf,
        /// The end of what it wrote in this start.
        tail: String,
    },
    /// The server outlived every signal.
    #[error("PostgreSQL (process {pid}) did not stop")]
    Stop {
        /// The server's process.
        pid: i32,
    },
    /// Another `serve` works on this data directory.
    #[error("another server already works on {}{}", .data_dir.display(), .by)]
    AlreadyServed {
        /// The data directory.
        data_dir: PathBuf,
        /// Its process and address, as far as known.
        by: ServedBy,
    },
}

/// The first major version this program's SQL is written for.
pub(super) const MINIMUM_MAJOR: u32 = 14;

/// Who serves a data directory, as far as its lock file tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServedBy {
    /// Its process.
    pub pid: Option<u32>,
    /// Where it listens.
    pub address: Option<String>,
}

impl std::fmt::Display for ServedBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(address) = &self.address {
            write!(f, " at {address}")?;
        }
        if let Some(pid) = self.pid {
            write!(f, " (process {pid})")?;
        }
        Ok(())
    }
}

/// Names the file an [`io::Error`] is about.
pub(super) trait AboutFile<T> {
    /// Says what was tried (`action`, a verb) and with which file.
    fn about(self, action: &'static str, path: &Path) -> Result<T, ClusterError>;
}

impl<T> AboutFile<T> for io::Result<T> {
    fn about(self, action: &'static str, path: &Path) -> Result<T, ClusterError> {
        self.map_err(|source| ClusterError::Files {
            action,
            path: path.to_path_buf(),
            source,
        })
    }
}

/// The last `lines` lines of `text`, which is all a person wants to see of a log.
pub(super) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.trim_end().lines().collect();
    let skipped = all.len().saturating_sub(lines);
    all.into_iter().skip(skipped).collect::<Vec<_>>().join("\n")
}
