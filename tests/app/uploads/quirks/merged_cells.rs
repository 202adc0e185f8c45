//! Merged cells: the value counts for the whole area, and that is noted; merged headings are joined.

use super::workbook::{sheets, text};
use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let head = format!(
        "<row r='1'>{}{}</row>",
        "<c r='A1' t='str'><v>Customer</v></c>", "<c r='C1' t='str'><v>Supplier</v></c>"
    );
    let titles = format!(
        "<row r='2'>{}{}{}</row>",
        text("Part number"),
        text("Name"),
        text("Article number")
    );
    let rows = "<row r='3'><c r='A3' t='str'><v>A</v></c><c r='C3' t='str'><v>P1</v></c></row>\
        <row r='4'><c r='A4' t='str'><v>B</v></c></row>";
    let content = format!(
        "{head}{titles}{rows}</sheetData><mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='C3:C4'/></mergeCells>"
    );
    let told = desk
        .upload_file(
            &desk.file("list.xlsx", sheets(&[("List", "", &content)])),
            &[],
        )
        .await;

    assert_eq!(
        told["columns"][0]["heading"], "Customer / Part number",
        "{told}"
    );
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B"]);
    let notes = desk
        .database
        .texts("select cpn from upload_rows where notes = 'merged'", &[])
        .await;
    assert_eq!(notes, ["B"]);
}
