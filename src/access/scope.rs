//! The one door to a company's rows: a transaction that carries the database's own row filter, the lock and the actor.

use std::marker::PhantomData;
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{
    AnsiTransactionManager, RunQueryDsl, SimpleAsyncConnection as _, TransactionManager as _,
};

use super::proof::{CanChange, CompanyAccess, Identity, Level, Reach};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::Actor;
use crate::model::id::CompanyId;
use crate::schema::companies;
use crate::store::companies::CompanyRow;

/// A scope that only reads.
#[derive(Debug)]
pub enum Reads {}
/// A scope that writes: the company was found unlocked in it.
#[derive(Debug)]
pub enum Writes {}

/// A transaction of one company: our proof and the database's own filter, begun together.
pub struct Scope<'c, M> {
    conn: &'c mut Conn,
    company: CompanyId,
    actor: &'c Actor,
    mode: PhantomData<M>,
}

impl<M> Scope<'_, M> {
    /// The connection, for the store's queries.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The company every query of this scope is about.
    pub fn company(&self) -> CompanyId {
        self.company
    }

    /// Who acts, for the history.
    pub fn actor(&self) -> &Actor {
        self.actor
    }
}

impl Scope<'_, Writes> {
    /// Makes this the company's only writer until the commit: whoever wrote before has committed and is seen by what follows, and
    /// whoever comes next sees what is written here. For the last glance of work in bulk, whose rows were written beside others.
    ///
    /// It waits by asking again. A writer may itself wait for a row of ours, and would do so in vain if we waited for it; so it
    /// gives up after its own short time, and we do not.
    pub async fn hold_alone(&mut self) -> Result<()> {
        for _ in 0..ASKED {
            let company: Option<CompanyRow> = companies::table
                .find(self.company)
                .select(CompanyRow::as_select())
                .for_no_key_update()
                .skip_locked()
                .get_result(self.conn)
                .await
                .optional()?;
            if let Some(company) = company {
                return company
                    .into_company()
                    .lock
                    .map_or(Ok(()), |lock| Err(Error::Locked(lock)));
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        Err(Error::Busy)
    }
}

/// How often a company is asked for before the work in bulk is tried another time.
const ASKED: u32 = 1_200;
/// How long to wait before asking again.
const ASK_AGAIN: Duration = Duration::from_millis(25);

impl<L: Level> CompanyAccess<L> {
    /// Runs `work` in a transaction that sees this company's rows and no others.
    pub async fn read<T>(
        &self,
        conn: &mut Conn,
        work: impl AsyncFnOnce(&mut Scope<'_, Reads>) -> Result<T>,
    ) -> Result<T> {
        let company = self.company().id;
        let actor = self.actor();
        transaction(conn, &begin(company), async |conn| {
            work(&mut Scope {
                conn,
                company,
                actor,
                mode: PhantomData,
            })
            .await
        })
        .await
    }
}

impl<L: CanChange> CompanyAccess<L> {
    /// Like [`read`](Self::read), but holds the company unlocked until the commit, or refuses with the lock's reason.
    pub async fn write<T>(
        &self,
        conn: &mut Conn,
        work: impl AsyncFnOnce(&mut Scope<'_, Writes>) -> Result<T>,
    ) -> Result<T> {
        let company = self.company().id;
        let actor = self.actor();
        transaction(conn, &begin(company), async |conn| {
            let mut scope = Scope {
                conn,
                company,
                actor,
                mode: PhantomData,
            };
            hold_unlocked(&mut scope).await?;
            work(&mut scope).await
        })
        .await
    }

    /// Like [`write`](Self::write) for work of many seconds: the company is looked at first and held unlocked only at the end, so
    /// that an admin who locks meanwhile need not wait and the work is undone instead.
    pub async fn write_long<T>(
        &self,
        conn: &mut Conn,
        work: impl AsyncFnOnce(&mut Scope<'_, Writes>) -> Result<T>,
    ) -> Result<T> {
        let company = self.company().id;
        let actor = self.actor();
        let begin = format!(
            "{}; set local statement_timeout = '15min'; set local lock_timeout = '30s'",
            begin(company)
        );
        transaction(conn, &begin, async |conn| {
            let mut scope = Scope {
                conn,
                company,
                actor,
                mode: PhantomData,
            };
            look_unlocked(&mut scope).await?;
            let done = work(&mut scope).await?;
            hold_unlocked(&mut scope).await?;
            Ok(done)
        })
        .await
    }

    /// Writes beside the company's CPNs: preparing an upload goes on while the company is locked (`DOMAIN.md`, rule 4). The scope
    /// it gives is a reading one as far as CPNs are concerned.
    pub async fn prepare<T>(
        &self,
        conn: &mut Conn,
        work: impl AsyncFnOnce(&mut Scope<'_, Reads>) -> Result<T>,
    ) -> Result<T> {
        self.read(conn, work).await
    }
}

/// Writes in several companies at once: everything or nothing. Each is held unlocked like in [`write`](CompanyAccess::write), all
/// of them in one order, so that two such writers cannot wait for each other. `work` gets the place of the company in the list.
pub async fn write_each<L: CanChange, T>(
    conn: &mut Conn,
    companies: &[CompanyAccess<L>],
    mut work: impl AsyncFnMut(usize, &mut Scope<'_, Writes>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut ordered: Vec<(usize, &CompanyAccess<L>)> = companies.iter().enumerate().collect();
    ordered.sort_by_key(|(_, access)| access.company().id);
    transaction(conn, "begin", async |conn| {
        let mut done = Vec::with_capacity(ordered.len());
        for (place, access) in ordered {
            let company = access.company().id;
            conn.batch_execute(&settings(company)).await?;
            let mut scope = Scope {
                conn: &mut *conn,
                company,
                actor: access.actor(),
                mode: PhantomData,
            };
            hold_unlocked(&mut scope).await?;
            done.push(work(place, &mut scope).await?);
        }
        Ok(done)
    })
    .await
}

/// `FOR SHARE`: a request to lock waits for us, and whoever comes after it sees the lock.
async fn hold_unlocked(scope: &mut Scope<'_, Writes>) -> Result<()> {
    let company: CompanyRow = companies::table
        .find(scope.company)
        .select(CompanyRow::as_select())
        .for_share()
        .get_result(scope.conn)
        .await?;
    company
        .into_company()
        .lock
        .map_or(Ok(()), |lock| Err(Error::Locked(lock)))
}

async fn look_unlocked(scope: &mut Scope<'_, Writes>) -> Result<()> {
    let company: CompanyRow = companies::table
        .find(scope.company)
        .select(CompanyRow::as_select())
        .first(scope.conn)
        .await?;
    company
        .into_company()
        .lock
        .map_or(Ok(()), |lock| Err(Error::Locked(lock)))
}

/// `BEGIN` and the scope in one message.
fn begin(company: CompanyId) -> String {
    format!("begin; {}", settings(company))
}

/// What opens the row filter for one company. The first setting keeps the second on this node of a distributed database.
fn settings(company: CompanyId) -> String {
    format!(
        "set local citus.propagate_set_commands = 'local'; set local cpn_desk.company = '{company}'"
    )
}

/// A transaction over all companies an identity can see, for lists and searches across them. It only reads.
pub struct Overview<'c> {
    conn: &'c mut Conn,
    reach: &'c Reach,
}

impl Overview<'_> {
    /// The connection, for the store's queries.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The companies every query of this overview must keep to.
    pub fn reach(&self) -> &Reach {
        self.reach
    }
}

/// Runs `work` over all companies the identity can see. The database's filter is open here, so the store's functions that
/// take an [`Overview`] add its reach as a predicate.
pub async fn everywhere<T>(
    conn: &mut Conn,
    identity: &Identity,
    work: impl AsyncFnOnce(&mut Overview<'_>) -> Result<T>,
) -> Result<T> {
    let begin = "begin read only; set local citus.propagate_set_commands = 'local'; set local cpn_desk.every_company = 'on'";
    transaction(conn, begin, async |conn| {
        work(&mut Overview {
            conn,
            reach: &identity.reach,
        })
        .await
    })
    .await
}

/// Runs `work` in one transaction together with every verb it calls: what they begin are parts of it, and all of it is kept or
/// nothing. For what must be true at the same time as the effect of a verb, such as the receipt of a request.
pub async fn together<T, E: From<Error> + From<diesel::result::Error>>(
    conn: &mut Conn,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    transaction(conn, "begin", work).await
}

/// Runs `work`, which is one statement and so a transaction of its own; within [`together`] it is a part that can fail without the
/// whole.
pub async fn at_once<T>(
    conn: &mut Conn,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    let status = AnsiTransactionManager::transaction_manager_status_mut(conn);
    if status.transaction_depth()?.is_none() {
        return work(conn).await;
    }
    transaction(conn, "begin", work).await
}

/// `AsyncConnection::transaction` asks `Send` of a closure whose future cannot promise it, hence by hand. A request that is
/// cancelled half-way leaves a connection in an open transaction; the pool sees that and throws it away.
async fn transaction<T, E: From<diesel::result::Error>>(
    conn: &mut Conn,
    begin: &str,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    start(conn, begin).await?;
    match work(&mut *conn).await {
        Ok(done) => {
            AnsiTransactionManager::commit_transaction(conn).await?;
            Ok(done)
        }
        Err(error) => {
            if let Err(cause) = AnsiTransactionManager::rollback_transaction(conn).await {
                tracing::warn!(%cause, "a transaction could not be rolled back");
            }
            Err(error)
        }
    }
}

/// Begins a transaction with its settings, or within [`together`] a savepoint with the same settings.
async fn start(conn: &mut Conn, begin: &str) -> QueryResult<()> {
    let depth = AnsiTransactionManager::transaction_manager_status_mut(conn).transaction_depth()?;
    if depth.is_none() {
        return AnsiTransactionManager::begin_transaction_sql(conn, begin).await;
    }
    AnsiTransactionManager::begin_transaction(conn).await?;
    match begin.split_once(';') {
        Some((_, settings)) => conn.batch_execute(settings).await,
        None => Ok(()),
    }
}

/// A transaction of an admin on what belongs to no company: companies themselves, products, people, tokens.
pub async fn administer<T>(
    conn: &mut Conn,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    transaction(conn, "begin", work).await
}
