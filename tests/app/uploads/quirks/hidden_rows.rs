//! Hidden rows are read, and their number is said; hidden sheets are not chosen.

use super::workbook::{headings, row, sheets, text};
use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let hidden = row(&[text("P1"), text("B")]).replace("<row>", "<row hidden='1'>");
    let list = headings() + &row(&[text("P1"), text("A")]) + &hidden;
    let other = headings() + &row(&[text("P1"), text("OLD")]);
    let file = desk.file(
        "list.xlsx",
        sheets(&[("Old", "state='hidden'", &other), ("List", "", &list)]),
    );
    let told = desk.upload_file(&file, &[]).await;

    assert_eq!(told["sheet"], "List");
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B"]);
    let noticed = desk
        .database
        .texts(
            "select layout -> 'notes' ->> 'hidden_rows' from uploads",
            &[],
        )
        .await;
    assert!(noticed[0].contains("\"count\": 1"), "{noticed:?}");
}
