//! `POST /store-api/b2b/customer-product-number-import`: many numbers from a CSV file, each saved as if it were saved alone.

use std::collections::HashMap;

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::entity::parse_hex;
use super::errors::{Answer, Refusal};
use super::front::JsonBody;
use super::import_file::{self, Row};
use super::save::draft_of;
use super::session::Customer;
use crate::access::Change;
use crate::db::Conn;
use crate::domain::bulk_save::{self, Saved, Wanted};
use crate::gate::Db;
use crate::model::cpn::CpnDraft;
use crate::model::id::ProductId;
use crate::model::key;
use crate::model::problems::Fault;
use crate::store;

/// Why a row was not taken.
struct Failure {
    line: u64,
    code: &'static str,
    detail: String,
}

/// `POST /store-api/b2b/customer-product-number-import`
pub async fn import(
    req: HttpRequest,
    customer: Customer,
    body: JsonBody,
    payload: Payload,
) -> Answer {
    let access = {
        // Whoever may not write need not send; and no connection waits for those who may.
        let mut conn = Db::take(&req).await?;
        customer.open::<Change>(&mut conn).await?
    };
    let file = import_file::receive(req.headers(), payload.into_inner(), &body.object()).await?;
    let rows = import_file::rows(&file)?;
    let mut conn = Db::take(&req).await?;
    let products = Products::of(&mut conn, &rows).await?;
    let (mut wanted, mut lines, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        match products.wanted(row) {
            Ok(number) => {
                wanted.push(number);
                lines.push(row);
            }
            Err((code, detail)) => failures.push(Failure {
                line: row.line,
                code,
                detail,
            }),
        }
    }
    let saved = if wanted.is_empty() {
        Vec::new()
    } else {
        bulk_save::save_all(&mut conn, &access, &wanted).await?
    };
    for (row, _) in lines
        .iter()
        .zip(&saved)
        .filter(|(_, saved)| **saved == Saved::Shared)
    {
        failures.push(Failure {
            line: row.line,
            code: "NUMBER_IN_USE",
            detail: format!("The number {} stands for another product.", row.own_number),
        });
    }
    failures.sort_by_key(|failure| failure.line);
    Ok(HttpResponse::Ok().json(result(rows.len(), &saved, &failures)))
}

fn result(total: usize, saved: &[Saved], failures: &[Failure]) -> Value {
    let count = |outcome: Saved| saved.iter().filter(|saved| **saved == outcome).count();
    let errors: Vec<Value> = failures
        .iter()
        .map(|failure| {
            json!({ "line": failure.line, "code": failure.code, "detail": failure.detail })
        })
        .collect();
    json!({
        "success": true,
        "total": total,
        "created": count(Saved::Created),
        "updated": count(Saved::Updated),
        "unchanged": count(Saved::Unchanged),
        "failed": failures.len(),
        "errors": errors,
        "apiAlias": "array_struct",
    })
}

/// The products a file names.
struct Products {
    by_number: HashMap<String, ProductId>,
    by_id: HashMap<ProductId, (String, String)>,
}

impl Products {
    async fn of(conn: &mut Conn, rows: &[Row]) -> Result<Self, Refusal> {
        let keys: Vec<String> = rows
            .iter()
            .map(|row| key::plain(&row.shop_number))
            .collect();
        let keys: Vec<&str> = keys
            .iter()
            .map(String::as_str)
            .filter(|key| !key.is_empty())
            .collect();
        let ids = rows.iter().filter_map(|row| parse_hex(&row.product_id));
        let ids: Vec<ProductId> = ids.map(ProductId::from).collect();
        Ok(Self {
            by_number: store::store_api::products_by_number(conn, &keys).await?,
            by_id: store::store_api::products_by_id(conn, &ids).await?,
        })
    }

    fn wanted(&self, row: &Row) -> Result<Wanted, (&'static str, String)> {
        let product = self.product(row)?;
        let draft = number(&row.own_number)?;
        Ok(Wanted { product, draft })
    }

    /// The product by its id where there is one, else by its number.
    fn product(&self, row: &Row) -> Result<ProductId, (&'static str, String)> {
        let found = if !row.product_id.is_empty() {
            let id = parse_hex(&row.product_id).map(ProductId::from);
            id.filter(|id| self.by_id.contains_key(id))
        } else if row.shop_number.is_empty() {
            return Err(("PRODUCT_MISSING", "The row names no product.".to_owned()));
        } else {
            self.by_number.get(&key::plain(&row.shop_number)).copied()
        };
        found.ok_or_else(|| {
            let name = if row.product_id.is_empty() {
                &row.shop_number
            } else {
                &row.product_id
            };
            ("PRODUCT_NOT_FOUND", format!("There is no product {name}."))
        })
    }
}

fn number(text: &str) -> Result<CpnDraft, (&'static str, String)> {
    draft_of(text).map_err(|fault| match fault {
        Fault::Missing => ("NUMBER_MISSING", "The row has no number.".to_owned()),
        Fault::TooLong { most, .. } => (
            "NUMBER_TOO_LONG",
            format!("The number has more than {most} characters."),
        ),
        _ => (
            "NUMBER_INVALID",
            "The number holds signs that it must not.".to_owned(),
        ),
    })
}
