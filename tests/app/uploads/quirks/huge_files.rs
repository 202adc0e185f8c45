//! More rows than allowed: said while reading, nothing stays staged.

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1"]).await;
    let rows: String = (0..50).map(|row| format!("P1,A{row}\n")).collect();
    let file = desk.file("list.csv", format!("SKU,CPN\n{rows}"));
    let ran = desk
        .run(&[
            "upload",
            file.to_str().unwrap(),
            "--company",
            "Acme",
            "--upload-rows",
            "49",
        ])
        .await;

    assert!(ran.complaint().contains("49"), "{}", ran.complaint());
    assert_eq!(
        desk.database
            .count("select count(*) from upload_rows")
            .await,
        0
    );
}
