//! How a file is read: what was detected, what a person said instead, what is allowed.
//!
//! A `Layout` is stored beside the upload and shown to the person; each of its fields can be
//! overruled by the field of the same name in [`Overrides`], and the file is read again.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::encoding::Encoding;

/// What kind of file it is, told by its content and not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text with a delimiter: CSV, TSV, TXT, a pasted list.
    Delimited,
    /// An Office Open XML workbook (`.xlsx`, `.xlsm`).
    Xlsx,
    /// A workbook of `LibreOffice` and its relatives (`.ods`).
    Ods,
    /// A workbook of Excel 97 to 2003 (`.xls`).
    Xls,
}

impl Kind {
    /// Whether it has sheets, and so is read by the child process.
    pub fn is_workbook(self) -> bool {
        self != Self::Delimited
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Delimited => "CSV",
            Self::Xlsx => "XLSX",
            Self::Ods => "ODS",
            Self::Xls => "XLS",
        })
    }
}

/// What stands between two cells of a delimited file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, what Excel writes where the comma is the decimal sign.
    Semicolon,
    /// The tab, also of everything copied out of a spreadsheet.
    Tab,
    /// `|`
    Pipe,
    /// Nothing: each line is one cell.
    Nothing,
}

impl Delimiter {
    /// All that can be chosen, the most frequent first.
    pub const ALL: [Self; 5] = [
        Self::Comma,
        Self::Semicolon,
        Self::Tab,
        Self::Pipe,
        Self::Nothing,
    ];

    /// The byte it is in the file; none where each line is one cell.
    pub fn byte(self) -> Option<u8> {
        match self {
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Pipe => Some(b'|'),
            Self::Nothing => None,
        }
    }

    /// The delimiter that is this character.
    pub fn from_char(character: char) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|one| one.byte().map(char::from) == Some(character))
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
            Self::Nothing => "nothing",
        })
    }
}

/// A text that names no delimiter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no delimiter is called {0:?}: choose comma, semicolon, tab, pipe or nothing")]
pub struct UnknownDelimiter(String);

impl FromStr for Delimiter {
    type Err = UnknownDelimiter;

    /// Reads a name (`semicolon`), the character itself (`;`) or `\t`.
    fn from_str(text: &str) -> Result<Self, UnknownDelimiter> {
        let mut characters = text.chars();
        if let (Some(only), None) = (characters.next(), characters.next())
            && let Some(delimiter) = Self::from_char(only)
        {
            return Ok(delimiter);
        }
        match text.trim().to_ascii_lowercase().as_str() {
            "\\t" => Ok(Self::Tab),
            "none" => Ok(Self::Nothing),
            name => Self::ALL
                .into_iter()
                .find(|one| one.to_string() == name)
                .ok_or_else(|| UnknownDelimiter(text.to_owned())),
        }
    }
}

/// Said instead of a sheet's name: all visible sheets with the headings of the first one, as if they stood below each other. No
/// sheet can be called so.
pub const ALL_SHEETS: &str = "*";

/// How a file is read: detected, or said by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What kind of file it is.
    pub kind: Kind,
    /// How its bytes are letters; none for a workbook, which says so itself.
    pub encoding: Option<Encoding>,
    /// What stands between two cells; none for a workbook.
    pub delimiter: Option<Delimiter>,
    /// The sheet that is read, or [`ALL_SHEETS`]; none for a delimited file.
    pub sheet: Option<String>,
    /// The line of the headings as a person sees it, from 1; 0 if the file has none
    /// and its first row is data.
    pub heading_row: u32,
}

/// What a person said about a file, against what was detected. Nothing said is `default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Overrides {
    /// How its bytes are letters.
    pub encoding: Option<Encoding>,
    /// What stands between two cells.
    pub delimiter: Option<Delimiter>,
    /// The sheet to read, or [`ALL_SHEETS`].
    pub sheet: Option<String>,
    /// The line of the headings as a person sees it, from 1; 0 says that there are none.
    pub heading_row: Option<u32>,
}

/// One sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetInfo {
    /// Its name on the tab.
    pub name: String,
    /// Its rows with anything in them, headings included; none where counting would
    /// have meant unpacking a very large sheet that nobody chose.
    pub rows: Option<u64>,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Whether it is the first sheet that is read, or visible with the same headings: [`ALL_SHEETS`] would read it too.
    #[serde(default)]
    pub alike: bool,
}

/// How much of a file is read before it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file itself.
    pub bytes: u64,
    /// Rows of data, headings and blank rows not counted.
    pub rows: u64,
    /// Lines of a sheet, blank ones and those above the headings counted.
    pub lines: u32,
    /// Columns up to the last that has anything in it.
    pub columns: usize,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Bytes of one row of a delimited file, once it is UTF-8.
    pub record_bytes: usize,
    /// Bytes of a workbook once unpacked, all parts that were read together.
    pub unpacked_bytes: u64,
    /// How many times larger than packed a part of a workbook may become.
    pub unpacked_ratio: u64,
    /// Unpacked bytes of a part up to which its ratio does not matter.
    pub ratio_free_bytes: u64,
    /// Bytes of a workbook's table of texts.
    pub shared_text_bytes: usize,
    /// Parts of a workbook.
    pub parts: u64,
    /// Seconds that the reader of a workbook may be waited for, all waits together.
    pub wait_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 200 * 1024 * 1024,
            rows: 1_000_000,
            lines: 1_048_576,
            columns: 256,
            cell_chars: 32_767,
            record_bytes: 1024 * 1024,
            unpacked_bytes: 2 * 1024 * 1024 * 1024,
            unpacked_ratio: 200,
            ratio_free_bytes: 16 * 1024 * 1024,
            shared_text_bytes: 256 * 1024 * 1024,
            parts: 1_000,
            wait_seconds: 150,
        }
    }
}

/// What was noticed while reading and a person should know; complete once the last row was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notes {
    /// Rows that the workbook hides and that were read all the same.
    pub hidden_rows: Lines,
    /// Rows in which an empty cell was filled from the merged area it lies in.
    pub merged_rows: Lines,
    /// Rows whose quotation marks made no sense and were read leniently.
    pub lenient_rows: Lines,
    /// Rows with U+FFFD in them: bytes that are no letter in this encoding, or NUL.
    pub replaced_rows: Lines,
}

/// Lines where something was noticed: how many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// How many.
    pub count: u64,
    /// The first twenty.
    pub first: Vec<u32>,
}

impl Lines {
    /// How many lines are kept by number.
    const KEPT: usize = 20;

    /// Takes one more line.
    pub(super) fn add(&mut self, line: u32) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_read_by_name_and_by_character() {
        for delimiter in Delimiter::ALL {
            assert_eq!(delimiter.to_string().parse(), Ok(delimiter));
            if let Some(byte) = delimiter.byte() {
                assert_eq!(char::from(byte).to_string().parse(), Ok(delimiter));
            }
        }
        assert_eq!("\\t".parse(), Ok(Delimiter::Tab));
        assert!("x".parse::<Delimiter>().is_err());
    }

    #[test]
    fn a_layout_survives_storage() {
        let layout = Layout {
            kind: Kind::Delimited,
            encoding: Some("UTF-8 with BOM".parse().unwrap()),
            delimiter: Some(Delimiter::Semicolon),
            sheet: None,
            heading_row: 4,
        };
        let stored = serde_json::to_value(&layout).unwrap();
        assert_eq!(
            stored,
            serde_json::json!({"kind": "delimited", "encoding": "UTF-8 with BOM",
                "delimiter": "semicolon", "sheet": null, "heading_row": 4})
        );
        assert_eq!(serde_json::from_value::<Layout>(stored).unwrap(), layout);
    }

    #[test]
    fn only_the_first_lines_are_kept_but_all_are_counted() {
        let mut lines = Lines::default();
        (1..=50).for_each(|line| lines.add(line));
        assert_eq!((lines.count, lines.first.len()), (50, 20));
    }
}
