//! The search in the head of every page.

use super::buyer_of;
use crate::harness::TestApp;

#[actix_web::test]
async fn everything_one_may_see_is_found_and_nothing_else() {
    let app = TestApp::spawn().await;
    let (eve, _) = buyer_of(&app, "Harbour", &[("HARB-1", "P-HARB")]).await;
    buyer_of(&app, "Harbinger", &[("HARB-SECRET", "P-9")]).await;
    let admin = app.given().admin("root").await;
    let admin = app.given_signed_in(&admin).await;

    let hers = eve.get("/search?q=ha%20rb").await;
    let all = admin.get("/search?q=harb").await;

    assert_eq!(hers.status(), 200);
    assert_eq!(hers.all("ul.hits li a"), ["Harbour", "P-HARB", "HARB-1"]);
    assert_eq!(hers.all("mark").len(), 5, "{:?}", hers.all("mark"));
    assert!(!hers.body().contains("SECRET") && !hers.body().contains("inger"));
    assert_eq!(
        all.all("ul.hits li a"),
        ["Harbinger", "Harbour", "P-HARB", "HARB-1", "HARB-SECRET"]
    );
}

#[actix_web::test]
async fn a_wording_that_matched_is_shown_and_too_short_a_term_is_said() {
    let app = TestApp::spawn().await;
    let (eve, _) = buyer_of(&app, "Acme", &[("B-2", "P-1")]).await;
    app.database()
        .execute(
            "update cpns set description = 'Dichtung, grün', search_text = 'B2 DICHTUNGGRÜN'",
            &[],
        )
        .await;

    let found = eve.get("/search?q=dichtunggr").await;
    let short = eve.get("/search?q=b-").await;
    let none = eve.get("/search?q=%3Cscript%3E").await;

    assert_eq!(found.all("mark"), ["Dichtung, gr"]);
    assert!(short.text().contains("at least three"), "{}", short.text());
    assert!(
        none.text().contains("Nothing found for “<script>”"),
        "{}",
        none.text()
    );
}
