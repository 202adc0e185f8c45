//! The check: a handful of statements that give every staged row one outcome and one cause.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};

use crate::access::Scope;
use crate::model::company::SharedNumbers;
use crate::model::id::UploadId;
use crate::model::upload::{CauseCount, Counts, EmptyCells, Field, Mode, Outcome, Upload};
use crate::schema::{cpns, upload_outcomes};

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

/// Removes what an earlier check said.
pub async fn clear<M>(scope: &mut Scope<'_, M>, upload: UploadId) -> QueryResult<usize> {
    diesel::delete(
        upload_outcomes::table
            .filter(upload_outcomes::company_id.eq(scope.company().uuid()))
            .filter(upload_outcomes::upload_id.eq(upload.uuid())),
    )
    .execute(scope.conn())
    .await
}

/// Each row meets the catalogue, the rest of its file and the register, in this order. Within a number and product the row that
/// can be taken and stands first counts. The expensive questions are only asked where they matter: a subselect in a branch of
/// `case` runs for the rows that reach it.
const JUDGE: &str = "
insert into upload_outcomes (company_id, upload_id, outcome, cause, line, product_id, cpn_id, cpn_version)
with gtins as (
    select lpad(gtin, 14, '0') as gtin, count(*) as candidates, (array_agg(id))[1] as id
    from products where gtin is not null group by 1
), matched as (
    select r.line, r.cpn, r.identity_key, r.problem, r.notes, r.description, r.unit, r.pack_quantity, r.valid_from, r.valid_to,
        coalesce(n.id, case when g.candidates = 1 then g.id end) as product_id,
        case when n.id is not null then n.discontinued_at else null end as discontinued_at,
        case when n.id is null then 'by-gtin' when n.number <> r.product_text then 'by-number-loosely' else 'new' end as found,
        n.id is null and g.candidates > 1 as several
    from upload_rows r
    left join products n on n.number_key = r.product_key
    left join gtins g on g.gtin = lpad(r.gtin, 14, '0')
    where r.company_id = $1 and r.upload_id = $2 and r.generation = $3
), ranked as (
    select m.*,
        row_number() over pair as nth,
        first_value(m.line) over pair as first_line,
        min(m.product_id::text collate \"C\") filter (where m.problem is distinct from 'left-out') over number
            <> max(m.product_id::text collate \"C\") filter (where m.problem is distinct from 'left-out') over number as is_shared
    from matched m
    window number as (partition by m.identity_key),
        pair as (partition by m.identity_key, m.product_id order by (m.problem is not null), m.line)
), met as (
    select k.*, x.id as cpn_id, x.version as cpn_version,
        x.id is not null and x.cpn <> k.cpn as respelt,
        x.id is not null and (
            ($4 and x.description is distinct from k.description and (k.description is not null or $9))
            or ($5 and x.unit is distinct from k.unit and (k.unit is not null or $9))
            or ($6 and x.pack_quantity is distinct from k.pack_quantity and (k.pack_quantity is not null or $9))
            or ($7 and x.valid_from is distinct from k.valid_from and (k.valid_from is not null or $9))
            or ($8 and x.valid_to is distinct from k.valid_to and (k.valid_to is not null or $9))) as differs
    from ranked k
    left join cpns x on x.company_id = $1 and x.product_id = k.product_id and x.identity_key = k.identity_key
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
            when nth > 1 then case when exists (
                    select from upload_rows f
                    where f.company_id = $1 and f.upload_id = $2 and f.generation = $3 and f.line = met.first_line
                        and (f.description, f.unit, f.pack_quantity, f.valid_from, f.valid_to)
                            is not distinct from (met.description, met.unit, met.pack_quantity, met.valid_from, met.valid_to))
                then 'unchanged:repeated' else 'problem:contradicts-earlier-row' end
            when cpn_id is not null then case
                when not $10 and differs then 'changed:details'
                when not $10 and respelt then 'changed:spelling'
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
)
select $1, $2, split_part(verdict, ':', 1), substr(verdict, position(':' in verdict) + 1), line, product_id, cpn_id, cpn_version
from judged";

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
        .execute(scope.conn())
        .await
}

/// What the file does not have goes; but nothing that a row may have meant which could not be taken: the same number where the
/// product is not known, the same product where the number is not or may be a damaged one.
const MIRROR: &str = "
insert into upload_outcomes (company_id, upload_id, outcome, cause, line, product_id, cpn_id, cpn_version)
with said as materialized (
    select o.product_id, r.identity_key
    from upload_outcomes o
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
    where o.company_id = $1 and o.upload_id = $2
), damaged as materialized (
    select o.product_id from upload_outcomes o
    where o.company_id = $1 and o.upload_id = $2 and o.outcome in ('choice', 'problem') and o.cause like 'cpn-%'
)
select $1, $2, 'removed', 'not-in-file', (1 - row_number() over (order by c.order_key, c.id))::integer, c.product_id, c.id, c.version
from cpns c
where c.company_id = $1
    and not exists (select from said s where s.product_id = c.product_id and s.identity_key = c.identity_key)
    and not exists (select from said s where s.product_id is null and s.identity_key = c.identity_key)
    and not exists (select from said s where s.identity_key is null and s.product_id = c.product_id)
    and not exists (select from damaged d where d.product_id = c.product_id)";

/// Adds the CPNs that mirroring removes.
pub async fn mirror<M>(scope: &mut Scope<'_, M>, upload: &Upload) -> QueryResult<usize> {
    diesel::sql_query(MIRROR)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .execute(scope.conn())
        .await
}

#[derive(QueryableByName)]
struct CauseRow {
    #[diesel(sql_type = Text)]
    outcome: Outcome,
    #[diesel(sql_type = Text)]
    cause: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Integer)]
    example_line: i32,
}

/// Sums the outcomes up.
pub async fn counts<M>(scope: &mut Scope<'_, M>, upload: UploadId) -> QueryResult<Counts> {
    let rows: Vec<CauseRow> = diesel::sql_query(
        "select outcome, cause, count(*) as count, case when outcome = 'removed' then max(line) else min(line) end as example_line
         from upload_outcomes where company_id = $1 and upload_id = $2 group by outcome, cause order by count(*) desc, cause",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .load(scope.conn())
    .await?;
    let register_rows = cpns::table
        .filter(cpns::company_id.eq(scope.company().uuid()))
        .count()
        .get_result(scope.conn())
        .await?;
    let causes = rows
        .into_iter()
        .map(|row| CauseCount {
            outcome: row.outcome,
            cause: row.cause,
            count: row.count,
            example_line: row.example_line,
        })
        .collect();
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
