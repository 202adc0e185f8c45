//! What every page has: who is signed in, the navigation, the message left by the page before, and how a page becomes an answer.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::assets;
use super::session::{Flash, Session};
use super::session_notice;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::model::user::Role;
use crate::store::users::Person;
use crate::text::{Language, Texts, group};

/// The frame of a page. A handler asks for one and puts it into its page struct as `shell`.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The texts in the reader's language.
    pub t: Texts,
    /// The language, as `html lang` wants it.
    pub lang: &'static str,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// Whether single keys act.
    pub shortcuts: bool,
    /// Who is signed in.
    pub user: Option<ShellUser>,
    /// Their role: decides what a page offers, never what is done.
    pub role: Option<Role>,
    /// The main navigation.
    pub nav: Vec<NavItem>,
    /// The message left by the page before.
    pub flash: Option<Flash>,
    /// What the global search was asked for.
    pub search: Option<String>,
    /// Seconds after which the page asks whether the session is about to end.
    pub session_asked_after: i64,
    /// The program's version.
    pub version: &'static str,
    zone: chrono_tz::Tz,
}

/// Who is signed in, as the head of the page shows them.
#[derive(Clone, Debug)]
pub struct ShellUser {
    /// Their name.
    pub name: String,
    /// Their role, in words.
    pub role_label: String,
}

/// One entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Whether the page shown belongs to it.
    pub current: bool,
}

impl Shell {
    /// The frame for a request.
    pub fn of(req: &HttpRequest) -> Self {
        // A copy: the session lives in the same extensions, and taking the message out of it needs them to itself.
        let person = req.extensions().get::<Person>().cloned();
        let Some(person) = person else {
            return Self::plain(accepted_language(req.headers()));
        };
        let t = Texts::of(person.language);
        Self {
            theme: person.theme.clone(),
            density: person.density.clone(),
            shortcuts: person.shortcuts,
            user: Some(ShellUser {
                name: person.name.clone(),
                role_label: t.s(&format!("role-{}", person.role)),
            }),
            role: Some(person.role),
            nav: navigation(t, person.role, req.path()),
            flash: Session::of(req).take_flash(),
            session_asked_after: req
                .app_data::<Data<Config>>()
                .map_or(0, |config| session_notice::first_asked_after(config)),
            zone: person.time_zone.parse().unwrap_or(chrono_tz::UTC),
            ..Self::plain(person.language)
        }
    }

    /// The frame where nobody is signed in.
    pub fn plain(language: Language) -> Self {
        Self {
            t: Texts::of(language),
            lang: language.word(),
            theme: "system".to_owned(),
            density: "comfortable".to_owned(),
            shortcuts: false,
            user: None,
            role: None,
            nav: Vec::new(),
            flash: None,
            search: None,
            session_asked_after: 0,
            version: env!("CARGO_PKG_VERSION"),
            zone: chrono_tz::UTC,
        }
    }

    /// The address of a style, script or icon file.
    #[expect(clippy::unused_self, reason = "templates reach it through the shell")]
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// The icons that a page with many rows holds itself.
    #[expect(clippy::unused_self, reason = "templates reach it through the shell")]
    pub fn row_icons(&self) -> &'static [assets::Icon] {
        &assets::ROW_ICONS
    }

    /// A moment in the reader's time zone and habit.
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        match self.t.language() {
            Language::English | Language::Pseudo => local.format("%-d %b %Y, %H:%M").to_string(),
            Language::German => local.format("%d.%m.%Y, %H:%M").to_string(),
            Language::Dutch => local.format("%d-%m-%Y, %H:%M").to_string(),
        }
    }

    /// The reader's time zone.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.zone
    }

    /// A day in the reader's habit.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass their fields by reference"
    )]
    pub fn date(&self, day: &NaiveDate) -> String {
        match self.t.language() {
            Language::English | Language::Pseudo => day.format("%-d %b %Y").to_string(),
            Language::German => day.format("%d.%m.%Y").to_string(),
            Language::Dutch => day.format("%d-%m-%Y").to_string(),
        }
    }

    /// A count with thousands separated.
    pub fn count(&self, count: impl TryInto<i64>) -> String {
        let digits = count.try_into().unwrap_or(i64::MAX).to_string();
        let separator = match self.t.language() {
            Language::English | Language::Pseudo => ',',
            Language::German | Language::Dutch => '.',
        };
        group(&digits, separator)
    }
}

impl FromRequest for Shell {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

fn navigation(t: Texts, role: Role, path: &str) -> Vec<NavItem> {
    let everyone = [
        ("nav-dashboard", "/", "grid-1x2"),
        ("nav-companies", "/companies", "building"),
        ("nav-products", "/products", "box-seam"),
    ];
    let admins = [
        ("nav-people", "/users", "people"),
        ("nav-audit", "/audit", "clock-history"),
        ("nav-tokens", "/tokens", "key"),
    ];
    let admins = admins.into_iter().filter(|_| role == Role::Admin);
    everyone
        .into_iter()
        .chain(admins)
        .map(|(key, url, icon)| NavItem {
            label: t.s(key),
            url,
            icon,
            current: if url == "/" {
                path == "/"
            } else {
                path.starts_with(url)
            },
        })
        .collect()
}

/// The first language of `Accept-Language` that the program speaks; English otherwise.
pub fn accepted_language(headers: &HeaderMap) -> Language {
    let header = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    header
        .split(',')
        .find_map(|range| {
            range
                .split([';', '-'])
                .next()?
                .trim()
                .to_ascii_lowercase()
                .parse()
                .ok()
                .filter(|language| Language::OFFERED.contains(language))
        })
        .unwrap_or(Language::English)
}

/// A page as an answer.
pub fn page(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    let html = template.render().map_err(Error::internal)?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(html))
}

/// A page that answers "here it is".
pub fn ok(template: &impl Template) -> Result<HttpResponse> {
    page(StatusCode::OK, template)
}

/// A form that came with problems, shown again.
pub fn again(template: &impl Template) -> Result<HttpResponse> {
    page(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// Post-redirect-get: after a change, the address that shows it.
pub fn see_other(location: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location.as_ref()))
        .finish()
}
