//! How long a child is waited for, and that it ends.

use std::{
    io::{self, Read, Write},
    os::unix::process::ExitStatusExt,
    process::{Child, ExitStatus},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use nix::sys::signal::Signal;

use super::super::SheetError;

/// The exit status of a Rust program that panicked.
const PANICKED: i32 = 101;

/// Watches over a child: how long it was waited for, and that it ends.
pub(super) struct Watch {
    /// What is known.
    state: Mutex<State>,
    /// Wakes the thread that watches.
    changed: Condvar,
}

/// What is known of a child.
struct State {
    /// The child.
    child: Child,
    /// How long it may still be waited for.
    patience: Duration,
    /// Since when it is waited for.
    since: Option<Instant>,
    /// Whether it was killed because it took too long.
    too_slow: bool,
    /// Whether nobody needs it any more.
    done: bool,
}

impl Watch {
    /// Watches this child.
    pub(super) fn new(child: Child, patience: Duration) -> Self {
        Self {
            state: Mutex::new(State {
                child,
                patience,
                since: None,
                too_slow: false,
                done: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// What is known, even if a thread died while it knew it.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills the child when it was waited for too long; returns when nobody needs it any more.
    pub(super) fn run(&self) {
        let mut state = self.state();
        while !state.done {
            let Some(since) = state.since else {
                let woken = self.changed.wait(state);
                state = woken.unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = state.patience.saturating_sub(since.elapsed());
            if left.is_zero() {
                state.too_slow = true;
                state.done = true;
                // It may have ended by itself in the meantime.
                let _ended = state.child.kill();
            } else {
                let woken = self.changed.wait_timeout(state, left);
                state = woken.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }

    /// Does something that waits for the child, and counts how long.
    fn wait_for<T>(&self, action: impl FnOnce() -> T) -> T {
        self.state().since = Some(Instant::now());
        self.changed.notify_one();
        let result = action();
        let mut state = self.state();
        if let Some(since) = state.since.take() {
            state.patience = state.patience.saturating_sub(since.elapsed());
        }
        result
    }

    /// Ends the child and the thread that watches it.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.done = true;
        self.changed.notify_one();
        // Without a process to end or to wait for there is nothing to do about either.
        let _ended = state.child.kill();
        let _status = state.child.wait();
    }

    /// Why a child that fell silent has ended.
    pub(super) fn death(&self) -> SheetError {
        let mut state = self.state();
        state.done = true;
        self.changed.notify_one();
        let exhausted = |resource: &str| SheetError::Exhausted {
            resource: resource.into(),
        };
        if state.too_slow {
            return exhausted("time");
        }
        let status = match ended(&mut state.child) {
            Ok(status) => status,
            Err(error) => {
                return SheetError::Reader {
                    reason: error.to_string(),
                };
            }
        };
        if status.code() == Some(PANICKED) {
            return SheetError::damaged("it makes no sense to its reader");
        }
        match status
            .signal()
            .and_then(|signal| Signal::try_from(signal).ok())
        {
            Some(Signal::SIGABRT | Signal::SIGSEGV) => exhausted("memory"),
            Some(Signal::SIGXCPU | Signal::SIGKILL) => exhausted("time"),
            _ => SheetError::Reader {
                reason: status.to_string(),
            },
        }
    }
}

/// How a child whose output is closed has ended: it is about to, and if it does not, it is made to.
fn ended(child: &mut Child) -> io::Result<ExitStatus> {
    let asked = Instant::now();
    while asked.elapsed() < Duration::from_secs(2) {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill()?;
    child.wait()
}

/// A pipe to or from the child whose waits are counted.
pub(super) struct Watched<P> {
    /// The pipe.
    pipe: P,
    /// What counts.
    watch: Arc<Watch>,
}

impl<P> Watched<P> {
    /// Counts the waits on this pipe.
    pub(super) fn new(pipe: P, watch: &Arc<Watch>) -> Self {
        Self {
            pipe,
            watch: Arc::clone(watch),
        }
    }
}

impl<P: Read> Read for Watched<P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.watch.wait_for(|| self.pipe.read(buffer))
    }
}

impl<P: Write> Write for Watched<P> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.watch.wait_for(|| self.pipe.write(buffer))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pipe.flush()
    }
}
