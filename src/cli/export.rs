//! `cpn-desk export`: a company's list on standard output or in a file.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use futures_util::StreamExt as _;

use super::{Installation, operator};
use crate::access::{self, See};
use crate::config::Config;
use crate::domain::export::{self, Format};
use crate::domain::upload::Engine;
use crate::error::Error;
use crate::text::{Language, Texts};

/// Export a company's customer part numbers, in the form that an upload takes
#[derive(Args)]
pub struct ExportCommand {
    /// The company's account number
    #[arg(long, value_name = "ACCOUNT")]
    company: String,
    /// Kind of file: csv or xlsx
    #[arg(long, default_value = "csv", value_parser = clap::value_parser!(Format))]
    format: Format,
    /// Language of the headings: en (CSV with commas) or de (CSV with semicolons)
    #[arg(long, default_value = "en", value_parser = clap::value_parser!(Language))]
    language: Language,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ExportCommand {
    /// Writes the file.
    pub async fn run(self, config: &Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self.export(config, &installation).await;
        installation.close().await?;
        done
    }

    async fn export(&self, config: &Config, installation: &Installation) -> anyhow::Result<()> {
        let mut conn = installation.connect().await?;
        let access = access::open_by_account::<See>(&mut conn, &operator(), &self.company)
            .await
            .map_err(|error| match error {
                Error::NotFound => super::no_company(&self.company),
                error => error.into(),
            })?;
        drop(conn);
        let engine = Engine::new(installation.url(), config.upload_limits());
        let texts = Texts::of(self.language);
        let mut file = export::export(&engine, access, self.format, texts).await?;
        let mut output: Box<dyn Write> = match &self.output {
            Some(path) => Box::new(
                std::fs::File::create(path)
                    .with_context(|| format!("cannot write {}", path.display()))?,
            ),
            None => Box::new(std::io::stdout()),
        };
        while let Some(piece) = file.bytes.next().await {
            output
                .write_all(&piece?)
                .context("the export cannot be written")?;
        }
        output.flush().context("the export cannot be written")
    }
}
