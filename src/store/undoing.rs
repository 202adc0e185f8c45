//! Undoing: what an upload did is read from the history and turned round, set by set.
//!
//! An undo is an upload of its own whose rows are the states to come back to. Its outcomes have lines 0, -1, -2 …, like those of CPNs
//! that are in no file: `removed` for what the upload had made, `changed` and `new` for what comes back as it was, `unchanged` for
//! what somebody changed since and is kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    Bool, Date, Integer, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;

use super::applying::{Lines, Mapped, history, run};
use super::outcomes::store_outcomes;
use crate::access::{Reads, Scope, Writes};
use crate::model::company::SharedNumbers;
use crate::model::cpn::Details;
use crate::model::id::UploadId;
use crate::model::upload::Upload;

/// `$1` company, `$2` the undo, `$3` the upload, `$4` when that was applied, `$5` whether the company forbids shared numbers.
///
/// All rows of one upload bear the moment of its transaction, by which the history is indexed.
const PLAN: &str = store_outcomes!(
    "with done as materialized (
    select cpn_id, min(version) as first, max(version) as last,
        (array_agg(kind order by version))[1] in ('created', 'restored') as made,
        (array_agg(kind order by version desc))[1] = 'deleted' as gone,
        (array_agg(product_id order by version desc))[1] as product_id,
        (array_agg(identity_key order by version desc))[1] as identity_key
    from cpn_history where company_id = $1 and at = $4 and upload_id = $3 group by cpn_id
), judged as (
    select (row_number() over (order by d.cpn_id) - count(*) over ())::integer as line, d.product_id, d.cpn_id, d.last as cpn_version,
        case
            when d.gone then case
                when exists (select from cpn_history h where h.company_id = $1 and h.cpn_id = d.cpn_id and h.version > d.last)
                    or exists (select from cpns t where t.company_id = $1 and t.product_id = d.product_id and t.identity_key = d.identity_key)
                    then 'unchanged:changed-since'
                when $5 and exists (select from cpns t where t.company_id = $1 and t.identity_key = d.identity_key)
                    then 'unchanged:number-in-use'
                else 'new:undo-removal' end
            when x.version is distinct from d.last then 'unchanged:changed-since'
            when d.made then 'removed:undo-addition'
            when exists (
                    select from cpn_history f
                    join cpns t on t.company_id = $1 and t.product_id = d.product_id and t.identity_key = f.identity_key and t.id <> d.cpn_id
                    where f.company_id = $1 and f.cpn_id = d.cpn_id and f.version = d.first - 1)
                then 'unchanged:changed-since'
            else 'changed:undo-change' end as verdict
    from done d
    left join cpns x on x.company_id = $1 and x.id = d.cpn_id
    where not (d.made and d.gone)
)"
);

/// Finds out what undoing an upload comes to.
pub async fn plan(
    scope: &mut Scope<'_, Reads>,
    undo: UploadId,
    upload: UploadId,
    applied_at: DateTime<Utc>,
    shared: SharedNumbers,
) -> QueryResult<usize> {
    diesel::sql_query(PLAN)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(undo.uuid())
        .bind::<SqlUuid, _>(upload.uuid())
        .bind::<Timestamptz, _>(applied_at)
        .bind::<Bool, _>(shared == SharedNumbers::Forbid)
        .execute(scope.conn())
        .await
}

/// A state to come back to.
#[derive(QueryableByName)]
pub struct Former {
    /// The line of its outcome.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Its number.
    #[diesel(sql_type = Text)]
    pub cpn: String,
    /// What that is compared by.
    #[diesel(sql_type = Text)]
    pub identity_key: String,
    #[diesel(sql_type = Nullable<Text>)]
    description: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    unit: Option<String>,
    #[diesel(sql_type = Nullable<Numeric>)]
    pack_quantity: Option<bigdecimal::BigDecimal>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_from: Option<chrono::NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_to: Option<chrono::NaiveDate>,
}

impl Former {
    /// The other fields.
    pub fn details(&self) -> Details {
        Details {
            description: self.description.clone(),
            unit: self.unit.clone(),
            pack_quantity: self.pack_quantity.clone(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
        }
    }
}

/// The version before the upload touched a CPN; for a removal the one that was removed.
macro_rules! before {
    ($outcome:literal, $undone:literal) => {
        concat!(
            "(select case when ",
            $outcome,
            ".outcome = 'new' then ",
            $outcome,
            ".cpn_version else min(f.version) - 1 end
              from cpn_history f where f.company_id = $1 and f.cpn_id = ",
            $outcome,
            ".cpn_id and f.upload_id = ",
            $undone,
            ")"
        )
    };
}

/// The states to come back to in a range of lines.
pub async fn former(
    scope: &mut Scope<'_, Reads>,
    undo: UploadId,
    upload: UploadId,
    lines: Lines,
) -> QueryResult<Vec<Former>> {
    diesel::sql_query(concat!(
        "select o.line, o.cpn_id, h.cpn, h.identity_key, h.description, h.unit, h.pack_quantity, h.valid_from, h.valid_to
         from upload_outcomes o
         join cpn_history h on h.company_id = $1 and h.cpn_id = o.cpn_id and h.version = ",
        before!("o", "$3"),
        " where o.company_id = $1 and o.upload_id = $2 and o.outcome in ('changed', 'new')
            and o.block between $4 >> 8 and $5 >> 8 and o.line between $4 and $5"
    ))
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(undo.uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .bind::<Integer, _>(lines.from)
    .bind::<Integer, _>(lines.to)
    .load(scope.conn())
    .await
}

/// All fields as they were. A number that was preferred then is so again where no other is.
const CHANGE_BACK: &str = concat!(
    "with changed as (
        update cpns x set
            cpn = r.cpn, identity_key = r.identity_key, order_key = r.order_key, search_text = r.search_text,
            description = r.description, unit = r.unit, pack_quantity = r.pack_quantity, valid_from = r.valid_from, valid_to = r.valid_to,
            preferred = h.preferred and (x.preferred or not exists (
                select from cpns p where p.company_id = $1 and p.product_id = x.product_id and p.preferred)),
            version = x.version + 1, updated_at = now(), updated_by_kind = $6, updated_by_id = $7, updated_by_name = $8
        from upload_outcomes o
        join uploads u on u.company_id = $1 and u.id = o.upload_id
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        join cpn_history h on h.company_id = $1 and h.cpn_id = o.cpn_id and h.version = ",
    before!("o", "u.undoes"),
    "   where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'changed' and o.line between $4 and $5
            and o.block between $4 >> 8 and $5 >> 8
            and x.company_id = $1 and x.id = o.cpn_id and x.version = o.cpn_version
        returning x.*
    ), noted as (",
    history!("changed", "c.version", "changed"),
    ") select count(*) as written from noted"
);

/// Back under its old id, with who made it and when.
const RESTORE: &str = concat!(
    "with back as (
        insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, description, unit, pack_quantity,
            valid_from, valid_to, preferred, version, created_at, created_by_kind, created_by_id, created_by_name,
            updated_at, updated_by_kind, updated_by_id, updated_by_name)
        select $1, o.cpn_id, o.product_id, r.cpn, r.identity_key, r.order_key, r.search_text, r.description, r.unit, r.pack_quantity,
            r.valid_from, r.valid_to,
            h.preferred and not exists (select from cpns p where p.company_id = $1 and p.product_id = o.product_id and p.preferred),
            o.cpn_version + 1, m.at, m.actor_kind, m.actor_id, m.actor_name, now(), $6, $7, $8
        from upload_outcomes o
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        join cpn_history h on h.company_id = $1 and h.cpn_id = o.cpn_id and h.version = o.cpn_version
        cross join lateral (
            select * from cpn_history f where f.company_id = $1 and f.cpn_id = o.cpn_id order by f.version limit 1) m
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'new' and o.line between $4 and $5
            and o.block between $4 >> 8 and $5 >> 8
        on conflict do nothing returning *
    ), noted as (",
    history!("back", "c.version", "restored"),
    ") select count(*) as written from noted"
);

/// Brings back how CPNs were before the upload changed them.
pub async fn change_back(
    scope: &mut Scope<'_, Writes>,
    undo: &Upload,
    lines: Lines,
) -> QueryResult<i64> {
    run(scope, CHANGE_BACK, undo, lines, Mapped::Unused).await
}

/// Brings back CPNs that the upload removed.
pub async fn restore(
    scope: &mut Scope<'_, Writes>,
    undo: &Upload,
    lines: Lines,
) -> QueryResult<i64> {
    run(scope, RESTORE, undo, lines, Mapped::Unused).await
}

#[derive(QueryableByName)]
struct Undone {
    #[diesel(sql_type = SqlUuid)]
    undoes: uuid::Uuid,
}

/// Which of these uploads were undone by an undo that was not undone in turn.
pub async fn undone<M>(
    scope: &mut Scope<'_, M>,
    uploads: &[UploadId],
) -> QueryResult<Vec<UploadId>> {
    let ids: Vec<uuid::Uuid> = uploads.iter().map(|upload| upload.uuid()).collect();
    let undone: Vec<Undone> = diesel::sql_query(
        "select u.undoes from uploads u
         where u.company_id = $1 and u.undoes = any($2) and u.state = 'applied' and not exists (
            select from uploads a where a.company_id = $1 and a.undoes = u.id and a.state = 'applied')",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<diesel::sql_types::Array<SqlUuid>, _>(ids)
    .load(scope.conn())
    .await?;
    Ok(undone.into_iter().map(|row| row.undoes.into()).collect())
}
