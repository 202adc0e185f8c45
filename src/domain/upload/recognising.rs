//! The product column told by what stands in it: where headings say nothing, or name a column none of whose numbers is known, the
//! catalogue knows better. What is found so is proposed and never taken without a look.

use std::collections::BTreeSet;

use crate::access::{Reads, Scope};
use crate::error::Result;
use crate::model::key;
use crate::model::upload::{Field, Mapping};
use crate::sheet::{Row, unprotect};
use crate::store::products;

/// Columns that are looked at.
const COLUMNS: usize = 64;

/// What stands in the first rows of each column, as products are compared.
#[derive(Debug, Default)]
pub struct Samples(BTreeSet<(usize, String)>);

impl Samples {
    /// Of the first rows.
    pub fn of<'r>(rows: impl Iterator<Item = &'r Row>) -> Self {
        let cells = rows.flat_map(|row| row.cells.iter().take(COLUMNS).enumerate());
        let keys = cells.map(|(column, cell)| (column, key::plain(&unprotect(&cell.text))));
        Self(keys.filter(|(_, key)| !key.is_empty()).collect())
    }

    fn in_column(&self, column: usize) -> usize {
        self.0.iter().filter(|(other, _)| *other == column).count()
    }
}

/// Gives the product field to the column in which most product numbers are known, at least half of them; unless the column that has it
/// by its heading has any.
pub async fn propose_products(
    scope: &mut Scope<'_, Reads>,
    mut mapping: Mapping,
    samples: &Samples,
) -> Result<Mapping> {
    let (columns, keys): (Vec<i32>, Vec<&str>) = samples
        .0
        .iter()
        .map(|(column, key)| (i32::try_from(*column).unwrap_or(i32::MAX), key.as_str()))
        .unzip();
    let known = products::known_in_columns(scope.conn(), &columns, &keys).await?;
    let known = known.into_iter().filter_map(|(column, count)| {
        Some((usize::try_from(column).ok()?, usize::try_from(count).ok()?))
    });
    let known: Vec<(usize, usize)> = known.collect();
    let by_heading = mapping.column(Field::Product);
    if known.iter().any(|(column, _)| Some(*column) == by_heading) {
        return Ok(mapping);
    }
    let best = known
        .into_iter()
        .filter(|(column, count)| count * 2 >= samples.in_column(*column))
        .max_by_key(|(column, count)| (*count, std::cmp::Reverse(*column)));
    let Some((column, _)) = best else {
        return Ok(mapping);
    };
    mapping.columns.retain(|_, taken| *taken != column);
    mapping.columns.insert(Field::Product, column);
    mapping.unsure.insert(Field::Product);
    // A part number that is none of ours is most likely theirs.
    if let Some(freed) = by_heading
        && mapping.column(Field::Cpn).is_none()
    {
        mapping.columns.insert(Field::Cpn, freed);
        mapping.unsure.insert(Field::Cpn);
    }
    Ok(mapping)
}
