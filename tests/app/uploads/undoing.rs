//! The way back: three buckets, in the history, itself undoable.

use serde_json::{Value, json};

use super::Desk;

async fn undo(desk: &Desk, told: &Value, flags: &[&str]) -> Value {
    let mut arguments = vec![
        "undo",
        told["upload"].as_str().unwrap(),
        "--company",
        "Acme",
        "--json",
    ];
    arguments.extend(flags);
    desk.run(&arguments).await.json()
}

fn buckets(told: &Value) -> [i64; 3] {
    ["removes", "restores", "keeps"].map(|bucket| told[bucket].as_i64().unwrap())
}

/// Everything of the register but versions and times, which only rise.
async fn state(desk: &Desk) -> Vec<String> {
    desk.database
        .texts(
            "select concat_ws('|', id, product_id, cpn, identity_key, order_key, search_text, description, unit, pack_quantity,
                valid_from, valid_to, preferred, created_at, created_by_kind, created_by_name) from cpns order by id",
            &[],
        )
        .await
}

async fn filled() -> Desk {
    let desk = Desk::with(&["P1", "P2", "P3"]).await;
    desk.upload(
        "sku,cpn,description,unit,pack size,valid from\nP1,A,alpha,box,2,2026-01-01\nP1,B,beta,,,\nP2,C,,,,\nP3,D,delta,,,\n",
        &[],
    )
    .await;
    desk
}

const MIRROR: &str = "sku,cpn,description\nP1,b,other words\nP2,C,\nP2,N,new\n";

#[actix_web::test]
async fn what_was_added_goes_and_what_was_changed_or_removed_comes_back() {
    let desk = filled().await;
    let before = state(&desk).await;
    let told = desk
        .upload(MIRROR, &["--mode", "mirror", "--empty", "clear"])
        .await;
    let after = state(&desk).await;

    let shown = undo(&desk, &told, &["--dry-run"]).await;
    assert_eq!(state(&desk).await, after, "looking changed something");
    let undone = undo(&desk, &told, &[]).await;

    assert_eq!((buckets(&shown), buckets(&undone)), ([1, 3, 0], [1, 3, 0]));
    assert_eq!(undone["applied"], json!(true));
    assert_eq!(state(&desk).await, before);
}

#[actix_web::test]
async fn an_undo_can_itself_be_undone() {
    let desk = filled().await;
    let before = state(&desk).await;
    let told = desk.upload(MIRROR, &["--mode", "mirror"]).await;
    let after = state(&desk).await;

    let undone = undo(&desk, &told, &[]).await;
    let redone = undo(&desk, &undone, &[]).await;
    assert_eq!(state(&desk).await, after);
    let again = undo(&desk, &redone, &[]).await;

    assert_eq!(buckets(&again), [1, 3, 0]);
    assert_eq!(state(&desk).await, before);
}

#[actix_web::test]
async fn what_somebody_changed_since_is_kept() {
    let desk = filled().await;
    let told = desk
        .upload(
            "sku,cpn,description\nP1,A,x\nP1,B,y\nP2,N1,\nP2,N2,\nP2,N3,\n",
            &[],
        )
        .await;
    desk.upload("sku,cpn,description\nP1,A,theirs\nP2,N1,theirs\n", &[])
        .await;

    let undone = undo(&desk, &told, &[]).await;

    assert_eq!(buckets(&undone), [2, 1, 2]);
    let rows = desk.register().await;
    let left: Vec<String> = rows
        .iter()
        .map(|(product, cpn, words, ..)| format!("{product} {cpn} {words}"))
        .collect();
    assert_eq!(
        left,
        [
            "P1 A theirs",
            "P1 B beta",
            "P2 C ",
            "P2 N1 theirs",
            "P3 D delta"
        ]
    );
    let kept = desk
        .database
        .texts(
            "select c.cpn from upload_outcome_blocks b cross join lateral unnest(b.cpn_ids) o (id) join cpns c on c.id = o.id
             where b.cause = 'changed-since' order by 1",
            &[],
        )
        .await;
    assert_eq!(kept, ["A", "N1"]);
}

#[actix_web::test]
async fn a_removed_number_that_came_back_by_hand_stays_as_it_is() {
    let desk = filled().await;
    let told = desk.upload("sku,cpn\nP1,A\n", &["--mode", "mirror"]).await;
    desk.given().company("Acme").cpn("c", "P2").await;

    let undone = undo(&desk, &told, &[]).await;

    assert_eq!(buckets(&undone), [0, 2, 1]);
    assert_eq!(desk.pairs().await, ["P1 A", "P1 B", "P2 c", "P3 D"]);
}

#[actix_web::test]
async fn each_change_of_an_undo_is_in_the_history() {
    let desk = filled().await;
    let told = desk.upload(MIRROR, &["--mode", "mirror"]).await;

    let undone = undo(&desk, &told, &[]).await;

    let id = undone["upload"].as_str().unwrap();
    let history = desk
        .database
        .texts(
            "select concat_ws(' ', cpn, kind, version, door) from cpn_history where upload_id = $1::text::uuid order by cpn, version",
            &[&id],
        )
        .await;
    assert_eq!(
        history,
        [
            "A restored 3 upload",
            "B changed 4 upload",
            "D restored 3 upload",
            "N deleted 2 upload"
        ]
    );
    let refused = desk
        .run(&[
            "undo",
            told["upload"].as_str().unwrap(),
            "--company",
            "Acme",
        ])
        .await;
    assert!(
        refused.complaint().contains("undone already"),
        "{}",
        refused.complaint()
    );
    assert!(!refused.status().success());
}

#[actix_web::test]
async fn what_was_never_applied_or_is_anothers_cannot_be_undone() {
    let desk = filled().await;
    let told = desk.upload("sku,cpn\nP1,X\n", &["--dry-run"]).await;
    desk.given().company("Other").there().await;
    let upload = told["upload"].as_str().unwrap();

    for (company, complaint) in [
        ("Acme", "only an upload that was applied"),
        ("Other", "no such upload"),
    ] {
        let refused = desk.run(&["undo", upload, "--company", company]).await;
        assert!(
            refused.complaint().contains(complaint),
            "{}",
            refused.complaint()
        );
    }
}
