//! Sessions of signed-in people. What the cookie holds is stored hashed; the database's clock ends a session.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl as _, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

use crate::config::Config;
use crate::db::Conn;
use crate::model::id::UserId;
use crate::schema::{sessions, users};

/// How long a session lives, in minutes.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    /// Without a request.
    pub idle: u32,
    /// In any case.
    pub whole: u32,
}

impl Lifetime {
    /// The lifetime the settings ask for.
    pub fn of(config: &Config) -> Self {
        Self {
            idle: config.session_idle,
            whole: config.session_life,
        }
    }
}

/// What a session holds, as JSON texts by name.
pub type State = HashMap<String, String>;

/// A session as its owner sees it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct SessionRow {
    /// Its stored id.
    pub id_hash: Vec<u8>,
    /// The address it was opened from.
    pub address: String,
    /// What the browser called itself.
    pub device: String,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was used last.
    pub seen_at: DateTime<Utc>,
}

/// How much of a live session is left, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    /// Until it ends for want of use.
    pub idle: i64,
    /// Until it ends in any case.
    pub whole: i64,
}

/// The state of a live session of a person who is not disabled, and whether its use is yet to be noted; nothing otherwise.
pub async fn load(
    conn: &mut Conn,
    id_hash: &[u8],
    lifetime: Lifetime,
) -> QueryResult<Option<(State, bool)>> {
    let found: Option<(serde_json::Value, bool)> = sessions::table
        .inner_join(users::table)
        .filter(sessions::id_hash.eq(id_hash))
        .filter((sessions::seen_at + minutes(lifetime.idle)).gt(now))
        .filter((sessions::created_at + minutes(lifetime.whole)).gt(now))
        .filter(users::disabled_at.is_null())
        .select((sessions::state, (sessions::seen_at + 1.minute()).lt(now)))
        .first(conn)
        .await
        .optional()?;
    let Some((state, unnoted)) = found else {
        return Ok(None);
    };
    let state = serde_json::from_value(state).ok();
    Ok(state.map(|state| (state, unnoted)))
}

/// Notes that a session is used.
pub async fn note_use(conn: &mut Conn, id_hash: &[u8]) -> QueryResult<()> {
    diesel::update(sessions::table.find(id_hash))
        .set(sessions::seen_at.eq(now))
        .execute(conn)
        .await
        .map(drop)
}

/// How much of a session is left by the database's clock; nothing of one that is not there.
pub async fn left(
    conn: &mut Conn,
    id_hash: &[u8],
    lifetime: Lifetime,
) -> QueryResult<Option<Left>> {
    let found: Option<(DateTime<Utc>, DateTime<Utc>, DateTime<Utc>)> = sessions::table
        .find(id_hash)
        .select((
            sessions::seen_at,
            sessions::created_at,
            now.into_sql::<Timestamptz>(),
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(seen, created, clock)| {
        let left =
            |since: DateTime<Utc>, life: u32| i64::from(life) * 60 - (clock - since).num_seconds();
        Left {
            idle: left(seen, lifetime.idle),
            whole: left(created, lifetime.whole),
        }
    }))
}

/// Opens a session and closes the oldest ones beyond twenty of the same person.
pub async fn insert(
    conn: &mut Conn,
    id_hash: &[u8],
    user: UserId,
    state: &State,
    address: &str,
    device: &str,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(id_hash),
            sessions::user_id.eq(user),
            sessions::state.eq(json(state)),
            sessions::address.eq(address),
            sessions::device.eq(device),
        ))
        .execute(conn)
        .await?;
    let kept = sessions::table
        .filter(sessions::user_id.eq(user))
        .order(sessions::created_at.desc())
        .limit(20)
        .select(sessions::id_hash);
    let kept: Vec<Vec<u8>> = kept.load(conn).await?;
    diesel::delete(
        sessions::table
            .filter(sessions::user_id.eq(user))
            .filter(sessions::id_hash.ne_all(kept)),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Writes a session's state. Only ever an update: a request in flight must not revive a session that was ended.
pub async fn update(conn: &mut Conn, id_hash: &[u8], state: &State) -> QueryResult<()> {
    diesel::update(sessions::table.find(id_hash))
        .set(sessions::state.eq(json(state)))
        .execute(conn)
        .await
        .map(drop)
}

/// Ends a session.
pub async fn delete(conn: &mut Conn, id_hash: &[u8]) -> QueryResult<()> {
    diesel::delete(sessions::table.find(id_hash))
        .execute(conn)
        .await
        .map(drop)
}

/// Ends a session of that person and of nobody else.
pub async fn delete_one_of(conn: &mut Conn, user: UserId, id_hash: &[u8]) -> QueryResult<()> {
    diesel::delete(
        sessions::table
            .find(id_hash)
            .filter(sessions::user_id.eq(user)),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ends a person's sessions, all but the one kept.
pub async fn delete_of(conn: &mut Conn, user: UserId, kept: Option<&[u8]>) -> QueryResult<usize> {
    let of_user = sessions::table.filter(sessions::user_id.eq(user));
    match kept {
        Some(kept) => {
            diesel::delete(of_user.filter(sessions::id_hash.ne(kept)))
                .execute(conn)
                .await
        }
        None => diesel::delete(of_user).execute(conn).await,
    }
}

/// A person's live sessions, the latest used first.
pub async fn of_user(
    conn: &mut Conn,
    user: UserId,
    lifetime: Lifetime,
) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .filter((sessions::seen_at + minutes(lifetime.idle)).gt(now))
        .filter((sessions::created_at + minutes(lifetime.whole)).gt(now))
        .order(sessions::seen_at.desc())
        .select(SessionRow::as_select())
        .load(conn)
        .await
}

/// Removes sessions that have ended by themselves.
pub async fn sweep(conn: &mut Conn, lifetime: Lifetime) -> QueryResult<usize> {
    let ended = (sessions::seen_at + minutes(lifetime.idle))
        .le(now)
        .or((sessions::created_at + minutes(lifetime.whole)).le(now));
    diesel::delete(sessions::table.filter(ended))
        .execute(conn)
        .await
}

fn minutes(count: u32) -> diesel::data_types::PgInterval {
    i32::try_from(count).unwrap_or(i32::MAX).minutes()
}

fn json(state: &State) -> serde_json::Value {
    serde_json::json!(state)
}
