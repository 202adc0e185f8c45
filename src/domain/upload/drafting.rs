//! What the chosen columns make of a row: a checked draft with its keys, or the first reason why it cannot be taken.

use std::borrow::Cow;

use super::seen::Seen;
use super::{several, spoilt, styles};
use crate::model::cells;
use crate::model::cpn::{CpnDraft, CpnInput};
use crate::model::key;
use crate::model::problems::{Fault, Problems};
use crate::model::product::{self, NUMBER_LENGTH};
use crate::model::repair::Repair;
use crate::model::text;
use crate::model::upload::{Field, Mapping, cause};
use crate::sheet::{Cell, Mark, unmark, unprotect};
use crate::store::decided::RowRepair;
use crate::store::staging::{Batch, Draft};

/// First cells of rows that sum up the ones above.
const TOTALS: &[&str] = &[
    "total",
    "sum",
    "subtotal",
    "grand total",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "totaal",
    "subtotaal",
    "somme",
    "total g\u{e9}n\u{e9}ral",
    "totale",
];

/// Drafts the rows of one upload.
#[derive(Clone)]
pub struct Drafter {
    mapping: Mapping,
    account_key: String,
}

impl Drafter {
    /// For a mapping and the company that uploads.
    pub fn new(mapping: &Mapping, account_number: &str) -> Self {
        Self {
            mapping: mapping.clone(),
            account_key: key::plain(account_number),
        }
    }

    /// Drafts a row of a file whose rows above were `seen`, and adds it to the batch.
    pub fn add(&self, batch: &mut Batch, seen: &mut Seen, line: i32, id: uuid::Uuid, row: &[Cell]) {
        let mut draft = self.draft(row);
        draft.is_first = match &draft.identity_key {
            Some(key) => seen.is_new(key),
            None => true,
        };
        batch.push(line, id, cells::pack(row), draft);
    }

    /// What the columns make of a row. Keys are filled in as far as they are known, also where there is a problem, so that
    /// mirroring can tell what the row may have meant.
    pub fn draft(&self, row: &[Cell]) -> Draft {
        self.judged(row, false)
    }

    /// The same; with a customer's number that somebody found right as it stands nothing can be wrong but what no number may be.
    fn judged(&self, row: &[Cell], as_it_is: bool) -> Draft {
        let mut draft = Draft::default();
        let mut notes = Vec::new();
        let product = self.identifier(row, Field::Product, &mut notes);
        let cpn = self.identifier(row, Field::Cpn, &mut notes);
        let problem = Self::total(row, &cpn)
            .or_else(|| self.other_company(row))
            .or_else(|| self.product(row, &product, &mut draft, &mut notes));
        let number = self.number(row, &cpn, as_it_is, &mut draft, &mut notes);
        draft.problem = problem.or(number);
        draft.notes = notes.join(" ");
        draft
    }

    /// What the columns make of a row about which somebody has decided.
    pub fn repaired(&self, row: &[Cell], decided: &RowRepair) -> Draft {
        let mut row = row.to_vec();
        for (field, text) in [
            (Field::Product, &decided.product_text),
            (Field::Cpn, &decided.cpn),
        ] {
            let cell = self
                .mapping
                .column(field)
                .and_then(|column| row.get_mut(column));
            if let (Some(cell), Some(text)) = (cell, text) {
                *cell = Cell::plain(text.as_str());
            }
        }
        styles::rewrite(&self.mapping, &mut row, decided.repair);
        let mut draft = self.judged(&row, decided.repair == Repair::AsItIs);
        if let Some(number) = decided
            .product_text
            .as_ref()
            .filter(|_| self.mapping.column(Field::Product).is_none())
        {
            draft.product_key = Some(key::plain(number));
            draft.product_text = Some(number.clone());
        }
        let word = match decided.repair {
            Repair::LeaveOut => {
                draft.problem = Some(cause::LEFT_OUT.to_owned());
                return draft;
            }
            Repair::AllowSharing => "sharing-allowed",
            Repair::AsItIs => "as-it-is",
            Repair::SplitLines
            | Repair::SplitSemicolons
            | Repair::SplitCommas
            | Repair::SplitSlashes
            | Repair::Piece => "split",
            _ => "repaired",
        };
        format!("{} {word}", draft.notes)
            .trim_start()
            .clone_into(&mut draft.notes);
        draft
    }

    fn cell<'r>(&self, row: &'r [Cell], field: Field) -> Option<&'r Cell> {
        row.get(self.mapping.column(field)?)
    }

    fn text<'r>(&self, row: &'r [Cell], field: Field) -> &'r str {
        self.cell(row, field).map_or("", |cell| cell.text.as_str())
    }

    /// The text of an identifier's cell without what forced a spreadsheet to see text.
    fn identifier<'r>(
        &self,
        row: &'r [Cell],
        field: Field,
        notes: &mut Vec<&'static str>,
    ) -> Cow<'r, str> {
        let given = self.text(row, field);
        let bare = unprotect(given);
        if bare != given {
            note(notes, "unprotected");
        }
        if bare.trim().len() != bare.len() {
            note(notes, "trimmed");
        }
        match self.cell(row, field).and_then(|cell| cell.mark) {
            Some(Mark::Merged) => note(notes, "merged"),
            Some(Mark::Boolean) => note(notes, "boolean"),
            Some(Mark::NumberFormatted) => note(notes, "number-formatted"),
            _ => {}
        }
        bare
    }

    fn total(row: &[Cell], cpn: &str) -> Option<String> {
        if !cpn.trim().is_empty() {
            return None;
        }
        let first = row.iter().find(|cell| !cell.text.trim().is_empty())?;
        let word = key::identity(first.text.trim().trim_end_matches(':'));
        TOTALS
            .contains(&word.as_str())
            .then(|| "total-row".to_owned())
    }

    fn other_company(&self, row: &[Cell]) -> Option<String> {
        let account = unprotect(self.text(row, Field::Account));
        let other = !account.trim().is_empty() && key::plain(&account) != self.account_key;
        other.then(|| cause::OTHER_COMPANY.to_owned())
    }

    fn product(
        &self,
        row: &[Cell],
        number: &str,
        draft: &mut Draft,
        notes: &mut Vec<&'static str>,
    ) -> Option<String> {
        let gtin = unprotect(self.text(row, Field::Gtin));
        let gtin = Some(gtin.trim())
            .filter(|gtin| !gtin.is_empty())
            .unwrap_or(number);
        draft.gtin = product::parse_gtin(gtin).ok().flatten();
        if let Some(lost) = lost(self.cell(row, Field::Product), number) {
            draft.product_text = text::line(number, NUMBER_LENGTH).ok();
            return Some(format!("product-{lost}"));
        }
        if spoilt::is_day(number) {
            note(notes, "product-day");
        } else if spoilt::is_rounded(number) {
            note(notes, "product-rounded");
        }
        match text::line(number, NUMBER_LENGTH) {
            Ok(number) if number.is_empty() && draft.gtin.is_none() => {
                Some(cause::PRODUCT_MISSING.to_owned())
            }
            Ok(number) => {
                draft.product_key = Some(key::plain(&number)).filter(|key| !key.is_empty());
                draft.product_text = Some(number).filter(|number| !number.is_empty());
                None
            }
            Err(fault) => Some(format!("product-{}", fault.code())),
        }
    }

    fn number(
        &self,
        row: &[Cell],
        cpn: &str,
        as_it_is: bool,
        draft: &mut Draft,
        notes: &mut Vec<&'static str>,
    ) -> Option<String> {
        let lost = lost(self.cell(row, Field::Cpn), cpn);
        if let Some(lost) = lost.filter(|lost| !(as_it_is && spoilt::leaves_a_number(lost))) {
            draft.cpn = text::line(cpn, NUMBER_LENGTH).ok();
            return Some(format!("cpn-{lost}"));
        }
        if !as_it_is {
            if spoilt::is_day(cpn) {
                note(notes, "cpn-day");
            }
            if let Some(several) = several::noted(cpn) {
                note(notes, several);
            }
        }
        let description = one_line(unmark(self.text(row, Field::Description)), notes);
        let input = CpnInput {
            cpn,
            description: &description,
            unit: unmark(self.text(row, Field::Unit)),
            pack_quantity: self.text(row, Field::PackQuantity),
            valid_from: &styles::day(self.cell(row, Field::ValidFrom)),
            valid_to: &styles::day(self.cell(row, Field::ValidTo)),
        };
        let ambiguous = styles::is_ambiguous(input.pack_quantity)
            .then(|| Problems::one("pack_quantity", Fault::Malformed("ambiguous")));
        match ambiguous.map_or_else(|| CpnDraft::parse(&input), Err) {
            Ok(made) => {
                if !made.cpn().is_ascii()
                    && !unicode_security::MixedScript::is_single_script(made.cpn())
                {
                    note(notes, "mixed-scripts");
                }
                draft.take(&made);
                None
            }
            Err(problems) => {
                // The number alone may be fine: then mirroring knows which CPN the row means.
                if let Ok(made) = CpnDraft::parse(&CpnInput {
                    cpn,
                    ..CpnInput::default()
                }) {
                    draft.identity_key = Some(made.identity_key().to_owned());
                }
                first_problem(&problems)
            }
        }
    }
}

fn note(notes: &mut Vec<&'static str>, word: &'static str) {
    if !notes.contains(&word) {
        notes.push(word);
    }
}

fn first_problem(problems: &Problems) -> Option<String> {
    let problem = problems.iter().next()?;
    Some(format!(
        "{}-{}",
        problem.field.replace('_', "-"),
        problem.fault.code()
    ))
}

/// Why the digits of an identifier can no longer be known, if so: nothing is ever repaired silently.
fn lost(cell: Option<&Cell>, text: &str) -> Option<&'static str> {
    match cell?.mark {
        Some(Mark::Rounded) => Some("rounded"),
        Some(Mark::DateTyped) => Some("date-typed"),
        Some(Mark::FormulaError) => Some("formula-error"),
        Some(Mark::FormulaWithoutResult) => Some("formula-without-result"),
        Some(_) => None,
        None => spoilt::is_scientific(text.trim()).then_some("scientific"),
    }
}

/// Line breaks inside a description become blanks.
fn one_line<'t>(text: &'t str, notes: &mut Vec<&'static str>) -> Cow<'t, str> {
    if text.trim().contains(['\n', '\r', '\t']) {
        note(notes, "line-breaks");
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::upload::Origin;

    fn drafter(fields: &[Field]) -> Drafter {
        let mapping = Mapping {
            columns: fields.iter().copied().zip(0..).collect(),
            unsure: std::collections::BTreeSet::new(),
            origin: Origin::Guessed,
        };
        Drafter::new(&mapping, "10001")
    }

    fn draft(cells: &[&str]) -> Draft {
        let row: Vec<Cell> = cells.iter().map(|text| Cell::plain(*text)).collect();
        drafter(&[
            Field::Product,
            Field::Cpn,
            Field::Description,
            Field::ValidFrom,
            Field::Account,
        ])
        .draft(&row)
    }

    #[test]
    fn identifiers_lose_their_protection_and_outer_blanks_and_nothing_else() {
        let row = draft(&["=\"00123\"", " '0-A  1 "]);
        assert_eq!(row.product_text.as_deref(), Some("00123"));
        assert_eq!(
            row.cpn.as_deref(),
            Some("'0-A  1"),
            "the apostrophe does not stand first in the cell"
        );
        assert_eq!(draft(&["1", "'-7"]).cpn.as_deref(), Some("-7"));
        assert_eq!(row.notes, "unprotected trimmed");
        assert_eq!(row.problem, None);
    }

    #[test]
    fn each_row_has_the_first_reason_why_it_cannot_be_taken() {
        for (cells, problem) in [
            (vec!["", "A"], "product-missing"),
            (vec!["P", " "], "cpn-missing"),
            (vec!["P", "a\nb"], "cpn-forbidden-character"),
            (vec!["P", "1.23E+12"], "cpn-scientific"),
            (vec!["5,03E+02", "A"], "product-scientific"),
            (vec!["P", "A", "", "03/04/25"], "valid-from-no-date"),
            (vec!["P", "A", "", "", "10002"], "other-company"),
            (vec!["Summe:", ""], "total-row"),
        ] {
            assert_eq!(draft(&cells).problem.as_deref(), Some(problem), "{cells:?}");
        }
        let long = "x".repeat(256);
        assert_eq!(
            draft(&["P", &long]).problem.as_deref(),
            Some("cpn-too-long")
        );
        assert_eq!(
            draft(&["P", "1E5", "a\nb", "1.2.2026", " 10001 "]).problem,
            None
        );
    }

    #[test]
    fn what_a_workbook_knew_is_not_repaired() {
        for (mark, problem) in [
            (Mark::Rounded, Some("cpn-rounded")),
            (Mark::DateTyped, Some("cpn-date-typed")),
            (Mark::FormulaError, Some("cpn-formula-error")),
            (Mark::NumberFormatted, None),
        ] {
            let row = [
                Cell::plain("P"),
                Cell {
                    text: "0017".to_owned(),
                    mark: Some(mark),
                },
            ];
            let row = drafter(&[Field::Product, Field::Cpn]).draft(&row);
            assert_eq!(row.problem.as_deref(), problem, "{mark:?}");
        }
    }

    #[test]
    fn a_gtin_is_found_in_its_own_column_or_in_the_products() {
        assert_eq!(
            draft(&["4006381333931", "A"]).gtin.as_deref(),
            Some("4006381333931")
        );
        assert_eq!(draft(&["4006381333932", "A"]).gtin, None);
    }
}
