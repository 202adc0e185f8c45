//! `/api/v1/products`: what the supplier sells. Every token sees it; those that keep master data make, change and discontinue.

use std::collections::HashMap;

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::{self, List};
use super::problem::Refusal;
use super::reply::{self, Answer, Reply};
use super::request::{self, Body, Change, Json, Query};
use super::words::Order;
use crate::access::{AdminAccess, Identity};
use crate::db::Conn;
use crate::domain::products::{self, RelatedNumbers};
use crate::error::Error;
use crate::gate::Db;
use crate::model::id::ProductId;
use crate::model::page::{Cursor, Page};
use crate::model::product::{self, ProductDraft, ProductInput};
use crate::model::search::Term;
use crate::store;
use crate::store::product_list::{
    self, Listed, ProductKind, ProductQuery, ProductSort, ProductState,
};

/// Something the supplier sells; a variant if it has a parent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Product {
    /// Its id.
    id: ProductId,
    /// The supplier's own number; unique without regard to case.
    #[schema(example = "PUMP-4411")]
    number: String,
    /// Its name.
    #[schema(example = "Centrifugal pump, 4 kW")]
    name: String,
    /// Its Global Trade Item Number.
    #[schema(example = "4006381333931")]
    gtin: Option<String>,
    /// Its id for the Axim contract.
    object_id: String,
    /// The number of the product it is a variant of.
    parent_number: Option<String>,
    /// The number of what took its place.
    successor_number: Option<String>,
    /// Since when it is not sold any more.
    discontinued_at: Option<DateTime<Utc>>,
    /// Rises with every change of its fields.
    version: i32,
}

impl Product {
    fn of(product: product::Product, numbers: &HashMap<ProductId, String>) -> Self {
        let number = |id: Option<ProductId>| id.and_then(|id| numbers.get(&id).cloned());
        Self {
            id: product.id,
            parent_number: number(product.parent),
            successor_number: number(product.successor),
            number: product.number,
            name: product.name,
            gtin: product.gtin,
            object_id: product.object_id,
            discontinued_at: product.discontinued_at,
            version: product.version,
        }
    }
}

/// Which products are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductsQuery {
    /// Those whose number, name or GTIN has this, loosely.
    q: Option<String>,
    /// The one with exactly this number.
    number: Option<String>,
    /// By their state; all where nothing is asked.
    state: Option<ProductState>,
    /// Products, variants or all.
    kind: Option<ProductKind>,
    /// What the list is sorted by; the number where nothing is asked.
    sort: Option<ProductSort>,
    /// Which way.
    #[serde(default)]
    #[param(inline)]
    order: Order,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 500; 50 where nothing is asked.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// List products and variants.
#[utoipa::path(get, path = "/api/v1/products", tag = "Products", params(ProductsQuery), responses((status = 200, description = "A page of products.", body = List<Product>)))]
pub async fn list(req: HttpRequest, _: Identity, Query(asked): Query<ProductsQuery>) -> Answer {
    let size = list::rows(asked.limit)?;
    let sort = asked.sort.unwrap_or(ProductSort::Number);
    let name = format!("{sort}-{}", asked.order.word());
    let query = ProductQuery {
        term: asked.q.as_deref().and_then(Term::parse),
        state: asked.state.unwrap_or(ProductState::All),
        kind: asked.kind.unwrap_or(ProductKind::All),
        sort,
        direction: asked.order.direction(),
        position: list::position(&name, asked.cursor.as_deref())?,
    };
    let mut conn = Db::take(&req).await?;
    let page = match asked.number {
        Some(number) => with_number(&mut conn, &number).await?,
        None => product_list::page_of(&mut conn, &query, size).await?,
    };
    let products: Vec<&product::Product> = page.rows.iter().map(|row| &row.product).collect();
    let numbers = related(&mut conn, &products).await?;
    let place = |row: &Listed| Cursor {
        key: row.key.clone(),
        id: row.product.id.uuid(),
    };
    reply::show(
        &req,
        &List::of(page, &name, place, |row| Product::of(row.product, &numbers)),
    )
}

async fn with_number(conn: &mut Conn, number: &str) -> Result<Page<Listed>, Error> {
    let found = match store::products::find_by_number(conn, number).await {
        Err(diesel::NotFound) => None,
        found => Some(found?),
    };
    Ok(Page {
        rows: found
            .into_iter()
            .map(|product| Listed {
                product,
                key: String::new(),
            })
            .collect(),
        has_previous: false,
        has_next: false,
    })
}

/// The numbers of parents and successors.
async fn related(
    conn: &mut Conn,
    products: &[&product::Product],
) -> Result<HashMap<ProductId, String>, Error> {
    let ids: Vec<ProductId> = products
        .iter()
        .flat_map(|product| [product.parent, product.successor])
        .flatten()
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::products::find_all(conn, &ids).await?;
    Ok(found
        .into_iter()
        .map(|product| (product.id, product.number))
        .collect())
}

/// Show a product.
#[utoipa::path(get, path = "/api/v1/products/{product}", tag = "Products", params(("product" = ProductId, Path, description = "The product's id.")), responses((status = 200, description = "The product.", body = Product)))]
pub async fn show(req: HttpRequest, _: Identity) -> Answer {
    let id = request::id(&req, "product")?;
    let product = stored(&mut *Db::take(&req).await?, id).await?;
    reply::show(&req, &product)
}

async fn stored(conn: &mut Conn, id: ProductId) -> Result<Product, Error> {
    let product = store::products::find(conn, id).await?;
    let numbers = related(conn, &[&product]).await?;
    Ok(Product::of(product, &numbers))
}

/// A product to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// The supplier's own number.
    #[schema(example = "PUMP-4411", min_length = 1, max_length = 255)]
    number: String,
    /// Its name.
    #[schema(example = "Centrifugal pump, 4 kW", min_length = 1, max_length = 500)]
    name: String,
    /// Its GTIN: 8, 12, 13 or 14 digits, the last a check digit.
    gtin: Option<String>,
    /// The number of the product it is a variant of.
    parent_number: Option<String>,
    /// The number of what took its place.
    successor_number: Option<String>,
    /// The id another system knows it by; a fresh one where nothing is said.
    #[schema(value_type = Option<uuid::Uuid>)]
    id: Option<String>,
    /// Its id for the Axim contract: 24 hexadecimal digits.
    #[schema(pattern = "^[0-9a-fA-F]{24}$")]
    object_id: Option<String>,
}
impl Body for NewProduct {}

/// Make a product. For tokens that may change every company.
#[utoipa::path(post, path = "/api/v1/products", tag = "Products", request_body = NewProduct, responses((status = 201, description = "The product.", body = Product)))]
pub async fn create(req: HttpRequest, admin: AdminAccess, body: Json<NewProduct>) -> Answer {
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let given = &body.value;
        let draft = ProductDraft::parse(&ProductInput {
            number: &given.number,
            name: &given.name,
            gtin: given.gtin.as_deref().unwrap_or_default(),
            id: given.id.as_deref().unwrap_or_default(),
            object_id: given.object_id.as_deref().unwrap_or_default(),
        })?;
        let related = RelatedNumbers {
            parent: given.parent_number.as_deref().unwrap_or_default(),
            successor: given.successor_number.as_deref().unwrap_or_default(),
        };
        let id = products::create(conn, &admin, &draft, related).await?;
        Reply::created(&stored(conn, id).await?, format!("/api/v1/products/{id}"))
    })
    .await
}

/// What is to change of a product; what is not named stays, `null` empties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductChange {
    /// The supplier's own number.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 255)]
    number: Change<String>,
    /// Its name.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    name: Change<String>,
    /// Its GTIN.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    gtin: Change<String>,
    /// The number of the product it is a variant of.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    parent_number: Change<String>,
    /// The number of what took its place.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    successor_number: Change<String>,
}
impl Body for ProductChange {}

/// Change a product. For tokens that may change every company.
#[utoipa::path(patch, path = "/api/v1/products/{product}", tag = "Products", params(("product" = ProductId, Path, description = "The product's id."), ("If-Match" = String, Header, description = "The ETag of the state you have seen, or `*`.")), request_body = ProductChange, responses((status = 200, description = "The product as it now stands.", body = Product)))]
pub async fn change(req: HttpRequest, admin: AdminAccess, body: Json<ProductChange>) -> Answer {
    let id = request::id(&req, "product")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let stands = stored(conn, id).await?;
        reply::check_condition(&req, &stands)?;
        let change = &body.value;
        let draft = ProductDraft::parse(&ProductInput {
            number: change.number.or(&stands.number),
            name: change.name.or(&stands.name),
            gtin: change.gtin.or(stands.gtin.as_deref().unwrap_or_default()),
            ..ProductInput::default()
        })?;
        let related = RelatedNumbers {
            parent: change
                .parent_number
                .or(stands.parent_number.as_deref().unwrap_or_default()),
            successor: change
                .successor_number
                .or(stands.successor_number.as_deref().unwrap_or_default()),
        };
        products::change(conn, &admin, id, stands.version, &draft, related).await?;
        Reply::ok(&stored(conn, id).await?)
    })
    .await
}

/// Take a product off sale; its numbers stay, and so does the successor it names.
#[utoipa::path(put, path = "/api/v1/products/{product}/discontinuation", tag = "Products", params(("product" = ProductId, Path, description = "The product's id.")), responses((status = 200, description = "The discontinued product.", body = Product)))]
pub async fn discontinue(req: HttpRequest, admin: AdminAccess) -> Answer {
    let id = request::id(&req, "product")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn| {
        let successor = stored(conn, id).await?.successor_number.unwrap_or_default();
        products::discontinue(conn, &admin, id, &successor).await?;
        Reply::ok(&stored(conn, id).await?)
    })
    .await
}

/// Put a product back on sale.
#[utoipa::path(delete, path = "/api/v1/products/{product}/discontinuation", tag = "Products", params(("product" = ProductId, Path, description = "The product's id.")), responses((status = 200, description = "The product.", body = Product)))]
pub async fn resume(req: HttpRequest, admin: AdminAccess) -> Answer {
    let id = request::id(&req, "product")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn| {
        products::resume(conn, &admin, id).await?;
        Reply::ok(&stored(conn, id).await?)
    })
    .await
}

/// The product that a body names by id or by number: one of the two.
pub async fn named(
    conn: &mut Conn,
    id: Option<ProductId>,
    number: Option<&str>,
) -> Result<product::Product, Refusal> {
    use crate::model::problems::{Fault, Problems};
    let (found, field, name) = match (id, number) {
        (Some(id), None) => (
            store::products::find(conn, id).await,
            "product_id",
            id.to_string(),
        ),
        (None, Some(number)) => {
            let number = crate::model::text::required(number, product::NUMBER_LENGTH)
                .map_err(|fault| Problems::one("product_number", fault))?;
            (
                store::products::find_by_number(conn, &number).await,
                "product_number",
                number,
            )
        }
        (None, None) => return Err(Problems::one("product_number", Fault::Missing).into()),
        (Some(_), Some(_)) => {
            return Err(
                Problems::one("product_number", Fault::Refused("given-beside-product-id")).into(),
            );
        }
    };
    match found {
        Err(diesel::NotFound) => Err(Problems::one(field, Fault::Unknown(name)).into()),
        found => Ok(found?),
    }
}
