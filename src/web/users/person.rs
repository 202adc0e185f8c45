//! One person: their role and companies, and what an admin can do about their access.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use askama::Template;

use super::form::{PersonFields, PersonForm};
use super::invitation::show_link;
use super::{roles, state_badge};
use crate::access::{AdminAccess, Identity};
use crate::config::Config;
use crate::domain::{people, second_step};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::UserId;
use crate::model::problems::Problems;
use crate::model::user::{PersonDraft, PersonState};
use crate::store;
use crate::store::people::{CompanyName, PersonRow};
use crate::store::sessions::Lifetime;
use crate::web::Answer;
use crate::web::form::{Choice, Summary};
use crate::web::layout::{self, Shell};
use crate::web::parts::Link;
use crate::web::session::Session;

#[derive(Template)]
#[template(path = "users/show.html")]
struct PersonPage {
    shell: Shell,
    crumbs: Vec<Link>,
    summary: Summary,
    /// What somebody else made of the person meanwhile, in words.
    meanwhile: Option<String>,
    person: PersonRow,
    companies: Vec<CompanyName>,
    second_step: bool,
    fields: PersonFields,
    roles: Vec<Choice>,
    state_kind: &'static str,
    state: String,
    seen: Option<String>,
    sessions: usize,
}

impl PersonPage {
    async fn new(conn: &mut Db, config: &Config, shell: Shell, user: UserId) -> Result<Self> {
        let person = store::people::find(conn, user).await?;
        let companies: Vec<CompanyName> = store::people::companies_of(conn, &[user])
            .await?
            .into_iter()
            .map(|(_, company)| company)
            .collect();
        let sessions = store::sessions::of_user(conn, user, Lifetime::of(config)).await?;
        let second_step = store::second_factors::is_on(conn, user).await?;
        let (state_kind, state) = state_badge(shell.t, person.state());
        Ok(Self {
            crumbs: vec![Link::new(shell.t.s("nav-people"), "/users")],
            summary: Summary::default(),
            meanwhile: None,
            fields: PersonFields::stored(&person, &companies),
            roles: roles(shell.t),
            state_kind,
            state,
            seen: person.seen_at.map(|at| shell.moment(&at)),
            sessions: sessions.len(),
            person,
            companies,
            second_step,
            shell,
        })
    }

    fn is_disabled(&self) -> bool {
        self.person.state() == PersonState::Disabled
    }

    /// What letting them in again brings: who never chose a password has none to come back with.
    fn enable_hint(&self) -> String {
        self.shell.t.s(if self.person.has_password {
            "users-enable-hint"
        } else {
            "users-enable-hint-invited"
        })
    }

    fn is_invited(&self) -> bool {
        self.person.state() == PersonState::Invited
    }

    /// The page with what was typed. Another try must not pass over what somebody else stored meanwhile.
    async fn typed(mut self, db: &mut Db, identity: &Identity, form: &PersonForm) -> Result<Self> {
        self.fields = PersonFields::typed(db, identity, &self.shell, form).await?;
        self.person.version = form.version;
        Ok(self)
    }

    /// The page with what is wrong with what was typed.
    fn refuse(mut self, problems: &Problems) -> Answer {
        self.summary = self.fields.refuse(problems, &self.shell);
        layout::again(&self)
    }

    /// The page with what was typed, and beside it what somebody else stored meanwhile; another try is on that.
    fn contradict(mut self, stored: &PersonRow) -> Answer {
        let t = self.shell.t;
        let names: Vec<&str> = self
            .companies
            .iter()
            .map(|company| company.name.as_str())
            .collect();
        let told = [
            stored.name.clone(),
            t.s(&format!("role-{}", stored.role)),
            names.join(", "),
        ];
        let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
        self.meanwhile = Some(told.join(" · "));
        self.person.version = stored.version;
        layout::page(StatusCode::CONFLICT, &self)
    }
}

/// `GET /users/{user}`
pub async fn show(
    _: AdminAccess,
    mut db: Db,
    config: Data<Config>,
    shell: Shell,
    user: Path<UserId>,
) -> Answer {
    layout::ok(&PersonPage::new(&mut db, &config, shell, *user).await?)
}

/// `POST /users/{user}`
pub async fn update(
    req: HttpRequest,
    admin: AdminAccess,
    identity: Identity,
    mut db: Db,
    config: Data<Config>,
    user: Path<UserId>,
    fields: Form<Vec<(String, String)>>,
) -> Answer {
    let form = PersonForm::of(&fields);
    let done = match PersonDraft::parse(&form.input()) {
        _ if form.picked.finds() => Ok(false),
        Ok(draft) => {
            let changed = people::change(&mut db, &admin, *user, form.version, &draft).await;
            changed.map(|()| true)
        }
        Err(problems) => Err(problems.into()),
    };
    if let Ok(true) = done {
        let person = store::people::find(&mut db, *user).await?;
        return back(&req, &person, "users-changed");
    }
    let page = PersonPage::new(&mut db, &config, Shell::of(&req), *user).await?;
    let stored = page.person.clone();
    let page = page.typed(&mut db, &identity, &form).await?;
    match done {
        Ok(_) => layout::ok(&page),
        Err(Error::Invalid(problems)) => page.refuse(&problems),
        Err(Error::Stale) => page.contradict(&stored),
        Err(error) => Err(error),
    }
}

/// `POST /users/{user}/link`
pub async fn issue_link(
    admin: AdminAccess,
    mut db: Db,
    config: Data<Config>,
    shell: Shell,
    user: Path<UserId>,
) -> Answer {
    let link = people::issue_link(&mut db, &admin, *user).await?;
    let person = store::people::find(&mut db, *user).await?;
    show_link(shell, &config, &person, &link)
}

/// `POST /users/{user}/disabling`
pub async fn disable(
    req: HttpRequest,
    admin: AdminAccess,
    mut db: Db,
    config: Data<Config>,
    user: Path<UserId>,
) -> Answer {
    match people::disable(&mut db, &admin, *user).await {
        Ok(person) => back(&req, &person, "users-disabled"),
        Err(Error::Invalid(problems)) => {
            let mut page = PersonPage::new(&mut db, &config, Shell::of(&req), *user).await?;
            for problem in problems.iter() {
                page.summary.refuse(page.shell.t.problem(problem));
            }
            layout::again(&page)
        }
        Err(error) => Err(error),
    }
}

/// `POST /users/{user}/enabling`
pub async fn enable(
    req: HttpRequest,
    admin: AdminAccess,
    mut db: Db,
    user: Path<UserId>,
) -> Answer {
    let person = people::enable(&mut db, &admin, *user).await?;
    let text = if person.has_password {
        "users-enabled"
    } else {
        "users-enabled-invited"
    };
    back(&req, &person, text)
}

/// `POST /users/{user}/second-step/removal`
pub async fn reset_second_step(
    req: HttpRequest,
    admin: AdminAccess,
    mut db: Db,
    user: Path<UserId>,
) -> Answer {
    second_step::reset(&mut db, &admin, *user).await?;
    let person = store::people::find(&mut db, *user).await?;
    back(&req, &person, "users-second-step-reset")
}

/// `POST /users/{user}/sessions/deletion`
pub async fn end_sessions(
    req: HttpRequest,
    admin: AdminAccess,
    mut db: Db,
    user: Path<UserId>,
) -> Answer {
    people::end_sessions(&mut db, &admin, *user).await?;
    let person = store::people::find(&mut db, *user).await?;
    back(&req, &person, "users-sessions-ended")
}

/// To the person's page, with a message that may name them.
fn back(req: &HttpRequest, person: &PersonRow, message: &str) -> Answer {
    let text = Shell::of(req).t.a(message, "name", &person.name);
    Session::of(req).succeed(text)?;
    Ok(layout::see_other(format!("/users/{}", person.id)))
}
