//! Identical rows count once; one number for two products asks.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().product("P2").await;
    let judged = desk.judged("SKU,CPN\nP1,A\nP1,A\nP1,B\nP2,B\n", &[]).await;

    let choice = said("choice", "number-for-several-products");
    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("unchanged", "repeated"),
            choice.clone(),
            choice
        ]
    );
}
