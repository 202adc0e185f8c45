//! Uploads that wait for a worker: taken by one at a time, on lease, with a fence against those who come back late.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::model::id::{CompanyId, UploadId};
use crate::schema::jobs;

/// How long a worker may be silent before another takes its job, in seconds.
pub const LEASE: i32 = 30;

/// A job that this process holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, QueryableByName)]
pub struct Job {
    /// The upload.
    #[diesel(sql_type = SqlUuid)]
    pub upload_id: UploadId,
    /// Its company.
    #[diesel(sql_type = SqlUuid)]
    pub company_id: CompanyId,
    /// The attempt, from 1.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    /// Rises with each taking: what is written is written under this number or not at all.
    #[diesel(sql_type = Integer)]
    pub fence: i32,
}

/// A waiting job as a page sees it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = jobs, check_for_backend(diesel::pg::Pg))]
pub struct Standing {
    /// The attempt, from 1; 0 while it waits.
    pub attempts: i32,
    /// Rows written in this attempt.
    pub done_rows: i64,
    /// Rows to write.
    pub total_rows: i64,
    /// When this attempt began.
    pub started_at: Option<DateTime<Utc>>,
}

/// Queues an upload.
pub async fn insert(
    conn: &mut Conn,
    company: CompanyId,
    upload: UploadId,
    rows: i64,
) -> QueryResult<()> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::upload_id.eq(upload.uuid()),
            jobs::company_id.eq(company.uuid()),
            jobs::task.eq("apply"),
            jobs::total_rows.eq(rows),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Takes the job that has waited longest and nobody holds, or this one in particular.
pub async fn take(conn: &mut Conn, upload: Option<UploadId>) -> QueryResult<Option<Job>> {
    diesel::sql_query(
        "update jobs set fence = fence + 1, attempts = attempts + 1, lease_until = now() + make_interval(secs => $1),
             started_at = now(), done_rows = 0
         where upload_id = (
             select upload_id from jobs
             where (lease_until is null or lease_until < now()) and ($2::uuid is null or upload_id = $2)
             order by created_at for update skip locked limit 1)
         returning upload_id, company_id, attempts, fence",
    )
    .bind::<diesel::sql_types::Double, _>(f64::from(LEASE))
    .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(upload.map(UploadId::uuid))
    .get_result(conn)
    .await
    .optional()
}

/// Says that the worker lives and how far it is. False if the job is no longer its own.
pub async fn renew(conn: &mut Conn, job: &Job, done: i64) -> QueryResult<bool> {
    diesel::update(mine(job))
        .set((
            jobs::lease_until.eq(in_seconds(LEASE)),
            jobs::done_rows.eq(done),
        ))
        .execute(conn)
        .await
        .map(|renewed| renewed == 1)
}

/// Ends the job, in the transaction of its work. False if it is no longer its own: then nothing may be committed.
pub async fn finish(conn: &mut Conn, job: &Job) -> QueryResult<bool> {
    diesel::delete(mine(job))
        .execute(conn)
        .await
        .map(|ended| ended == 1)
}

/// Gives the job back, to be taken again after so many seconds.
pub async fn give_back(conn: &mut Conn, job: &Job, seconds: i32) -> QueryResult<()> {
    diesel::update(mine(job))
        .set((
            jobs::lease_until.eq(in_seconds(seconds)),
            jobs::done_rows.eq(0_i64),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Gives the job back untried, for the next who looks.
pub async fn put_back(conn: &mut Conn, job: &Job) -> QueryResult<()> {
    diesel::update(mine(job))
        .set((
            jobs::attempts.eq(jobs::attempts - 1),
            jobs::lease_until.eq(None::<DateTime<Utc>>),
            jobs::started_at.eq(None::<DateTime<Utc>>),
            jobs::done_rows.eq(0_i64),
        ))
        .execute(conn)
        .await
        .map(drop)
}

#[diesel::dsl::auto_type]
fn in_seconds(seconds: i32) -> _ {
    let moment: diesel::data_types::PgInterval = seconds.seconds();
    (now.into_sql::<diesel::sql_types::Timestamptz>() + moment).nullable()
}

type Mine = diesel::dsl::Filter<
    diesel::dsl::Filter<jobs::table, diesel::dsl::Eq<jobs::upload_id, Uuid>>,
    diesel::dsl::Eq<jobs::fence, i32>,
>;

fn mine(job: &Job) -> Mine {
    jobs::table
        .filter(jobs::upload_id.eq(job.upload_id.uuid()))
        .filter(jobs::fence.eq(job.fence))
}

/// How a company's upload stands in the queue.
pub async fn find(
    conn: &mut Conn,
    company: CompanyId,
    upload: UploadId,
) -> QueryResult<Option<Standing>> {
    jobs::table
        .filter(jobs::upload_id.eq(upload.uuid()))
        .filter(jobs::company_id.eq(company.uuid()))
        .select(Standing::as_select())
        .first(conn)
        .await
        .optional()
}
