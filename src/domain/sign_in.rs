//! Signing in. Whoever fails learns nothing of why: an unknown address, a wrong password, a disabled account and one that has to
//! wait get the same answer after the same time (TRUST.md, S06).
//!
//! It goes in three steps, so that no database connection is held while a password is hashed: [`begin`], [`Attempt::check`],
//! [`Checked::settle`].

use secrecy::SecretString;
use serde_json::json;

use super::passwords::{Check, Hasher};
use crate::access::administer;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::UserId;
use crate::model::{key, secret, user};
use crate::store::attempts::Mark;
use crate::store::audit::{self, Entry};
use crate::store::credentials::Credentials;
use crate::store::sessions::Lifetime;
use crate::store::{attempts, credentials, second_factors, sessions};

/// Attempts a minute that one network may make.
const A_MINUTE: i64 = 10;

/// From where somebody signs in.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The address, as sessions and the audit show it.
    pub address: String,
    /// What attempts are counted by.
    pub network: String,
}

/// An attempt that was let through to the check of the password.
pub struct Attempt {
    email: String,
    origin: Origin,
    known: Option<Credentials>,
    waits: bool,
}

/// What the password proves.
pub enum Purpose {
    /// Who signs in.
    SignIn,
    /// That the person at the keyboard is still the one who signed in.
    Confirmation,
}

/// What came of an attempt.
pub enum Settled {
    /// Nobody is let in, and nobody is told why.
    Refused,
    /// The password was right and a code is asked for; this secret stands for the sign-in until then.
    SecondStep(String),
    /// The person is who they say.
    In(UserId),
}

/// Notes an attempt and finds whom it concerns. `TooManyRequests` where the network made too many.
pub async fn begin(conn: &mut Conn, email: &str, origin: Origin) -> Result<Attempt> {
    let email = storable(email);
    let email_key = key::plain(&email);
    administer(conn, async |conn| {
        take_turn(conn, &origin).await?;
        let waits = attempts::waits(conn, &email_key, &origin.network).await?;
        let mark = if waits { Mark::Unheard } else { Mark::Failure };
        attempts::insert(conn, &email_key, &origin.network, mark).await?;
        let known = credentials::find(conn, &email_key).await?;
        Ok(Attempt {
            email,
            origin,
            known,
            waits,
        })
    })
    .await
}

/// Waits until nobody else of the network tries at this moment. `TooManyRequests` where it made too many tries.
pub(super) async fn take_turn(conn: &mut Conn, origin: &Origin) -> Result<()> {
    attempts::take_turns(conn, &origin.network).await?;
    let recent = attempts::recent(conn, &origin.network).await?;
    if recent.count >= A_MINUTE {
        let seconds = recent.seconds.and_then(|left| u32::try_from(left).ok());
        return Err(Error::TooManyRequests(seconds.unwrap_or(1).max(1)));
    }
    Ok(())
}

/// What was typed, as far as it can be stored: nobody has an address beyond that.
fn storable(email: &str) -> String {
    email
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(user::EMAIL_LENGTH)
        .collect()
}

impl Attempt {
    /// Checks the password; takes as long whoever it is.
    pub async fn check(self, hasher: &Hasher, password: SecretString) -> Result<Checked> {
        let stored = self
            .known
            .as_ref()
            .filter(|known| known.active && !self.waits)
            .and_then(|known| known.password_hash.clone());
        let check = hasher.check(password, stored).await?;
        Ok(Checked {
            attempt: self,
            check,
        })
    }
}

/// An attempt whose password was checked.
pub struct Checked {
    attempt: Attempt,
    check: Check,
}

impl Checked {
    /// Writes down what came of it. Whoever has a second step to go is not in yet, and their failures still count.
    pub async fn settle(
        self,
        conn: &mut Conn,
        purpose: Purpose,
        lifetime: Lifetime,
    ) -> Result<Settled> {
        let Self { attempt, check } = self;
        administer(conn, async |conn| {
            let right = match (&attempt.known, &check) {
                (None, _) | (_, Check::Wrong) => None,
                (Some(known), _) => Some(known),
            };
            let pending = match (right, &purpose) {
                (Some(known), Purpose::SignIn) => pend(conn, known.id).await?,
                _ => None,
            };
            let outcome = match (right, &pending) {
                (None, _) => Outcome::Wrong,
                (Some(_), None) => Outcome::Right,
                (Some(_), Some(_)) => Outcome::HalfWay,
            };
            audit_attempt(conn, &attempt, &purpose, outcome).await?;
            let Some(known) = right else {
                return Ok(Settled::Refused);
            };
            if let (Check::RightButWeak(better), Some(old)) = (&check, &known.password_hash) {
                credentials::strengthen(conn, known.id, old, better.as_str()).await?;
            }
            if let Some(secret) = pending {
                return Ok(Settled::SecondStep(secret));
            }
            attempts::forgive(conn, &key::plain(&attempt.email), &attempt.origin.network).await?;
            if let Purpose::SignIn = purpose {
                credentials::note_seen(conn, known.id).await?;
                attempts::sweep(conn).await?;
                sessions::sweep(conn, lifetime).await?;
            }
            Ok(Settled::In(known.id))
        })
        .await
    }
}

/// A secret for somebody's second step, if they have one to go.
async fn pend(conn: &mut Conn, user: UserId) -> Result<Option<String>> {
    if !second_factors::is_on(conn, user).await? {
        return Ok(None);
    }
    let secret = secret::generate().map_err(Error::internal)?;
    second_factors::pend(conn, user, &secret::hash(&secret)).await?;
    Ok(Some(secret))
}

#[derive(Clone, Copy)]
enum Outcome {
    Right,
    HalfWay,
    Wrong,
}

async fn audit_attempt(
    conn: &mut Conn,
    attempt: &Attempt,
    purpose: &Purpose,
    outcome: Outcome,
) -> Result<()> {
    let action = match (purpose, outcome) {
        (Purpose::SignIn, Outcome::Right) => "signed-in",
        (Purpose::SignIn, Outcome::HalfWay) => "password-right",
        (Purpose::SignIn, Outcome::Wrong) => "refused",
        (Purpose::Confirmation, Outcome::Wrong) => "not-confirmed",
        (Purpose::Confirmation, _) => "confirmed",
    };
    let id = attempt.known.as_ref().map(|known| known.id.uuid());
    let name = attempt.known.as_ref().map(|known| known.name.clone());
    let actor = Actor {
        kind: ActorKind::User,
        id,
        name: name
            .or_else(|| Some(attempt.email.clone()).filter(|email| !email.is_empty()))
            .unwrap_or_else(|| "?".to_owned()),
        door: Door::Page,
    };
    let detail = json!({ "email": attempt.email, "address": attempt.origin.address, "waits": attempt.waits });
    audit::record(
        conn,
        &actor,
        &Entry {
            company: None,
            subject: "sign-in",
            subject_id: id,
            action,
            detail: &detail,
        },
    )
    .await?;
    Ok(())
}

/// Notes that a person signed out.
pub async fn leave(conn: &mut Conn, actor: &Actor, address: &str) -> Result<()> {
    audit::record(
        conn,
        actor,
        &Entry {
            company: None,
            subject: "sign-in",
            subject_id: actor.id,
            action: "signed-out",
            detail: &json!({ "address": address }),
        },
    )
    .await?;
    Ok(())
}
