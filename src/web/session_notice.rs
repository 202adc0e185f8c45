//! The warning that a session is about to end (TRUST.md, S12). Asking for it is no use of the session, or it would never end.

use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest};
use askama::Template;

use super::Answer;
use super::layout::{self, Shell};
use super::session::Session;
use crate::config::Config;
use crate::gate::Db;
use crate::store;
use crate::store::sessions::{Left, Lifetime};
use crate::store::users::Person;

/// The path that is asked in the background.
pub const PATH: &str = "/session";

/// How long before the end people are warned, in seconds.
const WARNED_BEFORE: i64 = 120;

#[derive(Template)]
#[template(path = "session/notice.html")]
struct Notice {
    shell: Shell,
    ask_in: Option<i64>,
    /// What is about to be or has been.
    title: Option<String>,
    /// What to do about it.
    text: String,
    can_stay: bool,
}

impl Notice {
    fn of(shell: Shell, left: Option<Left>) -> Self {
        let Some(left) = left else {
            return Self {
                ask_in: None,
                title: Some(shell.t.s("session-ended")),
                text: shell.t.s("session-ended-text"),
                can_stay: false,
                shell,
            };
        };
        let seconds = left.idle.min(left.whole);
        if seconds > WARNED_BEFORE {
            return Self {
                ask_in: Some(seconds - WARNED_BEFORE),
                title: None,
                text: String::new(),
                can_stay: false,
                shell,
            };
        }
        let can_stay = left.idle < left.whole;
        let (key, text) = if can_stay {
            ("session-ends-idle", "session-ends-idle-text")
        } else {
            ("session-ends", "session-ends-text")
        };
        Self {
            ask_in: Some(seconds.max(0) + 1),
            title: Some(shell.t.n(key, (seconds + 59) / 60)),
            text: shell.t.s(text),
            can_stay,
            shell,
        }
    }
}

/// Seconds after which a page that was just shown asks for the first time.
pub fn first_asked_after(config: &Config) -> i64 {
    let shortest = i64::from(config.session_idle.min(config.session_life)) * 60;
    (shortest - WARNED_BEFORE).max(15)
}

/// `GET /session` asks how long it still is; `POST /session` is a use of the session like any other, and asks the same.
pub async fn show(req: HttpRequest, config: Data<Config>) -> Answer {
    let person = req
        .extensions()
        .get::<Person>()
        .map(|person| person.language);
    // Not the frame of the request: that would take the message meant for the next page.
    let shell = Shell::plain(person.unwrap_or_else(|| layout::accepted_language(req.headers())));
    let left = match Session::of(&req).own() {
        Some(own) => {
            let mut conn = Db::take(&req).await?;
            store::sessions::left(&mut conn, &own, Lifetime::of(&config)).await?
        }
        None => None,
    };
    layout::ok(&Notice::of(shell, left))
}
