//! Attempts to sign in, counted by all processes together (TRUST.md, S07).

use diesel::dsl::{IntervalDsl as _, now};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::schema::sign_in_attempts::{self as attempts, address, at, email_key, failed};

/// Lets attempts from one network through one after the other until the transaction ends: each sees those before it.
pub async fn take_turns(conn: &mut Conn, network: &str) -> QueryResult<()> {
    diesel::sql_query("select pg_advisory_xact_lock(hashtextextended($1, 4711002))")
        .bind::<Text, _>(network)
        .execute(conn)
        .await
        .map(drop)
}

/// The attempts from a network within the last minute.
#[derive(QueryableByName)]
pub struct Recent {
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// Seconds until the oldest of them is a minute old.
    #[diesel(sql_type = Nullable<Integer>)]
    pub seconds: Option<i32>,
}

/// Counts the attempts from a network within the last minute.
pub async fn recent(conn: &mut Conn, network: &str) -> QueryResult<Recent> {
    diesel::sql_query(
        "select count(*) as count, ceil(60 - extract(epoch from now() - min(at)))::integer as seconds
         from sign_in_attempts where address = $1 and at > now() - interval '1 minute'",
    )
    .bind::<Text, _>(network)
    .get_result(conn)
    .await
}

#[derive(QueryableByName)]
struct Waits {
    #[diesel(sql_type = Bool)]
    waits: bool,
}

/// Whether an account has to wait on this network: within ten minutes it was the tenth failure of ten minutes.
pub async fn waits(conn: &mut Conn, key: &str, network: &str) -> QueryResult<bool> {
    let row: Waits = diesel::sql_query(
        "select exists (
             select from sign_in_attempts last
             where last.failed and last.email_key = $1 and last.address = $2 and last.at > now() - interval '10 minutes'
               and (select count(*) from sign_in_attempts earlier
                    where earlier.failed and earlier.email_key = $1 and earlier.address = $2
                      and earlier.at <= last.at and earlier.at > last.at - interval '10 minutes') >= 10) as waits",
    )
    .bind::<Text, _>(key)
    .bind::<Text, _>(network)
    .get_result(conn)
    .await?;
    Ok(row.waits)
}

/// Notes an attempt. It counts as failed until it is [forgiven](forgive), so that many at once do not slip through; one that was
/// not even looked at does not count.
pub async fn insert(conn: &mut Conn, key: &str, network: &str, counts: bool) -> QueryResult<()> {
    diesel::insert_into(attempts::table)
        .values((
            attempts::id.eq(Uuid::now_v7()),
            email_key.eq(key),
            address.eq(network),
            failed.eq(counts),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// After the right password the account's failures on this network count no more.
pub async fn forgive(conn: &mut Conn, key: &str, network: &str) -> QueryResult<()> {
    let of_pair = attempts::table
        .filter(failed)
        .filter(email_key.eq(key))
        .filter(address.eq(network));
    diesel::update(of_pair)
        .set(failed.eq(false))
        .execute(conn)
        .await
        .map(drop)
}

/// Removes attempts that no limit looks at any more.
pub async fn sweep(conn: &mut Conn) -> QueryResult<usize> {
    diesel::delete(attempts::table.filter((at + 1.hour()).lt(now)))
        .execute(conn)
        .await
}
