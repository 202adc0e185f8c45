//! `17` where the catalogue has `0017`: said with the repair for the column, never repaired unasked.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().product("0017").await;
    let told = desk.upload("SKU,CPN\n17,A\n", &[]).await;

    assert_eq!(
        (&told["new"], &told["problems"]),
        (&json!(0), &json!({"product-zeros-lost": 1}))
    );
    assert_eq!(
        told["repairs"][0]["repair"],
        json!({"repair": "pad", "field": "product", "digits": 4})
    );
}
