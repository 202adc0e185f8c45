//! Workbooks made for a test, and reading them.

use std::{
    io::{Cursor, Write},
    time::{Duration, Instant},
};

use cpn_desk::sheet::{Limits, Overrides, Reader, Row, Sheet, SheetError};
use zip::{ZipWriter, write::SimpleFileOptions};

const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="List" r:id="r1"/></sheets></workbook>"#;
const ROOT: &str = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships>
    <Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="r2" Type="x/worksheet" Target="worksheets/sheet2.xml"/>
    <Relationship Id="r3" Type="x/worksheet" Target="worksheets/sheet3.xml"/>
    <Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>
    <Relationship Id="t" Type="x/styles" Target="styles.xml"/>
</Relationships>"#;

pub fn package<'p>(parts: impl IntoIterator<Item = (&'p str, Vec<u8>)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of these parts, and of the usual others that are not among them.
pub fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let usual = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
    ];
    let usual = usual
        .into_iter()
        .filter(|(name, _)| parts.iter().all(|(other, _)| other != name));
    package(
        usual
            .chain(parts.iter().copied())
            .map(|(name, content)| (name, content.into())),
    )
}

/// A workbook with one sheet of these rows.
pub fn sheet(rows: &str) -> Vec<u8> {
    let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    workbook(&[("xl/worksheets/sheet1.xml", &xml)])
}

pub fn reader(limits: Limits) -> Reader {
    Reader::new(limits).with_program(env!("CARGO_BIN_EXE_cpn-desk"))
}

pub fn open_with(bytes: Vec<u8>, overrides: &Overrides) -> Result<Sheet, SheetError> {
    let known = |heading: &str| ["sku", "cpn"].contains(&heading.to_lowercase().as_str());
    reader(Limits::default()).open(Cursor::new(bytes), &known, overrides)
}

pub fn open(bytes: Vec<u8>) -> Result<Sheet, SheetError> {
    open_with(bytes, &Overrides::default())
}

pub fn all(sheet: &mut Sheet) -> Result<Vec<Row>, SheetError> {
    let mut rows = Vec::new();
    while let Some(row) = sheet.next_row()? {
        rows.push(row);
    }
    Ok(rows)
}

pub fn texts(rows: &[Row]) -> Vec<(u32, Vec<&str>)> {
    rows.iter()
        .map(|row| {
            let texts = row.cells.iter().map(|cell| cell.text.as_str());
            (row.line, texts.collect())
        })
        .collect()
}

/// Why a file is refused, and that it was refused soon.
#[track_caller]
pub fn refusal(bytes: Vec<u8>) -> SheetError {
    let begun = Instant::now();
    let refused = open(bytes).and_then(|mut sheet| all(&mut sheet).map(|rows| rows.len()));
    // What did harm would take gigabytes or hours; a machine may be busy with other things.
    assert!(begun.elapsed() < Duration::from_secs(90));
    refused.unwrap_err()
}

pub fn inline(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

pub fn heading() -> String {
    format!("<row r='1'>{}{}</row>", inline("SKU"), inline("CPN"))
}
