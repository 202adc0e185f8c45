//! Resolve: from the numbers somebody wrote to our products. Lookup: the other way round. Both take lists and ask the database a
//! fixed number of questions however long the list is; answers stand in the order of the questions.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::access::Scope;
use crate::error::Result;
use crate::model::cpn::CPN_LENGTH;
use crate::model::id::ProductId;
use crate::model::product::NUMBER_LENGTH;
use crate::model::resolution::{Called, Candidate, Offered, Outcome, Resolution};
use crate::model::{key, text};
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

/// What each number stands for on a day: a day that is over is answered from the history, as things stood at its end.
pub async fn resolve<M>(
    scope: &mut Scope<'_, M>,
    numbers: &[&str],
    day: NaiveDate,
    suggest: Suggest,
) -> Result<Vec<Resolution>> {
    let keys: Vec<String> = numbers.iter().map(|number| asked(number)).collect();
    let rows = match end_of(day) {
        Some(end) => resolve::by_identity_before(scope, &keys, end).await?,
        None => resolve::by_identity(scope, &keys).await?,
    };
    let mut found = Positions::of(rows, |row| (row.position, row.into_candidate()));
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

/// The identity key of a number that was asked for. What no CPN can be gets the empty key, which none has: NUL, for one, could
/// not even be asked for.
fn asked(number: &str) -> String {
    if text::line(number, CPN_LENGTH).is_ok() {
        key::identity(number)
    } else {
        String::new()
    }
}

/// The end of a day that is over; none for today and for days to come, which the register itself answers.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let next = day.succ_opt()?.and_time(NaiveTime::MIN).and_utc();
    (next <= Utc::now()).then_some(next)
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

/// What the company calls the products of these numbers on a day. Case and outer blanks of a product's number do not matter.
pub async fn lookup<M>(
    scope: &mut Scope<'_, M>,
    numbers: &[&str],
    day: NaiveDate,
) -> Result<Vec<Called>> {
    let end = end_of(day);
    let keys: Vec<String> = numbers
        .iter()
        .map(|number| {
            let number = text::line(number, NUMBER_LENGTH).unwrap_or_default();
            key::plain(&number)
        })
        .collect();
    let mut offered = Positions::of(resolve::by_number(scope, &keys, end).await?, |row| {
        (row.position(), row.into_offered())
    });
    let offered: Vec<Option<Offered>> = (0..numbers.len())
        .map(|index| offered.take(index).pop())
        .collect();
    let ids: Vec<ProductId> = offered
        .iter()
        .flatten()
        .map(|offered| offered.product.id)
        .collect();
    let rows = match end {
        Some(end) => resolve::of_products_before(scope, &ids, end).await?,
        None => resolve::of_products(scope, &ids).await?,
    };
    let mut cpns = Positions::of(rows, |row| (row.position, row.into_candidate()));
    let mut position = 0..ids.len();
    Ok(offered
        .into_iter()
        .map(|offered| {
            let index = offered.as_ref().and_then(|_| position.next());
            let candidates = index.map(|index| cpns.take(index)).unwrap_or_default();
            Called {
                offered,
                outcome: Outcome::of_product(candidates, day),
            }
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
