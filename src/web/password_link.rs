//! Choosing a password by a one-time link: invitations and resets.

use actix_web::HttpRequest;
use actix_web::web::{Data, Form, Path};
use askama::Template;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::Answer;
use super::form::{Field, Summary};
use super::layout::{self, Shell};
use super::session::Session;
use super::sign_in::device;
use crate::config::Config;
use crate::domain::links;
use crate::domain::links::Opened;
use crate::domain::password_rules::Password;
use crate::gate::{self, ClientAddress, Db};
use crate::model::problems::{Fault, Problems};
use crate::model::user::LinkPurpose;
use crate::store::second_factors;

#[derive(Template)]
#[template(path = "password_link.html")]
struct PasswordLinkPage {
    shell: Shell,
    summary: Summary,
    title: String,
    action: String,
    email: String,
    name: String,
    least: u16,
    password: Field,
    repeated: Field,
}

/// What every form with a new password posts.
#[derive(Deserialize)]
pub struct NewPassword {
    /// The password.
    pub password: SecretString,
    /// The same once more, for those who cannot look at it.
    pub repeated: SecretString,
}

/// The new password, or what is wrong with it noted in `problems`.
pub fn choose(
    new: NewPassword,
    least: u16,
    context: &[String],
    problems: &mut Problems,
) -> Option<Password> {
    let same = new.password.expose_secret() == new.repeated.expose_secret();
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    let chosen = Password::choose(new.password, usize::from(least), &context);
    let chosen = problems.take("password", chosen)?;
    if same {
        return Some(chosen);
    }
    problems.add("repeated", Fault::NotRepeated);
    None
}

impl PasswordLinkPage {
    fn new(shell: Shell, purpose: LinkPurpose, secret: &str, opened: &Opened, least: u16) -> Self {
        Self {
            title: shell.t.s(&format!("password-link-{purpose}")),
            action: format!("/{}/{secret}", purpose.path()),
            shell,
            summary: Summary::default(),
            email: opened.person.email.clone(),
            name: opened.person.name.clone(),
            least,
            password: Field::new("password"),
            repeated: Field::new("repeated"),
        }
    }

    fn again(mut self, problems: &Problems) -> Answer {
        self.password.refuse_by(problems, &self.shell.t);
        self.repeated.refuse_by(problems, &self.shell.t);
        self.summary = Summary::of([&self.password, &self.repeated]);
        layout::again(&self)
    }
}

/// `GET /invitation/{secret}`
pub async fn show_invitation(
    secret: Path<String>,
    db: Db,
    config: Data<Config>,
    shell: Shell,
) -> Answer {
    show(LinkPurpose::Invitation, &secret, db, &config, shell).await
}

/// `GET /password-reset/{secret}`
pub async fn show_reset(
    secret: Path<String>,
    db: Db,
    config: Data<Config>,
    shell: Shell,
) -> Answer {
    show(LinkPurpose::Reset, &secret, db, &config, shell).await
}

async fn show(
    purpose: LinkPurpose,
    secret: &str,
    mut db: Db,
    config: &Config,
    shell: Shell,
) -> Answer {
    let opened = links::open(&mut db, purpose, secret).await?;
    let least = config.password_length;
    layout::ok(&PasswordLinkPage::new(
        shell, purpose, secret, &opened, least,
    ))
}

/// `POST /invitation/{secret}`
pub async fn accept_invitation(
    req: HttpRequest,
    secret: Path<String>,
    config: Data<Config>,
    form: Form<NewPassword>,
) -> Answer {
    accept(
        LinkPurpose::Invitation,
        &req,
        &secret,
        &config,
        form.into_inner(),
    )
    .await
}

/// `POST /password-reset/{secret}`
pub async fn accept_reset(
    req: HttpRequest,
    secret: Path<String>,
    config: Data<Config>,
    form: Form<NewPassword>,
) -> Answer {
    accept(
        LinkPurpose::Reset,
        &req,
        &secret,
        &config,
        form.into_inner(),
    )
    .await
}

async fn accept(
    purpose: LinkPurpose,
    req: &HttpRequest,
    secret: &str,
    config: &Config,
    new: NewPassword,
) -> Answer {
    let opened = links::open(&mut *Db::take(req).await?, purpose, secret).await?;
    let least = config.password_length;
    let mut problems = Problems::none();
    let Some(password) = choose(new, least, &opened.context, &mut problems) else {
        let page = PasswordLinkPage::new(Shell::of(req), purpose, secret, &opened, least);
        return page.again(&problems);
    };
    let hash = gate::hasher(req)?.hash(password).await?;
    let mut conn = Db::take(req).await?;
    let language = Shell::of(req).t.language();
    let user = links::choose_password(&mut conn, purpose, secret, &hash, language).await?;
    // A link stands in for the password, not for the second step.
    if second_factors::is_on(&mut conn, user).await? {
        return Ok(layout::see_other("/sign-in"));
    }
    drop(conn);
    let address = ClientAddress::of(req).to_string();
    Session::of(req).sign_in(user, &address, &device(req))?;
    Ok(layout::see_other("/"))
}
