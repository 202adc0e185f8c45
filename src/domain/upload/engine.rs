//! What bulk work needs: connections of its own, the limits, and the bell that wakes the worker.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::LocalBoxStream;
use tokio::sync::{Notify, Semaphore};

use super::unfinished;
use crate::access::{Change, CompanyAccess, Level};
use crate::db::{Conn, Pool};
use crate::error::Result;
use crate::model::id::UploadId;
use crate::model::upload::{EmptyCells, Mapping, Mode, Outcome, Source, Upload};
use crate::sheet::{Limits, Overrides};

/// How many bulk steps one process does at a time; the next ones wait (`TRUST.md`, R08).
const AT_ONCE: usize = 2;

/// The upload engine of this process. Clones share one.
#[derive(Clone)]
pub struct Engine {
    url: String,
    limits: Limits,
    slots: Arc<Semaphore>,
    bell: Arc<Notify>,
}

impl Engine {
    /// An engine on that database.
    pub fn new(database_url: &str, limits: Limits) -> Self {
        Self {
            url: database_url.to_owned(),
            limits,
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            bell: Arc::new(Notify::new()),
        }
    }

    /// How much may be uploaded, to be said before a file is chosen.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes a file in while it arrives. Connections come from `pool` only while a piece is written, so that a slow sender
    /// holds none. `TooLarge` as soon as the limit is passed; then nothing stays.
    pub async fn receive(
        &self,
        pool: &Pool,
        access: &CompanyAccess<Change>,
        source: Source,
        file_name: &str,
        bytes: impl Stream<Item = Result<Bytes>>,
    ) -> Result<UploadId> {
        let _ = (pool, access, source, file_name, bytes);
        Err(unfinished())
    }

    /// Reads the file that was received (again, if a person said otherwise about its layout): stages its rows and guesses its
    /// columns. A file that cannot be read leaves the upload `failed` with the sentence as its problem, and is no `Err`.
    pub async fn read(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        overrides: &Overrides,
    ) -> Result<Upload> {
        let _ = (access, upload, overrides);
        Err(unfinished())
    }

    /// Takes a person's decisions. `Invalid` (field `columns`) if a required field has no column, if two fields have the same one or
    /// if there is no such column. The rows are drafted again only if the columns changed.
    pub async fn choose_columns(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        mapping: Mapping,
        mode: Mode,
        empty_cells: EmptyCells,
    ) -> Result<Upload> {
        let _ = (access, upload, mapping, mode, empty_cells);
        Err(unfinished())
    }

    /// Gives every row one outcome and one cause. `Conflict("columns-missing")` if a required field has no column.
    pub async fn check(&self, access: &CompanyAccess<Change>, upload: UploadId) -> Result<Upload> {
        let _ = (access, upload);
        Err(unfinished())
    }

    /// Hands a checked upload to the worker. `Conflict("check-outdated")` unless `seen_version` is the version of the check that
    /// was shown; `Invalid` (field `removed`) if many CPNs would go and `typed` is not their number; `Locked` while the company is.
    /// Confirming twice is confirming once.
    pub async fn confirm(
        &self,
        conn: &mut Conn,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        seen_version: i32,
        typed: Option<&str>,
    ) -> Result<Upload> {
        let _ = (conn, access, upload, seen_version, typed);
        Err(unfinished())
    }

    /// The user's own file back, in its order, delimiter and encoding, with two columns more: what happened and why, in the
    /// words `describe` finds for them. With `only`, the rows of that outcome alone, ready to be mended and uploaded again.
    /// Gives the file's name and its bytes; a connection is held while they stream.
    pub async fn report_file<L: Level>(
        &self,
        access: CompanyAccess<L>,
        upload: UploadId,
        only: Option<Outcome>,
        headings: [String; 2],
        describe: impl Fn(Outcome, &str) -> (String, String) + 'static,
    ) -> Result<(String, LocalBoxStream<'static, Result<Bytes>>)> {
        let _ = (access, upload, only, headings, describe);
        Err(unfinished())
    }
}
