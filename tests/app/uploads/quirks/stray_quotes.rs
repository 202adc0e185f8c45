//! Quotation marks that make no sense: the row is read leniently, the file does not fail.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk
        .upload("SKU,CPN,Description\nP1,5\" pipe,x\nP1,B,y\n", &[])
        .await;

    assert_eq!(told["new"], json!(2));
    assert_eq!(desk.pairs().await, ["P1 5\" pipe", "P1 B"]);
}
