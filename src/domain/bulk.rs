//! One action on many numbers of a company, all of it or none, each row with its history.
//!
//! Pairs are not held here, as they are for one number: the rows are, and where a pair's first number comes at the same moment the
//! whole is tried again.

use std::collections::BTreeSet;

use crate::access::{CanChange, CompanyAccess, Scope, Writes};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::id::{CpnId, ProductId};
use crate::model::number_search::NumberSearch;
use crate::model::problems::{Fault, Problems};
use crate::store;

pub use crate::store::bulk::Dates;

/// The most numbers one action takes: what a page can wait for.
pub const MOST: i64 = 20_000;
/// How often it is tried where single work made a pair's first number at the same moment.
const TRIES: usize = 3;

/// Which numbers.
#[derive(Clone, Debug)]
pub enum Selection {
    /// These.
    Ticked(Vec<CpnId>),
    /// All that a search finds.
    Matching(NumberSearch),
}

/// What is done to them.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// They are deleted.
    Delete,
    /// Their days are set.
    SetDates(Dates),
    /// They become the preferred ones of their pairs.
    Prefer,
    /// They move to this product.
    Move(ProductId),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// So many rows changed; the others were so already, or could not.
    Changed(i64),
    /// Nothing was done: there are so many now, not as many as were confirmed.
    Recounted(i64),
}

/// The numbers of a selection that are there now, one more than [`MOST`] at most.
pub async fn select<M>(scope: &mut Scope<'_, M>, selection: &Selection) -> Result<Vec<CpnId>> {
    Ok(match selection {
        Selection::Ticked(ids) => store::cpns::present(scope, ids).await?,
        Selection::Matching(search) => store::search::ids(scope, search, MOST + 1).await?,
    })
}

/// Does it to exactly as many numbers as were confirmed.
pub async fn carry_out(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    selection: &Selection,
    action: Action,
    confirmed: i64,
) -> Result<Done> {
    for _ in 1..TRIES {
        match once(conn, access, selection, action, confirmed).await {
            Err(error) if error.violates("cpns_one_preferred") => {}
            done => return done,
        }
    }
    once(conn, access, selection, action, confirmed).await
}

async fn once(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    selection: &Selection,
    action: Action,
    confirmed: i64,
) -> Result<Done> {
    let done = access.write_long(conn, async |scope| {
        let wanted = select(scope, selection).await?;
        let held = store::bulk::hold(scope, &wanted).await?;
        let count = i64::try_from(held.len()).unwrap_or(i64::MAX);
        if count != confirmed || count > MOST {
            return Ok(Done::Recounted(count));
        }
        let ids: Vec<CpnId> = held.iter().map(|row| row.id).collect();
        let products: BTreeSet<ProductId> = held.iter().map(|row| row.product_id).collect();
        let products: Vec<ProductId> = products.into_iter().collect();
        perform(scope, action, &ids, &products)
            .await
            .map(Done::Changed)
    });
    done.await
        .map_err(|error: Error| {
            error.or_violation("cpns_dates_ordered", || {
                Problems::one("valid_to", Fault::DatesCrossed)
            })
        })
        .map_err(|error| {
            error.or_violation("cpns_identity_unique", || {
                Problems::one("product", Fault::Refused("came-meanwhile"))
            })
        })
}

async fn perform(
    scope: &mut Scope<'_, Writes>,
    action: Action,
    ids: &[CpnId],
    products: &[ProductId],
) -> Result<i64> {
    let at = store::bulk::now(scope).await?;
    let changed = match action {
        Action::Delete => store::bulk::delete(scope, ids, at).await?,
        Action::SetDates(dates) => store::bulk::set_dates(scope, ids, at, dates).await?,
        Action::Prefer => store::bulk::prefer(scope, ids, at).await?,
        Action::Move(product) => store::bulk::move_to(scope, ids, at, product).await?,
    };
    if matches!(action, Action::Delete | Action::Move(_)) {
        store::bulk::take_over(scope, products, at).await?;
    }
    Ok(changed)
}
