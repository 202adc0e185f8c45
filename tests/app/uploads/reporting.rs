//! The report: the user's own file with what became of each row.

use super::Desk;

async fn report(content: &[u8]) -> Vec<u8> {
    let desk = Desk::with(&["P1", "P2"]).await;
    let file = desk.file("list.txt", content);
    let report = desk.path("report.csv");
    desk.upload_file(&file, &["--report", report.to_str().unwrap()])
        .await;
    std::fs::read(report).unwrap()
}

#[actix_web::test]
async fn it_has_the_order_the_delimiter_and_the_encoding_of_the_file() {
    let file = b"K\xFCrzel;SKU;CPN\r\n\xE4;P2;=\"007\"\r\n\"b;\"\"\";NOPE; A \r\n";

    let report = report(file).await;

    let expected = b"K\xFCrzel;SKU;CPN;status;reason\r\n\xE4;P2;\"=\"\"007\"\"\";new;new\r\n\"b;\"\"\";NOPE;\" A \";problem;unknown-product\r\n";
    assert_eq!(
        String::from_utf8_lossy(&report),
        String::from_utf8_lossy(expected)
    );
    assert_eq!(report, expected);
}

#[actix_web::test]
async fn a_file_in_utf_16_comes_back_in_utf_16() {
    let utf_16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };

    let report = report(&utf_16("\u{feff}SKU\tCPN\r\nP1\tÄ1\r\n")).await;

    assert_eq!(
        report,
        utf_16("\u{feff}SKU\tCPN\tstatus\treason\r\nP1\tÄ1\tnew\tnew\r\n")
    );
}

#[actix_web::test]
async fn rows_longer_and_shorter_than_the_headings_keep_their_cells() {
    let report = report(b"SKU,CPN,Text\nP1,A\nP2,B,t,beyond\n").await;

    let text = String::from_utf8(report).unwrap();
    assert_eq!(
        text,
        "SKU,CPN,Text,Column D,status,reason\r\nP1,A,,,new,new\r\nP2,B,t,beyond,new,new\r\n"
    );
}
