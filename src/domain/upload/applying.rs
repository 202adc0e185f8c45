//! The last step, done by a worker: what the check said becomes the register, in one transaction with its history.
//!
//! The worker holds the job on a lease that a second connection renews. Should it fall silent and another take the job, the
//! fence has risen, and the transaction of the first finds at its end that the job is no longer its own: it is undone.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use diesel::result::DatabaseErrorKind;
use serde_json::json;

use super::Engine;
use crate::access::{self, Change, CompanyAccess, Identity, Reach, Right, Scope, Writes};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::Actor;
use crate::model::company::SharedNumbers;
use crate::model::id::UploadId;
use crate::model::upload::{Mode, Outcome, Upload, UploadState};
use crate::store::applying::{self, Lines};
use crate::store::audit::{self, Entry};
use crate::store::jobs::{self, Job};
use crate::store::{outcomes, undoing, uploads};

/// Lines of one statement: large enough for sets to pay, small enough to sort in memory and to tell progress.
const STRIDE: i32 = 200_000;
/// How often an upload is tried before it fails.
const ATTEMPTS: i32 = 5;
/// How often somebody who waits for another worker looks again.
const GLANCE: Duration = Duration::from_millis(200);
/// How often the lease is renewed and the progress told.
const BEAT: Duration = Duration::from_secs(2);

/// Applies what waits, one upload after the other, until nothing does or `stopped` resolves. An upload that is under way then
/// is given back.
pub async fn work_off(engine: &Engine, mut stopped: impl Future + Unpin) -> Result<()> {
    let mut conn = engine.connect().await?;
    while let Some(job) = jobs::take(&mut conn, None).await? {
        let carried_out = tokio::select! {
            biased;
            _ = &mut stopped => None,
            carried_out = carry_out(engine, &job) => Some(carried_out),
        };
        match carried_out {
            Some(carried_out) => carried_out?,
            None => return Ok(jobs::put_back(&mut conn, &job).await?),
        }
    }
    Ok(())
}

impl Engine {
    /// Waits until a confirmed upload is applied or has failed, and does it itself if no worker is faster.
    pub async fn finish(&self, access: &CompanyAccess<Change>, upload: UploadId) -> Result<Upload> {
        let mut conn = self.connect().await?;
        loop {
            if let Some(job) = jobs::take(&mut conn, Some(upload)).await? {
                carry_out(self, &job).await?;
            }
            let found = super::find(&mut conn, access, upload).await?;
            if found.state != UploadState::Waiting {
                return Ok(found);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }
}

/// Applies the upload of a job that this process has taken. Whatever happens, the job ends or can be taken again.
async fn carry_out(engine: &Engine, job: &Job) -> Result<()> {
    let mut conn = engine.connect().await?;
    let access = as_confirmed(&mut conn, job).await?;
    if job.attempts > ATTEMPTS {
        return settle(
            &mut conn,
            &access,
            job,
            UploadState::Failed,
            "failed-repeatedly",
        )
        .await;
    }
    let done = AtomicI64::new(0);
    let mut pulse = engine.connect().await?;
    let applied = tokio::select! {
        // When both are ready the work is done: committing it ended the job.
        biased;
        applied = apply(&mut conn, &access, job, &done) => applied,
        lost = beat(&mut pulse, job, &done) => Err(lost),
    };
    // A connection whose transaction was abandoned half-way is not used again.
    let mut conn = match &applied {
        Err(Error::Conflict("lease-lost")) => engine.connect().await?,
        _ => conn,
    };
    match applied {
        Ok(()) => Ok(()),
        Err(Error::Conflict("lease-lost")) => {
            tracing::warn!(upload = %job.upload_id, fence = job.fence, "another worker has taken this upload over");
            Ok(())
        }
        Err(Error::Locked(_)) => {
            settle(&mut conn, &access, job, UploadState::Checked, "locked").await
        }
        Err(Error::Conflict(why @ "changed-since-check")) => {
            settle(&mut conn, &access, job, UploadState::Read, why).await
        }
        Err(Error::Conflict("not-waiting")) => jobs::finish(&mut conn, job)
            .await
            .map(drop)
            .map_err(Into::into),
        Err(error) => {
            tracing::error!(upload = %job.upload_id, attempt = job.attempts, ?error, "an upload could not be applied");
            jobs::give_back(&mut engine.connect().await?, job, 2 * job.attempts).await?;
            Err(error)
        }
    }
}

/// The worker acts as the one who confirmed.
async fn as_confirmed(conn: &mut Conn, job: &Job) -> Result<CompanyAccess<Change>> {
    let identity = |actor| Identity {
        actor,
        reach: Reach::Only(vec![job.company_id]),
        right: Right::Change,
        admin: false,
    };
    let looking = access::open::<Change>(
        conn,
        &identity(Actor::command_line("worker")),
        job.company_id,
    )
    .await?;
    let upload = super::find(conn, &looking, job.upload_id).await?;
    access::open(conn, &identity(upload.actor), job.company_id).await
}

/// Renews the lease until the job is no longer this worker's. A database that does not answer for a while is no reason to stop:
/// the fence decides in the end.
async fn beat(conn: &mut Conn, job: &Job, done: &AtomicI64) -> Error {
    loop {
        tokio::time::sleep(BEAT).await;
        match jobs::renew(conn, job, done.load(Ordering::Relaxed)).await {
            Ok(true) => {}
            Ok(false) => return Error::Conflict("lease-lost"),
            Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
        }
    }
}

/// Ends the job without having written anything, and says why.
async fn settle(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    job: &Job,
    state: UploadState,
    why: &str,
) -> Result<()> {
    tracing::info!(upload = %job.upload_id, %state, why, "an upload was not applied");
    access
        .prepare(conn, async |scope| {
            if jobs::finish(scope.conn(), job).await? {
                uploads::set_state(scope, job.upload_id, state, Some(why)).await?;
            }
            Ok(())
        })
        .await
}

async fn apply(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    job: &Job,
    done: &AtomicI64,
) -> Result<()> {
    let forbids = access.company().shared_numbers == SharedNumbers::Forbid;
    access
        .write_long(conn, async |scope| {
            let upload = uploads::hold(scope, job.upload_id).await?;
            let counts = match &upload.counts {
                Some(counts) if upload.state == UploadState::Waiting => counts,
                _ => return Err(Error::Conflict("not-waiting")),
            };
            applying::prepare(scope, counts.writes()).await?;
            let rows = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
            if upload.undoes.is_some() {
                undo(scope, &upload, rows(counts.total()), done).await?;
            } else {
                write(scope, &upload, done).await?;
            }
            if upload.mode == Mode::Mirror {
                remove(scope, &upload, rows(counts.of(Outcome::Removed)), done).await?;
            }
            // From here on alone. After all else: an heir gets another version, which no row of the check would be found under.
            scope.hold_alone().await?;
            if forbids
                && upload.mode != Mode::Mirror
                && applying::shared_numbers(scope, &upload).await? > 0
            {
                return Err(Error::Conflict("changed-since-check"));
            }
            applying::take_over(scope, &upload).await?;
            uploads::set_applied(scope, job.upload_id).await?;
            let actor = scope.actor().clone();
            let entry = Entry {
                company: Some(scope.company()),
                subject: "upload",
                subject_id: Some(job.upload_id.uuid()),
                action: "applied",
                detail: &json!({ "file": upload.file_name, "counts": counts }),
            };
            audit::record(scope.conn(), &actor, &entry).await?;
            // Last of all: from here to the commit nobody else can take the job.
            if jobs::finish(scope.conn(), job).await? {
                Ok(())
            } else {
                Err(Error::Conflict("lease-lost"))
            }
        })
        .await
}

/// Undoing goes from what must make room to what takes it: of the numbers of a pair only one can be preferred.
async fn undo(
    scope: &mut Scope<'_, Writes>,
    upload: &Upload,
    rows: i32,
    done: &AtomicI64,
) -> Result<()> {
    remove(scope, upload, rows, done).await?;
    for lines in strides(1 - rows, 0, STRIDE) {
        let promised = outcomes::count(scope, upload.id, Outcome::Changed, lines).await?;
        kept(
            promised,
            undoing::change_back(scope, upload, lines).await?,
            done,
        )?;
    }
    for lines in strides(1 - rows, 0, STRIDE) {
        let promised = outcomes::count(scope, upload.id, Outcome::New, lines).await?;
        kept(
            promised,
            undoing::restore(scope, upload, lines).await?,
            done,
        )?;
    }
    Ok(())
}

async fn remove(
    scope: &mut Scope<'_, Writes>,
    upload: &Upload,
    rows: i32,
    done: &AtomicI64,
) -> Result<()> {
    // Rows that are not in the file are numbered 0, -1, -2 …
    for lines in strides(1 - rows, 0, STRIDE) {
        let promised = outcomes::count(scope, upload.id, Outcome::Removed, lines).await?;
        kept(
            promised,
            applying::delete(scope, upload, lines).await?,
            done,
        )?;
    }
    Ok(())
}

async fn write(scope: &mut Scope<'_, Writes>, upload: &Upload, done: &AtomicI64) -> Result<()> {
    for lines in strides(1, applying::last_line(scope, upload).await?, STRIDE) {
        let promised = outcomes::count(scope, upload.id, Outcome::Changed, lines).await?;
        if promised > 0 {
            kept(
                promised,
                applying::update(scope, upload, lines).await?,
                done,
            )?;
        }
        let promised = outcomes::count(scope, upload.id, Outcome::New, lines).await?;
        if promised > 0 {
            kept(
                promised,
                applying::insert(scope, upload, lines)
                    .await
                    .map_err(added_meanwhile)?,
                done,
            )?;
        }
    }
    Ok(())
}

/// To ask of each row beforehand whether it is there already would cost as much as a sixth of all; it was asked when it was checked.
fn added_meanwhile(error: diesel::result::Error) -> Error {
    match error {
        diesel::result::Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            Error::Conflict("changed-since-check")
        }
        other => other.into(),
    }
}

/// Compares what was written with what the check promised.
fn kept(promised: i64, written: i64, done: &AtomicI64) -> Result<()> {
    if promised == written {
        done.fetch_add(written, Ordering::Relaxed);
        Ok(())
    } else {
        Err(Error::Conflict("changed-since-check"))
    }
}

/// The lines in pieces of a stride.
pub(super) fn strides(first: i32, last: i32, stride: i32) -> impl Iterator<Item = Lines> {
    let starts = (first..=last).step_by(usize::try_from(stride).unwrap_or(usize::MAX));
    starts.map(move |from| Lines {
        from,
        to: from.saturating_add(stride - 1).min(last),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strides_cover_every_line_once() {
        let covered: Vec<(i32, i32)> = strides(1, 2 * STRIDE + 1, STRIDE)
            .map(|lines| (lines.from, lines.to))
            .collect();
        assert_eq!(
            covered,
            [
                (1, STRIDE),
                (STRIDE + 1, 2 * STRIDE),
                (2 * STRIDE + 1, 2 * STRIDE + 1)
            ]
        );
        assert_eq!(strides(1, 0, STRIDE).count(), 0);
        let removed: Vec<(i32, i32)> = strides(1 - 3, 0, STRIDE)
            .map(|lines| (lines.from, lines.to))
            .collect();
        assert_eq!(removed, [(-2, 0)]);
    }
}
