//! Changing a number. Who opened the form on an older version sees both and decides; nothing is overwritten silently.

use actix_web::http::StatusCode;
use actix_web::web::{Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::super::session::{Flash, FlashAction, Session};
use super::super::typeahead;
use super::form::{self, CpnForm, FormInput, Refusal};
use super::{CpnPath, address, of_path, refuse_locked, words};
use crate::access::{Change, CompanyAccess, Level};
use crate::domain::cpns::{self, Revision};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::cpn::Cpn;
use crate::model::history;
use crate::model::id::{CompanyId, CpnId};
use crate::model::product::Product;
use crate::store;

#[derive(Template)]
#[template(path = "cpns/edit.html")]
struct EditPage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    form: CpnForm,
    action: String,
    find_action: String,
    likeness_url: String,
    cpn: String,
    url: String,
    /// What stands there now and what was typed, where somebody was faster.
    conflict: Option<Conflict>,
}

/// Two people changed one number.
struct Conflict {
    by: String,
    when: String,
    differences: Vec<Difference>,
}

/// A field that stands otherwise than somebody typed it.
pub struct Difference {
    /// Its name.
    pub label: String,
    /// What stands there.
    pub stored: String,
    /// What was typed.
    pub typed: String,
}

/// A CPN with its product.
pub struct Stored {
    /// The CPN.
    pub cpn: Cpn,
    /// Its product.
    pub product: Product,
}

impl Stored {
    /// Finds it.
    pub async fn find<L: Level>(db: &mut Db, access: &CompanyAccess<L>, id: CpnId) -> Result<Self> {
        let cpn = access
            .read(db, async |scope| Ok(store::cpns::find(scope, id).await?))
            .await?;
        let product = store::products::find(db, cpn.product).await?;
        Ok(Self { cpn, product })
    }
}

impl EditPage {
    fn of(
        shell: Shell,
        access: &CompanyAccess<Change>,
        stored: &Stored,
        input: &FormInput,
        refusal: Refusal,
    ) -> Self {
        let frame = CompanyFrame::of(access, &shell, CompanyTab::Numbers);
        let url = address(frame.id, stored.cpn.id);
        let number = stored.cpn.number.as_str();
        Self {
            crumbs: frame.crumbs_below([Link::new(number, url.as_str())]),
            form: CpnForm::of(&shell, input, refusal),
            action: format!("{url}/edit"),
            find_action: format!("{url}/edit"),
            likeness_url: frame.at(&format!("/cpns/likeness?except={}", stored.cpn.id)),
            cpn: number.to_owned(),
            url,
            conflict: None,
            frame,
            shell,
        }
    }

    /// Shows what stands there beside what was typed; another try is on what stands there.
    fn in_conflict(mut self, stored: &Stored, input: &FormInput) -> Self {
        let shell = &self.shell;
        let differences = differences(shell, stored, input);
        self.conflict = Some(Conflict {
            by: stored.cpn.updated.name.clone(),
            when: shell.moment(&stored.cpn.updated.at),
            differences,
        });
        self.form.version = stored.cpn.version;
        self.form.summary.refuse(self.shell.t.s("cpns-stale"));
        self
    }
}

/// What stands otherwise than it was typed.
pub fn differences(shell: &Shell, stored: &Stored, input: &FormInput) -> Vec<Difference> {
    let state = history::State {
        product: stored.cpn.product,
        cpn: stored.cpn.number.clone(),
        details: stored.cpn.details.clone(),
        preferred: stored.cpn.preferred,
    };
    words::fields(shell, &state, &stored.product.number)
        .into_iter()
        .zip(input.typed(shell))
        .filter(|((_, stored), typed)| stored != typed)
        .map(|((key, stored), typed)| Difference {
            label: shell.t.s(key),
            stored,
            typed,
        })
        .collect()
}

/// `GET /companies/{company}/cpns/{cpn}/edit`
pub async fn edit(
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Query<FormInput>,
) -> Answer {
    let id = of_path(&path)?;
    let stored = Stored::find(&mut db, &access, id).await?;
    refuse_locked(&access)?;
    let mut refusal = Refusal::default();
    if input.finds() {
        refusal.hits = typeahead::offer_products(&mut db, input.product_number()).await?;
        return layout::ok(&EditPage::of(shell, &access, &stored, &input, refusal));
    }
    let input = FormInput::of(&stored.cpn, &stored.product);
    layout::ok(&EditPage::of(shell, &access, &stored, &input, refusal))
}

/// `POST /companies/{company}/cpns/{cpn}/edit`
pub async fn change(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Form<FormInput>,
) -> Answer {
    let id = of_path(&path)?;
    let stored = Stored::find(&mut db, &access, id).await?;
    refuse_locked(&access)?;
    let refusal = match save(&mut db, &access, &stored, &input).await {
        Ok(Ok(cpn)) => return saved(&req, &shell, access.company().id, &cpn, input.version),
        Ok(Err(refusal)) => refusal,
        Err(Error::Stale) => {
            let stored = Stored::find(&mut db, &access, id).await?;
            let page = EditPage::of(shell, &access, &stored, &input, Refusal::default());
            return layout::page(StatusCode::CONFLICT, &page.in_conflict(&stored, &input));
        }
        Err(error) => return Err(error),
    };
    layout::again(&EditPage::of(shell, &access, &stored, &input, refusal))
}

/// Saves a form, or tells why not.
pub async fn save(
    db: &mut Db,
    access: &CompanyAccess<Change>,
    stored: &Stored,
    input: &FormInput,
) -> Result<Result<Cpn, Refusal>> {
    let ready = match form::ready(db, access, input, Some(&stored.cpn)).await? {
        Ok(ready) => ready,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let to = Revision {
        version: Some(input.version),
        product: ready.product.id,
        draft: ready.draft.clone(),
    };
    match cpns::change(db, access, stored.cpn.id, &to).await {
        Ok(cpn) => Ok(Ok(cpn)),
        Err(error) => form::refused(db, access, &ready, Some(stored.cpn.id), error)
            .await
            .map(Err),
    }
}

fn saved(
    req: &HttpRequest,
    shell: &Shell,
    company: CompanyId,
    cpn: &Cpn,
    opened_on: i32,
) -> Result<HttpResponse> {
    let url = address(company, cpn.id);
    // Where nothing differed nothing was written, and there is nothing to take back.
    let action = (cpn.version != opened_on).then(|| FlashAction {
        label: shell.t.s("cpns-undo"),
        url: format!("{url}/reversal?version={}", cpn.version),
    });
    Session::of(req).flash(&Flash {
        kind: "success".to_owned(),
        text: shell.t.a("cpns-saved", "cpn", &cpn.number),
        action,
    })?;
    Ok(layout::see_other(url))
}
