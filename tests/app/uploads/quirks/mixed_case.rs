//! Upper and lower case are one identity; what is shown keeps the customer's case.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk.upload("SKU;CPN\nP1;Abc-1\nP1;ABC-1\n", &[]).await;

    assert_eq!(told["causes"], json!({"new": 1, "repeated": 1}));
    assert_eq!(desk.pairs().await, ["P1 Abc-1"]);
}
