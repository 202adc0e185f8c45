//! Sessions of the Store API. What the client holds is stored hashed; the database's clock ends a session.

use diesel::dsl::{IntervalDsl as _, now};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::model::id::UserId;
use crate::model::secret;
use crate::schema::{store_api_sessions as sessions, users};

/// What is known under a context token.
#[derive(Debug)]
pub struct Known {
    /// Whose session it is.
    pub user: UserId,
    /// Whether it still stands: used within a day, the person neither disabled nor with another password since.
    pub live: bool,
}

/// The session under a token, if one was ever opened and not yet swept away.
pub async fn find(conn: &mut Conn, token: &str) -> QueryResult<Option<Known>> {
    let token_hash = secret::hash(token);
    let found: Option<(UserId, Vec<u8>, Option<String>, bool, bool, bool)> = sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(&token_hash))
        .select((
            sessions::user_id,
            sessions::credential_hash,
            users::password_hash,
            users::disabled_at.is_null(),
            (sessions::seen_at + 1.day()).gt(now),
            (sessions::seen_at + 1.minute()).lt(now),
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((user, credential, password_hash, active, recent, unnoted)) = found else {
        return Ok(None);
    };
    let same_password = password_hash.is_some_and(|hash| secret::hash(&hash) == credential);
    let live = active && recent && same_password;
    if live && unnoted {
        diesel::update(sessions::table.find(&token_hash))
            .set(sessions::seen_at.eq(now))
            .execute(conn)
            .await?;
    }
    Ok(Some(Known { user, live }))
}

/// Opens a session of somebody who has just given their password, and sweeps away what ended a week ago.
pub async fn insert(conn: &mut Conn, token: &str, user: UserId) -> QueryResult<()> {
    diesel::delete(sessions::table.filter((sessions::seen_at + 7.days()).lt(now)))
        .execute(conn)
        .await?;
    let password_hash: Option<String> = users::table
        .find(user)
        .select(users::password_hash)
        .first(conn)
        .await?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(secret::hash(token)),
            sessions::user_id.eq(user),
            sessions::credential_hash
                .eq(secret::hash(password_hash.as_deref().unwrap_or_default())),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Ends a session.
pub async fn delete(conn: &mut Conn, token: &str) -> QueryResult<()> {
    diesel::delete(sessions::table.find(secret::hash(token)))
        .execute(conn)
        .await
        .map(drop)
}
