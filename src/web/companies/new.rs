//! A new company.

use actix_web::HttpRequest;
use actix_web::web::Form;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::address;
use super::super::form::{Choice, Field, Summary};
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::super::session::Session;
use super::settings::shared_choices;
use crate::access::AdminAccess;
use crate::domain::companies;
use crate::error::Error;
use crate::gate::Db;
use crate::model::company::{CompanyDraft, SharedNumbers};
use crate::model::problems::Problems;

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewInput {
    account_number: String,
    name: String,
    shared_numbers: String,
    id: String,
    object_id: String,
}

#[derive(Template)]
#[template(path = "companies/new.html")]
struct NewPage {
    shell: Shell,
    crumbs: Vec<Link>,
    summary: Summary,
    account_number: Field,
    name: Field,
    shared_numbers: Field,
    shared_choices: Vec<Choice>,
    id: Field,
    object_id: Field,
}

impl NewPage {
    fn of(shell: Shell, input: &NewInput, problems: &Problems) -> Self {
        let field = |name: &'static str, value: &str| {
            let mut field = Field::with(name, value);
            if let Some(problem) = problems.of(name) {
                field.refuse(shell.t.problem(problem));
            }
            field
        };
        let shared = input.shared_numbers.parse().unwrap_or(SharedNumbers::Allow);
        let account_number = field("account_number", &input.account_number);
        let name = field("name", &input.name);
        let id = field("id", &input.id);
        let object_id = field("object_id", &input.object_id);
        Self {
            crumbs: vec![Link::new(shell.t.s("nav-companies"), "/companies")],
            summary: Summary::of([&name, &account_number, &id, &object_id]),
            account_number,
            name,
            shared_numbers: field("shared_numbers", shared.word()),
            shared_choices: shared_choices(&shell),
            id,
            object_id,
            shell,
        }
    }
}

/// `GET /companies/new`
pub async fn new(_: AdminAccess, shell: Shell) -> Answer {
    layout::ok(&NewPage::of(shell, &NewInput::default(), &Problems::none()))
}

/// `POST /companies`
pub async fn create(
    req: HttpRequest,
    access: AdminAccess,
    mut db: Db,
    shell: Shell,
    input: Form<NewInput>,
) -> Answer {
    let shared = input.shared_numbers.parse().unwrap_or(SharedNumbers::Allow);
    let draft = CompanyDraft::parse(
        &input.account_number,
        &input.name,
        &input.id,
        &input.object_id,
    );
    let done = match draft {
        Ok(draft) => companies::create(&mut db, &access, &draft.with_shared_numbers(shared)).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(id) => {
            let text = shell.t.a("companies-created", "name", input.name.trim());
            Session::of(&req).succeed(text)?;
            Ok(layout::see_other(address(id, "/cpns")))
        }
        Err(Error::Invalid(problems)) => layout::again(&NewPage::of(shell, &input, &problems)),
        Err(error) => Err(error),
    }
}
