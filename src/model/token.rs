//! API tokens and access keys: what programs identify themselves with.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::code::codes;
use super::id::TokenId;
use super::secret;

/// The most characters a token's name has.
pub const NAME_LENGTH: usize = 100;

/// How a token begins, so that people and secret scanners recognise it.
const PREFIX: &str = "cpndesk_";
/// How an access key of contract A begins (`CONTRACTS.md`, 2.2).
const ACCESS_KEY_PREFIX: &str = "SWSC";
/// The characters of an access key behind its beginning.
const ACCESS_KEY_CHARACTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

codes! {
    /// The contract a token speaks; it opens no other.
    Contract {
        /// Contract A: an access key of the Store API.
        StoreApi = "store-api",
        /// Contract B.
        Axim = "axim",
        /// Contract C.
        Shoxl = "shoxl",
        /// Our own API.
        V1 = "v1",
    }
}

codes! {
    /// What a token may do.
    TokenScope {
        /// Look.
        Read = "read",
        /// Look and change.
        Write = "write",
    }
}

codes! {
    /// The part of a request that carries a token of contract C. An integration can be held to some of them.
    Carrier {
        /// The password of HTTP Basic.
        Basic = "basic",
        /// `Authorization: Bearer`.
        Bearer = "bearer",
        /// `X-API-Key`.
        ApiKey = "api-key",
    }
}

/// What is kept of a token beside its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSettings {
    /// What may carry it; none named means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<Carrier>,
}

/// A token as lists show it; its secret is known to nobody but its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// The contract it speaks.
    pub contract: Contract,
    /// What it may do.
    pub scope: TokenScope,
    /// Its beginning and its last four characters.
    pub hint: String,
    /// Whether it may touch every company.
    pub every_company: bool,
    /// How requests may carry it.
    pub settings: TokenSettings,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when it is worth nothing.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Where from.
    pub last_used_address: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
}

impl Token {
    /// Where it stands at a moment.
    pub fn state(&self, at: DateTime<Utc>) -> TokenState {
        if self.revoked_at.is_some() {
            TokenState::Revoked
        } else if self.expires_at.is_some_and(|end| end <= at) {
            TokenState::Expired
        } else {
            TokenState::Live
        }
    }
}

codes! {
    /// Whether a token opens anything.
    TokenState {
        /// It does.
        Live = "live",
        /// Its time has run out.
        Expired = "expired",
        /// An admin revoked it.
        Revoked = "revoked",
    }
}

/// The secret of a new token. Shown once; only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret(String);

impl TokenSecret {
    /// A fresh secret in the form the contract asks for: 256 random bits and six check digits behind a prefix, or for
    /// contract A an access key of 26 characters.
    pub fn generate(contract: Contract) -> Result<Self, getrandom::Error> {
        match contract {
            Contract::StoreApi => access_key().map(Self),
            Contract::Axim | Contract::Shoxl | Contract::V1 => {
                let random = secret::generate()?;
                Ok(Self(format!("{PREFIX}{random}{}", check_digits(&random))))
            }
        }
    }

    /// The secret, to show it once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What lists show of it.
    pub fn hint(&self) -> String {
        let beginning: String = self.0.chars().take(4).collect();
        let end: String = self
            .0
            .chars()
            .skip(self.0.chars().count().saturating_sub(4))
            .collect();
        format!("{beginning}…{end}")
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        secret::hash(&self.0)
    }
}

impl std::fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenSecret({})", self.hint())
    }
}

/// Whether a text has the form of an access key of contract A, known or not.
pub fn is_access_key(text: &str) -> bool {
    text.strip_prefix(ACCESS_KEY_PREFIX).is_some_and(|rest| {
        rest.len() == 22
            && rest
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
    })
}

fn access_key() -> Result<String, getrandom::Error> {
    let mut random = [0_u8; 22];
    getrandom::fill(&mut random)?;
    let characters = random.iter().filter_map(|byte| {
        ACCESS_KEY_CHARACTERS
            .get(usize::from(byte % 32))
            .copied()
            .map(char::from)
    });
    Ok(ACCESS_KEY_PREFIX.chars().chain(characters).collect())
}

/// Six hexadecimal digits by which a scanner tells a token from a text that only looks like one.
fn check_digits(random: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(random.as_bytes()).into();
    let [first, second, third, ..] = digest;
    format!("{first:02x}{second:02x}{third:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_a_prefix_and_check_digits_and_is_never_the_same() {
        let token = TokenSecret::generate(Contract::V1).unwrap();
        let random = token.reveal().strip_prefix(PREFIX).unwrap();
        let (random, check) = random.split_at(random.len() - 6);
        assert_eq!(check_digits(random), check);
        assert_ne!(token, TokenSecret::generate(Contract::V1).unwrap());
        assert!(!format!("{token:?}").contains(random));
    }

    #[test]
    fn an_access_key_has_the_form_of_the_store_api() {
        let key = TokenSecret::generate(Contract::StoreApi).unwrap();
        assert!(is_access_key(key.reveal()), "{}", key.reveal());
        assert!(!is_access_key("SWSC123"));
        assert!(!is_access_key("SWUAABCDEFGHIJKLMNOPQRSTUV"));
    }
}
