//! Products from a file, by number: new ones are made, known ones changed where they differ, all in one transaction.

use std::io::Read;

use diesel_async::SimpleAsyncConnection as _;
use serde_json::json;
use uuid::Uuid;

use crate::access::{self, AdminAccess};
use crate::db::Conn;
use crate::domain::master_data::{BadRow, Cells, Column, ImportError, NAMED, Reading, Report};
use crate::error::Error;
use crate::model::problems::{Fault, Problem, Problems};
use crate::model::product::{NUMBER_LENGTH, ProductDraft, ProductInput};
use crate::model::text;
use crate::store;
use crate::store::audit::Entry;
use crate::store::product_rows::{FileRow, Given, Misfit};

/// The columns of a file of products, English and German.
const COLUMNS: &[Column] = &[
    Column {
        field: "number",
        required: true,
        headings: &[
            "NUMBER",
            "PRODUCTNUMBER",
            "ITEMNUMBER",
            "ARTICLENUMBER",
            "PARTNUMBER",
            "PRODUCTNO",
            "ITEMNO",
            "ARTICLENO",
            "PARTNO",
            "SKU",
            "NUMMER",
            "ARTIKELNUMMER",
            "PRODUKTNUMMER",
            "MATERIALNUMMER",
            "ARTIKELNR",
            "PRODUKTNR",
            "MATERIALNR",
        ],
    },
    Column {
        field: "name",
        required: true,
        headings: &[
            "NAME",
            "PRODUCTNAME",
            "ITEMNAME",
            "ARTICLENAME",
            "DESCRIPTION",
            "TITLE",
            "BEZEICHNUNG",
            "ARTIKELBEZEICHNUNG",
            "PRODUKTNAME",
            "ARTIKELNAME",
            "BESCHREIBUNG",
        ],
    },
    Column {
        field: "parent",
        required: false,
        headings: &[
            "PARENTNUMBER",
            "PARENT",
            "PARENTSKU",
            "PARENTNO",
            "VARIANTOF",
            "HAUPTARTIKEL",
            "HAUPTARTIKELNUMMER",
            "ELTERNNUMMER",
            "ELTERNARTIKEL",
            "VARIANTEVON",
        ],
    },
    Column {
        field: "gtin",
        required: false,
        headings: &[
            "GTIN", "EAN", "GTINEAN", "EANGTIN", "EANCODE", "UPC", "BARCODE",
        ],
    },
    Column {
        field: "id",
        required: false,
        headings: &["ID", "UUID", "PRODUCTID", "PRODUKTID"],
    },
    Column {
        field: "object_id",
        required: false,
        headings: &["OBJECTID", "OBJEKTID"],
    },
];

/// A file to import.
#[derive(Debug)]
pub struct ProductFile<R> {
    /// Its name, for the trace.
    pub name: String,
    /// Its content.
    pub content: R,
    /// Whether only to say what would be done.
    pub dry_run: bool,
}

/// Imports a file and gives the id under which what was done is kept.
pub async fn import(
    conn: &mut Conn,
    access: &AdminAccess,
    file: ProductFile<impl Read + Send + 'static>,
) -> Result<(Uuid, Report), ImportError> {
    let mut reading = Reading::begin(file.content, COLUMNS, parse).await?;
    let mut unreadable = None;
    let done = access::administer(conn, async |conn| {
        store::products::hold_families(conn, access).await?;
        conn.batch_execute("savepoint import").await?;
        let report = match run(conn, access, &mut reading).await {
            Err(ImportError::Failed(error)) => return Err(error),
            Err(error) => {
                unreadable = Some(error);
                return Err(Error::BadRequest("unreadable"));
            }
            Ok(report) => report,
        };
        if file.dry_run {
            conn.batch_execute("rollback to savepoint import").await?;
        }
        let id = Uuid::now_v7();
        let detail = json!({ "file": file.name, "report": report });
        let entry = Entry {
            company: None,
            subject: "product-file",
            subject_id: None,
            action: if file.dry_run { "checked" } else { "imported" },
            detail: &detail,
        };
        store::audit::record_as(conn, id, access.actor(), &entry).await?;
        Ok((id, report))
    })
    .await;
    match unreadable {
        Some(error) => Err(error),
        None => Ok(done?),
    }
}

async fn run(
    conn: &mut Conn,
    access: &AdminAccess,
    reading: &mut Reading<FileRow>,
) -> Result<Report, ImportError> {
    store::product_rows::prepare(conn, access).await?;
    let mut report = Report::default();
    let mut good = 0;
    while let Some(batch) = reading.next().await? {
        store::product_rows::stage(conn, access, &batch.good).await?;
        good += batch.good.len();
        report.ids_ignored |= batch.ids_ignored;
        report.add_bad(batch.bad);
    }
    let (misfits, count) = store::product_rows::check(conn, access, NAMED).await?;
    let misfit_count = u64::try_from(count).unwrap_or_default();
    let named = u64::try_from(misfits.len()).unwrap_or_default();
    report.add_bad(misfits.into_iter().map(bad_row).collect());
    report.problems += misfit_count.saturating_sub(named);
    let given = Given {
        gtin: reading.has("gtin"),
        parent: reading.has("parent"),
    };
    let written = store::product_rows::write(conn, access, given).await?;
    let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
    report.new = count(written.new);
    report.changed = count(written.changed);
    report.unchanged = count(good)
        .saturating_sub(misfit_count)
        .saturating_sub(report.new)
        .saturating_sub(report.changed);
    Ok(report)
}

fn parse(cells: &Cells<'_>) -> Result<FileRow, Box<BadRow>> {
    let number = cells.text("number");
    let draft = ProductDraft::parse(&ProductInput {
        number: &number,
        name: &cells.text("name"),
        gtin: &cells.text("gtin"),
        id: &cells.text("id"),
        object_id: &cells.text("object_id"),
    });
    let parent = text::optional(&cells.text("parent"), NUMBER_LENGTH)
        .map_err(|fault| Problems::one("parent", fault));
    let row = draft.and_then(|draft| {
        Ok(FileRow {
            line: cells.line(),
            draft,
            parent: parent?,
        })
    });
    row.map_err(|problems| {
        let none = Problem {
            field: "number",
            fault: Fault::Missing,
        };
        let first = problems.iter().next().unwrap_or(&none);
        let subject: String = number
            .chars()
            .filter(|c| !c.is_control())
            .take(100)
            .collect();
        Box::new(BadRow::of(cells.line(), subject.trim(), first))
    })
}

fn bad_row(misfit: Misfit) -> BadRow {
    let value = &misfit.value;
    let text = match misfit.problem.as_str() {
        "repeated" => format!(
            "the {} stands on line {value} already",
            misfit.field.replace('_', " ")
        ),
        "id-differs" => format!("the product has the id {value}"),
        "taken" => format!(
            "the {} belongs to product {value:?}",
            misfit.field.replace('_', " ")
        ),
        "own-parent" => "a product cannot be its own parent".to_owned(),
        "parent-is-variant" => format!("the parent {value:?} is itself a variant"),
        "has-variants" => format!("it has variants, such as {value:?}, and cannot be one"),
        _ => format!("there is no product {value:?}"),
    };
    BadRow {
        line: u32::try_from(misfit.line).unwrap_or_default(),
        subject: misfit.number,
        field: misfit.field,
        code: misfit.problem,
        arguments: vec![("value".to_owned(), misfit.value)],
        text,
    }
}
