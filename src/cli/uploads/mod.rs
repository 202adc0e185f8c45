//! `cpn-desk upload`: the wizard's engine without the wizard.

mod repairs;
mod told;
mod undo;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use clap::Args;
use futures_util::{Stream, StreamExt as _, stream};
use tokio::io::AsyncReadExt as _;

use self::repairs::Said;
use self::told::{Told, Watch};
pub use self::undo::UndoCommand;
use super::{Installation, operator, output};
use crate::access::{self, Change, CompanyAccess};
use crate::config::Config;
use crate::db;
use crate::domain::upload::{Columns, Engine, Rows, discard};
use crate::error::Error;
use crate::model::upload::{
    EmptyCells, Field, Mapping, Mode, Outcome, Source, Upload, UploadState,
};
use crate::sheet::{Delimiter, Encoding, Overrides};

/// Bytes of the file read at once.
const PIECE: usize = 128 * 1024;
/// A command holds a connection for the file and one for everything else.
const CONNECTIONS: usize = 2;

/// Upload a spreadsheet of customer part numbers: read it, check it, apply it
#[derive(Args)]
pub struct UploadCommand {
    /// The file: CSV, TSV, TXT, XLSX, ODS or XLS
    file: PathBuf,
    /// The company's account number
    #[arg(long, value_name = "ACCOUNT")]
    company: String,
    /// add: new rows only; update: add and change; replace: the same, but a number that is new for its product takes the place of the
    /// preferred one; mirror: make it exactly like the file, which removes the rest
    #[arg(long, default_value = "update", value_name = "add|update|replace|mirror", value_parser = clap::value_parser!(Mode))]
    mode: Mode,
    /// What an empty cell means: keep what stands there or clear it
    #[arg(long, default_value = "keep", value_name = "keep|clear", value_parser = clap::value_parser!(EmptyCells))]
    empty: EmptyCells,
    /// The column with our product numbers: its heading or its ordinal from 1 [default: guessed]
    #[arg(long, value_name = "HEADING|N")]
    product_column: Option<String>,
    /// The column with the customer's numbers: its heading or its ordinal from 1 [default: guessed]
    #[arg(long, value_name = "HEADING|N")]
    cpn_column: Option<String>,
    /// The line of the headings, from 1; 0 if there are none [default: found]
    #[arg(long, value_name = "N")]
    header_row: Option<u32>,
    /// The sheet of a workbook, or * for all that have the same headings [default: the one that looks like the list]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The encoding, such as UTF-8 or Windows-1252 [default: detected]
    #[arg(long, value_name = "NAME", value_parser = clap::value_parser!(Encoding))]
    encoding: Option<Encoding>,
    /// comma, semicolon, tab, pipe, nothing, or the character itself [default: detected]
    #[arg(long, value_name = "NAME", value_parser = clap::value_parser!(Delimiter))]
    delimiter: Option<Delimiter>,
    /// Decide about the rows of a cause, such as product-zeros-lost=zeros, several-numbers=split-slashes, unknown-product=pad:8 or
    /// total-row=leave-out; in this order, each followed by another check
    #[arg(long, value_name = "CAUSE=DECISION", value_parser = Said::parse)]
    repair: Vec<Said>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Write the file's rows with the status and reason of each to this CSV file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl UploadCommand {
    /// Does what was asked for.
    pub async fn run(self, config: &Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self.upload(config, &installation).await;
        installation.close().await?;
        done
    }

    async fn upload(&self, config: &Config, installation: &Installation) -> anyhow::Result<()> {
        let engine = Engine::new(installation.url(), config.upload_limits());
        let mut conn = installation.connect().await?;
        let access = self.open(&mut conn).await?;
        let mut watch = Watch::start();
        let read = self
            .read(&engine, installation, &access, &mut watch)
            .await?;
        let checked = self.check(&engine, &access, &read).await;
        let checked = match checked {
            Ok(checked) => checked,
            Err(error) => {
                discard(&mut conn, &access, read.id).await?;
                return Err(error);
            }
        };
        let checked = repairs::carry_out(&engine, &access, checked, &self.repair).await?;
        watch.lap("check");
        let offers = if self.dry_run {
            repairs::offered(&mut conn, &access, &checked).await?
        } else {
            Vec::new()
        };
        let ended = if self.dry_run {
            checked
        } else {
            let applied = apply(&engine, &mut conn, &access, checked).await?;
            watch.lap("apply");
            applied
        };
        if let Some(file) = &self.report {
            // The report outlives the connection it is read with, hence an access of its own.
            let access = self.open(&mut conn).await?;
            write_report(&engine, access, &ended, file).await?;
        }
        if self.dry_run {
            discard(&mut conn, &access, ended.id).await?;
        }
        let told = Told {
            file: &self.file,
            company: &self.company,
            upload: &ended,
            watch: &watch,
            offers: &offers,
        };
        if self.json {
            output::say(told.json());
        } else {
            told.say();
        }
        Ok(())
    }

    async fn open(&self, conn: &mut db::Conn) -> anyhow::Result<CompanyAccess<Change>> {
        let opened = access::open_by_account(conn, &operator(), &self.company).await;
        let access: CompanyAccess<Change> = opened.map_err(|error| match error {
            Error::NotFound => super::no_company(&self.company),
            error => error.into(),
        })?;
        match &access.company().lock {
            Some(lock) if !self.dry_run => Err(Error::Locked(lock.clone()).into()),
            _ => Ok(access),
        }
    }

    /// Receives and reads the file.
    async fn read(
        &self,
        engine: &Engine,
        installation: &Installation,
        access: &CompanyAccess<Change>,
        watch: &mut Watch,
    ) -> anyhow::Result<Upload> {
        let shown = self.file.display();
        let file = tokio::fs::File::open(&self.file)
            .await
            .with_context(|| format!("cannot read {shown}"))?;
        let pool = db::pool(installation.url(), CONNECTIONS)?;
        let name = self.file.to_string_lossy();
        let id = engine
            .receive(&pool, access, Source::CommandLine, &name, pieces(file))
            .await
            .with_context(|| format!("{shown} was not uploaded"))?;
        watch.lap("receive");
        let overrides = Overrides {
            encoding: self.encoding,
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            heading_row: self.header_row,
        };
        let read = engine.read(access, id, &overrides).await?;
        watch.lap("read");
        match (read.state, &read.problem) {
            (UploadState::Read, _) => Ok(read),
            (_, problem) => bail!(
                "{shown} cannot be read: {}",
                problem
                    .as_deref()
                    .map_or_else(|| "it changed meanwhile".to_owned(), told::sentence)
            ),
        }
    }

    async fn check(
        &self,
        engine: &Engine,
        access: &CompanyAccess<Change>,
        read: &Upload,
    ) -> anyhow::Result<Upload> {
        let mapping = self.mapping(read)?;
        engine
            .choose_columns(access, read.id, mapping, self.mode, self.empty)
            .await?;
        Ok(engine.check(access, read.id).await?)
    }

    /// The guessed columns with what was said instead.
    fn mapping(&self, read: &Upload) -> anyhow::Result<Mapping> {
        let mut columns = Columns::of(read);
        for (field, said, flag) in [
            (Field::Product, &self.product_column, "--product-column"),
            (Field::Cpn, &self.cpn_column, "--cpn-column"),
        ] {
            if let Some(said) = said {
                columns.say(field, said).map_err(|why| {
                    anyhow::anyhow!("{flag} {said}: {why}; the columns are {}", named(read))
                })?;
            }
        }
        let mapping = columns.into_mapping();
        if let Some(field) = mapping.missing().first() {
            let (what, flag) = match field {
                Field::Cpn => ("the customer's numbers", "--cpn-column"),
                _ => ("our product numbers", "--product-column"),
            };
            bail!(
                "no column was recognised as the one of {what}: name it with {flag}; the columns are {}",
                named(read)
            );
        }
        Ok(mapping)
    }
}

fn named(upload: &Upload) -> String {
    let columns = (1..).zip(&upload.headings);
    let named: Vec<String> = columns
        .map(|(ordinal, heading)| format!("{ordinal} {heading:?}"))
        .collect();
    named.join(", ")
}

fn pieces(file: tokio::fs::File) -> impl Stream<Item = crate::error::Result<Bytes>> {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        let limit = u64::try_from(PIECE).map_err(Error::internal)?;
        (&mut file)
            .take(limit)
            .read_to_end(&mut piece)
            .await
            .map_err(Error::internal)?;
        Ok((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
    })
}

/// Confirms what was checked and waits until it is applied, by this process or by a server's worker.
async fn apply(
    engine: &Engine,
    conn: &mut db::Conn,
    access: &CompanyAccess<Change>,
    checked: Upload,
) -> anyhow::Result<Upload> {
    let removed = checked
        .counts
        .as_ref()
        .map(|counts| counts.of(Outcome::Removed));
    // Whoever asks for a mirror on the command line has said it: nobody is there to type the number.
    let typed = removed.map(|removed| removed.to_string());
    engine
        .confirm(conn, access, checked.id, checked.version, typed.as_deref())
        .await?;
    let ended = engine.finish(access, checked.id).await?;
    match (ended.state, ended.problem.as_deref()) {
        (UploadState::Applied, _) => Ok(ended),
        (_, Some("locked")) => bail!("nothing was written: the company was locked meanwhile"),
        (_, Some("changed-since-check")) => {
            bail!("nothing was written: somebody changed these numbers since the check; try again")
        }
        (_, problem) => bail!(
            "nothing was written: {}",
            problem.map_or_else(|| "the upload failed".to_owned(), told::sentence)
        ),
    }
}

async fn write_report(
    engine: &Engine,
    access: CompanyAccess<Change>,
    upload: &Upload,
    path: &Path,
) -> anyhow::Result<()> {
    let headings = ["status", "reason"].map(str::to_owned);
    let describe = |outcome: Outcome, cause: &str| [outcome.to_string(), cause.to_owned()];
    let mut report = engine
        .report_file(access, upload.id, Rows::All, headings, describe)
        .await?;
    let failed = || format!("cannot write {}", path.display());
    let mut file = std::fs::File::create(path).with_context(failed)?;
    while let Some(piece) = report.bytes.next().await {
        file.write_all(&piece?).with_context(failed)?;
    }
    file.sync_all().with_context(failed)
}
