//! Rows of a file as pages show them: as they were read, and as the check judged them.

use super::words;
use crate::model::cpn::Details;
use crate::model::upload::{Field, Outcome, PreviewRow, RowState, StagedRow, Upload};
use crate::web::layout::Shell;

/// A row as it was read.
pub struct FirstRow {
    /// The line of the file.
    pub line: i32,
    /// Its cells, cut to what fits, as many as there are headings.
    pub cells: Vec<String>,
}

/// The first rows with as many cells as there are headings.
pub fn first_rows(staged: &[StagedRow], columns: usize) -> Vec<FirstRow> {
    staged
        .iter()
        .map(|row| {
            let cells = row.cells.iter().map(|cell| words::short(cell));
            let filled = cells.chain(std::iter::repeat_with(String::new));
            FirstRow {
                line: row.line,
                cells: filled.take(columns).collect(),
            }
        })
        .collect()
}

/// A row of the check.
pub struct Judged {
    /// The line of the file; none for a CPN that is not in it.
    pub line: Option<i32>,
    /// The product's number: matched, else as the row has it.
    pub product: String,
    /// The product's name, if it was matched.
    pub product_name: String,
    /// The number as it was, where it changes or goes.
    pub old_cpn: Option<String>,
    /// The number as it will be, or as the row has it; none where it goes.
    pub cpn: Option<String>,
    /// Other fields: what they are called, before, after.
    pub details: Vec<Detail>,
    /// What will happen, in a word.
    pub outcome: String,
    /// The kind of its badge.
    pub kind: &'static str,
    /// Why.
    pub cause: String,
    /// What was cleaned while reading.
    pub notes: Vec<String>,
}

/// A field beside the number.
pub struct Detail {
    /// What it is called.
    pub label: String,
    /// Before; none where nothing was there or it does not change.
    pub old: Option<String>,
    /// After; none where it is cleared.
    pub new: Option<String>,
}

impl Judged {
    /// Whether a number is known, before or after.
    pub fn has_number(&self) -> bool {
        let shows =
            |number: &Option<String>| number.as_ref().is_some_and(|number| !number.is_empty());
        shows(&self.old_cpn) || shows(&self.cpn)
    }

    /// A row of the preview.
    pub fn of(shell: &Shell, upload: &Upload, row: &PreviewRow) -> Self {
        let t = shell.t;
        let cell = |field| {
            let column = upload.mapping.column(field)?;
            row.cells.get(column).map(|text| words::short(text))
        };
        let written = cell(Field::Product)
            .filter(|text| !text.trim().is_empty())
            .or_else(|| cell(Field::Gtin));
        let (old_cpn, cpn) = numbers(row, cell(Field::Cpn));
        Self {
            line: Some(row.of_line.unwrap_or(row.line)).filter(|line| *line > 0),
            product: row.product.as_ref().map_or_else(
                || written.unwrap_or_default(),
                |product| product.number.clone(),
            ),
            product_name: row
                .product
                .as_ref()
                .map_or_else(String::new, |product| product.name.clone()),
            old_cpn,
            cpn,
            details: details(shell, row),
            outcome: words::fate(t, row.outcome, &row.cause, words::Tense::of(upload)),
            kind: words::kind(row.outcome),
            cause: words::cause(t, &row.cause),
            notes: row
                .notes
                .iter()
                .filter_map(|note| words::note(t, note))
                .collect(),
        }
    }
}

/// The number before and after.
fn numbers(row: &PreviewRow, written: Option<String>) -> (Option<String>, Option<String>) {
    let number = |state: &RowState| state.cpn.clone();
    let (before, after) = (
        row.before.as_ref().map(number),
        row.after.as_ref().map(number),
    );
    match row.outcome {
        Outcome::Removed => (before, None),
        Outcome::Changed if before != after => (before, after),
        Outcome::New | Outcome::Changed | Outcome::Unchanged => {
            (None, after.or(before).or(written))
        }
        Outcome::Choice | Outcome::Problem => (None, written),
    }
}

/// The fields beside the number: those that change, or those a new row brings.
fn details(shell: &Shell, row: &PreviewRow) -> Vec<Detail> {
    let none = Details::default();
    let before = row.before.as_ref().map_or(&none, |state| &state.details);
    let after = row.after.as_ref().map_or(&none, |state| &state.details);
    if !matches!(row.outcome, Outcome::New | Outcome::Changed) {
        return Vec::new();
    }
    texts(shell, before)
        .into_iter()
        .zip(texts(shell, after))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| Detail {
            label: words::field(shell.t, field),
            old,
            new,
        })
        .collect()
}

fn texts(shell: &Shell, details: &Details) -> [(Field, Option<String>); 5] {
    let quantity = details.pack_quantity.as_ref();
    [
        (
            Field::Description,
            details.description.as_deref().map(words::short),
        ),
        (Field::Unit, details.unit.clone()),
        (
            Field::PackQuantity,
            quantity.map(|quantity| quantity.normalized().to_plain_string()),
        ),
        (
            Field::ValidFrom,
            details.valid_from.as_ref().map(|day| shell.date(day)),
        ),
        (
            Field::ValidTo,
            details.valid_to.as_ref().map(|day| shell.date(day)),
        ),
    ]
}
