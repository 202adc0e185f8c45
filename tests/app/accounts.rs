//! Signing in as far as every page depends on it: cookies, where it leads, when it ends.

use crate::harness::{PASSWORD, TestApp};

#[actix_web::test]
async fn nobody_signed_in_is_sent_to_sign_in_and_back() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.anonymous();

    let refused = browser.get("/?page=2&q=a%2Fb").await;
    let page = browser.follow(&refused).await;
    let form = page
        .form("Sign in")
        .set("email", &eve.email)
        .set("password", PASSWORD);
    let signed_in = browser.submit(&form).await;

    assert_eq!(refused.status(), 303);
    assert_eq!(form.value("next"), Some("/?page=2&q=a%2Fb"));
    assert_eq!(
        (signed_in.status(), signed_in.location()),
        (303, Some("/?page=2&q=a%2Fb"))
    );
    assert_eq!(browser.follow(&signed_in).await.heading(), "Acme");
}

#[actix_web::test]
async fn a_refused_sign_in_says_so_and_keeps_the_address() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let fields = [
        ("email", eve.email.as_str()),
        ("password", "not the harbour"),
    ];

    let page = app.anonymous().post_form("/sign-in", &fields).await;

    assert_eq!(page.status(), 422);
    assert_eq!(page.problems().len(), 1, "{}", page.body());
    assert_eq!(page.field("E-mail"), Some(eve.email));
    assert_eq!(
        page.attributes("input[type=password]", "value").join(""),
        ""
    );
    assert_eq!(page.headers().get_all("set-cookie").iter().count(), 0);
}

/// TRUST.md, S34.
#[actix_web::test]
async fn signing_in_never_leads_to_another_site() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let bad = [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "http:evil",
    ];

    for next in bad {
        let fields = [
            ("email", eve.email.as_str()),
            ("password", PASSWORD),
            ("next", next),
        ];
        let signed_in = app.anonymous().post_form("/sign-in", &fields).await;
        assert_eq!(signed_in.location(), Some("/"), "{next:?}");
    }
    let there = app.given_signed_in(&eve).await;
    for next in bad {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("next", next)
            .finish();
        let passed_on = there.get(&format!("/sign-in?{query}")).await;
        assert_eq!(passed_on.location(), Some("/"), "{next:?}");
    }
}

/// TRUST.md, S11: on plain HTTP without the prefix and `Secure`, which browsers would refuse.
#[actix_web::test]
async fn the_cookie_is_for_this_host_and_no_script() {
    let plain = TestApp::spawn().await;
    let https = TestApp::with(&["--public-url", "https://cpn.example.com"]).await;

    for (app, host, name, secure) in [
        (&plain, plain.authority(), "cpn-desk=", false),
        (
            &https,
            "cpn.example.com".to_owned(),
            "__Host-cpn-desk=",
            true,
        ),
    ] {
        let eve = app.given().company("Acme").buyer("eve").await;
        let browser = app.anonymous();
        let request = browser
            .request(reqwest::Method::POST, "/sign-in")
            .header("host", &host)
            .form(&[("email", eve.email.as_str()), ("password", PASSWORD)]);
        let answer = browser.send(request).await;

        let cookie = answer.header("set-cookie").unwrap().to_owned();
        let (pair, flags) = cookie.split_once(';').unwrap();
        let flags: Vec<String> = flags
            .split(';')
            .map(|flag| flag.trim().to_ascii_lowercase())
            .collect();
        assert!(pair.starts_with(name), "{cookie}");
        for wanted in ["httponly", "samesite=lax", "path=/"] {
            assert!(flags.iter().any(|flag| flag == wanted), "{cookie}");
        }
        assert_eq!(
            flags.iter().any(|flag| flag == "secure"),
            secure,
            "{cookie}"
        );
        assert!(
            !flags.iter().any(|flag| flag.starts_with("domain")),
            "{cookie}"
        );
    }
}

/// TRUST.md, S10 and S13: what was known before, and what was kept after, is worth nothing.
#[actix_web::test]
async fn a_session_is_new_at_sign_in_and_dead_after_sign_out() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.sign_in(&eve).await;
    let first = browser.cookies();
    browser
        .post_form("/sign-in", &[("email", &eve.email), ("password", PASSWORD)])
        .await;
    let replay = app.anonymous();
    for cookie in first {
        replay.adopt(cookie);
    }

    let before = replay.get("/").await;
    let kept = browser.cookies();
    let out = browser.post_form("/sign-out", &[]).await;
    for cookie in kept {
        browser.adopt(cookie);
    }

    assert_eq!(
        before.status(),
        303,
        "the session before the second sign-in lives on"
    );
    assert_eq!(
        (out.status(), out.header("clear-site-data")),
        (303, Some("\"cache\""))
    );
    assert_eq!(browser.get("/").await.status(), 303);
    assert_eq!(
        app.database().count("select count(*) from sessions").await,
        0
    );
}

/// TRUST.md, S14.
#[actix_web::test]
async fn who_is_disabled_is_out_on_the_next_request_in_every_process() {
    let app = TestApp::spawn().await;
    let second = app.second_process().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.given_signed_in(&eve).await;
    let elsewhere = browser.at(&second);
    let before = elsewhere.get("/").await;

    app.given().disabled(&eve).await;

    assert_eq!(before.status(), 200);
    assert_eq!(browser.get("/").await.status(), 303);
    assert_eq!(elsewhere.get("/").await.status(), 303);
}

/// TRUST.md, S12: by the database's clock, so a test may move the rows instead of the clock.
#[actix_web::test]
async fn a_session_ends_when_it_is_idle_and_in_any_case_after_its_life() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;

    for (moved, lives) in [
        ("seen_at = now() - interval '29 minutes'", true),
        ("seen_at = now() - interval '31 minutes'", false),
        ("created_at = now() - interval '479 minutes'", true),
        ("created_at = now() - interval '481 minutes'", false),
    ] {
        let browser = app.given_signed_in(&eve).await;
        app.database()
            .execute(&format!("update sessions set {moved}"), &[])
            .await;
        let status = browser.get("/").await.status();
        assert_eq!(status == 200, lives, "{moved}: {status}");
        app.database().execute("delete from sessions", &[]).await;
    }
}

#[actix_web::test]
async fn s12_people_are_warned_before_a_session_ends_and_asking_does_not_prolong_it() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.given_signed_in(&eve).await;
    let used = async |moved: &str| {
        let moved = format!("update sessions set {moved}");
        app.database().execute(&moved, &[]).await;
    };
    let idle = "select (extract(epoch from now() - seen_at) / 60)::bigint from sessions";

    let fresh = browser.get("/session").await;
    used("seen_at = now() - interval '29 minutes'").await;
    let warned = browser.get("/session").await;
    let untouched = app.database().count(idle).await;
    let stayed = browser.post_form("/session", &[]).await;
    let noted = app.database().count(idle).await;
    used("created_at = now() - interval '479 minutes'").await;
    let ends = browser.get("/session").await;
    used("seen_at = now() - interval '31 minutes'").await;
    let ended = browser.get("/session").await;

    assert!(fresh.body().contains("every 1680s"), "{}", fresh.body());
    assert!(
        warned.body().contains("Stay signed in"),
        "{}",
        warned.body()
    );
    assert_eq!((untouched, noted), (29, 0));
    assert!(
        !stayed.body().contains("Stay signed in"),
        "{}",
        stayed.body()
    );
    assert!(ends.body().contains("ends in a minute"), "{}", ends.body());
    assert!(!ends.body().contains("Stay signed in"), "{}", ends.body());
    assert!(
        ended.body().contains("You have been signed out"),
        "{}",
        ended.body()
    );
}
