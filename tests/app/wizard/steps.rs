//! The order of the steps: a page that is not open leads to the one that is; a post out of step is refused.

use super::{Desk, confirming};

#[actix_web::test]
async fn pages_out_of_step_lead_to_the_step_an_upload_stands_at() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let url = desk.upload_url().await;
    for page in ["", "/progress", "/report"] {
        let answer = desk.browser.get(&format!("{url}{page}")).await;
        assert_eq!(
            answer.location(),
            Some(format!("{url}/check").as_str()),
            "{page}"
        );
    }

    desk.apply(&check).await;

    for page in ["", "/columns", "/check", "/confirm", "/progress"] {
        let answer = desk.browser.get(&format!("{url}{page}")).await;
        assert_eq!(
            answer.location(),
            Some(format!("{url}/report").as_str()),
            "{page}"
        );
    }
}

#[actix_web::test]
async fn posts_out_of_step_are_refused_with_the_way_on() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    desk.apply(&check).await;
    let url = desk.upload_url().await;
    let columns = [
        ("column-0", "product"),
        ("column-1", "cpn"),
        ("mode", "mirror"),
        ("empty_cells", "clear"),
    ];

    for (page, form) in [
        ("/columns", &columns[..]),
        ("/check", &[]),
        ("/reading", &[]),
        ("/discard", &[]),
    ] {
        let answer = desk.browser.post_form(&format!("{url}{page}"), form).await;
        assert_eq!(answer.status(), 409, "{page}");
        assert_eq!(
            answer.link("See the report"),
            Some(format!("{url}/report")),
            "{page}"
        );
    }
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-2 B-2"]);
}

#[actix_web::test]
async fn an_upload_that_is_given_up_can_not_be_gone_on_with() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let confirmation = desk
        .browser
        .get(&check.link("Go on to confirm").unwrap())
        .await;

    let list = desk.press(&check, "Discard upload").await;
    let late = desk.browser.submit(&confirming(&confirmation)).await;

    assert!(
        list.text()
            .contains("The upload was discarded. Nothing was written."),
        "{}",
        list.text()
    );
    assert!(list.text().contains("Discarded"));
    assert_eq!(late.status(), 409);
    assert_eq!(desk.numbers().await, ["P-1 A-1"]);
}

#[actix_web::test]
async fn an_upload_goes_on_after_signing_in_again_and_in_another_process() {
    let desk = Desk::open().await;
    desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let url = desk.upload_url().await;
    let other = desk.app.second_process().await;
    let mia = desk.app.given().company("Acme").manager("mia").await;
    let browser = desk.app.given_signed_in(&mia).await.at(&other);

    let check = browser.get(&format!("{url}/check")).await;

    assert_eq!(
        (check.status(), check.heading()),
        (200, "What would happen".to_owned())
    );
}

#[actix_web::test]
async fn whoever_only_reads_sees_the_list_and_the_report() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let url = desk.upload_url().await;
    let reader = desk.app.given().company("Acme").reader("rob").await;
    let reader = desk.app.given_signed_in(&reader).await;

    let before = reader.get(&format!("{url}/report")).await;
    desk.apply(&check).await;
    let after = reader.get(&format!("{url}/report")).await;
    let list = reader.get(&format!("{}/uploads", desk.url)).await;

    assert_eq!(
        (before.status(), before.heading()),
        (200, "Not confirmed yet".to_owned())
    );
    assert_eq!(
        (after.status(), after.heading()),
        (200, "Applied".to_owned())
    );
    assert!(after.link("Upload another file").is_none() && list.link("Upload numbers").is_none());
}

#[actix_web::test]
async fn an_upload_of_another_company_is_not_there() {
    let desk = Desk::open().await;
    desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let id = desk
        .app
        .database()
        .texts("select id from uploads", &[])
        .await
        .remove(0);
    let other = desk.app.given().company("Other").there().await;
    let eve = desk.app.given().company("Other").manager("eve").await;
    let eve = desk.app.given_signed_in(&eve).await;

    for page in [
        "",
        "/columns",
        "/check",
        "/confirm",
        "/progress",
        "/report",
        "/report-file",
        "/problem-file",
    ] {
        let theirs = eve.get(&format!("{}/uploads/{id}{page}", desk.url)).await;
        let as_own = eve
            .get(&format!("{}/uploads/{id}{page}", other.url()))
            .await;
        assert_eq!((theirs.status(), as_own.status()), (404, 404), "{page}");
    }
}
