//! Signing in and out.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Data, Form, Query};
use askama::Template;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::Answer;
use super::form::{Field, Summary};
use super::layout::{self, Shell};
use super::next::{own_path, own_path_or_start};
use super::parts::Link;
use super::session::Session;
use crate::access::Identity;
use crate::config::Config;
use crate::domain::second_step::{self, Passed};
use crate::domain::sign_in::{self, Origin, Purpose, Settled};
use crate::gate::{self, ClientAddress, Db};
use crate::model::id::UserId;
use crate::store::sessions::Lifetime;
use crate::text::Language;

/// The most characters kept of what a browser calls itself.
const DEVICE_LENGTH: usize = 200;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    summary: Summary,
    email: Field,
    password: Field,
    next: Option<String>,
    languages: Vec<Link>,
}

/// What the address of the page says.
#[derive(Deserialize)]
pub struct SignInQuery {
    next: Option<String>,
    language: Option<Language>,
}

/// What the form posts.
#[derive(Deserialize)]
pub struct SignInForm {
    email: String,
    password: SecretString,
    next: Option<String>,
    language: Option<Language>,
}

impl SignInPage {
    fn new(req: &HttpRequest, language: Option<Language>, next: Option<&str>) -> Self {
        let shell = plain(req, language);
        let next = next.and_then(own_path).map(ToOwned::to_owned);
        let languages = Language::OFFERED
            .iter()
            .filter(|other| **other != shell.t.language())
            .map(|other| {
                Link::new(
                    shell.t.s(&format!("language-{other}")),
                    address(*other, next.as_deref()),
                )
            })
            .collect();
        Self {
            shell,
            summary: Summary::default(),
            email: Field::new("email"),
            password: Field::new("password"),
            next,
            languages,
        }
    }
}

fn address(language: Language, next: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("language", language.word());
    if let Some(next) = next {
        query.append_pair("next", next);
    }
    format!("/sign-in?{}", query.finish())
}

/// `GET /sign-in`
pub async fn show(
    req: HttpRequest,
    identity: Option<Identity>,
    query: Query<SignInQuery>,
) -> Answer {
    let next = query.next.as_deref();
    if identity.is_some() {
        return Ok(layout::see_other(own_path_or_start(next)));
    }
    layout::ok(&SignInPage::new(&req, query.language, next))
}

/// `POST /sign-in`
pub async fn create(
    req: HttpRequest,
    from: ClientAddress,
    config: Data<Config>,
    form: Form<SignInForm>,
) -> Answer {
    let form = form.into_inner();
    if let Some(page) = incomplete(&req, &form) {
        return layout::again(&page);
    }
    let email = form.email.clone();
    let attempt = {
        let mut conn = Db::take(&req).await?;
        sign_in::begin(&mut conn, &email, origin(from)).await?
    };
    let checked = attempt.check(gate::hasher(&req)?, form.password).await?;
    let lifetime = Lifetime::of(&config);
    let settled = checked
        .settle(&mut *Db::take(&req).await?, Purpose::SignIn, lifetime)
        .await?;
    let next = form.next.as_deref();
    match settled {
        Settled::In(user) => enter(&req, from, user, next),
        Settled::SecondStep(pending) => {
            layout::ok(&CodePage::new(&req, form.language, next, pending))
        }
        Settled::Refused => refuse(&req, form.language, next, email, "sign-in-refused"),
    }
}

/// The page again if a field was left empty: no attempt, and none that is counted.
fn incomplete(req: &HttpRequest, form: &SignInForm) -> Option<SignInPage> {
    let mut page = SignInPage::new(req, form.language, form.next.as_deref());
    page.email = Field::with("email", &form.email);
    if form.email.trim().is_empty() {
        page.email.refuse(page.shell.t.s("sign-in-email-missing"));
    }
    if form.password.expose_secret().is_empty() {
        page.password
            .refuse(page.shell.t.s("sign-in-password-missing"));
    }
    page.summary = Summary::of([&page.email, &page.password]);
    (!page.summary.is_empty()).then_some(page)
}

fn enter(req: &HttpRequest, from: ClientAddress, user: UserId, next: Option<&str>) -> Answer {
    Session::of(req).sign_in(user, &from.to_string(), &device(req))?;
    Ok(layout::see_other(own_path_or_start(next)))
}

/// The second step: the code of an app.
#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    shell: Shell,
    summary: Summary,
    code: Field,
    next: Option<String>,
    pending: String,
}

/// What the form of the second step posts.
#[derive(Deserialize)]
pub struct CodeForm {
    pending: String,
    code: String,
    next: Option<String>,
    language: Option<Language>,
}

impl CodePage {
    fn new(
        req: &HttpRequest,
        language: Option<Language>,
        next: Option<&str>,
        pending: String,
    ) -> Self {
        Self {
            shell: plain(req, language),
            summary: Summary::default(),
            code: Field::new("code"),
            next: next.and_then(own_path).map(ToOwned::to_owned),
            pending,
        }
    }
}

fn plain(req: &HttpRequest, language: Option<Language>) -> Shell {
    Shell::plain(language.unwrap_or_else(|| layout::accepted_language(req.headers())))
}

/// `POST /sign-in/code`
pub async fn check_code(
    req: HttpRequest,
    from: ClientAddress,
    config: Data<Config>,
    form: Form<CodeForm>,
) -> Answer {
    let form = form.into_inner();
    let next = form.next.as_deref();
    let passed = {
        let mut conn = Db::take(&req).await?;
        let lifetime = Lifetime::of(&config);
        second_step::pass(
            &mut conn,
            &form.pending,
            &form.code,
            &origin(from),
            lifetime,
        )
        .await?
    };
    match passed {
        Passed::In(user) => enter(&req, from, user, next),
        Passed::Wrong => {
            let mut page = CodePage::new(&req, form.language, next, form.pending.clone());
            page.code.refuse(page.shell.t.s("problem-wrong-code"));
            page.summary = Summary::of([&page.code]);
            layout::again(&page)
        }
        Passed::Over => refuse(
            &req,
            form.language,
            next,
            String::new(),
            "sign-in-code-over",
        ),
    }
}

fn refuse(
    req: &HttpRequest,
    language: Option<Language>,
    next: Option<&str>,
    email: String,
    why: &str,
) -> Answer {
    let mut page = SignInPage::new(req, language, next);
    page.email = Field::with("email", email);
    page.summary.refuse(page.shell.t.s(why));
    layout::again(&page)
}

/// `POST /sign-out`
pub async fn delete(req: HttpRequest, identity: Option<Identity>, from: ClientAddress) -> Answer {
    if let Some(identity) = identity {
        let mut conn = Db::take(&req).await?;
        sign_in::leave(&mut conn, &identity.actor, &from.to_string()).await?;
    }
    Session::of(&req).sign_out();
    let mut answer = layout::see_other("/sign-in");
    answer.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\""),
    );
    Ok(answer)
}

/// From where a request signs in.
pub fn origin(from: ClientAddress) -> Origin {
    Origin {
        address: from.to_string(),
        network: from.network(),
    }
}

/// What the browser calls itself, as far as it is kept.
pub fn device(req: &HttpRequest) -> String {
    req.headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .chars()
        .take(DEVICE_LENGTH)
        .collect()
}
