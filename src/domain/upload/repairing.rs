//! Repairs and choices: what a check leaves open is decided for a whole group at once, drafted again and checked again. Nothing is
//! repaired unasked, and what was decided can be taken back.

use std::collections::BTreeMap;

use super::Engine;
use super::drafting::Drafter;
use crate::access::{Change, CompanyAccess, Reads, Scope};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::cells;
use crate::model::id::UploadId;
use crate::model::repair::{Decision, Group, Repair};
use crate::model::upload::{Outcome, Upload, UploadState, cause};
use crate::store::candidates::{self, CandidateRow};
use crate::store::repairs::{self, Mended, OfferRow, RowRepair};
use crate::store::staging::{self, Batch};
use crate::store::{checking, uploads};

/// Rows shown of each offer.
const EXAMPLES: i32 = 5;
/// Questions of one page.
const QUESTIONS: i32 = 25;
/// Rows of a group that are compared with what is known while somebody waits for the page.
const SAMPLE: i64 = 20_000;
/// Rows drafted again at once.
const BATCH: usize = 5_000;

/// What may be decided about a group.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// Repairs, each with the first rows it would mend; those of one repair follow each other.
    pub repairs: Vec<OfferRow>,
    /// Candidates; those of one question follow each other.
    pub candidates: Vec<CandidateRow>,
    /// Whether numbers may be filled up with zeros.
    pub pads: bool,
    /// Whether only a sample of the group was looked at: repairs are counted in it, and taken for all rows.
    pub is_sample: bool,
}

/// Which number a repair of the group mends, if one can be.
fn mended(group: &Group) -> Option<Mended> {
    match (group.outcome, group.cause.as_str()) {
        (Outcome::Problem, cause::UNKNOWN_PRODUCT | "product-scientific") => Some(Mended::Product),
        (Outcome::Problem, "cpn-scientific") | (Outcome::New, _) => Some(Mended::Cpn),
        _ => None,
    }
}

/// How many rows of the check are in a group.
pub fn rows_of(upload: &Upload, group: &Group) -> i64 {
    let causes = upload.counts.iter().flat_map(|counts| &counts.causes);
    causes
        .filter(|cause| cause.outcome == group.outcome && cause.cause == group.cause)
        .map(|cause| cause.count)
        .sum()
}

/// Of a group of so many rows one in how many makes a sample.
fn one_in(rows: i64) -> i32 {
    i32::try_from(rows.div_euclid(SAMPLE) + 1).unwrap_or(i32::MAX)
}

/// What may be decided about a group of the check.
pub async fn offers(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: &Upload,
    group: &Group,
) -> Result<Offers> {
    access
        .prepare(conn, async |scope| {
            checking::prepare(scope, upload.rows).await?;
            let one_in = one_in(rows_of(upload, group));
            let repairs = match mended(group) {
                Some(mended) => {
                    repairs::offers(scope, upload, group, mended, one_in, EXAMPLES).await?
                }
                None => Vec::new(),
            };
            let candidates = if group.outcome == Outcome::Choice {
                let by_gtin = group.cause == cause::SEVERAL_PRODUCTS;
                candidates::page(scope, upload, group, by_gtin, QUESTIONS).await?
            } else {
                Vec::new()
            };
            Ok(Offers {
                repairs,
                candidates,
                pads: mended(group).is_some() && !group.cause.ends_with("-scientific"),
                is_sample: one_in > 1,
            })
        })
        .await
}

/// How many rows were decided about, by decision.
pub async fn repaired(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: UploadId,
) -> Result<Vec<(Repair, i64)>> {
    access
        .read(
            conn,
            async |scope| Ok(repairs::counts(scope, upload).await?),
        )
        .await
}

impl Engine {
    /// Decides about a group of the check that was seen and checks again. Gives how many rows it concerned.
    /// `Conflict("check-outdated")` if the check is another one by now.
    pub async fn repair(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        seen_version: i32,
        group: &Group,
        decision: &Decision,
    ) -> Result<usize> {
        self.decide(access, upload, async |scope, held| {
            if held.state != UploadState::Checked || held.version != seen_version {
                return Err(Error::Conflict("check-outdated"));
            }
            store(scope, held, group, decision).await
        })
        .await
    }

    /// Takes all decisions of a kind back and checks again. Gives how many rows it concerned.
    pub async fn withdraw(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        repair: Repair,
    ) -> Result<usize> {
        self.decide(access, upload, async |scope, held| {
            if !matches!(held.state, UploadState::Read | UploadState::Checked) {
                return Err(Error::Conflict("upload-not-open"));
            }
            Ok(repairs::delete(scope, upload, Some(repair)).await?)
        })
        .await
    }

    async fn decide(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        change: impl AsyncFnOnce(&mut Scope<'_, Reads>, &Upload) -> Result<Vec<i32>>,
    ) -> Result<usize> {
        let slot = self.slot().await?;
        let mut conn = self.connect().await?;
        let account_number = &access.company().account_number;
        let count = access
            .prepare(&mut conn, async |scope| {
                let held = uploads::hold(scope, upload).await?;
                checking::prepare(scope, held.rows).await?;
                let lines = change(scope, &held).await?;
                draft_again(scope, &held, &lines, account_number).await?;
                let Upload {
                    mapping,
                    mode,
                    empty_cells,
                    generation,
                    ..
                } = &held;
                uploads::set_decisions(scope, upload, mapping, *mode, *empty_cells, *generation)
                    .await?;
                Ok(lines.len())
            })
            .await?;
        drop((conn, slot));
        self.check(access, upload).await?;
        Ok(count)
    }
}

async fn store(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    decision: &Decision,
) -> Result<Vec<i32>> {
    let mended = mended(group).ok_or(Error::BadRequest("unreadable"));
    Ok(match decision {
        Decision::Take(repair) => repairs::take(scope, upload, group, *repair, mended?).await?,
        Decision::Pad(length) => repairs::pad(scope, upload, group, *length, mended?).await?,
        Decision::LeaveOut => repairs::all(scope, upload, group, Repair::LeaveOut).await?,
        Decision::AllowSharing => repairs::all(scope, upload, group, Repair::AllowSharing).await?,
        Decision::Pick(picks) => {
            let mut lines = Vec::new();
            for (key, number) in picks {
                let picked = if group.cause == cause::SEVERAL_PRODUCTS {
                    repairs::pick_by_gtin(scope, upload, group, key, number).await?
                } else {
                    repairs::pick_for_number(scope, upload, group, key, number).await?
                };
                lines.extend(picked);
            }
            lines
        }
    })
}

/// Drafts rows about which something was decided or taken back, in the generation they are of.
async fn draft_again(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    lines: &[i32],
    account_number: &str,
) -> Result<()> {
    let drafter = Drafter::new(&upload.mapping, account_number);
    for lines in lines.chunks(BATCH) {
        let decided: BTreeMap<i32, RowRepair> = repairs::of_lines(scope, upload.id, lines)
            .await?
            .into_iter()
            .map(|repair| (repair.line, repair))
            .collect();
        let rows = staging::raw_rows_of(scope, upload.id, upload.generation, lines).await?;
        let mut batch = Batch::default();
        for (line, id, packed) in rows {
            let row = cells::unpack(&packed);
            let draft = match decided.get(&line) {
                Some(decided) => drafter.repaired(&row, decided),
                None => drafter.draft(&row),
            };
            batch.push(line, id, packed, draft);
        }
        staging::delete_rows_of(scope, upload.id, upload.generation, lines).await?;
        staging::insert_rows(scope, upload.id, upload.generation, &batch).await?;
    }
    Ok(())
}
