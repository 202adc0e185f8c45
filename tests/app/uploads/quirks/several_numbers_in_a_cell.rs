//! Several numbers in one cell stay one, until somebody says what stands between them.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let text = "SKU;CPN\nP1;A12 / A13\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    let split = desk
        .upload(text, &["--repair", r#"{"repair":"split","separator":"/"}"#])
        .await;

    assert_eq!((&told["new"], &split["new"]), (&json!(1), &json!(2)));
    assert_eq!(desk.pairs().await, ["P1 A12", "P1 A13"]);
}
