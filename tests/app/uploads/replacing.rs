//! Customers that have renumbered: a number that is new for its product takes the place of the preferred one.

use serde_json::{Value, json};

use super::Desk;

async fn desk() -> Desk {
    let desk = Desk::with(&["P1", "P2", "P3"]).await;
    for (cpn, number) in [("A", "P1"), ("B", "P1"), ("C", "P2")] {
        desk.given().company("Acme").cpn(cpn, number).await;
    }
    desk
}

async fn replace(desk: &Desk, file: &str) -> Value {
    desk.upload(file, &["--mode", "replace"]).await
}

/// Each number with its product, whether it is preferred, and its version.
async fn numbers(desk: &Desk) -> Vec<String> {
    desk.database
        .texts(
            "select concat_ws(' ', p.number, c.cpn, c.preferred, c.version) from cpns c join products p on p.id = c.product_id
             order by p.number, c.order_key",
            &[],
        )
        .await
}

#[actix_web::test]
async fn a_new_number_takes_the_place_of_the_preferred_one() {
    let desk = desk().await;

    let told = replace(&desk, "sku,cpn\nP1,N-1\nP2,c\nP3,N-3\n").await;

    let counts = ["new", "changed", "unchanged", "removed"].map(|outcome| told[outcome].clone());
    assert_eq!(counts, [1, 1, 1, 0].map(|count| json!(count)));
    assert_eq!(
        numbers(&desk).await,
        ["P1 B f 1", "P1 N-1 t 2", "P2 C t 1", "P3 N-3 t 1"]
    );
    let history = "select cpn from cpn_history h where exists (
        select from cpns c where c.id = h.cpn_id and c.cpn = 'N-1') order by version";
    assert_eq!(desk.database.texts(history, &[]).await, ["A", "N-1"]);
}

#[actix_web::test]
async fn a_number_the_product_has_beside_it_takes_no_place() {
    let desk = desk().await;
    let told = replace(&desk, "sku,cpn\nP1,B\n").await;
    assert_eq!(told["unchanged"], json!(1));
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B", "P2 C"]);
}

#[actix_web::test]
async fn the_last_of_several_rows_for_one_product_counts() {
    let desk = desk().await;

    let told = replace(&desk, "sku,cpn\nP1,X\nP1,Y\nP2,Z\nP2,C\nP3,N\nP3,M\nP3,N\n").await;

    assert_eq!(
        ["new", "changed", "unchanged"].map(|outcome| told[outcome].as_i64()),
        [Some(1), Some(1), Some(5)]
    );
    assert_eq!(
        numbers(&desk).await,
        ["P1 B f 1", "P1 Y t 2", "P2 C t 1", "P3 N t 1"]
    );
}

#[actix_web::test]
async fn a_renamed_number_keeps_its_description_and_is_found_by_both() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("sku,cpn,description\nP1,OLD,blue pump\n", &[])
        .await;

    replace(&desk, "sku,cpn\nP1,NEW\n").await;

    let found =
        "select concat_ws('|', cpn, identity_key, order_key, description, search_text) from cpns";
    assert_eq!(
        desk.database.texts(found, &[]).await,
        ["NEW|new|new|blue pump|NEW BLUEPUMP"]
    );
}

#[actix_web::test]
async fn a_number_that_looks_damaged_is_asked_about_first() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().company("Acme").cpn("0017", "P1").await;

    let told = replace(&desk, "sku,cpn\nP1,17\n").await;

    assert_eq!(told["needs_choice"], json!(1));
    assert_eq!(desk.pairs().await, ["P1 0017"]);
}

#[actix_web::test]
async fn undoing_brings_the_old_number_back_unless_somebody_has_it_again() {
    let desk = desk().await;
    let before = numbers(&desk).await;
    let undo = async |told: &Value| {
        let id = told["upload"].as_str().unwrap().to_owned();
        desk.run(&["undo", &id, "--company", "Acme", "--json"])
            .await
            .json()
    };
    let told = replace(&desk, "sku,cpn\nP1,N-1\n").await;
    let undone = undo(&told).await;
    assert_eq!(undone["restores"], json!(1));
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B", "P2 C"]);
    assert_eq!(before.len(), numbers(&desk).await.len());

    let told = replace(&desk, "sku,cpn\nP1,N-1\n").await;
    desk.upload("sku,cpn\nP1,A\n", &[]).await;
    let undone = undo(&told).await;
    assert_eq!(undone["keeps"], json!(1));
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B", "P1 N-1", "P2 C"]);
}
