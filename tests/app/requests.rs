//! Which requests are taken at all: hosts, origins, methods, content types (TRUST.md, S27, S30, S35, S40, S45).

use actix_web::http::Method as Known;
use cpn_desk::testing;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HOST, ORIGIN};

use crate::harness::{Client, Page, TestApp};

async fn with_host(browser: &Client, path: &str, host: &str) -> Page {
    browser
        .send(browser.request(Method::GET, path).header(HOST, host))
        .await
}

/// Who is signed in keeps the navigation and the search; who is not gets a card, as does a page that asks for a part of itself.
#[actix_web::test]
async fn an_error_leaves_a_way_on() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let company = app.given().company("Acme").locked("stock-taking").await;
    let admin = app.given_signed_in(&ada).await;
    let buyer = app.given_signed_in(&bo).await;
    let new = format!("{}/cpns/new", company.url());

    let guest = app.anonymous().get("/nothing").await;
    let missing = buyer.get("/nothing").await;
    let part = buyer.request(Method::GET, "/nothing");
    let part = buyer.send(part.header("HX-Request", "true")).await;
    let forbidden = buyer.get("/users").await;
    let locked = buyer.get(&new).await;
    let locked_for_admin = admin.get(&new).await;

    let search = |page: &Page| page.all("#global-search").len();
    assert_eq!((guest.status(), search(&guest)), (404, 0));
    assert_eq!((missing.status(), search(&missing)), (404, 1));
    assert_eq!((part.status(), search(&part)), (404, 0));
    assert_eq!((forbidden.status(), search(&forbidden)), (403, 1));
    for page in [&missing, &forbidden, &locked] {
        assert!(!page.text().contains("give this number"), "{}", page.text());
    }
    assert_eq!(locked.status(), 423);
    let told = locked.text();
    assert!(
        told.contains("Acme") && told.contains("Reason: stock-taking"),
        "{told}"
    );
    let numbers = format!("{}/cpns", company.url());
    assert_eq!(locked.link("To the numbers"), Some(numbers));
    assert_eq!(locked.link("Lift the lock"), None);
    let settings = format!("{}/settings", company.url());
    assert_eq!(locked_for_admin.link("Lift the lock"), Some(settings));
}

/// The poisoned hosts are those of Django's tests.
#[actix_web::test]
async fn only_the_hosts_of_this_installation_are_answered() {
    let app = TestApp::spawn().await;
    let browser = app.anonymous();
    let port = app.authority().rsplit_once(':').unwrap().1.to_owned();

    for host in [
        "evil.example".to_owned(),
        "example.com@evil.tld".to_owned(),
        "example.com:dr.frankenstein@evil.tld".to_owned(),
        "example.com:dr.frankenstein@evil.tld:80".to_owned(),
        "example.com:80/badpath".to_owned(),
        "example.com: recovermypassword.com".to_owned(),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{port}.evil.example"),
    ] {
        let answer = with_host(&browser, "/sign-in", &host).await;
        assert_eq!(answer.status(), 400, "{host}");
        assert!(
            !answer.body().contains("evil") && answer.location().is_none(),
            "{host}"
        );
    }
    for host in [
        app.authority(),
        format!("localhost:{port}"),
        format!("LOCALHOST:{port}"),
    ] {
        assert_eq!(
            with_host(&browser, "/sign-in", &host).await.status(),
            200,
            "{host}"
        );
    }
    assert_eq!(
        with_host(&browser, "/healthz", "10.1.2.3:8080")
            .await
            .status(),
        200
    );
}

#[actix_web::test]
async fn a_forwarded_host_is_not_believed() {
    let app = TestApp::spawn().await;
    let browser = app.anonymous();
    let request = browser
        .request(Method::GET, "/")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");

    let answer = browser.send(request).await;

    assert_eq!(
        (answer.status(), answer.location()),
        (303, Some("/sign-in"))
    );
}

#[actix_web::test]
async fn requests_that_could_be_read_in_two_ways_are_refused() {
    let app = TestApp::spawn().await;
    let authority = app.authority();
    let two_hosts =
        format!("GET /sign-in HTTP/1.1\r\nHost: {authority}\r\nHost: evil.example\r\n\r\n");
    let two_lengths = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {authority}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    );

    for request in [two_hosts, two_lengths] {
        let answer = app.raw(&request).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{request}{answer}");
        assert!(!answer.contains("evil"), "{answer}");
    }
    let trace = format!("TRACE / HTTP/1.1\r\nHost: {authority}\r\nCookie: secret=1\r\n\r\n");
    let answer = app.raw(&trace).await;
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    assert!(!answer.contains("secret"), "{answer}");
}

/// The cases of Go's `CrossOriginProtection`.
#[actix_web::test]
async fn what_another_site_sends_changes_nothing() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let own = format!("http://{}", app.authority());
    let foreign_port = "http://127.0.0.1:1".to_owned();
    let cases: [(Option<&str>, Option<&str>, bool); 11] = [
        (Some("same-origin"), None, true),
        (Some("none"), None, true),
        (Some("cross-site"), None, false),
        (Some("same-site"), None, false),
        (Some("nonsense"), None, false),
        (Some("cross-site"), Some(&own), false),
        (Some("same-origin"), Some("https://evil.example"), true),
        (None, Some(&own), true),
        (None, Some("https://evil.example"), false),
        (None, Some("null"), false),
        (None, Some(&foreign_port), false),
    ];

    for (fetch_site, origin, taken) in cases {
        let browser = app.given_signed_in(&eve).await;
        let session = browser.cookies();
        let mut request = browser.request(Method::POST, "/sign-out");
        for (name, value) in [("sec-fetch-site", fetch_site), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let answer = browser.send(request).await;
        for cookie in session {
            browser.adopt(cookie);
        }
        let lives = browser.get("/").await.status() == 200;
        let expected = if taken { 303 } else { 403 };
        assert_eq!(
            (answer.status(), lives),
            (expected, !taken),
            "{fetch_site:?} {origin:?}"
        );
    }
}

#[actix_web::test]
async fn another_site_cannot_sign_a_visitor_in() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.anonymous();
    let request = browser
        .request(Method::POST, "/sign-in")
        .header(ORIGIN, "https://evil.example")
        .form(&[
            ("email", eve.email.as_str()),
            ("password", crate::harness::PASSWORD),
        ]);

    let answer = browser.send(request).await;

    assert_eq!(answer.status(), 403);
    assert_eq!(
        app.database().count("select count(*) from sessions").await,
        0
    );
}

/// Every route refuses the methods it does not define; none answers OPTIONS with rights for other origins (S37).
#[actix_web::test]
async fn methods_nobody_defined_are_refused_everywhere() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    let routes = testing::routes();

    for (_, route) in &routes {
        // Contracts answer in their own way, and have their own tests.
        if route.contains('(') || crate::security::is_of_contract(route) {
            continue;
        }
        let path = crate::permissions::anything_at(route);
        for method in [
            Known::PUT,
            Known::DELETE,
            Known::PATCH,
            Known::POST,
            Known::OPTIONS,
        ] {
            if routes.contains(&(method.clone(), route.clone())) {
                continue;
            }
            let request = browser
                .request(
                    Method::from_bytes(method.as_str().as_bytes()).unwrap(),
                    &path,
                )
                .header("sec-fetch-site", "same-origin");
            let answer = browser.send(request).await;
            assert_eq!(answer.status(), 405, "{method} {route}");
            assert_eq!(
                answer.header("access-control-allow-origin"),
                None,
                "{method} {route}"
            );
        }
    }
}

#[actix_web::test]
async fn forms_take_forms_alone() {
    let app = TestApp::spawn().await;
    let browser = app.anonymous();

    for (kind, body) in [
        (
            "application/json",
            r#"{"email":"a@example.com","password":"x"}"#,
        ),
        ("text/plain", "email=a@example.com&password=x"),
        ("multipart/form-data; boundary=x", "--x--"),
    ] {
        let request = browser
            .request(Method::POST, "/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, kind)
            .body(body);
        assert_eq!(browser.send(request).await.status(), 415, "{kind}");
    }
}

/// GET and HEAD of every page, as the one who may see them all (S30).
#[actix_web::test]
async fn reading_changes_nothing() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let cpn = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let browser = app.given_signed_in(&admin).await;
    let before = app.database().checksum().await;

    for (method, route) in testing::routes() {
        if method != Known::GET {
            continue;
        }
        let path = route
            .replace("{company}", &cpn.company)
            .replace("{cpn}", &cpn.id)
            .replace("{product}", &cpn.product)
            .replace("{user}", &admin.id);
        let path = crate::permissions::anything_at(&path);
        let head = browser.send(browser.request(Method::HEAD, &path)).await;
        let answer = browser.get(&path).await;
        assert_eq!(head.status(), answer.status(), "{path}");
        assert!(head.bytes().is_empty(), "{path}");
        assert!(answer.status() < 500, "{path}");
    }

    assert_eq!(app.database().checksum().await, before);
}

/// TRUST.md, S27: a browser's session opens no contract, a token no page.
#[actix_web::test]
async fn sessions_and_tokens_open_nothing_of_each_other() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let browser = app.given_signed_in(&admin).await;
    let request = browser
        .request(Method::POST, "/Shoxl/v1/GetCustomerProducts")
        .header(CONTENT_TYPE, "application/json")
        .body(r#"{"accountNumber":"Acme","productNumbers":["1"]}"#);
    let contract = browser.send(request).await;
    let stranger = app.anonymous();
    let with_token = stranger
        .request(Method::GET, "/")
        .header("authorization", "Bearer 0123456789abcdef");

    let page = stranger.send(with_token).await;

    assert_eq!(contract.status(), 401);
    assert_eq!((page.status(), page.location()), (303, Some("/sign-in")));
}

/// TRUST.md, S45: what people are called is text wherever it shows.
#[actix_web::test]
async fn hostile_names_are_text() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let browser = app.given_signed_in(&eve).await;
    let elements = browser.get("/").await.all("*").len();

    for hostile in HOSTILE {
        let renamed = "update users set name = $2 where id = $1::text::uuid";
        app.database().execute(renamed, &[&eve.id, hostile]).await;
        let page = browser.get("/").await;
        assert_eq!(page.all("*").len(), elements, "{hostile}");
        let shown = page.all(".topbar-name").join(" ");
        let expected = hostile.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(&expected), "{hostile}: {shown}");
    }
}

/// One of each kind: elements, attributes, addresses, character references, templates of other systems.
pub const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><b>",
    "{{ 7 * 7 }} ${7*7} #{7*7} <%= 7 %>",
    "]]>",
    "\u{202E}txt.exe",
    "𝒳\u{0301}\u{200D}🧑\u{200D}🔧",
];
