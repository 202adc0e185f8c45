//! The second step of signing in: a code once, half minutes beside, recovery codes, and who can switch it off.

use chrono::{DateTime, Duration, Utc};
use totp_rs::{Builder, Secret};

use crate::harness::{Client, PASSWORD, Page, TestApp};

const PATH: &str = "/account/second-step";

/// The code of a moment, computed as an app does from the key the page shows.
fn code(key: &str, at: DateTime<Utc>) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new()
        .with_secret(secret)
        .with_account_name("app")
        .build()
        .unwrap();
    totp.generate(u64::try_from(at.timestamp()).unwrap())
        .to_string()
}

/// Switches it on with the code of the half minute before, so that the one of now is still good: the key and the recovery codes.
async fn switch_on(browser: &Client) -> (String, Vec<String>) {
    browser.post_form(PATH, &[("current", PASSWORD)]).await;
    let key = browser.get(PATH).await.all(".num").remove(0);
    let first = code(&key, Utc::now() - Duration::seconds(30));
    let shown = browser
        .post_form("/account/second-step/confirmation", &[("code", &first)])
        .await;
    assert_eq!(shown.status(), 200, "{}", shown.text());
    let codes = shown.all("#codes").remove(0);
    (key, codes.split_whitespace().map(str::to_owned).collect())
}

/// Signs in with the password and gives the page that asks for the code.
async fn asked(browser: &Client, email: &str) -> Page {
    let fields = [("email", email), ("password", PASSWORD)];
    browser.post_form("/sign-in", &fields).await
}

async fn answer(browser: &Client, asked: &Page, code: &str) -> Page {
    let form = asked.form("Sign in").set("code", code);
    browser.submit(&form).await
}

#[actix_web::test]
async fn a_code_is_asked_for_after_the_password_and_works_once() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let (key, _) = switch_on(&app.given_signed_in(&ada).await).await;
    let now = code(&key, Utc::now());
    let (first, second) = (app.anonymous(), app.anonymous());

    let page = asked(&first, &ada.email).await;
    let before = first.get("/account").await;
    let wrong = answer(&first, &page, "000000").await;
    let right = answer(&first, &page, &now).await;
    let page = asked(&second, &ada.email).await;
    let again = answer(&second, &page, &now).await;

    assert_eq!((page.status(), before.status()), (200, 303));
    assert_eq!(wrong.status(), 422);
    assert_eq!(wrong.problems().len(), 1);
    assert_eq!((right.status(), right.location()), (303, Some("/")));
    assert_eq!(first.get("/account").await.status(), 200);
    assert_eq!(again.status(), 422);
    assert_eq!(second.get("/account").await.status(), 303);
}

#[actix_web::test]
async fn each_recovery_code_lets_in_once() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let browser = app.given_signed_in(&ada).await;
    let (_, codes) = switch_on(&browser).await;
    let (first, second) = (app.anonymous(), app.anonymous());

    let page = asked(&first, &ada.email).await;
    let right = answer(&first, &page, &codes[0].to_lowercase()).await;
    let page = asked(&second, &ada.email).await;
    let again = answer(&second, &page, &codes[0]).await;
    let left = browser.get(PATH).await.text();

    assert_eq!(codes.len(), 10);
    assert_eq!(right.status(), 303);
    assert_eq!(again.status(), 422);
    assert!(left.contains("9 recovery codes are left"), "{left}");
}

#[actix_web::test]
async fn after_five_wrong_codes_the_password_comes_first_again() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let (key, _) = switch_on(&app.given_signed_in(&ada).await).await;
    let browser = app.anonymous();
    let page = asked(&browser, &ada.email).await;

    for _ in 0..5 {
        answer(&browser, &page, "000000").await;
    }
    let over = answer(&browser, &page, &code(&key, Utc::now())).await;

    assert_eq!(over.status(), 422);
    assert_eq!(over.heading(), "Sign in");
}

#[actix_web::test]
async fn nothing_is_asked_for_until_a_first_code_was_right_and_all_takes_the_password() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let browser = app.given_signed_in(&ada).await;

    let without = browser.post_form(PATH, &[("current", "wrong")]).await;
    browser.post_form(PATH, &[("current", PASSWORD)]).await;
    let wrong = browser
        .post_form("/account/second-step/confirmation", &[("code", "000000")])
        .await;
    let unasked = asked(&app.anonymous(), &ada.email).await;
    switch_on(&browser).await;
    let kept = browser
        .post_form("/account/second-step/removal", &[("current", "wrong")])
        .await;
    let removed = browser
        .post_form("/account/second-step/removal", &[("current", PASSWORD)])
        .await;
    let after = asked(&app.anonymous(), &ada.email).await;

    assert_eq!((without.status(), wrong.status()), (422, 422));
    assert_eq!(unasked.status(), 303);
    assert_eq!((kept.status(), removed.status()), (422, 303));
    assert_eq!(after.status(), 303);
}

#[actix_web::test]
async fn an_admin_switches_it_off_for_whoever_lost_the_phone() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let bo = app.given().company("Acme").buyer("bo").await;
    switch_on(&app.given_signed_in(&bo).await).await;
    let admin = app.given_signed_in(&ada).await;

    let page = admin.get(&format!("/users/{}", bo.id)).await;
    let form = page.form("Switch two-step sign-in off");
    let done = admin.submit(&form).await;

    assert_eq!(done.status(), 303);
    assert_eq!(asked(&app.anonymous(), &bo.email).await.status(), 303);
}

#[actix_web::test]
async fn admins_can_be_held_to_it_and_nobody_else() {
    let app = TestApp::with(&["--admins-second-step", "on"]).await;
    let ada = app.given().admin("ada").await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let browser = app.given_signed_in(&ada).await;

    let start = browser.get("/").await;
    let change = browser.post_form("/companies", &[("name", "Sly")]).await;
    let page = browser.get(PATH).await;
    let buyer = app.given_signed_in(&bo).await.get("/").await;
    switch_on(&browser).await;
    let after = browser.get("/").await;
    let kept = browser
        .post_form("/account/second-step/removal", &[("current", PASSWORD)])
        .await;

    assert_eq!((start.status(), start.location()), (303, Some(PATH)));
    assert_eq!((change.status(), change.location()), (303, Some(PATH)));
    let made = "select count(*) from companies where name = 'Sly'";
    assert_eq!(app.database().count(made).await, 0);
    assert!(page.text().contains("with two steps"), "{}", page.text());
    assert_eq!((buyer.status(), after.status()), (200, 200));
    assert_eq!(kept.status(), 409);
    assert_eq!(asked(&app.anonymous(), &ada.email).await.status(), 200);
    let page = browser.get(PATH).await;
    assert!(!page.text().contains("Switch two-step sign-in off"));
    assert_eq!(browser.post_form("/sign-out", &[]).await.status(), 303);
}

#[actix_web::test]
async fn the_command_line_switches_it_off_for_an_admin_who_is_alone() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    switch_on(&app.given_signed_in(&ada).await).await;
    let off = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
            .args(["--log", "error", "--database-url", &app.database().url()])
            .args(["user", "second-step-off", &ada.email])
            .output()
            .unwrap()
    };

    let done = off();
    let again = off();

    assert!(done.status.success(), "{done:?}");
    assert_eq!(asked(&app.anonymous(), &ada.email).await.status(), 303);
    assert!(!again.status.success());
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("without a second step"), "{said}");
    let trace = "select actor_kind from audit_events where action = 'second-step-off'";
    assert_eq!(app.database().texts(trace, &[]).await, ["command-line"]);
}
