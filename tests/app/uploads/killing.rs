//! Killed at any moment, an upload is applied once or not at all, without anybody's help (TRUST.md, R02 and R03).

use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};

use super::Desk;
use super::working::eventually;

const ROWS: i64 = 6_000;

fn program(desk: &Desk, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(arguments)
        .env("DATABASE_URL", desk.database.url())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Starts an upload, kills it as soon as `moment` is true, lets a server do what is left and counts.
async fn killed_when(moment: &str) -> (String, i64, i64) {
    let desk = Desk::with(&["P1", "P2"]).await;
    let rows: String = (0..ROWS)
        .map(|row| format!("P{},N-{row}\n", row % 2 + 1))
        .collect();
    let file = desk.file("list.csv", format!("sku,cpn\n{rows}"));
    let mut upload = program(
        &desk,
        &["upload", file.to_str().unwrap(), "--company", "Acme"],
    );
    tokio::select! {
        () = eventually(&desk.database, moment) => {}
        _ = upload.wait() => {}
    }
    upload.kill().await.unwrap();
    // Nobody waits for the lease of a worker that is known to be dead; the server would after half a minute.
    let _free = desk
        .database
        .execute("update jobs set lease_until = now()", &[])
        .await;
    let mut server = program(&desk, &["serve", "--listen", "127.0.0.1:0"]);
    eventually(&desk.database, "select count(*) = 0 from jobs").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.kill().await.unwrap();
    let states = desk.database.texts("select state from uploads", &[]).await;
    let counts = (
        desk.database.count("select count(*) from cpns").await,
        desk.database
            .count("select count(*) from cpn_history")
            .await,
    );
    (states.join(" "), counts.0, counts.1)
}

#[actix_web::test]
async fn before_the_confirmation_nothing_is_written() {
    for moment in [
        "select count(*) > 0 from uploads where state = 'receiving'",
        "select count(*) > 0 from uploads where state = 'received'",
        "select count(*) > 0 from uploads where state = 'read'",
    ] {
        let (state, cpns, history) = killed_when(moment).await;

        let is_whole = state == "applied" && (cpns, history) == (ROWS, ROWS);
        assert!(
            is_whole || (cpns, history) == (0, 0),
            "{moment}: {state} {cpns} {history}"
        );
    }
}

#[actix_web::test]
async fn after_the_confirmation_all_is_written_once() {
    for moment in [
        "select count(*) > 0 from jobs",
        "select count(*) > 0 from jobs where lease_until is not null",
        "select count(*) > 0 from pg_stat_activity where datname = current_database() and query like '%insert into cpns%'
            and state = 'active' and pid <> pg_backend_pid()",
        "select count(*) > 0 from uploads where state = 'applied'",
    ] {
        let (state, cpns, history) = killed_when(moment).await;

        assert_eq!((state.as_str(), cpns, history), ("applied", ROWS, ROWS), "{moment}");
    }
}

#[actix_web::test]
async fn a_server_that_is_killed_at_work_leaves_it_to_the_next() {
    let desk = Desk::with(&["P1"]).await;
    let rows: String = (0..ROWS).map(|row| format!("P1,N-{row}\n")).collect();
    let file = desk.file("list.csv", format!("sku,cpn\n{rows}"));
    // The command is stopped at the confirmation, so that servers alone do the work.
    let mut upload = program(
        &desk,
        &["upload", file.to_str().unwrap(), "--company", "Acme"],
    );
    eventually(&desk.database, "select count(*) > 0 from jobs").await;
    upload.kill().await.unwrap();
    for _ in 0..2 {
        let _free = desk
            .database
            .execute("update jobs set lease_until = null", &[])
            .await;
        let mut server = program(&desk, &["serve", "--listen", "127.0.0.1:0"]);
        eventually(
            &desk.database,
            "select count(*) = 0 or bool_or(lease_until is not null) from jobs",
        )
        .await;
        server.kill().await.unwrap();
    }
    let _free = desk
        .database
        .execute("update jobs set lease_until = null", &[])
        .await;
    let _server = program(&desk, &["serve", "--listen", "127.0.0.1:0"]);

    eventually(
        &desk.database,
        "select count(*) = 1 from uploads where state = 'applied'",
    )
    .await;

    assert_eq!(desk.database.count("select count(*) from cpns").await, ROWS);
    assert_eq!(
        desk.database
            .count("select count(*) from cpn_history")
            .await,
        ROWS
    );
}
