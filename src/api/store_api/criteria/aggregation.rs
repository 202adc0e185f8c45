//! Aggregations: figures about the rows the filters leave, nested as the client wants them.

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::Faults;
use super::field::{Field, Kind, text_of};
use super::filter::{self, Filter};
use super::sort::{self, By, Sort};
use crate::api::store_api::errors::Complaint;

/// How many levels of buckets there may be within each other.
pub const MOST_LEVELS: usize = 5;

/// One aggregation, under the name its result has.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregation {
    /// The name.
    pub name: String,
    /// What is figured out.
    pub kind: Figure,
}

impl Aggregation {
    /// How many tests its filters put a row to.
    pub fn tests(&self) -> usize {
        match &self.kind {
            Figure::Filtered(filters, inner) => {
                filters.iter().map(Filter::tests).sum::<usize>() + inner.tests()
            }
            Figure::Buckets(buckets) => buckets.inner.as_ref().map_or(0, Self::tests),
            _ => 1,
        }
    }

    /// How many levels of buckets it has.
    fn levels(&self) -> usize {
        match &self.kind {
            Figure::Filtered(_, inner) => inner.levels(),
            Figure::Buckets(buckets) => 1 + buckets.inner.as_ref().map_or(0, Self::levels),
            _ => 0,
        }
    }
}

/// What an aggregation figures out.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// How many different values a field has.
    Count(Field),
    /// The mean, as far as values begin with a number.
    Average(Field),
    /// The sum, likewise.
    Sum(Field),
    /// The least value.
    Least(Field),
    /// The greatest value.
    Greatest(Field),
    /// The four above at once.
    Stats(Field),
    /// The rows by value.
    Buckets(Box<Buckets>),
    /// The inner aggregation, of fewer rows.
    Filtered(Vec<Filter>, Box<Aggregation>),
    /// The products of the rows.
    Products,
}

/// Rows put together by a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Buckets {
    /// By what.
    pub by: Bucketing,
    /// At most so many.
    pub limit: Option<usize>,
    /// In which order; by value where nothing is said.
    pub order: Option<BucketOrder>,
    /// What is figured out within each.
    pub inner: Option<Aggregation>,
}

/// What rows are put together by.
#[derive(Clone, Debug, PartialEq)]
pub enum Bucketing {
    /// By the value of a field.
    Value(Field),
    /// By the span of time a moment lies in.
    Span {
        /// The moment.
        field: Field,
        /// How long a span is.
        interval: Interval,
        /// How its beginning is written, in the signs of PHP.
        format: Option<String>,
        /// Where its days begin.
        zone: Tz,
    },
}

/// The order of buckets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BucketOrder {
    /// By the number of rows in them; otherwise by value.
    pub by_count: bool,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

impl Interval {
    fn named(name: &str) -> Option<Self> {
        match name {
            "minute" => Some(Self::Minute),
            "hour" => Some(Self::Hour),
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

/// An aggregation that cannot be understood.
fn problem(text: impl Into<String>) -> Complaint {
    Complaint::domain(
        StatusCode::BAD_REQUEST,
        "FRAMEWORK__INVALID_AGGREGATION_QUERY",
        text,
    )
}

/// Parses `aggregations`.
pub fn parse(given: &Value, now: DateTime<Utc>, faults: &mut Faults) -> Vec<Aggregation> {
    let items: Vec<(String, &Value)> = match given {
        Value::Array(list) => (0_usize..)
            .map(|place| place.to_string())
            .zip(list)
            .collect(),
        Value::Object(named) => named
            .iter()
            .map(|(name, item)| (name.clone(), item))
            .collect(),
        _ => {
            faults.add(problem(
                "The aggregations parameter has to be a list of aggregations.",
            ));
            return Vec::new();
        }
    };
    items
        .into_iter()
        .filter_map(|(place, item)| {
            let path = format!("/aggregations/{place}");
            let parser = Parser { path: &path, now };
            faults.take(parser.aggregation(item).and_then(|parsed| {
                if parsed.levels() > MOST_LEVELS {
                    return parser.refuse("", "The aggregation is nested too deeply.");
                }
                Ok(parsed)
            }))
        })
        .collect()
}

struct Parser<'p> {
    path: &'p str,
    now: DateTime<Utc>,
}

impl Parser<'_> {
    fn refuse<T>(&self, rest: &str, text: impl Into<String>) -> Result<T, Vec<Complaint>> {
        let pointer = format!("{}{rest}", self.path);
        Err(vec![
            problem(text)
                .at(pointer.as_str())
                .with("path", json!(pointer)),
        ])
    }

    fn aggregation(&self, given: &Value) -> Result<Aggregation, Vec<Complaint>> {
        if !given.is_object() {
            return self.refuse(
                "",
                "The field \"aggregations\" should be a list of aggregations.",
            );
        }
        let Some(name) = text_of(given, "name") else {
            return self.refuse("", "The aggregation name should be a non-empty string.");
        };
        if name.trim().parse::<f64>().is_ok() || name.contains(['?', ':']) {
            let text =
                "The aggregation name should not be a number nor contain a question mark or colon.";
            return self.refuse("", text);
        }
        let Some(kind) = text_of(given, "type") else {
            return self.refuse("", "The aggregations of a query need a type.");
        };
        Ok(Aggregation {
            name: name.to_owned(),
            kind: self.figure(kind, given)?,
        })
    }

    fn figure(&self, kind: &str, given: &Value) -> Result<Figure, Vec<Complaint>> {
        if kind == "filter" {
            return self.filtered(given);
        }
        let known = [
            "count",
            "avg",
            "sum",
            "min",
            "max",
            "stats",
            "terms",
            "histogram",
            "entity",
            "range",
        ];
        if !known.contains(&kind) {
            let text = format!("The aggregation of type \"{kind}\" is not supported.");
            return self.refuse("", text);
        }
        let Some(name) = text_of(given, "field") else {
            return self.refuse(
                &format!("/{kind}/field"),
                "The aggregation should contain a \"field\".",
            );
        };
        let field = Field::named(name).map_err(|complaint| vec![complaint])?;
        match kind {
            "count" => Ok(Figure::Count(field)),
            "avg" => Ok(Figure::Average(field)),
            "sum" => Ok(Figure::Sum(field)),
            "min" => Ok(Figure::Least(field)),
            "max" => Ok(Figure::Greatest(field)),
            "stats" => Ok(Figure::Stats(field)),
            "terms" => self.terms(field, given),
            "histogram" => self.histogram(field, given),
            "entity" => {
                if field == Field::Product && text_of(given, "definition") == Some("product") {
                    Ok(Figure::Products)
                } else {
                    let text =
                        "Only \"productId\" leads to entities, and those are of \"product\".";
                    self.refuse("/entity/definition", text)
                }
            }
            _ => self.refuse(
                "/range/field",
                "A range aggregation needs a field of numbers.",
            ),
        }
    }

    fn filtered(&self, given: &Value) -> Result<Figure, Vec<Complaint>> {
        let Some(filters @ Value::Array(list)) = given.get("filter") else {
            return self.refuse(
                "/filter/filter",
                "The filter aggregation needs a list of filters.",
            );
        };
        if list.is_empty() {
            return self.refuse(
                "/filter/filter",
                "The filter aggregation needs a list of filters.",
            );
        }
        let Some(inner) = self.inner(given)? else {
            return self.refuse(
                "/filter/aggregation",
                "The filter aggregation needs an aggregation.",
            );
        };
        let mut faults = Faults::default();
        let path = format!("{}/filter", self.path);
        let filters = filter::parse_list(filters, &path, self.now, &mut faults);
        faults.or(Figure::Filtered(filters, Box::new(inner)))
    }

    fn inner(&self, given: &Value) -> Result<Option<Aggregation>, Vec<Complaint>> {
        given
            .get("aggregation")
            .filter(|inner| !inner.is_null())
            .map(|inner| self.aggregation(inner))
            .transpose()
    }

    fn terms(&self, field: Field, given: &Value) -> Result<Figure, Vec<Complaint>> {
        let limit = match given.get("limit").filter(|limit| !limit.is_null()) {
            None => None,
            Some(limit) => match super::whole_number(limit).map(usize::try_from) {
                Some(Ok(limit)) if limit > 0 => Some(limit),
                _ => return self.refuse("/terms/limit", "The limit must be a number above zero."),
            },
        };
        let order = match given.get("sort").filter(|sort| !sort.is_null()) {
            None => None,
            Some(sort) => self.bucket_order(sort)?,
        };
        Ok(Figure::Buckets(Box::new(Buckets {
            by: Bucketing::Value(field),
            limit,
            order,
            inner: self.inner(given)?,
        })))
    }

    /// Buckets sort by their size or their value: a row's other fields differ within a bucket.
    fn bucket_order(&self, given: &Value) -> Result<Option<BucketOrder>, Vec<Complaint>> {
        let mut faults = Faults::default();
        let path = format!("{}/terms/sort", self.path);
        let sort = if text_of(given, "field") == Some("_count") {
            Some(BucketOrder {
                by_count: true,
                descending: sort::is_descending(given),
            })
        } else {
            let sort = sort::object(given, &path, &mut faults);
            sort.map(|Sort { by, descending, .. }| BucketOrder {
                by_count: by == By::Count,
                descending,
            })
        };
        faults.or(sort)
    }

    fn histogram(&self, field: Field, given: &Value) -> Result<Figure, Vec<Complaint>> {
        let Some(interval) = text_of(given, "interval").and_then(Interval::named) else {
            let text = "The interval is one of minute, hour, day, week, month, quarter, year.";
            return self.refuse("/histogram/interval", text);
        };
        if field.kind() != Kind::Time {
            return self.refuse("/histogram/field", "A histogram needs a field of moments.");
        }
        let zone = match text_of(given, "timeZone") {
            None => Tz::UTC,
            Some(name) => match name.parse() {
                Ok(zone) => zone,
                Err(_unknown) => {
                    return self.refuse("/histogram/timeZone", "There is no such time zone.");
                }
            },
        };
        Ok(Figure::Buckets(Box::new(Buckets {
            by: Bucketing::Span {
                field,
                interval,
                format: text_of(given, "format").map(str::to_owned),
                zone,
            },
            limit: None,
            order: None,
            inner: self.inner(given)?,
        })))
    }
}
