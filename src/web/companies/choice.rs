//! Which company? The step before a page of one company, for those who look after several.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::address;
use super::super::form::Field;
use super::super::layout::{self, Shell};
use super::super::typeahead::{self, Hit};
use crate::access::{self, Identity, Reach, See};
use crate::error::Error;
use crate::gate::Db;
use crate::model::code::codes;
use crate::model::company::Company;

codes! {
    /// What one wants to do with it.
    Purpose {
        /// Find out what numbers stand for.
        Resolve = "resolve",
        /// Type a number.
        Type = "type",
        /// Paste a list.
        Paste = "paste",
        /// Upload a file.
        Upload = "upload",
    }
}

impl Purpose {
    /// Where that is done, below the company.
    fn path(self) -> &'static str {
        match self {
            Self::Resolve => "/resolve",
            Self::Type => "/cpns/new",
            Self::Paste => "/uploads/new?from=paste",
            Self::Upload => "/uploads/new",
        }
    }
}

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChoiceInput {
    #[serde(rename = "for")]
    purpose: String,
    q: String,
}

#[derive(Template)]
#[template(path = "companies/choice.html")]
struct ChoicePage {
    shell: Shell,
    purpose: Purpose,
    /// What the company is chosen for.
    why: String,
    q: Field,
    /// Each with where it leads.
    hits: Vec<(Hit, String)>,
    /// Whether something was looked for.
    searched: bool,
    /// Whether there are more than those.
    more: bool,
}

/// `GET /companies/choice`: an account number leads on at once, anything else is looked for.
pub async fn choose(
    identity: Identity,
    mut db: Db,
    shell: Shell,
    input: Query<ChoiceInput>,
) -> Answer {
    let purpose = input.purpose.parse().unwrap_or(Purpose::Resolve);
    if let Reach::Only(companies) = &identity.reach
        && let [own] = companies.as_slice()
    {
        return Ok(layout::see_other(address(*own, purpose.path())));
    }
    let typed = input.q.trim();
    match access::open_by_account::<See>(&mut db, &identity, typed).await {
        Ok(access) => {
            let company = access.company().id;
            return Ok(layout::see_other(address(company, purpose.path())));
        }
        Err(Error::NotFound) => {}
        Err(error) => return Err(error),
    }
    let (found, more) = typeahead::first_companies(&mut db, &identity, typed).await?;
    let hit = |company: &Company| {
        (
            Hit::of_company(&shell, company),
            address(company.id, purpose.path()),
        )
    };
    layout::ok(&ChoicePage {
        hits: found.iter().map(hit).collect(),
        q: Field::with("q", typed),
        searched: !typed.is_empty(),
        more,
        why: shell.t.s(&format!("choice-{purpose}")),
        purpose,
        shell,
    })
}
