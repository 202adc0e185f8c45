//! Identifiers: one type a noun, so that a company's id cannot be passed where a product's is meant.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize,
        )]
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A fresh id, ordered by the time it was made (UUID version 7).
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The bare UUID, for places that keep ids of several kinds.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl ToSql<diesel::sql_types::Uuid, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<diesel::sql_types::Uuid, Pg>::to_sql(&self.0, out)
            }
        }

        impl FromSql<diesel::sql_types::Uuid, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                FromSql::<diesel::sql_types::Uuid, Pg>::from_sql(value).map(Self)
            }
        }
    )+};
}

ids! {
    /// A company.
    CompanyId;
    /// A product or a variant.
    ProductId;
    /// One CPN row.
    CpnId;
    /// A person who signs in.
    UserId;
    /// An API token or access key.
    TokenId;
    /// One upload: a file or pasted list on its way.
    UploadId;
}

/// The 24 lower-case hexadecimal digits under which contract B knows a company, product or CPN (`CONTRACTS.md`, section 3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectId(String);

impl ObjectId {
    /// The object id that belongs to a UUID where nobody set another one: its last twelve bytes, which hold its random part.
    pub fn of(id: Uuid) -> Self {
        let hex = id.simple().to_string();
        Self(hex.chars().skip(8).collect())
    }

    /// The object id of a CPN: the first twelve bytes of its UUID. Like the ids clients of contract B are used to, it begins with
    /// the time, and [`cpns`](Self::cpns) finds the row by the range of an index.
    pub fn of_cpn(id: CpnId) -> Self {
        let hex = id.uuid().simple().to_string();
        Self(hex.chars().take(24).collect())
    }

    /// The first and the last id a CPN with this object id can have.
    pub fn cpns(&self) -> (CpnId, CpnId) {
        let bound = |end: &str| Uuid::parse_str(&format!("{}{end}", self.0)).unwrap_or_default();
        (bound("00000000").into(), bound("ffffffff").into())
    }

    /// Accepts 24 hexadecimal digits in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_id_is_24_hexadecimal_digits_in_lower_case() {
        let made = ObjectId::of(Uuid::now_v7());
        assert_eq!(ObjectId::parse(made.as_str()), Some(made.clone()));
        assert_eq!(ObjectId::parse(&made.as_str().to_uppercase()), Some(made));
        assert_eq!(ObjectId::parse("683808ee2b054dc60961637"), None);
        assert_eq!(ObjectId::parse("683808ee2b054dc60961637g"), None);
    }

    #[test]
    fn the_object_id_of_a_cpn_gives_the_range_it_lies_in() {
        let id = CpnId::new();
        let (first, last) = ObjectId::of_cpn(id).cpns();
        assert!(first <= id && id <= last);
        assert_eq!(ObjectId::of_cpn(first), ObjectId::of_cpn(last));
    }
}
