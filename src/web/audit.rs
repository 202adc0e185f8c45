//! What admins did and who tried to sign in, the newest first. What happened to numbers is told in each company's history.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;
use serde_json::Value;

use super::Answer;
use super::company_frame::address;
use super::cpns::{day, start_of, word};
use super::form::{Choice, Field};
use super::layout::{self, Shell};
use super::listing::{self, ListAddress};
use super::parts::{Chip, Pager};
use super::typeahead::{self, Hit};
use crate::access::{self, AdminAccess, Identity, See};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::company::Company;
use crate::model::id::CompanyId;
use crate::model::page::{Cursor, Page};
use crate::store::audit::{self, EventFilter, EventRow};
use crate::text::Texts;

/// The kinds of things events are about.
const SUBJECTS: [&str; 8] = [
    "company",
    "company-file",
    "product",
    "product-file",
    "sign-in",
    "token",
    "upload",
    "user",
];

/// What the address of the list says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditInput {
    by: String,
    company: String,
    subject: String,
    action: String,
    since: String,
    until: String,
    after: String,
    before: String,
}

impl AuditInput {
    fn filter(&self, shell: &Shell, company: Option<CompanyId>) -> EventFilter {
        EventFilter {
            company,
            actor: word(&self.by),
            subject: word(&self.subject),
            action: word(&self.action),
            since: day(&self.since).and_then(|day| start_of(day, shell)),
            before: day(&self.until)
                .and_then(|day| day.succ_opt())
                .and_then(|next| start_of(next, shell)),
        }
    }

    fn address(&self) -> ListAddress {
        ListAddress::new("/audit")
            .with("by", self.by.trim())
            .with("company", self.company.trim())
            .with("subject", self.subject.as_str())
            .with("action", self.action.as_str())
            .with("since", self.since.as_str())
            .with("until", self.until.as_str())
    }
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    shell: Shell,
    events: Vec<Event>,
    pager: Pager,
    chips: Vec<Chip>,
    by: Field,
    company: Field,
    /// The companies that may be meant, where what was typed is no account number: each with the list narrowed to it.
    companies: Vec<(Hit, String)>,
    subject: Field,
    subjects: Vec<Choice>,
    since: Field,
    until: Field,
}

/// An event in words.
struct Event {
    iso: String,
    when: String,
    who: String,
    door: String,
    what: String,
    /// What it is about, where that has a page.
    url: Option<String>,
    /// The person or product it is about, where the one who did it is somebody else.
    about: Option<String>,
    /// The company it concerns: its name and its page.
    company: Option<(String, String)>,
    facts: Vec<Fact>,
}

/// One field of an event's story. Where something changed, `before` holds what it was.
#[derive(Debug, PartialEq, Eq)]
struct Fact {
    name: String,
    before: Option<String>,
    value: String,
}

/// `GET /audit`
pub async fn list(
    access: AdminAccess,
    identity: Identity,
    mut db: Db,
    shell: Shell,
    input: Query<AuditInput>,
) -> Answer {
    let address = input.address();
    let (company, companies) = meant(&mut db, &identity, &shell, &input.company, &address).await?;
    let filter = input.filter(&shell, company);
    let position = listing::position(&input.after, &input.before);
    let page = audit::page(&mut db, &access, &filter, &position).await?;
    drop(db);
    let subjects = SUBJECTS
        .iter()
        .map(|subject| Choice::new(*subject, shell.t.s(&format!("audit-subject-{subject}"))));
    layout::ok(&AuditPage {
        pager: pager(&shell, &page, &address),
        chips: chips(&shell, &input, &address),
        by: Field::with("by", input.by.as_str()),
        company: Field::with("company", input.company.trim()),
        companies,
        subject: Field::with("subject", input.subject.as_str()),
        subjects: std::iter::once(Choice::new("", shell.t.s("users-any")))
            .chain(subjects)
            .collect(),
        since: Field::with("since", input.since.as_str()),
        until: Field::with("until", input.until.as_str()),
        events: page
            .rows
            .into_iter()
            .map(|row| event(&shell, row))
            .collect(),
        shell,
    })
}

/// The company whose account number was typed, or those that fit what was typed.
async fn meant(
    db: &mut Db,
    identity: &Identity,
    shell: &Shell,
    typed: &str,
    address: &ListAddress,
) -> Result<(Option<CompanyId>, Vec<(Hit, String)>)> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok((None, Vec::new()));
    }
    match access::open_by_account::<See>(db, identity, typed).await {
        Ok(access) => return Ok((Some(access.company().id), Vec::new())),
        Err(Error::NotFound) => {}
        Err(error) => return Err(error),
    }
    let found = typeahead::offer_companies(db, identity, typed).await?;
    let hit = |company: &Company| {
        let url = address.with("company", company.account_number.as_str());
        (Hit::of_company(shell, company), url.to_string())
    };
    // The nil id: nothing concerns a company that is not there.
    Ok((
        Some(CompanyId::from(uuid::Uuid::nil())),
        found.iter().map(hit).collect(),
    ))
}

fn pager(shell: &Shell, page: &Page<EventRow>, address: &ListAddress) -> Pager {
    let place = |name: &'static str, row: Option<&EventRow>| {
        let cursor = row.map(|row| Cursor {
            key: String::new(),
            id: row.id,
        })?;
        Some(address.with(name, cursor.to_word()).to_string())
    };
    let previous = page.rows.first().filter(|_| page.has_previous);
    let next = page.rows.last().filter(|_| page.has_next);
    Pager {
        range: shell.t.n("audit-shown", page.rows.len()),
        total: None,
        previous: place("before", previous),
        next: place("after", next),
    }
}

fn chips(shell: &Shell, input: &AuditInput, address: &ListAddress) -> Vec<Chip> {
    let t = shell.t;
    let subject = SUBJECTS.iter().find(|known| **known == input.subject);
    let texts = [
        (
            "by",
            word(&input.by).map(|by| t.a("audit-by-chip", "who", by)),
        ),
        (
            "subject",
            subject.map(|subject| t.s(&format!("audit-subject-{subject}"))),
        ),
        (
            "action",
            word(&input.action).map(|action| done(shell, &action)),
        ),
        (
            "company",
            word(&input.company).map(|company| t.a("audit-company-chip", "company", company)),
        ),
        (
            "since",
            day(&input.since).map(|day| t.a("audit-since-chip", "day", shell.date(&day))),
        ),
        (
            "until",
            day(&input.until).map(|day| t.a("audit-until-chip", "day", shell.date(&day))),
        ),
    ];
    texts
        .into_iter()
        .filter_map(|(name, text)| Some(Chip::new(text?, address.with(name, "").to_string())))
        .collect()
}

/// What was done in words; the stable code where there are none.
fn done(shell: &Shell, action: &str) -> String {
    let key = format!("audit-action-{action}");
    if shell.t.has(&key) {
        shell.t.s(&key)
    } else {
        action.to_owned()
    }
}

fn event(shell: &Shell, row: EventRow) -> Event {
    let subject = format!("audit-subject-{}", row.subject_kind);
    let subject = if shell.t.has(&subject) {
        shell.t.s(&subject)
    } else {
        row.subject_kind.clone()
    };
    let what = shell.t.a2(
        "audit-what",
        "subject",
        subject,
        "action",
        done(shell, &row.action),
    );
    let url = match (row.subject_kind.as_str(), row.subject_id) {
        ("company", Some(id)) => Some(format!("/companies/{id}/settings")),
        ("product", Some(id)) => Some(format!("/products/{id}")),
        ("product-file", _) => Some(format!("/products/upload/{}", row.id)),
        ("user" | "sign-in", Some(id)) => Some(format!("/users/{id}")),
        ("upload", Some(id)) => row
            .company
            .map(|company| address(company, &format!("/uploads/{id}/report"))),
        _ => None,
    };
    let actor = row.actor_name.as_str();
    let person = row.person_name.filter(|name| name != actor);
    Event {
        about: person.or(row.product_number),
        iso: row.at.to_rfc3339(),
        when: shell.moment(&row.at),
        who: row.actor_name,
        door: shell.t.s(&format!("cpns-door-{}", row.door)),
        what,
        url,
        company: row
            .company_name
            .zip(row.company)
            .map(|(name, id)| (name, address(id, "/cpns"))),
        facts: facts(&row.detail)
            .into_iter()
            .map(|fact| in_words(shell.t, fact))
            .collect(),
    }
}

/// The fields of a story: of `before` and `after` those that differ, side by side; of anything else all that are simple.
fn facts(detail: &Value) -> Vec<Fact> {
    let Some(fields) = detail.as_object() else {
        return Vec::new();
    };
    let (Some(before), Some(after)) = (
        fields.get("before").and_then(Value::as_object),
        fields.get("after").and_then(Value::as_object),
    ) else {
        let told = fields.get("after").and_then(Value::as_object);
        return told
            .unwrap_or(fields)
            .iter()
            .filter_map(|(name, value)| fact(name, None, value))
            .collect();
    };
    after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .filter_map(|(name, value)| fact(name, before.get(name), value))
        .collect()
}

/// A fact with the name of its field, and yes for what is true, in the reader's language.
fn in_words(t: Texts, fact: Fact) -> Fact {
    let key = format!("audit-field-{}", fact.name.replace(' ', "-"));
    let word = |value: String| match value.as_str() {
        "true" => t.s("audit-yes"),
        "false" => t.s("audit-no"),
        _ => value,
    };
    Fact {
        name: if t.has(&key) { t.s(&key) } else { fact.name },
        before: fact.before.map(word),
        value: word(fact.value),
    }
}

fn fact(name: &str, before: Option<&Value>, value: &Value) -> Option<Fact> {
    // What never was so is no story.
    if before.is_none() && value == &Value::Bool(false) {
        return None;
    }
    Some(Fact {
        name: name.replace('_', " "),
        before: before.and_then(simple),
        value: simple(value)?,
    })
}

/// A value as a person reads it; nothing for what is empty or has parts of its own.
fn simple(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(values) => {
            let all: Vec<String> = values.iter().filter_map(simple).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(detail: &Value) -> Vec<String> {
        facts(detail)
            .into_iter()
            .map(|fact| {
                let before = fact.before.map(|before| format!("{before} → "));
                format!(
                    "{}: {}{}",
                    fact.name,
                    before.unwrap_or_default(),
                    fact.value
                )
            })
            .collect()
    }

    #[test]
    fn a_change_tells_only_what_differs() {
        let detail = json!({
            "before": { "name": "Old", "account_number": "D-1" },
            "after": { "name": "New", "account_number": "D-1" },
        });
        assert_eq!(told(&detail), ["name: Old → New"]);
    }

    #[test]
    fn anything_else_tells_its_simple_fields() {
        let detail = json!({ "reason": "stock-taking", "until": null, "report": { "new": 1 }, "waits": false });
        assert_eq!(told(&detail), ["reason: stock-taking"]);
        assert_eq!(
            told(&json!({ "after": { "number": "P-1" } })),
            ["number: P-1"]
        );
        assert_eq!(told(&json!("?")), Vec::<String>::new());
    }
}
