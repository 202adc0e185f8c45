//! Mixed line ends and a break in a quoted cell: a problem in a number, a blank in a description.

use crate::uploads::{Desk, said};

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk
        .judged(
            "SKU,CPN,Description\r\nP1,A,\"two\nlines\"\nP1,\"B\nC\",\r\nP1,D,\r\n",
            &[],
        )
        .await;
    desk.upload("SKU,CPN,Description\r\nP1,A,\"two\nlines\"\n", &[])
        .await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("problem", "cpn-forbidden-character"),
            said("new", "new")
        ]
    );
    assert_eq!(desk.register().await[0].2, "two lines");
}
