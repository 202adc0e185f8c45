//! Pages of long lists by keyset: a page starts behind a row, never at a count of rows.

use serde::{Deserialize, Serialize};

/// Rows on one page of a list.
pub const PAGE_ROWS: usize = 50;

/// Where a page lies in a list sorted by a key with the id as tie-break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// The first page.
    #[default]
    Start,
    /// Right behind this row.
    After(Cursor),
    /// Right before this row.
    Before(Cursor),
    /// From the first row whose key is at or behind this beginning: the jump to a number's beginning.
    From(String),
}

/// A row's place in a sorted list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The sort key of the row.
    pub key: String,
    /// Its id.
    pub id: uuid::Uuid,
}

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// Whether there is a page before this one.
    pub has_previous: bool,
    /// Whether there is a page behind this one.
    pub has_next: bool,
}

impl<T> Page<T> {
    /// A page from what was read: one row more than a page holds tells that the list goes on. Rows read towards the
    /// beginning come in reverse.
    pub fn of_read(mut rows: Vec<T>, position: &Position, size: usize) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let (has_previous, has_next) = match position {
            Position::Start => (false, more),
            Position::After(_) | Position::From(_) => (true, more),
            Position::Before(_) => {
                rows.reverse();
                (more, true)
            }
        };
        Self {
            rows,
            has_previous,
            has_next,
        }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(turn).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
        }
    }
}

/// How many rows a list has, as far as counting is cheap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Exactly so many.
    Exactly(i64),
    /// More than this many; nobody counted on.
    MoreThan(i64),
}

impl Total {
    /// From a count that stopped one row above `most`.
    pub fn of_capped(count: i64, most: i64) -> Self {
        if count > most {
            Self::MoreThan(most)
        } else {
            Self::Exactly(count)
        }
    }
}

impl Cursor {
    /// The cursor as one word for an address: the id, then the key.
    pub fn to_word(&self) -> String {
        format!("{}~{}", self.id.simple(), self.key)
    }

    /// Reads what [`to_word`](Self::to_word) wrote.
    pub fn from_word(word: &str) -> Option<Self> {
        let (id, key) = word.split_once('~')?;
        // No key has control characters, and the database does not take all of them.
        if key.chars().any(char::is_control) {
            return None;
        }
        Some(Self {
            key: key.to_owned(),
            id: id.parse().ok()?,
        })
    }
}
