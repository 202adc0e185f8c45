//! Headings in four languages are recognised without case, accents and punctuation.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    for (product, cpn) in [
        ("item no.", "MY PART #"),
        ("Artikel-Nr.", "Kunden-Art.-Nr."),
        ("artikelcode", "Artikelnummer klant"),
        ("Référence", "REFERENCE CLIENT"),
    ] {
        let told = desk
            .upload(&format!("{cpn};{product}\nA;P1\n"), &["--dry-run"])
            .await;
        assert_eq!(
            [&told["columns"][0]["field"], &told["columns"][1]["field"]],
            [&json!("cpn"), &json!("product")],
            "{product} {cpn}"
        );
    }
}
