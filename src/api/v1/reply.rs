//! Answers: a thing with its `ETag`, a list with its cursor, and writes that are done once however often they are sent.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::front::Caller;
use super::problem::Refusal;
use crate::access;
use crate::db::Conn;
use crate::error::Error;
use crate::store::idempotency::{self, Name, Receipt};

/// The most characters of an `Idempotency-Key`.
const KEY_LENGTH: usize = 255;

/// What a handler gives.
pub type Answer = Result<HttpResponse, Refusal>;

/// The outcome of a write, before it is an answer.
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    etag: Option<String>,
    location: Option<String>,
    body: String,
}

impl Reply {
    /// The thing as it now stands.
    pub fn ok(thing: &impl Serialize) -> Result<Self, Refusal> {
        let body = serde_json::to_string(thing).map_err(Error::internal)?;
        Ok(Self {
            status: StatusCode::OK,
            etag: Some(etag_of(&body)),
            location: None,
            body,
        })
    }

    /// The thing that came into being, and where it is.
    pub fn created(thing: &impl Serialize, location: String) -> Result<Self, Refusal> {
        Ok(Self {
            status: StatusCode::CREATED,
            location: Some(location),
            ..Self::ok(thing)?
        })
    }

    /// The thing that was begun and will be done, and where to see how far it is.
    pub fn accepted(thing: &impl Serialize, location: String) -> Result<Self, Refusal> {
        Ok(Self {
            status: StatusCode::ACCEPTED,
            location: Some(location),
            ..Self::ok(thing)?
        })
    }

    /// It is gone.
    pub fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            etag: None,
            location: None,
            body: String::new(),
        }
    }

    fn into_response(self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        if let Some(etag) = self.etag {
            answer.insert_header((header::ETAG, etag));
        }
        if let Some(location) = self.location {
            answer.insert_header((header::LOCATION, location));
        }
        if self.status == StatusCode::NO_CONTENT {
            return answer.finish();
        }
        answer.content_type("application/json").body(self.body)
    }
}

/// A thing as an answer; nothing but its status where the client has it already.
pub fn show(req: &HttpRequest, thing: &impl Serialize) -> Answer {
    let reply = Reply::ok(thing)?;
    let known = req
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|line| line.to_str().ok())
        .any(|line| reply.etag.as_deref().is_some_and(|etag| names(line, etag)));
    if known {
        let etag = reply.etag.unwrap_or_default();
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, etag))
            .finish());
    }
    Ok(reply.into_response())
}

/// Whether the client may change the thing that stands: `If-Match` must be there and name its state or any.
pub fn check_condition(req: &HttpRequest, stands: &impl Serialize) -> Result<(), Refusal> {
    let mut lines = req.headers().get_all(header::IF_MATCH).peekable();
    if lines.peek().is_none() {
        return Err(Refusal::ConditionMissing);
    }
    let etag = etag_of(&serde_json::to_string(stands).map_err(Error::internal)?);
    let fits = lines
        .filter_map(|line| line.to_str().ok())
        .any(|line| names(line, &etag));
    if fits {
        Ok(())
    } else {
        Err(Refusal::ConditionFailed)
    }
}

/// A state's name is a digest of all that is shown: it changes with whatever changes the thing.
fn etag_of(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("\"{number:016x}\"")
}

/// Whether a list of states names this one. A compressing proxy marks the states it passes on as weak; they mean the same.
fn names(list: &str, etag: &str) -> bool {
    list.split(',')
        .map(str::trim)
        .any(|name| name == "*" || name.strip_prefix("W/").unwrap_or(name) == etag)
}

/// Does `work` and answers with what it gives; with an `Idempotency-Key` only once, and again with the same answer. The answer
/// is kept in the transaction of the work, so there is never one without the other (TRUST.md, S77). What fails is not kept.
pub async fn write(
    req: &HttpRequest,
    conn: &mut Conn,
    body_hash: &[u8],
    work: impl AsyncFnOnce(&mut Conn) -> Result<Reply, Refusal>,
) -> Answer {
    let Some(name) = name(req)? else {
        return work(conn).await.map(Reply::into_response);
    };
    access::together(conn, async |conn| {
        if !idempotency::hold(conn, &name).await? {
            return Err(Refusal::KeyBusy);
        }
        if let Some(receipt) = idempotency::find(conn, &name).await? {
            return replay(receipt, body_hash);
        }
        let reply = work(conn).await?;
        idempotency::keep(conn, &name, &receipt(&reply, body_hash)).await?;
        Ok(reply.into_response())
    })
    .await
}

fn receipt(reply: &Reply, body_hash: &[u8]) -> Receipt {
    Receipt {
        body_hash: body_hash.to_vec(),
        status: i32::from(reply.status.as_u16()),
        etag: reply.etag.clone(),
        location: reply.location.clone(),
        body: reply.body.clone(),
    }
}

fn replay(receipt: Receipt, body_hash: &[u8]) -> Answer {
    if receipt.body_hash != body_hash {
        return Err(Refusal::KeyReused);
    }
    let status = u16::try_from(receipt.status).map_err(Error::internal)?;
    let reply = Reply {
        status: StatusCode::from_u16(status).map_err(Error::internal)?,
        etag: receipt.etag,
        location: receipt.location,
        body: receipt.body,
    };
    let mut answer = reply.into_response();
    let replayed = header::HeaderName::from_static("idempotent-replayed");
    answer
        .headers_mut()
        .insert(replayed, header::HeaderValue::from_static("true"));
    Ok(answer)
}

/// The request's name, if it brings a key.
fn name(req: &HttpRequest) -> Result<Option<Name>, Refusal> {
    let mut keys = req.headers().get_all("idempotency-key");
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let fits = |key: &&str| {
        !key.is_empty()
            && key.len() <= KEY_LENGTH
            && key.bytes().all(|b| (b'!'..=b'~').contains(&b))
    };
    let key = key.to_str().ok().map(str::trim).filter(fits);
    let key = key
        .filter(|_| keys.next().is_none())
        .ok_or(Refusal::Header(
            "Idempotency-Key takes one value of 1 to 255 visible ASCII characters",
        ))?;
    let token = req.extensions().get::<Caller>().map(|caller| caller.token);
    Ok(Some(Name {
        token: token.ok_or(Error::SignInRequired)?,
        route: format!("{} {}", req.method(), req.path()),
        key: key.to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_named_by_its_digest_alone_in_a_list_or_by_a_star() {
        let etag = etag_of("{}");
        assert!(names(&etag, &etag) && names("*", &etag));
        assert!(names(&format!("\"other\", W/{etag}"), &etag));
        assert!(!names("\"other\"", &etag) && !names("", &etag));
        assert_ne!(etag, etag_of("{ }"));
    }
}
