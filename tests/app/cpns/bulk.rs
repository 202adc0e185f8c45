//! One action on many numbers.

use super::{buyer_of, numbers};
use crate::harness::{Client, Page, TestApp};

const FIVE: [(&str, &str); 5] = [
    ("A-1", "P-1"),
    ("A-2", "P-1"),
    ("A-3", "P-1"),
    ("B-1", "P-2"),
    ("B-2", "P-2"),
];

/// The confirm page for the numbers with these ids, or all that match.
async fn confirm(eve: &Client, url: &str, kind: &str, ids: &[String], list: Option<&str>) -> Page {
    let list = list.map(|query| format!("{url}?{query}"));
    let mut fields = vec![("kind", kind)];
    fields.extend(ids.iter().map(|id| ("id", id.as_str())));
    if let Some(list) = &list {
        fields.extend([("all", "on"), ("list", list.as_str())]);
    }
    eve.post_form(&format!("{url}/bulk"), &fields).await
}

async fn ids(app: &TestApp, condition: &str) -> Vec<String> {
    app.database()
        .texts(
            &format!("select id from cpns where {condition} order by cpn"),
            &[],
        )
        .await
}

#[actix_web::test]
async fn ticked_numbers_are_deleted_and_the_oldest_left_takes_over() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &FIVE).await;
    let ticked = ids(&app, "cpn in ('A-1', 'B-1', 'B-2')").await;

    let page = confirm(&eve, &url, "delete", &ticked, None).await;
    assert_eq!(page.heading(), "Delete 3 numbers");
    assert_eq!(app.database().count("select count(*) from cpns").await, 5);
    let answer = eve.submit(&page.form("Delete 3 numbers")).await;
    let list = eve.follow(&answer).await;

    assert_eq!(numbers(&list), ["A-2", "A-3"]);
    assert!(
        list.text().contains("3 of 3 numbers were changed"),
        "{}",
        list.text()
    );
    let preferred = "select cpn || ' ' || version from cpns where preferred";
    assert_eq!(app.database().texts(preferred, &[]).await, ["A-2 2"]);
    let told = "select string_agg(kind || ' ' || cpn || ' ' || actor_name, ', ' order by cpn) from cpn_history where version = 2";
    assert_eq!(
        app.database().texts(told, &[]).await,
        [
            "deleted A-1 buyer-Acme, changed A-2 buyer-Acme, deleted B-1 buyer-Acme, deleted B-2 buyer-Acme"
        ]
    );
    let restored = eve
        .post_form(&format!("{url}/{}/restoration", ticked[1]), &[])
        .await;
    assert_eq!(restored.status(), 303);
}

#[actix_web::test]
async fn all_that_match_are_counted_again_when_it_is_done() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &FIVE).await;

    let page = confirm(&eve, &url, "delete", &[], Some("product=P-1")).await;
    app.given().company("Acme").cpn("A-4", "P-1").await;
    let form = page.form("Delete 3 numbers");
    let recounted = eve.submit(&form).await;

    assert_eq!(recounted.status(), 409);
    assert_eq!(app.database().count("select count(*) from cpns").await, 6);
    assert!(
        recounted.text().contains("Nothing was done"),
        "{}",
        recounted.text()
    );
    let answer = eve.submit(&recounted.form("Delete 4 numbers")).await;
    assert_eq!(
        answer.location(),
        Some(format!("{url}?product=P-1").as_str())
    );
    assert_eq!(numbers(&eve.get(&url).await), ["B-1", "B-2"]);
}

#[actix_web::test]
async fn dates_are_set_and_crossed_ones_refused() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &FIVE).await;
    let ticked = ids(&app, "cpn in ('A-1', 'A-2')").await;
    let page = confirm(&eve, &url, "dates", &ticked, None).await;

    let nothing = eve
        .submit(&page.form("Set the validity of 2 numbers"))
        .await;
    assert_eq!(nothing.status(), 422);
    assert!(
        nothing.text().contains("Tick what is to be set"),
        "{}",
        nothing.text()
    );

    let form = nothing
        .form("Set the validity of 2 numbers")
        .set("set_to", "on")
        .set("valid_to", "2026-12-31");
    assert_eq!(eve.submit(&form).await.status(), 303);
    let dated = "select cpn || ' ' || valid_to || ' ' || version from cpns where valid_to is not null order by cpn";
    assert_eq!(
        app.database().texts(dated, &[]).await,
        ["A-1 2026-12-31 2", "A-2 2026-12-31 2"]
    );

    let crossed = page
        .form("Set the validity of 2 numbers")
        .set("set_from", "on")
        .set("valid_from", "2027-01-01");
    let refused = eve.submit(&crossed).await;
    assert_eq!(refused.status(), 422);
    assert!(
        refused.text().contains("lies before the first day"),
        "{}",
        refused.text()
    );
}

#[actix_web::test]
async fn one_of_each_pair_becomes_preferred() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &FIVE).await;
    let ticked = ids(&app, "cpn in ('A-2', 'A-3', 'B-1', 'B-2')").await;

    let page = confirm(&eve, &url, "prefer", &ticked, None).await;
    assert_eq!(
        eve.submit(&page.form("Make 4 numbers preferred"))
            .await
            .status(),
        303
    );

    let preferred = "select cpn || ' ' || version from cpns where preferred order by cpn";
    assert_eq!(
        app.database().texts(preferred, &[]).await,
        ["A-2 2", "B-1 1"]
    );
    let told = "select count(*) from cpn_history where version = 2";
    assert_eq!(
        app.database().count(told).await,
        2,
        "the one that gave way and the one that came"
    );
}

#[actix_web::test]
async fn numbers_move_to_a_product_unless_it_has_them() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &FIVE).await;
    app.given().company("Acme").cpn("a-1", "P-2").await;
    let ticked = ids(
        &app,
        "product_id = (select id from products where number = 'P-1')",
    )
    .await;

    let page = confirm(&eve, &url, "move", &ticked, None).await;
    let unknown = eve
        .submit(&page.form("Move 3 numbers").set("product", "P-9"))
        .await;
    assert_eq!(unknown.status(), 422);
    let done = eve
        .submit(&unknown.form("Move 3 numbers").set("product", "p-2"))
        .await;
    let list = eve.follow(&done).await;

    assert!(
        list.text().contains("2 of 3 numbers were changed"),
        "{}",
        list.text()
    );
    let rows = "select p.number || ' ' || c.cpn || ' ' || c.preferred from cpns c join products p on p.id = c.product_id order by 1";
    assert_eq!(
        app.database().texts(rows, &[]).await,
        [
            "P-1 A-1 true",
            "P-2 A-2 false",
            "P-2 A-3 false",
            "P-2 B-1 true",
            "P-2 B-2 false",
            "P-2 a-1 false"
        ]
    );
}

#[actix_web::test]
async fn ids_of_another_company_are_nobodys() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &FIVE).await;
    let (_, _) = buyer_of(&app, "Other", &[("T-1", "P-1")]).await;
    let theirs = ids(&app, "cpn = 'T-1'").await;

    let page = confirm(&eve, &url, "delete", &theirs, None).await;
    assert_eq!(page.heading(), "Delete 0 numbers");
    assert!(!page.text().contains("T-1"));
    let act = [
        ("kind", "delete"),
        ("count", "1"),
        ("id", theirs[0].as_str()),
    ];
    let answer = eve.post_form(&format!("{url}/bulk/act"), &act).await;
    assert_eq!(answer.status(), 409);
    assert_eq!(app.database().count("select count(*) from cpns").await, 6);

    let none = confirm(&eve, &url, "delete", &[], None).await;
    assert!(
        eve.follow(&none)
            .await
            .text()
            .contains("Tick the numbers first")
    );
}
