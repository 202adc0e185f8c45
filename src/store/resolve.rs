//! From many numbers to products and from many products to numbers, each in one statement.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Nullable, Numeric, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use crate::access::Scope;
use crate::model::id::{CpnId, ProductId};
use crate::model::resolution::{Candidate, Named};

/// A CPN with its product, for the question at a position of the list, counted from 1.
#[derive(QueryableByName)]
pub struct CandidateRow {
    /// The question's position.
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    #[diesel(sql_type = SqlUuid)]
    id: CpnId,
    #[diesel(sql_type = Text)]
    cpn: String,
    #[diesel(sql_type = SqlUuid)]
    product_id: ProductId,
    #[diesel(sql_type = Text)]
    product_number: String,
    #[diesel(sql_type = Text)]
    product_name: String,
    #[diesel(sql_type = Bool)]
    discontinued: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    successor_id: Option<ProductId>,
    #[diesel(sql_type = Nullable<Text>)]
    successor_number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    successor_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    unit: Option<String>,
    #[diesel(sql_type = Nullable<Numeric>)]
    pack_quantity: Option<BigDecimal>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_from: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_to: Option<NaiveDate>,
    #[diesel(sql_type = Bool)]
    preferred: bool,
}

impl CandidateRow {
    /// The candidate of the domain.
    pub fn into_candidate(self) -> Candidate {
        let successor = match (
            self.successor_id,
            self.successor_number,
            self.successor_name,
        ) {
            (Some(id), Some(number), Some(name)) => Some(Named { id, number, name }),
            _ => None,
        };
        Candidate {
            cpn_id: self.id,
            cpn: self.cpn,
            product: Named {
                id: self.product_id,
                number: self.product_number,
                name: self.product_name,
            },
            discontinued: self.discontinued,
            successor,
            unit: self.unit,
            pack_quantity: self.pack_quantity.map(|quantity| quantity.normalized()),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            preferred: self.preferred,
        }
    }
}

/// A product, for the question at a position of the list, counted from 1.
#[derive(QueryableByName)]
pub struct NamedRow {
    /// The question's position.
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    #[diesel(sql_type = SqlUuid)]
    id: ProductId,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    name: String,
}

impl NamedRow {
    /// The product as answers name it.
    pub fn into_named(self) -> Named {
        Named {
            id: self.id,
            number: self.number,
            name: self.name,
        }
    }
}

/// What every statement below selects of a CPN `c`, its product `p` and that one's successor `s`.
const CANDIDATE: &str = "t.position, c.id, c.cpn, c.product_id, p.number as product_number, p.name as product_name, \
    p.discontinued_at is not null as discontinued, s.id as successor_id, s.number as successor_number, \
    s.name as successor_name, c.unit, c.pack_quantity, c.valid_from, c.valid_to, c.preferred";

/// The CPNs that have one of these identity keys.
pub async fn by_identity<M>(
    scope: &mut Scope<'_, M>,
    identity_keys: &[String],
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    let sql = format!(
        "select {CANDIDATE} from unnest($2) with ordinality as t (key, position) \
         join cpns c on c.company_id = $1 and c.identity_key = t.key \
         join products p on p.id = c.product_id left join products s on s.id = p.successor_id \
         order by t.position, c.created_at, c.id"
    );
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Array<Text>, _>(identity_keys)
        .load(scope.conn())
        .await
}

/// The products whose own number has one of these identity keys.
pub async fn own_numbers<M>(
    scope: &mut Scope<'_, M>,
    identity_keys: &[String],
) -> QueryResult<Vec<NamedRow>> {
    diesel::sql_query(
        "select t.position, p.id, p.number, p.name from unnest($1) with ordinality as t (key, position) \
         join products p on p.identity_key = t.key order by t.position, p.order_key, p.id",
    )
    .bind::<Array<Text>, _>(identity_keys)
    .load(scope.conn())
    .await
}

/// CPNs whose letters and digits begin with these, at most `most` for each, the shortest first.
pub async fn alike<M>(
    scope: &mut Scope<'_, M>,
    search_keys: &[String],
    most: i64,
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    let sql = format!(
        "select {CANDIDATE} from unnest($2) with ordinality as t (key, position) \
         cross join lateral (select * from searchable_cpns where company_id = $1 and search_text like t.key || '%' \
             order by char_length(cpn), order_key, id limit $3) c \
         join products p on p.id = c.product_id left join products s on s.id = p.successor_id \
         where t.key <> '' order by t.position, char_length(c.cpn), c.order_key, c.id"
    );
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Array<Text>, _>(search_keys)
        .bind::<BigInt, _>(most)
        .load(scope.conn())
        .await
}

/// The products that have one of these numbers, by the key that makes numbers unique.
pub async fn by_number<M>(
    scope: &mut Scope<'_, M>,
    number_keys: &[String],
) -> QueryResult<Vec<NamedRow>> {
    diesel::sql_query(
        "select t.position, p.id, p.number, p.name from unnest($1) with ordinality as t (key, position) \
         join products p on p.number_key = t.key order by t.position",
    )
    .bind::<Array<Text>, _>(number_keys)
    .load(scope.conn())
    .await
}

/// The CPNs of these products that hold on a day, each product's preferred one first, then the oldest.
pub async fn of_products<M>(
    scope: &mut Scope<'_, M>,
    products: &[ProductId],
    day: NaiveDate,
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    let sql = format!(
        "select {CANDIDATE} from unnest($2) with ordinality as t (id, position) \
         join cpns c on c.company_id = $1 and c.product_id = t.id \
             and coalesce(c.valid_from <= $3, true) and coalesce(c.valid_to >= $3, true) \
         join products p on p.id = c.product_id left join products s on s.id = p.successor_id \
         order by t.position, c.preferred desc, c.created_at, c.id"
    );
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Array<SqlUuid>, _>(products)
        .bind::<Date, _>(day)
        .load(scope.conn())
        .await
}
