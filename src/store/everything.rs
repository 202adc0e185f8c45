//! The search over everything: companies, products and numbers that somebody may see, by a term.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::{Overview, Reach};
use crate::model::id::{CompanyId, CpnId, ProductId};

/// The most hits a section of the search over everything shows.
pub const HITS: i64 = 20;
/// How many numbers are looked at before the best are chosen: a term that fits a million must not read them all.
const CANDIDATES: i64 = 1_000;

/// A company found.
#[derive(Clone, Debug, QueryableByName)]
pub struct CompanyHit {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: CompanyId,
    /// Its account number.
    #[diesel(sql_type = Text)]
    pub account_number: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// A product found.
#[derive(Clone, Debug, QueryableByName)]
pub struct ProductHit {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: ProductId,
    /// Its number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Since when it is discontinued.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub discontinued_at: Option<DateTime<Utc>>,
}

/// A number found.
#[derive(Clone, Debug, QueryableByName)]
pub struct NumberHit {
    /// Its company.
    #[diesel(sql_type = SqlUuid)]
    pub company_id: CompanyId,
    /// That company's name.
    #[diesel(sql_type = Text)]
    pub company_name: String,
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: CpnId,
    /// The CPN.
    #[diesel(sql_type = Text)]
    pub cpn: String,
    /// The customer's own wording.
    #[diesel(sql_type = Nullable<Text>)]
    pub description: Option<String>,
    /// Its product's number.
    #[diesel(sql_type = Text)]
    pub product_number: String,
    /// Its product's name.
    #[diesel(sql_type = Text)]
    pub product_name: String,
}

/// The companies an overview keeps to; none where it keeps to no one.
fn within(overview: &Overview<'_>) -> Option<Vec<Uuid>> {
    match overview.reach() {
        Reach::Every => None,
        Reach::Only(companies) => Some(companies.iter().map(|company| company.uuid()).collect()),
    }
}

/// Companies within reach whose name or account number has the term.
pub async fn companies(overview: &mut Overview<'_>, pattern: &str) -> QueryResult<Vec<CompanyHit>> {
    let within = within(overview);
    diesel::sql_query(
        "select id, account_number, name from companies \
         where search_text like $1 and ($2 is null or id = any($2)) order by name_key, id limit $3",
    )
    .bind::<Text, _>(pattern)
    .bind::<Nullable<Array<SqlUuid>>, _>(within)
    .bind::<BigInt, _>(HITS + 1)
    .load(overview.conn())
    .await
}

/// Products whose number, name or GTIN has the term.
pub async fn products(conn: &mut crate::db::Conn, pattern: &str) -> QueryResult<Vec<ProductHit>> {
    diesel::sql_query(
        "with found as materialized (select id, number, name, discontinued_at, order_key from products \
             where search_text like $1 limit $3) \
         select * from found order by order_key, id limit $2",
    )
    .bind::<Text, _>(pattern)
    .bind::<BigInt, _>(HITS + 1)
    .bind::<BigInt, _>(CANDIDATES)
    .load(conn)
    .await
}

/// Numbers of the companies within reach that have the term, the shortest first: nearest to what was typed.
pub async fn numbers(overview: &mut Overview<'_>, pattern: &str) -> QueryResult<Vec<NumberHit>> {
    let within = within(overview);
    diesel::sql_query(
        "with found as materialized (select company_id, id, product_id, cpn, description, order_key from searchable_everywhere \
             where search_text like $1 and ($2 is null or company_id = any($2)) limit $4), \
         best as (select * from found order by char_length(cpn), order_key, company_id, id limit $3) \
         select b.company_id, (select c.name from companies c where c.id = b.company_id) as company_name, b.id, b.cpn, \
             b.description, p.number as product_number, p.name as product_name \
         from best b join products p on p.id = b.product_id \
         order by char_length(b.cpn), b.order_key, b.company_id, b.id",
    )
    .bind::<Text, _>(pattern)
    .bind::<Nullable<Array<SqlUuid>>, _>(within)
    .bind::<BigInt, _>(HITS + 1)
    .bind::<BigInt, _>(CANDIDATES)
    .load(overview.conn())
    .await
}
