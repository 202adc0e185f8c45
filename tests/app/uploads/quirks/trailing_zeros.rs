//! `90.75` where the catalogue has `90.750`: said, not repaired.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().product("90.750").await;
    let judged = desk.judged("SKU,CPN\n90.75,A\n", &[]).await;

    assert_eq!(judged, [said("problem", "product-zeros-cut")]);
}
