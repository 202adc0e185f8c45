//! What repairs decide about rows, and what the check notices of numbers that a spreadsheet has damaged: both change outcomes that
//! [`checking`](super::checking) gave.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::access::{Reads, Scope};
use crate::model::company::SharedNumbers;
use crate::model::repair::Decided;
use crate::model::upload::Upload;

/// Leaves rows out: nothing becomes of them, but in mirror mode what they mean stays.
pub async fn exclude(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    rows: &Decided,
) -> QueryResult<usize> {
    diesel::sql_query(
        "update upload_outcomes set outcome = 'unchanged', cause = 'excluded'
         where company_id = $1 and upload_id = $2 and outcome <> 'removed' and (line = any($3) or cause = any($4))",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Array<Integer>, _>(&rows.lines)
    .bind::<Array<Text>, _>(&rows.causes)
    .execute(scope.conn())
    .await
}

/// Takes rows as they are that the check would ask about. Where the company forbids one number for several products, only one row
/// of a number can be taken, and none whose number is in use.
pub async fn take(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    rows: &Decided,
    shared: SharedNumbers,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with chosen as (
            select o.outcome, o.cause, o.line, $6 and (
                count(*) over (partition by r.identity_key) > 1
                or exists (select from cpns y where y.company_id = $1 and y.identity_key = r.identity_key and y.product_id <> o.product_id)
            ) as refused
            from upload_outcomes o
            join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
            where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'choice' and o.product_id is not null
                and (o.line = any($4) or o.cause = any($5))
        )
        update upload_outcomes o set
            outcome = case when c.refused then 'problem' else 'new' end,
            cause = case when c.refused then 'number-in-use' else 'taken' end
        from chosen c
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = c.outcome and o.cause = c.cause and o.line = c.line",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .bind::<Array<Integer>, _>(&rows.lines)
    .bind::<Array<Text>, _>(&rows.causes)
    .bind::<Bool, _>(shared == SharedNumbers::Forbid)
    .execute(scope.conn())
    .await
}

#[derive(QueryableByName)]
struct Alone {
    #[diesel(sql_type = Integer)]
    line: i32,
}

/// Rows of numbers that stood for several products of the file, when all others of that number are left out.
pub async fn left_alone(scope: &mut Scope<'_, Reads>, upload: &Upload) -> QueryResult<Vec<i32>> {
    let rows: Vec<Alone> = diesel::sql_query(
        "select min(r.line) as line from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'choice' and o.cause = 'number-for-several-products'
         group by r.identity_key having count(*) = 1",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .load(scope.conn())
    .await?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}

#[derive(QueryableByName)]
struct Several {
    #[diesel(sql_type = Text)]
    word: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// How many cells look as if they held several numbers, by the note that says what stands between them.
pub async fn several(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
) -> QueryResult<Vec<(String, i64)>> {
    let rows: Vec<Several> = diesel::sql_query(
        "select substring(notes from 'several-[a-z]+') as word, count(*) as rows from upload_rows
         where company_id = $1 and upload_id = $2 and generation = $3 and notes like '%several-%' group by 1 order by 2 desc",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .load(scope.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.word, row.rows)).collect())
}

/// New numbers that look like one the company already has for the same product, but for what spreadsheets do to digits: leading
/// zeros, `.0` behind, an exponent written out. Adding them would make a damaged twin, so each is asked about.
const TWINS: &str = "
update upload_outcomes o set outcome = 'choice', cause = t.cause
from (
    select f.outcome, f.cause as found, f.line, min(
        case
            when x.order_key = r.order_key then 'cpn-zeros-lost'
            when x.identity_key = regexp_replace(r.identity_key, '[.,]0+$', '') then 'cpn-point-zero'
            else 'cpn-exponent-lost' end) as cause
    from upload_outcomes f
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = f.line
    join cpns x on x.company_id = $1 and x.product_id = f.product_id and (
        (x.order_key = r.order_key and r.identity_key ~ '^[0-9]+$' and length(r.identity_key) < length(x.identity_key))
        or (r.identity_key ~ '^[0-9]+[.,]0+$' and x.identity_key = regexp_replace(r.identity_key, '[.,]0+$', ''))
        or (r.identity_key ~ '^[0-9]{1,15}$' and x.identity_key ~ '^[0-9]{1,9}e[0-9]$'
            and case when x.identity_key ~ '^[0-9]{1,9}e[0-9]$' then x.identity_key::numeric end
                = case when r.identity_key ~ '^[0-9]{1,15}$' then r.identity_key::numeric end))
    where f.company_id = $1 and f.upload_id = $2 and f.outcome = 'new'
    group by f.outcome, f.cause, f.line
) t
where o.company_id = $1 and o.upload_id = $2 and o.outcome = t.outcome and o.cause = t.found and o.line = t.line";

/// Asks about damaged twins of what the company has.
pub async fn ask_about_twins(scope: &mut Scope<'_, Reads>, upload: &Upload) -> QueryResult<usize> {
    diesel::sql_query(TWINS)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .execute(scope.conn())
        .await
}

#[derive(QueryableByName)]
struct Unknown {
    #[diesel(sql_type = Text)]
    product_text: String,
}

/// What the cells say where no product was found, the most frequent first.
pub async fn unknown_products(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    most: i64,
) -> QueryResult<Vec<String>> {
    let rows: Vec<Unknown> = diesel::sql_query(
        "select r.product_text from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'problem' and o.cause = 'unknown-product'
             and r.product_text is not null
         group by r.product_text order by count(*) desc, r.product_text limit $4",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .bind::<BigInt, _>(most)
    .load(scope.conn())
    .await?;
    Ok(rows.into_iter().map(|row| row.product_text).collect())
}

/// A product that a damaged number may stand for.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Alike {
    /// Its number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// The same as it is looked up.
    #[diesel(sql_type = Text)]
    pub number_key: String,
    /// What lists sort it by: without leading zeros.
    #[diesel(sql_type = Text)]
    pub order_key: String,
}

/// Products by what they sort by or are looked up by.
pub async fn alike(
    scope: &mut Scope<'_, Reads>,
    order_keys: &[String],
    number_keys: &[String],
) -> QueryResult<Vec<Alike>> {
    diesel::sql_query(
        "select number, number_key, order_key from products where order_key = any($1) and discontinued_at is null
         union select number, number_key, order_key from products where number_key = any($2) and discontinued_at is null",
    )
    .bind::<Array<Text>, _>(order_keys)
    .bind::<Array<Text>, _>(number_keys)
    .load(scope.conn())
    .await
}

/// Says more closely why products were not found: for each text its cause.
pub async fn name_damage(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    texts: &[&str],
    causes: &[&str],
) -> QueryResult<usize> {
    diesel::sql_query(
        "update upload_outcomes o set cause = d.cause
         from upload_rows r join unnest($4, $5) as d (product_text, cause) on d.product_text = r.product_text
         where r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
             and o.company_id = $1 and o.upload_id = $2 and o.outcome = 'problem' and o.cause = 'unknown-product'",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .bind::<Array<Text>, _>(texts)
    .bind::<Array<Text>, _>(causes)
    .execute(scope.conn())
    .await
}

/// The texts of rows of one cause, for making an offer of them.
#[derive(QueryableByName)]
pub struct Damaged {
    /// What the product's cell says.
    #[diesel(sql_type = Nullable<Text>)]
    pub product_text: Option<String>,
    /// The number the company has instead.
    #[diesel(sql_type = Nullable<Text>)]
    pub twin: Option<String>,
}

/// The first rows of a cause.
pub async fn damaged(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    cause: &str,
    most: i64,
) -> QueryResult<Vec<Damaged>> {
    diesel::sql_query(
        "select r.product_text, (
            select min(x.cpn) from cpns x
            where x.company_id = $1 and x.product_id = o.product_id and x.order_key = r.order_key) as twin
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         where o.company_id = $1 and o.upload_id = $2 and o.outcome in ('problem', 'choice') and o.cause = $4
         order by o.line limit $5",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .bind::<Text, _>(cause)
    .bind::<BigInt, _>(most)
    .load(scope.conn())
    .await
}

/// Products whose number is the same without punctuation, and those of a GTIN.
pub async fn candidates(
    scope: &mut Scope<'_, Reads>,
    search_key: &str,
    order_key: &str,
    gtin: Option<&str>,
) -> QueryResult<Vec<Candidate>> {
    diesel::sql_query(
        "select id, number, name from products
         where search_text like $1 or order_key = $2 or gtin = $3 or gtin = ltrim($3, '0') or gtin = lpad($3, 13, '0') or gtin = lpad($3, 14, '0')
         order by order_key, id limit 20",
    )
    .bind::<Text, _>(format!("{search_key} %"))
    .bind::<Text, _>(order_key)
    .bind::<Nullable<Text>, _>(gtin)
    .load(scope.conn())
    .await
}

/// A product to choose.
#[derive(QueryableByName)]
pub struct Candidate {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: uuid::Uuid,
    /// Its number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}
