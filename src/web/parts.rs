//! The values that the macros of `templates/macros.html` show: links, tabs, steps, columns, pages of a list.
//!
//! They hold finished words and addresses. What a list is sorted by or which page comes next is decided before.

/// A link of the breadcrumbs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub label: String,
    /// The address.
    pub url: String,
}

impl Link {
    /// A link to `url`.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            url: url.into(),
        }
    }
}

/// A filter in force; its address is the list without it.
pub type Chip = Link;

/// One of several views of an object, each with its own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// The words.
    pub label: String,
    /// The address.
    pub url: String,
    /// How much is behind it, formatted.
    pub count: Option<String>,
    /// Whether it is the one on the page.
    pub current: bool,
}

/// Where a step of the wizard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// On the page.
    Current,
    /// Still to come.
    Ahead,
}

impl StepState {
    /// The part of the class name that says it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Ahead => "ahead",
        }
    }

    /// Whether it is behind us.
    pub fn is_done(self) -> bool {
        self == Self::Done
    }

    /// Whether it is on the page.
    pub fn is_current(self) -> bool {
        self == Self::Current
    }
}

/// A step of the wizard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The words.
    pub label: String,
    /// Where to, if one may go there now.
    pub url: Option<String>,
    /// Where it stands.
    pub state: StepState,
}

/// A figure that is a link to the rows it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// What is counted.
    pub label: String,
    /// The figure, formatted.
    pub figure: String,
    /// The rows; none where there is nothing to see.
    pub url: Option<String>,
    /// `success`, `warning`, `danger`, `info` or `neutral`.
    pub kind: &'static str,
    /// Whether the page shows these rows.
    pub current: bool,
}

/// The way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Direction {
    /// The value of `aria-sort`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    /// The arrow's name in the icon file.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Ascending => "arrow-up",
            Self::Descending => "arrow-down",
        }
    }
}

/// The heading of a table's column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The words.
    pub label: String,
    /// The list sorted by this column, or the other way round if it already is; none: not sortable.
    pub url: Option<String>,
    /// How the list is sorted by this column, if it is.
    pub sorted: Option<Direction>,
    /// Classes of the cell, such as `numeric` or `wide-only`; empty for none.
    pub class: &'static str,
}

/// What the foot of a list says and leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// The rows on the page, formatted: "1–50".
    pub range: String,
    /// Out of how many, formatted, perhaps in words: "12,418", "more than 10,000".
    pub total: Option<String>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_scripts_and_screen_readers() {
        assert_eq!(Direction::Ascending.word(), "ascending");
        assert_eq!(Direction::Descending.icon(), "arrow-down");
        assert_eq!(StepState::Ahead.class(), "ahead");
        assert!(StepState::Done.is_done() && !StepState::Done.is_current());
    }
}
