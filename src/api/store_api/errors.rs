//! How contract A says that something cannot be done (`CONTRACTS.md`, 2.4): always `{"errors":[…]}`, in three shapes.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::Error;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Complaint {
    #[serde(serialize_with = "as_text")]
    status: StatusCode,
    code: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Meta>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Source {
    pointer: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Meta {
    parameters: Value,
}

fn as_text<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(status.as_str())
}

impl Complaint {
    /// A refusal of the domain. Parameters without any are an empty list, as PHP has it.
    pub fn domain(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            title: status.canonical_reason(),
            detail: detail.into(),
            template: None,
            source: None,
            meta: Some(Meta {
                parameters: json!([]),
            }),
        }
    }

    /// A refusal of the framework: code `0` and nothing more.
    pub fn framework(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            meta: None,
            ..Self::domain(status, "0", detail)
        }
    }

    /// A field that cannot be written.
    pub fn violation(
        code: &'static str,
        pointer: &str,
        template: &'static str,
        value: &Value,
    ) -> Self {
        let shown = match value {
            Value::String(text) => format!("\"{text}\""),
            value => value.to_string(),
        };
        Self {
            title: None,
            template: Some(template),
            ..Self::domain(
                StatusCode::BAD_REQUEST,
                code,
                template.replace("{{ value }}", &shown),
            )
            .at(pointer)
            .with("{{ value }}", json!(shown))
        }
    }

    /// Where in the request.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.source = Some(Source {
            pointer: pointer.into(),
        });
        self
    }

    /// With a value the text speaks of.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        let mut parameters = match self.meta.take() {
            Some(Meta {
                parameters: Value::Object(parameters),
            }) => parameters,
            _ => Map::new(),
        };
        parameters.insert(name.to_owned(), value);
        self.meta = Some(Meta {
            parameters: Value::Object(parameters),
        });
        self
    }
}

/// Why a request is refused; what the client reads is the list of complaints.
#[derive(Debug)]
pub struct Refusal {
    complaints: Vec<Complaint>,
    seconds: Option<u32>,
    cause: Option<anyhow::Error>,
}

/// What a handler gives.
pub type Answer = Result<HttpResponse, Refusal>;

impl Refusal {
    /// All that is wrong; never empty.
    pub fn of(complaints: Vec<Complaint>) -> Self {
        Self {
            complaints,
            seconds: None,
            cause: None,
        }
    }

    /// Nobody is logged in.
    pub fn not_logged_in() -> Self {
        Complaint::domain(
            StatusCode::FORBIDDEN,
            "CHECKOUT__CUSTOMER_NOT_LOGGED_IN",
            "Customer is not logged in.",
        )
        .into()
    }

    /// There is no such row, or none of this customer.
    pub fn entity_not_found(entity: &str, id: &str) -> Self {
        Complaint::domain(
            StatusCode::NOT_FOUND,
            "FRAMEWORK__ENTITY_NOT_FOUND",
            format!("{entity} for id {id} not found."),
        )
        .with("entity", json!(entity))
        .with("identifier", json!(id))
        .into()
    }

    /// A parameter the route cannot do without.
    pub fn missing_parameter(name: &str) -> Self {
        Complaint::domain(
            StatusCode::BAD_REQUEST,
            "FRAMEWORK__MISSING_REQUEST_PARAMETER",
            format!("Parameter \"{name}\" is missing."),
        )
        .with("parameterName", json!(name))
        .into()
    }

    /// The framework refuses.
    pub fn framework(status: StatusCode, detail: impl Into<String>) -> Self {
        Complaint::framework(status, detail).into()
    }

    /// All that is wrong.
    #[cfg(test)]
    pub fn complaints(&self) -> &[Complaint] {
        &self.complaints
    }

    /// Writes the cause of a fault of ours to the log, once.
    pub fn log(&self, path: &str) {
        if let Some(cause) = &self.cause {
            tracing::error!(error = %format_args!("{cause:#}"), path, "a request failed");
        }
    }
}

/// An id that is not 32 hexadecimal digits.
pub fn invalid_uuid(input: &str) -> Complaint {
    Complaint::domain(
        StatusCode::BAD_REQUEST,
        "FRAMEWORK__INVALID_UUID",
        format!("Value is not a valid UUID: {input}"),
    )
    .with("input", json!(input))
}

impl Complaint {
    /// A parameter that makes no sense.
    pub fn invalid_parameter(name: &str, detail: impl Into<String>) -> Self {
        Self::domain(
            StatusCode::BAD_REQUEST,
            "FRAMEWORK__INVALID_REQUEST_PARAMETER",
            detail,
        )
        .with("parameter", json!(name))
    }
}

impl From<Complaint> for Refusal {
    fn from(complaint: Complaint) -> Self {
        Self::of(vec![complaint])
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let status = error.status();
        let detail = error.to_string();
        match error {
            Error::NotFound => Self::framework(status, "No route found."),
            Error::Forbidden => Complaint::domain(
                status,
                "CHECKOUT__INSUFFICIENT_PERMISSION",
                "Insufficient permission.",
            )
            .into(),
            Error::Locked(lock) => {
                Complaint::domain(status, "CPN_DESK__COMPANY_LOCKED", lock.reason).into()
            }
            Error::Invalid(_) => Complaint::domain(
                StatusCode::BAD_REQUEST,
                "FRAMEWORK__INVALID_REQUEST_PARAMETER",
                detail,
            )
            .into(),
            Error::TooManyRequests(seconds) => Self {
                seconds: Some(seconds),
                ..Complaint::domain(
                    status,
                    "CHECKOUT__CUSTOMER_AUTH_THROTTLED",
                    format!("Customer auth throttled for {seconds} seconds."),
                )
                .with("seconds", json!(seconds))
                .into()
            },
            Error::Busy => Self {
                seconds: Some(2),
                ..Self::framework(status, detail)
            },
            Error::Internal(cause) => Self {
                cause: Some(cause),
                ..Self::framework(status, "Internal server error.")
            },
            _ => Self::framework(status, detail),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for complaint in &self.complaints {
            writeln!(f, "{}: {}", complaint.code, complaint.detail)?;
        }
        Ok(())
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.complaints
            .first()
            .map_or(StatusCode::INTERNAL_SERVER_ERROR, |first| first.status)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.seconds {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        answer.json(json!({ "errors": self.complaints }))
    }
}
