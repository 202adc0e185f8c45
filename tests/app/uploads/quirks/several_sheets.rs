//! Several sheets: the one that looks like the list is read, another can be named, and one that is not there is named in the answer.

use super::workbook::{headings, row, sheets, text};
use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let cover = row(&[text("Muster GmbH")]);
    let list = |cpn: &str| headings() + &row(&[text("P1"), text(cpn)]);
    let file = desk.file(
        "list.xlsx",
        sheets(&[
            ("Cover", "", &cover),
            ("Old", "state='hidden'", &list("OLD")),
            ("2025", "", &list("A")),
            ("2026", "", &list("B")),
        ]),
    );
    let found = desk.upload_file(&file, &["--dry-run"]).await;
    let named = desk.upload_file(&file, &["--sheet", "2026"]).await;
    let wrong = desk
        .run(&[
            "upload",
            file.to_str().unwrap(),
            "--company",
            "Acme",
            "--sheet",
            "2027",
        ])
        .await;

    assert_eq!(
        (&found["sheet"], &named["sheet"]),
        (&"2025".into(), &"2026".into())
    );
    assert_eq!(desk.pairs().await, ["P1 B"]);
    assert!(
        wrong
            .complaint()
            .contains("no sheet called \u{201c}2027\u{201d}"),
        "{}",
        wrong.complaint()
    );
}
