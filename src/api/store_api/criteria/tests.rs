//! What is true of every request, whatever a client writes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::sql::Compiler;
use super::*;
use crate::model::id::CompanyId;
use crate::store::statement::Statement;

fn now() -> DateTime<Utc> {
    "2026-02-03T04:05:06Z".parse().unwrap()
}

fn parse(body: &Value) -> Result<Criteria, Refusal> {
    Criteria::parse(body.as_object().unwrap(), now())
}

/// The codes and pointers of what is wrong.
fn faults(body: &Value) -> Vec<(String, String)> {
    let refusal = parse(body).unwrap_err();
    let answer = serde_json::to_value(refusal.complaints()).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    answer
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (text(&fault["code"]), text(&fault["source"]["pointer"])))
        .collect()
}

fn statements(criteria: &Criteria) -> Vec<Statement> {
    let compiler = Compiler::of(CompanyId::new(), criteria);
    [compiler.page(), compiler.seen(&[])]
        .into_iter()
        .chain(compiler.total())
        .collect()
}

/// A request with the same text wherever a text may stand.
fn steeped_in(text: &str) -> Value {
    json!({
        "limit": 5, "page": 2, "total-count-mode": "exact", "term": text, "fields": [text], "includes": { text: [text] },
        "filter": [
            { "type": "contains", "field": "productNumber", "value": format!("x{text}") },
            { "type": "equalsAny", "field": "product.name", "value": [text, "x"] },
            { "type": "multi", "operator": text, "queries": [
                { "type": "prefix", "field": "product.productNumber", "value": format!("x{text}") },
                { "type": "range", "field": "customerProductNumber", "parameters": { "gt": format!("x{text}") } },
            ] },
        ],
        "query": [{ "score": 3, "query": { "type": "suffix", "field": "createdAt", "value": format!("x{text}") } }],
    })
}

proptest! {
    #[test]
    fn no_text_of_a_client_stands_in_a_statement(text in "[a-z'\";\\\\$%-]{5,12}") {
        let criteria = parse(&steeped_in(&text)).unwrap();
        let plain = parse(&steeped_in("plain-one")).unwrap();
        for (statement, same) in statements(&criteria).iter().zip(statements(&plain)) {
            prop_assert!(!statement.text().contains(&text), "{}", statement.text());
            // Short search keys do without the index; nothing else of the text depends on what was written.
            if crate::model::key::search(&text).len() > 2 {
                prop_assert_eq!(statement.text(), same.text());
            }
        }
    }

    #[test]
    fn fields_that_are_not_on_the_list_are_refused(name in "[a-z_.]{1,20}") {
        prop_assume!(Field::named(&name).is_err());
        for body in [
            json!({ "filter": [{ "type": "equals", "field": name, "value": 1 }] }),
            json!({ "filter": { name.as_str(): 1 } }),
            json!({ "grouping": [name] }),
            json!({ "aggregations": [{ "name": "n", "type": "terms", "field": name }] }),
        ] {
            prop_assert_eq!(&faults(&body)[0].0, "FRAMEWORK__UNMAPPED_FIELD");
        }
    }
}

#[test]
fn every_statement_begins_with_the_company() {
    let body = json!({
        "filter": [{ "type": "or", "queries": [
            { "type": "contains", "field": "productNumber", "value": "4711" },
            { "type": "contains", "field": "product.productNumber", "value": "4711" },
        ] }],
        "grouping": ["productId"], "total-count-mode": 2, "limit": 10,
    });
    for statement in statements(&parse(&body).unwrap()) {
        let text = statement.text();
        let sources = text.matches("from searchable_cpns c where ").count();
        let kept = text
            .matches("from searchable_cpns c where c.company_id = $")
            .count();
        assert_eq!((sources, kept), (3, 3), "{text}");
    }
}

#[test]
fn a_request_has_a_bounded_number_of_tests() {
    let test = json!({ "type": "equals", "field": "productNumber", "value": "A" });
    let body =
        |count: usize| json!({ "filter": [{ "type": "or", "queries": vec![&test; count] }] });
    assert!(parse(&body(MOST_TESTS)).is_ok());
    let fault = (
        "FRAMEWORK__INVALID_FILTER_QUERY".to_owned(),
        "/filter".to_owned(),
    );
    assert_eq!(faults(&body(MOST_TESTS + 1)), [fault]);
}

#[test]
fn pointers_lead_into_the_nesting() {
    let body = json!({ "filter": [
        { "type": "multi", "queries": [{ "type": "equals", "field": "id", "value": "" }, { "type": "contains", "field": "productNumber" }] },
        { "field": "productNumber" }, { "type": "exists", "field": "id" }, { "type": "equals", "value": 1 }, 7,
        { "type": "range", "field": "createdAt", "parameters": { "above": 1 } },
        { "type": "not", "operator": "maybe", "queries": [] },
    ] });
    let pointers: Vec<String> = faults(&body)
        .into_iter()
        .map(|(_, pointer)| pointer)
        .collect();
    assert_eq!(
        pointers,
        [
            "/filter/0/queries/0/value",
            "/filter/0/queries/1/value",
            "",
            "/filter/2/type",
            "/filter/3/field",
            "/filter/4",
            "/filter/5/parameters",
            "/filter/6/operator",
        ]
    );
}

#[test]
fn aggregations_are_checked() {
    let body = json!({ "aggregations": [
        { "type": "count", "field": "id" }, { "name": "7", "type": "count", "field": "id" }, { "name": "a:b", "type": "count", "field": "id" },
        { "name": "n", "type": "median", "field": "id" }, { "name": "n", "type": "count" }, "n",
        { "name": "n", "type": "histogram", "field": "createdAt", "interval": "decade" },
        { "name": "n", "type": "range", "field": "productNumber", "ranges": [] },
    ] });
    let pointers: Vec<String> = faults(&body)
        .into_iter()
        .map(|(_, pointer)| pointer)
        .collect();
    assert_eq!(
        pointers,
        [
            "/aggregations/0",
            "/aggregations/1",
            "/aggregations/2",
            "/aggregations/3",
            "/aggregations/4/count/field",
            "/aggregations/5",
            "/aggregations/6/histogram/interval",
            "/aggregations/7/range/field",
        ]
    );
    let nested = |depth| {
        let innermost = json!({ "name": "n", "type": "terms", "field": "id" });
        (1..depth).fold(
            innermost,
            |inner, _| json!({ "name": "n", "type": "terms", "field": "id", "aggregation": inner }),
        )
    };
    assert!(parse(&json!({ "aggregations": [nested(5)] })).is_ok());
    assert!(parse(&json!({ "aggregations": [nested(6)] })).is_err());
    assert_eq!(faults(&json!({ "aggregations": "n" }))[0].1, "-");
}
