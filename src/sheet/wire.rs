//! What the program and its child process say to each other: frames of a letter, a length and
//! that many bytes.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::{
    Cell, Kind, Limits, Mark, Row, SheetError,
    workbook::{SheetRow, Span},
};

/// The longest frame: a row of 256 cells of 32,767 characters of four bytes, and some more.
const LONGEST: u32 = 64 * 1024 * 1024;

/// One frame.
#[derive(Debug)]
pub(super) enum Frame {
    /// To the child: what is allowed.
    Limits(Limits),
    /// To the child: bytes of the file; none says that these were all.
    Bytes(Vec<u8>),
    /// To the child: the sheet to read.
    Choice(u32),
    /// From the child: what was learnt of a sheet, behind its first rows.
    Sample(Sample),
    /// From the child: all sheets were sampled.
    Sampled(Kind),
    /// From the child: a row.
    Row(SheetRow),
    /// From the child: there are no more rows.
    End,
    /// From the child: why it cannot be read.
    Error(SheetError),
}

/// What was learnt of a sheet without choosing it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sample {
    /// Its name.
    pub(super) name: String,
    /// Whether it is hidden.
    pub(super) hidden: bool,
    /// Its rows with anything in them, if they were counted.
    pub(super) rows: Option<u64>,
    /// Cells of its first rows that span columns.
    pub(super) spans: Vec<Span>,
    /// Whether it exceeds what is allowed, which only matters if it is chosen.
    pub(super) refused: bool,
}

impl Frame {
    /// Writes it.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Limits(limits) => json(to, b'L', limits),
            Self::Bytes(bytes) => frame(to, b'B', bytes),
            Self::Choice(index) => frame(to, b'C', &index.to_le_bytes()),
            Self::Sample(sample) => json(to, b'S', sample),
            Self::Sampled(kind) => json(to, b'K', kind),
            Self::Row(row) => frame(to, b'R', &row_bytes(row)),
            Self::End => frame(to, b'E', &[]),
            Self::Error(error) => json(to, b'X', error),
        }
    }

    /// Reads one; none if the other side has ended between two frames.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut letter = [0];
        if from.read(&mut letter)? == 0 {
            return Ok(None);
        }
        let length = read_number(from)?;
        if length > LONGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        // Grows with what arrives: a length is only a promise.
        let mut payload = Vec::with_capacity(256);
        from.take(length.into()).read_to_end(&mut payload)?;
        if u32::try_from(payload.len()).ok() != Some(length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let [letter] = letter;
        Ok(Some(match letter {
            b'L' => Self::Limits(serde_json::from_slice(&payload)?),
            b'B' => Self::Bytes(payload),
            b'C' => Self::Choice(read_number(&mut payload.as_slice())?),
            b'S' => Self::Sample(serde_json::from_slice(&payload)?),
            b'K' => Self::Sampled(serde_json::from_slice(&payload)?),
            b'R' => Self::Row(read_row(&mut payload.as_slice())?),
            b'E' => Self::End,
            b'X' => Self::Error(serde_json::from_slice(&payload)?),
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }))
    }
}

/// Writes a frame.
fn frame(to: &mut impl Write, letter: u8, payload: &[u8]) -> io::Result<()> {
    let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
    to.write_all(&[letter])?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(payload)
}

/// Writes a frame of JSON.
fn json(to: &mut impl Write, letter: u8, value: &impl Serialize) -> io::Result<()> {
    frame(to, letter, &serde_json::to_vec(value)?)
}

/// A row as bytes: its line, what was noticed, then for each cell its mark, length and letters.
fn row_bytes(row: &SheetRow) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    bytes.extend_from_slice(&row.row.line.to_le_bytes());
    bytes.push(u8::from(row.hidden) | (u8::from(row.filled) << 1));
    for cell in &row.row.cells {
        bytes.push(cell.mark.map_or(0, Mark::number));
        let length = u32::try_from(cell.text.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(cell.text.as_bytes());
    }
    bytes
}

/// A row from bytes.
fn read_row(bytes: &mut &[u8]) -> io::Result<SheetRow> {
    let line = read_number(bytes)?;
    let mut noticed = [0];
    bytes.read_exact(&mut noticed)?;
    let [noticed] = noticed;
    let mut cells = Vec::new();
    while let Some((mark, mut rest)) = bytes.split_first() {
        let length = read_number(&mut rest)?;
        let (text, rest) = usize::try_from(length)
            .ok()
            .and_then(|length| rest.split_at_checked(length))
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        cells.push(Cell {
            text: str::from_utf8(text).map_err(io::Error::other)?.to_owned(),
            mark: Mark::from_number(*mark),
        });
        *bytes = rest;
    }
    Ok(SheetRow {
        row: Row { line, cells },
        hidden: noticed & 1 != 0,
        filled: noticed & 2 != 0,
    })
}

/// A number of four bytes, the least first.
fn read_number(from: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_arrives_as_it_was_sent() {
        let mut cells: Vec<Cell> = Mark::ALL
            .into_iter()
            .map(|mark| Cell {
                text: mark.code().into(),
                mark: Some(mark),
            })
            .collect();
        cells.push(Cell::plain("Größe"));
        let row = Row { line: 7, cells };
        let mut bytes = Vec::new();
        Frame::Row(SheetRow {
            row: row.clone(),
            hidden: true,
            filled: false,
        })
        .write(&mut bytes)
        .unwrap();
        match Frame::read(&mut bytes.as_slice()).unwrap() {
            Some(Frame::Row(read)) => {
                assert_eq!((read.row, read.hidden, read.filled), (row, true, false));
            }
            other => panic!("{other:?}"),
        }
        assert!(Frame::read(&mut &bytes[..9]).is_err());
        assert!(Frame::read(&mut &[][..]).unwrap().is_none());
    }
}
