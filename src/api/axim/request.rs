//! What requests of contract B say, checked as far as it can be without the database.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Payload;
use serde_json::{Map, Value};

use super::answer::{FieldError, Refusal};
use crate::api::body;
use crate::model::cpn::{CpnDraft, CpnInput};
use crate::model::id::ObjectId;

/// The largest body, in bytes: a thousand entries of 255 characters in their longest spelling.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most entries of one request.
const MOST_ENTRIES: usize = 1_000;

/// The body of a request as an object. It says that it is JSON, or says nothing.
pub async fn object(req: &HttpRequest, payload: Payload) -> Result<Map<String, Value>, Refusal> {
    let content_type = req.headers().get(header::CONTENT_TYPE);
    let is_json = content_type.is_none_or(|value| {
        value
            .to_str()
            .ok()
            .and_then(|value| value.split(';').next())
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
    });
    if !is_json {
        return Err(Refusal::invalid("Content-Type must be application/json"));
    }
    let bytes = body::read(payload, MOST_BYTES).await?;
    body::json(&bytes).ok_or_else(|| Refusal::invalid("The body must be a JSON object"))
}

/// A CPN to be made.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The company's object id.
    pub company: ObjectId,
    /// The product's object id.
    pub product: ObjectId,
    /// The number as given.
    pub cpn: String,
}

impl NewEntry {
    /// Reads the three fields: all are there before any is looked at closer.
    pub fn parse(fields: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut errors = Vec::new();
        let mut text = |field: &str| {
            let given = fields.get(field).and_then(Value::as_str);
            let text = given.filter(|text| !text.trim().is_empty());
            if text.is_none() {
                errors.push(FieldError {
                    field: field.to_owned(),
                    message: format!("{field} is required and must be a string"),
                });
            }
            text.unwrap_or_default().to_owned()
        };
        let (company, product, cpn) = (text("companyId"), text("productId"), text("cpn"));
        if !errors.is_empty() {
            return Err(Refusal::fields(errors));
        }
        Ok(Self {
            company: object_id("companyId", &company)?,
            product: object_id("productId", &product)?,
            cpn,
        })
    }

    /// The checked number.
    pub fn draft(&self) -> Result<CpnDraft, Refusal> {
        let input = CpnInput {
            cpn: &self.cpn,
            ..CpnInput::default()
        };
        Ok(CpnDraft::parse(&input)?)
    }
}

/// The new number of an update.
pub fn new_number(fields: &Map<String, Value>) -> Result<&str, Refusal> {
    fields
        .get("cpn")
        .and_then(Value::as_str)
        .filter(|cpn| !cpn.trim().is_empty())
        .ok_or_else(|| Refusal::field("cpn", "cpn is required and must be a string"))
}

/// An object id in a field.
pub fn object_id(field: &str, text: &str) -> Result<ObjectId, Refusal> {
    ObjectId::parse(text)
        .ok_or_else(|| Refusal::field(field, format!("{field} must be 24 hexadecimal digits")))
}

/// What a request in bulk is about: two operations share one address and differ in their key.
pub enum Bulk {
    /// CPNs to be made.
    Create(Vec<NewEntry>),
    /// CPNs to be deleted.
    Delete(Vec<ObjectId>),
}

impl Bulk {
    /// Reads whichever key is there; both or neither make no sense.
    pub fn parse(fields: &Map<String, Value>) -> Result<Self, Refusal> {
        match (fields.get("partNumbers"), fields.get("cpnIds")) {
            (Some(entries), None) => new_entries(entries).map(Self::Create),
            (None, Some(ids)) => cpn_ids(ids).map(Self::Delete),
            _ => Err(Refusal::invalid(
                "Give either partNumbers to create or cpnIds to delete",
            )),
        }
    }
}

fn new_entries(entries: &Value) -> Result<Vec<NewEntry>, Refusal> {
    entries_of("partNumbers", entries)?
        .iter()
        .map(|entry| {
            let fields = entry
                .as_object()
                .ok_or_else(|| Refusal::field("partNumbers", "partNumbers must hold objects"))?;
            NewEntry::parse(fields)
        })
        .collect()
}

/// The ids of CPNs to be deleted.
pub fn cpn_ids(ids: &Value) -> Result<Vec<ObjectId>, Refusal> {
    entries_of("cpnIds", ids)?
        .iter()
        .map(|id| object_id("cpnIds", id.as_str().unwrap_or_default()))
        .collect()
}

fn entries_of<'v>(field: &str, value: &'v Value) -> Result<&'v [Value], Refusal> {
    let entries = value
        .as_array()
        .filter(|entries| !entries.is_empty())
        .ok_or_else(|| Refusal::field(field, format!("{field} must be a list with entries")))?;
    if entries.len() > MOST_ENTRIES {
        let message = format!("{field} may hold {MOST_ENTRIES} entries at most");
        return Err(Refusal::field(field, message));
    }
    Ok(entries)
}
