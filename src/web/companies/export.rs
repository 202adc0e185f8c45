//! The list of companies as a file: what the filters of the page let through, all of it.

use std::io::Cursor as Memory;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Query};

use super::super::Answer;
use super::super::download;
use super::super::layout::Shell;
use super::list::{ListInput, own_of_buyer};
use super::row::{self, Facts, Row};
use crate::access::{self, Identity};
use crate::domain::export::Format;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::page::{Cursor, Position};
use crate::sheet::{Csv, Safety, Xlsx, shield};
use crate::store::company_list;

/// Companies read at once.
const PIECE: usize = 200;

/// Columns, by the keys of their headings.
const COLUMNS: [&str; 8] = [
    "companies-name",
    "companies-account-number",
    "companies-cpns",
    "companies-without",
    "companies-last-change",
    "role-manager",
    "companies-state",
    "companies-lock-reason",
];

/// `GET /companies/export`
pub async fn export(
    identity: Identity,
    mut db: Db,
    shell: Shell,
    input: Query<ListInput>,
) -> Answer {
    if let Some(own) = own_of_buyer(&shell, &identity) {
        return Ok(own);
    }
    let mut query = input.query(&identity);
    query.position = Position::Start;
    let rows = access::everywhere(&mut db, &identity, async |overview| {
        let mut rows = Vec::new();
        loop {
            let page = company_list::page_of(overview, &query, PIECE).await?;
            let Some(last) = page.rows.last() else {
                return Ok(rows);
            };
            query.position = Position::After(Cursor {
                key: last.key.clone(),
                id: last.company.id.uuid(),
            });
            let facts = Facts::of(overview, &page.rows).await?;
            let piece = row::rows(&shell, page.rows, facts, false);
            rows.extend(piece.iter().map(|row| cells(&shell, row)));
            if !page.has_next {
                return Ok(rows);
            }
        }
    })
    .await?;
    drop(db);
    let format = input.format.parse().unwrap_or(Format::Xlsx);
    let name = format!("{}.{format}", shell.t.s("nav-companies"));
    let bytes = web::block(move || write(&shell, format, &rows))
        .await
        .map_err(Error::internal)??;
    Ok(HttpResponse::Ok()
        .content_type(format.content_type())
        .insert_header((header::CONTENT_DISPOSITION, download::attachment(&name)))
        .body(bytes))
}

fn cells(shell: &Shell, row: &Row) -> [String; 8] {
    let state = match (row.archived, &row.lock) {
        (true, _) => shell.t.s("companies-is-archived"),
        (false, Some(_)) => shell.t.s("companies-is-locked"),
        (false, None) => String::new(),
    };
    let changed = row.changed.as_ref();
    let lock = row.lock.as_ref();
    [
        row.name.clone(),
        row.account_number.clone(),
        row.cpns.clone(),
        row.without.clone(),
        changed.map(|(iso, _)| iso.clone()).unwrap_or_default(),
        row.manager_names(),
        state,
        lock.map(|lock| lock.reason.clone()).unwrap_or_default(),
    ]
}

fn write(shell: &Shell, format: Format, rows: &[[String; 8]]) -> Result<Vec<u8>> {
    let headings = COLUMNS.map(|key| shell.t.s(key));
    match format {
        Format::Csv => {
            let delimiter = download::delimiter(shell.t.language());
            let mut csv =
                Csv::new(Vec::new(), delimiter, Safety::Spreadsheet).map_err(Error::internal)?;
            csv.row(headings).map_err(Error::internal)?;
            for row in rows {
                csv.row(row).map_err(Error::internal)?;
            }
            csv.finish().map_err(Error::internal)
        }
        Format::Xlsx => {
            let mut workbook = Xlsx::new(&shell.t.s("nav-companies")).map_err(Error::internal)?;
            workbook.headings(headings).map_err(Error::internal)?;
            for row in rows {
                let cells = row.iter().map(|cell| shield(cell));
                workbook.row(cells).map_err(Error::internal)?;
            }
            let mut bytes = Memory::new(Vec::new());
            workbook.finish(&mut bytes).map_err(Error::internal)?;
            Ok(bytes.into_inner())
        }
    }
}
