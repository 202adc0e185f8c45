//! The timeline of a number, the history of a company, and how it was on a day.

use super::buyer_of;
use crate::harness::TestApp;

#[actix_web::test]
async fn a_timeline_tells_each_change_with_before_and_after() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("HW-7", "P-1")]).await;
    let edit = eve
        .get(&url)
        .await
        .attributes("a[data-edit]", "href")
        .remove(0);
    let form = eve.get(&edit).await.form("Save").set("unit", "box");
    let saved = eve.submit(&form).await;

    let page = eve.follow(&saved).await;
    let entries = page.all("ol.timeline > li");

    assert_eq!(entries.len(), 2);
    assert!(
        entries[0].contains("Changed") && entries[0].contains("by buyer-Acme · web page"),
        "{entries:?}"
    );
    assert!(
        entries[0].contains("Unit") && entries[0].contains("box"),
        "{entries:?}"
    );
    assert!(
        entries[1].contains("Created") && entries[1].contains("by given · command line"),
        "{entries:?}"
    );
}

#[actix_web::test]
async fn how_it_was_on_a_day_comes_from_the_history() {
    let app = TestApp::spawn().await;
    let (eve, _) = buyer_of(&app, "Acme", &[]).await;
    let cpn = app.given().company("Acme").cpn("HW-9", "P-2").await;
    for sql in [
        "update cpn_history set at = '2026-03-10T12:00:00Z'",
        "insert into cpn_history select company_id, cpn_id, 2, 'changed', '2026-05-01T12:00:00Z', actor_kind, actor_id, actor_name, door,
            upload_id, product_id, 'HW-10', 'hw-10', description, unit, pack_quantity, valid_from, valid_to, preferred from cpn_history",
    ] {
        app.database().execute(sql, &[]).await;
    }

    for (day, said) in [
        ("2026-03-09", "This number did not exist"),
        ("2026-03-10", "HW-9"),
        ("2026-04-30", "HW-9"),
        ("2026-05-01", "HW-10"),
    ] {
        let page = eve.get(&format!("{}?on={day}", cpn.url())).await;
        let then = page.all(".notice.kind-info").concat();
        assert!(then.contains(said), "{day}: {then}");
    }
}

#[actix_web::test]
async fn a_companys_history_is_filtered_and_paged_and_its_own() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("HW-7", "P-1"), ("HW-8", "P-1")]).await;
    buyer_of(&app, "Other", &[("THEIRS", "P-1")]).await;
    let history = url.replace("/cpns", "/history");
    app.database()
        .execute(
            "insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_name, door, product_id, cpn, identity_key, preferred)
             select company_id, cpn_id, n, 'changed', now() - n * interval '1 minute', 'user', 'Zoe', 'api', product_id, cpn, identity_key, preferred
             from cpn_history, generate_series(2, 60) n where cpn = 'HW-8'",
            &[],
        )
        .await;

    let first = eve.get(&history).await;
    let second = eve.get(&first.link("Next").unwrap()).await;
    let back = eve.get(&second.link("Previous").unwrap()).await;
    let entries = "ol.timeline > li";

    assert_eq!(first.all(entries).len(), 50);
    assert_eq!(second.all(entries).len(), 11);
    assert_eq!(second.link("Next"), None);
    assert_eq!(back.all(entries), first.all(entries));
    assert!(!first.text().contains("THEIRS") && !second.text().contains("THEIRS"));
    for (filter, count) in [
        ("number=hw-7", 1),
        ("kind=created", 2),
        ("by=Zoe&door=api&number=HW-8", 50),
        ("door=shoxl", 0),
        ("since=2200-01-01", 0),
        ("until=2020-01-01", 0),
        ("older=x&newer=y&upload=z", 50),
    ] {
        let page = eve.get(&format!("{history}?{filter}")).await;
        assert_eq!(page.status(), 200, "{filter}");
        assert_eq!(page.all(entries).len(), count, "{filter}");
    }
}
