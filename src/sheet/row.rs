//! What reading gives: rows with the line a person sees, cells as they stand there.

use serde::{Deserialize, Serialize};

/// One row that has anything in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, as an editor or the spreadsheet shows it, from 1.
    pub line: u32,
    /// Its cells from the first column on. Empty ones at its end may be missing; there can be
    /// more than headings.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether nothing but blanks is in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }
}

/// One cell: its text, and what the workbook knew about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text as a person saw it.
    pub text: String,
    /// Evidence that the text may not be what was once typed; only a workbook has it.
    pub mark: Option<Mark>,
}

impl Cell {
    /// A cell that is only text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            mark: None,
        }
    }
}

/// What a workbook knew about a cell and its text alone does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A number as it is stored, shown without a format of its own.
    Number,
    /// A number whose text comes from its format (`0017` for 17).
    NumberFormatted,
    /// A number with more than 15 digits: the last ones are lost.
    Rounded,
    /// A number shown as `1.23E+12`; the text is its full stored value.
    Scientific,
    /// A date or time; the text is ISO 8601.
    DateTyped,
    /// `TRUE` or `FALSE`.
    Boolean,
    /// An error such as `#N/A`.
    FormulaError,
    /// A formula without a stored result; the text is empty.
    FormulaWithoutResult,
    /// Empty itself, filled from the merged area it lies in.
    Merged,
}

impl Mark {
    /// All marks.
    pub const ALL: [Self; 9] = [
        Self::Number,
        Self::NumberFormatted,
        Self::Rounded,
        Self::Scientific,
        Self::DateTyped,
        Self::Boolean,
        Self::FormulaError,
        Self::FormulaWithoutResult,
        Self::Merged,
    ];

    /// A stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::NumberFormatted => "number_formatted",
            Self::Rounded => "rounded",
            Self::Scientific => "scientific",
            Self::DateTyped => "date_typed",
            Self::Boolean => "boolean",
            Self::FormulaError => "formula_error",
            Self::FormulaWithoutResult => "formula_without_result",
            Self::Merged => "merged",
        }
    }

    /// A stable small number for it, from 1.
    pub fn number(self) -> u8 {
        match self {
            Self::Number => 1,
            Self::NumberFormatted => 2,
            Self::Rounded => 3,
            Self::Scientific => 4,
            Self::DateTyped => 5,
            Self::Boolean => 6,
            Self::FormulaError => 7,
            Self::FormulaWithoutResult => 8,
            Self::Merged => 9,
        }
    }

    /// The mark with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.number() == number)
    }
}
