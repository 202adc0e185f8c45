//! ISO days and the unmistakable `31.12.2026` pass; `03/04/25` is a problem until somebody says which part is the day.

use serde_json::json;

use crate::uploads::{Desk, said};

const LIST: &str =
    "SKU;CPN;Valid from\nP1;A;2026-12-31\nP1;B;31.12.2026\nP1;C;03/04/25\nP1;D;25/04/25\n";

#[actix_web::test]
async fn only_what_is_unmistakable_passes() {
    let desk = Desk::with(&["P1"]).await;
    let judged = desk.judged(LIST, &[]).await;

    let wrong = said("problem", "valid-from-no-date");
    assert_eq!(
        judged,
        [said("new", "new"), said("new", "new"), wrong.clone(), wrong]
    );
}

#[actix_web::test]
async fn one_answer_is_for_the_whole_column() {
    let desk = Desk::with(&["P1"]).await;
    let told = desk.upload(LIST, &["--dry-run"]).await;
    let read = desk
        .upload(LIST, &["--repair", "valid-from-no-date=day-month"])
        .await;

    let offered = |style: &str, rows: i32| {
        let offer = json!({"cause": "valid-from-no-date", "repair": style, "rows": rows});
        told["repairs"].as_array().unwrap().contains(&offer)
    };
    assert!(offered("day-month", 2) && offered("month-day", 1), "{told}");
    assert_eq!(read["new"], json!(4));
    let days = desk
        .database
        .texts(
            "select valid_from::text from cpns where cpn in ('C', 'D') order by cpn",
            &[],
        )
        .await;
    assert_eq!(days, ["2025-04-03", "2025-04-25"]);
}
