//! The entity `b2bsellers_customer_product_number` as JSON, and which of its keys an answer keeps.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The entity's name, which is its alias too.
pub const ENTITY: &str = "b2bsellers_customer_product_number";

/// An id as contract A writes it: 32 lower-case hexadecimal digits.
pub fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

/// Reads such an id; nothing else is one.
pub fn parse_hex(text: &str) -> Option<Uuid> {
    let fits = text.len() == 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    fits.then(|| Uuid::parse_str(text).ok()).flatten()
}

/// A moment with three digits of milliseconds.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string()
}

/// The product of a row, where it was asked for.
pub fn product_json(id: Uuid, number: &str, name: &str) -> Value {
    json!({
        "id": hex(id),
        "productNumber": number,
        "name": name,
        "translated": { "name": name },
        "apiAlias": "product",
    })
}

/// Which keys of objects an answer keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// By alias: these keys alone.
    pub includes: BTreeMap<String, BTreeSet<String>>,
    /// By alias: all but these keys.
    pub excludes: BTreeMap<String, BTreeSet<String>>,
    /// Of the entity and its associations, these fields alone (`productId`, `product.name`).
    pub fields: Vec<String>,
}

impl Selection {
    /// Drops from an answer, whatever its depth, what was not asked for. The alias of an object always stays.
    pub fn apply(&self, answer: &mut Value) {
        if self.includes.is_empty() && self.excludes.is_empty() {
            return;
        }
        match answer {
            Value::Array(items) => items.iter_mut().for_each(|item| self.apply(item)),
            Value::Object(object) => {
                self.trim(object);
                object.values_mut().for_each(|value| self.apply(value));
            }
            _ => {}
        }
    }

    fn trim(&self, object: &mut Map<String, Value>) {
        let Some(alias) = object.get("apiAlias").and_then(Value::as_str) else {
            return;
        };
        let included = self.includes.get(alias).cloned();
        let excluded = self.excludes.get(alias).cloned();
        object.retain(|key, _| {
            key == "apiAlias"
                || (included.as_ref().is_none_or(|keys| keys.contains(key))
                    && excluded.as_ref().is_none_or(|keys| !keys.contains(key)))
        });
    }

    /// Makes a row partial: `id`, the alias and the fields asked for.
    pub fn reduce(&self, row: &mut Value) {
        let Some(object) = row.as_object_mut().filter(|_| !self.fields.is_empty()) else {
            return;
        };
        let prefix = format!("{ENTITY}.");
        let fields: Vec<&str> = self
            .fields
            .iter()
            .map(|field| field.strip_prefix(&prefix).unwrap_or(field))
            .collect();
        keep(object, |key| {
            fields
                .iter()
                .any(|field| field.split('.').next() == Some(key))
        });
        for (name, value) in object.iter_mut() {
            let nested: Vec<&str> = fields
                .iter()
                .filter_map(|field| field.strip_prefix(name.as_str())?.strip_prefix('.'))
                .collect();
            if let Some(inner) = value.as_object_mut().filter(|_| !nested.is_empty()) {
                keep(inner, |key| nested.contains(&key));
            }
        }
    }
}

fn keep(object: &mut Map<String, Value>, asked: impl Fn(&str) -> bool) {
    object.retain(|key, _| matches!(key.as_str(), "id" | "apiAlias" | "extensions") || asked(key));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_32_lower_case_digits_and_nothing_else() {
        let id = Uuid::now_v7();
        assert_eq!(parse_hex(&hex(id)), Some(id));
        assert_eq!(parse_hex(&id.to_string()), None);
        assert_eq!(parse_hex(&"A".repeat(32)), None);
    }

    #[test]
    fn moments_have_three_digits_of_milliseconds() {
        let at: DateTime<Utc> = "2025-10-31T05:08:55.931456Z".parse().unwrap();
        assert_eq!(moment(at), "2025-10-31T05:08:55.931+00:00");
        let whole: DateTime<Utc> = "2025-10-31T05:08:55Z".parse().unwrap();
        assert_eq!(moment(whole), "2025-10-31T05:08:55.000+00:00");
    }

    #[test]
    fn includes_keep_and_excludes_drop_at_any_depth() {
        let keys = |keys: &[&str]| keys.iter().copied().map(str::to_owned).collect();
        let mut answer = json!({ "a": 1, "b": 2, "apiAlias": "x", "inner": [{ "c": 3, "d": 4, "apiAlias": "y" }] });
        let selection = Selection {
            includes: [("x".to_owned(), keys(&["b", "inner"]))].into(),
            excludes: [("y".to_owned(), keys(&["c"]))].into(),
            fields: Vec::new(),
        };
        selection.apply(&mut answer);
        let expected = json!({ "b": 2, "apiAlias": "x", "inner": [{ "d": 4, "apiAlias": "y" }] });
        assert_eq!(answer, expected);
    }

    #[test]
    fn fields_make_rows_partial() {
        let mut row = json!({ "id": "1", "a": 1, "b": 2, "apiAlias": "x", "product": product_json(Uuid::nil(), "P", "Pump") });
        let selection = Selection {
            fields: vec!["a".to_owned(), "product.name".to_owned()],
            ..Selection::default()
        };
        selection.reduce(&mut row);
        assert_eq!(row["a"], 1);
        assert_eq!(row.get("b"), None);
        assert_eq!(row["product"]["name"], "Pump");
        assert_eq!(row["product"].get("productNumber"), None);
    }
}
