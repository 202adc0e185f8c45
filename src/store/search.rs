//! Lists and searches: one company's numbers by page, and everything somebody may see by a term.
//!
//! The statements are constant texts put together from a few constant parts; whatever a person typed is bound. They are
//! planned anew each time (`sql_query` is never kept prepared), so the planner sees the values: conditions whose value is not
//! given fold away, and a pattern's rareness decides between the index of trigrams and the list's own order.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::cpns::CpnRow;
use crate::access::{Overview, Reach, Scope};
use crate::model::cpn::Cpn;
use crate::model::id::{CompanyId, CpnId, ProductId};
use crate::model::number_search::{NumberSearch, NumberSort, Term};
use crate::model::page::{Cursor, Direction, PAGE_ROWS, Page, Position, Total};

/// The most rows a list is counted up to.
pub const COUNT_LIMIT: i64 = 10_000;

/// A CPN in a list, with what is shown beside it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The CPN.
    pub cpn: Cpn,
    /// Its product's number.
    pub product_number: String,
    /// Its product's name.
    pub product_name: String,
    /// Whether its product is discontinued.
    pub discontinued: bool,
    /// Whether it stands, today, for several products.
    pub ambiguous: bool,
    /// The supplier's number of another product that it equals.
    pub collides_with: Option<String>,
    /// Its place in the list.
    pub cursor: Cursor,
}

#[derive(QueryableByName)]
struct ListedRow {
    #[diesel(embed)]
    cpn: CpnRow,
    #[diesel(sql_type = Text)]
    product_number: String,
    #[diesel(sql_type = Text)]
    product_name: String,
    #[diesel(sql_type = Bool)]
    discontinued: bool,
    #[diesel(sql_type = Bool)]
    ambiguous: bool,
    #[diesel(sql_type = Nullable<Text>)]
    collides_with: Option<String>,
    #[diesel(sql_type = Text)]
    sort_key: String,
}

impl ListedRow {
    fn into_listed(self) -> Listed {
        let cpn = self.cpn.into_cpn();
        Listed {
            cursor: Cursor {
                key: self.sort_key,
                id: cpn.id.uuid(),
            },
            cpn,
            product_number: self.product_number,
            product_name: self.product_name,
            discontinued: self.discontinued,
            ambiguous: self.ambiguous,
            collides_with: self.collides_with,
        }
    }
}

/// Parameters of every statement below: 1 company, 2 and 3 term, 4 preferred, 5 ambiguous, 6 validity, 7 discontinued, 8 changed
/// since, 9 and 10 the cursor's key and id, 11 how many, 12 the product's number key, 13 changed by.
const FILTERS: &str = "($4 is null or c.preferred = $4) \
    and ($5 is null or (coalesce(c.valid_from <= current_date, true) and coalesce(c.valid_to >= current_date, true) \
        and c.identity_key in (select a.identity_key from cpns a where a.company_id = $1 \
            and coalesce(a.valid_from <= current_date, true) and coalesce(a.valid_to >= current_date, true) \
            group by a.identity_key having count(*) > 1))) \
    and ($6 is null or $6 = case when c.valid_from > current_date then 'not-yet' \
        when c.valid_to < current_date then 'expired' else 'valid' end) \
    and ($7 is null or exists (select from products d where d.id = c.product_id and d.discontinued_at is not null)) \
    and ($8 is null or c.updated_at >= $8) \
    and ($12 is null or c.product_id = (select y.id from products y where y.number_key = $12)) \
    and ($13 is null or lower(c.updated_by_name) = lower($13))";

/// The numbers a search finds, as (id, key): what stands between `with matched as (` and `)`.
fn matched(search: &NumberSearch) -> String {
    let (key, join) = match search.sort {
        NumberSort::Cpn => ("c.order_key", ""),
        NumberSort::Product => ("o.order_key", "join products o on o.id = c.product_id"),
        NumberSort::Changed => ("c.updated_at", ""),
    };
    let rows = |source: &str, condition: &str| {
        format!(
            "select c.id, {key} as key from {source} {join} \
             where c.company_id = $1 and {condition} and {FILTERS}"
        )
    };
    match &search.term {
        Term::Nothing => rows("cpns c", "true"),
        // Comparisons may use an index under the row filter where LIKE may not.
        Term::Beginning(_) => rows("cpns c", "c.identity_key >= $2 and c.identity_key < $3"),
        Term::Signs(_) => rows("searchable_cpns c", "c.cpn like $2"),
        // One condition with OR over both tables could use no index at all.
        Term::Inside(_) => format!(
            "{} union {}",
            rows("searchable_cpns c", "c.search_text like $2"),
            rows(
                "products f join searchable_cpns c on c.product_id = f.id",
                "f.search_text like $2"
            )
        ),
    }
}

fn bound<'s>(
    sql: String,
    company: CompanyId,
    search: &'s NumberSearch,
    limit: i64,
) -> BoxedSqlQuery<'s, Pg, SqlQuery> {
    let (from, until) = match search.term.range() {
        Some((from, until)) => (Some(from.to_owned()), Some(until)),
        None => (search.term.pattern(), None),
    };
    let (key, id) = match &search.position {
        Position::Start => (None, None),
        Position::After(cursor) | Position::Before(cursor) => {
            (Some(cursor.key.as_str()), Some(cursor.id))
        }
        Position::From(key) => (Some(key.as_str()), None),
    };
    let filter = &search.filter;
    diesel::sql_query(sql)
        .into_boxed()
        .bind::<SqlUuid, _>(company)
        .bind::<Nullable<Text>, _>(from)
        .bind::<Nullable<Text>, _>(until)
        .bind::<Nullable<Bool>, _>(filter.preferred)
        .bind::<Nullable<Bool>, _>(filter.ambiguous.then_some(true))
        .bind::<Nullable<Text>, _>(filter.validity)
        .bind::<Nullable<Bool>, _>(filter.discontinued.then_some(true))
        .bind::<Nullable<Timestamptz>, _>(filter.changed_since)
        .bind::<Nullable<Text>, _>(key)
        .bind::<Nullable<SqlUuid>, _>(id)
        .bind::<BigInt, _>(limit)
        .bind::<Nullable<Text>, _>(filter.product.as_deref())
        .bind::<Nullable<Text>, _>(filter.changed_by.as_deref())
}

/// The statement of [`page`].
fn page_statement(search: &NumberSearch) -> String {
    let key = if search.sort == NumberSort::Changed {
        "$9::timestamptz"
    } else {
        "$9"
    };
    let ascending = (search.direction == Direction::Ascending)
        != matches!(search.position, Position::Before(_));
    let (beyond, direction) = if ascending {
        (">", "asc")
    } else {
        ("<", "desc")
    };
    let place = match search.position {
        Position::Start => "true".to_owned(),
        // The first comparison is where the walk of an index begins, on whichever table the key is.
        Position::After(_) | Position::Before(_) => {
            format!("key {beyond}= {key} and (key {beyond} {key} or id {beyond} $10)")
        }
        Position::From(_) => format!("key {beyond}= {key}"),
    };
    format!(
        "with matched as ({}), \
         shown as (select key, id from matched where {place} order by key {direction}, id {direction} limit $11) \
         select c.*, s.key::text as sort_key, p.number as product_number, p.name as product_name, \
             p.discontinued_at is not null as discontinued, \
             coalesce(c.valid_from <= current_date, true) and coalesce(c.valid_to >= current_date, true) \
                 and exists (select from cpns a where a.company_id = $1 and a.identity_key = c.identity_key and a.id <> c.id \
                     and coalesce(a.valid_from <= current_date, true) and coalesce(a.valid_to >= current_date, true)) as ambiguous, \
             (select x.number from products x where x.identity_key = c.identity_key and x.id <> c.product_id \
                 order by x.number limit 1) as collides_with \
         from shown s join cpns c on c.company_id = $1 and c.id = s.id join products p on p.id = c.product_id \
         order by s.key {direction}, s.id {direction}",
        matched(search)
    )
}

/// One page of a company's numbers.
pub async fn page<M>(scope: &mut Scope<'_, M>, search: &NumberSearch) -> QueryResult<Page<Listed>> {
    let more = i64::try_from(PAGE_ROWS)
        .unwrap_or(i64::MAX)
        .saturating_add(1);
    let company = scope.company();
    let rows: Vec<ListedRow> = bound(page_statement(search), company, search, more)
        .load(scope.conn())
        .await?;
    let rows = rows.into_iter().map(ListedRow::into_listed).collect();
    Ok(Page::of_read(rows, &search.position, PAGE_ROWS))
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many numbers a search finds, counted up to `most`: [`COUNT_LIMIT`] is as far as that is cheap.
pub async fn count<M>(
    scope: &mut Scope<'_, M>,
    search: &NumberSearch,
    most: i64,
) -> QueryResult<Total> {
    let sql = format!(
        "with matched as ({}) select count(*) as count from (select from matched limit $11) capped",
        matched(search)
    );
    let company = scope.company();
    let found: Count = bound(sql, company, search, most.saturating_add(1))
        .get_result(scope.conn())
        .await?;
    Ok(Total::of_capped(found.count, most))
}

#[derive(QueryableByName)]
struct OrderKey {
    #[diesel(sql_type = Text)]
    order_key: String,
}

/// The order key of the first number, as lists sort, that begins so. The natural order alone would not find it: by that, the
/// numbers that begin with 12 lie wherever their first run of digits has its length.
pub async fn first_beginning<M>(
    scope: &mut Scope<'_, M>,
    beginning: &Term,
) -> QueryResult<Option<String>> {
    let Some((from, until)) = beginning.range() else {
        return Ok(None);
    };
    let company = scope.company();
    let found: Option<OrderKey> = diesel::sql_query(
        "select order_key from cpns where company_id = $1 and identity_key >= $2 and identity_key < $3 \
         order by order_key, id limit 1",
    )
    .bind::<SqlUuid, _>(company)
    .bind::<Text, _>(from)
    .bind::<Text, _>(&until)
    .get_result(scope.conn())
    .await
    .optional()?;
    Ok(found.map(|row| row.order_key))
}

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
         select b.company_id, c.name as company_name, b.id, b.cpn, b.description, p.number as product_number, p.name as product_name \
         from best b join companies c on c.id = b.company_id join products p on p.id = b.product_id \
         order by char_length(b.cpn), b.order_key, b.company_id, b.id",
    )
    .bind::<Text, _>(pattern)
    .bind::<Nullable<Array<SqlUuid>>, _>(within)
    .bind::<BigInt, _>(HITS + 1)
    .bind::<BigInt, _>(CANDIDATES)
    .load(overview.conn())
    .await
}
