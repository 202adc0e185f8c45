//! People, for admins: the list, invitations, roles and companies, shutting out.

mod form;
mod invitation;
mod listing;
mod person;

pub use invitation::{create, new};
pub use listing::list;
pub use person::{disable, enable, end_sessions, issue_link, reset_second_step, show, update};

use crate::model::user::{PersonState, Role};
use crate::text::Texts;

use super::form::Choice;

/// What a state is called, and which kind of badge says so.
fn state_badge(t: Texts, state: PersonState) -> (&'static str, String) {
    let kind = match state {
        PersonState::Active => "success",
        PersonState::Invited => "info",
        PersonState::Disabled => "neutral",
    };
    (kind, t.s(&format!("users-state-{state}")))
}

/// The roles to choose from, each with a sentence on what it may do.
fn roles(t: Texts) -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|role| {
            Choice::new(role.word(), t.s(&format!("role-{role}")))
                .hint(t.s(&format!("users-role-{role}-hint")))
        })
        .collect()
}
