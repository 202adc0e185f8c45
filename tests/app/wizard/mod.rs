//! The upload wizard over HTTP, without scripts: from a file to applied rows, and what it says on the way.

mod columns;
mod confirm;
mod file;
mod languages;
mod repair;
mod report;
mod steps;
mod undo;

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::harness::{self, Client, Page, TestApp};

/// Somebody who uploads for a company.
struct Desk {
    app: TestApp,
    browser: Client,
    url: String,
}

impl Desk {
    /// Mia at her company Acme, which has `A-1` for the product P-1; P-2 to P-4 are there too.
    async fn open() -> Self {
        let app = TestApp::spawn().await;
        let given = app.given();
        given.company("Acme").cpn("A-1", "P-1").await;
        for number in ["P-2", "P-3", "P-4"] {
            given.product(number).await;
        }
        let mia = given.company("Acme").manager("mia").await;
        let browser = app.given_signed_in(&mia).await;
        let url = given.company("Acme").there().await.url();
        Self { app, browser, url }
    }

    /// Posts a file with the form of the first step.
    async fn post_file(&self, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Page {
        post_form(
            &self.browser,
            &format!("{}/uploads", self.url),
            fields,
            Some(("file", name, bytes)),
        )
        .await
    }

    /// Uploads a file and goes where that leads.
    async fn upload(&self, mode: &str, bytes: &str) -> Page {
        let answer = self
            .post_file(
                &[("mode", mode), ("empty_cells", "keep")],
                "list.csv",
                bytes.as_bytes(),
            )
            .await;
        assert_eq!(answer.status(), 303, "{}", answer.text());
        self.browser.follow(&answer).await
    }

    /// Presses the button on a page and goes where that leads.
    async fn press(&self, page: &Page, button: &str) -> Page {
        let answer = self.browser.submit(&page.form(button)).await;
        assert_eq!(answer.status(), 303, "{}", answer.text());
        self.browser.follow(&answer).await
    }

    /// Goes on from a check: confirms it and waits for the report.
    async fn apply(&self, check: &Page) -> Page {
        let confirmation = self
            .browser
            .get(&check.link("Go on to confirm").unwrap())
            .await;
        let progress = self.browser.submit(&confirming(&confirmation)).await;
        assert_eq!(progress.status(), 303, "{}", progress.text());
        self.report(progress.location().unwrap()).await
    }

    /// Reloads the page of the progress, as a browser without scripts does, until it leads to the report.
    async fn report(&self, progress: &str) -> Page {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            let page = self.browser.get(progress).await;
            if page.status() == 303 {
                return self.browser.follow(&page).await;
            }
            assert_eq!(page.status(), 200);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the upload was not applied");
    }

    /// The company's numbers, each with its product's.
    async fn numbers(&self) -> Vec<String> {
        let query = "select p.number || ' ' || c.cpn from cpns c join products p on p.id = c.product_id order by p.number, c.cpn";
        self.app.database().texts(query, &[]).await
    }

    /// The address of the only upload there is.
    async fn upload_url(&self) -> String {
        let id = self
            .app
            .database()
            .texts("select id from uploads", &[])
            .await
            .remove(0);
        format!("{}/uploads/{id}", self.url)
    }
}

/// The form that confirms, whatever its button says that it does.
fn confirming(page: &Page) -> harness::Form {
    let button = page.all("main .submit-row button").remove(0);
    page.form(&button)
}

/// Posts a form as a browser posts one with a file in it.
async fn post_form(
    browser: &Client,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &str, &[u8])>,
) -> Page {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    if let Some((field, name, bytes)) = file {
        form = form.part(
            field.to_owned(),
            Part::bytes(bytes.to_vec()).file_name(name.to_owned()),
        );
    }
    let request = browser
        .request(Method::POST, path)
        .header("sec-fetch-site", "same-origin")
        .multipart(form);
    browser.send(request).await
}

/// The figure of a counter.
fn figure(page: &Page, label: &str) -> String {
    let tiles = page.all(".tile");
    // Counters agree with their figure: one problem, two problems.
    let plural = format!("{label}s");
    let label = if tiles.iter().any(|tile| tile.ends_with(&plural)) {
        &plural
    } else {
        label
    };
    let tile = tiles.iter().find(|tile| tile.ends_with(label));
    let tile = tile
        .unwrap_or_else(|| panic!("no counter {label:?} among {tiles:?} of {}", page.heading()));
    tile.trim_end_matches(label).trim().to_owned()
}
