//! What other sites and strange clients send to forms.

use actix_web::http::Method as Known;
use cpn_desk::testing;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};

use super::scope::is_of_contract;
use crate::harness::TestApp;
use crate::permissions::{self, anything_at};

/// Every form as the one who may everything, sent from elsewhere in each way that a browser tells.
#[actix_web::test]
async fn s30_no_form_is_taken_from_another_site() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let cpn = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let browser = app.given_signed_in(&admin).await;
    let before = app.database().checksum().await;

    for (method, route) in testing::routes() {
        if method != Known::POST || route.contains('(') || is_of_contract(&route) {
            continue;
        }
        let path = route
            .replace("{company}", &cpn.company)
            .replace("{cpn}", &cpn.id)
            .replace("{product}", &cpn.product)
            .replace("{user}", &admin.id);
        let path = anything_at(&path);
        for (header, value) in [
            (ORIGIN.as_str(), "https://evil.example"),
            (ORIGIN.as_str(), "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let request = browser
                .request(Method::POST, &path)
                .header(header, value)
                .form(&[("name", "x"), ("reason", "x")]);
            let answer = browser.send(request).await;
            assert_eq!(answer.status(), 403, "{path} from {value}");
        }
    }

    assert_eq!(app.database().checksum().await, before);
    assert_eq!(browser.get("/users").await.status(), 200, "still signed in");
}

/// Forms with fields; those that are a button alone have nothing to read.
#[actix_web::test]
async fn s40_forms_refuse_what_is_no_form() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let cpn = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let browser = app.given_signed_in(&admin).await;
    let before = app.database().checksum().await;
    let mut seen = 0;

    for (route, at) in permissions::forms_with_fields() {
        if route.contains('(')
            || is_of_contract(route)
            || at.contains("{invitation}")
            || at.contains("{reset}")
        {
            continue;
        }
        let path = at
            .replace("{company}", &cpn.company)
            .replace("{cpn}", &cpn.id)
            .replace("{product}", &cpn.product)
            .replace("{user}", &admin.id);
        let path = anything_at(&path);
        for kind in ["application/json", "text/plain", "application/xml"] {
            let request = browser
                .request(Method::POST, &path)
                .header("sec-fetch-site", "same-origin")
                .header(CONTENT_TYPE, kind)
                .body("{}");
            let answer = browser.send(request).await;
            assert!(
                [404, 415].contains(&answer.status()),
                "{path} took {kind}: {}",
                answer.status()
            );
            seen += usize::from(answer.status() == 415);
        }
    }

    assert!(seen > 15, "{seen}");
    assert_eq!(app.database().checksum().await, before);
}
