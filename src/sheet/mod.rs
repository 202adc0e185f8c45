//! Files → cells with their line. Knows nothing of CPNs.
//!
//! A `Reader` opens a file of any kind, tells how it is to be read (a `Layout`, each field of
//! which a person may overrule) and gives its rows one by one. Text is read in pieces, so a large
//! file takes no more memory than a small one; a workbook is read by a child process with limits
//! of its own, because a few hostile kilobytes can make any reader of workbooks take gigabytes.
//!
//! All of it blocks: call it where blocking is allowed.

pub mod child;
mod delimited;
mod delimiter;
mod encoding;
mod error;
mod headings;
mod layout;
mod protection;
mod row;
mod sniff;
mod split;
#[cfg(test)]
mod tests;
mod wire;
mod workbook;
mod write;

use std::{
    collections::VecDeque,
    io::{Cursor, Read},
    path::PathBuf,
};

pub use encoding::{Encoding, UnknownEncoding};
pub use error::{SheetError, Unsupported};
pub use layout::{
    ALL_SHEETS, Delimiter, Kind, Layout, Limits, Lines, Notes, Overrides, SheetInfo,
    UnknownDelimiter,
};
pub use protection::{protect, shield, unmark, unprotect};
pub use row::{Cell, Mark, Row};
pub use write::{Csv, Safety, Xlsx};

use child::Remote;
use delimited::Delimited;
use encoding::Text;

/// Opens files.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// How much is read before a file is refused.
    limits: Limits,
    /// The program that reads workbooks, if it is not this one.
    program: Option<PathBuf>,
}

impl Reader {
    /// A reader with these limits.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            program: None,
        }
    }

    /// Has workbooks read by this program instead of the running one; for tests, which are
    /// programs of their own.
    #[must_use]
    pub fn with_program(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = Some(program.into());
        self
    }

    /// How much is read before a file is refused.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Opens a file, tells how it is to be read and finds its headings.
    ///
    /// `known_heading` says whether a text is a heading that the caller knows: that helps to find
    /// the delimiter, the sheet and the heading row.
    pub fn open(
        &self,
        source: impl Read + Send + 'static,
        known_heading: &dyn Fn(&str) -> bool,
        overrides: &Overrides,
    ) -> Result<Sheet, SheetError> {
        let mut source = source;
        let (head, complete) = encoding::head(&mut source, HEAD)?;
        let kind = sniff::kind(&head)?;
        let whole = Cursor::new(head.clone()).chain(source);
        let rows = if kind.is_workbook() {
            Rows::Workbook(Box::new(self.start(whole, known_heading, overrides)?))
        } else {
            let source = Box::new(whole);
            let limit = self.limits.bytes;
            let text = Text::new(source, &head, complete, overrides.encoding, limit);
            let said = overrides.delimiter;
            let rows = Delimited::open(text, said, known_heading, &self.limits)?;
            Rows::Delimited(Box::new(rows))
        };
        drop(head);
        let mut sheet = Sheet {
            layout: rows.layout(),
            headings: Vec::new(),
            rows,
            ahead: VecDeque::new(),
            given: 0,
            limit: self.limits.rows,
        };
        sheet.find_headings(overrides.heading_row, known_heading)?;
        Ok(sheet)
    }

    /// Has a child process read a workbook.
    fn start(
        &self,
        mut source: impl Read,
        known_heading: &dyn Fn(&str) -> bool,
        overrides: &Overrides,
    ) -> Result<Remote, SheetError> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()?,
        };
        let said = overrides.sheet.as_deref();
        let line = overrides.heading_row;
        Remote::open(
            &program,
            &mut source,
            said,
            line,
            known_heading,
            &self.limits,
        )
    }
}

/// Where rows come from.
enum Rows {
    /// A delimited file, read here.
    Delimited(Box<Delimited>),
    /// A workbook, read by a child process.
    Workbook(Box<Remote>),
}

impl Rows {
    /// How they are read; the heading row is not known here.
    fn layout(&self) -> Layout {
        match self {
            Self::Delimited(rows) => Layout {
                kind: Kind::Delimited,
                encoding: Some(rows.encoding()),
                delimiter: Some(rows.delimiter()),
                sheet: None,
                heading_row: 0,
            },
            Self::Workbook(rows) => Layout {
                kind: rows.kind(),
                encoding: None,
                delimiter: None,
                sheet: rows.sheet().map(str::to_owned),
                heading_row: 0,
            },
        }
    }
}

/// Bytes looked at to tell the kind of file and its encoding.
const HEAD: usize = 128 * 1024;

/// An open file whose rows can be read once, from the first below the headings on.
pub struct Sheet {
    /// How it is read.
    layout: Layout,
    /// What its columns are called.
    headings: Vec<String>,
    /// Where rows come from.
    rows: Rows,
    /// Rows below the headings that were read to find them.
    ahead: VecDeque<Row>,
    /// Rows given out.
    given: u64,
    /// Rows allowed.
    limit: u64,
}

impl Sheet {
    /// How the file is read. The encoding of a file that begins with plain ASCII may still change
    /// while rows are read; the rest is settled.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What the columns are called, each name once: two lines of headings joined, repeated names
    /// numbered (`Cat# (2)`), blank ones named by the column's letter (`Column C`).
    ///
    /// Rows further down may have more cells than there are headings.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The first rows below the headings, if nothing was read yet.
    pub fn first_rows(&self) -> impl Iterator<Item = &Row> {
        self.ahead.iter()
    }

    /// The sheets of the workbook, in their order; none for a delimited file.
    pub fn sheets(&self) -> &[SheetInfo] {
        match &self.rows {
            Rows::Delimited(_) => &[],
            Rows::Workbook(rows) => rows.sheets(),
        }
    }

    /// What was noticed; complete once the last row was read.
    pub fn notes(&self) -> &Notes {
        match &self.rows {
            Rows::Delimited(rows) => rows.notes(),
            Rows::Workbook(rows) => rows.notes(),
        }
    }

    /// The next row below the headings with anything in it, or none at the end.
    pub fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        let row = self.next_or_read()?;
        if row.is_some() {
            self.given += 1;
            if self.given > self.limit {
                return Err(SheetError::TooManyRows { limit: self.limit });
            }
        }
        Ok(row)
    }

    /// The next row, be it read already or not.
    fn next_or_read(&mut self) -> Result<Option<Row>, SheetError> {
        match self.ahead.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.read(),
        }
    }

    /// The next row of the file.
    fn read(&mut self) -> Result<Option<Row>, SheetError> {
        match &mut self.rows {
            Rows::Delimited(rows) => {
                let row = rows.next_row()?;
                self.layout.encoding = Some(rows.encoding());
                Ok(row)
            }
            Rows::Workbook(rows) => rows.next_row(),
        }
    }

    /// Reads up to the headings, as said or found, and keeps what was read beyond them.
    fn find_headings(
        &mut self,
        said: Option<u32>,
        known_heading: &dyn Fn(&str) -> bool,
    ) -> Result<(), SheetError> {
        let mut above = match said {
            Some(line) if line > 0 => self.skip_to(line)?,
            _ => None,
        };
        let mut first: Vec<Row> = Vec::new();
        let mut letters = 0;
        while first.len() <= headings::SEARCHED && letters < HEAD {
            let Some(row) = self.next_or_read()? else {
                break;
            };
            letters += row.cells.iter().map(|cell| cell.text.len()).sum::<usize>();
            first.push(row);
        }
        if first.is_empty() && said.unwrap_or_default() == 0 {
            return Err(SheetError::Empty);
        }
        let found = match said {
            Some(0) => None,
            Some(line) => match first.first() {
                Some(row) if row.line == line => Some(0),
                _ => return Err(SheetError::NoHeadingRow { row: line }),
            },
            None => headings::find(&first, known_heading),
        };
        let width = |rows: &[Row]| rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut rows = first.into_iter();
        let heading = match found {
            Some(index) => {
                above = rows.by_ref().take(index).last().or(above);
                rows.next()
            }
            None => None,
        };
        let columns = width(rows.as_slice());
        let spans = match &self.rows {
            Rows::Delimited(_) => &[],
            Rows::Workbook(rows) => rows.spans(),
        };
        self.headings = match &heading {
            Some(heading) => headings::names(heading, above.as_ref(), spans, columns),
            None => headings::letters_only(columns),
        };
        self.layout.heading_row = heading.map_or(0, |row| row.line);
        self.ahead = rows.collect();
        Ok(())
    }

    /// Reads up to the line, and gives the last row above it.
    fn skip_to(&mut self, line: u32) -> Result<Option<Row>, SheetError> {
        let mut above = None;
        while let Some(row) = self.read()? {
            if row.line >= line {
                self.ahead.push_front(row);
                break;
            }
            above = Some(row);
        }
        Ok(above)
    }
}
