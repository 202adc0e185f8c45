//! Blank rows are passed over; a row of totals is a problem that can be left out.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk
        .upload(
            "SKU,CPN,Qty\n,,\nP1,A,1\n,,\nTotal,,1\n,,\n",
            &["--dry-run"],
        )
        .await;

    assert_eq!(
        (&told["rows"], &told["problems"]),
        (&json!(2), &json!({"total-row": 1}))
    );
    let exclude = json!({"cause": "total-row", "rows": 1, "repair": {"repair": "exclude_all", "cause": "total-row"}});
    assert!(
        told["repairs"].as_array().unwrap().contains(&exclude),
        "{told}"
    );
}
