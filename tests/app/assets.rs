//! Styles and scripts: small, kept for good, as they were vendored (UX.md, 1.1 and the budgets of the interface).

use std::collections::BTreeMap;
use std::fs;

use sha2::{Digest as _, Sha256};

use crate::harness::TestApp;

fn size(name: &str) -> usize {
    fs::read(format!("static/{name}")).unwrap().len()
}

#[test]
fn our_own_style_and_scripts_stay_small() {
    assert!(size("app.css") <= 12 * 1024, "{}", size("app.css"));
    let scripts = size("app.js") + size("theme.js");
    assert!(scripts <= 10 * 1024, "{scripts}");
}

#[test]
fn files_of_others_are_what_they_were_taken_from() {
    let note = fs::read_to_string("static/VENDOR.md").unwrap();
    let listed: BTreeMap<&str, &str> = note
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line
                .split('|')
                .map(|cell| cell.trim().trim_matches('`'))
                .collect();
            (cells[1], cells[5])
        })
        .collect();

    assert_eq!(listed.len(), 3);
    for (name, sum) in listed {
        let content = fs::read(format!("static/{name}")).unwrap();
        let found: String = Sha256::digest(&content)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(found, sum, "{name}");
    }
}

#[actix_web::test]
async fn a_first_visit_is_small_and_never_repeated() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let browser = app.given_signed_in(&ada).await;
    let page = browser.get("/").await;
    let mut files = page.attributes("link[rel=stylesheet], link[rel=icon]", "href");
    files.extend(page.attributes("script[src]", "src"));
    files.extend(
        page.attributes("use[href]", "href")
            .first()
            .map(|sprite| sprite.split('#').next().unwrap().to_owned()),
    );

    let mut bytes = 0;
    for file in &files {
        let request = browser
            .request(reqwest::Method::GET, file)
            .header("accept-encoding", "gzip, deflate, br");
        let answer = browser.send(request).await;
        assert_eq!(answer.status(), 200, "{file}");
        assert_eq!(answer.header("content-encoding"), Some("br"), "{file}");
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        bytes += answer.bytes().len();
    }
    let plain = browser.get(&files[0]).await;

    assert!(files.len() >= 6, "{files:?}");
    assert!(bytes <= 50 * 1024, "{bytes} bytes on a first visit");
    assert_eq!(plain.header("content-encoding"), None);
}

#[actix_web::test]
async fn a_page_of_fifty_rows_is_small() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    for number in 0..50 {
        let name = format!("Company of some usual length {number} GmbH & Co. KG");
        app.given().company(&name).there().await;
    }
    let browser = app.given_signed_in(&ada).await;

    let request = browser
        .request(reqwest::Method::GET, "/companies")
        .header("accept-encoding", "br");
    let answer = browser.send(request).await;

    assert_eq!(answer.header("content-encoding"), Some("br"));
    assert!(
        answer.bytes().len() <= 15 * 1024,
        "{}",
        answer.bytes().len()
    );
}
