//! Looking after people: inviting them, what they may do and where, shutting them out and letting them in again.

use serde_json::{Value, json};

use super::links::{self, OneTimeLink};
use super::passwords::PasswordHash;
use crate::access::{AdminAccess, administer};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::id::{CompanyId, UserId};
use crate::model::key;
use crate::model::problems::{Fault, Problems};
use crate::model::user::{Email, LinkPurpose, PersonDraft, Role};
use crate::store;
use crate::store::audit;
use crate::store::people::PersonRow;

/// Adds somebody and makes the link with which they choose their password.
pub async fn invite(
    conn: &mut Conn,
    admin: &AdminAccess,
    email: &Email,
    draft: &PersonDraft,
) -> Result<(UserId, OneTimeLink)> {
    administer(conn, async |conn| {
        let user = insert(conn, admin, email, draft, None).await?;
        let link = links::issue(conn, LinkPurpose::Invitation, Some(user)).await?;
        Ok((user, link))
    })
    .await
}

/// Adds somebody whose password is known already.
pub async fn add(
    conn: &mut Conn,
    admin: &AdminAccess,
    email: &Email,
    draft: &PersonDraft,
    hash: &PasswordHash,
) -> Result<UserId> {
    administer(conn, async |conn| {
        insert(conn, admin, email, draft, Some(hash)).await
    })
    .await
}

async fn insert(
    conn: &mut Conn,
    admin: &AdminAccess,
    email: &Email,
    draft: &PersonDraft,
    hash: Option<&PasswordHash>,
) -> Result<UserId> {
    let companies = companies(conn, draft).await?;
    let user = UserId::new();
    store::people::insert(conn, user, email, draft, hash.map(PasswordHash::as_str))
        .await
        .map_err(|error| {
            let taken = || Problems::one("email", Fault::Taken(email.as_str().to_owned()));
            Error::from(error).or_violation("users_email_key_unique", taken)
        })?;
    store::people::set_companies(conn, user, &companies).await?;
    let after = json!({ "email": email.as_str(), "after": told(draft) });
    record(conn, admin, user, "invited", &after).await?;
    Ok(user)
}

/// Changes name, role and companies of somebody as they were at `version`: `Stale` if they were changed since. The last active
/// admin stays one. Another role ends their sessions.
pub async fn change(
    conn: &mut Conn,
    admin: &AdminAccess,
    user: UserId,
    version: i32,
    draft: &PersonDraft,
) -> Result<()> {
    administer(conn, async |conn| {
        let before = hold(conn, user, draft.role != Role::Admin, "role").await?;
        if before.version != version {
            return Err(Error::Stale);
        }
        let had: Vec<String> = store::people::companies_of(conn, &[user])
            .await?
            .into_iter()
            .map(|(_, company)| company.account_number)
            .collect();
        let companies = companies(conn, draft).await?;
        store::people::update(conn, user, draft).await?;
        store::people::set_companies(conn, user, &companies).await?;
        if before.role != draft.role {
            store::sessions::delete_of(conn, user, None).await?;
        }
        let was = json!({
            "name": before.name, "role": before.role, "companies": had, "read_only": before.read_only,
        });
        let detail = json!({ "before": was, "after": told(draft) });
        record(conn, admin, user, "changed", &detail).await
    })
    .await
}

/// Shuts somebody out, from their next request on; their links are void and the tokens they made rest. The last active admin stays.
pub async fn disable(conn: &mut Conn, admin: &AdminAccess, user: UserId) -> Result<PersonRow> {
    administer(conn, async |conn| {
        let person = hold(conn, user, true, "disabled").await?;
        if person.disabled_at.is_none() {
            store::people::disable(conn, user).await?;
            store::sessions::delete_of(conn, user, None).await?;
            store::links::void(conn, Some(user)).await?;
            record(conn, admin, user, "disabled", &json!({})).await?;
        }
        Ok(person)
    })
    .await
}

/// Lets somebody in again, with the password they had.
pub async fn enable(conn: &mut Conn, admin: &AdminAccess, user: UserId) -> Result<PersonRow> {
    administer(conn, async |conn| {
        let person = store::people::hold(conn, user).await?;
        if person.disabled_at.is_some() {
            store::people::enable(conn, user).await?;
            record(conn, admin, user, "enabled", &json!({})).await?;
        }
        Ok(person)
    })
    .await
}

/// Makes a link with which somebody chooses another password, or their first one. The old one works until then.
pub async fn issue_link(conn: &mut Conn, admin: &AdminAccess, user: UserId) -> Result<OneTimeLink> {
    administer(conn, async |conn| {
        let person = store::people::hold(conn, user).await?;
        if person.disabled_at.is_some() {
            return Err(Error::Conflict("person-disabled"));
        }
        let (purpose, action) = if person.has_password {
            (LinkPurpose::Reset, "reset-issued")
        } else {
            (LinkPurpose::Invitation, "invited-again")
        };
        let link = links::issue(conn, purpose, Some(user)).await?;
        record(conn, admin, user, action, &json!({})).await?;
        Ok(link)
    })
    .await
}

/// Ends all sessions of somebody.
pub async fn end_sessions(conn: &mut Conn, admin: &AdminAccess, user: UserId) -> Result<usize> {
    administer(conn, async |conn| {
        store::people::find(conn, user).await?;
        let ended = store::sessions::delete_of(conn, user, None).await?;
        record(
            conn,
            admin,
            user,
            "sessions-ended",
            &json!({ "sessions": ended }),
        )
        .await?;
        Ok(ended)
    })
    .await
}

/// Names everybody would try as somebody's password: theirs, their address, their companies'.
pub async fn context(conn: &mut Conn, person: &PersonRow) -> Result<Vec<String>> {
    let companies = store::people::companies_of(conn, &[person.id]).await?;
    let names = companies.into_iter().map(|(_, company)| company.name);
    Ok(names
        .chain([person.name.clone(), person.email.clone()])
        .collect())
}

/// The names of a draft's companies, for the rules on the password of somebody who is not there yet.
pub async fn context_of_draft(
    conn: &mut Conn,
    email: &Email,
    draft: &PersonDraft,
) -> Result<Vec<String>> {
    let keys: Vec<String> = draft
        .accounts
        .iter()
        .map(|account| key::plain(account))
        .collect();
    let companies = store::people::companies_by_account(conn, &keys).await?;
    let names = companies.into_iter().map(|company| company.name);
    Ok(names
        .chain([draft.name.clone(), email.as_str().to_owned()])
        .collect())
}

/// Holds a person; where they would stop being an active admin, all of them first, so that of two who demote each other one
/// finds that they are the last (TRUST.md, S28).
async fn hold(
    conn: &mut Conn,
    user: UserId,
    loses_admin: bool,
    field: &'static str,
) -> Result<PersonRow> {
    if loses_admin {
        let admins = store::people::hold_admins(conn).await?;
        if admins == [user] {
            return Err(Problems::one(field, Fault::Refused("last-admin")).into());
        }
    }
    Ok(store::people::hold(conn, user).await?)
}

/// The ids of a draft's companies, in its order.
async fn companies(conn: &mut Conn, draft: &PersonDraft) -> Result<Vec<CompanyId>> {
    let keys: Vec<String> = draft
        .accounts
        .iter()
        .map(|account| key::plain(account))
        .collect();
    let known = store::people::companies_by_account(conn, &keys).await?;
    let unknown = draft.accounts.iter().find(|account| {
        let key = key::plain(account);
        !known.iter().any(|company| company.account_key == key)
    });
    match unknown {
        Some(account) => Err(Problems::one("companies", Fault::Unknown(account.clone())).into()),
        None => Ok(known.into_iter().map(|company| company.id).collect()),
    }
}

fn told(draft: &PersonDraft) -> Value {
    json!({
        "name": draft.name, "role": draft.role, "companies": draft.accounts, "read_only": draft.read_only,
    })
}

async fn record(
    conn: &mut Conn,
    admin: &AdminAccess,
    user: UserId,
    action: &'static str,
    detail: &Value,
) -> Result<()> {
    Ok(audit::record_of_person(conn, admin.actor(), Some(user.uuid()), action, detail).await?)
}
