//! The columns of a file with what they hold: as it was recognised or remembered, and as somebody chooses it.

use super::decisions::Decisions;
use super::words;
use crate::model::upload::{Field, Mapping, Origin, StagedRow, Upload};
use crate::web::form::{Choice, Field as Control};
use crate::web::layout::Shell;

/// Sample values of a column.
const SAMPLES: usize = 3;

/// A field without which nothing can be checked.
pub struct Required {
    /// What it is called.
    pub label: String,
    /// The heading of its column.
    pub column: Option<String>,
    /// How sure that is.
    pub tier: Tier,
}

/// One column of the file.
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Some of its cells.
    pub samples: Vec<String>,
    /// What it holds, to choose.
    pub control: Control,
    /// How sure that is.
    pub tier: Tier,
}

/// How sure a column's field is.
#[derive(Clone)]
pub struct Tier {
    /// The kind of its badge.
    pub kind: &'static str,
    /// What the badge says.
    pub label: String,
}

impl Tier {
    fn chosen(shell: &Shell) -> Self {
        Self {
            kind: "success",
            label: shell.t.s("uploads-tier-chosen"),
        }
    }

    fn of(shell: &Shell, mapping: &Mapping, field: Option<Field>) -> Self {
        let (kind, key) = match field {
            None => ("neutral", "uploads-tier-unused"),
            Some(field) if mapping.unsure.contains(&field) => ("warning", "uploads-tier-check"),
            Some(_) if mapping.origin == Origin::Chosen => ("success", "uploads-tier-chosen"),
            Some(_) if mapping.origin == Origin::Remembered => ("info", "uploads-tier-remembered"),
            Some(_) => ("success", "uploads-tier-sure"),
        };
        Self {
            kind,
            label: shell.t.s(key),
        }
    }
}

/// The fields without which nothing can be checked, as they are chosen now.
pub fn required(shell: &Shell, upload: &Upload, decisions: &Decisions) -> Vec<Required> {
    let chosen = |field| decisions.columns_of(field).first().copied();
    let product = if chosen(Field::Product).is_none() && chosen(Field::Gtin).is_some() {
        Field::Gtin
    } else {
        Field::Product
    };
    [product, Field::Cpn]
        .into_iter()
        .map(|field| {
            let column = chosen(field);
            Required {
                label: words::field(shell.t, field),
                column: column
                    .and_then(|column| upload.headings.get(column))
                    .map(|heading| words::short(heading)),
                tier: if column.is_some() && upload.mapping.column(field) == column {
                    Tier::of(shell, &upload.mapping, Some(field))
                } else if column.is_some() {
                    Tier::chosen(shell)
                } else {
                    Tier {
                        kind: "danger",
                        label: shell.t.s("uploads-tier-missing"),
                    }
                },
            }
        })
        .collect()
}

/// The columns of the file; those that are used stand on top.
pub fn columns(
    shell: &Shell,
    upload: &Upload,
    staged: &[StagedRow],
    decisions: &Decisions,
) -> Vec<Column> {
    let mut columns: Vec<(usize, Column)> = upload
        .headings
        .iter()
        .enumerate()
        .map(|(index, heading)| {
            let chosen = decisions.chosen.get(&index).copied();
            let guessed = chosen.filter(|field| upload.mapping.column(*field) == Some(index));
            let value = chosen.map_or("", Field::word);
            let column = Column {
                heading: words::short(heading),
                samples: samples(staged, index),
                control: Control::with(&format!("column-{index}"), value),
                tier: if chosen.is_some() && guessed.is_none() {
                    Tier::chosen(shell)
                } else {
                    Tier::of(shell, &upload.mapping, guessed)
                },
            };
            (index, column)
        })
        .collect();
    // What is used stands on top; the rest keeps the order of the file.
    columns.sort_by_key(|(index, column)| (column.control.value().is_empty(), *index));
    columns.into_iter().map(|(_, column)| column).collect()
}

fn samples(staged: &[StagedRow], column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in staged {
        let Some(cell) = row.cells.get(column).filter(|cell| !cell.trim().is_empty()) else {
            continue;
        };
        let cell = words::short(cell);
        if !samples.contains(&cell) {
            samples.push(cell);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// What a column may hold, as a select offers it.
pub fn fields(shell: &Shell) -> Vec<Choice> {
    let unused = Choice::new("", shell.t.s("uploads-field-unused"));
    let fields = Field::ALL
        .iter()
        .map(|field| Choice::new(field.word(), words::field(shell.t, *field)));
    std::iter::once(unused).chain(fields).collect()
}
