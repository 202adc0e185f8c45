//! UTF-8 with a byte order mark: it is no part of the first heading.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk.upload("\u{feff}SKU,CPN\nP1,A\n", &[]).await;

    assert_eq!(
        (
            &told["encoding"],
            &told["columns"][0]["heading"],
            &told["new"]
        ),
        (&json!("UTF-8 with BOM"), &json!("SKU"), &json!(1))
    );
}
