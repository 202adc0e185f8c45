//! What an admin sets on a company: its fields, its lock, whether it is archived.

use actix_web::HttpRequest;
use actix_web::web::Form;
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::form::{Choice, Field, Summary};
use super::super::layout::{self, Shell};
use super::super::session::Session;
use crate::access::{self, AdminAccess, CompanyAccess, Identity, See};
use crate::domain::companies;
use crate::error::Error;
use crate::gate::Db;
use crate::model::company::{Company, CompanyDraft, SharedNumbers};
use crate::model::problems::Problems;

/// What the form of the fields sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettingsInput {
    version: i32,
    account_number: String,
    name: String,
    shared_numbers: String,
}

impl SettingsInput {
    fn of(company: &Company) -> Self {
        Self {
            version: company.version,
            account_number: company.account_number.clone(),
            name: company.name.clone(),
            shared_numbers: company.shared_numbers.word().to_owned(),
        }
    }
}

/// What the form of the lock sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LockInput {
    pub reason: String,
    pub until: String,
}

impl LockInput {
    /// The lock as it stands, for who wants to change its reason or its end.
    fn of(company: &Company, shell: &Shell) -> Self {
        let Some(lock) = &company.lock else {
            return Self::default();
        };
        let until = |at: &DateTime<Utc>| {
            at.with_timezone(&shell.zone())
                .format("%Y-%m-%dT%H:%M")
                .to_string()
        };
        Self {
            reason: lock.reason.clone(),
            until: lock.until.as_ref().map(until).unwrap_or_default(),
        }
    }
}

/// The page with everything that can be set; its forms come back on it.
#[derive(Template)]
#[template(path = "companies/settings.html")]
pub struct SettingsPage {
    shell: Shell,
    frame: CompanyFrame,
    summary: Summary,
    company: Company,
    version: i32,
    account_number: Field,
    name: Field,
    shared_numbers: Field,
    shared_choices: Vec<Choice>,
    reason: Field,
    until: Field,
    zone: String,
    /// Whether somebody else changed the company while the form was open: both values are shown.
    stale: bool,
}

impl SettingsPage {
    /// The page with what was typed into either form.
    pub fn of(
        shell: Shell,
        access: &CompanyAccess<See>,
        input: &SettingsInput,
        lock: &LockInput,
        problems: &Problems,
    ) -> Self {
        let field = |name: &'static str, value: &str| {
            let mut field = Field::with(name, value);
            if let Some(problem) = problems.of(name) {
                field.refuse(shell.t.problem(problem));
            }
            field
        };
        let account_number = field("account_number", &input.account_number);
        let name = field("name", &input.name);
        let reason = field("reason", &lock.reason);
        let until = field("until", &lock.until);
        Self {
            frame: CompanyFrame::of(access, &shell, CompanyTab::Settings),
            summary: Summary::of([&name, &account_number, &reason, &until]),
            company: access.company().clone(),
            version: access.company().version,
            account_number,
            name,
            shared_numbers: field("shared_numbers", &input.shared_numbers),
            shared_choices: shared_choices(&shell),
            reason,
            until,
            zone: shell.zone().name().to_owned(),
            stale: false,
            shell,
        }
    }

    /// The page as the company stands, with the form of the lock as typed.
    pub fn with_lock(
        shell: Shell,
        access: &CompanyAccess<See>,
        lock: &LockInput,
        problems: &Problems,
    ) -> Self {
        let input = SettingsInput::of(access.company());
        Self::of(shell, access, &input, lock, problems)
    }

    /// What the company's shared-numbers rule is stored as, in words.
    fn stored_shared(&self) -> String {
        shared_label(&self.shell, self.company.shared_numbers)
    }

    fn typed_shared(&self) -> String {
        let typed = self.shared_numbers.value().parse();
        shared_label(&self.shell, typed.unwrap_or(self.company.shared_numbers))
    }
}

/// The ways a company may treat one CPN for several products.
pub fn shared_choices(shell: &Shell) -> Vec<Choice> {
    SharedNumbers::ALL
        .iter()
        .map(|rule| {
            Choice::new(rule.word(), shared_label(shell, *rule))
                .hint(shell.t.s(&format!("companies-shared-{rule}-hint")))
        })
        .collect()
}

fn shared_label(shell: &Shell, rule: SharedNumbers) -> String {
    shell.t.s(&format!("companies-shared-{rule}"))
}

/// `GET /companies/{company}/settings`
pub async fn settings(identity: Identity, access: CompanyAccess<See>, shell: Shell) -> Answer {
    AdminAccess::of(&identity)?;
    let lock = LockInput::of(access.company(), &shell);
    let page = SettingsPage::with_lock(shell, &access, &lock, &Problems::none());
    layout::ok(&page)
}

/// `POST /companies/{company}/settings`
pub async fn change(
    req: HttpRequest,
    identity: Identity,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    input: Form<SettingsInput>,
) -> Answer {
    let admin = AdminAccess::of(&identity)?;
    let id = access.company().id;
    let lock = LockInput::of(access.company(), &shell);
    match save(&mut db, &admin, &access, &input).await {
        Ok(()) => {
            let text = shell.t.a("companies-changed", "name", input.name.trim());
            Session::of(&req).succeed(text)?;
            let address = super::super::company_frame::address(id, "/settings");
            Ok(layout::see_other(address))
        }
        Err(Error::Invalid(problems)) => {
            let mut page = SettingsPage::of(shell, &access, &input, &lock, &problems);
            // The version stays the one that was read with the values: another try must not pass over a change meanwhile.
            page.version = input.version;
            layout::again(&page)
        }
        Err(Error::Stale) => {
            let fresh = access::open::<See>(&mut db, &identity, id).await?;
            let mut page = SettingsPage::of(shell, &fresh, &input, &lock, &Problems::none());
            page.stale = true;
            page.summary.refuse(page.shell.t.s("companies-stale"));
            layout::page(actix_web::http::StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error),
    }
}

async fn save(
    db: &mut Db,
    admin: &AdminAccess,
    access: &CompanyAccess<See>,
    input: &SettingsInput,
) -> Result<(), Error> {
    let shared = input
        .shared_numbers
        .parse()
        .unwrap_or(access.company().shared_numbers);
    let draft = CompanyDraft::parse(&input.account_number, &input.name, "", "")?;
    let draft = draft.with_shared_numbers(shared);
    companies::change(db, admin, access.company().id, input.version, &draft).await
}
