//! Decisions about what a check leaves open, said with the command.

use anyhow::bail;
use serde::Serialize;

use crate::access::{Change, CompanyAccess};
use crate::db::Conn;
use crate::domain::upload::{self, Engine};
use crate::model::repair::{Decision, Group, Repair};
use crate::model::upload::{Outcome, Upload};

/// A decision about a cause.
#[derive(Clone, Debug)]
pub struct Said {
    cause: String,
    decision: Decision,
}

impl Said {
    /// Reads `CAUSE=DECISION`.
    pub fn parse(said: &str) -> Result<Self, String> {
        let (cause, decision) = said
            .split_once('=')
            .ok_or("must be the cause, an equals sign and the decision")?;
        Ok(Self {
            cause: cause.to_owned(),
            decision: decision.parse()?,
        })
    }
}

/// What may be decided about a cause.
#[derive(Clone, Debug, Serialize)]
pub struct Offered {
    /// The cause.
    pub cause: String,
    /// The decision, as it is said.
    pub repair: Repair,
    /// The rows it concerns.
    pub rows: i64,
}

fn groups(upload: &Upload) -> impl Iterator<Item = (Group, i64)> {
    let causes = upload.counts.iter().flat_map(|counts| &counts.causes);
    causes.map(|cause| {
        let group = Group {
            outcome: cause.outcome,
            cause: cause.cause.clone(),
        };
        (group, cause.count)
    })
}

/// Decides in the order in which it was said; each decision is about the check after the one before.
pub async fn carry_out(
    engine: &Engine,
    access: &CompanyAccess<Change>,
    checked: Upload,
    said: &[Said],
) -> anyhow::Result<Upload> {
    let mut upload = checked;
    for Said { cause, decision } in said {
        let Some((group, _)) = groups(&upload).find(|(group, _)| group.cause == *cause) else {
            bail!("no row has the cause {cause:?} that is to be repaired");
        };
        engine
            .repair(access, upload.id, upload.version, &group, decision)
            .await?;
        let mut conn = engine.connect().await?;
        upload = upload::find(&mut conn, access, upload.id).await?;
    }
    Ok(upload)
}

/// What may be decided about each group.
pub async fn offered(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    checked: &Upload,
) -> anyhow::Result<Vec<Offered>> {
    let mut all = Vec::new();
    for (group, rows) in groups(checked) {
        if !matches!(
            group.outcome,
            Outcome::Problem | Outcome::Choice | Outcome::New
        ) {
            continue;
        }
        let offers = upload::offers(conn, access, checked, &group).await?;
        let offered = |repair, rows| Offered {
            cause: group.cause.clone(),
            repair,
            rows,
        };
        let repairs = offers
            .repairs
            .chunk_by(|one, other| one.repair == other.repair);
        all.extend(
            repairs.filter_map(|rows| rows.first().map(|first| offered(first.repair, first.count))),
        );
        if offers.as_it_is {
            all.push(offered(Repair::AsItIs, rows));
        }
        if group.outcome != Outcome::New {
            all.push(offered(Repair::LeaveOut, rows));
        }
    }
    Ok(all)
}
