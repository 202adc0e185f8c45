//! Zeros that only the number format shows: the cell says `0017` to a person, so that is the number.

use super::workbook::{PADDED, number, row, text, workbook};
use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["0042"]).await;
    let rows =
        row(&[number(PADDED, "42"), number(PADDED, "17")]) + &row(&[text("0042"), text("A")]);
    let file = desk.file("list.xlsx", workbook(&rows));
    let told = desk.upload_file(&file, &[]).await;

    assert_eq!(told["new"], 2, "{told}");
    assert_eq!(desk.pairs().await, ["0042 0017", "0042 A"]);
    let notes = desk
        .database
        .texts("select notes from upload_rows where notes <> ''", &[])
        .await;
    assert_eq!(notes, ["number-formatted"]);
}
