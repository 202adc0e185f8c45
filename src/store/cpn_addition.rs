//! A new CPN in one round trip: see the migration that makes the function.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Numeric, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::cpns::{number_lock, pair_lock};
use crate::access::{CanChange, CompanyAccess};
use crate::db::Conn;
use crate::model::actor::Actor;
use crate::model::company::Lock;
use crate::model::cpn::CpnDraft;
use crate::model::id::{CompanyId, CpnId, ProductId};

/// What became of a new CPN.
#[derive(Debug)]
pub enum Outcome {
    /// It stands, since that moment, perhaps as the preferred one of its pair.
    Added(DateTime<Utc>, bool),
    /// The company is locked.
    Locked(Lock),
    /// The company forbids shared numbers, and the product of that number has this one.
    Shared(String),
}

#[derive(Queryable)]
struct Told {
    outcome: String,
    moment: Option<DateTime<Utc>>,
    is_preferred: Option<bool>,
    lock_until: Option<DateTime<Utc>>,
    detail: Option<String>,
    locker: Option<String>,
}

/// The call. Unlike a `sql_query` it has an identity, so that it is prepared once a connection.
struct Addition<'a> {
    company: CompanyId,
    id: CpnId,
    product: ProductId,
    draft: &'a CpnDraft,
    order_key: String,
    search_text: String,
    pair_lock: i64,
    number_lock: i64,
    actor: &'a Actor,
}

/// The identity of [`Addition`] whatever it borrows.
enum AdditionStatement {}

impl QueryId for Addition<'_> {
    type QueryId = AdditionStatement;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Addition<'_> {
    type SqlType = (
        Text,
        Nullable<Timestamptz>,
        Nullable<Bool>,
        Nullable<Timestamptz>,
        Nullable<Text>,
        Nullable<Text>,
    );
}

impl QueryFragment<Pg> for Addition<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let details = self.draft.details();
        out.push_sql(
            "select outcome, moment, is_preferred, lock_until, detail, locker from add_cpn(",
        );
        out.push_bind_param::<Uuid, _>(&self.company)?;
        out.push_sql(", ");
        out.push_bind_param::<Uuid, _>(&self.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Uuid, _>(&self.product)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(self.draft.cpn())?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(self.draft.identity_key())?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.order_key)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.search_text)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, Option<String>>(&details.description)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, Option<String>>(&details.unit)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Numeric>, Option<BigDecimal>>(&details.pack_quantity)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Date>, _>(&details.valid_from)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Date>, _>(&details.valid_to)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.pair_lock)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.number_lock)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.actor.kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Uuid>, _>(&self.actor.id)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.actor.name)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.actor.door)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Adds a CPN with its history, in a transaction of its own where none is open. It checks the lock and the rule on shared numbers;
/// a number that is there already violates `cpns_identity_unique`.
pub async fn add(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
    product: ProductId,
    draft: &CpnDraft,
) -> QueryResult<Outcome> {
    let company = access.company().id;
    let addition = Addition {
        company,
        id,
        product,
        draft,
        order_key: draft.order_key(),
        search_text: draft.search_text(),
        pair_lock: pair_lock(company, product),
        number_lock: number_lock(company, draft.identity_key()),
        actor: access.actor(),
    };
    let told: Told = addition.get_result(conn).await?;
    let moment = told.moment.unwrap_or_default();
    Ok(match told.outcome.as_str() {
        "locked" => Outcome::Locked(Lock {
            since: moment,
            reason: told.detail.unwrap_or_default(),
            until: told.lock_until,
            by: told.locker.unwrap_or_default(),
        }),
        "shared" => Outcome::Shared(told.detail.unwrap_or_default()),
        _ => Outcome::Added(moment, told.is_preferred.unwrap_or_default()),
    })
}
