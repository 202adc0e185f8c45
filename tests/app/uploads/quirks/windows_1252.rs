//! Bytes that are no UTF-8 are Windows-1252; nothing comes in with replacement characters.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk
        .upload_file(
            &desk.file("list.csv", b"SKU;CPN\r\nP1;M\xFCller-7\r\n"),
            &[],
        )
        .await;

    assert_eq!(told["encoding"], json!("windows-1252"));
    assert_eq!(desk.pairs().await, ["P1 Müller-7"]);
}
