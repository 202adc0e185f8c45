//! What a check found: counters that filter, causes as groups with an example and a way out, and the rows themselves.
//! The pages of the check, the confirmation and the report show it.

use actix_web::web::Query;
use serde::Deserialize;

use super::rows::Judged;
use super::words::{self, Tense};
use crate::access::{CompanyAccess, Level};
use crate::db::Conn;
use crate::domain::upload::{self, Filter};
use crate::error::Result;
use crate::model::page::{Cursor, PAGE_ROWS, Page, Position};
use crate::model::upload::{CauseCount, Counts, Outcome, PreviewRow, Upload, cause};
use crate::web::layout::Shell;
use crate::web::parts::{Chip, Link, Pager, Tile};

/// Which rows, from which line on.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FindingsQuery {
    outcome: Option<Outcome>,
    cause: Option<String>,
    after: Option<i32>,
    before: Option<i32>,
}

impl FindingsQuery {
    /// The rows of one outcome, from where the address says.
    pub fn only(query: &Query<Self>, outcome: Outcome) -> Self {
        Self {
            outcome: Some(outcome),
            cause: None,
            ..query.0.clone()
        }
    }

    fn filter(&self) -> Filter {
        Filter {
            outcome: self.outcome,
            cause: self.cause.clone().filter(|_| self.outcome.is_some()),
        }
    }

    fn position(&self) -> Position {
        match (self.after, self.before) {
            (Some(line), _) => Position::After(cursor(line)),
            (None, Some(line)) => Position::Before(cursor(line)),
            (None, None) => Position::Start,
        }
    }
}

fn cursor(line: i32) -> Cursor {
    Cursor {
        key: line.to_string(),
        id: uuid::Uuid::nil(),
    }
}

/// What the page shows of a check.
pub struct Findings {
    /// Six counters.
    pub tiles: Vec<Tile>,
    /// The causes of the outcome that is chosen, or all.
    pub causes: Vec<Group>,
    /// Filters in force.
    pub chips: Vec<Chip>,
    /// The address without filters.
    pub address: String,
    /// The rows.
    pub rows: Vec<Judged>,
    /// Whether any of the rows is one of the file.
    pub has_lines: bool,
    /// What the foot of the rows says and leads to.
    pub pager: Pager,
}

/// Rows with one cause.
pub struct Group {
    /// What will happen to them, in a word.
    pub outcome: String,
    /// The kind of its badge.
    pub kind: &'static str,
    /// What the cause means.
    pub cause: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// How many, formatted.
    pub count: String,
    /// The rows.
    pub url: String,
    /// The first of them.
    pub example: Option<Judged>,
    /// What can be decided about them, and where.
    pub repair: Option<Link>,
    outcome_code: Outcome,
    cause_code: String,
}

impl Findings {
    /// Offers decisions about the causes that have any; `address` is that of the page where they are made.
    pub fn offer_repairs(&mut self, shell: &Shell, address: &str) {
        for group in &mut self.causes {
            let key = match (group.outcome_code, group.cause_code.as_str()) {
                (_, "total-row") => continue,
                (Outcome::Problem, cause) if !upload::is_mendable(cause) => "uploads-repair-leave",
                (Outcome::Problem, _) => "uploads-repair-problem",
                (Outcome::Choice, _) => "uploads-repair-choice",
                (Outcome::New, "several-numbers") => "uploads-repair-several",
                (Outcome::New, cause) if words::is_warning(cause) => "uploads-repair-leave",
                (Outcome::New, _) => "uploads-repair-new",
                _ => continue,
            };
            let url = link(
                address,
                Some(group.outcome_code),
                Some(&group.cause_code),
                None,
            );
            group.repair = Some(Link::new(shell.t.s(key), url));
        }
    }
}

impl Findings {
    /// Reads a page of them; `address` is that of the page without a query.
    pub async fn load<L: Level>(
        conn: &mut Conn,
        access: &CompanyAccess<L>,
        shell: &Shell,
        upload: &Upload,
        query: &FindingsQuery,
        address: String,
    ) -> Result<Self> {
        let tense = Tense::of(upload);
        let counts = upload.counts.clone().unwrap_or_default();
        let filter = query.filter();
        let shown = counts.causes.iter().filter(|cause| takes(&filter, cause));
        let total: i64 = shown.clone().map(|cause| cause.count).sum();
        let page = upload::preview(conn, access, upload.id, &filter, &query.position()).await?;
        let examples = upload::examples(conn, access, upload).await?;
        let mut causes = Vec::new();
        for outcome in ORDER {
            let of_outcome = shown.clone().filter(|cause| cause.outcome == outcome);
            let (warned, plain): (Vec<_>, Vec<_>) =
                of_outcome.partition(|cause| words::is_warning(&cause.cause));
            for cause in warned.into_iter().chain(plain) {
                let example = examples
                    .iter()
                    .find(|row| row.outcome == cause.outcome && row.cause == cause.cause)
                    .map(|row| Judged::of(shell, upload, row));
                causes.push(group(shell, cause, example, &address, tense));
            }
        }
        let judged = page.rows.iter().map(|row| Judged::of(shell, upload, row));
        let rows: Vec<Judged> = judged.collect();
        Ok(Self {
            tiles: tiles(shell, &counts, query, &address, tense),
            causes,
            chips: chips(shell, &filter, &address, tense),
            pager: pager(shell, query, &page, total, &address),
            has_lines: rows.iter().any(|row| row.line.is_some()),
            rows,
            address,
        })
    }
}

/// What needs a person comes first.
const ORDER: [Outcome; 6] = [
    Outcome::Problem,
    Outcome::Choice,
    Outcome::Removed,
    Outcome::Changed,
    Outcome::New,
    Outcome::Unchanged,
];

fn takes(filter: &Filter, cause: &CauseCount) -> bool {
    filter
        .outcome
        .is_none_or(|outcome| outcome == cause.outcome)
        && filter
            .cause
            .as_ref()
            .is_none_or(|word| *word == cause.cause)
}

/// The first row of a cause.
fn group(
    shell: &Shell,
    cause: &CauseCount,
    example: Option<Judged>,
    address: &str,
    tense: Tense,
) -> Group {
    Group {
        outcome: words::fate(shell.t, cause.outcome, &cause.cause, tense),
        kind: if words::is_warning(&cause.cause) {
            "warning"
        } else {
            words::kind(cause.outcome)
        },
        cause: words::cause(shell.t, &cause.cause),
        remedy: words::remedy(shell.t, &cause.cause),
        count: shell.count(cause.count),
        repair: None,
        outcome_code: cause.outcome,
        cause_code: cause.cause.clone(),
        url: link(address, Some(cause.outcome), Some(&cause.cause), None),
        example,
    }
}

fn link(
    address: &str,
    outcome: Option<Outcome>,
    cause: Option<&str>,
    place: Option<(&str, i32)>,
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(outcome) = outcome {
        query.append_pair("outcome", outcome.word());
    }
    if let Some(cause) = cause {
        query.append_pair("cause", cause);
    }
    if let Some((way, line)) = place {
        query.append_pair(way, &line.to_string());
    }
    let query = query.finish();
    if query.is_empty() {
        address.to_owned()
    } else {
        format!("{address}?{query}")
    }
}

fn tiles(
    shell: &Shell,
    counts: &Counts,
    query: &FindingsQuery,
    address: &str,
    tense: Tense,
) -> Vec<Tile> {
    let left_out = counts.left_out();
    let mut tiles = Vec::new();
    for outcome in Outcome::ALL {
        let is_left_out = query.cause.as_deref() == Some(cause::LEFT_OUT);
        let unchanged = *outcome == Outcome::Unchanged;
        let count = counts.of(*outcome) - if unchanged { left_out } else { 0 };
        let current = query.outcome == Some(*outcome) && !(unchanged && is_left_out);
        let to = Some(*outcome).filter(|_| !current);
        tiles.push(Tile {
            label: words::counted(shell.t, *outcome, tense, count),
            figure: shell.count(count),
            url: (count > 0).then(|| link(address, to, None, None)),
            kind: if count > 0 {
                words::kind(*outcome)
            } else {
                "neutral"
            },
            current,
        });
        if unchanged && left_out > 0 {
            let to = Some((*outcome, cause::LEFT_OUT)).filter(|_| !is_left_out);
            let (to, why) = to.unzip();
            tiles.push(Tile {
                label: shell.t.s("uploads-left-out"),
                figure: shell.count(left_out),
                url: Some(link(address, to, why, None)),
                kind: "neutral",
                current: is_left_out,
            });
        }
    }
    tiles
}

fn chips(shell: &Shell, filter: &Filter, address: &str, tense: Tense) -> Vec<Chip> {
    let outcome = filter
        .outcome
        .map(|outcome| Link::new(words::outcome(shell.t, outcome, tense), address));
    let cause = filter.cause.as_deref().map(|cause| {
        Link::new(
            words::cause(shell.t, cause),
            link(address, filter.outcome, None, None),
        )
    });
    outcome.into_iter().chain(cause).collect()
}

fn pager(
    shell: &Shell,
    query: &FindingsQuery,
    page: &Page<PreviewRow>,
    total: i64,
    address: &str,
) -> Pager {
    let filter = query.filter();
    let place = |way, row: Option<&PreviewRow>| {
        row.map(|row| {
            link(
                address,
                filter.outcome,
                filter.cause.as_deref(),
                Some((way, row.line)),
            )
        })
    };
    let (first, last) = (page.rows.first(), page.rows.last());
    let at_start = !page.has_previous && query.after.is_none();
    let (range, total) = match (first, last) {
        (Some(_), Some(_)) if at_start => {
            let shown = i64::try_from(page.rows.len().min(PAGE_ROWS)).unwrap_or(i64::MAX);
            (
                format!("1\u{2013}{}", shell.count(shown)),
                Some(shell.count(total)),
            )
        }
        (Some(first), Some(last)) if first.line > 0 => (
            shell.t.with(
                "uploads-lines",
                &[
                    ("from", shell.count(first.line)),
                    ("to", shell.count(last.line)),
                ],
            ),
            Some(shell.t.n("uploads-rows-read", total)),
        ),
        _ => (shell.t.n("uploads-rows-read", total), None),
    };
    Pager {
        range,
        total,
        previous: place("before", first.filter(|_| page.has_previous)),
        next: place("after", last.filter(|_| page.has_next)),
    }
}
