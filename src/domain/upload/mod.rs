//! Uploads: a file or pasted list becomes changes of a company's CPNs (`IMPORT.md`).
//!
//! ```text
//! receive → read → choose_columns → check → confirm → (a worker) apply
//! ```
//!
//! Every step leaves all it knows in the database, so any process can do the next one, and a call that is dropped half-way
//! leaves nothing half done. Whatever a person decides makes the check void, and only a check of exactly these rows, columns
//! and modes can be confirmed.

mod engine;

use crate::access::{Change, CompanyAccess, Level};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::id::UploadId;
use crate::model::page::{Page, Position};
use crate::model::upload::{Outcome, PreviewRow, Progress, StagedRow, Upload};

pub use engine::Engine;

/// Which rows of a check a preview shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these.
    pub outcome: Option<Outcome>,
    /// Only those of this cause; needs an outcome.
    pub cause: Option<String>,
}

/// Finds an upload of the company.
pub async fn find<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Upload> {
    let _ = (conn, access, upload);
    Err(unfinished())
}

/// A page of the company's uploads, the latest first. The cursor's key is ignored: ids are in order of time.
pub async fn page<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    position: &Position,
) -> Result<Page<Upload>> {
    let _ = (conn, access, position);
    Err(unfinished())
}

/// The rows of a check in the order of the file. The cursor's key is the line; its id is ignored.
pub async fn preview<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
    filter: &Filter,
    position: &Position,
) -> Result<Page<PreviewRow>> {
    let _ = (conn, access, upload, filter, position);
    Err(unfinished())
}

/// The first rows below the headings, as they were read.
pub async fn first_rows<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
    count: u16,
) -> Result<Vec<StagedRow>> {
    let _ = (conn, access, upload, count);
    Err(unfinished())
}

/// How far a confirmed upload has come.
pub async fn progress<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Progress> {
    let _ = (conn, access, upload);
    Err(unfinished())
}

/// The latest other upload of the company with the same bytes that was not discarded.
pub async fn same_file<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Option<Upload>> {
    let _ = (conn, access, upload);
    Err(unfinished())
}

/// Gives an upload up that is not waiting or applied. Its rows are dropped.
pub async fn discard(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: UploadId,
) -> Result<()> {
    let _ = (conn, access, upload);
    Err(unfinished())
}

fn unfinished() -> Error {
    Error::internal(anyhow::anyhow!("unfinished"))
}
