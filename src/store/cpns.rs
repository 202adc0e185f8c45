//! The numbers of one company, row by row. Lists and searches are in [`search`](super::search).

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{Eq, Filter};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::access::{Scope, Writes};
use crate::model::actor::ActorKind;
use crate::model::company::SharedNumbers;
use crate::model::cpn::{Cpn, Details, Stamp};
use crate::model::id::{CompanyId, CpnId, ProductId};
use crate::model::key;
use crate::schema::{cpns, products};

/// Every query below starts here. The row filter of the database is the net, this is the rope.
fn of<M>(scope: &Scope<'_, M>) -> Filter<cpns::table, Eq<cpns::company_id, CompanyId>> {
    cpns::table.filter(cpns::company_id.eq(scope.company()))
}

/// A CPN as it is stored.
#[derive(Debug, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = cpns, check_for_backend(diesel::pg::Pg))]
pub struct CpnRow {
    id: CpnId,
    product_id: ProductId,
    cpn: String,
    identity_key: String,
    description: Option<String>,
    unit: Option<String>,
    pack_quantity: Option<BigDecimal>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    preferred: bool,
    version: i32,
    created_at: DateTime<Utc>,
    created_by_kind: ActorKind,
    created_by_id: Option<Uuid>,
    created_by_name: String,
    updated_at: DateTime<Utc>,
    updated_by_kind: ActorKind,
    updated_by_id: Option<Uuid>,
    updated_by_name: String,
}

impl CpnRow {
    /// The CPN of the domain.
    pub fn into_cpn(self) -> Cpn {
        Cpn {
            id: self.id,
            product: self.product_id,
            number: self.cpn,
            identity_key: self.identity_key,
            details: Details {
                description: self.description,
                unit: self.unit,
                pack_quantity: self.pack_quantity.map(|quantity| quantity.normalized()),
                valid_from: self.valid_from,
                valid_to: self.valid_to,
            },
            preferred: self.preferred,
            version: self.version,
            created: Stamp {
                at: self.created_at,
                kind: self.created_by_kind,
                id: self.created_by_id,
                name: self.created_by_name,
            },
            updated: Stamp {
                at: self.updated_at,
                kind: self.updated_by_kind,
                id: self.updated_by_id,
                name: self.updated_by_name,
            },
        }
    }
}

/// One CPN.
pub async fn find<M>(scope: &mut Scope<'_, M>, id: CpnId) -> QueryResult<Cpn> {
    of(scope)
        .filter(cpns::id.eq(id))
        .select(CpnRow::as_select())
        .first(scope.conn())
        .await
        .map(CpnRow::into_cpn)
}

/// Those of these CPNs that are there.
pub async fn present<M>(scope: &mut Scope<'_, M>, ids: &[CpnId]) -> QueryResult<Vec<CpnId>> {
    of(scope)
        .filter(cpns::id.eq_any(ids))
        .order(cpns::id)
        .select(cpns::id)
        .load(scope.conn())
        .await
}

/// How these CPNs are written, as lists sort.
pub async fn numbers<M>(scope: &mut Scope<'_, M>, ids: &[CpnId]) -> QueryResult<Vec<String>> {
    of(scope)
        .filter(cpns::id.eq_any(ids))
        .order((cpns::order_key, cpns::id))
        .select(cpns::cpn)
        .load(scope.conn())
        .await
}

/// The CPNs of one product, the preferred one first, then the oldest.
pub async fn of_product<M>(scope: &mut Scope<'_, M>, product: ProductId) -> QueryResult<Vec<Cpn>> {
    let rows: Vec<CpnRow> = of(scope)
        .filter(cpns::product_id.eq(product))
        .order((cpns::preferred.desc(), cpns::created_at, cpns::id))
        .select(CpnRow::as_select())
        .load(scope.conn())
        .await?;
    Ok(rows.into_iter().map(CpnRow::into_cpn).collect())
}

/// The CPN of a product that has this identity key.
pub async fn twin<M>(
    scope: &mut Scope<'_, M>,
    product: ProductId,
    identity_key: &str,
) -> QueryResult<Option<CpnId>> {
    of(scope)
        .filter(cpns::product_id.eq(product))
        .filter(cpns::identity_key.eq(identity_key))
        .select(cpns::id)
        .first(scope.conn())
        .await
        .optional()
}

/// A CPN with the same identity key on another product: its id and that product's number.
pub async fn used_elsewhere<M>(
    scope: &mut Scope<'_, M>,
    product: ProductId,
    identity_key: &str,
) -> QueryResult<Option<(CpnId, String)>> {
    of(scope)
        .inner_join(products::table)
        .filter(cpns::identity_key.eq(identity_key))
        .filter(cpns::product_id.ne(product))
        .order(cpns::id)
        .select((cpns::id, products::number))
        .first(scope.conn())
        .await
        .optional()
}

/// What a writer holds: the moment all it writes bears, and the company's rule on shared numbers as it now stands.
#[derive(Debug, QueryableByName)]
pub struct Held {
    /// The moment, taken once every lock was had, so that versions and moments rise together.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// The rule; the scope holds the company, so it stays.
    #[diesel(sql_type = Text)]
    pub shared_numbers: SharedNumbers,
}

/// Holds (company, product) pairs until the commit: what one writer finds there, no other changes meanwhile. Rows cannot
/// stand in for this, because a pair's first number has none to lock.
pub async fn hold_pairs(scope: &mut Scope<'_, Writes>, pairs: &[ProductId]) -> QueryResult<Held> {
    let company = scope.company();
    let mut keys: Vec<i64> = pairs
        .iter()
        .map(|product| pair_lock(company, *product))
        .collect();
    // All take them in one order, so that none waits for another in a circle.
    keys.sort_unstable();
    keys.dedup();
    diesel::sql_query(
        "with held as materialized (select pg_advisory_xact_lock(key) from unnest($1) as key) \
         select (select count(*) from held) as pairs, clock_timestamp() as at, shared_numbers \
         from companies where id = $2",
    )
    .bind::<Array<BigInt>, _>(keys)
    .bind::<SqlUuid, _>(company)
    .get_result(scope.conn())
    .await
}

/// Holds one number of a company that forbids shared ones, so that two writers cannot give it to two products at once.
pub async fn hold_number(scope: &mut Scope<'_, Writes>, identity_key: &str) -> QueryResult<()> {
    let key = number_lock(scope.company(), identity_key);
    diesel::sql_query("select pg_advisory_xact_lock($1)")
        .bind::<BigInt, _>(key)
        .execute(scope.conn())
        .await
        .map(drop)
}

/// What stands for a pair among the locks.
pub(super) fn pair_lock(company: CompanyId, product: ProductId) -> i64 {
    lock_key("pair", company, product.uuid().as_bytes())
}

/// What stands for a number among the locks.
pub(super) fn number_lock(company: CompanyId, identity_key: &str) -> i64 {
    lock_key("number", company, identity_key.as_bytes())
}

/// Two things with one key would merely wait for each other.
fn lock_key(kind: &str, company: CompanyId, name: &[u8]) -> i64 {
    let digest = Sha256::new()
        .chain_update(kind)
        .chain_update(company.uuid().as_bytes())
        .chain_update(name)
        .finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |key, byte| (key << 8) | i64::from(*byte))
}

/// The CPNs of a pair, locked against work in bulk too, the oldest first.
pub async fn lock_pair(scope: &mut Scope<'_, Writes>, product: ProductId) -> QueryResult<Vec<Cpn>> {
    let rows: Vec<CpnRow> = of(scope)
        .filter(cpns::product_id.eq(product))
        .order((cpns::created_at, cpns::id))
        .select(CpnRow::as_select())
        .for_update()
        .load(scope.conn())
        .await?;
    Ok(rows.into_iter().map(CpnRow::into_cpn).collect())
}

/// The CPNs of several pairs, locked like those of [`lock_pair`].
pub async fn lock_pairs(
    scope: &mut Scope<'_, Writes>,
    pairs: &[ProductId],
) -> QueryResult<Vec<Cpn>> {
    let rows: Vec<CpnRow> = of(scope)
        .filter(cpns::product_id.eq_any(pairs))
        .order((cpns::created_at, cpns::id))
        .select(CpnRow::as_select())
        .for_update()
        .load(scope.conn())
        .await?;
    Ok(rows.into_iter().map(CpnRow::into_cpn).collect())
}

/// The products for which these CPNs stand.
pub async fn products_of<M>(
    scope: &mut Scope<'_, M>,
    ids: &[CpnId],
) -> QueryResult<Vec<ProductId>> {
    of(scope)
        .filter(cpns::id.eq_any(ids))
        .select(cpns::product_id)
        .distinct()
        .load(scope.conn())
        .await
}

/// Stores a new or a restored CPN.
pub async fn insert(scope: &mut Scope<'_, Writes>, cpn: &Cpn) -> QueryResult<()> {
    let company = scope.company();
    diesel::insert_into(cpns::table)
        .values((
            (
                cpns::company_id.eq(company),
                cpns::id.eq(cpn.id),
                Fields::of(cpn),
            ),
            (
                cpns::created_at.eq(cpn.created.at),
                cpns::created_by_kind.eq(cpn.created.kind),
                cpns::created_by_id.eq(cpn.created.id),
                cpns::created_by_name.eq(&cpn.created.name),
            ),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// Brings a stored CPN to this state. Whoever calls holds its pair and has seen its version.
pub async fn update(scope: &mut Scope<'_, Writes>, cpn: &Cpn) -> QueryResult<()> {
    diesel::update(of(scope).filter(cpns::id.eq(cpn.id)))
        .set(Fields::of(cpn))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// Takes a CPN out of the register.
pub async fn delete(scope: &mut Scope<'_, Writes>, id: CpnId) -> QueryResult<()> {
    diesel::delete(of(scope).filter(cpns::id.eq(id)))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// What may change of a CPN, with its keys. An empty field empties the column.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = cpns, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Fields<'c> {
    product_id: ProductId,
    cpn: &'c str,
    identity_key: &'c str,
    order_key: String,
    search_text: String,
    description: Option<&'c str>,
    unit: Option<&'c str>,
    pack_quantity: Option<&'c BigDecimal>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    preferred: bool,
    version: i32,
    updated_at: DateTime<Utc>,
    updated_by_kind: ActorKind,
    updated_by_id: Option<Uuid>,
    updated_by_name: &'c str,
}

impl<'c> Fields<'c> {
    fn of(cpn: &'c Cpn) -> Self {
        let texts = [
            Some(cpn.number.as_str()),
            cpn.details.description.as_deref(),
        ];
        Self {
            product_id: cpn.product,
            cpn: &cpn.number,
            identity_key: &cpn.identity_key,
            order_key: key::order(&cpn.identity_key),
            search_text: key::search_text(texts.into_iter().flatten()),
            description: cpn.details.description.as_deref(),
            unit: cpn.details.unit.as_deref(),
            pack_quantity: cpn.details.pack_quantity.as_ref(),
            valid_from: cpn.details.valid_from,
            valid_to: cpn.details.valid_to,
            preferred: cpn.preferred,
            version: cpn.version,
            updated_at: cpn.updated.at,
            updated_by_kind: cpn.updated.kind,
            updated_by_id: cpn.updated.id,
            updated_by_name: &cpn.updated.name,
        }
    }
}
