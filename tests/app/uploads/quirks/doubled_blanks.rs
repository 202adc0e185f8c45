//! Doubled inner blanks are kept for display and count once in the key.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU;CPN\nP1;A  12\nP1;A 12\n", &[]).await;

    assert_eq!(desk.pairs().await, ["P1 A  12"]);
}
