//! The upload engine on a real database, through the command line: what is read, what the check says, what is written.

mod applying;
mod checking;
mod command_line;
mod exporting;
mod killing;
mod mirroring;
mod quirks;
mod real_files;
mod replacing;
mod reporting;
mod undoing;
mod working;

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Database, Given};

/// A database with the company `Acme` and a folder for files.
pub struct Desk {
    pub database: Database,
    folder: TempDir,
}

impl Desk {
    /// With these products, called by their numbers.
    pub async fn with(products: &[&str]) -> Self {
        let desk = Self {
            database: Database::migrated().await,
            folder: tempfile::tempdir().unwrap(),
        };
        desk.given().company("Acme").there().await;
        for number in products {
            desk.given().product(number).await;
        }
        desk
    }

    pub fn given(&self) -> Given<'_> {
        Given::into(&self.database)
    }

    /// A file in the folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program on the database.
    pub async fn run(&self, arguments: &[&str]) -> Ran {
        let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
            .args(arguments)
            .env("DATABASE_URL", self.database.url())
            .output()
            .await
            .unwrap();
        Ran(output)
    }

    /// Uploads a file for Acme and gives what was told.
    pub async fn upload_file(&self, file: &Path, flags: &[&str]) -> Value {
        let file = file.to_str().unwrap();
        let mut arguments = vec!["upload", file, "--company", "Acme", "--json"];
        arguments.extend(flags);
        self.run(&arguments).await.json()
    }

    /// Uploads a text for Acme and gives what was told.
    pub async fn upload(&self, text: &str, flags: &[&str]) -> Value {
        let file = self.file("list.csv", text);
        self.upload_file(&file, flags).await
    }

    /// What became of each row, in the order of the file: status and reason.
    pub async fn judged(&self, text: &str, flags: &[&str]) -> Vec<(String, String)> {
        let report = self.path("judged.csv");
        let mut all = vec!["--dry-run", "--report", report.to_str().unwrap()];
        all.extend(flags);
        self.upload(text, &all).await;
        let delimiter = if text.lines().next().unwrap().contains(';') {
            b';'
        } else {
            b','
        };
        rows_with(delimiter, &std::fs::read_to_string(&report).unwrap())
            .into_iter()
            .skip(1)
            .map(|mut row| {
                let reason = row.pop().unwrap();
                (row.pop().unwrap(), reason)
            })
            .collect()
    }

    /// Acme's numbers: product, number, description, whether it is preferred, version.
    pub async fn register(&self) -> Vec<(String, String, String, bool, i32)> {
        self.database
            .rows(
                "select p.number, c.cpn, coalesce(c.description, ''), c.preferred, c.version
                 from cpns c join products p on p.id = c.product_id join companies o on o.id = c.company_id
                 where o.account_number = 'Acme' order by p.number, c.cpn",
                &[],
            )
            .await
            .iter()
            .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
            .collect()
    }

    /// Product and number of each of Acme's rows.
    pub async fn pairs(&self) -> Vec<String> {
        let rows = self.register().await;
        rows.into_iter()
            .map(|(product, cpn, ..)| format!("{product} {cpn}"))
            .collect()
    }
}

/// How a run of the program ended.
pub struct Ran(Output);

impl Ran {
    pub fn status(&self) -> ExitStatus {
        self.0.status
    }

    pub fn output(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn complaint(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// The JSON it printed, if all went well.
    pub fn json(&self) -> Value {
        assert!(self.status().success(), "{}", self.complaint());
        serde_json::from_slice(&self.0.stdout).unwrap()
    }
}

/// The records of a text with commas.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    rows_with(b',', text)
}

/// The records of a text with this delimiter.
fn rows_with(delimiter: u8, text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Status and reason, as they are compared.
pub fn said(status: &str, reason: &str) -> (String, String) {
    (status.to_owned(), reason.to_owned())
}
