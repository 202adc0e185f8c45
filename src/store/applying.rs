//! Applying: the register becomes what the check said, with the history of each change, set by set.
//!
//! Each function gives the number of rows it wrote, to be compared with what the check promised: a row that somebody changed
//! since has another version, and fewer rows are written.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};

use crate::access::{Scope, Writes};
use crate::model::actor::Door;
use crate::model::upload::{EmptyCells, Field, Upload};

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = BigInt)]
    written: i64,
}

/// Notes rows `c` that have just been written in the history.
///
/// In all statements: `$1` company, `$2` upload, `$3` generation, `$4` and `$5` lines, `$6` to `$8` the actor, `$9` the door;
/// from `$10` on which fields are mapped and whether empty cells clear.
macro_rules! history {
    ($source:literal, $version:literal, $kind:literal) => {
        concat!(
            "insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_id, actor_name, door, upload_id, \
                product_id, cpn, identity_key, description, unit, pack_quantity, valid_from, valid_to, preferred) \
             select c.company_id, c.id, ", $version, ", '", $kind, "', now(), $6, $7, $8, $9, $2, \
                c.product_id, c.cpn, c.identity_key, c.description, c.unit, c.pack_quantity, c.valid_from, c.valid_to, c.preferred \
             from ", $source, " c returning 1"
        )
    };
}

pub(super) use history;

const INSERT: &str = concat!(
    "with fresh as (
        select r.*, o.product_id, row_number() over (partition by o.product_id order by r.line) = 1
            and not exists (select from cpns c where c.company_id = $1 and c.product_id = o.product_id) as preferred
        from upload_outcomes o
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'new' and o.line between $4 and $5
            and o.block between $4 >> 8 and $5 >> 8
            and r.line between $4 and $5
    ), made as (
        insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, description, unit, pack_quantity,
            valid_from, valid_to, preferred, version, created_at, created_by_kind, created_by_id, created_by_name,
            updated_at, updated_by_kind, updated_by_id, updated_by_name)
        select $1, id, product_id, cpn, identity_key, order_key, search_text, description, unit, pack_quantity,
            valid_from, valid_to, preferred, 1, now(), $6, $7, $8, now(), $6, $7, $8
        from fresh order by line returning *
    ), noted as (",
    history!("made", "1", "created"),
    ") select count(*) as written from noted"
);

const UPDATE: &str = concat!(
    "with changed as (
        update cpns x set
            cpn = r.cpn, identity_key = r.identity_key, order_key = r.order_key,
            description = case when $10 and (r.description is not null or $15) then r.description else x.description end,
            unit = case when $11 and (r.unit is not null or $15) then r.unit else x.unit end,
            pack_quantity = case when $12 and (r.pack_quantity is not null or $15) then r.pack_quantity else x.pack_quantity end,
            valid_from = case when $13 and (r.valid_from is not null or $15) then r.valid_from else x.valid_from end,
            valid_to = case when $14 and (r.valid_to is not null or $15) then r.valid_to else x.valid_to end,
            -- The number stands in front of it, the description behind a blank.
            search_text = case when $10 and (r.description is not null or $15) then r.search_text
                when x.identity_key <> r.identity_key
                    then split_part(r.search_text, ' ', 1) || coalesce(substring(x.search_text from ' .*'), '')
                else x.search_text end,
            version = x.version + 1, updated_at = now(), updated_by_kind = $6, updated_by_id = $7, updated_by_name = $8
        from upload_outcomes o
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'changed' and o.line between $4 and $5
            and o.block between $4 >> 8 and $5 >> 8
            and r.line between $4 and $5
            and x.company_id = $1 and x.id = o.cpn_id and x.version = o.cpn_version
        returning x.*
    ), noted as (",
    history!("changed", "c.version", "changed"),
    ") select count(*) as written from noted"
);

const DELETE: &str = concat!(
    "with gone as (
        delete from cpns x using upload_outcomes o
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'removed' and o.line between $4 and $5
            and o.block between $4 >> 8 and $5 >> 8
            and x.company_id = $1 and x.id = o.cpn_id and x.version = o.cpn_version
        returning x.*
    ), noted as (",
    history!("gone", "c.version + 1", "deleted"),
    ") select count(*) as written from noted"
);

/// Pairs this upload touched that have no preferred CPN but others: the oldest takes over.
const TAKE_OVER: &str = concat!(
    "with bereft as (
        select distinct o.product_id from upload_outcomes o
        where o.company_id = $1 and o.upload_id = $2 and o.outcome in ('new', 'changed', 'removed')
            and not exists (select from cpns p where p.company_id = $1 and p.product_id = o.product_id and p.preferred)
    ), heirs as (
        select distinct on (c.product_id) c.id
        from cpns c
        join bereft b on b.product_id = c.product_id
        where c.company_id = $1
        order by c.product_id, c.created_at, c.id
    ), changed as (
        update cpns x set preferred = true, version = x.version + 1,
            updated_at = now(), updated_by_kind = $6, updated_by_id = $7, updated_by_name = $8
        from heirs h where x.company_id = $1 and x.id = h.id
        returning x.*
    ), noted as (",
    history!("changed", "c.version", "changed"),
    ") select count(*) as written from noted"
);

/// A range of lines, both ends included. One statement takes so many rows; between two the progress is told.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// The first.
    pub from: i32,
    /// The last.
    pub to: i32,
}

impl Lines {
    /// All there are.
    pub const ALL: Self = Self {
        from: i32::MIN,
        to: i32::MAX,
    };
}

/// Makes room for work in bulk. The trigram index takes its new entries in lists that are merged when full: the larger they are,
/// the fewer pages each merge visits.
pub async fn prepare(scope: &mut Scope<'_, Writes>, rows: i64) -> QueryResult<()> {
    scope
        .conn()
        .batch_execute("set local work_mem = '128MB'")
        .await?;
    if rows > 10_000 {
        scope
            .conn()
            .batch_execute(
                "set local enable_nestloop = off; set local enable_mergejoin = off; set local gin_pending_list_limit = '64MB'",
            )
            .await?;
    }
    Ok(())
}

/// Removes, in mirror mode, what the file does not have.
pub async fn delete(
    scope: &mut Scope<'_, Writes>,
    upload: &Upload,
    lines: Lines,
) -> QueryResult<i64> {
    run(scope, DELETE, upload, lines, Mapped::Unused).await
}

/// Sees to it that every pair that lost its preferred CPN has one again, be it that somebody else deleted that meanwhile. The scope
/// must be the company's only writer by now.
pub async fn take_over(scope: &mut Scope<'_, Writes>, upload: &Upload) -> QueryResult<i64> {
    run(scope, TAKE_OVER, upload, Lines::ALL, Mapped::Unused).await
}

/// Changes what differs.
pub async fn update(
    scope: &mut Scope<'_, Writes>,
    upload: &Upload,
    lines: Lines,
) -> QueryResult<i64> {
    run(scope, UPDATE, upload, lines, Mapped::Bound).await
}

/// Adds what is new. What somebody added since the check violates a unique key.
pub async fn insert(
    scope: &mut Scope<'_, Writes>,
    upload: &Upload,
    lines: Lines,
) -> QueryResult<i64> {
    run(scope, INSERT, upload, lines, Mapped::Unused).await
}

/// Whether a statement asks which fields are mapped.
#[derive(PartialEq, Eq)]
pub(super) enum Mapped {
    /// It does.
    Bound,
    /// It does not.
    Unused,
}

/// Runs one of the statements that write.
pub(super) async fn run(
    scope: &mut Scope<'_, Writes>,
    statement: &str,
    upload: &Upload,
    lines: Lines,
    mapped: Mapped,
) -> QueryResult<i64> {
    let actor = scope.actor().clone();
    let mut query = diesel::sql_query(statement)
        .into_boxed::<diesel::pg::Pg>()
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .bind::<Integer, _>(lines.from)
        .bind::<Integer, _>(lines.to)
        .bind::<Text, _>(actor.kind)
        .bind::<Nullable<SqlUuid>, _>(actor.id)
        .bind::<Text, _>(actor.name)
        .bind::<Text, _>(Door::Upload);
    if mapped == Mapped::Bound {
        for field in [
            Field::Description,
            Field::Unit,
            Field::PackQuantity,
            Field::ValidFrom,
            Field::ValidTo,
        ] {
            query = query.bind::<Bool, _>(upload.mapping.column(field).is_some());
        }
        query = query.bind::<Bool, _>(upload.empty_cells == EmptyCells::Clear);
    }
    let Written { written } = query.get_result(scope.conn()).await?;
    Ok(written)
}

/// The last line of the file that has a row.
pub async fn last_line(scope: &mut Scope<'_, Writes>, upload: &Upload) -> QueryResult<i32> {
    use crate::schema::upload_rows as r;
    r::table
        .filter(r::company_id.eq(scope.company().uuid()))
        .filter(r::upload_id.eq(upload.id.uuid()))
        .filter(r::generation.eq(upload.generation))
        .order(r::line.desc())
        .select(r::line)
        .first(scope.conn())
        .await
        .optional()
        .map(Option::unwrap_or_default)
}

/// Numbers the upload made that stand for another product of the company too.
pub async fn shared_numbers(scope: &mut Scope<'_, Writes>, upload: &Upload) -> QueryResult<i64> {
    let Written { written } = diesel::sql_query(
        "select count(*) as written
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         join cpns y on y.company_id = $1 and y.identity_key = r.identity_key and y.product_id <> o.product_id
         where o.company_id = $1 and o.upload_id = $2 and (o.outcome = 'new' or o.cause = 'renumbered')",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .get_result(scope.conn())
    .await?;
    Ok(written)
}
