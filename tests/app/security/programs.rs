//! Programs: where their secrets show, and what their JSON may be.

use std::process::Stdio;

use actix_web::http::Method;
use cpn_desk::testing;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use super::scope::is_of_contract;
use crate::harness::{Client, TestApp};
use crate::permissions::anything_at;
use crate::store_api::shop::Shop;

/// Bodies that parsers of JSON stumble over, each with what it is.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let text = |name, text: &str| (name, text.as_bytes().to_vec());
    let mut bodies = vec![
        text("nothing", ""),
        text("blanks", " \n\t "),
        text("a word", "cpn"),
        text("null", "null"),
        text("a number", "1"),
        text("a text", "\"x\""),
        text("a list", "[]"),
        text("a list of nothing", "[null]"),
        text("an object of nothing", r#"{"":null}"#),
        text("two values", "{}{}"),
        text("something behind", "{} x"),
        text("a comma too many", r#"{"cpn":"A",}"#),
        text("an open object", r#"{"cpn":"#),
        text("an open text", r#"{"cpn":"A"#),
        text("single marks", "{'cpn':'A'}"),
        text("no marks", "{cpn:1}"),
        text("a comment", r#"{"cpn":"A"/* x */}"#),
        text(
            "the same key twice",
            r#"{"cpn":"A","cpn":"B","productNumbers":[],"productNumbers":[]}"#,
        ),
        text("no number", r#"{"cpn":NaN,"limit":Infinity}"#),
        text(
            "a number beyond all",
            r#"{"cpn":1e999,"limit":1e999,"page":-1e999}"#,
        ),
        text(
            "a long number",
            &format!(r#"{{"limit":{}}}"#, "9".repeat(5_000)),
        ),
        text("an odd number", r#"{"limit":01,"page":+1,"max":.5}"#),
        text(
            "beyond whole numbers",
            r#"{"limit":9007199254740993,"page":18446744073709551616}"#,
        ),
        text(
            "half a character",
            r#"{"cpn":"\ud800","name":"\udc00\ud800"}"#,
        ),
        text("a bad escape", r#"{"cpn":"\x41","name":"\u12"}"#),
        text("NUL", r#"{"cpn":"a\u0000b","productNumber":"\u0000"}"#),
        text("a byte order mark", "\u{feff}{}"),
        text(
            "every type as text",
            r#"{"cpn":"true","rows":"[]","numbers":"1","filter":"x","productNumbers":"7"}"#,
        ),
        text(
            "every type as object",
            r#"{"cpn":{},"rows":{},"numbers":{},"filter":{},"productNumbers":{},"product_number":{}}"#,
        ),
        text(
            "lists in lists",
            r#"{"rows":[[[]]],"numbers":[[1]],"filter":[[[]]],"productNumbers":[["x"]]}"#,
        ),
        text(
            "deep filters",
            &format!(
                r#"{{"filter":{}{}}}"#,
                r#"[{"type":"multi","queries":"#.repeat(60),
                "[]}]".repeat(60)
            ),
        ),
        text(
            "a key of 100,000 letters",
            &format!(r#"{{"{}":1}}"#, "k".repeat(100_000)),
        ),
        text(
            "100,000 keys",
            &format!(
                "{{{}\"z\":1}}",
                (0..100_000)
                    .map(|n| format!("\"k{n}\":1,"))
                    .collect::<String>()
            ),
        ),
        ("no UTF-8", b"{\"cpn\":\"\xff\xfe\"}".to_vec()),
        (
            "UTF-16",
            "{\"cpn\":\"A\"}"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
        ),
    ];
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        bodies.push(text("100,000 deep", &open.repeat(100_000)));
        bodies.push(text(
            "1,000 deep and closed",
            &format!("{}1{}", open.repeat(1_000), close.repeat(1_000)),
        ));
    }
    bodies
}

/// A program's route with what opens it.
struct Door {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
}

async fn doors(app: &TestApp) -> Vec<Door> {
    let bearer = async |contract: &str| {
        let token = app.given().token(contract).there().await;
        format!("Bearer {}", token.secret)
    };
    let (v1, axim, shoxl) = (
        bearer("v1").await,
        bearer("axim").await,
        bearer("shoxl").await,
    );
    let buyer = app.given().company("Acme").buyer("bob").await;
    let shop = Shop::of(app, &buyer).await;
    let context = shop.token().expect("somebody is logged in");
    let mut doors: Vec<Door> = testing::routes()
        .into_iter()
        .filter(|(method, route)| {
            [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
                && is_of_contract(route)
                && !route.ends_with("/account/logout")
        })
        .map(|(method, route)| {
            let headers = if route.starts_with("/api/v1") {
                vec![("authorization", v1.clone()), ("if-match", "*".to_owned())]
            } else if route.starts_with("/api") {
                vec![("authorization", axim.clone())]
            } else {
                vec![
                    ("sw-access-key", shop.key.clone()),
                    ("sw-context-token", context.clone()),
                ]
            };
            Door {
                method,
                path: anything_at(&route),
                headers,
            }
        })
        .collect();
    doors.extend(
        ["GetCustomerProducts", "MatchCustomerProducts"].map(|function| Door {
            method: Method::POST,
            path: format!("/Shoxl/v1/{function}"),
            headers: vec![("authorization", shoxl.clone())],
        }),
    );
    assert!(doors.len() > 20, "{}", doors.len());
    doors
}

async fn knock(client: &Client, door: &Door, body: &[u8]) -> u16 {
    let method = reqwest::Method::from_bytes(door.method.as_str().as_bytes()).unwrap();
    let mut request = client
        .request(method, &door.path)
        .header("content-type", "application/json");
    for (name, value) in &door.headers {
        request = request.header(*name, value);
    }
    client.send(request.body(body.to_vec())).await.status()
}

#[actix_web::test]
async fn s78_no_json_breaks_a_route() {
    let app = TestApp::with(&["--api-requests", "1000000"]).await;
    let client = app.anonymous();
    let bodies = hostile();
    for door in doors(&app).await {
        for (name, body) in &bodies {
            let status = knock(&client, &door, body).await;
            let place = format!("{} {}: {name}", door.method, door.path);
            assert!(status < 500, "{place}: {status}");
            // Nothing opened by mistake: the doors are those that the bodies reach.
            let is_login = door.path.ends_with("/account/login");
            assert!(
                is_login || ![401, 403, 429].contains(&status),
                "{place}: {status}"
            );
        }
    }
}

#[actix_web::test]
async fn s76_secrets_show_in_no_log_and_open_nothing_from_an_address() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let secrets = [
        given.token("v1").there().await.secret,
        given.token("axim").there().await.secret,
        given.token("shoxl").there().await.secret,
        given.token("store-api").there().await.secret,
    ];
    let mut server = Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(["--listen", "127.0.0.1:0", "--log", "trace"])
        .env("DATABASE_URL", app.database().url())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut told = server.stdout.take().unwrap();
    let mut logged = server.stderr.take().unwrap();
    let log = tokio::spawn(async move {
        let mut log = Vec::new();
        logged.read_to_end(&mut log).await.unwrap();
        String::from_utf8_lossy(&log).into_owned()
    });
    let mut said = String::new();
    while !said.contains('\n') {
        let mut piece = [0; 256];
        let length = told.read(&mut piece).await.unwrap();
        assert!(length > 0, "the server ended: {said}");
        said.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
    let url = said
        .split_whitespace()
        .find(|word| word.starts_with("http"));
    let url = url.unwrap().trim_end_matches('/').to_owned();
    let client = reqwest::Client::new();
    for secret in &secrets {
        for path in [
            "/api/v1/companies",
            "/api/cpn/create",
            "/Shoxl/v1/GetCustomerProducts",
        ] {
            let asked = client.post(format!(
                "{url}{path}?token={secret}&api_key={secret}&access_token={secret}"
            ));
            let status = asked
                .json(&serde_json::json!({}))
                .send()
                .await
                .unwrap()
                .status();
            assert!(!status.is_success(), "{path}: {status}");
        }
        for path in ["/api/v1/companies", "/store-api/context", "/nowhere"] {
            let asked = client.get(format!("{url}{path}"));
            asked
                .bearer_auth(secret)
                .header("sw-access-key", secret)
                .header("x-api-key", secret)
                .send()
                .await
                .unwrap();
        }
    }
    server.kill().await.unwrap();
    let log = log.await.unwrap();
    assert!(
        log.contains("/api/v1/companies"),
        "nothing was logged: {log:.500}"
    );
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "a secret is in the log");
    }
}
