//! `POST /api/cpn/create`.

use chrono::DateTime;
use reqwest::Method;
use serde_json::json;

use super::{Program, Shop, assert_refused, data_of, json_of, masked};

#[actix_web::test]
async fn b01_create_answers_with_the_row() {
    let shop = Shop::open().await;

    let answer = shop.create(" ACME-77-B ").await;

    assert_eq!(answer.status(), 200, "{}", answer.body());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let row = data_of(&answer);
    let (id, created) = (
        row["_id"].as_str().unwrap(),
        row["createdAt"].as_str().unwrap(),
    );
    assert_eq!(id.len(), 24);
    assert!(id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
    assert!(DateTime::parse_from_rfc3339(created).is_ok(), "{created}");
    assert_eq!(created.len(), "2025-10-31T05:08:55.931Z".len(), "{created}");
    assert!(created.ends_with('Z'));
    let maker = shop.token.id.replace('-', "")[8..].to_owned();
    let words = [
        (id, "ID"),
        (created, "NOW"),
        (&shop.company.object_id(), "COMPANY"),
        (&shop.product.object_id(), "PRODUCT"),
        (&maker, "TOKEN"),
    ];
    assert_eq!(
        masked(&answer, &words),
        r#"{"success":true,"message":"Created successfully","data":{"companyId":"COMPANY","productId":"PRODUCT","cpn":"ACME-77-B","createdBy":{"id":"TOKEN","name":"store","type":"api"},"_id":"ID","createdAt":"NOW","updatedAt":"NOW","__v":0}}"#
    );
}

#[actix_web::test]
async fn b02_no_bad_or_revoked_token() {
    let shop = Shop::open().await;
    let revoked = shop.app.given().token("axim").there().await;
    shop.app
        .database()
        .execute(
            "update tokens set revoked_at = now() where id = $1::text::uuid",
            &[&revoked.id],
        )
        .await;
    let expired = shop.app.given().token("axim").there().await;
    shop.app
        .database()
        .execute(
            "update tokens set expires_at = now() - interval '1 second' where id = $1::text::uuid",
            &[&expired.id],
        )
        .await;
    let other_contract = shop.app.given().token("shoxl").there().await;
    let mut unknown = shop.token.clone();
    unknown.secret.push('x');

    let nobody = Program::without_token(&shop.app);
    let answer = nobody.send(Method::POST, "/api/cpn/create", "{").await;

    assert_refused(&answer, 401);
    assert_eq!(
        answer.body(),
        r#"{"success":false,"message":"A valid access token is needed"}"#
    );
    for token in [&revoked, &expired, &other_contract, &unknown] {
        let program = Program::with(&shop.app, token);
        let answer = program
            .create(&shop.company.object_id(), &shop.product.object_id(), "A")
            .await;
        assert_refused(&answer, 401);
    }
    assert_eq!(shop.stored().await, 0);
}

#[actix_web::test]
async fn b03_each_field_is_required_and_a_string() {
    let shop = Shop::open().await;
    let whole = json!({ "companyId": shop.company.object_id(), "productId": shop.product.object_id(), "cpn": "A" });

    for field in ["companyId", "productId", "cpn"] {
        for bad in [
            None,
            Some(json!("  ")),
            Some(json!(7)),
            Some(json!(null)),
            Some(json!(["A"])),
        ] {
            let mut body = whole.clone();
            match bad {
                Some(bad) => body[field] = bad,
                None => drop(body.as_object_mut().unwrap().remove(field)),
            }
            let answer = shop
                .program
                .send(Method::POST, "/api/cpn/create", &body.to_string())
                .await;
            assert_refused(&answer, 400);
            assert_eq!(json_of(&answer)["errors"][0]["field"], field, "{body}");
        }
    }
    let answer = shop
        .program
        .send(Method::POST, "/api/cpn/create", "{}")
        .await;
    assert_eq!(
        answer.body(),
        r#"{"success":false,"message":"companyId is required and must be a string; productId is required and must be a string; cpn is required and must be a string","errors":[{"field":"companyId","message":"companyId is required and must be a string"},{"field":"productId","message":"productId is required and must be a string"},{"field":"cpn","message":"cpn is required and must be a string"}]}"#
    );
    assert_eq!(shop.stored().await, 0);
}

#[actix_web::test]
async fn b04_ids_are_24_hexadecimal_digits_in_any_case() {
    let shop = Shop::open().await;
    let (company, product) = (shop.company.object_id(), shop.product.object_id());

    for bad in [
        "1",
        "683808ee2b054dc60961637g",
        &shop.company.id,
        &company[1..],
    ] {
        assert_refused(&shop.program.create(bad, &product, "A").await, 400);
        assert_refused(&shop.program.create(&company, bad, "A").await, 400);
    }
    let answer = shop
        .program
        .create(&company.to_uppercase(), &product.to_uppercase(), "A")
        .await;

    assert_eq!(answer.status(), 200, "{}", answer.body());
    assert_eq!(data_of(&answer)["companyId"], company);
    let too_long = shop.create(&"x".repeat(256)).await;
    assert_refused(&too_long, 400);
    assert_eq!(json_of(&too_long)["errors"][0]["field"], "cpn");
    assert_refused(&shop.create("A\u{7}B").await, 400);
    assert_eq!(shop.create(&"x".repeat(255)).await.status(), 200);
}

#[actix_web::test]
async fn b05_unknown_company_and_unknown_product() {
    let shop = Shop::open().await;
    let nothing = "0123456789abcdef01234567";

    let company = shop
        .program
        .create(nothing, &shop.product.object_id(), "A")
        .await;
    let product = shop
        .program
        .create(&shop.company.object_id(), nothing, "A")
        .await;

    assert_refused(&company, 404);
    assert_eq!(
        company.body(),
        r#"{"success":false,"message":"Company not found"}"#
    );
    assert_refused(&product, 404);
    assert_eq!(
        product.body(),
        r#"{"success":false,"message":"Product not found"}"#
    );
}

#[actix_web::test]
async fn b06_a_variant_has_its_own_number() {
    let shop = Shop::open().await;
    let variant = shop.app.given().variant("PUMP-4411-B", &shop.product).await;

    let answer = shop
        .program
        .create(&shop.company.object_id(), &variant.object_id(), "ACME-77-B")
        .await;

    assert_eq!(answer.status(), 200, "{}", answer.body());
    assert_eq!(data_of(&answer)["productId"], variant.object_id());
}

#[actix_web::test]
async fn b07_a_locked_company_stores_nothing_until_it_is_unlocked() {
    let shop = Shop::open().await;
    shop.app.given().company("Acme").locked("stocktaking").await;

    let refused = shop.create("A").await;
    // The lock is checked before the product.
    let unknown_product = shop
        .program
        .create(&shop.company.object_id(), "0123456789abcdef01234567", "A")
        .await;

    assert_refused(&refused, 400);
    assert_eq!(
        refused.body(),
        r#"{"success":false,"message":"The company is locked: stocktaking"}"#
    );
    assert_refused(&unknown_product, 400);
    assert_eq!(shop.stored().await, 0);
    shop.app.given().company("Acme").unlocked().await;
    assert_eq!(shop.create("A").await.status(), 200);
}

#[actix_web::test]
async fn b08_the_same_number_for_the_same_product_is_refused() {
    let shop = Shop::open().await;
    assert_eq!(shop.create("Acme-77-B").await.status(), 200);

    for same in [
        "Acme-77-B",
        "ACME-77-b",
        "  acme-77-B ",
        "acme\u{2011}77\u{2010}b",
    ] {
        let answer = shop.create(same).await;
        assert_refused(&answer, 400);
        assert_eq!(json_of(&answer)["errors"][0]["field"], "cpn", "{same}");
    }
    assert_eq!(shop.stored().await, 1);
}

#[actix_web::test]
async fn b09_the_same_number_for_another_product_and_for_another_company() {
    let shop = Shop::open().await;
    let valve = shop.app.given().product("VALVE-7").await;
    let other = shop.app.given().company("Other").there().await;
    assert_eq!(shop.create("A").await.status(), 200);

    let for_valve = shop
        .program
        .create(&shop.company.object_id(), &valve.object_id(), "A")
        .await;
    let for_other = shop
        .program
        .create(&other.object_id(), &shop.product.object_id(), "A")
        .await;

    assert_eq!((for_valve.status(), for_other.status()), (200, 200));
    assert_eq!(shop.stored().await, 3);
}

#[actix_web::test]
async fn b10_a_token_without_the_right_or_of_another_company() {
    let shop = Shop::open().await;
    let other = shop.app.given().company("Other").there().await;
    let reading = shop.app.given().token("axim").reading().there().await;
    let reading = Program::with(&shop.app, &reading);
    let held = shop.app.given().token("axim").of(&other).there().await;
    let held = Program::with(&shop.app, &held);
    let (company, product) = (shop.company.object_id(), shop.product.object_id());

    let refused = reading.create(&company, &product, "A").await;

    assert_refused(&refused, 403);
    // The right is checked before the body.
    assert_refused(
        &reading.send(Method::POST, "/api/cpn/create", "{").await,
        403,
    );
    // What lies outside its companies is all the same to a token, whether it exists or not.
    let outside = held.create(&company, &product, "A").await;
    let nowhere = held.create("0123456789abcdef01234567", &product, "A").await;
    assert_refused(&outside, 403);
    assert_eq!(outside.body(), nowhere.body());
    assert_eq!(shop.stored().await, 0);
    let inside = held.create(&other.object_id(), &product, "A").await;
    assert_eq!(inside.status(), 200, "{}", inside.body());
    assert_eq!(reading.get("/api/cpn").await.status(), 200);
}

#[actix_web::test]
async fn b11_malformed_bodies() {
    let shop = Shop::open().await;
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));

    for body in [
        "",
        "{",
        "[]",
        "null",
        "7",
        "\"text\"",
        r#"{"cpn":"\ud800"}"#,
        &deep,
    ] {
        let answer = shop
            .program
            .send(Method::POST, "/api/cpn/create", body)
            .await;
        assert_refused(&answer, 400);
    }
    let client = shop.app.anonymous();
    let whole = json!({ "companyId": shop.company.object_id(), "productId": shop.product.object_id(), "cpn": "A" });
    let as_text = client
        .request(Method::POST, "/api/cpn/create")
        .header("accessToken", &shop.token.secret)
        .header("content-type", "text/plain")
        .body(whole.to_string());
    assert_refused(&client.send(as_text).await, 400);
    let huge = format!(r#"{{"cpn":"{}"}}"#, "x".repeat(5 * 1024 * 1024));
    let answer = shop
        .program
        .send(Method::POST, "/api/cpn/create", &huge)
        .await;
    assert_refused(&answer, 413);
    assert_eq!(shop.stored().await, 0);
}

#[actix_web::test]
async fn b12_the_token_in_its_three_spellings() {
    let shop = Shop::open().await;
    let client = shop.app.anonymous();
    let secret = &shop.token.secret;

    for (name, value) in [
        ("accesstoken", secret.clone()),
        ("AccessToken", format!("Bearer {secret}")),
        ("accessToken", format!("bearer {secret}")),
        ("Authorization", format!("Bearer {secret}")),
    ] {
        let request = client.request(Method::GET, "/api/cpn").header(name, &value);
        let answer = client.send(request).await;
        assert_eq!(answer.status(), 200, "{name}: {}", answer.body());
    }
    // The first one that is there is meant; an address is no place for a token.
    let both = client
        .request(Method::GET, "/api/cpn")
        .header("accessToken", "wrong")
        .bearer_auth(secret);
    assert_refused(&client.send(both).await, 401);
    let in_address = format!("/api/cpn?token={secret}&accessToken={secret}");
    assert_refused(&client.get(&in_address).await, 401);
    let basic = client
        .request(Method::GET, "/api/cpn")
        .basic_auth("x", Some(secret));
    assert_refused(&client.send(basic).await, 401);
}

#[actix_web::test]
async fn b17_every_error_is_json() {
    let shop = Shop::open().await;
    let id = "0123456789abcdef01234567";

    for (method, path, status) in [
        (Method::GET, "/api/cpn/create".to_owned(), 405),
        (Method::PUT, "/api/cpn/create".to_owned(), 405),
        (Method::POST, "/api/cpn".to_owned(), 405),
        (Method::PATCH, format!("/api/cpn/{id}"), 405),
        (Method::GET, format!("/api/cpn/{id}"), 404),
        (Method::GET, "/api/cpn/nonsense".to_owned(), 400),
        (Method::GET, "/api/cpn?limit=0".to_owned(), 400),
        (Method::DELETE, format!("/api/cpn/{id}"), 404),
    ] {
        let answer = shop.program.send(method.clone(), &path, "").await;
        assert_refused(&answer, status);
    }
}
