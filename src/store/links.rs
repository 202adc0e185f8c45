//! Links that work once. Stored hashed; the database's clock ends them (TRUST.md, S09).

use diesel::IntoSql as _;
use diesel::dsl::{IntervalDsl as _, now};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::model::id::UserId;
use crate::model::user::LinkPurpose;
use crate::schema::links;

/// A link somebody opened.
#[derive(Queryable, Selectable)]
#[diesel(table_name = links, check_for_backend(diesel::pg::Pg))]
pub struct LinkRow {
    /// Whom it is for; nobody yet in the case of the set-up.
    pub user_id: Option<UserId>,
    /// Whether it can still be used.
    #[diesel(select_expression = links::used_at.is_null().and(links::expires_at.gt(now)))]
    pub valid: bool,
}

/// The link with this hash.
pub async fn find(conn: &mut Conn, purpose: LinkPurpose, hash: &[u8]) -> QueryResult<LinkRow> {
    links::table
        .find(hash)
        .filter(links::purpose.eq(purpose))
        .select(LinkRow::as_select())
        .first(conn)
        .await
}

/// Keeps a new link in place of all unused ones of the same person, or of the set-up.
pub async fn replace(
    conn: &mut Conn,
    purpose: LinkPurpose,
    user: Option<UserId>,
    hash: &[u8],
) -> QueryResult<()> {
    void(conn, user).await?;
    diesel::insert_into(links::table)
        .values((
            links::secret_hash.eq(hash),
            links::purpose.eq(purpose),
            links::user_id.eq(user),
            links::expires_at.eq(now.into_sql::<Timestamptz>() + purpose.hours().hours()),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Makes all unused links of a person, or of the set-up, worthless.
pub async fn void(conn: &mut Conn, user: Option<UserId>) -> QueryResult<()> {
    diesel::update(
        links::table
            .filter(links::user_id.is_not_distinct_from(user))
            .filter(links::used_at.is_null()),
    )
    .set(links::used_at.eq(now))
    .execute(conn)
    .await
    .map(drop)
}

/// Uses a link up; nothing if it was used or has run out. Of two at once, one gets it.
pub async fn take(
    conn: &mut Conn,
    purpose: LinkPurpose,
    hash: &[u8],
) -> QueryResult<Option<Option<UserId>>> {
    diesel::update(
        links::table
            .find(hash)
            .filter(links::purpose.eq(purpose))
            .filter(links::used_at.is_null())
            .filter(links::expires_at.gt(now)),
    )
    .set(links::used_at.eq(now))
    .returning(links::user_id)
    .get_result(conn)
    .await
    .optional()
}
