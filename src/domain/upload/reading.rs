//! The second step: the file's rows into the staging table, with drafts by the guessed columns.
//!
//! Three hands work at once: one fetches pieces of the file, one (on a thread where blocking is allowed) reads cells and makes
//! drafts, one writes rows. What stands between them is bounded, so a large file takes no more memory than a small one.

use std::io::{self, Read};

use tokio::sync::{mpsc, oneshot};

use super::drafting::Drafter;
use super::recognising::{Samples, propose_products};
use super::seen::Seen;
use super::{Engine, columns};
use crate::access::{Change, CompanyAccess, Reads, Scope};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::cells;
use crate::model::id::UploadId;
use crate::model::upload::{Mapping, Origin, Reading, Upload, UploadState};
use crate::sheet::{Overrides, Reader, SheetError};
use crate::store::decided;
use crate::store::remembered_mappings;
use crate::store::staging::{self, Batch};
use crate::store::uploads::{self, ReadResult};

/// Rows of one statement.
const BATCH: usize = 2_000;
/// Pieces and batches that may wait for the next hand.
const WAITING: usize = 2;
/// Rows from which the check is worth planning with statistics.
pub const MANY_ROWS: i32 = 10_000;

impl Engine {
    /// Reads the file that was received (again, if a person said otherwise about its layout): stages its rows and guesses its
    /// columns. A file that cannot be read leaves the upload `failed` with the sentence as its problem, and is no `Err`.
    pub async fn read(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        overrides: &Overrides,
    ) -> Result<Upload> {
        let _slot = self.slot().await?;
        let mut feeding = self.connect().await?;
        let mut writing = self.connect().await?;
        let (pieces, file) = mpsc::channel(WAITING);
        let (to_writer, from_reader) = mpsc::channel(WAITING);
        let (to_reader, mapping) = oneshot::channel();
        let work = Work {
            reader: self.reader(),
            file: Pieces::new(file),
            overrides: overrides.clone(),
            account_number: access.company().account_number.clone(),
            to_writer,
            mapping,
        };
        let reading = tokio::task::spawn_blocking(move || work.run());
        let mut stager = Stager {
            upload,
            overrides,
            from_reader,
            to_reader: Some(to_reader),
            reading: Some(reading),
            unreadable: None,
        };
        let (fed, staged) = tokio::join!(
            feed(&mut feeding, access, upload, pieces),
            access.prepare(&mut writing, async |scope| stager.stage(scope).await),
        );
        fed?;
        match (staged, stager.unreadable) {
            (Err(_), Some(error)) => fail(&mut writing, access, upload, overrides, &error).await,
            (staged, _) => {
                let read = staged?;
                if read.rows > MANY_ROWS {
                    staging::refresh_statistics(&mut writing).await;
                }
                Ok(read)
            }
        }
    }
}

async fn fail(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: UploadId,
    overrides: &Overrides,
    error: &SheetError,
) -> Result<Upload> {
    tracing::info!(%upload, code = error.code(), ?overrides, "a file cannot be read");
    access
        .prepare(conn, async |scope| {
            uploads::set_state(scope, upload, UploadState::Failed, Some(&error.stored())).await?;
            Ok(uploads::find(scope, upload).await?)
        })
        .await
}

/// Hands the pieces of the file over, until there are none or nobody takes them.
async fn feed(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: UploadId,
    pieces: mpsc::Sender<Vec<u8>>,
) -> Result<()> {
    for position in 0.. {
        let piece = access
            .read(conn, async |scope| {
                Ok(staging::chunk(scope, upload, position).await?)
            })
            .await?;
        let Some(piece) = piece else { break };
        if pieces.send(piece).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// What the reader says.
enum Message {
    /// The file is open; its columns are called so, and this stands in its first rows.
    Opened(Vec<String>, Samples),
    /// Rows.
    Rows(Box<Batch>),
}

/// What the reader found when it was through.
struct Found {
    reading: Reading,
    rows: i32,
}

/// The writing hand.
struct Stager<'s> {
    upload: UploadId,
    overrides: &'s Overrides,
    from_reader: mpsc::Receiver<Message>,
    to_reader: Option<oneshot::Sender<Mapping>>,
    reading: Option<tokio::task::JoinHandle<Result<Found, SheetError>>>,
    unreadable: Option<SheetError>,
}

impl Stager<'_> {
    async fn stage(&mut self, scope: &mut Scope<'_, Reads>) -> Result<Upload> {
        uploads::patient(scope).await?;
        let before = uploads::hold(scope, self.upload).await?;
        if !is_open(&before) {
            return Err(Error::Conflict("upload-not-open"));
        }
        let generation = before.generation + 1;
        let mut headings = Vec::new();
        let mut mapping = Mapping::none();
        while let Some(message) = self.from_reader.recv().await {
            match message {
                Message::Opened(names, samples) => {
                    mapping = propose(scope, &names, &samples).await?;
                    headings = names;
                    if let Some(to_reader) = self.to_reader.take() {
                        // A reader that is gone says why below.
                        drop(to_reader.send(mapping.clone()));
                    }
                }
                Message::Rows(batch) => {
                    staging::insert_rows(scope, self.upload, generation, &batch).await?;
                }
            }
        }
        let read = self.outcome().await?;
        staging::delete_rows(scope, self.upload, Some(generation)).await?;
        decided::forget(scope, &before).await?;
        let result = ReadResult {
            overrides: self.overrides,
            reading: &read.reading,
            headings: &headings,
            mapping: &mapping,
            rows: read.rows,
            generation,
        };
        uploads::set_read(scope, self.upload, &result).await?;
        Ok(uploads::find(scope, self.upload).await?)
    }

    async fn outcome(&mut self) -> Result<Found> {
        let reading = self
            .reading
            .take()
            .ok_or(Error::Conflict("upload-not-open"))?;
        reading.await.map_err(Error::internal)?.map_err(|error| {
            self.unreadable = Some(error);
            Error::Conflict("unreadable")
        })
    }
}

/// Whether an upload's rows and decisions may still change.
pub fn is_open(upload: &Upload) -> bool {
    let state_allows = matches!(
        upload.state,
        UploadState::Received | UploadState::Read | UploadState::Checked | UploadState::Failed
    );
    state_allows && !upload.is_broken_off()
}

/// The mapping of the last upload with the same headings, else a guess.
async fn propose(
    scope: &mut Scope<'_, Reads>,
    headings: &[String],
    samples: &Samples,
) -> Result<Mapping> {
    let remembered = remembered_mappings::find(scope, &columns::hash(headings)).await?;
    Ok(match remembered {
        Some(mapping) => Mapping {
            unsure: std::collections::BTreeSet::new(),
            origin: Origin::Remembered,
            ..mapping
        },
        None => propose_products(scope, columns::guess(headings), samples).await?,
    })
}

/// The reading hand; it blocks.
struct Work {
    reader: Reader,
    file: Pieces,
    overrides: Overrides,
    account_number: String,
    to_writer: mpsc::Sender<Message>,
    mapping: oneshot::Receiver<Mapping>,
}

impl Work {
    fn run(self) -> Result<Found, SheetError> {
        let mut sheet = self
            .reader
            .open(self.file, &columns::is_known, &self.overrides)?;
        let gone = || SheetError::Source {
            reason: "nobody waits for it any more".to_owned(),
        };
        let samples = Samples::of(sheet.first_rows());
        let opened = Message::Opened(sheet.headings().to_vec(), samples);
        self.to_writer
            .blocking_send(opened)
            .map_err(|_closed| gone())?;
        let mapping = self.mapping.blocking_recv().map_err(|_closed| gone())?;
        let drafter = Drafter::new(&mapping, &self.account_number);
        let mut seen = Seen::nothing();
        let mut rows = 0;
        let mut batch = Batch::default();
        while let Some(row) = sheet.next_row()? {
            let line = i32::try_from(row.line).unwrap_or(i32::MAX);
            drafter.add(
                &mut batch,
                &mut seen,
                line,
                uuid::Uuid::now_v7(),
                &row.cells,
            );
            rows += 1;
            if batch.len() >= BATCH {
                let full = Message::Rows(Box::new(std::mem::take(&mut batch)));
                self.to_writer
                    .blocking_send(full)
                    .map_err(|_closed| gone())?;
            }
        }
        if batch.len() > 0 {
            self.to_writer
                .blocking_send(Message::Rows(Box::new(batch)))
                .map_err(|_closed| gone())?;
        }
        let reading = Reading {
            layout: sheet.layout().clone(),
            sheets: sheet.sheets().to_vec(),
            notes: sheet.notes().clone(),
        };
        Ok(Found { reading, rows })
    }
}

/// The pieces of the file as one stream of bytes.
struct Pieces {
    pieces: mpsc::Receiver<Vec<u8>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Pieces {
    fn new(pieces: mpsc::Receiver<Vec<u8>>) -> Self {
        Self {
            pieces,
            piece: io::Cursor::default(),
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let taken = self.piece.read(into)?;
            if taken > 0 || into.is_empty() {
                return Ok(taken);
            }
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = io::Cursor::new(piece),
                None => return Ok(0),
            }
        }
    }
}

/// Drafts the staged rows again with another mapping, as a generation of its own.
pub async fn draft_again(
    scope: &mut Scope<'_, Reads>,
    before: &Upload,
    mapping: &Mapping,
    account_number: &str,
) -> Result<i32> {
    let generation = before.generation + 1;
    let drafter = Drafter::new(mapping, account_number);
    let mut seen = Seen::nothing();
    let mut after = i32::MIN;
    loop {
        let rows = staging::raw_rows(
            scope,
            before.id,
            before.generation,
            after,
            i64::try_from(BATCH).unwrap_or(i64::MAX),
        )
        .await?;
        let Some((last, ..)) = rows.last() else { break };
        after = *last;
        let drafter = drafter.clone();
        let drafting = tokio::task::spawn_blocking(move || {
            let mut batch = Batch::default();
            for (line, id, packed) in rows {
                drafter.add(&mut batch, &mut seen, line, id, &cells::unpack(&packed));
            }
            (batch, seen)
        });
        let (batch, still_seen) = drafting.await.map_err(Error::internal)?;
        seen = still_seen;
        staging::insert_rows(scope, before.id, generation, &batch).await?;
    }
    staging::delete_rows(scope, before.id, Some(generation)).await?;
    Ok(generation)
}

/// Which fields a mapping may not share a column for, and columns the file does not have.
pub fn has_column_twice_or_outside(mapping: &Mapping, headings: usize) -> bool {
    let mut seen = std::collections::BTreeSet::<usize>::new();
    let columns = mapping.columns.values().copied();
    columns
        .into_iter()
        .any(|column| column >= headings || !seen.insert(column))
}
