//! Dashes, fullwidth letters and ligatures have one key; what is shown stays as it was.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged("SKU;CPN\nP1;A–12\nP1;A-12\nP1;Ａ−12\n", &[])
        .await;
    desk.upload("SKU;CPN\nP1;A–12\n", &[]).await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("unchanged", "repeated"),
            said("unchanged", "repeated")
        ]
    );
    assert_eq!(desk.pairs().await, ["P1 A–12"]);
}
