//! Logging in and out: A06 and A33.

use reqwest::Method;
use serde_json::{Value, json};

use super::shop::{Shop, hex, session};
use crate::harness::{PASSWORD, TestApp};

const LOGIN: &str = "/store-api/account/login";
const CUSTOMER: &str = "/store-api/account/customer";

#[actix_web::test]
async fn a06_a_login_gives_a_fresh_token_in_header_and_body() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let shop = Shop::open(&app).await;
    shop.adopt("chosenByTheClient000000000000000".to_owned());

    let reply = shop.log_in(&eve.email, PASSWORD).await;

    assert_eq!(reply.token.len(), 32);
    assert_ne!(reply.token, "chosenByTheClient000000000000000");
    assert_eq!(
        (reply.status, &reply.body),
        (
            200,
            &json!({ "redirectUrl": null, "contextToken": reply.token, "apiAlias": "array_struct" })
        )
    );
    assert_eq!(shop.get(CUSTOMER).await.status, 200);
    shop.adopt("chosenByTheClient000000000000000".to_owned());
    assert_eq!(
        shop.get(CUSTOMER).await.status,
        403,
        "a token a client chose is nobody's"
    );
}

#[actix_web::test]
async fn a06_a_second_login_makes_the_first_token_worth_nothing() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let shop = Shop::open(&app).await;
    let first = shop.log_in(&eve.email, PASSWORD).await.token;
    let second = shop.log_in(&eve.email, PASSWORD).await.token;
    assert_ne!(first, second);
    assert_eq!(shop.get(CUSTOMER).await.status, 200);
    shop.adopt(first);
    assert_eq!(shop.get(CUSTOMER).await.status, 403);
}

#[actix_web::test]
async fn a06_whatever_is_wrong_with_a_login_the_answer_is_the_same() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let eve = given.company("Acme").buyer("eve").await;
    let gone = given.company("Acme").buyer("gone").await;
    given.disabled(&gone).await;
    let manager = given.company("Acme").manager("max").await;
    let shop = Shop::open(&app).await;
    let mut bodies = Vec::new();
    for body in [
        json!({ "username": eve.email, "password": "wrong" }),
        json!({ "username": "nobody@example.com", "password": PASSWORD }),
        json!({ "username": gone.email, "password": PASSWORD }),
        json!({ "username": manager.email, "password": PASSWORD }),
        json!({ "username": eve.email, "email": "nobody@example.com", "password": PASSWORD }),
        json!({ "username": eve.email, "password": "" }),
        json!({ "username": eve.email }),
        json!({ "password": PASSWORD }),
        json!({}),
        json!([1]),
    ] {
        let reply = shop.post(LOGIN, &body).await;
        assert_eq!(
            reply.refusal(),
            (401, "CHECKOUT__CUSTOMER_AUTH_BAD_CREDENTIALS"),
            "{body}"
        );
        bodies.push(reply.body);
    }
    assert!(bodies.windows(2).all(|two| two[0] == two[1]));
}

#[actix_web::test]
async fn a06_email_is_another_name_of_username() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let shop = Shop::open(&app).await;
    let body = json!({ "email": eve.email.to_uppercase(), "username": "nobody@example.com", "password": PASSWORD });
    assert_eq!(shop.post(LOGIN, &body).await.status, 200);
}

#[actix_web::test]
async fn a06_too_many_tries_have_to_wait() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let shop = Shop::open(&app).await;
    for _ in 0..10 {
        assert_eq!(shop.log_in(&eve.email, "wrong").await.status, 401);
    }

    let reply = shop.log_in(&eve.email, PASSWORD).await;

    assert_eq!(reply.refusal(), (429, "CHECKOUT__CUSTOMER_AUTH_THROTTLED"));
    let seconds = reply.body["errors"][0]["meta"]["parameters"]["seconds"]
        .as_u64()
        .unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(
        reply.headers["retry-after"].to_str().unwrap(),
        seconds.to_string()
    );
}

#[actix_web::test]
async fn the_customer_is_the_company_and_the_person_who_acts_for_it() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let acme = app.given().company("Acme").there().await;
    app.database()
        .execute("update users set name = 'Eve van der Berg'", &[])
        .await;
    app.database()
        .execute(
            "update companies set created_at = '2025-10-31T05:08:55.9319Z'",
            &[],
        )
        .await;
    let shop = Shop::of(&app, &eve).await;
    let expected = json!({
        "id": hex(&acme.id), "customerNumber": "Acme", "email": eve.email, "firstName": "Eve van der", "lastName": "Berg",
        "company": "Acme", "active": true, "guest": false, "createdAt": "2025-10-31T05:08:55.931+00:00", "updatedAt": null,
        "apiAlias": "customer",
    });

    for method in [Method::GET, Method::POST] {
        let reply = shop.send(shop.request(method, CUSTOMER)).await;
        assert_eq!((reply.status, &reply.body), (200, &expected));
    }
    let context = shop.get("/store-api/context").await;
    assert_eq!(
        context.body,
        json!({ "token": shop.token(), "customer": expected, "apiAlias": "sales_channel_context" })
    );
}

#[actix_web::test]
async fn a_session_ends_with_the_account_and_with_its_password() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let bob = app.given().company("Acme").buyer("bob").await;
    let (eves, bobs) = (Shop::of(&app, &eve).await, Shop::of(&app, &bob).await);
    assert_eq!(eves.get(CUSTOMER).await.status, 200);

    app.given().disabled(&eve).await;
    app.database()
        .execute(
            "update users set password_hash = 'another' where email = 'bob@example.com'",
            &[],
        )
        .await;

    assert_eq!(eves.get(CUSTOMER).await.status, 403);
    assert_eq!(bobs.get(CUSTOMER).await.status, 403);
}

#[actix_web::test]
async fn a33_a_logout_kills_the_token() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let shop = Shop::of(&app, &eve).await;
    let elsewhere = Shop::open(&app).await;
    elsewhere.adopt(session(&app, &eve).await);

    let reply = shop.post("/store-api/account/logout", &json!({})).await;

    assert_eq!(
        (reply.status, &reply.body),
        (
            200,
            &json!({ "redirectUrl": null, "contextToken": reply.token, "apiAlias": "array_struct" })
        )
    );
    assert_ne!(Some(&reply.token), shop.token().as_ref());
    assert_eq!(shop.get(CUSTOMER).await.status, 403);
    assert_eq!(
        shop.post("/store-api/account/logout", &Value::Null)
            .await
            .status,
        403
    );
    shop.adopt(reply.token);
    assert_eq!(
        shop.get(CUSTOMER).await.status,
        403,
        "the token of the answer is nobody's"
    );
    assert_eq!(
        elsewhere.get(CUSTOMER).await.status,
        200,
        "other sessions go on"
    );
}
