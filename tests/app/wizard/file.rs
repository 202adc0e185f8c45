//! The first step: a file or a pasted list.

use super::{Desk, figure, post_form};

#[actix_web::test]
async fn a_file_whose_columns_are_sure_is_checked_at_once() {
    let desk = Desk::open().await;

    let check = desk
        .upload("update", "product_number,cpn\nP-1,A-1\nP-2,B-2\nP-9,C-3\n")
        .await;

    assert_eq!(check.heading(), "What would happen");
    assert_eq!(figure(&check, "New"), "1");
    assert_eq!(figure(&check, "Unchanged"), "1");
    assert_eq!(figure(&check, "Problem"), "1");
    assert!(
        check
            .text()
            .contains("There is no product with this number")
    );
    assert_eq!(desk.numbers().await, ["P-1 A-1"], "a check writes nothing");
}

#[actix_web::test]
async fn a_pasted_list_is_split_at_tabs_and_never_at_blanks() {
    let desk = Desk::open().await;
    let form = [
        ("mode", "update"),
        ("empty_cells", "keep"),
        ("pasted", "SKU\tCPN\r\nP-2\tB 2  x\r\n"),
    ];

    let answer = post_form(&desk.browser, &format!("{}/uploads", desk.url), &form, None).await;
    let check = desk.browser.follow(&answer).await;

    assert_eq!(figure(&check, "New"), "1");
    assert!(check.text().contains("Pasted list"), "{}", check.text());
    assert!(check.body().contains("B 2  x"));
}

#[actix_web::test]
async fn without_a_file_the_form_comes_back_with_what_was_chosen() {
    let desk = Desk::open().await;

    let page = desk
        .post_file(&[("mode", "mirror"), ("empty_cells", "clear")], "", b"")
        .await;

    assert_eq!(page.status(), 422);
    assert_eq!(page.problems(), ["Choose a file"]);
    let form = page.form("Read and check");
    assert_eq!(
        (form.value("mode"), form.value("empty_cells")),
        (Some("mirror"), Some("clear"))
    );
}

#[actix_web::test]
async fn a_pasted_list_of_blanks_is_asked_for_again() {
    let desk = Desk::open().await;

    let page = post_form(
        &desk.browser,
        &format!("{}/uploads", desk.url),
        &[("mode", "add"), ("pasted", " \n\t ")],
        None,
    )
    .await;

    assert_eq!(
        (page.status(), page.problems()),
        (422, vec!["Paste the list here first".to_owned()])
    );
    assert_eq!(page.form("Read and check").value("mode"), Some("add"));
}

#[actix_web::test]
async fn what_is_no_table_says_what_it_is_and_how_to_go_on() {
    let desk = Desk::open().await;

    let answer = desk
        .post_file(&[], "list.xlsx", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj")
        .await;
    let page = desk.browser.follow(&answer).await;

    assert_eq!(page.status(), 200);
    assert!(
        page.text().contains("This file cannot be read") && page.text().contains("This is a PDF"),
        "{}",
        page.text()
    );
    assert!(page.link("Upload another file").is_some());
}

#[actix_web::test]
async fn an_empty_file_says_so() {
    let desk = Desk::open().await;

    let answer = desk.post_file(&[], "list.csv", b"\n\n").await;
    let page = desk.browser.follow(&answer).await;

    assert!(page.text().contains("The file is empty"), "{}", page.text());
}

#[actix_web::test]
async fn a_file_over_the_limit_is_refused_with_the_limit() {
    let desk = Desk::open().await;
    let request = desk
        .browser
        .request(reqwest::Method::POST, &format!("{}/uploads", desk.url))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("content-length", "999999999999")
        .body("");

    let page = desk
        .app
        .raw(&head_of(&request.build().unwrap(), &desk.app.authority()))
        .await;

    assert!(page.starts_with("HTTP/1.1 413"), "{page}");
}

/// A request's head as it goes over the wire.
fn head_of(request: &reqwest::Request, authority: &str) -> String {
    let mut head = format!(
        "{} {} HTTP/1.1\r\nhost: {authority}\r\n",
        request.method(),
        request.url().path()
    );
    for (name, value) in request.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    head + "\r\n"
}

#[actix_web::test]
async fn the_same_file_again_is_recognised() {
    let desk = Desk::open().await;
    let file = "product_number,cpn\nP-2,B-2\n";
    let first = desk.upload("update", file).await;
    desk.apply(&first).await;

    let check = desk.upload("update", file).await;

    assert!(
        check.text().contains("You have had this file before"),
        "{}",
        check.text()
    );
    assert!(
        check.text().contains("mia uploaded") && check.text().contains("State: Applied"),
        "{}",
        check.text()
    );
    assert_eq!(figure(&check, "Unchanged"), "1");
}

#[actix_web::test]
async fn what_is_wrong_with_a_file_is_said_in_the_language_of_the_person() {
    let desk = Desk::open().await;
    for (language, sentence) in [
        (
            "en",
            "This is a PDF. Ask for the list as a spreadsheet or CSV file.",
        ),
        (
            "de",
            "Das ist ein PDF. Bitten Sie um die Liste als Tabelle oder CSV-Datei.",
        ),
    ] {
        let speak = format!("update users set language = '{language}'");
        desk.app.database().execute(&speak, &[]).await;
        let answer = desk
            .post_file(
                &[("mode", "update"), ("empty_cells", "keep")],
                "list.pdf",
                b"%PDF-1.7\n",
            )
            .await;
        let page = desk.browser.follow(&answer).await;
        assert!(page.text().contains(sentence), "{}", page.text());
    }
}

#[actix_web::test]
async fn letters_of_a_guessed_encoding_are_shown() {
    let desk = Desk::open().await;
    let answer = desk
        .post_file(
            &[("mode", "update"), ("empty_cells", "keep")],
            "list.csv",
            b"Product;Their number\r\nP-2;B-2\r\nP-3;M\xFCller-7\r\n",
        )
        .await;
    let columns = desk.browser.follow(&answer).await;

    assert_eq!(columns.heading(), "Check the columns");
    assert!(
        columns.text().contains("Do these letters look right?"),
        "{}",
        columns.text()
    );
    assert!(columns.all("li").contains(&"Müller-7".to_owned()));
}
