//! Applying: the register is as the check said, with the history of each change.

use serde_json::json;

use super::Desk;

fn row(
    product: &str,
    cpn: &str,
    description: &str,
    preferred: bool,
    version: i32,
) -> (String, String, String, bool, i32) {
    (
        product.to_owned(),
        cpn.to_owned(),
        description.to_owned(),
        preferred,
        version,
    )
}

#[actix_web::test]
async fn new_rows_come_in_with_one_preferred_number_a_pair() {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.given().company("Acme").cpn("OLD", "P2").await;

    let told = desk
        .upload("sku;cpn;description\nP1;B;first\nP1;A;second\nP2;C;\n", &[])
        .await;

    assert_eq!(told["applied"], json!(true));
    assert_eq!(
        desk.register().await,
        [
            row("P1", "A", "second", false, 1),
            row("P1", "B", "first", true, 1),
            row("P2", "C", "", false, 1),
            row("P2", "OLD", "", true, 1),
        ]
    );
}

#[actix_web::test]
async fn keys_are_those_of_a_number_typed_by_hand() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("sku,cpn,description\nP1,Ａ–12 x,Große Pumpe\n", &[])
        .await;

    let keys = desk
        .database
        .rows("select identity_key, search_text, order_key from cpns", &[])
        .await;

    let identity = cpn_desk::testing::key::identity("Ａ–12 x");
    assert_eq!(keys[0].get::<_, String>(0), identity);
    assert_eq!(keys[0].get::<_, String>(1), "A12X GROSSEPUMPE");
    assert_eq!(
        keys[0].get::<_, String>(2),
        cpn_desk::testing::key::order(&identity)
    );
}

#[actix_web::test]
async fn every_change_has_its_history_with_the_upload_and_who_confirmed_it() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().company("Acme").cpn("A", "P1").await;

    let told = desk
        .upload("sku,cpn,description\nP1,A,new words\nP1,B,\n", &[])
        .await;

    let history = desk
        .database
        .rows(
            "select cpn, version, kind, coalesce(description, ''), door, actor_kind, upload_id::text from cpn_history
             where upload_id is not null order by cpn",
            &[],
        )
        .await;
    let told_upload = told["upload"].as_str().unwrap();
    let lines: Vec<String> = history
        .iter()
        .map(|row| {
            assert_eq!(row.get::<_, &str>(6), told_upload);
            let texts: [&str; 5] = [0, 2, 3, 4, 5].map(|column| row.get(column));
            format!("{} {}", row.get::<_, i32>(1), texts.join(" "))
        })
        .collect();
    assert_eq!(
        lines,
        [
            "2 A changed new words upload command-line",
            "1 B created  upload command-line"
        ]
    );
    let audited = desk
        .database
        .count("select count(*) from audit_events where action = 'applied'")
        .await;
    assert_eq!(audited, 1);
}

#[actix_web::test]
async fn an_empty_cell_keeps_or_clears_as_was_said_and_only_mapped_columns_count() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("sku,cpn,description,unit\nP1,A,words,box\n", &[])
        .await;
    let details = || async {
        let rows = desk
            .database
            .rows("select description, unit from cpns", &[])
            .await;
        (
            rows[0].get::<_, Option<String>>(0),
            rows[0].get::<_, Option<String>>(1),
        )
    };

    desk.upload("sku,cpn,description\nP1,A,\n", &[]).await;
    let kept = details().await;
    desk.upload("sku,cpn,description\nP1,A,\n", &["--empty", "clear"])
        .await;
    let cleared = details().await;

    assert_eq!(kept, (Some("words".to_owned()), Some("box".to_owned())));
    assert_eq!(cleared, (None, Some("box".to_owned())));
}

#[actix_web::test]
async fn a_new_spelling_changes_the_number_and_nothing_else() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("sku,cpn,description\nP1,a-1,words\n", &[])
        .await;

    desk.upload("sku,cpn\nP1,A-1\n", &[]).await;

    assert_eq!(desk.register().await, [row("P1", "A-1", "words", true, 2)]);
}

#[actix_web::test]
async fn the_same_file_again_changes_nothing() {
    let desk = Desk::with(&["P1", "P2"]).await;
    let text = "sku,cpn,description,pack size,valid from\nP1,A,x,\"2,50\",2026-01-31\nP2,B,y,4,31.12.2026\n";
    desk.upload(text, &[]).await;
    let before = desk
        .database
        .count("select count(*) from cpn_history")
        .await;

    let again = desk.upload(text, &[]).await;

    assert_eq!(
        (again["unchanged"].as_i64(), again["applied"].as_bool()),
        (Some(2), Some(true))
    );
    assert_eq!(
        desk.database
            .count("select count(*) from cpn_history")
            .await,
        before
    );
}

#[actix_web::test]
async fn a_locked_company_takes_no_upload_but_checks_one() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().company("Acme").locked("stocktaking").await;
    let file = desk.file("list.csv", "sku,cpn\nP1,A\n");
    let arguments = ["upload", file.to_str().unwrap(), "--company", "Acme"];

    let refused = desk.run(&arguments).await;
    let told = desk.upload_file(&file, &["--dry-run"]).await;

    assert!(!refused.status().success());
    assert!(
        refused.complaint().contains("locked: stocktaking"),
        "{}",
        refused.complaint()
    );
    assert_eq!(told["new"], json!(1));
    assert_eq!(desk.pairs().await, [""; 0]);
}
