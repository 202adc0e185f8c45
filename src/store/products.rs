//! Products and variants.

use chrono::{DateTime, Utc};
use diesel::dsl::{case_when, now};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::access::AdminAccess;
use crate::db::Conn;
use crate::model::id::{ObjectId, ProductId};
use crate::model::key;
use crate::model::product::{Product, ProductDraft};
use crate::schema::products;

/// A product as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = products, check_for_backend(diesel::pg::Pg))]
pub struct ProductRow {
    id: ProductId,
    number: String,
    name: String,
    gtin: Option<String>,
    object_id: String,
    parent_id: Option<ProductId>,
    successor_id: Option<ProductId>,
    discontinued_at: Option<DateTime<Utc>>,
    version: i32,
}

impl ProductRow {
    /// The product of the domain.
    pub fn into_product(self) -> Product {
        Product {
            id: self.id,
            number: self.number,
            name: self.name,
            gtin: self.gtin,
            object_id: self.object_id,
            parent: self.parent_id,
            successor: self.successor_id,
            discontinued_at: self.discontinued_at,
            version: self.version,
        }
    }
}

/// The products a product hangs together with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The product it is a variant of.
    pub parent: Option<ProductId>,
    /// What took its place.
    pub successor: Option<ProductId>,
}

/// A product.
pub async fn find(conn: &mut Conn, id: ProductId) -> QueryResult<Product> {
    products::table
        .find(id)
        .select(ProductRow::as_select())
        .first(conn)
        .await
        .map(ProductRow::into_product)
}

/// The product with this number.
pub async fn find_by_number(conn: &mut Conn, number: &str) -> QueryResult<Product> {
    products::table
        .filter(products::number_key.eq(key::plain(number)))
        .select(ProductRow::as_select())
        .first(conn)
        .await
        .map(ProductRow::into_product)
}

/// These products, in no particular order.
pub async fn find_all(conn: &mut Conn, ids: &[ProductId]) -> QueryResult<Vec<Product>> {
    let rows: Vec<ProductRow> = products::table
        .filter(products::id.eq_any(ids))
        .select(ProductRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(ProductRow::into_product).collect())
}

/// How many of these numbers are products, by the column they stand in; `keys` are numbers as
/// [`plain`](crate::model::key::plain) makes them, each with its column. Columns without any are not told.
pub async fn known_in_columns(
    conn: &mut Conn,
    columns: &[i32],
    keys: &[&str],
) -> QueryResult<Vec<(i32, i64)>> {
    let rows: Vec<Known> = diesel::sql_query(
        "select asked.place, count(*) as count from unnest($1, $2) as asked (place, key)
         join products p on p.number_key = asked.key collate \"C\" group by 1",
    )
    .bind::<Array<Integer>, _>(columns)
    .bind::<Array<Text>, _>(keys)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.place, row.count)).collect())
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Integer)]
    place: i32,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The first variants of a product, by number.
pub async fn variants(conn: &mut Conn, parent: ProductId, most: i64) -> QueryResult<Vec<Product>> {
    let rows: Vec<ProductRow> = products::table
        .filter(products::parent_id.eq(parent))
        .order_by((products::order_key, products::id))
        .limit(most)
        .select(ProductRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(ProductRow::into_product).collect())
}

/// The products this one took the place of, by number.
pub async fn predecessors(
    conn: &mut Conn,
    successor: ProductId,
    most: i64,
) -> QueryResult<Vec<Product>> {
    let rows: Vec<ProductRow> = products::table
        .filter(products::successor_id.eq(successor))
        .order_by((products::order_key, products::id))
        .limit(most)
        .select(ProductRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(ProductRow::into_product).collect())
}

/// Keeps families of products as they are until the transaction ends: a product that becomes a variant while another becomes
/// its variant would make a variant of a variant, and no constraint sees that.
pub async fn hold_families(conn: &mut Conn, _: &AdminAccess) -> QueryResult<()> {
    diesel::sql_query("select pg_advisory_xact_lock(4711002)")
        .execute(conn)
        .await
        .map(drop)
}

/// A product, held against changes by others until the transaction ends.
pub async fn hold(conn: &mut Conn, _: &AdminAccess, id: ProductId) -> QueryResult<Product> {
    products::table
        .find(id)
        .select(ProductRow::as_select())
        .for_no_key_update()
        .get_result(conn)
        .await
        .map(ProductRow::into_product)
}

/// Stores a new product.
pub async fn insert(
    conn: &mut Conn,
    _: &AdminAccess,
    id: ProductId,
    draft: &ProductDraft,
    relations: Relations,
) -> QueryResult<()> {
    let object_id = draft
        .object_id
        .clone()
        .unwrap_or_else(|| ObjectId::of(id.uuid()));
    diesel::insert_into(products::table)
        .values((
            products::id.eq(id),
            products::number.eq(draft.number()),
            products::number_key.eq(draft.number_key()),
            products::identity_key.eq(draft.identity_key()),
            products::order_key.eq(draft.order_key()),
            products::name.eq(draft.name()),
            products::name_key.eq(draft.name_key()),
            products::gtin.eq(draft.gtin()),
            products::search_text.eq(draft.search_text()),
            products::object_id.eq(object_id.as_str()),
            products::parent_id.eq(relations.parent),
            products::successor_id.eq(relations.successor),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Writes the fields of a product that [`hold`] gave.
pub async fn update(
    conn: &mut Conn,
    _: &AdminAccess,
    id: ProductId,
    draft: &ProductDraft,
    relations: Relations,
) -> QueryResult<()> {
    diesel::update(products::table.find(id))
        .set((
            products::number.eq(draft.number()),
            products::number_key.eq(draft.number_key()),
            products::identity_key.eq(draft.identity_key()),
            products::order_key.eq(draft.order_key()),
            products::name.eq(draft.name()),
            products::name_key.eq(draft.name_key()),
            products::gtin.eq(draft.gtin()),
            products::search_text.eq(draft.search_text()),
            products::parent_id.eq(relations.parent),
            products::successor_id.eq(relations.successor),
            products::version.eq(products::version + 1),
            products::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Takes a product off sale; the day it first went stays.
pub async fn discontinue(
    conn: &mut Conn,
    _: &AdminAccess,
    id: ProductId,
    successor: Option<ProductId>,
) -> QueryResult<()> {
    let first = case_when(
        products::discontinued_at.is_null(),
        now.into_sql::<Nullable<Timestamptz>>(),
    )
    .otherwise(products::discontinued_at);
    diesel::update(products::table.find(id))
        .set((
            products::discontinued_at.eq(first),
            products::successor_id.eq(successor),
            products::version.eq(products::version + 1),
            products::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Puts a product back on sale.
pub async fn resume(conn: &mut Conn, _: &AdminAccess, id: ProductId) -> QueryResult<()> {
    diesel::update(products::table.find(id))
        .set((
            products::discontinued_at.eq(None::<DateTime<Utc>>),
            products::version.eq(products::version + 1),
            products::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}
