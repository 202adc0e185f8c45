//! Products and variants: their list, making and changing them, taking them off sale, files of many.

use reqwest::multipart::{Form as Multipart, Part};

use crate::harness::{Client, Page, TestApp};

async fn admin(app: &TestApp) -> Client {
    let ada = app.given().admin("ada").await;
    app.given_signed_in(&ada).await
}

/// Makes a product through its page and gives its address.
async fn made(browser: &Client, fields: &[(&str, &str)]) -> String {
    let mut form = browser.get("/products/new").await.form("Create product");
    for (name, value) in fields {
        form = form.set(name, value);
    }
    let answer = browser.submit(&form).await;
    assert_eq!(answer.status(), 303, "{}", answer.text());
    answer.location().unwrap().to_owned()
}

/// Sends a file through the page and gives the answer.
async fn uploaded(browser: &Client, name: &str, content: impl Into<Vec<u8>>, check: bool) -> Page {
    let file = Part::bytes(content.into()).file_name(name.to_owned());
    let mut form = Multipart::new().part("file", file);
    if check {
        form = form.text("dry_run", "on");
    }
    let request = browser
        .request(reqwest::Method::POST, "/products/upload")
        .header("sec-fetch-site", "same-origin")
        .multipart(form);
    browser.send(request).await
}

fn numbers(page: &Page) -> Vec<String> {
    page.all("tbody th a")
}

fn figures(page: &Page) -> Vec<String> {
    page.all(".figure")
}

#[actix_web::test]
async fn a_product_and_its_variant_name_each_other() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    let pump = made(
        &browser,
        &[
            ("number", " PUMP-1 "),
            ("name", "Pump"),
            ("gtin", "4006381333931"),
        ],
    )
    .await;
    let variant = made(
        &browser,
        &[
            ("number", "PUMP-1-A"),
            ("name", "Pump A"),
            ("parent", "pump-1"),
        ],
    )
    .await;

    let pump_page = browser.get(&pump).await;
    assert_eq!(pump_page.heading(), "PUMP-1");
    assert_eq!(pump_page.link("PUMP-1-A"), Some(variant.clone()));
    assert!(pump_page.text().contains("4006381333931"));
    assert_eq!(browser.get(&variant).await.link("PUMP-1"), Some(pump));
    let variants = browser.get("/products?kind=variants").await;
    assert_eq!(numbers(&variants), ["PUMP-1-A"]);
}

#[actix_web::test]
async fn all_that_is_wrong_with_a_product_comes_at_once_and_nothing_typed_is_lost() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let form = browser.get("/products/new").await.form("Create product");

    let wrong = browser
        .submit(
            &form
                .clone()
                .set("gtin", "4006381333932")
                .set("name", "Pump"),
        )
        .await;
    made(&browser, &[("number", "PUMP-1"), ("name", "Pump")]).await;
    let related = form
        .set("number", "pump-1")
        .set("name", "Again")
        .set("parent", "NOPE")
        .set("successor", "NADA");
    let unknown = browser.submit(&related).await;
    let taken = related.set("parent", "").set("successor", "");
    let taken = browser.submit(&taken).await;

    assert_eq!(wrong.status(), 422);
    assert_eq!(
        wrong.problems(),
        [
            "Enter the product’s number",
            "The last digit does not fit the others: check for a typing error"
        ]
    );
    assert_eq!(wrong.field("GTIN").as_deref(), Some("4006381333932"));
    assert_eq!(unknown.status(), 422);
    assert_eq!(
        unknown.problems(),
        ["There is no product “NOPE”", "There is no product “NADA”"]
    );
    assert_eq!(taken.status(), 422);
    assert_eq!(taken.problems(), ["“pump-1” exists already"]);
}

#[actix_web::test]
async fn families_stay_two_deep() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let pump = made(&browser, &[("number", "PUMP-1"), ("name", "Pump")]).await;
    let variant = [("number", "PUMP-1-A"), ("name", "A"), ("parent", "PUMP-1")];
    let variant = made(&browser, &variant).await;
    made(&browser, &[("number", "MOTOR"), ("name", "Motor")]).await;

    let refused = async |url: &str, parent: &str| {
        let form = browser.get(&format!("{url}/edit")).await.form("Save");
        let answer = browser.submit(&form.set("parent", parent)).await;
        assert_eq!(answer.status(), 422);
        answer.problems().join("; ")
    };

    let itself = "A product cannot be a variant of itself";
    assert_eq!(refused(&pump, "PUMP-1").await, itself);
    let parent = "This product has variants of its own and cannot become one";
    assert_eq!(refused(&pump, "MOTOR").await, parent);
    let form = browser.get("/products/new").await.form("Create product");
    let third = form
        .set("number", "PUMP-1-A-1")
        .set("name", "Third")
        .set("parent", "PUMP-1-A");
    let third = browser.submit(&third).await;
    assert_eq!(third.problems(), ["That product is itself a variant"]);
    assert_eq!(browser.get(&variant).await.status(), 200);
}

#[actix_web::test]
async fn who_was_slower_sees_both_values_and_decides() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let url = made(&browser, &[("number", "PUMP-1"), ("name", "Pump")]).await;
    let edit = format!("{url}/edit");
    let opened = browser.get(&edit).await.form("Save");

    let faster = opened.clone().set("name", "Faster");
    let saved = browser.submit(&faster).await;
    let told = browser.submit(&opened.set("name", "Slower")).await;
    let again = browser.submit(&told.form("Save")).await;

    assert_eq!((saved.status(), told.status()), (303, 409));
    assert_eq!(
        told.all("main dl dd .d-block"),
        ["Stored now: Faster", "Yours: Slower"]
    );
    assert_eq!(again.status(), 303);
    assert!(browser.get(&url).await.text().contains("Slower"));
}

#[actix_web::test]
async fn a_discontinued_product_says_what_takes_its_place() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    let old = made(&browser, &[("number", "OLD"), ("name", "Old")]).await;
    let new = made(&browser, &[("number", "NEW"), ("name", "New")]).await;
    let form = browser
        .get(&format!("{old}/discontinuation"))
        .await
        .form("Discontinue");

    let unknown = browser.submit(&form.clone().set("successor", "NOPE")).await;
    let itself = browser.submit(&form.clone().set("successor", "old")).await;
    let done = browser.submit(&form.set("successor", "new")).await;
    let page = browser.follow(&done).await;
    let listed = browser.get("/products?state=discontinued").await;
    let successor = browser.get(&new).await;
    let resumed = browser.submit(&page.form("Put back on sale")).await;
    app.given().company("Acme").cpn("HW-7", "NEW").await;
    let used = browser.get(&format!("{new}/discontinuation")).await;
    let used = browser.submit(&used.form("Discontinue")).await;
    let used = browser.follow(&used).await;

    assert_eq!(unknown.status(), 422);
    assert_eq!(unknown.problems(), ["There is no product “NOPE”"]);
    assert_eq!(unknown.field("Successor").as_deref(), Some("NOPE"));
    assert_eq!(itself.problems(), ["A product cannot replace itself"]);
    assert!(page.text().contains("Discontinued since"));
    assert!(
        page.text()
            .contains("No company has a number for this product yet.")
    );
    assert!(!page.text().contains("Its customer numbers stay"));
    assert!(used.text().contains("Its customer numbers stay"));
    assert_eq!(page.link("NEW"), Some(new));
    assert_eq!(numbers(&listed), ["OLD"]);
    assert_eq!(successor.link("OLD"), Some(old.clone()));
    let back = browser.follow(&resumed).await;
    assert!(!back.text().contains("Discontinued since"));
    let trace = "select action from audit_events where subject_kind = 'product' and subject_id = $1::text::uuid order by id";
    let id = old.rsplit('/').next().unwrap();
    assert_eq!(
        app.database().texts(trace, &[&id]).await,
        ["created", "discontinued", "resumed"]
    );
}

#[actix_web::test]
async fn products_come_in_natural_order_page_by_page() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    for number in 1..=60 {
        app.given().product(&format!("P{number}")).await;
    }

    let first = browser.get("/products").await;
    let second = browser.get(&first.link("Next").unwrap()).await;

    let all: Vec<String> = [&first, &second].into_iter().flat_map(numbers).collect();
    let natural: Vec<String> = (1..=60).map(|number| format!("P{number}")).collect();
    assert_eq!(all, natural);
    assert!(second.text().contains("51–60 of 60"), "{}", second.text());
    let found = browser.get("/products?q=p59").await;
    assert_eq!(numbers(&found), ["P59"]);
}

#[actix_web::test]
async fn a_file_is_checked_first_and_then_imported_row_by_row() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;
    made(&browser, &[("number", "KNOWN"), ("name", "Before")]).await;
    let file = "Artikelnummer;Bezeichnung;Hauptartikel;EAN\n\
        KNOWN;After;;\nNEW;New;;4006381333931\nNEW-A;Variant;NEW;\n\
        ;No number;;\nBAD;Bad GTIN;;123\nLOST;No parent;NOPE;\nnew;Twice;;\n";

    let checked = uploaded(&browser, "catalogue.csv", file, true).await;
    let checked = browser.follow(&checked).await;
    let before = app.database().count("select count(*) from products").await;
    let done = uploaded(&browser, "catalogue.csv", file, false).await;
    let result = browser.follow(&done).await;
    let again = uploaded(&browser, "catalogue.csv", file, false).await;
    let again = browser.follow(&again).await;

    assert_eq!(figures(&checked), ["2", "1", "0", "4"]);
    assert!(checked.text().contains("Only checked: nothing was changed"));
    assert_eq!(before, 1);
    assert_eq!(figures(&result), ["2", "1", "0", "4"]);
    assert_eq!(figures(&again), ["0", "0", "3", "4"]);
    let names = "select number || ' ' || name from products order by number";
    assert_eq!(
        app.database().texts(names, &[]).await,
        ["KNOWN After", "NEW New", "NEW-A Variant"]
    );
    let link = result.attributes("a[href$=problem-file]", "href").remove(0);
    let problems = browser.get(&link).await;
    assert_eq!(
        problems
            .body()
            .trim_start_matches('\u{FEFF}')
            .lines()
            .collect::<Vec<_>>(),
        [
            "Line;Number;Problem",
            "5;;Number: Enter the product’s number",
            "6;BAD;GTIN: A GTIN has 8, 12, 13 or 14 digits",
            "7;LOST;Variant of: There is no product “NOPE”",
            "8;new;Number: Already on line 3",
        ]
    );
    assert_eq!(
        problems.header("content-disposition"),
        Some("attachment; filename=\"product-problems.csv\"")
    );
}

#[actix_web::test]
async fn the_template_has_the_columns_that_are_read() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    let template = browser.get("/products/upload/template").await;
    let file = format!("{}P-1;Pump;;;;\r\n", template.body());
    let done = uploaded(&browser, "products.csv", file, false).await;

    assert_eq!(
        template.body().trim_start_matches('\u{feff}').trim_end(),
        "Number;Name;Variant of;GTIN;UUID;Object ID"
    );
    let result = browser.follow(&done).await;
    assert_eq!(figures(&result), ["1", "0", "0", "0"]);
}

#[actix_web::test]
async fn a_file_that_is_no_list_of_products_is_refused_with_the_reason() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    let none = uploaded(&browser, "", "", false).await;
    let empty = uploaded(&browser, "x.csv", "", false).await;
    let other = uploaded(&browser, "x.csv", "foo,bar\n1,2\n", true).await;
    let no_name = uploaded(&browser, "x.csv", "SKU,bar\n1,2\n", false).await;

    for (page, words) in [
        (&none, "Choose a file"),
        (&empty, "This file is empty"),
        (&other, "The file has no column “Number”"),
        (&no_name, "The file has no column “Name”"),
    ] {
        assert_eq!(page.status(), 422);
        assert!(
            page.problems()[0].starts_with(words),
            "{:?}",
            page.problems()
        );
    }
    assert_eq!(
        other.attributes("[name=dry_run]", "checked").len(),
        1,
        "the tick is lost"
    );
    assert_eq!(
        app.database().count("select count(*) from products").await,
        0
    );
}

/// TRUST.md, S21 and S22: a product is for all; what a company calls it is for those who may see the company.
#[actix_web::test]
async fn a_product_shows_the_numbers_of_companies_in_reach_and_no_others() {
    let app = TestApp::spawn().await;
    let own = app.given().company("Acme").cpn("HW-7", "PUMP-1").await;
    app.given().company("Other").cpn("SECRET-9", "PUMP-1").await;
    let bo = app.given().company("Acme").buyer("bo").await;
    let url = format!("/products/{}", own.product);

    let buyer = app.given_signed_in(&bo).await.get(&url).await;
    let all = admin(&app).await.get(&url).await;

    assert_eq!(buyer.link("HW-7"), Some(own.url()));
    assert!(!buyer.body().contains("SECRET-9") && !buyer.body().contains("Other"));
    assert_eq!(buyer.link("Edit product"), None);
    assert!(all.text().contains("SECRET-9"));
}

#[actix_web::test]
async fn what_is_no_product_is_not_there() {
    let app = TestApp::spawn().await;
    let browser = admin(&app).await;

    for path in [
        "/products/nonsense",
        "/products/00000000-0000-0000-0000-000000000000",
        "/products/nonsense/edit",
        "/products/upload/nonsense",
        "/users/nonsense",
        "/companies/nonsense/settings",
    ] {
        assert_eq!(browser.get(path).await.status(), 404, "{path}");
    }
}
