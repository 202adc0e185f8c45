//! The first step: a file, a pasted list or the template; what the upload may do; the limits, said before choosing.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::arrival::{self, Said};
use super::{Stage, at, crumbs, words};
use crate::access::{Change, CompanyAccess};
use crate::db::Pool;
use crate::domain::upload::Engine;
use crate::error::{Error, Result};
use crate::model::id::{CompanyId, UploadId};
use crate::model::upload::{Mapping, Upload, UploadState};
use crate::sheet::{Limits, Overrides};
use crate::web::Answer;
use crate::web::company_frame::{CompanyFrame, CompanyTab};
use crate::web::form::{Choice, Field, Summary};
use crate::web::layout::{self, Shell, see_other};
use crate::web::parts::{Link, Step, StepState, Tab};

/// What the file dialogue offers. The kind is told by content, so this is a help and no rule.
const ACCEPTED: &str = ".csv,.tsv,.txt,.xlsx,.xlsm,.ods,.xls";

#[derive(Template)]
#[template(path = "uploads/new.html")]
struct NewPage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    steps: Vec<Step>,
    doors: Vec<Tab>,
    summary: Summary,
    file: Field,
    pasted: Field,
    mode: Field,
    modes: Vec<Choice>,
    empty_cells: Field,
    empties: Vec<Choice>,
    limits: String,
    limit_bytes: u64,
    too_large: String,
    accepted: &'static str,
    is_paste: bool,
}

/// Which door.
#[derive(Deserialize)]
pub struct NewQuery {
    from: Option<String>,
}

impl NewPage {
    fn of(access: &CompanyAccess<Change>, shell: Shell, limits: &Limits, said: Said) -> Self {
        let frame = CompanyFrame::of(access, &shell, CompanyTab::Uploads);
        let sizes = [
            ("size", words::size(&shell, limits.bytes)),
            ("rows", shell.count(limits.rows)),
        ];
        Self {
            crumbs: crumbs(&frame, &shell),
            steps: steps(&shell),
            doors: doors(&shell, &frame, said.pasted),
            summary: Summary::default(),
            file: Field::new("file"),
            pasted: Field::new("pasted"),
            mode: Field::with("mode", said.mode.word()),
            modes: modes(&shell),
            empty_cells: Field::with("empty_cells", said.empty_cells.word()),
            empties: empties(&shell),
            limits: shell.t.with("uploads-limits", &sizes),
            limit_bytes: limits.bytes,
            too_large: shell.t.with("uploads-too-large", &sizes),
            accepted: ACCEPTED,
            is_paste: said.pasted,
            frame,
            shell,
        }
    }

    /// The form again with what is wrong with the file or list.
    fn refused(mut self, status: StatusCode, problem: String) -> Answer {
        let field = if self.is_paste {
            &mut self.pasted
        } else {
            &mut self.file
        };
        field.refuse(problem);
        self.summary = Summary::of([&self.file, &self.pasted]);
        layout::page(status, &self)
    }
}

/// What an upload may do, in plain words.
pub fn modes(shell: &Shell) -> Vec<Choice> {
    ["update", "add", "replace", "mirror"]
        .map(|mode| {
            let key = format!("uploads-mode-{mode}");
            Choice::new(mode, shell.t.s(&key)).hint(shell.t.s(&format!("{key}-hint")))
        })
        .into()
}

/// What an empty cell may mean.
pub fn empties(shell: &Shell) -> Vec<Choice> {
    ["keep", "clear"]
        .map(|empty| Choice::new(empty, shell.t.s(&format!("uploads-empty-{empty}"))))
        .into()
}

fn steps(shell: &Shell) -> Vec<Step> {
    Stage::ALL
        .into_iter()
        .map(|step| Step {
            label: shell.t.s(&format!("uploads-step-{}", step.word())),
            url: None,
            state: if step == Stage::File {
                StepState::Current
            } else {
                StepState::Ahead
            },
        })
        .collect()
}

fn doors(shell: &Shell, frame: &CompanyFrame, pasted: bool) -> Vec<Tab> {
    let tab = |key: &str, url: &str, current| Tab {
        label: shell.t.s(key),
        url: frame.at(url),
        count: None,
        current,
    };
    vec![
        tab("uploads-door-file", "/uploads/new", !pasted),
        tab("uploads-door-paste", "/uploads/new?from=paste", pasted),
    ]
}

/// `GET /companies/{company}/uploads/new`
pub async fn show(
    access: CompanyAccess<Change>,
    engine: Data<Engine>,
    query: Query<NewQuery>,
    shell: Shell,
) -> Answer {
    let said = Said {
        pasted: query.from.as_deref() == Some("paste"),
        ..Said::default()
    };
    layout::ok(&NewPage::of(&access, shell, engine.limits(), said))
}

/// `POST /companies/{company}/uploads`
pub async fn create(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    engine: Data<Engine>,
    pool: Data<Pool>,
    shell: Shell,
    payload: web::Payload,
) -> Answer {
    let limits = engine.limits();
    let mut said = Said::default();
    if arrival::is_too_large(&req, limits.bytes) {
        let page = NewPage::of(&access, shell, limits, said);
        let problem = page.too_large.clone();
        return page.refused(StatusCode::PAYLOAD_TOO_LARGE, problem);
    }
    match arrival::take(&req, payload, &engine, &pool, &access, &mut said).await {
        Ok(Some(upload)) => begin(&engine, &access, upload, said).await,
        Ok(None) => {
            let problem = shell.t.s(if said.pasted {
                "uploads-nothing-pasted"
            } else {
                "uploads-no-file"
            });
            let page = NewPage::of(&access, shell, limits, said);
            page.refused(StatusCode::UNPROCESSABLE_ENTITY, problem)
        }
        Err(Error::TooLarge(_)) => {
            let page = NewPage::of(&access, shell, limits, said);
            let problem = page.too_large.clone();
            page.refused(StatusCode::PAYLOAD_TOO_LARGE, problem)
        }
        Err(error) => Err(error),
    }
}

/// Reads what came. Where nothing needs to be asked about the columns, the check is made right away.
async fn begin(
    engine: &Engine,
    access: &CompanyAccess<Change>,
    id: UploadId,
    said: Said,
) -> Result<HttpResponse> {
    let upload = engine.read(access, id, &Overrides::default()).await?;
    let company = access.company().id;
    if upload.state != UploadState::Read || !upload.mapping.missing().is_empty() {
        return Ok(see_other(columns_address(company, id, said)));
    }
    let mapping: Mapping = upload.mapping.clone();
    let upload: Upload = engine
        .choose_columns(access, id, mapping, said.mode, said.empty_cells)
        .await?;
    if !upload.mapping.is_sure() {
        return Ok(see_other(columns_address(company, id, said)));
    }
    engine.check(access, id).await?;
    Ok(see_other(at(company, id, "/check")))
}

/// The page of the columns; carries along what was said, because an upload without columns keeps no decisions.
pub fn columns_address(company: CompanyId, upload: UploadId, said: Said) -> String {
    let page = format!(
        "/columns?mode={}&empty_cells={}",
        said.mode, said.empty_cells
    );
    at(company, upload, &page)
}
