//! Lists: whose they are, pages, totals, ids, orders and shapes: A12 to A16, A20, A21, A23, A24 and A26.

use reqwest::Method;
use serde_json::{Value, json};

use super::shop::{ALIAS, LIST, Shop, hex, stocked};
use crate::harness::TestApp;

/// Five numbers of three products.
const FIVE: [(&str, &str); 5] = [
    ("b-2", "PUMP"),
    ("B-10", "VALVE"),
    ("a-1", "PUMP"),
    ("C 3", "SEAL"),
    ("c-20", "PUMP"),
];

#[actix_web::test]
async fn a12_nobody_sees_anothers_rows_whatever_they_ask_for() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE).await;
    let foreign = app.given().company("Other").cpn("X-1", "PUMP").await;
    let zoe = app.given().company("Third").buyer("zoe").await;
    let third = Shop::of(&app, &zoe).await;

    assert_eq!(third.numbers(&json!({})).await, [""; 0]);
    for criteria in [
        json!({ "filter": [{ "type": "equals", "field": "customerId", "value": hex(&foreign.company) }] }),
        json!({ "filter": { "customerId": hex(&foreign.company) } }),
        json!({ "ids": [hex(&foreign.id)] }),
        json!({ "filter": [{ "type": "contains", "field": "productNumber", "value": "X-1" }] }),
        json!({ "filter": [{ "type": "multi", "operator": "or", "queries": [
            { "type": "contains", "field": "productNumber", "value": "X-1" },
            { "type": "equals", "field": "customerId", "value": hex(&foreign.company) },
        ] }] }),
        json!({ "term": "X-1" }),
    ] {
        let reply = shop.list(&criteria).await;
        assert_eq!(
            (reply.status, &reply.body["total"], &reply.body["elements"]),
            (200, &json!(0), &json!([])),
            "{criteria}"
        );
    }
    let count = json!({ "aggregations": [{ "name": "n", "type": "count", "field": "id" }] });
    assert_eq!(
        shop.list(&count).await.body["aggregations"]["n"]["count"],
        5
    );
}

#[actix_web::test]
async fn a13_no_body_is_no_criteria() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE).await;
    let expected = shop.list(&json!({})).await.body;
    assert_eq!(expected["elements"].as_array().unwrap().len(), 5);

    for body in ["", "  \n", "[]", "null", "7", "\"x\""] {
        let reply = shop.post_raw(LIST, body).await;
        assert_eq!((reply.status, &reply.body), (200, &expected), "{body:?}");
    }
    let bare = shop.send(shop.request(Method::POST, LIST)).await;
    let query = shop
        .send(shop.request(Method::POST, &format!("{LIST}?limit=0")))
        .await;
    assert_eq!(
        (bare.body, query.body),
        (expected.clone(), expected),
        "the query string is not looked at"
    );
}

#[actix_web::test]
async fn a14_limits() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE).await;
    for (limit, shown) in [
        (json!("2"), 2),
        (json!(2), 2),
        (json!(2.9), 2),
        (json!(100), 100),
        (json!(null), 100),
    ] {
        let reply = shop.list(&json!({ "limit": limit })).await;
        assert_eq!(
            (reply.status, &reply.body["limit"]),
            (200, &json!(shown)),
            "{limit}"
        );
        assert_eq!(
            reply.body["elements"].as_array().unwrap().len(),
            shown.min(5)
        );
    }
    for limit in [
        json!(0),
        json!(-1),
        json!(""),
        json!("abc"),
        json!(0.5),
        json!([]),
        json!(true),
    ] {
        let reply = shop.list(&json!({ "limit": limit })).await;
        assert_eq!(
            (reply.status, reply.faults()),
            (400, vec![("FRAMEWORK__INVALID_LIMIT_QUERY", "/limit")]),
            "{limit}"
        );
    }
    let reply = shop.list(&json!({ "limit": 101 })).await;
    assert_eq!(
        (reply.status, reply.faults()),
        (400, vec![("FRAMEWORK__QUERY_LIMIT_EXCEEDED", "/limit")])
    );
    assert_eq!(
        reply.body["errors"][0]["meta"]["parameters"],
        json!({ "limit": 101, "maxLimit": 100 })
    );
}

#[actix_web::test]
async fn a15_pages() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE).await;
    let page = async |page: Value| shop.list(&json!({ "limit": 2, "page": page })).await;

    let second = page(json!("2")).await.body;
    assert_eq!(
        (&second["page"], &second["elements"][0]["productNumber"]),
        (&json!(2), &json!("a-1"))
    );
    let beyond = page(json!(9999)).await.body;
    assert_eq!(
        (&beyond["total"], &beyond["elements"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(page(json!(1e300)).await.status, 200);
    for bad in [json!(0), json!(-3), json!(""), json!("x")] {
        let reply = page(bad.clone()).await;
        assert_eq!(
            (reply.status, reply.faults()),
            (400, vec![("FRAMEWORK__INVALID_PAGE_QUERY", "/page")]),
            "{bad}"
        );
    }
}

#[actix_web::test]
async fn a16_what_is_wrong_comes_at_once() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;

    let reply = shop.list(&json!({ "limit": 0, "page": 0 })).await;

    let detail = |place: usize| reply.body["errors"][place]["detail"].clone();
    let expected = json!({ "errors": [
        { "status": "400", "code": "FRAMEWORK__INVALID_LIMIT_QUERY", "title": "Bad Request", "detail": detail(0),
          "source": { "pointer": "/limit" }, "meta": { "parameters": { "limit": 0 } } },
        { "status": "400", "code": "FRAMEWORK__INVALID_PAGE_QUERY", "title": "Bad Request", "detail": detail(1),
          "source": { "pointer": "/page" }, "meta": { "parameters": { "page": 0 } } },
    ] });
    assert_eq!((reply.status, &reply.body), (400, &expected));
}

#[actix_web::test]
async fn a20_totals() {
    let app = TestApp::spawn().await;
    let numbers: Vec<(String, &str)> = (0..25)
        .map(|number| (format!("N-{number}"), "PUMP"))
        .collect();
    let numbers: Vec<(&str, &str)> = numbers
        .iter()
        .map(|(number, product)| (number.as_str(), *product))
        .collect();
    let shop = stocked(&app, &numbers).await;
    for (mode, total) in [
        (json!(0), 2),
        (json!("none"), 2),
        (json!(1), 25),
        (json!("1"), 25),
        (json!("exact"), 25),
        (json!(2), 13),
        (json!("next-pages"), 13),
        (json!("all"), 2),
        (json!([1]), 2),
        (json!(null), 2),
    ] {
        let reply = shop
            .list(&json!({ "limit": 2, "total-count-mode": mode }))
            .await;
        assert_eq!(reply.body["total"], total, "{mode}");
    }
    assert_eq!(
        shop.list(&json!({ "limit": 2, "totalCountMode": 1 }))
            .await
            .body["total"],
        2
    );
    let last = json!({ "limit": 2, "page": 12, "total-count-mode": 2 });
    assert_eq!(shop.list(&last).await.body["total"], 3);
    let narrowed = json!({ "limit": 2, "total-count-mode": 1, "post-filter": [{ "type": "prefix", "field": "productNumber", "value": "N-1" }] });
    assert_eq!(shop.list(&narrowed).await.body["total"], 11);
}

#[actix_web::test]
async fn a21_ids() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE).await;
    let rows = shop.list(&json!({})).await.body["elements"].clone();
    let id = |place: usize| rows[place]["id"].as_str().unwrap().to_owned();

    let some = json!({ "ids": [id(3), id(0), "0190f1d2a3b47c5d8e9f001122334455"], "limit": 1, "page": 7, "total-count-mode": 1 });
    let reply = shop.list(&some).await.body;
    assert_eq!(
        (&reply["limit"], &reply["page"], &reply["total"]),
        (&json!(null), &json!(1), &json!(2))
    );
    assert_eq!(shop.numbers(&some).await, ["C 3", "b-2"]);
    assert_eq!(
        shop.numbers(&json!({ "ids": format!("{}|{}", id(4), id(1)) }))
            .await,
        ["c-20", "B-10"]
    );
    assert_eq!(
        shop.numbers(&json!({ "ids": [id(1), id(0)], "sort": "productNumber" }))
            .await,
        ["B-10", "b-2"]
    );

    for bad in [json!([]), json!(""), json!([7]), json!({}), json!(7)] {
        let reply = shop.list(&json!({ "ids": bad })).await;
        assert_eq!(
            reply.refusal(),
            (400, "FRAMEWORK__INVALID_API_CRITERIA_IDS"),
            "{bad}"
        );
    }
    let reply = shop.list(&json!({ "ids": ["nothex"] })).await;
    assert_eq!(reply.refusal(), (400, "FRAMEWORK__INVALID_UUID"));
    assert_eq!(
        reply.body["errors"][0]["meta"]["parameters"],
        json!({ "input": "nothex" })
    );
}

#[actix_web::test]
async fn a23_orders() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE).await;
    for (sort, expected) in [
        (
            json!([{ "field": "productNumber" }]),
            ["a-1", "B-10", "b-2", "C 3", "c-20"],
        ),
        (
            json!([{ "field": "customerProductNumber", "order": "desc" }]),
            ["c-20", "C 3", "b-2", "B-10", "a-1"],
        ),
        (
            json!([{ "field": "productNumber", "order": "upwards" }]),
            ["a-1", "B-10", "b-2", "C 3", "c-20"],
        ),
        (
            json!([{ "field": "productNumber", "naturalSorting": true }]),
            ["a-1", "b-2", "C 3", "B-10", "c-20"],
        ),
        (
            json!("-product.productNumber,productNumber"),
            ["B-10", "C 3", "a-1", "b-2", "c-20"],
        ),
        (json!("-createdAt"), ["c-20", "C 3", "a-1", "B-10", "b-2"]),
        (
            json!([{ "field": "_score" }, { "field": "product.name" }, { "field": "productNumber", "order": "DESC" }]),
            ["c-20", "b-2", "a-1", "C 3", "B-10"],
        ),
        (
            json!([{ "field": "productNumber", "type": "count" }]),
            ["b-2", "B-10", "a-1", "C 3", "c-20"],
        ),
        (json!([]), ["b-2", "B-10", "a-1", "C 3", "c-20"]),
    ] {
        assert_eq!(
            shop.numbers(&json!({ "sort": sort })).await,
            expected,
            "{sort}"
        );
    }
    for (bad, pointer) in [
        (json!(""), "/sort"),
        (json!([{ "order": "asc" }]), "/sort/0"),
        (json!([{ "field": "id" }, { "field": 7 }]), "/sort/1"),
    ] {
        let reply = shop.list(&json!({ "sort": bad })).await;
        assert_eq!(
            (reply.status, reply.faults()),
            (400, vec![("FRAMEWORK__INVALID_SORT_QUERY", pointer)]),
            "{bad}"
        );
    }
}

#[actix_web::test]
async fn a24_includes_keep_keys_and_aliases() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE[..1]).await;

    let reply = shop
        .list(&json!({
            "includes": { ALIAS: ["productNumber", "product"], "dal_entity_search_result": ["elements", "total"], "product": ["name"] },
            "associations": { "product": {} },
        }))
        .await;

    let product = json!({ "name": "PUMP", "apiAlias": "product" });
    let row = json!({ "productNumber": "b-2", "product": product, "apiAlias": ALIAS });
    assert_eq!(
        reply.body,
        json!({ "total": 1, "elements": [row], "apiAlias": "dal_entity_search_result" })
    );

    let reply = shop
        .list(&json!({ "excludes": { "dal_entity_search_result": ["elements", "states"] } }))
        .await;
    assert_eq!(reply.body.get("elements"), None);
    assert_eq!(reply.body["total"], 1);
    let reply = shop
        .list(&json!({ "fields": ["productNumber"], "includes": [] }))
        .await;
    let id = &reply.body["elements"][0]["id"];
    assert_eq!(
        reply.body["elements"][0],
        json!({ "id": id, "productNumber": "b-2", "apiAlias": ALIAS })
    );
    for bad in [json!("x"), json!(7), json!(["x"])] {
        let reply = shop.list(&json!({ "includes": bad })).await;
        assert_eq!(
            reply.refusal(),
            (400, "FRAMEWORK__EXPECTED_ARRAY_WITH_TYPE"),
            "{bad}"
        );
    }
}

#[actix_web::test]
async fn a26_the_product_comes_along_where_it_is_asked_for() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &FIVE[..1]).await;
    let pump = app.given().product("PUMP").await;
    let acme = app.given().company("Acme").there().await;
    app.database()
        .execute("update products set name = 'Pump, blue'", &[])
        .await;
    let expected = json!({
        "id": hex(&pump.id), "productNumber": "PUMP", "name": "Pump, blue", "translated": { "name": "Pump, blue" }, "apiAlias": "product",
    });

    for associations in [
        json!({ "product": {} }),
        json!({ "product": [] }),
        json!({ "product": { "associations": {} } }),
    ] {
        let reply = shop.list(&json!({ "associations": associations })).await;
        assert_eq!(
            reply.body["elements"][0]["product"], expected,
            "{associations}"
        );
    }
    let reply = shop
        .list(&json!({ "associations": { "customer": {} } }))
        .await;
    assert_eq!(reply.body["elements"][0]["customer"]["id"], hex(&acme.id));
    assert_eq!(reply.body["elements"][0]["product"], Value::Null);
    let reply = shop
        .list(&json!({ "associations": { "manufacturer": {} } }))
        .await;
    assert_eq!(reply.refusal(), (400, "FRAMEWORK__ASSOCIATION_NOT_FOUND"));
}

/// What a client of a production shop sends.
#[actix_web::test]
async fn a_real_query_finds_by_either_number() {
    let app = TestApp::spawn().await;
    let shop = stocked(
        &app,
        &[("KD-4711", "PUMP"), ("KD-1", "X-4711"), ("KD-2", "SEAL")],
    )
    .await;
    let criteria = json!({
        "limit": 50, "page": 1, "total-count-mode": 1,
        "sort": [{ "field": "productNumber", "order": "ASC" }],
        "associations": { "product": {} },
        "filter": [{ "type": "multi", "operator": "or", "queries": [
            { "type": "contains", "field": "productNumber", "value": "4711" },
            { "type": "contains", "field": "product.productNumber", "value": "4711" },
        ] }],
    });

    let reply = shop.list(&criteria).await;

    assert_eq!(reply.body["total"], 2);
    assert_eq!(
        reply.body["elements"][0]["product"]["productNumber"],
        "X-4711"
    );
    assert_eq!(shop.numbers(&criteria).await, ["KD-1", "KD-4711"]);
}
