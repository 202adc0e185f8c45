//! Products and variants: making, changing, taking off sale. A product is never deleted (`DOMAIN.md`, rule 7).

pub mod import;

use serde_json::json;

use crate::access::{self, AdminAccess};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::id::ProductId;
use crate::model::problems::{Fault, Problems};
use crate::model::product::{Product, ProductDraft};
use crate::store;
use crate::store::audit::Entry;
use crate::store::products::Relations;

/// The numbers of the products one hangs together with, as somebody gave them; empty for none.
#[derive(Clone, Copy, Debug, Default)]
pub struct RelatedNumbers<'n> {
    /// The product it is a variant of.
    pub parent: &'n str,
    /// What took its place.
    pub successor: &'n str,
}

/// Makes a product.
pub async fn create(
    conn: &mut Conn,
    access: &AdminAccess,
    draft: &ProductDraft,
    related: RelatedNumbers<'_>,
) -> Result<ProductId> {
    let id = draft.id.unwrap_or_else(ProductId::new);
    access::administer(conn, async |conn| {
        store::products::hold_families(conn, access).await?;
        let relations = relations(conn, id, false, related).await?;
        store::products::insert(conn, access, id, draft, relations)
            .await
            .map_err(|error| explain(error, draft))?;
        let detail = json!({ "after": fields(draft, related) });
        record(conn, access, id, "created", &detail).await?;
        Ok(id)
    })
    .await
}

/// Changes a product that was read at `version`; `Stale` if somebody changed it since.
pub async fn change(
    conn: &mut Conn,
    access: &AdminAccess,
    id: ProductId,
    version: i32,
    draft: &ProductDraft,
    related: RelatedNumbers<'_>,
) -> Result<()> {
    access::administer(conn, async |conn| {
        store::products::hold_families(conn, access).await?;
        let before = store::products::hold(conn, access, id).await?;
        if before.version != version {
            return Err(Error::Stale);
        }
        let has_variants = !store::products::variants(conn, id, 1).await?.is_empty();
        let relations = relations(conn, id, has_variants, related).await?;
        store::products::update(conn, access, id, draft, relations)
            .await
            .map_err(|error| explain(error, draft))?;
        let detail = json!({ "before": stored(&before), "after": fields(draft, related) });
        record(conn, access, id, "changed", &detail).await
    })
    .await
}

/// Takes a product off sale and says what takes its place, if anything does. Doing it twice is doing it once.
pub async fn discontinue(
    conn: &mut Conn,
    access: &AdminAccess,
    id: ProductId,
    successor: &str,
) -> Result<()> {
    access::administer(conn, async |conn| {
        let before = store::products::hold(conn, access, id).await?;
        let found = self::successor(conn, id, successor).await?;
        let successor_id = found.map_err(|fault| Problems::one("successor", fault))?;
        if before.discontinued_at.is_some() && before.successor == successor_id {
            return Ok(());
        }
        store::products::discontinue(conn, access, id, successor_id).await?;
        let detail = json!({ "successor": successor.trim() });
        record(conn, access, id, "discontinued", &detail).await
    })
    .await
}

/// Puts a product back on sale; what was to take its place is still known. Doing it twice is doing it once.
pub async fn resume(conn: &mut Conn, access: &AdminAccess, id: ProductId) -> Result<()> {
    access::administer(conn, async |conn| {
        let before = store::products::hold(conn, access, id).await?;
        if before.discontinued_at.is_none() {
            return Ok(());
        }
        store::products::resume(conn, access, id).await?;
        record(conn, access, id, "resumed", &json!({})).await
    })
    .await
}

/// Finds the related products by their numbers and refuses families deeper than product and variant.
async fn relations(
    conn: &mut Conn,
    id: ProductId,
    has_variants: bool,
    related: RelatedNumbers<'_>,
) -> Result<Relations> {
    let mut problems = Problems::none();
    let parent = by_number(conn, related.parent).await?;
    let parent = problems
        .take(
            "parent",
            parent.and_then(|parent| fit(parent, id, has_variants)),
        )
        .flatten();
    let successor = successor(conn, id, related.successor).await?;
    let successor = problems.take("successor", successor).flatten();
    if problems.is_empty() {
        Ok(Relations { parent, successor })
    } else {
        Err(problems.into())
    }
}

async fn successor(
    conn: &mut Conn,
    id: ProductId,
    number: &str,
) -> Result<Result<Option<ProductId>, Fault>> {
    let found = by_number(conn, number).await?;
    Ok(found.and_then(|successor| match successor {
        Some(successor) if successor.id == id => Err(Fault::Refused("own-successor")),
        successor => Ok(successor.map(|successor| successor.id)),
    }))
}

fn fit(
    parent: Option<Product>,
    id: ProductId,
    has_variants: bool,
) -> Result<Option<ProductId>, Fault> {
    match parent {
        None => Ok(None),
        Some(parent) if parent.id == id => Err(Fault::Refused("own-parent")),
        Some(parent) if parent.parent.is_some() => Err(Fault::Refused("parent-is-variant")),
        Some(_) if has_variants => Err(Fault::Refused("has-variants")),
        Some(parent) => Ok(Some(parent.id)),
    }
}

async fn by_number(conn: &mut Conn, number: &str) -> Result<Result<Option<Product>, Fault>> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(Ok(None));
    }
    // What no product can be called cannot be asked for either: NUL would be refused by the database.
    if crate::model::text::line(number, crate::model::product::NUMBER_LENGTH).is_err() {
        return Ok(Err(Fault::Unknown(
            number
                .chars()
                .filter(|c| !c.is_control())
                .take(50)
                .collect(),
        )));
    }
    match store::products::find_by_number(conn, number).await {
        Ok(product) => Ok(Ok(Some(product))),
        Err(diesel::NotFound) => Ok(Err(Fault::Unknown(number.to_owned()))),
        Err(error) => Err(error.into()),
    }
}

fn explain(error: diesel::result::Error, draft: &ProductDraft) -> Error {
    let taken = |field, value: String| move || Problems::one(field, Fault::Taken(value));
    let id = draft.id.map(|id| id.to_string()).unwrap_or_default();
    let object_id = draft.object_id.as_ref();
    let object_id = object_id
        .map(|id| id.as_str().to_owned())
        .unwrap_or_default();
    Error::from(error)
        .or_violation(
            "products_number_key_unique",
            taken("number", draft.number().to_owned()),
        )
        .or_violation("products_pkey", taken("id", id))
        .or_violation("products_object_id_unique", taken("object_id", object_id))
}

fn fields(draft: &ProductDraft, related: RelatedNumbers<'_>) -> serde_json::Value {
    json!({
        "number": draft.number(),
        "name": draft.name(),
        "gtin": draft.gtin(),
        "parent": related.parent.trim(),
        "successor": related.successor.trim(),
    })
}

fn stored(product: &Product) -> serde_json::Value {
    json!({
        "number": product.number,
        "name": product.name,
        "gtin": product.gtin,
        "parent_id": product.parent,
        "successor_id": product.successor,
    })
}

async fn record(
    conn: &mut Conn,
    access: &AdminAccess,
    id: ProductId,
    action: &'static str,
    detail: &serde_json::Value,
) -> Result<()> {
    let entry = Entry {
        company: None,
        subject: "product",
        subject_id: Some(id.uuid()),
        action,
        detail,
    };
    Ok(store::audit::record(conn, access.actor(), &entry).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(parent: Option<ProductId>) -> Product {
        Product {
            id: ProductId::new(),
            number: "A-1".to_owned(),
            name: "Pump".to_owned(),
            gtin: None,
            object_id: "0".repeat(24),
            parent,
            successor: None,
            discontinued_at: None,
            version: 1,
        }
    }

    #[test]
    fn families_are_two_deep() {
        let id = ProductId::new();
        let plain = product(None);
        assert_eq!(fit(Some(plain.clone()), id, false), Ok(Some(plain.id)));
        assert_eq!(
            fit(Some(plain.clone()), plain.id, false),
            Err(Fault::Refused("own-parent"))
        );
        assert_eq!(
            fit(Some(product(Some(id))), id, false),
            Err(Fault::Refused("parent-is-variant"))
        );
        assert_eq!(
            fit(Some(plain), id, true),
            Err(Fault::Refused("has-variants"))
        );
        assert_eq!(fit(None, id, true), Ok(None));
    }
}
