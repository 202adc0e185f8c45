//! Repairs: what a person decides about groups of rows before anything is written. The cells stay as they were read; a repair is a
//! decision beside them, and the check is made again with it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::upload::Field;

/// The most numbers one cell is split into.
pub const MOST_PIECES: usize = 20;

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "repair", rename_all = "snake_case")]
pub enum Repair {
    /// Numbers of digits alone in this column are filled up with leading zeros.
    Pad {
        /// Product or CPN.
        field: Field,
        /// How many digits they have then.
        digits: usize,
    },
    /// Numbers of digits with nothing but zeros behind a point lose those.
    StripPointZero {
        /// Product or CPN.
        field: Field,
    },
    /// A cell of the customer's numbers holds several with this character between them; each counts as a row.
    Split {
        /// What stands between them.
        separator: char,
    },
    /// Wherever the product's cell says this, that product is meant.
    Product {
        /// What the cells say.
        text: String,
        /// The product's number.
        number: String,
    },
    /// The row is taken as it is although the check would ask.
    Take {
        /// Its line.
        line: i32,
    },
    /// All rows of a cause are taken as they are.
    TakeAll {
        /// The cause.
        cause: String,
    },
    /// The row is left out.
    Exclude {
        /// Its line.
        line: i32,
    },
    /// All rows of a cause are left out.
    ExcludeAll {
        /// The cause.
        cause: String,
    },
}

impl Repair {
    /// Whether it changes what a row says, not only what becomes of it.
    pub fn is_of_text(&self) -> bool {
        matches!(
            self,
            Self::Pad { .. }
                | Self::StripPointZero { .. }
                | Self::Split { .. }
                | Self::Product { .. }
        )
    }
}

/// All decisions of an upload, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Repairs(pub Vec<Repair>);

impl Repairs {
    /// What a column's text becomes, and the word for what was done to it.
    pub fn mend<'t>(
        &self,
        field: Field,
        text: Cow<'t, str>,
    ) -> (Cow<'t, str>, Option<&'static str>) {
        let mut mended = text;
        let mut done = None;
        for repair in &self.0 {
            let next = match repair {
                Repair::Pad { field: of, digits } if *of == field => {
                    padded(&mended, *digits).map(|text| (text, "padded"))
                }
                Repair::StripPointZero { field: of } if *of == field => {
                    without_point_zero(&mended).map(|text| (text.to_owned(), "point-zero-stripped"))
                }
                Repair::Product { text, number }
                    if field == Field::Product && mended.trim() == text =>
                {
                    Some((number.clone(), "product-chosen"))
                }
                _ => None,
            };
            if let Some((text, word)) = next {
                mended = Cow::Owned(text);
                done = Some(word);
            }
        }
        (mended, done)
    }

    /// What a cell of several numbers is split at.
    pub fn separator(&self) -> Option<char> {
        self.0.iter().find_map(|repair| match repair {
            Repair::Split { separator } => Some(*separator),
            _ => None,
        })
    }

    /// Lines and causes that are taken as they are.
    pub fn taken(&self) -> Decided {
        Decided::of(&self.0, |repair| match repair {
            Repair::Take { line } => Some(Which::Line(*line)),
            Repair::TakeAll { cause } => Some(Which::Cause(cause.clone())),
            _ => None,
        })
    }

    /// Lines and causes that are left out.
    pub fn excluded(&self) -> Decided {
        Decided::of(&self.0, |repair| match repair {
            Repair::Exclude { line } => Some(Which::Line(*line)),
            Repair::ExcludeAll { cause } => Some(Which::Cause(cause.clone())),
            _ => None,
        })
    }
}

enum Which {
    Line(i32),
    Cause(String),
}

/// Rows a decision is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// By their lines.
    pub lines: Vec<i32>,
    /// By their cause.
    pub causes: Vec<String>,
}

impl Decided {
    fn of(repairs: &[Repair], which: impl Fn(&Repair) -> Option<Which>) -> Self {
        let mut decided = Self::default();
        for which in repairs.iter().filter_map(which) {
            match which {
                Which::Line(line) => decided.lines.push(line),
                Which::Cause(cause) => decided.causes.push(cause),
            }
        }
        decided
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.causes.is_empty()
    }
}

/// Digits filled up with leading zeros; none if that is not what the text is.
fn padded(text: &str, digits: usize) -> Option<String> {
    let bare = text.trim();
    let is_short =
        !bare.is_empty() && bare.len() < digits && bare.bytes().all(|b| b.is_ascii_digit());
    is_short.then(|| format!("{bare:0>digits$}"))
}

/// `123` of `123.0`; none if the text is not like that.
pub fn without_point_zero(text: &str) -> Option<&str> {
    let (whole, fraction) = text.trim().split_once(['.', ','])?;
    let is = |part: &str, wanted: fn(u8) -> bool| !part.is_empty() && part.bytes().all(wanted);
    (is(whole, |b| b.is_ascii_digit()) && is(fraction, |b| b == b'0')).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_mended_only_where_a_repair_fits() {
        let repairs = Repairs(vec![
            Repair::StripPointZero { field: Field::Cpn },
            Repair::Pad {
                field: Field::Cpn,
                digits: 4,
            },
            Repair::Product {
                text: "PUMP".to_owned(),
                number: "PUMP-1".to_owned(),
            },
        ]);
        let mend =
            |field, text: &'static str| repairs.mend(field, Cow::Borrowed(text)).0.into_owned();
        for (text, mended) in [
            ("17.0", "0017"),
            ("17", "0017"),
            ("12345", "12345"),
            ("A1", "A1"),
            ("1.50", "1.50"),
            ("", ""),
        ] {
            assert_eq!(mend(Field::Cpn, text), mended, "{text}");
        }
        assert_eq!(mend(Field::Product, "17"), "17");
        assert_eq!(mend(Field::Product, " PUMP "), "PUMP-1");
    }

    #[test]
    fn decisions_survive_storage() {
        let repairs = Repairs(vec![
            Repair::Pad {
                field: Field::Product,
                digits: 8,
            },
            Repair::Take { line: 3 },
        ]);
        let stored = serde_json::to_value(&repairs).unwrap();
        assert_eq!(
            stored,
            serde_json::json!([{"repair": "pad", "field": "product", "digits": 8}, {"repair": "take", "line": 3}])
        );
        assert_eq!(serde_json::from_value::<Repairs>(stored).unwrap(), repairs);
    }
}
