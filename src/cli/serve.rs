//! `cpn-desk serve`: the server on its database until it is told to stop.

use crate::cli::{Installation, output};
use crate::cluster::ServerLock;
use crate::config::Config;
use crate::domain::links;
use crate::server::Application;

/// Serves until SIGINT or SIGTERM, then stops the private cluster too.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    config.check()?;
    let lock = match &config.database_url {
        Some(_) => None,
        None => Some(ServerLock::take(
            &config.data_dir()?,
            &config.listen.to_string(),
        )?),
    };
    let installation = Installation::open(&config).await?;
    let served = run(&config, &installation).await;
    installation.close().await?;
    drop(lock);
    served
}

async fn run(config: &Config, installation: &Installation) -> anyhow::Result<()> {
    let application = Application::bind(config, installation.url()).await?;
    output::say(format_args!("CPN Desk is at {}", application.public_url()));
    let link = links::issue_set_up(&mut installation.connect().await?).await?;
    if let Some(link) = link {
        output::say(format_args!(
            "Nobody can sign in yet. Create the first admin within 24 hours at {}",
            link.url(application.public_url())
        ));
    }
    application.run().await
}
