//! Outer blanks are cut and that is noted.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU;CPN\n P1 ; A 1 \u{a0}\n", &[]).await;

    assert_eq!(desk.pairs().await, ["P1 A 1"]);
    let notes = desk
        .database
        .texts("select notes from upload_rows", &[])
        .await;
    assert_eq!(notes, ["trimmed"]);
}
