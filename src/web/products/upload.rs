//! Master data from a file: a form that takes it, what became of it, and its bad rows as a file.

use std::io::Cursor;

use actix_multipart::{Field as Part, Multipart, MultipartError};
use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use futures_util::TryStreamExt as _;
use serde::Deserialize;
use uuid::Uuid;

use super::super::Answer;
use super::super::form::{Field, Summary};
use super::super::layout::{self, Shell};
use super::super::parts::{Link, Tile};
use super::super::session::Session;
use crate::access::AdminAccess;
use crate::domain::master_data::{BadRow, ImportError, Report};
use crate::domain::products::import::{self, ProductFile};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::sheet::{Csv, Delimiter, Safety};
use crate::store;

/// The largest file: it is held in memory, and half a million products fit.
const FILE_BYTES: usize = 32 * 1024 * 1024;
/// Bad rows shown on the page; the file has them all.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "products/upload.html")]
struct UploadPage {
    shell: Shell,
    crumbs: Vec<Link>,
    summary: Summary,
    file: Field,
    dry_run: Field,
}

impl UploadPage {
    fn of(shell: Shell, dry_run: bool, problem: Option<String>) -> Self {
        let mut file = Field::new("file");
        if let Some(problem) = problem {
            file.refuse(problem);
        }
        Self {
            crumbs: vec![Link::new(shell.t.s("nav-products"), "/products")],
            summary: Summary::of([&file]),
            file,
            dry_run: Field::ticked("dry_run", dry_run),
            shell,
        }
    }
}

/// `GET /products/upload`
pub async fn upload(_: AdminAccess, shell: Shell) -> Answer {
    layout::ok(&UploadPage::of(shell, false, None))
}

/// `GET /products/upload/template`: a file with the columns and nothing in them.
pub async fn template(_: AdminAccess, shell: Shell) -> Answer {
    let mut csv =
        Csv::new(Vec::new(), Delimiter::Semicolon, Safety::Spreadsheet).map_err(Error::internal)?;
    let columns = ["number", "name", "parent", "gtin", "id", "object-id"];
    csv.row(columns.map(|column| shell.t.s(&format!("products-{column}"))))
        .map_err(Error::internal)?;
    Ok(sent(csv.finish().map_err(Error::internal)?, "products.csv"))
}

fn sent(bytes: Vec<u8>, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(bytes)
}

/// `POST /products/upload`
pub async fn receive(
    req: HttpRequest,
    access: AdminAccess,
    shell: Shell,
    multipart: Multipart,
) -> Answer {
    let received = Received::read(multipart).await?;
    if received.content.is_empty() {
        let problem = shell.t.s(if received.name.is_empty() {
            "products-file-missing"
        } else {
            "products-file-empty"
        });
        return layout::again(&UploadPage::of(shell, received.dry_run, Some(problem)));
    }
    let file = ProductFile {
        name: received.name,
        content: Cursor::new(received.content),
        dry_run: received.dry_run,
    };
    // Only now: a slow sender must not keep a connection.
    let mut db = Db::take(&req).await?;
    match import::import(&mut db, &access, file).await {
        Ok((id, _)) => {
            if !received.dry_run {
                Session::of(&req).succeed(shell.t.s("products-file-done"))?;
            }
            Ok(layout::see_other(format!("/products/upload/{id}")))
        }
        Err(ImportError::Failed(error)) => Err(error),
        Err(ImportError::NoColumn(field)) => {
            let column = shell.t.s(&format!("products-{field}"));
            let problem = shell.t.a("products-file-no-column", "column", column);
            layout::again(&UploadPage::of(shell, received.dry_run, Some(problem)))
        }
        Err(ImportError::Unreadable(error)) => {
            let reason = crate::web::uploads::unreadable(shell.t, &error);
            let problem = shell.t.a("products-file-unreadable", "reason", reason);
            layout::again(&UploadPage::of(shell, received.dry_run, Some(problem)))
        }
    }
}

/// What the form sent.
#[derive(Default)]
struct Received {
    name: String,
    content: Vec<u8>,
    dry_run: bool,
}

impl Received {
    async fn read(mut multipart: Multipart) -> Result<Self> {
        let unreadable = |cause| match cause {
            MultipartError::ContentTypeMissing | MultipartError::ContentTypeIncompatible => {
                Error::UnsupportedMediaType
            }
            _ => Error::BadRequest("unreadable"),
        };
        let mut received = Self::default();
        while let Some(mut part) = multipart.try_next().await.map_err(unreadable)? {
            match part.name() {
                Some("file") => {
                    let name = part
                        .content_disposition()
                        .and_then(|disposition| disposition.get_filename());
                    let name = name.unwrap_or_default().chars();
                    received.name = name.filter(|c| !c.is_control()).take(255).collect();
                    received.content = bytes(&mut part, FILE_BYTES).await?;
                }
                Some("dry_run") => received.dry_run = !bytes(&mut part, 16).await?.is_empty(),
                _ => drop(bytes(&mut part, 1024).await?),
            }
        }
        Ok(received)
    }
}

async fn bytes(part: &mut Part, most: usize) -> Result<Vec<u8>> {
    let unreadable = |_cause| Error::BadRequest("unreadable");
    let mut all = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(unreadable)? {
        if all.len() + piece.len() > most {
            return Err(Error::TooLarge(u64::try_from(most).unwrap_or(u64::MAX)));
        }
        all.extend_from_slice(&piece);
    }
    Ok(all)
}

/// An import as it was noted.
#[derive(Deserialize)]
struct Noted {
    file: String,
    report: Report,
}

async fn noted(db: &mut Db, access: &AdminAccess, path: &str) -> Result<(bool, Noted)> {
    let id: Uuid = path.parse().map_err(|_malformed| Error::NotFound)?;
    let (action, detail) = store::audit::find(db, access, "product-file", id).await?;
    let noted = serde_json::from_value(detail).map_err(Error::internal)?;
    Ok((action == "checked", noted))
}

#[derive(Template)]
#[template(path = "products/upload_result.html")]
struct ResultPage {
    shell: Shell,
    crumbs: Vec<Link>,
    file: String,
    was_check: bool,
    tiles: Vec<Tile>,
    causes: Vec<(String, String)>,
    rows: Vec<ShownRow>,
    /// "100 of 2,318", where not all are on the page.
    shown: Option<String>,
    ids_ignored: bool,
    problem_file: Option<String>,
}

struct ShownRow {
    line: String,
    subject: String,
    problem: String,
}

/// `GET /products/upload/{import}`
pub async fn result(access: AdminAccess, mut db: Db, shell: Shell, path: Path<String>) -> Answer {
    let (was_check, Noted { file, report }) = noted(&mut db, &access, &path).await?;
    let has_problems = report.problems > 0;
    let shown = report.bad_rows.iter().take(SHOWN).map(|row| ShownRow {
        line: shell.count(row.line),
        subject: row.subject.clone(),
        problem: sentence(&shell, row),
    });
    layout::ok(&ResultPage {
        rows: shown.collect(),
        crumbs: vec![
            Link::new(shell.t.s("nav-products"), "/products"),
            Link::new(shell.t.s("products-upload"), "/products/upload"),
        ],
        tiles: tiles(&shell, &report),
        causes: causes(&shell, &report.bad_rows),
        shown: (report.problems > u64::try_from(SHOWN).unwrap_or_default()).then(|| {
            let all = shell.count(report.problems);
            shell.t.a2(
                "products-file-shown",
                "shown",
                shell.count(SHOWN),
                "all",
                all,
            )
        }),
        ids_ignored: report.ids_ignored,
        problem_file: has_problems.then(|| format!("/products/upload/{path}/problem-file")),
        file,
        was_check,
        shell,
    })
}

fn tiles(shell: &Shell, report: &Report) -> Vec<Tile> {
    [
        ("new", report.new, "success"),
        ("changed", report.changed, "info"),
        ("unchanged", report.unchanged, "neutral"),
        ("problems", report.problems, "danger"),
    ]
    .into_iter()
    .map(|(word, count, kind)| Tile {
        label: shell.t.s(&format!("products-file-{word}")),
        figure: shell.count(count),
        url: None,
        kind,
        current: false,
    })
    .collect()
}

/// The faults with how often each was found, the most frequent first.
fn causes(shell: &Shell, rows: &[BadRow]) -> Vec<(String, String)> {
    let mut counts: Vec<(&BadRow, usize)> = Vec::new();
    for row in rows {
        let alike = |one: &BadRow| one.field == row.field && one.code == row.code;
        match counts.iter_mut().find(|(one, _)| alike(one)) {
            Some((_, count)) => *count += 1,
            None => counts.push((row, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
        .into_iter()
        .map(|(row, count)| (shell.count(count), sentence(shell, row)))
        .collect()
}

/// What is wrong with a row in the reader's language: the text of the fault, or the plain English one.
fn sentence(shell: &Shell, row: &BadRow) -> String {
    let arguments: Vec<(&'static str, String)> = row
        .arguments
        .iter()
        .filter_map(|(name, value)| {
            let names = ["value", "most", "length", "least", "code"];
            let name = names.into_iter().find(|known| known == name)?;
            Some((name, value.clone()))
        })
        .collect();
    let field = row.field.replace('_', "-");
    let key = [
        format!("products-row-{}", row.code),
        format!("problem-{field}-{}", row.code),
        format!("problem-{}", row.code),
    ]
    .into_iter()
    .find(|key| shell.t.has(key));
    let Some(key) = key else {
        return row.text.clone();
    };
    let label = shell.t.s(&format!("products-{field}"));
    format!("{label}: {}", shell.t.with(&key, &arguments))
}

/// `GET /products/upload/{import}/problem-file`
pub async fn problem_file(
    access: AdminAccess,
    mut db: Db,
    shell: Shell,
    path: Path<String>,
) -> Answer {
    let (_, Noted { report, .. }) = noted(&mut db, &access, &path).await?;
    let t = shell.t;
    let mut csv =
        Csv::new(Vec::new(), Delimiter::Semicolon, Safety::Spreadsheet).map_err(Error::internal)?;
    csv.row([
        t.s("products-file-line"),
        t.s("products-number"),
        t.s("products-file-problem"),
    ])
    .map_err(Error::internal)?;
    for row in &report.bad_rows {
        csv.row([
            row.line.to_string(),
            row.subject.clone(),
            sentence(&shell, row),
        ])
        .map_err(Error::internal)?;
    }
    let bytes = csv.finish().map_err(Error::internal)?;
    Ok(sent(bytes, "product-problems.csv"))
}
