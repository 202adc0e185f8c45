//! Errors as problem details (RFC 9457): one form for whatever goes wrong, also for what the framework finds before a handler runs.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use tracing_actix_web::RequestId;
use utoipa::ToSchema;

use crate::error::Error;
use crate::model::problems::{Problem as Fault, Problems};
use crate::routes::Allowed;

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong, and what to do about it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is, as the address of its description. Stable.
    #[schema(example = "/help/api#problem-invalid")]
    r#type: String,
    /// The kind of problem in a few words.
    #[schema(example = "The input has problems")]
    title: &'static str,
    /// The status of the answer.
    #[schema(example = 422)]
    status: u16,
    /// What went wrong this time.
    #[schema(example = "cpn: \"HW-7\" exists already")]
    detail: String,
    /// The kind of problem as one stable word.
    #[schema(example = "invalid")]
    code: &'static str,
    /// What is wrong with which field; empty where the problem is no field's.
    errors: Vec<FieldProblem>,
    /// The number under which the server's log knows the request.
    request_id: String,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field as the body spells it.
    #[schema(example = "cpn")]
    field: String,
    /// What is wrong, as one stable word.
    #[schema(example = "taken")]
    code: String,
    /// What is wrong, as a sentence.
    #[schema(example = "cpn: \"HW-7\" exists already")]
    detail: String,
}

/// Why a request is not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// What a verb of the domain or a proof says.
    #[error(transparent)]
    Error(#[from] Error),
    /// The body is no JSON.
    #[error("the body is not valid JSON: {0}")]
    Malformed(String),
    /// The body is JSON of another form than this address takes.
    #[error("the body has not the form that is expected here: {0}")]
    Unexpected(String),
    /// A parameter of the address cannot be used.
    #[error("a parameter cannot be used: {0}")]
    Parameter(String),
    /// A header cannot be used.
    #[error("a header cannot be used: {0}")]
    Header(&'static str),
    /// A change without `If-Match`.
    #[error("say in If-Match which state you have seen: the ETag you were given, or * for any")]
    ConditionMissing,
    /// `If-Match` names another state than the one that stands.
    #[error("it was changed since you have seen it; read it again")]
    ConditionFailed,
    /// The key of another request.
    #[error("this Idempotency-Key was used for a request with another body")]
    KeyReused,
    /// The first request with this key is still running.
    #[error("the first request with this Idempotency-Key is still running")]
    KeyBusy,
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<Problems> for Refusal {
    fn from(problems: Problems) -> Self {
        Self::Error(problems.into())
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Error(Error::Stale) | Self::ConditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::Error(error) => error.status(),
            Self::Malformed(_) | Self::Parameter(_) | Self::Header(_) => StatusCode::BAD_REQUEST,
            Self::Unexpected(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ConditionMissing => StatusCode::PRECONDITION_REQUIRED,
            Self::KeyBusy => StatusCode::CONFLICT,
        }
    }
}

/// Every kind of problem: its word, its title and what it means, as the reference lists them.
pub const KINDS: &[(&str, &str, &str)] = &[
    (
        "malformed-json",
        "The body is not valid JSON",
        "The body cannot be read at all. The detail tells line and column.",
    ),
    (
        "bad-request",
        "The request cannot be understood",
        "A parameter or header is unknown, missing or not of its form.",
    ),
    (
        "unauthorized",
        "A valid token is needed",
        "Send `Authorization: Bearer` with a token of this API that has neither run out nor been revoked.",
    ),
    (
        "forbidden",
        "Not allowed",
        "The token may look but not change, or it does not reach every company.",
    ),
    (
        "not-found",
        "Not found",
        "There is no such thing, or none this token may know of.",
    ),
    (
        "method-not-allowed",
        "The method is not defined here",
        "The header Allow lists the methods that are.",
    ),
    (
        "conflict",
        "It cannot be done in this state",
        "The detail tells what stands in the way.",
    ),
    (
        "idempotency-key-busy",
        "The first request with this key is still running",
        "Ask again in a moment.",
    ),
    (
        "changed-meanwhile",
        "It was changed meanwhile",
        "If-Match names another state than the one that stands. Read it again and decide anew.",
    ),
    ("too-large", "The body is too large", "Send less at once."),
    (
        "unsupported-media-type",
        "The body must be JSON",
        "Send it as application/json.",
    ),
    (
        "unexpected-body",
        "The body has another form than expected",
        "A field is unknown, missing, twice there or of another type. The detail names it.",
    ),
    (
        "invalid",
        "The input has problems",
        "`errors` names each field with what is wrong.",
    ),
    (
        "idempotency-key-reused",
        "The key was used for another request",
        "The same Idempotency-Key came with another body within a day.",
    ),
    (
        "locked",
        "The company is locked",
        "An admin has locked the company's numbers; reading goes on. The detail tells why.",
    ),
    (
        "condition-missing",
        "If-Match is missing",
        "A change must say which state it is based on: the ETag that was given, or `*`.",
    ),
    (
        "too-many-requests",
        "Too many requests",
        "Wait as many seconds as Retry-After tells.",
    ),
    (
        "busy",
        "The server is busy",
        "Wait as many seconds as Retry-After tells.",
    ),
    (
        "internal",
        "A fault of the server",
        "Its log tells more under the request_id.",
    ),
];

fn code_of(error: &Error) -> &'static str {
    match error {
        Error::SignInRequired => "unauthorized",
        Error::NotFound | Error::Gone => "not-found",
        Error::Forbidden | Error::Forged => "forbidden",
        Error::Locked(_) => "locked",
        Error::Invalid(_) => "invalid",
        Error::Stale => "changed-meanwhile",
        Error::Conflict(_) => "conflict",
        Error::TooManyRequests(_) => "too-many-requests",
        Error::TooLarge(_) => "too-large",
        Error::TooSlow | Error::BadRequest(_) => "bad-request",
        Error::MethodNotAllowed => "method-not-allowed",
        Error::UnsupportedMediaType => "unsupported-media-type",
        Error::Busy => "busy",
        Error::Internal(_) => "internal",
    }
}

/// Answers every error below as a problem.
pub async fn dress<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, actix_web::Error> {
    let res = next.call(req).await?;
    let Some(error) = res.response().error() else {
        return Ok(res.map_into_right_body());
    };
    let req = res.request();
    let answer = if let Some(refusal) = error.as_error::<Refusal>() {
        answer(req, refusal)
    } else if let Some(error) = error.as_error::<Error>() {
        answer_error(req, error)
    } else {
        answer_error(req, &foreign(error.as_response_error().status_code()))
    };
    Ok(res.into_response(answer.map_into_left_body()))
}

fn answer(req: &HttpRequest, refusal: &Refusal) -> HttpResponse {
    let code = match refusal {
        Refusal::Error(error) => return answer_error(req, error),
        Refusal::Malformed(_) => "malformed-json",
        Refusal::Parameter(_) | Refusal::Header(_) => "bad-request",
        Refusal::Unexpected(_) => "unexpected-body",
        Refusal::ConditionMissing => "condition-missing",
        Refusal::ConditionFailed => "changed-meanwhile",
        Refusal::KeyReused => "idempotency-key-reused",
        Refusal::KeyBusy => "idempotency-key-busy",
    };
    render(
        req,
        refusal.status_code(),
        code,
        refusal.to_string(),
        Vec::new(),
    )
}

/// The answer to an error of the program.
pub fn answer_error(req: &HttpRequest, error: &Error) -> HttpResponse {
    if let Error::Internal(cause) = error {
        tracing::error!(error = %format_args!("{cause:#}"), path = req.path(), "a request failed");
    }
    let errors = match error {
        Error::Invalid(problems) => problems.iter().map(FieldProblem::of).collect(),
        _ => Vec::new(),
    };
    let status = match error {
        Error::Stale => StatusCode::PRECONDITION_FAILED,
        Error::Gone => StatusCode::NOT_FOUND,
        error => error.status(),
    };
    let mut answer = render(req, status, code_of(error), detail(error), errors);
    let headers = answer.headers_mut();
    match error {
        Error::TooManyRequests(seconds) => {
            headers.insert(header::RETRY_AFTER, (*seconds).into());
        }
        Error::Busy => {
            headers.insert(header::RETRY_AFTER, 2.into());
        }
        Error::SignInRequired => {
            let bearer = header::HeaderValue::from_static("Bearer realm=\"CPN Desk\"");
            headers.insert(header::WWW_AUTHENTICATE, bearer);
        }
        Error::MethodNotAllowed => {
            let allowed = req.extensions().get::<Allowed>().cloned();
            if let Some(allowed) = allowed.and_then(|Allowed(methods)| methods.parse().ok()) {
                headers.insert(header::ALLOW, allowed);
            }
        }
        _ => {}
    }
    answer
}

fn detail(error: &Error) -> String {
    match error {
        Error::Locked(lock) => match lock.until {
            Some(until) => format!(
                "{} (until {})",
                lock.reason,
                until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
            ),
            None => lock.reason.clone(),
        },
        Error::Conflict(code) | Error::BadRequest(code) => code.replace('-', " "),
        error => error.to_string(),
    }
}

fn render(
    req: &HttpRequest,
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<FieldProblem>,
) -> HttpResponse {
    let title = KINDS
        .iter()
        .find(|(word, _, _)| *word == code)
        .map_or("", |(_, title, _)| title);
    let problem = Problem {
        r#type: format!("/help/api#problem-{code}"),
        title,
        status: status.as_u16(),
        detail,
        code,
        errors,
        request_id: req
            .extensions()
            .get::<RequestId>()
            .map(ToString::to_string)
            .unwrap_or_default(),
    };
    let mut answer = HttpResponse::build(status).json(problem);
    let media_type = header::HeaderValue::from_static(MEDIA_TYPE);
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    answer
}

impl FieldProblem {
    fn of(problem: &Fault) -> Self {
        // The domain names the thing; here it is named by its number.
        let field = match problem.field {
            "parent" => "parent_number",
            "successor" => "successor_number",
            "product" => "product_number",
            field => field,
        };
        let named = Fault {
            field,
            fault: problem.fault.clone(),
        };
        Self {
            field: field.to_owned(),
            code: named.fault.code().to_owned(),
            detail: named.to_string(),
        }
    }
}

/// Refusals of the framework: what it could not read.
fn foreign(status: StatusCode) -> Error {
    match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Error::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge(0),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::UnsupportedMediaType,
        status if status.is_client_error() => Error::BadRequest("unreadable"),
        status => Error::internal(anyhow::anyhow!("the framework answered {status}")),
    }
}
