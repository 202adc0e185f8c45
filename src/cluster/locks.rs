//! Locks between the processes of one data directory.
//!
//! All are locks of the operating system on open files, so a killed process holds nothing. The files stay when the
//! locks go: removing one would let two processes lock two files of the same name.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use super::account::Account;
use super::error::{AboutFile as _, ClusterError, ServedBy};
use super::layout;

/// Held while the server is looked at, started or stopped: one process at a time.
#[derive(Debug)]
pub(super) struct Turn(#[expect(dead_code, reason = "the lock lives as long as its file")] File);

impl Turn {
    /// Waits until no other process starts or stops the server.
    pub(super) fn wait(data_dir: &Path, account: &Account) -> Result<Self, ClusterError> {
        let path = data_dir.join("turn.lock");
        let file = layout::open_own(&path, account)?;
        file.lock().about("lock", &path)?;
        Ok(Self(file))
    }
}

/// One process's share of the running server.
#[derive(Debug)]
pub(super) struct Share {
    file: File,
    path: PathBuf,
}

impl Share {
    /// Joins those who need the server. Only with the turn taken, so it never waits for long.
    pub(super) fn join(
        data_dir: &Path,
        account: &Account,
        _turn: &Turn,
    ) -> Result<Self, ClusterError> {
        let path = data_dir.join("share.lock");
        let file = layout::open_own(&path, account)?;
        file.lock_shared().about("lock", &path)?;
        Ok(Self { file, path })
    }

    /// Leaves, and says whether nobody is left who needs the server.
    pub(super) fn leave(self, _turn: &Turn) -> Result<bool, ClusterError> {
        self.file.unlock().about("unlock", &self.path)?;
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error).about("lock", &self.path),
        }
    }
}

/// The right to be the one server of a data directory. Given back when dropped, or when the process ends in any way.
#[derive(Debug)]
pub struct ServerLock {
    file: File,
}

impl ServerLock {
    /// Takes the right, and leaves `address` (where this server listens) for whoever asks after it.
    ///
    /// [`ClusterError::AlreadyServed`] names the process and address of the server that has it.
    pub fn take(data_dir: &Path, address: &str) -> Result<Self, ClusterError> {
        let data_dir = layout::make_data_dir(data_dir)?;
        let account = Account::choose(&data_dir, &layout::pgdata(&data_dir))?;
        let path = data_dir.join("server.lock");
        let mut file = layout::open_own(&path, &account)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                file.read_to_string(&mut text).about("read", &path)?;
                let by = served_by(&text);
                return Err(ClusterError::AlreadyServed { data_dir, by });
            }
            Err(TryLockError::Error(error)) => return Err(error).about("lock", &path),
        }
        file.set_len(0).about("empty", &path)?;
        file.seek(SeekFrom::Start(0)).about("rewind", &path)?;
        file.write_all(format!("{}\n{address}\n", process::id()).as_bytes())
            .about("write", &path)?;
        Ok(Self { file })
    }
}

impl Drop for ServerLock {
    fn drop(&mut self) {
        // Only a courtesy to readers: the lock itself goes with the file's descriptor.
        let _left = self.file.set_len(0);
    }
}

fn served_by(text: &str) -> ServedBy {
    let mut lines = text.lines();
    ServedBy {
        pid: lines.next().and_then(|pid| pid.parse().ok()),
        address: lines
            .next()
            .filter(|address| !address.is_empty())
            .map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_told_of_the_first() {
        let directory = tempfile::tempdir().unwrap();
        let first = ServerLock::take(directory.path(), "127.0.0.1:8080").unwrap();
        let refused = ServerLock::take(directory.path(), "127.0.0.1:9090").unwrap_err();
        let ClusterError::AlreadyServed { by, .. } = &refused else {
            panic!("{refused}");
        };
        assert_eq!(by.pid, Some(process::id()));
        assert_eq!(by.address.as_deref(), Some("127.0.0.1:8080"));
        assert!(
            refused.to_string().contains("at 127.0.0.1:8080 (process "),
            "{refused}"
        );
        drop(first);
        let _third = ServerLock::take(directory.path(), "127.0.0.1:9090").unwrap();
    }

    #[test]
    fn an_empty_lock_file_names_nobody() {
        assert_eq!(served_by(""), ServedBy::default());
        assert_eq!(ServedBy::default().to_string(), "");
    }

    #[test]
    fn only_the_last_share_is_last() {
        let directory = tempfile::tempdir().unwrap();
        let account = Account::choose(directory.path(), directory.path()).unwrap();
        let turn = Turn::wait(directory.path(), &account).unwrap();
        let one = Share::join(directory.path(), &account, &turn).unwrap();
        let other = Share::join(directory.path(), &account, &turn).unwrap();
        assert!(!one.leave(&turn).unwrap());
        assert!(other.leave(&turn).unwrap());
    }
}
