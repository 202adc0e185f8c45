//! Keys, tokens, methods, paths and headers: A01 to A05 and A27 to A30.

use reqwest::Method;
use serde_json::{Value, json};

use super::shop::{LIST, SAVE, Shop, access_key, hex, session, stocked};
use crate::harness::TestApp;

#[actix_web::test]
async fn a01_without_an_access_key_nothing_is_answered() {
    let app = TestApp::spawn().await;
    let shop = Shop::with_key(&app, String::new());

    let reply = shop.list(&json!({})).await;

    let detail = "Header \"sw-access-key\" is required.";
    let expected = json!({ "errors": [{ "code": "0", "status": "401", "title": "Unauthorized", "detail": detail }] });
    assert_eq!((reply.status, reply.body), (401, expected));
    assert_eq!(reply.headers["content-type"], "application/json");
}

#[actix_web::test]
async fn a02_an_unknown_access_key_names_no_sales_channel() {
    let app = TestApp::spawn().await;
    for key in [
        "SWSCAAAAAAAAAAAAAAAAAAAAAA",
        "SWSCTOOSHORT",
        "SWUAABCDEFGHIJKLMNOPQRSTUV",
        "SWIAABCDEFGHIJKLMNOPQRSTUV",
        "SWPEABCDEFGHIJKLMNOPQRSTUV",
    ] {
        let reply = Shop::with_key(&app, key.to_owned()).list(&json!({})).await;
        let expected = json!({ "errors": [{
            "status": "412", "code": "FRAMEWORK__ROUTING_SALES_CHANNEL_NOT_FOUND", "title": "Precondition Failed",
            "detail": "No matching sales channel found.", "meta": { "parameters": [] },
        }] });
        assert_eq!((reply.status, reply.body), (412, expected), "{key}");
    }
}

#[actix_web::test]
async fn a02_a_revoked_or_expired_access_key_is_unknown() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    for change in [
        "revoked_at = now()",
        "expires_at = now() - interval '1 second'",
    ] {
        let shop = Shop::of(&app, &eve).await;
        assert_eq!(shop.list(&json!({})).await.status, 200);
        app.database()
            .execute(&format!("update tokens set {change}"), &[])
            .await;
        assert_eq!(shop.list(&json!({})).await.status, 412, "{change}");
    }
}

#[actix_web::test]
async fn a03_a_malformed_access_key_is_refused_and_no_fault_of_ours() {
    let app = TestApp::spawn().await;
    let reply = Shop::with_key(&app, "whatever".to_owned())
        .list(&json!({}))
        .await;
    assert_eq!(reply.refusal(), (401, "FRAMEWORK__API_INVALID_ACCESS_KEY"));
}

#[actix_web::test]
async fn a04_without_a_token_nobody_is_logged_in_and_a_token_comes_along() {
    let app = TestApp::spawn().await;
    let shop = Shop::open(&app).await;

    let reply = shop.list(&json!({ "limit": 0 })).await;
    let another = shop.list(&json!({})).await;

    let expected = json!({ "errors": [{
        "status": "403", "code": "CHECKOUT__CUSTOMER_NOT_LOGGED_IN", "title": "Forbidden", "detail": "Customer is not logged in.",
        "meta": { "parameters": [] },
    }] });
    assert_eq!((reply.status, &reply.body), (403, &expected));
    assert_eq!(reply.token.len(), 32);
    assert!(reply.token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_ne!(reply.token, another.token);
    for path in [
        SAVE,
        "/store-api/account/logout",
        "/store-api/account/customer",
    ] {
        assert_eq!(
            shop.post(path, &json!({})).await.refusal(),
            (403, "CHECKOUT__CUSTOMER_NOT_LOGGED_IN"),
            "{path}"
        );
    }
    assert_eq!(shop.delete("nothex").await.status, 403);
}

#[actix_web::test]
async fn a05_an_unknown_token_is_an_anonymous_session_under_that_token() {
    let app = TestApp::spawn().await;
    let shop = Shop::open(&app).await;
    shop.adopt("chosenByTheClient000000000000000".to_owned());

    let refused = shop.list(&json!({})).await;
    let context = shop.get("/store-api/context").await;

    assert_eq!(refused.status, 403);
    assert_eq!(refused.token, "chosenByTheClient000000000000000");
    assert_eq!((context.status, &context.token), (200, &refused.token));
    assert_eq!(
        context.body,
        json!({ "token": refused.token, "customer": null, "apiAlias": "sales_channel_context" })
    );
}

#[actix_web::test]
async fn a05_an_expired_session_gives_way_to_a_new_token() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let shop = Shop::of(&app, &eve).await;
    app.database()
        .execute(
            "update store_api_sessions set seen_at = now() - interval '25 hours'",
            &[],
        )
        .await;

    let refused = shop.list(&json!({})).await;
    let context = shop.get("/store-api/context").await;

    assert_eq!(
        (refused.status, Some(&refused.token)),
        (403, shop.token().as_ref())
    );
    assert_eq!(context.body["customer"], Value::Null);
    assert_ne!(Some(context.token), shop.token());
}

#[actix_web::test]
async fn a_key_of_other_companies_opens_no_session_and_a_reading_key_saves_nothing() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let acme = app.given().company("Acme").there().await;
    let other = app.given().company("Other").there().await;
    let pump = app.given().product("PUMP").await;
    let body = json!({ "productId": hex(&pump.id), "productNumber": "A" });

    let elsewhere = Shop::with_key(&app, access_key(&app, "write", &[&other.id]).await);
    elsewhere.adopt(session(&app, &eve).await);
    let reading = Shop::with_key(&app, access_key(&app, "read", &[&acme.id]).await);
    reading.adopt(session(&app, &eve).await);

    assert_eq!(elsewhere.list(&json!({})).await.status, 403);
    assert_eq!(reading.list(&json!({})).await.status, 200);
    assert_eq!(
        reading.save(&body).await.refusal(),
        (403, "CHECKOUT__INSUFFICIENT_PERMISSION")
    );
}

#[actix_web::test]
async fn a27_malformed_json_is_refused_before_the_access_key_is_looked_at() {
    let app = TestApp::spawn().await;
    let shop = Shop::with_key(&app, String::new());
    let deep = "[".repeat(70) + &"]".repeat(70);
    for body in [
        "{",
        "{\"limit\":}",
        "{'a':1}",
        "\u{1}",
        "{\"a\":\"\\ud800\"}",
        deep.as_str(),
    ] {
        let reply = shop.post_raw(LIST, body.to_owned()).await;
        assert_eq!(reply.refusal(), (400, "0"), "{body}");
        assert_eq!(reply.body["errors"][0].get("meta"), None);
    }
    let unread = shop
        .request(Method::POST, LIST)
        .header("content-type", "text/plain")
        .body("{");
    assert_eq!(shop.send(unread).await.status, 401);
}

#[actix_web::test]
async fn a28_wrong_methods_and_paths_are_refused_in_json() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    for (method, path, status) in [
        (Method::GET, LIST, 405),
        (Method::PUT, SAVE, 405),
        (Method::PATCH, SAVE, 405),
        (Method::GET, "/store-api/account/login", 405),
        (Method::GET, "/b2b/customer-product-numbers", 405),
        (
            Method::GET,
            "/store-api/b2b/customer-product-number/0190f1d2a3b47c5d8e9f001122334455",
            405,
        ),
        (Method::GET, "/store-api", 404),
        (Method::POST, "/store-api/b2b/other", 404),
        (Method::GET, "/store-api/product/1", 404),
        (Method::POST, "/b2b/account/login", 404),
        (
            Method::DELETE,
            "/store-api/b2b/customer-product-number",
            405,
        ),
    ] {
        let reply = shop.send(shop.request(method.clone(), path)).await;
        assert_eq!(reply.refusal(), (status, "0"), "{method} {path}");
        assert_eq!(reply.headers["content-type"], "application/json");
        assert_eq!(reply.body["errors"][0].get("meta"), None);
    }
    let page = shop.send(shop.request(Method::GET, "/store-apiary")).await;
    assert_eq!(page.body, Value::Null, "other paths are the pages'");
}

#[actix_web::test]
async fn a29_the_alias_answers_as_the_canonical_path() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP")]).await;
    let pump = app.given().product("PUMP").await;
    let alias = "/b2b/customer-product-number";

    let saved = shop
        .post(
            alias,
            &json!({ "productId": hex(&pump.id), "productNumber": "HW-8" }),
        )
        .await;
    let canonical = shop.list(&json!({})).await;
    let other = shop.post("/b2b/customer-product-numbers", &json!({})).await;
    assert_eq!((saved.status, &canonical.body), (200, &other.body));

    let id = saved.body["id"].as_str().unwrap();
    let deleted = shop
        .send(shop.request(Method::DELETE, &format!("{alias}/{id}")))
        .await;
    assert_eq!(
        deleted.body,
        json!({ "success": true, "apiAlias": "array_struct" })
    );
    assert_eq!(shop.list(&json!({})).await.body["total"], 0);

    let anonymous = Shop::open(&app).await;
    for path in [LIST, "/b2b/customer-product-numbers"] {
        assert_eq!(anonymous.post(path, &json!({})).await.status, 403, "{path}");
    }
}

#[actix_web::test]
async fn a30_browsers_of_other_origins_are_let_in_and_see_the_token() {
    let app = TestApp::spawn().await;
    let shop = Shop::open(&app).await;
    let preflight = shop
        .request(Method::OPTIONS, LIST)
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "content-type,sw-access-key,sw-context-token",
        );
    let asked = shop
        .request(Method::POST, LIST)
        .header("origin", "https://shop.example")
        .json(&json!({}));

    for (reply, status) in [
        (shop.send(preflight).await, 200),
        (shop.send(asked).await, 403),
    ] {
        assert_eq!(reply.status, status);
        assert_eq!(reply.headers["access-control-allow-origin"], "*");
        assert_eq!(
            reply.headers["access-control-allow-methods"],
            "GET,POST,PUT,PATCH,DELETE"
        );
        for list in [
            "access-control-allow-headers",
            "access-control-expose-headers",
        ] {
            let names = reply.headers[list].to_str().unwrap();
            for name in [
                "Content-Type",
                "Authorization",
                "sw-context-token",
                "sw-access-key",
                "sw-language-id",
                "sw-version-id",
                "sw-inheritance",
            ] {
                assert!(
                    names.split(',').any(|listed| listed == name),
                    "{list}: {names}"
                );
            }
        }
        assert_eq!(reply.headers["cache-control"], "no-cache, private");
        assert_eq!(reply.token.len(), 32);
    }
    let page = shop.send(shop.request(Method::GET, "/sign-in")).await;
    assert!(!page.headers.contains_key("access-control-allow-origin"));
}

#[actix_web::test]
async fn the_description_names_every_route_of_the_contract() {
    let app = TestApp::spawn().await;
    let shop = Shop::open(&app).await;

    let reply = shop.get("/store-api/_info/openapi3.json").await;

    assert_eq!(reply.status, 200);
    for (method, path) in cpn_desk::testing::routes() {
        if let Some(path) = path.strip_prefix("/store-api") {
            let described = &reply.body["paths"][path][method.as_str().to_lowercase()];
            assert!(described.is_object(), "{method} {path}");
        }
    }
}
