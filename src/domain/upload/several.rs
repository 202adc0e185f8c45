//! Several numbers in one cell: noticed, and taken one by one when somebody says what stands between them.

use crate::access::{Reads, Scope};
use crate::error::Result;
use crate::model::cells;
use crate::model::repair::{Group, Repair};
use crate::model::upload::{Field, Upload};
use crate::sheet::{Cell, unprotect};
use crate::store::decided::{self, NewRepair};
use crate::store::repairs::OfferRow;
use crate::store::staging::{self, Batch, Draft};

/// Rows taken at once.
const BATCH: i32 = 5_000;
/// The most numbers a cell is split into; one with more is no list of numbers.
const MOST: usize = 50;
/// What stands between the numbers of a cell: the note that says so, the repair, the character.
const SEPARATORS: [(&str, Repair, char); 4] = [
    ("several-lines", Repair::SplitLines, '\n'),
    ("several-semicolons", Repair::SplitSemicolons, ';'),
    ("several-commas", Repair::SplitCommas, ','),
    ("several-slashes", Repair::SplitSlashes, '/'),
];

/// A cell that looks as if it held several numbers. Real numbers have such characters too, so it is no more than a note.
pub fn noted(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.contains('\n') {
        Some("several-lines")
    } else if text.contains(';') {
        Some("several-semicolons")
    } else if text.contains(", ") {
        Some("several-commas")
    } else if text.contains(" / ") {
        Some("several-slashes")
    } else {
        None
    }
}

fn separator(repair: Repair) -> Option<(&'static str, char)> {
    SEPARATORS
        .into_iter()
        .find(|(_, split, _)| *split == repair)
        .map(|(note, _, separator)| (note, separator))
}

/// Whether a repair splits cells.
pub fn splits(repair: Repair) -> bool {
    separator(repair).is_some()
}

fn pieces(text: &str, separator: char) -> Vec<String> {
    let pieces: Vec<String> = unprotect(text)
        .split(separator)
        .map(|piece| piece.trim().to_owned())
        .filter(|piece| !piece.is_empty())
        .collect();
    if pieces.len() > MOST {
        return Vec::new();
    }
    pieces
}

/// Splitting, as offers for a group.
pub async fn offers(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    examples: i32,
) -> Result<Vec<OfferRow>> {
    let Some(column) = upload.mapping.column(Field::Cpn) else {
        return Ok(Vec::new());
    };
    let mut offers = Vec::new();
    for noted in decided::several(scope, upload, group).await? {
        let known = SEPARATORS
            .into_iter()
            .find(|(note, ..)| *note == noted.note);
        let Some((note, repair, separator)) = known else {
            continue;
        };
        for row in decided::rows_of(scope, upload, group, note, i32::MIN, examples).await? {
            let row_cells = cells::unpack(&row.cells);
            let given = row_cells.get(column).map_or("", |cell| cell.text.as_str());
            offers.push(OfferRow {
                repair,
                count: noted.count,
                line: row.line,
                given: given.to_owned(),
                number: pieces(given, separator).join(" \u{b7} "),
            });
        }
    }
    Ok(offers)
}

/// Takes the numbers of each cell one by one: the first stays on its line, the others get lines behind the last of the file. Gives
/// the lines to be drafted again.
pub async fn split(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
    repair: Repair,
) -> Result<Vec<i32>> {
    let (Some(column), Some((note, separator))) =
        (upload.mapping.column(Field::Cpn), separator(repair))
    else {
        return Ok(Vec::new());
    };
    let mut next = staging::last_line(scope, upload.id, upload.generation).await?;
    let mut after = i32::MIN;
    let mut lines = Vec::new();
    loop {
        let rows = decided::rows_of(scope, upload, group, note, after, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = last.line;
        let mut batch = Batch::default();
        let mut repairs = Vec::new();
        for row in &rows {
            let row_cells = cells::unpack(&row.cells);
            let Some(cell) = row_cells.get(column) else {
                continue;
            };
            for (nth, number) in pieces(&cell.text, separator).into_iter().enumerate() {
                let mut repair = NewRepair {
                    line: row.line,
                    product_text: None,
                    cpn: Some(number.clone()),
                    of_line: None,
                };
                if nth > 0 {
                    next = next.saturating_add(1);
                    let mut piece = row_cells.clone();
                    if let Some(cell) = piece.get_mut(column) {
                        *cell = Cell::plain(number);
                    }
                    let id = uuid::Uuid::now_v7();
                    batch.push(next, id, cells::pack(&piece), Draft::default());
                    repair = NewRepair {
                        line: next,
                        product_text: None,
                        cpn: None,
                        of_line: Some(row.line),
                    };
                }
                repairs.push(repair);
            }
        }
        staging::insert_rows(scope, upload.id, upload.generation, &batch).await?;
        lines.extend(decided::insert(scope, upload.id, repair, &repairs).await?);
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_where_it_is_said() {
        assert_eq!(pieces("A12; A13 ;", ';'), ["A12", "A13"]);
        assert_eq!(pieces("A12\nA13\r\n", '\n'), ["A12", "A13"]);
        assert_eq!(pieces("=\"007\"", ';'), ["007"]);
        assert!(pieces(&"A;".repeat(51), ';').is_empty());
    }

    #[test]
    fn only_what_looks_like_several_numbers_is_noted() {
        for (text, note) in [
            ("A12 / A13", Some("several-slashes")),
            ("A12, A13", Some("several-commas")),
            ("A12;A13", Some("several-semicolons")),
            ("A12\nA13", Some("several-lines")),
            ("1/2", None),
            ("1,5", None),
            ("A12\n", None),
        ] {
            assert_eq!(noted(text), note, "{text:?}");
        }
    }
}
