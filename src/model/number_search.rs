//! What somebody looks for in a list of numbers, and how the list is cut and sorted.

use chrono::{DateTime, Utc};

use super::code::codes;
use super::key;
use super::page::{Direction, Position};

/// The least letters and digits by which an index of trigrams can find a text inside others.
const INSIDE_FROM: usize = 3;
/// The most characters of a term; no number is longer.
const TERM_LENGTH: usize = 255;

/// A term of a search, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Term {
    /// Nothing is looked for.
    #[default]
    Nothing,
    /// Numbers, descriptions and products that have these letters and digits somewhere.
    Inside(String),
    /// Numbers that begin so, by their identity key: too short to be looked for everywhere.
    Beginning(String),
    /// Numbers that have these signs, none of them a letter or digit, as they stand.
    Signs(String),
}

impl Term {
    /// Reads what somebody typed. Control characters find nothing and are dropped.
    pub fn parse(typed: &str) -> Self {
        let typed: String = typed
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(TERM_LENGTH)
            .collect();
        let letters = key::search(&typed);
        if letters.chars().count() >= INSIDE_FROM {
            return Self::Inside(letters);
        }
        let identity = key::identity(&typed);
        if identity.is_empty() {
            Self::Nothing
        } else if letters.is_empty() {
            Self::Signs(typed)
        } else {
            Self::Beginning(identity)
        }
    }

    /// The pattern of LIKE that finds it anywhere; the signs that LIKE gives a meaning stand for themselves.
    pub fn pattern(&self) -> Option<String> {
        match self {
            Self::Inside(text) | Self::Signs(text) => {
                let mut pattern = String::from("%");
                for c in text.chars() {
                    if matches!(c, '%' | '_' | '\\') {
                        pattern.push('\\');
                    }
                    pattern.push(c);
                }
                pattern.push('%');
                Some(pattern)
            }
            Self::Nothing | Self::Beginning(_) => None,
        }
    }

    /// The keys between which those lie that begin with it: from the first, up to but without the second.
    pub fn range(&self) -> Option<(&str, String)> {
        match self {
            Self::Beginning(start) => Some((start, key::behind(start))),
            _ => None,
        }
    }

    /// The ranges of order keys in which those lie that begin with it, see [`key::order_ranges`]; none where that narrows nothing.
    pub fn order_ranges(&self) -> Vec<(String, String)> {
        match self {
            Self::Beginning(start) => key::order_ranges(start),
            _ => Vec::new(),
        }
    }
}

codes! {
    /// What a list of numbers is sorted by.
    NumberSort {
        /// The CPN, in natural order.
        Cpn = "cpn",
        /// The product's number, in natural order.
        Product = "product",
        /// When it was changed.
        Changed = "changed",
    }
}

codes! {
    /// Where a number stands today.
    ValidityFilter {
        /// It resolves.
        Valid = "valid",
        /// Its first day is still to come.
        NotYet = "not-yet",
        /// Its last day has passed.
        Expired = "expired",
    }
}

impl NumberFilter {
    /// Whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// Which numbers of a company are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberFilter {
    /// Preferred ones, or the others.
    pub preferred: Option<bool>,
    /// Those alone that stand for several products today.
    pub ambiguous: bool,
    /// Those alone that look as if a spreadsheet had damaged them.
    pub suspect: bool,
    /// By where they stand today.
    pub validity: Option<ValidityFilter>,
    /// Those of discontinued products alone.
    pub discontinued: bool,
    /// Those changed at this moment or later.
    pub changed_since: Option<DateTime<Utc>>,
    /// Those of the product with this number key alone.
    pub product: Option<String>,
    /// Those that somebody of this name changed last, whatever the case.
    pub changed_by: Option<String>,
}

/// One look at a company's numbers.
#[derive(Clone, Debug)]
pub struct NumberSearch {
    /// What is looked for.
    pub term: Term,
    /// What is left out.
    pub filter: NumberFilter,
    /// What it is sorted by.
    pub sort: NumberSort,
    /// Which way.
    pub direction: Direction,
    /// Which page.
    pub position: Position,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_decides_how_it_is_looked_for() {
        for (typed, term) in [
            ("", Term::Nothing),
            (" \u{200B} ", Term::Nothing),
            ("aa.00-1", Term::Inside("AA001".to_owned())),
            ("ab", Term::Beginning("ab".to_owned())),
            ("A-", Term::Beginning("a-".to_owned())),
            ("%", Term::Signs("%".to_owned())),
            ("x\0y\u{7}z", Term::Inside("XYZ".to_owned())),
        ] {
            assert_eq!(Term::parse(typed), term, "{typed:?}");
        }
    }

    #[test]
    fn signs_of_patterns_stand_for_themselves() {
        assert_eq!(
            Term::parse("_%\\").pattern().as_deref(),
            Some("%\\_\\%\\\\%")
        );
        assert_eq!(Term::parse("12").pattern(), None);
    }

    #[test]
    fn a_beginning_ends_before_the_next_one() {
        let term = Term::parse("a1");
        assert_eq!(term.range(), Some(("a1", "a2".to_owned())));
    }
}
