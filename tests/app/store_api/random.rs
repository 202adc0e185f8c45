//! Whatever criteria a client makes up, the answer is a list or says what is wrong; never a fault of ours, never another's row.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::shop::{SAVE, hex, stocked};
use crate::harness::TestApp;

const FIELDS: &[&str] = &[
    "id",
    "customerId",
    "productId",
    "productNumber",
    "customerProductNumber",
    "createdAt",
    "updatedAt",
    "product.id",
    "product.productNumber",
    "product.name",
    "b2bsellers_customer_product_number.id",
    "_score",
    "nothing",
];
const TESTS: &[&str] = &[
    "equals",
    "equalsAny",
    "equalsAll",
    "contains",
    "prefix",
    "suffix",
    "range",
    "since",
    "until",
];
const GROUPS: &[&str] = &["multi", "not", "and", "or", "nand", "nor"];
const FIGURES: &[&str] = &[
    "count",
    "avg",
    "sum",
    "min",
    "max",
    "stats",
    "terms",
    "histogram",
    "entity",
    "range",
    "filter",
];

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(words).prop_map(|word| json!(word))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("HW-7".to_owned()),
        Just("0190f1d2a3b47c5d8e9f001122334455".to_owned()),
        Just("2025-10-31T05:08:55.931+00:00".to_owned()),
        Just("0000-01-01".to_owned()),
        Just("9999-12-31 23:59:59".to_owned()),
        Just("P5D".to_owned()),
        Just("P999999Y".to_owned()),
        "[%_\\\\'\"; \\x00-\\x1f\u{FDFA}\u{DF}\u{130}a-c0-3|]{0,8}",
        any::<String>(),
    ]
}

fn any_scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => any_text().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{0,3}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_operator() -> impl Strategy<Value = Value> {
    prop_oneof![
        one_of(&[
            "and", "OR", "xor", "nor", "nand", "gt", "lte", "eq", "neq", "maybe"
        ]),
        Just(Value::Null)
    ]
}

fn any_test() -> impl Strategy<Value = Value> {
    let parameters = (
        one_of(&["gt", "gte", "lt", "lte", "operator", "x"]),
        any_scalar(),
    );
    (
        one_of(TESTS),
        one_of(FIELDS),
        any_value(),
        prop::collection::vec(parameters, 0..3),
    )
        .prop_map(|(kind, field, value, parameters)| {
            let parameters: Map<String, Value> = parameters
                .into_iter()
                .map(|(key, value)| (key.as_str().unwrap().to_owned(), value))
                .collect();
            json!({ "type": kind, "field": field, "value": value, "parameters": parameters })
        })
}

fn any_filter() -> impl Strategy<Value = Value> {
    any_test().prop_recursive(4, 12, 3, |inner| {
        (one_of(GROUPS), any_operator(), prop::collection::vec(inner, 0..4))
            .prop_map(|(kind, operator, queries)| json!({ "type": kind, "operator": operator, "queries": queries }))
    })
}

fn any_aggregation() -> impl Strategy<Value = Value> {
    let leaf = (one_of(FIGURES), one_of(FIELDS))
        .prop_map(|(kind, field)| json!({ "name": "n", "type": kind, "field": field }));
    leaf.prop_recursive(4, 8, 1, |inner| {
        let interval = one_of(&["minute", "hour", "day", "week", "month", "quarter", "year", "decade"]);
        (one_of(FIGURES), one_of(FIELDS), inner, any_filter(), interval, any_text()).prop_map(|(kind, field, inner, filter, interval, text)| {
            json!({
                "name": "m", "type": kind, "field": field, "aggregation": inner, "filter": [filter], "interval": interval,
                "format": text, "definition": "product", "sort": { "field": "_count", "order": "desc" }, "limit": 3,
            })
        })
    })
}

#[expect(clippy::too_many_lines, reason = "one key of criteria after the other")]
fn any_criteria() -> impl Strategy<Value = Value> {
    let filters = || prop::collection::vec(any_filter(), 0..3).prop_map(Value::from);
    let sorts = prop::collection::vec((one_of(FIELDS), any_operator(), any::<bool>()), 0..3).prop_map(|sorts| {
        let sorts: Vec<Value> = sorts.into_iter().map(|(field, order, natural)| json!({ "field": field, "order": order, "naturalSorting": natural })).collect();
        json!(sorts)
    });
    let some = |value: BoxedStrategy<Value>| {
        prop::option::weighted(0.4, prop_oneof![6 => value, 1 => any_value()])
    };
    let page = prop_oneof![1_i64..5, any::<i64>()].prop_map(Value::from);
    (
        some(filters().boxed()),
        some(filters().boxed()),
        some(sorts.boxed()),
        some(
            prop::collection::vec(any_aggregation(), 0..2)
                .prop_map(Value::from)
                .boxed(),
        ),
        some(
            prop::collection::vec(one_of(FIELDS), 0..3)
                .prop_map(Value::from)
                .boxed(),
        ),
        some(any_text().prop_map(Value::from).boxed()),
        some(page.boxed()),
        some(
            prop::collection::vec((any_filter(), any::<f64>()), 0..2)
                .prop_map(|queries| {
                    let queries: Vec<Value> = queries
                        .into_iter()
                        .map(|(query, score)| json!({ "query": query, "score": score }))
                        .collect();
                    json!(queries)
                })
                .boxed(),
        ),
        some(any_value().boxed()),
        some(any_value().boxed()),
    )
        .prop_map(
            |(filter, post_filter, sort, aggregations, grouping, term, page, query, ids, other)| {
                let keys = [
                    ("filter", filter),
                    ("post-filter", post_filter),
                    ("sort", sort),
                    ("aggregations", aggregations),
                    ("grouping", grouping),
                    ("term", term),
                    ("page", page.clone()),
                    ("total-count-mode", page),
                    ("query", query),
                    ("ids", ids),
                    ("includes", other.clone()),
                    ("excludes", other.clone()),
                    ("fields", other.clone()),
                    ("associations", other),
                ];
                let given = keys
                    .into_iter()
                    .filter_map(|(key, value)| Some((key.to_owned(), value?)));
                Value::Object(given.collect())
            },
        )
}

#[actix_web::test]
async fn no_criteria_make_a_fault_or_show_anothers_row() {
    let app = TestApp::spawn().await;
    let shop = stocked(
        &app,
        &[("HW-7", "PUMP"), ("hw 70", "VALVE"), ("50%_off\\", "PUMP")],
    )
    .await;
    let foreign = app.given().company("Other").cpn("HW-7", "PUMP").await;
    let mut runner = TestRunner::new(Config::default());
    let criteria = any_criteria();
    let mut taken = 0;
    for _ in 0..600 {
        let body = criteria.new_tree(&mut runner).unwrap().current();
        let reply = shop.list(&body).await;
        assert!(
            matches!(reply.status, 200 | 400),
            "{} for {body}: {}",
            reply.status,
            reply.body
        );
        assert!(
            !reply.body.to_string().contains(&hex(&foreign.id)),
            "{body}"
        );
        if reply.status == 200 {
            taken += 1;
        } else {
            assert!(!reply.faults().is_empty());
        }
    }
    assert!(
        taken > 60,
        "only {taken} of the criteria were taken: they test little"
    );
}

#[actix_web::test]
async fn no_body_makes_a_fault_of_a_save() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let pump = hex(&app.given().product("PUMP").await.id);
    let mut runner = TestRunner::new(Config::default());
    let body = (any_value(), any_value(), any_text(), any::<bool>());
    for _ in 0..300 {
        let (id, product, number, known) = body.new_tree(&mut runner).unwrap().current();
        let product = if known { json!(pump) } else { product };
        let id = if known { Value::Null } else { id };
        let body = json!({ "id": id, "productId": product, "productNumber": number });
        let reply = shop.post(SAVE, &body).await;
        assert!(
            matches!(reply.status, 200 | 400 | 404),
            "{} for {body}: {}",
            reply.status,
            reply.body
        );
    }
}
