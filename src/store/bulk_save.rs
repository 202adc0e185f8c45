//! Many numbers of one company at once: found, added and renamed in one statement each, with their history.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::{Scope, Writes};
use crate::model::company::SharedNumbers;
use crate::model::cpn::Cpn;
use crate::model::id::ProductId;
use crate::model::key;
use crate::schema::{companies, cpns};
use crate::store::cpns::CpnRow;

/// What holds while the numbers are saved.
#[derive(Debug, QueryableByName)]
pub struct Held {
    /// The moment all that is written bears.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// The company's rule on shared numbers.
    #[diesel(sql_type = Text)]
    pub shared_numbers: SharedNumbers,
}

/// Reads the company's rule; where it forbids shared numbers, nobody else writes to the company from here to the commit.
pub async fn hold(scope: &mut Scope<'_, Writes>) -> QueryResult<Held> {
    let company = scope.company();
    let rule: SharedNumbers = companies::table
        .find(company)
        .select(companies::shared_numbers)
        .first(scope.conn())
        .await?;
    let sql = match rule {
        SharedNumbers::Allow => {
            "select clock_timestamp() as at, shared_numbers from companies where id = $1"
        }
        SharedNumbers::Forbid => {
            "select clock_timestamp() as at, shared_numbers from companies where id = $1 for no key update"
        }
    };
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .get_result(scope.conn())
        .await
}

/// What the company has for these products, locked; of each product the preferred number first, then the oldest.
pub async fn pairs(scope: &mut Scope<'_, Writes>, products: &[ProductId]) -> QueryResult<Vec<Cpn>> {
    let rows: Vec<CpnRow> = cpns::table
        .filter(cpns::company_id.eq(scope.company()))
        .filter(cpns::product_id.eq_any(products))
        .order((
            cpns::product_id,
            cpns::preferred.desc(),
            cpns::created_at,
            cpns::id,
        ))
        .select(CpnRow::as_select())
        .for_update()
        .load(scope.conn())
        .await?;
    Ok(rows.into_iter().map(CpnRow::into_cpn).collect())
}

/// For which products these numbers stand: identity keys with products.
pub async fn users_of(
    scope: &mut Scope<'_, Writes>,
    identity_keys: &[&str],
) -> QueryResult<Vec<(String, ProductId)>> {
    cpns::table
        .filter(cpns::company_id.eq(scope.company()))
        .filter(cpns::identity_key.eq_any(identity_keys))
        .select((cpns::identity_key, cpns::product_id))
        .load(scope.conn())
        .await
}

/// Rows, a list a column.
#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    products: Vec<Uuid>,
    versions: Vec<i32>,
    numbers: Vec<String>,
    identity_keys: Vec<String>,
    order_keys: Vec<String>,
    search_texts: Vec<String>,
}

impl Columns {
    fn of<'c>(rows: impl IntoIterator<Item = &'c Cpn>) -> Self {
        let mut columns = Self::default();
        for row in rows {
            let texts = [
                Some(row.number.as_str()),
                row.details.description.as_deref(),
            ];
            columns.ids.push(row.id.uuid());
            columns.products.push(row.product.uuid());
            columns.versions.push(row.version);
            columns.numbers.push(row.number.clone());
            columns.identity_keys.push(row.identity_key.clone());
            columns.order_keys.push(key::order(&row.identity_key));
            columns
                .search_texts
                .push(key::search_text(texts.into_iter().flatten()));
        }
        columns
    }
}

/// In both statements: `$1` company, `$2` to `$8` the columns, `$9` the moment, `$10` to `$13` the actor and the door.
macro_rules! noted {
    ($source:literal, $kind:literal) => {
        concat!(
            ", noted as (insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_id, actor_name, door, \
                product_id, cpn, identity_key, description, unit, pack_quantity, valid_from, valid_to, preferred) \
             select c.company_id, c.id, c.version, '", $kind, "', $9, $10, $11, $12, $13, \
                c.product_id, c.cpn, c.identity_key, c.description, c.unit, c.pack_quantity, c.valid_from, c.valid_to, c.preferred \
             from ", $source, " c returning 1) select count(*) as written from noted"
        )
    };
}

const GIVEN: &str = "with given as (select * from unnest($2, $3, $4, $5, $6, $7, $8) \
    as g(id, product_id, version, cpn, identity_key, order_key, search_text)), ";

const ADD: &str = concat!(
    "added as (
        insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, preferred, version,
            created_at, created_by_kind, created_by_id, created_by_name, updated_at, updated_by_kind, updated_by_id, updated_by_name)
        select $1, id, product_id, cpn, identity_key, order_key, search_text, true, version, $9, $10, $11, $12, $9, $10, $11, $12
        from given returning *)",
    noted!("added", "created")
);

const RENAME: &str = concat!(
    "renamed as (
        update cpns x set cpn = g.cpn, identity_key = g.identity_key, order_key = g.order_key, search_text = g.search_text,
            version = x.version + 1, updated_at = $9, updated_by_kind = $10, updated_by_id = $11, updated_by_name = $12
        from given g where x.company_id = $1 and x.id = g.id and x.product_id = g.product_id and x.version = g.version
        returning x.*)",
    noted!("renamed", "changed")
);

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = BigInt)]
    written: i64,
}

async fn write(
    scope: &mut Scope<'_, Writes>,
    sql: &str,
    rows: Columns,
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    let actor = scope.actor().clone();
    let written: Written = diesel::sql_query(format!("{GIVEN}{sql}"))
        .bind::<SqlUuid, _>(scope.company())
        .bind::<Array<SqlUuid>, _>(rows.ids)
        .bind::<Array<SqlUuid>, _>(rows.products)
        .bind::<Array<Integer>, _>(rows.versions)
        .bind::<Array<Text>, _>(rows.numbers)
        .bind::<Array<Text>, _>(rows.identity_keys)
        .bind::<Array<Text>, _>(rows.order_keys)
        .bind::<Array<Text>, _>(rows.search_texts)
        .bind::<Timestamptz, _>(at)
        .bind::<Text, _>(actor.kind)
        .bind::<Nullable<SqlUuid>, _>(actor.id)
        .bind::<Text, _>(actor.name)
        .bind::<Text, _>(actor.door)
        .get_result(scope.conn())
        .await?;
    Ok(written.written)
}

/// Adds the first and preferred numbers of pairs.
pub async fn add<'c>(
    scope: &mut Scope<'_, Writes>,
    rows: impl IntoIterator<Item = &'c Cpn>,
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    write(scope, ADD, Columns::of(rows), at).await
}

/// Gives rows the numbers they have here, unless they have another version by now; tells how many were renamed.
pub async fn rename<'c>(
    scope: &mut Scope<'_, Writes>,
    rows: impl IntoIterator<Item = &'c Cpn>,
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    write(scope, RENAME, Columns::of(rows), at).await
}
