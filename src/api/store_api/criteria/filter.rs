//! Filters: parsed into a small tree of typed tests, each problem with its place in the request.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::field::{Field, Kind, lenient_id, text_of};
use super::relative;
use super::{Faults, problem};
use crate::api::store_api::errors::{Complaint, invalid_uuid};

/// What rows must be like.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these.
    All(Vec<Filter>),
    /// One of these at least; everything if there are none.
    Any(Vec<Filter>),
    /// An odd number of these.
    Odd(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// The field has one of these values.
    Equals(Field, Vec<Operand>),
    /// The field's text holds this one.
    Like(Field, Anchor, String),
    /// The field lies within these bounds.
    Range(Field, Vec<(Comparison, Operand)>),
}

impl Filter {
    /// How many tests it puts a row to.
    pub fn tests(&self) -> usize {
        match self {
            Self::All(filters) | Self::Any(filters) | Self::Odd(filters) => {
                filters.iter().map(Self::tests).sum()
            }
            Self::Not(filter) => filter.tests(),
            Self::Equals(..) | Self::Like(..) | Self::Range(..) => 1,
        }
    }

    /// Whether it looks at the product, be it among other things.
    pub fn is_of_product(&self) -> bool {
        match self {
            Self::All(filters) | Self::Any(filters) | Self::Odd(filters) => {
                filters.iter().any(Self::is_of_product)
            }
            Self::Not(filter) => filter.is_of_product(),
            Self::Equals(field, _) | Self::Like(field, ..) | Self::Range(field, _) => {
                field.is_of_product()
            }
        }
    }
}

/// A value to compare with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// No value.
    Null,
    /// An id.
    Id(Uuid),
    /// A text.
    Text(String),
    /// A moment.
    Time(DateTime<Utc>),
}

/// Where in a text another is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Anywhere.
    Within,
    /// At its beginning.
    Start,
    /// At its end.
    End,
}

/// How a bound is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Above.
    Above,
    /// Above or the same.
    From,
    /// Below.
    Below,
    /// Below or the same.
    UpTo,
}

/// The list under `filter`, `post-filter` and the like, or its shorthand `{field: value}`.
pub fn parse_list(
    given: &Value,
    path: &str,
    now: DateTime<Utc>,
    faults: &mut Faults,
) -> Vec<Filter> {
    let context = Context { now };
    match given {
        Value::Array(list) => {
            let items = list.iter().enumerate();
            let parsed = items.filter_map(|(place, item)| {
                let path = format!("{path}/{place}");
                if item.is_object() || item.is_array() {
                    faults.take(context.parse(item, &path))
                } else {
                    faults.add(problem(
                        &path,
                        "The filter parameter has to be a list of filters.",
                    ));
                    None
                }
            });
            parsed.collect()
        }
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, value)| faults.take(shorthand(name, value, path)))
            .collect(),
        _ => {
            faults.add(problem(
                path,
                "The filter parameter has to be a list of filters.",
            ));
            Vec::new()
        }
    }
}

/// One filter object at a place.
pub fn parse_one(given: &Value, path: &str, now: DateTime<Utc>) -> Result<Filter, Vec<Complaint>> {
    Context { now }.parse(given, path)
}

fn shorthand(name: &str, value: &Value, path: &str) -> Result<Filter, Vec<Complaint>> {
    let path = format!("{path}/{name}");
    if name.is_empty() {
        return Err(one(problem(
            &path,
            "The key for filter at position \"0\" must not be blank.",
        )));
    }
    match value {
        Value::String(text) if text.is_empty() => Err(one(problem(
            &path,
            "The value for filter must not be blank.",
        ))),
        Value::Array(_) | Value::Object(_) | Value::Null => {
            Err(one(problem(&path, "The value for filter must be scalar.")))
        }
        scalar => equals(field(name)?, std::slice::from_ref(scalar), &path),
    }
}

fn one(complaint: Complaint) -> Vec<Complaint> {
    vec![complaint]
}

fn field(name: &str) -> Result<Field, Vec<Complaint>> {
    Field::named(name).map_err(one)
}

struct Context {
    now: DateTime<Utc>,
}

impl Context {
    fn parse(&self, given: &Value, path: &str) -> Result<Filter, Vec<Complaint>> {
        let Some(kind) = text_of(given, "type") else {
            return Err(one(problem("", "Value for filter type is required.")));
        };
        let operator = || {
            text_of(given, "operator")
                .unwrap_or("AND")
                .to_ascii_uppercase()
        };
        match kind {
            "and" => Ok(Filter::All(self.queries(given, path)?)),
            "or" => Ok(Filter::Any(self.queries(given, path)?)),
            "nand" => Ok(not(Filter::All(self.queries(given, path)?))),
            "nor" => Ok(not(Filter::Any(self.queries(given, path)?))),
            "multi" => {
                let queries = self.queries(given, path)?;
                Ok(match operator().as_str() {
                    "OR" => Filter::Any(queries),
                    "NOR" => not(Filter::Any(queries)),
                    "NAND" => not(Filter::All(queries)),
                    _ => Filter::All(queries),
                })
            }
            "not" => {
                let join = match operator().as_str() {
                    "AND" => Filter::All,
                    "OR" => Filter::Any,
                    "XOR" => Filter::Odd,
                    _ => {
                        let text = "The operator must be AND, OR or XOR.";
                        return Err(one(problem(&format!("{path}/operator"), text)));
                    }
                };
                Ok(not(join(self.queries(given, path)?)))
            }
            kind => self.test(kind, given, path),
        }
    }

    fn queries(&self, given: &Value, path: &str) -> Result<Vec<Filter>, Vec<Complaint>> {
        let path = format!("{path}/queries");
        let list: Vec<(String, &Value)> = match given.get("queries") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => (0_usize..)
                .map(|place| place.to_string())
                .zip(list)
                .collect(),
            Some(Value::Object(named)) => named
                .iter()
                .map(|(name, item)| (name.clone(), item))
                .collect(),
            Some(_) => {
                return Err(one(problem(
                    &path,
                    "The queries must be a list of filters.",
                )));
            }
        };
        let mut faults = Faults::default();
        let parsed = list
            .into_iter()
            .filter_map(|(place, item)| faults.take(self.parse(item, &format!("{path}/{place}"))))
            .collect();
        faults.or(parsed)
    }

    fn test(&self, kind: &str, given: &Value, path: &str) -> Result<Filter, Vec<Complaint>> {
        let known = [
            "equals",
            "equalsAny",
            "equalsAll",
            "contains",
            "prefix",
            "suffix",
            "range",
            "since",
            "until",
        ];
        if !known.contains(&kind) {
            let text = format!("Unsupported filter type: {kind}");
            return Err(one(problem(&format!("{path}/type"), text)));
        }
        let Some(name) = text_of(given, "field") else {
            let text = format!("Parameter \"field\" for {kind} filter is missing.");
            return Err(one(problem(&format!("{path}/field"), text)));
        };
        let field = field(name)?;
        let value = given.get("value").unwrap_or(&Value::Null);
        match kind {
            "equals" => match given.get("value") {
                None | Some(Value::Array(_) | Value::Object(_)) => Err(missing(kind, path)),
                Some(Value::String(text)) if text.is_empty() => Err(missing(kind, path)),
                Some(value) => equals(field, std::slice::from_ref(value), path),
            },
            "equalsAny" => equals(field, &several(kind, value, path)?, path),
            "equalsAll" => several(kind, value, path)?
                .iter()
                .map(|value| equals(field, std::slice::from_ref(value), path))
                .collect::<Result<_, _>>()
                .map(Filter::All),
            "contains" | "prefix" | "suffix" => {
                let anchor = match kind {
                    "contains" => Anchor::Within,
                    "prefix" => Anchor::Start,
                    _ => Anchor::End,
                };
                let text = scalar(value).filter(|text| !text.is_empty());
                let text = text.ok_or_else(|| missing(kind, path))?;
                Ok(Filter::Like(field, anchor, text))
            }
            "range" => range(field, given.get("parameters"), path),
            _ => relative::parse(kind == "since", field, given, path, self.now).map_err(one),
        }
    }
}

fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

fn missing(kind: &str, path: &str) -> Vec<Complaint> {
    let text = format!("Parameter \"value\" for {kind} filter is missing.");
    one(problem(&format!("{path}/value"), text))
}

/// The values of `equalsAny` and its like. What PHP takes for empty is missing.
fn several(kind: &str, value: &Value, path: &str) -> Result<Vec<Value>, Vec<Complaint>> {
    let values = match value {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::String(text) if text == "0" => Vec::new(),
        Value::Number(number) if number.as_f64() == Some(0.0) => Vec::new(),
        Value::String(text) => text
            .split('|')
            .filter(|part| !part.is_empty() && *part != "0")
            .map(|part| json!(part))
            .collect(),
        Value::Array(values) => values.clone(),
        Value::Object(named) => named.values().cloned().collect(),
        scalar => vec![scalar.clone()],
    };
    let scalars = values
        .iter()
        .all(|value| !value.is_array() && !value.is_object());
    if values.is_empty() || !scalars {
        return Err(missing(kind, path));
    }
    Ok(values)
}

fn equals(field: Field, values: &[Value], path: &str) -> Result<Filter, Vec<Complaint>> {
    let operands: Result<Vec<Operand>, Vec<Complaint>> = values
        .iter()
        .map(|value| operand(field, value, &format!("{path}/value")))
        .collect();
    Ok(Filter::Equals(field, operands?))
}

fn range(field: Field, given: Option<&Value>, path: &str) -> Result<Filter, Vec<Complaint>> {
    let path = format!("{path}/parameters");
    let refuse = || {
        one(problem(
            &path,
            "The parameters of a range filter are gt, gte, lt and lte.",
        ))
    };
    let parameters = given.and_then(Value::as_object).ok_or_else(refuse)?;
    let known = parameters
        .keys()
        .all(|key| matches!(key.as_str(), "gt" | "gte" | "lt" | "lte"));
    if parameters.is_empty() || !known {
        return Err(refuse());
    }
    let mut bounds = Vec::new();
    let pairs = [
        [("gt", Comparison::Above), ("gte", Comparison::From)],
        [("lt", Comparison::Below), ("lte", Comparison::UpTo)],
    ];
    for pair in pairs {
        let stronger = pair
            .into_iter()
            .find_map(|(name, comparison)| Some((comparison, parameters.get(name)?)));
        if let Some((comparison, value)) = stronger {
            let fits = value.is_null() || scalar(value).is_some_and(|text| !text.is_empty());
            if !fits || value.is_boolean() {
                return Err(refuse());
            }
            let operand = if field.kind() == Kind::Id {
                scalar(value).map_or(Operand::Null, Operand::Text)
            } else {
                operand(field, value, &path)?
            };
            bounds.push((comparison, operand));
        }
    }
    Ok(Filter::Range(field, bounds))
}

/// A scalar as the text a database would make of it.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(u8::from(*truth).to_string()),
        _ => None,
    }
}

fn operand(field: Field, value: &Value, path: &str) -> Result<Operand, Vec<Complaint>> {
    let Some(text) = scalar(value) else {
        return Ok(Operand::Null);
    };
    match field.kind() {
        Kind::Text => Ok(Operand::Text(text)),
        Kind::Id => lenient_id(&text)
            .map(Operand::Id)
            .ok_or_else(|| one(invalid_uuid(&text))),
        Kind::Time => parse_time(&text)
            .map(Operand::Time)
            .ok_or_else(|| one(problem(path, "The value is no date."))),
    }
}

/// A moment as clients write it: with or without its zone, its time of day.
fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .map(|at| at.to_utc());
    let bare = || {
        [
            "%Y-%m-%d %H:%M:%S%.f",
            "%Y-%m-%dT%H:%M:%S%.f",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%dT%H:%M",
        ]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
    };
    let day = || {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        day.and_hms_opt(0, 0, 0)
    };
    let at = zoned
        .ok()
        .or_else(|| Some(bare().or_else(day)?.and_utc()))?;
    let years = NaiveDate::from_ymd_opt(0, 1, 1)?..=NaiveDate::from_ymd_opt(9999, 12, 31)?;
    years.contains(&at.date_naive()).then_some(at)
}
