//! Numbers that a spreadsheet took for days: the only known number it would do that to is offered, and taken when somebody says so.

use std::collections::{BTreeMap, BTreeSet};

use super::spoilt;
use crate::access::{Reads, Scope};
use crate::error::Result;
use crate::model::cells;
use crate::model::repair::{Group, Repair};
use crate::model::upload::{Field, Upload};
use crate::store::candidates;
use crate::store::decided::{self, NewRepair};
use crate::store::repairs::{Mended, OfferRow};

/// Rows and known numbers that are compared.
const COMPARED: i32 = 20_000;

/// A row with the number that was meant.
pub struct Meant {
    line: i32,
    given: String,
    number: String,
}

/// The rows of a group for which exactly one known number fits.
pub async fn meant(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    mended: Mended,
) -> Result<Vec<Meant>> {
    let (field, known) = match mended {
        Mended::Product => (
            Field::Product,
            candidates::days_among_products(scope, COMPARED).await?,
        ),
        Mended::Cpn => (
            Field::Cpn,
            candidates::days_among_cpns(scope, upload, group, COMPARED).await?,
        ),
    };
    let Some(column) = upload.mapping.column(field) else {
        return Ok(Vec::new());
    };
    let mut numbers: BTreeMap<(Option<i32>, (u8, u8)), BTreeSet<String>> = BTreeMap::new();
    for known in known {
        for day in spoilt::days_taken(&known.number) {
            numbers
                .entry((known.line, day))
                .or_default()
                .insert(known.number.clone());
        }
    }
    let rows = decided::rows_of(scope, upload, group, "", i32::MIN, COMPARED).await?;
    let fitting = rows.into_iter().filter_map(|row| {
        let given = cells::unpack(&row.cells).into_iter().nth(column)?.text;
        let line = match mended {
            Mended::Product => None,
            Mended::Cpn => Some(row.line),
        };
        let fits: BTreeSet<&String> = spoilt::days_shown(&given)
            .into_iter()
            .filter_map(|day| numbers.get(&(line, day)))
            .flatten()
            .collect();
        let number = fits.first().filter(|_| fits.len() == 1)?;
        Some(Meant {
            line: row.line,
            number: (*number).clone(),
            given,
        })
    });
    Ok(fitting.collect())
}

/// The same as an offer with the first rows.
pub fn offers(meant: &[Meant], examples: i32) -> impl Iterator<Item = OfferRow> {
    let count = i64::try_from(meant.len()).unwrap_or(i64::MAX);
    let examples = usize::try_from(examples).unwrap_or(usize::MAX);
    meant.iter().take(examples).map(move |row| OfferRow {
        repair: Repair::Day,
        count,
        line: row.line,
        given: row.given.clone(),
        number: row.number.clone(),
    })
}

/// The same as decisions.
pub fn decisions(meant: &[Meant], mended: Mended) -> Vec<NewRepair> {
    let decision = |row: &Meant| {
        let number = Some(row.number.clone());
        let (product_text, cpn) = match mended {
            Mended::Product => (number, None),
            Mended::Cpn => (None, number),
        };
        NewRepair {
            line: row.line,
            product_text,
            cpn,
            of_line: None,
        }
    };
    meant.iter().map(decision).collect()
}
