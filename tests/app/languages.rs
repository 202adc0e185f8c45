//! Nothing on a page that nobody translated: in a made-up language every text has accents, so what is plain was written into a
//! page by hand.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Client, Page, TestApp, plain_texts};

#[actix_web::test]
async fn no_page_shows_a_text_that_was_not_translated() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    let cpn = app.given().company("Acme").cpn("HW-7", "P-1").await;
    app.database()
        .execute(
            "update users set language = 'en-XA', time_zone = 'UTC'",
            &[],
        )
        .await;
    let browser = app.given_signed_in(&ada).await;
    let company = format!("/companies/{}", cpn.company);

    let mut plain = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut ahead = vec![
        "/".to_owned(),
        "/account".to_owned(),
        "/help".to_owned(),
        "/companies?q=nothing".to_owned(),
        "/products?q=nothing".to_owned(),
        "/users?q=nothing".to_owned(),
        format!("{company}/settings"),
    ];
    while let Some(path) = ahead.pop() {
        if seen.len() > 150 || !seen.insert(kind_of(&path)) {
            continue;
        }
        let page = browser.get(&path).await;
        if page.status() != 200
            || !page
                .header("content-type")
                .unwrap()
                .starts_with("text/html")
        {
            continue;
        }
        for text in plain_texts(&page, &[]) {
            plain.entry(text).or_insert_with(|| path.clone());
        }
        ahead.extend(links(&page));
    }
    failed_forms(&browser, &company, &mut plain).await;

    assert!(seen.len() > 30, "{seen:#?}");
    // The reference of our own API is English, as the document it shows; names that were typed and moments are nobody's texts.
    plain.retain(|text, path| {
        !path.starts_with("/help/api") && !text.starts_with('“') && !text.contains(':')
    });
    assert!(plain.is_empty(), "not translated: {plain:#?}");
}

/// What a page says is wrong has to be translated, too.
async fn failed_forms(browser: &Client, company: &str, plain: &mut BTreeMap<String, String>) {
    let settings = format!("{company}/settings");
    let lock = format!("{company}/lock");
    for path in ["/companies", "/products", settings.as_str(), lock.as_str()] {
        let page = browser.post_form(path, &[]).await;
        assert_eq!(page.status(), 422, "{path}");
        for text in plain_texts(&page, &[]) {
            plain.entry(text).or_insert_with(|| path.to_owned());
        }
    }
}

/// Pages that differ only in the thing they show count once.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let names: Vec<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .collect();
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| {
            if uuid::Uuid::parse_str(segment).is_ok() {
                "*"
            } else {
                segment
            }
        })
        .collect();
    format!("{}?{}", segments.join("/"), names.join("&"))
}

fn links(page: &Page) -> Vec<String> {
    let links = page.attributes("a[href]", "href");
    links
        .into_iter()
        .filter(|link| link.starts_with('/') && !link.contains("/export"))
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// Dutch is prepared and English where it is not translated yet; nobody is offered it.
#[actix_web::test]
async fn a_language_in_preparation_falls_back_and_is_not_offered() {
    let app = TestApp::spawn().await;
    let ada = app.given().admin("ada").await;
    app.database()
        .execute("update users set language = 'nl'", &[])
        .await;

    let browser = app.given_signed_in(&ada).await;
    let page = browser.get("/account").await;
    let form = page.form("Save").set("language", "nl");
    let refused = browser.submit(&form).await;

    assert_eq!(page.attributes("html", "lang"), ["nl"]);
    assert_eq!(page.heading(), "Account");
    assert_eq!(page.attributes("#language option", "value"), ["en", "de"]);
    assert_eq!(refused.status(), 422);
}

/// One word for one thing: the glossary's, and none of those that mean the same.
#[test]
fn german_texts_use_the_words_of_the_glossary() {
    let others = [
        ("kundenteilenummer", "Kundenartikelnummer"),
        ("kunden-artikelnummer", "Kundenartikelnummer"),
        ("kundensachnummer", "Kundenartikelnummer"),
        ("unternehmen", "Firma"),
        ("benutzer", "Person"),
        ("kennwort", "Passwort"),
        ("account-nummer", "Kundennummer"),
        ("blockiert", "gesperrt"),
        ("datensatz", "Zeile"),
    ];
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir("src/text/de").unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (_, said) = line.split_once('=').unwrap_or(("", line));
            let said = said.to_lowercase();
            for (other, word) in others.iter().filter(|(other, _)| said.contains(other)) {
                wrong.push(format!(
                    "{}: {other} instead of {word}: {line}",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
