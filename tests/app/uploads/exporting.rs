//! Export is the template: what goes out comes in again unchanged.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::{Desk, rows};

#[actix_web::test]
async fn a_csv_opens_well_in_a_spreadsheet() {
    let desk = Desk::with(&["P1"]).await;
    desk.upload("sku,cpn,description,pack size,valid to\nP1,'-7,=words,2.50,2026-12-31\nP1,0011,,,\nP1,3,,,\n", &[]).await;

    let english = desk.run(&["export", "--company", "Acme"]).await.output();
    let german = desk
        .run(&["export", "--company", "Acme", "--language", "de"])
        .await
        .output();

    assert_eq!(
        english,
        "\u{feff}Account number,Product number,Product name,Customer part number,Description,Unit,Pack quantity,Valid from,Valid to\r\n\
         Acme,P1,P1,'-7,'=words,,2.5,,2026-12-31\r\nAcme,P1,P1,3,,,,,\r\nAcme,P1,P1,0011,,,,,\r\n"
    );
    assert!(
        german.starts_with("\u{feff}Kundennummer;Artikelnummer;Produktname;"),
        "{german}"
    );
}

#[actix_web::test]
async fn an_empty_list_is_a_template_with_headings() {
    let desk = Desk::with(&[]).await;

    let exported = desk.run(&["export", "--company", "Acme"]).await.output();

    assert_eq!(rows(&exported).len(), 1);
}

/// The law of round trips (TRUST.md, S47): import(export(x)) = x, for every text a number or a description can be.
#[actix_web::test]
async fn what_goes_out_comes_in_again_as_it_was() {
    let desk = Desk::with(&["P1"]).await;
    let file = desk.file("all.csv", hostile());
    let told = desk.upload_file(&file, &[]).await;
    assert!(told["new"].as_i64().unwrap() > 300, "{told}");
    let before = desk.register().await;

    for (format, language) in [("csv", "en"), ("csv", "de"), ("xlsx", "en"), ("xlsx", "de")] {
        let path = desk.path(&format!("out.{format}"));
        let output = path.to_str().unwrap();
        let exported = desk
            .run(&[
                "export",
                "--company",
                "Acme",
                "--format",
                format,
                "--language",
                language,
                "-o",
                output,
            ])
            .await;
        assert!(exported.status().success(), "{}", exported.complaint());

        let again = desk
            .upload_file(&path, &["--mode", "mirror", "--empty", "clear"])
            .await;

        assert_eq!(
            again["causes"],
            json!({"same": before.len()}),
            "{format} {language}"
        );
    }
    assert_eq!(desk.register().await, before);
}

/// A file of numbers and descriptions that are as nasty as the rules allow.
fn hostile() -> Vec<u8> {
    let pieces = r#"['=+\-@"\\;,|\t\u{a0}\u{200b}\u{3000}_x0041_ABaß0E.<&>\u{1F600}＝＋ﬁ]{1,9}"#;
    let any = "\\PC{1,20}";
    let mut runner = TestRunner::deterministic();
    let mut text = csv::Writer::from_writer(Vec::new());
    text.write_record(["sku", "cpn", "description"]).unwrap();
    for (index, strategy) in
        (0..500).map(|index| (index, if index % 2 == 0 { pieces } else { any }))
    {
        let mut draw = || {
            let tree = strategy.new_tree(&mut runner).unwrap();
            cpn_desk::sheet::protect(&tree.current()).into_owned()
        };
        let (cpn, description) = (draw(), draw());
        // The ordinal keeps numbers apart whose keys would be alike, and stands last so that nothing hides behind it.
        text.write_record(["P1", &format!("{cpn}{index}"), &description])
            .unwrap();
    }
    for cpn in [
        "'", "''", "'-A", "=\"A\"", "-", "+1", "=1+1", "@x", "007", "1E5", "22E1", "_x0041_",
        "TRUE", "1-2", "MAR1", "\"", ",",
    ] {
        text.write_record(["P1", &cpn_desk::sheet::protect(cpn), ""])
            .unwrap();
    }
    text.into_inner().unwrap()
}
