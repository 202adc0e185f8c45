//! What can be done to a CPN: add, change, prefer, delete, restore.
//!
//! Each verb holds the (company, product) pairs it touches, so what it finds there is still so when it writes: exactly one number
//! of a pair is preferred, and each row that changes gets its history in the same transaction (`DOMAIN.md`, rules 1, 5 and 6).

use chrono::{DateTime, Utc};

use crate::access::{self, CanChange, CompanyAccess, Scope, Writes};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::Actor;
use crate::model::company::SharedNumbers;
use crate::model::cpn::{Cpn, CpnDraft, Stamp};
use crate::model::history::EventKind;
use crate::model::id::{CpnId, ProductId};
use crate::model::problems::{Fault, Problems};
use crate::store;
use crate::store::cpn_addition::Outcome;

/// How often a verb is tried where work in bulk made a pair's first number at the same moment.
const TRIES: usize = 3;

/// A CPN to be added.
#[derive(Clone, Debug)]
pub struct NewCpn {
    /// The id it is to have; none: a fresh one.
    pub id: Option<CpnId>,
    /// The product it stands for.
    pub product: ProductId,
    /// Its checked fields.
    pub draft: CpnDraft,
}

/// What a CPN is to become.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The version its author has seen; none: whatever stands there.
    pub version: Option<i32>,
    /// The product it is to stand for.
    pub product: ProductId,
    /// Its checked fields.
    pub draft: CpnDraft,
}

/// Adds a CPN. The first of its pair is the preferred one.
pub async fn add(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    new: &NewCpn,
) -> Result<Cpn> {
    for _ in 1..TRIES {
        match add_once(conn, access, new).await {
            Err(error) if error.violates("cpns_one_preferred") => {}
            done => return done,
        }
    }
    add_once(conn, access, new).await
}

async fn add_once(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    new: &NewCpn,
) -> Result<Cpn> {
    let id = new.id.unwrap_or_else(CpnId::new);
    // An id that a deleted CPN had stays its own: its history begins with version 1 already.
    let added = access::at_once(conn, async |conn| {
        Ok(store::cpn_addition::add(conn, access, id, new.product, &new.draft).await?)
    })
    .await;
    let taken = || Problems::one("id", Fault::Taken(id.to_string()));
    let outcome = added
        .map_err(|error| explain(error, &new.draft, new.product))
        .map_err(|error| error.or_violation("cpns_pkey", taken))
        .map_err(|error| error.or_violation("cpn_history_pkey", taken))?;
    match outcome {
        Outcome::Added(at, preferred) => Ok(fresh(access.actor(), id, new, preferred, at)),
        Outcome::Locked(lock) => Err(Error::Locked(lock)),
        Outcome::Shared(number) => Err(Problems::one("cpn", Fault::Shared(number)).into()),
    }
}

/// A CPN in its first version.
pub(super) fn fresh(
    actor: &Actor,
    id: CpnId,
    new: &NewCpn,
    preferred: bool,
    at: DateTime<Utc>,
) -> Cpn {
    let stamp = stamp(actor, at);
    Cpn {
        id,
        product: new.product,
        number: new.draft.cpn().to_owned(),
        identity_key: new.draft.identity_key().to_owned(),
        details: new.draft.details().clone(),
        preferred,
        version: 1,
        created: stamp.clone(),
        updated: stamp,
    }
}

/// Gives a CPN another number, product or details. Where nothing differs, nothing is written.
pub async fn change(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
    to: &Revision,
) -> Result<Cpn> {
    for _ in 1..TRIES {
        match change_once(conn, access, id, to).await {
            Err(error) if error.violates("cpns_one_preferred") => {}
            done => return done,
        }
    }
    change_once(conn, access, id, to).await
}

async fn change_once(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
    to: &Revision,
) -> Result<Cpn> {
    let changed = access.write(conn, async |scope| {
        let (before, held) = hold(scope, id, Some(to.product), to.version).await?;
        let mut after = Cpn {
            product: to.product,
            number: to.draft.cpn().to_owned(),
            identity_key: to.draft.identity_key().to_owned(),
            details: to.draft.details().clone(),
            ..before.clone()
        };
        if after == before {
            return Ok(before);
        }
        if after.product != before.product || after.identity_key != before.identity_key {
            refuse_shared(scope, held.shared_numbers, to.product, &after.identity_key).await?;
        }
        if after.product != before.product {
            let pair = store::cpns::lock_pair(scope, to.product).await?;
            after.preferred = !pair.iter().any(|cpn| cpn.preferred);
        }
        write(scope, &mut after, held.at).await?;
        if before.preferred && after.product != before.product {
            hand_over(scope, before.product, held.at).await?;
        }
        Ok(after)
    });
    changed
        .await
        .map_err(|error| explain(error, &to.draft, to.product))
}

/// Takes back the change that made this version, if nothing has happened to the CPN since.
pub async fn revert(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
    version: i32,
) -> Result<Cpn> {
    let before = access
        .read(conn, async |scope| {
            Ok(store::history::of_version(scope, id, version - 1).await?)
        })
        .await?;
    let revision = Revision {
        version: Some(version),
        product: before.state.product,
        draft: CpnDraft::again(&before.state.cpn, &before.state.details),
    };
    change(conn, access, id, &revision).await
}

/// Makes a CPN the preferred one of its pair; the one that was it gives way.
pub async fn prefer(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
) -> Result<Cpn> {
    access
        .write(conn, async |scope| {
            let (mut cpn, held) = hold(scope, id, None, None).await?;
            if !cpn.preferred {
                claim(scope, &cpn, held.at).await?;
                cpn.preferred = true;
                write(scope, &mut cpn, held.at).await?;
            }
            Ok(cpn)
        })
        .await
}

/// Deletes a CPN and gives what it was. Where it was the preferred one, the oldest left of its pair takes over.
pub async fn delete(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
    version: Option<i32>,
) -> Result<Cpn> {
    access
        .write(conn, async |scope| {
            let (cpn, held) = hold(scope, id, None, version).await?;
            remove(scope, cpn, held.at).await
        })
        .await
}

/// Deletes a CPN whose pair is held.
pub(super) async fn remove(
    scope: &mut Scope<'_, Writes>,
    mut cpn: Cpn,
    at: DateTime<Utc>,
) -> Result<Cpn> {
    store::cpns::delete(scope, cpn.id).await?;
    cpn.version += 1;
    cpn.updated = stamp(scope.actor(), at);
    store::history::record(scope, EventKind::Deleted, &cpn).await?;
    if cpn.preferred {
        hand_over(scope, cpn.product, at).await?;
    }
    Ok(cpn)
}

/// Brings a deleted CPN back as it was, under its id. One that is there already is given as it stands.
///
/// It is preferred again where nobody had a say since: the pair has no preferred number, or the one that took over when this one
/// went has not been touched.
pub async fn restore(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
) -> Result<Cpn> {
    for _ in 1..TRIES {
        match restore_once(conn, access, id).await {
            Err(error) if error.violates("cpns_one_preferred") => {}
            done => return done,
        }
    }
    restore_once(conn, access, id).await
}

async fn restore_once(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    id: CpnId,
) -> Result<Cpn> {
    let mut number = String::new();
    let restored = access.write(conn, async |scope| {
        let product = store::history::last(scope, id).await?.state.product;
        let held = store::cpns::hold_pairs(scope, &[product]).await?;
        let last = store::history::last(scope, id).await?;
        number.clone_from(&last.state.cpn);
        if last.kind != EventKind::Deleted {
            return Ok(store::cpns::find(scope, id).await?);
        }
        let mut cpn = last.restored(store::history::origin(scope, id).await?);
        refuse_shared(scope, held.shared_numbers, product, &cpn.identity_key).await?;
        let pair = store::cpns::lock_pair(scope, product).await?;
        let holder = pair.iter().find(|other| other.preferred);
        let stands_in =
            holder.is_some_and(|holder| last.state.preferred && holder.updated.at == last.at);
        if stands_in {
            claim(scope, &cpn, held.at).await?;
        }
        cpn.preferred = stands_in || holder.is_none();
        cpn.updated = stamp(scope.actor(), held.at);
        store::cpns::insert(scope, &cpn).await?;
        store::history::record(scope, EventKind::Restored, &cpn).await?;
        Ok(cpn)
    });
    let restored = restored.await;
    restored.map_err(|error| {
        error.or_violation("cpns_identity_unique", || {
            Problems::one("cpn", Fault::Taken(number))
        })
    })
}

/// Finds a CPN and holds its pair, and the pair of the product it is to move to.
async fn hold(
    scope: &mut Scope<'_, Writes>,
    id: CpnId,
    to: Option<ProductId>,
    version: Option<i32>,
) -> Result<(Cpn, store::cpns::Held)> {
    let seen = store::cpns::find(scope, id).await?;
    let pairs: Vec<ProductId> = [seen.product].into_iter().chain(to).collect();
    let held = store::cpns::hold_pairs(scope, &pairs).await?;
    let pair = store::cpns::lock_pair(scope, seen.product).await?;
    match pair.into_iter().find(|cpn| cpn.id == id) {
        Some(cpn) if version.is_none_or(|version| version == cpn.version) => Ok((cpn, held)),
        Some(_) => Err(Error::Stale),
        // Deleted, or moved to another product, between finding and holding it.
        None => Err(store::cpns::find(scope, id)
            .await
            .map_or_else(Error::from, |_moved| Error::Stale)),
    }
}

/// Stores the next version of a CPN with its history.
async fn write(scope: &mut Scope<'_, Writes>, cpn: &mut Cpn, at: DateTime<Utc>) -> Result<()> {
    cpn.version += 1;
    cpn.updated = stamp(scope.actor(), at);
    store::cpns::update(scope, cpn).await?;
    Ok(store::history::record(scope, EventKind::Changed, cpn).await?)
}

/// The preferred number of a pair has gone: the oldest left is it now. Asks anew, because a row may have come while we waited.
async fn hand_over(
    scope: &mut Scope<'_, Writes>,
    product: ProductId,
    at: DateTime<Utc>,
) -> Result<()> {
    let pair = store::cpns::lock_pair(scope, product).await?;
    if pair.iter().any(|cpn| cpn.preferred) {
        return Ok(());
    }
    match pair.into_iter().next() {
        Some(mut oldest) => {
            oldest.preferred = true;
            write(scope, &mut oldest, at).await
        }
        None => Ok(()),
    }
}

/// Makes room for `cpn` to be the preferred number of its pair.
async fn claim(scope: &mut Scope<'_, Writes>, cpn: &Cpn, at: DateTime<Utc>) -> Result<()> {
    let pair = store::cpns::lock_pair(scope, cpn.product).await?;
    for mut other in pair {
        if other.preferred && other.id != cpn.id {
            other.preferred = false;
            write(scope, &mut other, at).await?;
        }
    }
    Ok(())
}

/// Where the company forbids it, no other product may have this number (`DOMAIN.md`, rule 1).
pub(super) async fn refuse_shared(
    scope: &mut Scope<'_, Writes>,
    rule: SharedNumbers,
    product: ProductId,
    identity_key: &str,
) -> Result<()> {
    if rule == SharedNumbers::Allow {
        return Ok(());
    }
    store::cpns::hold_number(scope, identity_key).await?;
    match store::cpns::used_elsewhere(scope, product, identity_key).await? {
        Some((_, number)) => Err(Problems::one("cpn", Fault::Shared(number)).into()),
        None => Ok(()),
    }
}

fn stamp(actor: &Actor, at: DateTime<Utc>) -> Stamp {
    Stamp {
        at,
        kind: actor.kind,
        id: actor.id,
        name: actor.name.clone(),
    }
}

fn explain(error: Error, draft: &CpnDraft, product: ProductId) -> Error {
    error
        .or_violation("cpns_identity_unique", || {
            Problems::one("cpn", Fault::Taken(draft.cpn().to_owned()))
        })
        .or_violation("cpns_product_known", || {
            Problems::one("product", Fault::Unknown(product.to_string()))
        })
}
