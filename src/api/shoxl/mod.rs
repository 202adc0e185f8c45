//! Contract C: the Shoxl shop asks for a company's own numbers (`CONTRACTS.md`, section 4).
//!
//! `POST /Shoxl/v1/GetCustomerProducts` with `{"accountNumber":"128","productNumbers":["90001","80001"]}` answers
//! `{"errorCode":null,"errorDescription":null,"customerProducts":[{"productNumber":"90001","ownProductNumber":"4321"}]}`.

mod answer;
mod request;

use std::collections::HashSet;

use actix_web::http::Method;
use actix_web::web::{Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::api::body;
use crate::db::Conn;
use crate::gate::rate::ContractRate;
use crate::gate::{ClientAddress, Db};
use crate::model::{key, secret};
use crate::routes::{Routes, at};
use crate::store;
use crate::store::shoxl::{Asker, Found};
use answer::{CustomerProduct, Refusal};
use request::{MatchRequest, ProductsRequest};

/// The largest request, in bytes.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Mounts the contract.
pub fn configure(config: &mut ServiceConfig) {
    drop(routes(config));
}

/// Registers its routes. Shops spell the path in any case and may end it with a slash.
pub fn routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    let path = |function: &str| {
        format!(
            "/{{shoxl:(?i:shoxl)}}/{{version:(?i:v1)}}/{{function:(?i:{function})}}{{slash:/?}}"
        )
    };
    routes.add(
        at(&path("GetCustomerProducts"))
            .post(customer_products)
            .otherwise(wrong_method),
    );
    routes.add(
        at(&path("MatchCustomerProducts"))
            .post(matching_products)
            .otherwise(wrong_method),
    );
    routes.seen()
}

async fn wrong_method() -> HttpResponse {
    answer::answer(Err(Refusal::WrongMethod))
}

/// The own numbers of products, in the order of the request; products without one are left out.
async fn customer_products(req: HttpRequest, payload: Payload) -> HttpResponse {
    answer::answer(find_customer_products(&req, payload).await)
}

async fn find_customer_products(
    req: &HttpRequest,
    payload: Payload,
) -> Result<Vec<CustomerProduct>, Refusal> {
    let credentials = request::credentials(req).ok_or(Refusal::Unauthorized)?;
    let body = body::read(payload, MOST_BYTES).await?;
    // A request that cannot be read asks as well: whoever has no token learns nothing of what is wrong with it.
    let asked = ProductsRequest::parse(&body);
    let (account_key, keys) = asked
        .as_ref()
        .map_or_else(|_| Default::default(), ProductsRequest::keys);
    let asker = Asker {
        secret_hash: secret::hash(&credentials.1),
        carrier: credentials.0,
        account_key,
    };
    let mut conn = Db::take(req).await?;
    let found = store::shoxl::own_numbers(&mut conn, &asker, &keys).await?;
    let known = note_use(&mut conn, req, &found).await?;
    let asked = asked?;
    known.then_some(()).ok_or(Refusal::CustomerNotFound)?;
    Ok(in_request_order(&asked.product_numbers, found))
}

/// Refuses an unknown token and one that asks too often, notes the use of a known one, and tells whether it may know the account.
async fn note_use(conn: &mut Conn, req: &HttpRequest, found: &[Found]) -> Result<bool, Refusal> {
    let standing = found.first().ok_or(Refusal::Unauthorized)?;
    ContractRate::count(req, standing.token.uuid())?;
    if standing.unnoted {
        let address = ClientAddress::of(req).to_string();
        store::tokens::note_use_of(conn, standing.token, &address).await?;
    }
    Ok(standing.known)
}

/// One entry a product, spelled as the request spelled it first.
fn in_request_order(numbers: &[String], mut found: Vec<Found>) -> Vec<CustomerProduct> {
    found.sort_unstable_by_key(|found| found.place);
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter_map(|found| {
            let asked = numbers.get(usize::try_from(found.place?).ok()?.checked_sub(1)?)?;
            let own_product_number = found.own_number?;
            seen.insert(key::plain(asked)).then(|| CustomerProduct {
                product_number: asked.clone(),
                own_product_number,
            })
        })
        .collect()
}

/// Numbers that hold a term, for the shop's search box: equal ones first, then those that begin with it, then the rest.
async fn matching_products(req: HttpRequest, payload: Payload) -> HttpResponse {
    answer::answer(find_matching_products(&req, payload).await)
}

async fn find_matching_products(
    req: &HttpRequest,
    payload: Payload,
) -> Result<Vec<CustomerProduct>, Refusal> {
    let credentials = request::credentials(req).ok_or(Refusal::Unauthorized)?;
    let body = body::read(payload, MOST_BYTES).await?;
    let asked = MatchRequest::parse(&body);
    let (account_key, term, most) = asked.as_ref().map_or_else(
        |_| Default::default(),
        |asked| {
            (
                key::plain(&asked.account_number),
                asked.search_term.as_str(),
                asked.max_results,
            )
        },
    );
    let asker = Asker {
        secret_hash: secret::hash(&credentials.1),
        carrier: credentials.0,
        account_key,
    };
    let mut conn = Db::take(req).await?;
    let mut found = store::shoxl::matching(&mut conn, &asker, term, most).await?;
    let known = note_use(&mut conn, req, &found).await?;
    asked?;
    known.then_some(()).ok_or(Refusal::CustomerNotFound)?;
    found.sort_unstable_by_key(|found| found.place);
    Ok(found
        .into_iter()
        .filter_map(|found| {
            Some(CustomerProduct {
                product_number: found.product_number?,
                own_product_number: found.own_number?,
            })
        })
        .collect())
}
