//! Uploads.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::helper_types::{Eq, Filter};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::access::Scope;
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::UploadId;
use crate::model::page::{PAGE_ROWS, Page, Position};
use crate::model::upload::{
    Counts, EmptyCells, Mapping, Mode, Reading, Source, Upload, UploadState,
};
use crate::schema::uploads;
use crate::sheet::Overrides;

#[derive(Queryable, Selectable)]
#[diesel(table_name = uploads, check_for_backend(diesel::pg::Pg))]
struct UploadRow {
    id: UploadId,
    state: UploadState,
    source: Source,
    file_name: String,
    file_bytes: i64,
    overrides: serde_json::Value,
    layout: Option<serde_json::Value>,
    headings: Vec<Option<String>>,
    mapping: serde_json::Value,
    mode: Mode,
    empty_cells: EmptyCells,
    rows: i32,
    generation: i32,
    checked_generation: Option<i32>,
    counts: Option<serde_json::Value>,
    problem: Option<String>,
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
    actor_name: String,
    door: Door,
    undoes: Option<Uuid>,
    version: i32,
    created_at: DateTime<Utc>,
    checked_at: Option<DateTime<Utc>>,
    confirmed_at: Option<DateTime<Utc>>,
    applied_at: Option<DateTime<Utc>>,
}

impl UploadRow {
    fn into_upload(self) -> QueryResult<Upload> {
        let is_checked = self.checked_generation == Some(self.generation);
        Ok(Upload {
            id: self.id,
            state: self.state,
            source: self.source,
            file_name: self.file_name,
            file_bytes: self.file_bytes,
            overrides: stored(self.overrides)?,
            reading: self.layout.map(stored::<Reading>).transpose()?,
            headings: self.headings.into_iter().flatten().collect(),
            mapping: stored(self.mapping)?,
            mode: self.mode,
            empty_cells: self.empty_cells,
            rows: self.rows,
            generation: self.generation,
            counts: self
                .counts
                .filter(|_| is_checked)
                .map(stored::<Counts>)
                .transpose()?,
            problem: self.problem,
            actor: Actor {
                kind: self.actor_kind,
                id: self.actor_id,
                name: self.actor_name,
                door: self.door,
            },
            undoes: self.undoes.map(Into::into),
            version: self.version,
            created_at: self.created_at,
            checked_at: self.checked_at,
            confirmed_at: self.confirmed_at,
            applied_at: self.applied_at,
        })
    }
}

pub(super) fn stored<T: DeserializeOwned>(value: serde_json::Value) -> QueryResult<T> {
    serde_json::from_value(value)
        .map_err(|error| diesel::result::Error::DeserializationError(error.into()))
}

/// Every query on uploads starts here. The row filter of the database is the net, this is the rope.
pub(super) fn of<M>(scope: &Scope<'_, M>) -> Filter<uploads::table, Eq<uploads::company_id, Uuid>> {
    uploads::table.filter(uploads::company_id.eq(scope.company().uuid()))
}

/// Lets this transaction wait for what may take minutes: a large file being read.
pub async fn patient<M>(scope: &mut Scope<'_, M>) -> QueryResult<()> {
    scope
        .conn()
        .batch_execute("set local statement_timeout = '15min'; set local idle_in_transaction_session_timeout = '15min'")
        .await
}

/// A new upload whose file is arriving.
pub async fn insert<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    source: Source,
    file_name: &str,
    mapping: &Mapping,
) -> QueryResult<()> {
    let actor = scope.actor().clone();
    diesel::insert_into(uploads::table)
        .values((
            (
                uploads::company_id.eq(scope.company().uuid()),
                uploads::id.eq(id.uuid()),
                uploads::state.eq(UploadState::Receiving),
                uploads::source.eq(source),
                uploads::file_name.eq(file_name),
                uploads::file_bytes.eq(0_i64),
                uploads::file_hash.eq(Vec::<u8>::new()),
                uploads::overrides.eq(serde_json::json!({})),
                uploads::mapping.eq(serde_json::json!(mapping)),
                uploads::mode.eq(Mode::Update),
                uploads::empty_cells.eq(EmptyCells::Keep),
            ),
            (
                uploads::actor_kind.eq(actor.kind),
                uploads::actor_id.eq(actor.id),
                uploads::actor_name.eq(actor.name),
                uploads::door.eq(actor.door),
            ),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// An upload.
pub async fn find<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<Upload> {
    of(scope)
        .filter(uploads::id.eq(id.uuid()))
        .select(UploadRow::as_select())
        .first(scope.conn())
        .await?
        .into_upload()
}

/// An upload, kept from others until the transaction ends.
pub async fn hold<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<Upload> {
    of(scope)
        .filter(uploads::id.eq(id.uuid()))
        .select(UploadRow::as_select())
        .for_update()
        .first(scope.conn())
        .await?
        .into_upload()
}

/// A page, the latest first. Ids are ordered by time, but so is nothing an older program might have stored: the index is by the
/// stored time.
pub async fn page<M>(scope: &mut Scope<'_, M>, position: &Position) -> QueryResult<Page<Upload>> {
    let size = PAGE_ROWS;
    let mut query = of(scope)
        .select(UploadRow::as_select())
        .limit(i64::try_from(size + 1).unwrap_or(i64::MAX))
        .into_boxed();
    let time_of = |id: Uuid| {
        uploads::table
            .find((scope_company(scope), id))
            .select(uploads::created_at)
    };
    query = match position {
        Position::Start | Position::From(_) => {
            query.order((uploads::created_at.desc(), uploads::id.desc()))
        }
        Position::After(cursor) => {
            let at: DateTime<Utc> = time_of(cursor.id).first(scope.conn()).await?;
            query
                .filter(
                    uploads::created_at
                        .lt(at)
                        .or(uploads::created_at.eq(at).and(uploads::id.lt(cursor.id))),
                )
                .order((uploads::created_at.desc(), uploads::id.desc()))
        }
        Position::Before(cursor) => {
            let at: DateTime<Utc> = time_of(cursor.id).first(scope.conn()).await?;
            query
                .filter(
                    uploads::created_at
                        .gt(at)
                        .or(uploads::created_at.eq(at).and(uploads::id.gt(cursor.id))),
                )
                .order((uploads::created_at.asc(), uploads::id.asc()))
        }
    };
    let rows: Vec<UploadRow> = query.load(scope.conn()).await?;
    let read = rows
        .into_iter()
        .map(UploadRow::into_upload)
        .collect::<QueryResult<Vec<_>>>()?;
    let position = match position {
        Position::From(_) => &Position::Start,
        other => other,
    };
    Ok(Page::of_read(read, position, size))
}

fn scope_company<M>(scope: &Scope<'_, M>) -> Uuid {
    scope.company().uuid()
}

/// The latest upload before this one with the same bytes that was not given up.
pub async fn same_file<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<Option<Upload>> {
    let (bytes, hash): (i64, Vec<u8>) = of(scope)
        .filter(uploads::id.eq(id.uuid()))
        .select((uploads::file_bytes, uploads::file_hash))
        .first(scope.conn())
        .await?;
    of(scope)
        .filter(uploads::id.ne(id.uuid()))
        .filter(uploads::file_bytes.eq(bytes))
        .filter(uploads::file_hash.eq(hash))
        .filter(uploads::state.ne(UploadState::Discarded))
        .order(uploads::created_at.desc())
        .select(UploadRow::as_select())
        .first(scope.conn())
        .await
        .optional()?
        .map(UploadRow::into_upload)
        .transpose()
}

/// The undo of an upload that is open, on its way or applied and not itself undone.
pub async fn undo_of<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<Option<Upload>> {
    let again = diesel::alias!(uploads as again);
    let is_undone = diesel::dsl::exists(
        again
            .filter(again.field(uploads::company_id).eq(uploads::company_id))
            .filter(again.field(uploads::undoes).eq(uploads::id.nullable()))
            .filter(again.field(uploads::state).eq(UploadState::Applied)),
    );
    of(scope)
        .filter(uploads::undoes.eq(id.uuid()))
        .filter(uploads::state.eq_any([
            UploadState::Received,
            UploadState::Read,
            UploadState::Checked,
            UploadState::Waiting,
            UploadState::Applied,
        ]))
        .filter(diesel::dsl::not(is_undone))
        .order(uploads::created_at.desc())
        .select(UploadRow::as_select())
        .first(scope.conn())
        .await
        .optional()?
        .map(UploadRow::into_upload)
        .transpose()
}

/// It has no file and undoes another.
pub async fn set_undo<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    undoes: UploadId,
) -> QueryResult<()> {
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(UploadState::Read),
            uploads::undoes.eq(undoes.uuid()),
            uploads::generation.eq(1),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// What reading found.
pub struct ReadResult<'r> {
    /// What a person said beforehand.
    pub overrides: &'r Overrides,
    /// How it was read.
    pub reading: &'r Reading,
    /// What the columns are called.
    pub headings: &'r [String],
    /// Which column holds which field.
    pub mapping: &'r Mapping,
    /// Rows of data.
    pub rows: i32,
    /// The generation they were staged as.
    pub generation: i32,
}

/// Its rows are staged; nothing is checked.
pub async fn set_read<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    read: &ReadResult<'_>,
) -> QueryResult<()> {
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(UploadState::Read),
            uploads::overrides.eq(serde_json::json!(read.overrides)),
            uploads::layout.eq(serde_json::json!(read.reading)),
            uploads::headings.eq(read.headings),
            uploads::mapping.eq(serde_json::json!(read.mapping)),
            uploads::rows.eq(read.rows),
            uploads::generation.eq(read.generation),
            uploads::checked_generation.eq(None::<i32>),
            uploads::problem.eq(None::<String>),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// A person's decisions; whatever was checked before does not hold any more.
pub async fn set_decisions<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    mapping: &Mapping,
    mode: Mode,
    empty_cells: EmptyCells,
    generation: i32,
) -> QueryResult<()> {
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(UploadState::Read),
            uploads::mapping.eq(serde_json::json!(mapping)),
            uploads::mode.eq(mode),
            uploads::empty_cells.eq(empty_cells),
            uploads::generation.eq(generation),
            uploads::checked_generation.eq(None::<i32>),
            uploads::problem.eq(None::<String>),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// Every row of the generation has an outcome.
pub async fn set_checked<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    counts: &Counts,
) -> QueryResult<()> {
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(UploadState::Checked),
            uploads::checked_generation.eq(uploads::generation.nullable()),
            uploads::counts.eq(serde_json::json!(counts)),
            uploads::checked_at.eq(now.into_sql::<Timestamptz>().nullable()),
            uploads::problem.eq(None::<String>),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// Confirmed by the scope's actor, who from here on is the one who does it.
pub async fn set_waiting<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<()> {
    let actor = scope.actor().clone();
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(UploadState::Waiting),
            uploads::confirmed_at.eq(now.into_sql::<Timestamptz>().nullable()),
            uploads::actor_kind.eq(actor.kind),
            uploads::actor_id.eq(actor.id),
            uploads::actor_name.eq(actor.name),
            uploads::door.eq(actor.door),
            uploads::problem.eq(None::<String>),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// Another state, with the reason. In state `read` the check no longer holds.
pub async fn set_state<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    state: UploadState,
    problem: Option<&str>,
) -> QueryResult<()> {
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(state),
            uploads::problem.eq(problem),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await?;
    if state == UploadState::Read {
        diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
            .set(uploads::checked_generation.eq(None::<i32>))
            .execute(scope.conn())
            .await?;
    }
    Ok(())
}

/// Applied, whole.
pub async fn set_applied<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<()> {
    diesel::update(of(scope).filter(uploads::id.eq(id.uuid())))
        .set((
            uploads::state.eq(UploadState::Applied),
            uploads::applied_at.eq(now.into_sql::<Timestamptz>().nullable()),
            uploads::problem.eq(None::<String>),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}
