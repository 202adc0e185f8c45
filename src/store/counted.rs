//! Counting the rows of a list as far as that is cheap.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use diesel_async::methods::LoadQuery;

use crate::db::Conn;
use crate::model::page::Total;

/// `select count(*) from (…)` around a query; give the query a limit of one row above what is counted at most.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Counted<Q>(Q);

impl<Q: Query> Query for Counted<Q> {
    type SqlType = BigInt;
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Counted<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

/// The most rows of a list that are counted.
pub const COUNTED: i64 = 10_000;

/// Counts what `query` gives; its limit is [`COUNTED`] and one.
pub async fn count<'q, Q>(conn: &mut Conn, query: Q) -> QueryResult<Total>
where
    Counted<Q>: LoadQuery<'q, Conn, i64> + 'q,
{
    let count = RunQueryDsl::get_result(Counted(query), conn).await?;
    Ok(Total::of_capped(count, COUNTED))
}
