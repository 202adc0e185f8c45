//! Companies chosen by searching: suggestions, the step before a page of one company, several picked for a person or a token.

use crate::harness::{Client, Page, TestApp};

async fn admin(app: &TestApp) -> Client {
    let ada = app.given().admin("ada").await;
    app.given_signed_in(&ada).await
}

fn offered(page: &Page) -> Vec<String> {
    page.attributes("[role=option]", "data-value")
}

/// The companies that are ticked, and those that are offered.
fn picked(page: &Page) -> (Vec<String>, Vec<String>) {
    (
        page.attributes("input[name=company][checked]", "value"),
        page.attributes("input[name=company_hit]", "value"),
    )
}

#[actix_web::test]
async fn companies_that_fit_are_offered_to_whom_they_are_in_reach_of() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let mia = app.given().company("Acme Nord").manager("mia").await;
    for name in ["Acme Sued", "Other"] {
        app.given().company(name).there().await;
    }
    app.given().company("Acme Sued").locked("stocktaking").await;
    for number in 0..12 {
        let name = format!("Zylinder {number}");
        app.given().company(&name).there().await;
    }
    let ask = "/companies/suggestions?q=acme";

    let all = browser.get(ask).await;
    let own = app.given_signed_in(&mia).await.get(ask).await;

    assert_eq!(offered(&all), ["Acme Nord", "Acme Sued"]);
    assert!(all.body().contains("(Locked)"), "{}", all.body());
    assert_eq!(offered(&own), ["Acme Nord"]);
    let many = browser.get("/companies/suggestions?q=zyl").await;
    assert_eq!(offered(&many).len(), 10);
    let one_letter = browser.get("/companies/suggestions?q=a").await;
    assert_eq!(one_letter.body().trim(), "");
}

#[actix_web::test]
async fn who_looks_after_several_says_which_company_first() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let bo = app.given().company("Acme Nord").buyer("bo").await;
    let nord = app.given().company("Acme Nord").there().await;
    app.given().company("Acme Sued").there().await;
    let there = format!("{}/resolve", nord.url());

    let start = browser.get("/companies/choice?for=resolve").await;
    let found = start.form("Find").set("q", "nord");
    let found = browser.submit(&found).await;
    let exact = start.form("Find").set("q", " acme nord");
    let exact = browser.submit(&exact).await;
    let nothing = start.form("Find").set("q", "nonsense");
    let nothing = browser.submit(&nothing).await;
    let typing = browser.get("/companies/choice?for=type&q=Acme+Nord").await;
    let buyer = app.given_signed_in(&bo).await;
    let own = buyer.get("/companies/choice?for=resolve&q=Acme+Sued").await;

    assert_eq!(start.all("main li a"), ["Acme Nord", "Acme Sued"]);
    assert_eq!(found.link("Acme Nord").as_deref(), Some(there.as_str()));
    assert_eq!(found.link("Acme Sued"), None);
    assert_eq!(exact.location(), Some(there.as_str()));
    assert!(nothing.text().contains("No matches"), "{}", nothing.text());
    let new = format!("{}/cpns/new", nord.url());
    assert_eq!(typing.location(), Some(new.as_str()));
    assert_eq!(own.location(), Some(there.as_str()));
}

#[actix_web::test]
async fn more_companies_than_are_shown_are_told_of() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    for number in 10..20 {
        app.given().company(&format!("C {number}")).there().await;
    }
    let all = browser.get("/companies/choice?for=paste").await;
    app.given().company("C 20").there().await;
    let first = browser.get("/companies/choice?for=paste").await;

    let told = "The first 10: search for others.";
    assert!(!all.text().contains(told), "{}", all.text());
    assert!(first.text().contains(told), "{}", first.text());
}

#[actix_web::test]
async fn a_managers_companies_are_found_ticked_and_ticked_off_without_losing_what_was_typed() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    for name in ["Acme Nord", "Acme Sued", "Other, Ltd"] {
        app.given().company(name).there().await;
    }
    let form = browser.get("/users/new").await.form("Invite");
    let form = form
        .set("email", "mia@example.com")
        .set("name", "Mia")
        .set("role", "manager")
        .set("find", "on");

    let found = browser.submit(&form.clone().set("companies", "acme")).await;
    let exact = browser.submit(&form.set("companies", "acme nord")).await;
    let both = exact.form("Invite").set("company", "Acme Nord");
    // Ticks hold a number as it is, also one with a comma in it.
    let mut fields = both.clone();
    fields.fields.retain(|(name, _)| name != "companies");
    fields
        .fields
        .push(("company".to_owned(), "Other, Ltd".to_owned()));
    let unknown = browser.submit(&both.set("companies", "sued")).await;
    let invited = browser.submit(&fields).await;

    assert_eq!(found.status(), 200);
    assert_eq!(found.problems(), Vec::<String>::new());
    assert_eq!(
        picked(&found),
        (vec![], vec!["Acme Nord".to_owned(), "Acme Sued".to_owned()])
    );
    assert_eq!(found.form("Invite").value("name"), Some("Mia"));
    assert_eq!(
        found.attributes("input[name=role][checked]", "value"),
        ["manager"]
    );
    assert_eq!(picked(&exact), (vec!["Acme Nord".to_owned()], vec![]));
    assert_eq!(exact.form("Invite").value("companies"), Some(""));
    assert_eq!(unknown.status(), 422);
    assert_eq!(
        picked(&unknown),
        (vec!["Acme Nord".to_owned()], vec!["Acme Sued".to_owned()])
    );
    assert_eq!(invited.status(), 200, "{}", invited.text());
    let row = browser.get("/users?q=mia").await.rows().remove(0);
    assert_eq!(row[2], "Acme Nord, Other, Ltd");

    let list = browser.get("/users?q=mia").await;
    let page = browser.get(&list.attributes("tbody th a", "href")[0]).await;
    let mut form = page.form("Save");
    form.fields.retain(|(_, value)| value != "Acme Nord");
    assert_eq!(browser.submit(&form).await.status(), 303);
    let row = browser.get("/users?q=mia").await.rows().remove(0);
    assert_eq!(row[2], "Other, Ltd");
}

#[actix_web::test]
async fn a_token_is_held_to_companies_found_by_searching() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    app.given().company("Acme Nord").there().await;
    let form = browser.get("/tokens/new").await.form("Create token");
    let form = form.set("name", "Shop").set("companies", "nord");

    let found = browser.submit(&form.set("find", "on")).await;
    let made = found.form("Create token").set("company_hit", "Acme Nord");
    let made = browser.submit(&made).await;

    assert_eq!(found.status(), 200);
    assert_eq!(picked(&found).1, ["Acme Nord"]);
    assert_eq!(found.form("Create token").value("name"), Some("Shop"));
    assert_eq!(made.status(), 200, "{}", made.text());
    let held = "select count(*) from token_companies";
    assert_eq!(app.database().count(held).await, 1);
}

#[actix_web::test]
async fn the_audit_is_narrowed_to_a_company_that_is_found_by_its_name() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    for (name, account) in [("Acme Nord", "D-1"), ("Acme Sued", "D-2")] {
        let form = browser.get("/companies/new").await.form("Create company");
        let form = form.set("name", name).set("account_number", account);
        assert_eq!(browser.submit(&form).await.status(), 303);
    }

    let exact = browser.get("/audit?company=d-1&subject=company").await;
    let asked = browser.get("/audit?company=acme&subject=company").await;
    let followed = browser.get(&asked.link("Acme Sued").unwrap()).await;
    let nothing = browser.get("/audit?company=nonsense").await;

    assert_eq!(exact.rows().len(), 1);
    assert!(
        exact.rows()[0][1].contains("Acme Nord"),
        "{:?}",
        exact.rows()
    );
    assert_eq!(asked.rows().len(), 0);
    assert_eq!(asked.all("main ul li a[href*='D-']").len(), 2);
    assert_eq!(followed.rows().len(), 1);
    assert!(followed.rows()[0][1].contains("Acme Sued"));
    assert!(nothing.text().contains("No matches"));
}
