//! Saving and deleting: A07 to A11.

use serde_json::{Value, json};

use super::shop::{ALIAS, SAVE, Shop, hex, stocked};
use crate::harness::TestApp;

const BLANK: &str = "c1051bb4-d103-4f74-8988-acbcafc7fdc3";
const TOO_LONG: &str = "d94b19cc-114f-4f44-9cc4-4138e80a87b9";
const WRONG_TYPE: &str = "ba785a8c-82cb-4283-967c-3cf342181b40";
const NO_ID: &str = "FRAMEWORK__WRITE_CONSTRAINT_VIOLATION";
const SOME_ID: &str = "0190f1d2a3b47c5d8e9f001122334455";

/// What the database holds once the use of the access key is noted, as it is once a minute.
async fn unchanged(app: &TestApp, shop: &Shop) -> String {
    assert_eq!(shop.list(&json!({})).await.status, 200);
    app.database().checksum().await
}

#[actix_web::test]
async fn a07_what_is_saved_is_listed() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let pump = app.given().product("PUMP").await;
    let acme = app.given().company("Acme").there().await;

    let saved = shop
        .save(&json!({ "productId": hex(&pump.id), "productNumber": "  KD-4711 " }))
        .await;

    let id = saved.body["id"].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        (saved.status, saved.body),
        (
            200,
            json!({ "success": true, "apiAlias": "array_struct", "id": id })
        )
    );
    app.database()
        .execute(
            "update cpns set created_at = '2025-10-31T05:08:55.931456Z'",
            &[],
        )
        .await;
    let expected = json!({
        "entity": ALIAS, "total": 1, "aggregations": [], "page": 1, "limit": 100, "states": [], "apiAlias": "dal_entity_search_result",
        "elements": [{
            "id": id, "customerId": hex(&acme.id), "productId": hex(&pump.id), "productNumber": "KD-4711",
            "customerProductNumber": "KD-4711", "product": null, "createdAt": "2025-10-31T05:08:55.931+00:00", "updatedAt": null,
            "translated": [], "apiAlias": ALIAS,
        }],
    });
    let listed = shop.list(&json!({})).await;
    assert_eq!((listed.status, listed.body), (200, expected));
    let noted = app
        .database()
        .texts(
            "select kind || ' ' || actor_name || ' ' || door from cpn_history",
            &[],
        )
        .await;
    assert_eq!(noted, ["created eve store-api"]);
}

#[actix_web::test]
async fn a07_saving_the_same_again_changes_nothing_and_another_number_replaces_the_preferred_one() {
    let app = TestApp::spawn().await;
    let shop = stocked(
        &app,
        &[("HW-7", "PUMP"), ("HW-8", "PUMP"), ("HW-7", "VALVE")],
    )
    .await;
    let pump = hex(&app.given().product("PUMP").await.id);
    for number in ["HW-7", "hw-8", " hw-7"] {
        let reply = shop
            .save(&json!({ "productId": pump, "productNumber": number }))
            .await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    let settled = "select cpn, product_id, version, preferred from cpns order by id";
    assert_eq!(
        app.database()
            .count("select count(*) from cpn_history")
            .await,
        3
    );

    app.database()
        .execute(
            "update cpns set description = 'pump, blue' where cpn = 'HW-7'",
            &[],
        )
        .await;
    let reply = shop
        .save(&json!({ "productId": pump, "customerProductNumber": "HW-9" }))
        .await;

    assert_eq!(reply.status, 200);
    let kept = format!(
        "select cpn || ' ' || version || ' ' || coalesce(description, '-') from ({settled}) s join cpns using (cpn, product_id, version, preferred) order by cpns.id"
    );
    assert_eq!(
        app.database().texts(&kept, &[]).await,
        ["HW-9 2 pump, blue", "HW-8 1 -", "HW-7 1 pump, blue"]
    );
    assert_ne!(
        shop.list(&json!({ "filter": { "productNumber": "HW-9" } }))
            .await
            .body["elements"][0]["updatedAt"],
        Value::Null
    );
}

#[actix_web::test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
async fn a08_each_missing_or_malformed_field_is_told() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let pump = hex(&app.given().product("PUMP").await.id);
    let before = unchanged(&app, &shop).await;
    let long = "x".repeat(256);
    for (body, faults) in [
        (
            json!({ "productNumber": "A" }),
            vec![(BLANK, "/0/productId")],
        ),
        (
            json!({ "productId": "", "productNumber": "A" }),
            vec![(BLANK, "/0/productId")],
        ),
        (
            json!({ "productId": null, "productNumber": "A" }),
            vec![(BLANK, "/0/productId")],
        ),
        (
            json!({ "productId": 7, "productNumber": "A" }),
            vec![(WRONG_TYPE, "/0/productId")],
        ),
        (
            json!({ "productId": "7", "productNumber": "A" }),
            vec![(NO_ID, "/0/productId")],
        ),
        (
            json!({ "productId": pump.to_uppercase(), "productNumber": "A" }),
            vec![(NO_ID, "/0/productId")],
        ),
        (
            json!({ "productId": pump }),
            vec![(BLANK, "/0/productNumber")],
        ),
        (
            json!({ "productId": pump, "productNumber": " \t" }),
            vec![(BLANK, "/0/productNumber")],
        ),
        (
            json!({ "productId": pump, "productNumber": 4711 }),
            vec![(WRONG_TYPE, "/0/productNumber")],
        ),
        (
            json!({ "productId": pump, "productNumber": ["A"] }),
            vec![(WRONG_TYPE, "/0/productNumber")],
        ),
        (
            json!({ "productId": pump, "productNumber": long }),
            vec![(TOO_LONG, "/0/productNumber")],
        ),
        (
            json!({ "productId": pump, "productNumber": "A\u{7}B" }),
            vec![("de1e3db3-5ed4-4941-aae4-59f3667cc3a3", "/0/productNumber")],
        ),
        (
            json!({ "productId": pump, "productNumber": "A", "id": "x" }),
            vec![(NO_ID, "/0/id")],
        ),
        (
            json!({}),
            vec![(BLANK, "/0/productId"), (BLANK, "/0/productNumber")],
        ),
        (
            json!([{ "productId": pump }]),
            vec![(BLANK, "/0/productId"), (BLANK, "/0/productNumber")],
        ),
        (
            json!({ "productId": "x", "productNumber": long, "id": 1 }),
            vec![
                (WRONG_TYPE, "/0/id"),
                (NO_ID, "/0/productId"),
                (TOO_LONG, "/0/productNumber"),
            ],
        ),
        (
            json!({ "productId": pump, "productNumber": "A", "customerProductNumber": "B" }),
            vec![("FRAMEWORK__INVALID_REQUEST_PARAMETER", "/0/productNumber")],
        ),
    ] {
        let reply = shop.save(&body).await;
        assert_eq!((reply.status, reply.faults()), (400, faults), "{body}");
    }
    assert_eq!(app.database().checksum().await, before);
}

#[actix_web::test]
async fn a08_a_violation_looks_as_shopware_writes_it() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;

    let reply = shop.save(&json!({ "productId": SOME_ID })).await;

    let expected = json!({ "errors": [{
        "code": BLANK, "status": "400", "detail": "This value should not be blank.", "template": "This value should not be blank.",
        "meta": { "parameters": { "{{ value }}": "null" } }, "source": { "pointer": "/0/productNumber" },
    }] });
    assert_eq!(reply.body, expected);
}

#[actix_web::test]
async fn a08_products_that_are_not_there_are_not_found() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let reply = shop
        .save(&json!({ "productId": SOME_ID, "productNumber": "A" }))
        .await;
    assert_eq!(reply.refusal(), (404, "FRAMEWORK__ENTITY_NOT_FOUND"));
}

#[actix_web::test]
async fn a09_the_customer_in_the_body_is_not_looked_at() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let pump = app.given().product("PUMP").await;
    let other = app.given().company("Other").there().await;
    let body = json!({ "productId": hex(&pump.id), "productNumber": "A", "customerId": hex(&other.id), "number": "B" });

    assert_eq!(shop.save(&body).await.status, 200);

    let owners = app
        .database()
        .texts(
            "select account_number from cpns join companies on companies.id = company_id",
            &[],
        )
        .await;
    assert_eq!(owners, ["Acme"]);
}

#[actix_web::test]
async fn a10_a_row_is_edited_through_its_id() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP"), ("HW-8", "PUMP")]).await;
    let given = app.given();
    let (pump, valve) = (
        hex(&given.product("PUMP").await.id),
        hex(&given.product("VALVE").await.id),
    );
    let seven = app
        .database()
        .texts(
            "select replace(id::text, '-', '') from cpns where cpn = 'HW-7'",
            &[],
        )
        .await
        .remove(0);

    let renamed = shop
        .save(&json!({ "id": seven, "productId": pump, "productNumber": "HW-70" }))
        .await;
    assert_eq!((renamed.status, &renamed.body["id"]), (200, &json!(seven)));
    assert_eq!(shop.numbers(&json!({})).await, ["HW-70", "HW-8"]);
    let moved = shop
        .save(&json!({ "id": seven, "productId": valve, "productNumber": "hw-70" }))
        .await;
    assert_eq!(moved.status, 200);
    let twin = shop
        .save(&json!({ "id": seven, "productId": pump, "productNumber": "HW-8" }))
        .await;
    assert_eq!(
        twin.status, 200,
        "the pair has that number already, under another id"
    );
    assert_ne!(twin.body["id"], json!(seven));

    let listed = shop.list(&json!({ "ids": [seven] })).await.body;
    let row = &listed["elements"][0];
    assert_eq!(
        (&row["productId"], &row["productNumber"]),
        (&json!(valve), &json!("hw-70"))
    );
    assert_eq!(app.database().count("select count(*) from cpns").await, 2);
}

#[actix_web::test]
async fn a10_a_client_may_choose_the_id_of_a_new_row_but_not_that_of_anothers() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let pump = hex(&app.given().product("PUMP").await.id);
    let foreign = app.given().company("Other").cpn("X-1", "PUMP").await;

    let chosen = shop
        .save(&json!({ "id": SOME_ID, "productId": pump, "productNumber": "A" }))
        .await;
    let stolen = shop
        .save(&json!({ "id": hex(&foreign.id), "productId": pump, "productNumber": "B" }))
        .await;

    assert_eq!((chosen.status, &chosen.body["id"]), (200, &json!(SOME_ID)));
    assert_eq!(stolen.refusal(), (404, "FRAMEWORK__ENTITY_NOT_FOUND"));
    assert_eq!(shop.delete(SOME_ID).await.status, 200);
    let again = shop
        .save(&json!({ "id": SOME_ID, "productId": pump, "productNumber": "C" }))
        .await;
    assert_eq!(
        again.refusal(),
        (404, "FRAMEWORK__ENTITY_NOT_FOUND"),
        "its history is another row's"
    );
    let all = app.database().texts("select cpn from cpns", &[]).await;
    assert_eq!(all, ["X-1"]);
}

#[actix_web::test]
async fn a11_own_rows_are_deleted_and_no_others() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP"), ("HW-8", "PUMP")]).await;
    let foreign = app.given().company("Other").cpn("X-1", "PUMP").await;
    let seven = app
        .database()
        .texts(
            "select replace(id::text, '-', '') from cpns where cpn = 'HW-7'",
            &[],
        )
        .await
        .remove(0);
    let before = unchanged(&app, &shop).await;

    for (id, status, code) in [
        (hex(&foreign.id), 404, "FRAMEWORK__ENTITY_NOT_FOUND"),
        (SOME_ID.to_owned(), 404, "FRAMEWORK__ENTITY_NOT_FOUND"),
        (foreign.id.clone(), 400, "FRAMEWORK__INVALID_UUID"),
        (seven.to_uppercase(), 400, "FRAMEWORK__INVALID_UUID"),
        ("nothex".to_owned(), 400, "FRAMEWORK__INVALID_UUID"),
        ("%00%ff".to_owned(), 400, "FRAMEWORK__INVALID_UUID"),
    ] {
        assert_eq!(shop.delete(&id).await.refusal(), (status, code), "{id}");
    }
    assert_eq!(
        shop.delete("nothex").await.body["errors"][0]["meta"]["parameters"],
        json!({ "input": "nothex" })
    );
    assert_eq!(app.database().checksum().await, before);

    let deleted = shop.delete(&seven).await;
    assert_eq!(
        (deleted.status, deleted.body),
        (200, json!({ "success": true, "apiAlias": "array_struct" }))
    );
    assert_eq!(
        shop.delete(&seven).await.refusal(),
        (404, "FRAMEWORK__ENTITY_NOT_FOUND")
    );
    let left = app
        .database()
        .texts("select cpn || ' ' || preferred from cpns order by cpn", &[])
        .await;
    assert_eq!(
        left,
        ["HW-8 true", "X-1 true"],
        "the one left of the pair is preferred now"
    );
}

#[actix_web::test]
async fn who_only_reads_and_who_is_locked_changes_nothing() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP")]).await;
    let pump = hex(&app.given().product("PUMP").await.id);
    let row = hex(&app
        .database()
        .texts("select id from cpns", &[])
        .await
        .remove(0));
    let reader = app.given().company("Acme").reader("rob").await;
    let reading = Shop::of(&app, &reader).await;
    let body = json!({ "productId": pump, "productNumber": "HW-9" });

    assert_eq!(reading.numbers(&json!({})).await, ["HW-7"]);
    assert_eq!(
        reading.post(SAVE, &json!({})).await.refusal(),
        (403, "CHECKOUT__INSUFFICIENT_PERMISSION")
    );
    assert_eq!(
        reading.delete(&row).await.refusal(),
        (403, "CHECKOUT__INSUFFICIENT_PERMISSION")
    );

    app.given().company("Acme").locked("stocktaking").await;
    assert_eq!(
        shop.save(&body).await.refusal(),
        (423, "CPN_DESK__COMPANY_LOCKED")
    );
    assert_eq!(
        shop.delete(&row).await.refusal(),
        (423, "CPN_DESK__COMPANY_LOCKED")
    );
    assert_eq!(shop.numbers(&json!({})).await, ["HW-7"]);
}

#[actix_web::test]
async fn many_saves_of_one_pair_at_once_leave_one_row() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let pump = hex(&app.given().product("PUMP").await.id);
    let body = json!({ "productId": pump, "productNumber": "HW-7" });

    let replies = futures_util::future::join_all((0..12).map(|_| shop.save(&body))).await;

    let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses, [200; 12]);
    assert!(replies.windows(2).all(|two| two[0].body == two[1].body));
    assert_eq!(shop.numbers(&json!({})).await, ["HW-7"]);
}
