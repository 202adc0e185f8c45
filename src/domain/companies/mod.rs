//! Companies: making, changing, archiving, locking. A company is never deleted (`DOMAIN.md`, rule 7).

pub mod import;

use chrono::{DateTime, Utc};
use diesel_async::SimpleAsyncConnection as _;
use serde_json::json;

use crate::access::{self, AdminAccess};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::company::{Company, CompanyDraft, LockDraft};
use crate::model::id::CompanyId;
use crate::model::problems::{Fault, Problems};
use crate::store;
use crate::store::audit::Entry;

/// Makes a company.
pub async fn create(
    conn: &mut Conn,
    access: &AdminAccess,
    draft: &CompanyDraft,
) -> Result<CompanyId> {
    let id = draft.id.unwrap_or_else(CompanyId::new);
    access::administer(conn, async |conn| {
        store::companies::insert(conn, access, id, draft)
            .await
            .map_err(|error| explain(error, draft))?;
        record(
            conn,
            access,
            id,
            "created",
            &json!({ "after": fields(draft) }),
        )
        .await?;
        Ok(id)
    })
    .await
}

/// Changes a company that was read at `version`; `Stale` if somebody changed it since.
pub async fn change(
    conn: &mut Conn,
    access: &AdminAccess,
    id: CompanyId,
    version: i32,
    draft: &CompanyDraft,
) -> Result<()> {
    access::administer(conn, async |conn| {
        let before = store::companies::hold(conn, access, id).await?;
        if before.version != version {
            return Err(Error::Stale);
        }
        store::companies::update(conn, access, id, draft)
            .await
            .map_err(|error| explain(error, draft))?;
        let detail = json!({ "before": stored(&before), "after": fields(draft) });
        record(conn, access, id, "changed", &detail).await
    })
    .await
}

/// Archives a company, or takes it back. Doing it twice is doing it once.
pub async fn archive(
    conn: &mut Conn,
    access: &AdminAccess,
    id: CompanyId,
    archived: bool,
) -> Result<()> {
    access::administer(conn, async |conn| {
        let before = store::companies::hold(conn, access, id).await?;
        if before.archived_at.is_some() == archived {
            return Ok(());
        }
        store::companies::set_archived(conn, access, id, archived).await?;
        let action = if archived { "archived" } else { "unarchived" };
        record(conn, access, id, action, &json!({})).await
    })
    .await
}

/// Locks a company; replaces the lock it may have. When this returns, every write that went before is on disk and none that
/// comes after gets through (`DOMAIN.md`, rule 4): writers hold the row that this changes.
pub async fn lock(
    conn: &mut Conn,
    access: &AdminAccess,
    id: CompanyId,
    lock: &LockDraft,
) -> Result<()> {
    access::administer(conn, async |conn| {
        // Writers are done within a second or so, but the admin should not be turned away by a slow one.
        conn.batch_execute("set local lock_timeout = '9s'").await?;
        let before = store::companies::hold(conn, access, id).await?;
        store::companies::lock(conn, access, id, lock.reason(), lock.until).await?;
        let detail = json!({
            "before": before.lock.map(|lock| json!({ "reason": lock.reason, "until": lock.until })),
            "after": { "reason": lock.reason(), "until": lock.until },
        });
        record(conn, access, id, "locked", &detail).await
    })
    .await
}

/// Lifts a company's lock; one that is not locked stays so.
pub async fn unlock(conn: &mut Conn, access: &AdminAccess, id: CompanyId) -> Result<()> {
    access::administer(conn, async |conn| {
        let before = store::companies::hold(conn, access, id).await?;
        store::companies::unlock(conn, access, id).await?;
        let Some(lock) = before.lock else {
            return Ok(());
        };
        let detail = json!({ "before": { "reason": lock.reason, "until": lock.until } });
        record(conn, access, id, "unlocked", &detail).await
    })
    .await
}

/// The lock somebody asks for, its end checked against the time now.
pub fn lock_draft(reason: &str, until: Option<DateTime<Utc>>) -> Result<LockDraft, Problems> {
    let mut draft = LockDraft::parse(reason, until);
    if until.is_some_and(|until| until <= Utc::now()) {
        let mut problems = draft.err().unwrap_or_default();
        problems.add("until", Fault::Refused("in-the-past"));
        draft = Err(problems);
    }
    draft
}

fn explain(error: diesel::result::Error, draft: &CompanyDraft) -> Error {
    let taken = |field, value: String| move || Problems::one(field, Fault::Taken(value));
    let id = draft.id.map(|id| id.to_string()).unwrap_or_default();
    let object_id = draft.object_id.as_ref();
    let object_id = object_id
        .map(|id| id.as_str().to_owned())
        .unwrap_or_default();
    Error::from(error)
        .or_violation(
            "companies_account_key_unique",
            taken("account_number", draft.account_number().to_owned()),
        )
        .or_violation("companies_pkey", taken("id", id))
        .or_violation("companies_object_id_unique", taken("object_id", object_id))
}

fn fields(draft: &CompanyDraft) -> serde_json::Value {
    json!({
        "account_number": draft.account_number(),
        "name": draft.name(),
        "shared_numbers": draft.shared_numbers,
    })
}

fn stored(company: &Company) -> serde_json::Value {
    json!({
        "account_number": company.account_number,
        "name": company.name,
        "shared_numbers": company.shared_numbers,
    })
}

async fn record(
    conn: &mut Conn,
    access: &AdminAccess,
    id: CompanyId,
    action: &'static str,
    detail: &serde_json::Value,
) -> Result<()> {
    let entry = Entry {
        company: Some(id),
        subject: "company",
        subject_id: Some(id.uuid()),
        action,
        detail,
    };
    Ok(store::audit::record(conn, access.actor(), &entry).await?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_lock_needs_a_reason_and_ends_in_the_future() {
        let tomorrow = Utc::now() + TimeDelta::days(1);
        let yesterday = Utc::now() - TimeDelta::days(1);
        let draft = lock_draft(" stocktaking ", Some(tomorrow)).unwrap();
        assert_eq!(draft.reason(), "stocktaking");
        assert!(lock_draft("x", None).is_ok());
        let problems = lock_draft(" ", Some(yesterday)).unwrap_err();
        assert!(problems.of("reason").is_some() && problems.of("until").is_some());
    }
}
