//! What happened: to one CPN, to a company's numbers, and how a CPN stood on a day.

use chrono::{DateTime, Utc};

use crate::access::Scope;
use crate::error::Result;
use crate::model::history::{EventKind, HistoryFilter, Part, State, Told};
use crate::model::id::CpnId;
use crate::model::page::Page;
use crate::store::history;

/// Events on one page of the history.
pub const PAGE_EVENTS: usize = 50;

/// One page of a company's history, the newest event first.
pub async fn page<M>(
    scope: &mut Scope<'_, M>,
    filter: &HistoryFilter,
    part: Part,
) -> Result<Page<Told>> {
    let more = i64::try_from(PAGE_EVENTS).unwrap_or(i64::MAX) + 1;
    let mut rows = history::read(scope, filter, part, more).await?;
    let further = rows.len() > PAGE_EVENTS;
    rows.truncate(PAGE_EVENTS);
    let (has_previous, has_next) = match part {
        Part::Newest => (false, further),
        Part::Older(_) => (true, further),
        Part::Newer(_) => {
            rows.reverse();
            (further, true)
        }
    };
    Ok(Page {
        rows,
        has_previous,
        has_next,
    })
}

/// How a CPN stood right before a moment: the end of a day for "what was it on that day". None where it was not yet, or deleted.
pub async fn as_of<M>(
    scope: &mut Scope<'_, M>,
    cpn: CpnId,
    before: DateTime<Utc>,
) -> Result<Option<State>> {
    let last = history::as_of(scope, cpn, before).await?;
    Ok(last
        .filter(|event| event.kind != EventKind::Deleted)
        .map(|event| event.state))
}
