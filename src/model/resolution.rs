//! What a company's number stands for on a day, and how a product is called by a company.
//!
//! Resolving is strict: two numbers are the same by their identity key or not at all, and where several products fit, none is
//! chosen (`DOMAIN.md`, rule 8). Suggestions stand apart and are for people alone.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::id::{CpnId, ProductId};

/// A product as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: ProductId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
}

/// A CPN that has the number asked for, with its product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The CPN.
    pub cpn_id: CpnId,
    /// The number as it is stored.
    pub cpn: String,
    /// The product it stands for.
    pub product: Named,
    /// Whether that product is discontinued.
    pub discontinued: bool,
    /// What took that product's place.
    pub successor: Option<Named>,
    /// The unit one of the customer's numbers stands for.
    pub unit: Option<String>,
    /// How many of our sales units it stands for.
    pub pack_quantity: Option<BigDecimal>,
    /// First day on which it resolves.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it resolves.
    pub valid_to: Option<NaiveDate>,
    /// Whether it is the preferred number of its product.
    pub preferred: bool,
    /// How the company prefers to call that product: this number or another.
    pub preferred_spelling: String,
}

impl Candidate {
    fn is_to_come(&self, day: NaiveDate) -> bool {
        self.valid_from.is_some_and(|from| day < from)
    }

    fn is_past(&self, day: NaiveDate) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }
}

/// What a number stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One product.
    Resolved(Candidate),
    /// One product, which is discontinued; its candidate names the successor where there is one.
    Discontinued(Candidate),
    /// Several products, and nobody may choose for the person who asks.
    Ambiguous(Vec<Candidate>),
    /// Nothing yet: the numbers whose first day is still to come, the next one first.
    NotYetValid(Vec<Candidate>),
    /// Nothing any more: the numbers whose last day has passed, the latest first.
    Expired(Vec<Candidate>),
    /// Nothing.
    Unknown,
}

impl Outcome {
    /// Judges the CPNs that have a number's identity key. Each stands for another product.
    pub fn of(candidates: Vec<Candidate>, day: NaiveDate) -> Self {
        Self::judge(candidates, day, |_| false)
    }

    /// Judges the CPNs a company has for one product: where several hold, the preferred one counts, and where that one does not
    /// hold, none of the others is chosen.
    pub fn of_product(candidates: Vec<Candidate>, day: NaiveDate) -> Self {
        Self::judge(candidates, day, |candidate| candidate.preferred)
    }

    fn judge(
        candidates: Vec<Candidate>,
        day: NaiveDate,
        leads: impl Fn(&Candidate) -> bool,
    ) -> Self {
        let (mut to_come, rest): (Vec<_>, Vec<_>) = candidates
            .into_iter()
            .partition(|candidate| candidate.is_to_come(day));
        let (mut past, mut valid): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|candidate| candidate.is_past(day));
        let leading = valid.iter().position(leads);
        if valid.len() > 1 && leading.is_none() {
            return Self::Ambiguous(valid);
        }
        let chosen = (!valid.is_empty()).then(|| valid.swap_remove(leading.unwrap_or_default()));
        match chosen {
            Some(only) if only.discontinued => Self::Discontinued(only),
            Some(only) => Self::Resolved(only),
            None if !to_come.is_empty() => {
                to_come.sort_by_key(|candidate| candidate.valid_from);
                Self::NotYetValid(to_come)
            }
            None if !past.is_empty() => {
                past.sort_by_key(|candidate| std::cmp::Reverse(candidate.valid_to));
                Self::Expired(past)
            }
            None => Self::Unknown,
        }
    }

    /// The one product a machine may take, if there is one.
    pub fn product(&self) -> Option<&Named> {
        match self {
            Self::Resolved(candidate) | Self::Discontinued(candidate) => Some(&candidate.product),
            _ => None,
        }
    }
}

/// The answer to one number asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// What it stands for.
    pub outcome: Outcome,
    /// The products whose own number this is, other than the one it stands for: a collision where it stands for one.
    pub own_number_of: Vec<Named>,
    /// CPNs that are written alike, for people to choose from; only where nothing is known, and never an answer.
    pub suggestions: Vec<Candidate>,
}

impl Resolution {
    /// Puts an answer together. Suggestions are kept only where nothing else is known.
    pub fn of(
        candidates: Vec<Candidate>,
        own_number_of: Vec<Named>,
        suggestions: Vec<Candidate>,
        day: NaiveDate,
    ) -> Self {
        let outcome = Outcome::of(candidates, day);
        let answer = outcome.product().map(|product| product.id);
        Self {
            own_number_of: own_number_of
                .into_iter()
                .filter(|product| Some(product.id) != answer)
                .collect(),
            suggestions: if outcome == Outcome::Unknown {
                suggestions
            } else {
                Vec::new()
            },
            outcome,
        }
    }

    /// Whether the number stands for one product and is the supplier's own number of another.
    pub fn collides(&self) -> bool {
        self.outcome.product().is_some() && !self.own_number_of.is_empty()
    }
}

/// A product somebody asked for by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The product.
    pub product: Named,
    /// Whether it is discontinued.
    pub discontinued: bool,
    /// What took its place.
    pub successor: Option<Named>,
}

/// What a company calls a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The product; none: there is none of that number.
    pub offered: Option<Offered>,
    /// Which of its CPNs to use.
    pub outcome: Outcome,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn named(number: &str) -> Named {
        Named {
            id: ProductId::new(),
            number: number.to_owned(),
            name: String::new(),
        }
    }

    fn candidate(number: &str, from: Option<&str>, to: Option<&str>) -> Candidate {
        Candidate {
            cpn_id: CpnId::new(),
            cpn: "4711".to_owned(),
            product: named(number),
            discontinued: false,
            successor: None,
            unit: None,
            pack_quantity: None,
            valid_from: from.map(day),
            valid_to: to.map(day),
            preferred: true,
            preferred_spelling: "4711".to_owned(),
        }
    }

    #[test]
    fn one_valid_row_resolves_whatever_else_is_out_of_date() {
        let valid = candidate("A", None, Some("2026-06-30"));
        let later = candidate("B", Some("2026-07-01"), None);
        let rows = vec![valid.clone(), later.clone()];
        assert_eq!(
            Outcome::of(rows.clone(), day("2026-06-30")),
            Outcome::Resolved(valid)
        );
        assert_eq!(
            Outcome::of(rows, day("2026-07-01")),
            Outcome::Resolved(later)
        );
    }

    #[test]
    fn two_products_are_never_guessed_between() {
        let rows = vec![candidate("A", None, None), candidate("B", None, None)];
        let outcome = Outcome::of(rows.clone(), day("2026-01-01"));
        assert_eq!(outcome.product(), None);
        assert_eq!(outcome, Outcome::Ambiguous(rows));
    }

    #[test]
    fn dates_are_inclusive_and_tell_why_nothing_holds() {
        let row = candidate("A", Some("2026-02-01"), Some("2026-02-28"));
        let judge = |on: &str| Outcome::of(vec![row.clone()], day(on));
        assert_eq!(judge("2026-01-31"), Outcome::NotYetValid(vec![row.clone()]));
        assert_eq!(judge("2026-02-01"), Outcome::Resolved(row.clone()));
        assert_eq!(judge("2026-02-28"), Outcome::Resolved(row.clone()));
        assert_eq!(judge("2026-03-01"), Outcome::Expired(vec![row.clone()]));
        assert_eq!(Outcome::of(Vec::new(), day("2026-03-01")), Outcome::Unknown);
    }

    #[test]
    fn of_a_products_numbers_the_preferred_one_counts_while_it_holds() {
        let preferred = candidate("A", None, Some("2026-06-30"));
        let other = |from| Candidate {
            preferred: false,
            ..candidate("A", from, None)
        };
        let (second, third) = (other(None), other(Some("2026-07-01")));
        let rows = vec![second.clone(), preferred.clone(), third.clone()];
        let judge = |on: &str| Outcome::of_product(rows.clone(), day(on));
        assert_eq!(judge("2026-06-30"), Outcome::Resolved(preferred));
        assert_eq!(judge("2026-07-01"), Outcome::Ambiguous(vec![second, third]));
    }

    #[test]
    fn a_discontinued_product_is_told_with_its_successor() {
        let mut row = candidate("A", None, None);
        row.discontinued = true;
        row.successor = Some(named("A2"));
        assert_eq!(
            Outcome::of(vec![row.clone()], day("2026-01-01")),
            Outcome::Discontinued(row)
        );
    }

    #[test]
    fn a_collision_is_with_another_product_only() {
        let row = candidate("A", None, None);
        let other = named("4711");
        let today = day("2026-01-01");
        let plain = Resolution::of(vec![row.clone()], vec![row.product.clone()], vec![], today);
        assert!(!plain.collides());
        let clash = Resolution::of(
            vec![row.clone()],
            vec![other.clone()],
            vec![row.clone()],
            today,
        );
        assert!(clash.collides() && clash.suggestions.is_empty());
        let unknown = Resolution::of(vec![], vec![other.clone()], vec![row.clone()], today);
        assert!(!unknown.collides());
        assert_eq!(
            (unknown.own_number_of, unknown.suggestions),
            (vec![other], vec![row])
        );
    }
}
