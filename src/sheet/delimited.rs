//! Delimited text → rows, in pieces, whatever its size.

use super::{
    Cell, Delimiter, Encoding, Limits, Notes, Row, SheetError,
    encoding::Text,
    split::{Span, Split, leniently, strictly},
};

/// The rows of a delimited file.
pub(super) struct Delimited {
    /// Where letters come from.
    text: Text,
    /// The letters not yet given out, and those of the current piece before them.
    window: String,
    /// Where in the window the next row begins.
    at: usize,
    /// Whether the window holds the end of the file.
    last: bool,
    /// What stands between two cells.
    delimiter: Delimiter,
    /// The line on which the next row begins.
    line: u32,
    /// Where the cells of the current row are; kept for its memory.
    spans: Vec<Span>,
    /// What is allowed.
    limits: Limits,
    /// What was noticed.
    notes: Notes,
}

impl Delimited {
    /// Letters looked at to tell the delimiter.
    const SAMPLE: usize = 128 * 1024;

    /// Begins to read; the delimiter as said, or as the first rows tell.
    pub(super) fn open(
        text: Text,
        said: Option<Delimiter>,
        known_heading: &dyn Fn(&str) -> bool,
        limits: &Limits,
    ) -> Result<Self, SheetError> {
        let mut rows = Self {
            text,
            window: String::new(),
            at: 0,
            last: false,
            delimiter: Delimiter::Nothing,
            line: 1,
            spans: Vec::new(),
            limits: limits.clone(),
            notes: Notes::default(),
        };
        while !rows.last && rows.window.len() < Self::SAMPLE {
            rows.refill()?;
        }
        let declared = rows.take_declaration();
        rows.delimiter = said.or(declared).unwrap_or_else(|| {
            let sample = rows.window.get(rows.at..).unwrap_or_default();
            super::delimiter::detect(sample, rows.last, known_heading)
        });
        Ok(rows)
    }

    /// How its bytes are letters.
    pub(super) fn encoding(&self) -> Encoding {
        self.text.encoding()
    }

    /// What stands between two cells.
    pub(super) fn delimiter(&self) -> Delimiter {
        self.delimiter
    }

    /// What was noticed so far.
    pub(super) fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Bytes that the window takes.
    #[cfg(test)]
    pub(super) fn window_capacity(&self) -> usize {
        self.window.capacity()
    }

    /// The next row with anything in it.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        loop {
            if self.at >= self.window.len() {
                if self.last {
                    return Ok(None);
                }
                self.refill()?;
                continue;
            }
            let rest = self.window.get(self.at..).unwrap_or_default();
            let delimiter = self.delimiter.byte();
            let mut split = strictly(rest, delimiter, self.last, &mut self.spans);
            let too_long = match split {
                Split::Row { length, .. } => length > self.limits.record_bytes,
                _ => rest.len() > self.limits.record_bytes,
            };
            let mut lenient = false;
            if split == Split::Stray || too_long {
                lenient = true;
                split = leniently(rest, delimiter, self.last, &mut self.spans);
            }
            match split {
                Split::Row { length, lines } if length <= self.limits.record_bytes => {
                    if let Some(row) = self.give(length, lines, lenient)? {
                        return Ok(Some(row));
                    }
                }
                Split::Unfinished if rest.len() <= self.limits.record_bytes => self.refill()?,
                _ => {
                    return Err(SheetError::RecordTooLong {
                        line: self.line,
                        limit: self.limits.record_bytes,
                    });
                }
            }
        }
    }

    /// The row of the spans, unless it is blank; the window moves behind it.
    fn give(
        &mut self,
        length: usize,
        lines: u32,
        lenient: bool,
    ) -> Result<Option<Row>, SheetError> {
        let rest = self.window.get(self.at..).unwrap_or_default();
        let line = self.line;
        let record = rest.get(..length).unwrap_or_default();
        let limits = &self.limits;
        // Every blank byte counts as a column otherwise: spreadsheets write delimiters to the end
        // of the formatted area.
        let filled = self
            .spans
            .iter()
            .rposition(|span| !span.of(rest).is_empty())
            .map_or(0, |last| last + 1);
        if filled > limits.columns {
            return Err(SheetError::TooManyColumns {
                line,
                limit: limits.columns,
            });
        }
        let mut cells = Vec::with_capacity(filled);
        for span in self.spans.iter().take(filled) {
            let text = span.of(rest).into_owned();
            if text.len() > limits.cell_chars && text.chars().count() > limits.cell_chars {
                return Err(SheetError::CellTooLong {
                    line,
                    column: cells.len() + 1,
                    limit: limits.cell_chars,
                });
            }
            cells.push(Cell { text, mark: None });
        }
        let row = Row { line, cells };
        let blank = row.is_blank();
        if lenient {
            self.notes.lenient_rows.add(line);
        }
        if record.contains('\u{fffd}') {
            self.notes.replaced_rows.add(line);
        }
        self.at += length;
        self.line = line.saturating_add(lines);
        Ok((!blank).then_some(row))
    }

    /// Takes one more piece, and forgets the rows already given out.
    fn refill(&mut self) -> Result<(), SheetError> {
        self.window.drain(..self.at);
        self.at = 0;
        self.last = !self.text.append_to(&mut self.window)?;
        Ok(())
    }

    /// A first line `sep=;` is no row: it tells Excel, and us, the delimiter.
    fn take_declaration(&mut self) -> Option<Delimiter> {
        let line = self.window.split(['\n', '\r']).next()?;
        let declared = line.trim_matches('"');
        let mut characters = declared.get(4..)?.chars();
        let named = declared.get(..4)?.eq_ignore_ascii_case("sep=");
        let delimiter = Delimiter::from_char(characters.next()?);
        if !named || characters.next().is_some() || delimiter.is_none() {
            return None;
        }
        let length = line.len();
        let breaks = self.window.get(length..)?;
        self.at = length
            + ["\r\n", "\n", "\r"]
                .iter()
                .find(|end| breaks.starts_with(**end))
                .map_or(0, |end| end.len());
        self.line = 2;
        delimiter
    }
}
