//! Merged areas: their text stands in the first cell only, people see it in all of them.
//!
//! An XLSX lists them behind the rows, so the sheet is run through once before it is read. Areas
//! are filled downwards, in their first column: to the right of it a section title or a group
//! heading would turn into data.

use std::{
    collections::{HashMap, VecDeque},
    io::Read,
};

use super::{
    super::{Limits, SheetError},
    Span,
    builder::RowBuilder,
};

/// Areas that are kept; what a person merges is far less.
const MOST: usize = 100_000;
/// Lines among which headings may stand, so that spans matter.
const HEADING_LINES: u32 = 200;

/// One merged area, lines from 1 and columns from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    /// Its first line.
    first_line: u32,
    /// Its last line.
    last_line: u32,
    /// Its first column.
    first_column: usize,
    /// Its last column.
    last_column: usize,
}

/// All merged areas of a sheet, while its rows pass by.
#[derive(Default)]
pub(super) struct Merges {
    /// Those that begin further down, the next one first.
    coming: VecDeque<Area>,
    /// Those that the current line lies in, by column: last line and text.
    open: HashMap<usize, (u32, String)>,
    /// Spans of the first lines.
    spans: Vec<Span>,
}

impl Merges {
    /// Finds all `<mergeCell ref="A1:B2"/>` in the XML of a sheet without parsing the rest.
    pub(super) fn scan(mut source: impl Read) -> Result<Self, SheetError> {
        /// What one of them looks like; `<` can stand in no text.
        const TAG: &[u8] = b"mergeCell ";
        /// The longest that is looked for.
        const LONGEST: usize = 256;
        let mut areas = Vec::new();
        let mut window = Vec::new();
        let finder = memchr::memmem::Finder::new(TAG);
        loop {
            let length = source.by_ref().take(64 * 1024).read_to_end(&mut window)?;
            let last = length == 0;
            let mut done = 0;
            for at in finder.find_iter(&window) {
                if !last && at + LONGEST > window.len() {
                    break;
                }
                done = at + TAG.len();
                let tag = window.get(at..window.len().min(at + LONGEST));
                if is_tag(window.get(..at).unwrap_or_default()) && areas.len() < MOST {
                    areas.extend(tag.and_then(area_of_tag));
                }
            }
            if last {
                return Ok(Self::new(areas));
            }
            let kept = window.len().saturating_sub(LONGEST).max(done);
            window.drain(..kept);
        }
    }

    /// Prepares areas for rows in their order.
    pub(super) fn new(mut areas: Vec<Area>) -> Self {
        areas.sort_by_key(|area| (area.first_line, area.first_column));
        let spans = areas
            .iter()
            .filter(|area| area.first_line <= HEADING_LINES && area.last_column > area.first_column)
            .filter_map(Area::span)
            .collect();
        areas.retain(|area| area.last_line > area.first_line);
        Self {
            coming: areas.into(),
            open: HashMap::new(),
            spans,
        }
    }

    /// The spans of the first lines.
    pub(super) fn into_spans(self) -> Vec<Span> {
        self.spans
    }

    /// Takes one more area that begins on the line of the row being built; for files that say so
    /// at the cell itself.
    pub(super) fn add(&mut self, line: u32, column: usize, lines: u32, columns: usize) {
        let area = Area {
            first_line: line,
            last_line: line.saturating_add(lines.saturating_sub(1)),
            first_column: column,
            last_column: column.saturating_add(columns.saturating_sub(1)),
        };
        if self.spans.len() + self.coming.len() < MOST {
            if line <= HEADING_LINES && columns > 1 {
                self.spans.extend(area.span());
            }
            if lines > 1 {
                self.coming.push_back(area);
            }
        }
    }

    /// Fills the row from the areas it lies in, and remembers what begins in it. A row with
    /// nothing of its own stays blank.
    pub(super) fn fill(&mut self, row: &mut RowBuilder, limits: &Limits) -> Result<(), SheetError> {
        let line = row.line();
        self.open.retain(|_, (last, _)| *last >= line);
        if !row.is_blank() {
            for (column, (_, text)) in &self.open {
                row.fill(*column, text, limits)?;
            }
        }
        while let Some(area) = self.coming.front()
            && area.first_line <= line
        {
            if area.first_line == line {
                let text = row.text(area.first_column).to_owned();
                self.open.insert(area.first_column, (area.last_line, text));
            }
            self.coming.pop_front();
        }
        Ok(())
    }
}

impl Area {
    /// Its first line as a span.
    fn span(&self) -> Option<Span> {
        Some((
            self.first_line,
            u16::try_from(self.first_column).ok()?,
            u16::try_from(self.last_column).ok()?,
        ))
    }
}

/// Whether what stands before a name makes it a tag: `<`, or `<` and a prefix.
fn is_tag(before: &[u8]) -> bool {
    match before.last() {
        Some(b'<') => true,
        Some(b':') => before
            .iter()
            .rev()
            .skip(1)
            .find(|byte| !byte.is_ascii_alphanumeric())
            .is_some_and(|byte| *byte == b'<'),
        _ => false,
    }
}

/// The area that a tag names.
fn area_of_tag(tag: &[u8]) -> Option<Area> {
    let end = memchr::memchr(b'>', tag)?;
    let tag = str::from_utf8(tag.get(..end)?).ok()?;
    let (_, named) = tag.split_once("ref=")?;
    let quote = named.chars().next()?;
    let (first, last) = named.get(1..)?.split_once(quote)?.0.split_once(':')?;
    let (first_column, first_line) = place(first)?;
    let (last_column, last_line) = place(last)?;
    Some(Area {
        first_line,
        last_line,
        first_column,
        last_column,
    })
}

/// Column from 0 and line from 1 of a reference such as `AB12`.
pub(super) fn place(reference: &str) -> Option<(usize, u32)> {
    let reference = reference.trim_start_matches('$');
    let digits = reference.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let (letters, line) = reference.split_at_checked(digits)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let line = line.trim_start_matches('$').parse().ok()?;
    Some((column - 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        assert_eq!(place("A1"), Some((0, 1)));
        assert_eq!(place("$AB$12"), Some((27, 12)));
        assert_eq!(place("XFD1048576"), Some((16_383, 1_048_576)));
        for reference in ["", "A", "1", "ABCD1", "A-1"] {
            assert_eq!(place(reference), None, "{reference}");
        }
    }

    #[test]
    fn areas_are_found_in_pieces_and_only_as_tags() {
        let mut xml = "x".repeat(64 * 1024 - 20);
        xml.push_str("<mergeCells><mergeCell ref=\"A1:A3\"/>mergeCell ref=\"C1:C3\"");
        xml.push_str(&"y".repeat(70_000));
        xml.push_str("<x:mergeCell ref='B2:D2'/></mergeCells>");
        let merges = Merges::scan(xml.as_bytes()).unwrap();
        assert_eq!(merges.coming.len(), 1);
        assert_eq!(merges.spans, [(2, 1, 3)]);
    }
}
