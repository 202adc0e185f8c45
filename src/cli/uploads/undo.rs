//! `cpn-desk undo`: takes an applied upload back.

use clap::Args;
use serde_json::json;

use super::apply;
use crate::access::{self, Change, CompanyAccess};
use crate::cli::{Installation, no_company, operator, output};
use crate::config::Config;
use crate::domain::upload::{Engine, discard};
use crate::error::Error;
use crate::model::id::UploadId;
use crate::model::upload::{UndoPlan, UploadState};

/// Take an applied upload back: what it added goes, what it changed or removed comes back, what somebody changed since stays
#[derive(Args)]
pub struct UndoCommand {
    /// The upload's id
    upload: UploadId,
    /// The company's account number
    #[arg(long, value_name = "ACCOUNT")]
    company: String,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl UndoCommand {
    /// Does what was asked for.
    pub async fn run(self, config: &Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self.undo(config, &installation).await;
        installation.close().await?;
        done
    }

    async fn undo(&self, config: &Config, installation: &Installation) -> anyhow::Result<()> {
        let engine = Engine::new(installation.url(), config.upload_limits());
        let mut conn = installation.connect().await?;
        let opened = access::open_by_account(&mut conn, &operator(), &self.company).await;
        let access: CompanyAccess<Change> = opened.map_err(|error| match error {
            Error::NotFound => no_company(&self.company),
            error => error.into(),
        })?;
        let undo = engine
            .prepare_undo(&access, self.upload)
            .await
            .map_err(|error| anyhow::anyhow!(why_not(&error)))?;
        let ended = if self.dry_run {
            discard(&mut conn, &access, undo.id).await?;
            undo
        } else {
            apply(&engine, &mut conn, &access, undo).await?
        };
        let plan = UndoPlan::of(&ended.counts.clone().unwrap_or_default());
        let applied = ended.state == UploadState::Applied;
        if self.json {
            output::say(json!({
                "removes": plan.removes, "restores": plan.restores, "keeps": plan.keeps, "applied": applied, "upload": ended.id,
            }));
        } else {
            let UndoPlan {
                removes,
                restores,
                keeps,
            } = plan;
            let when = if applied { "done" } else { "dry run" };
            output::say(format_args!(
                "removes {removes}, restores {restores}, keeps {keeps} changed since ({when})"
            ));
        }
        Ok(())
    }
}

fn why_not(error: &Error) -> String {
    match error {
        Error::NotFound => "the company has no such upload".to_owned(),
        Error::Conflict("not-applied") => {
            "only an upload that was applied can be undone".to_owned()
        }
        Error::Conflict("already-undone") => "the upload was undone already".to_owned(),
        error => error.to_string(),
    }
}
