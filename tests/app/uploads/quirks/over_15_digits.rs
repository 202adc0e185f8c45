//! Product numbers of more than 15 digits that end in zeros: a spreadsheet has rounded them.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged(
            "SKU,CPN\n1234567890123450000,A\n1234567890123456789,B\n",
            &[],
        )
        .await;

    assert_eq!(
        judged,
        [
            said("problem", "product-rounded"),
            said("problem", "unknown-product")
        ]
    );
}
