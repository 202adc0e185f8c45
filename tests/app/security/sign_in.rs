//! Ways in: how often one may try, the first account, and links that work once.

use crate::harness::{Client, PASSWORD, Server, TestApp};

async fn try_to_sign_in(browser: &Client, email: &str, password: &str) -> u16 {
    let fields = [("email", email), ("password", password)];
    browser.post_form("/sign-in", &fields).await.status()
}

async fn time_goes_by(app: &TestApp, minutes: i32) {
    let moved = format!("update sign_in_attempts set at = at - interval '{minutes} minutes'");
    app.database().execute(&moved, &[]).await;
}

#[actix_web::test]
async fn s07_tries_are_counted_by_all_processes_together() {
    let flags = ["--trusted-proxies", "127.0.0.1"];
    let app = TestApp::with(&flags).await;
    let second = Server::start(app.database(), &flags).await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let here = app.anonymous().seen_from("10.0.0.1");
    let there = Client::of(&second).seen_from("10.0.0.1");

    for n in 0..10 {
        let browser = if n % 2 == 0 { &here } else { &there };
        assert_eq!(try_to_sign_in(browser, &eve.email, "wrong").await, 422);
    }
    let eleventh = here
        .post_form(
            "/sign-in",
            &[("email", "other@example.com"), ("password", "x")],
        )
        .await;
    time_goes_by(&app, 2).await;
    let restarted = Server::start(app.database(), &flags).await;
    let again = Client::of(&restarted).seen_from("10.0.0.1");
    let elsewhere = app.anonymous().seen_from("10.0.0.2");

    assert_eq!(eleventh.status(), 429, "ten a minute from one network");
    assert!(
        eleventh
            .header("retry-after")
            .unwrap()
            .parse::<u32>()
            .unwrap()
            <= 60
    );
    for browser in [&here, &there, &again] {
        let waits = try_to_sign_in(browser, &eve.email, PASSWORD).await;
        assert_eq!(waits, 422, "the pair of account and network waits");
    }
    assert_eq!(
        try_to_sign_in(&elsewhere, &eve.email, PASSWORD).await,
        303,
        "nobody is locked out of another network"
    );
    time_goes_by(&app, 9).await;
    assert_eq!(try_to_sign_in(&here, &eve.email, PASSWORD).await, 303);
}

#[actix_web::test]
async fn s08_there_is_no_account_before_the_first_admin_makes_one() {
    let app = TestApp::spawn().await;
    for name in [
        "admin",
        "sa",
        "root",
        "demo@example.com",
        "admin@example.com",
    ] {
        let password = name.split('@').next().unwrap();
        assert_eq!(try_to_sign_in(&app.anonymous(), name, password).await, 422);
    }
    let secret = app.given().set_up_link().await;
    let path = format!("/set-up/{secret}");
    let fields = [
        ("email", "ada@example.com"),
        ("name", "Ada"),
        ("password", PASSWORD),
        ("repeated", PASSWORD),
    ];

    let guessed = app.anonymous().get("/set-up/0123456789abcdef").await;
    let offered = app.anonymous().get(&path).await;
    let browser = app.anonymous();
    let done = browser.post_form(&path, &fields).await;
    let others = [
        ("email", "mallory@example.com"),
        ("name", "Mallory"),
        ("password", PASSWORD),
        ("repeated", PASSWORD),
    ];
    let twice = app.anonymous().post_form(&path, &others).await;

    assert_eq!((guessed.status(), offered.status()), (404, 200));
    assert_eq!((done.status(), done.location()), (303, Some("/")));
    assert_eq!(browser.get("/users").await.status(), 200);
    assert_eq!(twice.status(), 404);
    assert_eq!(app.anonymous().get(&path).await.status(), 404);
    let people = app.database().texts("select email from users", &[]).await;
    assert_eq!(people, ["ada@example.com"]);
}

#[actix_web::test]
async fn s09_links_work_once_and_for_a_while_and_end_every_session() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let kept = app.given_signed_in(&eve).await;
    let desk = app.given_signed_in(&admin).await;
    let issue = format!("/users/{}/link", eve.id);

    let superseded = link_on(desk.post_form(&issue, &[]).await.body());
    let link = link_on(desk.post_form(&issue, &[]).await.body());
    let fields = [
        ("password", "twelve green bolts"),
        ("repeated", "twelve green bolts"),
    ];
    let opened = app.anonymous().get(&link).await;
    let chosen = app.anonymous().post_form(&link, &fields).await;
    let secret = link.rsplit('/').next().unwrap();
    let stored = app
        .database()
        .texts(
            "select l::text from links l union all select a::text from audit_events a",
            &[],
        )
        .await;

    assert_eq!((opened.status(), chosen.status()), (200, 303));
    assert!(secret.len() >= 22, "{secret}: 128 bits at least");
    assert!(!stored.is_empty() && stored.iter().all(|row| !row.contains(secret)));
    for dead in [&superseded, &link] {
        assert_eq!(app.anonymous().get(dead).await.status(), 410, "{dead}");
        let again = app.anonymous().post_form(dead, &fields).await;
        assert_eq!(again.status(), 410, "{dead}");
    }
    assert_eq!(
        kept.get("/").await.status(),
        303,
        "a reset ends every session"
    );
    for (purpose, hours) in [("invitation", 24), ("reset", 1)] {
        let late = app.given().link(purpose, &eve).await;
        let age = "update links set expires_at = now() - interval '1 second' where used_at is null";
        app.database().execute(age, &[]).await;
        let path = if purpose == "reset" {
            "password-reset"
        } else {
            purpose
        };
        let page = app.anonymous().get(&format!("/{path}/{late}")).await;
        assert_eq!(page.status(), 410, "{purpose}");
        let longest = format!(
            "select coalesce(max(extract(epoch from expires_at - created_at)), 0)::bigint from links where purpose = '{purpose}'"
        );
        assert!(app.database().count(&longest).await <= hours * 3600);
    }
}

/// The path of the link that a page shows to be handed over.
fn link_on(body: &str) -> String {
    let start = body.find("/password-reset/").expect("no link on the page");
    body[start..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c))
        .collect()
}

#[actix_web::test]
async fn a_field_left_empty_is_no_try() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let browser = app.given_signed_in(&ada).await;

    let mut said = Vec::new();
    for _ in 0..6 {
        let page = app
            .anonymous()
            .post_form("/sign-in", &[("email", &ada.email), ("password", "")])
            .await;
        said.push(page.all("#error-summary a").join(" "));
        let page = browser
            .post_form("/account/second-step", &[("current", "")])
            .await;
        said.push(page.all("#error-summary a").join(" "));
    }
    let counted = app
        .database()
        .count("select count(*) from sign_in_attempts where failed")
        .await;

    let expected = ["Enter your password", "Enter your current password"];
    assert_eq!(said, expected.repeat(6));
    assert_eq!(counted, 0);
    assert_eq!(
        try_to_sign_in(&app.anonymous(), &ada.email, PASSWORD).await,
        303
    );
}
