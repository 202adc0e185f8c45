//! Orders: a list of objects, or a text such as `-createdAt,productNumber`.

use actix_web::http::StatusCode;
use serde_json::Value;

use super::Faults;
use super::field::{Field, text_of};
use crate::api::store_api::errors::Complaint;

/// One criterion of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sort {
    /// What is compared.
    pub by: By,
    /// Whether the largest comes first.
    pub descending: bool,
    /// Shorter values before longer ones, so that `2` comes before `10`.
    pub natural: bool,
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    /// A field.
    Field(Field),
    /// How well they fit the search.
    Score,
    /// How many values of a field they have: one each.
    Count,
}

/// Parses `sort`.
pub fn parse(given: &Value, faults: &mut Faults) -> Vec<Sort> {
    match given {
        Value::String(text) if text.is_empty() => {
            faults.add(problem(
                "/sort",
                "A value for the sort parameter is required.",
            ));
            Vec::new()
        }
        Value::String(text) => text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .filter_map(|name| {
                let bare = name.trim_start_matches(['-', '+']);
                sort(bare, name.starts_with('-'), false, false, faults)
            })
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .filter_map(|(place, item)| object(item, &format!("/sort/{place}"), faults))
            .collect(),
        Value::Object(_) => object(given, "/sort/0", faults).into_iter().collect(),
        _ => {
            faults.add(problem(
                "/sort",
                "The sort parameter must be a list or a text.",
            ));
            Vec::new()
        }
    }
}

/// One object of the list.
pub fn object(item: &Value, path: &str, faults: &mut Faults) -> Option<Sort> {
    let Some(name) = text_of(item, "field") else {
        faults.add(problem(path, "The \"field\" of a sort must be a text."));
        return None;
    };
    let descending = is_descending(item);
    let natural = item.get("naturalSorting").is_some_and(is_truthy);
    let count = text_of(item, "type") == Some("count");
    sort(name, descending, natural, count, faults)
}

/// Whether an order says that the largest comes first; everything but `desc` says the contrary.
pub fn is_descending(item: &Value) -> bool {
    text_of(item, "order").is_some_and(|order| order.eq_ignore_ascii_case("desc"))
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        _ => false,
    }
}

fn sort(
    name: &str,
    descending: bool,
    natural: bool,
    count: bool,
    faults: &mut Faults,
) -> Option<Sort> {
    let by = if name == "_score" {
        By::Score
    } else {
        let field = faults.take(Field::named(name).map_err(|complaint| vec![complaint]))?;
        if count { By::Count } else { By::Field(field) }
    };
    Some(Sort {
        by,
        descending,
        natural,
    })
}

fn problem(pointer: &str, text: &str) -> Complaint {
    Complaint::domain(
        StatusCode::BAD_REQUEST,
        "FRAMEWORK__INVALID_SORT_QUERY",
        text,
    )
    .at(pointer)
    .with("path", serde_json::json!(pointer))
}
