//! What admins did and who tried to sign in. Only ever added to.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::AdminAccess;
use crate::db::Conn;
use crate::model::actor::{Actor, Door};
use crate::model::id::CompanyId;
use crate::model::page::{PAGE_ROWS, Page, Position};
use crate::schema::{audit_events, companies, products, users};

/// An event as it was noted.
#[derive(Queryable, Selectable, Debug)]
#[diesel(table_name = audit_events, check_for_backend(diesel::pg::Pg))]
pub struct EventRow {
    /// Its id, which also tells the order.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor_name: String,
    /// Through which door.
    pub door: Door,
    /// The kind of thing.
    pub subject_kind: String,
    /// The thing.
    pub subject_id: Option<Uuid>,
    /// What was done.
    pub action: String,
    /// Before and after, or whatever tells the story.
    pub detail: serde_json::Value,
    /// The company it concerns.
    #[diesel(select_expression = companies::id.nullable())]
    pub company: Option<CompanyId>,
    /// That company's name.
    #[diesel(select_expression = companies::name.nullable())]
    pub company_name: Option<String>,
    /// The name of the person it is about.
    #[diesel(select_expression = users::name.nullable())]
    pub person_name: Option<String>,
    /// The number of the product it is about.
    #[diesel(select_expression = products::number.nullable())]
    pub product_number: Option<String>,
}

/// Which events are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// By the actor's name or part of it.
    pub actor: Option<String>,
    /// By the kind of thing.
    pub subject: Option<String>,
    /// By what was done.
    pub action: Option<String>,
    /// By the company it concerns.
    pub company: Option<CompanyId>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
}

/// Events, the newest first. Ids are made in the order of time, so they alone are the place in the list.
pub async fn page(
    conn: &mut Conn,
    _: &AdminAccess,
    filter: &EventFilter,
    position: &Position,
) -> QueryResult<Page<EventRow>> {
    let mut events = audit_events::table
        .left_join(companies::table.on(companies::id.nullable().eq(audit_events::company_id)))
        .left_join(users::table.on(users::id.nullable().eq(audit_events::subject_id)))
        .left_join(products::table.on(products::id.nullable().eq(audit_events::subject_id)))
        .select(EventRow::as_select())
        .into_boxed();
    if let Some(actor) = &filter.actor {
        let escaped = actor
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        events = events.filter(audit_events::actor_name.ilike(format!("%{escaped}%")));
    }
    if let Some(subject) = &filter.subject {
        events = events.filter(audit_events::subject_kind.eq(subject));
    }
    if let Some(action) = &filter.action {
        events = events.filter(audit_events::action.eq(action));
    }
    if let Some(company) = filter.company {
        events = events.filter(audit_events::company_id.eq(company.uuid()));
    }
    if let Some(since) = filter.since {
        events = events.filter(audit_events::at.ge(since));
    }
    if let Some(before) = filter.before {
        events = events.filter(audit_events::at.lt(before));
    }
    events = match position {
        Position::After(cursor) => events
            .filter(audit_events::id.lt(cursor.id))
            .order(audit_events::id.desc()),
        Position::Before(cursor) => events
            .filter(audit_events::id.gt(cursor.id))
            .order(audit_events::id.asc()),
        Position::Start | Position::From(_) => events.order(audit_events::id.desc()),
    };
    let rows = events
        .limit(i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX))
        .load(conn)
        .await?;
    Ok(Page::of_read(rows, position, PAGE_ROWS))
}

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

/// Notes what happened to a person.
pub async fn record_of_person(
    conn: &mut Conn,
    actor: &Actor,
    person: Option<Uuid>,
    action: &'static str,
    detail: &serde_json::Value,
) -> QueryResult<()> {
    let entry = Entry {
        company: None,
        subject: "user",
        subject_id: person,
        action,
        detail,
    };
    record(conn, actor, &entry).await
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
