//! What the Store API alone asks of the database.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

use crate::access::Overview;
use crate::db::Conn;
use crate::model::id::{CpnId, ProductId};
use crate::schema::products;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

/// Whether the id is that of a CPN, whoever's: a client may choose ids for its own rows alone. One look into the index a company.
pub async fn is_anybodys(overview: &mut Overview<'_>, id: CpnId) -> QueryResult<bool> {
    let answer: Answer = diesel::sql_query(
        "select exists (
             select from companies, lateral (
                 select from cpns where cpns.company_id = companies.id and cpns.id = $1 limit 1) as found) as yes",
    )
    .bind::<diesel::sql_types::Uuid, _>(id)
    .get_result(overview.conn())
    .await?;
    Ok(answer.yes)
}

/// Which of these ids are products.
pub async fn products_by_id(
    conn: &mut Conn,
    ids: &[ProductId],
) -> QueryResult<HashMap<ProductId, (String, String)>> {
    let rows: Vec<(ProductId, String, String)> = products::table
        .filter(products::id.eq_any(ids))
        .select((products::id, products::number, products::name))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, name)| (id, (number, name)))
        .collect())
}
