//! Workbooks through the front door: what a person saw comes out, and what is hostile gets an
//! answer. The child process is the real program.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what goes wrong in the helpers of a test fails the test"
)]

mod hostile;
mod made;
mod old;

use std::io::Cursor;

use cpn_desk::sheet::{Kind, Mark, Overrides, SheetError, SheetInfo, Unsupported, Xlsx};
use proptest::prelude::*;

use made::{all, heading, inline, open, open_with, package, refusal, sheet, texts, workbook};

#[test]
fn cells_are_what_a_person_saw() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0000'/></numFmts>\
        <cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>\
        <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/><xf numFmtId='11'/></cellXfs></styleSheet>";
    let shared = "<sst uniqueCount='4294967295'><si><t>SKU</t></si>\
        <si><r><t>C</t></r><r><t>PN</t></r></si><si><t xml:space='preserve'> 5&quot; &#228;_x000D_</t></si></sst>";
    let rows = "<row r='3'><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>\
        <row r='5'><c r='A5' s='1'><v>17</v></c><c r='B5'><v>123.0</v></c><c r='D5' t='s'><v>2</v></c></row>\
        <row r='6' hidden='1'><c s='2'><v>45324</v></c><c s='3'><v>1230000000000</v></c><c><v>1.2345678901234501E+17</v></c></row>\
        <row r='9'><c t='b'><v>1</v></c><c t='e'><f>X()</f><v>#N/A</v></c><c><f>B2&amp;A</f></c><c t='str'><f>B2</f><v>A-7</v></c></row>\
        <row r='10'/><row r='1048576'><c/></row>";
    let xml = format!(
        "<worksheet><dimension ref='A1:XFD1048576'/><sheetData>{rows}</sheetData></worksheet>"
    );
    let mut sheet = open(workbook(&[
        ("xl/worksheets/sheet1.xml", &xml),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", shared),
    ]))
    .unwrap();
    assert_eq!(sheet.layout().kind, Kind::Xlsx);
    assert_eq!(sheet.layout().heading_row, 3);
    assert_eq!(sheet.headings(), ["SKU", "CPN", "Column C", "Column D"]);
    let rows = all(&mut sheet).unwrap();
    assert_eq!(
        texts(&rows),
        [
            (5, vec!["0017", "123", "", " 5\" ä\r"]),
            (6, vec!["2024-02-02", "1230000000000", "123456789012345000"]),
            (9, vec!["TRUE", "#N/A", "", "A-7"]),
        ]
    );
    let marks: Vec<Option<Mark>> = rows
        .iter()
        .flat_map(|row| &row.cells)
        .map(|cell| cell.mark)
        .collect();
    assert_eq!(
        marks,
        [
            Some(Mark::NumberFormatted),
            Some(Mark::Number),
            None,
            None,
            Some(Mark::DateTyped),
            Some(Mark::Scientific),
            Some(Mark::Rounded),
            Some(Mark::Boolean),
            Some(Mark::FormulaError),
            Some(Mark::FormulaWithoutResult),
            None,
        ]
    );
    assert_eq!(sheet.notes().hidden_rows.first, [6]);
}

#[test]
fn merged_cells_are_filled_downwards_and_headings_joined() {
    let rows = "<row r='1'><c r='A1' t='str'><v>Customer</v></c><c r='C1' t='str'><v>Supplier</v></c></row>\
        <row r='2'><c t='str'><v>CPN</v></c><c t='str'><v>Name</v></c><c t='str'><v>SKU</v></c></row>\
        <row r='3'><c t='str'><v>K1</v></c><c t='str'><v>bolt</v></c><c t='str'><v>A1</v></c></row>\
        <row r='4'><c/><c t='str'><v>nut</v></c><c t='str'><v>A2</v></c></row>\
        <row r='5'><c/><c/><c/></row>\
        <row r='6'><c/><c/><c t='str'><v>A4</v></c></row>\
        <row r='7'><c t='str'><v>Section</v></c></row>";
    let xml = format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A1:B1'/>\
        <mergeCell ref='A3:A6'/><mergeCell ref='A7:C7'/></mergeCells></worksheet>"
    );
    let mut sheet = open(workbook(&[("xl/worksheets/sheet1.xml", &xml)])).unwrap();
    assert_eq!(
        sheet.headings(),
        ["Customer / CPN", "Customer / Name", "SKU"]
    );
    let rows = all(&mut sheet).unwrap();
    assert_eq!(
        texts(&rows),
        [
            (3, vec!["K1", "bolt", "A1"]),
            (4, vec!["K1", "nut", "A2"]),
            (6, vec!["K1", "", "A4"]),
            (7, vec!["Section"]),
        ]
    );
    assert_eq!(rows[1].cells[0].mark, Some(Mark::Merged));
    assert_eq!(sheet.notes().merged_rows.first, [4, 6]);
}

#[test]
fn the_first_visible_sheet_with_known_headings_is_read() {
    let tabs = r#"<workbook><sheets><sheet name="Cover" id="r1"/><sheet name="Old" state="hidden" id="r2"/>
        <sheet name="Numbers &amp; more" id="r3"/><sheet name="Chart" id="s"/></sheets></workbook>"#;
    let cover = format!(
        "<worksheet><sheetData><row>{}</row></sheetData></worksheet>",
        inline("Hello")
    );
    let list = format!(
        "<worksheet><sheetData>{}<row r='2'>{}</row></sheetData></worksheet>",
        heading(),
        inline("A1")
    );
    let bytes = workbook(&[
        ("xl/workbook.xml", tabs),
        ("xl/worksheets/sheet1.xml", &cover),
        ("xl/worksheets/sheet2.xml", &list),
        ("xl/worksheets/sheet3.xml", &list),
    ]);
    let info = |name: &str, rows, hidden, alike| SheetInfo {
        name: name.into(),
        rows: Some(rows),
        hidden,
        alike,
    };
    let sheet = open(bytes.clone()).unwrap();
    assert_eq!(sheet.layout().sheet.as_deref(), Some("Numbers & more"));
    assert_eq!(
        sheet.sheets(),
        [
            info("Cover", 1, false, false),
            info("Old", 2, true, false),
            info("Numbers & more", 2, false, true)
        ]
    );
    let said = |name: &str| Overrides {
        sheet: Some(name.into()),
        ..Overrides::default()
    };
    let mut sheet = open_with(bytes.clone(), &said("Old")).unwrap();
    assert_eq!(texts(&all(&mut sheet).unwrap()), [(2, vec!["A1"])]);
    let missing = open_with(bytes, &said("None")).err();
    assert_eq!(
        missing,
        Some(SheetError::NoSuchSheet {
            name: "None".into()
        })
    );
}

#[test]
fn an_ods_shows_its_own_texts() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c">
        <style:style style:name="hid"><style:table-properties table:display="false"/></style:style>
        <table:table table:name="Old" table:style-name="hid"><table:table-row><table:table-cell><text:p>SKU</text:p></table:table-cell></table:table-row></table:table>
        <table:table table:name="List">
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>SKU</text:p></table:table-cell><table:table-cell><text:p>CPN</text:p></table:table-cell></table:table-row>
        <table:table-row table:visibility="collapse">
            <table:table-cell office:value-type="float" office:value="17"><text:p>0017</text:p></table:table-cell>
            <table:table-cell office:value-type="float" office:value="1234567890123"><text:p>1.23E+12</text:p></table:table-cell>
            <table:table-cell office:value-type="float" office:value="1234"><text:p>1.234</text:p></table:table-cell>
            <table:table-cell office:value-type="date" office:date-value="2024-02-02"><text:p>02-Feb</text:p></table:table-cell>
            <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>
            <table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
        </table:table-row>
        <table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>A<text:s text:c="2"/>&amp;</text:p><text:p>b</text:p></table:table-cell>
            <table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>C1</text:p></table:table-cell></table:table-row>
        <table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-repeated="2"><text:p>C2</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table></office:document-content>"#;
    let mut sheet = open(package([
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("content.xml", content.into()),
    ]))
    .unwrap();
    assert_eq!(sheet.layout().kind, Kind::Ods);
    assert_eq!(sheet.layout().sheet.as_deref(), Some("List"));
    assert!(sheet.sheets()[0].hidden);
    assert_eq!(sheet.layout().heading_row, 3);
    let rows = all(&mut sheet).unwrap();
    assert_eq!(
        texts(&rows),
        [
            (
                4,
                vec![
                    "0017",
                    "1234567890123",
                    "1234",
                    "2024-02-02",
                    "TRUE",
                    "#N/A"
                ]
            ),
            (5, vec!["A  &\nb", "C1"]),
            (6, vec!["A  &\nb", "C2", "C2"]),
        ]
    );
    assert_eq!(rows[0].cells[1].mark, Some(Mark::Scientific));
    assert_eq!(rows[0].cells[5].mark, Some(Mark::FormulaError));
    assert_eq!(rows[2].cells[0].mark, Some(Mark::Merged));
    assert_eq!(sheet.notes().hidden_rows.first, [4]);
}

#[test]
fn what_is_no_workbook_of_ours_gets_one_sentence() {
    let types = ("[Content_Types].xml", Vec::new());
    let compound = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    for (bytes, kind) in [
        (
            package([types.clone(), ("xl/workbook.bin", Vec::new())]),
            Unsupported::Xlsb,
        ),
        (
            package([types, ("word/document.xml", Vec::new())]),
            Unsupported::Document,
        ),
        (
            package([("Index/Document.iwa", Vec::new())]),
            Unsupported::Numbers,
        ),
        (
            package([("list.csv", b"a,b".to_vec())]),
            Unsupported::Archive,
        ),
        (
            package([
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
                ),
                ("META-INF/manifest.xml", manifest.into()),
                ("content.xml", b"secret".to_vec()),
            ]),
            Unsupported::Encrypted,
        ),
        (compound("EncryptedPackage"), Unsupported::Encrypted),
        (compound("WordDocument"), Unsupported::Document),
        (compound("Something"), Unsupported::Binary),
    ] {
        assert_eq!(refusal(bytes), SheetError::Unsupported { kind });
    }
    assert!(matches!(
        refusal(compound("Workbook")),
        SheetError::Damaged { .. }
    ));
    assert!(matches!(
        refusal(b"PK\x03\x04 cut off".to_vec()),
        SheetError::Damaged { .. }
    ));
    assert_eq!(refusal(sheet("")), SheetError::NoSheet);
}

/// A cell as a person could have it: any text without NUL, which no spreadsheet can hold.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9 ./-]{1,12}",
        "[0-9]{1,20}(E[0-9]{1,3})?",
        r#"['=+@\t\r\n<>&" _x＝0-9Aé-]{1,8}"#,
        "_x[0-9A-F]{4}_",
        "[^\u{0}]{1,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_as_a_workbook_is_imported_the_same(
        table in prop::collection::vec(prop::collection::vec(cell(), 2), 1..60),
    ) {
        let mut xlsx = Xlsx::new("List").unwrap();
        xlsx.headings(["SKU", "CPN", "End"]).unwrap();
        for cells in &table {
            xlsx.row(cells.iter().map(String::as_str).chain(["x"])).unwrap();
        }
        xlsx.help("Help", ["How to fill this in"]).unwrap();
        let mut bytes = Cursor::new(Vec::new());
        xlsx.finish(&mut bytes).unwrap();
        let mut sheet = open(bytes.into_inner()).unwrap();
        let read = all(&mut sheet).unwrap();
        let written: Vec<(u32, Vec<&str>)> = (2..)
            .zip(&table)
            .map(|(line, cells)| (line, cells.iter().map(String::as_str).chain(["x"]).collect()))
            .collect();
        prop_assert_eq!(texts(&read), written);
        prop_assert!(read.iter().flat_map(|row| &row.cells).all(|cell| cell.mark.is_none()));
    }
}
