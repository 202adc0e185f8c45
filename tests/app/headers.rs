//! What every answer says beside its body (TRUST.md, S31–S33).

use crate::harness::{Page, TestApp};

const EVERYWHERE: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn assert_guarded(page: &Page, what: &str) {
    for (name, value) in EVERYWHERE {
        assert_eq!(page.header(name), Some(value), "{name} of {what}");
    }
    let policy = page.header("content-security-policy").unwrap_or_default();
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ] {
        assert!(
            policy.split("; ").any(|found| found == directive),
            "{directive} of {what}: {policy:?}"
        );
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    for telling in ["server", "x-powered-by"] {
        assert_eq!(page.header(telling), None, "{telling} of {what}");
    }
}

#[actix_web::test]
async fn every_answer_is_guarded_also_a_refusal() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.given_signed_in(&eve).await;
    let stylesheet = browser
        .get("/")
        .await
        .attributes("link[rel=stylesheet]", "href")
        .remove(0);

    let answers = [
        ("a page", 200, browser.get("/").await),
        ("a missing page", 404, browser.get("/nowhere").await),
        (
            "a missing file under a page",
            404,
            browser.get("/companies/x.css").await,
        ),
        ("a method refused", 405, browser.post_form("/", &[]).await),
        ("a redirect", 303, app.anonymous().get("/").await),
        ("a file", 200, browser.get(&stylesheet).await),
        (
            "a missing file",
            404,
            browser.get("/static/0000000000000000/app.css").await,
        ),
        (
            "a question of a machine",
            200,
            browser.get("/healthz").await,
        ),
        (
            "a form too large",
            413,
            browser
                .post_form("/sign-in", &[("email", &"a".repeat(70_000))])
                .await,
        ),
        (
            "an unknown host",
            400,
            browser
                .send(
                    browser
                        .request(reqwest::Method::GET, "/")
                        .header("host", "evil.example"),
                )
                .await,
        ),
    ];

    for (what, status, answer) in &answers {
        assert_eq!(answer.status(), *status, "{what}");
        assert_guarded(answer, what);
        assert_eq!(answer.header("strict-transport-security"), None, "{what}");
    }
}

#[actix_web::test]
async fn behind_https_browsers_are_told_to_stay_there() {
    let app = TestApp::with(&["--public-url", "https://cpn.example.com"]).await;
    let browser = app.anonymous();

    for path in ["/sign-in", "/nowhere", "/healthz"] {
        let request = browser
            .request(reqwest::Method::GET, path)
            .header("host", "cpn.example.com");
        let answer = browser.send(request).await;
        let told = answer
            .header("strict-transport-security")
            .unwrap_or_default();
        assert!(told.starts_with("max-age=31536000"), "{path}: {told}");
    }
}

#[actix_web::test]
async fn pages_are_never_stored_and_files_for_good() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.given_signed_in(&eve).await;
    let page = browser.get("/").await;
    let mut files = page.attributes("link[href]:not([rel=expect])", "href");
    files.extend(page.attributes("script[src]", "src"));

    for path in [
        "/",
        "/nowhere",
        "/companies/x.css",
        "/static/0000000000000000/app.css",
    ] {
        assert_eq!(
            browser.get(path).await.header("cache-control"),
            Some("no-store"),
            "{path}"
        );
    }
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let answer = browser.get(&file).await;
        assert_eq!(answer.status(), 200, "{file}");
        assert!(!answer.bytes().is_empty(), "{file}");
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable"),
            "{file}"
        );
        assert_eq!(
            answer.headers().get_all("set-cookie").iter().count(),
            0,
            "{file}"
        );
    }
}
