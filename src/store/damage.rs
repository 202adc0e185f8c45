//! Numbers that a spreadsheet has damaged, told from others by what is known: a check says of them what probably happened, so that
//! they can be mended together. Which number was meant is for [`repairs`](super::repairs) to offer and for a person to decide.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::outcomes::judge_again;
use crate::access::{Reads, Scope};
use crate::model::upload::Upload;

/// A stored number, `c.cpn`, looks as if a spreadsheet had turned it into an amount or a date: a guess by its form alone.
pub const LOOKS_DAMAGED: &str = "((c.cpn like '%E+%' and c.cpn ~ '^[0-9]+([.,][0-9]+)?E[+][0-9]+$') \
    or (c.cpn ~ '^[0-9]{1,2}[-. ][A-Za-z]' \
        and c.cpn ~* '^[0-9]{1,2}[-. ](jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*[.]?([-. ][0-9]{2,4})?$'))";

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

async fn is_there(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    question: &'static str,
) -> QueryResult<bool> {
    let Found { found } = diesel::sql_query(question)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .get_result(scope.conn())
        .await?;
    Ok(found)
}

/// The catalogue is read once, and of it only what a spreadsheet would damage: zeros in front, zeros behind, an `e` among digits.
const PRODUCTS: &str = judge_again!(
    "with unknown as materialized (
        select o.line, r.product_key as key
        from upload_outcomes o
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'problem' and o.cause = 'unknown-product'
            and r.product_key ~ '^[0-9]'
    ), known as materialized (
        select number_key as key from products
        where number_key like '0%' or (number_key like '%0' and number_key ~ '^[0-9]+[.,][0-9]*0$')
            or (number_key like '%e%' and number_key ~ '^[0-9]{1,9}e[0-9]{1,2}$')
    ), found as (
        select u.line, 'product-zeros-lost' as cause
        from unknown u join known k on ltrim(k.key, '0') = ltrim(u.key, '0')
        where k.key like '0%' and length(k.key) > length(u.key) and ltrim(u.key, '0') <> ''
        union all
        select u.line, 'product-zeros-cut'
        from unknown u join known k on rtrim(rtrim(k.key, '0'), '.,') = u.key
        where k.key ~ '^[0-9]+[.,][0-9]*0$'
        union all
        select u.line, 'product-exponent-lost'
        from unknown u
        join known k on (case when k.key ~ '^[0-9]{1,9}e[0-9]{1,2}$'
                then split_part(k.key, 'e', 1)::numeric * power(10::numeric, split_part(k.key, 'e', 2)::numeric) end)
            = (case when u.key ~ '^[0-9]{1,30}$' then u.key::numeric end)
        union all
        select u.line, 'product-point-zero'
        from unknown u join products k on k.number_key = regexp_replace(u.key, '[.,]0+$', '')
        where u.key ~ '^[0-9]+[.,]0+$'
    ), again as (
        select 'problem' as outcome, 'unknown-product' as cause, line, 'problem:' || max(cause) as verdict,
            null::uuid as cpn_id, null::integer as cpn_version
        from found group by line
    )"
);

/// New numbers that look like a damaged one of those the company has for the same product: adding them would make a twin, so each
/// is asked about.
const TWINS: &str = judge_again!(
    "with fresh as materialized (
        select o.cause, o.line, o.product_id, r.identity_key as key
        from upload_outcomes o
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        where o.company_id = $1 and o.upload_id = $2 and o.outcome = 'new'
            and o.cause in ('new', 'by-number-loosely', 'by-gtin', 'discontinued-product')
            and r.identity_key ~ '^[0-9]' and position('as-it-is' in r.notes) = 0
    ), pairs as (
        select f.cause, f.line, f.key, x.identity_key as known
        from fresh f join cpns x on x.company_id = $1 and x.product_id = f.product_id
    ), found as (
        select cause, line, case
            when known like '0%' and ltrim(known, '0') = ltrim(key, '0') and length(known) > length(key) and ltrim(key, '0') <> ''
                then 'cpn-zeros-lost'
            when known ~ '^[0-9]+[.,][0-9]*0$' and rtrim(rtrim(known, '0'), '.,') = key then 'cpn-zeros-cut'
            when key ~ '^[0-9]+[.,]0+$' and known = regexp_replace(key, '[.,]0+$', '') then 'cpn-point-zero'
            when key ~ '^[0-9]{15}0+$' and known ~ '^[0-9]{16,}$' and length(known) = length(key) and left(known, 15) = left(key, 15)
                then 'cpn-rounded'
            when key ~ '^[0-9]{1,30}$' and known ~ '^[0-9]{1,9}e[0-9]{1,2}$'
                then case when split_part(known, 'e', 1)::numeric * power(10::numeric, split_part(known, 'e', 2)::numeric) = key::numeric
                    then 'cpn-exponent-lost' end
            end as damage
        from pairs
    ), again as (
        select 'new' as outcome, cause, line, 'choice:' || max(damage) as verdict, null::uuid as cpn_id, null::integer as cpn_version
        from found where damage is not null group by cause, line
    )"
);

/// Says of rows what probably happened to their numbers, and asks about those that would make damaged twins.
pub async fn name(scope: &mut Scope<'_, Reads>, upload: &Upload) -> QueryResult<()> {
    const UNKNOWN: &str = "select exists (select from upload_outcomes
        where company_id = $1 and upload_id = $2 and outcome = 'problem' and cause = 'unknown-product') as found";
    const KNOWN: &str = "select exists (select from cpns where company_id = $1)
        and exists (select from upload_outcomes where company_id = $1 and upload_id = $2 and outcome = 'new') as found";
    for (question, statement) in [(UNKNOWN, PRODUCTS), (KNOWN, TWINS)] {
        if is_there(scope, upload, question).await? {
            diesel::sql_query(statement)
                .bind::<SqlUuid, _>(scope.company().uuid())
                .bind::<SqlUuid, _>(upload.id.uuid())
                .bind::<Integer, _>(upload.generation)
                .execute(scope.conn())
                .await?;
        }
    }
    Ok(())
}
