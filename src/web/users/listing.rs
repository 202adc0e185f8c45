//! The list of people.

use std::collections::HashMap;

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::state_badge;
use crate::access::AdminAccess;
use crate::gate::Db;
use crate::model::id::UserId;
use crate::model::page::{Cursor, PAGE_ROWS, Page, Total};
use crate::model::user::{PersonState, Role};
use crate::store::people::{self, CompanyName, Filter, PersonRow};
use crate::text::Texts;
use crate::web::Answer;
use crate::web::form::{Choice, Field};
use crate::web::layout::{self, Shell};
use crate::web::listing::{self, Foot, ListAddress};
use crate::web::parts::{Chip, Pager};

/// How many companies of a person the list names before it only counts.
const COMPANIES_NAMED: usize = 2;

#[derive(Template)]
#[template(path = "users/list.html")]
struct ListPage {
    shell: Shell,
    term: Field,
    role: Field,
    state: Field,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    pager: Pager,
}

/// A person in the list.
struct Row {
    url: String,
    name: String,
    email: String,
    role: String,
    companies: String,
    state_kind: &'static str,
    state: String,
    seen: Option<(String, String)>,
}

/// What the address of the list says.
#[derive(Clone, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    skipped: u64,
}

impl ListQuery {
    fn filter(&self) -> Filter {
        Filter {
            term: self
                .q
                .trim()
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect(),
            role: self.role.parse().ok(),
            state: self.state.parse().ok(),
        }
    }

    /// The first page of this list.
    fn address(filter: &Filter) -> ListAddress {
        ListAddress::new("/users")
            .with("q", filter.term.as_str())
            .with("role", filter.role.map_or("", Role::word))
            .with("state", filter.state.map_or("", PersonState::word))
    }
}

/// `GET /users`
pub async fn list(_: AdminAccess, mut db: Db, shell: Shell, query: Query<ListQuery>) -> Answer {
    let filter = query.filter();
    let position = listing::position(&query.after, &query.before);
    let page = people::page(&mut db, &filter, &position, PAGE_ROWS).await?;
    let total = people::count(&mut db, &filter).await?;
    let ids: Vec<UserId> = page.rows.iter().map(|person| person.id).collect();
    let mut companies: HashMap<UserId, Vec<CompanyName>> = HashMap::new();
    for (user, company) in people::companies_of(&mut db, &ids).await? {
        companies.entry(user).or_default().push(company);
    }
    drop(db);
    let t = shell.t;
    layout::ok(&ListPage {
        term: Field::with("q", &filter.term),
        role: Field::with("role", filter.role.map_or("", Role::word)),
        state: Field::with("state", filter.state.map_or("", PersonState::word)),
        roles: choices(t, "role", Role::ALL.iter().map(|role| role.word())),
        states: choices(
            t,
            "users-state",
            PersonState::ALL.iter().map(|state| state.word()),
        ),
        chips: chips(t, &filter),
        pager: foot(&page, &ListQuery::address(&filter), query.skipped, total).pager(&shell),
        rows: page
            .rows
            .into_iter()
            .map(|person| {
                let companies = companies.remove(&person.id).unwrap_or_default();
                row(&shell, person, &companies)
            })
            .collect(),
        shell,
    })
}

fn choices(t: Texts, topic: &str, words: impl Iterator<Item = &'static str>) -> Vec<Choice> {
    let named = words.map(|word| Choice::new(word, t.s(&format!("{topic}-{word}"))));
    std::iter::once(Choice::new("", t.s("users-any")))
        .chain(named)
        .collect()
}

fn chips(t: Texts, filter: &Filter) -> Vec<Chip> {
    let address = ListQuery::address(filter);
    let term = (!filter.term.is_empty()).then(|| {
        let label = t.a("listing-search-chip", "term", filter.term.as_str());
        Chip::new(label, address.with("q", "").to_string())
    });
    let role = filter.role.map(|role| {
        let label = t.s(&format!("role-{role}"));
        Chip::new(label, address.with("role", "").to_string())
    });
    let state = filter.state.map(|state| {
        let label = t.s(&format!("users-state-{state}"));
        Chip::new(label, address.with("state", "").to_string())
    });
    term.into_iter().chain(role).chain(state).collect()
}

fn foot<'p>(page: &Page<PersonRow>, address: &'p ListAddress, before: u64, total: i64) -> Foot<'p> {
    let cursor = |person: &PersonRow| Cursor {
        key: person.email_key.clone(),
        id: person.id.uuid(),
    };
    let ends = page.rows.first().map(cursor);
    Foot {
        address,
        before,
        rows: page.rows.len(),
        ends: ends.zip(page.rows.last().map(cursor)),
        has_previous: page.has_previous,
        has_next: page.has_next,
        total: Total::Exactly(total),
    }
}

fn row(shell: &Shell, person: PersonRow, companies: &[CompanyName]) -> Row {
    let t = shell.t;
    let (state_kind, state) = state_badge(t, person.state());
    let role = if person.read_only {
        t.s("users-role-read-only")
    } else {
        t.s(&format!("role-{}", person.role))
    };
    Row {
        url: format!("/users/{}", person.id),
        role,
        companies: companies_in_words(t, person.role, companies),
        state_kind,
        state,
        seen: person
            .seen_at
            .map(|at| (at.to_rfc3339(), shell.moment(&at))),
        name: person.name,
        email: person.email,
    }
}

fn companies_in_words(t: Texts, role: Role, companies: &[CompanyName]) -> String {
    if role == Role::Admin {
        return t.s("users-companies-all");
    }
    if companies.is_empty() {
        return t.s("users-companies-none");
    }
    let named: Vec<&str> = companies
        .iter()
        .take(COMPANIES_NAMED)
        .map(|company| company.name.as_str())
        .collect();
    match companies.len().saturating_sub(COMPANIES_NAMED) {
        0 => named.join(", "),
        more => t.a2(
            "users-companies-more",
            "names",
            named.join(", "),
            "more",
            more,
        ),
    }
}
