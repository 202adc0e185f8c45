//! Companies.

use chrono::{DateTime, Utc};
use diesel::dsl::{case_when, now};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::access::AdminAccess;
use crate::db::Conn;
use crate::model::company::{Company, CompanyDraft, Lock, SharedNumbers};
use crate::model::id::{CompanyId, ObjectId};
use crate::model::key;
use crate::schema::companies;

/// A company as it is stored, its lock judged by the database's clock.
#[derive(Queryable, Selectable)]
#[diesel(table_name = companies, check_for_backend(diesel::pg::Pg))]
pub struct CompanyRow {
    id: CompanyId,
    account_number: String,
    name: String,
    object_id: String,
    shared_numbers: SharedNumbers,
    locked_at: Option<DateTime<Utc>>,
    locked_until: Option<DateTime<Utc>>,
    lock_reason: Option<String>,
    locked_by: Option<String>,
    archived_at: Option<DateTime<Utc>>,
    version: i32,
    created_at: DateTime<Utc>,
    #[diesel(select_expression = lock_holds())]
    lock_holds: Option<bool>,
}

/// Whether a lock is set and has not ended, by the database's clock.
#[diesel::dsl::auto_type]
fn lock_holds() -> _ {
    companies::locked_at.is_not_null().and(
        companies::locked_until
            .is_null()
            .or(companies::locked_until.gt(now)),
    )
}

impl CompanyRow {
    /// The company of the domain.
    pub fn into_company(self) -> Company {
        let lock = match (self.lock_holds, self.locked_at, self.lock_reason) {
            (Some(true), Some(since), Some(reason)) => Some(Lock {
                since,
                reason,
                until: self.locked_until,
                by: self.locked_by.unwrap_or_default(),
            }),
            _ => None,
        };
        Company {
            id: self.id,
            account_number: self.account_number,
            name: self.name,
            object_id: self.object_id,
            shared_numbers: self.shared_numbers,
            lock,
            archived_at: self.archived_at,
            version: self.version,
            created_at: self.created_at,
        }
    }
}

/// Stores a new company.
pub async fn insert(
    conn: &mut Conn,
    _: &AdminAccess,
    id: CompanyId,
    draft: &CompanyDraft,
) -> QueryResult<()> {
    let object_id = draft
        .object_id
        .clone()
        .unwrap_or_else(|| ObjectId::of(id.uuid()));
    diesel::insert_into(companies::table)
        .values((
            companies::id.eq(id),
            companies::account_number.eq(draft.account_number()),
            companies::account_key.eq(draft.account_key()),
            companies::order_key.eq(draft.order_key()),
            companies::name.eq(draft.name()),
            companies::name_key.eq(draft.name_key()),
            companies::search_text.eq(draft.search_text()),
            companies::object_id.eq(object_id.as_str()),
            companies::shared_numbers.eq(draft.shared_numbers),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// A company, held against changes by others until the transaction ends.
pub async fn hold(conn: &mut Conn, _: &AdminAccess, id: CompanyId) -> QueryResult<Company> {
    companies::table
        .find(id)
        .select(CompanyRow::as_select())
        .for_no_key_update()
        .get_result(conn)
        .await
        .map(CompanyRow::into_company)
}

/// The company with this account number.
pub async fn find_by_account(
    conn: &mut Conn,
    _: &AdminAccess,
    account_number: &str,
) -> QueryResult<Company> {
    companies::table
        .filter(companies::account_key.eq(key::plain(account_number)))
        .select(CompanyRow::as_select())
        .first(conn)
        .await
        .map(CompanyRow::into_company)
}

/// Every company, by account number.
pub async fn all(conn: &mut Conn, _: &AdminAccess) -> QueryResult<Vec<Company>> {
    let rows: Vec<CompanyRow> = companies::table
        .order_by((companies::order_key, companies::id))
        .select(CompanyRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(CompanyRow::into_company).collect())
}

/// Writes the fields of a company that [`hold`] gave.
pub async fn update(
    conn: &mut Conn,
    _: &AdminAccess,
    id: CompanyId,
    draft: &CompanyDraft,
) -> QueryResult<()> {
    diesel::update(companies::table.find(id))
        .set((
            companies::account_number.eq(draft.account_number()),
            companies::account_key.eq(draft.account_key()),
            companies::order_key.eq(draft.order_key()),
            companies::name.eq(draft.name()),
            companies::name_key.eq(draft.name_key()),
            companies::search_text.eq(draft.search_text()),
            companies::shared_numbers.eq(draft.shared_numbers),
            companies::version.eq(companies::version + 1),
            companies::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Gives a company another id for contract B.
pub async fn set_object_id(
    conn: &mut Conn,
    _: &AdminAccess,
    id: CompanyId,
    object_id: &ObjectId,
) -> QueryResult<()> {
    diesel::update(companies::table.find(id))
        .set((
            companies::object_id.eq(object_id.as_str()),
            companies::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Locks a company; a lock that holds already is replaced. Waits for the writes under way, and those that come later see it.
pub async fn lock(
    conn: &mut Conn,
    access: &AdminAccess,
    id: CompanyId,
    reason: &str,
    until: Option<DateTime<Utc>>,
) -> QueryResult<()> {
    diesel::update(companies::table.find(id))
        .set((
            companies::locked_at.eq(now),
            companies::locked_until.eq(until),
            companies::lock_reason.eq(reason),
            companies::locked_by.eq(&access.actor().name),
            companies::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Lifts the lock.
pub async fn unlock(conn: &mut Conn, _: &AdminAccess, id: CompanyId) -> QueryResult<()> {
    diesel::update(companies::table.find(id))
        .set((
            companies::locked_at.eq(None::<DateTime<Utc>>),
            companies::locked_until.eq(None::<DateTime<Utc>>),
            companies::lock_reason.eq(None::<String>),
            companies::locked_by.eq(None::<String>),
            companies::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Archives a company, or takes it back.
pub async fn set_archived(
    conn: &mut Conn,
    _: &AdminAccess,
    id: CompanyId,
    archived: bool,
) -> QueryResult<()> {
    let at = case_when(
        archived.into_sql::<Bool>(),
        now.into_sql::<Nullable<Timestamptz>>(),
    );
    diesel::update(companies::table.find(id))
        .set((companies::archived_at.eq(at), companies::updated_at.eq(now)))
        .execute(conn)
        .await
        .map(drop)
}
