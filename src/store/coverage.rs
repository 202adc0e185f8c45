//! How far the numbers of companies cover the products, and what in them wants looking at.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::damage::LOOKS_DAMAGED;
use crate::access::{Overview, Reach};
use crate::model::id::CompanyId;

/// One company's numbers in figures.
#[derive(QueryableByName, Debug)]
pub struct Coverage {
    /// The company.
    #[diesel(sql_type = Uuid)]
    pub company: CompanyId,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its account number.
    #[diesel(sql_type = Text)]
    pub account_number: String,
    /// Whether it is locked now.
    #[diesel(sql_type = Bool)]
    pub locked: bool,
    /// Its CPNs.
    #[diesel(sql_type = BigInt)]
    pub cpns: i64,
    /// Products that have one: every product with CPNs has exactly one that is preferred.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
    /// CPNs whose last day has passed.
    #[diesel(sql_type = BigInt)]
    pub expired: i64,
    /// CPNs that look as if a spreadsheet had turned them into a number or a date.
    #[diesel(sql_type = BigInt)]
    pub suspect: i64,
    /// CPNs that stand for several products today.
    #[diesel(sql_type = BigInt)]
    pub ambiguous: i64,
    /// When the last upload was applied.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub uploaded_at: Option<DateTime<Utc>>,
}

/// The companies whose last upload is newest, at most `most`. Two passes over the numbers of each. No product has the same
/// identity twice within a company, so one that comes twice stands for several products.
pub async fn newest(overview: &mut Overview<'_>, most: i64) -> QueryResult<Vec<Coverage>> {
    let (every, only) = match overview.reach() {
        Reach::Every => (true, Vec::new()),
        Reach::Only(companies) => (false, companies.iter().map(|one| one.uuid()).collect()),
    };
    diesel::sql_query(format!(
        "with chosen as materialized ( \
             select c.id, c.name, c.name_key, c.account_number, \
                 c.locked_at is not null and (c.locked_until is null or c.locked_until > now()) as locked, \
                 (select u.applied_at from uploads u where u.company_id = c.id and u.applied_at is not null \
                  order by u.created_at desc, u.id desc limit 1) as uploaded_at \
             from companies c where ($1 or c.id = any($2)) and c.archived_at is null \
             order by uploaded_at desc nulls last, c.name_key, c.id limit $3) \
         select chosen.id as company, name, account_number, locked, uploaded_at, \
             coalesce(numbers.cpns, 0) as cpns, coalesce(numbers.products, 0) as products, \
             coalesce(numbers.expired, 0) as expired, coalesce(numbers.suspect, 0) as suspect, \
             coalesce(shared.ambiguous, 0)::bigint as ambiguous \
         from chosen, \
             lateral (select count(*) as cpns, count(*) filter (where preferred) as products, \
                 count(*) filter (where valid_to < current_date) as expired, \
                 count(*) filter (where {LOOKS_DAMAGED}) as suspect \
                 from cpns c where company_id = chosen.id) numbers, \
             lateral (select sum(several) as ambiguous from ( \
                 select count(*) as several from cpns where company_id = chosen.id \
                     and (valid_from is null or valid_from <= current_date) and (valid_to is null or valid_to >= current_date) \
                 group by identity_key having count(*) > 1) one) shared \
         order by uploaded_at desc nulls last, name_key, chosen.id",
    ))
    .bind::<Bool, _>(every)
    .bind::<Array<Uuid>, _>(only)
    .bind::<BigInt, _>(most)
    .load(overview.conn())
    .await
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many products are on sale. The difference of two counts, as each is read from an index alone.
pub async fn products_on_sale(overview: &mut Overview<'_>) -> QueryResult<i64> {
    diesel::sql_query(
        "select (select count(*) from products) \
             - (select count(*) from products where discontinued_at is not null) as count",
    )
    .get_result::<Count>(overview.conn())
    .await
    .map(|row| row.count)
}
