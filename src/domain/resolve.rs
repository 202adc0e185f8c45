//! Resolve: from the numbers somebody wrote to our products. Lookup: the other way round. Both take lists and ask the database a
//! fixed number of questions however long the list is; answers stand in the order of the questions.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::access::Scope;
use crate::error::Result;
use crate::model::id::ProductId;
use crate::model::key;
use crate::model::resolution::{Called, Candidate, Named, Outcome, Resolution};
use crate::store::resolve;

/// How many numbers nobody knows get suggestions: each costs a search, and people read no more than that.
const SUGGESTED: usize = 100;
/// How many suggestions a number gets.
const SUGGESTIONS: i64 = 5;
/// The least letters and digits that are worth a suggestion.
const ALIKE_FROM: usize = 3;

/// Whether suggestions are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggest {
    /// They are: people ask.
    Alike,
    /// They are not: a machine asks.
    Nothing,
}

/// What each number stands for on a day.
pub async fn resolve<M>(
    scope: &mut Scope<'_, M>,
    numbers: &[&str],
    day: NaiveDate,
    suggest: Suggest,
) -> Result<Vec<Resolution>> {
    let keys: Vec<String> = numbers.iter().map(|number| key::identity(number)).collect();
    let mut found = Positions::of(resolve::by_identity(scope, &keys).await?, |row| {
        (row.position, row.into_candidate())
    });
    let mut own = Positions::of(resolve::own_numbers(scope, &keys).await?, |row| {
        (row.position, row.into_named())
    });
    let mut answers: Vec<Resolution> = (0..numbers.len())
        .map(|index| Resolution::of(found.take(index), own.take(index), Vec::new(), day))
        .collect();
    if suggest == Suggest::Alike {
        add_suggestions(scope, numbers, &mut answers).await?;
    }
    Ok(answers)
}

async fn add_suggestions<M>(
    scope: &mut Scope<'_, M>,
    numbers: &[&str],
    answers: &mut [Resolution],
) -> Result<()> {
    let (wanting, keys): (Vec<&mut Resolution>, Vec<String>) = answers
        .iter_mut()
        .zip(numbers)
        .filter(|(answer, _)| answer.outcome == Outcome::Unknown)
        .map(|(answer, number)| (answer, key::search(number)))
        .filter(|(_, key)| key.chars().count() >= ALIKE_FROM)
        .take(SUGGESTED)
        .unzip();
    if keys.is_empty() {
        return Ok(());
    }
    let mut alike: Positions<Candidate> =
        Positions::of(resolve::alike(scope, &keys, SUGGESTIONS).await?, |row| {
            (row.position, row.into_candidate())
        });
    for (index, answer) in wanting.into_iter().enumerate() {
        answer.suggestions = alike.take(index);
    }
    Ok(())
}

/// What the company calls each product on a day.
pub async fn lookup<M>(
    scope: &mut Scope<'_, M>,
    products: &[ProductId],
    day: NaiveDate,
) -> Result<Vec<Vec<Candidate>>> {
    let mut found = Positions::of(resolve::of_products(scope, products, day).await?, |row| {
        (row.position, row.into_candidate())
    });
    Ok((0..products.len()).map(|index| found.take(index)).collect())
}

/// What the company calls the products of these numbers on a day. Case and outer blanks of a product's number do not matter.
pub async fn lookup_numbers<M>(
    scope: &mut Scope<'_, M>,
    numbers: &[&str],
    day: NaiveDate,
) -> Result<Vec<Called>> {
    let keys: Vec<String> = numbers.iter().map(|number| key::plain(number)).collect();
    let mut named: Positions<Named> =
        Positions::of(resolve::by_number(scope, &keys).await?, |row| {
            (row.position, row.into_named())
        });
    let products: Vec<Option<Named>> = (0..numbers.len())
        .map(|index| named.take(index).pop())
        .collect();
    let ids: Vec<ProductId> = products
        .iter()
        .flatten()
        .map(|product| product.id)
        .collect();
    let mut cpns = lookup(scope, &ids, day).await?.into_iter();
    Ok(products
        .into_iter()
        .map(|product| Called {
            cpns: match product {
                Some(_) => cpns.next().unwrap_or_default(),
                None => Vec::new(),
            },
            product,
        })
        .collect())
}

/// Rows by the position of their question.
struct Positions<T>(HashMap<i64, Vec<T>>);

impl<T> Positions<T> {
    fn of<R>(rows: Vec<R>, split: impl Fn(R) -> (i64, T)) -> Self {
        let mut positions = HashMap::<i64, Vec<T>>::new();
        for row in rows {
            let (position, value) = split(row);
            positions.entry(position).or_default().push(value);
        }
        Self(positions)
    }

    /// What belongs to the question at this index; the database counts from 1.
    fn take(&mut self, index: usize) -> Vec<T> {
        i64::try_from(index)
            .ok()
            .and_then(|index| self.0.remove(&(index + 1)))
            .unwrap_or_default()
    }
}
