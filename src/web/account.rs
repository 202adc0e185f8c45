//! What everybody sets for themselves: settings, password, sessions.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use askama::Template;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::Answer;
use super::form::{Choice, Field, Summary};
use super::layout::{self, Shell};
use super::password_link::{NewPassword, choose};
use super::session::{Session, from_word, to_word};
use super::sign_in::origin;
use crate::access::Identity;
use crate::config::Config;
use crate::domain::account::{self, PreferencesInput};
use crate::domain::people;
use crate::domain::sign_in::{self, Purpose, Settled};
use crate::error::{Error, Result};
use crate::gate::{self, ClientAddress, Db};
use crate::model::problems::{Fault, Problems};
use crate::store;
use crate::store::sessions::{Lifetime, SessionRow};
use crate::store::users::Person;
use crate::text::{Language, Texts};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    shell: Shell,
    summary: Summary,
    email: String,
    least: u16,
    name: Field,
    language: Field,
    time_zone: Field,
    theme: Field,
    density: Field,
    shortcuts: Field,
    languages: Vec<Choice>,
    zones: Vec<Choice>,
    themes: Vec<Choice>,
    densities: Vec<Choice>,
    current: Field,
    password: Field,
    repeated: Field,
    end_others: Field,
    second_step: bool,
    sessions: Vec<OwnSession>,
}

/// One of the person's sessions.
struct OwnSession {
    word: String,
    device: String,
    address: String,
    opened: String,
    seen_iso: String,
    seen: String,
    this: bool,
}

/// What the settings form posts.
#[derive(Deserialize)]
pub struct SettingsForm {
    name: String,
    language: String,
    time_zone: String,
    theme: String,
    density: String,
    shortcuts: Option<String>,
}

/// What the password form posts.
#[derive(Deserialize)]
pub struct PasswordForm {
    current: SecretString,
    password: SecretString,
    repeated: SecretString,
    end_others: Option<String>,
}

/// Which session to end; none for all others.
#[derive(Deserialize)]
pub struct SessionsForm {
    session: Option<String>,
}

impl AccountPage {
    async fn new(req: &HttpRequest, person: &Person, config: &Config) -> Result<Self> {
        let lifetime = Lifetime::of(config);
        let mut conn = Db::take(req).await?;
        let rows = store::sessions::of_user(&mut conn, person.id, lifetime).await?;
        let second_step = store::second_factors::is_on(&mut conn, person.id).await?;
        drop(conn);
        let shell = Shell::of(req);
        let t = shell.t;
        let own = Session::of(req).own();
        Ok(Self {
            summary: Summary::default(),
            email: person.email.clone(),
            least: config.password_length,
            name: Field::with("name", &person.name),
            language: Field::with("language", person.language.word()),
            time_zone: Field::with("time_zone", &person.time_zone),
            theme: Field::with("theme", &person.theme),
            density: Field::with("density", &person.density),
            shortcuts: Field::ticked("shortcuts", person.shortcuts),
            languages: Language::OFFERED
                .iter()
                .map(|word| Choice::new(word.word(), t.s(&format!("language-{word}"))))
                .collect(),
            zones: chrono_tz::TZ_VARIANTS
                .iter()
                .map(|zone| Choice::new(zone.name(), zone.name().replace('_', " ")))
                .collect(),
            themes: account::THEMES
                .iter()
                .map(|word| Choice::new(*word, t.s(&format!("theme-{word}"))))
                .collect(),
            densities: account::DENSITIES
                .iter()
                .map(|word| Choice::new(*word, t.s(&format!("density-{word}"))))
                .collect(),
            current: Field::new("current"),
            password: Field::new("password"),
            repeated: Field::new("repeated"),
            end_others: Field::ticked("end_others", true),
            second_step,
            sessions: rows
                .into_iter()
                .map(|row| own_session(&shell, row, own.as_deref()))
                .collect(),
            shell,
        })
    }

    fn refuse(mut self, problems: &Problems) -> Answer {
        let fields = [
            &mut self.name,
            &mut self.language,
            &mut self.time_zone,
            &mut self.theme,
            &mut self.density,
            &mut self.current,
            &mut self.password,
            &mut self.repeated,
        ];
        for field in fields {
            field.refuse_by(problems, &self.shell.t);
        }
        self.summary = Summary::of([
            &self.name,
            &self.language,
            &self.time_zone,
            &self.theme,
            &self.density,
            &self.current,
            &self.password,
            &self.repeated,
        ]);
        layout::page(StatusCode::UNPROCESSABLE_ENTITY, &self)
    }
}

fn own_session(shell: &Shell, row: SessionRow, own: Option<&[u8]>) -> OwnSession {
    OwnSession {
        word: to_word(&row.id_hash),
        device: device_in_words(shell.t, &row.device),
        address: row.address,
        opened: shell.moment(&row.created_at),
        seen_iso: row.seen_at.to_rfc3339(),
        seen: shell.moment(&row.seen_at),
        this: own == Some(row.id_hash.as_slice()),
    }
}

/// Browser and system, as far as they are told; the whole text is of no use to anybody.
fn device_in_words(t: Texts, device: &str) -> String {
    let known = |marks: &[(&str, &'static str)]| {
        let found = marks.iter().find(|(mark, _)| device.contains(mark));
        found.map(|(_, name)| *name)
    };
    // Each browser also calls itself by the names of those after it.
    let browser = known(&[
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = known(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iPadOS"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => {
            t.a2("account-device", "browser", browser, "system", system)
        }
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t.s("account-device-unknown"),
    }
}

/// `GET /account`
pub async fn show(req: HttpRequest, person: Person, config: Data<Config>) -> Answer {
    layout::ok(&AccountPage::new(&req, &person, &config).await?)
}

/// `POST /account`
pub async fn update(
    req: HttpRequest,
    person: Person,
    config: Data<Config>,
    form: Form<SettingsForm>,
) -> Answer {
    let input = PreferencesInput {
        name: &form.name,
        language: &form.language,
        time_zone: &form.time_zone,
        theme: &form.theme,
        density: &form.density,
        shortcuts: form.shortcuts.is_some(),
    };
    match account::parse(&input) {
        Ok(wanted) => {
            account::set(&mut *Db::take(&req).await?, person.id, &wanted).await?;
            Session::of(&req).succeed(Texts::of(wanted.language).s("account-saved"))?;
            Ok(layout::see_other("/account"))
        }
        Err(problems) => {
            let mut page = AccountPage::new(&req, &person, &config).await?;
            page.name = Field::with("name", &form.name);
            page.language = Field::with("language", &form.language);
            page.time_zone = Field::with("time_zone", &form.time_zone);
            page.theme = Field::with("theme", &form.theme);
            page.density = Field::with("density", &form.density);
            page.shortcuts = Field::ticked("shortcuts", form.shortcuts.is_some());
            page.refuse(&problems)
        }
    }
}

/// `POST /account/password`
pub async fn change_password(
    req: HttpRequest,
    person: Person,
    identity: Identity,
    from: ClientAddress,
    config: Data<Config>,
    form: Form<PasswordForm>,
) -> Answer {
    let form = form.into_inner();
    let mut problems = Problems::none();
    if let Some(fault) = unconfirmed(&req, &person, from, &config, form.current).await? {
        problems.add("current", fault);
    }
    let context = {
        let mut conn = Db::take(&req).await?;
        let row = store::people::find(&mut conn, person.id).await?;
        people::context(&mut conn, &row).await?
    };
    let new = NewPassword {
        password: form.password,
        repeated: form.repeated,
    };
    let password = choose(new, config.password_length, &context, &mut problems);
    let Some(password) = password.filter(|_| problems.is_empty()) else {
        let page = AccountPage::new(&req, &person, &config).await?;
        return page.refuse(&problems);
    };
    let hash = gate::hasher(&req)?.hash(password).await?;
    let session = Session::of(&req);
    let own = session.own().filter(|_| form.end_others.is_some());
    let mut conn = Db::take(&req).await?;
    account::change_password(&mut conn, &identity.actor, person.id, &hash, own.as_deref()).await?;
    session.renew();
    session.succeed(Texts::of(person.language).s("account-password-changed"))?;
    Ok(layout::see_other("/account"))
}

/// What is wrong with the current password as it was typed, if anything is; a wrong one is counted like attempts to sign in,
/// an empty field is no attempt.
pub(super) async fn unconfirmed(
    req: &HttpRequest,
    person: &Person,
    from: ClientAddress,
    config: &Config,
    current: SecretString,
) -> Result<Option<Fault>> {
    if current.expose_secret().is_empty() {
        return Ok(Some(Fault::Missing));
    }
    let attempt = {
        let mut conn = Db::take(req).await?;
        sign_in::begin(&mut conn, &person.email, origin(from)).await?
    };
    let checked = attempt.check(gate::hasher(req)?, current).await?;
    let mut conn = Db::take(req).await?;
    let known = checked
        .settle(&mut conn, Purpose::Confirmation, Lifetime::of(config))
        .await?;
    let own = matches!(known, Settled::In(user) if user == person.id);
    Ok((!own).then_some(Fault::WrongPassword))
}

/// `POST /account/sessions/deletion`
pub async fn end_sessions(
    req: HttpRequest,
    person: Person,
    identity: Identity,
    form: Form<SessionsForm>,
) -> Answer {
    let session = Session::of(&req);
    let mut conn = Db::take(&req).await?;
    if let Some(word) = &form.session {
        let ended = from_word(word).ok_or(Error::NotFound)?;
        account::end_session(&mut conn, &identity.actor, person.id, &ended).await?;
    } else {
        let kept = session.own().ok_or(Error::SignInRequired)?;
        account::end_other_sessions(&mut conn, &identity.actor, person.id, &kept).await?;
    }
    session.succeed(Texts::of(person.language).s("account-sessions-ended"))?;
    Ok(layout::see_other("/account"))
}
