//! What contract B asks of the database: CPNs, companies and products by their object ids.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::companies::CompanyRow;
use super::cpns::CpnRow;
use crate::access::{Overview, Reach};
use crate::db::Conn;
use crate::model::code::codes;
use crate::model::company::Company;
use crate::model::cpn::Cpn;
use crate::model::id::{CompanyId, CpnId, ObjectId, ProductId};
use crate::model::key;
use crate::model::page::Direction;
use crate::schema::{companies, products};

/// A CPN with what contract B says of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The CPN.
    pub cpn: Cpn,
    /// Its company.
    pub company: CompanyId,
    /// The company's object id.
    pub company_object: String,
    /// The product's object id.
    pub product_object: String,
}

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(embed)]
    cpn: CpnRow,
    #[diesel(sql_type = SqlUuid)]
    company_id: CompanyId,
    #[diesel(sql_type = Text)]
    company_object: String,
    #[diesel(sql_type = Text)]
    product_object: String,
}

impl EntryRow {
    fn into_entry(self) -> Entry {
        Entry {
            cpn: self.cpn.into_cpn(),
            company: self.company_id,
            company_object: self.company_object,
            product_object: self.product_object,
        }
    }
}

codes! {
    /// What a list is sorted by.
    Sort {
        /// When the CPN came into being.
        CreatedAt = "createdAt",
        /// When it was changed last.
        UpdatedAt = "updatedAt",
        /// The number, naturally.
        Cpn = "cpn",
        /// The id.
        Id = "_id",
    }
}

/// What of a list is asked for.
#[derive(Clone, Debug)]
pub struct List {
    /// Of this company alone.
    pub company: Option<ObjectId>,
    /// Those whose number holds this.
    pub search: Option<String>,
    /// What it is sorted by.
    pub sort: Sort,
    /// Which way.
    pub direction: Direction,
    /// Rows passed over.
    pub offset: i64,
    /// The most rows given.
    pub limit: i64,
}

/// Constant texts alone. Conditions whose value is not given fold away when the statement is planned.
const MATCHED: &str = "from searchable_everywhere c \
    where ($1 or c.company_id = any($2)) \
      and ($3 = '' or c.company_id = (select id from companies where object_id = $3)) \
      and ($4 = '' or c.search_text like $4) \
      and ($5 = '' or position($5 in c.identity_key) > 0)";

fn bound(sql: String, reach: &Reach, list: &List) -> BoxedSqlQuery<'static, Pg, SqlQuery> {
    let (every, only) = match reach {
        Reach::Every => (true, Vec::new()),
        Reach::Only(companies) => (false, companies.clone()),
    };
    let company = list.company.as_ref().map_or("", ObjectId::as_str);
    let term = list.search.as_deref().unwrap_or_default();
    let search = key::search(term);
    let pattern = if search.is_empty() {
        String::new()
    } else {
        format!("%{search}%")
    };
    diesel::sql_query(sql)
        .into_boxed()
        .bind::<diesel::sql_types::Bool, _>(every)
        .bind::<Array<SqlUuid>, _>(only)
        .bind::<Text, _>(company.to_owned())
        .bind::<Text, _>(pattern)
        .bind::<Text, _>(key::identity(term))
}

/// One page of the CPNs within reach.
pub async fn list(overview: &mut Overview<'_>, list: &List) -> QueryResult<Vec<Entry>> {
    let column = match list.sort {
        Sort::CreatedAt => "created_at",
        Sort::UpdatedAt => "updated_at",
        Sort::Cpn => "order_key",
        Sort::Id => "id",
    };
    let direction = match list.direction {
        Direction::Ascending => "asc",
        Direction::Descending => "desc",
    };
    let sql = format!(
        "select c.*, o.object_id as company_object, p.object_id as product_object \
         from (select c.* {MATCHED} order by c.{column} {direction}, c.id {direction} offset $6 limit $7) c \
         join companies o on o.id = c.company_id join products p on p.id = c.product_id \
         order by c.{column} {direction}, c.id {direction}"
    );
    let rows: Vec<EntryRow> = bound(sql, overview.reach(), list)
        .bind::<BigInt, _>(list.offset)
        .bind::<BigInt, _>(list.limit)
        .load(overview.conn())
        .await?;
    Ok(rows.into_iter().map(EntryRow::into_entry).collect())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many rows a list has on all its pages.
pub async fn count(overview: &mut Overview<'_>, list: &List) -> QueryResult<i64> {
    let sql = format!("select count(*) as count {MATCHED}");
    let count: Count = bound(sql, overview.reach(), list)
        .get_result(overview.conn())
        .await?;
    Ok(count.count)
}

/// The CPNs with these object ids, as far as they are within reach. Should somebody have chosen the id of a CPN so that it shares
/// its object id with an older one, the older one is meant.
pub async fn find(overview: &mut Overview<'_>, ids: &[ObjectId]) -> QueryResult<Vec<Entry>> {
    let (every, only) = match overview.reach() {
        Reach::Every => (true, Vec::new()),
        Reach::Only(companies) => (false, companies.clone()),
    };
    let (first, last): (Vec<CpnId>, Vec<CpnId>) = ids.iter().map(ObjectId::cpns).unzip();
    let rows: Vec<EntryRow> = diesel::sql_query(
        "select distinct on (asked.first_id) c.*, o.object_id as company_object, p.object_id as product_object \
         from unnest($1, $2) as asked (first_id, last_id) \
         join cpns c on c.id between asked.first_id and asked.last_id \
         join companies o on o.id = c.company_id join products p on p.id = c.product_id \
         where $3 or c.company_id = any($4) \
         order by asked.first_id, c.created_at, c.id",
    )
    .bind::<Array<SqlUuid>, _>(first)
    .bind::<Array<SqlUuid>, _>(last)
    .bind::<diesel::sql_types::Bool, _>(every)
    .bind::<Array<SqlUuid>, _>(only)
    .load(overview.conn())
    .await?;
    Ok(rows.into_iter().map(EntryRow::into_entry).collect())
}

/// The companies with these object ids, whoever's: what may be told of them is the caller's to decide.
pub async fn companies(conn: &mut Conn, ids: &[ObjectId]) -> QueryResult<Vec<Company>> {
    let ids: Vec<&str> = ids.iter().map(ObjectId::as_str).collect();
    let rows: Vec<CompanyRow> = companies::table
        .filter(companies::object_id.eq_any(ids))
        .select(CompanyRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(CompanyRow::into_company).collect())
}

/// The company with an object id, whoever's, and the product with another: what a new CPN is about, in one round trip.
pub async fn company_and_product(
    conn: &mut Conn,
    company: &ObjectId,
    product: &ObjectId,
) -> QueryResult<Option<(Company, Option<ProductId>)>> {
    let product = products::table
        .filter(products::object_id.eq(product.as_str()))
        .select(products::id)
        .single_value();
    let found: Option<(CompanyRow, Option<ProductId>)> = companies::table
        .filter(companies::object_id.eq(company.as_str()))
        .select((CompanyRow::as_select(), product))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(company, product)| (company.into_company(), product)))
}

/// The products and variants with these object ids.
pub async fn products(conn: &mut Conn, ids: &[ObjectId]) -> QueryResult<Vec<(String, ProductId)>> {
    let ids: Vec<&str> = ids.iter().map(ObjectId::as_str).collect();
    products::table
        .filter(products::object_id.eq_any(ids))
        .select((products::object_id, products::id))
        .load(conn)
        .await
}
