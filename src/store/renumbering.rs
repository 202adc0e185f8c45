//! Renumbering: a number that is new for its product takes the place of the one the company prefers for it.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::outcomes::judge_again;
use crate::access::{Reads, Scope};
use crate::model::upload::Upload;

/// The rows are taken as if they came one after the other, so of those that would take the same place the last one does. A row with a
/// number that the product has beside the preferred one takes no place.
const RENUMBER: &str = judge_again!(
    "with preferred as materialized (
        select product_id, id, version from cpns where company_id = $1 and preferred
    ), rivals as (
        select o.outcome, o.cause, o.line, o.product_id, o.cpn_id, lead(r.identity_key) over pair as next,
            r.identity_key = lead(r.identity_key) over pair as is_same
        from upload_outcomes o
        join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
        left join preferred p on p.id = o.cpn_id
        where o.company_id = $1 and o.upload_id = $2
            and (p.id is not null or (o.cpn_id is null and (o.outcome = 'new' or o.cause = 'repeated')))
        window pair as (partition by o.product_id order by o.line)
    ), again as (
        select v.outcome, v.cause, v.line, case
                when v.is_same then 'unchanged:repeated'
                when v.next is not null then 'unchanged:superseded'
                when p.id is not null then 'changed:renumbered'
                else 'new:new' end as verdict,
            case when v.next is null then p.id end as cpn_id, case when v.next is null then p.version end as cpn_version
        from rivals v
        left join preferred p on p.product_id = v.product_id
        where v.cpn_id is null and (v.next is not null or p.id is not null or v.outcome <> 'new')
    )"
);

/// Says of rows that were judged new which of them take the place of another number.
pub async fn name(scope: &mut Scope<'_, Reads>, upload: &Upload) -> QueryResult<usize> {
    diesel::sql_query(RENUMBER)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .execute(scope.conn())
        .await
}
