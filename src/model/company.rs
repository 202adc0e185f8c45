//! Companies and their lock.

use chrono::{DateTime, Utc};

use super::code::codes;
use super::id::{CompanyId, ObjectId};
use super::problems::{Fault, Problems};
use super::{key, text};

/// The most characters an account number has.
pub const ACCOUNT_LENGTH: usize = 64;
/// The most characters a company's name has.
pub const NAME_LENGTH: usize = 200;
/// The most characters a lock's reason has.
pub const REASON_LENGTH: usize = 500;

codes! {
    /// Whether one CPN of a company may stand for several products (`DOMAIN.md`, rule 1).
    SharedNumbers {
        /// It may, and is flagged as ambiguous wherever it shows.
        Allow = "allow",
        /// It may not.
        Forbid = "forbid",
    }
}

/// A buying organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its debtor number in the ERP.
    pub account_number: String,
    /// Its name.
    pub name: String,
    /// Its id for contract B.
    pub object_id: String,
    /// Its rule on CPNs that stand for several products.
    pub shared_numbers: SharedNumbers,
    /// The lock that holds now, if any.
    pub lock: Option<Lock>,
    /// Since when it is no longer dealt with.
    pub archived_at: Option<DateTime<Utc>>,
    /// Rises with every change.
    pub version: i32,
    /// When it came into being.
    pub created_at: DateTime<Utc>,
}

/// Why nobody may write a company's CPNs, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Since when.
    pub since: DateTime<Utc>,
    /// The admin's reason, shown to everyone who is refused.
    pub reason: String,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// Who locked.
    pub by: String,
}

/// A checked lock that is not set yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockDraft {
    reason: String,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
}

impl LockDraft {
    /// Checks the reason.
    pub fn parse(reason: &str, until: Option<DateTime<Utc>>) -> Result<Self, Problems> {
        text::required(reason, REASON_LENGTH)
            .map(|reason| Self { reason, until })
            .map_err(|fault| Problems::one("reason", fault))
    }

    /// Why, for everyone who is refused.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// A checked company that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyDraft {
    account_number: String,
    name: String,
    /// Its rule on CPNs that stand for several products.
    pub shared_numbers: SharedNumbers,
    /// The id another system knows it by, where one was given.
    pub id: Option<CompanyId>,
    /// The id for contract B, where one was given.
    pub object_id: Option<ObjectId>,
}

impl CompanyDraft {
    /// Checks account number, name and, where given, the two ids.
    pub fn parse(
        account_number: &str,
        name: &str,
        id: &str,
        object_id: &str,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let account_number = problems.take(
            "account_number",
            text::required(account_number, ACCOUNT_LENGTH),
        );
        let name = problems.take("name", text::required(name, NAME_LENGTH));
        let id = problems.take("id", optional_id(id)).flatten();
        let object_id = problems
            .take("object_id", optional_object_id(object_id))
            .flatten();
        match (account_number, name) {
            (Some(account_number), Some(name)) if problems.is_empty() => Ok(Self {
                account_number,
                name,
                shared_numbers: SharedNumbers::Allow,
                id,
                object_id,
            }),
            _ => Err(problems),
        }
    }

    /// The same with another rule on shared numbers.
    #[must_use]
    pub fn with_shared_numbers(self, shared_numbers: SharedNumbers) -> Self {
        Self {
            shared_numbers,
            ..self
        }
    }

    /// The account number as given, trimmed.
    pub fn account_number(&self) -> &str {
        &self.account_number
    }

    /// What makes the account number unique.
    pub fn account_key(&self) -> String {
        key::plain(&self.account_number)
    }

    /// What lists sort by when they sort by account number.
    pub fn order_key(&self) -> String {
        key::order(&key::identity(&self.account_number))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What lists sort by when they sort by name.
    pub fn name_key(&self) -> String {
        key::order(&key::identity(&self.name))
    }

    /// What loose search looks in.
    pub fn search_text(&self) -> String {
        key::search_text([self.account_number.as_str(), self.name.as_str()])
    }
}

/// An id of another system: a UUID with or without hyphens; empty means none.
pub fn optional_id<I: From<uuid::Uuid>>(id: &str) -> Result<Option<I>, Fault> {
    let id = id.trim();
    if id.is_empty() {
        return Ok(None);
    }
    id.parse()
        .map(|id: uuid::Uuid| Some(id.into()))
        .map_err(|_malformed| Fault::Malformed("no-uuid"))
}

/// An object id of another system; empty means none.
pub fn optional_object_id(id: &str) -> Result<Option<ObjectId>, Fault> {
    if id.trim().is_empty() {
        return Ok(None);
    }
    ObjectId::parse(id)
        .map(Some)
        .ok_or(Fault::Malformed("no-object-id"))
}
