//! Companies.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;

use crate::model::company::{Company, Lock, SharedNumbers};
use crate::model::id::CompanyId;
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
