//! The check: a handful of statements that give every staged row one outcome and one cause.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};

use super::outcomes::{self, store_outcomes};
use crate::access::Scope;
use crate::model::company::SharedNumbers;
use crate::model::id::UploadId;
use crate::model::upload::{Counts, EmptyCells, Field, Mode, Upload};
use crate::schema::cpns;

/// Rows above which the planner is kept from walking indexes row by row: what it knows of rows just staged is little.
const MANY_ROWS: i32 = 10_000;

/// Makes room for work in bulk in this transaction.
pub async fn prepare<M>(scope: &mut Scope<'_, M>, rows: i32) -> QueryResult<()> {
    let settings = if rows > MANY_ROWS {
        "set local statement_timeout = '15min'; set local lock_timeout = '30s'; set local work_mem = '128MB'; \
         set local enable_nestloop = off; set local enable_mergejoin = off"
    } else {
        "set local statement_timeout = '15min'; set local lock_timeout = '30s'"
    };
    scope.conn().batch_execute(settings).await
}

/// Each row meets the catalogue, the rest of its file and the register, in this order. Within a number and product the row that
/// can be taken and stands first counts.
///
/// One pass over hashed lists. Few numbers stand in a file more than once, so only their rows are sorted and compared with each
/// other; and the questions that hardly ever matter are asked last: a subselect in a branch of `case` runs for the rows that reach it.
const JUDGE: &str = store_outcomes!(
    "with gtins as (
    select lpad(gtin, 14, '0') as gtin, count(*) as candidates, (array_agg(id))[1] as id
    from products where gtin is not null group by 1
), matched as not materialized (
    select r.line, r.cpn, r.identity_key, r.problem, r.notes, r.description, r.unit, r.pack_quantity, r.valid_from, r.valid_to,
        coalesce(n.id, case when g.candidates = 1 then g.id end) as product_id, n.discontinued_at,
        case when n.id is null then 'by-gtin' when n.number <> r.product_text then 'by-number-loosely' else 'new' end as found,
        n.id is null and g.candidates > 1 as several
    from upload_rows r
    left join products n on n.number_key = r.product_key
    left join gtins g on g.gtin = lpad(r.gtin, 14, '0')
    where r.company_id = $1 and r.upload_id = $2 and r.generation = $3
), again as (
    select distinct identity_key from upload_rows
    where company_id = $1 and upload_id = $2 and generation = $3 and not is_first
), compared as (
    select line, row_number() over pair > 1 as is_repeated,
        row(description, unit, pack_quantity, valid_from, valid_to)
            is not distinct from first_value(row(description, unit, pack_quantity, valid_from, valid_to)) over pair as is_same,
        min(product_id::text collate \"C\") filter (where problem is distinct from 'left-out') over number
            <> max(product_id::text collate \"C\") filter (where problem is distinct from 'left-out') over number as is_shared
    from matched
    where identity_key in (select identity_key from again)
    window number as (partition by identity_key),
        pair as (partition by identity_key, product_id order by (problem is not null), line)
), met as (
    select m.*, w.is_repeated, w.is_same, w.is_shared, x.id as cpn_id, x.version as cpn_version,
        x.id is not null and x.cpn <> m.cpn as respelt,
        x.id is not null and (
            ($4 and x.description is distinct from m.description and (m.description is not null or $9))
            or ($5 and x.unit is distinct from m.unit and (m.unit is not null or $9))
            or ($6 and x.pack_quantity is distinct from m.pack_quantity and (m.pack_quantity is not null or $9))
            or ($7 and x.valid_from is distinct from m.valid_from and (m.valid_from is not null or $9))
            or ($8 and x.valid_to is distinct from m.valid_to and (m.valid_to is not null or $9))) as differs
    from matched m
    left join compared w on w.line = m.line
    left join cpns x on x.company_id = $1 and x.product_id = m.product_id and x.identity_key = m.identity_key
), judged as (
    select line, product_id, cpn_id, cpn_version,
        case
            when problem = 'left-out' then 'unchanged:left-out'
            when problem is not null then 'problem:' || problem
            when several then 'choice:several-products'
            when product_id is null then case
                when position('product-day' in notes) > 0 then 'problem:product-date-typed'
                when position('product-rounded' in notes) > 0 then 'problem:product-rounded'
                else 'problem:unknown-product' end
            when is_repeated then case when is_same then 'unchanged:repeated' else 'problem:contradicts-earlier-row' end
            when cpn_id is not null then case
                when not $10 and differs then 'changed:details'
                when not $13 and respelt then 'changed:spelling'
                when differs or respelt then 'unchanged:exists'
                else 'unchanged:same' end
            when position('cpn-day' in notes) > 0 then 'problem:cpn-date-typed'
            when is_shared and position('sharing-allowed' in notes) > 0
                then case when $12 then 'problem:number-in-use' else 'new:new-ambiguous' end
            when is_shared then 'choice:number-for-several-products'
            when not $11 and exists (select from cpns y where y.company_id = $1 and y.identity_key = met.identity_key)
                then case when $12 then 'problem:number-in-use' else 'new:new-ambiguous' end
            when exists (select from products q where q.identity_key = met.identity_key) and exists (
                    select from products q where q.identity_key = met.identity_key and q.id <> met.product_id)
                then 'new:new-collides'
            when position('several-' in notes) > 0 then 'new:several-numbers'
            when discontinued_at is not null then 'new:discontinued-product'
            else 'new:' || found
        end as verdict
    from met
)"
);

/// Gives every row of the file its outcome.
pub async fn judge<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    shared: SharedNumbers,
) -> QueryResult<usize> {
    let mapped = |field| upload.mapping.column(field).is_some();
    diesel::sql_query(JUDGE)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .bind::<Bool, _>(mapped(Field::Description))
        .bind::<Bool, _>(mapped(Field::Unit))
        .bind::<Bool, _>(mapped(Field::PackQuantity))
        .bind::<Bool, _>(mapped(Field::ValidFrom))
        .bind::<Bool, _>(mapped(Field::ValidTo))
        .bind::<Bool, _>(upload.empty_cells == EmptyCells::Clear)
        .bind::<Bool, _>(upload.mode == Mode::Add)
        .bind::<Bool, _>(upload.mode == Mode::Mirror)
        .bind::<Bool, _>(shared == SharedNumbers::Forbid)
        .bind::<Bool, _>(matches!(upload.mode, Mode::Add | Mode::Replace))
        .execute(scope.conn())
        .await
}

/// What the file does not have goes; but nothing that a row may have meant which could not be taken: the same number where the
/// product is not known, the same product where the number is not or may be a damaged one.
const MIRROR: &str = store_outcomes!(
    "with said as materialized (
    select o.product_id, r.identity_key
    from upload_outcomes o
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
    where o.company_id = $1 and o.upload_id = $2
), damaged as materialized (
    select o.product_id from upload_outcomes o
    where o.company_id = $1 and o.upload_id = $2 and o.outcome in ('choice', 'problem') and o.cause like 'cpn-%'
), judged as (
    select 'removed:not-in-file' as verdict, (row_number() over (order by c.order_key, c.id) - count(*) over ())::integer as line, c.product_id,
        c.id as cpn_id, c.version as cpn_version
    from cpns c
    where c.company_id = $1
        and not exists (select from said s where s.product_id = c.product_id and s.identity_key = c.identity_key)
        and not exists (select from said s where s.product_id is null and s.identity_key = c.identity_key)
        and not exists (select from said s where s.identity_key is null and s.product_id = c.product_id)
        and not exists (select from damaged d where d.product_id = c.product_id)
)"
);

/// Adds the CPNs that mirroring removes.
pub async fn mirror<M>(scope: &mut Scope<'_, M>, upload: &Upload) -> QueryResult<usize> {
    diesel::sql_query(MIRROR)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .execute(scope.conn())
        .await
}

/// Sums the outcomes up.
pub async fn counts<M>(scope: &mut Scope<'_, M>, upload: UploadId) -> QueryResult<Counts> {
    let causes = outcomes::counts(scope, upload).await?;
    let register_rows = cpns::table
        .filter(cpns::company_id.eq(scope.company().uuid()))
        .count()
        .get_result(scope.conn())
        .await?;
    Ok(Counts {
        causes,
        register_rows,
        notes: notes(scope, upload).await?,
    })
}

#[derive(QueryableByName)]
struct NoteRow {
    #[diesel(sql_type = Text)]
    note: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Sums up what was cleaned. Most rows have nothing that was, so this reads the rows once and little more.
async fn notes<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
) -> QueryResult<BTreeMap<String, i64>> {
    let rows: Vec<NoteRow> = diesel::sql_query(
        "select note, count(*) as count
         from upload_rows r
         join uploads u on u.company_id = $1 and u.id = $2 and u.generation = r.generation
         cross join string_to_table(r.notes, ' ') as note
         where r.company_id = $1 and r.upload_id = $2 and r.notes <> '' group by note",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .load(scope.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.note, row.count)).collect())
}
