//! Rows → a delimited file, row by row.

use std::io::{self, Write};

use super::super::{Delimiter, protect};

/// Whether cells that a spreadsheet would calculate with get an apostrophe before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// They do; [`unprotect`](super::super::unprotect) takes it off again.
    Spreadsheet,
    /// Every cell as it is, for programs.
    Raw,
}

/// A delimited file being written: UTF-8 with a byte order mark, lines ending with CR LF.
pub struct Csv<W: Write> {
    /// Where it goes.
    output: W,
    /// What stands between two cells.
    delimiter: Delimiter,
    /// What is done about formulas.
    safety: Safety,
}

impl Csv<Vec<u8>> {
    /// What was written since the last time, for those who send it on in pieces.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }
}

impl<W: Write> Csv<W> {
    /// Begins the file with its byte order mark, without which Excel guesses the encoding wrong.
    pub fn new(mut output: W, delimiter: Delimiter, safety: Safety) -> io::Result<Self> {
        output.write_all("\u{feff}".as_bytes())?;
        Ok(Self {
            output,
            delimiter,
            safety,
        })
    }

    /// Writes one row.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        let mut first = true;
        for cell in cells {
            if !first && let Some(byte) = self.delimiter.byte() {
                self.output.write_all(&[byte])?;
            }
            first = false;
            self.cell(cell.as_ref())?;
        }
        self.output.write_all(b"\r\n")
    }

    /// The rest of what was written, to where it goes.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    /// Writes one cell, in quotation marks if a reader could misread it without.
    fn cell(&mut self, text: &str) -> io::Result<()> {
        let text = match self.safety {
            Safety::Spreadsheet => protect(text),
            Safety::Raw => text.into(),
        };
        let delimiter = self.delimiter.byte();
        let quoted = text.starts_with(' ')
            || text
                .bytes()
                .any(|byte| matches!(byte, b'"' | b'\n' | b'\r') || Some(byte) == delimiter);
        if quoted {
            let doubled = text.replace('"', "\"\"");
            write!(self.output, "\"{doubled}\"")
        } else {
            self.output.write_all(text.as_bytes())
        }
    }
}
