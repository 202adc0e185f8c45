//! Many numbers at once, on the engine of the uploads: `/cpns/bulk`, `/uploads` with their rows and reports, `/export`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::{self, List};
use super::problem::Refusal;
use super::reply::{self, Answer, Reply};
use super::request::{self, Body, Json, Query};
use super::resolve::NamedProduct;
use super::sheet;
use crate::access::{Change, CompanyAccess, See};
use crate::db::{Conn, Pool};
use crate::domain::export::{self, Format};
use crate::domain::upload::{self, Engine, Filter, Rows};
use crate::gate::Db;
use crate::model::id::{CompanyId, CpnId, UploadId};
use crate::model::page::Cursor;
use crate::model::upload::{self as model, EmptyCells, Mode, Outcome, Source, UploadState};
use crate::sheet::SheetError;
use crate::text::{Language, Texts};

/// The most rows of one call.
const MOST_ROWS: usize = 20_000;

/// Numbers to be added and changed, all together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// The rows, at most 20,000. Those with problems are left out and counted; all others are applied together or not at all.
    #[schema(max_items = 20000)]
    rows: Vec<BulkRow>,
    /// What may be done: `add`, `update` (the default: add and change), `replace` (the same, but a number that is new
    /// for its product takes the place of the preferred one) or `mirror` (what is not among the rows goes).
    mode: Option<Mode>,
    /// What a field that is missing in a row means where other rows have it: `keep` (the default) or `clear`.
    empty_fields: Option<EmptyCells>,
    /// `true`: only check. The upload that is answered can be looked at and confirmed later.
    #[serde(default)]
    dry_run: bool,
    /// Where more than a tenth of the company's numbers would be removed: how many, to show that it is meant.
    removed: Option<u32>,
}

impl Body for Bulk {
    const MOST_BYTES: usize = 16 * 1024 * 1024;
}

/// One number of many.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRow {
    /// The supplier's number of the product; its GTIN is understood too.
    #[schema(example = "PUMP-4411")]
    pub product_number: String,
    /// The company's number.
    #[schema(example = "HW-7")]
    pub cpn: String,
    /// The company's own wording.
    pub description: Option<String>,
    /// The unit one of the company's numbers stands for.
    pub unit: Option<String>,
    /// How many of our sales units it stands for: a decimal number as text.
    pub pack_quantity: Option<String>,
    /// First day on which it resolves, as `2026-12-31`.
    pub valid_from: Option<String>,
    /// Last day on which it resolves, as `2026-12-31`.
    pub valid_to: Option<String>,
}

/// One upload on its way.
#[derive(Debug, Serialize, ToSchema)]
pub struct Upload {
    /// Its id.
    id: UploadId,
    /// How far it has come.
    state: UploadState,
    /// How its rows came in.
    source: Source,
    /// The name of its file.
    file_name: String,
    /// What it may do to the register.
    mode: Mode,
    /// What an empty field means.
    empty_fields: EmptyCells,
    /// Its rows.
    rows: i32,
    /// What the check found: rows by outcome and cause; null before the check.
    counts: Option<Vec<CauseCount>>,
    /// Why it failed or has to be checked again.
    problem: Option<String>,
    /// Who uploaded it; from the confirmation on, who confirmed it.
    by_name: String,
    /// The upload it undoes.
    undoes: Option<UploadId>,
    /// When it came.
    created_at: DateTime<Utc>,
    /// When it was confirmed.
    confirmed_at: Option<DateTime<Utc>>,
    /// When it was applied.
    applied_at: Option<DateTime<Utc>>,
}

/// How many rows have one outcome for one cause.
#[derive(Debug, Serialize, ToSchema)]
pub struct CauseCount {
    /// What happens to them.
    outcome: Outcome,
    /// Why, as one stable word.
    #[schema(example = "unknown-product")]
    cause: String,
    /// How many.
    count: i64,
}

impl From<model::Upload> for Upload {
    fn from(upload: model::Upload) -> Self {
        let counts = upload.counts.map(|counts| {
            let causes = counts.causes.into_iter();
            causes
                .map(|cause| CauseCount {
                    outcome: cause.outcome,
                    cause: cause.cause,
                    count: cause.count,
                })
                .collect()
        });
        Self {
            id: upload.id,
            state: upload.state,
            source: upload.source,
            file_name: upload.file_name,
            mode: upload.mode,
            empty_fields: upload.empty_cells,
            rows: upload.rows,
            counts,
            problem: upload.problem.map(|problem| {
                SheetError::from_stored(&problem).map_or(problem, |error| error.to_string())
            }),
            by_name: upload.actor.name,
            undoes: upload.undoes,
            created_at: upload.created_at,
            confirmed_at: upload.confirmed_at,
            applied_at: upload.applied_at,
        }
    }
}

/// Add and change many numbers, or see what that would do.
///
/// The rows are an upload like any other: checked row by row, applied whole, in the company's history, and to be undone. A
/// `dry_run` is answered with the check (200); otherwise the upload is confirmed and answered (202) while a worker applies it.
#[utoipa::path(post, path = "/api/v1/companies/{company}/cpns/bulk", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id.")), request_body = Bulk, responses((status = 200, description = "What the check found.", body = Upload), (status = 202, description = "The upload, confirmed; a worker applies it.", body = Upload)))]
pub async fn bulk(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    engine: Data<Engine>,
    pool: Data<Pool>,
    body: Json<Bulk>,
) -> Answer {
    if body.value.rows.len() > MOST_ROWS {
        let count = body.value.rows.len();
        return Err(Refusal::Unexpected(format!(
            "rows has {count} items, at most {MOST_ROWS} are allowed"
        )));
    }
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let bulk = &body.value;
        let (mode, empty_fields) = (
            bulk.mode.unwrap_or(Mode::Update),
            bulk.empty_fields.unwrap_or(EmptyCells::Keep),
        );
        let rows = sheet::write(&bulk.rows)?;
        let checked = engine
            .check_call(&pool, &access, "api.csv", rows, mode, empty_fields)
            .await?;
        if bulk.dry_run || checked.state != UploadState::Checked {
            return Reply::ok(&Upload::from(checked));
        }
        let location = format!(
            "/api/v1/companies/{}/uploads/{}",
            access.company().id,
            checked.id
        );
        let typed = bulk.removed.map(|removed| removed.to_string());
        let confirmed =
            engine.confirm(conn, &access, checked.id, checked.version, typed.as_deref());
        match confirmed.await {
            Ok(confirmed) => Reply::accepted(&Upload::from(confirmed), location),
            Err(error) => {
                upload::discard(conn, &access, checked.id).await?;
                Err(error.into())
            }
        }
    })
    .await
}

/// Which part of a list is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List a company's uploads, the latest first.
#[utoipa::path(get, path = "/api/v1/companies/{company}/uploads", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), PageQuery), responses((status = 200, description = "A page of 50 uploads.", body = List<Upload>)))]
pub async fn list(
    req: HttpRequest,
    access: CompanyAccess<See>,
    Query(asked): Query<PageQuery>,
) -> Answer {
    let position = list::position("uploads", asked.cursor.as_deref())?;
    let page = upload::page(&mut *Db::take(&req).await?, &access, &position).await?;
    let place = |upload: &model::Upload| Cursor {
        key: String::new(),
        id: upload.id.uuid(),
    };
    reply::show(&req, &List::of(page, "uploads", place, Upload::from))
}

/// Show an upload: how far it is and what its check found.
#[utoipa::path(get, path = "/api/v1/companies/{company}/uploads/{upload}", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), ("upload" = UploadId, Path, description = "The upload's id.")), responses((status = 200, description = "The upload.", body = Upload)))]
pub async fn show(req: HttpRequest, access: CompanyAccess<See>) -> Answer {
    let id = request::id(&req, "upload")?;
    let found = upload::find(&mut *Db::take(&req).await?, &access, id).await?;
    reply::show(&req, &Upload::from(found))
}

/// Which rows of a check are shown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RowsQuery {
    /// Those with this outcome alone.
    outcome: Option<Outcome>,
    /// Those with this cause alone.
    cause: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One row of an upload with what happens to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadRow {
    /// Its line in the file, the headings being line 1; 0 and below for a number that is not in the file and goes.
    line: i32,
    /// Its cells as they were read.
    cells: Vec<String>,
    /// What happens to it.
    outcome: Outcome,
    /// Why, as one stable word.
    cause: String,
    /// The product it was matched to.
    product: Option<NamedProduct>,
    /// The number it concerns.
    cpn_id: Option<CpnId>,
    /// The number as it is written before.
    cpn_before: Option<String>,
    /// The number as it is written after.
    cpn_after: Option<String>,
}

impl From<model::PreviewRow> for UploadRow {
    fn from(row: model::PreviewRow) -> Self {
        Self {
            line: row.line,
            cells: row.cells,
            outcome: row.outcome,
            cause: row.cause,
            product: row.product.map(|product| NamedProduct {
                id: product.id,
                number: product.number,
                name: product.name,
            }),
            cpn_id: row.cpn,
            cpn_before: row.before.map(|state| state.cpn),
            cpn_after: row.after.map(|state| state.cpn),
        }
    }
}

/// Show the rows of an upload's check.
#[utoipa::path(get, path = "/api/v1/companies/{company}/uploads/{upload}/rows", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), ("upload" = UploadId, Path, description = "The upload's id."), RowsQuery), responses((status = 200, description = "A page of 50 rows.", body = List<UploadRow>)))]
pub async fn rows(
    req: HttpRequest,
    access: CompanyAccess<See>,
    Query(asked): Query<RowsQuery>,
) -> Answer {
    let id: UploadId = request::id(&req, "upload")?;
    let position = list::position("rows", asked.cursor.as_deref())?;
    let filter = Filter {
        outcome: asked.outcome,
        cause: asked.cause,
    };
    let page =
        upload::preview(&mut *Db::take(&req).await?, &access, id, &filter, &position).await?;
    let place = |row: &model::PreviewRow| Cursor {
        key: row.line.to_string(),
        id: uuid::Uuid::nil(),
    };
    reply::show(&req, &List::of(page, "rows", place, UploadRow::from))
}

/// What a confirmation says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Where more than a tenth of the company's numbers would be removed: how many, to show that it is meant.
    removed: Option<u32>,
}
impl Body for Confirmation {}

/// Confirm an upload that was checked: a worker applies it, whole.
#[utoipa::path(post, path = "/api/v1/companies/{company}/uploads/{upload}/confirmation", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), ("upload" = UploadId, Path, description = "The upload's id.")), request_body = Confirmation, responses((status = 202, description = "The upload, confirmed.", body = Upload)))]
pub async fn confirm(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    engine: Data<Engine>,
    body: Json<Confirmation>,
) -> Answer {
    let id: UploadId = request::id(&req, "upload")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn: &mut Conn| {
        let seen = upload::find(conn, &access, id).await?;
        let typed = body.value.removed.map(|removed| removed.to_string());
        let confirmed = engine
            .confirm(conn, &access, id, seen.version, typed.as_deref())
            .await?;
        let location = format!("/api/v1/companies/{}/uploads/{id}", access.company().id);
        Reply::accepted(&Upload::from(confirmed), location)
    })
    .await
}

/// Give an upload up that is neither confirmed nor applied.
#[utoipa::path(delete, path = "/api/v1/companies/{company}/uploads/{upload}", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), ("upload" = UploadId, Path, description = "The upload's id.")), responses((status = 204, description = "It is given up.")))]
pub async fn discard(req: HttpRequest, access: CompanyAccess<Change>) -> Answer {
    let id = request::id(&req, "upload")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn: &mut Conn| {
        upload::discard(conn, &access, id).await?;
        Ok(Reply::no_content())
    })
    .await
}

/// Which rows a report has.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// `true`: only the rows that were not taken, ready to be mended and sent again.
    not_taken: Option<bool>,
}

/// Get an upload's report: its own rows back, each with `status` and `reason` as stable words.
#[utoipa::path(get, path = "/api/v1/companies/{company}/uploads/{upload}/report", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), ("upload" = UploadId, Path, description = "The upload's id."), ReportQuery), responses((status = 200, description = "The report.", content_type = "text/csv", body = String)))]
pub async fn report(
    req: HttpRequest,
    access: CompanyAccess<See>,
    engine: Data<Engine>,
    Query(asked): Query<ReportQuery>,
) -> Answer {
    let id = request::id(&req, "upload")?;
    let rows = if asked.not_taken.unwrap_or_default() {
        Rows::NotTaken
    } else {
        Rows::All
    };
    let headings = ["status".to_owned(), "reason".to_owned()];
    let words = |outcome: Outcome, cause: &str| [outcome.to_string(), cause.to_owned()];
    let report = engine
        .report_file(access, id, rows, headings, words)
        .await?;
    Ok(HttpResponse::Ok()
        .content_type(report.content_type)
        .streaming(report.bytes))
}

/// What an export looks like.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `csv` (the default) or `xlsx`.
    format: Option<Format>,
    /// The language of the headings: `en` (the default; CSV with commas) or `de` (CSV with semicolons).
    language: Option<Language>,
}

/// Get all of a company's numbers as a file, in the form that an upload takes.
#[utoipa::path(get, path = "/api/v1/companies/{company}/export", tag = "Uploads", params(("company" = CompanyId, Path, description = "The company's id."), ExportQuery), responses((status = 200, description = "The file.", content((String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub async fn export(
    access: CompanyAccess<See>,
    engine: Data<Engine>,
    Query(asked): Query<ExportQuery>,
) -> Answer {
    let format = asked.format.unwrap_or(Format::Csv);
    let texts = Texts::of(asked.language.unwrap_or(Language::English));
    let file = export::export(&engine, access, format, texts).await?;
    Ok(HttpResponse::Ok()
        .content_type(file.content_type)
        .streaming(file.bytes))
}
