//! `DELETE /store-api/b2b/customer-product-number/{id}` (`CONTRACTS.md`, 2.9).

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::entity::{ENTITY, parse_hex};
use super::errors::{Answer, Refusal, invalid_uuid};
use super::session::Customer;
use crate::access::Change;
use crate::domain;
use crate::error::Error;
use crate::gate::Db;

/// `DELETE /store-api/b2b/customer-product-number/{id}`
pub async fn delete(req: HttpRequest, customer: Customer, id: Path<String>) -> Answer {
    let mut conn = Db::take(&req).await?;
    let access = customer.open::<Change>(&mut conn).await?;
    let cpn = parse_hex(&id).ok_or_else(|| invalid_uuid(&id))?;
    domain::cpns::delete(&mut conn, &access, cpn.into(), None)
        .await
        .map_err(|error| match error {
            Error::NotFound => Refusal::entity_not_found(ENTITY, &id),
            error => error.into(),
        })?;
    Ok(HttpResponse::Ok().json(json!({ "success": true, "apiAlias": "array_struct" })))
}
