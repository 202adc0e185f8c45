//! Blanks of other kinds and zero-width characters: the same identity, so no twins are stored.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged(
            "SKU;CPN\nP1;A 1\nP1;A\u{a0}1\nP1;A\u{200b} 1\nP1;A\u{2009}1\n",
            &[],
        )
        .await;

    assert_eq!(judged[0], said("new", "new"));
    assert!(
        judged[1..]
            .iter()
            .all(|row| *row == said("unchanged", "repeated")),
        "{judged:?}"
    );
}
