//! Tokens of programs: made and revoked by admins, recognised by the contracts.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use serde_json::json;

use crate::access::{AdminAccess, Identity, Reach, Right, administer};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::{CompanyId, TokenId};
use crate::model::problems::{Fault, Problems};
use crate::model::token::{Carrier, Contract, NAME_LENGTH, TokenScope, TokenSecret, TokenSettings};
use crate::model::{key, secret, text};
use crate::store;
use crate::store::tokens::NewToken;

pub use crate::store::tokens::{all, companies_of, find};

/// What an admin asks for.
#[derive(Clone, Debug)]
pub struct TokenDraft {
    /// What it is for.
    pub name: String,
    /// The contract it speaks.
    pub contract: Contract,
    /// What it may do.
    pub scope: TokenScope,
    /// The companies it may touch; none means every one.
    pub companies: Vec<CompanyId>,
    /// How requests may carry it.
    pub settings: TokenSettings,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a form says of a token, unchecked.
#[derive(Clone, Copy, Debug)]
pub struct TokenForm<'f> {
    /// What it is for.
    pub name: &'f str,
    /// The word of a contract.
    pub contract: &'f str,
    /// The word of a scope.
    pub scope: &'f str,
    /// Account numbers; none for every company.
    pub companies: &'f [String],
    /// The last day on which it works, in that zone; empty for no end.
    pub last_day: &'f str,
    /// The only way to carry it; empty for any. Only for contracts that have a choice.
    pub carrier: &'f str,
    /// Where days begin.
    pub zone: Tz,
}

/// Checks what a form says; all problems come at once.
pub async fn draft(conn: &mut Conn, form: &TokenForm<'_>) -> Result<TokenDraft> {
    let mut problems = Problems::none();
    problems.take("name", text::required(form.name, NAME_LENGTH));
    let not_a_choice = |_unknown| Fault::NotAChoice;
    let contract = problems.take("contract", form.contract.parse().map_err(not_a_choice));
    let scope = problems.take("scope", scope(form.scope, contract));
    let companies = companies(conn, form.companies).await?;
    let companies = problems.take("companies", companies);
    let expires_at = problems.take("last_day", end_of_day(form.last_day, form.zone));
    let carriers = problems.take("carrier", carriers(form.carrier, contract));
    match (contract, scope, companies, expires_at, carriers) {
        (Some(contract), Some(scope), Some(companies), Some(expires_at), Some(carriers))
            if problems.is_empty() =>
        {
            Ok(TokenDraft {
                name: form.name.to_owned(),
                contract,
                scope,
                companies,
                settings: TokenSettings { carriers },
                expires_at,
            })
        }
        _ => Err(problems.into()),
    }
}

async fn companies(conn: &mut Conn, accounts: &[String]) -> Result<Result<Vec<CompanyId>, Fault>> {
    let keys: Vec<String> = accounts.iter().map(|account| key::plain(account)).collect();
    let known = store::people::companies_by_account(conn, &keys).await?;
    let unknown = accounts
        .iter()
        .zip(&keys)
        .find(|(_, key)| !known.iter().any(|company| company.account_key == **key));
    Ok(match unknown {
        Some((account, _)) => Err(Fault::Unknown(account.clone())),
        None => Ok(known.into_iter().map(|company| company.id).collect()),
    })
}

/// The moment at which a day is over. Where clocks skip that moment, an hour later.
fn end_of_day(day: &str, zone: Tz) -> Result<Option<DateTime<Utc>>, Fault> {
    if day.trim().is_empty() {
        return Ok(None);
    }
    let malformed = || Fault::Malformed("no-date");
    let day: NaiveDate = day.trim().parse().map_err(|_malformed| malformed())?;
    let next = day
        .succ_opt()
        .ok_or_else(malformed)?
        .and_time(NaiveTime::MIN);
    let end = zone
        .from_local_datetime(&next)
        .earliest()
        .or_else(|| {
            zone.from_local_datetime(&(next + TimeDelta::hours(1)))
                .earliest()
        })
        .ok_or_else(malformed)?
        .to_utc();
    if end <= Utc::now() {
        return Err(Fault::Refused("in-the-past"));
    }
    Ok(Some(end))
}

fn scope(word: &str, contract: Option<Contract>) -> Result<TokenScope, Fault> {
    let scope = word.parse().map_err(|_unknown| Fault::NotAChoice)?;
    if contract == Some(Contract::Shoxl) && scope == TokenScope::Write {
        return Err(Fault::Refused("shoxl-reads"));
    }
    Ok(scope)
}

/// How requests may carry it. Only Shoxl has a choice; for any other contract what was chosen does not matter.
fn carriers(word: &str, contract: Option<Contract>) -> Result<Vec<Carrier>, Fault> {
    if word.is_empty() || contract != Some(Contract::Shoxl) {
        return Ok(Vec::new());
    }
    let carrier = word.parse().map_err(|_unknown| Fault::NotAChoice)?;
    Ok(vec![carrier])
}

/// Makes a token. Its secret is in nobody's hands but the caller's: show it once.
pub async fn create(
    conn: &mut Conn,
    admin: &AdminAccess,
    draft: &TokenDraft,
) -> Result<(TokenId, TokenSecret)> {
    let name =
        text::required(&draft.name, NAME_LENGTH).map_err(|fault| Problems::one("name", fault))?;
    if draft.expires_at.is_some_and(|at| at <= Utc::now()) {
        return Err(Problems::one("expires_at", Fault::Refused("in-the-past")).into());
    }
    let made = TokenSecret::generate(draft.contract)
        .map_err(|error| Error::internal(anyhow::anyhow!("no random bytes: {error}")))?;
    let id = TokenId::new();
    let settings = serde_json::to_value(&draft.settings).map_err(Error::internal)?;
    let token = NewToken {
        id,
        name: &name,
        contract: draft.contract,
        scope: draft.scope,
        secret_hash: &made.hash(),
        hint: &made.hint(),
        companies: &draft.companies,
        settings,
        expires_at: draft.expires_at,
    };
    let detail = json!({
        "name": name, "contract": draft.contract, "scope": draft.scope, "companies": draft.companies,
        "settings": draft.settings, "expires_at": draft.expires_at,
    });
    administer(conn, async |conn| {
        store::tokens::insert(conn, admin, &token).await?;
        note(conn, admin, id, "created", &detail).await
    })
    .await?;
    Ok((id, made))
}

/// Revokes a token; once revoked it stays so.
pub async fn revoke(conn: &mut Conn, admin: &AdminAccess, id: TokenId) -> Result<()> {
    administer(conn, async |conn| {
        let token = find(conn, admin, id).await?;
        if store::tokens::revoke(conn, admin, id).await? > 0 {
            note(conn, admin, id, "revoked", &json!({ "name": token.name })).await?;
        }
        Ok(())
    })
    .await
}

async fn note(
    conn: &mut Conn,
    admin: &AdminAccess,
    id: TokenId,
    action: &'static str,
    detail: &serde_json::Value,
) -> Result<()> {
    let entry = store::audit::Entry {
        company: None,
        subject: "token",
        subject_id: Some(id.uuid()),
        action,
        detail,
    };
    Ok(store::audit::record(conn, admin.actor(), &entry).await?)
}

/// Who is behind a secret, if it is that of a live token of this contract; `SignInRequired` otherwise.
pub async fn recognise(
    conn: &mut Conn,
    contract: Contract,
    given: &str,
    address: &str,
) -> Result<Identity> {
    let found = store::tokens::find_live(conn, contract, &secret::hash(given)).await;
    let (token, companies) = match found {
        Err(diesel::NotFound) => return Err(Error::SignInRequired),
        found => found?,
    };
    store::tokens::note_use(conn, &token, address).await?;
    let door = match contract {
        Contract::StoreApi => Door::StoreApi,
        Contract::Axim => Door::Axim,
        Contract::Shoxl => Door::Shoxl,
        Contract::V1 => Door::Api,
    };
    Ok(Identity {
        actor: Actor {
            kind: ActorKind::Token,
            id: Some(token.id.uuid()),
            name: token.name,
            door,
        },
        reach: if token.every_company {
            Reach::Every
        } else {
            Reach::Only(companies)
        },
        right: if token.scope == TokenScope::Write {
            Right::Change
        } else {
            Right::See
        },
        admin: false,
    })
}
