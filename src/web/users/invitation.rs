//! Inviting somebody, and the page that shows a one-time link once.

use actix_web::web::{Data, Form};
use askama::Template;

use super::form::{PersonFields, PersonForm};
use super::roles;
use crate::access::{AdminAccess, Identity};
use crate::config::Config;
use crate::domain::links::OneTimeLink;
use crate::domain::people;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::problems::Problems;
use crate::model::user::{Email, PersonDraft};
use crate::store;
use crate::store::people::PersonRow;
use crate::web::Answer;
use crate::web::form::{Choice, Summary};
use crate::web::layout::{self, Shell};
use crate::web::parts::Link;

#[derive(Template)]
#[template(path = "users/new.html")]
struct InvitePage {
    shell: Shell,
    crumbs: Vec<Link>,
    summary: Summary,
    fields: PersonFields,
    roles: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "users/link.html")]
struct LinkPage {
    shell: Shell,
    crumbs: Vec<Link>,
    title: String,
    text: String,
    link: String,
    back: String,
}

impl InvitePage {
    fn new(shell: Shell, fields: PersonFields) -> Self {
        Self {
            crumbs: vec![Link::new(shell.t.s("nav-people"), "/users")],
            roles: roles(shell.t),
            summary: Summary::default(),
            fields,
            shell,
        }
    }
}

/// `GET /users/new`
pub async fn new(_: AdminAccess, shell: Shell) -> Answer {
    layout::ok(&InvitePage::new(shell, PersonFields::empty()))
}

/// `POST /users`
pub async fn create(
    admin: AdminAccess,
    identity: Identity,
    mut db: Db,
    config: Data<Config>,
    shell: Shell,
    fields: Form<Vec<(String, String)>>,
) -> Answer {
    let form = PersonForm::of(&fields);
    if form.picked.finds() {
        let fields = PersonFields::typed(&mut db, &identity, &shell, &form).await?;
        return layout::ok(&InvitePage::new(shell, fields));
    }
    let done = match parse(&form) {
        Ok((email, draft)) => people::invite(&mut db, &admin, &email, &draft).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok((user, link)) => {
            let person = store::people::find(&mut db, user).await?;
            show_link(shell, &config, &person, &link)
        }
        Err(Error::Invalid(problems)) => {
            let fields = PersonFields::typed(&mut db, &identity, &shell, &form).await?;
            let mut page = InvitePage::new(shell, fields);
            page.summary = page.fields.refuse(&problems, &page.shell);
            layout::again(&page)
        }
        Err(error) => Err(error),
    }
}

fn parse(form: &PersonForm) -> Result<(Email, PersonDraft), Problems> {
    let mut problems = Problems::none();
    let email = problems.take("email", Email::parse(&form.email));
    match (email, PersonDraft::parse(&form.input())) {
        (Some(email), Ok(draft)) => Ok((email, draft)),
        (_, Ok(_)) => Err(problems),
        (_, Err(others)) => {
            for problem in others.iter() {
                problems.add(problem.field, problem.fault.clone());
            }
            Err(problems)
        }
    }
}

/// Shows a link as the answer itself: it is stored nowhere, so no redirect could show it.
pub(super) fn show_link(
    shell: Shell,
    config: &Config,
    person: &PersonRow,
    link: &OneTimeLink,
) -> Answer {
    let t = shell.t;
    let purpose = link.purpose;
    let url = link.url(&config.public_url().map_err(Error::Internal)?);
    layout::ok(&LinkPage {
        crumbs: vec![Link::new(t.s("nav-people"), "/users")],
        title: t.s(&format!("users-link-{purpose}")),
        text: t.a2(
            &format!("users-link-{purpose}-text"),
            "name",
            &person.name,
            "email",
            &person.email,
        ),
        link: url,
        back: format!("/users/{}", person.id),
        shell,
    })
}
