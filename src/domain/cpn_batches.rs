//! Many CPNs in one transaction, in one company or in several: everything or nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::access::{self, CanChange, CompanyAccess, Scope, Writes};
use crate::db::Conn;
use crate::domain::cpns::{self, NewCpn};
use crate::error::{Error, Result};
use crate::model::company::SharedNumbers;
use crate::model::cpn::Cpn;
use crate::model::history::EventKind;
use crate::model::id::{CpnId, ProductId};
use crate::store;

/// How often a batch is tried where somebody made the first number of a pair at the same moment.
const TRIES: usize = 3;

/// Adds what is new of these: what the company has already, or may not have, is left out. `news` belong to the companies in their
/// order; the CPNs added come company by company.
pub async fn add_new<L: CanChange>(
    conn: &mut Conn,
    companies: &[CompanyAccess<L>],
    news: &[Vec<NewCpn>],
) -> Result<Vec<Vec<Cpn>>> {
    for _ in 1..TRIES {
        match add_new_once(conn, companies, news).await {
            Err(error)
                if error.violates("cpns_one_preferred")
                    || error.violates("cpns_identity_unique") => {}
            done => return done,
        }
    }
    add_new_once(conn, companies, news).await
}

async fn add_new_once<L: CanChange>(
    conn: &mut Conn,
    companies: &[CompanyAccess<L>],
    news: &[Vec<NewCpn>],
) -> Result<Vec<Vec<Cpn>>> {
    let added = access::write_each(conn, companies, async |place, scope| {
        let news = news.get(place).map_or(&[][..], Vec::as_slice);
        add_to(scope, news).await.map(|added| (place, added))
    });
    let mut added = added.await?;
    added.sort_by_key(|(place, _)| *place);
    Ok(added.into_iter().map(|(_, added)| added).collect())
}

async fn add_to(scope: &mut Scope<'_, Writes>, news: &[NewCpn]) -> Result<Vec<Cpn>> {
    let products: Vec<ProductId> = news.iter().map(|new| new.product).collect();
    let held = store::cpns::hold_pairs(scope, &products).await?;
    if held.shared_numbers == SharedNumbers::Forbid {
        hold_numbers(scope, news).await?;
    }
    let mut pairs = Pairs::of(store::cpns::lock_pairs(scope, &products).await?);
    let mut added = Vec::with_capacity(news.len());
    for new in news {
        if pairs.has(new.product, new.draft.identity_key()) {
            continue;
        }
        let allowed = cpns::refuse_shared(
            scope,
            held.shared_numbers,
            new.product,
            new.draft.identity_key(),
        )
        .await;
        match allowed {
            Err(Error::Invalid(_)) => continue,
            allowed => allowed?,
        }
        let preferred = pairs.take_in(new.product, new.draft.identity_key());
        let id = new.id.unwrap_or_else(CpnId::new);
        let cpn = cpns::fresh(scope.actor(), id, new, preferred, held.at);
        store::cpns::insert(scope, &cpn).await?;
        store::history::record(scope, EventKind::Created, &cpn).await?;
        added.push(cpn);
    }
    Ok(added)
}

/// All take them in one order, so that none waits for another in a circle.
async fn hold_numbers(scope: &mut Scope<'_, Writes>, news: &[NewCpn]) -> Result<()> {
    let numbers: BTreeSet<&str> = news.iter().map(|new| new.draft.identity_key()).collect();
    for number in numbers {
        store::cpns::hold_number(scope, number).await?;
    }
    Ok(())
}

/// What the pairs of a batch hold while it is written.
struct Pairs {
    numbers: HashSet<(ProductId, String)>,
    preferred: HashMap<ProductId, bool>,
}

impl Pairs {
    fn of(cpns: Vec<Cpn>) -> Self {
        let mut preferred: HashMap<ProductId, bool> = HashMap::new();
        for cpn in &cpns {
            *preferred.entry(cpn.product).or_default() |= cpn.preferred;
        }
        let numbers = cpns
            .into_iter()
            .map(|cpn| (cpn.product, cpn.identity_key))
            .collect();
        Self { numbers, preferred }
    }

    fn has(&self, product: ProductId, identity_key: &str) -> bool {
        self.numbers.contains(&(product, identity_key.to_owned()))
    }

    /// Notes a number and tells whether it is to be the preferred one of its pair.
    fn take_in(&mut self, product: ProductId, identity_key: &str) -> bool {
        self.numbers.insert((product, identity_key.to_owned()));
        let taken = self.preferred.entry(product).or_default();
        !std::mem::replace(taken, true)
    }
}

/// Deletes what is still there of these and tells how many that was. `ids` belong to the companies in their order.
pub async fn delete<L: CanChange>(
    conn: &mut Conn,
    companies: &[CompanyAccess<L>],
    ids: &[Vec<CpnId>],
) -> Result<usize> {
    let deleted = access::write_each(conn, companies, async |place, scope| {
        let ids = ids.get(place).map_or(&[][..], Vec::as_slice);
        delete_in(scope, ids).await
    });
    Ok(deleted.await?.into_iter().sum())
}

async fn delete_in(scope: &mut Scope<'_, Writes>, ids: &[CpnId]) -> Result<usize> {
    let products = store::cpns::products_of(scope, ids).await?;
    let held = store::cpns::hold_pairs(scope, &products).await?;
    let pairs = store::cpns::lock_pairs(scope, &products).await?;
    let mut going: Vec<Cpn> = pairs
        .into_iter()
        .filter(|cpn| ids.contains(&cpn.id))
        .collect();
    // A preferred one goes last, so that none takes over from it that goes as well.
    going.sort_by_key(|cpn| cpn.preferred);
    for cpn in &going {
        cpns::remove(scope, cpn.clone(), held.at).await?;
    }
    Ok(going.len())
}
