//! Work on many numbers of a company at once, set by set, each row with its history.
//!
//! Whoever calls holds the rows. Parameters of every statement: 1 company, 2 the CPNs (for [`TAKE_OVER`] the products), 3 the
//! moment, 4 to 6 the actor, 7 the door; from 8 on what each brings.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::{Scope, Writes};
use crate::model::id::{CpnId, ProductId};

/// Notes rows `c` that have just been written in the history.
macro_rules! noted {
    ($source:literal, $version:literal, $kind:literal) => {
        concat!(
            "insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_id, actor_name, door, \
                product_id, cpn, identity_key, description, unit, pack_quantity, valid_from, valid_to, preferred) \
             select c.company_id, c.id, ", $version, ", '", $kind, "', $3, $4, $5, $6, $7, \
                c.product_id, c.cpn, c.identity_key, c.description, c.unit, c.pack_quantity, c.valid_from, c.valid_to, c.preferred \
             from ", $source, " c returning 1"
        )
    };
}

/// What every change of a row `x` sets beside its fields.
macro_rules! stamped {
    () => {
        "version = x.version + 1, updated_at = $3, updated_by_kind = $4, updated_by_id = $5, updated_by_name = $6"
    };
}

const DELETE: &str = concat!(
    "with gone as (delete from cpns x where x.company_id = $1 and x.id = any($2) returning x.*), noted as (",
    noted!("gone", "c.version + 1", "deleted"),
    ") select count(*) as count from noted"
);

/// Prefers the oldest of each pair that has no preferred CPN, of the rows that a condition names.
macro_rules! preferring {
    ($among:literal) => {
        concat!(
            "with heirs as ( \
                select distinct on (c.product_id) c.id from cpns c \
                where c.company_id = $1 and ", $among, " \
                    and not exists (select from cpns p where p.company_id = $1 and p.product_id = c.product_id and p.preferred) \
                order by c.product_id, c.created_at, c.id), \
             changed as (update cpns x set preferred = true, ",
            stamped!(),
            " from heirs h where x.company_id = $1 and x.id = h.id returning x.*), noted as (",
            noted!("changed", "c.version", "changed"),
            ") select count(*) as count from noted"
        )
    };
}

/// Pairs that lost their preferred CPN and have others: the oldest takes over.
const TAKE_OVER: &str = preferring!("c.product_id = any($2)");

const SET_DATES: &str = concat!(
    "with changed as (update cpns x set valid_from = case when $8 then $9 else x.valid_from end, \
        valid_to = case when $10 then $11 else x.valid_to end, ",
    stamped!(),
    " where x.company_id = $1 and x.id = any($2) \
        and (($8 and x.valid_from is distinct from $9) or ($10 and x.valid_to is distinct from $11)) \
     returning x.*), noted as (",
    noted!("changed", "c.version", "changed"),
    ") select count(*) as count from noted"
);

/// The chosen number of each pair: the one that is preferred already, or the oldest.
const GIVE_WAY: &str = concat!(
    "with chosen as (select distinct on (c.product_id) c.id, c.product_id from cpns c \
        where c.company_id = $1 and c.id = any($2) order by c.product_id, c.preferred desc, c.created_at, c.id), \
     changed as (update cpns x set preferred = false, ",
    stamped!(),
    " from chosen h where x.company_id = $1 and x.product_id = h.product_id and x.preferred and x.id <> h.id \
     returning x.*), noted as (",
    noted!("changed", "c.version", "changed"),
    ") select count(*) as count from noted"
);

const PREFER: &str = preferring!("c.id = any($2)");

/// A number that the product has already stays where it is; of several that are the same the oldest moves.
const MOVE: &str = concat!(
    "with movable as (select distinct on (c.identity_key) c.id, c.created_at from cpns c \
        where c.company_id = $1 and c.id = any($2) and c.product_id <> $8 \
            and not exists (select from cpns t where t.company_id = $1 and t.product_id = $8 and t.identity_key = c.identity_key) \
        order by c.identity_key, c.created_at, c.id), \
     ranked as (select m.id, row_number() over (order by m.created_at, m.id) = 1 \
            and not exists (select from cpns t where t.company_id = $1 and t.product_id = $8) as first from movable m), \
     changed as (update cpns x set product_id = $8, preferred = r.first, ",
    stamped!(),
    " from ranked r where x.company_id = $1 and x.id = r.id returning x.*), noted as (",
    noted!("changed", "c.version", "changed"),
    ") select count(*) as count from noted"
);

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A CPN that is held.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct HeldRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: CpnId,
    /// Its product.
    #[diesel(sql_type = SqlUuid)]
    pub product_id: ProductId,
}

#[derive(QueryableByName)]
struct Clock {
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// Holds the CPNs that are still there, in one order, so that two do not wait for each other.
pub async fn hold(scope: &mut Scope<'_, Writes>, ids: &[CpnId]) -> QueryResult<Vec<HeldRow>> {
    let company = scope.company();
    diesel::sql_query(
        "select id, product_id from cpns where company_id = $1 and id = any($2) order by id for update",
    )
    .bind::<SqlUuid, _>(company)
    .bind::<Array<SqlUuid>, _>(uuids(ids))
    .load(scope.conn())
    .await
}

/// The moment all that follows bears: taken once every row is held, so that versions and moments rise together.
pub async fn now(scope: &mut Scope<'_, Writes>) -> QueryResult<DateTime<Utc>> {
    let clock: Clock = diesel::sql_query("select clock_timestamp() as at")
        .get_result(scope.conn())
        .await?;
    Ok(clock.at)
}

fn uuids(ids: &[CpnId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

fn statement(
    scope: &Scope<'_, Writes>,
    sql: &'static str,
    ids: Vec<Uuid>,
    at: DateTime<Utc>,
) -> BoxedSqlQuery<'static, Pg, SqlQuery> {
    let actor = scope.actor().clone();
    diesel::sql_query(sql)
        .into_boxed()
        .bind::<SqlUuid, _>(scope.company())
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Timestamptz, _>(at)
        .bind::<Text, _>(actor.kind)
        .bind::<Nullable<SqlUuid>, _>(actor.id)
        .bind::<Text, _>(actor.name)
        .bind::<Text, _>(actor.door)
}

async fn run(
    scope: &mut Scope<'_, Writes>,
    statement: BoxedSqlQuery<'static, Pg, SqlQuery>,
) -> QueryResult<i64> {
    let done: Count = statement.get_result(scope.conn()).await?;
    Ok(done.count)
}

/// Takes CPNs out of the register.
pub async fn delete(
    scope: &mut Scope<'_, Writes>,
    ids: &[CpnId],
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    let statement = statement(scope, DELETE, uuids(ids), at);
    run(scope, statement).await
}

/// Sees to it that every pair of these products that lost its preferred CPN has one again.
pub async fn take_over(
    scope: &mut Scope<'_, Writes>,
    products: &[ProductId],
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    let products = products.iter().map(|id| id.uuid()).collect();
    let statement = statement(scope, TAKE_OVER, products, at);
    run(scope, statement).await
}

/// Days to be set; none leaves what is there, an empty one takes it away.
#[expect(
    clippy::option_option,
    reason = "what diesel means by a change: nothing, to nothing, to a day"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub from: Option<Option<NaiveDate>>,
    /// The last day.
    pub to: Option<Option<NaiveDate>>,
}

/// Sets the days on which CPNs hold, where they differ.
pub async fn set_dates(
    scope: &mut Scope<'_, Writes>,
    ids: &[CpnId],
    at: DateTime<Utc>,
    dates: Dates,
) -> QueryResult<i64> {
    let statement = statement(scope, SET_DATES, uuids(ids), at)
        .bind::<Bool, _>(dates.from.is_some())
        .bind::<Nullable<Date>, _>(dates.from.flatten())
        .bind::<Bool, _>(dates.to.is_some())
        .bind::<Nullable<Date>, _>(dates.to.flatten());
    run(scope, statement).await
}

/// Makes CPNs the preferred ones of their pairs; those that were it give way.
pub async fn prefer(
    scope: &mut Scope<'_, Writes>,
    ids: &[CpnId],
    at: DateTime<Utc>,
) -> QueryResult<i64> {
    let given_way = statement(scope, GIVE_WAY, uuids(ids), at);
    run(scope, given_way).await?;
    let preferred = statement(scope, PREFER, uuids(ids), at);
    run(scope, preferred).await
}

/// Moves CPNs to a product.
pub async fn move_to(
    scope: &mut Scope<'_, Writes>,
    ids: &[CpnId],
    at: DateTime<Utc>,
    product: ProductId,
) -> QueryResult<i64> {
    let statement = statement(scope, MOVE, uuids(ids), at).bind::<SqlUuid, _>(product);
    run(scope, statement).await
}
