//! What is given for a number: all of it for a new one, what differs for a change.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::cpns::Cpn;
use super::problem::Refusal;
use super::products;
use super::request::{Body, Change};
use crate::db::Conn;
use crate::model::cpn::{CpnDraft, CpnInput};
use crate::model::id::{CpnId, ProductId};

/// A number to be added. The product is named by its number or by its id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCpn {
    /// The number, exactly as the company writes it.
    #[schema(example = "HW-7", min_length = 1, max_length = 255)]
    cpn: String,
    /// The supplier's number of the product it stands for.
    #[schema(example = "PUMP-4411")]
    product_number: Option<String>,
    /// The id of the product it stands for.
    product_id: Option<ProductId>,
    /// The company's own wording.
    #[schema(max_length = 500)]
    description: Option<String>,
    /// The unit one of the company's numbers stands for.
    #[schema(max_length = 32)]
    unit: Option<String>,
    /// How many of our sales units it stands for: a decimal number as text, above 0.
    #[schema(example = "4")]
    pack_quantity: Option<String>,
    /// First day on which it resolves, as `2026-12-31`.
    #[schema(value_type = Option<NaiveDate>)]
    valid_from: Option<String>,
    /// Last day on which it resolves, as `2026-12-31`.
    #[schema(value_type = Option<NaiveDate>)]
    valid_to: Option<String>,
    /// The id another system knows it by; a fresh one where nothing is said.
    id: Option<CpnId>,
}
impl Body for NewCpn {}

impl NewCpn {
    /// The id it is to have.
    pub fn id(&self) -> Option<CpnId> {
        self.id
    }

    /// The product it is to stand for.
    pub async fn product(&self, conn: &mut Conn) -> Result<ProductId, Refusal> {
        let product = products::named(conn, self.product_id, self.product_number.as_deref());
        Ok(product.await?.id)
    }

    /// Its checked fields.
    pub fn draft(&self) -> Result<CpnDraft, Refusal> {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let (description, unit, pack_quantity) = (
            text(&self.description),
            text(&self.unit),
            text(&self.pack_quantity),
        );
        let (valid_from, valid_to) = (text(&self.valid_from), text(&self.valid_to));
        Ok(CpnDraft::parse(&CpnInput {
            cpn: &self.cpn,
            description: &description,
            unit: &unit,
            pack_quantity: &pack_quantity,
            valid_from: &valid_from,
            valid_to: &valid_to,
        })?)
    }
}

/// What is to change of a number; what is not named stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CpnChange {
    /// The number, exactly as the company writes it.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 255)]
    cpn: Change<String>,
    /// The supplier's number of the product it is to stand for.
    product_number: Option<String>,
    /// The id of the product it is to stand for.
    product_id: Option<ProductId>,
    /// The company's own wording.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    description: Change<String>,
    /// The unit one of the company's numbers stands for.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 32)]
    unit: Change<String>,
    /// How many of our sales units it stands for: a decimal number as text, above 0.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pack_quantity: Change<String>,
    /// First day on which it resolves.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    valid_from: Change<String>,
    /// Last day on which it resolves.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    valid_to: Change<String>,
}
impl Body for CpnChange {}

impl CpnChange {
    /// Its checked fields.
    pub fn draft(&self, stands: &Cpn) -> Result<CpnDraft, Refusal> {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Ok(CpnDraft::parse(&CpnInput {
            cpn: self.cpn.or(&stands.cpn),
            description: self.description.or(&text(&stands.description)),
            unit: self.unit.or(&text(&stands.unit)),
            pack_quantity: self.pack_quantity.or(&text(&stands.pack_quantity)),
            valid_from: self.valid_from.or(&day(stands.valid_from)),
            valid_to: self.valid_to.or(&day(stands.valid_to)),
        })?)
    }

    /// The product it is to stand for.
    pub async fn product(&self, conn: &mut Conn, stands: &Cpn) -> Result<ProductId, Refusal> {
        if self.product_id.is_none() && self.product_number.is_none() {
            return Ok(stands.product.id);
        }
        let product = products::named(conn, self.product_id, self.product_number.as_deref());
        Ok(product.await?.id)
    }
}
