//! Contract C: the Shoxl shop asks for a company's own numbers (`CONTRACTS.md`, section 4).
//!
//! `POST /Shoxl/v1/GetCustomerProducts` with `{"accountNumber":"128","productNumbers":["90001","80001"]}` answers
//! `{"errorCode":null,"errorDescription":null,"customerProducts":[{"productNumber":"90001","ownProductNumber":"4321"}]}`.

use std::collections::HashSet;

use actix_web::http::{Method, StatusCode, header};
use actix_web::web::{Bytes, PayloadConfig, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::access::{self, CompanyAccess, See};
use crate::domain::tokens;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::token::Contract;
use crate::model::{key, secret};
use crate::routes::{Routes, at};
use crate::store;

/// The most product numbers of one request.
const MOST_NUMBERS: usize = 5_000;
/// The largest request, in bytes.
const MOST_BYTES: usize = 1024 * 1024;
/// Hits of a search that names no limit.
const DEFAULT_RESULTS: i64 = 10;
/// The most hits a search may ask for.
const MOST_RESULTS: i64 = 1_000;

/// Mounts the contract.
pub fn configure(config: &mut ServiceConfig) {
    config.app_data(PayloadConfig::new(MOST_BYTES));
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    error_code: Option<&'static str>,
    error_description: Option<String>,
    customer_products: Vec<CustomerProduct>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CustomerProduct {
    product_number: String,
    own_product_number: String,
}

/// Why a request is answered with an error code.
enum Refusal {
    Unauthorized,
    InvalidRequest(&'static str),
    TooManyProducts,
    CustomerNotFound,
    WrongMethod,
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::SignInRequired => Self::Unauthorized,
            error => Self::Failed(error),
        }
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The own numbers of products, in the order of the request; products without one are left out.
async fn customer_products(req: HttpRequest, body: Bytes) -> HttpResponse {
    answer(find_customer_products(&req, &body).await)
}

async fn find_customer_products(
    req: &HttpRequest,
    body: &[u8],
) -> Result<Vec<CustomerProduct>, Refusal> {
    let secret = credentials(req).ok_or(Refusal::Unauthorized)?;
    let asked = ProductsRequest::parse(body);
    let (account_key, keys) = asked
        .as_ref()
        .map_or_else(|_| Default::default(), ProductsRequest::keys);
    let mut conn = Db::take(req).await?;
    // A request that cannot be read asks as well: whoever has no token learns nothing of what is wrong with it.
    let found =
        store::shoxl::own_numbers(&mut conn, &secret::hash(&secret), &account_key, &keys).await?;
    let standing = found.first().ok_or(Refusal::Unauthorized)?;
    let asked = asked?;
    if standing.unnoted {
        store::tokens::note_use_of(&mut conn, standing.token, &peer(req)).await?;
    }
    if standing.place < 0 {
        return Err(Refusal::CustomerNotFound);
    }
    Ok(in_request_order(&asked.product_numbers, found))
}

/// One entry a product, spelled as the request spelled it first.
fn in_request_order(
    numbers: &[String],
    mut found: Vec<store::shoxl::Found>,
) -> Vec<CustomerProduct> {
    found.sort_unstable_by_key(|found| found.place);
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter_map(|found| {
            let asked = numbers.get(usize::try_from(found.place).ok()?.checked_sub(1)?)?;
            let own_product_number = found.own_number?;
            seen.insert(key::plain(asked)).then(|| CustomerProduct {
                product_number: asked.clone(),
                own_product_number,
            })
        })
        .collect()
}

struct ProductsRequest {
    account_number: String,
    product_numbers: Vec<String>,
}

impl ProductsRequest {
    /// What account and products are looked up by.
    fn keys(&self) -> (String, Vec<String>) {
        (
            key::plain(&self.account_number),
            self.product_numbers
                .iter()
                .map(|number| key::plain(number))
                .collect(),
        )
    }

    fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let fields = Fields::parse(body)?;
        let account_number = fields.account_number()?;
        let numbers = fields
            .get("productNumbers")
            .and_then(Value::as_array)
            .ok_or(Refusal::InvalidRequest("productNumbers must be a list"))?;
        if numbers.len() > MOST_NUMBERS {
            return Err(Refusal::TooManyProducts);
        }
        let product_numbers = numbers
            .iter()
            .map(|number| match number {
                Value::String(text) => Ok(text.clone()),
                Value::Number(number) => Ok(number.to_string()),
                _ => Err(Refusal::InvalidRequest("productNumbers must hold strings")),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            account_number,
            product_numbers,
        })
    }
}

/// Numbers that hold a term, for the shop's search box: equal ones first, then those that begin with it, then the rest.
async fn matching_products(req: HttpRequest, body: Bytes) -> HttpResponse {
    answer(find_matching_products(&req, &body).await)
}

async fn find_matching_products(
    req: &HttpRequest,
    body: &[u8],
) -> Result<Vec<CustomerProduct>, Refusal> {
    let secret = credentials(req).ok_or(Refusal::Unauthorized)?;
    let mut conn = Db::take(req).await?;
    let identity = tokens::recognise(&mut conn, Contract::Shoxl, &secret, &peer(req)).await?;
    let asked = MatchRequest::parse(body)?;
    let access: CompanyAccess<See> =
        access::open_by_account(&mut conn, &identity, &asked.account_number)
            .await
            .map_err(|error| {
                if matches!(error, Error::NotFound) {
                    Refusal::CustomerNotFound
                } else {
                    error.into()
                }
            })?;
    let hits = access
        .read(&mut conn, async |scope| {
            Ok(store::shoxl::matching(scope, &asked.search_term, asked.max_results).await?)
        })
        .await?;
    Ok(hits
        .into_iter()
        .map(|(product_number, own_product_number)| CustomerProduct {
            product_number,
            own_product_number,
        })
        .collect())
}

struct MatchRequest {
    account_number: String,
    search_term: String,
    max_results: i64,
}

impl MatchRequest {
    fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let fields = Fields::parse(body)?;
        let account_number = fields.account_number()?;
        let search_term = fields
            .get("searchTerm")
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|term| !term.is_empty());
        let max_results = match fields.get("maxResults") {
            None | Some(Value::Null) => DEFAULT_RESULTS,
            Some(number) => {
                number
                    .as_i64()
                    .filter(|most| *most > 0)
                    .ok_or(Refusal::InvalidRequest(
                        "maxResults must be a number above 0",
                    ))?
            }
        };
        Ok(Self {
            account_number,
            search_term: search_term
                .ok_or(Refusal::InvalidRequest("searchTerm is missing"))?
                .to_owned(),
            max_results: max_results.min(MOST_RESULTS),
        })
    }
}

/// The fields of a request; clients spell their names in any case.
struct Fields(Map<String, Value>);

impl Fields {
    fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return Err(Refusal::InvalidRequest("the body must be a JSON object"));
        };
        Ok(Self(fields))
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn account_number(&self) -> Result<String, Refusal> {
        let account = self
            .get("accountNumber")
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|account| !account.is_empty());
        account
            .map(str::to_owned)
            .ok_or(Refusal::InvalidRequest("accountNumber is missing"))
    }
}

/// The token of a request: the password of HTTP Basic, a bearer token, or `X-API-Key`.
fn credentials(req: &HttpRequest) -> Option<String> {
    let header = |name: header::HeaderName| req.headers().get(name)?.to_str().ok();
    if let Some(key) = header(header::HeaderName::from_static("x-api-key")) {
        return Some(key.trim().to_owned());
    }
    let authorization = header(header::AUTHORIZATION)?;
    let (scheme, value) = authorization.trim().split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    // Some clients have only a field for a user.
    Some(if password.is_empty() { user } else { password }.to_owned())
}

fn peer(req: &HttpRequest) -> String {
    req.peer_addr()
        .map(|address| address.ip().to_string())
        .unwrap_or_default()
}

async fn wrong_method() -> HttpResponse {
    answer(Err(Refusal::WrongMethod))
}

fn answer(result: Result<Vec<CustomerProduct>, Refusal>) -> HttpResponse {
    let refusal = match result {
        Ok(customer_products) => {
            return HttpResponse::Ok().json(Response {
                error_code: None,
                error_description: None,
                customer_products,
            });
        }
        Err(refusal) => refusal,
    };
    let (status, code, description) = match refusal {
        Refusal::Unauthorized => (
            StatusCode::UNAUTHORIZED,
            "UNAUTHORIZED",
            "a valid token is needed".to_owned(),
        ),
        Refusal::InvalidRequest(why) => {
            (StatusCode::BAD_REQUEST, "INVALID_REQUEST", why.to_owned())
        }
        Refusal::TooManyProducts => (
            StatusCode::BAD_REQUEST,
            "TOO_MANY_PRODUCTS",
            format!("at most {MOST_NUMBERS} product numbers are allowed"),
        ),
        Refusal::CustomerNotFound => (
            StatusCode::OK,
            "CUSTOMER_NOT_FOUND",
            "there is no customer with this account number".to_owned(),
        ),
        Refusal::WrongMethod => (
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            "use POST".to_owned(),
        ),
        Refusal::Failed(Error::Busy) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "BUSY",
            "try again in a few seconds".to_owned(),
        ),
        Refusal::Failed(error) => {
            tracing::error!(%error, cause = ?std::error::Error::source(&error), "a request of contract C failed");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL_ERROR",
                "internal error".to_owned(),
            )
        }
    };
    let mut builder = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED {
        builder.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"CPN Desk\""));
    }
    builder.json(Response {
        error_code: Some(code),
        error_description: Some(description),
        customer_products: Vec::new(),
    })
}
