//! Reading files of master data: companies and products by the thousand, one a row, columns found by their headings.

use std::io::Read;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::error::Error;
use crate::model::key;
use crate::model::problems::Problem;
use crate::sheet::{Overrides, Reader, Row, Sheet, SheetError, unprotect};

/// The most bad rows that are named one by one; all are counted.
pub const NAMED: usize = 10_000;

/// Rows that travel together from the reading thread to the database.
const BATCH: usize = 4_000;

/// A column a file may have.
#[derive(Debug)]
pub struct Column {
    /// The field it fills.
    pub field: &'static str,
    /// Whether the file is useless without it.
    pub required: bool,
    /// The headings it goes by, as search keys: letters and digits in upper case.
    pub headings: &'static [&'static str],
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows that were not there before.
    pub new: u64,
    /// Rows that differ from what was there.
    pub changed: u64,
    /// Rows that say what was there already.
    pub unchanged: u64,
    /// Rows that were left out because something is wrong with them.
    pub problems: u64,
    /// The first [`NAMED`] of those, by line.
    pub bad_rows: Vec<BadRow>,
    /// Whether the column of ids was passed over because it holds no UUIDs.
    pub ids_ignored: bool,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// Its line in the file.
    pub line: u32,
    /// The number it is about, as it stands there.
    pub subject: String,
    /// The field that is wrong.
    pub field: String,
    /// What is wrong with it: the code of a [`Fault`](crate::model::problems::Fault) or a rule of the import.
    pub code: String,
    /// The values its text speaks of.
    pub arguments: Vec<(String, String)>,
    /// The plain English sentence.
    pub text: String,
}

impl BadRow {
    /// A row whose field does not pass.
    pub fn of(line: u32, subject: &str, problem: &Problem) -> Self {
        Self {
            line,
            subject: subject.to_owned(),
            field: problem.field.to_owned(),
            code: problem.fault.code().to_owned(),
            arguments: problem
                .fault
                .arguments()
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            text: problem.to_string(),
        }
    }
}

/// Why a file was not imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no table we can read.
    #[error(transparent)]
    Unreadable(#[from] SheetError),
    /// It lacks a column that is needed.
    #[error("the file has no column {0}")]
    NoColumn(&'static str),
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<diesel::result::Error> for ImportError {
    fn from(cause: diesel::result::Error) -> Self {
        Self::Failed(cause.into())
    }
}

/// What became of a batch of rows.
#[derive(Debug)]
pub struct Batch<T> {
    /// Rows that passed.
    pub good: Vec<T>,
    /// Those that did not.
    pub bad: Vec<BadRow>,
    /// Whether the column of ids turned out to hold none.
    pub ids_ignored: bool,
}

/// The cells of a row by field.
#[derive(Debug)]
pub struct Cells<'r> {
    row: &'r Row,
    places: &'r [(&'static str, usize)],
    ids: IdColumn,
}

impl Cells<'_> {
    /// The line of the row.
    pub fn line(&self) -> u32 {
        self.row.line
    }

    /// What stands in the column of a field; empty where the file has no such column.
    pub fn text(&self, field: &str) -> std::borrow::Cow<'_, str> {
        if field == "id" && self.ids == IdColumn::Ignored {
            return "".into();
        }
        self.places
            .iter()
            .find(|(name, _)| *name == field)
            .and_then(|(_, place)| self.row.cells.get(*place))
            .map_or("".into(), |cell| unprotect(&cell.text))
    }
}

/// Other systems call their row numbers "id" too: the first value decides whether the column holds ids of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IdColumn {
    Undecided,
    Ours,
    Ignored,
}

impl IdColumn {
    fn decide(self, value: &str) -> Self {
        if self != Self::Undecided || value.trim().is_empty() {
            return self;
        }
        if value.trim().parse::<uuid::Uuid>().is_ok() {
            Self::Ours
        } else {
            Self::Ignored
        }
    }
}

/// A file being read on a thread of its own.
#[derive(Debug)]
pub struct Reading<T> {
    /// The fields the file has columns for.
    pub fields: Vec<&'static str>,
    batches: mpsc::Receiver<Result<Batch<T>, SheetError>>,
}

impl<T: Send + 'static> Reading<T> {
    /// Opens a file and finds its columns; `parse` makes a row of its cells or says what is wrong.
    pub async fn begin(
        source: impl Read + Send + 'static,
        columns: &'static [Column],
        parse: fn(&Cells<'_>) -> Result<T, Box<BadRow>>,
    ) -> Result<Self, ImportError> {
        let (opened, has_opened) = tokio::sync::oneshot::channel();
        let (sender, batches) = mpsc::channel(4);
        tokio::task::spawn_blocking(move || {
            let (sheet, places) = match open(source, columns) {
                Ok(found) => found,
                Err(error) => return drop(opened.send(Err(error))),
            };
            let fields = places.iter().map(|(field, _)| *field).collect();
            if opened.send(Ok(fields)).is_ok()
                && let Err(error) = read(sheet, &places, parse, &sender)
            {
                drop(sender.blocking_send(Err(error)));
            }
        });
        let fields = has_opened
            .await
            .map_err(|gone| Error::internal(anyhow::Error::new(gone)))??;
        Ok(Self { fields, batches })
    }

    /// The next rows, or none at the end of the file.
    pub async fn next(&mut self) -> Result<Option<Batch<T>>, SheetError> {
        self.batches.recv().await.transpose()
    }

    /// Whether the file has a column for a field.
    pub fn has(&self, field: &str) -> bool {
        self.fields.contains(&field)
    }
}

type Places = Vec<(&'static str, usize)>;

fn open(
    source: impl Read + Send + 'static,
    columns: &'static [Column],
) -> Result<(Sheet, Places), ImportError> {
    let known = |heading: &str| {
        let heading = key::search(heading);
        columns
            .iter()
            .any(|column| column.headings.contains(&heading.as_str()))
    };
    let sheet = Reader::default().open(source, &known, &Overrides::default())?;
    let places = places(sheet.headings(), columns);
    for column in columns.iter().filter(|column| column.required) {
        if !places.iter().any(|(field, _)| *field == column.field) {
            return Err(ImportError::NoColumn(column.field));
        }
    }
    Ok((sheet, places))
}

/// Where each field's column is: the first heading that fits, in the order of the column's names for it.
fn places(headings: &[String], columns: &'static [Column]) -> Places {
    let headings: Vec<String> = headings
        .iter()
        .map(|heading| key::search(heading))
        .collect();
    columns
        .iter()
        .filter_map(|column| {
            let place = column
                .headings
                .iter()
                .find_map(|name| headings.iter().position(|heading| heading == name))?;
            Some((column.field, place))
        })
        .collect()
}

fn read<T>(
    mut sheet: Sheet,
    places: &[(&'static str, usize)],
    parse: fn(&Cells<'_>) -> Result<T, Box<BadRow>>,
    sender: &mpsc::Sender<Result<Batch<T>, SheetError>>,
) -> Result<(), SheetError> {
    let empty = |ids_ignored| Batch {
        good: Vec::with_capacity(BATCH),
        bad: Vec::new(),
        ids_ignored,
    };
    let mut ids = IdColumn::Undecided;
    let mut batch = empty(false);
    while let Some(row) = sheet.next_row()? {
        let mut cells = Cells {
            row: &row,
            places,
            ids,
        };
        ids = ids.decide(&cells.text("id"));
        cells.ids = ids;
        batch.ids_ignored = ids == IdColumn::Ignored;
        match parse(&cells) {
            Ok(row) => batch.good.push(row),
            Err(bad) => batch.bad.push(*bad),
        }
        if batch.good.len() + batch.bad.len() >= BATCH {
            let full = std::mem::replace(&mut batch, empty(false));
            if sender.blocking_send(Ok(full)).is_err() {
                return Ok(());
            }
        }
    }
    drop(sender.blocking_send(Ok(batch)));
    Ok(())
}

impl Report {
    /// Adds bad rows: all are counted, the first are named.
    pub fn add_bad(&mut self, rows: Vec<BadRow>) {
        self.problems += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        self.bad_rows.extend(rows);
        self.bad_rows.sort_by_key(|row| row.line);
        self.bad_rows.truncate(NAMED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column {
            field: "number",
            required: true,
            headings: &["NUMBER", "ARTIKELNUMMER"],
        },
        Column {
            field: "id",
            required: false,
            headings: &["ID"],
        },
    ];

    #[expect(clippy::unnecessary_wraps, reason = "the type of a parser")]
    fn both(cells: &Cells<'_>) -> Result<(u32, String, String), Box<BadRow>> {
        Ok((
            cells.line(),
            cells.text("number").into_owned(),
            cells.text("id").into_owned(),
        ))
    }

    async fn rows(file: &'static str) -> (Vec<(u32, String, String)>, bool) {
        let mut reading = Reading::begin(file.as_bytes(), COLUMNS, both)
            .await
            .unwrap();
        let mut all = Vec::new();
        let mut ignored = false;
        while let Some(batch) = reading.next().await.unwrap() {
            all.extend(batch.good);
            ignored |= batch.ids_ignored;
        }
        (all, ignored)
    }

    #[tokio::test]
    async fn row_numbers_are_no_ids() {
        let (all, ignored) = rows("id;Artikel-Nummer\n1;A\n2;B\n").await;
        assert!(ignored);
        assert_eq!(
            all,
            [
                (2, "A".to_owned(), String::new()),
                (3, "B".to_owned(), String::new())
            ]
        );
    }

    #[tokio::test]
    async fn ids_stay_even_where_a_later_one_is_broken() {
        let (all, ignored) =
            rows("number,id\nA,\nB,0197a2f0-0000-7000-8000-000000000001\nC,7\n").await;
        assert!(!ignored);
        assert_eq!(all[2].2, "7");
    }

    #[tokio::test]
    async fn a_missing_column_is_named() {
        let error = Reading::begin("id,name\n1,x\n".as_bytes(), COLUMNS, both)
            .await
            .unwrap_err();
        assert!(matches!(error, ImportError::NoColumn("number")), "{error}");
    }

    #[test]
    fn the_first_bad_rows_are_named_and_all_are_counted() {
        let row = |line| BadRow {
            line,
            subject: String::new(),
            field: "number".to_owned(),
            code: "missing".to_owned(),
            arguments: Vec::new(),
            text: String::new(),
        };
        let mut report = Report::default();
        report.add_bad((2..=10_001).map(row).collect());
        report.add_bad(vec![row(1), row(20_000)]);
        assert_eq!(report.problems, 10_002);
        assert_eq!(report.bad_rows.len(), NAMED);
        assert_eq!(report.bad_rows[0].line, 1);
    }
}
