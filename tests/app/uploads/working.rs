//! The worker: confirmed uploads are applied by whatever process lives, once.

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use tokio_postgres::NoTls;

use super::Desk;
use crate::harness::{Database, Server};

/// Stages and checks a file and leaves it confirmed, as a process does that dies right after the confirmation.
async fn confirmed(desk: &Desk, text: &str) -> String {
    let file = desk.file("list.csv", text);
    // Held by somebody for longer than the test lasts, the job cannot be taken by the command that confirms it.
    desk.database
        .execute(
            "create or replace function taken() returns trigger language plpgsql as
             $$ begin new.lease_until = now() + interval '1 hour'; new.fence = 7; new.attempts = 1; return new; end $$",
            &[],
        )
        .await;
    desk.database
        .execute(
            "create trigger taken before insert on jobs for each row execute function taken()",
            &[],
        )
        .await;
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_cpn-desk"));
    command
        .arg("upload")
        .arg(&file)
        .args(["--company", "Acme"])
        .env("DATABASE_URL", desk.database.url());
    let mut child = command
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    eventually(&desk.database, "select count(*) = 1 from jobs").await;
    child.kill().await.unwrap();
    desk.database
        .texts("select upload_id from jobs", &[])
        .await
        .remove(0)
}

async fn release(desk: &Desk) {
    desk.database
        .execute(
            "update jobs set lease_until = now() - interval '1 second'",
            &[],
        )
        .await;
}

/// Waits for a condition to hold.
pub async fn eventually(database: &Database, condition: &str) {
    for _ in 0..2_400 {
        if database.rows(condition, &[]).await[0].get(0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {condition}");
}

#[actix_web::test]
async fn an_upload_whose_process_died_is_applied_by_a_server_once_the_lease_is_over() {
    let desk = Desk::with(&["P1", "P2"]).await;
    let upload = confirmed(&desk, "sku,cpn\nP1,A\nP2,B\n").await;
    let _server = Server::start(&desk.database, &[]).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(
        desk.pairs().await,
        [""; 0],
        "the lease of another worker was not kept"
    );

    release(&desk).await;
    eventually(
        &desk.database,
        "select count(*) = 1 from uploads where state = 'applied'",
    )
    .await;

    assert_eq!(desk.pairs().await, ["P1 A", "P2 B"]);
    assert_eq!(desk.database.count("select count(*) from jobs").await, 0);
    let history = desk
        .database
        .texts("select upload_id from cpn_history", &[])
        .await;
    assert_eq!(history, [upload.as_str(), upload.as_str()]);
}

#[actix_web::test]
async fn two_servers_apply_an_upload_once() {
    let desk = Desk::with(&["P1"]).await;
    confirmed(&desk, "sku,cpn\nP1,A\n").await;
    release(&desk).await;

    let _first = Server::start(&desk.database, &[]).await;
    let _second = Server::start(&desk.database, &[]).await;
    eventually(
        &desk.database,
        "select count(*) = 1 from uploads where state = 'applied'",
    )
    .await;

    assert_eq!(
        desk.database
            .count("select count(*) from cpn_history")
            .await,
        1
    );
    assert_eq!(
        desk.database
            .count("select count(*) from audit_events where action = 'applied'")
            .await,
        1
    );
}

#[actix_web::test]
async fn what_changed_since_the_check_is_checked_again_and_nothing_written() {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.given().company("Acme").cpn("A", "P1").await;
    confirmed(&desk, "sku,cpn,description\nP1,A,words\nP2,B,\n").await;
    desk.database
        .execute("update cpns set version = 2, description = 'theirs'", &[])
        .await;

    release(&desk).await;
    let _server = Server::start(&desk.database, &[]).await;
    eventually(&desk.database, "select count(*) = 0 from jobs").await;

    let upload = desk
        .database
        .texts("select state || ' ' || problem from uploads", &[])
        .await;
    assert_eq!(upload, ["read changed-since-check"]);
    assert_eq!(desk.pairs().await, ["P1 A"]);
}

#[actix_web::test]
async fn a_number_that_somebody_added_meanwhile_is_not_added_twice() {
    let desk = Desk::with(&["P1"]).await;
    confirmed(&desk, "sku,cpn\nP1,A\n").await;
    desk.given().company("Acme").cpn("a", "P1").await;

    release(&desk).await;
    let _server = Server::start(&desk.database, &[]).await;
    eventually(&desk.database, "select count(*) = 0 from jobs").await;

    assert_eq!(desk.pairs().await, ["P1 a"]);
    assert_eq!(
        desk.database.texts("select state from uploads", &[]).await,
        ["read"]
    );
}

#[actix_web::test]
async fn a_lock_set_meanwhile_stops_it_with_nothing_written() {
    let desk = Desk::with(&["P1"]).await;
    confirmed(&desk, "sku,cpn\nP1,A\n").await;
    desk.given().company("Acme").locked("stocktaking").await;

    release(&desk).await;
    let _server = Server::start(&desk.database, &[]).await;
    eventually(&desk.database, "select count(*) = 0 from jobs").await;

    let upload = desk
        .database
        .texts("select state || ' ' || problem from uploads", &[])
        .await;
    assert_eq!(upload, ["checked locked"]);
    assert_eq!(desk.pairs().await, [""; 0]);
}

#[actix_web::test]
async fn an_upload_that_fails_again_and_again_is_given_up_with_a_reason() {
    let desk = Desk::with(&["P1"]).await;
    confirmed(&desk, "sku,cpn\nP1,A\n").await;
    desk.database
        .execute("update jobs set attempts = 5", &[])
        .await;

    release(&desk).await;
    let _server = Server::start(&desk.database, &[]).await;
    eventually(&desk.database, "select count(*) = 0 from jobs").await;

    let upload = desk
        .database
        .texts("select state || ' ' || problem from uploads", &[])
        .await;
    assert_eq!(upload, ["failed failed-repeatedly"]);
}

#[actix_web::test]
async fn the_command_waits_for_a_server_that_was_faster() {
    let desk = Desk::with(&["P1"]).await;
    let _server = Server::start(&desk.database, &[]).await;

    for round in 0..5 {
        let told = desk.upload(&format!("sku,cpn\nP1,A{round}\n"), &[]).await;
        assert_eq!(told["applied"], json!(true));
    }

    assert_eq!(
        desk.database
            .count("select count(*) from cpn_history")
            .await,
        5
    );
}

/// A deletion that is under way when the upload adds another number to the pair sees no heir, and the upload no lack of one.
#[actix_web::test]
async fn a_pair_whose_only_number_is_deleted_meanwhile_has_a_preferred_one_again() {
    let desk = Desk::with(&["P1"]).await;
    desk.given().company("Acme").cpn("A", "P1").await;
    confirmed(&desk, "sku,cpn\nP1,B\nP1,C\n").await;
    let (other, connection) = tokio_postgres::connect(&desk.database.url(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    other
        .batch_execute("begin; select from companies for share; delete from cpns where cpn = 'A'")
        .await
        .unwrap();

    release(&desk).await;
    let _server = Server::start(&desk.database, &[]).await;
    eventually(
        &desk.database,
        "select count(*) > 0 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query ilike '%skip locked%'
            and query ilike '%from%companies%'",
    )
    .await;
    other.batch_execute("commit").await.unwrap();
    eventually(&desk.database, "select count(*) = 0 from jobs").await;

    let row = |cpn: &str, preferred, version| {
        (
            "P1".to_owned(),
            cpn.to_owned(),
            String::new(),
            preferred,
            version,
        )
    };
    assert_eq!(
        desk.register().await,
        [row("B", true, 2), row("C", false, 1)]
    );
    let heir = "select kind || ' ' || preferred from cpn_history where cpn = 'B' order by version";
    assert_eq!(
        desk.database.texts(heir, &[]).await,
        ["created false", "changed true"]
    );
}
