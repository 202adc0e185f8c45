//! Uploads that are not at their end, across companies: those somebody must go on with, those that wait for a worker or have one, and
//! those that failed. A partial index holds these few of many.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::uploads::stored;
use crate::access::{Overview, Reach};
use crate::model::code::codes;
use crate::model::id::{CompanyId, UploadId};
use crate::model::page::{PAGE_ROWS, Page, Position};
use crate::model::upload::{Counts, Source, UploadState};

codes! {
    /// How it stands with an upload that is not at its end.
    Standing {
        /// Somebody must go on with it.
        Open = "open",
        /// It was confirmed: a worker has it or will have it.
        Queued = "queued",
        /// It failed.
        Failed = "failed",
    }
}

impl Standing {
    fn states(self) -> Vec<&'static str> {
        let states: &[UploadState] = match self {
            Self::Open => &[
                UploadState::Receiving,
                UploadState::Received,
                UploadState::Read,
                UploadState::Checked,
            ],
            Self::Queued => &[UploadState::Waiting],
            Self::Failed => &[UploadState::Failed],
        };
        states.iter().map(|state| state.word()).collect()
    }
}

/// An upload that is not at its end.
#[derive(Debug)]
pub struct Unfinished {
    /// Its company.
    pub company: CompanyId,
    /// That company's name.
    pub company_name: String,
    /// Its id.
    pub id: UploadId,
    /// How far it is.
    pub state: UploadState,
    /// Where it came from.
    pub source: Source,
    /// The name of its file.
    pub file_name: String,
    /// Whether it takes another one back.
    pub is_undo: bool,
    /// Who sent it.
    pub actor_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Why it failed.
    pub problem: Option<String>,
    /// What its check counted.
    pub counts: Option<Counts>,
    /// Rows written so far and rows to write, where a worker has it.
    pub progress: Option<(i64, i64)>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    company_id: CompanyId,
    #[diesel(sql_type = Text)]
    company_name: String,
    #[diesel(sql_type = SqlUuid)]
    id: UploadId,
    #[diesel(sql_type = Text)]
    state: UploadState,
    #[diesel(sql_type = Text)]
    source: Source,
    #[diesel(sql_type = Text)]
    file_name: String,
    #[diesel(sql_type = Bool)]
    is_undo: bool,
    #[diesel(sql_type = Text)]
    actor_name: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    problem: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    counts: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<BigInt>)]
    done_rows: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    total_rows: Option<i64>,
}

impl Row {
    fn into_unfinished(self) -> QueryResult<Unfinished> {
        Ok(Unfinished {
            company: self.company_id,
            company_name: self.company_name,
            id: self.id,
            state: self.state,
            source: self.source,
            file_name: self.file_name,
            is_undo: self.is_undo,
            actor_name: self.actor_name,
            created_at: self.created_at,
            problem: self.problem,
            counts: self.counts.map(stored).transpose()?,
            progress: self.done_rows.zip(self.total_rows),
        })
    }
}

/// The companies in reach as the queries below take them: whether all, else which.
fn reach(overview: &Overview<'_>) -> (bool, Vec<Uuid>) {
    match overview.reach() {
        Reach::Every => (true, Vec::new()),
        Reach::Only(companies) => (false, companies.iter().map(|one| one.uuid()).collect()),
    }
}

/// A page of those that stand so, the newest first: ids are made in the order of time.
pub async fn page(
    overview: &mut Overview<'_>,
    standing: Standing,
    position: &Position,
) -> QueryResult<Page<Unfinished>> {
    let (every, only) = reach(overview);
    let (after, before) = match position {
        Position::After(cursor) => (Some(cursor.id), None),
        Position::Before(cursor) => (None, Some(cursor.id)),
        Position::Start | Position::From(_) => (None, None),
    };
    let order = if before.is_some() { "asc" } else { "desc" };
    let rows: Vec<Row> = diesel::sql_query(format!(
        "select u.company_id, c.name as company_name, u.id, u.state, u.source, u.file_name, u.undoes is not null as is_undo, \
             u.actor_name, u.created_at, u.problem, \
             case when u.checked_generation = u.generation then u.counts end as counts, \
             case when j.lease_until > now() then j.done_rows end as done_rows, j.total_rows \
         from uploads u join companies c on c.id = u.company_id left join jobs j on j.upload_id = u.id \
         where u.state not in ('applied', 'discarded') and u.state = any($1) and ($2 or u.company_id = any($3)) \
             and ($4::uuid is null or u.id < $4) and ($5::uuid is null or u.id > $5) \
         order by u.id {order} limit $6"
    ))
    .bind::<Array<Text>, _>(standing.states())
    .bind::<Bool, _>(every)
    .bind::<Array<SqlUuid>, _>(only)
    .bind::<Nullable<SqlUuid>, _>(after)
    .bind::<Nullable<SqlUuid>, _>(before)
    .bind::<BigInt, _>(i64::try_from(PAGE_ROWS).unwrap_or(i64::MAX).saturating_add(1))
    .load(overview.conn())
    .await?;
    let rows: Vec<Unfinished> = rows
        .into_iter()
        .map(Row::into_unfinished)
        .collect::<QueryResult<_>>()?;
    Ok(Page::of_read(rows, position, PAGE_ROWS))
}

/// How many stand how.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Standings {
    /// Those somebody must go on with.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// Of these, those whose check found rows that are left out unless somebody decides.
    #[diesel(sql_type = BigInt)]
    pub undecided: i64,
    /// Those that wait for a worker or have one.
    #[diesel(sql_type = BigInt)]
    pub queued: i64,
    /// Those that failed.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
}

/// Counts them.
pub async fn standings(overview: &mut Overview<'_>) -> QueryResult<Standings> {
    let (every, only) = reach(overview);
    diesel::sql_query(
        "select count(*) filter (where state not in ('waiting', 'failed')) as open, \
             count(*) filter (where state = 'checked' and checked_generation = generation \
                 and counts @? '$.causes[*] ? (@.outcome == \"problem\" || @.outcome == \"choice\")') as undecided, \
             count(*) filter (where state = 'waiting') as queued, count(*) filter (where state = 'failed') as failed \
         from uploads where state not in ('applied', 'discarded') and ($1 or company_id = any($2))",
    )
    .bind::<Bool, _>(every)
    .bind::<Array<SqlUuid>, _>(only)
    .get_result(overview.conn())
    .await
}
