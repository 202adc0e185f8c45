//! Saving many numbers by a contract's call that waits for its answer: nobody is there to be asked, and the caller wants to know
//! of each row at once what became of it.

use super::calls::Call;
use super::repairing::is_damage;
use super::{Engine, discard, find};
use crate::access::{Change, CompanyAccess};
use crate::db::Pool;
use crate::error::{Error, Result};
use crate::model::repair::{Decision, Group};
use crate::model::upload::{Counts, EmptyCells, Mode, Outcome, Upload, UploadState, cause};
use crate::store::outcomes;

/// How often it is tried where somebody else writes to the same products meanwhile.
const TRIES: usize = 3;
/// How many groups of rows are decided about; each takes another check.
const DECISIONS: usize = 8;

/// What became of the rows of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Rows that added a number.
    pub created: i64,
    /// Rows whose number took the place of another, be it only until a later row.
    pub updated: i64,
    /// Rows whose number was there.
    pub unchanged: i64,
    /// Lines that were not taken, each with its cause.
    pub refused: Vec<(i32, String)>,
}

impl Saved {
    fn of(counts: &Counts, refused: Vec<(i32, String)>) -> Self {
        let superseded = counts.causes_of(Outcome::Unchanged);
        let superseded: i64 = superseded
            .filter(|cause| cause.cause == cause::SUPERSEDED)
            .map(|cause| cause.count)
            .sum();
        Self {
            created: counts.of(Outcome::New),
            updated: counts.of(Outcome::Changed) + superseded,
            unchanged: counts.of(Outcome::Unchanged) - superseded,
            refused,
        }
    }
}

impl Engine {
    /// Saves the rows that can be taken, all together, each as if it were saved alone: a number that is new for its product takes
    /// the place of the preferred one. Waits until that is done. `Locked` while the company is; `Busy` if others write to the same
    /// products all the time.
    pub async fn save_call(
        &self,
        pool: &Pool,
        access: &CompanyAccess<Change>,
        file_name: &str,
        call: Call,
    ) -> Result<Saved> {
        let checked = self
            .check_call(
                pool,
                access,
                file_name,
                call,
                Mode::Replace,
                EmptyCells::Keep,
            )
            .await?;
        let id = checked.id;
        let saved = self.save_checked(access, checked).await;
        if !matches!(&saved, Ok(Some(_))) {
            discard(&mut self.connect().await?, access, id).await?;
        }
        saved?.ok_or(Error::Busy)
    }

    async fn save_checked(
        &self,
        access: &CompanyAccess<Change>,
        checked: Upload,
    ) -> Result<Option<Saved>> {
        let mut upload = checked;
        for _ in 0..TRIES {
            upload = self.as_they_stand(access, upload).await?;
            let Some(counts) = &upload.counts else {
                return Err(Error::Conflict("check-outdated"));
            };
            let mut conn = self.connect().await?;
            let refused = access
                .read(&mut conn, async |scope| {
                    Ok(outcomes::not_taken(scope, upload.id).await?)
                })
                .await?;
            let saved = Saved::of(counts, refused);
            self.confirm(&mut conn, access, upload.id, upload.version, None)
                .await?;
            drop(conn);
            match self.finish(access, upload.id).await?.state {
                UploadState::Applied => return Ok(Some(saved)),
                UploadState::Failed => return Err(Error::Conflict("failed-repeatedly")),
                // Locked or changed meanwhile: the next confirmation says the one, the next check knows the other.
                _ => upload = self.check(access, upload.id).await?,
            }
        }
        Ok(None)
    }

    /// Answers what a person would be asked: the numbers are meant as they stand, for all their products.
    async fn as_they_stand(
        &self,
        access: &CompanyAccess<Change>,
        mut upload: Upload,
    ) -> Result<Upload> {
        for _ in 0..DECISIONS {
            let Some((group, decision)) = upload.counts.as_ref().and_then(question) else {
                break;
            };
            self.repair(access, upload.id, upload.version, &group, &decision)
                .await?;
            upload = find(&mut self.connect().await?, access, upload.id).await?;
        }
        Ok(upload)
    }
}

fn question(counts: &Counts) -> Option<(Group, Decision)> {
    counts.causes.iter().find_map(|count| {
        let decision = match count.outcome {
            Outcome::Choice if count.cause == cause::NUMBER_FOR_SEVERAL_PRODUCTS => {
                Decision::AllowSharing
            }
            Outcome::Choice | Outcome::Problem if is_damage(&count.cause, "cpn-") => {
                Decision::AsItIs
            }
            _ => return None,
        };
        let group = Group {
            outcome: count.outcome,
            cause: count.cause.clone(),
        };
        Some((group, decision))
    })
}
