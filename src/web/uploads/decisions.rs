//! What a person decides about the columns of an upload, as forms post it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::model::upload::{EmptyCells, Field, Mapping, Mode, Upload};

/// What the form posted, as far as it can be understood.
pub struct Decisions {
    /// The field of each column that has one.
    pub chosen: BTreeMap<usize, Field>,
    /// What the upload may do.
    pub mode: Mode,
    /// What an empty cell means.
    pub empty_cells: EmptyCells,
}

impl Decisions {
    /// What stands in the upload, or was said before it had columns.
    pub fn of(upload: &Upload, said: &SaidQuery) -> Self {
        Self {
            chosen: upload
                .mapping
                .columns
                .iter()
                .map(|(field, column)| (*column, *field))
                .collect(),
            mode: said.mode.unwrap_or(upload.mode),
            empty_cells: said.empty_cells.unwrap_or(upload.empty_cells),
        }
    }

    /// What the fields of the form say.
    pub fn posted(pairs: &[(String, String)]) -> Result<Self> {
        let mut decisions = Self {
            chosen: BTreeMap::new(),
            mode: Mode::Update,
            empty_cells: EmptyCells::Keep,
        };
        for (name, value) in pairs {
            match name.as_str() {
                "mode" => decisions.mode = known(value)?,
                "empty_cells" => decisions.empty_cells = known(value)?,
                name => {
                    if let Some(column) = name.strip_prefix("column-").filter(|_| !value.is_empty())
                    {
                        decisions.chosen.insert(known(column)?, known(value)?);
                    }
                }
            }
        }
        Ok(decisions)
    }

    /// The columns chosen for a field.
    pub fn columns_of(&self, field: Field) -> Vec<usize> {
        self.chosen
            .iter()
            .filter(|(_, chosen)| **chosen == field)
            .map(|(column, _)| *column)
            .collect()
    }

    /// The mapping, if no field has two columns and none is missing. A guess that nobody changed stays a guess that somebody saw.
    pub fn mapping(&self) -> Option<Mapping> {
        let columns: BTreeMap<Field, usize> = self
            .chosen
            .iter()
            .map(|(column, field)| (*field, *column))
            .collect();
        let mapping = Mapping::chosen(columns);
        (mapping.columns.len() == self.chosen.len() && mapping.missing().is_empty())
            .then_some(mapping)
    }
}

fn known<T: std::str::FromStr>(value: &str) -> Result<T> {
    value
        .parse()
        .map_err(|_malformed| Error::BadRequest("unreadable"))
}

/// What was said with the file.
#[derive(Default, Deserialize)]
pub struct SaidQuery {
    /// What the upload may do.
    pub mode: Option<Mode>,
    /// What an empty cell means.
    pub empty_cells: Option<EmptyCells>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Result<Decisions> {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Decisions::posted(&pairs)
    }

    #[test]
    fn a_field_takes_one_column() {
        let decisions = posted(&[
            ("column-0", "product"),
            ("column-1", "cpn"),
            ("column-2", ""),
            ("mode", "mirror"),
        ])
        .unwrap();
        assert_eq!(decisions.mode, Mode::Mirror);
        assert_eq!(decisions.mapping().unwrap().column(Field::Cpn), Some(1));
        let twice = posted(&[
            ("column-0", "product"),
            ("column-1", "cpn"),
            ("column-2", "cpn"),
        ])
        .unwrap();
        assert_eq!(twice.columns_of(Field::Cpn), [1, 2]);
        assert!(twice.mapping().is_none());
    }

    #[test]
    fn product_and_number_are_needed_and_nonsense_is_refused() {
        assert!(posted(&[("column-0", "cpn")]).unwrap().mapping().is_none());
        assert!(
            posted(&[("column-0", "cpn"), ("column-1", "gtin")])
                .unwrap()
                .mapping()
                .is_some()
        );
        assert!(posted(&[("column-0", "colour")]).is_err());
        assert!(posted(&[("column-x", "cpn")]).is_err());
    }
}
