//! Products and variants.

use chrono::{DateTime, Utc};

use super::company::{optional_id, optional_object_id};
use super::id::{ObjectId, ProductId};
use super::problems::{Fault, Problems};
use super::{key, text};

/// The most characters a product number has.
pub const NUMBER_LENGTH: usize = 255;
/// The most characters a product's name has.
pub const NAME_LENGTH: usize = 500;

/// Something the supplier sells; a variant if it has a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// The supplier's own number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its Global Trade Item Number.
    pub gtin: Option<String>,
    /// Its id for contract B.
    pub object_id: String,
    /// The product it is a variant of.
    pub parent: Option<ProductId>,
    /// What took its place.
    pub successor: Option<ProductId>,
    /// Since when it is not sold any more.
    pub discontinued_at: Option<DateTime<Utc>>,
    /// Rises with every change.
    pub version: i32,
}

/// What somebody gave for a product, unchecked. Empty texts mean "none".
#[derive(Clone, Copy, Debug, Default)]
pub struct ProductInput<'t> {
    /// The supplier's own number.
    pub number: &'t str,
    /// The name.
    pub name: &'t str,
    /// The GTIN, 8, 12, 13 or 14 digits.
    pub gtin: &'t str,
    /// The id another system knows it by.
    pub id: &'t str,
    /// The id for contract B.
    pub object_id: &'t str,
}

/// A checked product that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductDraft {
    number: String,
    name: String,
    gtin: Option<String>,
    /// The id another system knows it by, where one was given.
    pub id: Option<ProductId>,
    /// The id for contract B, where one was given.
    pub object_id: Option<ObjectId>,
}

impl ProductDraft {
    /// Checks every field; all problems come at once.
    pub fn parse(input: &ProductInput<'_>) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let number = problems.take("number", text::required(input.number, NUMBER_LENGTH));
        let name = problems.take("name", text::required(input.name, NAME_LENGTH));
        let gtin = problems.take("gtin", parse_gtin(input.gtin)).flatten();
        let id = problems.take("id", optional_id(input.id)).flatten();
        let object_id = problems
            .take("object_id", optional_object_id(input.object_id))
            .flatten();
        match (number, name) {
            (Some(number), Some(name)) if problems.is_empty() => Ok(Self {
                number,
                name,
                gtin,
                id,
                object_id,
            }),
            _ => Err(problems),
        }
    }

    /// The number as given, trimmed.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// What makes the number unique.
    pub fn number_key(&self) -> String {
        key::plain(&self.number)
    }

    /// What collisions with CPNs are found by.
    pub fn identity_key(&self) -> String {
        key::identity(&self.number)
    }

    /// What lists sort by when they sort by number.
    pub fn order_key(&self) -> String {
        key::order(&self.identity_key())
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What lists sort by when they sort by name.
    pub fn name_key(&self) -> String {
        key::order(&key::identity(&self.name))
    }

    /// The GTIN.
    pub fn gtin(&self) -> Option<&str> {
        self.gtin.as_deref()
    }

    /// What loose search looks in.
    pub fn search_text(&self) -> String {
        key::search_text(
            [
                Some(self.number.as_str()),
                Some(self.name.as_str()),
                self.gtin(),
            ]
            .into_iter()
            .flatten(),
        )
    }
}

/// A GTIN of 8, 12, 13 or 14 digits whose check digit is right; blanks and hyphens between digits are dropped.
pub fn parse_gtin(gtin: &str) -> Result<Option<String>, Fault> {
    let digits: String = gtin
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    if digits.is_empty() {
        return Ok(None);
    }
    if !matches!(digits.len(), 8 | 12 | 13 | 14) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::Malformed("no-gtin"));
    }
    // GS1 General Specifications, 7.9: weights 3 and 1 from the right, the sum with the check digit is a multiple of ten.
    let sum: u32 = digits
        .chars()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .filter_map(|(c, weight)| Some(c.to_digit(10)? * weight))
        .sum();
    if sum.is_multiple_of(10) {
        Ok(Some(digits))
    } else {
        Err(Fault::Malformed("wrong-check-digit"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gtin_is_checked_by_its_last_digit() {
        assert_eq!(
            parse_gtin("4006381333931"),
            Ok(Some("4006381333931".to_owned()))
        );
        assert_eq!(
            parse_gtin("4 006381-333931"),
            Ok(Some("4006381333931".to_owned()))
        );
        assert_eq!(
            parse_gtin("4006381333932"),
            Err(Fault::Malformed("wrong-check-digit"))
        );
        assert_eq!(parse_gtin("12345"), Err(Fault::Malformed("no-gtin")));
        assert_eq!(parse_gtin(" "), Ok(None));
    }
}
