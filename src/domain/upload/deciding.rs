//! The steps in which people decide: columns and modes, the check of what they chose, the confirmation.

use super::reading::{draft_again, has_column_twice_or_outside, is_open};
use super::{Engine, columns, undoing};
use crate::access::{Change, CompanyAccess, Reads, Scope};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::id::UploadId;
use crate::model::problems::{Fault, Problems};
use crate::model::upload::{Counts, EmptyCells, Mapping, Mode, Outcome, Upload, UploadState};
use crate::store::{
    checking, damage, decided, jobs, outcomes, remembered_mappings, renumbering, staging, uploads,
};

impl Engine {
    /// Takes a person's decisions. `Invalid` (field `columns`) if a required field has no column, if two fields have the same one or
    /// if there is no such column. The rows are drafted again only if the columns changed.
    pub async fn choose_columns(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        mapping: Mapping,
        mode: Mode,
        empty_cells: EmptyCells,
    ) -> Result<Upload> {
        let _slot = self.slot().await?;
        let mut conn = self.connect().await?;
        let account_number = &access.company().account_number;
        let chosen = access
            .prepare(&mut conn, async |scope| {
                uploads::patient(scope).await?;
                let before = uploads::hold(scope, upload).await?;
                if !is_open(&before) || before.generation == 0 {
                    return Err(Error::Conflict("upload-not-open"));
                }
                acceptable(&mapping, before.headings.len())?;
                let generation = if mapping.columns == before.mapping.columns {
                    before.generation
                } else {
                    // What was decided about rows was decided about what these columns hold.
                    decided::forget(scope, &before).await?;
                    draft_again(scope, &before, &mapping, account_number).await?
                };
                uploads::set_decisions(scope, upload, &mapping, mode, empty_cells, generation)
                    .await?;
                Ok(uploads::find(scope, upload).await?)
            })
            .await?;
        if chosen.rows > super::reading::MANY_ROWS {
            staging::refresh_statistics(&mut conn).await;
        }
        Ok(chosen)
    }

    /// Gives every row one outcome and one cause. `Conflict("columns-missing")` if a required field has no column.
    pub async fn check(&self, access: &CompanyAccess<Change>, upload: UploadId) -> Result<Upload> {
        let _slot = self.slot().await?;
        let mut conn = self.connect().await?;
        access
            .prepare(&mut conn, async |scope| {
                let held = uploads::hold(scope, upload).await?;
                if !matches!(held.state, UploadState::Read | UploadState::Checked) {
                    return Err(Error::Conflict("upload-not-open"));
                }
                checking::prepare(scope, held.rows).await?;
                outcomes::clear(scope, upload).await?;
                match held.undoes {
                    Some(undone) => undoing::check(scope, &held, undone, access).await?,
                    None => judge(scope, &held, access).await?,
                }
                let counts = checking::counts(scope, upload).await?;
                uploads::set_checked(scope, upload, &counts).await?;
                Ok(uploads::find(scope, upload).await?)
            })
            .await
    }

    /// Hands a checked upload to the worker. `Conflict("check-outdated")` unless `seen_version` is the version of the check that
    /// was shown; `Invalid` (field `removed`) if many CPNs would go and `typed` is not their number; `Locked` while the company is.
    /// Confirming twice is confirming once.
    pub async fn confirm(
        &self,
        conn: &mut Conn,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        seen_version: i32,
        typed: Option<&str>,
    ) -> Result<Upload> {
        let confirmed = access
            .write(conn, async |scope| {
                let held = uploads::hold(scope, upload).await?;
                if matches!(held.state, UploadState::Waiting | UploadState::Applied) {
                    return Ok(held);
                }
                let counts = match &held.counts {
                    Some(counts)
                        if held.state == UploadState::Checked && held.version == seen_version =>
                    {
                        counts
                    }
                    _ => return Err(Error::Conflict("check-outdated")),
                };
                if held.undoes.is_none() {
                    meant(counts, typed)?;
                }
                uploads::set_waiting(scope, upload).await?;
                let company = scope.company();
                jobs::insert(scope.conn(), company, upload, counts.writes()).await?;
                Ok(uploads::find(scope, upload).await?)
            })
            .await?;
        self.ring();
        Ok(confirmed)
    }
}

async fn judge(
    scope: &mut Scope<'_, Reads>,
    held: &Upload,
    access: &CompanyAccess<Change>,
) -> Result<()> {
    if !held.mapping.missing().is_empty() {
        return Err(Error::Conflict("columns-missing"));
    }
    checking::judge(scope, held, access.company().shared_numbers).await?;
    damage::name(scope, held).await?;
    match held.mode {
        Mode::Replace => renumbering::name(scope, held).await?,
        Mode::Mirror => checking::mirror(scope, held).await?,
        Mode::Add | Mode::Update => 0,
    };
    remembered_mappings::save(scope, &columns::hash(&held.headings), &held.mapping).await?;
    Ok(())
}

fn acceptable(mapping: &Mapping, headings: usize) -> Result<()> {
    let fault = if !mapping.missing().is_empty() {
        Fault::Missing
    } else if has_column_twice_or_outside(mapping, headings) {
        Fault::NotAChoice
    } else {
        return Ok(());
    };
    Err(Problems::one("columns", fault).into())
}

/// Removing a large share takes more than a click: the number of CPNs that go, typed.
fn meant(counts: &Counts, typed: Option<&str>) -> Result<()> {
    if !counts.removal_must_be_typed() {
        return Ok(());
    }
    let digits: String = typed
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | '\''))
        .collect();
    if digits.is_empty() {
        Err(Problems::one("removed", Fault::Missing).into())
    } else if digits == counts.of(Outcome::Removed).to_string() {
        Ok(())
    } else {
        Err(Problems::one("removed", Fault::NotRepeated).into())
    }
}

/// Gives an upload up that is not waiting or applied. Its rows and its file are dropped.
pub async fn discard(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: UploadId,
) -> Result<()> {
    access
        .prepare(conn, async |scope| {
            uploads::patient(scope).await?;
            let held = uploads::hold(scope, upload).await?;
            if matches!(held.state, UploadState::Waiting | UploadState::Applied) {
                return Err(Error::Conflict("upload-not-open"));
            }
            outcomes::clear(scope, upload).await?;
            staging::delete_rows(scope, upload, None).await?;
            staging::delete_chunks(scope, upload).await?;
            Ok(uploads::set_state(scope, upload, UploadState::Discarded, None).await?)
        })
        .await
}
