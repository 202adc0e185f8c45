//! The set-up: the first admin, by the link that `serve` prints on an empty database.

use actix_web::HttpRequest;
use actix_web::web::{Data, Form, Path};
use askama::Template;
use secrecy::SecretString;
use serde::Deserialize;

use super::Answer;
use super::form::{Field, Summary};
use super::layout::{self, Shell};
use super::password_link::{NewPassword, choose};
use super::session::Session;
use super::sign_in::device;
use crate::config::Config;
use crate::domain::links;
use crate::error::Error;
use crate::gate::{self, ClientAddress, Db};
use crate::model::problems::Problems;
use crate::model::text;
use crate::model::user::{Email, NAME_LENGTH};

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    shell: Shell,
    summary: Summary,
    secret: String,
    least: u16,
    email: Field,
    name: Field,
    password: Field,
    repeated: Field,
}

/// What the form posts.
#[derive(Deserialize)]
pub struct SetUpForm {
    email: String,
    name: String,
    password: SecretString,
    repeated: SecretString,
}

impl SetUpPage {
    fn new(shell: Shell, secret: &str, least: u16, email: &str, name: &str) -> Self {
        Self {
            shell,
            summary: Summary::default(),
            secret: secret.to_owned(),
            least,
            email: Field::with("email", email),
            name: Field::with("name", name),
            password: Field::new("password"),
            repeated: Field::new("repeated"),
        }
    }

    fn again(mut self, problems: &Problems) -> Answer {
        let fields = [
            &mut self.email,
            &mut self.name,
            &mut self.password,
            &mut self.repeated,
        ];
        for field in fields {
            field.refuse_by(problems, &self.shell.t);
        }
        self.summary = Summary::of([&self.email, &self.name, &self.password, &self.repeated]);
        layout::again(&self)
    }
}

/// `GET /set-up/{secret}`
pub async fn show(secret: Path<String>, mut db: Db, config: Data<Config>, shell: Shell) -> Answer {
    links::open_set_up(&mut db, &secret).await?;
    let least = config.password_length;
    layout::ok(&SetUpPage::new(shell, &secret, least, "", ""))
}

/// `POST /set-up/{secret}`
pub async fn create(
    req: HttpRequest,
    secret: Path<String>,
    config: Data<Config>,
    shell: Shell,
    from: ClientAddress,
    form: Form<SetUpForm>,
) -> Answer {
    links::open_set_up(&mut *Db::take(&req).await?, &secret).await?;
    let form = form.into_inner();
    let page = SetUpPage::new(
        shell,
        &secret,
        config.password_length,
        &form.email,
        &form.name,
    );
    let mut problems = Problems::none();
    let email = problems.take("email", Email::parse(&form.email));
    let name = problems.take("name", text::required(&form.name, NAME_LENGTH));
    let context = [form.email.clone(), form.name.clone()];
    let new = NewPassword {
        password: form.password,
        repeated: form.repeated,
    };
    let password = choose(new, config.password_length, &context, &mut problems);
    let (Some(email), Some(name), Some(password)) = (email, name, password) else {
        return page.again(&problems);
    };
    let hash = gate::hasher(&req)?.hash(password).await?;
    let language = page.shell.t.language();
    let mut conn = Db::take(&req).await?;
    let done = links::set_up(&mut conn, &secret, &email, &name, &hash, language).await;
    drop(conn);
    match done {
        Ok(user) => {
            Session::of(&req).sign_in(user, &from.to_string(), &device(&req))?;
            Ok(layout::see_other("/"))
        }
        Err(Error::Invalid(problems)) => page.again(&problems),
        Err(error) => Err(error),
    }
}
