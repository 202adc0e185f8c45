//! The program.

use clap::Parser;
use cpn_desk::{Application, Config};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    config: Config,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(&cli.config.log)
        .with_writer(std::io::stderr)
        .init();
    let url = cli.config.database_url.clone().unwrap_or_default();
    cpn_desk::migrate(&url).await?;
    Application::bind(&cli.config, &url).await?.run().await
}
