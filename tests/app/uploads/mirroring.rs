//! "Make it exactly like my file": what is not in the file goes, and nothing a broken row may have meant.

use serde_json::json;

use super::Desk;

async fn desk() -> Desk {
    let desk = Desk::with(&["P1", "P2", "P3"]).await;
    for (cpn, number) in [("A", "P1"), ("B", "P1"), ("C", "P2"), ("D", "P3")] {
        desk.given().company("Acme").cpn(cpn, number).await;
    }
    desk.given().company("Other").cpn("Z", "P1").await;
    desk
}

#[actix_web::test]
async fn what_is_not_in_the_file_goes_and_the_oldest_left_becomes_preferred() {
    let desk = desk().await;

    let told = desk
        .upload("sku,cpn\nP1,B\nP2,N\n", &["--mode", "mirror"])
        .await;

    assert_eq!(
        (&told["removed"], &told["new"], &told["unchanged"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let register = desk.register().await;
    let preferred: Vec<_> = register
        .iter()
        .map(|(product, cpn, _, preferred, _)| (product.as_str(), cpn.as_str(), *preferred))
        .collect();
    assert_eq!(preferred, [("P1", "B", true), ("P2", "N", true)]);
    let deleted = desk
        .database
        .texts(
            "select cpn from cpn_history where kind = 'deleted' order by cpn",
            &[],
        )
        .await;
    assert_eq!(deleted, ["A", "C", "D"]);
    assert_eq!(
        desk.database
            .count("select count(*) from cpns where cpn = 'Z'")
            .await,
        1
    );
}

#[actix_web::test]
async fn a_row_that_cannot_be_taken_removes_nothing_it_may_have_meant() {
    let desk = desk().await;
    let unreadable_number = "P1,1.23E+12";
    let unknown_product = "NOPE,C";
    let bad_date = "P3,D,,,not a day";

    let told = desk
        .upload(
            &format!("sku,cpn,description,unit,valid from\n{unreadable_number}\n{unknown_product}\n{bad_date}\n"),
            &["--mode", "mirror"],
        )
        .await;

    assert_eq!((&told["removed"], &told["problem"]), (&json!(0), &json!(3)));
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B", "P2 C", "P3 D"]);
}

#[actix_web::test]
async fn the_other_modes_remove_nothing() {
    let desk = desk().await;

    let told = desk.upload("sku,cpn\nP1,A\n", &[]).await;

    assert_eq!(told["removed"], json!(0));
    assert_eq!(desk.pairs().await.len(), 4);
}
