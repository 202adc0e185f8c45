//! The reference of every interface, inside the program and without the network: our own API from its OpenAPI document, and how to
//! reach the three contracts.

use actix_web::web::Data;
use askama::Template;
use serde_json::{Map, Value};

use super::layout::{self, Shell};
use super::parts::Link;
use super::{Answer, OwnOrigin};
use crate::access::Identity;
use crate::config::Config;
use crate::gate::description::Description;

#[derive(Template)]
#[template(path = "help/api.html")]
struct ReferencePage {
    shell: Shell,
    crumbs: Vec<Link>,
    /// The most requests a minute of one token.
    rate: String,
    /// A call of our own API.
    sample: String,
    base: String,
    contracts: Vec<Contract>,
    topics: Vec<Topic>,
    schemas: Vec<Schema>,
    problems: &'static [(&'static str, &'static str, &'static str)],
}

/// One of the contracts that existing clients speak.
struct Contract {
    title: String,
    text: String,
    address: String,
    authentication: String,
    samples: Vec<String>,
}

/// Operations that belong together.
struct Topic {
    name: String,
    text: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    text: String,
    parameters: Vec<Field>,
    body: Option<Kind>,
    answers: Vec<AnswerRow>,
}

/// One status an operation answers with.
struct AnswerRow {
    status: String,
    text: String,
    kind: Option<Kind>,
}

struct Schema {
    name: String,
    text: String,
    fields: Vec<Field>,
    words: Vec<Word>,
}

/// One word of a closed set.
struct Word {
    word: String,
    text: String,
}

/// A parameter of an address, or a field of a body.
struct Field {
    name: String,
    place: String,
    kind: Kind,
    required: bool,
    text: String,
}

/// What a value is: words around the name of a schema, if it has one.
#[derive(Clone, Default)]
struct Kind {
    before: String,
    schema: Option<String>,
    behind: String,
}

/// `GET /help/api`
pub async fn show(
    _: Identity,
    shell: Shell,
    origin: Data<OwnOrigin>,
    config: Data<Config>,
    description: Data<Description>,
) -> Answer {
    let Description(document, problems) = description.get_ref();
    let base = origin.0.ascii_serialization();
    layout::ok(&ReferencePage {
        crumbs: vec![Link::new(shell.t.s("help-title"), "/help")],
        rate: shell.count(config.api_requests),
        sample: call(
            &format!("{base}/api/v1/resolve"),
            &["Authorization: Bearer cpndesk_…"],
            Some(r#"{"account_number":"128","numbers":["HW-7","90001"]}"#),
        ),
        contracts: contracts(&shell, &base),
        topics: topics(document),
        schemas: schemas(document),
        problems,
        base,
        shell,
    })
}

/// A command that calls an address, one option a line.
fn call(url: &str, headers: &[&str], body: Option<&str>) -> String {
    let mut lines = vec![format!("curl '{url}'")];
    lines.extend(headers.iter().map(|header| format!("-H '{header}'")));
    if let Some(body) = body {
        lines.push("-H 'Content-Type: application/json'".to_owned());
        lines.push(format!("-d '{body}'"));
    }
    lines.join(" \\\n  ")
}

fn contracts(shell: &Shell, base: &str) -> Vec<Contract> {
    let contract =
        |name: &str, address: &str, authentication: &str, samples: Vec<String>| Contract {
            title: shell.t.s(&format!("help-contract-{name}-title")),
            text: shell.t.s(&format!("help-contract-{name}-text")),
            address: format!("{base}{address}"),
            authentication: authentication.to_owned(),
            samples,
        };
    let at = |path: &str, headers: &[&str], body| call(&format!("{base}{path}"), headers, body);
    let key = "sw-access-key: SWSC…";
    let token = "accessToken: cpndesk_…";
    let bearer = "Authorization: Bearer cpndesk_…";
    vec![
        contract(
            "store-api",
            "/store-api",
            "sw-access-key: SWSC…, sw-context-token: …",
            vec![
                at(
                    "/store-api/account/login",
                    &[key],
                    Some(r#"{"username":"buyer@example.com","password":"…"}"#),
                ),
                at(
                    "/store-api/b2b/customer-product-numbers",
                    &[key, "sw-context-token: …"],
                    Some(r#"{"limit":25}"#),
                ),
            ],
        ),
        contract(
            "axim",
            "/api/cpn",
            token,
            vec![
                at(
                    "/api/cpn/create",
                    &[token],
                    Some(
                        r#"{"companyId":"683808ee2b054dc60961637c","productId":"687a84a7958d6a5c0d0c7a35","cpn":"HW-7"}"#,
                    ),
                ),
                at("/api/cpn?page=1&limit=10", &[token], None),
            ],
        ),
        contract(
            "shoxl",
            "/Shoxl/v1",
            bearer,
            vec![at(
                "/Shoxl/v1/GetCustomerProducts",
                &[bearer],
                Some(r#"{"accountNumber":"128","productNumbers":["90001","80001"]}"#),
            )],
        ),
    ]
}

fn topics(document: &Value) -> Vec<Topic> {
    let tags = document["tags"].as_array().into_iter().flatten();
    tags.map(|tag| {
        let name = text(&tag["name"]);
        Topic {
            operations: operations(document, &name),
            text: text(&tag["description"]),
            name,
        }
    })
    .collect()
}

fn operations(document: &Value, topic: &str) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in entries(&document["paths"]) {
        for (method, operation) in entries(item) {
            let is_of_topic = operation["tags"]
                .as_array()
                .is_some_and(|tags| tags.iter().any(|tag| tag == topic));
            if is_of_topic {
                operations.push(operation_of(path, method, operation));
            }
        }
    }
    operations
}

fn operation_of(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut answers: Vec<AnswerRow> = entries(&operation["responses"])
        .map(|(status, response)| AnswerRow {
            status: status.clone(),
            text: text(&response["description"]),
            kind: content(&response["content"]),
        })
        .collect();
    answers.sort_by(|one, other| one.status.cmp(&other.status));
    let words = path.replace(['{', '}'], "").replace('/', "-");
    Operation {
        id: format!("{method}{words}"),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]).trim_end_matches('.').to_owned(),
        text: text(&operation["description"]),
        parameters: parameters
            .map(|parameter| Field {
                name: text(&parameter["name"]),
                place: text(&parameter["in"]),
                kind: kind(&parameter["schema"]),
                required: parameter["required"] == true,
                text: text(&parameter["description"]),
            })
            .collect(),
        body: content(
            operation
                .pointer("/requestBody/content")
                .unwrap_or(&Value::Null),
        ),
        answers,
    }
}

/// What a body is; the first form of it.
fn content(content: &Value) -> Option<Kind> {
    entries(content)
        .next()
        .map(|(_, media)| kind(&media["schema"]))
}

fn schemas(document: &Value) -> Vec<Schema> {
    entries(
        document
            .pointer("/components/schemas")
            .unwrap_or(&Value::Null),
    )
    .filter(|(_, schema)| schema["format"] != "uuid")
    .map(|(name, schema)| Schema {
        name: name.clone(),
        text: text(&schema["description"]),
        fields: fields(schema),
        words: words(schema),
    })
    .collect()
}

fn fields(schema: &Value) -> Vec<Field> {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let inherited = parts.flat_map(|part| match part["$ref"].as_str() {
        Some(whole) => vec![Field {
            name: "…".to_owned(),
            place: String::new(),
            kind: named(whole),
            required: true,
            text: text(&part["description"]),
        }],
        None => fields(part),
    });
    let required = schema["required"].as_array();
    let own = entries(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        place: String::new(),
        kind: kind(field),
        required: required.is_some_and(|names| names.iter().any(|one| one == name)),
        text: told(field),
    });
    inherited.chain(own).collect()
}

/// What a field is; of one that may be null, the other choice says it.
fn told(field: &Value) -> String {
    let choices = field["oneOf"].as_array().into_iter().flatten();
    std::iter::once(field)
        .chain(choices)
        .map(|schema| text(&schema["description"]))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The words of a closed set, with what each means where the document says so.
fn words(schema: &Value) -> Vec<Word> {
    let told = schema["oneOf"].as_array().into_iter().flatten();
    let told = told.flat_map(|one| {
        let meaning = text(&one["description"]);
        let words = one["enum"].as_array().into_iter().flatten();
        words.map(move |word| Word {
            word: text(word),
            text: meaning.clone(),
        })
    });
    let bare = schema["enum"].as_array().into_iter().flatten();
    told.chain(bare.map(|word| Word {
        word: text(word),
        text: String::new(),
    }))
    .collect()
}

fn kind(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"].as_str() {
        return named(name);
    }
    let choices = schema["oneOf"]
        .as_array()
        .or_else(|| schema["allOf"].as_array());
    if let Some(choices) = choices {
        let is_nullable = choices.iter().any(|one| one["type"] == "null");
        let main = choices.iter().find(|one| one["type"] != "null");
        let mut found = main.map(kind).unwrap_or_default();
        if is_nullable {
            found.behind.push_str(" | null");
        }
        return found;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    if types.contains(&"array") {
        let mut inner = kind(&schema["items"]);
        inner.before.insert(0, '[');
        inner.behind.push(']');
        return inner;
    }
    let format = schema["format"].as_str();
    let words = types.iter().map(|name| match (*name, format) {
        ("string", Some(format)) => format,
        (name, _) => name,
    });
    Kind {
        before: words.collect::<Vec<_>>().join(" | "),
        ..Kind::default()
    }
}

fn named(reference: &str) -> Kind {
    let name = reference.rsplit('/').next().unwrap_or_default();
    // Ids have a schema of their own only so that they are not mixed up.
    if name.ends_with("Id") {
        return Kind {
            before: "uuid".to_owned(),
            ..Kind::default()
        };
    }
    Kind {
        schema: Some(name.to_owned()),
        ..Kind::default()
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(schema: &Value) -> String {
        let kind = kind(schema);
        format!(
            "{}{}{}",
            kind.before,
            kind.schema.unwrap_or_default(),
            kind.behind
        )
    }

    #[test]
    fn a_kind_is_told_in_few_words() {
        for (schema, words) in [
            (json!({"type": "string"}), "string"),
            (
                json!({"type": ["string", "null"], "format": "date"}),
                "date | null",
            ),
            (json!({"$ref": "#/components/schemas/Company"}), "Company"),
            (json!({"$ref": "#/components/schemas/CompanyId"}), "uuid"),
            (
                json!({"type": "array", "items": {"$ref": "#/components/schemas/Line"}}),
                "[Line]",
            ),
            (
                json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Lock"}]}),
                "Lock | null",
            ),
        ] {
            assert_eq!(shown(&schema), words);
        }
    }
}
