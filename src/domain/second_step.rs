//! The second step of signing in, for those who switched it on (TRUST.md, S16).

use serde_json::{Value, json};

use super::sign_in::{self, Origin};
use crate::access::{AdminAccess, administer};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::UserId;
use crate::model::problems::{Fault, Problems};
use crate::model::second_step::{RecoveryCode, SharedSecret, Typed};
use crate::model::{key, secret};
use crate::store::attempts::Mark;
use crate::store::audit::{self, Entry};
use crate::store::sessions::Lifetime;
use crate::store::{attempts, credentials, people, second_factors, sessions};

/// Begins it: an app may learn the secret. Nothing is asked for until a first code was right.
pub async fn begin(conn: &mut Conn, user: UserId) -> Result<()> {
    let fresh = SharedSecret::generate().map_err(Error::internal)?;
    administer(conn, async |conn| {
        if second_factors::begin(conn, user, fresh.bytes()).await? {
            Ok(())
        } else {
            Err(Error::Conflict("second-step-on"))
        }
    })
    .await
}

/// Switches it on with a first code from the app; the recovery codes are known here this one time.
pub async fn confirm(
    conn: &mut Conn,
    actor: &Actor,
    user: UserId,
    code: &str,
) -> Result<Vec<RecoveryCode>> {
    let codes = RecoveryCode::generate_set().map_err(Error::internal)?;
    administer(conn, async |conn| {
        let Typed::Code(digits) = Typed::read(code) else {
            return Err(wrong().into());
        };
        if !code_is_right(conn, user, &digits).await? {
            return Err(wrong().into());
        }
        if !second_factors::confirm(conn, user).await? {
            return Err(Error::Conflict("second-step-on"));
        }
        store(conn, user, &codes).await?;
        record(conn, actor, user, "second-step-on", &json!({})).await
    })
    .await?;
    Ok(codes)
}

fn wrong() -> Problems {
    Problems::one("code", Fault::Refused("wrong-code"))
}

/// New recovery codes; those of before work no more.
pub async fn renew_codes(
    conn: &mut Conn,
    actor: &Actor,
    user: UserId,
) -> Result<Vec<RecoveryCode>> {
    let codes = RecoveryCode::generate_set().map_err(Error::internal)?;
    administer(conn, async |conn| {
        if !second_factors::is_on(conn, user).await? {
            return Err(Error::Conflict("second-step-off"));
        }
        store(conn, user, &codes).await?;
        record(conn, actor, user, "recovery-codes-renewed", &json!({})).await
    })
    .await?;
    Ok(codes)
}

async fn store(conn: &mut Conn, user: UserId, codes: &[RecoveryCode]) -> Result<()> {
    let hashes: Vec<_> = codes.iter().map(RecoveryCode::hash).collect();
    Ok(second_factors::replace_codes(conn, user, &hashes).await?)
}

/// Switches one's own off.
pub async fn remove(conn: &mut Conn, actor: &Actor, user: UserId) -> Result<()> {
    administer(conn, async |conn| take_away(conn, actor, user).await).await
}

/// Switches somebody's off who has lost app and codes; the password alone lets them in until they switch it on again.
pub async fn reset(conn: &mut Conn, admin: &AdminAccess, user: UserId) -> Result<()> {
    administer(conn, async |conn| {
        people::find(conn, user).await?;
        take_away(conn, admin.actor(), user).await
    })
    .await
}

async fn take_away(conn: &mut Conn, actor: &Actor, user: UserId) -> Result<()> {
    if second_factors::delete(conn, user).await? {
        second_factors::forget_pending(conn, user).await?;
        record(conn, actor, user, "second-step-off", &json!({})).await?;
    }
    Ok(())
}

/// What came of a code at sign-in.
pub enum Passed {
    /// The person is in.
    In(UserId),
    /// The code was wrong; there are tries left.
    Wrong,
    /// There was no such sign-in, or it has run out: the password comes first again.
    Over,
}

/// Checks the code of a sign-in whose password was right. A wrong one counts like a wrong password.
pub async fn pass(
    conn: &mut Conn,
    pending: &str,
    code: &str,
    origin: &Origin,
    lifetime: Lifetime,
) -> Result<Passed> {
    administer(conn, async |conn| {
        sign_in::take_turn(conn, origin).await?;
        let Some(user) = second_factors::take_try(conn, &secret::hash(pending)).await? else {
            return Ok(Passed::Over);
        };
        let person = people::find(conn, user).await?;
        let email_key = key::plain(&person.email);
        let waits = attempts::waits(conn, &email_key, &origin.network).await?;
        let mark = if waits { Mark::Unheard } else { Mark::Failure };
        attempts::insert(conn, &email_key, &origin.network, mark).await?;
        let right = !waits && person.disabled_at.is_none() && takes(conn, user, code).await?;
        let actor = Actor {
            kind: ActorKind::User,
            id: Some(user.uuid()),
            name: person.name,
            door: Door::Page,
        };
        let detail = json!({ "address": origin.address, "second_step": true, "waits": waits });
        let entry = Entry {
            company: None,
            subject: "sign-in",
            subject_id: Some(user.uuid()),
            action: if right { "signed-in" } else { "refused" },
            detail: &detail,
        };
        audit::record(conn, &actor, &entry).await?;
        if !right {
            return Ok(Passed::Wrong);
        }
        attempts::forgive(conn, &email_key, &origin.network).await?;
        second_factors::forget_pending(conn, user).await?;
        credentials::note_seen(conn, user).await?;
        attempts::sweep(conn).await?;
        sessions::sweep(conn, lifetime).await?;
        Ok(Passed::In(user))
    })
    .await
}

async fn takes(conn: &mut Conn, user: UserId, code: &str) -> Result<bool> {
    match Typed::read(code) {
        Typed::Code(digits) => code_is_right(conn, user, &digits).await,
        Typed::Recovery(hash) => Ok(second_factors::take_code(conn, user, &hash).await?),
    }
}

async fn code_is_right(conn: &mut Conn, user: UserId, digits: &str) -> Result<bool> {
    let Some(factor) = second_factors::find(conn, user).await? else {
        return Ok(false);
    };
    let at = second_factors::moment(conn).await?;
    match SharedSecret::stored(factor.secret).step_of(digits, at) {
        Some(step) => Ok(second_factors::take_step(conn, user, step).await?),
        None => Ok(false),
    }
}

async fn record(
    conn: &mut Conn,
    actor: &Actor,
    user: UserId,
    action: &'static str,
    detail: &Value,
) -> Result<()> {
    Ok(audit::record_of_person(conn, actor, Some(user.uuid()), action, detail).await?)
}
