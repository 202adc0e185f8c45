//! Every setting of the program: a flag and an environment variable, with its default and unit.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::builder::Resettable;
use clap::{Args, FromArgMatches as _, ValueEnum};
use url::Url;

use crate::sheet::Limits;

/// The settings, as given. [`Config::public_url()`] and its like answer what follows from them.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Settings")]
pub struct Config {
    /// Address and port the server listens on
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: SocketAddr,

    /// Directory of the private PostgreSQL cluster [default: /var/lib/cpn-desk as root, else ~/.local/share/cpn-desk]
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_DATA_DIR",
        value_name = "DIRECTORY"
    )]
    data_dir: Option<PathBuf>,

    /// `PostgreSQL` server to use instead of a private one
    #[arg(
        long,
        help = "PostgreSQL server to use instead of a private one, as postgres://user:password@host:port/database",
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,

    /// Directory with PostgreSQL's programs [default: searched for on this machine]
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_POSTGRES_BIN",
        value_name = "DIRECTORY"
    )]
    pub postgres_bin: Option<PathBuf>,

    /// Address people reach the server under, for links, cookies and the check of the Host header [default: plain HTTP at LISTEN]
    #[arg(long, global = true, env = "CPN_DESK_PUBLIC_URL", value_name = "URL")]
    public_url: Option<Url>,

    /// Serve plain HTTP on an address other than loopback: sign-ins can then be read on the network
    #[arg(long, global = true, env = "CPN_DESK_INSECURE_HTTP")]
    insecure_http: bool,

    /// Proxies whose X-Forwarded-For is believed, as a comma-separated list of addresses
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    pub trusted_proxies: Vec<std::net::IpAddr>,

    /// Threads that answer requests [default: one a core]
    #[arg(long, global = true, env = "CPN_DESK_WORKERS", value_name = "THREADS")]
    workers: Option<usize>,

    /// Most database connections of the server, shared out among its threads
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_CONNECTIONS",
        default_value_t = 20,
        value_name = "CONNECTIONS"
    )]
    pub connections: usize,

    /// Whether the database's row filter must hold: off only for engines without row-level security
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_ROW_FILTER",
        default_value = "on",
        value_name = "on|off"
    )]
    pub row_filter: Switch,

    /// Minutes without a request after which a session ends
    #[arg(long, global = true, env = "CPN_DESK_SESSION_IDLE", default_value_t = 30, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub session_idle: u32,

    /// Minutes after which a session ends in any case
    #[arg(long, global = true, env = "CPN_DESK_SESSION_LIFE", default_value_t = 480, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=10080))]
    pub session_life: u32,

    /// Least characters of a password
    #[arg(long, global = true, env = "CPN_DESK_PASSWORD_LENGTH", default_value_t = 12, value_name = "CHARACTERS", value_parser = clap::value_parser!(u16).range(8..=64))]
    pub password_length: u16,

    /// Whether admins must have a second step of signing in before they get any further
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_ADMINS_SECOND_STEP",
        default_value = "off",
        value_name = "on|off"
    )]
    pub admins_second_step: Switch,

    /// Largest file that may be uploaded, in bytes
    #[arg(long, global = true, env = "CPN_DESK_UPLOAD_BYTES", default_value_t = 200 * 1024 * 1024, value_name = "BYTES")]
    pub upload_bytes: u64,

    /// Most rows of one upload
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_UPLOAD_ROWS",
        default_value_t = 1_000_000,
        value_name = "ROWS"
    )]
    pub upload_rows: u32,

    /// Program that reads workbooks in a process of its own: tests are no such program themselves
    #[arg(long, global = true, hide = true, value_name = "PROGRAM")]
    pub reader_program: Option<PathBuf>,

    /// Most requests a minute of one API token in this process; a tenth of them may come at once
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_API_REQUESTS",
        default_value_t = 6_000,
        value_name = "REQUESTS",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub api_requests: u32,

    /// Most requests a minute of one token of the contracts Axim and Shoxl in this process; a tenth of them may come at once
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_CONTRACT_REQUESTS",
        default_value_t = 1_200_000,
        value_name = "REQUESTS",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub contract_requests: u32,

    /// What is logged to standard error
    #[arg(
        long,
        help = "What is logged to standard error, as warn,cpn_desk=debug",
        global = true,
        env = "CPN_DESK_LOG",
        default_value = "warn,cpn_desk=info",
        value_name = "FILTER"
    )]
    pub log: String,

    /// Form of the log
    #[arg(
        long,
        global = true,
        env = "CPN_DESK_LOG_FORMAT",
        default_value = "text",
        value_name = "text|json"
    )]
    pub log_format: LogFormat,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// The settings that these flags give, whatever the environment says.
    pub fn of_flags<'f>(flags: impl IntoIterator<Item = &'f str>) -> anyhow::Result<Self> {
        let command = Self::augment_args(clap::Command::new("cpn-desk"))
            .mut_args(|argument| argument.env(Resettable::Reset));
        let given = std::iter::once("cpn-desk").chain(flags);
        Ok(Self::from_arg_matches(
            &command.try_get_matches_from(given)?,
        )?)
    }

    /// The data directory: the one given, else a system directory for root and one of their own for everybody else.
    pub fn data_dir(&self) -> anyhow::Result<PathBuf> {
        if let Some(given) = &self.data_dir {
            return std::path::absolute(given).context("the data directory has no absolute path");
        }
        if nix::unistd::geteuid().is_root() {
            return Ok(PathBuf::from("/var/lib/cpn-desk"));
        }
        let home = environment("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| environment("HOME").map(|home| PathBuf::from(home).join(".local/share")))
            .context("there is no home directory: say where data belongs with --data-dir")?;
        Ok(home.join("cpn-desk"))
    }

    /// The same settings with another data directory and nothing but a private cluster.
    #[must_use]
    pub fn in_directory(self, data_dir: PathBuf) -> Self {
        Self {
            data_dir: Some(data_dir),
            database_url: None,
            ..self
        }
    }

    /// The address people reach the server under.
    pub fn public_url(&self) -> anyhow::Result<Url> {
        match &self.public_url {
            Some(url) => Ok(url.clone()),
            None => Url::parse(&format!("http://{}", self.listen))
                .context("the listening address makes no URL"),
        }
    }

    /// Whether people come by HTTPS, so that cookies may ask for it.
    pub fn is_https(&self) -> anyhow::Result<bool> {
        Ok(self.public_url()?.scheme() == "https")
    }

    /// Refuses settings under which sign-ins would travel in the clear without anybody having said so.
    pub fn check(&self) -> anyhow::Result<()> {
        let public = self.public_url()?;
        if !matches!(public.scheme(), "http" | "https")
            || public.host_str().is_none()
            || public.path() != "/"
        {
            bail!(
                "--public-url must be http:// or https:// with a host and no path, like https://cpn.example.com"
            );
        }
        if self.listen.ip().is_loopback() || self.insecure_http || public.scheme() == "https" {
            return Ok(());
        }
        bail!(
            "{} can be reached from other machines. Put a proxy with HTTPS in front and say how people reach it with \
             --public-url https://…, or accept that sign-ins can be read on the network with --insecure-http and --public-url http://…",
            self.listen
        )
    }

    /// How much one upload may be.
    pub fn upload_limits(&self) -> Limits {
        Limits {
            bytes: self.upload_bytes,
            rows: u64::from(self.upload_rows),
            ..Limits::default()
        }
    }

    /// Threads that answer requests.
    pub fn workers(&self) -> usize {
        self.workers
            .filter(|workers| *workers > 0)
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from))
    }

    /// Connections of each thread's pool.
    pub fn connections_a_worker(&self) -> usize {
        (self.connections / self.workers()).max(2)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment beside the flags' declarations"
)]
fn environment(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
