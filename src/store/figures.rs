//! The few figures of the dashboard, each counted only as far as that is cheap.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Uuid};
use diesel_async::RunQueryDsl;

use super::counted::COUNTED;
use crate::access::{Overview, Reach};
use crate::model::page::Total;

/// What is in reach of somebody.
#[derive(Debug)]
pub struct Figures {
    /// Companies that are not archived.
    pub companies: Total,
    /// Those that are locked now.
    pub locked: Total,
    /// Products.
    pub products: Total,
    /// CPNs.
    pub cpns: Total,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    companies: i64,
    #[diesel(sql_type = BigInt)]
    locked: i64,
    #[diesel(sql_type = BigInt)]
    products: i64,
    #[diesel(sql_type = BigInt)]
    cpns: i64,
}

/// Counts all of it in one go.
pub async fn read(overview: &mut Overview<'_>) -> QueryResult<Figures> {
    let (every, only) = match overview.reach() {
        Reach::Every => (true, Vec::new()),
        Reach::Only(companies) => (false, companies.iter().map(|one| one.uuid()).collect()),
    };
    // Sorted by its key the table is counted along that index, which may stop at the limit; a reach is looked up by its ids.
    let cpns = if every {
        "select from cpns order by company_id, id limit $3"
    } else {
        "select from cpns where company_id = any($2) limit $3"
    };
    let row: Row = diesel::sql_query(format!(
        "select \
             (select count(*) from (select from companies where ($1 or id = any($2)) and archived_at is null limit $3) few) as companies, \
             (select count(*) from (select from companies where ($1 or id = any($2)) and locked_at is not null \
                 and (locked_until is null or locked_until > now()) limit $3) few) as locked, \
             (select count(*) from (select from products order by id limit $3) few) as products, \
             (select count(*) from ({cpns}) few) as cpns"
    ))
    .bind::<Bool, _>(every)
    .bind::<Array<Uuid>, _>(only)
    .bind::<BigInt, _>(COUNTED + 1)
    .get_result(overview.conn())
    .await?;
    let total = |count| Total::of_capped(count, COUNTED);
    Ok(Figures {
        companies: total(row.companies),
        locked: total(row.locked),
        products: total(row.products),
        cpns: total(row.cpns),
    })
}
