//! ISO days and the unmistakable `31.12.2026` pass; `03/04/25` is a problem.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged(
            "SKU;CPN;Valid from\nP1;A;2026-12-31\nP1;B;31.12.2026\nP1;C;03/04/25\n",
            &[],
        )
        .await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("new", "new"),
            said("problem", "valid-from-no-date")
        ]
    );
}
