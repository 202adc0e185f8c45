//! Formulas: the stored result counts; an error or no result is a problem.

use serde_json::json;

use super::workbook::{row, text, workbook};
use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let rows = [
        "<c t='str'><f>B2&amp;\"-A\"</f><v>X-A</v></c>",
        "<c t='e'><f>VLOOKUP(1,A:B,2)</f><v>#N/A</v></c>",
        "<c t='e'><v>#REF!</v></c>",
        "<c><f>B2&amp;\"-A\"</f></c>",
    ]
    .map(|cpn| row(&[text("P1"), cpn.to_owned()]))
    .concat();
    let told = desk
        .upload_file(&desk.file("list.xlsx", workbook(&rows)), &[])
        .await;

    assert_eq!(
        told["problems"],
        json!({"cpn-formula-error": 2, "cpn-formula-without-result": 1})
    );
    assert_eq!(desk.pairs().await, ["P1 X-A"]);
}
