//! What requests of contract C say.

use std::borrow::Cow;
use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;

use super::answer::Refusal;
use crate::api::body;
use crate::model::key;
use crate::model::token::Carrier;

/// The most product numbers of one request.
pub const MOST_NUMBERS: usize = 5_000;
/// Hits of a search that names no limit.
const DEFAULT_RESULTS: i32 = 10;
/// The most hits a search may ask for.
const MOST_RESULTS: i32 = 1_000;

/// `GetCustomerProducts`.
pub struct ProductsRequest {
    /// The company's account number.
    pub account_number: String,
    /// The products, as the request spells them.
    pub product_numbers: Vec<String>,
}

impl ProductsRequest {
    /// Reads and checks it.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let fields = Fields::parse(body)?;
        let account_number = fields.account_number()?;
        let numbers: Vec<&RawValue> = fields
            .get("productNumbers")
            .and_then(|numbers| serde_json::from_str(numbers.get()).ok())
            .ok_or(Refusal::InvalidRequest("productNumbers must be a list"))?;
        if numbers.len() > MOST_NUMBERS {
            return Err(Refusal::TooManyProducts);
        }
        let product_numbers = numbers
            .into_iter()
            .map(|number| {
                spelled(number).ok_or(Refusal::InvalidRequest("productNumbers must hold strings"))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            account_number,
            product_numbers,
        })
    }

    /// What account and products are looked up by.
    pub fn keys(&self) -> (String, Vec<String>) {
        let numbers = self.product_numbers.iter();
        (
            key::plain(&self.account_number),
            numbers.map(|number| key::plain(number)).collect(),
        )
    }
}

/// A string, or a number digit by digit as it is written: as a number of ours it would lose what makes it a name.
fn spelled(value: &RawValue) -> Option<String> {
    let text = value.get();
    let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    if is_number {
        Some(text.to_owned())
    } else {
        serde_json::from_str(text).ok()
    }
}

/// `MatchCustomerProducts`.
pub struct MatchRequest {
    /// The company's account number.
    pub account_number: String,
    /// What somebody typed.
    pub search_term: String,
    /// The most hits.
    pub max_results: i32,
}

impl MatchRequest {
    /// Reads and checks it.
    pub fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let fields = Fields::parse(body)?;
        let account_number = fields.account_number()?;
        let search_term = fields
            .text("searchTerm")
            .ok_or(Refusal::InvalidRequest("searchTerm is missing"))?;
        let max_results = match fields.get("maxResults").map(RawValue::get) {
            None | Some("null") => DEFAULT_RESULTS,
            Some(number) => number
                .parse::<i64>()
                .ok()
                .filter(|most| *most > 0)
                .map(|most| i32::try_from(most).unwrap_or(i32::MAX))
                .ok_or(Refusal::InvalidRequest(
                    "maxResults must be a number above 0",
                ))?,
        };
        Ok(Self {
            account_number,
            search_term,
            max_results: max_results.min(MOST_RESULTS),
        })
    }
}

/// The fields of a request; clients spell their names in any case.
struct Fields<'b>(HashMap<Cow<'b, str>, &'b RawValue>);

impl<'b> Fields<'b> {
    fn parse(body: &'b [u8]) -> Result<Self, Refusal> {
        body::json(body)
            .map(Self)
            .ok_or(Refusal::InvalidRequest("the body must be a JSON object"))
    }

    /// The field of that name; should it come in several cases, the one in the documented case.
    fn get(&self, name: &str) -> Option<&'b RawValue> {
        let in_any_case = || {
            let mut fields = self.0.iter();
            fields.find(|(key, _)| key.eq_ignore_ascii_case(name))
        };
        self.0
            .get(name)
            .or_else(|| in_any_case().map(|(_, value)| value))
            .copied()
    }

    /// A text that is not blank, without outer blanks.
    fn text(&self, name: &str) -> Option<String> {
        let text: String = serde_json::from_str(self.get(name)?.get()).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn account_number(&self) -> Result<String, Refusal> {
        self.text("accountNumber")
            .ok_or(Refusal::InvalidRequest("accountNumber is missing"))
    }
}

/// The token of a request and what carries it: `X-API-Key`, a bearer token, or the password of HTTP Basic.
pub fn credentials(req: &HttpRequest) -> Option<(Carrier, String)> {
    let value = |name: header::HeaderName| req.headers().get(name)?.to_str().ok();
    if let Some(token) = value(header::HeaderName::from_static("x-api-key")) {
        return Some((Carrier::ApiKey, token.trim().to_owned()));
    }
    let (scheme, value) = value(header::AUTHORIZATION)?.trim().split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some((Carrier::Bearer, value.trim().to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    // Some clients have only a field for a user.
    let token = if password.is_empty() { user } else { password };
    Some((Carrier::Basic, token.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &str) -> Option<Vec<String>> {
        let body =
            format!(r#"{{"ACCOUNTNUMBER":" 128 ","productnumbers":{list},"context":{{"a":[1]}}}}"#);
        let request = ProductsRequest::parse(body.as_bytes()).ok()?;
        assert_eq!(request.account_number, "128");
        Some(request.product_numbers)
    }

    #[test]
    fn numbers_are_taken_as_they_are_written() {
        assert_eq!(
            numbers(r#"["007", 900719925474099312345, 1.50, "\u0041"]"#).unwrap(),
            ["007", "900719925474099312345", "1.50", "A"]
        );
        for list in [
            "{}",
            "null",
            "[null]",
            "[true]",
            "[[1]]",
            r#"["\ud800"]"#,
            "1",
        ] {
            assert_eq!(numbers(list), None, "{list}");
        }
    }
}
