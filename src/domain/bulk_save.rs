//! Saves many numbers at once, one a product, each as if it were saved alone: a number the pair has already changes nothing,
//! any other takes the place of the pair's preferred one, and the first of a pair is added.
//!
//! Uploads know no such rule (to them a number that is not there is one more), hence a verb of its own. It is one transaction.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::access::{CanChange, CompanyAccess, Scope, Writes};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::company::SharedNumbers;
use crate::model::cpn::{Cpn, CpnDraft, Details, Stamp};
use crate::model::id::{CpnId, ProductId};
use crate::store::bulk_save as store;

/// How often it is tried where somebody else wrote to the same pairs meanwhile.
const TRIES: usize = 3;

/// A number to be saved.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The product it stands for.
    pub product: ProductId,
    /// Its checked fields.
    pub draft: CpnDraft,
}

/// What became of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the first of its pair.
    Created,
    /// It took the place of another.
    Updated,
    /// It was there.
    Unchanged,
    /// Another product has it, which the company forbids.
    Shared,
}

/// Saves them in their order and tells of each what became of it.
pub async fn save_all(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    wanted: &[Wanted],
) -> Result<Vec<Saved>> {
    for _ in 1..TRIES {
        match save_once(conn, access, wanted).await {
            Err(error) if is_race(&error) => {}
            done => return done,
        }
    }
    save_once(conn, access, wanted).await
}

fn is_race(error: &Error) -> bool {
    matches!(error, Error::Stale)
        || error.violates("cpns_one_preferred")
        || error.violates("cpns_identity_unique")
}

async fn save_once(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    wanted: &[Wanted],
) -> Result<Vec<Saved>> {
    access
        .write_long(conn, async |scope| {
            let held = store::hold(scope).await?;
            let products: BTreeSet<ProductId> =
                wanted.iter().map(|wanted| wanted.product).collect();
            let products: Vec<ProductId> = products.into_iter().collect();
            let found = store::pairs(scope, &products).await?;
            let mut plan = Plan::of(found, stamp(scope, held.at));
            if held.shared_numbers == SharedNumbers::Forbid {
                let keys: Vec<&str> = wanted
                    .iter()
                    .map(|wanted| wanted.draft.identity_key())
                    .collect();
                plan.users = Some(Users::of(store::users_of(scope, &keys).await?));
            }
            let saved = wanted.iter().map(|wanted| plan.save(wanted)).collect();
            store::add(scope, plan.added(), held.at).await?;
            let renamed = store::rename(scope, plan.renamed(), held.at).await?;
            if usize::try_from(renamed) != Ok(plan.renamed().count()) {
                return Err(Error::Stale);
            }
            Ok(saved)
        })
        .await
}

fn stamp(scope: &Scope<'_, Writes>, at: DateTime<Utc>) -> Stamp {
    let actor = scope.actor();
    Stamp {
        at,
        kind: actor.kind,
        id: actor.id,
        name: actor.name.clone(),
    }
}

/// The products that have a number.
struct Users(HashMap<String, HashSet<ProductId>>);

impl Users {
    fn of(found: Vec<(String, ProductId)>) -> Self {
        let mut users: HashMap<String, HashSet<ProductId>> = HashMap::new();
        for (key, product) in found {
            users.entry(key).or_default().insert(product);
        }
        Self(users)
    }

    fn has_other(&self, key: &str, product: ProductId) -> bool {
        let users = self.0.get(key);
        users.is_some_and(|users| users.iter().any(|user| *user != product))
    }

    fn pass(&mut self, from: Option<&str>, to: &str, product: ProductId) {
        if let Some(users) = from.and_then(|from| self.0.get_mut(from)) {
            users.remove(&product);
        }
        self.0.entry(to.to_owned()).or_default().insert(product);
    }
}

/// What the pairs will be.
struct Plan {
    pairs: HashMap<ProductId, Pair>,
    users: Option<Users>,
    stamp: Stamp,
}

/// The numbers of one product; the preferred one stands first.
#[derive(Default)]
struct Pair {
    rows: Vec<Cpn>,
    is_new: bool,
    is_renamed: bool,
}

impl Plan {
    fn of(found: Vec<Cpn>, stamp: Stamp) -> Self {
        let mut pairs: HashMap<ProductId, Pair> = HashMap::new();
        for row in found {
            pairs.entry(row.product).or_default().rows.push(row);
        }
        Self {
            pairs,
            users: None,
            stamp,
        }
    }

    fn save(&mut self, wanted: &Wanted) -> Saved {
        let pair = self.pairs.entry(wanted.product).or_default();
        let key = wanted.draft.identity_key();
        if pair.rows.iter().any(|row| row.identity_key == key) {
            return Saved::Unchanged;
        }
        if let Some(users) = &mut self.users {
            if users.has_other(key, wanted.product) {
                return Saved::Shared;
            }
            let before = pair.rows.first().map(|row| row.identity_key.as_str());
            users.pass(before, key, wanted.product);
        }
        if let Some(preferred) = pair.rows.first_mut() {
            wanted.draft.cpn().clone_into(&mut preferred.number);
            key.clone_into(&mut preferred.identity_key);
            pair.is_renamed = !pair.is_new;
            return Saved::Updated;
        }
        pair.is_new = true;
        pair.rows.push(Cpn {
            id: CpnId::new(),
            product: wanted.product,
            number: wanted.draft.cpn().to_owned(),
            identity_key: key.to_owned(),
            details: Details::default(),
            preferred: true,
            version: 1,
            created: self.stamp.clone(),
            updated: self.stamp.clone(),
        });
        Saved::Created
    }

    fn first_of(&self, which: impl Fn(&Pair) -> bool) -> impl Iterator<Item = &Cpn> {
        let pairs = self.pairs.values().filter(move |pair| which(pair));
        pairs.filter_map(|pair| pair.rows.first())
    }

    fn added(&self) -> impl Iterator<Item = &Cpn> {
        self.first_of(|pair| pair.is_new)
    }

    fn renamed(&self) -> impl Iterator<Item = &Cpn> {
        self.first_of(|pair| pair.is_renamed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::actor::ActorKind;
    use crate::model::cpn::CpnInput;

    fn plan() -> Plan {
        let stamp = Stamp {
            at: DateTime::UNIX_EPOCH,
            kind: ActorKind::CommandLine,
            id: None,
            name: "test".to_owned(),
        };
        Plan::of(Vec::new(), stamp)
    }

    fn wanted(product: ProductId, cpn: &str) -> Wanted {
        let input = CpnInput {
            cpn,
            ..CpnInput::default()
        };
        let draft = CpnDraft::parse(&input).unwrap();
        Wanted { product, draft }
    }

    #[test]
    fn each_number_meets_what_those_before_it_left() {
        let (pump, valve) = (ProductId::new(), ProductId::new());
        let mut plan = plan();
        let saved: Vec<Saved> = [
            (pump, "A"),
            (pump, "a"),
            (pump, "B"),
            (valve, "A"),
            (pump, "A"),
        ]
        .map(|(product, cpn)| plan.save(&wanted(product, cpn)))
        .into();
        assert_eq!(
            saved,
            [
                Saved::Created,
                Saved::Unchanged,
                Saved::Updated,
                Saved::Created,
                Saved::Updated
            ]
        );
        let mut added: Vec<&str> = plan.added().map(|row| row.number.as_str()).collect();
        added.sort_unstable();
        assert_eq!((added, plan.renamed().count()), (vec!["A", "A"], 0));
    }

    #[test]
    fn where_it_is_forbidden_a_number_stands_for_one_product_until_it_is_given_up() {
        let (pump, valve) = (ProductId::new(), ProductId::new());
        let mut plan = plan();
        plan.users = Some(Users::of(Vec::new()));
        let saved: Vec<Saved> = [(pump, "A"), (valve, "A"), (pump, "B"), (valve, "A")]
            .map(|(product, cpn)| plan.save(&wanted(product, cpn)))
            .into();
        assert_eq!(
            saved,
            [
                Saved::Created,
                Saved::Shared,
                Saved::Updated,
                Saved::Created
            ]
        );
    }
}
