//! How the nouns of the model look in the description of the API: closed sets as their words, ids as UUIDs.

use chrono::{DateTime, Datelike as _, Utc};
use serde::Deserialize as _;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::export::Format;
use crate::model::actor::{ActorKind, Door};
use crate::model::company::SharedNumbers;
use crate::model::history::EventKind;
use crate::model::id::{CompanyId, CpnId, ProductId, UploadId};
use crate::model::number_search::{NumberSort, ValidityFilter};
use crate::model::upload::{EmptyCells, Mode, Outcome, Source, UploadState};
use crate::store::company_list::{CompanySort, CompanyState};
use crate::store::product_list::{ProductKind, ProductSort, ProductState};
use crate::text::Language;

macro_rules! words {
    ($($code:ty),+ $(,)?) => {$(
        impl PartialSchema for $code {
            fn schema() -> RefOr<Schema> {
                let words = Self::ALL.iter().map(|value| value.word());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
            }
        }
        impl ToSchema for $code {}
    )+};
}

macro_rules! ids {
    ($($id:ty),+ $(,)?) => {$(
        impl PartialSchema for $id {
            fn schema() -> RefOr<Schema> {
                let format = SchemaFormat::KnownFormat(KnownFormat::Uuid);
                ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
            }
        }
        impl ToSchema for $id {}
    )+};
}

words!(
    ActorKind,
    CompanySort,
    CompanyState,
    Door,
    EmptyCells,
    EventKind,
    Format,
    Language,
    Mode,
    NumberSort,
    Outcome,
    ProductKind,
    ProductSort,
    ProductState,
    SharedNumbers,
    Source,
    UploadState,
    ValidityFilter,
);
ids!(CompanyId, CpnId, ProductId, UploadId);

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Smallest or earliest first.
    #[default]
    Ascending,
    /// Largest or latest first.
    Descending,
}

impl Order {
    /// As the lists of the domain have it.
    pub fn direction(self) -> crate::model::page::Direction {
        match self {
            Self::Ascending => crate::model::page::Direction::Ascending,
            Self::Descending => crate::model::page::Direction::Descending,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

/// Reads a moment of the years that people and the database know.
pub fn moment<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    let moment: Option<DateTime<Utc>> = Option::deserialize(deserializer)?;
    match moment {
        Some(moment) if !(1900..=9999).contains(&moment.year()) => Err(serde::de::Error::custom(
            "no moment of the years 1900 to 9999",
        )),
        moment => Ok(moment),
    }
}
