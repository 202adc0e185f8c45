//! Switching the second step of signing in on and off, with its recovery codes. Each takes the password: a session left open must
//! not do it.

use std::fmt::Write as _;

use actix_web::HttpRequest;
use actix_web::web::{Data, Form};
use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};
use secrecy::SecretString;
use serde::Deserialize;

use super::Answer;
use super::account;
use super::form::{Field, Summary};
use super::layout::{self, Shell};
use super::parts::Link;
use super::session::Session;
use crate::access::Identity;
use crate::config::{Config, Switch};
use crate::domain::second_step;
use crate::error::{Error, Result};
use crate::gate::{ClientAddress, Db};
use crate::model::problems::{Fault, Problems};
use crate::model::second_step::{RecoveryCode, SharedSecret};
use crate::model::user::Role;
use crate::store::second_factors;
use crate::store::users::Person;

/// Pixels of the picture's dots: a phone reads it from an arm's length.
const DOT: usize = 5;
/// Dots of white around the picture, as the standard wants them.
const MARGIN: i32 = 4;

/// Where it is set up.
pub const PATH: &str = "/account/second-step";

/// Whether the installation asks it of this person.
pub fn is_forced(req: &HttpRequest, person: &Person) -> bool {
    let config = req.app_data::<Data<Config>>();
    let asked = config.is_some_and(|config| config.admins_second_step == Switch::On);
    asked && person.role == Role::Admin
}

#[derive(Template)]
#[template(path = "second_step.html")]
struct SecondStepPage {
    shell: Shell,
    crumbs: Vec<Link>,
    summary: Summary,
    email: String,
    stage: Stage,
    /// Whether it must be on.
    forced: bool,
    current: Field,
    current_again: Field,
    code: Field,
}

/// How far it is.
enum Stage {
    Off,
    Begun(Shared),
    /// With so many recovery codes left.
    On(i64),
}

/// The secret, as an app can learn it.
struct Shared {
    secret: String,
    url: String,
    /// The dots of the picture, as a path of SVG.
    path: String,
    size: usize,
    pixels: usize,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct RecoveryCodesPage {
    shell: Shell,
    crumbs: Vec<Link>,
    title: String,
    codes: Vec<RecoveryCode>,
}

/// What the forms post that take a password.
#[derive(Deserialize)]
pub struct CurrentForm {
    current: SecretString,
}

/// What the form posts that takes a code.
#[derive(Deserialize)]
pub struct FirstCodeForm {
    code: String,
}

impl Shared {
    fn new(secret: &SharedSecret, email: &str) -> Result<Self> {
        let url = secret
            .url(email)
            .ok_or_else(|| Error::internal(std::io::Error::other("no address of the secret")))?;
        let picture = QrCode::encode_text(&url, QrCodeEcc::Medium).map_err(Error::internal)?;
        let size = picture.size();
        let mut path = String::new();
        for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
            if picture.get_module(x, y) {
                write!(path, "M{} {}h1v1h-1z", x + MARGIN, y + MARGIN).map_err(Error::internal)?;
            }
        }
        let size = usize::try_from(size + 2 * MARGIN).unwrap_or_default();
        Ok(Self {
            secret: secret.in_groups(),
            url,
            path,
            size,
            pixels: size * DOT,
        })
    }
}

impl SecondStepPage {
    async fn new(req: &HttpRequest, person: &Person) -> Result<Self> {
        let mut conn = Db::take(req).await?;
        let stage = match second_factors::find(&mut conn, person.id).await? {
            None => Stage::Off,
            Some(factor) if factor.confirmed_at.is_some() => {
                Stage::On(second_factors::codes_left(&mut conn, person.id).await?)
            }
            Some(factor) => {
                let secret = SharedSecret::stored(factor.secret);
                Stage::Begun(Shared::new(&secret, &person.email)?)
            }
        };
        let shell = Shell::of(req);
        Ok(Self {
            crumbs: crumbs(&shell),
            summary: Summary::default(),
            email: person.email.clone(),
            stage,
            forced: is_forced(req, person),
            current: Field::new("current"),
            current_again: Field::new("current").id_as("current-again"),
            code: Field::new("code"),
            shell,
        })
    }

    fn is_on(&self) -> bool {
        matches!(self.stage, Stage::On(_))
    }

    fn refuse(mut self, field: fn(&mut Self) -> &mut Field, problems: &Problems) -> Answer {
        let t = self.shell.t;
        let refused = field(&mut self);
        refused.refuse_by(problems, &t);
        let summary = Summary::of([&*refused]);
        self.summary = summary;
        layout::again(&self)
    }
}

fn crumbs(shell: &Shell) -> Vec<Link> {
    vec![Link::new(shell.t.s("account-title"), "/account".to_owned())]
}

/// `GET /account/second-step`
pub async fn show(req: HttpRequest, person: Person) -> Answer {
    layout::ok(&SecondStepPage::new(&req, &person).await?)
}

/// `POST /account/second-step`
pub async fn begin(
    req: HttpRequest,
    person: Person,
    from: ClientAddress,
    config: Data<Config>,
    form: Form<CurrentForm>,
) -> Answer {
    let current = form.into_inner().current;
    if let Some(fault) = account::unconfirmed(&req, &person, from, &config, current).await? {
        return unconfirmed(&req, &person, |page| &mut page.current, fault).await;
    }
    second_step::begin(&mut *Db::take(&req).await?, person.id).await?;
    Ok(layout::see_other(PATH))
}

/// The page again, with what is wrong at the field that took the password.
async fn unconfirmed(
    req: &HttpRequest,
    person: &Person,
    field: fn(&mut SecondStepPage) -> &mut Field,
    fault: Fault,
) -> Answer {
    let page = SecondStepPage::new(req, person).await?;
    page.refuse(field, &Problems::one("current", fault))
}

/// `POST /account/second-step/confirmation`
pub async fn confirm(
    req: HttpRequest,
    person: Person,
    identity: Identity,
    form: Form<FirstCodeForm>,
) -> Answer {
    let done = {
        let mut conn = Db::take(&req).await?;
        second_step::confirm(&mut conn, &identity.actor, person.id, &form.code).await
    };
    match done {
        Ok(codes) => show_codes(&req, "second-step-switched-on", codes),
        Err(Error::Invalid(problems)) => {
            let page = SecondStepPage::new(&req, &person).await?;
            page.refuse(|page| &mut page.code, &problems)
        }
        Err(error) => Err(error),
    }
}

/// `POST /account/second-step/codes`
pub async fn renew_codes(
    req: HttpRequest,
    person: Person,
    identity: Identity,
    from: ClientAddress,
    config: Data<Config>,
    form: Form<CurrentForm>,
) -> Answer {
    let current = form.into_inner().current;
    if let Some(fault) = account::unconfirmed(&req, &person, from, &config, current).await? {
        return unconfirmed(&req, &person, |page| &mut page.current, fault).await;
    }
    let codes = {
        let mut conn = Db::take(&req).await?;
        second_step::renew_codes(&mut conn, &identity.actor, person.id).await?
    };
    show_codes(&req, "second-step-codes-renewed", codes)
}

/// The codes are shown as the answer itself: nothing keeps them for another page.
fn show_codes(req: &HttpRequest, title: &str, codes: Vec<RecoveryCode>) -> Answer {
    let shell = Shell::of(req);
    layout::ok(&RecoveryCodesPage {
        crumbs: crumbs(&shell),
        title: shell.t.s(title),
        codes,
        shell,
    })
}

/// `POST /account/second-step/removal`
pub async fn remove(
    req: HttpRequest,
    person: Person,
    identity: Identity,
    from: ClientAddress,
    config: Data<Config>,
    form: Form<CurrentForm>,
) -> Answer {
    let current = form.into_inner().current;
    if let Some(fault) = account::unconfirmed(&req, &person, from, &config, current).await? {
        return unconfirmed(&req, &person, |page| &mut page.current_again, fault).await;
    }
    if is_forced(&req, &person) {
        return Err(Error::Conflict("second-step-forced"));
    }
    second_step::remove(&mut *Db::take(&req).await?, &identity.actor, person.id).await?;
    let text = Shell::of(&req).t.s("second-step-switched-off");
    Session::of(&req).succeed(text)?;
    Ok(layout::see_other("/account"))
}
