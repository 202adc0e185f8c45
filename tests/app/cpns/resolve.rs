//! The paste box.

use super::buyer_of;
use crate::harness::TestApp;

#[actix_web::test]
async fn every_line_gets_its_outcome_in_order() {
    let app = TestApp::spawn().await;
    let given = [
        ("A 1", "P-1"),
        ("DUP", "P-1"),
        ("DUP", "P-2"),
        ("OLD", "P-3"),
        ("XYZ-77", "P-4"),
    ];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;
    buyer_of(&app, "Other", &[("THEIRS", "P-1")]).await;
    app.database()
        .execute(
            "update cpns set valid_to = current_date - 3 where cpn = 'OLD'",
            &[],
        )
        .await;
    let url = url.replace("/cpns", "/resolve");

    let form = eve.get(&url).await.form("Look up");
    let answer = eve
        .submit(&form.set("text", "a\u{A0}1\r\n\r\nDUP\told\nTHEIRS\nxyz"))
        .await;

    assert_eq!(answer.status(), 200, "{}", answer.text());
    let rows = answer.rows();
    let outcomes: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row[0].trim_end_matches(&row[1]), row[1].as_str()))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("a 1", "found"),
            ("DUP", "several fit"),
            ("old", "expired"),
            ("THEIRS", "unknown"),
            ("xyz", "unknown"),
        ]
    );
    assert!(rows[0][2].contains("P-1"), "{rows:?}");
    assert!(rows[4][2].contains("Did you mean XYZ-77"), "{rows:?}");
}

#[actix_web::test]
async fn a_pick_is_kept_and_goes_into_the_file() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("DUP", "P-1")]).await;
    let second = app.given().company("Acme").cpn("DUP", "P-2").await;
    let url = url.replace("/cpns", "/resolve");

    let fields = [
        ("text", "DUP\nNOPE\n=1+1"),
        ("pick-0", second.id.as_str()),
        ("action", "download"),
    ];
    let file = eve.post_form(&url, &fields).await;

    assert_eq!(
        file.header("content-disposition")
            .unwrap()
            .split(';')
            .next(),
        Some("attachment")
    );
    let lines: Vec<&str> = file.body().lines().collect();
    assert_eq!(lines[1], "DUP,several fit,DUP,P-2,P-2,");
    assert_eq!(lines[2], "NOPE,unknown,,,,");
    assert!(
        lines[3].starts_with("'=1+1") || lines[3].starts_with("\"'=1+1"),
        "{lines:?}"
    );
}

#[actix_web::test]
async fn unknown_numbers_become_cpns_of_the_products_typed_beside_them() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("A-1", "P-1")]).await;
    let url = url.replace("/cpns", "/resolve");

    let asked = eve.post_form(&url, &[("text", "NEW-1\nNEW-2\nA-1")]).await;
    let form = asked
        .form("Add the numbers with a product")
        .set("product-0", "p-1")
        .set("product-1", "nothing")
        .set("action", "add");
    let answer = eve.submit(&form).await;

    let outcomes: Vec<String> = answer
        .rows()
        .into_iter()
        .map(|row| row[1].clone())
        .collect();
    assert_eq!(outcomes, ["found", "unknown", "found"], "{}", answer.text());
    assert!(
        answer.text().contains("1 number was added"),
        "{}",
        answer.text()
    );
    assert!(
        answer.text().contains("There is no “nothing”"),
        "{}",
        answer.text()
    );

    let reader = app.given().company("Acme").reader("rita").await;
    let reader = app.given_signed_in(&reader).await;
    let fields = [("text", "NEW-3"), ("product-0", "P-1"), ("action", "add")];
    assert_eq!(reader.post_form(&url, &fields).await.status(), 403);
    assert_eq!(app.database().count("select count(*) from cpns").await, 2);
}

#[actix_web::test]
async fn products_are_looked_up_and_long_lists_answered_quickly() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("A-1", "P-1")]).await;
    app.given().product("P-2").await;
    let url = url.replace("/cpns", "/resolve");

    let fields = [("text", "p-1\nP-2\nP-3"), ("direction", "lookup")];
    let answer = eve.post_form(&url, &fields).await;
    let outcomes: Vec<String> = answer
        .rows()
        .into_iter()
        .map(|row| row[1].clone())
        .collect();
    assert_eq!(outcomes, ["found", "no number", "no such product"]);
    assert!(answer.rows()[0][2].contains("A-1"));

    let many: Vec<String> = (0..5_000).map(|n| format!("LINE-{n}")).collect();
    let full = eve.post_form(&url, &[("text", &many.join("\n"))]).await;
    assert_eq!(full.rows().len(), 5_000);
    let over = eve
        .post_form(&url, &[("text", &format!("{}\nX", many.join("\n")))])
        .await;
    assert_eq!(over.status(), 422);
    assert!(
        over.text().contains("at most 5,000 lines"),
        "{}",
        over.text()
    );
}
