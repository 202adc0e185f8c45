//! `17` where there is `0017`: said with the repair for the whole column, never repaired unasked. What the company has for the same
//! product is compared as well as the catalogue.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn of_products_the_catalogue_knows() {
    let desk = Desk::with(&["P1", "0017"]).await;
    let text = "SKU,CPN\n17,A\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    desk.upload(text, &["--repair", "product-zeros-lost=zeros"])
        .await;

    assert_eq!(
        (&told["new"], &told["problems"]),
        (&json!(0), &json!({"product-zeros-lost": 1}))
    );
    assert_eq!(
        told["repairs"][0],
        json!({"cause": "product-zeros-lost", "repair": "zeros", "rows": 1})
    );
    assert_eq!(desk.pairs().await, ["0017 A"]);
}

#[actix_web::test]
async fn of_the_customers_numbers_the_register_knows() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU,CPN\nP1,00815\n", &[]).await;
    let told = desk
        .upload("SKU,CPN\nP1,815\n", &["--repair", "cpn-zeros-lost=zeros"])
        .await;

    assert_eq!(told["causes"], json!({"same": 1}));
    assert_eq!(desk.pairs().await, ["P1 00815"]);
}

#[actix_web::test]
async fn a_number_that_is_really_so_is_taken_as_it_stands() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU,CPN\nP1,00815\n", &[]).await;
    let text = "SKU,CPN\nP1,815\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    desk.upload(text, &["--repair", "cpn-zeros-lost=as-it-is"])
        .await;

    assert_eq!(told["causes"], json!({"cpn-zeros-lost": 1}));
    assert_eq!(desk.pairs().await, ["P1 00815", "P1 815"]);
}

#[actix_web::test]
async fn a_column_can_be_filled_up_where_nothing_is_known_yet() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU,CPN\nP1,17\n", &["--repair", "new=pad:6"])
        .await;

    assert_eq!(desk.pairs().await, ["P1 000017"]);
}

#[actix_web::test]
async fn mirroring_does_not_remove_what_a_damaged_number_may_mean() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("SKU,CPN\nP1,00815\n", &[]).await;
    let told = desk
        .upload("SKU,CPN\nP1,815\n", &["--mode", "mirror"])
        .await;

    assert_eq!(told["removed"], json!(0));
    assert_eq!(desk.pairs().await, ["P1 00815"]);
}
