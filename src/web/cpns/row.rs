//! One row of the list, and the same row with its fields to be changed in place. Without scripts the link leads to the page.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Form, Query};
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::layout::{self, Shell};
use super::columns::Columns;
use super::edit::{self, Difference, Stored};
use super::form::{CpnForm, FormInput, Refusal};
use super::words::{self, State};
use super::{CpnPath, address, of_path, refuse_locked};
use crate::access::{Change, CompanyAccess, Level, See};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::{CompanyId, CpnId};
use crate::store;
use crate::store::search::Listed;

/// A row of the list.
pub struct Row {
    /// The CPN's id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// The version that is shown.
    pub version: i32,
    /// The number.
    pub cpn: String,
    /// Its product's number.
    pub product_number: String,
    /// Its product's name.
    pub product_name: String,
    /// Its product's page.
    pub product_url: String,
    /// The customer's own wording.
    pub description: String,
    /// What one of it stands for.
    pub unit: String,
    /// The days on which it holds.
    pub validity: String,
    /// Whether it is the preferred one of its pair.
    pub preferred: bool,
    /// The states worth a badge.
    pub states: Vec<State>,
    /// When it was changed last, for machines and for the reader.
    pub changed: (String, String),
    /// By whom.
    pub changed_by: String,
}

impl Row {
    /// The row of a listed number.
    pub fn of(shell: &Shell, company: CompanyId, listed: Listed) -> Self {
        let cpn = listed.cpn;
        Self {
            id: cpn.id.to_string(),
            url: address(company, cpn.id),
            version: cpn.version,
            states: State::all_of(
                shell,
                &cpn,
                listed.discontinued,
                listed.ambiguous,
                listed.collides_with.as_deref(),
            ),
            validity: words::validity(shell, &cpn.details),
            unit: words::unit(&cpn.details),
            changed: (
                cpn.updated.at.to_rfc3339(),
                shell.date(&cpn.updated.at.with_timezone(&shell.zone()).date_naive()),
            ),
            product_url: format!("/products/{}", cpn.product),
            cpn: cpn.number,
            description: cpn.details.description.unwrap_or_default(),
            preferred: cpn.preferred,
            changed_by: cpn.updated.name,
            product_number: listed.product_number,
            product_name: listed.product_name,
        }
    }
}

/// Whether the row is wanted with its fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowInput {
    edit: String,
}

#[derive(Template)]
#[template(path = "cpns/row_shown.html")]
struct ShownRow {
    shell: Shell,
    row: Row,
    can_change: bool,
    shown: Columns,
}

#[derive(Template)]
#[template(path = "cpns/row_edited.html")]
struct EditedRow {
    shell: Shell,
    id: CpnId,
    url: String,
    shown: Columns,
    form: CpnForm,
    /// What stands there now, where somebody was faster.
    conflict: Option<(String, Vec<Difference>)>,
}

impl EditedRow {
    fn of(
        shell: Shell,
        shown: Columns,
        company: CompanyId,
        stored: &Stored,
        input: &FormInput,
        refusal: Refusal,
    ) -> Self {
        Self {
            id: stored.cpn.id,
            url: address(company, stored.cpn.id),
            form: CpnForm::of(&shell, input, refusal).in_row(stored.cpn.id),
            conflict: None,
            shown,
            shell,
        }
    }

    fn in_conflict(mut self, stored: &Stored, input: &FormInput) -> Self {
        let differences = edit::differences(&self.shell, stored, input);
        let said = self.shell.t.a2(
            "cpns-changed-meanwhile",
            "by",
            &stored.cpn.updated.name,
            "when",
            self.shell.moment(&stored.cpn.updated.at),
        );
        self.form.version = stored.cpn.version;
        self.conflict = Some((said, differences));
        self
    }
}

async fn shown<L: Level>(
    access: &CompanyAccess<L>,
    db: &mut Db,
    shell: Shell,
    shown: Columns,
    id: CpnId,
) -> Result<ShownRow> {
    let listed = access
        .read(db, async |scope| Ok(store::search::one(scope, id).await?))
        .await?;
    let frame = CompanyFrame::of(access, &shell, CompanyTab::Numbers);
    Ok(ShownRow {
        row: Row::of(&shell, frame.id, listed),
        can_change: frame.can_change,
        shown,
        shell,
    })
}

/// `GET /companies/{company}/cpns/{cpn}/row`
pub async fn show_row(
    req: HttpRequest,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Query<RowInput>,
) -> Answer {
    let id = of_path(&path)?;
    let columns = Columns::of(&req);
    if input.edit.is_empty() {
        return layout::ok(&shown(&access, &mut db, shell, columns, id).await?);
    }
    let stored = Stored::find(&mut db, &access, id).await?;
    let filled = FormInput::of(&stored.cpn, &stored.product);
    let company = access.company().id;
    layout::ok(&EditedRow::of(
        shell,
        columns,
        company,
        &stored,
        &filled,
        Refusal::default(),
    ))
}

/// `POST /companies/{company}/cpns/{cpn}/row`
pub async fn change_row(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Form<FormInput>,
) -> Answer {
    let id = of_path(&path)?;
    let columns = Columns::of(&req);
    let stored = Stored::find(&mut db, &access, id).await?;
    refuse_locked(&access)?;
    let company = access.company().id;
    let refusal = match edit::save(&mut db, &access, &stored, &input).await {
        Ok(Ok(_)) => return layout::ok(&shown(&access, &mut db, shell, columns, id).await?),
        Ok(Err(refusal)) => refusal,
        Err(Error::Stale) => {
            let stored = Stored::find(&mut db, &access, id).await?;
            let row = EditedRow::of(shell, columns, company, &stored, &input, Refusal::default());
            return layout::page(StatusCode::CONFLICT, &row.in_conflict(&stored, &input));
        }
        Err(error) => return Err(error),
    };
    layout::again(&EditedRow::of(
        shell, columns, company, &stored, &input, refusal,
    ))
}
