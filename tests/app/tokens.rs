//! Tokens of programs: made, shown once, used, ended (TRUST.md, S75, S76 and S80).

use std::process::{Command, Output};

use reqwest::Method;
use serde_json::Value;

use crate::harness::{Client, Page, TestApp};

/// Asks contract B for its list with a token.
async fn ask(client: &Client, secret: &str) -> Page {
    let request = client
        .request(Method::GET, "/api/cpn")
        .header("accessToken", secret);
    client.send(request).await
}

/// An admin makes a token with the form; Shoxl only reads.
async fn make(admin: &Client, contract: &str, companies: &str) -> (Page, String) {
    let form = admin.get("/tokens/new").await;
    let form = form
        .form("Create token")
        .set("name", "ERP import")
        .set("contract", contract)
        .set("scope", if contract == "shoxl" { "read" } else { "write" })
        .set("companies", companies);
    let made = admin.submit(&form).await;
    assert_eq!(made.status(), 200, "{}", made.body());
    let secret = made.all("main p.text-break .num").remove(0);
    (made, secret)
}

fn command(app: &TestApp, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(["--log", "error", "--database-url", &app.database().url()])
        .args(arguments)
        .output()
        .unwrap()
}

/// What a command says, which must succeed.
fn said(app: &TestApp, arguments: &[&str]) -> String {
    let output = command(app, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

#[actix_web::test]
async fn a_token_is_shown_once_and_stored_hashed() {
    let app = TestApp::spawn().await;
    let company = app.given().company("128").there().await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;

    let (made, secret) = make(&admin, "axim", "128").await;

    assert!(
        secret.starts_with("cpndesk_") && secret.len() > 50,
        "{secret}"
    );
    assert!(
        made.body().contains(&company.object_id()),
        "sample calls name a company"
    );
    assert_eq!(ask(&app.anonymous(), &secret).await.status(), 200);
    let list = admin.get("/tokens").await;
    let shown = format!("ERP importcpnd…{}", &secret[secret.len() - 4..]);
    assert!(list.rows()[0][0].starts_with(&shown), "{shown}");
    let id = app
        .database()
        .texts("select id from tokens", &[])
        .await
        .remove(0);
    let page = admin.get(&format!("/tokens/{id}")).await;
    assert!(!list.body().contains(&secret) && !page.body().contains(&secret));
    let dump = app
        .database()
        .texts(
            "select string_agg(t::text, '') || (select string_agg(a::text, '') from audit_events a) from tokens t",
            &[],
        )
        .await;
    assert!(
        !dump[0].contains(&secret) && !dump[0].contains(&secret[8..30]),
        "{dump:?}"
    );
    let audited = app
        .database()
        .texts(
            "select action || ' by ' || actor_name from audit_events where subject_kind = 'token'",
            &[],
        )
        .await;
    assert_eq!(audited, ["created by ada"]);
    // The sample calls hold the secret and the real address, each ready to be run.
    let calls = made.all("main .copyable .num");
    assert!(
        calls[0].contains(&secret) && calls[0].contains("/api/cpn/create"),
        "{calls:?}"
    );
}

#[actix_web::test]
async fn a_revoked_token_is_refused_in_every_process_at_once() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;
    let (_, secret) = make(&admin, "axim", "").await;
    let second = app.second_process().await;
    let elsewhere = app.anonymous().at(&second);
    assert_eq!(ask(&elsewhere, &secret).await.status(), 200);
    let id = app
        .database()
        .texts("select id from tokens", &[])
        .await
        .remove(0);
    let page = admin.get(&format!("/tokens/{id}")).await;
    assert!(
        page.text().contains("127.0.0.1"),
        "last use: {}",
        page.text()
    );

    let asked = admin.get(&page.link("Revoke").unwrap()).await;
    assert!(
        asked.heading().contains("ERP import") && asked.text().contains("127.0.0.1"),
        "{}",
        asked.text()
    );
    assert_eq!(
        ask(&elsewhere, &secret).await.status(),
        200,
        "asking revokes nothing"
    );
    let revoked = admin.submit(&asked.form("Revoke")).await;

    assert_eq!(revoked.status(), 303);
    assert_eq!(ask(&elsewhere, &secret).await.status(), 401);
    assert_eq!(ask(&app.anonymous(), &secret).await.status(), 401);
    let page = admin.follow(&revoked).await;
    assert!(page.text().contains("Revoked on"), "{}", page.text());
    assert!(page.link("Revoke").is_none() && page.link("New token").is_some());
    let again = admin
        .post_form(&format!("/tokens/{id}/revocation"), &[])
        .await;
    assert_eq!(again.status(), 303);
    let audited = "select count(*) from audit_events where action = 'revoked'";
    assert_eq!(app.database().count(audited).await, 1);
}

#[actix_web::test]
async fn a_token_rests_while_its_maker_is_disabled() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;
    let (_, secret) = make(&admin, "axim", "").await;
    assert_eq!(ask(&app.anonymous(), &secret).await.status(), 200);

    app.given().disabled(&ada).await;

    assert_eq!(ask(&app.anonymous(), &secret).await.status(), 401);
}

#[actix_web::test]
async fn the_form_comes_back_with_every_problem() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;
    let fields = [
        ("name", " "),
        ("contract", "axim"),
        ("scope", ""),
        ("companies", "128, nobody"),
        ("last_day", "2020-01-01"),
        ("carrier", "basic"),
    ];
    let shoxl = [
        ("name", "Shop"),
        ("contract", "shoxl"),
        ("scope", "write"),
        ("carrier", "pigeon"),
    ];

    let refused = admin.post_form("/tokens", &fields).await;
    let refused_shoxl = admin.post_form("/tokens", &shoxl).await;

    assert_eq!(refused.status(), 422);
    assert_eq!(
        refused.problems(),
        [
            "Enter the name",
            "Choose its rights",
            "“128” is not an account number: search for the company and tick it",
            "Choose a day that is still to come",
        ]
    );
    assert_eq!(
        refused_shoxl.problems(),
        [
            "Shoxl only reads: choose “Read”",
            "Choose how requests carry it"
        ]
    );
    assert_eq!(app.database().count("select count(*) from tokens").await, 0);
}

#[actix_web::test]
async fn a_token_lasts_until_the_end_of_its_last_day() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;
    let database = app.database();
    database
        .execute("update users set time_zone = 'Europe/Berlin'", &[])
        .await;
    let fields = [
        ("name", "Shop"),
        ("contract", "shoxl"),
        ("scope", "read"),
        ("last_day", "2099-06-30"),
        ("carrier", "api-key"),
    ];

    let made = admin.post_form("/tokens", &fields).await;

    assert_eq!(made.status(), 200, "{}", made.body());
    let stored = database
        .texts(
            "select concat_ws(' ', expires_at at time zone 'UTC', settings) from tokens",
            &[],
        )
        .await;
    assert_eq!(stored, [r#"2099-06-30 22:00:00 {"carriers": ["api-key"]}"#]);
    assert!(
        made.body().contains("X-API-Key: cpndesk_"),
        "{}",
        made.body()
    );
}

#[actix_web::test]
async fn how_requests_carry_it_matters_for_shoxl_alone() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;
    let fields = [
        ("name", "ERP"),
        ("contract", "axim"),
        ("scope", "write"),
        ("carrier", "api-key"),
    ];

    let made = admin.post_form("/tokens", &fields).await;

    assert_eq!(made.status(), 200, "{}", made.body());
    let stored = app
        .database()
        .texts("select settings::text from tokens", &[])
        .await;
    assert_eq!(stored, ["{}"]);
}

#[actix_web::test]
async fn every_contract_has_calls_to_copy_in_both_languages() {
    let app = TestApp::spawn().await;
    app.given()
        .company("O'Neill & Sons")
        .cpn("A", "PUMP-4411")
        .await;
    let ada = app.given().admin("ada").await;
    let admin = app.given_signed_in(&ada).await;

    for (contract, path) in [
        ("axim", "/api/cpn/create"),
        ("shoxl", "/Shoxl/v1/GetCustomerProducts"),
        ("store-api", "/store-api/account/login"),
        ("v1", "/api/v1/resolve"),
    ] {
        let (made, secret) = make(&admin, contract, "").await;
        let call = &made.all("main .copyable .num")[0];
        assert!(call.contains(path) && call.contains(&secret), "{call}");
    }
    assert!(
        app.database()
            .count("select count(*) from tokens where hint like 'SWSC…%'")
            .await
            == 1
    );
    let shoxl = admin.get("/tokens").await;
    assert_eq!(shoxl.rows().len(), 4);
    app.database()
        .execute("update users set language = 'de'", &[])
        .await;
    for id in app.database().texts("select id from tokens", &[]).await {
        let page = admin.get(&format!("/tokens/{id}")).await;
        assert_eq!(page.status(), 200);
        assert!(page.text().contains("Beispielaufrufe"), "{}", page.text());
    }
}

#[actix_web::test]
async fn the_command_line_makes_lists_and_revokes() {
    let app = TestApp::spawn().await;
    let mine = app.given().company("128").cpn("A-1", "PUMP-4411").await;
    app.given().company("129").cpn("B-1", "PUMP-4411").await;

    let secret = said(
        &app,
        &[
            "token",
            "add",
            "--name",
            "erp",
            "--contract",
            "axim",
            "--scope",
            "read",
            "--company",
            "128",
        ],
    );
    let key = said(
        &app,
        &["token", "add", "--name", "shop", "--contract", "store-api"],
    );

    assert!(
        secret.starts_with("cpndesk_") && !secret.contains(char::is_whitespace),
        "{secret}"
    );
    assert!(key.starts_with("SWSC") && key.len() == 26, "{key}");
    let seen = ask(&app.anonymous(), &secret).await;
    assert_eq!(seen.status(), 200);
    assert!(
        seen.body().contains(&mine.object_id()) && !seen.body().contains("B-1"),
        "{}",
        seen.body()
    );
    let listed: Value = serde_json::from_str(&said(&app, &["token", "list", "--json"])).unwrap();
    assert_eq!(listed[1]["name"], "erp");
    assert_eq!(listed[1]["companies"][0], "128");
    assert_eq!(listed[1]["last_used_address"], "127.0.0.1");
    assert!(!listed.to_string().contains(&secret));
    said(&app, &["token", "revoke", "erp"]);
    assert_eq!(ask(&app.anonymous(), &secret).await.status(), 401);
    for wrong in [
        &["token", "revoke", "erp"][..],
        &[
            "token",
            "add",
            "--name",
            "x",
            "--contract",
            "axim",
            "--company",
            "nobody",
        ],
        &[
            "token",
            "add",
            "--name",
            "x",
            "--contract",
            "axim",
            "--expires",
            "2020-01-01",
        ],
        &["token", "add", "--name", " ", "--contract", "axim"],
        &["token", "add", "--name", "x", "--contract", "soap"],
    ] {
        let output = command(&app, wrong);
        assert!(
            !output.status.success() && output.stdout.is_empty(),
            "{wrong:?}"
        );
    }
}

#[actix_web::test]
async fn a_token_that_asks_too_often_is_told_when_to_come_again() {
    let app = TestApp::with(&["--contract-requests", "10"]).await;
    let client = app.anonymous();
    let axim = app.given().token("axim").there().await.secret;
    let other = app.given().token("axim").there().await.secret;
    let shoxl = app.given().token("shoxl").there().await.secret;
    let body = r#"{"accountNumber":"128","productNumbers":[]}"#;
    let lookup = || {
        let request = client.request(Method::POST, "/Shoxl/v1/GetCustomerProducts");
        client.send(request.bearer_auth(&shoxl).body(body))
    };

    assert_eq!(ask(&client, &axim).await.status(), 200);
    let refused = ask(&client, &axim).await;
    assert_eq!(lookup().await.status(), 200);
    let refused_lookup = lookup().await;

    assert_eq!((refused.status(), refused_lookup.status()), (429, 429));
    for answer in [&refused, &refused_lookup] {
        let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=6).contains(&seconds), "{seconds}");
    }
    let refused: Value = serde_json::from_str(refused.body()).unwrap();
    assert_eq!(refused["success"], false);
    let refused_lookup: Value = serde_json::from_str(refused_lookup.body()).unwrap();
    assert_eq!(refused_lookup["errorCode"], "TOO_MANY_REQUESTS");
    assert_eq!(refused_lookup["customerProducts"], serde_json::json!([]));
    // It is the token that is counted, not the address.
    assert_eq!(ask(&client, &other).await.status(), 200);
}
