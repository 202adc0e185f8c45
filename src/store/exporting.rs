//! A company's whole list, read in pieces from one snapshot.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};
use uuid::Uuid;

use crate::access::{Reads, Scope};
use crate::schema::{cpns, products};

/// A CPN with what a reader of the list must know of its product.
#[derive(Queryable)]
pub struct ExportRow {
    /// The product's number.
    pub product_number: String,
    /// The product's name.
    pub product_name: String,
    /// The number.
    pub cpn: String,
    /// The customer's own wording.
    pub description: Option<String>,
    /// The unit one of the customer's numbers stands for.
    pub unit: Option<String>,
    /// How many of our sales units it stands for.
    pub pack_quantity: Option<BigDecimal>,
    /// First day of validity.
    pub valid_from: Option<NaiveDate>,
    /// Last day of validity.
    pub valid_to: Option<NaiveDate>,
    order_key: String,
    id: Uuid,
}

impl ExportRow {
    /// Where the next piece begins.
    pub fn place(&self) -> Place {
        (self.order_key.clone(), self.id)
    }
}

/// A row's place in the list.
pub type Place = (String, Uuid);

/// Has all pieces of this transaction come from one moment, however long they take. Nothing may have been read before.
pub async fn begin_snapshot(scope: &mut Scope<'_, Reads>) -> QueryResult<()> {
    scope
        .conn()
        .batch_execute(
            "set transaction isolation level repeatable read read only; \
             set local statement_timeout = '1min'; set local idle_in_transaction_session_timeout = '15min'",
        )
        .await
}

/// The next rows behind a place, in natural order of the numbers.
pub async fn piece(
    scope: &mut Scope<'_, Reads>,
    after: Option<&Place>,
    count: i64,
) -> QueryResult<Vec<ExportRow>> {
    let mut query = cpns::table
        .inner_join(products::table)
        .filter(cpns::company_id.eq(scope.company()))
        .order((cpns::order_key, cpns::id))
        .limit(count)
        .select((
            products::number,
            products::name,
            cpns::cpn,
            cpns::description,
            cpns::unit,
            cpns::pack_quantity,
            cpns::valid_from,
            cpns::valid_to,
            cpns::order_key,
            cpns::id,
        ))
        .into_boxed();
    if let Some((key, id)) = after {
        // As a row comparison, the index is entered right there.
        query = query.filter(
            sql::<Bool>("(cpns.order_key, cpns.id) > (")
                .bind::<diesel::sql_types::Text, _>(key.clone())
                .sql(", ")
                .bind::<diesel::sql_types::Uuid, _>(*id)
                .sql(")"),
        );
    }
    query.load(scope.conn()).await
}
