//! The envelope of contract B and what stands in it.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::error::Error;
use crate::model::actor::ActorKind;
use crate::model::company::Lock;
use crate::model::cpn::{Cpn, Stamp};
use crate::model::id::ObjectId;
use crate::model::problems::{Fault, Problem, Problems};

/// What a handler answers.
pub type Answer = Result<HttpResponse, Refusal>;

/// Why a request is refused. The variants stand for the lines of the contract's table, in the order in which they are checked.
#[derive(Debug)]
pub enum Refusal {
    /// No token, or none that is live.
    Unauthorized,
    /// The token may not do this, or not in this company: whether there is one is not told.
    Forbidden,
    /// The request has faults.
    Invalid(String, Vec<FieldError>),
    /// The company cannot be written.
    Locked(Lock),
    /// There is no such thing.
    Unknown(&'static str),
    /// The method is not defined here.
    WrongMethod,
    /// Anything else.
    Failed(Error),
}

/// What is wrong with one field.
#[derive(Debug, Serialize)]
pub struct FieldError {
    /// The field.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

impl Refusal {
    /// A fault of the request as a whole.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into(), Vec::new())
    }

    /// The fault of one field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let error = FieldError {
            field: field.to_owned(),
            message: message.clone(),
        };
        Self::Invalid(message, vec![error])
    }

    /// Faults of several fields.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        Self::Invalid(messages.join("; "), errors)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::SignInRequired => Self::Unauthorized,
            Error::Forbidden => Self::Forbidden,
            Error::Locked(lock) => Self::Locked(lock),
            Error::Invalid(problems) => problems.into(),
            Error::NotFound => Self::Unknown("CPN"),
            error => Self::Failed(error),
        }
    }
}

impl From<Problems> for Refusal {
    fn from(problems: Problems) -> Self {
        let unknown_product = |problem: &Problem| {
            problem.field == "product" && matches!(problem.fault, Fault::Unknown(_))
        };
        if problems.iter().any(unknown_product) {
            return Self::Unknown("Product");
        }
        Self::fields(
            problems
                .iter()
                .map(|problem| FieldError {
                    field: problem.field.to_owned(),
                    message: problem.to_string(),
                })
                .collect(),
        )
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Error::from(error).into()
    }
}

/// A refusal as the contract says it.
#[derive(Serialize)]
struct Refused {
    success: bool,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// Answers with what a handler made of a request.
pub fn finish(answer: Answer) -> HttpResponse {
    answer.unwrap_or_else(refuse)
}

/// Answers a refused request.
pub fn refuse(refusal: Refusal) -> HttpResponse {
    let mut errors = Vec::new();
    let mut retry_after = None;
    let (status, message) = match refusal {
        Refusal::Unauthorized => (
            StatusCode::UNAUTHORIZED,
            "A valid access token is needed".to_owned(),
        ),
        Refusal::Forbidden => (
            StatusCode::FORBIDDEN,
            "The access token does not allow this".to_owned(),
        ),
        Refusal::Invalid(message, of_fields) => {
            errors = of_fields;
            (StatusCode::BAD_REQUEST, message)
        }
        Refusal::Locked(lock) => (
            StatusCode::BAD_REQUEST,
            format!("The company is locked: {}", lock.reason),
        ),
        Refusal::Unknown(what) => (StatusCode::NOT_FOUND, format!("{what} not found")),
        Refusal::WrongMethod => (
            StatusCode::METHOD_NOT_ALLOWED,
            "The method is not allowed here".to_owned(),
        ),
        Refusal::Failed(error) => {
            if let Error::TooManyRequests(seconds) = error {
                retry_after = Some(seconds);
            } else if matches!(error, Error::Busy) {
                retry_after = Some(1);
            }
            (error.status(), failed(&error))
        }
    };
    let mut builder = HttpResponse::build(status);
    if let Some(seconds) = retry_after {
        builder.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    builder.json(Refused {
        success: false,
        message,
        errors,
    })
}

/// What is told of a failure: of our own faults nothing but that there was one.
fn failed(error: &Error) -> String {
    match error {
        Error::Internal(cause) => {
            tracing::error!(error = %format_args!("{cause:#}"), "a request of contract B failed");
            "Internal server error".to_owned()
        }
        Error::TooManyRequests(seconds) => format!("Too many requests, wait {seconds} seconds"),
        Error::Busy => "The server is busy, try again in a few seconds".to_owned(),
        error => error.to_string(),
    }
}

/// Who made a row.
#[derive(Serialize)]
struct CreatedBy<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: &'e str,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'e> CreatedBy<'e> {
    fn of(stamp: &'e Stamp) -> Self {
        Self {
            id: stamp.id.map(|id| ObjectId::of(id).as_str().to_owned()),
            name: &stamp.name,
            kind: match stamp.kind {
                ActorKind::Token => "api",
                ActorKind::User => "store",
                ActorKind::CommandLine => "admin",
            },
        }
    }
}

/// A row as lists and single answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row<'e> {
    #[serde(rename = "_id")]
    id: String,
    company_id: &'e str,
    product_id: &'e str,
    cpn: &'e str,
    created_by: CreatedBy<'e>,
    created_at: String,
    updated_at: String,
}

impl<'e> Row<'e> {
    /// The row of a CPN whose company and product have these object ids.
    pub fn of(cpn: &'e Cpn, company: &'e str, product: &'e str) -> Self {
        Self {
            id: object_id(cpn),
            company_id: company,
            product_id: product,
            cpn: &cpn.number,
            created_by: CreatedBy::of(&cpn.created),
            created_at: moment(cpn.created.at),
            updated_at: moment(cpn.updated.at),
        }
    }
}

/// A row as it is shown right after it was made: other keys, in another order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedRow<'e> {
    company_id: &'e str,
    product_id: &'e str,
    cpn: &'e str,
    created_by: CreatedBy<'e>,
    #[serde(rename = "_id")]
    id: String,
    created_at: String,
    updated_at: String,
    #[serde(rename = "__v")]
    revision: u8,
}

impl<'e> CreatedRow<'e> {
    /// The row of a new CPN whose company and product have these object ids.
    pub fn of(cpn: &'e Cpn, company: &'e str, product: &'e str) -> Self {
        Self {
            company_id: company,
            product_id: product,
            cpn: &cpn.number,
            created_by: CreatedBy::of(&cpn.created),
            id: object_id(cpn),
            created_at: moment(cpn.created.at),
            updated_at: moment(cpn.updated.at),
            revision: 0,
        }
    }
}

/// The envelope of data.
#[derive(Serialize)]
pub struct Success<T> {
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
}

/// Answers with data.
pub fn data<T: Serialize>(data: T) -> HttpResponse {
    HttpResponse::Ok().json(Success {
        success: true,
        message: None,
        data: Some(data),
    })
}

/// Answers a write with what was done and the row.
pub fn done<T: Serialize>(message: impl Into<String>, data: Option<T>) -> HttpResponse {
    HttpResponse::Ok().json(Success {
        success: true,
        message: Some(message.into()),
        data,
    })
}

/// The object id of a CPN.
pub fn object_id(cpn: &Cpn) -> String {
    ObjectId::of_cpn(cpn.id).as_str().to_owned()
}

/// A moment with three digits of milliseconds and a `Z`.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
