//! Which sheets of a workbook are read: told from their first rows.

use std::cmp::Reverse;

use super::super::{ALL_SHEETS, Row, SheetError, headings, wire::Sample};

/// Bytes of a sheet's first rows that are kept to tell its headings.
const KEPT: usize = 128 * 1024;

/// What the first rows of a sheet promise.
#[derive(Default)]
pub(super) struct Promise {
    /// Known headings in one row, two at most.
    known: usize,
    /// Whether anything is in it.
    filled: bool,
    /// The first rows, until its headings are told from them.
    rows: Vec<Row>,
    /// Bytes in them.
    kept: usize,
    /// Its headings and their line; none where it has none.
    headings: Option<(u32, Vec<String>)>,
}

impl Promise {
    /// Takes a row into account.
    pub(super) fn add(&mut self, row: Row, known_heading: &dyn Fn(&str) -> bool) {
        let known = row.cells.iter().filter(|cell| known_heading(&cell.text));
        self.known = self.known.max(known.count().min(2));
        self.filled = true;
        if self.kept < KEPT {
            self.kept += row.cells.iter().map(|cell| cell.text.len()).sum::<usize>();
            self.rows.push(row);
        }
    }

    /// Tells the headings once the first rows are there; `said` is their line if somebody told it, 0 for none.
    pub(super) fn settle(
        &mut self,
        sample: &Sample,
        said: Option<u32>,
        known_heading: &dyn Fn(&str) -> bool,
    ) {
        self.filled |= sample.refused;
        let rows = std::mem::take(&mut self.rows);
        let found = match said {
            Some(line) => rows.iter().position(|row| row.line == line),
            None => headings::find(&rows, known_heading),
        };
        self.headings = found.and_then(|index| rows.get(index)).map(|row| {
            let cells = row.cells.iter().map(|cell| cell.text.trim().to_lowercase());
            let mut names: Vec<String> = cells.collect();
            while names.last().is_some_and(String::is_empty) {
                names.pop();
            }
            (row.line, names)
        });
    }

    fn has_headings_of(&self, other: &Self) -> bool {
        let names = |promise: &Self| promise.headings.as_ref().map(|(_, names)| names.clone());
        self.filled && names(self) == names(other)
    }
}

/// The sheets that are read, one below the other.
pub(super) struct Chosen {
    /// The first.
    pub(super) first: usize,
    /// The others, each with the line of its headings; 0 where it has none.
    pub(super) others: Vec<(usize, u32)>,
    /// Of each sheet, whether it is visible and has the headings of the first.
    pub(super) alike: Vec<bool>,
}

/// Chooses the sheet that is said, or the first visible one with the most known headings, else a hidden one with anything in it;
/// with [`ALL_SHEETS`] also those that are alike.
pub(super) fn choose(
    samples: &[Sample],
    promises: &[Promise],
    said: Option<&str>,
) -> Result<Chosen, SheetError> {
    let named = said.filter(|name| *name != ALL_SHEETS);
    let sheets = samples.iter().zip(promises).enumerate();
    let first = match named {
        Some(name) => samples
            .iter()
            .position(|sample| sample.name == name)
            .ok_or_else(|| SheetError::NoSuchSheet { name: name.into() })?,
        None => sheets
            .clone()
            .filter(|(_, (_, promise))| promise.filled)
            .min_by_key(|(index, (sample, promise))| {
                (sample.hidden, Reverse(promise.known), *index)
            })
            .map(|(index, _)| index)
            .ok_or(SheetError::NoSheet)?,
    };
    let like = promises.get(first).ok_or(SheetError::NoSheet)?;
    let alike: Vec<bool> = sheets
        .map(|(index, (sample, promise))| {
            index == first || (!sample.hidden && promise.has_headings_of(like))
        })
        .collect();
    let others = alike
        .iter()
        .zip(promises)
        .enumerate()
        .filter(|(index, (alike, _))| said == Some(ALL_SHEETS) && **alike && *index != first)
        .map(|(index, (_, promise))| {
            let line = promise.headings.as_ref().map_or(0, |(line, _)| *line);
            (index, line)
        })
        .collect();
    Ok(Chosen {
        first,
        others,
        alike,
    })
}
