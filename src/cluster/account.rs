//! Whom PostgreSQL's programs run as. An ordinary user runs them as itself; for root, whom they refuse, they run as
//! an unprivileged account, which then owns everything in the data directory that the server touches.

use std::env;
use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{ffi::OsString, fs, io};

use nix::unistd::{Uid, User};

use super::error::{AboutFile as _, ClusterError};

/// The account that owns the cluster and runs its server.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// Its name, for messages.
    pub(super) name: String,
    /// Its numeric user.
    pub(super) uid: u32,
    /// Its primary group.
    pub(super) gid: u32,
    /// Whether this process is root and must become the account for each program.
    drops: bool,
}

impl Account {
    /// This user; for root the owner of `pgdata`, else of `data_dir`, else `postgres`, else `nobody`.
    pub(super) fn choose(data_dir: &Path, pgdata: &Path) -> Result<Self, ClusterError> {
        let me = Uid::effective();
        if !me.is_root() {
            let user = user_of(me).ok_or(ClusterError::UnknownUser { uid: me.as_raw() })?;
            return Ok(Self::new(user, false));
        }
        owner(pgdata)
            .or_else(|| owner(data_dir))
            .or_else(|| user_named("postgres"))
            .or_else(|| user_named("nobody"))
            .map(|user| Self::new(user, true))
            .ok_or(ClusterError::NoAccount)
    }

    fn new(user: User, drops: bool) -> Self {
        Self {
            uid: user.uid.as_raw(),
            gid: user.gid.as_raw(),
            name: user.name,
            drops,
        }
    }

    /// Whether the account is another than the user of this process.
    pub(super) fn is_other(&self) -> bool {
        self.drops
    }

    /// A command that will run as the account, free of what the environment says to PostgreSQL's programs, and from a
    /// working directory everybody can enter.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir("/")
            .stdin(Stdio::null())
            .env("LC_ALL", "C");
        for (name, _) in env::vars_os() {
            if name.as_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        if self.drops {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Gives a directory or file just made by this process to the account.
    pub(super) fn own(&self, path: &Path) -> Result<(), ClusterError> {
        if self.drops {
            std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))
                .about("change the owner of", path)?;
        }
        Ok(())
    }

    /// Asks the system, as the account, whether it may enter `directory` and all above it; access lists count too.
    pub(super) fn check_enters(&self, directory: &Path) -> Result<(), ClusterError> {
        if !self.drops {
            return Ok(());
        }
        let mut way: Vec<&Path> = directory.ancestors().collect();
        way.reverse();
        let output = self
            .command(Path::new("/bin/sh"))
            .args([
                "-c",
                r#"for d; do [ -x "$d" ] || { printf %s "$d"; exit; }; done"#,
                "sh",
            ])
            .args(way)
            .output()
            .map_err(|source| ClusterError::Run {
                program: PathBuf::from("/bin/sh"),
                source,
            })?;
        if output.stdout.is_empty() {
            return Ok(());
        }
        Err(ClusterError::NotEnterable {
            account: self.name.clone(),
            directory: PathBuf::from(OsString::from_vec(output.stdout)),
        })
    }

    /// Puts `text` into a file of the cluster, whole or not at all.
    ///
    /// The account writes it, not root: root would follow a link the account could have planted in its directory.
    pub(super) fn write(&self, path: &Path, text: &str) -> Result<(), ClusterError> {
        self.shell(
            r#"umask 077; cat >"$1.new" && mv -f "$1.new" "$1""#,
            path,
            text,
        )
    }

    /// Adds `text` to the end of a file of the cluster; see [`Account::write`].
    pub(super) fn append(&self, path: &Path, text: &str) -> Result<(), ClusterError> {
        self.shell(r#"cat >>"$1""#, path, text)
    }

    fn shell(&self, script: &str, path: &Path, text: &str) -> Result<(), ClusterError> {
        let mut command = self.command(Path::new("/bin/sh"));
        command
            .args([OsStr::new("-c"), script.as_ref(), "sh".as_ref()])
            .arg(path);
        let output = feed(&mut command, text).about("write", path)?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(io::Error::other(said)).about("write", path)
    }
}

/// Runs a command with `input` as its standard input. The input must be shorter than a pipe's buffer.
pub(super) fn feed(command: &mut Command, input: &str) -> io::Result<std::process::Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ended early says why on its standard error, which is better than "broken pipe".
        let _ended = stdin.write_all(input.as_bytes());
    }
    child.wait_with_output()
}

/// The user who owns an existing directory, unless that is root.
fn owner(directory: &Path) -> Option<User> {
    let uid = Uid::from_raw(fs::metadata(directory).ok()?.uid());
    if uid.is_root() { None } else { user_of(uid) }
}

fn user_of(uid: Uid) -> Option<User> {
    User::from_uid(uid).ok().flatten()
}

fn user_named(name: &str) -> Option<User> {
    User::from_name(name).ok().flatten()
}
