//! What people type: markup, patterns, controls, lookalikes, and far too much of it.

use cpn_desk::testing::key;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use crate::harness::{Client, TestApp};
use crate::requests::HOSTILE;

fn query(name: &str, value: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish()
}

#[actix_web::test]
async fn s45_markup_is_text_wherever_it_shows() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    let mut paths = vec![
        "/".to_owned(),
        "/companies".to_owned(),
        "/products".to_owned(),
        "/users".to_owned(),
    ];
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let given = app.given();
        // Some of them are more than a number may hold; past the forms they are stored all the same.
        let name = format!("{hostile} {number}");
        let cpn = given.company(&name).cpn(hostile, &name).await;
        let person = given.company(&name).manager(&name).await;
        given.company(&name).locked(hostile).await;
        let company = format!("/companies/{}", cpn.company);
        let search = query("q", hostile);
        paths.extend([
            cpn.url(),
            format!("{}/edit", cpn.url()),
            format!("{company}/cpns"),
            format!("{company}/cpns?{search}"),
            format!("{company}/history"),
            format!("{company}/settings"),
            format!("{company}/uploads"),
            format!("/products/{}", cpn.product),
            format!("/products/{}/edit", cpn.product),
            format!("/users/{}", person.id),
            format!("/companies?{search}"),
            format!("/products?{search}"),
            format!("/search?{search}"),
            format!("/users?{search}"),
            format!("/sign-in?{}", query("next", hostile)),
            format!("/nowhere/{}", query("x", hostile)),
        ]);
    }

    for path in paths {
        let page = browser.get(&path).await;
        assert!(page.status() < 500, "{path}: {}", page.status());
        if !page
            .header("content-type")
            .unwrap_or_default()
            .starts_with("text/html")
        {
            continue;
        }
        for planted in [
            "script:not([src])",
            "[onerror]",
            "[onload]",
            "[onmouseover]",
            "img",
            "main b",
            "[href^=javascript]",
        ] {
            assert_eq!(page.all(planted).len(), 0, "{planted} on {path}");
        }
        for alien in ["[src]", "[href]", "[action]"] {
            let name = alien.trim_matches(['[', ']']);
            for address in page.attributes(alien, name) {
                assert!(
                    address.starts_with(['/', '#', '?']) || address.is_empty(),
                    "{address} on {path}"
                );
            }
        }
    }
}

#[actix_web::test]
async fn s46_patterns_of_the_database_are_plain_characters() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    for name in ["50% off", "5_x", "c\\d", "plain", "O'Brien"] {
        app.given().company(name).cpn(name, name).await;
    }

    for (term, found) in [
        ("5_", vec!["5_x"]),
        ("c\\", vec!["c\\d"]),
        ("%", vec![]),
        ("_", vec![]),
        ("\\", vec![]),
        ("O'Brien", vec!["O'Brien"]),
        ("' or 1=1 --", vec![]),
        ("'; drop table cpns; --", vec![]),
    ] {
        for list in ["/companies", "/products"] {
            let page = browser.get(&format!("{list}?{}", query("q", term))).await;
            assert_eq!(page.status(), 200, "{list} {term}");
            let rows = page.rows();
            assert_eq!(rows.len(), found.len(), "{list} {term}: {rows:?}");
            for (row, name) in rows.iter().zip(&found) {
                assert!(row.iter().any(|cell| cell.contains(name)), "{row:?}");
            }
        }
    }
}

#[actix_web::test]
async fn s46_what_a_list_sorts_by_is_one_of_its_columns() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let cpn = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let browser = app.given_signed_in(&admin).await;
    let lists = [
        "/companies".to_owned(),
        "/products".to_owned(),
        "/users".to_owned(),
        format!("/companies/{}/cpns", cpn.company),
        format!("/companies/{}/uploads", cpn.company),
        format!("/companies/{}/history", cpn.company),
        "/search".to_owned(),
    ];
    let junk = [
        "name; drop table cpns",
        "(select 1)",
        "1",
        "password_hash",
        "name desc nulls first",
        "\u{0}",
        "'",
    ];

    for list in &lists {
        for value in junk {
            for name in [
                "sort", "dir", "state", "after", "before", "skipped", "filter", "page",
            ] {
                let page = browser.get(&format!("{list}?{}", query(name, value))).await;
                assert!(
                    [200, 303, 400, 404].contains(&page.status()),
                    "{list} {name}={value:?}: {}",
                    page.status()
                );
            }
        }
    }
    assert_eq!(app.database().count("select count(*) from cpns").await, 1);
}

/// C0, DEL and C1, what turns the reading direction, and a byte order mark.
fn forbidden() -> impl Iterator<Item = char> {
    ('\0'..='\u{1F}')
        .chain('\u{7F}'..='\u{9F}')
        .chain('\u{202A}'..='\u{202E}')
        .chain('\u{2066}'..='\u{2069}')
        .chain(['\u{FEFF}'])
}

async fn refuses(browser: &Client, path: &str, fields: &[(&str, &str)]) {
    let page = browser.post_form(path, fields).await;
    assert_eq!(page.status(), 422, "{path} {fields:?}: {}", page.body());
    assert!(!page.problems().is_empty(), "{path} {fields:?}");
}

#[actix_web::test]
async fn s48_characters_that_nobody_types_are_refused_by_each_field() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    let acme = app.given().company("Acme").there().await;
    app.given().product("PUMP-4411").await;
    let numbers = format!("{}/cpns", acme.url());
    let lock = format!("{}/lock", acme.url());
    let before = app.database().checksum().await;

    for c in forbidden() {
        let bad = format!("A{c}B");
        for (account, name) in [(bad.as_str(), "ok"), ("ok", bad.as_str())] {
            refuses(
                &browser,
                "/companies",
                &[("account_number", account), ("name", name)],
            )
            .await;
        }
        for (number, name) in [(bad.as_str(), "ok"), ("ok", bad.as_str())] {
            refuses(&browser, "/products", &[("number", number), ("name", name)]).await;
        }
        refuses(
            &browser,
            &numbers,
            &[("cpn", &bad), ("product", "PUMP-4411")],
        )
        .await;
        let described = [
            ("cpn", "ok"),
            ("product", "PUMP-4411"),
            ("description", &bad),
        ];
        refuses(&browser, &numbers, &described).await;
        refuses(&browser, &lock, &[("reason", &bad)]).await;
        let person = [
            ("email", "x@example.com"),
            ("name", &bad),
            ("role", "admin"),
        ];
        refuses(&browser, "/users", &person).await;
    }
    let broken = browser
        .request(reqwest::Method::POST, "/companies")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("account_number=%FF%FE&name=%ED%A0%80");
    let broken = browser.send(broken).await;

    assert!(
        [303, 400, 422].contains(&broken.status()),
        "{}",
        broken.status()
    );
    if broken.status() != 303 {
        assert_eq!(app.database().checksum().await, before);
    }
}

#[actix_web::test]
async fn s49_twins_cannot_be_stored_through_a_form() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    let cpn = app.given().company("Acme 1").cpn("HW-7", "PUMP-4411").await;
    let numbers = format!("/companies/{}/cpns", cpn.company);

    for twin in ["ACME 1", "acme 1", " Acme 1 "] {
        refuses(
            &browser,
            "/companies",
            &[("account_number", twin), ("name", "x")],
        )
        .await;
    }
    let twin = [("number", "pump-4411"), ("name", "x")];
    refuses(&browser, "/products", &twin).await;
    for twin in ["HW-7", "hw-7", "ＨＷ-7", "HW\u{2011}7"] {
        refuses(
            &browser,
            &numbers,
            &[("cpn", twin), ("product", "PUMP-4411")],
        )
        .await;
    }
}

proptest! {
    #[test]
    fn s49_keys_are_stable_under_what_is_the_same(text in any::<String>()) {
        let nfc: String = text.nfc().collect();
        let nfd: String = text.nfd().collect();
        for make in [key::identity, key::plain] as [fn(&str) -> String; 2] {
            let made = make(&text);
            prop_assert_eq!(&make(&made), &made);
            prop_assert_eq!(&make(&nfc), &made);
            prop_assert_eq!(&make(&nfd), &made);
        }
    }
}

#[actix_web::test]
async fn s51_lengths_are_bounded_far_below_what_an_index_holds() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    let acme = app.given().company("Acme").there().await;
    app.given().product("PUMP-4411").await;
    let numbers = format!("{}/cpns", acme.url());

    for (letter, other) in [("x", "y"), ("\u{10400}", "\u{10401}")] {
        let (fits, too_long) = (letter.repeat(255), other.repeat(256));
        let made = browser
            .post_form(
                &numbers,
                &[("cpn", &fits), ("product", "PUMP-4411"), ("anyway", "1")],
            )
            .await;
        assert_eq!(made.status(), 303, "{}", made.body());
        refuses(
            &browser,
            &numbers,
            &[("cpn", &too_long), ("product", "PUMP-4411")],
        )
        .await;
        let made = browser
            .post_form("/products", &[("number", &fits), ("name", "x")])
            .await;
        assert_eq!(made.status(), 303, "{}", made.body());
        refuses(
            &browser,
            "/products",
            &[("number", &too_long), ("name", "x")],
        )
        .await;
        let account = letter.repeat(65);
        refuses(
            &browser,
            "/companies",
            &[("account_number", &account), ("name", "x")],
        )
        .await;
    }
}
