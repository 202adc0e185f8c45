//! Workbooks with the oddities that only workbooks have.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

const ROOT: &str = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0000'/><numFmt numFmtId='165' formatCode='&quot;\u{20ac}&quot; 0.00'/></numFmts>\
    <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/><xf numFmtId='11'/><xf numFmtId='9'/><xf numFmtId='165'/></cellXfs></styleSheet>";

/// Styles of cells: the number format `0000`, a date, a power of ten, a percentage, an amount in euro.
pub const PADDED: usize = 1;
pub const DATE: usize = 2;
pub const SCIENTIFIC: usize = 3;
pub const PERCENT: usize = 4;
pub const EURO: usize = 5;

/// A workbook whose only sheet has the headings `SKU` and `CPN` in its first row and these rows below.
pub fn workbook(rows: &str) -> Vec<u8> {
    sheets(&[("List", "", &format!("{}{rows}", headings()))])
}

/// A row with the headings `SKU` and `CPN`.
pub fn headings() -> String {
    row(&[text("SKU"), text("CPN")])
}

pub fn row(cells: &[String]) -> String {
    format!("<row>{}</row>", cells.concat())
}

pub fn text(text: &str) -> String {
    format!("<c t='inlineStr'><is><t>{text}</t></is></c>")
}

pub fn number(style: usize, value: &str) -> String {
    format!("<c s='{style}'><v>{value}</v></c>")
}

/// A workbook of sheets: the name of each, its attributes, and what stands in it; what follows `</sheetData>` may too.
pub fn sheets(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut tabs = String::new();
    let mut relations = String::new();
    let mut parts = Vec::new();
    for (index, (name, attributes, content)) in sheets.iter().enumerate() {
        tabs += &format!("<sheet name='{name}' {attributes} r:id='r{index}'/>");
        relations += &format!(
            "<Relationship Id='r{index}' Type='x/worksheet' Target='worksheets/sheet{index}.xml'/>"
        );
        let (data, behind) = content.split_once("</sheetData>").unwrap_or((content, ""));
        parts.push((
            format!("xl/worksheets/sheet{index}.xml"),
            format!("<worksheet><sheetData>{data}</sheetData>{behind}</worksheet>"),
        ));
    }
    relations += "<Relationship Id='t' Type='x/styles' Target='styles.xml'/>";
    let fixed = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", ROOT.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns:r='r'><sheets>{tabs}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships>{relations}</Relationships>"),
        ),
    ];
    let fixed = fixed.map(|(name, content)| (name.to_owned(), content));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in fixed.into_iter().chain(parts) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
