//! Repairs and choices: what a check leaves open is decided for a whole group at once, drafted again and checked again. Nothing is
//! repaired unasked, and what was decided can be taken back.

use std::collections::BTreeMap;

use super::drafting::Drafter;
use super::{Engine, known_days, several, styles, suggesting};
use crate::access::{Change, CompanyAccess, Reads, Scope};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::cells;
use crate::model::id::UploadId;
use crate::model::repair::{Decision, Group, Repair};
use crate::model::upload::{Field, Outcome, Upload, UploadState, cause};
use crate::store::candidates::{self, CandidateRow};
use crate::store::decided::{self, NewRepair, RowRepair};
use crate::store::picking::{self, Said};
use crate::store::repairs::{self, Mended, OfferRow};
use crate::store::staging::{self, Batch};
use crate::store::{checking, uploads};

/// Rows shown of each offer.
const EXAMPLES: i32 = 5;
/// Questions of one page.
const QUESTIONS: i32 = 25;
/// Rows looked at to see how something is written.
const LOOKED_AT: i32 = 5_000;
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
    /// Whether the numbers may be right as they stand.
    pub as_it_is: bool,
    /// Whether only a sample of the group was looked at: repairs are counted in it, and taken for all rows.
    pub is_sample: bool,
}

/// Which number a repair of the group mends, if one can be.
fn mended(group: &Group) -> Option<Mended> {
    match (group.outcome, group.cause.as_str()) {
        (Outcome::Problem, cause::UNKNOWN_PRODUCT) => Some(Mended::Product),
        (Outcome::Problem, cause) if is_damage(cause, "product-") => Some(Mended::Product),
        (Outcome::Problem | Outcome::Choice, cause) if is_damage(cause, "cpn-") => {
            Some(Mended::Cpn)
        }
        (Outcome::New, _) => Some(Mended::Cpn),
        _ => None,
    }
}

/// Whether the cause is what a spreadsheet does to numbers of that column.
pub(super) fn is_damage(cause: &str, column: &str) -> bool {
    cause.strip_prefix(column).is_some_and(|damage| {
        matches!(
            damage,
            "zeros-lost"
                | "zeros-cut"
                | "point-zero"
                | "exponent-lost"
                | "scientific"
                | "rounded"
                | "date-typed"
        )
    })
}

/// Whether rows that are a problem for this cause can become sound by a decision.
pub fn is_mendable(cause: &str) -> bool {
    let group = Group {
        outcome: Outcome::Problem,
        cause: cause.to_owned(),
    };
    mended(&group).is_some() || styled(&group).is_some() || cause == "cpn-forbidden-character"
}

/// Whether digits of the numbers may be filled up: not where they are gone or were never digits alone.
fn pads(group: &Group) -> bool {
    let gone = ["-scientific", "-rounded", "-date-typed"];
    mended(group).is_some()
        && group.cause != "several-numbers"
        && !gone.iter().any(|gone| group.cause.ends_with(gone))
}

/// The field whose style of writing the group is about.
fn styled(group: &Group) -> Option<Field> {
    match group.cause.as_str() {
        "pack-quantity-no-quantity" | "pack-quantity-ambiguous" => Some(Field::PackQuantity),
        "valid-from-no-date" => Some(Field::ValidFrom),
        "valid-to-no-date" => Some(Field::ValidTo),
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
            Ok(Offers {
                // First: what comes after it makes room for comparing whole lists, which is no way to find a few.
                candidates: asked(scope, upload, group).await?,
                repairs: recognised(scope, upload, group, one_in).await?,
                pads: pads(group),
                as_it_is: is_damage(&group.cause, "cpn-"),
                is_sample: one_in > 1,
            })
        })
        .await
}

/// What people choose among.
async fn asked(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
) -> Result<Vec<CandidateRow>> {
    match (group.outcome, group.cause.as_str()) {
        (
            Outcome::Choice,
            cause @ (cause::SEVERAL_PRODUCTS | cause::NUMBER_FOR_SEVERAL_PRODUCTS),
        ) => {
            let by_gtin = cause == cause::SEVERAL_PRODUCTS;
            Ok(candidates::page(scope, upload, group, by_gtin, QUESTIONS).await?)
        }
        (Outcome::Problem, cause::UNKNOWN_PRODUCT) => {
            suggesting::suggestions(scope, upload, group).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Repairs that were recognised, those of one kind together.
async fn recognised(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    one_in: i32,
) -> Result<Vec<OfferRow>> {
    let mut offers = several::offers(scope, upload, group, EXAMPLES).await?;
    if let Some(field) = styled(group) {
        offers.extend(styles_offered(scope, upload, group, field).await?);
    }
    if let Some(mended) = mended(group) {
        if group.cause.ends_with("-date-typed") {
            let days = known_days::meant(scope, upload, group, mended).await?;
            offers.extend(known_days::offers(&days, EXAMPLES));
        } else {
            offers.extend(repairs::offers(scope, upload, group, mended, one_in, EXAMPLES).await?);
            let is_offered = |repair| offers.iter().any(|offer| offer.repair == repair);
            if !is_offered(Repair::PointZero) {
                offers.extend(repairs::strippable(scope, upload, group, mended, EXAMPLES).await?);
            }
        }
    }
    Ok(offers)
}

/// The styles in which cells of the group make sense.
async fn styles_offered(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    field: Field,
) -> Result<Vec<OfferRow>> {
    let rows = decided::rows_of(scope, upload, group, "", i32::MIN, LOOKED_AT).await?;
    let texts: Vec<(i32, String)> = rows
        .iter()
        .filter_map(|row| Some((row.line, cell(upload, field, &row.cells)?)))
        .collect();
    let mut offers = Vec::new();
    for style in styles::styles_of(field) {
        let read: Vec<OfferRow> = texts
            .iter()
            .filter_map(|(line, text)| {
                Some(OfferRow {
                    repair: *style,
                    count: 0,
                    line: *line,
                    given: text.clone(),
                    number: styles::read(field, *style, text)?,
                })
            })
            .collect();
        let count = i64::try_from(read.len()).unwrap_or(i64::MAX);
        let examples = usize::try_from(EXAMPLES).unwrap_or(usize::MAX);
        offers.extend(
            read.into_iter()
                .take(examples)
                .map(|offer| OfferRow { count, ..offer }),
        );
    }
    Ok(offers)
}

fn cell(upload: &Upload, field: Field, packed: &str) -> Option<String> {
    let column = upload.mapping.column(field)?;
    let cell = cells::unpack(packed).into_iter().nth(column)?;
    Some(cell.text)
}

/// Reads all cells of the group in a style, where they are written so.
async fn style(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    style: Repair,
) -> Result<Vec<i32>> {
    let field = styled(group).ok_or(Error::BadRequest("unreadable"))?;
    let mut lines = Vec::new();
    let mut after = i32::MIN;
    loop {
        let rows = decided::rows_of(scope, upload, group, "", after, LOOKED_AT).await?;
        let Some(last) = rows.last() else { break };
        after = last.line;
        let repairs: Vec<NewRepair> = rows
            .iter()
            .filter(|row| {
                cell(upload, field, &row.cells)
                    .is_some_and(|text| styles::read(field, style, &text).is_some())
            })
            .map(|row| NewRepair {
                line: row.line,
                product_text: None,
                cpn: None,
                of_line: None,
            })
            .collect();
        lines.extend(decided::insert(scope, upload.id, style, &repairs).await?);
    }
    Ok(lines)
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
            async |scope| Ok(decided::counts(scope, upload).await?),
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
            Ok(decided::withdraw(scope, held, repair).await?)
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
        Decision::Take(repair) => take(scope, upload, group, *repair).await?,
        Decision::AsItIs if is_damage(&group.cause, "cpn-") => {
            repairs::all(scope, upload, group, Repair::AsItIs).await?
        }
        Decision::AsItIs => return Err(Error::BadRequest("unreadable")),
        Decision::Pad(length) => repairs::pad(scope, upload, group, *length, mended?).await?,
        Decision::LeaveOut => repairs::all(scope, upload, group, Repair::LeaveOut).await?,
        Decision::AllowSharing => repairs::all(scope, upload, group, Repair::AllowSharing).await?,
        Decision::Pick(picks) => {
            let said = match group.cause.as_str() {
                cause::SEVERAL_PRODUCTS => Said::Gtin,
                cause::UNKNOWN_PRODUCT => Said::Text,
                _ => Said::Number,
            };
            let mut lines = Vec::new();
            for (key, number) in picks {
                lines.extend(picking::pick(scope, upload, group, (said, key), number).await?);
            }
            lines
        }
    })
}

/// Takes a repair that was offered.
async fn take(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    repair: Repair,
) -> Result<Vec<i32>> {
    if several::splits(repair) {
        return several::split(scope, upload, group, repair).await;
    }
    if let Some(field) = styled(group)
        && styles::styles_of(field).contains(&repair)
    {
        return style(scope, upload, group, repair).await;
    }
    let mended = mended(group).ok_or(Error::BadRequest("unreadable"))?;
    Ok(match repair {
        Repair::Strip => repairs::strip(scope, upload, group, mended).await?,
        Repair::Day => {
            let days = known_days::meant(scope, upload, group, mended).await?;
            decided::insert(
                scope,
                upload.id,
                Repair::Day,
                &known_days::decisions(&days, mended),
            )
            .await?
        }
        repair => repairs::take(scope, upload, group, repair, mended).await?,
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
        let decided: BTreeMap<i32, RowRepair> = decided::of_lines(scope, upload.id, lines)
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
