//! `/help/api`: the reference of every interface, readable without the network.

use crate::harness::TestApp;

#[actix_web::test]
async fn the_reference_tells_of_every_operation_schema_and_problem() {
    let app = TestApp::spawn().await;
    let reader = app
        .given_signed_in(&app.given().company("Acme").reader("eve").await)
        .await;
    let document: serde_json::Value =
        serde_json::from_str(reader.get("/api/v1/openapi.json").await.body()).unwrap();

    let page = reader.get("/help/api").await;

    assert_eq!(
        (page.status(), page.heading().as_str()),
        (200, "Interfaces for programs")
    );
    let operations: usize = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|item| item.as_object().unwrap().len())
        .sum();
    assert_eq!(page.all("details[id]").len(), operations);
    let said = page.text();
    for words in [
        "/store-api/account/login",
        "/api/cpn/create",
        "/Shoxl/v1/GetCustomerProducts",
        "/api/v1/resolve",
        "Idempotency-Key",
        "did_you_mean",
    ] {
        assert!(said.contains(words), "{words}");
    }
    assert_eq!(page.all("#problem-locked dt"), ["locked"]);
    // Every link within the page leads somewhere.
    let html = page.html();
    for target in page.attributes("main a[href^='#']", "href") {
        let selector = scraper::Selector::parse(&target).unwrap();
        assert!(html.select(&selector).next().is_some(), "{target}");
    }
}
