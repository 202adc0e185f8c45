//! The way back: an undo is shown in three buckets before it is done, and can itself be undone.

use super::{Desk, figure};

#[actix_web::test]
async fn an_upload_is_taken_back_except_what_somebody_changed_since() {
    let desk = Desk::open().await;
    let check = desk
        .upload(
            "update",
            "product_number,cpn,description\nP-1,a-1,Pump\nP-2,B-2,\nP-3,C-3,\n",
        )
        .await;
    let report = desk.apply(&check).await;
    let touched = "update cpns set cpn = 'C-4', version = version + 1 where cpn = 'C-3'";
    desk.app.database().execute(touched, &[]).await;

    let undo = desk.press(&report, "Undo this upload").await;
    assert_eq!(undo.heading(), "What the undo would do");
    assert_eq!(
        desk.numbers().await,
        ["P-1 a-1", "P-2 B-2", "P-3 C-4"],
        "a preview writes nothing"
    );
    assert_eq!(figure(&undo, "Would be removed"), "1");
    assert_eq!(figure(&undo, "Would be as before"), "1");
    assert_eq!(figure(&undo, "Would stay"), "1");
    let undone = desk.apply(&undo).await;

    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-3 C-4"]);
    assert_eq!(figure(&undone, "Removed"), "1");
    assert!(
        undone.text().contains("Undo of list.csv"),
        "{}",
        undone.text()
    );
    let first = desk
        .browser
        .get(&undone.link("See the original upload").unwrap())
        .await;
    assert!(
        first.text().contains("This upload was undone"),
        "{}",
        first.text()
    );
    assert!(!first.body().contains("Undo this upload"));
    let list = desk.browser.get(&format!("{}/uploads", desk.url)).await;
    assert!(
        list.rows()[0][0].starts_with("Undo of list.csv"),
        "{:?}",
        list.rows()
    );
    let states: Vec<String> = list.rows().iter().map(|row| row[1].clone()).collect();
    assert_eq!(states, ["Applied", "Undone"]);

    let again = desk.press(&undone, "Take the undo back").await;
    desk.apply(&again).await;
    assert_eq!(desk.numbers().await, ["P-1 a-1", "P-2 B-2", "P-3 C-4"]);
    let list = desk.browser.get(&format!("{}/uploads", desk.url)).await;
    let states: Vec<String> = list.rows().iter().map(|row| row[1].clone()).collect();
    assert_eq!(
        states,
        ["Applied", "Undone", "Applied"],
        "an undo that was undone takes nothing back"
    );
}

#[actix_web::test]
async fn what_was_not_applied_cannot_be_undone_and_nothing_twice() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let url = desk.upload_url().await;
    let early = desk.browser.post_form(&format!("{url}/undo"), &[]).await;
    let report = desk.apply(&check).await;
    let undo = desk.press(&report, "Undo this upload").await;
    desk.apply(&undo).await;
    let twice = desk.browser.post_form(&format!("{url}/undo"), &[]).await;

    assert_eq!((early.status(), twice.status()), (409, 409));
    assert!(twice.text().contains("undone already"), "{}", twice.text());
}
