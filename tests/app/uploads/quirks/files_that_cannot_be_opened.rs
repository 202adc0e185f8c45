//! A PDF and a picture: one clear sentence each.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    for (name, bytes) in [
        ("list.pdf", b"%PDF-1.7\n".as_slice()),
        ("list.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ] {
        let file = desk.file(name, bytes);
        let ran = desk
            .run(&["upload", file.to_str().unwrap(), "--company", "Acme"])
            .await;
        assert_eq!(ran.status().code(), Some(1));
        assert!(
            ran.complaint().contains("cannot be read: "),
            "{}",
            ran.complaint()
        );
    }
}
