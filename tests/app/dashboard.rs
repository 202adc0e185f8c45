//! The first page by role, the audit, the help.

use crate::harness::{Client, Page, TestApp};

async fn admin(app: &TestApp) -> Client {
    let ada = app.given().admin("ada").await;
    app.given_signed_in(&ada).await
}

fn tiles(page: &Page) -> Vec<String> {
    page.all(".tile")
}

#[actix_web::test]
async fn a_buyer_sees_how_far_their_own_numbers_reach() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let bo = given.company("Acme").buyer("bo").await;
    given.company("Acme").cpn("HW-7", "P-1").await;
    given.company("Acme").cpn("HW-7", "P-2").await;
    given.company("Acme").cpn("1E+05", "P-3").await;
    given.company("Other").cpn("SECRET", "P-4").await;
    app.database()
        .execute(
            "update cpns set valid_to = current_date - 1 where cpn = '1E+05'",
            &[],
        )
        .await;

    let browser = app.given_signed_in(&bo).await;
    let start = browser.get("/").await;
    let page = browser.get("/coverage").await;

    assert_eq!(start.heading(), "Acme");
    assert_eq!(
        tiles(&start),
        [
            "3Customer part numbers",
            "4Products",
            "0Uploads to continue"
        ]
    );
    // Comes by itself where scripts run, by a link where they do not.
    assert_eq!(start.attributes("#coverage", "data-hx-get"), ["/coverage"]);
    assert_eq!(
        page.html()
            .select(&scraper::Selector::parse("#coverage table").unwrap())
            .count(),
        1
    );
    let row = page.rows().remove(0);
    assert!(row[1].contains("3 · 75%"), "{row:?}");
    assert_eq!((row[2].as_str(), row[3].as_str()), ("1", "3"));
    assert_eq!(
        row[4],
        "2 ambiguous1 expired1 possibly damaged by a spreadsheetHow to fix"
    );
    assert_eq!(page.rows().len(), 1);
    assert!(!page.body().contains("Other"));
    // The figures lead where they are looked at.
    for link in [
        "2 ambiguous",
        "1 expired",
        "1 possibly damaged by a spreadsheet",
    ] {
        let url = page.link(link).unwrap();
        let there = browser.get(&url).await;
        assert_eq!(there.status(), 200, "{url}");
        assert!(url.contains("/cpns?"), "{url}");
    }
    assert_eq!(page.link("How to fix").as_deref(), Some("/help/damage"));
    assert!(start.link("Type").is_some() && start.link("Upload").is_some());
}

#[actix_web::test]
async fn a_locked_company_says_so_and_offers_no_way_in() {
    let app = TestApp::spawn().await;
    let bo = app.given().company("Acme").buyer("bo").await;
    app.given().company("Acme").locked("stock-taking").await;

    let page = app.given_signed_in(&bo).await.get("/").await;

    assert!(page.text().contains("Reason: stock-taking"));
    assert_eq!(page.link("Type"), None);
}

#[actix_web::test]
async fn an_admin_sees_everything_and_who_was_refused() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let empty = browser.get("/").await;
    let empty_coverage = browser.get("/coverage").await;
    app.given().company("Acme").cpn("HW-7", "P-1").await;
    app.given().company("Other").locked("stock-taking").await;
    let fields = [("email", "ada@example.com"), ("password", "wrong")];
    app.anonymous().post_form("/sign-in", &fields).await;

    let page = browser.get("/").await;
    let refused = browser.get("/audit?subject=sign-in&action=refused").await;

    assert!(
        empty.text().contains("No companies yet"),
        "{}",
        empty.text()
    );
    assert!(!empty.text().contains("Operation"), "{}", empty.text());
    assert!(empty_coverage.link("New company").is_some());
    let tiles = tiles(&page);
    assert_eq!(
        tiles[..8],
        [
            "2Companies",
            "1Locked companies",
            "1Customer part numbers",
            "1Products",
            "0Uploads to continue",
            "0Uploads in the queue",
            "0Failed uploads",
            "1Refused sign-ins, last 24 hours"
        ]
    );
    assert!(tiles[8].ends_with("MBDatabase on disk"), "{tiles:?}");
    assert!(
        tiles[9].ends_with("kBOf these, uploaded files"),
        "{tiles:?}"
    );
    // Every figure leads where it is looked at.
    let links = page.attributes(".tile a", "href");
    assert_eq!(links.len(), tiles.len());
    for link in links {
        assert_eq!(browser.get(&link).await.status(), 200, "{link}");
    }
    let coverage = browser.get("/coverage").await;
    assert_eq!(coverage.all("tbody th a").len(), 2);
    let event = refused.rows().remove(0);
    assert!(event[1].starts_with("Sign-in: refused"), "{event:?}");
    assert!(event[2].starts_with("ada"), "{event:?}");
}

/// An upload that stands so, with rows left out where there are counts.
async fn upload(app: &TestApp, company: &str, state: &str, file: &str) {
    let id = app.given().company(company).checked_upload().await;
    let counts = r#"{"register_rows": 1, "causes": [{"outcome": "problem", "cause": "unknown-product", "count": 3, "example_line": 2}]}"#;
    app.database()
        .execute(
            "update uploads set state = $2, file_name = $3, counts = $4::text::jsonb where id = $1::text::uuid",
            &[&id, &state, &file, &counts],
        )
        .await;
    if state == "waiting" {
        app.database()
            .execute(
                "insert into jobs (upload_id, company_id, task, done_rows, total_rows, started_at, lease_until)
                 select id, company_id, 'apply', 12, 40, now(), now() + interval '1 hour' from uploads where id = $1::text::uuid",
                &[&id],
            )
            .await;
    }
}

#[actix_web::test]
async fn what_waits_and_what_failed_is_counted_and_listed_for_whom_it_concerns() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let mia = app.given().company("Acme").manager("mia").await;
    let bo = app.given().company("Acme").buyer("bo").await;
    upload(&app, "Acme", "checked", "prices.csv").await;
    upload(&app, "Acme", "failed", "broken.xlsx").await;
    upload(&app, "Acme", "applied", "done.csv").await;
    upload(&app, "Other", "waiting", "queued.csv").await;
    upload(&app, "Other", "checked", "secret.csv").await;

    let start = browser.get("/").await;
    let open = browser.get("/uploads").await;
    let queued = browser.get("/uploads?state=queued").await;
    let failed = browser.get("/uploads?state=failed").await;
    let manager = app.given_signed_in(&mia).await;
    let hers = manager.get("/").await;
    let her_open = manager.get("/uploads?state=open").await;
    let her_queue = manager.get("/uploads?state=queued").await;
    let buyer = app.given_signed_in(&bo).await;
    let own = buyer.get("/").await;

    let start = tiles(&start);
    assert_eq!(start[4], "2Uploads to continue, 2 with rows to decide");
    assert_eq!(start[5], "1Uploads in the queue, 1 running");
    assert_eq!(start[6], "1Failed uploads");
    assert_eq!(open.rows().len(), 2);
    assert_eq!(open.all(".tabs .count"), ["2", "1", "1"]);
    let row = queued.rows().remove(0);
    assert!(row[0].starts_with("queued.csv"), "{row:?}");
    assert_eq!(
        (row[1].as_str(), row[3].as_str()),
        ("Other", "12 of 40 rows written")
    );
    assert!(failed.rows()[0][0].starts_with("broken.xlsx"));
    assert_eq!(
        tiles(&hers)[4..],
        [
            "1Uploads to continue, 1 with rows to decide",
            "1Failed uploads"
        ]
    );
    let row = her_open.rows().remove(0);
    assert_eq!(her_open.rows().len(), 1);
    assert_eq!(row[3], "3 rows are left out unless you decide");
    assert_eq!(her_queue.rows().len(), 0);
    assert!(!hers.body().contains("Other") && !her_open.body().contains("secret"));
    // A buyer is reminded of the latest and may look numbers up at once.
    let said = own.text();
    for file in ["prices.csv", "broken.xlsx", "done.csv"] {
        assert!(own.link(file).is_some(), "{file}: {said}");
    }
    assert!(said.contains("0 new, 0 changed, 3 left out"), "{said}");
    app.given().company("Acme").cpn("HW-7", "P-1").await;
    let looked_up = own.form("Look up").set("text", "HW-7");
    let looked_up = buyer.submit(&looked_up).await;
    assert!(looked_up.text().contains("P-1"), "{}", looked_up.text());
}

#[actix_web::test]
async fn who_looks_after_several_companies_gets_to_each_way_in_by_a_choice() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    app.given().company("Acme").there().await;
    app.given().company("Other").there().await;

    let start = browser.get("/").await;

    for door in ["Look up", "Type", "Paste", "Upload"] {
        let url = start.link(door).unwrap_or_else(|| panic!("{door}"));
        let there = browser.get(&url).await;
        assert_eq!(there.heading(), "Which company?");
        assert_eq!(there.all("main li a").len(), 2);
    }
}

#[actix_web::test]
async fn the_storage_page_tells_what_the_disk_is_used_for() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    let page = browser.get("/storage").await;

    let rows = page.rows();
    assert_eq!(rows.len(), 6);
    assert!(rows[0][0].starts_with("Customer part numbers"), "{rows:?}");
    assert!(rows.iter().all(|row| row[1].ends_with('B')), "{rows:?}");
}

#[actix_web::test]
async fn a_manager_without_companies_is_told_whom_to_ask() {
    let app = TestApp::spawn().await;
    let mia = app.given().company("Acme").manager("mia").await;
    app.database().execute("delete from memberships", &[]).await;

    let page = app.given_signed_in(&mia).await.get("/").await;

    assert!(page.text().contains("Ask an admin"), "{}", page.text());
    assert_eq!(page.link("Audit"), None);
}

#[actix_web::test]
async fn the_audit_tells_what_changed_from_what_and_is_narrowed_by_person_and_kind() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let form = browser.get("/companies/new").await.form("Create company");
    let form = form.set("name", "Before").set("account_number", "D-1");
    let made = browser.submit(&form).await;
    let settings = made.location().unwrap().replace("/cpns", "/settings");
    let form = browser.get(&settings).await.form("Save");
    browser.submit(&form.set("name", "After")).await;

    let page = browser.get("/audit?subject=company").await;
    let nobody = browser.get("/audit?by=eve%25").await;
    let future = browser.get("/audit?since=2091-01-01").await;

    let rows = page.rows();
    assert_eq!(rows.len(), 2);
    assert!(rows[0][1].starts_with("Company: changed"), "{rows:?}");
    assert!(rows[0][3].contains("Name: Before After"), "{rows:?}");
    assert_eq!(
        page.attributes("tbody th a[data-open]", "href")[0],
        settings
    );
    assert!(nobody.text().contains("No matches"));
    assert!(future.text().contains("No matches"));
}

#[actix_web::test]
async fn the_audit_goes_on_page_by_page() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let many = "insert into audit_events (id, actor_kind, actor_name, door, subject_kind, action)
        select ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'command-line', 'n' || n, 'command-line', 'product', 'created'
        from generate_series(1, 120) n";
    app.database().execute(many, &[]).await;
    let names = |page: &Page| -> Vec<String> {
        let rows = page.rows();
        rows.iter()
            .map(|row| row[2].split_whitespace().next().unwrap().to_owned())
            .collect()
    };

    let first = browser.get("/audit?subject=product").await;
    let second = browser.get(&first.link("Next").unwrap()).await;
    let third = browser.get(&second.link("Next").unwrap()).await;
    let back = browser.get(&third.link("Previous").unwrap()).await;

    assert_eq!(names(&first).len(), 50);
    assert!(names(&first)[0].starts_with("n120"), "{:?}", names(&first));
    assert_eq!((names(&third).len(), third.link("Next")), (20, None));
    assert_eq!(names(&back), names(&second));
}

#[actix_web::test]
async fn the_help_leads_to_the_pages_it_speaks_of() {
    let app = TestApp::spawn().await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let eve = app.given().company("Acme").reader("eve").await;
    let buyer = app.given_signed_in(&bo).await;
    let reader = app.given_signed_in(&eve).await;

    let upload = buyer.get("/help/upload").await;
    let read = reader.get("/help/upload").await;
    let people = buyer.get("/help/people").await;

    assert_eq!(upload.all("main ol li").len(), 6, "steps have numbers");
    assert!(people.all("main ol li").is_empty(), "facts have none");
    let way = upload.link("Upload").unwrap();
    assert_eq!(buyer.get(&way).await.status(), 303);
    assert_eq!((read.link("Upload"), people.all("main a").len()), (None, 0));
}

#[actix_web::test]
async fn every_page_of_help_is_there_in_both_languages() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    for language in ["en", "de"] {
        let set = "update users set language = $1";
        app.database().execute(set, &[&language]).await;
        let list = browser.get("/help").await;
        let links = list.attributes("main dt a", "href");
        assert_eq!(links.len(), 9);
        for link in links {
            let page = browser.get(&link).await;
            assert_eq!(page.status(), 200, "{link}");
            assert!(!page.text().contains("help-"), "{link}: {}", page.text());
        }
    }
    assert_eq!(browser.get("/help/nonsense").await.status(), 404);
}
