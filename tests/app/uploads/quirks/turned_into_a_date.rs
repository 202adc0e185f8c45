//! `02-Jan`, or a date in a cell of numbers: a spreadsheet has made a date of it. Nothing is turned back; the only known number it
//! would do that to is offered.

use serde_json::json;

use super::workbook::{DATE, number, row, text, workbook};
use crate::uploads::{Desk, said};

#[actix_web::test]
async fn in_a_text_file_the_text_shows_it() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged("SKU,CPN\n02-Jan,A\nMrz 01,B\nP1,01. Feb\nP1,DEC-12\n", &[])
        .await;

    assert_eq!(
        judged,
        [
            said("problem", "product-date-typed"),
            said("problem", "product-date-typed"),
            said("problem", "cpn-date-typed"),
            said("new", "new")
        ]
    );
}

#[actix_web::test]
async fn a_date_in_a_workbook_shows_what_it_is() {
    let desk = Desk::with(&["P1"]).await;
    let rows = row(&[text("P1"), number(DATE, "45324")]);
    let told = desk
        .upload_file(&desk.file("list.xlsx", workbook(&rows)), &[])
        .await;

    assert_eq!(told["problems"], json!({"cpn-date-typed": 1}));
}

#[actix_web::test]
async fn the_only_known_number_that_fits_is_offered() {
    let desk = Desk::with(&["P1", "P2", "MAR1"]).await;
    desk.upload("SKU,CPN\nP1,1-2\nP2,3-4\n", &[]).await;
    let list = "SKU,CPN\nP1,02-Jan\nP2,02-Jan\n01-Mar,C\n";
    let told = desk.upload(list, &["--dry-run"]).await;
    let mended = desk
        .upload(
            list,
            &[
                "--repair",
                "cpn-date-typed=day",
                "--repair",
                "product-date-typed=day",
            ],
        )
        .await;

    let offers = told["repairs"].as_array().unwrap();
    let offer = json!({"cause": "cpn-date-typed", "repair": "day", "rows": 1});
    assert!(offers.contains(&offer), "{told}");
    assert_eq!(
        mended["causes"],
        json!({"same": 1, "cpn-date-typed": 1, "new": 1})
    );
    assert_eq!(desk.pairs().await, ["MAR1 C", "P1 1-2", "P2 3-4"]);
}

#[actix_web::test]
async fn a_number_that_is_really_so_is_taken_as_it_stands() {
    let desk = Desk::with(&["P1"]).await;
    let list = "SKU,CPN\nP1,02-Jan\n";
    desk.upload(list, &["--repair", "cpn-date-typed=as-it-is"])
        .await;
    let again = desk.upload(list, &[]).await;

    assert_eq!(desk.pairs().await, ["P1 02-Jan"]);
    assert_eq!(
        again["causes"],
        json!({"same": 1}),
        "what is known is not asked about again"
    );
}
