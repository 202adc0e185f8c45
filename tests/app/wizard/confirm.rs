//! Check and confirmation: what is shown is what is done, and nothing else can be confirmed.

use super::{Desk, confirming, figure};

#[actix_web::test]
async fn counters_and_causes_are_filters() {
    let desk = Desk::open().await;
    let check = desk
        .upload(
            "update",
            "product_number,cpn\nP-1,A-1\nP-2,B-2\nP-9,C-3\nP-8,C-4\nP-3,\n",
        )
        .await;

    let problems = check
        .attributes(".tile a", "href")
        .into_iter()
        .find(|url| url.contains("outcome=problem"))
        .unwrap();
    let filtered = desk.browser.get(&problems).await;

    let rows = |page: &crate::harness::Page| page.all("table:last-of-type tbody tr").join("\n");
    assert!(
        rows(&filtered).contains("P-9") && !rows(&filtered).contains("B-2"),
        "{}",
        rows(&filtered)
    );
    let unknown = filtered
        .attributes("td a", "href")
        .into_iter()
        .find(|url| url.contains("cause=unknown-product"))
        .unwrap();
    let one_cause = desk.browser.get(unknown.split('#').next().unwrap()).await;
    assert!(
        one_cause.text().contains("1–2 of 2"),
        "{}",
        one_cause.text()
    );
}

#[actix_web::test]
async fn rows_come_fifty_at_a_time() {
    let desk = Desk::open().await;
    let mut file = "product_number,cpn\n".to_owned();
    for number in 0..120 {
        file.push_str(&format!("P-2,N-{number:03}\n"));
    }
    let first = desk.upload("update", &file).await;

    let second = desk.browser.get(&first.link("Next").unwrap()).await;
    let third = desk.browser.get(&second.link("Next").unwrap()).await;
    let back = desk.browser.get(&third.link("Previous").unwrap()).await;

    assert!(first.text().contains("1–50 of 120"), "{}", first.text());
    assert!(
        second.text().contains("N-050")
            && second.text().contains("N-099")
            && !second.text().contains("N-100")
    );
    assert!(third.text().contains("N-119") && third.link("Next").is_none());
    assert_eq!(back.text(), second.text());
}

#[actix_web::test]
async fn what_is_confirmed_is_written_with_its_history() {
    let desk = Desk::open().await;
    let check = desk
        .upload(
            "update",
            "product_number,cpn,description\nP-1,A-1,Pump\nP-2,B-2,\nP-9,C-3,\n",
        )
        .await;
    assert!(check.text().contains("Pump"), "a change is shown");
    let confirmation = desk
        .browser
        .get(&check.link("Go on to confirm").unwrap())
        .await;
    assert!(
        confirmation
            .text()
            .contains("Adds 1 number. Changes 1 number. Skips 1 row. Nothing is removed."),
        "{}",
        confirmation.text()
    );

    let report = desk.apply(&check).await;

    assert_eq!(report.heading(), "Applied");
    assert_eq!(
        (figure(&report, "Added"), figure(&report, "Changed")),
        ("1".to_owned(), "1".to_owned())
    );
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-2 B-2"]);
    let doors = "select door from cpn_history where actor_name = 'mia'";
    assert_eq!(
        desk.app.database().texts(doors, &[]).await,
        ["upload", "upload"]
    );
}

#[actix_web::test]
async fn removing_more_than_a_tenth_takes_its_number() {
    let desk = Desk::open().await;
    let given = desk.app.given();
    for number in 2..=4 {
        given
            .company("Acme")
            .cpn(&format!("Z-{number}"), &format!("P-{number}"))
            .await;
    }
    let check = desk.upload("mirror", "product_number,cpn\nP-1,A-1\n").await;
    assert_eq!(figure(&check, "Would be removed"), "3");
    let confirmation = desk
        .browser
        .get(&check.link("Go on to confirm").unwrap())
        .await;
    assert!(confirmation.text().contains("Z-2"), "what goes is listed");
    let form = confirming(&confirmation);

    let nothing = desk.browser.submit(&form).await;
    let wrong = desk
        .browser
        .submit(&confirming(&confirmation).set("removed", "4"))
        .await;

    assert_eq!(
        (nothing.status(), nothing.problems()),
        (
            422,
            vec!["Type how many numbers would be removed".to_owned()]
        )
    );
    assert_eq!(wrong.status(), 422);
    assert_eq!(
        wrong.field("Type 3 to remove them").as_deref(),
        Some("4"),
        "what was typed is kept"
    );
    let answer = desk.browser.submit(&form.set("removed", "3")).await;
    desk.report(answer.location().unwrap()).await;
    assert_eq!(desk.numbers().await, ["P-1 A-1"]);
}

#[actix_web::test]
async fn a_check_that_was_made_again_with_other_decisions_must_be_seen_before() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let confirmation = desk
        .browser
        .get(&check.link("Go on to confirm").unwrap())
        .await;
    let columns = desk
        .browser
        .get(&check.link("Change columns and mode").unwrap())
        .await;
    let answer = desk
        .browser
        .submit(&columns.form("Check the rows").set("mode", "mirror"))
        .await;
    assert_eq!(answer.status(), 303);

    let stale = desk.browser.submit(&confirming(&confirmation)).await;

    assert_eq!(stale.status(), 409);
    assert!(
        stale.text().contains("changed after you saw its check"),
        "{}",
        stale.text()
    );
    assert!(stale.link("Back to the check").is_some());
    assert_eq!(desk.numbers().await, ["P-1 A-1"]);
}

#[actix_web::test]
async fn confirming_twice_is_confirming_once() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let confirmation = desk
        .browser
        .get(&check.link("Go on to confirm").unwrap())
        .await;
    let form = confirming(&confirmation);

    let first = desk.browser.submit(&form).await;
    let second = desk.browser.submit(&form).await;

    assert_eq!((first.status(), second.status()), (303, 303));
    desk.report(second.location().unwrap()).await;
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-2 B-2"]);
    let history = desk
        .app
        .database()
        .texts("select door from cpn_history where door = 'upload'", &[])
        .await;
    assert_eq!(history.len(), 1);
}

#[actix_web::test]
async fn a_locked_company_takes_everything_but_the_confirmation() {
    let desk = Desk::open().await;
    desk.app.given().company("Acme").locked("stocktaking").await;

    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let confirmation = desk
        .browser
        .get(&check.link("Go on to confirm").unwrap())
        .await;
    let version = desk
        .app
        .database()
        .texts("select version::text from uploads", &[])
        .await
        .remove(0);
    let forced = desk
        .browser
        .post_form(
            &format!("{}/confirm", desk.upload_url().await),
            &[("version", version.as_str())],
        )
        .await;

    assert!(
        check.text().contains("This company is locked") && check.text().contains("stocktaking")
    );
    assert!(
        confirmation
            .text()
            .contains("This waits for the lock to be lifted"),
        "{}",
        confirmation.text()
    );
    assert!(confirmation.all("main .submit-row button").is_empty());
    assert_eq!(forced.status(), 423);
    assert!(forced.text().contains("stocktaking"), "{}", forced.text());
    assert_eq!(desk.numbers().await, ["P-1 A-1"]);
}

#[actix_web::test]
async fn a_check_with_nothing_to_write_says_so_and_offers_no_confirmation() {
    let desk = Desk::open().await;

    let check = desk.upload("update", "product_number,cpn\nP-1,A-1\n").await;

    assert!(
        check.text().contains("Nothing to write"),
        "{}",
        check.text()
    );
    assert!(check.link("Go on to confirm").is_none());
}
