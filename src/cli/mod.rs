//! The commands. They work beside a running server, on the same private cluster or `DATABASE_URL`, and are what operators and
//! scripts use: results on standard output, errors on standard error, exit status zero only where everything asked for was done.

mod companies;
mod demo;
mod export;
mod output;
mod products;
mod serve;
mod tokens;
mod uploads;
mod users;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::access::Identity;
use crate::cluster::{Cluster, Programs, Settings};
use crate::config::{Config, LogFormat};
use crate::db::{self, Conn};

/// The home of customer part numbers: browse, search, upload and resolve what customers call your products.
#[derive(Parser)]
#[command(name = "cpn-desk", version, about, max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web application and the JSON contracts (the default)
    Serve,
    /// Serve sample data in a throw-away directory, to try things out
    Demo,
    /// Bring the database's schema up to date and stop
    Migrate,
    /// Companies: add, import, lock, unlock, list
    Company(companies::CompanyCommand),
    /// Products: import, list
    Product(products::ProductCommand),
    /// Upload a spreadsheet of customer part numbers: read it, check it, apply it
    Upload(Box<uploads::UploadCommand>),
    /// Take an applied upload back
    Undo(uploads::UndoCommand),
    /// Export a company's customer part numbers, in the form that an upload takes
    Export(export::ExportCommand),
    /// People: add, list, disable, enable, reset, second-step-off
    User(users::UserCommand),
    /// Tokens and access keys of programs: add, list, revoke
    Token(tokens::TokenCommand),
}

/// Runs the command that was asked for.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_standard_error(&arguments.config);
    let done = actix_web::rt::System::new().block_on(execute(arguments));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { command, config } = arguments;
    match command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(config).await,
        Command::Demo => demo::demo(config).await,
        Command::Migrate => Installation::open(&config).await?.close().await,
        Command::Company(command) => command.run(&config).await,
        Command::Product(command) => command.run(&config).await,
        Command::Upload(command) => command.run(&config).await,
        Command::Undo(command) => command.run(&config).await,
        Command::Export(command) => command.run(&config).await,
        Command::User(command) => command.run(&config).await,
        Command::Token(command) => command.run(&config).await,
    }
}

fn log_to_standard_error(config: &Config) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(&config.log)
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// The database a command works on, migrated: the server of `DATABASE_URL`, or a share of the private cluster.
pub struct Installation {
    url: String,
    cluster: Option<Cluster>,
}

impl Installation {
    /// Opens it; the private cluster is made, started or joined as needed.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        Self::open_with(config, Settings::Durable).await
    }

    /// The same for data nobody misses.
    async fn open_throwaway(config: &Config) -> anyhow::Result<Self> {
        Self::open_with(config, Settings::Throwaway).await
    }

    async fn open_with(config: &Config, settings: Settings) -> anyhow::Result<Self> {
        let (url, cluster) = if let Some(url) = &config.database_url {
            (url.clone(), None)
        } else {
            let cluster = open_cluster(config, settings).await?;
            (cluster.url().to_owned(), Some(cluster))
        };
        let done = db::migrate(&url).await?;
        if !done.is_empty() {
            tracing::info!(
                migrations = done.len(),
                "the database's schema was brought up to date"
            );
        }
        Ok(Self { url, cluster })
    }

    /// The URL of the database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A connection for the command.
    pub async fn connect(&self) -> anyhow::Result<Conn> {
        db::connect(&self.url).await
    }

    /// Lets go of it; the last to use the private cluster stops it.
    pub async fn close(self) -> anyhow::Result<()> {
        let Some(cluster) = self.cluster else {
            return Ok(());
        };
        tokio::task::spawn_blocking(move || cluster.close())
            .await
            .context("stopping the cluster was interrupted")?
            .map_err(Into::into)
    }
}

async fn open_cluster(config: &Config, settings: Settings) -> anyhow::Result<Cluster> {
    let data_dir = config.data_dir()?;
    let configured = config.postgres_bin.clone();
    let open = move || {
        let programs = Programs::find(configured.as_deref(), &data_dir)?;
        Cluster::open_with(&data_dir, &programs, settings)
    };
    Ok(tokio::task::spawn_blocking(open)
        .await
        .context("starting the cluster was interrupted")??)
}

/// Who a command acts as: the account on this machine that runs it.
pub fn operator() -> Identity {
    let account = nix::unistd::User::from_uid(nix::unistd::getuid())
        .ok()
        .flatten()
        .map_or_else(|| "unknown".to_owned(), |user| user.name);
    Identity::command_line(&account)
}

/// What is said about an account number nobody has.
fn no_company(account: &str) -> anyhow::Error {
    anyhow::anyhow!("no company has the account number {account:?}")
}
