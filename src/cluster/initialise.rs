//! Makes a new cluster beside its place and moves it there when it is whole, so that a first start killed half-way
//! leaves nothing that could be taken for a cluster.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use super::account::{self, Account};
use super::error::{AboutFile as _, ClusterError, tail};
use super::layout::{self, Layout, OWNER};
use super::programs::Programs;
use super::settings::Settings;

/// The database everything is in.
pub(super) const DATABASE: &str = "cpn_desk";
/// What an unfinished cluster's directory begins with.
const UNFINISHED: &str = "postgres.new-";
/// The extension that says whether PostgreSQL's contrib modules are installed.
const CONTRIB: &str = "pg_trgm";
/// Our configuration, beside the server's own.
const CONFIGURATION: &str = "cpn_desk.conf";

/// Whoever reaches the socket may enter: its directory is what keeps others out.
const ACCESS: &str = "\
# Only the owner of this directory, and root, reach the server's socket.
local all all trust
";

/// How many lines of a failed program's output a person gets to see.
const LINES: usize = 8;

/// What it takes to make a cluster.
pub(super) struct Maker<'a> {
    pub(super) layout: &'a Layout,
    pub(super) account: &'a Account,
    pub(super) programs: &'a Programs,
    pub(super) settings: Settings,
}

impl Maker<'_> {
    /// Makes the cluster with its owner and its database.
    pub(super) fn make(&self) -> Result<(), ClusterError> {
        let unfinished = self.unfinished();
        let made = self
            .make_in(&unfinished)
            .and_then(|()| fs::rename(&unfinished, &self.layout.pgdata).about("move", &unfinished));
        if made.is_err() {
            // The error of the attempt is what matters; what cannot be removed now is swept at a later start.
            let _swept = fs::remove_dir_all(&unfinished);
        }
        made?;
        File::open(&self.layout.data_dir)
            .and_then(|directory| directory.sync_all())
            .about("save", &self.layout.data_dir)
    }

    fn make_in(&self, directory: &Path) -> Result<(), ClusterError> {
        layout::make_private_dir(directory, self.account)?;
        self.initdb(directory)?;
        self.account.write(&directory.join("pg_hba.conf"), ACCESS)?;
        configure(directory, self.account, self.settings)?;
        self.account.append(
            &directory.join("postgresql.conf"),
            &format!(
                "\ninclude_if_exists = '{CONFIGURATION}'\n\n# Settings of your own may follow.\n"
            ),
        )?;
        self.create_database(directory)?;
        if self.settings == Settings::Durable {
            let mut sync = self.command("initdb");
            sync.arg("--sync-only").arg("-D").arg(directory);
            self.succeed(sync)?;
        }
        Ok(())
    }

    /// A directory name no other attempt uses, not even one whose `initdb` outlived it.
    fn unfinished(&self) -> PathBuf {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.layout
            .data_dir
            .join(format!("{UNFINISHED}{}", now.as_nanos()))
    }

    fn initdb(&self, directory: &Path) -> Result<(), ClusterError> {
        let attempt = |locale: &str| {
            let mut command = self.command("initdb");
            command
                .arg("-D")
                .arg(directory)
                .args(["--username", OWNER, "--auth", "trust", "--encoding", "UTF8"])
                .args(["--locale", locale])
                .args(["--data-checksums", "--no-instructions", "--no-sync"]);
            output_of(command)
        };
        let mut output = attempt("C.UTF-8")?;
        // Systems without that locale say so before they make any file.
        if String::from_utf8_lossy(&output.stderr).contains("locale") && !output.status.success() {
            output = attempt("C")?;
        }
        self.judge(&output)
    }

    /// Speaks to the database engine without a server, as PostgreSQL's client programs may not be installed.
    fn create_database(&self, directory: &Path) -> Result<(), ClusterError> {
        let mut command = self.command("postgres");
        command
            .args(["--single", "-D"])
            .arg(directory)
            .arg("template1");
        let statements = format!(
            "CREATE DATABASE {DATABASE}\n\
             SELECT datname FROM pg_database WHERE datname = '{DATABASE}'\n\
             SELECT name FROM pg_available_extensions WHERE name = '{CONTRIB}'\n"
        );
        let output =
            account::feed(&mut command, &statements).map_err(|source| ClusterError::Run {
                program: self.programs.program("postgres"),
                source,
            })?;
        let rows = String::from_utf8_lossy(&output.stdout);
        if !rows.contains(&format!("datname = \"{DATABASE}\"")) {
            return Err(self.failure(&output));
        }
        if !rows.contains(&format!("name = \"{CONTRIB}\"")) {
            return Err(ClusterError::NoContrib {
                extension: CONTRIB,
                directory: self.programs.bin().to_path_buf(),
            });
        }
        self.judge(&output)
    }

    fn command(&self, program: &str) -> Command {
        self.account.command(&self.programs.program(program))
    }

    fn succeed(&self, command: Command) -> Result<(), ClusterError> {
        self.judge(&output_of(command)?)
    }

    fn judge(&self, output: &Output) -> Result<(), ClusterError> {
        if output.status.success() {
            Ok(())
        } else {
            Err(self.failure(output))
        }
    }

    fn failure(&self, output: &Output) -> ClusterError {
        ClusterError::Initialise {
            directory: self.layout.pgdata.clone(),
            output: tail(&String::from_utf8_lossy(&output.stderr), LINES),
        }
    }
}

fn output_of(mut command: Command) -> Result<Output, ClusterError> {
    command.output().map_err(|source| ClusterError::Run {
        program: command.get_program().into(),
        source,
    })
}

/// Writes this program's settings into a cluster.
pub(super) fn configure(
    directory: &Path,
    account: &Account,
    settings: Settings,
) -> Result<(), ClusterError> {
    account.write(&directory.join(CONFIGURATION), &settings.configuration())
}

/// Removes what killed attempts left behind.
pub(super) fn sweep(data_dir: &Path) {
    for entry in fs::read_dir(data_dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            // An `initdb` that outlived its killer may still write there; then a later start succeeds.
            let _swept = fs::remove_dir_all(entry.path());
        }
    }
}
