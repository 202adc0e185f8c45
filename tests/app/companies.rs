//! Companies: their list, making and changing them, locking, archiving.

use crate::harness::{Client, Page, TestApp};

async fn admin(app: &TestApp) -> Client {
    let ada = app.given().admin("ada").await;
    app.given_signed_in(&ada).await
}

/// Makes a company through its page and gives its address.
async fn made(browser: &Client, name: &str, account: &str) -> String {
    let form = browser
        .get("/companies/new")
        .await
        .form("Create company")
        .set("name", name)
        .set("account_number", account);
    let answer = browser.submit(&form).await;
    assert_eq!(answer.status(), 303, "{}", answer.text());
    answer.location().unwrap().replace("/cpns", "")
}

fn first_cells(page: &Page) -> Vec<String> {
    page.all("tbody th a")
}

#[actix_web::test]
async fn a_new_company_is_in_the_list_and_keeps_what_was_typed() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    let url = made(&browser, " Acme <b>Tools</b> ", "D-100").await;
    let list = browser.get("/companies").await;
    let settings = browser.get(&format!("{url}/settings")).await;

    assert_eq!(first_cells(&list), ["Acme <b>Tools</b>"]);
    assert_eq!(settings.heading(), "Acme <b>Tools</b>");
    assert_eq!(
        settings.field("Account number").as_deref(),
        Some("D-100"),
        "{}",
        settings.text()
    );
    let trace = "select action from audit_events where subject_kind = 'company'";
    assert_eq!(app.database().texts(trace, &[]).await, ["created"]);
}

#[actix_web::test]
async fn all_that_is_wrong_with_a_new_company_comes_at_once_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    made(&browser, "Acme", "d-100").await;
    let form = browser
        .get("/companies/new")
        .await
        .form("Create company")
        .set("account_number", "D-200")
        .set("id", "no-uuid")
        .set("object_id", "xyz")
        .set("shared_numbers", "forbid");

    let wrong = browser.submit(&form).await;
    let taken = form
        .set("name", "Second")
        .set("account_number", " D-100 ")
        .set("id", "")
        .set("object_id", "");
    let taken = browser.submit(&taken).await;

    assert_eq!(wrong.status(), 422);
    assert!(wrong.all("title")[0].starts_with("Error: "));
    assert_eq!(
        wrong.problems(),
        [
            "Enter the name",
            "Enter a UUID: 32 hexadecimal digits, with or without hyphens",
            "Enter 24 hexadecimal digits"
        ]
    );
    let kept = wrong.form("Create company");
    assert_eq!(kept.value("account_number"), Some("D-200"));
    assert_eq!(kept.value("id"), Some("no-uuid"));
    assert_eq!(kept.value("shared_numbers"), Some("forbid"));
    assert_eq!(
        (taken.status(), taken.problems()),
        (422, vec!["“D-100” exists already".to_owned()])
    );
    assert_eq!(
        app.database().count("select count(*) from companies").await,
        1
    );
}

#[actix_web::test]
async fn who_was_slower_sees_both_values_and_decides() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let url = made(&browser, "Acme", "D-100").await;
    let settings = format!("{url}/settings");
    let early = browser.get(&settings).await.form("Save");
    let late = early.clone().set("name", "Slower");

    let saved = browser.submit(&early.set("name", "Faster")).await;
    let told = browser.submit(&late).await;
    let again = browser.submit(&told.form("Save")).await;

    assert_eq!(saved.status(), 303);
    assert_eq!(told.status(), 409);
    assert_eq!(
        told.all("main dl dd .d-block")[..2],
        ["Stored now: Faster", "Yours: Slower"]
    );
    assert_eq!(told.form("Save").value("name"), Some("Slower"));
    assert_eq!(again.status(), 303);
    assert_eq!(browser.get(&settings).await.heading(), "Slower");
}

/// A form that failed for another reason must not carry the version of a change made meanwhile.
#[actix_web::test]
async fn a_problem_does_not_hide_a_change_made_meanwhile() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let url = made(&browser, "Acme", "D-100").await;
    let settings = format!("{url}/settings");
    let opened = browser.get(&settings).await.form("Save");
    let faster = opened.clone().set("name", "Faster");
    browser.submit(&faster).await;

    let problem = browser.submit(&opened.set("name", "")).await;
    let mended = problem.form("Save").set("name", "Slower");

    assert_eq!(problem.status(), 422);
    assert_eq!(browser.submit(&mended).await.status(), 409);
}

#[actix_web::test]
async fn a_lock_says_why_and_until_when_in_the_admins_time() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let zone = "update users set time_zone = 'Europe/Berlin'";
    app.database().execute(zone, &[]).await;
    let url = made(&browser, "Acme", "D-100").await;
    let settings = format!("{url}/settings");
    let form = browser.get(&settings).await.form("Lock company");

    let bad = browser
        .submit(&form.clone().set("until", "2020-01-01T00:00"))
        .await;
    let form = form
        .set("reason", "stock-taking")
        .set("until", "2091-07-01T18:00");
    let locked = browser.submit(&form).await;
    let page = browser.follow(&locked).await;
    let list = browser.get("/companies?state=locked").await;
    let lifted = browser.submit(&page.form("Lift the lock")).await;

    assert_eq!(bad.status(), 422);
    assert_eq!(
        bad.problems(),
        [
            "Say why the company is locked",
            "Choose a time that is still to come"
        ]
    );
    let banner = page.all(".kind-locked p");
    assert_eq!(
        banner[1..3],
        ["Reason: stock-taking", "Until: 1 Jul 2091, 18:00"]
    );
    assert_eq!(first_cells(&list), ["Acme"]);
    assert!(list.rows()[0].join(" ").contains("Locked stock-taking"));
    // Who changes the lock starts from it as it is.
    let change = page.form("Change the lock");
    assert_eq!(change.value("reason"), Some("stock-taking"));
    assert_eq!(change.value("until"), Some("2091-07-01T18:00"));
    let after = browser.follow(&lifted).await;
    assert!(!after.text().contains("This company is locked"));
    let trace = "select action from audit_events where subject_kind = 'company' order by id";
    assert_eq!(
        app.database().texts(trace, &[]).await,
        ["created", "locked", "unlocked"]
    );
}

#[actix_web::test]
async fn an_archived_company_leaves_the_list_and_comes_back() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let url = made(&browser, "Acme", "D-100").await;
    let settings = format!("{url}/settings");

    let archive = browser.get(&settings).await.form("Archive company");
    let archived = browser.submit(&archive).await;
    let page = browser.follow(&archived).await;
    let current = browser.get("/companies").await;
    let shelved = browser.get("/companies?state=archived").await;
    browser.submit(&page.form("Take out of the archive")).await;

    assert!(page.text().contains("Archived since"));
    assert!(first_cells(&current).is_empty());
    assert_eq!(first_cells(&shelved), ["Acme"]);
    assert_eq!(first_cells(&browser.get("/companies").await), ["Acme"]);
}

#[actix_web::test]
async fn every_company_comes_once_page_by_page_in_both_directions() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    for number in 1..=120 {
        let name = format!("Company {number}");
        app.given().company(&name).there().await;
    }

    let first = browser.get("/companies").await;
    let second = browser.get(&first.link("Next").unwrap()).await;
    let third = browser.get(&second.link("Next").unwrap()).await;
    let back = browser.get(&third.link("Previous").unwrap()).await;
    let turned = browser.get("/companies?sort=name&dir=desc").await;

    let all: Vec<String> = [&first, &second, &third]
        .into_iter()
        .flat_map(first_cells)
        .collect();
    let natural: Vec<String> = (1..=120)
        .map(|number| format!("Company {number}"))
        .collect();
    assert_eq!(all, natural);
    assert_eq!(first_cells(&back), first_cells(&second));
    assert!(second.text().contains("51–100 of 120"), "{}", second.text());
    assert_eq!(third.link("Next"), None);
    assert_eq!(first_cells(&turned)[0], "Company 120");
    assert_eq!(
        turned.attributes("th[aria-sort]", "aria-sort"),
        ["descending"]
    );
}

#[actix_web::test]
async fn a_search_finds_words_of_name_and_account_number_and_says_when_nothing_fits() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    made(&browser, "Acme Hydraulics Ulm", "D-100").await;
    made(&browser, "Acme Pumps", "D-200").await;

    let both = browser.get("/companies?q=acme").await;
    let words = browser.get("/companies?q=ULM+hydr").await;
    let account = browser.get("/companies?q=d-200").await;
    let nothing = browser.get("/companies?q=%25").await;

    assert_eq!(first_cells(&both).len(), 2);
    assert_eq!(first_cells(&words), ["Acme Hydraulics Ulm"]);
    assert_eq!(first_cells(&account), ["Acme Pumps"]);
    assert!(nothing.text().contains("No matches"), "{}", nothing.text());
    assert_eq!(nothing.link("Clear filters").as_deref(), Some("/companies"));
}

#[actix_web::test]
async fn the_list_tells_what_hangs_on_each_company_and_is_narrowed_by_who_looks_after_it() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let mia = app.given().company("Acme").manager("mia").await;
    app.given().company("Acme").cpn("HW-7", "P-1").await;
    app.given().company("Acme").cpn("HW-8", "P-1").await;
    app.given().company("Other").locked("stock-taking").await;
    app.given().product("P-2").await;
    app.given().product("P-3").await;

    let list = browser.get("/companies").await;
    let hers = browser.get(&format!("/companies?manager={}", mia.id)).await;
    let nobodys = browser.get("/companies?manager=none").await;
    let managers = app.given_signed_in(&mia).await.get("/companies").await;

    let rows = list.rows();
    // Account number, CPNs, products without one, and who looks after it.
    assert_eq!(rows[0][1..4], ["Acme", "2", "2"], "{rows:?}");
    assert_eq!(rows[0][5], "mia");
    assert_eq!(list.link("mia"), Some(format!("/users/{}", mia.id)));
    assert_eq!(rows[1][1..6], ["Other", "0", "3", "", ""], "{rows:?}");
    assert!(rows[1][0].contains("Locked stock-taking"), "{rows:?}");
    assert_eq!(first_cells(&hers), ["Acme"]);
    assert_eq!(
        hers.all(".chips .chip"),
        ["Remove filter: Account manager: mia"]
    );
    assert_eq!(first_cells(&nobodys), ["Other"]);
    assert_eq!(
        (first_cells(&managers).len(), managers.link("mia")),
        (1, None)
    );
}

#[actix_web::test]
async fn the_list_is_exported_as_it_is_narrowed() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    for number in 0..230 {
        let name = format!("Company {number}");
        app.given().company(&name).there().await;
    }
    app.given().company("=Acme").locked("stock-taking").await;

    let list = browser.get("/companies?state=locked").await;
    let csv = browser.get(&list.link("Export as CSV").unwrap()).await;
    let all = browser.get("/companies/export?format=csv&after=x").await;
    let workbook = browser.get("/companies/export?format=xlsx").await;

    let lines: Vec<&str> = csv.body().lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].ends_with("Account manager,Status,Reason"),
        "{}",
        lines[0]
    );
    // What a spreadsheet would calculate with is shielded.
    assert_eq!(lines[1], "'=Acme,'=Acme,0,0,,,Locked,stock-taking");
    assert_eq!(all.body().lines().count(), 232);
    assert!(workbook.bytes().starts_with(b"PK"));
    assert!(
        workbook
            .header("content-disposition")
            .unwrap()
            .contains("Companies.xlsx")
    );
}

/// TRUST.md, S21: what is not theirs is not there.
#[actix_web::test]
async fn everybody_sees_the_companies_in_their_reach() {
    let app = TestApp::spawn().await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let mia = app.given().company("Acme").manager("mia").await;
    let acme = app.given().company("Acme").there().await;
    let other = app.given().company("Other").there().await;

    let buyer = app.given_signed_in(&bo).await;
    let manager = app.given_signed_in(&mia).await;

    let own = format!("{}/cpns", acme.url());
    assert_eq!(buyer.get("/companies").await.location(), Some(own.as_str()));
    assert_eq!(first_cells(&manager.get("/companies").await), ["Acme"]);
    assert_eq!(manager.get(&other.url()).await.status(), 404);
    let foreign = manager.get("/companies?q=Other").await;
    assert!(foreign.text().contains("No matches"));
    let settings = format!("{}/settings", acme.url());
    assert_eq!(manager.get(&settings).await.status(), 403);
}

#[actix_web::test]
async fn who_has_no_company_yet_is_told_whom_to_ask() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let mia = app.given().company("Acme").manager("mia").await;
    app.database().execute("delete from memberships", &[]).await;

    let empty = app.given_signed_in(&mia).await.get("/companies").await;
    app.database().execute("delete from companies", &[]).await;
    let nothing = browser.get("/companies").await;

    assert!(empty.text().contains("Ask an admin"), "{}", empty.text());
    assert_eq!(
        nothing.link("New company").as_deref(),
        Some("/companies/new")
    );
}
