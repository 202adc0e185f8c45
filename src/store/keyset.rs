//! Reading one page of a sorted list.

/// Restricts, sorts and limits a boxed query to one page of `$size` rows and one row more. `$key` is the column the list is sorted by, `$id` the
/// tie-break. Written so that an index on `(key, id)` serves it: the first comparison is where the walk begins, the second
/// passes over rows of the same key.
macro_rules! page_of {
    ($query:expr, $key:expr, $id:expr, $position:expr, $direction:expr, $size:expr) => {{
        use $crate::model::page::{Direction, Position};
        let mut query = $query;
        let reads_up = match $position {
            Position::Before(_) => $direction == Direction::Descending,
            _ => $direction == Direction::Ascending,
        };
        match ($position, reads_up) {
            (Position::Start, _) => {}
            (Position::After(at) | Position::Before(at), true) => {
                query = query
                    .filter($key.ge(at.key.clone()))
                    .filter($key.gt(at.key.clone()).or($id.gt(at.id)));
            }
            (Position::After(at) | Position::Before(at), false) => {
                query = query
                    .filter($key.le(at.key.clone()))
                    .filter($key.lt(at.key.clone()).or($id.lt(at.id)));
            }
            (Position::From(beginning), true) => query = query.filter($key.ge(beginning.clone())),
            (Position::From(beginning), false) => query = query.filter($key.le(beginning.clone())),
        }
        query = if reads_up {
            query.order_by(($key.asc(), $id.asc()))
        } else {
            query.order_by(($key.desc(), $id.desc()))
        };
        query.limit(i64::try_from($size + 1).unwrap_or(i64::MAX))
    }};
}

pub(crate) use page_of;
