//! What everybody does for themselves: settings, password, sessions.

use serde_json::{Value, json};

use super::passwords::PasswordHash;
use crate::access::administer;
use crate::db::Conn;
use crate::error::Result;
use crate::model::actor::Actor;
use crate::model::id::UserId;
use crate::model::problems::{Fault, Problems};
use crate::model::{text, user};
use crate::store;
use crate::store::audit;
use crate::store::people::Preferences;
use crate::text::Language;

/// The themes there are.
pub const THEMES: [&str; 3] = ["system", "light", "dark"];
/// How close rows may stand.
pub const DENSITIES: [&str; 2] = ["comfortable", "compact"];

/// What somebody typed about their own settings.
pub struct PreferencesInput<'i> {
    /// Their name.
    pub name: &'i str,
    /// The word of a language.
    pub language: &'i str,
    /// The IANA name of a time zone.
    pub time_zone: &'i str,
    /// One of [`THEMES`].
    pub theme: &'i str,
    /// One of [`DENSITIES`].
    pub density: &'i str,
    /// Whether single keys act.
    pub shortcuts: bool,
}

/// Checks settings.
pub fn parse(input: &PreferencesInput<'_>) -> Result<Preferences, Problems> {
    let mut problems = Problems::none();
    let name = problems.take("name", text::required(input.name, user::NAME_LENGTH));
    let language = problems.take("language", offered(input.language));
    let zone: Result<chrono_tz::Tz, Fault> = input
        .time_zone
        .parse()
        .map_err(|_unknown| Fault::NotAChoice);
    let zone = problems.take("time_zone", zone);
    let theme = problems.take("theme", one_of(input.theme, &THEMES));
    let density = problems.take("density", one_of(input.density, &DENSITIES));
    match (name, language, zone, theme, density) {
        (Some(name), Some(language), Some(zone), Some(theme), Some(density)) => Ok(Preferences {
            name,
            language,
            time_zone: zone.name().to_owned(),
            theme,
            density,
            shortcuts: input.shortcuts,
        }),
        _ => Err(problems),
    }
}

fn offered(word: &str) -> Result<Language, Fault> {
    let language = word.parse().map_err(|_unknown| Fault::NotAChoice)?;
    if Language::OFFERED.contains(&language) {
        Ok(language)
    } else {
        Err(Fault::NotAChoice)
    }
}

fn one_of(word: &str, choices: &[&str]) -> Result<String, Fault> {
    if choices.contains(&word) {
        Ok(word.to_owned())
    } else {
        Err(Fault::NotAChoice)
    }
}

/// Stores settings.
pub async fn set(conn: &mut Conn, user: UserId, wanted: &Preferences) -> Result<()> {
    Ok(store::people::update_preferences(conn, user, wanted).await?)
}

/// Stores a new password after the current one was [confirmed](super::sign_in::Purpose::Confirmation). Where `kept` is given, all
/// sessions but that one end.
pub async fn change_password(
    conn: &mut Conn,
    actor: &Actor,
    user: UserId,
    hash: &PasswordHash,
    kept: Option<&[u8]>,
) -> Result<()> {
    administer(conn, async |conn| {
        store::credentials::update(conn, user, hash.as_str()).await?;
        store::links::void(conn, Some(user)).await?;
        let ended = match kept {
            Some(kept) => store::sessions::delete_of(conn, user, Some(kept)).await?,
            None => 0,
        };
        record(
            conn,
            actor,
            "password-changed",
            &json!({ "ended_sessions": ended }),
        )
        .await
    })
    .await
}

/// Ends one session of somebody's own.
pub async fn end_session(
    conn: &mut Conn,
    actor: &Actor,
    user: UserId,
    id_hash: &[u8],
) -> Result<()> {
    administer(conn, async |conn| {
        store::sessions::delete_one_of(conn, user, id_hash).await?;
        record(conn, actor, "session-ended", &json!({})).await
    })
    .await
}

/// Ends all sessions of somebody's own but the one they use.
pub async fn end_other_sessions(
    conn: &mut Conn,
    actor: &Actor,
    user: UserId,
    kept: &[u8],
) -> Result<usize> {
    administer(conn, async |conn| {
        let ended = store::sessions::delete_of(conn, user, Some(kept)).await?;
        record(conn, actor, "sessions-ended", &json!({ "sessions": ended })).await?;
        Ok(ended)
    })
    .await
}

async fn record(
    conn: &mut Conn,
    actor: &Actor,
    action: &'static str,
    detail: &Value,
) -> Result<()> {
    Ok(audit::record_of_person(conn, actor, actor.id, action, detail).await?)
}
