//! Several numbers in one cell stay one, until somebody says what stands between them.

use serde_json::json;

use crate::uploads::Desk;

#[actix_web::test]
async fn it_is_met() {
    let desk = Desk::with(&["P1", "P2"]).await;
    let text = "SKU;CPN;Text\nP1;A12 / A13;t\nP2;\"B1; B2; NOPE\";u\nP1;C/1;\n";
    let told = desk.upload(text, &["--dry-run"]).await;
    let report = desk.path("report.csv");
    let split = desk
        .upload(
            text,
            &[
                "--repair",
                "several-numbers=split-slashes",
                "--repair",
                "several-numbers=split-semicolons",
                "--report",
                report.to_str().unwrap(),
            ],
        )
        .await;

    assert_eq!(told["causes"], json!({"new": 1, "several-numbers": 2}));
    assert_eq!(split["causes"], json!({"new": 6}));
    assert_eq!(
        desk.pairs().await,
        ["P1 A12", "P1 A13", "P1 C/1", "P2 B1", "P2 B2", "P2 NOPE"]
    );
    assert!(
        desk.register()
            .await
            .iter()
            .filter(|row| row.0 == "P2")
            .all(|row| row.2 == "u"),
        "each number has what else its row says"
    );
    let report = std::fs::read_to_string(report).unwrap();
    assert_eq!(
        report,
        "SKU;CPN;Text;status;reason\r\nP1;A12 / A13;t;new;new\r\nP2;\"B1; B2; NOPE\";u;new;new\r\nP1;C/1;;new;new\r\n\
         P1;A13;t;new;new\r\nP2;B2;u;new;new\r\nP2;NOPE;u;new;new\r\n"
    );
}
