//! What bulk work needs: connections of its own, the limits, and the bell that wakes the worker.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, SemaphorePermit};

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::sheet::{Limits, Reader};

/// How many bulk steps one process does at a time; the next ones wait (`TRUST.md`, R08).
const AT_ONCE: usize = 2;
/// How long a bulk step waits for its turn before it is told to come again.
const PATIENCE: Duration = Duration::from_mins(2);

/// The upload engine of this process. Clones share one.
#[derive(Clone)]
pub struct Engine {
    url: String,
    limits: Limits,
    reader_program: Option<PathBuf>,
    slots: Arc<Semaphore>,
    bell: Arc<Notify>,
}

impl Engine {
    /// An engine on that database.
    pub fn new(database_url: &str, limits: Limits) -> Self {
        Self {
            url: database_url.to_owned(),
            limits,
            reader_program: None,
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            bell: Arc::new(Notify::new()),
        }
    }

    /// The same with workbooks read by this program instead of the running one.
    #[must_use]
    pub fn with_reader_program(self, program: Option<PathBuf>) -> Self {
        Self {
            reader_program: program,
            ..self
        }
    }

    /// What reads files.
    pub(super) fn reader(&self) -> Reader {
        let reader = Reader::new(self.limits.clone());
        match &self.reader_program {
            Some(program) => reader.with_program(program),
            None => reader,
        }
    }

    /// How much may be uploaded, to be said before a file is chosen.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A connection for a bulk step, beside those of requests.
    pub async fn connect(&self) -> Result<Conn> {
        db::connect(&self.url).await.map_err(|error| {
            tracing::warn!(
                error = format!("{error:#}"),
                "no database connection for an upload"
            );
            Error::Busy
        })
    }

    /// A turn for a bulk step.
    pub(super) async fn slot(&self) -> Result<SemaphorePermit<'_>> {
        match tokio::time::timeout(PATIENCE, self.slots.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Error::Busy),
        }
    }

    /// Tells the worker of this process that there is work; those of others find it within seconds.
    pub(super) fn ring(&self) {
        self.bell.notify_one();
    }

    /// Waits until there is work to look for, told or not.
    pub async fn wait_for_work(&self, at_most: Duration) {
        // Either way the queue is looked at.
        drop(tokio::time::timeout(at_most, self.bell.notified()).await);
    }
}
