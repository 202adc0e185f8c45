//! `1.23E+12` in a text: the digits are gone, so it is a problem; `1E5` is a number somebody has.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged("SKU,CPN\nP1,1.23E+12\nP1,\"5,03E+02\"\nP1,1E5\n", &[])
        .await;

    assert_eq!(
        judged,
        [
            said("problem", "cpn-scientific"),
            said("problem", "cpn-scientific"),
            said("new", "new")
        ]
    );
}
