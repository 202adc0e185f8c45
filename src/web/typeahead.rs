//! Fields that name a company or a product: what fits is offered while one types, and found by a step of its own where no
//! scripts run.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::Answer;
use super::layout::{self, Shell};
use crate::access::{self, Identity};
use crate::db::Conn;
use crate::error::Result;
use crate::gate::Db;
use crate::model::company::Company;
use crate::model::page::{Direction, Position};
use crate::model::product::Product;
use crate::model::search::Term;
use crate::store::company_list::{self, CompanyQuery, CompanySort, CompanyState};
use crate::store::product_list::{self, ProductKind, ProductQuery, ProductSort, ProductState};

/// The most that is offered for what was typed.
const OFFERED: usize = 10;
/// The fewest characters for which something is offered while one types.
const TYPED: usize = 2;

/// A company or product that fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its account number or number: what a field holds of it.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What to know of it before it is chosen; empty for nothing.
    pub note: String,
    /// Whether it is picked.
    pub picked: bool,
}

impl Hit {
    /// A product.
    pub fn of_product(shell: &Shell, product: Product) -> Self {
        let note = product
            .discontinued_at
            .map(|_| shell.t.s("cpns-discontinued"));
        Self {
            number: product.number,
            name: product.name,
            note: note.unwrap_or_default(),
            picked: false,
        }
    }

    /// A company.
    pub fn of_company(shell: &Shell, company: &Company) -> Self {
        let note = match (company.archived_at, &company.lock) {
            (Some(_), _) => shell.t.s("companies-is-archived"),
            (None, Some(_)) => shell.t.s("companies-is-locked"),
            (None, None) => String::new(),
        };
        Self {
            number: company.account_number.clone(),
            name: company.name.clone(),
            note,
            picked: false,
        }
    }
}

/// Products that fit what was typed.
pub async fn offer_products(conn: &mut Conn, typed: &str) -> Result<Vec<Product>> {
    let query = ProductQuery {
        term: Term::parse(typed),
        state: ProductState::All,
        kind: ProductKind::All,
        sort: ProductSort::Number,
        direction: Direction::Ascending,
        position: Position::Start,
    };
    if query.term.is_none() {
        return Ok(Vec::new());
    }
    let page = product_list::page(conn, &query).await?;
    let products = page.rows.into_iter().map(|row| row.product);
    Ok(products.take(OFFERED).collect())
}

/// Companies within reach that fit what was typed; the first of all where nothing was.
pub async fn offer_companies(
    conn: &mut Conn,
    identity: &Identity,
    typed: &str,
) -> Result<Vec<Company>> {
    Ok(first_companies(conn, identity, typed).await?.0)
}

/// The same, and whether there are more.
pub async fn first_companies(
    conn: &mut Conn,
    identity: &Identity,
    typed: &str,
) -> Result<(Vec<Company>, bool)> {
    let query = CompanyQuery {
        term: Term::parse(typed),
        state: CompanyState::All,
        manager: None,
        sort: CompanySort::Name,
        direction: Direction::Ascending,
        position: Position::Start,
    };
    let page = access::everywhere(conn, identity, async |overview| {
        Ok(company_list::page_of(overview, &query, OFFERED).await?)
    })
    .await?;
    let companies = page.rows.into_iter().map(|row| row.company);
    Ok((companies.collect(), page.has_next))
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SuggestInput {
    q: String,
}

impl SuggestInput {
    fn is_enough(&self) -> bool {
        self.q.trim().chars().count() >= TYPED
    }
}

#[derive(Template)]
#[template(path = "suggestions.html")]
struct SuggestionsPart {
    hits: Vec<Hit>,
}

/// `GET /products/suggestions`: the options of a field that names a product.
pub async fn products(_: Identity, mut db: Db, shell: Shell, input: Query<SuggestInput>) -> Answer {
    let mut hits = Vec::new();
    if input.is_enough() {
        let found = offer_products(&mut db, &input.q).await?.into_iter();
        hits = found.map(|one| Hit::of_product(&shell, one)).collect();
    }
    layout::ok(&SuggestionsPart { hits })
}

/// `GET /companies/suggestions`: the options of a field that names a company.
pub async fn companies(
    identity: Identity,
    mut db: Db,
    shell: Shell,
    input: Query<SuggestInput>,
) -> Answer {
    let mut hits = Vec::new();
    if input.is_enough() {
        let found = offer_companies(&mut db, &identity, &input.q).await?;
        hits = found
            .iter()
            .map(|one| Hit::of_company(&shell, one))
            .collect();
    }
    layout::ok(&SuggestionsPart { hits })
}
