//! What requests with an `Idempotency-Key` were answered.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use diesel_async::RunQueryDsl;
use sha2::{Digest as _, Sha256};

use crate::db::Conn;
use crate::model::id::TokenId;
use crate::schema::idempotency_keys;

/// Days an answer is kept.
const DAYS: i64 = 1;
/// Old answers that go with each new one: more than come, so that they never pile up.
const SWEPT: i64 = 20;

/// What tells a request from others: who sent it, where to, under which key.
#[derive(Clone, Debug)]
pub struct Name {
    /// The token.
    pub token: TokenId,
    /// Method and path.
    pub route: String,
    /// The client's key.
    pub key: String,
}

/// What a request was and what it was answered.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys, check_for_backend(diesel::pg::Pg))]
pub struct Receipt {
    /// SHA-256 of its body.
    pub body_hash: Vec<u8>,
    /// The status.
    pub status: i32,
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Location`.
    pub location: Option<String>,
    /// The body of the answer.
    pub body: String,
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Bool)]
    held: bool,
}

/// Holds a request's name until the transaction ends; false if another request has it now.
pub async fn hold(conn: &mut Conn, name: &Name) -> QueryResult<bool> {
    let digest = Sha256::new()
        .chain_update(name.token.uuid().as_bytes())
        .chain_update(&name.route)
        .chain_update([0])
        .chain_update(&name.key)
        .finalize();
    let key = digest
        .iter()
        .take(8)
        .fold(0, |key: i64, byte| (key << 8) | i64::from(*byte));
    let held: Held = diesel::sql_query("select pg_try_advisory_xact_lock($1) as held")
        .bind::<BigInt, _>(key)
        .get_result(conn)
        .await?;
    Ok(held.held)
}

/// What the request of that name was answered within the last day.
pub async fn find(conn: &mut Conn, name: &Name) -> QueryResult<Option<Receipt>> {
    idempotency_keys::table
        .find((name.token, &name.key, &name.route))
        .filter(idempotency_keys::created_at.gt(Utc::now() - TimeDelta::days(DAYS)))
        .select(Receipt::as_select())
        .first(conn)
        .await
        .optional()
}

/// Keeps what a request was answered, in the transaction that did it, and lets old answers go.
pub async fn keep(conn: &mut Conn, name: &Name, receipt: &Receipt) -> QueryResult<()> {
    let columns = (
        idempotency_keys::token_id.eq(name.token),
        idempotency_keys::route.eq(&name.route),
        idempotency_keys::key.eq(&name.key),
    );
    diesel::delete(idempotency_keys::table.find((name.token, &name.key, &name.route)))
        .execute(conn)
        .await?;
    diesel::insert_into(idempotency_keys::table)
        .values((columns, receipt))
        .execute(conn)
        .await?;
    diesel::sql_query(format!(
        "delete from idempotency_keys where ctid = any(array(select ctid from idempotency_keys \
         where created_at < now() - interval '{DAYS} days' order by created_at limit $1 for update skip locked))"
    ))
    .bind::<BigInt, _>(SWEPT)
    .execute(conn)
    .await
    .map(drop)
}
