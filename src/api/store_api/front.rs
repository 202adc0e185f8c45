//! What every request of contract A meets before its route and every answer on its way out: the JSON is read first
//! (`CONTRACTS.md`, 2.2, order of checks), errors get their envelope, browsers get their CORS headers.

use std::time::Duration;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, ResponseError as _};
use futures_util::StreamExt as _;
use serde_json::{Map, Value};

use super::errors::Refusal;
use super::session::{self, ContextToken};
use crate::error::Error;

/// The largest JSON body, in bytes.
const JSON_BYTES: usize = 256 * 1024;
/// The largest body of an import, in bytes.
pub const IMPORT_BYTES: usize = 5 * 1024 * 1024;
/// A CSV inside JSON grows by its escapes.
const IMPORT_JSON_BYTES: usize = 2 * IMPORT_BYTES;
/// How deep JSON may be nested.
const DEPTH: usize = 64;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

const ALLOWED_HEADERS: &str = "Content-Type,Authorization,sw-context-token,sw-access-key,sw-language-id,sw-version-id,\
    sw-inheritance,sw-currency-id,sw-include-seo-urls,sw-include-search-info,indexing-behavior";

/// The JSON body of a request; without one, or with one that is neither list nor object, an empty object.
#[derive(Clone, Debug)]
pub struct JsonBody(pub Value);

impl JsonBody {
    /// The body as an object; a list has no names.
    pub fn object(&self) -> Map<String, Value> {
        self.0.as_object().cloned().unwrap_or_default()
    }
}

impl FromRequest for JsonBody {
    type Error = Refusal;
    type Future = std::future::Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let body = req.extensions_mut().remove::<Self>();
        std::future::ready(Ok(body.unwrap_or_else(|| Self(Value::Object(Map::new())))))
    }
}

/// Receives every request and dresses every answer.
pub async fn receive<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, actix_web::Error> {
    let given = session::given_token(req.headers());
    let mut res = if *req.method() == Method::OPTIONS {
        req.into_response(HttpResponse::Ok().finish().map_into_left_body())
    } else {
        match read_json(&mut req).await {
            Err(refusal) => req.into_response(refusal.error_response().map_into_left_body()),
            Ok(body) => {
                req.extensions_mut().insert(body);
                dress(next.call(req).await?)
            }
        }
    };
    let settled = res.request().extensions_mut().remove::<ContextToken>();
    let token = match settled.map(|settled| settled.0).or(given) {
        Some(token) => token,
        None => session::fresh_token()?,
    };
    set_headers(res.headers_mut(), &token);
    Ok(res)
}

fn dress<B: MessageBody + 'static>(
    res: ServiceResponse<B>,
) -> ServiceResponse<EitherBody<BoxBody, B>> {
    let Some(error) = res.response().error() else {
        return res.map_into_right_body();
    };
    let path = res.request().path();
    let answer = if let Some(refusal) = error.as_error::<Refusal>() {
        refusal.log(path);
        refusal.error_response()
    } else {
        let status = error.as_response_error().status_code();
        let refusal = match (error.as_error::<Error>(), status) {
            (Some(Error::Internal(cause)), _) => {
                tracing::error!(error = %format_args!("{cause:#}"), path, "a request failed");
                Refusal::framework(status, "Internal server error.")
            }
            (_, StatusCode::NOT_FOUND) => {
                Refusal::framework(status, format!("No route found for \"{path}\""))
            }
            (_, StatusCode::METHOD_NOT_ALLOWED) => Refusal::framework(
                status,
                format!("No route found for this method at \"{path}\""),
            ),
            (Some(error), _) => Refusal::framework(status, error.to_string()),
            (None, _) => Refusal::framework(status, "The request cannot be read."),
        };
        refusal.error_response()
    };
    res.into_response(answer.map_into_left_body())
}

fn set_headers(headers: &mut HeaderMap, token: &str) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    };
    set("access-control-allow-origin", "*");
    set("access-control-allow-methods", "GET,POST,PUT,PATCH,DELETE");
    set("access-control-allow-headers", ALLOWED_HEADERS);
    set("access-control-expose-headers", ALLOWED_HEADERS);
    set("cross-origin-resource-policy", "cross-origin");
    set("cache-control", "no-cache, private");
    if let Ok(token) = HeaderValue::from_str(token) {
        headers.insert(HeaderName::from_static(session::TOKEN_HEADER), token);
    }
}

/// Reads the body if it says it is JSON; any other stays for the handler.
async fn read_json(req: &mut ServiceRequest) -> Result<JsonBody, Refusal> {
    let is_json = req
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| media_type(value) == "application/json");
    let mut body = Value::Object(Map::new());
    if is_json {
        let most = if req.path().ends_with("-import") {
            IMPORT_JSON_BYTES
        } else {
            JSON_BYTES
        };
        let bytes = collect(req.take_payload(), most).await?;
        if !bytes.trim_ascii().is_empty() {
            body = parse(&bytes)?;
        }
    }
    if body.is_object() || body.is_array() {
        Ok(JsonBody(body))
    } else {
        Ok(JsonBody(Value::Object(Map::new())))
    }
}

/// The type without its parameters, in lower case.
pub fn media_type(value: &str) -> String {
    let bare = value.split(';').next().unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

/// The whole body, unless it is larger than `most` bytes or does not arrive.
pub async fn collect(mut payload: Payload, most: usize) -> Result<BytesMut, Refusal> {
    let whole = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken_off| Error::BadRequest("unreadable"))?;
            if bytes.len() + chunk.len() > most {
                return Err(Error::TooLarge(u64::try_from(most).unwrap_or(u64::MAX)));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    let collected = tokio::time::timeout(PATIENCE, whole).await;
    Ok(collected.unwrap_or(Err(Error::TooSlow))?)
}

fn parse(bytes: &[u8]) -> Result<Value, Refusal> {
    let malformed = || {
        Refusal::framework(
            StatusCode::BAD_REQUEST,
            "The JSON payload of the request is malformed.",
        )
    };
    if depth(bytes) > DEPTH {
        return Err(malformed());
    }
    serde_json::from_slice(bytes).map_err(|_malformed| malformed())
}

/// How deep lists and objects are nested, so that what is too deep is not parsed at all.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_brackets_outside_of_texts() {
        assert_eq!(depth(br#"{"a":["[[[",{"b":"\"]"}]}"#), 3);
        assert_eq!(depth(b""), 0);
    }

    #[test]
    fn hostile_json_is_malformed_and_never_more() {
        let nested = "[".repeat(65) + &"]".repeat(65);
        for text in [
            nested.as_str(),
            "{",
            "{\"a\":\"\\ud800\"}",
            "\u{1}",
            "{\"a\":1,}",
        ] {
            assert_eq!(
                parse(text.as_bytes()).unwrap_err().status_code(),
                StatusCode::BAD_REQUEST,
                "{text}"
            );
        }
        assert!(parse(&[0x22, 0xFF, 0x22]).is_err());
    }
}
