//! Damage is recognised and said, and mended only by a decision for the whole group; the cells stay as they were read.

use serde_json::{Value, json};

use super::{Desk, said};

fn offered(told: &Value, cause: &str) -> Vec<Value> {
    let repairs = told["repairs"].as_array().unwrap();
    repairs
        .iter()
        .filter(|offer| offer["cause"] == cause)
        .map(|offer| offer["repair"].clone())
        .collect()
}

async fn repaired(desk: &Desk, text: &str, repairs: &[Value]) -> (Value, Vec<(String, String)>) {
    let repairs: Vec<String> = repairs.iter().map(Value::to_string).collect();
    let flags: Vec<&str> = repairs
        .iter()
        .flat_map(|repair| ["--repair", repair.as_str()])
        .collect();
    let judged = desk.judged(text, &flags).await;
    (desk.upload(text, &flags).await, judged)
}

#[actix_web::test]
async fn lost_leading_zeros_of_products_are_filled_up_for_the_column() {
    let desk = Desk::with(&["00000017", "00000018"]).await;
    let text = "sku,cpn\n17,A\n18,B\n19,C\n";

    let told = desk.upload(text, &["--dry-run"]).await;
    let offers = offered(&told, "product-zeros-lost");
    let (done, _) = repaired(&desk, text, &offers[..1]).await;

    assert_eq!(
        told["problems"],
        json!({"product-zeros-lost": 2, "unknown-product": 1})
    );
    assert_eq!(
        offers[0],
        json!({"repair": "pad", "field": "product", "digits": 8})
    );
    assert_eq!((&done["new"], &done["problem"]), (&json!(2), &json!(1)));
    assert_eq!(desk.pairs().await, ["00000017 A", "00000018 B"]);
    let cells = desk
        .database
        .texts("select cells from upload_rows order by line limit 1", &[])
        .await;
    assert_eq!(
        cells,
        ["17\u{1f}A"],
        "the cells are no longer as they were read"
    );
}

#[actix_web::test]
async fn a_number_that_lost_its_zeros_makes_no_twin_of_one_the_company_has() {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.given().company("Acme").cpn("0017", "P1").await;
    let text = "sku,cpn\nP1,17\nP2,18\n";

    let told = desk.upload(text, &["--dry-run", "--mode", "mirror"]).await;
    let offers = offered(&told, "cpn-zeros-lost");
    let (padded, judged) = repaired(&desk, "sku,cpn\nP1,17\n", &offers[..1]).await;

    assert_eq!(told["causes"]["cpn-zeros-lost"], json!(1));
    assert_eq!(
        told["removed"],
        json!(0),
        "mirroring removed what the damaged number means"
    );
    assert_eq!(
        offers[0],
        json!({"repair": "pad", "field": "cpn", "digits": 4})
    );
    assert_eq!(judged, [said("unchanged", "same")]);
    assert_eq!(padded["unchanged"], json!(1));
}

#[actix_web::test]
async fn a_damaged_twin_can_be_taken_as_it_is() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().company("Acme").cpn("22E1", "P1").await;
    let take = json!({"repair": "take_all", "cause": "cpn-exponent-lost"});

    let (told, judged) = repaired(&desk, "sku,cpn\nP1,220\n", &[take]).await;

    assert_eq!(judged, [said("new", "taken")]);
    assert_eq!(told["new"], json!(1));
    assert_eq!(desk.pairs().await, ["P1 220", "P1 22E1"]);
}

#[actix_web::test]
async fn a_point_and_zero_come_off_for_the_column() {
    let desk = Desk::with(&["123", "4.0"]).await;
    let strip = json!({"repair": "strip_point_zero", "field": "product"});

    let told = desk.upload("sku,cpn\n123.0,A\n", &["--dry-run"]).await;
    let (_, judged) = repaired(&desk, "sku,cpn\n123.0,A\n", &[strip.clone()]).await;

    assert_eq!(told["problems"], json!({"product-point-zero": 1}));
    assert_eq!(offered(&told, "product-point-zero")[0], strip);
    assert_eq!(judged, [said("new", "new")]);
}

#[actix_web::test]
async fn several_numbers_in_a_cell_are_split_only_on_demand() {
    let desk = Desk::with(&["P1", "P2"]).await;
    let text = "sku,cpn\nP1,A12; A13\nP2,B\n";

    let told = desk.upload(text, &["--dry-run"]).await;
    let (done, _) = repaired(&desk, text, &offered(&told, "several-semicolons")).await;

    assert_eq!(told["new"], json!(2), "it was split without anybody asking");
    assert_eq!(done["new"], json!(3));
    assert_eq!(desk.pairs().await, ["P1 A12", "P1 A13", "P2 B"]);
}

#[actix_web::test]
async fn a_number_for_several_products_goes_to_the_row_that_was_chosen() {
    let desk = Desk::with(&["P1", "P2"]).await;
    let text = "sku,cpn\nP1,S\nP2,S\n";

    let (_, both) = repaired(
        &desk,
        text,
        &[
            json!({"repair": "take", "line": 2}),
            json!({"repair": "take", "line": 3}),
        ],
    )
    .await;
    desk.database.execute("delete from cpns", &[]).await;
    let (_, one) = repaired(&desk, text, &[json!({"repair": "exclude", "line": 2})]).await;

    assert_eq!(both, [said("new", "taken"), said("new", "taken")]);
    assert_eq!(one, [said("unchanged", "excluded"), said("new", "taken")]);
    assert_eq!(desk.pairs().await, ["P2 S"]);
}

#[actix_web::test]
async fn a_company_that_forbids_shared_numbers_takes_only_one() {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.database
        .execute("update companies set shared_numbers = 'forbid'", &[])
        .await;
    let all = json!({"repair": "take_all", "cause": "number-for-several-products"});

    let (_, judged) = repaired(&desk, "sku,cpn\nP1,S\nP2,S\n", &[all]).await;

    assert_eq!(
        judged,
        [
            said("problem", "number-in-use"),
            said("problem", "number-in-use")
        ]
    );
}

#[actix_web::test]
async fn a_product_is_chosen_for_a_text_wherever_it_stands() {
    let desk = Desk::with(&["PUMP-1"]).await;
    let choose = json!({"repair": "product", "text": "PUMP1", "number": "PUMP-1"});

    let (_, judged) = repaired(&desk, "sku,cpn\nPUMP1,A\nPUMP1,B\nPUMP2,C\n", &[choose]).await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("new", "new"),
            said("problem", "unknown-product")
        ]
    );
}
