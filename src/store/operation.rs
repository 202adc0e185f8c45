//! How the installation is doing: workers, sign-ins, the disk.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::access::AdminAccess;
use crate::db::Conn;

/// The few figures an admin looks at first.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Operation {
    /// Jobs a worker has at this moment.
    #[diesel(sql_type = BigInt)]
    pub running: i64,
    /// Sign-ins refused within a day.
    #[diesel(sql_type = BigInt)]
    pub refused: i64,
    /// Bytes of the database.
    #[diesel(sql_type = BigInt)]
    pub database_bytes: i64,
    /// Of these, bytes of the files that were uploaded.
    #[diesel(sql_type = BigInt)]
    pub file_bytes: i64,
}

/// Reads them.
pub async fn read(conn: &mut Conn, _: &AdminAccess) -> QueryResult<Operation> {
    diesel::sql_query(
        "select (select count(*) from jobs where started_at is not null and lease_until > now()) as running, \
             (select count(*) from audit_events where at > now() - interval '1 day' \
                 and subject_kind = 'sign-in' and action = 'refused') as refused, \
             pg_database_size(current_database()) as database_bytes, \
             pg_total_relation_size('upload_chunks') as file_bytes",
    )
    .get_result(conn)
    .await
}

/// What a table takes on disk, with its indexes.
#[derive(Clone, Debug, QueryableByName)]
pub struct TableSize {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its bytes.
    #[diesel(sql_type = BigInt)]
    pub bytes: i64,
}

/// What each table takes, the largest first.
pub async fn table_sizes(conn: &mut Conn, _: &AdminAccess) -> QueryResult<Vec<TableSize>> {
    diesel::sql_query(
        "select relname::text as name, pg_total_relation_size(oid) as bytes from pg_class \
         where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc, 1",
    )
    .load(conn)
    .await
}
