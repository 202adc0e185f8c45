//! Every refusal is a problem that says what to do, whoever found it.

use reqwest::Method;
use serde_json::json as body;

use super::{Program, json, problem};
use crate::harness::TestApp;

#[actix_web::test]
async fn only_a_live_token_of_this_api_opens_it() {
    let app = TestApp::spawn().await;
    let anonymous = app.anonymous();
    let signed_in = app.given_signed_in(&app.given().admin("ada").await).await;

    for answer in [
        anonymous.get("/api/v1/companies").await,
        signed_in.get("/api/v1/companies").await,
        signed_in.get("/api/v1/companies?token=x").await,
        anonymous
            .send(
                anonymous
                    .request(Method::GET, "/api/v1/nothing")
                    .bearer_auth("cpndesk_x"),
            )
            .await,
    ] {
        assert_eq!(problem(&answer), (401, "unauthorized".to_owned()));
        assert_eq!(
            answer.header("www-authenticate"),
            Some("Bearer realm=\"CPN Desk\"")
        );
    }

    let program = Program::of_the_erp(&app).await;
    assert_eq!(program.get("/companies").await.status(), 200);
    app.database()
        .execute("update tokens set contract = 'shoxl'", &[])
        .await;
    assert_eq!(program.get("/companies").await.status(), 401);
    app.database()
        .execute("update tokens set contract = 'v1', revoked_at = now()", &[])
        .await;
    assert_eq!(program.get("/companies").await.status(), 401);
}

#[actix_web::test]
async fn what_is_not_there_is_told_as_a_problem() {
    let app = TestApp::spawn().await;
    let program = Program::of_the_erp(&app).await;

    for path in [
        "",
        "/",
        "/nothing",
        "/companies/x",
        "/companies/%00",
        "/companies/00000000-0000-0000-0000-000000000000",
    ] {
        let answer = program.get(path).await;
        assert_eq!(problem(&answer), (404, "not-found".to_owned()), "{path}");
    }
    let answer = program.put("/companies", &body!({})).await;
    assert_eq!(problem(&answer), (405, "method-not-allowed".to_owned()));
    assert_eq!(answer.header("allow"), Some("GET, HEAD, POST"));
}

#[actix_web::test]
async fn bodies_are_read_strictly() {
    let app = TestApp::spawn().await;
    let program = Program::of_the_erp(&app).await;
    let post = async |kind: &str, text: &str| {
        let request = program.request(Method::POST, "/companies");
        let answer = program
            .send(
                request
                    .header("content-type", kind.to_owned())
                    .body(text.to_owned()),
            )
            .await;
        problem(&answer)
    };
    let json_type = "application/json; charset=utf-8";
    let problem_of = |status: u16, code: &str| (status, code.to_owned());

    assert_eq!(
        post("text/plain", "{}").await,
        problem_of(415, "unsupported-media-type")
    );
    assert_eq!(
        post(json_type, "{").await,
        problem_of(400, "malformed-json")
    );
    assert_eq!(
        post(json_type, "\u{feff}{}").await,
        problem_of(400, "malformed-json")
    );
    let surrogate = r#"{"account_number":"\ud800","name":"x"}"#;
    assert_eq!(
        post(json_type, surrogate).await,
        problem_of(400, "malformed-json")
    );
    let deep = "[".repeat(100_000);
    assert_eq!(post(json_type, &deep).await, problem_of(413, "too-large"));
    for unexpected in [
        "[]",
        "{}",
        r#"{"account_number":1,"name":"x"}"#,
        r#"{"account_number":"1","name":"x","more":1}"#,
        r#"{"account_number":"1","account_number":"2","name":"x"}"#,
        r#"{"account_number":"1","name":"x","shared_numbers":"Forbid"}"#,
    ] {
        assert_eq!(
            post(json_type, unexpected).await,
            problem_of(422, "unexpected-body"),
            "{unexpected}"
        );
    }
    assert_eq!(
        post(json_type, r#"{"account_number":" ","name":"\u0000"}"#).await,
        problem_of(422, "invalid")
    );
}

#[actix_web::test]
async fn parameters_are_read_strictly() {
    let app = TestApp::spawn().await;
    let program = Program::of_the_erp(&app).await;
    let company = app.given().company("Acme").there().await;
    let cpns = format!("/companies/{}/cpns", company.id);

    for query in [
        "pages=2",
        "limit=0",
        "limit=501",
        "limit=x",
        "cursor=x",
        "sort=colour",
        "q=a%00b",
        "preferred=1",
        "q=1&q=2",
        "changed_since=yesterday",
        "changed_since=%2B99999-01-01T00:00:00Z",
    ] {
        let answer = program.get(&format!("{cpns}?{query}")).await;
        assert_eq!(problem(&answer), (400, "bad-request".to_owned()), "{query}");
    }
    for query in [
        "q=%25_%5C",
        "q=%F0%9F%98%80",
        "limit=500",
        "changed_since=2026-01-01T00:00:00Z&sort=changed&order=descending",
    ] {
        let answer = program.get(&format!("{cpns}?{query}")).await;
        assert_eq!(answer.status(), 200, "{query}: {}", answer.body());
    }
}

/// TRUST.md, S80.
#[actix_web::test]
async fn a_token_that_asks_too_often_is_told_when_to_come_again() {
    let app = TestApp::with(&["--api-requests", "20"]).await;
    let (busy, calm) = (
        Program::of_the_erp(&app).await,
        Program::of_the_erp(&app).await,
    );

    for _ in 0..2 {
        assert_eq!(busy.get("/companies").await.status(), 200);
    }
    let refused = busy.get("/companies").await;

    assert_eq!(problem(&refused), (429, "too-many-requests".to_owned()));
    let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3).contains(&wait), "{wait}");
    assert_eq!(calm.get("/companies").await.status(), 200);
}

#[actix_web::test]
async fn a_problem_names_the_request_and_each_field() {
    let app = TestApp::spawn().await;
    let program = Program::of_the_erp(&app).await;

    let answer = program
        .post(
            "/companies",
            &body!({"account_number": "", "name": "x".repeat(201), "id": "7"}),
        )
        .await;

    assert_eq!(problem(&answer), (422, "invalid".to_owned()));
    let told = json(&answer);
    assert!(!told["request_id"].as_str().unwrap().is_empty());
    assert_eq!(
        told["errors"],
        body!([
            {"field": "account_number", "code": "missing", "detail": "account_number is missing"},
            {"field": "name", "code": "too-long", "detail": "name has 201 characters, at most 200 are allowed"},
            {"field": "id", "code": "no-uuid", "detail": "id is no uuid"},
        ])
    );
}
