//! Semicolon, tab, pipe and comma, told by columns that stay the same; and a first line `sep=`.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    for (delimiter, name) in [
        (';', "semicolon"),
        ('\t', "tab"),
        ('|', "pipe"),
        (',', "comma"),
    ] {
        let text =
            format!("SKU{delimiter}CPN{delimiter}Text\nP1{delimiter}A{delimiter}\"1,5; 2|3\"\n");
        assert_eq!(
            desk.upload(&text, &["--dry-run"]).await["delimiter"],
            json!(name)
        );
    }
    let told = desk.upload("sep=|\nSKU|CPN\nP1|A,1\n", &[]).await;

    assert_eq!(
        (&told["delimiter"], &told["new"]),
        (&json!("pipe"), &json!(1))
    );
    assert_eq!(desk.pairs().await, ["P1 A,1"]);
}
