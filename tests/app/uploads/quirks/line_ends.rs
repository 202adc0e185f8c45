//! Mixed line ends and a break in a quoted cell: a problem in a number, which can be split there; a blank in a description.

use crate::uploads::{Desk, said};

const LIST: &str = "SKU,CPN,Description\r\nP1,A,\"two\nlines\"\nP1,\"B\nC\",\r\nP1,D,\r\n";

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk.judged(LIST, &[]).await;
    desk.upload(LIST, &["--repair", "cpn-forbidden-character=split-lines"])
        .await;

    assert_eq!(
        judged,
        [
            said("new", "new"),
            said("problem", "cpn-forbidden-character"),
            said("new", "new")
        ]
    );
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B", "P1 C", "P1 D"]);
    assert_eq!(desk.register().await[0].2, "two lines");
}
