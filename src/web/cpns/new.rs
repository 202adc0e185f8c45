//! A new number.

use actix_web::HttpRequest;
use actix_web::web::{Form, Query};
use askama::Template;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::super::session::Session;
use super::super::typeahead;
use super::form::{self, CpnForm, FormInput, Ready, Refusal};
use super::{address, refuse_locked};
use crate::access::{Change, CompanyAccess};
use crate::domain::cpns::{self, NewCpn};
use crate::error::Result;
use crate::gate::Db;
use crate::model::cpn::{Cpn, CpnDraft, CpnInput};
use crate::model::problems::{Fault, Problems};

#[derive(Template)]
#[template(path = "cpns/new.html")]
struct NewPage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    form: CpnForm,
    /// What the form is sent to, what finds products, what says what a number is like.
    action: String,
    find_action: String,
    likeness_url: String,
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
            likeness_url: frame.at("/cpns/likeness"),
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
        refusal.hits = typeahead::offer_products(&mut db, input.product_number()).await?;
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

/// Adds a number for the product of that number, without details.
pub async fn add_for_number(
    db: &mut Db,
    access: &CompanyAccess<Change>,
    cpn: &str,
    product: &str,
) -> Result<()> {
    let product = form::find_product(db, product)
        .await?
        .map_err(|_others| Problems::one("product", Fault::Unknown(product.to_owned())))?;
    let draft = CpnDraft::parse(&CpnInput {
        cpn,
        ..CpnInput::default()
    })?;
    let new = NewCpn {
        id: None,
        product: product.id,
        draft,
    };
    cpns::add(db, access, &new).await.map(drop)
}
