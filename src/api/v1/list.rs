//! Lists by page: a cursor stands for a place in one list sorted one way, and says nothing to clients.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Refusal;
use crate::model::page::{Cursor, Page, Position};

/// Rows of a page whose size nobody asked for.
const DEFAULT_ROWS: usize = 50;
/// The most rows of a page.
const MOST_ROWS: usize = 500;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The things on this page, in the order asked for.
    pub items: Vec<T>,
    /// What to send as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A page, with the place of its last row in the list called `name`.
    pub fn of<R>(
        page: Page<R>,
        name: &str,
        place: impl Fn(&R) -> Cursor,
        turn: impl FnMut(R) -> T,
    ) -> Self {
        let last = page.rows.last().filter(|_| page.has_next);
        Self {
            next_cursor: last.map(|row| word(name, &place(row))),
            items: page.rows.into_iter().map(turn).collect(),
        }
    }
}

/// How many rows a page has.
pub fn rows(limit: Option<usize>) -> Result<usize, Refusal> {
    match limit {
        None => Ok(DEFAULT_ROWS),
        Some(limit) if (1..=MOST_ROWS).contains(&limit) => Ok(limit),
        Some(_) => Err(Refusal::Parameter(format!(
            "limit lies between 1 and {MOST_ROWS}"
        ))),
    }
}

/// Where the page of a cursor begins in the list called `name`: what it is sorted by and which way.
pub fn position(name: &str, cursor: Option<&str>) -> Result<Position, Refusal> {
    match cursor {
        None => Ok(Position::Start),
        Some(word) => place(name, word)
            .map(Position::After)
            .ok_or_else(|| Refusal::Parameter("cursor is none of this list".to_owned())),
    }
}

fn word(name: &str, cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(format!("{name}~{}", cursor.to_word()))
}

fn place(name: &str, word: &str) -> Option<Cursor> {
    let word = String::from_utf8(URL_SAFE_NO_PAD.decode(word).ok()?).ok()?;
    let rest = word.strip_prefix(name)?.strip_prefix('~')?;
    let cursor = Cursor::from_word(rest)?;
    (!cursor.key.contains('\0')).then_some(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_into_its_own_list_alone() {
        let cursor = Cursor {
            key: "a~\u{e9}".to_owned(),
            id: uuid::Uuid::now_v7(),
        };
        let word = word("cpn-asc", &cursor);
        assert_eq!(
            position("cpn-asc", Some(&word)).unwrap(),
            Position::After(cursor)
        );
        assert!(position("cpn-desc", Some(&word)).is_err());
        for wrong in ["", "x", "!!", "Y3BuLWFzYw"] {
            assert!(position("cpn-asc", Some(wrong)).is_err(), "{wrong}");
        }
        assert_eq!(position("cpn-asc", None).unwrap(), Position::Start);
    }

    #[test]
    fn a_page_has_a_size_within_bounds() {
        assert_eq!(rows(None).unwrap(), 50);
        assert!(rows(Some(0)).is_err() && rows(Some(501)).is_err());
    }
}
