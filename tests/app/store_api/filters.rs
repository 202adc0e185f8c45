//! Filters: A17, A18, A19 and A22.

use serde_json::{Value, json};

use super::shop::{ALIAS, Shop, hex, stocked};
use crate::harness::TestApp;

/// Four numbers; the last was edited.
async fn four(app: &TestApp) -> Shop {
    let shop = stocked(
        app,
        &[
            ("HW-7", "PUMP"),
            ("hw 70", "VALVE"),
            ("50%_off\\", "PUMP"),
            ("Stra\u{DF}e 1", "SEAL"),
        ],
    )
    .await;
    for (place, number) in ["HW-7", "hw 70", "50%_off\\", "Stra\u{DF}e 1"]
        .into_iter()
        .enumerate()
    {
        let moment = format!("2025-10-{}T05:08:55.931456Z", 28 + place);
        app.database()
            .execute("update cpns set created_at = $1::text::timestamptz, updated_at = created_at where cpn = $2", &[&moment, &number])
            .await;
    }
    app.database().execute("update cpns set version = 2, updated_at = '2025-11-05T00:00:00Z' where cpn like 'Stra%'", &[]).await;
    shop
}

async fn check(shop: &Shop, cases: Vec<(Value, &[&str])>) {
    for (filter, expected) in cases {
        assert_eq!(shop.filtered(&filter).await, expected, "{filter}");
    }
}

const HW7: &str = "HW-7";
const HW70: &str = "hw 70";
const OFF: &str = "50%_off\\";
const STREET: &str = "Stra\u{DF}e 1";
const ALL: [&str; 4] = [HW7, HW70, OFF, STREET];

#[actix_web::test]
async fn a17_equal_values() {
    let app = TestApp::spawn().await;
    let shop = four(&app).await;
    let pump = hex(&app.given().product("PUMP").await.id);
    check(&shop, vec![
        (json!({ "type": "equals", "field": "productNumber", "value": "hw-7" }), &[HW7]),
        (json!({ "type": "equals", "field": "productNumber", "value": 7 }), &[]),
        (json!({ "type": "equals", "field": "productNumber", "value": "STRASSE 1 " }), &[STREET]),
        (json!({ "type": "equals", "field": "productId", "value": pump.to_uppercase() }), &[HW7, OFF]),
        (json!({ "type": "equals", "field": "product.productNumber", "value": "pump" }), &[HW7, OFF]),
        (json!({ "type": "equals", "field": "product.name", "value": "Seal" }), &[STREET]),
        (json!({ "type": "equals", "field": "createdAt", "value": "2025-10-28T05:08:55.931+00:00" }), &[HW7]),
        (json!({ "type": "equals", "field": "updatedAt", "value": null }), &[HW7, HW70, OFF]),
        (json!({ "type": "equals", "field": "updatedAt", "value": "2025-11-05" }), &[STREET]),
        (json!({ "type": "equals", "field": "productNumber", "value": null }), &[]),
        (json!({ "type": "equalsAny", "field": "productNumber", "value": "hw-7|hw 70|none" }), &[HW7, HW70]),
        (json!({ "type": "equalsAny", "field": "productNumber", "value": ["HW-7", null] }), &[HW7]),
        (json!({ "type": "equalsAny", "field": "updatedAt", "value": [null] }), &[HW7, HW70, OFF]),
        (json!({ "type": "equalsAll", "field": "productNumber", "value": ["hw-7", "HW-7"] }), &[HW7]),
        (json!({ "type": "equalsAll", "field": "productNumber", "value": ["hw-7", "hw 70"] }), &[]),
    ])
    .await;
    assert_eq!(
        shop.numbers(&json!({ "filter": { "productNumber": "HW-7", "productId": pump } }))
            .await,
        [HW7]
    );
    assert_eq!(shop.numbers(&json!({ "filter": {} })).await, ALL);
    assert_eq!(shop.numbers(&json!({ "filter": [] })).await, ALL);
}

#[actix_web::test]
async fn a17_parts_and_ranges() {
    let app = TestApp::spawn().await;
    let shop = four(&app).await;
    let range = |parameters: Value| json!({ "type": "range", "field": "createdAt", "parameters": parameters });
    check(&shop, vec![
        (json!({ "type": "contains", "field": "productNumber", "value": "W" }), &[HW7, HW70]),
        (json!({ "type": "contains", "field": "productNumber", "value": 7 }), &[HW7, HW70]),
        (json!({ "type": "contains", "field": "productNumber", "value": "w 7" }), &[HW70]),
        (json!({ "type": "contains", "field": "productNumber", "value": "asse" }), &[STREET]),
        (json!({ "type": "prefix", "field": "productNumber", "value": "HW" }), &[HW7, HW70]),
        (json!({ "type": "prefix", "field": "productNumber", "value": "7" }), &[]),
        (json!({ "type": "suffix", "field": "productNumber", "value": "7" }), &[HW7]),
        (json!({ "type": "suffix", "field": "product.name", "value": "ump" }), &[HW7, OFF]),
        (json!({ "type": "prefix", "field": "createdAt", "value": "2025-10-30" }), &[OFF]),
        (range(json!({ "gt": "2025-10-28T05:08:55.931+00:00" })), &[HW70, OFF, STREET]),
        (range(json!({ "gte": "2025-10-28T05:08:55.931Z", "lt": "2025-10-30 05:08:55.931" })), &[HW7, HW70]),
        (range(json!({ "lte": "2025-10-29T05:08:55.931+0000" })), &[HW7, HW70]),
        (range(json!({ "gt": "2025-10-30", "gte": "2025-10-01", "lt": "2025-10-31", "lte": "2026-01-01" })), &[OFF]),
        (range(json!({ "gt": null })), &[]),
        (json!({ "type": "range", "field": "productNumber", "parameters": { "gte": "HW", "lt": "hw-8" } }), &[HW7, HW70]),
        (json!({ "type": "range", "field": "id", "parameters": { "lt": "f" } }), &ALL),
        (json!({ "type": "range", "field": "updatedAt", "parameters": { "gt": "2000-01-01" } }), &[STREET]),
    ])
    .await;
}

#[actix_web::test]
async fn a17_filters_within_filters() {
    let app = TestApp::spawn().await;
    let shop = four(&app).await;
    let is = |number: &str| json!({ "type": "equals", "field": "productNumber", "value": number });
    let of_pump = json!({ "type": "equals", "field": "product.productNumber", "value": "PUMP" });
    let group = |kind: &str, operator: Value, queries: Value| json!({ "type": kind, "operator": operator, "queries": queries });
    check(&shop, vec![
        (group("multi", json!("OR"), json!([is("hw-7"), is("hw 70")])), &[HW7, HW70]),
        (group("multi", json!("or"), json!([is("hw-7"), is("hw 70")])), &[HW7, HW70]),
        (group("multi", json!("xor"), json!([is("hw-7"), of_pump])), &[HW7]),
        (group("multi", Value::Null, json!([is("hw-7"), of_pump])), &[HW7]),
        (group("multi", json!("nor"), json!([is("hw-7"), is("hw 70")])), &[OFF, STREET]),
        (group("multi", json!("nand"), json!([is("hw-7"), of_pump])), &[HW70, OFF, STREET]),
        (group("not", Value::Null, json!([is("hw-7")])), &[HW70, OFF, STREET]),
        (group("not", json!("or"), json!([is("hw-7"), is("hw 70")])), &[OFF, STREET]),
        (group("not", json!("xor"), json!([is("hw-7"), of_pump])), &[HW7, HW70, STREET]),
        (group("and", Value::Null, json!([is("hw-7"), of_pump])), &[HW7]),
        (group("or", Value::Null, json!([is("hw 70"), of_pump])), &[HW7, HW70, OFF]),
        (group("nand", Value::Null, json!([is("hw-7"), of_pump])), &[HW70, OFF, STREET]),
        (group("nor", Value::Null, json!([is("hw-7"), of_pump])), &[HW70, STREET]),
        (group("multi", json!("or"), json!([])), &ALL),
        (group("not", Value::Null, json!([])), &ALL),
        (json!({ "type": "not", "queries": [{ "type": "equals", "field": "updatedAt", "value": "2025-11-05" }] }), &[HW7, HW70, OFF]),
        (group("or", Value::Null, json!([group("and", Value::Null, json!([])), is("hw-7")])), &[HW7]),
    ])
    .await;
}

#[actix_web::test]
async fn a17_times_relative_to_now() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("OLD", "PUMP"), ("NEW", "PUMP")]).await;
    app.database()
        .execute(
            "update cpns set created_at = now() - interval '10 days' where cpn = 'OLD'",
            &[],
        )
        .await;
    let since = |value: &str, operator: &str| json!({ "type": "since", "field": "createdAt", "value": value, "parameters": { "operator": operator } });
    check(&shop, vec![
        (since("P5D", "gt"), &["OLD"]),
        (since("P5D", "lt"), &["NEW"]),
        (since("P10D", "eq"), &["OLD"]),
        (since("P10D", "neq"), &["NEW"]),
        (since("P1Y2M3W4DT5H6M7S", "gte"), &[]),
        (json!({ "type": "until", "field": "createdAt", "value": "P5D", "parameters": { "operator": "lt" } }), &[]),
    ])
    .await;
    for bad in [
        since("5 days", "gt"),
        since("P5D", "above"),
        json!({ "type": "since", "field": "productNumber", "value": "P1D", "parameters": { "operator": "gt" } }),
    ] {
        let reply = shop.list(&json!({ "filter": [bad] })).await;
        assert_eq!(
            (reply.status, reply.faults()[0].0),
            (400, "FRAMEWORK__INVALID_FILTER_QUERY"),
            "{bad}"
        );
    }
}

#[actix_web::test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
async fn a17_what_is_wrong_with_filters_is_pointed_at() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    for (filter, pointer) in [
        (json!("x"), "/filter"),
        (json!(7), "/filter"),
        (json!(["x"]), "/filter/0"),
        (json!({ "productNumber": "" }), "/filter/productNumber"),
        (json!({ "productNumber": ["a"] }), "/filter/productNumber"),
        (json!([{ "field": "productNumber", "value": "a" }]), ""),
        (
            json!([{ "type": "equals", "value": "a" }]),
            "/filter/0/field",
        ),
        (
            json!([{ "type": "equals", "field": "productNumber" }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "equals", "field": "productNumber", "value": "" }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "equals", "field": "productNumber", "value": [] }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "equalsAny", "field": "productNumber", "value": "0" }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "equalsAny", "field": "productNumber", "value": 0 }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "equalsAny", "field": "productNumber", "value": false }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "equalsAll", "field": "productNumber", "value": [] }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "contains", "field": "productNumber" }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "prefix", "field": "productNumber", "value": null }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "suffix", "field": "productNumber", "value": "" }]),
            "/filter/0/value",
        ),
        (
            json!([{ "type": "range", "field": "createdAt", "parameters": {} }]),
            "/filter/0/parameters",
        ),
        (
            json!([{ "type": "range", "field": "createdAt", "parameters": { "above": 1 } }]),
            "/filter/0/parameters",
        ),
        (
            json!([{ "type": "exists", "field": "id" }]),
            "/filter/0/type",
        ),
        (json!([{ "type": "xor", "queries": [] }]), "/filter/0/type"),
        (
            json!([{ "type": "not", "operator": "maybe", "queries": [] }]),
            "/filter/0/operator",
        ),
        (
            json!([{ "type": "multi", "queries": [{ "type": "and", "queries": [{ "type": "equals", "field": "id" }] }] }]),
            "/filter/0/queries/0/queries/0/value",
        ),
    ] {
        let reply = shop.list(&json!({ "filter": filter })).await;
        assert_eq!(
            (reply.status, reply.faults()),
            (400, vec![("FRAMEWORK__INVALID_FILTER_QUERY", pointer)]),
            "{filter}"
        );
        assert_eq!(
            reply.body["errors"][0]["meta"]["parameters"]["path"], pointer,
            "{filter}"
        );
    }
    let reply = shop
        .list(&json!({ "post-filter": [{ "type": "equals", "field": "id", "value": "nothex" }] }))
        .await;
    assert_eq!(reply.refusal(), (400, "FRAMEWORK__INVALID_UUID"));
    let reply = shop.list(&json!({ "post-filter": "x", "filter": [{ "type": "contains", "field": "id" }], "limit": 0 })).await;
    assert_eq!(
        reply
            .faults()
            .iter()
            .map(|(_, pointer)| *pointer)
            .collect::<Vec<_>>(),
        ["/limit", "/filter/0/value", "/post-filter"]
    );
}

#[actix_web::test]
async fn a18_unknown_fields_are_unmapped() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    for criteria in [
        json!({ "filter": [{ "type": "equals", "field": "number", "value": "x" }] }),
        json!({ "filter": { "number": "x" } }),
        json!({ "sort": [{ "field": "number" }] }),
        json!({ "sort": "-number" }),
        json!({ "grouping": ["number"] }),
        json!({ "aggregations": [{ "name": "n", "type": "count", "field": "number" }] }),
    ] {
        let reply = shop.list(&criteria).await;
        assert_eq!(
            reply.refusal(),
            (400, "FRAMEWORK__UNMAPPED_FIELD"),
            "{criteria}"
        );
        let error = &reply.body["errors"][0];
        assert_eq!(
            error["meta"]["parameters"],
            json!({ "field": "number", "entity": ALIAS })
        );
        assert_eq!(error.get("source"), None);
    }
    for name in [
        "company_id",
        "product.manufacturer.name",
        "id; drop table cpns",
        "identity_key",
        "product",
        "",
    ] {
        let reply = shop
            .list(&json!({ "sort": [{ "field": format!("x{name}") }] }))
            .await;
        assert_eq!(reply.status, 400, "{name}");
    }
}

#[actix_web::test]
async fn a19_the_number_has_two_names_and_fields_a_prefix() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("b", "PUMP"), ("a", "VALVE")]).await;
    for name in [
        "productNumber",
        "customerProductNumber",
        "b2bsellers_customer_product_number.productNumber",
    ] {
        let filter = json!([{ "type": "prefix", "field": name, "value": "A" }]);
        assert_eq!(
            shop.numbers(&json!({ "filter": filter })).await,
            ["a"],
            "{name}"
        );
        assert_eq!(
            shop.numbers(&json!({ "sort": [{ "field": name }] })).await,
            ["a", "b"],
            "{name}"
        );
        assert_eq!(
            shop.numbers(&json!({ "grouping": [name], "sort": name }))
                .await,
            ["a", "b"],
            "{name}"
        );
        let aggregations = json!([{ "name": "n", "type": "count", "field": name }]);
        assert_eq!(
            shop.list(&json!({ "aggregations": aggregations }))
                .await
                .body["aggregations"]["n"]["count"],
            2
        );
    }
    let both = json!({ "includes": { ALIAS: ["customerProductNumber"] } });
    assert_eq!(
        shop.list(&both).await.body["elements"][0],
        json!({ "customerProductNumber": "b", "apiAlias": ALIAS })
    );
}

#[actix_web::test]
async fn a22_signs_of_patterns_are_taken_literally_and_case_is_not() {
    let app = TestApp::spawn().await;
    let shop = four(&app).await;
    let contains =
        |value: &str| json!({ "type": "contains", "field": "productNumber", "value": value });
    check(
        &shop,
        vec![
            (contains("%"), &[OFF]),
            (contains("_"), &[OFF]),
            (contains("\\"), &[OFF]),
            (contains("0%_O"), &[OFF]),
            (contains("5_%"), &[]),
            (contains("hW"), &[HW7, HW70]),
            (contains(" "), &[HW70, STREET]),
            (contains("STRASSE"), &[STREET]),
            (contains("'; drop table cpns; --"), &[]),
            (contains("a\u{0}b"), &[]),
            (
                json!({ "type": "suffix", "field": "productNumber", "value": "OFF\\" }),
                &[OFF],
            ),
            (
                json!({ "type": "prefix", "field": "product.name", "value": "%" }),
                &[],
            ),
        ],
    )
    .await;
}
