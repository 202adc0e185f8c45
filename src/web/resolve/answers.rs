//! The answers of the paste box, line by line, in words.

use super::super::cpns::address;
use super::super::form::Choice;
use super::super::layout::Shell;
use super::super::parts::Tile;
use super::asked::Asked;
use crate::model::id::{CompanyId, CpnId};
use crate::model::resolution::{Called, Candidate, Outcome, Resolution};

/// The outcomes in the order of the page, each with the kind of its badge.
const OUTCOMES: [(&str, &str); 8] = [
    ("resolved", "success"),
    ("ambiguous", "warning"),
    ("discontinued", "warning"),
    ("not-yet", "info"),
    ("expired", "neutral"),
    ("no-number", "neutral"),
    ("unknown", "danger"),
    ("no-product", "danger"),
];

/// The answer to one line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its index in the list, from 0.
    pub index: usize,
    /// The number as written.
    pub given: String,
    /// What came of it.
    pub outcome: &'static str,
    /// The kind of its badge.
    pub kind: &'static str,
    /// That in words.
    pub label: String,
    /// The answer: a product, or for a product the company's number.
    pub answer: Option<Found>,
    /// What may be picked where there are several.
    pub choices: Vec<(Found, bool)>,
    /// What is written alike, where nothing is known.
    pub suggestions: Vec<Found>,
    /// The supplier's own numbers that it equals.
    pub own_number_of: Vec<String>,
    /// Where it is turned into a CPN.
    pub add_url: String,
    /// Whether there is a box for its product.
    pub has_box: bool,
}

/// Something found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The CPN's id.
    pub id: CpnId,
    /// Its page.
    pub url: String,
    /// The CPN.
    pub cpn: String,
    /// Its product's number.
    pub product_number: String,
    /// Its product's name.
    pub product_name: String,
    /// What else there is to say: the successor, the day.
    pub note: String,
}

impl Line {
    /// Whether nobody knows the number.
    pub fn is_unknown(&self) -> bool {
        self.outcome == "unknown"
    }
}

/// The answers to numbers of the company.
pub fn of_resolutions(
    shell: &Shell,
    company: CompanyId,
    asked: &Asked,
    numbers: &[&str],
    found: Vec<Resolution>,
) -> Vec<Line> {
    let line = |(index, (given, resolution)): (usize, (&&str, Resolution))| {
        let tell = |candidate: &Candidate| tell(shell, company, candidate);
        let (outcome, candidates) = judged(resolution.outcome);
        let pick = asked.pick(index);
        let answer = match (outcome, candidates.as_slice()) {
            ("ambiguous", several) => several.iter().find(|one| Some(one.cpn_id) == pick),
            (_, several) => several.first(),
        };
        Line {
            answer: answer.map(tell),
            choices: match outcome {
                "ambiguous" => candidates
                    .iter()
                    .map(|one| (tell(one), Some(one.cpn_id) == pick))
                    .collect(),
                _ => Vec::new(),
            },
            suggestions: resolution.suggestions.iter().map(tell).collect(),
            own_number_of: resolution
                .own_number_of
                .into_iter()
                .map(|product| product.number)
                .collect(),
            add_url: add_url(company, given),
            ..said(shell, index, given, outcome)
        }
    };
    numbers.iter().zip(found).enumerate().map(line).collect()
}

/// The answers to numbers of products.
pub fn of_lookups(
    shell: &Shell,
    company: CompanyId,
    numbers: &[&str],
    found: Vec<Called>,
) -> Vec<Line> {
    let line = |(index, (given, called)): (usize, (&&str, Called))| {
        let (outcome, candidates) = match (called.offered, judged(called.outcome)) {
            (None, _) => ("no-product", Vec::new()),
            (Some(_), ("unknown", _)) => ("no-number", Vec::new()),
            (Some(_), judged) => judged,
        };
        let mut told = candidates.iter().map(|one| tell(shell, company, one));
        Line {
            // Several that nobody prefers are shown, and none of them is the answer.
            answer: if outcome == "ambiguous" {
                None
            } else {
                told.next()
            },
            suggestions: told.collect(),
            ..said(shell, index, given, outcome)
        }
    };
    numbers.iter().zip(found).enumerate().map(line).collect()
}

/// The word of an outcome and what there is to say about it.
fn judged(outcome: Outcome) -> (&'static str, Vec<Candidate>) {
    match outcome {
        Outcome::Resolved(one) => ("resolved", vec![one]),
        Outcome::Discontinued(one) => ("discontinued", vec![one]),
        Outcome::Ambiguous(several) => ("ambiguous", several),
        Outcome::NotYetValid(several) => ("not-yet", several),
        Outcome::Expired(several) => ("expired", several),
        Outcome::Unknown => ("unknown", Vec::new()),
    }
}

fn said(shell: &Shell, index: usize, given: &str, outcome: &'static str) -> Line {
    let kind = OUTCOMES.iter().find(|(word, _)| *word == outcome);
    Line {
        index,
        given: given.to_owned(),
        outcome,
        kind: kind.map_or("neutral", |(_, kind)| kind),
        label: shell.t.s(&format!("cpns-outcome-{outcome}")),
        answer: None,
        choices: Vec::new(),
        suggestions: Vec::new(),
        own_number_of: Vec::new(),
        add_url: String::new(),
        has_box: false,
    }
}

fn tell(shell: &Shell, company: CompanyId, candidate: &Candidate) -> Found {
    let successor = candidate
        .successor
        .as_ref()
        .filter(|_| candidate.discontinued);
    let note = match (successor, candidate.valid_from, candidate.valid_to) {
        (Some(next), _, _) => shell.t.a("cpns-successor", "number", &next.number),
        (None, Some(from), None) => shell.t.a("cpns-valid-from-on", "from", shell.date(&from)),
        (None, None, Some(to)) => shell.t.a("cpns-valid-until", "to", shell.date(&to)),
        (None, Some(from), Some(to)) => format!("{} – {}", shell.date(&from), shell.date(&to)),
        (None, None, None) => String::new(),
    };
    Found {
        id: candidate.cpn_id,
        url: address(company, candidate.cpn_id),
        cpn: candidate.cpn.clone(),
        product_number: candidate.product.number.clone(),
        product_name: candidate.product.name.clone(),
        note,
    }
}

fn add_url(company: CompanyId, number: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("cpn", number)
        .finish();
    format!("/companies/{company}/cpns/new?{query}")
}

fn counts(lines: &[Line]) -> impl Iterator<Item = (&'static str, &'static str, usize)> {
    OUTCOMES.into_iter().map(|(outcome, kind)| {
        let count = lines.iter().filter(|line| line.outcome == outcome).count();
        (outcome, kind, count)
    })
}

/// How many lines came to what; outcomes without a line are left out.
pub fn tiles(shell: &Shell, lines: &[Line]) -> Vec<Tile> {
    counts(lines)
        .filter(|(_, _, count)| *count > 0)
        .map(|(outcome, kind, count)| Tile {
            label: shell.t.s(&format!("cpns-outcome-{outcome}")),
            figure: shell.count(i64::try_from(count).unwrap_or(i64::MAX)),
            url: None,
            kind,
            current: false,
        })
        .collect()
}

/// What the list may be narrowed to.
pub fn shows(shell: &Shell, lines: &[Line]) -> Vec<Choice> {
    let outcomes = counts(lines)
        .filter(|(_, _, count)| *count > 0)
        .map(|(outcome, _, _)| Choice::new(outcome, shell.t.s(&format!("cpns-outcome-{outcome}"))));
    [Choice::new("", shell.t.s("cpns-any"))]
        .into_iter()
        .chain(outcomes)
        .collect()
}

/// The result as rows of cells under their headings.
pub fn rows(shell: &Shell, lines: &[Line]) -> Vec<[String; 6]> {
    let t = shell.t;
    let heading = [
        t.s("cpns-given"),
        t.s("cpns-outcome"),
        t.s("cpns-cpn"),
        t.s("cpns-product-number"),
        t.s("cpns-product"),
        t.s("cpns-note"),
    ];
    let row = |line: &Line| {
        let found = line.answer.as_ref();
        let cell = |part: fn(&Found) -> &String| found.map(part).cloned().unwrap_or_default();
        [
            line.given.clone(),
            line.label.clone(),
            cell(|found| &found.cpn),
            cell(|found| &found.product_number),
            cell(|found| &found.product_name),
            cell(|found| &found.note),
        ]
    };
    [heading].into_iter().chain(lines.iter().map(row)).collect()
}

/// The result as a table that a spreadsheet takes from the clipboard.
pub fn table(shell: &Shell, lines: &[Line]) -> String {
    rows(shell, lines)
        .iter()
        .map(|row| row.join("\t"))
        .collect::<Vec<_>>()
        .join("\n")
}
