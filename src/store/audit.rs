//! What admins did and who tried to sign in. Only ever added to.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::AdminAccess;
use crate::db::Conn;
use crate::model::actor::Actor;
use crate::model::id::CompanyId;
use crate::schema::audit_events;

/// What happened to what.
pub struct Entry<'e> {
    /// The company it concerns, if one.
    pub company: Option<CompanyId>,
    /// The kind of thing: `company`, `product`, `user`, `token`, `upload`, `sign-in`.
    pub subject: &'static str,
    /// The thing.
    pub subject_id: Option<Uuid>,
    /// What was done, as a stable word: `created`, `changed`, `locked` …
    pub action: &'static str,
    /// Before and after, or whatever tells the story; no secrets.
    pub detail: &'e serde_json::Value,
}

/// Notes an event, in the transaction of the change it tells of.
pub async fn record(conn: &mut Conn, actor: &Actor, entry: &Entry<'_>) -> QueryResult<()> {
    record_as(conn, Uuid::now_v7(), actor, entry).await
}

/// Notes an event under an id by which it is found again.
pub async fn record_as(
    conn: &mut Conn,
    id: Uuid,
    actor: &Actor,
    entry: &Entry<'_>,
) -> QueryResult<()> {
    diesel::insert_into(audit_events::table)
        .values((
            audit_events::id.eq(id),
            audit_events::actor_kind.eq(actor.kind),
            audit_events::actor_id.eq(actor.id),
            audit_events::actor_name.eq(&actor.name),
            audit_events::door.eq(actor.door),
            audit_events::company_id.eq(entry.company.map(CompanyId::uuid)),
            audit_events::subject_kind.eq(entry.subject),
            audit_events::subject_id.eq(entry.subject_id),
            audit_events::action.eq(entry.action),
            audit_events::detail.eq(entry.detail),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// What was done about a subject of that kind under that id: the action and its story.
pub async fn find(
    conn: &mut Conn,
    _: &AdminAccess,
    subject: &str,
    id: Uuid,
) -> QueryResult<(String, serde_json::Value)> {
    audit_events::table
        .find(id)
        .filter(audit_events::subject_kind.eq(subject))
        .select((audit_events::action, audit_events::detail))
        .first(conn)
        .await
}
