//! People: inviting them, what they may, shutting them out, and what they set for themselves.

use reqwest::Method;

use crate::harness::{Client, PASSWORD, Page, TestApp};

async fn admin(app: &TestApp) -> Client {
    let ada = app.given().admin("ada").await;
    app.given_signed_in(&ada).await
}

/// Invites somebody and gives the path of the link.
async fn invited(browser: &Client, fields: &[(&str, &str)]) -> String {
    let mut form = browser.get("/users/new").await.form("Invite");
    for (name, value) in fields {
        form = form.set(name, value);
    }
    let answer = browser.submit(&form).await;
    assert_eq!(answer.status(), 200, "{}", answer.text());
    link_on(&answer)
}

/// The path of the one-time link a page shows.
fn link_on(page: &Page) -> String {
    let shown = page.all("main .num").remove(0);
    let (_, path) = shown.split_once("://").unwrap();
    path[path.find('/').unwrap()..].to_owned()
}

/// The address of somebody's page.
async fn page_of(browser: &Client, name: &str) -> String {
    let list = browser.get(&format!("/users?q={name}")).await;
    list.attributes("tbody th a", "href").remove(0)
}

#[actix_web::test]
async fn who_is_invited_chooses_a_password_and_is_in() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    app.given().company("Acme").there().await;
    let fields = [
        ("email", "bo@example.com"),
        ("name", "Bo"),
        ("role", "buyer"),
        ("companies", "acme"),
        ("read_only", "on"),
    ];

    let link = invited(&browser, &fields).await;
    let guest = app.anonymous();
    let form = guest.get(&link).await.form("Save password and sign in");
    let weak = form.clone().set("password", "password1234");
    let weak = guest.submit(&weak.set("repeated", "password1234")).await;
    let unlike = form.clone().set("password", "purple monkey dishes");
    let unlike = guest.submit(&unlike).await;
    let good = form
        .set("password", "purple monkey dishes")
        .set("repeated", "purple monkey dishes");
    let signed_in = guest.submit(&good).await;

    assert_eq!(weak.status(), 422);
    assert!(
        weak.problems()[0].contains("tried first"),
        "{:?}",
        weak.problems()
    );
    assert_eq!(unlike.problems(), ["The two entries differ"]);
    assert_eq!((signed_in.status(), signed_in.location()), (303, Some("/")));
    assert_eq!(guest.get("/").await.status(), 200);
    assert_eq!(guest.get(&link).await.status(), 410);
    let row = browser.get("/users?q=bo").await.rows().remove(0);
    assert_eq!(row[1..4], ["Buyer, read only", "Acme", "Active"]);
    assert!(row[0].starts_with("Bobo@example.com"), "{row:?}");
    assert_ne!(row[4], "Never");
}

#[actix_web::test]
async fn all_that_is_wrong_with_an_invitation_comes_at_once_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let form = browser.get("/users/new").await.form("Invite");

    let empty = browser.submit(&form).await;
    let wrong = form
        .clone()
        .set("email", "nobody")
        .set("name", "No")
        .set("role", "buyer")
        .set("companies", "NOPE");
    let wrong = browser.submit(&wrong).await;
    let unknown = form
        .clone()
        .set("email", "no@example.com")
        .set("name", "No")
        .set("role", "buyer")
        .set("companies", "NOPE");
    let unknown = browser.submit(&unknown).await;
    let taken = form
        .set("email", "ADA@example.com")
        .set("name", "Ada")
        .set("role", "admin");
    let taken = browser.submit(&taken).await;

    assert_eq!(empty.status(), 422);
    assert_eq!(
        empty.problems(),
        [
            "Enter the e-mail address",
            "Enter the name",
            "Choose a role"
        ]
    );
    assert_eq!(
        wrong.problems(),
        ["Enter an e-mail address such as name@example.com"]
    );
    assert_eq!(wrong.field("E-mail").as_deref(), Some("nobody"));
    assert_eq!(wrong.field("Add by name").as_deref(), Some("NOPE"));
    assert_eq!(
        unknown.problems(),
        ["“NOPE” is not an account number: search for the company and tick it"]
    );
    assert_eq!(
        taken.problems(),
        ["There is somebody with “ADA@example.com” already"]
    );
}

#[actix_web::test]
async fn another_role_or_company_counts_at_once() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let other = app.given().company("Other").there().await;
    let theirs = app.given_signed_in(&bo).await;
    let url = page_of(&browser, "bo").await;
    let other_page = format!("{}/settings", other.url());
    let form = browser.get(&url).await.form("Save");

    let before = theirs.get(&other_page).await.status();
    let two = form.clone().set("companies", "Acme, Other");
    let two = browser.submit(&two).await;
    let manager = form.set("role", "manager").set("companies", "Acme, Other");
    let saved = browser.submit(&manager).await;
    let out = theirs.get(&other_page).await.status();
    let after = app.sign_in(&bo).await.get(&other_page).await.status();
    let stale = browser.submit(&manager.set("name", "Late")).await;

    assert_eq!(two.problems(), ["A buyer belongs to exactly one company"]);
    assert_eq!(saved.status(), 303);
    // Not theirs is not there; theirs, but for admins, is refused.
    assert_eq!((before, out, after), (404, 303, 403));
    assert_eq!(stale.status(), 409);
    assert!(
        stale.text().contains("bo · Account manager · Acme, Other"),
        "{}",
        stale.text()
    );
    assert_eq!(browser.submit(&stale.form("Save")).await.status(), 303);
}

#[actix_web::test]
async fn the_last_admin_stays_one() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    app.given().company("Acme").there().await;
    let url = page_of(&browser, "ada").await;
    let page = browser.get(&url).await;

    let demoted = page.form("Save").set("role", "manager");
    let demoted = browser.submit(&demoted).await;
    let disabled = browser.submit(&page.form("Disable")).await;

    let last = ["This is the last active admin. Make somebody else an admin first"];
    assert_eq!(
        (demoted.status(), demoted.problems()),
        (422, last.map(str::to_owned).to_vec())
    );
    assert_eq!(disabled.status(), 422);
    assert!(disabled.body().contains(last[0]), "{}", disabled.text());
    assert_eq!(browser.get("/users").await.status(), 200);
}

#[actix_web::test]
async fn who_is_disabled_is_out_and_may_come_back() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let theirs = app.given_signed_in(&bo).await;
    let url = page_of(&browser, "bo").await;

    let disabled = browser
        .submit(&browser.get(&url).await.form("Disable"))
        .await;
    let out = theirs.get("/").await;
    let fields = [("email", bo.email.as_str()), ("password", PASSWORD)];
    let refused = app.anonymous().post_form("/sign-in", &fields).await;
    let page = browser.follow(&disabled).await;
    let state = page.all(".page-head-actions").join("");
    browser.submit(&page.form("Enable")).await;
    let back = app.sign_in(&bo).await.get("/").await;
    let told = browser.get("/audit?subject=user").await.rows().remove(0);

    assert_eq!(out.status(), 303);
    assert_eq!(refused.status(), 422);
    assert_eq!(state, "Disabled");
    assert!(told[1].starts_with("Person: enabledbo"), "{told:?}");
    assert_eq!(back.status(), 200);
}

#[actix_web::test]
async fn who_never_chose_a_password_is_invited_again_when_enabled() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    app.given().company("Acme").there().await;
    let fields = [
        ("email", "bo@example.com"),
        ("name", "Bo"),
        ("role", "buyer"),
        ("companies", "Acme"),
    ];
    invited(&browser, &fields).await;
    let url = page_of(&browser, "bo").await;
    let disabled = browser
        .submit(&browser.get(&url).await.form("Disable"))
        .await;
    let disabled = browser.follow(&disabled).await;
    let enabled = browser.submit(&disabled.form("Enable")).await;
    let enabled = browser.follow(&enabled).await;

    assert!(disabled.text().contains("Bo is disabled and signed out."));
    assert!(
        disabled.text().contains("has not chosen a password yet"),
        "{}",
        disabled.text()
    );
    assert!(
        enabled.text().contains("Bo is invited again."),
        "{}",
        enabled.text()
    );
}

#[actix_web::test]
async fn a_reset_link_ends_all_sessions_and_only_the_newest_works() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let theirs = app.given_signed_in(&bo).await;
    let url = page_of(&browser, "bo").await;
    let make = browser.get(&url).await.form("Make reset link");

    let first = link_on(&browser.submit(&make).await);
    let second = link_on(&browser.submit(&make).await);
    let guest = app.anonymous();
    let void = guest.get(&first).await.status();
    let form = guest.get(&second).await.form("Save password and sign in");
    let form = form
        .set("password", "green monkey dishes")
        .set("repeated", "green monkey dishes");
    let done = guest.submit(&form).await;

    assert_eq!(void, 410);
    assert_eq!(done.status(), 303);
    assert_eq!(theirs.get("/").await.status(), 303);
    let old = [("email", bo.email.as_str()), ("password", PASSWORD)];
    assert_eq!(
        app.anonymous().post_form("/sign-in", &old).await.status(),
        422
    );
    let new = [
        ("email", bo.email.as_str()),
        ("password", "green monkey dishes"),
    ];
    assert_eq!(
        app.anonymous().post_form("/sign-in", &new).await.status(),
        303
    );
}

#[actix_web::test]
async fn an_admin_ends_somebodys_sessions() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let theirs = app.given_signed_in(&bo).await;
    let url = page_of(&browser, "bo").await;

    let ended = browser
        .submit(&browser.get(&url).await.form("End sessions"))
        .await;

    assert_eq!(ended.status(), 303);
    assert_eq!(theirs.get("/").await.status(), 303);
    assert_eq!(browser.get("/").await.status(), 200);
}

#[actix_web::test]
async fn people_are_found_by_name_address_role_and_state() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    app.given().company("Acme").buyer("bo").await;
    app.given().company("Acme").manager("mia").await;
    let names = async |query: &str| {
        browser
            .get(&format!("/users{query}"))
            .await
            .all("tbody th a")
    };

    assert_eq!(names("").await, ["ada", "bo", "mia"]);
    assert_eq!(names("?q=MIA%40example").await, ["mia"]);
    assert_eq!(names("?role=buyer").await, ["bo"]);
    assert_eq!(names("?state=disabled").await, Vec::<String>::new());
    assert_eq!(names("?q=_").await, Vec::<String>::new());
}

#[actix_web::test]
async fn what_somebody_sets_for_themselves_holds_on_the_next_page() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let form = browser.get("/account").await.form("Save");

    let bad = form.clone().set("name", " ").set("time_zone", "Mars/Base");
    let bad = browser.submit(&bad).await;
    let form = form
        .set("name", "Ada L.")
        .set("language", "de")
        .set("time_zone", "Europe/Berlin")
        .set("theme", "dark")
        .set("density", "compact");
    let saved = browser.submit(&form).await;
    let page = browser.follow(&saved).await;

    assert_eq!(bad.status(), 422);
    assert_eq!(bad.problems().len(), 2, "{:?}", bad.problems());
    assert_eq!(saved.status(), 303);
    assert_eq!(page.heading(), "Konto");
    assert_eq!(page.attributes("html", "data-bs-theme"), ["dark"]);
    assert_eq!(page.attributes("html", "lang"), ["de"]);
    assert!(page.attributes("body", "class")[0].contains("density-compact"));
    assert_eq!(page.field("Zeitzone").as_deref(), Some("Europe/Berlin"));
}

#[actix_web::test]
async fn shortcuts_can_be_switched_off() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let mut form = browser.get("/account").await.form("Save");
    form.fields.retain(|(name, _)| name != "shortcuts");

    let before = browser.get("/").await;
    browser.submit(&form).await;
    let after = browser.get("/").await;

    assert_eq!(before.attributes("body", "data-shortcuts"), ["on"]);
    assert_eq!(after.attributes("body", "data-shortcuts"), ["off"]);
    assert!(
        before
            .html()
            .select(&scraper::Selector::parse("#shortcut-help").unwrap())
            .next()
            .is_some()
    );
    assert!(!after.body().contains("id=\"shortcut-help\""));
}

#[actix_web::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let browser = app.given_signed_in(&ada).await;
    let other = app.given_signed_in(&ada).await;
    let form = browser.get("/account").await.form("Change password");
    let new = "yellow monkey dishes";

    let wrong = form.clone().set("current", "not it").set("password", new);
    let wrong = browser.submit(&wrong.set("repeated", new)).await;
    let right = form.set("current", PASSWORD).set("password", new);
    let right = browser.submit(&right.set("repeated", new)).await;

    assert_eq!(wrong.status(), 422);
    assert_eq!(wrong.problems(), ["This is not your current password"]);
    assert_eq!(right.status(), 303);
    assert_eq!(browser.get("/account").await.status(), 200);
    assert_eq!(other.get("/account").await.status(), 303);
    let fields = [("email", ada.email.as_str()), ("password", new)];
    assert_eq!(
        app.anonymous()
            .post_form("/sign-in", &fields)
            .await
            .status(),
        303
    );
}

#[actix_web::test]
async fn everybody_sees_and_ends_their_own_sessions_and_nobody_elses() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let browser = app.given_signed_in(&ada).await;
    let other = app.given_signed_in(&ada).await;
    let third = app.given_signed_in(&ada).await;
    let stranger = app.given_signed_in(&bo).await;
    let page = browser.get("/account").await;

    let one = page.form("End");
    let fields = [("session", one.value("session").unwrap())];
    stranger.post_form(&one.action, &fields).await;
    let untouched = browser.get("/account").await.rows().len();
    let alive = [&other, &third];
    let ended = browser.submit(&one).await;
    let mut left = 0;
    for session in alive {
        left += usize::from(session.get("/").await.status() == 200);
    }
    let rest = browser.get("/account").await.form("End all others");
    browser.submit(&rest).await;

    assert_eq!(page.rows().len(), 3);
    assert_eq!(untouched, 3);
    assert_eq!(ended.status(), 303);
    assert_eq!(left, 1);
    assert_eq!(browser.get("/account").await.rows().len(), 1);
    assert_eq!(stranger.get("/").await.status(), 200);
}

#[actix_web::test]
async fn who_is_invited_reads_on_in_the_language_of_their_browser() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let link = app.given().link("invitation", &eve).await;
    let guest = app.anonymous();
    let password = "purple monkey dishes";

    let accepted = guest
        .request(Method::POST, &format!("/invitation/{link}"))
        .header("sec-fetch-site", "same-origin")
        .header("accept-language", "de-AT,de;q=0.9")
        .form(&[("password", password), ("repeated", password)]);
    let accepted = guest.send(accepted).await;
    let start = guest.get("/account").await;

    assert_eq!(accepted.status(), 303, "{}", accepted.text());
    assert_eq!(start.attributes("html", "lang"), ["de"]);
}
