//! The list of products, and the companies' CPNs of one.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

use super::counted::{self, COUNTED};
use super::keyset::page_of;
use super::products::ProductRow;
use crate::access::{Overview, Reach};
use crate::db::Conn;
use crate::model::code::codes;
use crate::model::id::{CompanyId, CpnId, ProductId};
use crate::model::page::{Direction, PAGE_ROWS, Page, Position, Total};
use crate::model::product::Product;
use crate::model::search::Term;
use crate::schema::{companies, cpns, products};

codes! {
    /// Which products are listed.
    ProductState {
        /// All of them.
        All = "all",
        /// Those on sale.
        Sold = "sold",
        /// Those that are discontinued.
        Discontinued = "discontinued",
    }
}

codes! {
    /// Which kind of product is listed.
    ProductKind {
        /// Both.
        All = "all",
        /// Products that are no variants.
        Products = "products",
        /// Variants.
        Variants = "variants",
    }
}

codes! {
    /// What the list is sorted by.
    ProductSort {
        /// The number.
        Number = "number",
        /// The name.
        Name = "name",
    }
}

impl ProductSort {
    fn column(self) -> &'static str {
        match self {
            Self::Number => "products.order_key",
            Self::Name => "products.name_key",
        }
    }
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct ProductQuery {
    /// The search.
    pub term: Option<Term>,
    /// On sale or not.
    pub state: ProductState,
    /// Variants or not.
    pub kind: ProductKind,
    /// Sorted by what.
    pub sort: ProductSort,
    /// Which way.
    pub direction: Direction,
    /// Where the page lies.
    pub position: Position,
}

/// A product of the list with the key it is sorted by.
pub struct Listed {
    /// The product.
    pub product: Product,
    /// Its sort key.
    pub key: String,
}

fn fitting<'q>(query: &ProductQuery) -> products::BoxedQuery<'q, Pg> {
    let rows = products::table.into_boxed();
    let rows = match query.state {
        ProductState::All => rows,
        ProductState::Sold => rows.filter(products::discontinued_at.is_null()),
        ProductState::Discontinued => rows.filter(products::discontinued_at.is_not_null()),
    };
    let rows = match query.kind {
        ProductKind::All => rows,
        ProductKind::Products => rows.filter(products::parent_id.is_null()),
        ProductKind::Variants => rows.filter(products::parent_id.is_not_null()),
    };
    match &query.term {
        None => rows,
        Some(Term::Words(patterns)) => patterns.iter().fold(rows, |rows, pattern| {
            rows.filter(products::search_text.like(pattern.clone()))
        }),
        Some(Term::Beginning { number, name }) => rows.filter(
            products::number_key
                .like(number.clone())
                .or(products::name_key.like(name.clone())),
        ),
    }
}

/// One page.
pub async fn page(conn: &mut Conn, query: &ProductQuery) -> QueryResult<Page<Listed>> {
    page_of(conn, query, PAGE_ROWS).await
}

/// One page of so many rows.
pub async fn page_of(
    conn: &mut Conn,
    query: &ProductQuery,
    size: usize,
) -> QueryResult<Page<Listed>> {
    let key = || sql::<Text>(query.sort.column());
    let rows: Vec<(ProductRow, String)> = page_of!(
        fitting(query),
        key(),
        products::id,
        &query.position,
        query.direction,
        size
    )
    .select((ProductRow::as_select(), key()))
    .load(conn)
    .await?;
    let page = Page::of_read(rows, &query.position, size);
    Ok(page.map(|(row, key)| Listed {
        product: row.into_product(),
        key,
    }))
}

/// How many there are, up to a limit.
pub async fn count(conn: &mut Conn, query: &ProductQuery) -> QueryResult<Total> {
    let rows = fitting(query).select(products::id).limit(COUNTED + 1);
    counted::count(conn, rows).await
}

/// One company's CPN of a product.
#[derive(Queryable)]
pub struct CpnOfProduct {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// Its account number.
    pub account_number: String,
    /// The CPN's id.
    pub id: CpnId,
    /// The CPN.
    pub cpn: String,
    /// Whether it is the one to show where only one fits.
    pub preferred: bool,
}

/// The first CPNs of a product in the companies within reach, in no order that means anything beyond the page: one company
/// after the other.
pub async fn cpns_of(
    overview: &mut Overview<'_>,
    product: ProductId,
    most: i64,
) -> QueryResult<Vec<CpnOfProduct>> {
    let mut rows = cpns::table
        .inner_join(companies::table.on(companies::id.eq(cpns::company_id)))
        .filter(cpns::product_id.eq(product))
        .into_boxed();
    if let Reach::Only(companies) = overview.reach() {
        rows = rows.filter(cpns::company_id.eq_any(companies.clone()));
    }
    rows.order_by((cpns::company_id, cpns::id))
        .limit(most)
        .select((
            cpns::company_id,
            companies::name,
            companies::account_number,
            cpns::id,
            cpns::cpn,
            cpns::preferred,
        ))
        .load(overview.conn())
        .await
}
