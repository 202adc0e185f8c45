//! A decimal comma in a quantity is understood; thousands are a problem until somebody says how the file writes them.

use serde_json::json;

use crate::uploads::{Desk, said};

const LIST: &str = "SKU;CPN;Pack size\nP1;A;2,5\nP1;B;1.000,5\n";

#[actix_web::test]
async fn only_what_is_unmistakable_passes() {
    let desk = Desk::with(&["P1"]).await;

    assert_eq!(
        desk.judged(LIST, &[]).await,
        [
            said("new", "new"),
            said("problem", "pack-quantity-no-quantity")
        ]
    );
}

#[actix_web::test]
async fn the_style_is_chosen_once_for_the_file() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk.upload(LIST, &["--dry-run"]).await;
    desk.upload(
        LIST,
        &["--repair", "pack-quantity-no-quantity=decimal-comma"],
    )
    .await;

    let repairs = told["repairs"].as_array().unwrap();
    let comma = json!({"cause": "pack-quantity-no-quantity", "repair": "decimal-comma", "rows": 1});
    assert!(repairs.contains(&comma), "{told}");
    assert!(
        repairs
            .iter()
            .all(|offer| offer["repair"] != "decimal-point"),
        "{told}"
    );
    let quantities = desk
        .database
        .texts(
            "select trim_scale(pack_quantity)::text from cpns order by cpn",
            &[],
        )
        .await;
    assert_eq!(quantities, ["2.5", "1000.5"]);
}

#[actix_web::test]
async fn one_or_a_thousand_is_asked() {
    let desk = Desk::with(&["P1"]).await;
    let list = "SKU;CPN;Pack size\nP1;A;1.000\nP1;B;1.125\n";

    let judged = desk.judged(list, &[]).await;
    let cause = "pack-quantity-ambiguous";
    assert_eq!(judged, [said("problem", cause), said("new", "new")]);

    let decided = format!("{cause}=decimal-comma");
    desk.upload(list, &["--repair", &decided]).await;
    let quantities = "select trim_scale(pack_quantity)::text from cpns order by cpn";
    assert_eq!(
        desk.database.texts(quantities, &[]).await,
        ["1000", "1.125"]
    );
}
