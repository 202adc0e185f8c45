//! The products among which somebody chooses where a check could not tell.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::access::Scope;
use crate::model::repair::Group;
use crate::model::upload::Upload;

/// One product that may be meant.
#[derive(Clone, Debug, QueryableByName)]
pub struct CandidateRow {
    /// What is asked about: a GTIN or a number's identity key.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// The same as the file has it.
    #[diesel(sql_type = Text)]
    pub given: String,
    /// The first line that asks.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Rows that ask.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// The product's number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// The product's name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

const BY_GTIN: &str = "
with asked as (
    select lpad(r.gtin, 14, '0') as key, min(r.gtin) as given, min(r.line) as line, count(*) as count
    from upload_outcomes o
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
    where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5
    group by 1 order by 3 limit $6
)
select a.*, p.number, p.name from asked a join products p on lpad(p.gtin, 14, '0') = a.key order by a.line, p.order_key";

const FOR_NUMBER: &str = "
with rows as (
    select r.identity_key as key, r.cpn as given, r.line, o.product_id
    from upload_outcomes o
    join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
    where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5
), asked as (
    select key, min(given) as given, min(line) as line, count(*) as count from rows group by key order by 3 limit $6
)
select a.*, p.number, p.name
from asked a
join products p on p.id in (select r.product_id from rows r where r.key = a.key)
order by a.line, p.order_key";

/// What is to be chosen in a group, the first questions, each with its candidates.
pub async fn page<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    by_gtin: bool,
    questions: i32,
) -> QueryResult<Vec<CandidateRow>> {
    diesel::sql_query(if by_gtin { BY_GTIN } else { FOR_NUMBER })
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .bind::<Text, _>(group.outcome.word())
        .bind::<Text, _>(&group.cause)
        .bind::<Integer, _>(questions)
        .load(scope.conn())
        .await
}
