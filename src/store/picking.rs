//! Choices among candidates: of several products that a row may mean, a person picks one for all rows that say the same.

use diesel::QueryResult;

use super::repairs::{decide, decision};
use crate::access::Scope;
use crate::model::repair::{Group, Repair};
use crate::model::upload::Upload;

/// What rows say that leaves several products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A GTIN; the product that is picked must have it.
    Gtin,
    /// What stands in the product's cell.
    Text,
    /// The customer's number, by its identity key: its rows for other products are left out.
    Number,
}

/// `$8` is what the rows say, `$9` the number of the product that is meant.
macro_rules! pick {
    ($taken:literal, $product:literal, $rows:literal) => {
        decision!(concat!(
            "select $1, $2, r.line, $6, ", $taken, ", null
             from upload_outcomes o
             join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
             join products p on ", $product,
            " where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and $7::integer is not null and ", $rows
        ))
    };
}

const BY_GTIN: &str = pick!(
    "p.number",
    "p.number = $9 and lpad(p.gtin, 14, '0') = $8",
    "lpad(r.gtin, 14, '0') = $8"
);
const BY_TEXT: &str = pick!("p.number", "p.number = $9", "r.product_text = $8");
const BY_NUMBER: &str = pick!(
    "null",
    "p.id = o.product_id",
    "r.identity_key = $8 and p.number <> $9 and exists (select from products q where q.number = $9)"
);

/// Takes the product with that number for the rows of a group that say so. Gives their lines.
pub async fn pick<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    (said, key): (Said, &str),
    number: &str,
) -> QueryResult<Vec<i32>> {
    let (statement, repair) = match said {
        Said::Gtin => (BY_GTIN, Repair::Picked),
        Said::Text => (BY_TEXT, Repair::Picked),
        Said::Number => (BY_NUMBER, Repair::LeaveOut),
    };
    decide(scope, statement, upload, group, repair, (0, key, number)).await
}
