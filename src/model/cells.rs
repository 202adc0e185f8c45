//! The cells of one staged row as one text, exactly as they were read.
//!
//! Cells are parted by U+001F. A cell that holds this character, or U+001E, or NUL (which PostgreSQL cannot store), has it
//! escaped with U+001E; what a workbook knew about a cell follows it, escaped likewise.

use crate::sheet::{Cell, Mark};

const PART: char = '\u{1F}';
const ESCAPE: char = '\u{1E}';

/// The row as one text.
pub fn pack(cells: &[Cell]) -> String {
    let length = cells.iter().map(|cell| cell.text.len() + 1).sum();
    let mut packed = String::with_capacity(length);
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            packed.push(PART);
        }
        if cell.text.contains([PART, ESCAPE, '\0']) {
            cell.text.chars().for_each(|c| push_escaped(&mut packed, c));
        } else {
            packed.push_str(&cell.text);
        }
        if let Some(mark) = cell.mark {
            packed.push(ESCAPE);
            packed.push(char::from(b'a' + mark.number()));
        }
    }
    packed
}

/// The row that [`pack`] made the text of.
pub fn unpack(packed: &str) -> Vec<Cell> {
    packed.split(PART).map(unpack_cell).collect()
}

fn push_escaped(packed: &mut String, c: char) {
    match c {
        PART => packed.extend([ESCAPE, '1']),
        ESCAPE => packed.extend([ESCAPE, '2']),
        '\0' => packed.extend([ESCAPE, '0']),
        c => packed.push(c),
    }
}

fn unpack_cell(packed: &str) -> Cell {
    if !packed.contains(ESCAPE) {
        return Cell::plain(packed);
    }
    let mut cell = Cell::default();
    let mut chars = packed.chars();
    while let Some(c) = chars.next() {
        if c != ESCAPE {
            cell.text.push(c);
            continue;
        }
        match chars.next() {
            Some('0') => cell.text.push('\0'),
            Some('1') => cell.text.push(PART),
            Some('2') => cell.text.push(ESCAPE),
            Some(mark) => cell.mark = mark_of(mark),
            None => {}
        }
    }
    cell
}

fn mark_of(letter: char) -> Option<Mark> {
    let number = u8::try_from(letter).ok()?.checked_sub(b'a')?;
    Mark::from_number(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_row_comes_back_as_it_was(texts in proptest::collection::vec(("[\\x00\\x1e\\x1fa-z01 ;\u{FC}]{0,6}", 0_u8..10), 1..5)) {
            let cells: Vec<Cell> = texts.into_iter().map(|(text, mark)| Cell { text, mark: Mark::from_number(mark) }).collect();
            let packed = pack(&cells);
            prop_assert!(!packed.contains('\0'));
            prop_assert_eq!(unpack(&packed), cells);
        }
    }
}
