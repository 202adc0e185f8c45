//! Progress, report, the files that come back, and the list of uploads.

use super::{Desk, figure};

#[actix_web::test]
async fn the_own_file_comes_back_with_what_became_of_each_row() {
    let desk = Desk::open().await;
    let file = "sku;Kundenartikelnummer;note\r\nP-2;B\u{FC};Gr\u{F6}\u{DF}e f\u{FC}r M\u{E4}rz\r\nP-9;C-3;\"L\u{E4}nge;\u{DC}ber\"\r\n";
    let bytes: Vec<u8> = file
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let answer = desk
        .post_file(&[("mode", "update")], "Liste M\u{E4}rz.csv", &bytes)
        .await;
    let check = desk.browser.follow(&answer).await;
    let report = desk.apply(&check).await;

    let whole = desk
        .browser
        .get(
            &report
                .link("Your file with the outcome of each row")
                .unwrap(),
        )
        .await;
    let problems = desk
        .browser
        .get(&report.link("The 1 row that was not taken").unwrap())
        .await;

    let text = |page: &crate::harness::Page| {
        page.bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
    };
    let whole_text = text(&whole);
    let lines: Vec<&str> = whole_text.lines().collect();
    assert_eq!(
        whole.header("content-type"),
        Some("text/csv; charset=windows-1252")
    );
    assert!(
        whole
            .header("content-disposition")
            .unwrap()
            .contains("filename*=UTF-8''Liste%20M%C3%A4rz-report.csv")
    );
    assert_eq!(lines[0], "sku;Kundenartikelnummer;note;Status;Reason");
    assert_eq!(
        lines[1],
        "P-2;B\u{FC};Gr\u{F6}\u{DF}e f\u{FC}r M\u{E4}rz;Added;Not in the list before"
    );
    assert!(
        lines[2].starts_with(
            "P-9;C-3;\"L\u{E4}nge;\u{DC}ber\";Problem;There is no product with this number."
        ),
        "{}",
        lines[2]
    );
    assert_eq!(lines.len(), 3);
    assert_eq!(text(&problems).lines().count(), 2);
    assert!(text(&problems).contains("P-9") && !text(&problems).contains("P-2;"));
}

#[actix_web::test]
async fn rows_that_were_not_taken_can_be_mended_and_uploaded_as_they_came_back() {
    let desk = Desk::open().await;
    let check = desk
        .upload("update", "product_number,cpn\nP-2,B-2\nP-9,C-3\n")
        .await;
    let report = desk.apply(&check).await;
    let problems = desk
        .browser
        .get(&report.link("The 1 row that was not taken").unwrap())
        .await;

    let again = desk
        .upload("update", &problems.body().replace("P-9", "P-3"))
        .await;

    assert_eq!(figure(&again, "New"), "1");
    desk.apply(&again).await;
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-2 B-2", "P-3 C-3"]);
}

#[actix_web::test]
async fn progress_reloads_itself_without_scripts_and_leads_to_the_report_with_them() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let url = desk.upload_url().await;
    desk.app
        .database()
        .execute("update uploads set state = 'waiting'", &[])
        .await;
    let waiting = desk.browser.get(&format!("{url}/progress")).await;
    desk.app
        .database()
        .execute("update uploads set state = 'checked'", &[])
        .await;
    desk.apply(&check).await;
    let polled = desk
        .browser
        .request(reqwest::Method::GET, &format!("{url}/progress"))
        .header("HX-Request", "true");
    let polled = desk.browser.send(polled).await;

    assert_eq!(waiting.status(), 200);
    assert!(
        waiting
            .body()
            .contains(r#"<noscript><meta http-equiv="refresh" content="5"></noscript>"#)
    );
    assert_eq!(waiting.all("progress").len(), 1);
    assert_eq!(
        polled.header("hx-redirect"),
        Some(format!("{url}/report").as_str())
    );
}

#[actix_web::test]
async fn the_list_tells_who_sent_what_when_and_what_became_of_it() {
    let desk = Desk::open().await;
    let check = desk
        .upload("update", "product_number,cpn\nP-2,B-2\nP-9,C-3\n")
        .await;
    desk.apply(&check).await;
    desk.upload("mirror", "product_number,cpn\nP-2,B-2\nP-1,A-1\n")
        .await;

    let list = desk.browser.get(&format!("{}/uploads", desk.url)).await;

    let rows = list.rows();
    assert_eq!(rows.len(), 2);
    assert!(
        rows[0][0].starts_with("list.csv") && rows[0][0].contains("mia"),
        "{rows:?}"
    );
    assert_eq!(rows[0][1..3], ["Checked", "Exactly like the file"]);
    assert_eq!(
        rows[1][1..],
        ["Applied", "Add and update", "1", "0", "0", "1", "0"]
    );
}

#[actix_web::test]
async fn a_company_without_uploads_says_how_to_begin() {
    let desk = Desk::open().await;

    let list = desk.browser.get(&format!("{}/uploads", desk.url)).await;

    assert!(list.text().contains("Nothing uploaded yet"));
    assert!(list.link("Paste a list").is_some());
}

#[actix_web::test]
async fn the_wizard_speaks_german() {
    let desk = Desk::open().await;
    desk.app
        .database()
        .execute("update users set language = 'de'", &[])
        .await;

    let check = desk.upload("update", "product_number,cpn\nP-9,C-3\n").await;

    assert_eq!(check.heading(), "Was geschehen würde");
    assert!(
        check
            .text()
            .contains("Es gibt kein Produkt mit dieser Nummer"),
        "{}",
        check.text()
    );
}
