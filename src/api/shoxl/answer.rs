//! The one shape in which contract C answers, whatever happened.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Serialize;

use super::request::MOST_NUMBERS;
use crate::error::Error;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    error_code: Option<&'static str>,
    error_description: Option<String>,
    customer_products: Vec<CustomerProduct>,
}

/// A product and the company's own number for it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerProduct {
    /// The product's number.
    pub product_number: String,
    /// The company's own number.
    pub own_product_number: String,
}

/// Why a request is answered with an error code.
pub enum Refusal {
    /// No token, or none that is live and may be carried like this.
    Unauthorized,
    /// The request has a fault.
    InvalidRequest(&'static str),
    /// It asks for more products than one request may.
    TooManyProducts,
    /// There is no such account, or none the token may know of.
    CustomerNotFound,
    /// The method is not defined here.
    WrongMethod,
    /// Anything else.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::SignInRequired => Self::Unauthorized,
            Error::BadRequest(_) => Self::InvalidRequest("the body cannot be read"),
            error => Self::Failed(error),
        }
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Refusal {
    fn spoken(&self) -> (StatusCode, &'static str, String) {
        match self {
            Self::Unauthorized => (
                StatusCode::UNAUTHORIZED,
                "UNAUTHORIZED",
                "a valid token is needed".to_owned(),
            ),
            Self::InvalidRequest(why) => (
                StatusCode::BAD_REQUEST,
                "INVALID_REQUEST",
                (*why).to_owned(),
            ),
            Self::TooManyProducts => (
                StatusCode::BAD_REQUEST,
                "TOO_MANY_PRODUCTS",
                format!("at most {MOST_NUMBERS} product numbers are allowed"),
            ),
            Self::CustomerNotFound => (
                StatusCode::OK,
                "CUSTOMER_NOT_FOUND",
                "there is no customer with this account number".to_owned(),
            ),
            Self::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "METHOD_NOT_ALLOWED",
                "use POST".to_owned(),
            ),
            Self::Failed(error) => spoken_failure(error),
        }
    }

    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Failed(Error::TooManyRequests(seconds)) => Some(*seconds),
            Self::Failed(Error::Busy) => Some(1),
            _ => None,
        }
    }
}

fn spoken_failure(error: &Error) -> (StatusCode, &'static str, String) {
    let (code, description) = match error {
        Error::Busy => ("BUSY", "try again in a few seconds".to_owned()),
        Error::TooManyRequests(_) => ("TOO_MANY_REQUESTS", error.to_string()),
        Error::TooLarge(_) => ("REQUEST_TOO_LARGE", error.to_string()),
        Error::TooSlow => ("REQUEST_TIMEOUT", error.to_string()),
        error => {
            tracing::error!(%error, cause = ?std::error::Error::source(error), "a request of contract C failed");
            return (
                StatusCode::INTERNAL_SERVER_ERROR,
                "INTERNAL_ERROR",
                "internal error".to_owned(),
            );
        }
    };
    (error.status(), code, description)
}

/// Answers with what a handler found.
pub fn answer(found: Result<Vec<CustomerProduct>, Refusal>) -> HttpResponse {
    let refusal = match found {
        Ok(customer_products) => {
            return HttpResponse::Ok().json(Response {
                error_code: None,
                error_description: None,
                customer_products,
            });
        }
        Err(refusal) => refusal,
    };
    let (status, code, description) = refusal.spoken();
    let mut builder = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED {
        builder.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"CPN Desk\""));
    }
    if let Some(seconds) = refusal.retry_after() {
        builder.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    builder.json(Response {
        error_code: Some(code),
        error_description: Some(description),
        customer_products: Vec::new(),
    })
}
