//! Blank rows are passed over; a row of totals is a problem that can be left out.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let text = "SKU,CPN,Qty\n,,\nP1,A,1\n,,\nTotal,,1\n,,\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    let left_out = desk
        .upload(text, &["--repair", "total-row=leave-out"])
        .await;

    assert_eq!(
        (&told["rows"], &told["problems"]),
        (&json!(2), &json!({"total-row": 1}))
    );
    let leave_out = json!({"cause": "total-row", "rows": 1, "repair": "leave-out"});
    assert!(
        told["repairs"].as_array().unwrap().contains(&leave_out),
        "{told}"
    );
    assert_eq!(left_out["causes"], json!({"new": 1, "left-out": 1}));
}
