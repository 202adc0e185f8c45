//! `POST /store-api/b2b/customer-product-number-import`: many numbers from a CSV file, each saved as if it were saved alone, by the
//! engine of the uploads: an import stands in the company's list of uploads and can be undone there.

use std::borrow::Cow;
use std::collections::HashMap;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::entity::parse_hex;
use super::errors::{Answer, Refusal};
use super::front::JsonBody;
use super::import_file::{self, Row};
use super::session::Customer;
use crate::access::Change;
use crate::db::{Conn, Pool};
use crate::domain::upload::{Call, Engine, FIRST_LINE, Saved};
use crate::gate::Db;
use crate::model::id::ProductId;
use crate::model::product::NUMBER_LENGTH;
use crate::model::upload::{Field, cause};
use crate::store;

/// What an import is called in the list of uploads.
const FILE_NAME: &str = "import.csv";

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
    engine: Data<Engine>,
    pool: Data<Pool>,
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
    let numbers = product_numbers(&mut *Db::take(&req).await?, &rows).await?;
    // A row that says neither is blank to the engine, and to a person a row that lacks its product.
    let (said, blank): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| {
        !(product_of(row, &numbers).trim().is_empty() && row.own_number.trim().is_empty())
    });
    let saved = if said.is_empty() {
        Saved::default()
    } else {
        let cells = said
            .iter()
            .map(|row| [product_of(row, &numbers), Cow::Borrowed(&*row.own_number)]);
        let call = Call::write(&[Field::Product, Field::Cpn], cells)?;
        engine.save_call(&pool, &access, FILE_NAME, call).await?
    };
    let refused = saved.refused.iter().filter_map(|(line, cause)| {
        let place = usize::try_from(line - FIRST_LINE).ok()?;
        Some(failure(said.get(place)?, cause))
    });
    let blank = blank.iter().map(|row| failure(row, cause::PRODUCT_MISSING));
    let mut failures: Vec<Failure> = refused.chain(blank).collect();
    failures.sort_by_key(|failure| failure.line);
    Ok(HttpResponse::Ok().json(result(rows.len(), &saved, &failures)))
}

fn result(total: usize, saved: &Saved, failures: &[Failure]) -> Value {
    let errors: Vec<Value> = failures
        .iter()
        .map(|failure| {
            json!({ "line": failure.line, "code": failure.code, "detail": failure.detail })
        })
        .collect();
    json!({
        "success": true,
        "total": total,
        "created": saved.created,
        "updated": saved.updated,
        "unchanged": saved.unchanged,
        "failed": failures.len(),
        "errors": errors,
        "apiAlias": "array_struct",
    })
}

/// The numbers of the products that are named by their ids.
async fn product_numbers(
    conn: &mut Conn,
    rows: &[Row],
) -> Result<HashMap<ProductId, String>, Refusal> {
    let ids = rows.iter().filter_map(|row| parse_hex(&row.product_id));
    let ids: Vec<ProductId> = ids.map(ProductId::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::store_api::products_by_id(conn, &ids).await?;
    Ok(found
        .into_iter()
        .map(|(id, (number, _))| (id, number))
        .collect())
}

/// The number of a row's product: by its id where there is one. An id that is not known must not be taken for a number, so it gets a
/// sign that none has.
fn product_of<'r>(row: &'r Row, numbers: &'r HashMap<ProductId, String>) -> Cow<'r, str> {
    if row.product_id.is_empty() {
        return Cow::Borrowed(&row.shop_number);
    }
    let id = parse_hex(&row.product_id).map(ProductId::from);
    match id.and_then(|id| numbers.get(&id)) {
        Some(number) => Cow::Borrowed(number),
        None => Cow::Owned(format!("\u{1}{}", row.product_id)),
    }
}

fn failure(row: &Row, why: &str) -> Failure {
    let (code, detail) = match why {
        cause::PRODUCT_MISSING => ("PRODUCT_MISSING", "The row names no product.".to_owned()),
        cause::NUMBER_IN_USE => (
            "NUMBER_IN_USE",
            format!("The number {} stands for another product.", row.own_number),
        ),
        "cpn-missing" => ("NUMBER_MISSING", "The row has no number.".to_owned()),
        "cpn-too-long" => (
            "NUMBER_TOO_LONG",
            format!("The number has more than {NUMBER_LENGTH} characters."),
        ),
        number if number.starts_with("cpn-") => (
            "NUMBER_INVALID",
            "The number holds signs that it must not.".to_owned(),
        ),
        _ => {
            let name = if row.product_id.is_empty() {
                &row.shop_number
            } else {
                &row.product_id
            };
            ("PRODUCT_NOT_FOUND", format!("There is no product {name}."))
        }
    };
    Failure {
        line: row.line,
        code,
        detail,
    }
}
