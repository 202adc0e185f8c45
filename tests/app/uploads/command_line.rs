//! `cpn-desk upload` and `cpn-desk export` as scripts use them.

use serde_json::json;

use super::Desk;

#[actix_web::test]
async fn it_tells_what_was_detected_and_what_was_done() {
    let desk = Desk::with(&["P1", "P2"]).await;

    let told = desk
        .upload(
            "Artikelnummer;Kundenartikelnummer;Farbe\nP1;A;rot\nP1;A;rot\nP3;B;\n",
            &[],
        )
        .await;

    for (key, expected) in [
        ("company", json!("Acme")),
        ("kind", json!("delimited")),
        ("encoding", json!("UTF-8")),
        ("delimiter", json!("semicolon")),
        ("sheet", json!(null)),
        ("heading_row", json!(1)),
        (
            "columns",
            json!([
                {"heading": "Artikelnummer", "field": "product"},
                {"heading": "Kundenartikelnummer", "field": "cpn"},
                {"heading": "Farbe", "field": null},
            ]),
        ),
        ("rows", json!(3)),
        ("new", json!(1)),
        ("changed", json!(0)),
        ("unchanged", json!(1)),
        ("needs_choice", json!(0)),
        ("problem", json!(1)),
        ("removed", json!(0)),
        (
            "causes",
            json!({"new": 1, "repeated": 1, "unknown-product": 1}),
        ),
        ("problems", json!({"unknown-product": 1})),
        ("applied", json!(true)),
    ] {
        assert_eq!(told[key], expected, "{key}");
    }
}

#[actix_web::test]
async fn columns_are_named_by_heading_or_by_ordinal() {
    let desk = Desk::with(&["P1"]).await;
    let text = "ours,theirs,CPN\nP1,A,B\n";

    desk.upload(text, &["--product-column", "OURS", "--cpn-column", "2"])
        .await;
    let remembered = desk.upload(text, &[]).await;
    desk.upload(text, &["--cpn-column", "CPN"]).await;

    let field = |column: usize| remembered["columns"][column]["field"].clone();
    assert_eq!(
        [field(0), field(1), field(2)],
        [json!("product"), json!("cpn"), json!(null)]
    );
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B"]);
}

#[actix_web::test]
async fn the_layout_can_be_overruled() {
    let desk = Desk::with(&["P1"]).await;
    let file = desk.file("x", "SKU;CPN\r\nP1;\u{C3}\u{A4}|1\r\n".as_bytes());

    let forced = desk
        .upload_file(
            &file,
            &[
                "--encoding",
                "windows-1252",
                "--delimiter",
                ";",
                "--header-row",
                "1",
            ],
        )
        .await;
    let without = desk
        .upload_file(
            &file,
            &[
                "--header-row",
                "0",
                "--product-column",
                "1",
                "--cpn-column",
                "2",
                "--dry-run",
            ],
        )
        .await;

    assert_eq!(forced["encoding"], json!("windows-1252"));
    assert_eq!(
        (&without["rows"], &without["heading_row"]),
        (&json!(2), &json!(0))
    );
}

#[actix_web::test]
async fn what_cannot_be_done_is_one_sentence_and_leaves_nothing() {
    let desk = Desk::with(&["P1"]).await;
    let good = desk.file("good.csv", "sku,cpn\nP1,A\n");
    let headless = desk.file("headless.csv", "Farbe,Gewicht\nrot,3\n");
    let empty = desk.file("empty.csv", "");
    let pdf = desk.file("list.pdf", "%PDF-1.7\n1 0 obj\n");
    let good = good.to_str().unwrap();
    for (arguments, complaint) in [
        (
            vec!["upload", good, "--company", "Nobody"],
            "no company has the account number \"Nobody\"",
        ),
        (
            vec!["upload", "/no/such/file", "--company", "Acme"],
            "cannot read /no/such/file",
        ),
        (
            vec!["upload", headless.to_str().unwrap(), "--company", "Acme"],
            "--product-column",
        ),
        (
            vec!["upload", good, "--company", "Acme", "--cpn-column", "7"],
            "there is no such column",
        ),
        (
            vec!["upload", good, "--company", "Acme", "--header-row", "9"],
            "cannot be read",
        ),
        (
            vec!["upload", empty.to_str().unwrap(), "--company", "Acme"],
            "cannot be read",
        ),
        (
            vec!["upload", pdf.to_str().unwrap(), "--company", "Acme"],
            "cannot be read",
        ),
        (
            vec!["upload", good, "--company", "Acme", "--upload-bytes", "5"],
            "larger than 5 bytes",
        ),
        (
            vec!["export", "--company", "Nobody"],
            "no company has the account number \"Nobody\"",
        ),
    ] {
        let ran = desk.run(&arguments).await;

        assert_eq!(ran.status().code(), Some(1), "{arguments:?}");
        assert!(
            ran.complaint().contains(complaint),
            "{arguments:?}: {}",
            ran.complaint()
        );
        assert_eq!(ran.output(), "", "{arguments:?}");
    }
    assert_eq!(desk.pairs().await, [""; 0]);
    assert_eq!(
        desk.database
            .count("select count(*) from upload_rows")
            .await,
        0
    );
}
