//! Passwords: how they are stored, which are taken, and that checking them gives nothing away.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use argon2::{Argon2, Params, PasswordHasher as _};
use futures_util::future::{join, join_all};

use crate::harness::{Client, PASSWORD, Page, Person, TestApp};

/// Believes what the test says of where a request comes from: ten sign-ins a minute are all that one network has.
const BEHIND_PROXY: [&str; 2] = ["--trusted-proxies", "127.0.0.1"];

async fn try_to_sign_in(browser: &Client, email: &str, password: &str) -> Page {
    let fields = [("email", email), ("password", password)];
    browser.post_form("/sign-in", &fields).await
}

/// Chooses a password by a fresh link, in the browser it gives back.
async fn choose(app: &TestApp, person: &Person, password: &str) -> Page {
    let link = app.given().link("reset", person).await;
    let fields = [("password", password), ("repeated", password)];
    app.anonymous()
        .post_form(&format!("/password-reset/{link}"), &fields)
        .await
}

async fn stored_hash(app: &TestApp, person: &Person) -> String {
    let query = "select password_hash from users where id = $1::text::uuid";
    app.database().texts(query, &[&person.id]).await.remove(0)
}

fn assert_strong(hash: &str) {
    let parts: Vec<&str> = hash.split('$').collect();
    assert_eq!(parts[1..3], ["argon2id", "v=19"], "{hash}");
    let cost: Vec<u32> = parts[3]
        .split(',')
        .map(|part| part.split_once('=').unwrap().1.parse().unwrap())
        .collect();
    assert!(cost[0] >= 19_456 && cost[1] >= 2 && cost[2] >= 1, "{hash}");
    assert!(parts[4].len() >= 22, "{hash}");
}

#[actix_web::test]
async fn s01_passwords_are_stored_as_argon2id_and_weaker_hashes_are_replaced() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let bob = app.given().company("Acme").buyer("bob").await;

    choose(&app, &eve, "twelve green bolts").await;
    choose(&app, &bob, "twelve green bolts").await;
    let fresh = stored_hash(&app, &eve).await;
    let other = stored_hash(&app, &bob).await;
    let weak = Argon2::from(Params::new(8 * 1024, 1, 1, None).unwrap())
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string();
    let weaken = "update users set password_hash = $2 where id = $1::text::uuid";
    app.database().execute(weaken, &[&eve.id, &weak]).await;
    app.sign_in(&eve).await;
    let strengthened = stored_hash(&app, &eve).await;

    assert_strong(&fresh);
    assert_ne!(fresh, other, "each has a salt of its own");
    assert_strong(&strengthened);
    assert_ne!(strengthened, weak);
}

#[actix_web::test]
async fn s02_a_flood_of_sign_ins_starves_nobody() {
    let app = TestApp::with(&BEHIND_PROXY).await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let reader = app.given_signed_in(&eve).await;
    let flood = join_all((0..200).map(|n| {
        let app = &app;
        async move {
            let browser = app.anonymous().seen_from(&format!("10.0.0.{n}"));
            try_to_sign_in(&browser, &format!("nobody{n}@example.com"), "wrong").await
        }
    }));
    let meanwhile = async {
        let mut times = Vec::new();
        for _ in 0..20 {
            let begun = Instant::now();
            assert_eq!(reader.get("/healthz").await.status(), 200);
            times.push(begun.elapsed());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        times.sort();
        (times, reader.get("/account").await)
    };

    let (answers, (times, page)) = join(flood, meanwhile).await;

    for answer in &answers {
        assert!(
            [422, 429, 503].contains(&answer.status()),
            "{}",
            answer.status()
        );
        if answer.status() != 422 {
            let wait: u32 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!(wait > 0);
        }
    }
    assert!(answers.iter().any(|answer| answer.status() == 422));
    // An event loop that hashes would keep each of these waiting for the whole queue.
    assert!(times[10] < Duration::from_millis(500), "{times:?}");
    assert!([200, 503].contains(&page.status()), "{}", page.status());
    assert_eq!(reader.get("/account").await.status(), 200);
}

#[actix_web::test]
async fn s03_any_long_enough_password_is_taken_whole() {
    let app = TestApp::with(&BEHIND_PROXY).await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let long = "xy".repeat(64);
    let almost = format!("{}z", &long[..127]);

    for refused in ["", "11 letters!", "ab cd ef gh"] {
        assert_eq!(choose(&app, &eve, refused).await.status(), 422, "{refused}");
    }
    for (number, taken) in ["        \u{1F600} höhe", "ALLES GROSS UND LANG", &long]
        .into_iter()
        .enumerate()
    {
        assert_eq!(choose(&app, &eve, taken).await.status(), 303, "{taken:?}");
        let browser = app.anonymous().seen_from(&format!("10.1.0.{number}"));
        let lower = taken.to_lowercase();
        let right = try_to_sign_in(&browser, &eve.email, taken).await;
        assert_eq!(right.status(), 303, "{taken:?}");
        if lower != taken {
            let folded = try_to_sign_in(&browser, &eve.email, &lower).await;
            assert_eq!(folded.status(), 422, "{lower:?}");
        }
        let trimmed = try_to_sign_in(&browser, &eve.email, taken.trim()).await;
        assert_eq!(trimmed.status() == 303, taken.trim() == taken, "{taken:?}");
    }
    let browser = app.anonymous().seen_from("10.1.1.1");
    let cut = try_to_sign_in(&browser, &eve.email, &almost).await;
    let begun = Instant::now();
    let huge = try_to_sign_in(&browser, &eve.email, &"x".repeat(1 << 20)).await;

    assert_eq!(cut.status(), 422, "a password counts to its last character");
    assert_eq!(huge.status(), 413);
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "refused before hashing"
    );
}

#[actix_web::test]
async fn s03_the_least_length_is_a_setting() {
    let app = TestApp::with(&["--password-length", "20"]).await;
    let eve = app.given().company("Acme").buyer("eve").await;

    assert_eq!(
        choose(&app, &eve, "nineteen characters").await.status(),
        422
    );
    assert_eq!(
        choose(&app, &eve, "twenty characters ok").await.status(),
        303
    );
}

#[actix_web::test]
async fn s04_passwords_that_everybody_tries_are_refused_with_the_reason() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Company Name").buyer("eve-adams").await;
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/common_passwords.txt");
    let list = fs::read_to_string(list).unwrap();
    let common: Vec<&str> = list
        .lines()
        .filter(|word| word.chars().count() >= 12)
        .collect();
    assert!(common.len() > 50);

    let guesses = [
        "CompanyName2026!",
        "cpn-desk-cpn-desk",
        "Eve-Adams-2026",
        "aaaaaaaaaaaaaaaa",
    ];
    for guess in common.into_iter().step_by(7).chain(guesses) {
        let page = choose(&app, &eve, guess).await;
        assert_eq!(page.status(), 422, "{guess}");
        assert!(!page.problems().is_empty(), "{guess}");
        assert!(!page.body().contains(guess), "a page never repeats it");
    }
}

#[actix_web::test]
async fn s05_password_fields_are_made_for_password_managers() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let link = app.given().link("invitation", &eve).await;
    let browser = app.given_signed_in(&eve).await;

    for (path, expected) in [
        ("/sign-in".to_owned(), vec!["username", "current-password"]),
        (
            format!("/invitation/{link}"),
            vec!["new-password", "new-password"],
        ),
        (
            "/account".to_owned(),
            vec!["current-password", "new-password", "new-password"],
        ),
    ] {
        let page = if path == "/account" {
            browser.get(&path).await
        } else {
            app.anonymous().get(&path).await
        };
        let told = page.attributes("input[autocomplete]", "autocomplete");
        for word in &expected {
            let wanted = expected.iter().filter(|other| *other == word).count();
            let found = told.iter().filter(|other| other == word).count();
            assert!(found >= wanted, "{path}: {word}, {told:?}");
        }
        let hidden = page.attributes("input[type=password]", "id");
        let revealed = page.attributes("button[data-reveal]", "data-reveal");
        assert_eq!(hidden, revealed, "{path}: each can be shown");
        assert!(
            page.attributes("input[type=password]", "maxlength")
                .is_empty(),
            "{path}: a field that cuts what is pasted"
        );
        assert!(!page.body().contains("onpaste"), "{path}");
    }
}

/// Status, headers and body, without what names the one who asked or the moment.
fn told(page: &Page, email: &str) -> String {
    let mut headers: Vec<String> = page
        .headers()
        .iter()
        .filter(|(name, _)| *name != "date" && *name != "x-request-id")
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    let body = page.body().replace(email, "EMAIL");
    format!("{} {headers:#?} {body}", page.status())
}

#[actix_web::test]
async fn s06_a_refused_sign_in_tells_nothing_of_why() {
    let app = TestApp::with(&BEHIND_PROXY).await;
    let given = app.given();
    let eve = given.company("Acme").buyer("known").await;
    let out = given.company("Acme").buyer("outed").await;
    given.disabled(&out).await;
    let cases = ["known", "outed", "nobod"].map(|name| format!("{name}@example.com"));
    let mut times: [Vec<Duration>; 3] = Default::default();
    let mut answers = Vec::new();

    for round in 0..8 {
        for (case, email) in cases.iter().enumerate() {
            let browser = app.anonymous().seen_from(&format!("10.2.{case}.{round}"));
            let begun = Instant::now();
            let answer = try_to_sign_in(&browser, email, "wrong password").await;
            times[case].push(begun.elapsed());
            answers.push(told(&answer, email));
        }
    }
    // The account waits on one network; even the right password is not looked at.
    let waiting = app.anonymous().seen_from("10.3.0.1");
    for _ in 0..10 {
        let failed = "insert into sign_in_attempts (id, email_key, address, failed, at)
            values (gen_random_uuid(), $1, '10.3.0.1', true, now() - interval '2 minutes')";
        app.database().execute(failed, &[&eve.email]).await;
    }
    let waits = try_to_sign_in(&waiting, &eve.email, PASSWORD).await;

    answers.push(told(&waits, &eve.email));
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert!(answers[0].starts_with("422"));
    let medians = times.map(|mut of| {
        of.sort();
        of[of.len() / 2]
    });
    // Without the hash of nobody's password two of them would be ten times as fast.
    let (least, most) = (medians.iter().min().unwrap(), medians.iter().max().unwrap());
    assert!(*most < *least * 3, "{medians:?}");
}
