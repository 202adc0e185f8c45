//! Title and notes above the headings: the row that looks like headings is found, and can be said.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let text =
        "Muster GmbH;;\nListe vom 1.2.2026;;\n;;\nArtikelnummer;Kundenartikelnummer;Text\nP1;A;\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    let forced = desk.upload(text, &["--dry-run", "--header-row", "4"]).await;

    assert_eq!(
        (&told["heading_row"], &told["rows"], &told["new"]),
        (&json!(4), &json!(1), &json!(1))
    );
    assert_eq!(forced["heading_row"], json!(4));
}
