//! Files that are no table, or none that is read: one clear sentence with the way out. A workbook with macros is read, and they are not.

use super::workbook::{row, text, workbook};
use crate::uploads::Desk;

#[actix_web::test]
async fn each_has_a_sentence_with_the_way_out() {
    let desk = Desk::with(&["P1"]).await;
    for (name, bytes, sentence) in [
        (
            "list.pdf",
            b"%PDF-1.7\n".as_slice(),
            "spreadsheet or CSV file",
        ),
        (
            "list.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "spreadsheet or CSV file",
        ),
        (
            "list.xls",
            b"<html><body><table><tr><td>SKU</td></tr></table></body></html>",
            "Save as, .xlsx",
        ),
        ("list.csv", b"", "The file is empty."),
        (
            "list.bin",
            b"\x00\x01\x02\x03\x00\xff\xfe\x00\x07",
            "Upload .xlsx, .ods or .csv",
        ),
    ] {
        let file = desk.file(name, bytes);
        let ran = desk
            .run(&["upload", file.to_str().unwrap(), "--company", "Acme"])
            .await;
        assert_eq!(ran.status().code(), Some(1), "{name}");
        let complaint = ran.complaint();
        assert!(
            complaint.contains("cannot be read: ") && complaint.contains(sentence),
            "{name}: {complaint}"
        );
    }
}

#[actix_web::test]
async fn the_name_of_a_file_is_not_believed() {
    let desk = Desk::with(&["P1"]).await;
    let rows = row(&[text("P1"), text("A")]);
    let told = desk
        .upload_file(&desk.file("list.csv", workbook(&rows)), &[])
        .await;

    assert_eq!(told["kind"], "xlsx", "{told}");
    assert_eq!(desk.pairs().await, ["P1 A"]);
}
