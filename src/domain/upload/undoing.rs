//! The way back: an undo is an upload whose rows come from the history instead of a file. It is checked, shown, confirmed and applied
//! like any other, and can itself be undone.

use uuid::Uuid;

use super::Engine;
use super::applying::strides;
use crate::access::{Change, CompanyAccess, Reads, Scope};
use crate::error::{Error, Result};
use crate::model::id::UploadId;
use crate::model::key;
use crate::model::upload::{Counts, Outcome, Source, UndoPlan, Upload, UploadState};
use crate::store::outcomes;
use crate::store::staging::{self, Batch, Draft};
use crate::store::undoing::{self, Former};
use crate::store::uploads;

/// Lines read at once.
const BATCH: i32 = 5_000;

impl UndoPlan {
    /// What the check of an undo found.
    pub fn of(counts: &Counts) -> Self {
        Self {
            removes: counts.of(Outcome::Removed),
            restores: counts.of(Outcome::Changed) + counts.of(Outcome::New),
            keeps: counts.of(Outcome::Unchanged),
        }
    }
}

impl Engine {
    /// Prepares undoing an applied upload: another upload, checked and ready to be confirmed, whose rows can be looked at as those
    /// of any check. `Conflict("not-applied")` for one that is not applied, `Conflict("already-undone")` for one whose undo is.
    pub async fn prepare_undo(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
    ) -> Result<Upload> {
        let mut conn = self.connect().await?;
        let undo = access
            .prepare(&mut conn, async |scope| {
                // Held, so that two who undo at once see each other.
                let undone = uploads::hold(scope, upload).await?;
                if undone.state != UploadState::Applied {
                    return Err(Error::Conflict("not-applied"));
                }
                match uploads::undo_of(scope, upload).await? {
                    Some(open) if open.state == UploadState::Checked => Ok(open.id),
                    Some(_) => Err(Error::Conflict("already-undone")),
                    None => {
                        let undo = UploadId::new();
                        uploads::insert(
                            scope,
                            undo,
                            Source::Undo,
                            &undone.file_name,
                            &undone.mapping,
                        )
                        .await?;
                        uploads::set_undo(scope, undo, upload).await?;
                        Ok(undo)
                    }
                }
            })
            .await?;
        drop(conn);
        self.check(access, undo).await
    }
}

/// Finds out what the undo comes to and stages the states to come back to.
pub(super) async fn check(
    scope: &mut Scope<'_, Reads>,
    undo: &Upload,
    upload: UploadId,
    access: &CompanyAccess<Change>,
) -> Result<()> {
    let undone = uploads::find(scope, upload).await?;
    let applied_at = undone.applied_at.ok_or(Error::Conflict("not-applied"))?;
    staging::delete_rows(scope, undo.id, None).await?;
    undoing::plan(
        scope,
        undo.id,
        upload,
        applied_at,
        access.company().shared_numbers,
    )
    .await?;
    let found = outcomes::counts(scope, undo.id).await?;
    let rows: i64 = found.iter().map(|cause| cause.count).sum();
    let first = 1 - i32::try_from(rows).unwrap_or(i32::MAX);
    for lines in strides(first, 0, BATCH) {
        let mut batch = Batch::default();
        for state in undoing::former(scope, undo.id, upload, lines).await? {
            batch.push(state.line, Uuid::now_v7(), String::new(), draft(state));
        }
        staging::insert_rows(scope, undo.id, undo.generation, &batch).await?;
    }
    Ok(())
}

/// A state as a staged row, with keys made anew: only the identity key is in the history.
fn draft(state: Former) -> Draft {
    let details = state.details();
    let texts = [Some(state.cpn.as_str()), details.description.as_deref()];
    Draft {
        order_key: Some(key::order(&state.identity_key)),
        search_text: Some(key::search_text(texts.into_iter().flatten())),
        details,
        identity_key: Some(state.identity_key),
        cpn: Some(state.cpn),
        ..Draft::default()
    }
}
