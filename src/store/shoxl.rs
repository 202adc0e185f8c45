//! The lookups of contract C, each in one round trip: see the migration that makes their functions.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Bool, Bytea, Integer, Nullable, Text, Uuid};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::model::id::TokenId;
use crate::model::key;
use crate::model::token::Carrier;

/// Whose numbers are asked for, and by what right.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The hash of the token's secret.
    pub secret_hash: Vec<u8>,
    /// How the request carries the token.
    pub carrier: Carrier,
    /// The company's account number, as [`plain`](key::plain) makes it.
    pub account_key: String,
}

/// What the functions tell: each row of the token, and of a product where it has a place. Nothing at all stands for an unknown token.
#[derive(Debug, Queryable)]
pub struct Found {
    /// The place of the asked number or of the hit, from 1.
    pub place: Option<i32>,
    /// The product's number; of numbers that were asked for, the request knows it.
    pub product_number: Option<String>,
    /// The company's own number.
    pub own_number: Option<String>,
    /// The token that asked.
    pub token: TokenId,
    /// Whether its use was not noted for a minute.
    pub unnoted: bool,
    /// Whether there is such an account and the token may know of it.
    pub known: bool,
}

/// What every call gives.
type Columns = (
    Nullable<Integer>,
    Nullable<Text>,
    Nullable<Text>,
    Uuid,
    Bool,
    Bool,
);

/// The call for certain products. Unlike a `sql_query` it has an identity, so that it is prepared once a connection.
struct Lookup<'l> {
    asker: &'l Asker,
    number_keys: &'l [String],
}

/// The identity of [`Lookup`] whatever it borrows.
enum LookupStatement {}

impl QueryId for Lookup<'_> {
    type QueryId = LookupStatement;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Lookup<'_> {
    type SqlType = Columns;
}

impl QueryFragment<Pg> for Lookup<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "select place, product_number, own_number, token_id, unnoted, known from shoxl_own_numbers(",
        );
        push_asker(&mut out, self.asker)?;
        out.push_bind_param::<Array<Text>, _>(self.number_keys)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The call for products whose number holds a term.
struct Search<'l> {
    asker: &'l Asker,
    search_key: String,
    identity_key: String,
    most: i32,
}

/// The identity of [`Search`] whatever it borrows.
enum SearchStatement {}

impl QueryId for Search<'_> {
    type QueryId = SearchStatement;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Search<'_> {
    type SqlType = Columns;
}

impl QueryFragment<Pg> for Search<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "select place, product_number, own_number, token_id, unnoted, known from shoxl_matching_numbers(",
        );
        push_asker(&mut out, self.asker)?;
        out.push_bind_param::<Text, _>(&self.search_key)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.identity_key)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(&self.most)?;
        out.push_sql(")");
        Ok(())
    }
}

fn push_asker<'b>(out: &mut AstPass<'_, 'b, Pg>, asker: &'b Asker) -> QueryResult<()> {
    out.push_bind_param::<Bytea, _>(&asker.secret_hash)?;
    out.push_sql(", ");
    out.push_bind_param::<Text, _>(&asker.carrier)?;
    out.push_sql(", ");
    out.push_bind_param::<Text, _>(&asker.account_key)?;
    out.push_sql(", ");
    Ok(())
}

/// The own numbers of products, as far as the asker may know. `number_keys` are product numbers as [`plain`](key::plain) makes
/// them.
pub async fn own_numbers(
    conn: &mut Conn,
    asker: &Asker,
    number_keys: &[String],
) -> QueryResult<Vec<Found>> {
    Lookup { asker, number_keys }.load(conn).await
}

/// Products with an own number that holds the term, loosely: equal ones first, then those that begin with it, then the rest.
/// Numbers outside their dates do not count.
pub async fn matching(
    conn: &mut Conn,
    asker: &Asker,
    term: &str,
    most: i32,
) -> QueryResult<Vec<Found>> {
    let search = Search {
        asker,
        search_key: key::search(term),
        identity_key: key::identity(term),
        most,
    };
    search.load(conn).await
}
