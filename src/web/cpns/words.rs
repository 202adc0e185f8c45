//! Words for a CPN's state and for what happened to it.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::company_frame;
use super::super::layout::Shell;
use super::address;
use crate::model::cpn::{Cpn, Details, Validity};
use crate::model::history::{self, EventKind, Told};
use crate::model::id::CompanyId;

/// The day in the reader's time zone.
pub fn today(shell: &Shell) -> NaiveDate {
    Utc::now().with_timezone(&shell.zone()).date_naive()
}

/// What a list and a page say of how a CPN stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The badge's kind.
    pub kind: &'static str,
    /// The badge's words.
    pub label: String,
}

impl State {
    /// The states of a CPN that are worth a badge; a valid one without anything odd has none.
    pub fn all_of(
        shell: &Shell,
        cpn: &Cpn,
        discontinued: bool,
        ambiguous: bool,
        collides_with: Option<&str>,
    ) -> Vec<Self> {
        let t = shell.t;
        let plain = |kind, key| Self {
            kind,
            label: t.s(key),
        };
        let validity = match cpn.validity(Utc::now().date_naive()) {
            Validity::Valid => None,
            Validity::NotYet => Some(plain("info", "cpns-validity-not-yet")),
            Validity::Expired => Some(plain("neutral", "cpns-validity-expired")),
        };
        let ambiguous = ambiguous.then(|| plain("warning", "cpns-ambiguous"));
        let collision = collides_with.map(|number| Self {
            kind: "warning",
            label: t.a("cpns-collides", "number", number),
        });
        let discontinued = discontinued.then(|| plain("neutral", "cpns-discontinued"));
        validity
            .into_iter()
            .chain(ambiguous)
            .chain(collision)
            .chain(discontinued)
            .collect()
    }
}

/// The days on which a CPN holds, for a narrow column: a line may end between them, not within one. Empty where it always holds.
pub fn validity(shell: &Shell, details: &Details) -> String {
    let t = shell.t;
    let day = |day| shell.date(day).replace(' ', "\u{a0}");
    match (&details.valid_from, &details.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => t.a("cpns-valid-from-on", "from", day(from)),
        (None, Some(to)) => t.a("cpns-valid-until", "to", day(to)),
        (Some(from), Some(to)) => format!("{}\u{a0}– {}", day(from), day(to)),
    }
}

/// What one of the customer's numbers stands for; empty where nobody said.
pub fn unit(details: &Details) -> String {
    let quantity = details.pack_quantity.as_ref();
    [
        details.unit.clone(),
        quantity.map(|quantity| format!("× {}", quantity.to_plain_string())),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}

/// An event as the timeline tells it.
#[derive(Clone, Debug)]
pub struct Event {
    /// The colour of its mark.
    pub kind: &'static str,
    /// When, for machines.
    pub iso: String,
    /// When, for the reader.
    pub when: String,
    /// Who, and through which door.
    pub who: String,
    /// What.
    pub what: String,
    /// The number as it was then.
    pub cpn: String,
    /// Its page.
    pub url: String,
    /// The number of its product then.
    pub product: String,
    /// The upload it was part of.
    pub upload: Option<String>,
    /// Each field that is not what it was.
    pub changes: Vec<Change>,
}

impl Event {
    /// How many of the changes are told by the line of number and product already, where it stands above them.
    pub fn told(&self, with_number: bool) -> usize {
        let is_whole = self.changes.iter().all(|change| change.before.is_empty());
        if with_number && is_whole && self.kind == "success" {
            2.min(self.changes.len())
        } else {
            0
        }
    }
}

/// A field before and after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub label: String,
    /// What was there; empty for nothing.
    pub before: String,
    /// What is there now; empty for nothing.
    pub after: String,
}

/// Puts an event of a company into words.
pub fn event(shell: &Shell, company: CompanyId, told: &Told) -> Event {
    let event = &told.event;
    let t = shell.t;
    let door = t.s(&format!("cpns-door-{}", event.actor.door));
    let upload = event
        .upload
        .map(|upload| company_frame::address(company, &format!("/uploads/{upload}/report")));
    Event {
        kind: match event.kind {
            EventKind::Created | EventKind::Restored => "success",
            EventKind::Changed => "info",
            EventKind::Deleted => "danger",
        },
        iso: event.at.to_rfc3339(),
        when: shell.moment(&event.at),
        who: t.a2("cpns-who", "name", &event.actor.name, "door", door),
        what: t.s(&format!("cpns-event-{}", event.kind)),
        cpn: event.state.cpn.clone(),
        url: address(company, event.cpn_id),
        product: told.product_number.clone(),
        upload,
        changes: match event.kind {
            EventKind::Deleted => Vec::new(),
            _ => changes(shell, told),
        },
    }
}

fn changes(shell: &Shell, told: &Told) -> Vec<Change> {
    let after = fields(shell, &told.event.state, &told.product_number);
    let before = match (&told.before, &told.product_number_before) {
        (Some(state), Some(number)) => Some(fields(shell, state, number)),
        _ => None,
    };
    after
        .into_iter()
        .enumerate()
        .map(|(index, (key, after))| Change {
            label: shell.t.s(key),
            before: before
                .as_ref()
                .and_then(|before| before.get(index))
                .map(|(_, value)| value.clone())
                .unwrap_or_default(),
            after,
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// Every field of a state by the key of its name, in the order of the form.
pub fn fields(
    shell: &Shell,
    state: &history::State,
    product_number: &str,
) -> [(&'static str, String); 8] {
    let details = &state.details;
    let day = |day: Option<NaiveDate>| day.map(|day| shell.date(&day)).unwrap_or_default();
    let quantity = details.pack_quantity.as_ref();
    [
        ("cpns-cpn", state.cpn.clone()),
        ("cpns-product", product_number.to_owned()),
        (
            "cpns-description",
            details.description.clone().unwrap_or_default(),
        ),
        ("cpns-unit", details.unit.clone().unwrap_or_default()),
        (
            "cpns-pack-quantity",
            quantity
                .map(bigdecimal::BigDecimal::to_plain_string)
                .unwrap_or_default(),
        ),
        ("cpns-valid-from", day(details.valid_from)),
        ("cpns-valid-to", day(details.valid_to)),
        (
            "cpns-preferred",
            shell.t.s(if state.preferred {
                "cpns-yes"
            } else {
                "cpns-no"
            }),
        ),
    ]
}

/// The moment a day begins in the reader's time zone; of a midnight that the clocks leap over, the first moment behind it.
pub fn start_of(day: NaiveDate, shell: &Shell) -> Option<DateTime<Utc>> {
    (0..24).find_map(|hour| {
        day.and_hms_opt(hour, 0, 0)?
            .and_local_timezone(shell.zone())
            .earliest()
            .map(|at| at.to_utc())
    })
}

/// A day as a browser sends it, in the years that the register knows.
pub fn day(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .ok()
        .filter(|day| (1900..=9998).contains(&day.year()))
}

/// A word somebody looks for; none for blanks. Control characters find nothing and are dropped.
pub fn word(text: &str) -> Option<String> {
    let word: String = text
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(255)
        .collect();
    (!word.is_empty()).then_some(word)
}
