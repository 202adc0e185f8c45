//! The one lookup of contract C, in one round trip: see the migration that makes its function.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Bytea, Integer, Nullable, Text, Uuid};
use diesel_async::RunQueryDsl;

use crate::access::Scope;
use crate::db::Conn;
use crate::model::id::TokenId;
use crate::model::key;

/// What the function tells. The first row speaks of the token and the account, the others of products.
#[derive(Debug, Queryable)]
pub struct Found {
    /// The place of the asked number, from 1; 0 for a known account, -1 for an unknown one.
    pub place: i32,
    /// The company's own number.
    pub own_number: Option<String>,
    /// The token that asked.
    pub token: TokenId,
    /// Whether its use was not noted for a minute.
    pub unnoted: bool,
}

/// The call. Unlike a `sql_query` it has an identity, so that it is prepared once a connection.
struct Lookup<'l> {
    secret_hash: &'l [u8],
    account_key: &'l str,
    number_keys: &'l [String],
}

/// The identity of [`Lookup`] whatever it borrows.
enum LookupStatement {}

impl QueryId for Lookup<'_> {
    type QueryId = LookupStatement;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Lookup<'_> {
    type SqlType = (Integer, Nullable<Text>, Uuid, Bool);
}

impl QueryFragment<Pg> for Lookup<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select place, own_number, token_id, unnoted from shoxl_own_numbers(");
        out.push_bind_param::<Bytea, _>(self.secret_hash)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(self.account_key)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(self.number_keys)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The own numbers of the company with that account, as far as the token with that secret may know; nothing at all for an
/// unknown token. `number_keys` are product numbers as [`plain`](crate::model::key::plain) makes them.
pub async fn own_numbers(
    conn: &mut Conn,
    secret_hash: &[u8],
    account_key: &str,
    number_keys: &[String],
) -> QueryResult<Vec<Found>> {
    Lookup {
        secret_hash,
        account_key,
        number_keys,
    }
    .load(conn)
    .await
}

#[derive(QueryableByName)]
struct Match {
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    cpn: String,
}

/// Products with an own number of the company that holds the term, loosely: equal ones first, then those that begin with it,
/// then the rest. Numbers outside their dates do not count.
pub async fn matching<M>(
    scope: &mut Scope<'_, M>,
    term: &str,
    most: i64,
) -> QueryResult<Vec<(String, String)>> {
    let (identity, search) = (key::identity(term), key::search(term));
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let company = scope.company();
    let hits: Vec<Match> = diesel::sql_query(MATCHING)
        .bind::<Uuid, _>(company)
        .bind::<Text, _>(format!("%{search}%"))
        .bind::<Text, _>(identity)
        .bind::<Text, _>(format!("{search}%"))
        .bind::<BigInt, _>(most)
        .load(scope.conn())
        .await?;
    Ok(hits.into_iter().map(|hit| (hit.number, hit.cpn)).collect())
}

/// The search key of a CPN is what stands before the first blank of its search text; behind it comes the description.
const MATCHING: &str = "select p.number, c.cpn from searchable_cpns c join products p on p.id = c.product_id \
    where c.company_id = $1 and c.search_text like $2 and split_part(c.search_text, ' ', 1) like $2 \
      and (c.valid_from is null or c.valid_from <= current_date) and (c.valid_to is null or c.valid_to >= current_date) \
    order by c.identity_key <> $3, c.search_text not like $4, c.order_key, c.id limit $5";
