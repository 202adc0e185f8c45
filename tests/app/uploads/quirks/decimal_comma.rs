//! A decimal comma in a quantity is understood; what could be thousands is a problem.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged("SKU;CPN;Pack size\nP1;A;2,5\nP1;B;1.000,5\n", &[])
        .await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("problem", "pack-quantity-no-quantity")
        ]
    );
}
