//! The list of companies.

use actix_web::HttpResponse;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::address;
use super::super::form::{Choice, Field};
use super::super::layout::{self, Shell};
use super::super::listing::{self, Foot, ListAddress};
use super::super::parts::{Chip, Column, Pager};
use super::row::{self, Row};
use crate::access::{self, Identity, Overview, Reach};
use crate::error::Result;
use crate::gate::Db;
use crate::model::page::{Cursor, Page, Total};
use crate::model::search::Term;
use crate::model::user::Role;
use crate::store::company_list::{
    self, CompanyQuery, CompanySort, CompanyState, Listed, ManagedBy, Manager,
};

/// What the filter by account manager says for companies that have none.
const NOBODY: &str = "none";

/// What the address of the list says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListInput {
    q: String,
    state: String,
    manager: String,
    sort: String,
    dir: String,
    after: String,
    before: String,
    skipped: u64,
    /// The kind of file, of an export.
    pub format: String,
}

impl ListInput {
    /// What is asked of the list. Who looks after what is for admins to ask.
    pub fn query(&self, identity: &Identity) -> CompanyQuery {
        CompanyQuery {
            term: Term::parse(&self.q),
            state: self.state.parse().unwrap_or(CompanyState::Current),
            manager: self.managed_by().filter(|_| identity.admin),
            sort: self.sort.parse().unwrap_or(CompanySort::Name),
            direction: listing::direction(&self.dir),
            position: listing::position(&self.after, &self.before),
        }
    }

    fn managed_by(&self) -> Option<ManagedBy> {
        if self.manager == NOBODY {
            return Some(ManagedBy::Nobody);
        }
        self.manager.parse().ok().map(ManagedBy::Manager)
    }

    /// The first page of this list.
    fn address(&self, path: &str) -> ListAddress {
        ListAddress::new(path)
            .with("q", self.q.trim())
            .with("state", self.state.as_str())
            .with("manager", self.manager.as_str())
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
    manager: Field,
    managers: Vec<Choice>,
    chips: Vec<Chip>,
    /// The whole list as a workbook and as text.
    exports: [String; 2],
    is_admin: bool,
    /// Whether something narrows the list, so that an empty one says so.
    narrowed: bool,
}

/// What the page shows.
struct Read {
    page: Page<Listed>,
    total: Total,
    facts: row::Facts,
    managers: Vec<Manager>,
}

/// A buyer has one company and is led there.
pub fn own_of_buyer(shell: &Shell, identity: &Identity) -> Option<HttpResponse> {
    match (shell.role, &identity.reach) {
        (Some(Role::Buyer), Reach::Only(companies)) => companies
            .first()
            .map(|own| layout::see_other(address(*own, "/cpns"))),
        _ => None,
    }
}

/// `GET /companies`
pub async fn list(identity: Identity, mut db: Db, shell: Shell, input: Query<ListInput>) -> Answer {
    if let Some(own) = own_of_buyer(&shell, &identity) {
        return Ok(own);
    }
    let query = input.query(&identity);
    let read = access::everywhere(&mut db, &identity, async |overview| {
        read(overview, &query, identity.admin).await
    })
    .await?;
    drop(db);
    let address = input.address("/companies");
    let export = |format| {
        let file = input.address("/companies/export");
        file.with("format", format).to_string()
    };
    layout::ok(&ListPage {
        pager: pager(&shell, &address, input.skipped, &read),
        rows: row::rows(&shell, read.page.rows, read.facts, identity.admin),
        columns: columns(&shell, &query, &address),
        q: Field::with("q", input.q.as_str()),
        state: Field::with("state", query.state.word()),
        states: states(&shell),
        chips: chips(&shell, &input, &query, &address, &read.managers),
        manager: Field::with("manager", input.manager.as_str()),
        managers: managers(&shell, read.managers),
        exports: [export("xlsx"), export("csv")],
        is_admin: identity.admin,
        narrowed: query.term.is_some()
            || query.state != CompanyState::Current
            || query.manager.is_some(),
        shell,
    })
}

async fn read(overview: &mut Overview<'_>, query: &CompanyQuery, admin: bool) -> Result<Read> {
    let page = company_list::page(overview, query).await?;
    Ok(Read {
        total: company_list::count(overview, query).await?,
        facts: row::Facts::of(overview, &page.rows).await?,
        managers: if admin {
            company_list::managers(overview).await?
        } else {
            Vec::new()
        },
        page,
    })
}

fn pager(shell: &Shell, address: &ListAddress, before: u64, read: &Read) -> Pager {
    let cursor = |row: &Listed| Cursor {
        key: row.key.clone(),
        id: row.company.id.uuid(),
    };
    let rows = &read.page.rows;
    let foot = Foot {
        address,
        before,
        rows: rows.len(),
        ends: rows.first().map(cursor).zip(rows.last().map(cursor)),
        has_previous: read.page.has_previous,
        has_next: read.page.has_next,
        total: read.total,
    };
    foot.pager(shell)
}

fn columns(shell: &Shell, query: &CompanyQuery, address: &ListAddress) -> Vec<Column> {
    let t = shell.t;
    let sorted = |key: &str, sort: CompanySort| {
        let current = (query.sort.word(), query.direction);
        listing::sorted_by(t.s(key), address, sort.word(), current)
    };
    vec![
        sorted("companies-name", CompanySort::Name),
        Column {
            class: "wide-only",
            ..sorted("companies-account-number", CompanySort::Account)
        },
        listing::plain(t.s("companies-cpns"), "numeric"),
        listing::plain(t.s("companies-without"), "numeric wide-only"),
        listing::plain(t.s("companies-last-change"), "wide-only"),
        listing::plain(t.s("role-manager"), "wide-only"),
    ]
}

fn states(shell: &Shell) -> Vec<Choice> {
    CompanyState::ALL
        .iter()
        .map(|state| Choice::new(state.word(), shell.t.s(&format!("companies-state-{state}"))))
        .collect()
}

fn managers(shell: &Shell, managers: Vec<Manager>) -> Vec<Choice> {
    let fixed = [
        Choice::new("", shell.t.s("users-any")),
        Choice::new(NOBODY, shell.t.s("companies-manager-none")),
    ];
    let named = managers
        .into_iter()
        .map(|manager| Choice::new(manager.id.to_string(), manager.name));
    fixed.into_iter().chain(named).collect()
}

fn chips(
    shell: &Shell,
    input: &ListInput,
    query: &CompanyQuery,
    address: &ListAddress,
    managers: &[Manager],
) -> Vec<Chip> {
    let term = query.term.is_some().then(|| {
        let label = shell.t.a("listing-search-chip", "term", input.q.trim());
        Chip::new(label, address.with("q", "").to_string())
    });
    let state = (query.state != CompanyState::Current).then(|| {
        let label = shell.t.s(&format!("companies-state-{}", query.state));
        Chip::new(label, address.with("state", "").to_string())
    });
    let manager = query.manager.map(|managed_by| {
        let name = match managed_by {
            ManagedBy::Nobody => shell.t.s("companies-manager-none"),
            ManagedBy::Manager(id) => managers
                .iter()
                .find(|manager| manager.id == id)
                .map_or_else(|| id.to_string(), |manager| manager.name.clone()),
        };
        let label = shell.t.a("companies-manager-chip", "name", name);
        Chip::new(label, address.with("manager", "").to_string())
    });
    term.into_iter().chain(state).chain(manager).collect()
}
