//! What the second step of signing in is checked against. The database's clock counts.

use chrono::{DateTime, Utc};
use diesel::IntoSql as _;
use diesel::dsl::{IntervalDsl as _, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::model::id::UserId;
use crate::schema::{pending_sign_ins, recovery_codes, second_factors};

/// How many codes may be tried after one right password.
const TRIES: i32 = 5;

/// Somebody's second factor.
#[derive(Queryable, Selectable)]
#[diesel(table_name = second_factors, check_for_backend(diesel::pg::Pg))]
pub struct SecondFactor {
    /// What codes are computed from.
    pub secret: Vec<u8>,
    /// Since when it is asked for.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// Somebody's second factor, also one that was begun only.
pub async fn find(conn: &mut Conn, user: UserId) -> QueryResult<Option<SecondFactor>> {
    second_factors::table
        .find(user)
        .select(SecondFactor::as_select())
        .first(conn)
        .await
        .optional()
}

/// Whether somebody is asked for a second step.
pub async fn is_on(conn: &mut Conn, user: UserId) -> QueryResult<bool> {
    let found = find(conn, user).await?;
    Ok(found.is_some_and(|factor| factor.confirmed_at.is_some()))
}

/// Begins one, in place of another that was begun only; one that is on stays and nothing is stored.
pub async fn begin(conn: &mut Conn, user: UserId, secret: &[u8]) -> QueryResult<bool> {
    diesel::delete(
        second_factors::table
            .find(user)
            .filter(second_factors::confirmed_at.is_null()),
    )
    .execute(conn)
    .await?;
    let begun = diesel::insert_into(second_factors::table)
        .values((
            second_factors::user_id.eq(user),
            second_factors::secret.eq(secret),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(begun > 0)
}

/// Notes that a code of this half minute was used; of two at once, and of the same code again, one gets it.
pub async fn take_step(conn: &mut Conn, user: UserId, step: i64) -> QueryResult<bool> {
    let taken = diesel::update(
        second_factors::table
            .find(user)
            .filter(second_factors::last_step.lt(step)),
    )
    .set(second_factors::last_step.eq(step))
    .execute(conn)
    .await?;
    Ok(taken > 0)
}

/// From now on it is asked for; says whether it was not before.
pub async fn confirm(conn: &mut Conn, user: UserId) -> QueryResult<bool> {
    let confirmed = diesel::update(
        second_factors::table
            .find(user)
            .filter(second_factors::confirmed_at.is_null()),
    )
    .set(second_factors::confirmed_at.eq(now))
    .execute(conn)
    .await?;
    Ok(confirmed > 0)
}

/// Removes it with its recovery codes; says whether there was one.
pub async fn delete(conn: &mut Conn, user: UserId) -> QueryResult<bool> {
    let removed = diesel::delete(second_factors::table.find(user))
        .execute(conn)
        .await?;
    Ok(removed > 0)
}

/// Stores a new set of recovery codes in place of the old one.
pub async fn replace_codes(conn: &mut Conn, user: UserId, hashes: &[Vec<u8>]) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(conn)
        .await?;
    let rows: Vec<_> = hashes
        .iter()
        .map(|hash| {
            (
                recovery_codes::user_id.eq(user),
                recovery_codes::code_hash.eq(hash),
            )
        })
        .collect();
    diesel::insert_into(recovery_codes::table)
        .values(rows)
        .execute(conn)
        .await
        .map(drop)
}

/// Uses a recovery code up; of two at once, one gets it.
pub async fn take_code(conn: &mut Conn, user: UserId, hash: &[u8]) -> QueryResult<bool> {
    let taken = diesel::delete(recovery_codes::table.find((user, hash)))
        .execute(conn)
        .await?;
    Ok(taken > 0)
}

/// How many recovery codes are left.
pub async fn codes_left(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .count()
        .get_result(conn)
        .await
}

/// Keeps for ten minutes that somebody's password was right.
pub async fn pend(conn: &mut Conn, user: UserId, hash: &[u8]) -> QueryResult<()> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::expires_at.lt(now)))
        .execute(conn)
        .await?;
    diesel::insert_into(pending_sign_ins::table)
        .values((
            pending_sign_ins::secret_hash.eq(hash),
            pending_sign_ins::user_id.eq(user),
            pending_sign_ins::expires_at.eq(now.into_sql::<Timestamptz>() + 10.minutes()),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Counts a try of a sign-in that waits for its second step: whose it is, or nothing if it has run out.
pub async fn take_try(conn: &mut Conn, hash: &[u8]) -> QueryResult<Option<UserId>> {
    diesel::update(
        pending_sign_ins::table
            .find(hash)
            .filter(pending_sign_ins::expires_at.gt(now))
            .filter(pending_sign_ins::tries.lt(TRIES)),
    )
    .set(pending_sign_ins::tries.eq(pending_sign_ins::tries + 1))
    .returning(pending_sign_ins::user_id)
    .get_result(conn)
    .await
    .optional()
}

/// Forgets every sign-in of somebody that waits for its second step.
pub async fn forget_pending(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::user_id.eq(user)))
        .execute(conn)
        .await
        .map(drop)
}

/// The moment, by the database's clock.
pub async fn moment(conn: &mut Conn) -> QueryResult<DateTime<Utc>> {
    diesel::select(now.into_sql::<Timestamptz>())
        .get_result(conn)
        .await
}
