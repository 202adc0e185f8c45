//! Looking at uploads: lists, previews, progress. Nothing is written here.

use chrono::Utc;

use crate::access::{CompanyAccess, Level};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::cells;
use crate::model::cpn::Details;
use crate::model::id::UploadId;
use crate::model::page::{PAGE_ROWS, Page, Position};
use crate::model::upload::{
    CauseCount, EmptyCells, Field, Outcome, PreviewRow, Progress, RowState, StagedRow, Upload,
    UploadState,
};
use crate::store::previews::{self, JudgedRow, Range};
use crate::store::{jobs, staging, undoing, uploads};

/// Which rows of a check a preview shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these.
    pub outcome: Option<Outcome>,
    /// Only those of this cause.
    pub cause: Option<String>,
}

impl Filter {
    fn takes(&self, cause: &CauseCount) -> bool {
        self.outcome.is_none_or(|outcome| outcome == cause.outcome)
            && self.cause.as_ref().is_none_or(|word| *word == cause.cause)
    }
}

/// Finds an upload of the company.
pub async fn find<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Upload> {
    access
        .read(conn, async |scope| Ok(uploads::find(scope, upload).await?))
        .await
}

/// A page of the company's uploads, the latest first. Of a cursor only the id counts.
pub async fn page<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    position: &Position,
) -> Result<Page<Upload>> {
    access
        .read(
            conn,
            async |scope| Ok(uploads::page(scope, position).await?),
        )
        .await
}

/// The latest other upload of the company with the same bytes that was not given up.
pub async fn same_file<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Option<Upload>> {
    access
        .read(conn, async |scope| {
            Ok(uploads::same_file(scope, upload).await?)
        })
        .await
}

/// The undo of an upload that is open, on its way or applied and not itself undone.
pub async fn undo_of<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Option<Upload>> {
    access
        .read(conn, async |scope| {
            Ok(uploads::undo_of(scope, upload).await?)
        })
        .await
}

/// Which of these uploads were undone, and the undo not itself undone.
pub async fn undone<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    uploads: &[UploadId],
) -> Result<Vec<UploadId>> {
    access
        .read(conn, async |scope| {
            Ok(undoing::undone(scope, uploads).await?)
        })
        .await
}

/// The first rows below the headings, as they were read.
pub async fn first_rows<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
    count: u16,
) -> Result<Vec<StagedRow>> {
    let rows = access
        .read(conn, async |scope| {
            let generation = uploads::find(scope, upload).await?.generation;
            Ok(staging::raw_rows(scope, upload, generation, i32::MIN, count.into()).await?)
        })
        .await?;
    Ok(rows.into_iter().map(staged_row).collect())
}

fn staged_row((line, _, packed): staging::RawRow) -> StagedRow {
    StagedRow {
        line,
        cells: texts(&packed),
    }
}

/// The first rows with letters that another encoding would read otherwise.
pub async fn rows_with_letters<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
    count: u16,
) -> Result<Vec<StagedRow>> {
    let rows = access
        .read(conn, async |scope| {
            let generation = uploads::find(scope, upload).await?.generation;
            Ok(staging::raw_rows_with_letters(scope, upload, generation, count.into()).await?)
        })
        .await?;
    Ok(rows.into_iter().map(staged_row).collect())
}

/// The rows of a check in the order of the file; CPNs that would be removed come first. The cursor's key is the line, its id is
/// ignored. A check that does not hold any more shows nothing.
pub async fn preview<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
    filter: &Filter,
    position: &Position,
) -> Result<Page<PreviewRow>> {
    let range = range(position)?;
    access
        .read(conn, async |scope| {
            let upload = uploads::find(scope, upload).await?;
            let counts = upload.counts.clone().unwrap_or_default();
            let causes: Vec<&CauseCount> = counts
                .causes
                .iter()
                .filter(|cause| filter.takes(cause))
                .collect();
            let rows = previews::rows(scope, &upload, &causes, range).await?;
            let position = match position {
                Position::From(_) => &Position::Start,
                other => other,
            };
            Ok(Page::of_read(rows, position, PAGE_ROWS).map(|row| preview_row(&upload, &row)))
        })
        .await
}

/// The example row of each cause of a check, in one go.
pub async fn examples<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: &Upload,
) -> Result<Vec<PreviewRow>> {
    let causes = upload
        .counts
        .as_ref()
        .map_or(&[][..], |counts| &counts.causes);
    let rows = access
        .read(conn, async |scope| {
            Ok(previews::examples(scope, upload, causes).await?)
        })
        .await?;
    Ok(rows.iter().map(|row| preview_row(upload, row)).collect())
}

fn range(position: &Position) -> Result<Range> {
    let line = |key: &str| {
        key.parse::<i32>()
            .map_err(|_malformed| Error::BadRequest("unreadable"))
    };
    let (line, backwards) = match position {
        Position::Start => (i32::MIN, false),
        Position::After(cursor) => (line(&cursor.key)?, false),
        Position::Before(cursor) => (line(&cursor.key)?, true),
        Position::From(from) => (line(from)?.saturating_sub(1), false),
    };
    Ok(Range {
        line,
        backwards,
        count: i32::try_from(PAGE_ROWS + 1).unwrap_or(i32::MAX),
    })
}

fn preview_row(upload: &Upload, row: &JudgedRow) -> PreviewRow {
    let before = row.standing();
    let after = match row.outcome {
        Outcome::New => row.staged(),
        Outcome::Changed if upload.undoes.is_some() => row.staged(),
        Outcome::Changed => before
            .as_ref()
            .zip(row.staged())
            .map(|(before, staged)| merged(upload, before, staged)),
        Outcome::Unchanged => before.clone(),
        Outcome::Choice | Outcome::Problem | Outcome::Removed => None,
    };
    PreviewRow {
        line: row.line,
        of_line: row.of_line,
        cells: row.cells.as_deref().map(texts).unwrap_or_default(),
        outcome: row.outcome,
        cause: row.cause.clone(),
        notes: row
            .notes
            .iter()
            .flat_map(|notes| notes.split_whitespace())
            .map(str::to_owned)
            .collect(),
        product: row.product(),
        cpn: row.cpn_id.map(Into::into),
        before,
        after,
    }
}

/// What the row makes of the CPN that is there: only mapped columns count, and empty cells as was decided.
fn merged(upload: &Upload, before: &RowState, staged: RowState) -> RowState {
    let takes = |field, filled: bool| {
        upload.mapping.column(field).is_some()
            && (filled || upload.empty_cells == EmptyCells::Clear)
    };
    let (old, new) = (before.details.clone(), staged.details);
    let details = Details {
        description: if takes(Field::Description, new.description.is_some()) {
            new.description
        } else {
            old.description
        },
        unit: if takes(Field::Unit, new.unit.is_some()) {
            new.unit
        } else {
            old.unit
        },
        pack_quantity: if takes(Field::PackQuantity, new.pack_quantity.is_some()) {
            new.pack_quantity
        } else {
            old.pack_quantity
        },
        valid_from: if takes(Field::ValidFrom, new.valid_from.is_some()) {
            new.valid_from
        } else {
            old.valid_from
        },
        valid_to: if takes(Field::ValidTo, new.valid_to.is_some()) {
            new.valid_to
        } else {
            old.valid_to
        },
    };
    RowState {
        cpn: staged.cpn,
        details,
    }
}

fn texts(packed: &str) -> Vec<String> {
    cells::unpack(packed)
        .into_iter()
        .map(|cell| cell.text)
        .collect()
}

/// How far a confirmed upload has come.
pub async fn progress<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Progress> {
    access
        .read(conn, async |scope| {
            let company = scope.company();
            // The job first: once it is gone, the upload tells how it ended.
            let job = jobs::find(scope.conn(), company, upload).await?;
            let upload = uploads::find(scope, upload).await?;
            let total = upload
                .counts
                .as_ref()
                .map_or(0, crate::model::upload::Counts::writes);
            let (done, attempt, seconds_left) = match &job {
                Some(job) => (job.done_rows.min(total), job.attempts, seconds_left(job)),
                None if upload.state == UploadState::Applied => (total, 1, Some(0)),
                None => (0, 0, None),
            };
            Ok(Progress {
                state: upload.state,
                done,
                total,
                attempt,
                seconds_left,
                problem: upload.problem,
            })
        })
        .await
}

/// As long again as so far, by the share that is left; nothing before a twentieth is done.
fn seconds_left(job: &jobs::Standing) -> Option<i64> {
    let spent = (Utc::now() - job.started_at?).num_seconds().max(1);
    let left = job.total_rows.saturating_sub(job.done_rows);
    (job.done_rows * 20 >= job.total_rows && job.done_rows > 0)
        .then(|| (spent * left).div_euclid(job.done_rows) + 1)
}
