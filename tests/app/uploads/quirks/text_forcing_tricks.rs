//! A formula that is nothing but a text, and a leading apostrophe: both are unwrapped.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU;CPN\nP1;=\"00123\"\nP1;'00124\n", &[])
        .await;

    assert_eq!(desk.pairs().await, ["P1 00123", "P1 00124"]);
}
