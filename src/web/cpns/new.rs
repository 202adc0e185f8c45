//! A new number.

use actix_web::HttpRequest;
use actix_web::web::{Form, Query};
use askama::Template;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::super::session::Session;
use super::form::{self, CpnForm, FormInput, Ready, Refusal};
use super::{address, refuse_locked};
use crate::access::{Change, CompanyAccess};
use crate::domain::cpns::{self, NewCpn};
use crate::error::Result;
use crate::gate::Db;
use crate::model::cpn::Cpn;

#[derive(Template)]
#[template(path = "cpns/new.html")]
struct NewPage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    form: CpnForm,
    /// What the form is sent to, and the page that finds products.
    action: String,
    find_action: String,
    editing: bool,
}

impl NewPage {
    fn of(
        shell: Shell,
        access: &CompanyAccess<Change>,
        input: &FormInput,
        refusal: Refusal,
    ) -> Self {
        let frame = CompanyFrame::of(access, &shell, CompanyTab::Numbers);
        Self {
            crumbs: frame.crumbs_below([]),
            form: CpnForm::of(&shell, input, refusal),
            action: frame.at("/cpns"),
            find_action: frame.at("/cpns/new"),
            editing: false,
            frame,
            shell,
        }
    }
}

/// `GET /companies/{company}/cpns/new`
pub async fn new(
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    input: Query<FormInput>,
) -> Answer {
    refuse_locked(&access)?;
    let mut refusal = Refusal::default();
    if input.finds() {
        refusal.hits = form::offer(&mut db, input.product_number()).await?;
    }
    layout::ok(&NewPage::of(shell, &access, &input, refusal))
}

/// `POST /companies/{company}/cpns`
pub async fn create(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    input: Form<FormInput>,
) -> Answer {
    refuse_locked(&access)?;
    let done = match form::ready(&mut db, &access, &input, None).await? {
        Ok(ready) => save(&mut db, &access, ready).await?,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(cpn) => {
            let text = shell.t.a("cpns-created", "cpn", &cpn.number);
            Session::of(&req).succeed(text)?;
            let company = access.company().id;
            Ok(layout::see_other(if input.goes_on() {
                super::super::company_frame::address(company, "/cpns/new")
            } else {
                address(company, cpn.id)
            }))
        }
        Err(refusal) => layout::again(&NewPage::of(shell, &access, &input, refusal)),
    }
}

async fn save(
    db: &mut Db,
    access: &CompanyAccess<Change>,
    ready: Ready,
) -> Result<Result<Cpn, Refusal>> {
    let new = NewCpn {
        id: None,
        product: ready.product.id,
        draft: ready.draft.clone(),
    };
    match cpns::add(db, access, &new).await {
        Ok(cpn) => Ok(Ok(cpn)),
        Err(error) => form::refused(db, access, &ready, None, error)
            .await
            .map(Err),
    }
}
