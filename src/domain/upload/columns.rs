//! Which column holds which field, guessed from the headings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::synonyms::{LIKELY, SURE};
use crate::model::key;
use crate::model::upload::{Field, Mapping, Origin, Upload};

/// Whether a text is a heading that would be recognised: it helps to find the heading row.
pub fn is_known(heading: &str) -> bool {
    let word = normal(heading);
    !word.is_empty() && SURELY.contains_key(&word)
}

/// Guesses the mapping. Each field takes the first column whose heading means it; one that is only likely, or one of several,
/// is not sure.
pub fn guess(headings: &[String]) -> Mapping {
    let words: Vec<String> = headings.iter().map(|heading| normal(heading)).collect();
    let mut columns = BTreeMap::new();
    let mut unsure = BTreeSet::new();
    for (column, word) in words.iter().enumerate() {
        if let Some(field) = SURELY.get(word).copied()
            && columns.insert(field, column).is_some_and(|earlier| {
                columns.insert(field, earlier);
                true
            })
        {
            unsure.insert(field);
        }
    }
    for (column, word) in words.iter().enumerate() {
        let taken = columns.values().any(|mapped| *mapped == column);
        if let Some(field) = LIKELY_SO
            .get(word)
            .copied()
            .filter(|field| !taken && !columns.contains_key(field))
        {
            columns.insert(field, column);
            unsure.insert(field);
        }
    }
    Mapping {
        columns,
        unsure,
        origin: Origin::Guessed,
    }
}

/// A mapping that is being put together from a guess and what a person says.
pub struct Columns<'u> {
    upload: &'u Upload,
    mapping: Mapping,
}

impl<'u> Columns<'u> {
    /// Begins with what was guessed or remembered.
    pub fn of(upload: &'u Upload) -> Self {
        Self {
            upload,
            mapping: upload.mapping.clone(),
        }
    }

    /// Has a column hold this field, named by its heading or else by its ordinal from 1. Whatever field it held before loses it.
    /// `Err` says why there is no such column.
    pub fn say(&mut self, field: Field, column: &str) -> Result<(), &'static str> {
        let column = self.find(column)?;
        let columns = &mut self.mapping.columns;
        columns.retain(|other, taken| *other != field && *taken != column);
        columns.insert(field, column);
        self.mapping.unsure.retain(|unsure| *unsure != field);
        self.mapping.origin = Origin::Chosen;
        Ok(())
    }

    /// The mapping.
    pub fn into_mapping(mut self) -> Mapping {
        let columns = &self.mapping.columns;
        self.mapping
            .unsure
            .retain(|field| columns.contains_key(field));
        self.mapping
    }

    fn find(&self, column: &str) -> Result<usize, &'static str> {
        let headings = &self.upload.headings;
        let is_exact = |heading: &String| heading == column;
        if let Some(exact) = headings.iter().position(is_exact) {
            return Ok(exact);
        }
        let key = key::identity(column);
        let mut alike = (0..)
            .zip(headings)
            .filter(|(_, heading)| key::identity(heading) == key);
        match (alike.next(), alike.next()) {
            (Some((column, _)), None) => Ok(column),
            (Some(_), Some(_)) => Err("several columns are called so"),
            (None, _) => match column.trim().parse::<usize>() {
                Ok(ordinal) if (1..=headings.len()).contains(&ordinal) => Ok(ordinal - 1),
                _ => Err("there is no such column"),
            },
        }
    }
}

/// Under which a mapping is remembered: the headings in their order, without regard to how they are written.
pub fn hash(headings: &[String]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for heading in headings {
        hash.update(key::identity(heading).as_bytes());
        hash.update([0x1F]);
    }
    hash.finalize().to_vec()
}

/// Normalised synonyms with the field they mean; the first field that names one has it.
type Dictionary = LazyLock<HashMap<String, Field>>;

static SURELY: Dictionary = LazyLock::new(|| dictionary(SURE));
static LIKELY_SO: Dictionary = LazyLock::new(|| dictionary(LIKELY));

fn dictionary(synonyms: &[(Field, &[&str])]) -> HashMap<String, Field> {
    let mut dictionary = HashMap::new();
    for (field, words) in synonyms {
        for word in *words {
            dictionary.entry(normal(word)).or_insert(*field);
        }
    }
    dictionary
}

/// Letters and digits alone, without case and accents.
fn normal(heading: &str) -> String {
    let bare: String = heading
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect();
    // "Cat#" and "part #" are not "cat" and "part", and "Unit$" is a price.
    key::search(&bare.replace('#', "no").replace(['$', '\u{20AC}'], "price"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(headings: &[&str]) -> (Vec<(Field, usize)>, Vec<Field>) {
        let headings: Vec<String> = headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect();
        let mapping = guess(&headings);
        (
            mapping.columns.into_iter().collect(),
            mapping.unsure.into_iter().collect(),
        )
    }

    #[test]
    fn headings_are_recognised_in_four_languages_without_case_accents_and_punctuation() {
        for (product, cpn) in [
            ("SKU", "Customer Part Number"),
            ("Artikel-Nr.", "KUNDEN-ART.-NR."),
            ("Bestellnummer", "Ihre Artikelnummer"),
            ("artikelnummer", "Artikelnummer klant"),
            ("Reference", "reference client"),
            ("product_number", "cpn"),
        ] {
            let (columns, _) = guessed(&["x", cpn, product]);
            assert_eq!(
                columns,
                [(Field::Product, 2), (Field::Cpn, 1)],
                "{product} {cpn}"
            );
        }
    }

    #[test]
    fn what_is_only_likely_or_twice_is_not_sure() {
        assert_eq!(guessed(&["Part", "CPN"]).1, [Field::Product]);
        let (columns, unsure) = guessed(&["CPN", "SKU", "Kundenartikelnummer"]);
        assert_eq!(columns, [(Field::Product, 1), (Field::Cpn, 0)]);
        assert_eq!(unsure, [Field::Cpn]);
    }

    #[test]
    fn the_companys_account_number_is_a_guard_and_no_number_of_a_product() {
        let (columns, unsure) = guessed(&["account_number", "product_number", "cpn"]);
        assert_eq!(
            columns,
            [(Field::Product, 1), (Field::Cpn, 2), (Field::Account, 0)]
        );
        assert!(unsure.is_empty());
    }

    #[test]
    fn unknown_headings_map_nothing() {
        let (columns, _) = guessed(&["Farbe", "Gewicht", "Unit$", ""]);
        assert!(columns.is_empty());
        assert!(!is_known("") && !is_known("Muster GmbH") && is_known("Kundenartikelnummer"));
    }
}
