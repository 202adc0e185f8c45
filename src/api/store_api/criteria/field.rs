//! The fields a client may name, and the columns they are. Nothing else of the database can be named.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::store_api::entity::{ENTITY, hex};
use crate::api::store_api::errors::Complaint;
use actix_web::http::StatusCode;

/// A field of the entity or of its product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The row's id.
    Id,
    /// The company.
    Customer,
    /// The product, also as `product.id`.
    Product,
    /// The customer's number, under both of its names.
    Number,
    /// When the row came into being.
    CreatedAt,
    /// When it was edited last.
    UpdatedAt,
    /// The shop's number of the product.
    ShopNumber,
    /// The product's name.
    ShopName,
}

/// What values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ids.
    Id,
    /// Texts.
    Text,
    /// Moments.
    Time,
}

impl Field {
    /// The field a client means. Names may carry the entity's name in front.
    pub fn named(name: &str) -> Result<Self, Complaint> {
        let prefix = format!("{ENTITY}.");
        match name.strip_prefix(&prefix).unwrap_or(name) {
            "id" => Ok(Self::Id),
            "customerId" | "customer.id" => Ok(Self::Customer),
            "productId" | "product.id" => Ok(Self::Product),
            "productNumber" | "customerProductNumber" => Ok(Self::Number),
            "createdAt" => Ok(Self::CreatedAt),
            "updatedAt" => Ok(Self::UpdatedAt),
            "product.productNumber" => Ok(Self::ShopNumber),
            "product.name" => Ok(Self::ShopName),
            unknown => Err(unmapped(unknown)),
        }
    }

    /// What its values are.
    pub fn kind(self) -> Kind {
        match self {
            Self::Id | Self::Customer | Self::Product => Kind::Id,
            Self::Number | Self::ShopNumber | Self::ShopName => Kind::Text,
            Self::CreatedAt | Self::UpdatedAt => Kind::Time,
        }
    }

    /// Whether it is a column of the product.
    pub fn is_of_product(self) -> bool {
        matches!(self, Self::ShopNumber | Self::ShopName)
    }

    /// What it is compared by. Of a product's field: with the product as `p`; of any other: with the row as `c`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Id => "c.id",
            Self::Customer => "c.company_id",
            Self::Product => "c.product_id",
            Self::Number => "c.identity_key",
            // Clients see milliseconds and ask with them.
            Self::CreatedAt => "date_trunc('milliseconds', c.created_at)",
            Self::UpdatedAt => {
                "(case when c.version > 1 then date_trunc('milliseconds', c.updated_at) end)"
            }
            Self::ShopNumber => "p.identity_key",
            Self::ShopName => "lower(p.name)",
        }
    }

    /// What rows are sorted and grouped by, with the row as `c`.
    pub fn order(self) -> &'static str {
        match self {
            Self::ShopNumber => "(select p.identity_key from products p where p.id = c.product_id)",
            Self::ShopName => "(select lower(p.name) from products p where p.id = c.product_id)",
            field => field.key(),
        }
    }

    /// Its value as text, with the row as `c`.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Id => "replace(c.id::text, '-', '')",
            Self::Customer => "replace(c.company_id::text, '-', '')",
            Self::Product => "replace(c.product_id::text, '-', '')",
            Self::Number => "c.cpn",
            Self::CreatedAt => "to_char(c.created_at, 'YYYY-MM-DD HH24:MI:SS.MS')",
            Self::UpdatedAt => {
                "(case when c.version > 1 then to_char(c.updated_at, 'YYYY-MM-DD HH24:MI:SS.MS') end)"
            }
            Self::ShopNumber => "(select p.number from products p where p.id = c.product_id)",
            Self::ShopName => "(select p.name from products p where p.id = c.product_id)",
        }
    }
}

/// A field that is not there.
pub fn unmapped(name: &str) -> Complaint {
    Complaint::domain(
        StatusCode::BAD_REQUEST,
        "FRAMEWORK__UNMAPPED_FIELD",
        format!("Field \"{name}\" in entity \"{ENTITY}\" was not found."),
    )
    .with("field", json!(name))
    .with("entity", json!(ENTITY))
}

/// The field named in an object; a missing name is the complaint of whoever asks.
pub fn text_of<'v>(object: &'v Value, name: &str) -> Option<&'v str> {
    object
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// Reads an id of 32 hexadecimal digits, of any case, as filters take them.
pub fn lenient_id(text: &str) -> Option<Uuid> {
    let fits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| Uuid::parse_str(text).ok())
        .flatten()
        .filter(|id| hex(*id) == text.to_ascii_lowercase())
}
