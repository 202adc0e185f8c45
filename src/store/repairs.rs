//! Decisions about rows of an upload, and what may be offered: numbers a spreadsheet has damaged are recognised against the
//! catalogue and against what the company has for the same product. Nothing here changes a row; that is a person's decision.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};

use crate::access::Scope;
use crate::model::repair::{Group, Repair};
use crate::model::upload::Upload;

/// Which of a row's numbers is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mended {
    /// The product's.
    Product,
    /// The customer's.
    Cpn,
}

/// The rows of the group, of one block in `$7`, with the numbers that may have been meant. A candidate counts where it is the only one of its kind.
macro_rules! candidates {
    ($group:literal, $known:literal) => {
        concat!(
            "with grp as materialized (",
            $group,
            "), known as materialized (",
            $known,
            "), powers as materialized (
                select product_id, number, split_part(key, 'e', 1)::numeric * power(10::numeric, split_part(key, 'e', 2)::numeric) as value
                from known where key ~ '^[0-9]{1,9}e[0-9]{1,2}$'
            ), given_powers as materialized (
                select line, given, product_id, replace(split_part(key, 'e+', 1), ',', '.')::numeric as digits,
                    split_part(key, 'e+', 2)::integer as exponent, length(split_part(translate(split_part(key, 'e+', 1), ',', '.'), '.', 2)) as places
                from grp where key ~ '^[0-9]([.,][0-9]{1,15})?e[+][0-9]{1,2}$'
            ), candidates as (
                select g.line, g.given, 'zeros' as repair, k.number
                from grp g join known k on ltrim(k.key, '0') = ltrim(g.key, '0') and length(k.key) > length(g.key)
                    and k.product_id = g.product_id
                where g.key ~ '^[0-9]' and ltrim(g.key, '0') <> ''
                union
                select g.line, g.given, 'decimals', k.number
                from grp g join known k on rtrim(rtrim(k.key, '0'), '.,') = g.key and k.product_id = g.product_id
                where g.key ~ '^[0-9]' and k.key ~ '^[0-9]+[.,][0-9]*0$'
                union
                select g.line, g.given, 'point-zero', k.number
                from grp g join known k on k.key = regexp_replace(g.key, '[.,]0+$', '') and k.product_id = g.product_id
                where g.key ~ '^[0-9]+[.,]0+$'
                union
                select g.line, g.given, 'exponent', k.number
                from grp g join powers k on k.value = (case when g.key ~ '^[0-9]{1,30}$' then g.key::numeric end)
                    and k.product_id = g.product_id
                union
                select g.line, g.given, 'exponent', k.number
                from given_powers g join powers k on k.value = g.digits * power(10::numeric, g.exponent)
                    and k.product_id = g.product_id
                union
                select g.line, g.given, 'fits', k.number
                from given_powers g join known k on k.key ~ '^[0-9]{1,30}$' and length(k.key) = g.exponent + 1
                    and k.product_id = g.product_id
                    and (case when k.key ~ '^[0-9]{1,30}$' then round(k.key::numeric, g.places - g.exponent) end)
                        = g.digits * power(10::numeric, g.exponent)
                union
                select g.line, g.given, 'punctuation', k.number
                from grp g join known k on k.bare = g.bare and k.key <> g.key and k.product_id = g.product_id
                where length(g.bare) >= 3
                union
                select g.line, g.given, 'look-alike', k.number
                from grp g join known k on translate(k.key, 'oil', '011') = translate(g.key, 'oil', '011') and k.key <> g.key
                    and k.product_id = g.product_id
                union
                select g.line, g.given, 'rounded', k.number
                from grp g join known k on left(k.key, 15) = left(g.key, 15) and length(k.key) = length(g.key) and k.key <> g.key
                    and k.product_id = g.product_id
                where g.key ~ '^[0-9]{15}0+$' and k.key ~ '^[0-9]{16,}$'
            ), mended as materialized (
                select line, given, repair, min(number) as number
                from candidates group by line, given, repair having count(*) = 1
            )"
        )
    };
}

/// Rows whose product is not known, and the catalogue.
macro_rules! products {
    () => {
        candidates!(
            "select r.line, r.product_text as given, lower(r.product_text) collate \"C\" as key,
                regexp_replace(lower(r.product_text) collate \"C\", '[[:punct:][:space:]]', '', 'g') as bare, '00000000-0000-0000-0000-000000000000'::uuid as product_id
             from upload_outcomes o
             join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
             where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and o.block % $7 = 0
                and r.product_text is not null",
            "select number, number_key as key, regexp_replace(number_key, '[[:punct:][:space:]]', '', 'g') as bare, '00000000-0000-0000-0000-000000000000'::uuid as product_id
             from products"
        )
    };
}

/// Rows whose product is known, and what the company has for it.
macro_rules! cpns {
    () => {
        candidates!(
            "select r.line, r.cpn as given, lower(r.cpn) collate \"C\" as key,
                regexp_replace(lower(r.cpn) collate \"C\", '[[:punct:][:space:]]', '', 'g') as bare,
                coalesce(o.product_id, p.id) as product_id
             from upload_outcomes o
             join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
             left join products p on p.number_key = r.product_key
             where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and o.block % $7 = 0
                and r.cpn is not null",
            "select c.cpn as number, c.identity_key as key, regexp_replace(c.identity_key, '[[:punct:][:space:]]', '', 'g') as bare, c.product_id
             from cpns c
             where c.company_id = $1 and c.product_id in (select product_id from grp)"
        )
    };
}

/// How many blocks of rows there are to one that is looked at: none is passed over.
const EVERY_BLOCK: i32 = 1;

/// A repair that can be offered.
#[derive(Clone, Debug, QueryableByName)]
pub struct OfferRow {
    /// The repair.
    #[diesel(sql_type = Text)]
    pub repair: Repair,
    /// The rows it would mend.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// A row.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// What its cell says.
    #[diesel(sql_type = Text)]
    pub given: String,
    /// What would be taken instead.
    #[diesel(sql_type = Text)]
    pub number: String,
}

/// Makes room for comparing whole lists: row by row through indexes the same takes many times as long.
async fn prepare<M>(scope: &mut Scope<'_, M>) -> QueryResult<()> {
    let settings = "set local work_mem = '128MB'; set local enable_nestloop = off; set local enable_mergejoin = off";
    scope.conn().batch_execute(settings).await
}

/// What can be offered for a group, each with the first rows it would mend. Only one block of rows in so many is looked at.
pub async fn offers<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    mended: Mended,
    one_in: i32,
    examples: i32,
) -> QueryResult<Vec<OfferRow>> {
    const SHOW: &str = " select repair, count, line, given, number from (
            select m.*, count(*) over (partition by repair) as count, row_number() over (partition by repair order by line) as nth
            from mended m) shown
        where nth <= $6 order by count desc, repair, line";
    let statement = match mended {
        Mended::Product => format!("{}{SHOW}", products!()),
        Mended::Cpn => format!("{}{SHOW}", cpns!()),
    };
    prepare(scope).await?;
    about(scope, upload, group, &statement)
        .bind::<Integer, _>(examples)
        .bind::<Integer, _>(one_in)
        .load(scope.conn())
        .await
}

/// A statement about a group of rows: `$1` company, `$2` upload, `$3` generation, `$4` outcome, `$5` cause.
pub(super) fn about<'q, M>(
    scope: &Scope<'_, M>,
    upload: &Upload,
    group: &'q Group,
    statement: &'q str,
) -> BoxedSqlQuery<'q, Pg, SqlQuery> {
    diesel::sql_query(statement)
        .into_boxed()
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .bind::<Text, _>(group.outcome.word())
        .bind::<Text, _>(&group.cause)
}

#[derive(QueryableByName)]
pub(super) struct Line {
    #[diesel(sql_type = Integer)]
    pub(super) line: i32,
}

/// What is done with a row that has a decision already.
macro_rules! decision {
    ($rows:expr) => {
        concat!(
            "insert into upload_repairs (company_id, upload_id, line, repair, product_text, cpn) ",
            $rows,
            " on conflict (company_id, upload_id, line) do update set repair = excluded.repair,
                product_text = coalesce(excluded.product_text, upload_repairs.product_text),
                cpn = coalesce(excluded.cpn, upload_repairs.cpn)
              returning line"
        )
    };
}

pub(super) use decision;

/// Makes a decision about the rows a statement tells.
pub(super) async fn decide<M>(
    scope: &mut Scope<'_, M>,
    statement: &'static str,
    upload: &Upload,
    group: &Group,
    repair: Repair,
    values: (i32, &str, &str),
) -> QueryResult<Vec<i32>> {
    let lines: Vec<Line> = about(scope, upload, group, statement)
        .bind::<Text, _>(repair.word())
        .bind::<Integer, _>(values.0)
        .bind::<Text, _>(values.1)
        .bind::<Text, _>(values.2)
        .load(scope.conn())
        .await?;
    Ok(lines.into_iter().map(|row| row.line).collect())
}

/// Nothing beside the group: values a statement does not use are named so that it can be prepared.
macro_rules! unused {
    () => {
        " and ($7::integer is not null and $8::text is not null and $9::text is not null)"
    };
}

/// Gives rows of the group other numbers: what is put for the product's and the customer's, and which rows it is put for.
macro_rules! mend {
    ($values:literal, $rows:literal) => {
        decision!(concat!(
            "select $1, $2, r.line, $6, ", $values,
            " from upload_outcomes o
              join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
              where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and ", $rows, unused!()
        ))
    };
}

/// Takes a repair that was offered. Gives the lines it mends.
pub async fn take<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    repair: Repair,
    mended: Mended,
) -> QueryResult<Vec<i32>> {
    const PRODUCTS: &str = concat!(
        products!(),
        decision!(concat!(
            "select $1, $2, line, $6, number, null from mended where repair = $6",
            unused!()
        ))
    );
    const CPNS: &str = concat!(
        cpns!(),
        decision!(concat!(
            "select $1, $2, line, $6, null, number from mended where repair = $6",
            unused!()
        ))
    );
    let statement = match mended {
        Mended::Product => PRODUCTS,
        Mended::Cpn => CPNS,
    };
    prepare(scope).await?;
    decide(
        scope,
        statement,
        upload,
        group,
        repair,
        (EVERY_BLOCK, "", ""),
    )
    .await
}

/// Fills digits up with zeros to a length. Gives the lines it mends.
pub async fn pad<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    length: i32,
    mended: Mended,
) -> QueryResult<Vec<i32>> {
    let statement = match mended {
        Mended::Product => mend!(
            "lpad(r.product_text, $7, '0'), null",
            "r.product_text ~ '^[0-9]+$' and length(r.product_text) < $7"
        ),
        Mended::Cpn => mend!(
            "null, lpad(r.cpn, $7, '0')",
            "r.cpn ~ '^[0-9]+$' and length(r.cpn) < $7"
        ),
    };
    decide(
        scope,
        statement,
        upload,
        group,
        Repair::Pad,
        (length, "", ""),
    )
    .await
}

/// Takes `.0` off digits. Gives the lines it mends.
pub async fn strip<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    mended: Mended,
) -> QueryResult<Vec<i32>> {
    let statement = match mended {
        Mended::Product => mend!(
            "regexp_replace(r.product_text, '[.,]0+$', ''), null",
            "r.product_text ~ '^[0-9]+[.,]0+$'"
        ),
        Mended::Cpn => mend!(
            "null, regexp_replace(r.cpn, '[.,]0+$', '')",
            "r.cpn ~ '^[0-9]+[.,]0+$'"
        ),
    };
    decide(scope, statement, upload, group, Repair::Strip, (0, "", "")).await
}

/// What stripping would mend, as an offer.
pub async fn strippable<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    mended: Mended,
    examples: i32,
) -> QueryResult<Vec<OfferRow>> {
    macro_rules! strippable {
        ($column:literal) => {
            concat!(
                "select 'strip' as repair, count, line, given, regexp_replace(given, '[.,]0+$', '') as number from (
                    select r.line, r.", $column, " as given, count(*) over () as count, row_number() over (order by r.line) as nth
                    from upload_outcomes o
                    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
                    where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5
                        and r.", $column, " ~ '^[0-9]+[.,]0+$') shown
                where nth <= $6 order by line"
            )
        };
    }
    about(
        scope,
        upload,
        group,
        match mended {
            Mended::Product => strippable!("product_text"),
            Mended::Cpn => strippable!("cpn"),
        },
    )
    .bind::<Integer, _>(examples)
    .load(scope.conn())
    .await
}

/// Decides the same about all rows of the group. Gives their lines.
pub async fn all<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    repair: Repair,
) -> QueryResult<Vec<i32>> {
    const ALL: &str = decision!(concat!(
        "select $1, $2, o.line, $6, null, null from upload_outcomes o
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and $3::integer is not null",
        unused!()
    ));
    decide(scope, ALL, upload, group, repair, (0, "", "")).await
}
