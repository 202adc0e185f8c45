//! Uploads: their steps, modes, outcomes and causes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::actor::Actor;
pub use super::cause;
use super::code::codes;
use super::cpn::Details;
use super::id::{CpnId, ProductId, UploadId};
use crate::sheet::{Layout, Notes, Overrides, SheetInfo};

codes! {
    /// How far an upload has come.
    UploadState {
        /// The file is arriving.
        Receiving = "receiving",
        /// The file is here; nothing is read yet.
        Received = "received",
        /// Its cells are staged and its columns guessed or chosen.
        Read = "read",
        /// Every row has an outcome.
        Checked = "checked",
        /// Confirmed; a worker will apply it.
        Waiting = "waiting",
        /// Applied, whole.
        Applied = "applied",
        /// Not applied, for the reason it tells; nothing was written.
        Failed = "failed",
        /// Given up by a person.
        Discarded = "discarded",
    }
}

codes! {
    /// What an upload may do to the register.
    Mode {
        /// Add new rows only.
        Add = "add",
        /// Add new rows and update those that are there.
        Update = "update",
        /// The same, but one number a product: a number that is new for its product takes the place of the preferred one.
        Replace = "replace",
        /// Make the company's numbers exactly like the file: what is not in it goes.
        Mirror = "mirror",
    }
}

codes! {
    /// What an empty cell of a mapped column means for a row that is there.
    EmptyCells {
        /// Leave the field as it is.
        Keep = "keep",
        /// Clear the field.
        Clear = "clear",
    }
}

codes! {
    /// What the check says will happen to a row.
    Outcome {
        /// A CPN will be made.
        New = "new",
        /// A CPN will change.
        Changed = "changed",
        /// Nothing will happen: it is as the file says, or the mode leaves it alone.
        Unchanged = "unchanged",
        /// Somebody must choose among candidates first; skipped otherwise.
        Choice = "choice",
        /// It cannot be taken, for the reason its cause tells; skipped.
        Problem = "problem",
        /// A CPN is not in the file and will be removed (mirror mode).
        Removed = "removed",
    }
}

codes! {
    /// How the rows came in.
    Source {
        /// A file chosen on a page.
        File = "file",
        /// A list pasted from the clipboard.
        Paste = "paste",
        /// A file named on the command line.
        CommandLine = "command-line",
        /// The body of a contract's call.
        Call = "call",
        /// No file: the history of the upload it undoes.
        Undo = "undo",
    }
}

codes! {
    /// What a column of the file can hold.
    Field {
        /// The supplier's product number; a GTIN in this column is understood too.
        Product = "product",
        /// The customer's number.
        Cpn = "cpn",
        /// The customer's own wording.
        Description = "description",
        /// The product's GTIN.
        Gtin = "gtin",
        /// The unit one of the customer's numbers stands for.
        Unit = "unit",
        /// How many of our sales units it stands for.
        PackQuantity = "pack_quantity",
        /// First day of validity.
        ValidFrom = "valid_from",
        /// Last day of validity.
        ValidTo = "valid_to",
        /// The company's account number: rows of other companies are problems.
        Account = "account_number",
    }
}

codes! {
    /// Where a mapping comes from.
    Origin {
        /// From the words of the headings.
        Guessed = "guessed",
        /// From the last upload of this company with the same headings.
        Remembered = "remembered",
        /// From a person.
        Chosen = "chosen",
    }
}

/// Which column holds which field, by the column's index from 0. A column holds one field at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The columns that are used.
    pub columns: BTreeMap<Field, usize>,
    /// Fields whose column was guessed and not surely: a person should look.
    #[serde(default)]
    pub unsure: BTreeSet<Field>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Mapping {
    /// No columns at all: nothing is read yet.
    pub fn none() -> Self {
        Self {
            columns: BTreeMap::new(),
            unsure: BTreeSet::new(),
            origin: Origin::Guessed,
        }
    }

    /// A person's choice.
    pub fn chosen(columns: BTreeMap<Field, usize>) -> Self {
        Self {
            columns,
            unsure: BTreeSet::new(),
            origin: Origin::Chosen,
        }
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    /// The field a column holds.
    pub fn field(&self, column: usize) -> Option<Field> {
        self.columns
            .iter()
            .find(|(_, mapped)| **mapped == column)
            .map(|(field, _)| *field)
    }

    /// The fields without which nothing can be checked and that have no column: the customer's number, and the product's
    /// number or GTIN.
    pub fn missing(&self) -> Vec<Field> {
        let mut missing = Vec::new();
        if self
            .column(Field::Product)
            .or(self.column(Field::Gtin))
            .is_none()
        {
            missing.push(Field::Product);
        }
        if self.column(Field::Cpn).is_none() {
            missing.push(Field::Cpn);
        }
        missing
    }

    /// Whether nobody needs to be asked about the columns.
    pub fn is_sure(&self) -> bool {
        self.missing().is_empty() && self.unsure.is_empty()
    }
}

/// How a file was read, as a person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Kind, encoding, delimiter, sheet, heading row.
    pub layout: Layout,
    /// The sheets of the workbook.
    #[serde(default)]
    pub sheets: Vec<SheetInfo>,
    /// What was noticed.
    #[serde(default)]
    pub notes: Notes,
}

/// How many rows have one outcome for one cause, and where the first of them stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseCount {
    /// The outcome.
    pub outcome: Outcome,
    /// The cause: a stable word that texts explain (see [`cause`]).
    pub cause: String,
    /// How many rows.
    pub count: i64,
    /// The line of the first; 0 and below for rows that are not in the file.
    pub example_line: i32,
}

/// What the check found, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// By outcome and cause, most frequent first within an outcome.
    pub causes: Vec<CauseCount>,
    /// CPNs the company had when it was checked.
    pub register_rows: i64,
    /// In how many rows each thing was cleaned or noticed while reading.
    #[serde(default)]
    pub notes: BTreeMap<String, i64>,
}

impl Counts {
    /// Rows with an outcome.
    pub fn of(&self, outcome: Outcome) -> i64 {
        self.causes
            .iter()
            .filter(|cause| cause.outcome == outcome)
            .map(|cause| cause.count)
            .sum()
    }

    /// Rows that somebody decided to leave out; they count as unchanged.
    pub fn left_out(&self) -> i64 {
        self.causes_of(Outcome::Unchanged)
            .filter(|cause| cause.cause == cause::LEFT_OUT)
            .map(|cause| cause.count)
            .sum()
    }

    /// All rows with an outcome.
    pub fn total(&self) -> i64 {
        self.causes.iter().map(|cause| cause.count).sum()
    }

    /// The causes of an outcome.
    pub fn causes_of(&self, outcome: Outcome) -> impl Iterator<Item = &CauseCount> {
        self.causes
            .iter()
            .filter(move |cause| cause.outcome == outcome)
    }

    /// Rows that applying writes.
    pub fn writes(&self) -> i64 {
        self.of(Outcome::New) + self.of(Outcome::Changed) + self.of(Outcome::Removed)
    }

    /// Whether so much would be removed (more than a tenth of what is there) that the number must be typed.
    pub fn removal_must_be_typed(&self) -> bool {
        self.of(Outcome::Removed) * 10 > self.register_rows
    }
}

/// One upload on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// How far it has come.
    pub state: UploadState,
    /// How the rows came in.
    pub source: Source,
    /// The name of the file as it was given.
    pub file_name: String,
    /// The size of the file.
    pub file_bytes: i64,
    /// What a person said about how the file is read.
    pub overrides: Overrides,
    /// How it was read.
    pub reading: Option<Reading>,
    /// What its columns are called.
    pub headings: Vec<String>,
    /// Which column holds which field.
    pub mapping: Mapping,
    /// What it may do to the register.
    pub mode: Mode,
    /// What an empty cell means.
    pub empty_cells: EmptyCells,
    /// Rows of data.
    pub rows: i32,
    /// Which reading of its rows holds; rises when columns or layout change.
    pub generation: i32,
    /// What the check found; none unless the check is of these rows, columns and modes.
    pub counts: Option<Counts>,
    /// Why it failed or has to be checked again: a stable word that texts explain, or a sentence about the file.
    pub problem: Option<String>,
    /// Who uploaded it; from the confirmation on, who confirmed it.
    pub actor: Actor,
    /// The upload it undoes.
    pub undoes: Option<UploadId>,
    /// Rises with every step and decision; a confirmation names the version it saw.
    pub version: i32,
    /// When the file came.
    pub created_at: DateTime<Utc>,
    /// When it was checked.
    pub checked_at: Option<DateTime<Utc>>,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
}

impl Upload {
    /// Why an upload failed whose file never arrived as a whole.
    pub const BROKEN_OFF: &str = "broken-off";

    /// Whether its process died while the file came in: there is nothing to read.
    pub fn is_broken_off(&self) -> bool {
        self.state == UploadState::Failed && self.problem.as_deref() == Some(Self::BROKEN_OFF)
    }
}

/// One row of the file in the preview, or one CPN that would be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// The line of the file; 0 and below for a CPN that is not in the file, behind the last for a further number of a cell.
    pub line: i32,
    /// The line of that cell.
    pub of_line: Option<i32>,
    /// The cells as they were read; none for a CPN that is not in the file.
    pub cells: Vec<String>,
    /// What will happen.
    pub outcome: Outcome,
    /// Why.
    pub cause: String,
    /// What was cleaned while reading: stable words.
    pub notes: Vec<String>,
    /// The product it was matched to.
    pub product: Option<MatchedProduct>,
    /// The CPN it concerns, if there is one.
    pub cpn: Option<CpnId>,
    /// The fields of that CPN before.
    pub before: Option<RowState>,
    /// The fields after; none where nothing is left or nothing can be taken.
    pub after: Option<RowState>,
}

/// A product as the preview names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedProduct {
    /// Its id.
    pub id: ProductId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
}

/// A CPN's fields as a row has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowState {
    /// The number.
    pub cpn: String,
    /// The other fields.
    pub details: Details,
}

/// A row as it was staged, before any check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedRow {
    /// The line of the file.
    pub line: i32,
    /// The cells as they were read.
    pub cells: Vec<String>,
}

/// How far an upload that was confirmed has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Its state.
    pub state: UploadState,
    /// Rows written so far, of the current attempt.
    pub done: i64,
    /// Rows to write.
    pub total: i64,
    /// The attempt, from 1; 0 while it waits.
    pub attempt: i32,
    /// An honest guess of the seconds left, once there is something to go by.
    pub seconds_left: Option<i64>,
    /// Why it stopped.
    pub problem: Option<String>,
}

/// What undoing an applied upload would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UndoPlan {
    /// CPNs it made that would go.
    pub removes: i64,
    /// CPNs it changed or removed that would come back as they were.
    pub restores: i64,
    /// CPNs somebody changed since, which stay as they are.
    pub keeps: i64,
}
