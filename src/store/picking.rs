//! Choices among candidates: of several products that a row may mean, a person picks one for all rows that say the same.

use diesel::QueryResult;

use super::repairs::{decide, decision};
use crate::access::Scope;
use crate::model::repair::{Group, Repair};
use crate::model::upload::Upload;

/// The rows with that GTIN mean this product, which must have it. Gives their lines.
pub async fn pick_by_gtin<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    gtin: &str,
    number: &str,
) -> QueryResult<Vec<i32>> {
    const PICK: &str = decision!(concat!(
        "select $1, $2, r.line, $6, p.number, null
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         join products p on p.number = $9 and lpad(p.gtin, 14, '0') = $8
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and lpad(r.gtin, 14, '0') = $8
            and $7::integer is not null"
    ));
    decide(
        scope,
        PICK,
        upload,
        group,
        Repair::Picked,
        (0, gtin, number),
    )
    .await
}

/// The rows whose product cell says this mean that product. Gives their lines.
pub async fn pick_by_text<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    text: &str,
    number: &str,
) -> QueryResult<Vec<i32>> {
    const PICK: &str = decision!(concat!(
        "select $1, $2, r.line, $6, p.number, null
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         join products p on p.number = $9
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and r.product_text = $8
            and $7::integer is not null"
    ));
    decide(
        scope,
        PICK,
        upload,
        group,
        Repair::Picked,
        (0, text, number),
    )
    .await
}

/// That number means this product: its rows for others are left out. Gives their lines.
pub async fn pick_for_number<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    identity_key: &str,
    number: &str,
) -> QueryResult<Vec<i32>> {
    const PICK: &str = decision!(concat!(
        "select $1, $2, r.line, $6, null, null
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         join products p on p.id = o.product_id
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and r.identity_key = $8
            and p.number <> $9 and exists (select from products q where q.number = $9) and $7::integer is not null"
    ));
    decide(
        scope,
        PICK,
        upload,
        group,
        Repair::LeaveOut,
        (0, identity_key, number),
    )
    .await
}
