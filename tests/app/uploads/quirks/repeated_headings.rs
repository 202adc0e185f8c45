//! Headings that are there twice are numbered; none overwrites another.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk.upload("No.,SKU,No.,CPN\n1,P1,2,A\n", &[]).await;

    let headings: Vec<&str> = (0..4)
        .map(|column| told["columns"][column]["heading"].as_str().unwrap())
        .collect();
    assert_eq!(headings, ["No.", "SKU", "No. (2)", "CPN"]);
}
