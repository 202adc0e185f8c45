//! The list: search, filters, sort, pages.

use super::{buyer_of, numbers};
use crate::harness::TestApp;

#[actix_web::test]
async fn a_company_leads_to_its_numbers_in_natural_order() {
    let app = TestApp::spawn().await;
    let given = [("HW-21", "P-1"), ("HW-3", "P-2"), ("hw-11", "P-3")];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;

    let company = eve.get(url.strip_suffix("/cpns").unwrap()).await;
    let page = eve.follow(&company).await;

    assert_eq!(numbers(&page), ["HW-3", "hw-11", "HW-21"]);
    assert!(page.text().contains("1–3 of 3"), "{}", page.text());
}

#[actix_web::test]
async fn a_search_finds_numbers_wordings_and_products_whatever_the_signs() {
    let app = TestApp::spawn().await;
    let given = [("AA.00.111", "P-1"), ("X-1", "PUMP 4411"), ("B-2", "P-3")];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;
    app.database()
        .execute(
            "update cpns set description = 'Grüne Dichtung', search_text = 'B2 GRÜNEDICHTUNG' where cpn = 'B-2'",
            &[],
        )
        .await;

    for (typed, found) in [
        ("aa001", vec!["AA.00.111"]),
        ("aa-00", vec!["AA.00.111"]),
        ("4411", vec!["X-1"]),
        ("pump", vec!["X-1"]),
        ("dichtung", vec!["B-2"]),
        ("b-", vec!["B-2"]),
        (".", vec!["AA.00.111"]),
        ("zzz", vec![]),
        ("%", vec![]),
    ] {
        let page = eve
            .get(&format!("{url}?q={}", typed.replace('%', "%25")))
            .await;
        assert_eq!(numbers(&page), found, "{typed}");
    }
    let page = eve.get(&format!("{url}?q=zzz")).await;
    assert!(page.text().contains("No matches"), "{}", page.text());
}

#[actix_web::test]
async fn filters_narrow_the_list_and_each_has_a_chip_to_take_it_back() {
    let app = TestApp::spawn().await;
    let given = [
        ("A-1", "P-1"),
        ("A-2", "P-1"),
        ("A-3", "P-2"),
        ("A-4", "P-2"),
        ("A-4", "P-3"),
    ];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;
    let database = app.database();
    for sql in [
        "update cpns set valid_to = current_date - 2 where cpn = 'A-1'",
        "update cpns set valid_from = current_date + 2 where cpn = 'A-2'",
        "update cpns set updated_by_name = 'Zoe', updated_at = now() + interval '40 days' where cpn = 'A-3'",
        "update products set discontinued_at = now() where number = 'P-3'",
    ] {
        database.execute(sql, &[]).await;
    }
    let soon = chrono::Utc::now() + chrono::TimeDelta::days(30);

    for (filter, found) in [
        ("validity=expired".to_owned(), vec!["A-1"]),
        ("validity=not-yet".to_owned(), vec!["A-2"]),
        ("validity=valid&product=p-2".to_owned(), vec!["A-3", "A-4"]),
        ("preferred=no".to_owned(), vec!["A-2", "A-4"]),
        ("ambiguous=on".to_owned(), vec!["A-4", "A-4"]),
        ("discontinued=on".to_owned(), vec!["A-4"]),
        ("by=zoe".to_owned(), vec!["A-3"]),
        (format!("since={}", soon.format("%Y-%m-%d")), vec!["A-3"]),
        ("product=nothing-like-it".to_owned(), vec![]),
    ] {
        let page = eve.get(&format!("{url}?{filter}")).await;
        assert_eq!(numbers(&page), found, "{filter}");
        let taken_back = page.attributes("a.chip", "href");
        assert_eq!(taken_back.len(), filter.split('&').count(), "{filter}");
    }
    let page = eve.get(&format!("{url}?validity=valid&product=p-2")).await;
    let without = eve.get(&page.attributes("a.chip", "href")[0]).await;
    assert_eq!(numbers(&without), ["A-3", "A-4", "A-4"]);
}

#[actix_web::test]
async fn numbers_that_a_spreadsheet_seems_to_have_damaged_are_shown_alone() {
    let app = TestApp::spawn().await;
    let given = [
        ("A-1", "P-1"),
        ("1E+05", "P-2"),
        ("1E5", "P-3"),
        ("3-Mar", "P-4"),
    ];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;

    let page = eve.get(&format!("{url}?suspect=on")).await;

    assert_eq!(numbers(&page), ["1E+05", "3-Mar"]);
    assert!(page.text().contains("suspected damage"), "{}", page.text());
    let without = eve.get(&page.attributes("a.chip", "href")[0]).await;
    assert_eq!(numbers(&without).len(), 4);
}

#[actix_web::test]
async fn headings_sort_and_sort_the_other_way_round() {
    let app = TestApp::spawn().await;
    let given = [("A-1", "P-30"), ("A-2", "P-4"), ("A-3", "P-100")];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;
    let page = eve.get(&url).await;

    let by_product = eve.get(&page.link("Product").unwrap()).await;
    let turned = eve.get(&by_product.link("Product").unwrap()).await;
    let by_change = eve.get(&format!("{url}?sort=changed&dir=desc")).await;

    assert_eq!(numbers(&by_product), ["A-2", "A-1", "A-3"]);
    assert_eq!(numbers(&turned), ["A-3", "A-1", "A-2"]);
    assert_eq!(numbers(&by_change), ["A-3", "A-2", "A-1"]);
    assert_eq!(
        turned.attributes("th[aria-sort]", "aria-sort"),
        ["descending"]
    );
}

#[actix_web::test]
async fn pages_go_on_and_back_without_losing_or_repeating_a_row() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("N-1", "P-1")]).await;
    app.database()
        .execute(
            "insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, preferred, version,
                created_at, created_by_kind, created_by_name, updated_at, updated_by_kind, updated_by_name)
             select company_id, gen_random_uuid(), product_id, 'N-' || n, 'n-' || n, 'n-' || length(n::text) || n, 'N' || n, false, 1,
                now(), 'command-line', 'given', now() - n * interval '1 second', 'command-line', 'given'
             from cpns, generate_series(2, 120) n",
            &[],
        )
        .await;

    for (sort, first) in [("cpn", "N-1"), ("product", ""), ("changed", "N-120")] {
        let one = eve.get(&format!("{url}?sort={sort}")).await;
        let two = eve.get(&one.link("Next").unwrap()).await;
        let three = eve.get(&two.link("Next").unwrap()).await;
        let back = eve.get(&three.link("Previous").unwrap()).await;

        assert!(two.text().contains("51–100 of 120"), "{}", two.text());
        assert_eq!(numbers(&three).len(), 20, "{sort}");
        assert_eq!(three.link("Next"), None);
        assert_eq!(numbers(&back), numbers(&two), "{sort}");
        assert!(first.is_empty() || numbers(&one)[0] == first, "{sort}");
        let mut all = [numbers(&one), numbers(&two), numbers(&three)].concat();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 120, "{sort}");
    }

    let jumped = eve.get(&format!("{url}?from=n-7")).await;
    assert_eq!(numbers(&jumped)[0], "N-7");
    let jumped = eve.get(&format!("{url}?from=N-70")).await;
    assert_eq!(numbers(&jumped)[0], "N-70");
    let before = eve.get(&jumped.link("Previous").unwrap()).await;
    assert_eq!(numbers(&before).last().unwrap(), "N-69");
}

#[actix_web::test]
async fn an_address_of_nonsense_is_a_list_all_the_same() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("A-1", "P-1")]).await;
    let nil = "00000000000000000000000000000000";

    for query in [
        format!("after={nil}~%00"),
        format!("sort=changed&after={nil}~yesterday"),
        format!("sort=changed&before={nil}~2026-01-01"),
        "sort=nothing&dir=sideways&validity=x&since=99999-99-99".to_owned(),
        "q=%00%07&product=%00&by=%00&from=%00".to_owned(),
    ] {
        let page = eve.get(&format!("{url}?{query}")).await;
        assert_eq!(numbers(&page), ["A-1"], "{query}");
    }
}

#[actix_web::test]
async fn an_empty_list_shows_the_ways_in_and_a_locked_one_says_why_there_are_none() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[]).await;

    let empty = eve.get(&url).await;
    app.given().company("Acme").locked("stocktaking").await;
    let locked = eve.get(&url).await;

    assert!(empty.text().contains("No numbers yet"), "{}", empty.text());
    assert!(empty.link("New number").is_some());
    assert!(empty.link("Upload numbers").is_some());
    assert!(locked.text().contains("stocktaking"), "{}", locked.text());
    assert_eq!(locked.link("New number"), None);
}

#[actix_web::test]
async fn states_are_shown_and_numbers_of_another_company_do_not_exist() {
    let app = TestApp::spawn().await;
    let given = [("S-1", "P-1"), ("S-1", "P-2"), ("P-2", "P-3")];
    let (eve, url) = buyer_of(&app, "Acme", &given).await;
    let (_, theirs) = buyer_of(&app, "Other", &[("S-1", "P-1")]).await;

    let page = eve.get(&url).await;
    let badges = page.all("tbody th .tag");

    assert_eq!(
        badges,
        ["is the product number P-2", "ambiguous", "ambiguous"]
    );
    assert_eq!(eve.get(&theirs).await.status(), 404);
}

#[actix_web::test]
async fn the_list_is_exported_as_csv_and_as_a_workbook() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("007", "P-1")]).await;
    let page = eve.get(&url).await;

    let csv = eve.get(&page.link("Export as CSV").unwrap()).await;
    let xlsx = eve.get(&page.link("Export to Excel").unwrap()).await;

    assert!(
        csv.body().contains("007") && csv.body().contains("P-1"),
        "{}",
        csv.body()
    );
    assert!(
        csv.header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    assert!(xlsx.bytes().starts_with(b"PK"));
}

#[actix_web::test]
async fn columns_are_left_out_as_the_browser_chose() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("A-1", "P-1")]).await;
    assert!(eve.get(&url).await.link("Changed").is_some());

    let back = format!("{url}?q=a-");
    let fields = [
        ("column", "unit"),
        ("column", "nonsense"),
        ("back", back.as_str()),
    ];
    let chosen = eve.post_form(&format!("{url}/columns"), &fields).await;
    let page = eve.follow(&chosen).await;

    assert_eq!(chosen.location(), Some(back.as_str()));
    assert_eq!(page.link("Changed"), None);
    assert!(page.all("thead th").contains(&"Unit".to_owned()));
    assert_eq!(
        page.all("thead th").len(),
        page.all("tbody tr:first-child > *").len()
    );
}
