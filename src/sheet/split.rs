//! One row out of delimited text: where it ends and where its cells are.
//!
//! The rules are those of RFC 4180, with any of the three line ends. A quotation mark inside an
//! unquoted cell is a letter (`5" pipe`). A quoted cell that goes on behind its closing mark, or
//! never closes, makes the row a stray one: [`leniently`] then reads it again as one line.

use std::{borrow::Cow, ops::Range};

use memchr::{memchr, memchr2, memchr3};

/// Where a cell's letters are, and whether marks in it are doubled.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Bytes of the text given.
    range: Range<usize>,
    /// Whether `""` in it stands for `"`.
    doubled: bool,
}

impl Span {
    /// The cell's letters.
    pub(super) fn of<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let cell = text.get(self.range.clone()).unwrap_or_default();
        if self.doubled {
            Cow::Owned(cell.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(cell)
        }
    }
}

/// What stands at the beginning of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A row.
    Row {
        /// Bytes up to the next row.
        length: usize,
        /// Lines up to the next row.
        lines: u32,
    },
    /// The beginning of a row; more text is needed to see its end.
    Unfinished,
    /// A row whose quotation marks make no sense.
    Stray,
}

/// What stands behind a cell.
enum Behind {
    /// The delimiter; the next cell begins here.
    Cell(usize),
    /// The line end or the end of the text; the next row begins here.
    Row(usize),
    /// The end of the text, but not of the file.
    Unknown,
    /// Something that may not stand there.
    Other,
}

/// Splits by the rules; `last` if the file ends with `text`.
pub(super) fn strictly(
    text: &str,
    delimiter: Option<u8>,
    last: bool,
    cells: &mut Vec<Span>,
) -> Split {
    let bytes = text.as_bytes();
    cells.clear();
    let (mut at, mut lines) = (0, 1);
    loop {
        let inner = skip_blanks(bytes, at);
        let behind = if bytes.get(inner) == Some(&b'"') {
            let Some(closed) = closing(bytes, inner + 1) else {
                return if last {
                    Split::Stray
                } else {
                    Split::Unfinished
                };
            };
            cells.push(Span {
                range: inner + 1..closed.at,
                doubled: closed.doubled,
            });
            lines += closed.breaks;
            terminator(bytes, skip_blanks(bytes, closed.at + 1), delimiter, last)
        } else {
            let end = unquoted_end(bytes, at, delimiter);
            cells.push(Span {
                range: at..end,
                doubled: false,
            });
            terminator(bytes, end, delimiter, last)
        };
        match behind {
            Behind::Cell(next) => at = next,
            Behind::Row(length) => return Split::Row { length, lines },
            Behind::Unknown => return Split::Unfinished,
            Behind::Other => return Split::Stray,
        }
    }
}

/// Splits one line: a mark closes a cell only before a delimiter or the end, and a cell that does
/// not close so is taken as it stands.
pub(super) fn leniently(
    text: &str,
    delimiter: Option<u8>,
    last: bool,
    cells: &mut Vec<Span>,
) -> Split {
    cells.clear();
    let bytes = text.as_bytes();
    let end = memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
    let Behind::Row(length) = terminator(bytes, end, None, last) else {
        return Split::Unfinished;
    };
    let line = bytes.get(..end).unwrap_or_default();
    let mut at = 0;
    loop {
        let inner = skip_blanks(line, at);
        let quoted = (line.get(inner) == Some(&b'"'))
            .then(|| closing_before_delimiter(line, inner + 1, delimiter))
            .flatten();
        let (range, stop) = if let Some((close, stop)) = quoted {
            (inner + 1..close, stop)
        } else {
            let stop = unquoted_end(line, at, delimiter);
            (at..stop, stop)
        };
        cells.push(Span {
            range,
            doubled: quoted.is_some(),
        });
        if stop >= line.len() {
            return Split::Row { length, lines: 1 };
        }
        at = stop + 1;
    }
}

/// The first byte from `at` on that is no space.
fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// The closing mark of a quoted cell.
struct Closed {
    /// Where it is.
    at: usize,
    /// Whether marks before it are doubled.
    doubled: bool,
    /// Line breaks before it.
    breaks: u32,
}

/// Finds the mark that closes the quoted cell whose letters begin at `from`.
fn closing(bytes: &[u8], from: usize) -> Option<Closed> {
    let (mut at, mut doubled) = (from, false);
    loop {
        at += memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(at + 1) != Some(&b'"') {
            let breaks = line_breaks(bytes.get(from..at)?);
            return Some(Closed {
                at,
                doubled,
                breaks,
            });
        }
        doubled = true;
        at += 2;
    }
}

/// How many line ends, of any of the three kinds, are in it.
fn line_breaks(bytes: &[u8]) -> u32 {
    let mut breaks = 0;
    let mut rest = bytes;
    while let Some(at) = memchr2(b'\n', b'\r', rest) {
        breaks += 1;
        let pair = rest.get(at..at + 2) == Some(b"\r\n");
        rest = rest.get(at + 1 + usize::from(pair)..).unwrap_or_default();
    }
    breaks
}

/// Finds the last possible meaning of a mark: closing, because the cell ends right behind it.
/// Gives the mark's place and that of the delimiter or line end.
fn closing_before_delimiter(
    line: &[u8],
    from: usize,
    delimiter: Option<u8>,
) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        at += memchr(b'"', line.get(at..)?)?;
        let stop = skip_blanks(line, at + 1);
        let next = line.get(stop).copied();
        if next.is_none() || next == delimiter {
            return Some((at, stop));
        }
        at += if line.get(at + 1) == Some(&b'"') {
            2
        } else {
            1
        };
    }
}

/// Where an unquoted cell ends.
fn unquoted_end(bytes: &[u8], at: usize, delimiter: Option<u8>) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let found = match delimiter {
        Some(delimiter) => memchr3(delimiter, b'\n', b'\r', rest),
        None => memchr2(b'\n', b'\r', rest),
    };
    at + found.unwrap_or(rest.len())
}

/// What stands at `at`, behind a cell.
fn terminator(bytes: &[u8], at: usize, delimiter: Option<u8>, last: bool) -> Behind {
    match (bytes.get(at), bytes.get(at + 1)) {
        (None, _) if last => Behind::Row(bytes.len()),
        (None, _) => Behind::Unknown,
        (Some(b'\r'), Some(b'\n')) => Behind::Row(at + 2),
        (Some(b'\r'), None) if !last => Behind::Unknown,
        (Some(b'\n' | b'\r'), _) => Behind::Row(at + 1),
        (Some(byte), _) if Some(*byte) == delimiter => Behind::Cell(at + 1),
        _ => Behind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(text: &str) -> (Split, Vec<String>) {
        let mut cells = Vec::new();
        let split = strictly(text, Some(b','), true, &mut cells);
        let cells = cells.iter().map(|cell| cell.of(text).into_owned());
        (split, cells.collect())
    }

    fn lenient(text: &str) -> Vec<String> {
        let mut cells = Vec::new();
        leniently(text, Some(b','), true, &mut cells);
        cells
            .iter()
            .map(|cell| cell.of(text).into_owned())
            .collect()
    }

    #[test]
    fn quoted_cells_may_hold_delimiters_marks_and_line_ends() {
        let (split, cells) = strict("a,\"b,\"\"c\"\"\r\nd\", \"e\" \r\nnext");
        assert_eq!(
            split,
            Split::Row {
                length: 22,
                lines: 2
            }
        );
        assert_eq!(cells, ["a", "b,\"c\"\r\nd", "e"]);
    }

    #[test]
    fn a_mark_inside_an_unquoted_cell_is_a_letter() {
        assert_eq!(strict("5\" pipe,2\"\n").1, ["5\" pipe", "2\""]);
    }

    #[test]
    fn marks_without_sense_make_a_stray_row() {
        for text in ["\"5\" pipe\",x\ny", "\"open,x\ny", "a,\"b\"c\n"] {
            assert_eq!(strict(text).0, Split::Stray, "{text}");
        }
        assert_eq!(lenient("\"5\" pipe\",x\ny"), ["5\" pipe", "x"]);
        assert_eq!(lenient("\"open,x\ny"), ["\"open", "x"]);
        assert_eq!(lenient("a,\"b\"c\n"), ["a", "\"b\"c"]);
        assert_eq!(lenient("a,\n"), ["a", ""]);
    }

    #[test]
    fn a_row_cut_off_by_the_piece_is_unfinished() {
        let mut cells = Vec::new();
        for text in ["a,b", "a,\"b", "a,\"b\"", "a\r", "a,"] {
            let split = strictly(text, Some(b','), false, &mut cells);
            assert_eq!(split, Split::Unfinished, "{text}");
        }
    }
}
