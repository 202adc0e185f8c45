//! Criteria: what a client says about the list it wants (`CONTRACTS.md`, 2.10).
//!
//! [`Criteria::parse`] turns the request into a small typed tree and collects everything that is wrong with it; [`sql`] makes
//! statements of the tree. What the client wrote becomes typed values and members of closed sets, never text of a statement.

pub mod aggregation;
pub mod field;
pub mod filter;
mod relative;
pub mod sort;
pub mod sql;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::entity::Selection;
use super::errors::{Complaint, Refusal, invalid_uuid};
use aggregation::Aggregation;
use field::{Field, lenient_id};
use filter::{Anchor, Filter, Operand};
use sort::{By, Sort};

/// The most rows of a page, and as many as it has where nothing is said.
const MOST_ROWS: i64 = 100;
/// The most words of a search that count.
const MOST_WORDS: usize = 10;

/// The most tests of all filters together: each may have to look at every row.
const MOST_TESTS: usize = 300;

/// How the total is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TotalMode {
    /// The rows of this page.
    #[default]
    None,
    /// All rows.
    Exact,
    /// The rows of this page and the next five, and one.
    NextPages,
}

/// A filter whose rows are found for a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// What rows must be like.
    pub filter: Filter,
    /// What that is worth.
    pub score: f64,
}

/// What a client wants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criteria {
    /// The page's size; none where ids were given.
    pub limit: Option<i64>,
    /// The page, from 1.
    pub page: i64,
    /// How the total is counted.
    pub total: TotalMode,
    /// These rows alone.
    pub ids: Option<Vec<Uuid>>,
    /// What rows must be like.
    pub filters: Vec<Filter>,
    /// What rows must be like that is not seen by aggregations.
    pub post_filters: Vec<Filter>,
    /// What is searched for; rows must fit one at least.
    pub scored: Vec<Scored>,
    /// The order.
    pub sort: Vec<Sort>,
    /// One row for each value of these.
    pub grouping: Vec<Field>,
    /// Figures about all rows the filters leave.
    pub aggregations: Vec<Aggregation>,
    /// Whether rows bring their product.
    pub with_product: bool,
    /// Whether rows bring their customer.
    pub with_customer: bool,
    /// Which keys the answer keeps.
    pub selection: Selection,
}

/// Everything that is wrong with a request.
#[derive(Debug, Default)]
pub struct Faults(Vec<Complaint>);

impl Faults {
    /// Notes a complaint.
    pub fn add(&mut self, complaint: Complaint) {
        self.0.push(complaint);
    }

    /// The value, or its complaints noted here.
    pub fn take<T>(&mut self, value: Result<T, Vec<Complaint>>) -> Option<T> {
        value.map_err(|complaints| self.0.extend(complaints)).ok()
    }

    /// The value, unless something is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Vec<Complaint>> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.0)
        }
    }
}

/// A filter that cannot be understood.
pub fn problem(pointer: &str, text: impl Into<String>) -> Complaint {
    Complaint::domain(
        StatusCode::BAD_REQUEST,
        "FRAMEWORK__INVALID_FILTER_QUERY",
        text,
    )
    .at(pointer)
    .with("path", json!(pointer))
}

impl Criteria {
    /// Reads the body of a list request; `now` is what relative times start from.
    pub fn parse(body: &Map<String, Value>, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let given = |name: &str| body.get(name).filter(|value| !value.is_null());
        let mut faults = Faults::default();
        let mut criteria = Self {
            limit: Some(MOST_ROWS),
            page: 1,
            ..Self::default()
        };
        if let Some(ids) = given("ids") {
            criteria.ids = faults.take(parse_ids(ids));
            criteria.limit = None;
        } else {
            if let Some(limit) = given("limit") {
                criteria.limit = faults.take(parse_limit(limit));
            }
            if let Some(page) = given("page") {
                criteria.page = faults.take(parse_page(page)).unwrap_or(1);
            }
            criteria.total = given("total-count-mode").map_or(TotalMode::None, total_mode);
        }
        if let Some(filters) = given("filter") {
            criteria.filters = filter::parse_list(filters, "/filter", now, &mut faults);
        }
        if let Some(filters) = given("post-filter") {
            criteria.post_filters = filter::parse_list(filters, "/post-filter", now, &mut faults);
        }
        if let Some(sort) = given("sort") {
            criteria.sort = sort::parse(sort, &mut faults);
        }
        criteria.scored = given("term")
            .and_then(Value::as_str)
            .map(search)
            .unwrap_or_default();
        if let Some(Value::Array(queries)) = given("query") {
            criteria
                .scored
                .extend(score_queries(queries, now, &mut faults));
        }
        criteria.order_by_score();
        if let Some(grouping) = given("grouping") {
            criteria.grouping = parse_grouping(grouping, &mut faults);
        }
        if let Some(aggregations) = given("aggregations") {
            criteria.aggregations = aggregation::parse(aggregations, now, &mut faults);
        }
        if let Some(associations) = given("associations") {
            criteria.associate(associations, &mut faults);
        }
        criteria.selection = parse_selection(&given, &mut faults);
        if criteria.tests() > MOST_TESTS {
            let text = format!("There must not be more than {MOST_TESTS} tests.");
            faults.add(problem("/filter", text));
        }
        faults.or(criteria).map_err(Refusal::of)
    }

    /// How many tests a row may be put to.
    fn tests(&self) -> usize {
        let filters = self.filters.iter().chain(&self.post_filters);
        let scored = self.scored.iter().map(|scored| &scored.filter);
        let own: usize = filters.chain(scored).map(Filter::tests).sum();
        own + self
            .aggregations
            .iter()
            .map(Aggregation::tests)
            .sum::<usize>()
    }

    /// What was searched for is shown by how well it fits, unless the request says otherwise.
    fn order_by_score(&mut self) {
        let sorted = self.sort.iter().any(|sort| sort.by == By::Score);
        if self.scored.is_empty() {
            self.sort.retain(|sort| sort.by != By::Score);
        } else if !sorted {
            self.sort.push(Sort {
                by: By::Score,
                descending: true,
                natural: false,
            });
        }
    }

    fn associate(&mut self, given: &Value, faults: &mut Faults) {
        let names: Vec<&str> = match given {
            Value::Object(named) => named.keys().map(String::as_str).collect(),
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        for name in names {
            match name {
                "product" => self.with_product = true,
                "customer" => self.with_customer = true,
                unknown => faults.add(
                    Complaint::domain(
                        StatusCode::BAD_REQUEST,
                        "FRAMEWORK__ASSOCIATION_NOT_FOUND",
                        format!("Can not find association by name {unknown}"),
                    )
                    .with("association", json!(unknown)),
                ),
            }
        }
    }
}

/// What PHP takes for a number, without its fraction.
fn whole_number(given: &Value) -> Option<i64> {
    let number = match given {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())?,
        _ => return None,
    };
    // Beyond this a page is empty and a limit too large, whatever the digits.
    let bounded = number.trunc().clamp(-1e15, 1e15);
    format!("{bounded:.0}").parse().ok()
}

fn parse_limit(given: &Value) -> Result<i64, Vec<Complaint>> {
    let refuse = |code: &'static str, text: &str| {
        Complaint::domain(StatusCode::BAD_REQUEST, code, text)
            .at("/limit")
            .with("limit", given.clone())
    };
    match whole_number(given) {
        Some(limit) if limit > MOST_ROWS => {
            let text = format!("The limit must be lower than or equal to {MOST_ROWS}.");
            let complaint = refuse("FRAMEWORK__QUERY_LIMIT_EXCEEDED", &text);
            Err(vec![complaint.with("maxLimit", json!(MOST_ROWS))])
        }
        Some(limit) if limit > 0 => Ok(limit),
        _ => Err(vec![refuse(
            "FRAMEWORK__INVALID_LIMIT_QUERY",
            "The limit parameter must be a positive integer greater or equals than 1.",
        )]),
    }
}

fn parse_page(given: &Value) -> Result<i64, Vec<Complaint>> {
    whole_number(given).filter(|page| *page > 0).ok_or_else(|| {
        let text = "The page parameter must be a positive integer.";
        let complaint = Complaint::domain(
            StatusCode::BAD_REQUEST,
            "FRAMEWORK__INVALID_PAGE_QUERY",
            text,
        );
        vec![complaint.at("/page").with("page", given.clone())]
    })
}

fn total_mode(given: &Value) -> TotalMode {
    let word = match given {
        Value::String(word) => word.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    match word.as_str() {
        "1" | "exact" => TotalMode::Exact,
        "2" | "next-pages" => TotalMode::NextPages,
        _ => TotalMode::None,
    }
}

fn parse_ids(given: &Value) -> Result<Vec<Uuid>, Vec<Complaint>> {
    let refuse = || {
        vec![Complaint::domain(
            StatusCode::BAD_REQUEST,
            "FRAMEWORK__INVALID_API_CRITERIA_IDS",
            "The ids of the criteria must be a list of texts.",
        )]
    };
    let texts: Vec<&str> = match given {
        Value::String(text) => text.split('|').filter(|id| !id.is_empty()).collect(),
        Value::Array(list) => list
            .iter()
            .map(Value::as_str)
            .collect::<Option<_>>()
            .ok_or_else(refuse)?,
        _ => Vec::new(),
    };
    if texts.is_empty() {
        return Err(refuse());
    }
    texts
        .iter()
        .map(|text| lenient_id(text).ok_or_else(|| vec![invalid_uuid(text)]))
        .collect()
}

/// Each word of a search counts where a number holds it, and more where it is the number.
fn search(term: &str) -> Vec<Scored> {
    let words: BTreeSet<&str> = term.split_whitespace().collect();
    let words = words.into_iter().take(MOST_WORDS);
    words
        .flat_map(|word| {
            let text = Operand::Text(word.to_owned());
            [
                Scored {
                    filter: Filter::Like(Field::Number, Anchor::Within, word.to_owned()),
                    score: 1.0,
                },
                Scored {
                    filter: Filter::Equals(Field::Number, vec![text]),
                    score: 4.0,
                },
            ]
        })
        .collect()
}

fn score_queries(given: &[Value], now: DateTime<Utc>, faults: &mut Faults) -> Vec<Scored> {
    let queries = given.iter().enumerate();
    queries
        .filter_map(|(place, item)| {
            let query = item.get("query").unwrap_or(&Value::Null);
            let path = format!("/query/{place}/query");
            let filter = faults.take(filter::parse_one(query, &path, now))?;
            let score = item.get("score").and_then(Value::as_f64).unwrap_or(1.0);
            Some(Scored { filter, score })
        })
        .collect()
}

fn parse_grouping(given: &Value, faults: &mut Faults) -> Vec<Field> {
    let names: Vec<&str> = match given {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name],
        _ => Vec::new(),
    };
    let fields = names
        .into_iter()
        .map(|name| Field::named(name).map_err(|fault| vec![fault]));
    fields.filter_map(|field| faults.take(field)).collect()
}

fn parse_selection<'b>(
    given: &impl Fn(&str) -> Option<&'b Value>,
    faults: &mut Faults,
) -> Selection {
    let mut keys = |name: &str| match given(name) {
        None => BTreeMap::new(),
        Some(Value::Object(aliases)) => aliases
            .iter()
            .map(|(alias, keys)| (alias.clone(), texts(keys).into_iter().collect()))
            .collect(),
        Some(Value::Array(list)) if list.is_empty() => BTreeMap::new(),
        Some(_) => {
            faults.add(
                Complaint::domain(
                    StatusCode::BAD_REQUEST,
                    "FRAMEWORK__EXPECTED_ARRAY_WITH_TYPE",
                    format!("Expected \"{name}\" to be an array."),
                )
                .with("type", json!(name)),
            );
            BTreeMap::new()
        }
    };
    Selection {
        includes: keys("includes"),
        excludes: keys("excludes"),
        fields: given("fields").map(texts).unwrap_or_default(),
    }
}

fn texts(given: &Value) -> Vec<String> {
    let list = given.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts = list.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}
