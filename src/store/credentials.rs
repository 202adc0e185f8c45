//! What people sign in with.

use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::model::id::UserId;
use crate::schema::users;

/// What is known of somebody who says they have this e-mail address.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct Credentials {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// The hash of their password, once they have chosen one.
    pub password_hash: Option<String>,
    /// Whether they may sign in at all.
    #[diesel(select_expression = users::disabled_at.is_null())]
    pub active: bool,
}

/// The credentials that belong to an e-mail address.
pub async fn find(conn: &mut Conn, email_key: &str) -> QueryResult<Option<Credentials>> {
    users::table
        .filter(users::email_key.eq(email_key))
        .select(Credentials::as_select())
        .first(conn)
        .await
        .optional()
}

/// Stores the hash of a new password.
pub async fn update(conn: &mut Conn, user: UserId, hash: &str) -> QueryResult<()> {
    diesel::update(users::table.find(user))
        .set((users::password_hash.eq(hash), users::updated_at.eq(now)))
        .execute(conn)
        .await
        .map(drop)
}

/// Stores another hash of the same password, unless the password was changed meanwhile.
pub async fn strengthen(conn: &mut Conn, user: UserId, from: &str, to: &str) -> QueryResult<()> {
    diesel::update(
        users::table
            .find(user)
            .filter(users::password_hash.eq(from)),
    )
    .set(users::password_hash.eq(to))
    .execute(conn)
    .await
    .map(drop)
}

/// Notes that a person signed in.
pub async fn note_seen(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    diesel::update(users::table.find(user))
        .set(users::seen_at.eq(now))
        .execute(conn)
        .await
        .map(drop)
}
