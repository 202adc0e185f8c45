//! What the form says of a number before it is saved.

use super::address;
use crate::domain::likeness::Likeness;
use crate::model::id::CompanyId;
use crate::model::resolution::Candidate;

/// Warnings about a number, each with where to look.
#[derive(Clone, Debug, Default)]
pub struct Warnings {
    /// Other products of the company that have the same number.
    pub elsewhere: Vec<Other>,
    /// Products whose own number it is.
    pub own_number_of: Vec<Other>,
    /// Numbers written alike.
    pub alike: Vec<Other>,
    /// The number of the same product that it equals.
    pub same: Option<Other>,
}

/// Something that is like the number.
#[derive(Clone, Debug)]
pub struct Other {
    /// The CPN; of a product, its own number.
    pub number: String,
    /// The product's number.
    pub product_number: String,
    /// The product's name.
    pub product_name: String,
    /// Its page.
    pub url: String,
}

impl Warnings {
    /// The warnings about a number of a company.
    pub fn of(company: CompanyId, likeness: &Likeness) -> Self {
        let other = |candidate: &Candidate| Other {
            number: candidate.cpn.clone(),
            product_number: candidate.product.number.clone(),
            product_name: candidate.product.name.clone(),
            url: address(company, candidate.cpn_id),
        };
        Self {
            elsewhere: likeness.elsewhere.iter().map(other).collect(),
            alike: likeness.alike.iter().map(other).collect(),
            same: likeness.same.as_ref().map(other),
            own_number_of: likeness
                .own_number_of
                .iter()
                .map(|product| Other {
                    number: product.number.clone(),
                    product_number: product.number.clone(),
                    product_name: product.name.clone(),
                    url: format!("/products/{}", product.id),
                })
                .collect(),
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.elsewhere.is_empty()
            && self.own_number_of.is_empty()
            && self.alike.is_empty()
            && self.same.is_none()
    }
}
