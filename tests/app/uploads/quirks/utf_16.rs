//! UTF-16, which Excel calls "Unicode text": decoded by its mark, with tabs.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let bytes: Vec<u8> = "\u{feff}SKU\tCPN\r\nP1\tÄ-1\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let told = desk
        .upload_file(&desk.file("unicode.txt", bytes), &[])
        .await;

    assert_eq!(
        (&told["delimiter"], &told["new"]),
        (&json!("tab"), &json!(1))
    );
    assert_eq!(desk.pairs().await, ["P1 Ä-1"]);
}
