//! Connections: one pool for each worker of the server, and single ones for commands and bulk copies.
//!
//! A connection is driven by the runtime that opened it, and each worker of actix is a runtime of its own; a pool shared by
//! workers would let a busy one stall the queries of the others.

use std::time::Duration;

use anyhow::{Context as _, bail};
use deadpool::managed::{PoolConfig, QueueMode, Timeouts};
use diesel::sql_types::{Bool, Text};
use diesel::{ConnectionError, QueryableByName};
use diesel_async::pooled_connection::deadpool::{Object, Pool as DeadPool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::{
    AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl as _,
    SimpleAsyncConnection as _,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use futures_util::FutureExt as _;

/// A connection that works as the application's role.
pub type Conn = AsyncPgConnection;
/// A pool of such connections.
pub type Pool = DeadPool<AsyncPgConnection>;
/// A connection on loan from a pool.
pub type Pooled = Object<AsyncPgConnection>;

/// The migrations, compiled in.
const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// What every connection is told first. Pages must answer within seconds or not at all; work in bulk lifts the limits for
/// itself. The role owns no table, so the row filter holds for whatever comes. Compiling a statement costs seconds that even the check
/// of a million rows does not win back.
const SESSION: &str = "set role cpn_desk_app; set jit = off; set statement_timeout = '10s'; set lock_timeout = '3s'; \
    set idle_in_transaction_session_timeout = '30s'; set timezone = 'UTC'";

/// How long a request waits for a connection before it answers "busy".
const WAIT: Duration = Duration::from_secs(2);

/// A pool of at most `size` connections to `url`.
pub fn pool(url: &str, size: usize) -> anyhow::Result<Pool> {
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(|url| async move { connect_as_app(url).await }.boxed());
    // The default asks the server a test question at every loan: a hidden round trip.
    config.recycling_method = RecyclingMethod::Fast;
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(url, config);
    Pool::builder(manager)
        .config(PoolConfig {
            max_size: size,
            // The one used last is the one whose server process is warm.
            queue_mode: QueueMode::Lifo,
            timeouts: Timeouts {
                wait: Some(WAIT),
                create: Some(WAIT),
                recycle: Some(WAIT),
            },
        })
        .runtime(deadpool::Runtime::Tokio1)
        .build()
        .context("cannot make a pool of database connections")
}

/// A single connection for a command or a worker.
pub async fn connect(url: &str) -> anyhow::Result<Conn> {
    connect_as_app(url)
        .await
        .context("cannot connect to the database")
}

async fn connect_as_app(url: &str) -> Result<AsyncPgConnection, ConnectionError> {
    let mut conn = AsyncPgConnection::establish(url).await?;
    conn.batch_execute(SESSION)
        .await
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// Brings the database's schema up to date; several processes may try at once. Blocks: the harness is not async.
pub async fn migrate(url: &str) -> anyhow::Result<Vec<String>> {
    let mut conn = AsyncPgConnection::establish(url)
        .await
        .context("cannot connect to the database")?;
    // Held until this connection closes, so that processes that start together migrate one after the other.
    conn.batch_execute("select pg_advisory_lock(4711001)")
        .await
        .context("cannot wait for other migrations")?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        let done = harness
            .run_pending_migrations(MIGRATIONS)
            .map_err(|error| anyhow::anyhow!("cannot migrate the database: {error}"))?;
        Ok(done.iter().map(ToString::to_string).collect())
    })
    .await
    .context("the migration was interrupted")?
}

#[derive(QueryableByName)]
struct Standing {
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Bool)]
    exempt: bool,
}

/// Refuses a server on which the row filter would not hold for us (TRUST.md, S23).
pub async fn check_row_filter(conn: &mut Conn) -> anyhow::Result<()> {
    let standing: Standing = diesel::sql_query(
        "select current_user::text as role, (
             select r.rolsuper or r.rolbypassrls or exists (
                 select from pg_class c where c.relname = 'cpns' and (c.relowner = r.oid or not c.relrowsecurity))
             from pg_roles r where r.rolname = current_user) as exempt",
    )
    .get_result(conn)
    .await
    .context("cannot check the database's row filter")?;
    if standing.exempt {
        bail!(
            "the database role {:?} is exempt from the row filter: it must neither own the tables nor be a superuser. \
             Let the role of DATABASE_URL become cpn_desk_app, or start with --row-filter off",
            standing.role
        );
    }
    Ok(())
}
