//! Tokens of programs, for admins: the list, a new one, what it may do and how it is used.

mod listing;
mod new;
mod samples;
mod show;

pub use listing::list;
pub use new::{create, new};
pub use show::{ask_revocation, revoke, show};

use crate::model::token::{Token, TokenState};
use crate::store::tokens::TokenCompany;
use crate::text::Texts;

/// How many companies of a token the list names before it only counts.
const COMPANIES_NAMED: usize = 2;

/// What a state is called, and which kind of badge says so.
fn state_badge(t: Texts, state: TokenState) -> (&'static str, String) {
    let kind = match state {
        TokenState::Live => "success",
        TokenState::Expired => "warning",
        TokenState::Revoked => "neutral",
    };
    (kind, t.s(&format!("tokens-state-{state}")))
}

fn reach(t: Texts, token: &Token, companies: &[TokenCompany]) -> String {
    if token.every_company {
        return t.s("tokens-every-company");
    }
    let named: Vec<&str> = companies
        .iter()
        .take(COMPANIES_NAMED)
        .map(|company| company.name.as_str())
        .collect();
    match companies.len().saturating_sub(COMPANIES_NAMED) {
        0 => named.join(", "),
        more => t.a2(
            "tokens-companies-more",
            "names",
            named.join(", "),
            "more",
            more,
        ),
    }
}
