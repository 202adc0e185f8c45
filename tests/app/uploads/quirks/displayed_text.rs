//! TRUE, percentages and amounts: the text the cell shows, and a boolean is noted.

use super::workbook::{EURO, PERCENT, number, row, text, workbook};
use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let rows = [
        text("E5"),
        "<c t='b'><v>1</v></c>".to_owned(),
        number(PERCENT, "0.25"),
        number(EURO, "12.5"),
    ]
    .map(|cpn| row(&[text("P1"), cpn]))
    .concat();
    desk.upload_file(&desk.file("list.xlsx", workbook(&rows)), &[])
        .await;

    assert_eq!(
        desk.pairs().await,
        ["P1 25%", "P1 E5", "P1 TRUE", "P1 \u{20ac} 12.50"]
    );
    let notes = desk
        .database
        .texts(
            "select cpn from upload_rows where notes like '%boolean%'",
            &[],
        )
        .await;
    assert_eq!(notes, ["TRUE"]);
}
