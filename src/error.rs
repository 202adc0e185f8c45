//! The one error of the program. It knows a status and nothing of pages or JSON: each surface dresses it in its own way.

use actix_web::ResponseError;
use actix_web::http::StatusCode;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::model::company::Lock;
use crate::model::problems::Problems;

/// What a domain verb or a surface gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or no longer.
    #[error("sign-in required")]
    SignInRequired,
    /// There is no such thing, or none this actor may know of: the two are never told apart.
    #[error("not found")]
    NotFound,
    /// The actor sees it but may not do this.
    #[error("not allowed")]
    Forbidden,
    /// The company is locked.
    #[error("the company is locked: {}", .0.reason)]
    Locked(Lock),
    /// The input has problems.
    #[error("{0}")]
    Invalid(Problems),
    /// Somebody changed it since it was shown.
    #[error("changed meanwhile")]
    Stale,
    /// It cannot be done in the state the thing is in; a code that texts explain.
    #[error("{0}")]
    Conflict(&'static str),
    /// A link that was used or has run out.
    #[error("gone")]
    Gone,
    /// Too many tries; may be tried again after so many seconds.
    #[error("too many requests, wait {0} seconds")]
    TooManyRequests(u32),
    /// The request is larger than allowed; the limit in bytes.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// The request came too slowly.
    #[error("the request took too long")]
    TooSlow,
    /// The request cannot be understood; a code that texts explain.
    #[error("{0}")]
    BadRequest(&'static str),
    /// The request comes from another site.
    #[error("the request comes from another site")]
    Forged,
    /// The method is not defined here.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The request's content type is not the one this address takes.
    #[error("unsupported content type")]
    UnsupportedMediaType,
    /// The database or the hashing gate cannot take more at the moment.
    #[error("busy")]
    Busy,
    /// A fault of ours; the cause goes to the log alone.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl Error {
    /// The status every surface answers with, unless its contract says otherwise.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignInRequired => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::Locked(_) => StatusCode::LOCKED,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale | Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A fault of ours, from whatever error caused it.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self::Internal(cause.into())
    }

    /// Whether a constraint of that name was violated.
    pub fn violates(&self, constraint: &str) -> bool {
        matches!(self, Self::Internal(cause) if violated_constraint(cause) == Some(constraint))
    }

    /// Where a constraint of that name was violated, the problem it stands for instead.
    #[must_use]
    pub fn or_violation(self, constraint: &str, problems: impl FnOnce() -> Problems) -> Self {
        if self.violates(constraint) {
            Self::Invalid(problems())
        } else {
            self
        }
    }
}

fn violated_constraint(cause: &anyhow::Error) -> Option<&str> {
    match cause.downcast_ref::<DieselError>()? {
        DieselError::DatabaseError(_, information) => information.constraint_name(),
        _ => None,
    }
}

impl From<DieselError> for Error {
    fn from(cause: DieselError) -> Self {
        match cause {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => {
                tracing::warn!(%cause, "the database closed a connection");
                Self::Busy
            }
            cause => Self::internal(cause),
        }
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }
}
