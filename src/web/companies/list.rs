//! The list of companies.

use std::collections::HashMap;

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::{LockBanner, address};
use super::super::form::{Choice, Field};
use super::super::layout::{self, Shell};
use super::super::listing::{self, Foot, ListAddress};
use super::super::parts::{Chip, Column, Pager};
use crate::access::{self, Identity, Reach};
use crate::gate::Db;
use crate::model::id::CompanyId;
use crate::model::page::{Cursor, Total};
use crate::model::search::Term;
use crate::model::user::Role;
use crate::store::company_list::{
    self, CompanyQuery, CompanySort, CompanyState, FIGURES_COUNTED, Figures, Listed,
};

/// What the address of the list says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListInput {
    q: String,
    state: String,
    sort: String,
    dir: String,
    after: String,
    before: String,
    skipped: u64,
}

impl ListInput {
    fn query(&self) -> CompanyQuery {
        CompanyQuery {
            term: Term::parse(&self.q),
            state: self.state.parse().unwrap_or(CompanyState::Current),
            sort: self.sort.parse().unwrap_or(CompanySort::Name),
            direction: listing::direction(&self.dir),
            position: listing::position(&self.after, &self.before),
        }
    }

    /// The first page of this list.
    fn address(&self) -> ListAddress {
        ListAddress::new("/companies")
            .with("q", self.q.trim())
            .with("state", self.state.as_str())
            .with("sort", self.sort.as_str())
            .with("dir", self.dir.as_str())
    }
}

#[derive(Template)]
#[template(path = "companies/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    columns: Vec<Column>,
    pager: Pager,
    q: Field,
    state: Field,
    states: Vec<Choice>,
    chips: Vec<Chip>,
    is_admin: bool,
    /// Whether something narrows the list, so that an empty one says so.
    narrowed: bool,
}

struct Row {
    url: String,
    name: String,
    account_number: String,
    cpns: String,
    lock: Option<LockBanner>,
    archived: bool,
    changed: Option<(String, String)>,
}

/// `GET /companies`
pub async fn list(identity: Identity, mut db: Db, shell: Shell, input: Query<ListInput>) -> Answer {
    if let (Some(Role::Buyer), Reach::Only(companies)) = (shell.role, &identity.reach)
        && let Some(own) = companies.first()
    {
        return Ok(layout::see_other(address(*own, "/cpns")));
    }
    let query = input.query();
    let (page, total, figures) = access::everywhere(&mut db, &identity, async |overview| {
        let page = company_list::page(overview, &query).await?;
        let total = company_list::count(overview, &query).await?;
        let ids: Vec<CompanyId> = page.rows.iter().map(|row| row.company.id).collect();
        let figures = company_list::figures(overview, &ids).await?;
        Ok((page, total, figures))
    })
    .await?;
    let address = input.address();
    let cursor = |row: &Listed| Cursor {
        key: row.key.clone(),
        id: row.company.id.uuid(),
    };
    let foot = Foot {
        address: &address,
        before: input.skipped,
        rows: page.rows.len(),
        ends: page
            .rows
            .first()
            .map(cursor)
            .zip(page.rows.last().map(cursor)),
        has_previous: page.has_previous,
        has_next: page.has_next,
        total,
    };
    let figures = figures.into_iter().map(|one| (one.company, one)).collect();
    layout::ok(&ListPage {
        pager: foot.pager(&shell),
        rows: rows(&shell, page.rows, &figures),
        columns: columns(&shell, &query, &address),
        q: Field::with("q", input.q.as_str()),
        state: Field::with("state", query.state.word()),
        states: states(&shell),
        chips: chips(&shell, &input, &query, &address),
        is_admin: identity.admin,
        narrowed: query.term.is_some() || query.state != CompanyState::Current,
        shell,
    })
}

fn rows(shell: &Shell, listed: Vec<Listed>, figures: &HashMap<CompanyId, Figures>) -> Vec<Row> {
    let row = |Listed { company, .. }: Listed| {
        let figures = figures.get(&company.id);
        let cpns = figures.map_or(0, |figures| figures.cpns);
        let changed = figures.and_then(|figures| figures.changed_at);
        Row {
            url: address(company.id, "/cpns"),
            cpns: listing::total(shell, Total::of_capped(cpns, FIGURES_COUNTED)),
            lock: company
                .lock
                .as_ref()
                .map(|lock| LockBanner::of(lock, shell)),
            archived: company.archived_at.is_some(),
            changed: changed.map(|at| (at.to_rfc3339(), shell.moment(&at))),
            name: company.name,
            account_number: company.account_number,
        }
    };
    listed.into_iter().map(row).collect()
}

fn columns(shell: &Shell, query: &CompanyQuery, address: &ListAddress) -> Vec<Column> {
    let t = shell.t;
    let sorted = |key: &str, sort: CompanySort| {
        let current = (query.sort.word(), query.direction);
        listing::sorted_by(t.s(key), address, sort.word(), current)
    };
    vec![
        // Names stand in one line; the reason of a lock would take their room.
        Column {
            class: "w-25",
            ..sorted("companies-name", CompanySort::Name)
        },
        Column {
            class: "wide-only",
            ..sorted("companies-account-number", CompanySort::Account)
        },
        listing::plain(t.s("companies-cpns"), "numeric"),
        listing::plain(t.s("companies-state"), ""),
        listing::plain(t.s("companies-last-change"), "wide-only"),
    ]
}

fn states(shell: &Shell) -> Vec<Choice> {
    CompanyState::ALL
        .iter()
        .map(|state| Choice::new(state.word(), shell.t.s(&format!("companies-state-{state}"))))
        .collect()
}

fn chips(
    shell: &Shell,
    input: &ListInput,
    query: &CompanyQuery,
    address: &ListAddress,
) -> Vec<Chip> {
    let term = query.term.is_some().then(|| {
        let label = shell.t.a("listing-search-chip", "term", input.q.trim());
        Chip::new(label, address.with("q", "").to_string())
    });
    let state = (query.state != CompanyState::Current).then(|| {
        let label = shell.t.s(&format!("companies-state-{}", query.state));
        Chip::new(label, address.with("state", "").to_string())
    });
    term.into_iter().chain(state).collect()
}
