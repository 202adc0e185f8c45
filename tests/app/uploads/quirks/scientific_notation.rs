//! `1.23E+12` in a text: the digits are gone, so it is a problem, and only the one known number that fits is offered; `1E5` is a
//! number somebody has. A workbook has the full value.

use serde_json::json;

use super::workbook::{SCIENTIFIC, number, row, text, workbook};
use crate::uploads::{Desk, said};

#[actix_web::test]
async fn in_a_text_file_the_digits_are_gone() {
    let desk = Desk::with(&["P1", "1230000456789"]).await;
    let list = "SKU,CPN\nP1,1.23E+12\nP1,\"5,03E+02\"\nP1,1E5\n1.23E+12,D\n";
    let judged = desk.judged(list, &[]).await;
    desk.upload(list, &["--repair", "product-scientific=fits"])
        .await;

    assert_eq!(
        judged,
        [
            said("problem", "cpn-scientific"),
            said("problem", "cpn-scientific"),
            said("new", "new"),
            said("problem", "product-scientific"),
        ]
    );
    assert_eq!(desk.pairs().await, ["1230000456789 D", "P1 1E5"]);
}

#[actix_web::test]
async fn a_known_number_that_was_taken_for_a_power_is_offered() {
    let desk = Desk::with(&["P1", "22E1"]).await;
    let list = "SKU,CPN\n220,A\n";
    let told = desk.upload(list, &["--dry-run"]).await;
    desk.upload(list, &["--repair", "product-exponent-lost=exponent"])
        .await;

    assert_eq!(told["problems"], json!({"product-exponent-lost": 1}));
    assert_eq!(desk.pairs().await, ["22E1 A"]);
}

#[actix_web::test]
async fn a_workbook_has_the_full_value() {
    let desk = Desk::with(&["P1"]).await;
    let rows = row(&[text("P1"), number(SCIENTIFIC, "1230000456789")]);
    desk.upload_file(&desk.file("list.xlsx", workbook(&rows)), &[])
        .await;

    assert_eq!(desk.pairs().await, ["P1 1230000456789"]);
}
