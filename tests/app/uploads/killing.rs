//! Killed at any moment, the program or its database, an upload is applied once or not at all, without anybody's help
//! (TRUST.md, R02, R03, F01 and F03).

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use cpn_desk::testing::{Cluster, Programs, Settings};
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};
use tokio_postgres::{Client, NoTls};

use super::Desk;
use super::working::eventually;
use crate::harness::{Server, TestApp};

const ROWS: i64 = 6_000;

/// Makes each step of an upload take long enough to be met in the middle of it.
const DAWDLING: &str = "
    create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return null; end $$;
    create trigger dawdle after insert on upload_chunks for each statement execute function dawdle();
    create trigger dawdle after insert on upload_rows for each statement execute function dawdle();
    create trigger dawdle after insert on upload_outcome_blocks for each statement execute function dawdle();
    create trigger dawdle after insert on cpns for each statement execute function dawdle();";

/// True while a statement that writes to a table dawdles.
fn amid(table: &str) -> String {
    format!(
        "select count(*) > 0 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep' \
            and query ~* 'insert into \"?{table}\"?\\W'"
    )
}

fn program(url: &str, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(arguments)
        .env("DATABASE_URL", url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

fn list() -> String {
    let rows: String = (0..ROWS)
        .map(|row| format!("P{},N-{row}\n", row % 2 + 1))
        .collect();
    format!("sku,cpn\n{rows}")
}

/// A desk with an upload that goes on slowly, as soon as `moment` is true.
async fn under_way(moment: &str) -> (Desk, Child) {
    let desk = Desk::with(&["P1", "P2"]).await;
    desk.database
        .client()
        .batch_execute(DAWDLING)
        .await
        .unwrap();
    let file = desk.file("list.csv", list());
    let arguments = ["upload", file.to_str().unwrap(), "--company", "Acme"];
    let upload = program(&desk.database.url(), &arguments);
    eventually(&desk.database, moment).await;
    (desk, upload)
}

/// A desk where an upload was killed as soon as `moment` was true.
async fn killed_when(moment: &str) -> Desk {
    let (desk, mut upload) = under_way(moment).await;
    upload.kill().await.unwrap();
    desk
}

/// State and problem of the upload, and how many numbers and changes are in the register.
async fn standing(desk: &Desk) -> (String, i64, i64) {
    let database = &desk.database;
    let states = "select concat_ws(' ', state, problem) from uploads";
    (
        database.texts(states, &[]).await.join(", "),
        database.count("select count(*) from cpns").await,
        database.count("select count(*) from cpn_history").await,
    )
}

/// Nobody waits for the lease of a worker that is known to be dead; servers would after half a minute.
async fn free_the_job(desk: &Desk) {
    let free = "update jobs set lease_until = now()";
    desk.database.execute(free, &[]).await;
}

#[actix_web::test]
async fn killed_while_the_file_comes_in_it_fails_and_says_so() {
    let desk = killed_when(&amid("upload_chunks")).await;
    assert_eq!(standing(&desk).await, ("receiving".to_owned(), 0, 0));
    let long_ago = "update uploads set arrived_at = now() - interval '3 minutes'";
    desk.database.execute(long_ago, &[]).await;

    let _server = Server::start(&desk.database, &[]).await;
    eventually(
        &desk.database,
        "select bool_and(state <> 'receiving') from uploads",
    )
    .await;

    let (state, cpns, history) = standing(&desk).await;
    assert_eq!((state.as_str(), cpns, history), ("failed broken-off", 0, 0));
    let pieces = "select count(*) from upload_chunks";
    assert_eq!(desk.database.count(pieces).await, 0);
}

#[actix_web::test]
async fn a_file_that_still_comes_in_is_not_given_up() {
    let desk = killed_when(&amid("upload_chunks")).await;

    let _server = Server::start(&desk.database, &[]).await;
    tokio::time::sleep(Duration::from_secs(3)).await;

    assert_eq!(standing(&desk).await.0, "receiving");
}

#[actix_web::test]
async fn killed_before_the_confirmation_nothing_is_written_and_the_file_is_kept() {
    for (table, state) in [
        ("upload_rows", "received"),
        ("upload_outcome_blocks", "read"),
    ] {
        let desk = killed_when(&amid(table)).await;
        let _server = Server::start(&desk.database, &[]).await;
        tokio::time::sleep(Duration::from_secs(3)).await;

        assert_eq!(standing(&desk).await, (state.to_owned(), 0, 0), "{table}");
        let bytes = "select sum(length(bytes))::bigint from upload_chunks";
        let length = i64::try_from(list().len()).unwrap();
        assert_eq!(desk.database.count(bytes).await, length, "{table}");
        let told = desk.upload(&list(), &[]).await;
        assert_eq!(told["new"].as_i64(), Some(ROWS), "{table}");
        assert_eq!(standing(&desk).await.1, ROWS, "{table}");
    }
}

#[actix_web::test]
async fn killed_after_the_confirmation_all_is_written_once() {
    for moment in [
        amid("cpns"),
        "select count(*) > 0 from uploads where state = 'applied'".to_owned(),
    ] {
        let desk = killed_when(&moment).await;
        free_the_job(&desk).await;

        let _server = Server::start(&desk.database, &[]).await;
        eventually(&desk.database, "select count(*) = 0 from jobs").await;

        let applied = ("applied".to_owned(), ROWS, ROWS);
        assert_eq!(standing(&desk).await, applied, "{moment}");
        let told = "select count(*) from audit_events where action = 'applied'";
        assert_eq!(desk.database.count(told).await, 1, "{moment}");
    }
}

#[actix_web::test]
async fn servers_that_are_killed_at_work_leave_it_to_the_next() {
    let desk = killed_when(&amid("cpns")).await;
    for _ in 0..2 {
        free_the_job(&desk).await;
        let mut server = program(&desk.database.url(), &["serve", "--listen", "127.0.0.1:0"]);
        eventually(
            &desk.database,
            "select bool_and(lease_until > now()) from jobs",
        )
        .await;
        eventually(&desk.database, &amid("cpns")).await;
        server.kill().await.unwrap();
    }
    free_the_job(&desk).await;

    let _server = Server::start(&desk.database, &[]).await;
    eventually(&desk.database, "select count(*) = 0 from jobs").await;

    assert_eq!(standing(&desk).await, ("applied".to_owned(), ROWS, ROWS));
}

#[actix_web::test]
async fn a_lock_set_while_it_is_applied_stops_it_with_nothing_written() {
    let (desk, mut upload) = under_way(&amid("cpns")).await;

    desk.given().company("Acme").locked("stocktaking").await;
    let ended = upload.wait().await.unwrap();

    assert!(!ended.success());
    assert_eq!(standing(&desk).await, ("checked locked".to_owned(), 0, 0));
}

#[actix_web::test]
async fn the_page_of_a_file_that_did_not_arrive_says_so_in_the_language_of_the_reader() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let mia = given.company("Acme").manager("mia").await;
    let upload = given.company("Acme").checked_upload().await;
    let abandon =
        "update uploads set state = 'receiving', arrived_at = now() - interval '3 minutes'";
    app.database().execute(abandon, &[]).await;
    let _second = app.second_process().await;
    eventually(
        app.database(),
        "select bool_and(state = 'failed') from uploads",
    )
    .await;
    let company = given.company("Acme").there().await;
    let address = format!("{}/uploads/{upload}", company.url());
    for (language, words) in [
        ("en", "The file did not arrive"),
        ("de", "Die Datei ist nicht angekommen"),
    ] {
        let speak = format!("update users set language = '{language}'");
        app.database().execute(&speak, &[]).await;
        let browser = app.given_signed_in(&mia).await;

        let page = browser.follow(&browser.get(&address).await).await;

        assert_eq!(page.status(), 200, "{}", page.body());
        assert!(page.text().contains(words), "{}", page.text());
        let again = browser.get(&format!("{address}/columns")).await;
        assert_eq!(again.status(), 303, "there is no file to read again");
    }
}

/// A PostgreSQL of the test's own, with the company Acme and the products P1 and P2.
struct OwnPostgres {
    folder: tempfile::TempDir,
    cluster: Cluster,
}

impl OwnPostgres {
    async fn open() -> Self {
        // Root's own temporary directory may be closed to the account the server runs as.
        let folder = tempfile::Builder::new()
            .prefix("cpn-desk-kill-")
            .tempdir_in("/tmp")
            .unwrap();
        open_to_all(folder.path());
        let own = Self {
            cluster: cluster(folder.path()),
            folder,
        };
        cpn_desk::migrate(own.cluster.url()).await.unwrap();
        own.run(
            &["company", "import"],
            "companies.csv",
            "account_number,name\nAcme,Acme\n",
        )
        .await;
        own.run(
            &["product", "import"],
            "products.csv",
            "number,name\nP1,One\nP2,Two\n",
        )
        .await;
        own.client().await.batch_execute(DAWDLING).await.unwrap();
        own
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    async fn run(&self, command: &[&str], name: &str, content: &str) {
        let file = self.file(name, content);
        let arguments: Vec<&str> = command.iter().copied().chain([file.as_str()]).collect();
        assert!(
            program(self.cluster.url(), &arguments)
                .wait()
                .await
                .unwrap()
                .success()
        );
    }

    async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(self.cluster.url(), NoTls)
            .await
            .unwrap();
        tokio::spawn(async move {
            // It ends with the server that is killed.
            let _ended = connection.await;
        });
        client
    }

    async fn until(&self, condition: &str) {
        let client = self.client().await;
        for _ in 0..1_200 {
            if client
                .query_one(condition, &[])
                .await
                .unwrap()
                .get::<_, Option<bool>>(0)
                == Some(true)
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never: {condition}");
    }

    /// Kills the whole server at once: its main process is held, so that none of the others can finish, and nobody sees them die.
    fn kill(&self) {
        let file = self.folder.path().join("postgres/postmaster.pid");
        let main = std::fs::read_to_string(file).unwrap();
        let main = Pid::from_raw(main.lines().next().unwrap().parse().unwrap());
        kill(main, Signal::SIGSTOP).unwrap();
        let processes = std::process::Command::new("ps")
            .args(["-A", "-o", "pid=,ppid="])
            .output()
            .unwrap();
        let children: Vec<Pid> = String::from_utf8(processes.stdout)
            .unwrap()
            .lines()
            .filter_map(|line| {
                let mut numbers = line
                    .split_whitespace()
                    .map(|number| number.parse().unwrap());
                let child = numbers.next()?;
                (numbers.next()? == main.as_raw()).then(|| Pid::from_raw(child))
            })
            .collect();
        assert!(children.len() > 3, "{children:?}");
        for process in children.iter().chain([&main]) {
            kill(*process, Signal::SIGKILL).unwrap();
        }
        for process in children.iter().chain([&main]) {
            while !is_gone(*process) {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }

    /// Starts it again, in the same place.
    fn restart(self) -> Self {
        let Self {
            folder,
            cluster: killed,
        } = self;
        drop(killed);
        Self {
            cluster: cluster(folder.path()),
            folder,
        }
    }
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o711)).unwrap();
}

fn cluster(folder: &Path) -> Cluster {
    let programs = Programs::find(None, folder).unwrap();
    Cluster::open_with(folder, &programs, Settings::Durable).unwrap()
}

/// Whether a process is no more, or is dead and only not yet buried.
fn is_gone(process: Pid) -> bool {
    let state = std::process::Command::new("ps")
        .args(["-o", "stat=", "-p", &process.to_string()])
        .output()
        .unwrap();
    kill(process, None) == Err(Errno::ESRCH)
        || state.stdout.first().is_none_or(|state| *state == b'Z')
}

/// What is left of an upload during which the database was killed, with a server that ran all the time.
async fn with_the_database_killed(moment: &str) -> (OwnPostgres, Child) {
    let own = OwnPostgres::open().await;
    let server = program(own.cluster.url(), &["serve", "--listen", "127.0.0.1:0"]);
    let file = own.file("list.csv", &list());
    let mut upload = program(own.cluster.url(), &["upload", &file, "--company", "Acme"]);
    own.until(moment).await;
    own.kill();
    let _ended = upload.wait().await.unwrap();
    (own.restart(), server)
}

#[actix_web::test]
async fn the_database_killed_while_it_applies_all_is_written_once_by_the_server_that_went_on() {
    let (own, mut server) = with_the_database_killed(&amid("cpns")).await;
    let client = own.client().await;
    client
        .batch_execute("update jobs set lease_until = now()")
        .await
        .unwrap();

    own.until("select count(*) = 0 from jobs").await;

    let counted = "select (select count(*) from cpns), (select count(*) from cpn_history),
        (select string_agg(state, ' ') from uploads), (select count(*) from audit_events where action = 'applied')";
    let row = client.query_one(counted, &[]).await.unwrap();
    let counts: (i64, i64, String, i64) = (row.get(0), row.get(1), row.get(2), row.get(3));
    assert_eq!(counts, (ROWS, ROWS, "applied".to_owned(), 1));
    assert!(server.try_wait().unwrap().is_none(), "the server ended");
}

#[actix_web::test]
async fn the_database_killed_while_the_file_is_read_nothing_is_written_and_the_file_is_kept() {
    let (own, mut server) = with_the_database_killed(&amid("upload_rows")).await;
    let client = own.client().await;

    let counted = "select (select count(*) from cpns), (select count(*) from upload_rows),
        (select string_agg(state, ' ') from uploads), (select sum(length(bytes))::bigint from upload_chunks)";
    let row = client.query_one(counted, &[]).await.unwrap();
    let counts: (i64, i64, String, i64) = (row.get(0), row.get(1), row.get(2), row.get(3));
    let length = i64::try_from(list().len()).unwrap();
    assert_eq!(counts, (0, 0, "received".to_owned(), length));
    assert!(server.try_wait().unwrap().is_none(), "the server ended");
    let file = own.file("again.csv", &list());
    let mut again = program(own.cluster.url(), &["upload", &file, "--company", "Acme"]);
    assert!(again.wait().await.unwrap().success());
    let written = client
        .query_one("select count(*) from cpns", &[])
        .await
        .unwrap();
    assert_eq!(written.get::<_, i64>(0), ROWS);
}
