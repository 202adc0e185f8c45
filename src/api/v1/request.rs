//! What a request brings: a JSON body, parameters of the address, conditions. Strict, so that a slip is told and not passed over.

use std::future::{Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use bytes::BytesMut;
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::problem::Refusal;
use crate::error::Error;

/// A body that an address takes.
pub trait Body: DeserializeOwned {
    /// The most bytes it may have.
    const MOST_BYTES: usize = 64 * 1024;
}

/// A body, read whole.
pub struct Json<T> {
    /// What it says.
    pub value: T,
    /// SHA-256 of what it was.
    pub hash: Vec<u8>,
}

impl<T: Body + 'static> FromRequest for Json<T> {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = matches!(
            req.content_type(),
            "application/json" | "application/merge-patch+json"
        );
        let announced = req
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let mut payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Error::UnsupportedMediaType.into());
            }
            let too_large = || Error::TooLarge(u64::try_from(T::MOST_BYTES).unwrap_or(u64::MAX));
            if announced.is_some_and(|length| length > T::MOST_BYTES) {
                return Err(too_large().into());
            }
            let mut body = BytesMut::new();
            while let Some(piece) = payload.next().await {
                body.extend_from_slice(
                    &piece.map_err(|_broken| Error::BadRequest("the-body-broke-off"))?,
                );
                if body.len() > T::MOST_BYTES {
                    return Err(too_large().into());
                }
            }
            Self::parse(&body)
        })
    }
}

impl<T: Body> Json<T> {
    fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let value = serde_json::from_slice(body).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => Refusal::Unexpected(error.to_string()),
            _ => Refusal::Malformed(error.to_string()),
        })?;
        Ok(Self {
            value,
            hash: Sha256::digest(body).to_vec(),
        })
    }
}

/// Parameters of the address; unknown ones are refused.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(req.query_string()))
    }
}

impl<T: DeserializeOwned> Query<T> {
    fn parse(query: &str) -> Result<Self, Refusal> {
        let controls = url::form_urlencoded::parse(query.as_bytes())
            .any(|(_, value)| value.chars().any(char::is_control));
        if controls {
            return Err(Refusal::Parameter(
                "it holds a control character".to_owned(),
            ));
        }
        actix_web::web::Query::<T>::from_query(query)
            .map(|query| Self(query.into_inner()))
            .map_err(|error| Refusal::Parameter(error.to_string()))
    }
}

/// The id in the address at that name; what is no id names nothing.
pub fn id<T: std::str::FromStr>(req: &HttpRequest, name: &str) -> Result<T, Refusal> {
    req.match_info()
        .query(name)
        .parse()
        .map_err(|_malformed| Error::NotFound.into())
}

/// A field that a change may leave alone, empty, or set: in JSON absent, `null`, or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays.
    #[default]
    Keep,
    /// It is emptied.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Change<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::deserialize(deserializer)? {
            Some(value) => Self::Set(value),
            None => Self::Clear,
        })
    }
}

impl Change<String> {
    /// The field as the domain reads it: the new text, nothing, or what stands there.
    pub fn or<'t>(&'t self, stands: &'t str) -> &'t str {
        match self {
            Self::Keep => stands,
            Self::Clear => "",
            Self::Set(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        #[serde(default)]
        unit: Change<String>,
    }
    impl Body for Given {}

    #[test]
    fn a_field_is_kept_emptied_or_set() {
        for (body, change) in [
            ("{}", Change::Keep),
            (r#"{"unit":null}"#, Change::Clear),
            (r#"{"unit":"pack"}"#, Change::Set("pack".to_owned())),
        ] {
            assert_eq!(
                Json::<Given>::parse(body.as_bytes()).unwrap().value.unit,
                change
            );
        }
    }

    #[test]
    fn what_is_no_json_and_what_is_unexpected_are_told_apart() {
        for body in ["", "{", "{\"unit\":\"\\ud800\"}", "\u{0}", "{} {}"] {
            let refusal = Json::<Given>::parse(body.as_bytes())
                .map(|_| ())
                .unwrap_err();
            assert!(
                matches!(refusal, Refusal::Malformed(_)),
                "{body:?}: {refusal}"
            );
        }
        for body in [
            "[1]",
            r#"{"Unit":1}"#,
            r#"{"unit":1}"#,
            r#"{"unit":"a","unit":"b"}"#,
        ] {
            let refusal = Json::<Given>::parse(body.as_bytes())
                .map(|_| ())
                .unwrap_err();
            assert!(
                matches!(refusal, Refusal::Unexpected(_)),
                "{body:?}: {refusal}"
            );
        }
    }

    #[test]
    fn control_characters_are_refused_in_parameters() {
        assert!(Query::<Given>::parse("unit=a%00b").is_err());
        assert!(Query::<Given>::parse("other=1").is_err());
    }
}
