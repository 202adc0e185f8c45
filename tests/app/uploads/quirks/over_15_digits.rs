//! More than 15 digits in a numeric cell, or behind the fifteenth nothing but zeros: a spreadsheet has rounded them. The only known
//! number that fits is offered.

use serde_json::json;

use super::workbook::{number, row, text, workbook};
use crate::uploads::{Desk, said};

#[actix_web::test]
async fn in_a_text_file_the_zeros_show_it() {
    let desk = Desk::with(&["1234567890123456789"]).await;
    let list = "SKU,CPN\n1234567890123450000,A\n9934567890123450000,B\n9934567890123456789,C\n";
    let judged = desk.judged(list, &[]).await;
    desk.upload(list, &["--repair", "product-rounded=rounded"])
        .await;

    assert_eq!(
        judged,
        [
            said("problem", "product-rounded"),
            said("problem", "product-rounded"),
            said("problem", "unknown-product")
        ]
    );
    assert_eq!(desk.pairs().await, ["1234567890123456789 A"]);
}

#[actix_web::test]
async fn a_numeric_cell_is_a_problem_unless_somebody_says_it_is_right() {
    let desk = Desk::with(&["P1"]).await;
    let rows = row(&[text("P1"), number(0, "12345678901234567")]);
    let file = desk.file("list.xlsx", workbook(&rows));
    let told = desk.upload_file(&file, &[]).await;

    assert_eq!(told["problems"], json!({"cpn-rounded": 1}));
    assert!(desk.pairs().await.is_empty());
}

#[actix_web::test]
async fn what_the_company_has_is_compared_too() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU,CPN\nP1,1234567890123456789\n", &[]).await;
    let list = "SKU,CPN\nP1,1234567890123450000\n";
    let told = desk.upload(list, &["--dry-run"]).await;
    let mended = desk
        .upload(list, &["--repair", "cpn-rounded=rounded"])
        .await;

    assert_eq!(told["causes"], json!({"cpn-rounded": 1}));
    assert_eq!(mended["causes"], json!({"same": 1}));
}
