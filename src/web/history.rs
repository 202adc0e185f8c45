//! What happened to a company's numbers, the newest first.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::Answer;
use super::company_frame::{CompanyFrame, CompanyTab};
use super::cpns::{Event, day, event, start_of, word};
use super::form::{Choice, Field};
use super::layout::{self, Shell};
use super::listing::ListAddress;
use super::parts::{Chip, Pager};
use crate::access::{CompanyAccess, See};
use crate::domain::timeline;
use crate::gate::Db;
use crate::model::actor::Door;
use crate::model::history::{EventKind, HistoryFilter, Part, Place, Told};
use crate::model::key;
use crate::model::page::Page;

/// What the address of the history says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HistoryInput {
    number: String,
    by: String,
    kind: String,
    door: String,
    upload: String,
    since: String,
    until: String,
    older: String,
    newer: String,
}

impl HistoryInput {
    fn filter(&self, shell: &Shell) -> HistoryFilter {
        HistoryFilter {
            cpn: None,
            actor: word(&self.by),
            door: self.door.parse().ok(),
            kind: self.kind.parse().ok(),
            upload: self.upload.parse().ok(),
            number: word(&self.number).map(|number| key::identity(&number)),
            since: day(&self.since).and_then(|day| start_of(day, shell)),
            before: day(&self.until)
                .and_then(|day| day.succ_opt())
                .and_then(|next| start_of(next, shell)),
        }
    }

    fn part(&self) -> Part {
        if let Some(place) = Place::from_word(&self.older) {
            Part::Older(place)
        } else if let Some(place) = Place::from_word(&self.newer) {
            Part::Newer(place)
        } else {
            Part::Newest
        }
    }

    fn address(&self, path: &str) -> ListAddress {
        ListAddress::new(path)
            .with("number", self.number.trim())
            .with("by", self.by.trim())
            .with("kind", self.kind.as_str())
            .with("door", self.door.as_str())
            .with("upload", self.upload.as_str())
            .with("since", self.since.as_str())
            .with("until", self.until.as_str())
    }
}

#[derive(Template)]
#[template(path = "cpns/history.html")]
struct HistoryPage {
    shell: Shell,
    frame: CompanyFrame,
    list_url: String,
    events: Vec<Event>,
    pager: Pager,
    chips: Vec<Chip>,
    number: Field,
    by: Field,
    kind: Field,
    kinds: Vec<Choice>,
    door: Field,
    doors: Vec<Choice>,
    since: Field,
    until: Field,
}

/// `GET /companies/{company}/history`
pub async fn list(
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    input: Query<HistoryInput>,
) -> Answer {
    let filter = input.filter(&shell);
    let part = input.part();
    let page = access
        .read(&mut db, async |scope| {
            timeline::page(scope, &filter, part).await
        })
        .await?;
    let frame = CompanyFrame::of(&access, &shell, CompanyTab::History);
    let list_url = frame.at("/history");
    let address = input.address(&list_url);
    let any = || Choice::new("", shell.t.s("cpns-any"));
    let kinds = EventKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), shell.t.s(&format!("cpns-event-{kind}"))));
    let doors = Door::ALL
        .iter()
        .map(|door| Choice::new(door.word(), shell.t.s(&format!("cpns-door-{door}"))));
    layout::ok(&HistoryPage {
        pager: pager(&shell, &page, &address),
        chips: chips(&shell, &input, &filter, &address),
        number: Field::with("number", input.number.trim()),
        by: Field::with("by", input.by.trim()),
        kind: Field::with("kind", filter.kind.map_or("", EventKind::word)),
        kinds: [any()].into_iter().chain(kinds).collect(),
        door: Field::with("door", filter.door.map_or("", Door::word)),
        doors: [any()].into_iter().chain(doors).collect(),
        since: Field::with("since", input.since.as_str()),
        until: Field::with("until", input.until.as_str()),
        events: page
            .rows
            .iter()
            .map(|told| event(&shell, frame.id, told))
            .collect(),
        list_url,
        frame,
        shell,
    })
}

fn pager(shell: &Shell, page: &Page<Told>, address: &ListAddress) -> Pager {
    let place = |told: Option<&Told>| told.map(|told| told.place().to_word());
    let count = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
    Pager {
        range: shell.t.n("cpns-events", count),
        total: None,
        previous: place(page.rows.first())
            .filter(|_| page.has_previous)
            .map(|place| address.with("newer", place).to_string()),
        next: place(page.rows.last())
            .filter(|_| page.has_next)
            .map(|place| address.with("older", place).to_string()),
    }
}

fn chips(
    shell: &Shell,
    input: &HistoryInput,
    filter: &HistoryFilter,
    address: &ListAddress,
) -> Vec<Chip> {
    let t = shell.t;
    let mut chips = Vec::new();
    let mut add = |name, label: Option<String>| {
        if let Some(label) = label {
            chips.push(Chip::new(label, address.with(name, "").to_string()));
        }
    };
    let number = filter.number.as_ref();
    add(
        "number",
        number.map(|_| t.a("cpns-chip-number", "number", input.number.trim())),
    );
    let by = filter.actor.as_ref();
    add("by", by.map(|name| t.a("cpns-chip-by", "name", name)));
    add(
        "kind",
        filter.kind.map(|kind| t.s(&format!("cpns-event-{kind}"))),
    );
    add(
        "door",
        filter.door.map(|door| t.s(&format!("cpns-door-{door}"))),
    );
    add("upload", filter.upload.map(|_| t.s("cpns-chip-upload")));
    let since = filter.since.and(day(&input.since));
    add(
        "since",
        since.map(|day| t.a("cpns-chip-since", "day", shell.date(&day))),
    );
    let until = filter.before.and(day(&input.until));
    add(
        "until",
        until.map(|day| t.a("cpns-chip-until", "day", shell.date(&day))),
    );
    chips
}
