//! Uploads whose process died while the file came in: nobody will ever send the rest, so they fail with a word about it.

use super::Engine;
use crate::access::{self, Change, Identity, Reach, Right};
use crate::error::Result;
use crate::model::actor::Actor;
use crate::store::{arrivals, staging};

/// Fails what was abandoned, and drops the part of the file that had arrived.
pub async fn sweep(engine: &Engine) -> Result<()> {
    let worker = Identity {
        actor: Actor::command_line("worker"),
        reach: Reach::Every,
        right: Right::Change,
        admin: false,
    };
    let mut conn = engine.connect().await?;
    let abandoned = access::everywhere(&mut conn, &worker, async |overview| {
        Ok(arrivals::abandoned(overview).await?)
    })
    .await?;
    for (company, upload) in abandoned {
        let access = access::open::<Change>(&mut conn, &worker, company).await?;
        access
            .prepare(&mut conn, async |scope| {
                if arrivals::fail_abandoned(scope, upload).await? {
                    staging::delete_chunks(scope, upload).await?;
                    tracing::info!(%upload, "an upload broke off while its file came in");
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}
