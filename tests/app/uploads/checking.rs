//! The check: each row has one outcome and one cause.

use super::{Desk, said};

#[actix_web::test]
async fn a_product_is_found_by_its_number_then_loosely_then_by_its_gtin() {
    let desk = Desk::with(&["PUMP-1", "VALVE-2"]).await;
    desk.database
        .execute(
            "update products set gtin = '4006381333931' where number = 'VALVE-2'",
            &[],
        )
        .await;

    let judged = desk
        .judged(
            "sku,cpn\nPUMP-1,A\n pump-1 ,B\n4006381333931,C\n04006381333931,D\nPUMP,E\n",
            &[],
        )
        .await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("new", "by-number-loosely"),
            said("new", "by-gtin"),
            said("new", "by-gtin"),
            said("problem", "unknown-product"),
        ]
    );
}

#[actix_web::test]
async fn a_gtin_of_several_products_is_a_choice() {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.database
        .execute("update products set gtin = '4006381333931'", &[])
        .await;

    let judged = desk.judged("gtin,cpn\n4006381333931,A\n", &[]).await;

    assert_eq!(judged, [said("choice", "several-products")]);
}

#[actix_web::test]
async fn a_row_that_cannot_be_taken_says_why() {
    let desk = Desk::with(&["P1"]).await;
    let long = "x".repeat(256);
    let text = format!(
        "sku,cpn,account number,valid from,valid to,pack size\n\
         ,A,,,,\nP1,,,,,\nP1,{long},,,,\nP1,B,Other,,,\nP1,C,,31.31.2026,,\nP1,D,,2026-02-01,2026-01-01,\nP1,E,acme,,,0\n"
    );

    let judged = desk.judged(&text, &[]).await;

    assert_eq!(
        judged,
        [
            said("problem", "product-missing"),
            said("problem", "cpn-missing"),
            said("problem", "cpn-too-long"),
            said("problem", "other-company"),
            said("problem", "valid-from-no-date"),
            said("problem", "valid-to-dates-crossed"),
            said("problem", "pack-quantity-not-positive"),
        ]
    );
}

#[actix_web::test]
async fn rows_of_one_file_are_compared_with_each_other() {
    let desk = Desk::with(&["P1", "P2", "P3"]).await;

    let judged = desk
        .judged(
            "sku,cpn,description\nP1,A,x\nP1,a ,x\nP1,A,y\nP2,S,\nP3,s,\nNOPE,S,\n",
            &[],
        )
        .await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("unchanged", "repeated"),
            said("problem", "contradicts-earlier-row"),
            said("choice", "number-for-several-products"),
            said("choice", "number-for-several-products"),
            said("problem", "unknown-product"),
        ]
    );
}

#[actix_web::test]
async fn rows_are_compared_with_what_the_company_has() {
    let desk = Desk::with(&["P1", "P2"]).await;
    for (cpn, number) in [
        ("SAME", "P1"),
        ("Spelt", "P1"),
        ("TAKEN", "P1"),
        ("WORDED", "P1"),
    ] {
        desk.given().company("Acme").cpn(cpn, number).await;
    }
    desk.given().company("Other").cpn("FREE", "P1").await;
    let text = "sku,cpn,description\nP1,SAME,\nP1,SPELT,\nP1,WORDED,wording\nP2,TAKEN,\nP2,FREE,\nP2,p1,\n";

    let judged = desk.judged(text, &[]).await;
    let added = desk.judged(text, &["--mode", "add"]).await;

    let expected = [
        said("unchanged", "same"),
        said("changed", "spelling"),
        said("changed", "details"),
        said("new", "new-ambiguous"),
        said("new", "new"),
        said("new", "new-collides"),
    ];
    assert_eq!(judged, expected);
    assert_eq!(
        added[..3],
        [
            said("unchanged", "same"),
            said("unchanged", "exists"),
            said("unchanged", "exists")
        ]
    );
    assert_eq!(added[3..], expected[3..]);
}

#[actix_web::test]
async fn a_company_may_forbid_one_number_for_two_products() {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.given().company("Acme").cpn("TAKEN", "P1").await;
    desk.database
        .execute(
            "update companies set shared_numbers = 'forbid' where account_number = 'Acme'",
            &[],
        )
        .await;

    let judged = desk.judged("sku,cpn\nP2,taken\n", &[]).await;

    assert_eq!(judged, [said("problem", "number-in-use")]);
}

#[actix_web::test]
async fn a_discontinued_product_is_only_noted() {
    let desk = Desk::with(&["P1"]).await;
    desk.database
        .execute("update products set discontinued_at = now()", &[])
        .await;

    let judged = desk.judged("sku,cpn\nP1,A\n", &[]).await;

    assert_eq!(judged, [said("new", "discontinued-product")]);
}

#[actix_web::test]
async fn a_dry_run_writes_nothing_that_stays() {
    let desk = Desk::with(&["P1"]).await;

    let told = desk.upload("sku,cpn\nP1,A\n", &["--dry-run"]).await;

    assert_eq!(
        (told["new"].as_i64(), told["applied"].as_bool()),
        (Some(1), Some(false))
    );
    assert_eq!(desk.pairs().await, [""; 0]);
    for table in [
        "upload_rows",
        "upload_chunks",
        "upload_outcome_blocks",
        "jobs",
        "cpn_history",
    ] {
        assert_eq!(
            desk.database
                .count(&format!("select count(*) from {table}"))
                .await,
            0,
            "{table}"
        );
    }
}
