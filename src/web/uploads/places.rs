//! Where one stands in a list of uploads, by the id of the row that begins or ends the page: ids are made in the order of time.

use uuid::Uuid;

use crate::model::id::UploadId;
use crate::model::page::{Cursor, Page, Position};
use crate::web::layout::Shell;
use crate::web::parts::Pager;

/// The position behind or before a row.
pub fn position(after: Option<Uuid>, before: Option<Uuid>) -> Position {
    let cursor = |id| Cursor {
        key: String::new(),
        id,
    };
    match (after, before) {
        (Some(id), _) => Position::After(cursor(id)),
        (None, Some(id)) => Position::Before(cursor(id)),
        (None, None) => Position::Start,
    }
}

/// The way to the pages beside this one, if there are any; `leaf` gives the address for a word (`after`, `before`) and a row's id.
pub fn pager<T>(
    shell: &Shell,
    page: &Page<T>,
    id: impl Fn(&T) -> UploadId,
    leaf: impl Fn(&str, UploadId) -> String,
) -> Option<Pager> {
    let to = |way: &str, row: Option<&T>| row.map(|row| leaf(way, id(row)));
    (page.has_previous || page.has_next).then(|| Pager {
        range: shell.t.n(
            "uploads-on-page",
            page.rows.len().try_into().unwrap_or(0_i64),
        ),
        total: None,
        previous: to("before", page.rows.first().filter(|_| page.has_previous)),
        next: to("after", page.rows.last().filter(|_| page.has_next)),
    })
}
