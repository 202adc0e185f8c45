//! The second step: how the file was read, and which column holds what.

use super::{Desk, figure};

#[actix_web::test]
async fn columns_nobody_can_guess_are_asked_for_and_remembered() {
    let desk = Desk::open().await;
    let file = "Ours;Theirs\nP-2;B-2\n";

    let page = desk.upload("add", file).await;
    assert_eq!(page.heading(), "Check the columns");
    assert!(
        page.text()
            .contains("Semicolon · headings in line 1 · 1 row"),
        "{}",
        page.text()
    );
    let form = page.form("Check the rows");
    assert_eq!(
        form.value("mode"),
        Some("add"),
        "what was said with the file is kept"
    );
    let answer = desk
        .browser
        .submit(&form.set("column-0", "product").set("column-1", "cpn"))
        .await;
    let check = desk.browser.follow(&answer).await;
    assert_eq!(figure(&check, "New"), "1");

    let again = desk.upload("update", "Ours;Theirs\nP-3;B-3\n").await;
    assert_eq!(
        again.heading(),
        "What would happen",
        "nothing is asked a second time"
    );
    assert_eq!(figure(&again, "New"), "1");
}

#[actix_web::test]
async fn two_columns_for_one_field_or_none_for_a_needed_one_come_back_with_what_was_chosen() {
    let desk = Desk::open().await;
    let page = desk.upload("update", "x,y,z\nX-2,B-2,C\n").await;
    let form = page
        .form("Check the rows")
        .set("column-1", "cpn")
        .set("column-2", "cpn")
        .set("mode", "mirror");

    let page = desk.browser.submit(&form).await;

    assert_eq!(page.status(), 422);
    assert!(page.all("title")[0].starts_with("Error:"));
    let problems = page.problems().join(" / ");
    assert!(
        problems.contains("Customer part number can come from one column only"),
        "{problems}"
    );
    assert!(
        problems.contains("Choose the column that holds the product numbers or GTINs"),
        "{problems}"
    );
    let form = page.form("Check the rows");
    assert_eq!(
        (
            form.value("column-1"),
            form.value("column-2"),
            form.value("mode")
        ),
        (Some("cpn"), Some("cpn"), Some("mirror"))
    );
}

#[actix_web::test]
async fn a_file_is_read_again_as_a_person_says() {
    let desk = Desk::open().await;
    desk.upload("update", "product_number;cpn\nP-2;B\u{FC}\nP-3;C\n")
        .await;
    let url = desk.upload_url().await;
    let page = desk.browser.get(&format!("{url}/columns")).await;
    let form = [
        ("delimiter", "comma"),
        ("encoding", "windows-1252"),
        ("heading_row", "1"),
        ("mode", "mirror"),
    ];

    let answer = desk
        .browser
        .post_form(&format!("{url}/reading"), &form)
        .await;
    let again = desk.browser.follow(&answer).await;

    assert!(page.text().contains("UTF-8 · Semicolon"), "{}", page.text());
    assert!(
        again.text().contains("Windows-1252 · Comma"),
        "{}",
        again.text()
    );
    assert!(
        again.text().contains("P-2;BÃ¼"),
        "the first rows are shown as they are read now: {}",
        again.text()
    );
    assert_eq!(again.form("Check the rows").value("mode"), Some("mirror"));
}

#[actix_web::test]
async fn another_line_can_hold_the_headings() {
    let desk = Desk::open().await;
    desk.upload("update", "product_number,cpn\nArticle,Number\nP-2,B-2\n")
        .await;
    let url = desk.upload_url().await;

    let answer = desk
        .browser
        .post_form(
            &format!("{url}/reading"),
            &[("heading_row", "2"), ("delimiter", "comma")],
        )
        .await;
    let page = desk.browser.follow(&answer).await;

    assert!(
        page.text().contains("headings in line 2 · 1 row"),
        "{}",
        page.text()
    );
}

#[actix_web::test]
async fn nonsense_about_the_reading_is_refused_and_nothing_changes() {
    let desk = Desk::open().await;
    desk.upload("update", "product_number,cpn\nP-2,B-2\n").await;
    let url = desk.upload_url().await;

    let answer = desk
        .browser
        .post_form(&format!("{url}/reading"), &[("heading_row", "first")])
        .await;

    assert_eq!(answer.status(), 422);
    assert!(
        answer
            .problems()
            .join(" ")
            .contains("Enter the number of a line"),
        "{:?}",
        answer.problems()
    );
    assert_eq!(
        answer.field("Line of the headings").as_deref(),
        Some("first")
    );
    assert_eq!(
        desk.browser.get(&format!("{url}/check")).await.status(),
        200
    );
}

#[actix_web::test]
async fn the_catalogue_tells_the_product_column_where_headings_do_not() {
    let desk = Desk::open().await;
    let held = |file: &'static str| {
        let desk = &desk;
        async move {
            let page = desk.upload("update", file).await;
            let form = page.form("Check the rows");
            ["column-0", "column-1", "column-2"]
                .map(|column| form.value(column).unwrap_or_default().to_owned())
        }
    };

    let told = held("Ours;What;Theirs\nP-2;pump;B-2\np-3;seal;B-3\nP-99;x;B-4\n").await;
    assert_eq!(told, ["product", "", ""]);
    let wrong = held("Part number;What;Code\nB-2;pump;P-2\nB-3;seal;P-3\n").await;
    assert_eq!(
        wrong,
        ["cpn", "", "product"],
        "a heading is a guess as well"
    );
    let unknown = held("Ours;What;Theirs too\nX-2;pump;B-2\n").await;
    assert_eq!(unknown, ["", "", ""]);
}
