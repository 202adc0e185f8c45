//! One private cluster for the run, and of it a database for each test.
//!
//! The cluster lies in a directory of its own under the system's temporary one and is started by the first test that asks. A small
//! shell process outlives the run, however it ends, stops the server and removes the directory. Under nextest, where each test is a
//! process, all processes of a run share one.
//!
//! The schema is migrated once, into a template. A test's database is a copy of it and goes with the test; that of a failed test is
//! kept for an hour or until the next run, and named.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use cpn_desk::testing::{Cluster, Programs, Settings};
use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::{Pid, Uid};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Row};
use uuid::Uuid;

const PREFIX: &str = "cpn-desk-tests-";
const TEMPLATE: &str = "cpn_desk_template";
const KEPT: &str = "kept";

/// Waits for the end of process `$1`, then stops the server under directory `$2` and removes it. The server is only stopped if it is
/// still the one of that directory: its number may have been given to another process.
const KEEPER: &str = r#"
while kill -0 "$1" 2>/dev/null; do sleep 0.2; done
if [ "$3" = patient ] && [ -e "$2/kept" ]; then sleep 3600; fi
server=$(head -n 1 "$2/postgres/postmaster.pid" 2>/dev/null)
ours() {
    [ -n "$server" ] || return 1
    if [ -d /proc/self ]; then words=$(tr '\0' ' ' <"/proc/$server/cmdline"); else words=$(ps -ww -o command= -p "$server"); fi
    case $words in *"${2##*/}"*) return 0 ;; *) return 1 ;; esac
} 2>/dev/null
if ours "$@"; then kill -QUIT "$server"; fi
tries=0
while ours "$@" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
rm -rf "$2"
"#;

/// The run this process belongs to: the process that ends with it, and the name of its directory.
struct Run {
    process: Pid,
    directory: PathBuf,
}

#[expect(
    clippy::disallowed_methods,
    reason = "nextest tells its runs apart by this variable and in no other way"
)]
fn run() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let (process, name) = match std::env::var("NEXTEST_RUN_ID") {
            Ok(run) => (Pid::parent(), run),
            Err(_) => (Pid::this(), Uuid::new_v4().to_string()),
        };
        Run {
            process,
            directory: temporary().join(format!("{PREFIX}{process}-{name}")),
        }
    })
}

/// Where the directories of runs lie. Root's own may be closed to the account the server runs as.
fn temporary() -> PathBuf {
    if Uid::effective().is_root() {
        PathBuf::from("/tmp")
    } else {
        std::env::temp_dir()
    }
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    // Statics are not dropped; the keeper does what a drop would.
    CLUSTER.get_or_init(|| {
        sweep();
        let run = run();
        if fs::create_dir(&run.directory).is_ok() {
            let mode = if Uid::effective().is_root() {
                0o711
            } else {
                0o700
            };
            fs::set_permissions(&run.directory, fs::Permissions::from_mode(mode)).unwrap();
            keeper(run.process, &run.directory, "patient")
                .spawn()
                .unwrap();
        }
        let programs = Programs::find(None, &run.directory).unwrap();
        Cluster::open_with(&run.directory, &programs, Settings::Throwaway).unwrap()
    })
}

fn keeper(process: Pid, directory: &Path, patience: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", KEEPER, "keeper", &process.to_string()])
        .arg(directory)
        .arg(patience)
        .current_dir("/")
        // Ctrl-C ends the tests; this is what cleans up behind them.
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Removes what runs left whose keeper was killed too, and what failed tests of earlier runs kept.
fn sweep() {
    for entry in fs::read_dir(temporary()).unwrap().filter_map(Result::ok) {
        let name = entry.file_name();
        let process = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX)?.split('-').next()?.parse().ok())
            .map(Pid::from_raw);
        let ours = entry
            .metadata()
            .is_ok_and(|found| found.uid() == Uid::effective().as_raw());
        if let Some(process) = process
            && ours
            && kill(process, None) == Err(Errno::ESRCH)
        {
            keeper(process, &entry.path(), "at once").status().unwrap();
        }
    }
}

/// A database of one test's own.
pub struct Database {
    name: String,
    client: Client,
}

impl Database {
    /// A migrated database without rows.
    pub async fn migrated() -> Self {
        make_template().await;
        Self::copy_of(TEMPLATE).await
    }

    /// A database without anything in it.
    pub async fn empty() -> Self {
        Self::copy_of("template1").await
    }

    async fn copy_of(template: &str) -> Self {
        let name = format!("test_{}", Uuid::new_v4().simple());
        let admin = connect(cluster().url()).await;
        admin
            .batch_execute(&format!("create database {name} template {template}"))
            .await
            .unwrap();
        let client = connect(&cluster().url_of(&name)).await;
        Self { name, client }
    }

    /// Its address, as the role that owns it.
    pub fn url(&self) -> String {
        cluster().url_of(&self.name)
    }

    /// A connection of the test's own, as the role that owns the database.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Runs one statement as the owner, whom the row filter does not bind; gives the number of rows.
    pub async fn execute(&self, statement: &str, values: &[&(dyn ToSql + Sync)]) -> u64 {
        self.client
            .execute(statement, values)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error:?}"))
    }

    /// The rows of a query.
    pub async fn rows(&self, query: &str, values: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
        self.client
            .query(query, values)
            .await
            .unwrap_or_else(|error| panic!("{query}: {error:?}"))
    }

    /// The first column of each row, as text.
    pub async fn texts(&self, query: &str, values: &[&(dyn ToSql + Sync)]) -> Vec<String> {
        let wrapped = format!("select t.c::text from ({query}) as t(c)");
        self.rows(&wrapped, values)
            .await
            .iter()
            .map(|row| row.get(0))
            .collect()
    }

    /// The number a query like `select count(*) …` gives.
    pub async fn count(&self, query: &str) -> i64 {
        self.rows(query, &[]).await[0].get(0)
    }

    /// A checksum of every row of every table but those of sessions and sign-in attempts: what no reading request may change.
    pub async fn checksum(&self) -> String {
        let tables = self
            .texts(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
                 and table_name not in ('sessions', 'sign_in_attempts') order by 1",
                &[],
            )
            .await;
        let mut sums = Vec::new();
        for table in tables {
            let query = format!(
                "select coalesce(md5(string_agg(r::text, '|' order by r::text)), '') from {table} r"
            );
            sums.push(format!(
                "{table} {}",
                self.texts(&query, &[]).await.join("")
            ));
        }
        sums.join("\n")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // A note for the keeper. A second panic would hide the first, so failing to write it must do.
            let _noted = fs::write(run().directory.join(KEPT), "");
            eprintln!(
                "the database of this test is kept for an hour: psql {}",
                self.url()
            );
            return;
        }
        let statement = format!("drop database {} with (force)", self.name);
        // Nothing can be awaited in a drop on the test's own runtime.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(async {
                    connect(cluster().url())
                        .await
                        .batch_execute(&statement)
                        .await
                })
        });
        dropped.join().unwrap().unwrap();
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(async move {
        // A dropped database takes its connections with it.
        let _ended = connection.await;
    });
    client
}

/// Sees to it that the template is there; several processes may try at once.
async fn make_template() {
    let admin = connect(cluster().url()).await;
    admin
        .batch_execute("select pg_advisory_lock(4711002)")
        .await
        .unwrap();
    let there = admin
        .query("select from pg_database where datname = $1", &[&TEMPLATE])
        .await
        .unwrap();
    if there.is_empty() {
        let raw = format!("{TEMPLATE}_raw");
        admin
            .batch_execute(&format!("drop database if exists {raw} with (force)"))
            .await
            .unwrap();
        admin
            .batch_execute(&format!("create database {raw}"))
            .await
            .unwrap();
        cpn_desk::migrate(&cluster().url_of(&raw)).await.unwrap();
        rename(&admin, &raw).await;
    }
    // The connection's end gives the lock back, but not at once.
    admin
        .batch_execute("select pg_advisory_unlock(4711002)")
        .await
        .unwrap();
}

/// The migration's connection takes a moment to go, and a database somebody is connected to cannot be renamed.
async fn rename(admin: &Client, raw: &str) {
    let statement = format!("alter database {raw} rename to {TEMPLATE}");
    for _ in 0..250 {
        if admin.batch_execute(&statement).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the template of the test databases is still in use");
}
