//! The list of products.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::form::{Choice, Field};
use super::super::layout::{self, Shell};
use super::super::listing::{self, Foot, ListAddress};
use super::super::parts::{Chip, Column, Pager};
use crate::access::Identity;
use crate::gate::Db;
use crate::model::page::Cursor;
use crate::model::product::Product;
use crate::model::search::Term;
use crate::store::product_list::{
    self, Listed, ProductKind, ProductQuery, ProductSort, ProductState,
};

/// What the address of the list says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListInput {
    q: String,
    state: String,
    kind: String,
    sort: String,
    dir: String,
    after: String,
    before: String,
    skipped: u64,
}

impl ListInput {
    fn query(&self) -> ProductQuery {
        ProductQuery {
            term: Term::parse(&self.q),
            state: self.state.parse().unwrap_or(ProductState::All),
            kind: self.kind.parse().unwrap_or(ProductKind::All),
            sort: self.sort.parse().unwrap_or(ProductSort::Number),
            direction: listing::direction(&self.dir),
            position: listing::position(&self.after, &self.before),
        }
    }

    /// The first page of this list.
    fn address(&self) -> ListAddress {
        ListAddress::new("/products")
            .with("q", self.q.trim())
            .with("state", self.state.as_str())
            .with("kind", self.kind.as_str())
            .with("sort", self.sort.as_str())
            .with("dir", self.dir.as_str())
    }
}

#[derive(Template)]
#[template(path = "products/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Product>,
    columns: Vec<Column>,
    pager: Pager,
    q: Field,
    state: Field,
    states: Vec<Choice>,
    kind: Field,
    kinds: Vec<Choice>,
    chips: Vec<Chip>,
    is_admin: bool,
}

/// `GET /products`
pub async fn list(identity: Identity, mut db: Db, shell: Shell, input: Query<ListInput>) -> Answer {
    let query = input.query();
    let page = product_list::page(&mut db, &query).await?;
    let total = product_list::count(&mut db, &query).await?;
    let address = input.address();
    let cursor = |row: &Listed| Cursor {
        key: row.key.clone(),
        id: row.product.id.uuid(),
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
    layout::ok(&ListPage {
        pager: foot.pager(&shell),
        columns: columns(&shell, &query, &address),
        rows: page.rows.into_iter().map(|row| row.product).collect(),
        q: Field::with("q", input.q.as_str()),
        state: Field::with("state", query.state.word()),
        states: choices(
            &shell,
            "state",
            ProductState::ALL.iter().map(|one| one.word()),
        ),
        kind: Field::with("kind", query.kind.word()),
        kinds: choices(
            &shell,
            "kind",
            ProductKind::ALL.iter().map(|one| one.word()),
        ),
        chips: chips(&shell, &input, &query, &address),
        is_admin: identity.admin,
        shell,
    })
}

fn columns(shell: &Shell, query: &ProductQuery, address: &ListAddress) -> Vec<Column> {
    let t = shell.t;
    let sorted = |key: &str, sort: ProductSort| {
        let current = (query.sort.word(), query.direction);
        listing::sorted_by(t.s(key), address, sort.word(), current)
    };
    vec![
        sorted("products-number", ProductSort::Number),
        sorted("products-name", ProductSort::Name),
        listing::plain(t.s("products-gtin"), "wide-only"),
        listing::plain(t.s("products-state"), ""),
    ]
}

fn choices<'w>(shell: &Shell, filter: &str, words: impl Iterator<Item = &'w str>) -> Vec<Choice> {
    words
        .map(|word| Choice::new(word, shell.t.s(&format!("products-{filter}-{word}"))))
        .collect()
}

fn chips(
    shell: &Shell,
    input: &ListInput,
    query: &ProductQuery,
    address: &ListAddress,
) -> Vec<Chip> {
    let term = query.term.is_some().then(|| {
        let label = shell.t.a("listing-search-chip", "term", input.q.trim());
        Chip::new(label, address.with("q", "").to_string())
    });
    let state = (query.state != ProductState::All).then(|| {
        let label = shell.t.s(&format!("products-state-{}", query.state));
        Chip::new(label, address.with("state", "").to_string())
    });
    let kind = (query.kind != ProductKind::All).then(|| {
        let label = shell.t.s(&format!("products-kind-{}", query.kind));
        Chip::new(label, address.with("kind", "").to_string())
    });
    term.into_iter().chain(state).chain(kind).collect()
}
