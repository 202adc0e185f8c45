//! Aggregations, groups and searches: A25 and what else criteria hold.

use serde_json::{Value, json};

use super::shop::{Shop, hex, stocked};
use crate::harness::TestApp;

/// Five numbers of three products, made in the last days of October 2025, each a day apart.
async fn five(app: &TestApp) -> Shop {
    let numbers = [
        ("b-2", "PUMP"),
        ("B-10", "VALVE"),
        ("a-1", "PUMP"),
        ("C 3", "SEAL"),
        ("c-20", "PUMP"),
    ];
    let shop = stocked(app, &numbers).await;
    for (place, (number, _)) in numbers.iter().enumerate() {
        let moment = format!("2025-10-{}T22:30:55.931456Z", 28 + place.min(3));
        app.database()
            .execute(
                "update cpns set created_at = $1::text::timestamptz where cpn = $2",
                &[&moment, number],
            )
            .await;
    }
    shop
}

async fn aggregated(shop: &Shop, aggregation: Value) -> Value {
    let reply = shop
        .list(&json!({ "limit": 1, "aggregations": [aggregation] }))
        .await;
    assert_eq!(reply.status, 200, "{aggregation}: {}", reply.body);
    reply.body["aggregations"].clone()
}

#[actix_web::test]
async fn a25_aggregations_are_an_object_or_an_empty_list() {
    let app = TestApp::spawn().await;
    let shop = five(&app).await;
    for none in [
        json!({}),
        json!({ "aggregations": [] }),
        json!({ "aggregations": null }),
    ] {
        assert_eq!(shop.list(&none).await.body["aggregations"], json!([]));
    }
    let several = json!({
        "limit": 1, "page": 3,
        "filter": [{ "type": "prefix", "field": "product.productNumber", "value": "P" }],
        "post-filter": [{ "type": "equals", "field": "productNumber", "value": "a-1" }],
        "aggregations": [
            { "name": "numbers", "type": "count", "field": "id" },
            { "name": "products", "type": "count", "field": "productId" },
        ],
    });
    let expected = json!({
        "numbers": { "name": "numbers", "count": 3, "apiAlias": "numbers_aggregation" },
        "products": { "name": "products", "count": 1, "apiAlias": "products_aggregation" },
    });
    assert_eq!(shop.list(&several).await.body["aggregations"], expected);
}

#[actix_web::test]
async fn a25_figures() {
    let app = TestApp::spawn().await;
    let shop = five(&app).await;
    for (kind, field, expected) in [
        ("min", "productNumber", json!({ "min": "a-1" })),
        ("max", "productNumber", json!({ "max": "c-20" })),
        (
            "min",
            "createdAt",
            json!({ "min": "2025-10-28 22:30:55.931" }),
        ),
        ("max", "updatedAt", json!({ "max": null })),
        ("avg", "productNumber", json!({ "avg": 0.0 })),
        ("sum", "productNumber", json!({ "sum": 0.0 })),
        ("count", "product.name", json!({ "count": 3 })),
        (
            "stats",
            "product.productNumber",
            json!({ "min": "PUMP", "max": "VALVE", "avg": 0.0, "sum": 0.0 }),
        ),
    ] {
        let mut expected = expected;
        expected["name"] = json!("n");
        expected["apiAlias"] = json!("n_aggregation");
        let found = aggregated(&shop, json!({ "name": "n", "type": kind, "field": field })).await;
        assert_eq!(found["n"], expected, "{kind} {field}");
    }
    app.database()
        .execute("update cpns set cpn = '10.5x' where cpn = 'c-20'", &[])
        .await;
    let sum = aggregated(
        &shop,
        json!({ "name": "n", "type": "sum", "field": "productNumber" }),
    )
    .await;
    assert_eq!(sum["n"]["sum"], 10.5);
}

#[actix_web::test]
async fn a25_buckets_by_value() {
    let app = TestApp::spawn().await;
    let shop = five(&app).await;
    let bucket = |key: &str, count: i64| json!({ "key": key, "count": count, "apiAlias": "aggregation_bucket" });
    let terms = |more: Value| {
        let mut terms = json!({ "name": "n", "type": "terms", "field": "product.productNumber" });
        terms
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        terms
    };
    for (more, buckets) in [
        (
            json!({}),
            json!([bucket("PUMP", 3), bucket("SEAL", 1), bucket("VALVE", 1)]),
        ),
        (
            json!({ "limit": 2 }),
            json!([bucket("PUMP", 3), bucket("SEAL", 1)]),
        ),
        (
            json!({ "sort": { "field": "_count", "order": "ASC" }, "limit": "2" }),
            json!([bucket("SEAL", 1), bucket("VALVE", 1)]),
        ),
        (
            json!({ "sort": { "field": "_count", "order": "DESC" }, "limit": 1 }),
            json!([bucket("PUMP", 3)]),
        ),
        (
            json!({ "sort": { "field": "product.productNumber", "order": "DESC" }, "limit": 1 }),
            json!([bucket("VALVE", 1)]),
        ),
    ] {
        let found = aggregated(&shop, terms(more.clone())).await;
        assert_eq!(
            found["n"],
            json!({ "name": "n", "buckets": buckets, "apiAlias": "n_aggregation" }),
            "{more}"
        );
    }
    let of_ids = aggregated(&shop, json!({ "name": "n", "type": "terms", "field": "productId", "sort": { "field": "_count", "order": "DESC" } })).await;
    assert_eq!(
        of_ids["n"]["buckets"][0]["key"],
        hex(&app.given().product("PUMP").await.id)
    );
    let of_nothing = aggregated(
        &shop,
        json!({ "name": "n", "type": "terms", "field": "updatedAt" }),
    )
    .await;
    assert_eq!(
        of_nothing["n"]["buckets"],
        json!([{ "key": null, "count": 5, "apiAlias": "aggregation_bucket" }])
    );
}

#[actix_web::test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
async fn a25_buckets_by_time() {
    let app = TestApp::spawn().await;
    let shop = five(&app).await;
    for (more, keys) in [
        (
            json!({ "interval": "day" }),
            vec![
                ("2025-10-28 00:00:00", 1),
                ("2025-10-29 00:00:00", 1),
                ("2025-10-30 00:00:00", 1),
                ("2025-10-31 00:00:00", 2),
            ],
        ),
        (
            json!({ "interval": "month" }),
            vec![("2025-10-01 00:00:00", 5)],
        ),
        (
            json!({ "interval": "month", "timeZone": "Asia/Tokyo" }),
            vec![("2025-10-01 00:00:00", 3), ("2025-11-01 00:00:00", 2)],
        ),
        (
            json!({ "interval": "week" }),
            vec![("2025-10-27 00:00:00", 5)],
        ),
        (
            json!({ "interval": "quarter", "format": "Y-m" }),
            vec![("2025-10", 5)],
        ),
        (
            json!({ "interval": "year", "format": "\\Y Y" }),
            vec![("Y 2025", 5)],
        ),
        (
            json!({ "interval": "hour", "timeZone": "UTC", "format": "d.m. H:i" }),
            vec![
                ("28.10. 22:00", 1),
                ("29.10. 22:00", 1),
                ("30.10. 22:00", 1),
                ("31.10. 22:00", 2),
            ],
        ),
    ] {
        let mut asked = json!({ "name": "n", "type": "histogram", "field": "createdAt" });
        asked
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let found = aggregated(&shop, asked).await;
        let buckets = found["n"]["buckets"].as_array().unwrap();
        let found: Vec<(&str, i64)> = buckets
            .iter()
            .map(|bucket| {
                (
                    bucket["key"].as_str().unwrap(),
                    bucket["count"].as_i64().unwrap(),
                )
            })
            .collect();
        assert_eq!(found, keys, "{more}");
    }
    for (bad, pointer) in [
        (
            json!({ "name": "n", "type": "histogram", "field": "createdAt" }),
            "/aggregations/0/histogram/interval",
        ),
        (
            json!({ "name": "n", "type": "histogram", "field": "createdAt", "interval": "day", "timeZone": "Mars/Base" }),
            "/aggregations/0/histogram/timeZone",
        ),
        (
            json!({ "name": "n", "type": "histogram", "field": "productNumber", "interval": "day" }),
            "/aggregations/0/histogram/field",
        ),
    ] {
        let reply = shop.list(&json!({ "aggregations": [bad] })).await;
        assert_eq!(
            (reply.status, reply.faults()),
            (400, vec![("FRAMEWORK__INVALID_AGGREGATION_QUERY", pointer)])
        );
    }
}

#[actix_web::test]
async fn a25_aggregations_within_aggregations() {
    let app = TestApp::spawn().await;
    let shop = five(&app).await;
    let by_product = json!({
        "name": "n", "type": "terms", "field": "product.productNumber",
        "aggregation": { "name": "days", "type": "histogram", "field": "createdAt", "interval": "month",
            "aggregation": { "name": "first", "type": "min", "field": "productNumber" } },
    });
    let first =
        |number: &str| json!({ "name": "first", "min": number, "apiAlias": "first_aggregation" });
    let days = |number: &str, count: i64| {
        json!({ "name": "days", "apiAlias": "days_aggregation", "buckets": [
        { "key": "2025-10-01 00:00:00", "count": count, "first": first(number), "apiAlias": "aggregation_bucket" },
    ] })
    };
    let bucket = |key: &str, count: i64, number: &str| json!({ "key": key, "count": count, "days": days(number, count), "apiAlias": "aggregation_bucket" });
    let expected = json!([
        bucket("PUMP", 3, "a-1"),
        bucket("SEAL", 1, "C 3"),
        bucket("VALVE", 1, "B-10")
    ]);
    assert_eq!(
        aggregated(&shop, by_product).await["n"]["buckets"],
        expected
    );

    let few = json!({
        "name": "outer", "type": "filter", "filter": [{ "type": "prefix", "field": "productNumber", "value": "b" }],
        "aggregation": { "name": "inner", "type": "count", "field": "id" },
    });
    assert_eq!(
        aggregated(&shop, few).await,
        json!({ "inner": { "name": "inner", "count": 2, "apiAlias": "inner_aggregation" } })
    );

    let within = json!({
        "name": "n", "type": "terms", "field": "product.productNumber", "aggregation": {
            "name": "outer", "type": "filter", "filter": [{ "type": "prefix", "field": "productNumber", "value": "b" }],
            "aggregation": { "name": "inner", "type": "count", "field": "id" } },
    });
    let found = aggregated(&shop, within).await;
    let counts: Vec<&Value> = found["n"]["buckets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bucket| &bucket["inner"]["count"])
        .collect();
    assert_eq!(counts, [1, 0, 1]);

    let entities = aggregated(
        &shop,
        json!({ "name": "n", "type": "entity", "field": "productId", "definition": "product" }),
    )
    .await;
    let numbers: Vec<&Value> = entities["n"]["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| &entity["productNumber"])
        .collect();
    assert_eq!(numbers, ["PUMP", "VALVE", "SEAL"]);
}

#[actix_web::test]
async fn a25_what_is_wrong_with_aggregations_is_pointed_at() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let code = "FRAMEWORK__INVALID_AGGREGATION_QUERY";
    for (aggregations, pointer) in [
        (json!("x"), "-"),
        (json!(["x"]), "/aggregations/0"),
        (
            json!([{ "type": "count", "field": "id" }]),
            "/aggregations/0",
        ),
        (
            json!([{ "name": "1.5", "type": "count", "field": "id" }]),
            "/aggregations/0",
        ),
        (
            json!([{ "name": "a?", "type": "count", "field": "id" }]),
            "/aggregations/0",
        ),
        (json!([{ "name": "n", "field": "id" }]), "/aggregations/0"),
        (
            json!([{ "name": "n", "type": "median", "field": "id" }]),
            "/aggregations/0",
        ),
        (
            json!([{ "name": "n", "type": "count" }]),
            "/aggregations/0/count/field",
        ),
        (
            json!([{ "name": "n", "type": "filter", "filter": [], "aggregation": {} }]),
            "/aggregations/0/filter/filter",
        ),
        (
            json!([{ "name": "n", "type": "filter", "filter": [{ "type": "equals", "field": "id", "value": null }] }]),
            "/aggregations/0/filter/aggregation",
        ),
        (
            json!([{ "name": "n", "type": "terms", "field": "id", "limit": 0 }]),
            "/aggregations/0/terms/limit",
        ),
        (
            json!([{ "name": "n", "type": "entity", "field": "customerId", "definition": "customer" }]),
            "/aggregations/0/entity/definition",
        ),
    ] {
        let reply = shop.list(&json!({ "aggregations": aggregations })).await;
        assert_eq!(
            (reply.status, reply.faults()),
            (400, vec![(code, pointer)]),
            "{aggregations}"
        );
    }
}

#[actix_web::test]
async fn groups_show_one_row_for_each_value() {
    let app = TestApp::spawn().await;
    let shop = five(&app).await;
    let grouped = json!({ "grouping": ["productId"], "total-count-mode": 1, "limit": 2 });
    let reply = shop.list(&grouped).await.body;
    assert_eq!(reply["total"], 3);
    assert_eq!(shop.numbers(&grouped).await, ["b-2", "B-10"]);
    assert_eq!(
        shop.numbers(&json!({ "grouping": ["product.name"], "sort": "-productNumber" }))
            .await,
        ["C 3", "b-2", "B-10"]
    );
}

#[actix_web::test]
async fn a_search_shows_what_fits_best_first() {
    let app = TestApp::spawn().await;
    let shop = stocked(
        &app,
        &[
            ("HW-70", "PUMP"),
            ("HW-7", "PUMP"),
            ("XY-1", "VALVE"),
            ("Z", "SEAL"),
        ],
    )
    .await;

    let reply = shop.list(&json!({ "term": "  hw-7  xy " })).await.body;
    let found: Vec<(&str, f64)> = reply["elements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|element| {
            (
                element["productNumber"].as_str().unwrap(),
                element["extensions"]["search"]["_score"].as_f64().unwrap(),
            )
        })
        .collect();
    assert_eq!(found, [("HW-7", 5.0), ("HW-70", 1.0), ("XY-1", 1.0)]);
    let ascending = json!({ "term": "hw-7", "sort": [{ "field": "_score", "order": "ASC" }] });
    assert_eq!(shop.numbers(&ascending).await, ["HW-70", "HW-7"]);
    assert_eq!(shop.numbers(&json!({ "term": "   " })).await.len(), 4);

    let scored = json!({ "query": [
        { "score": 10, "query": { "type": "equals", "field": "productNumber", "value": "Z" } },
        { "score": 2.5, "query": { "type": "contains", "field": "product.productNumber", "value": "p" } },
    ] });
    assert_eq!(shop.numbers(&scored).await, ["Z", "HW-70", "HW-7"]);
    assert_eq!(
        shop.numbers(&json!({ "query": "Z" })).await.len(),
        4,
        "a text is not looked at"
    );
    let bad = json!({ "query": [{ "score": 1 }] });
    assert_eq!(
        shop.list(&bad).await.refusal(),
        (400, "FRAMEWORK__INVALID_FILTER_QUERY")
    );
}
