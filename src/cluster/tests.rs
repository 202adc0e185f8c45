//! Real clusters in temporary directories, as root and as an ordinary user alike.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::time::{Duration, Instant};
use std::{env, thread};

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid};
use tempfile::TempDir;

use super::*;

const HOLDER_DIRECTORY: &str = "CPN_DESK_TEST_HOLDER";

/// A directory the server's account can pass, whatever the mask of this process.
fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o711)).unwrap();
    directory
}

fn programs() -> Programs {
    Programs::find(None, Path::new("/nonexistent")).unwrap()
}

fn open(data_dir: &Path) -> Cluster {
    Cluster::open_with(data_dir, &programs(), Settings::Throwaway).unwrap()
}

fn server(data_dir: &Path) -> Option<Pid> {
    Postmaster::find(&fs::canonicalize(data_dir).unwrap().join("postgres")).map(|found| found.pid)
}

/// Runs statements and returns the first column of the last one's first row.
fn ask(url: &str, statements: &str) -> String {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(async {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
                .await
                .unwrap();
            let driver = tokio::spawn(connection);
            let messages = client.simple_query(statements).await.unwrap();
            drop(client);
            driver.await.unwrap().unwrap();
            messages
                .iter()
                .filter_map(|message| match message {
                    tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
                    _ => None,
                })
                .next_back()
                .unwrap_or_default()
                .to_owned()
        })
}

/// A process of its own that holds a share until it is killed, see [`hold_until_killed`].
fn holder(data_dir: &Path) -> Child {
    let mut child = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "--nocapture",
            "cluster::tests::hold_until_killed",
        ])
        .env(HOLDER_DIRECTORY, data_dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("holding")));
    child
}

/// The other process of the tests that kill one: nothing to do unless a parent names the directory.
#[test]
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the parent says so in the environment and waits for the line"
)]
fn hold_until_killed() {
    let Some(data_dir) = env::var_os(HOLDER_DIRECTORY) else {
        return;
    };
    let _cluster = open(Path::new(&data_dir));
    println!("holding");
    thread::sleep(Duration::from_mins(5));
}

#[test]
#[expect(clippy::print_stderr, reason = "the times of a start are worth seeing")]
fn first_comer_starts_and_last_leaver_stops() {
    let directory = directory();
    let data_dir = directory.path().join("made");
    let began = Instant::now();
    let first = Cluster::open(&data_dir, &programs()).unwrap();
    eprintln!("first start {:?}", began.elapsed());
    let pid = server(&data_dir);
    assert!(pid.is_some());
    ask(
        first.url(),
        "CREATE EXTENSION pg_trgm; CREATE TABLE kept AS SELECT 7 AS number",
    );

    let began = Instant::now();
    let second = Cluster::open(&data_dir, &programs()).unwrap();
    eprintln!("adoption {:?}", began.elapsed());
    assert_eq!(server(&data_dir), pid);
    first.close().unwrap();
    assert_eq!(server(&data_dir), pid, "the second still needs it");
    let began = Instant::now();
    second.close().unwrap();
    eprintln!("stop {:?}", began.elapsed());
    assert_eq!(server(&data_dir), None);

    let began = Instant::now();
    let again = Cluster::open(&data_dir, &programs()).unwrap();
    eprintln!("later start {:?}", began.elapsed());
    assert_eq!(ask(again.url(), "SELECT number FROM kept"), "7");
    drop(again);
    assert_eq!(server(&data_dir), None, "dropping closes too");
}

#[test]
fn the_cluster_is_private_and_set_up_for_data_to_keep() {
    let directory = directory();
    let cluster = Cluster::open(directory.path(), &programs()).unwrap();
    for (setting, value) in [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("TimeZone", "UTC"),
        ("server_encoding", "UTF8"),
        ("jit", "off"),
        ("max_wal_size", "4GB"),
        ("data_checksums", "on"),
    ] {
        assert_eq!(
            ask(cluster.url(), &format!("SHOW {setting}")),
            value,
            "{setting}"
        );
    }
    let locale = ask(
        cluster.url(),
        "SELECT datcollate FROM pg_database WHERE datname = 'cpn_desk'",
    );
    assert!(["C.UTF-8", "C"].contains(&&*locale), "{locale}");
    assert_eq!(
        ask(&cluster.url_of("postgres"), "SELECT current_user"),
        "cpn_desk_owner"
    );

    let owner = cluster.account.uid;
    assert_ne!(owner, 0, "PostgreSQL refuses root");
    for inside in ["postgres", "run"] {
        let found = fs::metadata(directory.path().join(inside)).unwrap();
        assert_eq!(found.mode() & 0o7777, 0o700, "{inside}");
        assert_eq!(found.uid(), owner, "{inside}");
    }
    let group = nix::unistd::getpgid(server(directory.path())).unwrap();
    assert_ne!(group, nix::unistd::getpgrp(), "Ctrl-C must not reach it");
}

#[test]
fn a_killed_holder_leaves_a_server_to_adopt() {
    let directory = directory();
    let mut killed = holder(directory.path());
    let pid = server(directory.path());
    assert!(pid.is_some());
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(server(directory.path()), pid, "it outlives its starter");

    let cluster = open(directory.path());
    assert_eq!(server(directory.path()), pid);
    assert_eq!(ask(cluster.url(), "SELECT 1"), "1");
    cluster.close().unwrap();
    assert_eq!(
        server(directory.path()),
        None,
        "the dead holder holds nothing"
    );
}

#[test]
fn a_server_started_by_a_living_process_can_be_stopped_by_another() {
    let directory = directory();
    let ours = open(directory.path());
    let mut other = holder(directory.path());
    // The share goes, the process that is the server's parent stays.
    ours.close().unwrap();
    assert!(server(directory.path()).is_some());
    other.kill().unwrap();
    other.wait().unwrap();
    open(directory.path()).close().unwrap();
    assert_eq!(server(directory.path()), None);
}

#[test]
fn a_killed_server_starts_again_with_its_data() {
    let directory = directory();
    let cluster = Cluster::open(directory.path(), &programs()).unwrap();
    ask(cluster.url(), "CREATE TABLE kept AS SELECT 7 AS number");
    let killed = server(directory.path()).unwrap();
    kill(killed, Signal::SIGKILL).unwrap();
    let again = Cluster::open(directory.path(), &programs()).unwrap();
    assert_ne!(server(directory.path()), Some(killed));
    assert_eq!(ask(again.url(), "SELECT number FROM kept"), "7");
}

#[test]
fn a_start_waits_for_what_a_killed_server_left_at_work() {
    let directory = directory();
    let cluster = open(directory.path());
    let url = cluster.url().to_owned();
    let busy = thread::spawn(move || {
        // Its connection outlives the server, and computes without looking up.
        std::panic::catch_unwind(|| ask(&url, "SELECT count(*) FROM generate_series(1, 5000000)"))
    });
    let works =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%5000000)'";
    while ask(cluster.url(), works) == "0" {
        thread::sleep(Duration::from_millis(5));
    }
    kill(server(directory.path()).unwrap(), Signal::SIGKILL).unwrap();
    let again = open(directory.path());
    assert_eq!(ask(again.url(), "SELECT 1"), "1");
    let log = fs::read_to_string(&again.layout.log).unwrap();
    assert!(log.contains("pre-existing shared memory block"), "{log}");
    let _either_way = busy.join().unwrap();
}

#[test]
fn stale_files_do_not_hinder_a_start() {
    let directory = directory();
    open(directory.path()).close().unwrap();
    let layout = Layout::of(fs::canonicalize(directory.path()).unwrap());
    let account = Account::choose(&layout.data_dir, &layout.pgdata).unwrap();
    // A process of the server's own user was given the number of a killed server, as after a crash of the machine.
    let mut stranger = account
        .command(Path::new("/bin/sleep"))
        .arg("300")
        .spawn()
        .unwrap();
    let pgdata = layout.pgdata.display().to_string();
    for (pid_file, lock_file) in [
        (
            format!("{}\n{pgdata}\n1700000000\n5432\n", stranger.id()),
            stranger.id().to_string(),
        ),
        (String::new(), String::new()),
        (
            format!("999999999\n{pgdata}\n1700000000\n5432\n"),
            "999999999".to_owned(),
        ),
    ] {
        account
            .write(&layout.pgdata.join("postmaster.pid"), &pid_file)
            .unwrap();
        account
            .write(&layout.socket_dir.join(".s.PGSQL.5432.lock"), &lock_file)
            .unwrap();
        account.write(&layout.socket(), "").unwrap();
        let cluster = open(directory.path());
        assert_eq!(ask(cluster.url(), "SELECT 1"), "1");
    }
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[test]
fn a_first_start_killed_half_way_starts_over() {
    let directory = directory();
    let unfinished = directory.path().join("postgres.new-1");
    fs::create_dir(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    let cluster = open(directory.path());
    assert_eq!(ask(cluster.url(), "SELECT 1"), "1");
    assert!(!unfinished.exists());
}

#[test]
fn a_socket_that_was_removed_comes_back() {
    let directory = directory();
    let cluster = open(directory.path());
    fs::remove_file(cluster.layout.socket()).unwrap();
    let again = open(directory.path());
    assert_eq!(ask(again.url(), "SELECT 1"), "1");
}

#[test]
fn a_path_too_long_for_a_socket_and_odd_names_work() {
    let directory = directory();
    for name in ["ein Büro, 100% \"neu\" 'alt'".to_owned(), "long".repeat(40)] {
        let data_dir = directory.path().join(name);
        let cluster = open(&data_dir);
        assert_eq!(ask(cluster.url(), "SELECT 1"), "1");
        let socket_dir = cluster.layout.socket_dir.clone();
        let found = fs::symlink_metadata(&socket_dir).unwrap();
        assert_eq!((found.is_dir(), found.mode() & 0o7777), (true, 0o700));
        let outside = cluster.layout.socket_is_outside();
        assert_eq!(outside, data_dir.as_os_str().len() > 100);
        cluster.close().unwrap();
        assert_eq!(
            socket_dir.exists(),
            !outside,
            "nothing of it stays elsewhere"
        );
    }
}

#[test]
fn a_foreign_directory_in_place_of_the_socket_s_is_refused() {
    let directory = directory();
    let data_dir = directory.path().join("long".repeat(40));
    fs::create_dir(&data_dir).unwrap();
    fs::set_permissions(&data_dir, fs::Permissions::from_mode(0o711)).unwrap();
    let layout = Layout::of(fs::canonicalize(&data_dir).unwrap());
    fs::create_dir(&layout.socket_dir).unwrap();
    fs::set_permissions(&layout.socket_dir, fs::Permissions::from_mode(0o777)).unwrap();
    let error = Cluster::open_with(&data_dir, &programs(), Settings::Throwaway).unwrap_err();
    fs::remove_dir(&layout.socket_dir).unwrap();
    assert!(
        matches!(error, ClusterError::SocketDirectoryTaken { .. }),
        "{error}"
    );
}

#[test]
fn many_at_once_share_one_server() {
    let directory = directory();
    let all_have_it = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let cluster = open(directory.path());
                all_have_it.wait();
                assert_eq!(ask(cluster.url(), "SELECT 1"), "1");
            });
        }
    });
    assert_eq!(server(directory.path()), None);
    // Coming and going while others come and go.
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let cluster = open(directory.path());
                    assert_eq!(ask(cluster.url(), "SELECT 1"), "1");
                }
            });
        }
    });
    assert_eq!(server(directory.path()), None);
}

#[test]
fn a_cluster_of_another_version_is_refused_by_name() {
    let directory = directory();
    fs::create_dir(directory.path().join("postgres")).unwrap();
    fs::write(directory.path().join("postgres/PG_VERSION"), "12\n").unwrap();
    let said = Cluster::open(directory.path(), &programs())
        .unwrap_err()
        .to_string();
    assert!(said.contains("made by PostgreSQL 12"), "{said}");
}

#[test]
fn a_server_that_does_not_start_shows_its_log() {
    let directory = directory();
    open(directory.path()).close().unwrap();
    let layout = Layout::of(fs::canonicalize(directory.path()).unwrap());
    let account = Account::choose(&layout.data_dir, &layout.pgdata).unwrap();
    account
        .append(
            &layout.pgdata.join("postgresql.conf"),
            "\nno_such_setting = 1\n",
        )
        .unwrap();
    let said = Cluster::open(directory.path(), &programs())
        .unwrap_err()
        .to_string();
    assert!(said.contains("no_such_setting"), "{said}");
    assert!(said.contains("postgres.log"), "{said}");
}

#[test]
fn a_directory_the_account_cannot_pass_is_named() {
    if !Uid::effective().is_root() {
        return;
    }
    let closed = tempfile::tempdir().unwrap();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let error = Cluster::open(&closed.path().join("data"), &programs()).unwrap_err();
    let ClusterError::NotEnterable { directory, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(directory, &fs::canonicalize(closed.path()).unwrap());
}

#[test]
fn a_directory_that_cannot_be_written_is_named() {
    if Uid::effective().is_root() {
        return;
    }
    let said = Cluster::open(&PathBuf::from("/usr/lib"), &programs())
        .unwrap_err()
        .to_string();
    assert!(said.contains("/usr/lib/turn.lock"), "{said}");
}
