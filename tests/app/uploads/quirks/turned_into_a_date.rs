//! `02-Jan` where there is no such product: a spreadsheet has made a date of it, nothing is turned back.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk.judged("SKU,CPN\n02-Jan,A\nMrz 01,B\n", &[]).await;

    assert_eq!(
        judged,
        [
            said("problem", "product-date-typed"),
            said("problem", "product-date-typed")
        ]
    );
}
