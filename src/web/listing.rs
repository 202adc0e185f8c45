//! What all lists share: their state in the address, headings that sort, the foot with its pages.

use super::layout::Shell;
use super::parts::{self, Column, Pager};
use crate::model::page::{Cursor, Direction, PAGE_ROWS, Position, Total};

/// The address of a list with everything that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListAddress {
    path: String,
    pairs: Vec<(&'static str, String)>,
}

impl ListAddress {
    /// The list as it is without any choice.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            pairs: Vec::new(),
        }
    }

    /// The same with a choice; an empty value takes it back.
    #[must_use]
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        let mut pairs = self.pairs.clone();
        pairs.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
        Self {
            path: self.path.clone(),
            pairs,
        }
    }
}

impl std::fmt::Display for ListAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if self.pairs.is_empty() {
            return Ok(());
        }
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.pairs)
            .finish();
        write!(f, "?{query}")
    }
}

/// Where the page lies, from what the address says of it.
pub fn position(after: &str, before: &str) -> Position {
    if let Some(cursor) = Cursor::from_word(after) {
        Position::After(cursor)
    } else if let Some(cursor) = Cursor::from_word(before) {
        Position::Before(cursor)
    } else {
        Position::Start
    }
}

/// Which way, from what the address says of it.
pub fn direction(word: &str) -> Direction {
    if word == "desc" {
        Direction::Descending
    } else {
        Direction::Ascending
    }
}

/// A heading that sorts, in a list whose sort is spelled `sort` and `dir`; the address is the list's first page.
pub fn sorted_by(
    label: String,
    address: &ListAddress,
    word: &str,
    current: (&str, Direction),
) -> Column {
    let is_current = current.0 == word;
    let turned = is_current && current.1 == Direction::Ascending;
    let url = address
        .with("sort", word)
        .with("dir", if turned { "desc" } else { "" });
    Column {
        label,
        url: Some(url.to_string()),
        sorted: is_current.then_some(match current.1 {
            Direction::Ascending => parts::Direction::Ascending,
            Direction::Descending => parts::Direction::Descending,
        }),
        class: "",
    }
}

/// A heading that does not sort.
pub fn plain(label: String, class: &'static str) -> Column {
    Column {
        label,
        url: None,
        sorted: None,
        class,
    }
}

/// What the foot of a page is made from.
#[derive(Debug)]
pub struct Foot<'p> {
    /// The first page of the list.
    pub address: &'p ListAddress,
    /// How many rows lie before the page, as its address says.
    pub before: u64,
    /// The rows on the page.
    pub rows: usize,
    /// The first and the last of them; none on an empty page.
    pub ends: Option<(Cursor, Cursor)>,
    /// Whether there is a page before.
    pub has_previous: bool,
    /// Whether there is a page behind.
    pub has_next: bool,
    /// How many rows there are.
    pub total: Total,
}

impl Foot<'_> {
    /// The foot in the reader's words.
    pub fn pager(self, shell: &Shell) -> Pager {
        let rows = u64::try_from(self.rows).unwrap_or_default();
        let size = u64::try_from(PAGE_ROWS).unwrap_or_default();
        // Rows come and go between two pages: on the first there is nothing before, whatever the address says.
        let before = if self.has_previous { self.before } else { 0 };
        let place = |skipped: u64| {
            if skipped == 0 {
                String::new()
            } else {
                skipped.to_string()
            }
        };
        let (first, last) = self.ends.unzip();
        let previous = first.filter(|_| self.has_previous).map(|first| {
            let address = self.address.with("before", first.to_word());
            let skipped = before.saturating_sub(size);
            address.with("skipped", place(skipped)).to_string()
        });
        let next = last.filter(|_| self.has_next).map(|last| {
            let address = self.address.with("after", last.to_word());
            address
                .with("skipped", place(before.saturating_add(rows)))
                .to_string()
        });
        let first_row = if rows == 0 {
            0
        } else {
            before.saturating_add(1)
        };
        Pager {
            range: format!(
                "{}–{}",
                shell.count(first_row),
                shell.count(before.saturating_add(rows))
            ),
            total: Some(total(shell, self.total)),
            previous,
            next,
        }
    }
}

/// A count in words: "12,418" or "more than 10,000".
pub fn total(shell: &Shell, total: Total) -> String {
    match total {
        Total::Exactly(count) => shell.count(count),
        Total::MoreThan(most) => shell.t.a("listing-more-than", "most", shell.count(most)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn an_address_keeps_what_was_chosen() {
        let address = ListAddress::new("/products")
            .with("q", "a&b")
            .with("sort", "name");
        assert_eq!(address.to_string(), "/products?q=a%26b&sort=name");
        assert_eq!(
            address.with("q", "").with("sort", "number").to_string(),
            "/products?sort=number"
        );
    }

    #[test]
    fn a_heading_sorts_up_first_and_then_the_other_way_round() {
        let address = ListAddress::new("/companies");
        let by = |word, current| {
            sorted_by("Name".to_owned(), &address, word, current)
                .url
                .unwrap()
        };
        assert_eq!(
            by("name", ("account", Direction::Ascending)),
            "/companies?sort=name"
        );
        assert_eq!(
            by("name", ("name", Direction::Ascending)),
            "/companies?sort=name&dir=desc"
        );
        assert_eq!(
            by("name", ("name", Direction::Descending)),
            "/companies?sort=name"
        );
    }

    #[test]
    fn a_foot_counts_on_from_the_page_before() {
        let cursor = |key: &str| Cursor {
            key: key.to_owned(),
            id: uuid::Uuid::nil(),
        };
        let pager = Foot {
            address: &ListAddress::new("/products"),
            before: 50,
            rows: 50,
            ends: Some((cursor("b"), cursor("c"))),
            has_previous: true,
            has_next: true,
            total: Total::MoreThan(10_000),
        }
        .pager(&Shell::plain(Language::English));
        assert_eq!(pager.range, "51–100");
        assert_eq!(pager.total.as_deref(), Some("more than 10,000"));
        let nil = "00000000000000000000000000000000";
        assert_eq!(pager.previous, Some(format!("/products?before={nil}%7Eb")));
        assert_eq!(
            pager.next,
            Some(format!("/products?after={nil}%7Ec&skipped=100"))
        );
    }
}
