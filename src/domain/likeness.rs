//! What a number is like among a company's numbers and the supplier's: warnings for the person who writes it, never refusals.

use crate::access::Scope;
use crate::error::Result;
use crate::model::id::{CpnId, ProductId};
use crate::model::key;
use crate::model::resolution::{Candidate, Named};
use crate::store::resolve;

/// The most look-alikes that are told.
const TOLD: i64 = 5;

/// What a number is like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// The CPN of the same product that it equals.
    pub same: Option<Candidate>,
    /// CPNs of other products that it equals.
    pub elsewhere: Vec<Candidate>,
    /// Other products whose own number it equals.
    pub own_number_of: Vec<Named>,
    /// CPNs that differ from it only in blanks, dashes and other signs.
    pub alike: Vec<Candidate>,
}

impl Likeness {
    /// Whether there is something a person should see before the number is saved.
    pub fn is_worth_a_look(&self) -> bool {
        !(self.elsewhere.is_empty() && self.own_number_of.is_empty() && self.alike.is_empty())
    }
}

/// What `number` is like as a number of `product`, apart from the CPN that is being changed.
pub async fn of<M>(
    scope: &mut Scope<'_, M>,
    number: &str,
    product: Option<ProductId>,
    changing: Option<CpnId>,
) -> Result<Likeness> {
    let identity = [key::identity(number)];
    let search = key::search(number);
    let (same, elsewhere) = resolve::by_identity(scope, &identity)
        .await?
        .into_iter()
        .map(resolve::CandidateRow::into_candidate)
        .filter(|other| Some(other.cpn_id) != changing)
        .partition::<Vec<_>, _>(|other| Some(other.product.id) == product);
    let own_number_of = resolve::own_numbers(scope, &identity)
        .await?
        .into_iter()
        .map(resolve::NamedRow::into_named)
        .filter(|other| Some(other.id) != product)
        .collect();
    let alike = resolve::alike(scope, std::slice::from_ref(&search), TOLD)
        .await?
        .into_iter()
        .map(resolve::CandidateRow::into_candidate)
        .filter(|other| Some(other.cpn_id) != changing)
        .filter(|other| key::search(&other.cpn) == search)
        .filter(|other| [key::identity(&other.cpn)] != identity)
        .collect();
    Ok(Likeness {
        same: same.into_iter().next(),
        elsewhere,
        own_number_of,
        alike,
    })
}
