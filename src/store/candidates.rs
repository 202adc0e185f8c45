//! The products among which somebody chooses where a check could not tell.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::repairs::about;
use crate::access::Scope;
use crate::model::repair::Group;
use crate::model::upload::Upload;

/// One product that may be meant.
#[derive(Clone, Debug, QueryableByName)]
pub struct CandidateRow {
    /// What is asked about: a GTIN or a number's identity key.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// The same as the file has it.
    #[diesel(sql_type = Text)]
    pub given: String,
    /// The first line that asks.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Rows that ask.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// The product's number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// The product's name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

const BY_GTIN: &str = "
with asked as (
    select lpad(r.gtin, 14, '0') as key, min(r.gtin) as given, min(r.line) as line, count(*) as count
    from upload_outcomes o
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
    where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5
    group by 1 order by 3 limit $6
)
select a.*, p.number, p.name from asked a join products p on lpad(p.gtin, 14, '0') = a.key order by a.line, p.order_key";

const FOR_NUMBER: &str = "
with rows as (
    select r.identity_key as key, r.cpn as given, r.line, o.product_id
    from upload_outcomes o
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
    where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5
), asked as (
    select key, min(given) as given, min(line) as line, count(*) as count from rows group by key order by 3 limit $6
)
select a.*, p.number, p.name
from asked a
join products p on p.id in (select r.product_id from rows r where r.key = a.key)
order by a.line, p.order_key";

/// What is to be chosen in a group, the first questions, each with its candidates.
pub async fn page<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    by_gtin: bool,
    questions: i32,
) -> QueryResult<Vec<CandidateRow>> {
    about(
        scope,
        upload,
        group,
        if by_gtin { BY_GTIN } else { FOR_NUMBER },
    )
    .bind::<Integer, _>(questions)
    .load(scope.conn())
    .await
}

/// A text of the product column for which there is no product.
#[derive(QueryableByName)]
pub struct UnknownRow {
    /// What the cells say.
    #[diesel(sql_type = Text)]
    pub text: String,
    /// The first line that says so.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Rows that say so.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// What the product cells of a group say, the first of the file first.
pub async fn unknown<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    most: i32,
) -> QueryResult<Vec<UnknownRow>> {
    about(scope, upload, group, "select r.product_text as text, min(r.line) as line, count(*) as count
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and r.product_text is not null
         group by 1 order by 2 limit $6")
    .bind::<Integer, _>(most)
    .load(scope.conn())
    .await
}

/// A product with its number and name.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct AlikeRow {
    /// Its number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// Products with a word that shares much with this search key, the most alike first; the index of searches finds them.
pub async fn alike<M>(
    scope: &mut Scope<'_, M>,
    search_key: &str,
    most: i32,
) -> QueryResult<Vec<AlikeRow>> {
    diesel::sql_query("set local pg_trgm.word_similarity_threshold = 0.4")
        .execute(scope.conn())
        .await?;
    diesel::sql_query(
        "select number, name from products where $1 <% search_text and discontinued_at is null
         order by word_similarity($1, search_text) desc, order_key limit $2",
    )
    .bind::<Text, _>(search_key)
    .bind::<Integer, _>(most)
    .load(scope.conn())
    .await
}

/// A known number that consists of two small numbers, or of a month and one: what a spreadsheet takes for a day.
#[derive(QueryableByName)]
pub struct KnownDayRow {
    /// A line of the group; none for products, which any line may mean.
    #[diesel(sql_type = diesel::sql_types::Nullable<Integer>)]
    pub line: Option<i32>,
    /// The number.
    #[diesel(sql_type = Text)]
    pub number: String,
}

macro_rules! days {
    () => {
        "'^([0-9]{1,2}[-/.][0-9]{1,2}|(jan|feb|mar|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|mrz|mrt|mei)[-/. ]?[0-9]{1,2})$'"
    };
}

/// Products whose numbers a spreadsheet takes for days.
pub async fn days_among_products<M>(
    scope: &mut Scope<'_, M>,
    most: i32,
) -> QueryResult<Vec<KnownDayRow>> {
    diesel::sql_query(concat!(
        "select null::integer as line, number from products where number_key ~ ",
        days!(),
        " limit $1"
    ))
    .bind::<Integer, _>(most)
    .load(scope.conn())
    .await
}

/// For the lines of a group, what the company has for the same product and a spreadsheet takes for a day.
pub async fn days_among_cpns<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    most: i32,
) -> QueryResult<Vec<KnownDayRow>> {
    diesel::sql_query(concat!(
        "select o.line, c.cpn as number from upload_outcomes o
         join cpns c on c.company_id = $1 and c.product_id = o.product_id and c.identity_key ~ ",
        days!(),
        " where o.company_id = $1 and o.upload_id = $2 and o.outcome = $3 and o.cause = $4 order by o.line limit $5"
    ))
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Text, _>(group.outcome.word())
    .bind::<Text, _>(&group.cause)
    .bind::<Integer, _>(most)
    .load(scope.conn())
    .await
}
