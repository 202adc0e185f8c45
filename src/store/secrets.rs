//! Secrets of the installation that all its processes share.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::server_secrets;

/// The key that signs session cookies; made by the first process that asks. A session's strength is its own random id, which is
/// stored hashed, so this key is worth nothing without it.
pub async fn cookie_key(conn: &mut Conn) -> QueryResult<Vec<u8>> {
    let mut fresh = vec![0_u8; 64];
    getrandom::fill(&mut fresh)
        .map_err(|error| diesel::result::Error::QueryBuilderError(error.to_string().into()))?;
    diesel::insert_into(server_secrets::table)
        .values((
            server_secrets::name.eq("cookie-key"),
            server_secrets::secret.eq(fresh),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    server_secrets::table
        .find("cookie-key")
        .select(server_secrets::secret)
        .first(conn)
        .await
}
