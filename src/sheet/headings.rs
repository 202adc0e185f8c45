//! Which row holds the headings, and what the columns are called.

use std::collections::HashSet;

use super::Row;

/// Rows among which the headings are looked for.
pub(super) const SEARCHED: usize = 50;
/// The last column that a merged heading is followed to.
const LAST_COLUMN: usize = 1_000;

/// Finds the heading row among the first rows of a table and gives its index.
///
/// The first row with two known headings; else the first with one that is as wide as any before
/// it and at least half as wide as the table; else the first that has nearly as many cells of
/// words (not numbers) as any, because titles are narrower and data has numbers.
pub(super) fn find(rows: &[Row], known_heading: &dyn Fn(&str) -> bool) -> Option<usize> {
    let known = |row: &Row| {
        row.cells
            .iter()
            .filter(|cell| known_heading(&cell.text))
            .count()
    };
    if let Some(found) = rows.iter().position(|row| known(row) >= 2) {
        return Some(found);
    }
    let widest = rows.iter().map(width).max()?;
    let mut widest_before = 0;
    for (index, row) in rows.iter().enumerate() {
        let width = width(row);
        if width >= widest_before && width * 2 >= widest && known(row) == 1 {
            return Some(index);
        }
        widest_before = widest_before.max(width);
    }
    let most_words = rows.iter().map(words).max()?;
    let first = rows
        .iter()
        .position(|row| words(row) * 10 >= most_words * 7)
        .filter(|_| most_words > 0)?;
    match rows.get(first).zip(rows.get(first + 1)) {
        Some((upper, lower)) if is_second_line(upper, lower) => Some(first + 1),
        _ => Some(first),
    }
}

/// Whether the headings go on in the line below: it has no digit anywhere, as data would, and
/// either repeats itself (`No. | No.`) or stands where the upper line is blank.
fn is_second_line(upper: &Row, lower: &Row) -> bool {
    let digits = |row: &Row| {
        let mut letters = row.cells.iter().flat_map(|cell| cell.text.chars());
        letters.any(char::is_numeric)
    };
    let filled = |row: &Row, index: usize| {
        row.cells
            .get(index)
            .is_some_and(|cell| !cell.text.trim().is_empty())
    };
    let mut once = HashSet::new();
    let repeats = lower
        .cells
        .iter()
        .filter(|cell| !cell.text.trim().is_empty())
        .any(|cell| !once.insert(cell.text.as_str()));
    let columns = 0..lower.cells.len();
    let completes = columns
        .into_iter()
        .any(|index| filled(lower, index) && !filled(upper, index));
    upper.line.saturating_add(1) == lower.line
        && !digits(lower)
        && width(lower) * 10 >= width(upper) * 7
        && (repeats || completes)
}

/// How many cells have anything in them.
fn width(row: &Row) -> usize {
    row.cells
        .iter()
        .filter(|cell| !cell.text.trim().is_empty())
        .count()
}

/// How many cells are words and not numbers, prices or dates.
fn words(row: &Row) -> usize {
    row.cells
        .iter()
        .filter(|cell| cell.mark.is_none() && is_words(&cell.text))
        .count()
}

/// Whether a text has more letters than digits.
fn is_words(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    letters > digits
}

/// The names of all columns: the row's own, completed by the row above where that one is part of
/// the heading too, each name once.
///
/// A cell of the line directly above is joined (`Customer / No.`) where the column's own heading
/// is blank or stands there more than once, and where it is merged across some of the columns:
/// `spans` are its line, first and last column.
pub(super) fn names(
    heading: &Row,
    above: Option<&Row>,
    spans: &[(u32, u16, u16)],
    columns: usize,
) -> Vec<String> {
    let own = heading.cells.iter().map(|cell| one_line(&cell.text));
    let mut own: Vec<String> = own.collect();
    own.resize(own.len().max(columns), String::new());
    let mut once = HashSet::new();
    let repeated: HashSet<String> = own
        .iter()
        .filter(|name| !once.insert(name.to_lowercase()))
        .map(|name| name.to_lowercase())
        .collect();
    let above = above
        .filter(|row| row.line.saturating_add(1) == heading.line)
        .map(|row| spread(row, spans));
    let mut names = Vec::with_capacity(own.len());
    let mut taken = HashSet::new();
    for (index, name) in own.into_iter().enumerate() {
        let upper = above
            .as_ref()
            .and_then(|cells| cells.get(index))
            .filter(|(upper, _)| !upper.is_empty() && upper.to_lowercase() != name.to_lowercase());
        let name = match upper {
            Some((upper, _)) if name.is_empty() => upper.clone(),
            Some((upper, merged)) if *merged || repeated.contains(&name.to_lowercase()) => {
                format!("{upper} / {name}")
            }
            _ if name.is_empty() => format!("Column {}", letters(index)),
            _ => name,
        };
        names.push(unique(&name, &mut taken));
    }
    names
}

/// The words of a row with those of merged cells in all their columns, and which these are.
///
/// A row that is merged into one cell is a title and not the upper half of headings.
fn spread(row: &Row, spans: &[(u32, u16, u16)]) -> Vec<(String, bool)> {
    let words = |text: &str| Some(one_line(text)).filter(|text| is_words(text));
    let own = row.cells.iter().map(|cell| words(&cell.text));
    let mut cells: Vec<_> = own.map(|text| (text.unwrap_or_default(), false)).collect();
    if width(row) > 1 {
        for (_, first, last) in spans.iter().filter(|(line, ..)| *line == row.line) {
            let (first, last) = (usize::from(*first), usize::from(*last).min(LAST_COLUMN));
            let Some((text, _)) = cells.get(first).cloned() else {
                continue;
            };
            cells.resize(cells.len().max(last + 1), (String::new(), false));
            for cell in cells.iter_mut().take(last + 1).skip(first) {
                *cell = (text.clone(), true);
            }
        }
    }
    cells
}

/// The names of columns that have no headings.
pub(super) fn letters_only(columns: usize) -> Vec<String> {
    (0..columns)
        .map(|index| format!("Column {}", letters(index)))
        .collect()
}

/// A heading as one line without blanks around and doubled inside.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name, with a number behind it if it is taken.
fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while !taken.insert(candidate.to_lowercase()) {
        candidate = format!("{name} ({number})");
        number += 1;
    }
    candidate
}

/// The letters that a spreadsheet writes above a column: A for 0, AA for 26.
pub(super) fn letters(mut index: usize) -> String {
    let mut reversed = Vec::new();
    loop {
        let letter = u8::try_from(index % 26).unwrap_or_default();
        reversed.push(char::from(b'A' + letter));
        if index < 26 {
            return reversed.into_iter().rev().collect();
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Cell, *};

    fn row(line: u32, cells: &[&str]) -> Row {
        Row {
            line,
            cells: cells.iter().map(|text| Cell::plain(*text)).collect(),
        }
    }

    fn found(rows: &[Row]) -> Option<usize> {
        find(rows, &|heading| ["SKU", "CPN"].contains(&heading))
    }

    #[test]
    fn known_headings_win_over_wider_rows() {
        let rows = [
            row(1, &["Our list", "of", "many", "things", "here"]),
            row(2, &["SKU", "CPN", "x"]),
            row(3, &["a", "b", "c"]),
        ];
        assert_eq!(found(&rows), Some(1));
    }

    #[test]
    fn one_known_heading_in_a_title_is_not_enough() {
        let rows = [
            row(1, &["SKU"]),
            row(3, &["Number", "Text", "SKU", "Unit"]),
            row(4, &["1", "x", "2", "pcs"]),
        ];
        assert_eq!(found(&rows), Some(1));
        assert_eq!(found(&[row(1, &["CPN"]), row(2, &["A-1"])]), Some(0));
    }

    #[test]
    fn unknown_headings_are_the_first_wide_row_of_words() {
        let rows = [
            row(1, &["Company:", "Muster GmbH"]),
            row(2, &["Date:", "2024-01-01"]),
            row(4, &["Nummer", "Bezeichnung", "Menge", "Preis", "81,85"]),
            row(5, &["4711", "Schraube", "12", "0,20", "2,40"]),
        ];
        assert_eq!(found(&rows), Some(2));
        assert_eq!(found(&[row(1, &["1", "2"])]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn repeated_and_blank_headings_get_names_of_their_own() {
        let heading = row(2, &["Cat#", "", "Cat#", " two\nlines "]);
        assert_eq!(
            names(&heading, None, &[], 5),
            ["Cat#", "Column B", "Cat# (2)", "two lines", "Column E"]
        );
    }

    #[test]
    fn two_lines_of_headings_are_joined_where_one_does_not_tell() {
        let above = row(1, &["Customer", "Supplier", "Group", "Unit"]);
        let heading = row(2, &["No.", "No.", "Text", ""]);
        assert_eq!(
            names(&heading, Some(&above), &[], 4),
            ["Customer / No.", "Supplier / No.", "Text", "Unit"]
        );
        let far = Row { line: 0, ..above };
        assert_eq!(names(&heading, Some(&far), &[], 4)[1], "No. (2)");
    }

    #[test]
    fn merged_headings_stand_over_all_their_columns() {
        let above = row(4, &["Customer", "", "Supplier"]);
        let heading = row(5, &["No.", "Name", "SKU"]);
        assert_eq!(
            names(&heading, Some(&above), &[(4, 0, 1)], 3),
            ["Customer / No.", "Customer / Name", "SKU"]
        );
        let title = row(4, &["Price list"]);
        assert_eq!(names(&heading, Some(&title), &[(4, 0, 2)], 3)[0], "No.");
    }

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let lettered = [0, 25, 26, 701, 702, 16_383].map(letters);
        assert_eq!(lettered, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
