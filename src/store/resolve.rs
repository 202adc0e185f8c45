//! From many numbers to products and from many products to numbers, each in one statement.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    Array, BigInt, Bool, Date, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;

use crate::access::Scope;
use crate::model::id::{CpnId, ProductId};
use crate::model::resolution::{Candidate, Named, Offered};

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
    #[diesel(sql_type = Text)]
    preferred_spelling: String,
}

fn named(id: Option<ProductId>, number: Option<String>, name: Option<String>) -> Option<Named> {
    Some(Named {
        id: id?,
        number: number?,
        name: name?,
    })
}

impl CandidateRow {
    /// The candidate of the domain.
    pub fn into_candidate(self) -> Candidate {
        let successor = named(
            self.successor_id,
            self.successor_number,
            self.successor_name,
        );
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
            preferred_spelling: self.preferred_spelling,
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
    s.name as successor_name, c.unit, c.pack_quantity, c.valid_from, c.valid_to, c.preferred, \
    case when c.preferred then c.cpn else coalesce((select f.cpn from cpns f \
        where f.company_id = $1 and f.product_id = c.product_id and f.preferred), c.cpn) end as preferred_spelling";

/// The products of what is found.
const PRODUCTS: &str =
    "join products p on p.id = c.product_id left join products s on s.id = p.successor_id";

/// The CPNs that have one of these identity keys.
pub async fn by_identity<M>(
    scope: &mut Scope<'_, M>,
    identity_keys: &[String],
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    let sql = format!(
        "select {CANDIDATE} from unnest($2) with ordinality as t (key, position) \
         join cpns c on c.company_id = $1 and c.identity_key = t.key {PRODUCTS} \
         order by t.position, c.created_at, c.id"
    );
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Array<Text>, _>(identity_keys)
        .load(scope.conn())
        .await
}

/// The same as it stood before a moment, from the history. A CPN's state is that of its last event before the moment; products
/// are known by what they are called now.
fn before(key: &str) -> String {
    format!(
        "with asked as materialized (select key, position from unnest($2) with ordinality as t (key, position)), \
         met as materialized (select distinct h.cpn_id from cpn_history h \
             where h.company_id = $1 and h.at < $3 and h.{key} in (select key from asked)), \
         stood as materialized (select distinct on (h.cpn_id) h.* from cpn_history h \
             where h.company_id = $1 and h.at < $3 and h.cpn_id in (select cpn_id from met) order by h.cpn_id, h.version desc), \
         pairs as materialized (select distinct product_id from stood where kind <> 'deleted' and not preferred), \
         beside as materialized (select distinct on (h.cpn_id) h.* from cpn_history h \
             where h.company_id = $1 and h.at < $3 and h.cpn_id in (select b.cpn_id from cpn_history b \
                 where b.company_id = $1 and b.at < $3 and b.product_id in (select product_id from pairs)) \
             order by h.cpn_id, h.version desc) \
         select t.position, c.cpn_id as id, c.cpn, c.product_id, p.number as product_number, p.name as product_name, \
             coalesce(p.discontinued_at < $3, false) as discontinued, s.id as successor_id, s.number as successor_number, \
             s.name as successor_name, c.unit, c.pack_quantity, c.valid_from, c.valid_to, c.preferred, \
             case when c.preferred then c.cpn else coalesce((select f.cpn from beside f \
                 where f.product_id = c.product_id and f.preferred and f.kind <> 'deleted' limit 1), c.cpn) end as preferred_spelling \
         from asked t join stood c on c.{key} = t.key and c.kind <> 'deleted' {PRODUCTS} \
         order by t.position, c.preferred desc, c.cpn_id"
    )
}

/// The CPNs that had one of these identity keys right before a moment.
pub async fn by_identity_before<M>(
    scope: &mut Scope<'_, M>,
    identity_keys: &[String],
    moment: DateTime<Utc>,
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    diesel::sql_query(before("identity_key"))
        .bind::<SqlUuid, _>(company)
        .bind::<Array<Text>, _>(identity_keys)
        .bind::<Timestamptz, _>(moment)
        .load(scope.conn())
        .await
}

/// The CPNs these products had right before a moment.
pub async fn of_products_before<M>(
    scope: &mut Scope<'_, M>,
    products: &[ProductId],
    moment: DateTime<Utc>,
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    diesel::sql_query(before("product_id"))
        .bind::<SqlUuid, _>(company)
        .bind::<Array<SqlUuid>, _>(products)
        .bind::<Timestamptz, _>(moment)
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
         {PRODUCTS} \
         where t.key <> '' order by t.position, char_length(c.cpn), c.order_key, c.id"
    );
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Array<Text>, _>(search_keys)
        .bind::<BigInt, _>(most)
        .load(scope.conn())
        .await
}

/// A product asked for by its number, with what took its place.
#[derive(QueryableByName)]
pub struct OfferedRow {
    #[diesel(embed)]
    named: NamedRow,
    #[diesel(sql_type = Bool)]
    discontinued: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    successor_id: Option<ProductId>,
    #[diesel(sql_type = Nullable<Text>)]
    successor_number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    successor_name: Option<String>,
}

impl OfferedRow {
    /// The question's position.
    pub fn position(&self) -> i64 {
        self.named.position
    }

    /// The product of the domain.
    pub fn into_offered(self) -> Offered {
        Offered {
            product: self.named.into_named(),
            discontinued: self.discontinued,
            successor: named(
                self.successor_id,
                self.successor_number,
                self.successor_name,
            ),
        }
    }
}

/// The products that have one of these numbers, by the key that makes numbers unique; discontinued if they were so before a
/// moment, or are now.
pub async fn by_number<M>(
    scope: &mut Scope<'_, M>,
    number_keys: &[String],
    moment: Option<DateTime<Utc>>,
) -> QueryResult<Vec<OfferedRow>> {
    diesel::sql_query(
        "select t.position, p.id, p.number, p.name, coalesce(p.discontinued_at < coalesce($2, 'infinity'), false) as discontinued, \
             s.id as successor_id, s.number as successor_number, s.name as successor_name \
         from unnest($1) with ordinality as t (key, position) \
         join products p on p.number_key = t.key left join products s on s.id = p.successor_id order by t.position",
    )
    .bind::<Array<Text>, _>(number_keys)
    .bind::<Nullable<Timestamptz>, _>(moment)
    .load(scope.conn())
    .await
}

/// The CPNs of these products, each product's preferred one first, then the oldest.
pub async fn of_products<M>(
    scope: &mut Scope<'_, M>,
    products: &[ProductId],
) -> QueryResult<Vec<CandidateRow>> {
    let company = scope.company();
    let sql = format!(
        "select {CANDIDATE} from unnest($2) with ordinality as t (id, position) \
         join cpns c on c.company_id = $1 and c.product_id = t.id {PRODUCTS} \
         order by t.position, c.preferred desc, c.created_at, c.id"
    );
    diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Array<SqlUuid>, _>(products)
        .load(scope.conn())
        .await
}
