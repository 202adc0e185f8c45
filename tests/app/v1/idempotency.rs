//! A write that is sent again is done once (TRUST.md, S77).

use reqwest::Method;
use serde_json::{Value, json as body};

use super::{Program, json, problem};
use crate::harness::{Page, TestApp};

async fn post(program: &Program, path: &str, key: &str, given: &Value) -> Page {
    let request = program
        .request(Method::POST, path)
        .header("idempotency-key", key)
        .json(given);
    program.send(request).await
}

#[actix_web::test]
async fn the_same_request_gets_the_same_answer_and_does_nothing_twice() {
    let app = TestApp::spawn().await;
    let company = app.given().company("Acme").there().await;
    app.given().product("PUMP").await;
    let erp = Program::of_the_erp(&app).await;
    let path = format!("/companies/{}/cpns", company.id);
    let given = body!({"cpn": "A", "product_number": "PUMP"});

    let first = post(&erp, &path, "key-1", &given).await;
    let again = post(&erp, &path, "key-1", &given).await;

    assert_eq!(
        (first.status(), first.header("idempotent-replayed")),
        (201, None)
    );
    assert_eq!(
        (again.status(), again.header("idempotent-replayed")),
        (201, Some("true"))
    );
    assert_eq!(
        (again.body(), again.header("etag"), again.location()),
        (first.body(), first.header("etag"), first.location())
    );
    let other = post(
        &erp,
        &path,
        "key-1",
        &body!({"cpn": "B", "product_number": "PUMP"}),
    )
    .await;
    assert_eq!(problem(&other), (422, "idempotency-key-reused".to_owned()));

    // Another program's keys are its own, and a key names a request at one address.
    let others = Program::of_the_erp(&app).await;
    assert_eq!(
        problem(&post(&others, &path, "key-1", &given).await),
        (422, "invalid".to_owned())
    );
    let elsewhere = post(
        &erp,
        "/products",
        "key-1",
        &body!({"number": "P", "name": "x"}),
    )
    .await;
    assert_eq!(elsewhere.status(), 201);
    app.database()
        .execute(
            "update idempotency_keys set created_at = now() - interval '25 hours'",
            &[],
        )
        .await;
    assert_eq!(post(&erp, &path, "key-1", &given).await.status(), 422);
}

#[actix_web::test]
async fn a_refusal_is_not_kept_and_leaves_nothing() {
    let app = TestApp::spawn().await;
    let company = app.given().company("Acme").there().await;
    let erp = Program::of_the_erp(&app).await;
    let path = format!("/companies/{}/cpns", company.id);
    let given = body!({"cpn": "A", "product_number": "PUMP"});

    assert_eq!(post(&erp, &path, "k", &given).await.status(), 422);
    app.given().product("PUMP").await;
    assert_eq!(post(&erp, &path, "k", &given).await.status(), 201);
    for key in ["", "\u{e4}", &"x".repeat(256)] {
        assert_eq!(
            problem(&post(&erp, &path, key, &given).await),
            (400, "bad-request".to_owned()),
            "{key:?}"
        );
    }
}

#[actix_web::test]
async fn fifty_at_once_make_one_row() {
    let app = TestApp::spawn().await;
    let company = app.given().company("Acme").there().await;
    app.given().product("PUMP").await;
    let erp = Program::of_the_erp(&app).await;
    let path = format!("/companies/{}/cpns", company.id);
    let given = body!({"cpn": "A", "product_number": "PUMP"});

    let answers =
        futures_util::future::join_all((0..50).map(|_| post(&erp, &path, "k", &given))).await;

    assert_eq!(app.database().count("select count(*) from cpns").await, 1);
    let made: Vec<Value> = answers
        .iter()
        .filter(|answer| answer.status() == 201)
        .map(json)
        .collect();
    assert!(!made.is_empty() && made.iter().all(|cpn| *cpn == made[0]));
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        assert_eq!(problem(answer), (409, "idempotency-key-busy".to_owned()));
    }
}

#[actix_web::test]
async fn every_write_takes_a_key() {
    let app = TestApp::spawn().await;
    let cpn = app.given().company("Acme").cpn("A", "PUMP").await;
    let erp = Program::of_the_erp(&app).await;
    let path = format!("/companies/{}/cpns/{}", cpn.company, cpn.id);

    for (method, path, given) in [
        (Method::PATCH, path.clone(), body!({"unit": "pack"})),
        (Method::PUT, format!("{path}/preference"), body!({})),
        (Method::DELETE, path.clone(), body!({})),
        (Method::POST, format!("{path}/restoration"), body!({})),
        (
            Method::PUT,
            format!("/companies/{}/lock", cpn.company),
            body!({"reason": "x"}),
        ),
        (
            Method::PUT,
            format!("/products/{}/discontinuation", cpn.product),
            body!({}),
        ),
    ] {
        let send = async || {
            let request = erp
                .request(method.clone(), &path)
                .header("if-match", "*")
                .header("idempotency-key", "k");
            erp.send(request.json(&given)).await
        };
        let (first, again) = (send().await, send().await);
        assert!(first.status() < 300, "{method} {path}: {}", first.body());
        assert_eq!(
            (
                again.status(),
                again.body(),
                again.header("idempotent-replayed")
            ),
            (first.status(), first.body(), Some("true")),
            "{method} {path}"
        );
    }
    assert_eq!(
        app.database()
            .count("select count(*) from cpn_history")
            .await,
        4
    );
}
