//! `cpn-desk demo`: the whole product on sample data, in a directory that is gone afterwards.

mod furnish;
mod sample;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use self::furnish::{Furniture, furnish};
use crate::cli::{Installation, output};
use crate::config::Config;
use crate::server::Application;

/// Serves sample data until SIGINT or SIGTERM, then removes all of it.
pub async fn demo(config: Config) -> anyhow::Result<()> {
    config.check()?;
    let directory = tempfile::Builder::new()
        .prefix("cpn-desk-demo-")
        .tempdir()
        .context("cannot make a directory for the demo")?;
    let config = config.in_directory(directory.path().to_path_buf());
    output::say("Making a database with sample data …");
    let installation = Installation::open_throwaway(&config).await?;
    let shown = show(&config, &installation).await;
    installation.close().await?;
    directory
        .close()
        .context("cannot remove the demo's directory")?;
    shown
}

async fn show(config: &Config, installation: &Installation) -> anyhow::Result<()> {
    // The port first: whoever cannot have it need not wait for the data.
    let application = Application::bind(config, installation.url()).await?;
    let mut stop = signal(SignalKind::terminate()).context("cannot listen for signals")?;
    let furniture = tokio::select! {
        furnished = furnish(config, installation) => furnished?,
        _ = tokio::signal::ctrl_c() => return Ok(()),
        _ = stop.recv() => return Ok(()),
    };
    introduce(config, &application, &furniture)?;
    application.run().await
}

fn introduce(
    config: &Config,
    application: &Application,
    furniture: &Furniture,
) -> anyhow::Result<()> {
    let Furniture {
        password, people, ..
    } = furniture;
    output::say(format_args!(
        "CPN Desk is at {}\n\nSign in with the password {password} as",
        application.public_url()
    ));
    for person in people {
        output::say(format_args!("  {:<22} {}", person.email, person.role));
    }
    output::say(format_args!(
        "\n{} products, {} companies, {} customer part numbers; {} is locked.\n\
         Commands work beside it with --data-dir {}\nCtrl+C ends the demo and removes its data.",
        furniture.products,
        furniture.companies,
        furniture.cpns,
        furniture.locked,
        config.data_dir()?.display()
    ));
    Ok(())
}
