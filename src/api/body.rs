//! Bodies of requests, read with bounds: how large, how slow, how deep (TRUST.md, S78).

use std::time::Duration;

use actix_web::web::{BytesMut, Payload};
use futures_util::StreamExt as _;
use serde::Deserialize;

use crate::error::Error;

/// How deep JSON may be nested.
const DEPTH: usize = 64;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// The whole body, unless it is larger than `most` bytes or does not arrive.
pub async fn read(mut payload: Payload, most: usize) -> Result<BytesMut, Error> {
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
    tokio::time::timeout(PATIENCE, whole)
        .await
        .unwrap_or(Err(Error::TooSlow))
}

/// The JSON of a body, none if it is malformed or nested too deep. Of a key that comes twice the last one counts.
pub fn json<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Option<T> {
    if depth(bytes) > DEPTH {
        return None;
    }
    serde_json::from_slice(bytes).ok()
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
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_is_nested_too_deep_is_not_parsed() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(json::<Value>(nested(DEPTH).as_bytes()).is_some());
        assert!(json::<Value>(nested(DEPTH + 1).as_bytes()).is_none());
        assert!(json::<Value>(nested(100_000).as_bytes()).is_none());
    }

    #[test]
    fn hostile_json_is_malformed_and_never_more() {
        for text in ["", "{", r#"{"a":"\ud800"}"#, "\u{1}", r#"{"a":1,}"#, "nul"] {
            assert!(json::<Value>(text.as_bytes()).is_none(), "{text}");
        }
        assert!(json::<Value>(&[0x22, 0xFF, 0x22]).is_none());
        assert_eq!(json::<Value>(br#"{"a":1,"a":2}"#).unwrap()["a"], 2);
    }
}
