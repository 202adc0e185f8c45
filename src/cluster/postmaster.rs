//! The server's process: whether it lives, how it is started and stopped.
//!
//! Only with the turn taken ([`super::locks::Turn`]); what else could start or stop it is an operator's own hand.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::account::Account;
use super::error::{AboutFile as _, ClusterError, tail};
use super::layout::{Layout, PORT};
use super::programs::Programs;

/// Recovery after a crash may replay all of `max_wal_size`.
const START_LIMIT: Duration = Duration::from_mins(10);
/// How long processes of a killed server may take to notice that it is gone.
const ORPHANS_LIMIT: Duration = Duration::from_secs(20);
/// Disconnect everybody and write a last checkpoint; stop without one; end.
const STOPS: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_mins(2)),
    (Signal::SIGQUIT, Duration::from_secs(10)),
    (Signal::SIGKILL, Duration::from_secs(10)),
];
const POLL: Duration = Duration::from_millis(5);
/// How many lines of the log a person gets to see when the server does not start.
const LINES: usize = 10;

/// A live server of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Postmaster {
    /// Its process.
    pub(super) pid: Pid,
    /// Whether it takes connections.
    pub(super) ready: bool,
}

impl Postmaster {
    /// The live server of the cluster in `pgdata`, if there is one.
    pub(super) fn find(pgdata: &Path) -> Option<Self> {
        let text = fs::read_to_string(pid_file(pgdata)).ok()?;
        Self::parse(&text).filter(|found| serves(found.pid, pgdata))
    }

    /// Reads `postmaster.pid`: the process in line 1, its state in line 8, which is missing early in a start.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid: i32 = lines.next()?.trim().parse().ok()?;
        let ready = lines.nth(6).is_some_and(|state| state.trim() == "ready");
        (pid > 1).then_some(Self {
            pid: Pid::from_raw(pid),
            ready,
        })
    }

    /// Stops the server, as gently as it lets us.
    pub(super) fn stop(self, pgdata: &Path) -> Result<(), ClusterError> {
        for (signal, patience) in STOPS {
            match kill(self.pid, signal) {
                Ok(()) => {}
                Err(Errno::ESRCH) => return Ok(()),
                Err(_) => break,
            }
            let deadline = Instant::now() + patience;
            while Instant::now() < deadline {
                if !serves(self.pid, pgdata) {
                    return Ok(());
                }
                thread::sleep(POLL);
            }
            tracing::warn!(pid = self.pid.as_raw(), %signal, "PostgreSQL is slow to stop");
        }
        Err(ClusterError::Stop {
            pid: self.pid.as_raw(),
        })
    }
}

/// Starts the server of a cluster that has none, and returns when it takes connections.
pub(super) fn start(
    layout: &Layout,
    account: &Account,
    programs: &Programs,
) -> Result<Postmaster, ClusterError> {
    let orphans_end = Instant::now() + ORPHANS_LIMIT;
    loop {
        clear_stale(layout)?;
        match start_once(layout, account, programs) {
            // Its words when the last server was killed and one of that server's own processes still works.
            Err(ClusterError::Start { tail, .. })
                if tail.contains("pre-existing shared memory block")
                    && Instant::now() < orphans_end =>
            {
                thread::sleep(Duration::from_millis(200));
            }
            done => return done,
        }
    }
}

fn start_once(
    layout: &Layout,
    account: &Account,
    programs: &Programs,
) -> Result<Postmaster, ClusterError> {
    let mut log = layout.open_log(account)?;
    let logged = log.seek(SeekFrom::End(0)).about("read", &layout.log)?;
    let program = programs.program("postgres");
    let failed = |source| ClusterError::Run {
        program: program.clone(),
        source,
    };
    let child = account
        .command(&program)
        .args(arguments(layout))
        // Else Ctrl-C at the terminal would stop it before this program has answered its last requests.
        .process_group(0)
        .stdout(log.try_clone().about("open", &layout.log)?)
        .stderr(log.try_clone().about("open", &layout.log)?)
        .spawn()
        .map_err(failed)?;
    let ended = reap(child).map_err(failed)?;
    wait_until_ready(layout, &ended).map_err(|why| failure(layout, why, logged))
}

/// The error for a server that another process started and that does not become ready.
pub(super) fn not_ready(layout: &Layout) -> ClusterError {
    failure(layout, "it is still not ready".to_owned(), 0)
}

/// The error for a start, with what the log says from the byte `since` on.
fn failure(layout: &Layout, why: String, since: u64) -> ClusterError {
    let mut said = Vec::new();
    // Without the log's end the reason alone must do.
    let _read = File::open(&layout.log).and_then(|mut log| {
        log.seek(SeekFrom::Start(since))?;
        log.read_to_end(&mut said)
    });
    ClusterError::Start {
        why,
        log: layout.log.clone(),
        tail: tail(&String::from_utf8_lossy(&said), LINES),
    }
}

/// What must hold whatever the configuration files say goes on the command line, which overrules them.
fn arguments(layout: &Layout) -> [OsString; 8] {
    // The setting is a list with commas, in which quotes protect a directory's name.
    let mut directory = OsString::from("unix_socket_directories=\"");
    directory.push(doubled_quotes(&layout.socket_dir));
    directory.push("\"");
    [
        "-D".into(),
        layout.pgdata.clone().into_os_string(),
        "-c".into(),
        directory,
        "-c".into(),
        "listen_addresses=".into(),
        "-c".into(),
        format!("port={PORT}").into(),
    ]
}

fn doubled_quotes(path: &Path) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    let mut quoted = Vec::new();
    for &byte in path.as_os_str().as_bytes() {
        if byte == b'"' {
            quoted.push(byte);
        }
        quoted.push(byte);
    }
    OsString::from_vec(quoted)
}

/// Waits for the end of the server in a thread of its own.
///
/// Another process may stop the server while this one lives on, and then an ended child nobody waits for would look
/// alive to it.
fn reap(mut child: Child) -> std::io::Result<Receiver<ExitStatus>> {
    let (sender, ended) = mpsc::channel();
    thread::Builder::new()
        .name("postgres-reaper".to_owned())
        .stack_size(64 << 10)
        .spawn(move || {
            if let Ok(status) = child.wait() {
                // Nobody listens once the server was ready.
                let _heard = sender.send(status);
            }
        })?;
    Ok(ended)
}

fn wait_until_ready(layout: &Layout, ended: &Receiver<ExitStatus>) -> Result<Postmaster, String> {
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline {
        if let Some(found) = Postmaster::find(&layout.pgdata).filter(|found| found.ready) {
            return Ok(found);
        }
        match ended.recv_timeout(POLL) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(status) => return Err(status.to_string()),
            Err(RecvTimeoutError::Disconnected) => return Err("its process is lost".to_owned()),
        }
    }
    Err(format!("not ready after {} s", START_LIMIT.as_secs()))
}

/// Waits while a server that is not ready may become so, or end. Returns the ready one.
pub(super) fn settle(pgdata: &Path) -> Option<Postmaster> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        let found = Postmaster::find(pgdata)?;
        if found.ready || Instant::now() > deadline {
            return Some(found);
        }
        thread::sleep(POLL);
    }
}

/// Removes what a killed server left and the next would stumble on. Only when no server lives.
fn clear_stale(layout: &Layout) -> Result<(), ClusterError> {
    let pid_file = pid_file(&layout.pgdata);
    if let Ok(text) = fs::read_to_string(&pid_file) {
        // PostgreSQL clears a dead server's file itself, with more checks than ours, but takes any live process that
        // was given the same number for the old server, and an empty file for one that is just starting.
        let dead =
            Postmaster::parse(&text).is_some_and(|old| kill(old.pid, None) == Err(Errno::ESRCH));
        if !dead {
            fs::remove_file(&pid_file).about("remove the stale", &pid_file)?;
        }
    }
    let socket = layout.socket();
    let mut lock = socket.clone().into_os_string();
    lock.push(".lock");
    for path in [socket, PathBuf::from(lock)] {
        if fs::symlink_metadata(&path).is_ok() {
            fs::remove_file(&path).about("remove the stale", &path)?;
        }
    }
    Ok(())
}

fn pid_file(pgdata: &Path) -> PathBuf {
    pgdata.join("postmaster.pid")
}

/// Whether a process is a live server of this cluster, and not another process that was given its number.
fn serves(pid: Pid, pgdata: &Path) -> bool {
    if !cfg!(target_os = "linux") {
        return listed_as_server(pid, pgdata);
    }
    // Empty for a process that ended and was not waited for yet.
    let Ok(line) = fs::read(format!("/proc/{pid}/cmdline")) else {
        return false;
    };
    let mut words = line.split(|&byte| byte == 0);
    let program = words.next().unwrap_or_default();
    let is_server = [&b"postgres"[..], b"postmaster"]
        .iter()
        .any(|name| program.ends_with(name));
    let names_cluster = words.any(|word| word == pgdata.as_os_str().as_bytes());
    // Someone else may have started it with other words; but root in a container may not look at this link.
    is_server
        && (names_cluster
            || fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|directory| directory == pgdata))
}

/// The same by the words `ps` knows, for systems without `/proc`.
fn listed_as_server(pid: Pid, pgdata: &Path) -> bool {
    let said = Command::new("ps")
        .args(["-ww", "-o", "command=", "-p", &pid.to_string()])
        .output();
    let line = said.map(|said| String::from_utf8_lossy(&said.stdout).into_owned());
    line.is_ok_and(|line| line.contains("postgres") && line.contains(&*pgdata.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_in_line_8() {
        let starting = "42\n/data\n1700000000\n5432\n/run\n\n";
        let ready = "42\n/data\n1700000000\n5432\n/run\n\n  5432001    360448\nready   \n";
        let stopping = ready.replace("ready   ", "stopping");
        assert!(!Postmaster::parse(starting).unwrap().ready);
        assert!(!Postmaster::parse(&stopping).unwrap().ready);
        let found = Postmaster::parse(ready).unwrap();
        assert_eq!((found.pid.as_raw(), found.ready), (42, true));
    }

    #[test]
    fn nonsense_is_no_process() {
        for text in ["", "\n", "abc\n", "0\n", "-1\n", "1\n"] {
            assert_eq!(Postmaster::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn another_living_process_is_not_the_server() {
        let me = Pid::this();
        assert!(!serves(me, &std::env::current_dir().unwrap()));
        assert!(!listed_as_server(me, Path::new("/nowhere")));
    }

    #[test]
    fn quotes_in_a_directory_are_doubled() {
        assert_eq!(doubled_quotes(Path::new("/a\"b,c")), "/a\"\"b,c");
    }
}
