//! Every step of the wizard in the made-up language: nothing on it was written by hand.

use std::collections::BTreeMap;

use chrono::Utc;

use super::Desk;
use crate::harness::{Page, plain_texts};

/// A file with most of what can be wrong: unknown, broken, doubled, too long, empty, foreign characters and a date before another.
const FILE: &str = "product_number,cpn,description,unit,pack_quantity,valid_from,valid_to\n\
    P-1,a-1,Pump,,,,\n\
    P-2,B-2,,furlong,10,,\n\
    nowhere,C-3,,,,,\n\
    p 3,D-4,,,,,\n\
    P-4,\"1,23E+12\",,,,,\n\
    P-4,,,,,,\n\
    P-3,B-2,,,-1,,\n\
    P-3,E-5,,,,2026-05-01,2026-01-01\n\
    P-3,F-6,,,,someday,\n\
    P-3,#REF!,,,,,\n";

/// A file about whose columns and figures one is asked.
const ASKED: &str = "product_number,cpn,pack_quantity,odd\nP-2,B-2,1.000,x\nP-3,C-3,2.500,y\n";

/// What is no text of ours: words of the files, and who uploads them.
const GIVEN: [&str; 10] = [
    "product_number",
    "description",
    "pack_quantity",
    "unit",
    "valid_from",
    "valid_to",
    "Pump",
    "furlong",
    "list.csv",
    "mia",
];

/// The texts of the pages that were looked at, each with the page it was found on first.
#[derive(Default)]
struct Found(BTreeMap<String, String>);

impl Found {
    fn look(&mut self, name: &str, page: &Page) {
        assert!(page.status() < 500, "{name}: {}", page.status());
        let month = Utc::now().format("%b").to_string();
        let given = [&GIVEN[..], &[&month]].concat();
        for text in plain_texts(page, &given) {
            self.0.entry(text).or_insert_with(|| name.to_owned());
        }
    }
}

#[actix_web::test]
async fn no_step_of_the_wizard_shows_a_text_that_was_not_translated() {
    let desk = Desk::open().await;
    let made_up = "update users set language = 'en-XA', time_zone = 'UTC'";
    desk.app.database().execute(made_up, &[]).await;
    let mut found = Found::default();

    let new = desk.browser.get(&format!("{}/uploads/new", desk.url)).await;
    found.look("new", &new);
    found.look(
        "no file",
        &desk.post_file(&[("mode", "update")], "", b"").await,
    );
    let picture = desk
        .post_file(&[("mode", "update")], "list.csv", b"\x89PNG\r\n\x1a\n\0\0")
        .await;
    found.look("no table", &picture);
    found.look("asked", &desk.upload("update", ASKED).await);
    let upload = desk.upload_url().await;
    let again = desk
        .browser
        .post_form(&format!("{upload}/columns"), &[])
        .await;
    found.look("no columns", &again);
    desk.browser
        .post_form(&format!("{upload}/discard"), &[])
        .await;
    desk.app
        .database()
        .execute("delete from uploads", &[])
        .await;

    found.look("check", &desk.upload("update", FILE).await);
    let upload = desk.upload_url().await;
    for step in ["columns", "confirm"] {
        found.look(step, &desk.browser.get(&format!("{upload}/{step}")).await);
    }
    let check = desk.browser.get(&format!("{upload}/check")).await;
    let ahead: Vec<String> = check
        .attributes("main a", "href")
        .into_iter()
        .filter(|link| link.contains("/repair?") || link.contains("/check?"))
        .collect();
    assert!(ahead.len() > 8, "{ahead:#?}");
    for link in &ahead {
        found.look(link, &desk.browser.get(link).await);
    }

    let confirmation = desk.browser.get(&format!("{upload}/confirm")).await;
    let version = confirmation
        .attributes("main [name=version]", "value")
        .remove(0);
    let applied = desk
        .browser
        .post_form(&format!("{upload}/confirm"), &[("version", &version)])
        .await;
    assert_eq!(applied.status(), 303);
    let report = desk.report(&format!("{upload}/progress")).await;
    found.look("report", &report);
    found.look(
        "too late",
        &desk.browser.get(&format!("{upload}/columns")).await,
    );
    let undo = desk.browser.post_form(&format!("{upload}/undo"), &[]).await;
    found.look("undo", &desk.browser.follow(&undo).await);
    found.look(
        "uploads",
        &desk.browser.get(&format!("{}/uploads", desk.url)).await,
    );
    found.look("open uploads", &desk.browser.get("/uploads").await);

    assert!(found.0.is_empty(), "not translated: {:#?}", found.0);
}
