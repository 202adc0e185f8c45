//! A new token, and the page that shows it once.

use actix_web::web::{Data, Form};
use askama::Template;

use super::samples::{self, Sample};
use crate::access::{AdminAccess, Identity};
use crate::config::Config;
use crate::domain::tokens::{self, TokenForm};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::problems::Problems;
use crate::model::token::{Carrier, Contract, TokenScope};
use crate::text::Texts;
use crate::web::Answer;
use crate::web::form::{Choice, Field, Summary};
use crate::web::layout::{self, Shell};
use crate::web::parts::Link;
use crate::web::picker::{CompanyPicker, Picked};

#[derive(Template)]
#[template(path = "tokens/new.html")]
struct NewPage {
    shell: Shell,
    crumbs: Vec<Link>,
    summary: Summary,
    name: Field,
    contract: Field,
    contracts: Vec<Choice>,
    scope: Field,
    scopes: Vec<Choice>,
    companies: CompanyPicker,
    last_day: Field,
    carrier: Field,
    carriers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "tokens/made.html")]
struct MadePage {
    shell: Shell,
    crumbs: Vec<Link>,
    name: String,
    secret: String,
    head: String,
    url: String,
    samples: Vec<Sample>,
    /// What has to be replaced in them.
    note: String,
}

/// What the form posts.
#[derive(Clone, Debug, Default)]
pub struct NewInput {
    name: String,
    contract: String,
    scope: String,
    companies: Picked,
    last_day: String,
    carrier: String,
}

impl NewInput {
    /// Reads the fields of a form; companies come any number of times.
    fn of(fields: &[(String, String)]) -> Self {
        let mut input = Self {
            companies: Picked::of(fields),
            ..Self::default()
        };
        for (name, value) in fields {
            let field = match name.as_str() {
                "name" => &mut input.name,
                "contract" => &mut input.contract,
                "scope" => &mut input.scope,
                "last_day" => &mut input.last_day,
                "carrier" => &mut input.carrier,
                _ => continue,
            };
            field.clone_from(value);
        }
        input
    }
}

impl NewPage {
    fn of(
        shell: Shell,
        input: &NewInput,
        mut companies: CompanyPicker,
        problems: &Problems,
    ) -> Self {
        let t = shell.t;
        let field = |name: &str, value: &str| {
            let mut field = Field::with(name, value);
            field.refuse_by(problems, &t);
            field
        };
        companies.field.refuse_by(problems, &t);
        let mut page = Self {
            crumbs: vec![Link::new(t.s("nav-tokens"), "/tokens")],
            summary: Summary::default(),
            name: field("name", &input.name),
            contract: field("contract", &input.contract),
            contracts: contracts(t),
            scope: field("scope", &input.scope),
            scopes: choices(
                t,
                "tokens-scope",
                TokenScope::ALL.iter().map(|scope| scope.word()),
            ),
            companies,
            last_day: field("last_day", &input.last_day),
            carrier: field("carrier", &input.carrier),
            carriers: carriers(t),
            shell,
        };
        page.summary = Summary::of([
            &page.name,
            &page.contract,
            &page.scope,
            &page.companies.field,
            &page.last_day,
            &page.carrier,
        ]);
        page
    }
}

fn choices(t: Texts, topic: &str, words: impl Iterator<Item = &'static str>) -> Vec<Choice> {
    words
        .map(|word| {
            Choice::new(word, t.s(&format!("{topic}-{word}")))
                .hint(t.s(&format!("{topic}-{word}-hint")))
        })
        .collect()
}

fn contracts(t: Texts) -> Vec<Choice> {
    // Our own first: it is the one that is chosen until somebody chooses another.
    let others = Contract::ALL
        .iter()
        .filter(|contract| **contract != Contract::V1);
    let all = std::iter::once(&Contract::V1).chain(others);
    choices(t, "contract", all.map(|contract| contract.word()))
}

fn carriers(t: Texts) -> Vec<Choice> {
    let each = Carrier::ALL
        .iter()
        .map(|carrier| Choice::new(carrier.word(), t.s(&format!("tokens-carrier-{carrier}"))));
    std::iter::once(Choice::new("", t.s("tokens-carrier-any")))
        .chain(each)
        .collect()
}

/// `GET /tokens/new`
pub async fn new(_: AdminAccess, shell: Shell) -> Answer {
    let input = NewInput {
        contract: Contract::V1.word().to_owned(),
        scope: TokenScope::Read.word().to_owned(),
        ..NewInput::default()
    };
    let companies = CompanyPicker::holding(&[]);
    layout::ok(&NewPage::of(shell, &input, companies, &Problems::none()))
}

/// `POST /tokens`: shows the secret as the answer itself. It is stored nowhere, so no redirect could show it.
pub async fn create(
    admin: AdminAccess,
    identity: Identity,
    mut db: Db,
    config: Data<Config>,
    shell: Shell,
    fields: Form<Vec<(String, String)>>,
) -> Answer {
    let input = NewInput::of(&fields);
    let made = if input.companies.finds() {
        Err(Problems::none().into())
    } else {
        make(&admin, &mut db, &config, &shell, &input).await
    };
    match made {
        Ok(page) => layout::ok(&MadePage { shell, ..page }),
        Err(Error::Invalid(problems)) => {
            let picked = &input.companies;
            let companies = CompanyPicker::of(&mut db, &identity, &shell, picked).await?;
            let page = NewPage::of(shell, &input, companies, &problems);
            if picked.finds() {
                layout::ok(&page)
            } else {
                layout::again(&page)
            }
        }
        Err(error) => Err(error),
    }
}

async fn make(
    admin: &AdminAccess,
    db: &mut Db,
    config: &Config,
    shell: &Shell,
    form: &NewInput,
) -> Result<MadePage> {
    let accounts = form.companies.accounts();
    let typed = TokenForm {
        name: &form.name,
        contract: &form.contract,
        scope: &form.scope,
        companies: &accounts,
        last_day: &form.last_day,
        carrier: &form.carrier,
        zone: shell.zone(),
    };
    let draft = tokens::draft(db, &typed).await?;
    let (id, secret) = tokens::create(db, admin, &draft).await?;
    let token = tokens::find(db, admin, id).await?;
    let samples = samples::of(db, admin, config, shell.t, &token, Some(secret.reveal())).await?;
    Ok(MadePage {
        crumbs: vec![Link::new(shell.t.s("nav-tokens"), "/tokens")],
        name: token.name,
        secret: secret.reveal().to_owned(),
        head: shell.t.s(match draft.contract {
            Contract::StoreApi => "tokens-made-key",
            Contract::Axim | Contract::Shoxl | Contract::V1 => "tokens-made",
        }),
        url: format!("/tokens/{id}"),
        samples,
        note: samples::note(shell.t, draft.contract, true),
        shell: Shell::plain(shell.t.language()),
    })
}
