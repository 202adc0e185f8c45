//! A Cyrillic letter among Latin ones is another number, and noted.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU;CPN\nP1;A1\nP1;\u{410}B1\nP1;AB1\n", &[])
        .await;

    assert_eq!(desk.pairs().await.len(), 3);
    let notes = desk
        .database
        .texts("select notes from upload_rows where notes <> ''", &[])
        .await;
    assert_eq!(notes, ["mixed-scripts"]);
}
