//! Several sheets: the one that looks like the list is read, another can be named or all that are like it, and one that is not there
//! is named in the answer.

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

#[actix_web::test]
async fn all_with_the_same_headings_are_read_below_each_other() {
    let desk = Desk::with(&["P1", "P2", "P3"]).await;
    let title = row(&[text("Prices of 2026")]);
    let list = |rows: &[(&str, &str)]| {
        let rows = rows
            .iter()
            .map(|(number, cpn)| row(&[text(number), text(cpn)]));
        headings() + &rows.collect::<String>()
    };
    let file = desk.file(
        "list.xlsx",
        sheets(&[
            ("Cover", "", &row(&[text("Muster GmbH")])),
            ("Pumps", "", &list(&[("P1", "A"), ("P2", "B")])),
            ("Old", "state='hidden'", &list(&[("P1", "OLD")])),
            ("Seals", "", &(title + &list(&[("P3", "C"), ("NOPE", "D")]))),
            (
                "Other",
                "",
                &(row(&[text("Product"), text("Price")]) + &row(&[text("P1"), text("9")])),
            ),
            ("Empty", "", ""),
        ]),
    );

    let told = desk.upload_file(&file, &["--sheet", "*"]).await;

    assert_eq!((&told["sheet"], &told["rows"]), (&"*".into(), &4.into()));
    assert_eq!(desk.pairs().await, ["P1 A", "P2 B", "P3 C"]);
    let lines = "select line::text from upload_rows order by line";
    assert_eq!(
        desk.database.texts(lines, &[]).await,
        ["2", "3", "6", "7"],
        "the second sheet goes on counting"
    );
}
