//! The description of our own API, made by the API and shown by a page; neither surface knows the other.

use serde_json::Value;

/// The OpenAPI document, and every kind of problem as its word, title and meaning.
#[derive(Debug)]
pub struct Description(
    pub Value,
    pub &'static [(&'static str, &'static str, &'static str)],
);
