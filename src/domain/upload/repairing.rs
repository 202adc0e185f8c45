//! Repairs: one decision for a whole group of rows, with the check made again. The cells stay as they were read.

use super::reading::{draft_again, is_open};
use super::{Engine, find};
use crate::access::{Change, CompanyAccess, Level, Reads, Scope};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::company::SharedNumbers;
use crate::model::id::UploadId;
use crate::model::key;
use crate::model::product;
use crate::model::repair::{Repair, Repairs};
use crate::model::upload::{Field, MatchedProduct, Outcome, Upload, cause};
use crate::store::mending::{self, Damaged};
use crate::store::uploads;

/// The most decisions of one upload.
const MOST: usize = 2_000;
/// Rows looked at to make an offer.
const LOOKED_AT: i64 = 1_000;
/// What may stand between several numbers of a cell, by the note that says so.
const SEPARATORS: [(&str, char); 4] = [
    ("several-semicolons", ';'),
    ("several-lines", '\n'),
    ("several-commas", ','),
    ("several-slashes", '/'),
];

/// A repair that would help a group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The group: the cause of its rows.
    pub cause: String,
    /// How many rows it has.
    pub rows: i64,
    /// What to decide.
    pub repair: Repair,
}

impl Engine {
    /// Adds a decision and checks again. `Conflict("too-many-repairs")` beyond two thousand.
    pub async fn repair(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        repair: Repair,
    ) -> Result<Upload> {
        self.decide(access, upload, |repairs| {
            repairs.0.retain(|other| !is_replaced_by(other, &repair));
            repairs.0.push(repair);
        })
        .await
    }

    /// Takes a decision back and checks again.
    pub async fn forget_repair(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        repair: &Repair,
    ) -> Result<Upload> {
        self.decide(access, upload, |repairs| {
            repairs.0.retain(|other| other != repair)
        })
        .await
    }

    async fn decide(
        &self,
        access: &CompanyAccess<Change>,
        upload: UploadId,
        change: impl FnOnce(&mut Repairs),
    ) -> Result<Upload> {
        let mut conn = self.connect().await?;
        access
            .prepare(&mut conn, async |scope| {
                uploads::patient(scope).await?;
                let before = uploads::hold(scope, upload).await?;
                if !is_open(&before) || before.generation == 0 || before.undoes.is_some() {
                    return Err(Error::Conflict("upload-not-open"));
                }
                let mut repairs = before.repairs.clone();
                change(&mut repairs);
                if repairs.0.len() > MOST {
                    return Err(Error::Conflict("too-many-repairs"));
                }
                let texts = |repairs: &Repairs| -> Vec<Repair> {
                    repairs
                        .0
                        .iter()
                        .filter(|repair| repair.is_of_text())
                        .cloned()
                        .collect()
                };
                let generation = if texts(&repairs) == texts(&before.repairs) {
                    before.generation
                } else {
                    let account_number = &access.company().account_number;
                    draft_again(scope, &before, &before.mapping, &repairs, account_number).await?
                };
                Ok(uploads::set_repairs(scope, upload, &repairs, generation).await?)
            })
            .await?;
        drop(conn);
        self.check(access, upload).await
    }
}

/// Carries out what was decided about whole rows, once each has its outcome.
pub(super) async fn carry_out(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    shared: SharedNumbers,
) -> Result<()> {
    let excluded = upload.repairs.excluded();
    let mut taken = upload.repairs.taken();
    if !excluded.is_empty() {
        mending::exclude(scope, upload, &excluded).await?;
        taken
            .lines
            .extend(mending::left_alone(scope, upload).await?);
    }
    if !taken.is_empty() {
        mending::take(scope, upload, &taken, shared).await?;
    }
    Ok(())
}

/// Of some kinds there is only one: the later counts.
fn is_replaced_by(old: &Repair, new: &Repair) -> bool {
    match (old, new) {
        (Repair::Pad { field: old, .. }, Repair::Pad { field: new, .. }) => old == new,
        (Repair::Split { .. }, Repair::Split { .. }) => true,
        (Repair::Product { text: old, .. }, Repair::Product { text: new, .. }) => old == new,
        (
            Repair::Take { line: old } | Repair::Exclude { line: old },
            Repair::Take { line: new } | Repair::Exclude { line: new },
        ) => old == new,
        (
            Repair::TakeAll { cause: old } | Repair::ExcludeAll { cause: old },
            Repair::TakeAll { cause: new } | Repair::ExcludeAll { cause: new },
        ) => old == new,
        _ => old == new,
    }
}

/// Repairs that fit the groups of a check: one a group where it is certain, and leaving the group out.
pub async fn offers<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
) -> Result<Vec<Offer>> {
    let upload = find(conn, access, upload).await?;
    let counts = upload.counts.clone().unwrap_or_default();
    let mut offers = Vec::new();
    for group in &counts.causes {
        if !matches!(group.outcome, Outcome::Problem | Outcome::Choice) {
            continue;
        }
        let rows = access
            .read(conn, async |scope| {
                Ok(mending::damaged(scope, &upload, &group.cause, LOOKED_AT).await?)
            })
            .await?;
        let take = (group.outcome == Outcome::Choice && group.cause != cause::SEVERAL_PRODUCTS)
            .then(|| Repair::TakeAll {
                cause: group.cause.clone(),
            });
        let exclude = Repair::ExcludeAll {
            cause: group.cause.clone(),
        };
        let mended = if group.cause == cause::PRODUCT_ZEROS_LOST {
            padding(conn, access, &rows).await?
        } else {
            mending_of(&group.cause, &rows)
        };
        let repairs = mended.into_iter().chain(take).chain([exclude]);
        offers.extend(repairs.map(|repair| Offer {
            cause: group.cause.clone(),
            rows: group.count,
            repair,
        }));
    }
    offers.extend(splits(conn, access, &upload).await?);
    Ok(offers)
}

/// Filling up product numbers, if all products that may be meant have as many digits.
async fn padding<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    rows: &[Damaged],
) -> Result<Option<Repair>> {
    let texts = rows.iter().filter_map(|row| row.product_text.as_deref());
    let keys: Vec<String> = texts.map(|text| key::order(&key::identity(text))).collect();
    let alike = access
        .read(conn, async |scope| {
            Ok(mending::alike(scope, &keys, &[]).await?)
        })
        .await?;
    let digits = one_length(alike.iter().map(|product| product.number.as_str()));
    Ok(digits.map(|digits| Repair::Pad {
        field: Field::Product,
        digits,
    }))
}

/// Splitting cells that look as if they held several numbers. Real numbers have such characters too, so it is no more than an offer.
async fn splits<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: &Upload,
) -> Result<Vec<Offer>> {
    if upload.repairs.separator().is_some() {
        return Ok(Vec::new());
    }
    let found = access
        .read(conn, async |scope| {
            Ok(mending::several(scope, upload).await?)
        })
        .await?;
    let offer = |(word, rows): (String, i64)| {
        let (_, separator) = SEPARATORS.into_iter().find(|(known, _)| *known == word)?;
        Some(Offer {
            cause: word,
            rows,
            repair: Repair::Split { separator },
        })
    };
    Ok(found.into_iter().filter_map(offer).collect())
}

/// The repair of the text that would mend rows of a cause.
fn mending_of(group: &str, rows: &[Damaged]) -> Option<Repair> {
    match group {
        cause::PRODUCT_POINT_ZERO => Some(Repair::StripPointZero {
            field: Field::Product,
        }),
        cause::CPN_POINT_ZERO => Some(Repair::StripPointZero { field: Field::Cpn }),
        cause::CPN_ZEROS_LOST => {
            one_length(rows.iter().filter_map(|row| row.twin.as_deref())).map(|digits| {
                Repair::Pad {
                    field: Field::Cpn,
                    digits,
                }
            })
        }
        _ => None,
    }
}

/// The length all numbers of digits have: to several lengths nothing certain can be padded.
fn one_length<'t>(numbers: impl Iterator<Item = &'t str>) -> Option<usize> {
    let mut lengths = numbers
        .filter(|number| number.bytes().all(|b| b.is_ascii_digit()))
        .map(str::len);
    let first = lengths.next()?;
    lengths.all(|length| length == first).then_some(first)
}

/// Products that a cell without one may mean: the same but for leading zeros or punctuation, or of that GTIN. Only ever suggested.
pub async fn candidates<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    text: &str,
) -> Result<Vec<MatchedProduct>> {
    let search = key::search(text);
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let order = key::order(&key::identity(text));
    let gtin = product::parse_gtin(text.trim()).ok().flatten();
    let found = access
        .read(conn, async |scope| {
            Ok(mending::candidates(scope, &search, &order, gtin.as_deref()).await?)
        })
        .await?;
    Ok(found
        .into_iter()
        .map(|product| MatchedProduct {
            id: product.id.into(),
            number: product.number,
            name: product.name,
        })
        .collect())
}
