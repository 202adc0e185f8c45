//! Files → cells with their line. Knows nothing of CPNs.
//!
//! A [`Reader`] opens a file of any kind, tells how it is to be read (a [`Layout`], each field of
//! which a person may overrule) and gives its rows one by one. Text is read in pieces, so a large
//! file takes no more memory than a small one; a workbook is read by a child process with limits
//! of its own, because a few hostile kilobytes can make any reader of workbooks take gigabytes.
//!
//! All of it blocks: call it where blocking is allowed.

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
mod write;

use std::{
    collections::VecDeque,
    io::{Cursor, Read},
};

pub use encoding::{Encoding, UnknownEncoding};
pub use error::{SheetError, Unsupported};
pub use layout::{
    Delimiter, Kind, Layout, Limits, Lines, Notes, Overrides, SheetInfo, UnknownDelimiter,
};
pub use protection::{protect, unprotect};
pub use row::{Cell, Mark, Row};
pub use write::{Csv, Safety, Xlsx};

use delimited::Delimited;
use encoding::Text;

/// Opens files.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// How much is read before a file is refused.
    limits: Limits,
}

impl Reader {
    /// A reader with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits }
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
        let whole = Box::new(Cursor::new(head.clone()).chain(source));
        let text = Text::new(
            whole,
            &head,
            complete,
            overrides.encoding,
            self.limits.bytes,
        );
        drop(head);
        let rows = Delimited::open(text, overrides.delimiter, known_heading, &self.limits)?;
        let layout = Layout {
            kind,
            encoding: Some(rows.encoding()),
            delimiter: Some(rows.delimiter()),
            sheet: None,
            heading_row: 0,
        };
        let mut sheet = Sheet {
            layout,
            headings: Vec::new(),
            sheets: Vec::new(),
            rows,
            ahead: VecDeque::new(),
            given: 0,
            limit: self.limits.rows,
        };
        sheet.find_headings(overrides.heading_row, known_heading)?;
        Ok(sheet)
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
    /// The sheets of the workbook.
    sheets: Vec<SheetInfo>,
    /// Where rows come from.
    rows: Delimited,
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

    /// The sheets of the workbook, in their order; none for a delimited file.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// What was noticed; complete once the last row was read.
    pub fn notes(&self) -> &Notes {
        self.rows.notes()
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
        let row = self.rows.next_row()?;
        self.layout.encoding = Some(self.rows.encoding());
        Ok(row)
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
        self.headings = match &heading {
            Some(heading) => headings::names(heading, above.as_ref(), columns),
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
