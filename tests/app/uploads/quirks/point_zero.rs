//! `123.0`: a whole number in a numeric cell has no decimals; in a text file it is said, and taken off when somebody says so.

use serde_json::json;

use super::workbook::{number, row, workbook};
use crate::uploads::Desk;

#[actix_web::test]
async fn a_numeric_cell_has_no_point_zero() {
    let desk = Desk::with(&["123"]).await;
    let file = desk.file(
        "list.xlsx",
        workbook(
            &(row(&[number(0, "123.0"), number(0, "7.0")])
                + &row(&[number(0, "123"), number(0, "7.25")])),
        ),
    );
    let told = desk.upload_file(&file, &[]).await;

    assert_eq!(told["new"], 2, "{told}");
    assert_eq!(desk.pairs().await, ["123 7", "123 7.25"]);
}

#[actix_web::test]
async fn in_a_text_file_it_is_taken_off_by_decision() {
    let desk = Desk::with(&["123"]).await;
    let text = "SKU,CPN\n123.0,77.0\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    let mended = desk
        .upload(
            text,
            &[
                "--repair",
                "product-point-zero=point-zero",
                "--repair",
                "new=strip",
            ],
        )
        .await;

    assert_eq!(told["problems"], json!({"product-point-zero": 1}));
    assert_eq!(mended["new"], 1, "{mended}");
    assert_eq!(desk.pairs().await, ["123 77"]);
}
