//! Errors as pages: what happened, what to do, and the number under which the log knows it.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use askama::Template;
use tracing_actix_web::RequestId;

use super::company_frame::{LockBanner, address};
use super::layout::{self, Shell};
use crate::error::Error;
use crate::model::company::Company;
use crate::model::user::Role;

/// For somebody signed in: with the navigation and the search, so that they can go on.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    told: Told,
}

/// For everybody else, and where a page asked for a part of itself: a card.
#[derive(Template)]
#[template(path = "error_plain.html")]
struct PlainErrorPage {
    shell: Shell,
    told: Told,
}

/// What an error page says.
struct Told {
    title: String,
    text: String,
    /// Empty where asking for help is no way on.
    request_id: String,
    locked: Option<LockedCompany>,
}

/// The company that was to be changed and is locked.
struct LockedCompany {
    name: String,
    banner: LockBanner,
    numbers_url: String,
    /// Where the lock is lifted, for who may.
    settings_url: Option<String>,
}

impl LockedCompany {
    fn of(req: &HttpRequest, shell: &Shell, error: &Error) -> Option<Self> {
        let Error::Locked(lock) = error else {
            return None;
        };
        let company = req.extensions().get::<Company>().cloned()?;
        Some(Self {
            banner: LockBanner::of(lock, shell),
            numbers_url: address(company.id, "/cpns"),
            settings_url: (shell.role == Some(Role::Admin))
                .then(|| address(company.id, "/settings")),
            name: company.name,
        })
    }
}

/// Answers every error in this scope as a page; also those the framework found before a handler ran.
pub async fn dress<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, actix_web::Error> {
    let res = next.call(req).await?;
    let Some(error) = res.response().error() else {
        return Ok(res.map_into_right_body());
    };
    let answer = match error.as_error::<Error>() {
        Some(error) => answer(res.request(), error),
        None => foreign(res.request(), error.as_response_error().status_code()),
    };
    Ok(res.into_response(answer.map_into_left_body()))
}

/// Answers what fails before a page is reached, such as a session that cannot be read because the database is away.
pub async fn survive<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, actix_web::Error> {
    // Nothing may hold on to the request while it is routed, so what the page needs is taken beforehand.
    let language = layout::accepted_language(req.headers());
    match next.call(req).await {
        Ok(res) => Ok(res.map_into_right_body()),
        Err(error) => {
            tracing::error!(%error, "a request failed before its page");
            Err(InternalError::from_response(error, unavailable(Shell::plain(language))).into())
        }
    }
}

fn unavailable(shell: Shell) -> HttpResponse {
    let (title, text) = words(&shell, &Error::Busy);
    let told = Told {
        title,
        text,
        request_id: String::new(),
        locked: None,
    };
    let page = PlainErrorPage { shell, told };
    let mut answer = layout::page(StatusCode::SERVICE_UNAVAILABLE, &page)
        .unwrap_or_else(|_| HttpResponse::ServiceUnavailable().finish());
    answer.headers_mut().insert(header::RETRY_AFTER, 2.into());
    answer
}

fn answer(req: &HttpRequest, error: &Error) -> HttpResponse {
    if let Error::SignInRequired = error {
        return to_sign_in(req);
    }
    if let Error::Internal(cause) = error {
        tracing::error!(error = %format_args!("{cause:#}"), path = req.path(), "a request failed");
    }
    let shell = Shell::of(req);
    let mut answer = render(req, shell, error);
    if let Error::TooManyRequests(seconds) = error {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, (*seconds).into());
    } else if let Error::Busy = error {
        answer.headers_mut().insert(header::RETRY_AFTER, 2.into());
    }
    answer
}

/// Refusals of the framework: a path or form it could not read.
fn foreign(req: &HttpRequest, status: StatusCode) -> HttpResponse {
    let error = match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Error::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge(0),
        StatusCode::REQUEST_TIMEOUT => Error::TooSlow,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Error::UnsupportedMediaType,
        status if status.is_client_error() => Error::BadRequest("unreadable"),
        status => Error::internal(anyhow::anyhow!("the framework answered {status}")),
    };
    answer(req, &error)
}

fn words(shell: &Shell, error: &Error) -> (String, String) {
    let t = shell.t;
    let status = error.status().as_u16();
    let title = t.s(&format!("error-{status}-title"));
    let text = match error {
        Error::Locked(lock) => t.a("error-locked", "reason", &lock.reason),
        Error::Invalid(problems) => problems
            .iter()
            .map(|problem| t.problem(problem))
            .collect::<Vec<_>>()
            .join(" "),
        Error::Conflict(code) => t.s(&format!("conflict-{code}")),
        Error::TooManyRequests(seconds) => t.n("error-429-text", i64::from(*seconds)),
        Error::Forged => t.s("error-forged"),
        Error::NotFound if shell.user.is_none() => t.s("error-404-text-guest"),
        _ => t.s(&format!("error-{status}-text")),
    };
    (title, text)
}

fn render(req: &HttpRequest, shell: Shell, error: &Error) -> HttpResponse {
    let status = error.status();
    let (title, text) = words(&shell, error);
    let told = Told {
        title,
        text,
        request_id: request_id(req, error),
        locked: LockedCompany::of(req, &shell, error),
    };
    // What a page asked for by itself is put into it: a frame within the frame would be too much.
    let is_part = req.headers().contains_key("HX-Request");
    let page = if shell.user.is_some() && !is_part {
        layout::page(status, &ErrorPage { shell, told })
    } else {
        layout::page(status, &PlainErrorPage { shell, told })
    };
    page.unwrap_or_else(|_| HttpResponse::new(status))
}

/// The number under which the log knows the request; none where there is nothing to look into.
fn request_id(req: &HttpRequest, error: &Error) -> String {
    if let Error::Forbidden | Error::NotFound | Error::Locked(_) = error {
        return String::new();
    }
    req.extensions()
        .get::<RequestId>()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// To the sign-in page, and back to this place after it where that makes sense.
fn to_sign_in(req: &HttpRequest) -> HttpResponse {
    let place = req
        .uri()
        .path_and_query()
        .map_or("/", |place| place.as_str());
    if *req.method() != Method::GET || place == "/" {
        return layout::see_other("/sign-in");
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", place)
        .finish();
    layout::see_other(format!("/sign-in?{query}"))
}
