//! Who asks: the access key names the sales channel, the context token the customer (`CONTRACTS.md`, 2.2).
//!
//! A context token that was never seen is an anonymous session under that very token and is not stored. A login always gives a
//! fresh one, so a token that a client, or somebody else for it, chose is never a logged-in one.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use super::errors::{Complaint, Refusal};
use crate::access::{self, CompanyAccess, Identity, Level, Reach, Right};
use crate::db::Conn;
use crate::domain::tokens;
use crate::error::Error;
use crate::gate::Db;
use crate::gate::address::ClientAddress;
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::{CompanyId, UserId};
use crate::model::token::{Contract, is_access_key};
use crate::model::user::Role;
use crate::store;
use crate::store::users::Person;

/// The header that carries the context token, both ways.
pub const TOKEN_HEADER: &str = "sw-context-token";
const KEY_HEADER: &str = "sw-access-key";
const TOKEN_LENGTH: usize = 32;
/// The longest token that is echoed.
const GIVEN_LENGTH: usize = 255;
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// How other kinds of access keys begin: of users, integrations, product exports.
const OTHER_KEYS: [&str; 3] = ["SWUA", "SWIA", "SWPE"];

/// The context token the answer is to carry, where it is not the one that was given.
pub struct ContextToken(pub String);

/// The context token of a request, if it can be echoed.
pub fn given_token(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(TOKEN_HEADER)?.to_str().ok()?;
    let fits = !given.is_empty()
        && given.len() <= GIVEN_LENGTH
        && given.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| given.to_owned())
}

/// A fresh context token: 32 letters and digits, 190 random bits.
pub fn fresh_token() -> Result<String, Error> {
    let mut token = String::with_capacity(TOKEN_LENGTH);
    let mut random = [0_u8; 2 * TOKEN_LENGTH];
    while token.len() < TOKEN_LENGTH {
        getrandom::fill(&mut random)
            .map_err(|error| Error::internal(anyhow::anyhow!("no random bytes: {error}")))?;
        // Of six bits the two values beyond the alphabet are thrown away, so that every letter is as likely as the next.
        let letters = random
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte & 0x3F)));
        let missing = TOKEN_LENGTH - token.len();
        token.extend(letters.take(missing).copied().map(char::from));
    }
    Ok(token)
}

/// The sales channel of a request, whoever is logged in.
pub struct Channel {
    key: Identity,
    /// The context token the client sent.
    pub given: Option<String>,
}

impl Channel {
    async fn of(conn: &mut Conn, req: &HttpRequest) -> Result<Self, Refusal> {
        let given_key = req
            .headers()
            .get(KEY_HEADER)
            .and_then(|key| key.to_str().ok())
            .map(str::trim)
            .unwrap_or_default();
        check_form(given_key)?;
        let address = ClientAddress::of(req).to_string();
        let found = tokens::recognise(conn, Contract::StoreApi, given_key, &address).await;
        let key = found.map_err(|error| match error {
            Error::SignInRequired => unknown_channel(),
            error => error.into(),
        })?;
        Ok(Self {
            key,
            given: given_token(req.headers()),
        })
    }

    /// The customer a person is in this channel: a buyer of a company the access key may touch, with the lesser right of the two.
    pub async fn customer(&self, conn: &mut Conn, user: UserId) -> Result<Option<Customer>, Error> {
        let (person, companies) = match store::users::find_active(conn, user).await {
            Err(diesel::NotFound) => return Ok(None),
            found => found?,
        };
        let company = match companies.first() {
            Some(company) if person.role == Role::Buyer && self.key.reach.covers(*company) => {
                *company
            }
            _ => return Ok(None),
        };
        let own = if person.read_only {
            Right::See
        } else {
            Right::Change
        };
        let identity = Identity {
            actor: Actor {
                kind: ActorKind::User,
                id: Some(person.id.uuid()),
                name: person.name.clone(),
                door: Door::StoreApi,
            },
            reach: Reach::Only(vec![company]),
            right: own.min(self.key.right),
            admin: false,
        };
        Ok(Some(Customer {
            identity,
            company,
            person,
            token: self.given.clone().unwrap_or_default(),
        }))
    }

    /// The customer whose session the context token is. Whether it is one that ended comes with the absence of one.
    pub async fn session(&self, conn: &mut Conn) -> Result<Session, Error> {
        let Some(token) = &self.given else {
            return Ok(Session::Anonymous { ended: false });
        };
        match store::store_api_sessions::find(conn, token).await? {
            None => Ok(Session::Anonymous { ended: false }),
            Some(known) if !known.live => Ok(Session::Anonymous { ended: true }),
            Some(known) => Ok(match self.customer(conn, known.user).await? {
                Some(customer) => Session::LoggedIn(Box::new(customer)),
                None => Session::Anonymous { ended: true },
            }),
        }
    }
}

/// What a context token stands for.
pub enum Session {
    /// A customer.
    LoggedIn(Box<Customer>),
    /// Nobody; perhaps no longer somebody.
    Anonymous {
        /// Whether there was a session under this token.
        ended: bool,
    },
}

/// A customer: a person who buys for a company, logged in.
pub struct Customer {
    /// What they may do.
    pub identity: Identity,
    /// Their company.
    pub company: CompanyId,
    /// The person.
    pub person: Person,
    /// The token of their session.
    pub token: String,
}

impl Customer {
    /// Access to the customer's company.
    pub async fn open<L: Level>(&self, conn: &mut Conn) -> Result<CompanyAccess<L>, Refusal> {
        Ok(access::open(conn, &self.identity, self.company).await?)
    }
}

/// Sends a token of its own with the answer.
pub fn answer_with_token(req: &HttpRequest, token: String) {
    req.extensions_mut().insert(ContextToken(token));
}

fn check_form(key: &str) -> Result<(), Refusal> {
    if key.is_empty() {
        let detail = "Header \"sw-access-key\" is required.";
        return Err(Refusal::framework(StatusCode::UNAUTHORIZED, detail));
    }
    if is_access_key(key) {
        return Ok(());
    }
    let kind: String = key.chars().take(4).collect();
    if kind == "SWSC" || OTHER_KEYS.contains(&kind.as_str()) {
        return Err(unknown_channel());
    }
    Err(Complaint::domain(
        StatusCode::UNAUTHORIZED,
        "FRAMEWORK__API_INVALID_ACCESS_KEY",
        "Access key is invalid and could not be identified.",
    )
    .into())
}

fn unknown_channel() -> Refusal {
    Complaint::domain(
        StatusCode::PRECONDITION_FAILED,
        "FRAMEWORK__ROUTING_SALES_CHANNEL_NOT_FOUND",
        "No matching sales channel found.",
    )
    .into()
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T, Refusal>>>>;

impl FromRequest for Channel {
    type Error = Refusal;
    type Future = Found<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { Self::of(&mut *Db::take(&req).await?, &req).await })
    }
}

impl FromRequest for Customer {
    type Error = Refusal;
    type Future = Found<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let mut conn = Db::take(&req).await?;
            let channel = Channel::of(&mut conn, &req).await?;
            match channel.session(&mut conn).await? {
                Session::LoggedIn(customer) => Ok(*customer),
                Session::Anonymous { .. } => Err(Refusal::not_logged_in()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn fresh_tokens_are_32_letters_and_digits_and_never_the_same() {
        let tokens: HashSet<String> = (0..10_000).map(|_| fresh_token().unwrap()).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| {
            token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }));
    }
}
