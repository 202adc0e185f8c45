//! `90.75` where there is `90.750`: said, and mended only by decision.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1", "90.750"]).await;
    let list = "SKU,CPN\n90.75,A\n";
    let judged = desk.judged(list, &[]).await;
    desk.upload(list, &["--repair", "product-zeros-cut=decimals"])
        .await;

    assert_eq!(judged, [said("problem", "product-zeros-cut")]);
    assert_eq!(desk.pairs().await, ["90.750 A"]);
}

#[actix_web::test]
async fn what_the_company_has_is_compared_too() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU,CPN\nP1,90.750\n", &[]).await;

    assert_eq!(
        desk.judged("SKU,CPN\nP1,90.75\n", &[]).await,
        [said("choice", "cpn-zeros-cut")]
    );
}
