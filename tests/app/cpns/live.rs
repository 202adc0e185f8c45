//! Comforts for those who run scripts: what a number is like while it is typed, products that fit, a row changed in place.

use super::buyer_of;
use crate::harness::TestApp;

#[actix_web::test]
async fn what_a_number_matches_and_is_like_is_said_while_it_is_typed() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("AA.00.1", "P-1")]).await;

    let ask = |number: &str| format!("{url}/likeness?cpn={number}&product=P-1");
    let same = eve.get(&ask("aa.00.1%20")).await;
    let alike = eve.get(&ask("AA%C2%A0001")).await;
    let own = eve.get(&ask("p-1")).await;
    let none = eve.get(&ask("")).await;

    assert!(same.body().contains("exists already"), "{}", same.body());
    assert!(
        alike.body().contains("aa 001") && alike.body().contains("U+00A0"),
        "{}",
        alike.body()
    );
    assert!(
        alike.body().contains("differ only in blanks"),
        "{}",
        alike.body()
    );
    assert!(
        !own.body().contains("the number of another product"),
        "its own product's number is no collision"
    );
    assert_eq!(none.status(), 200);
    assert!(!none.body().contains("Will match"));
}

#[actix_web::test]
async fn products_that_fit_are_offered() {
    let app = TestApp::spawn().await;
    let (eve, _) = buyer_of(&app, "Acme", &[]).await;
    for number in ["PUMP-1", "PUMP-2", "VALVE"] {
        app.given().product(number).await;
    }

    let offered = eve.get("/products/suggestions?q=pump").await;
    let nothing = eve.get("/products/suggestions?q=%20").await;

    assert_eq!(
        offered.attributes("[role=option]", "data-value"),
        ["PUMP-1", "PUMP-2"]
    );
    assert_eq!(nothing.body().trim(), "");
}

#[actix_web::test]
async fn a_row_is_changed_in_place_and_a_conflict_shows_both() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[]).await;
    let cpn = app.given().company("Acme").cpn("HW-7", "P-1").await;
    let row = format!("{}/row", cpn.url());
    assert!(
        eve.get(&url)
            .await
            .body()
            .contains(&format!("{row}?edit=on"))
    );

    let fields = eve.get(&format!("{row}?edit=on")).await;
    assert!(
        fields.body().contains("name=\"version\" value=\"1\""),
        "{}",
        fields.body()
    );
    let typed = |version, text| {
        [
            ("version", version),
            ("cpn", "HW-7"),
            ("product", "P-1"),
            ("description", text),
        ]
    };
    let saved = eve.post_form(&row, &typed("1", "mine")).await;
    let late = eve.post_form(&row, &typed("1", "late")).await;
    let bad = eve.post_form(&row, &[("version", "2"), ("cpn", "")]).await;

    assert_eq!(saved.status(), 200, "{}", saved.body());
    assert!(
        saved.body().contains("<td class=\"wide-only\">mine</td>"),
        "{}",
        saved.body()
    );
    assert_eq!(late.status(), 409);
    assert!(
        late.body().contains("mine") && late.body().contains("late"),
        "{}",
        late.body()
    );
    assert!(
        late.body().contains("name=\"version\" value=\"2\""),
        "another try is on what stands there"
    );
    assert_eq!(bad.status(), 422);
    assert!(bad.body().contains("aria-invalid"), "{}", bad.body());
}
