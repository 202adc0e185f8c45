//! What the paste box sends. Its fields are read by hand, because some come once a line.

use std::collections::{BTreeMap, HashMap};

use crate::model::code::codes;
use crate::model::id::CpnId;

codes! {
    /// Which way is asked.
    Direction {
        /// From the company's numbers to our products.
        Resolve = "resolve",
        /// From our products to the company's numbers.
        Lookup = "lookup",
    }
}

/// Which button was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Show the answers.
    #[default]
    Show,
    /// Give them as a file.
    Download,
    /// Turn unknown numbers into CPNs first.
    Add,
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The text as pasted.
    pub text: String,
    /// Which way.
    pub direction: Direction,
    /// The only outcome to be shown; empty for all.
    pub show: String,
    /// The button.
    pub action: Action,
    /// The CPN picked for a line that has several, by the line's index.
    picks: HashMap<usize, CpnId>,
    /// The product's number typed beside an unknown line, by the line's index.
    products: BTreeMap<usize, String>,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            text: String::new(),
            direction: Direction::Resolve,
            show: String::new(),
            action: Action::Show,
            picks: HashMap::new(),
            products: BTreeMap::new(),
        }
    }
}

impl Asked {
    /// Reads a posted form. What it does not know it passes over.
    pub fn of(form: &[u8]) -> Self {
        let mut asked = Self::default();
        for (name, value) in url::form_urlencoded::parse(form) {
            let line = || name.split_once('-')?.1.parse::<usize>().ok();
            match name.as_ref() {
                "text" => asked.text = value.into_owned(),
                "direction" => asked.direction = value.parse().unwrap_or(Direction::Resolve),
                "show" => asked.show = value.into_owned(),
                "action" if value == "download" => asked.action = Action::Download,
                "action" if value == "add" => asked.action = Action::Add,
                name if name.starts_with("pick-") => {
                    asked.picks.extend(line().zip(value.parse().ok()));
                }
                name if name.starts_with("product-") && !value.trim().is_empty() => {
                    let product = value.trim().to_owned();
                    asked.products.extend(line().map(|line| (line, product)));
                }
                _ => {}
            }
        }
        asked
    }

    /// The numbers asked about: lines and tabs part them, blanks never do; empty ones count for nothing.
    pub fn lines(&self) -> Vec<&str> {
        self.text
            .split(['\n', '\r', '\t'])
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// The CPN picked for the line at an index.
    pub fn pick(&self, index: usize) -> Option<CpnId> {
        self.picks.get(&index).copied()
    }

    /// The unknown numbers with the product typed beside each.
    pub fn wanted(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.lines();
        self.products
            .iter()
            .filter_map(move |(line, product)| Some((*lines.get(*line)?, product.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_tabs_part_numbers_and_blanks_do_not() {
        let asked = Asked::of(b"text=A+1%0D%0A%0D%0AB%09C%0A&direction=lookup&action=download&x=1");
        assert_eq!(asked.lines(), ["A 1", "B", "C"]);
        assert_eq!(asked.direction, Direction::Lookup);
        assert_eq!(asked.action, Action::Download);
    }

    #[test]
    fn what_is_typed_beside_a_line_belongs_to_it() {
        let id = CpnId::new();
        let form =
            format!("text=A%0AB%0AC&product-1=+P-1+&product-9=P-2&product-0=&pick-2={id}&pick-x=1");
        let asked = Asked::of(form.as_bytes());
        assert_eq!(asked.wanted().collect::<Vec<_>>(), [("B", "P-1")]);
        assert_eq!(asked.pick(2), Some(id));
        assert_eq!(asked.pick(1), None);
    }
}
