//! The description in OpenAPI.

use std::collections::BTreeSet;

use cpn_desk::testing;
use serde_json::Value;

use super::json;
use crate::harness::TestApp;

#[actix_web::test]
async fn the_description_is_open_and_names_every_route_and_no_other() {
    let app = TestApp::spawn().await;

    let answer = app.anonymous().get("/api/v1/openapi.json").await;

    assert_eq!(
        (answer.status(), answer.header("content-type")),
        (200, Some("application/json"))
    );
    let document = json(&answer);
    assert_eq!(document["openapi"], "3.1.0");
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let routes: BTreeSet<String> = testing::routes()
        .into_iter()
        .filter(|(_, path)| path.starts_with("/api/v1/") && !path.ends_with("openapi.json"))
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    assert_eq!(described, routes);
}

#[actix_web::test]
async fn every_operation_and_field_says_what_it_is_in_snake_case() {
    let app = TestApp::spawn().await;
    let document = json(&app.anonymous().get("/api/v1/openapi.json").await);

    let mut wrong = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["summary"].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{method} {path} has no summary"));
            }
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for (field, value) in schema["properties"].as_object().into_iter().flatten() {
            let snake = field.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            if !snake || is_silent(value) {
                wrong.push(format!("{name}.{field}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn is_silent(schema: &Value) -> bool {
    let says = |schema: &Value| {
        schema["description"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    };
    // Of what may be null, the other choice says it.
    let choices = schema["oneOf"].as_array();
    !says(schema) && !choices.is_some_and(|choices| choices.iter().any(says))
}
