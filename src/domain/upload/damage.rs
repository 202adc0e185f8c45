//! Numbers that a spreadsheet has eaten, recognised against the catalogue: `17` where there is a `0017`, `123.0`, `90.75` where there
//! is a `90.750`, `220` where there is a `22E1`, sixteen digits that end in zeros, `02-Jan`.
//!
//! Nothing is repaired here. The cause says what probably happened, and a repair can be chosen for it where that is certain.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::{Reads, Scope};
use crate::error::Result;
use crate::model::key;
use crate::model::repair::without_point_zero;
use crate::model::upload::{Upload, cause};
use crate::store::mending::{self, Alike};

/// Different unknown texts that are looked at.
const LOOKED_AT: i64 = 5_000;
/// Digits a spreadsheet keeps of a number.
const KEPT_DIGITS: usize = 15;

const MONTHS: [&str; 24] = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "mai",
    "okt",
    "dez",
    "m\u{e4}r",
    "mrz",
    "janv",
    "f\u{e9}vr",
    "mars",
    "avr",
    "juin",
    "juil",
    "ao\u{fb}t",
];

/// Says more closely why products were not found, and asks about numbers that look like damaged twins.
pub(super) async fn look(scope: &mut Scope<'_, Reads>, upload: &Upload) -> Result<()> {
    mending::ask_about_twins(scope, upload).await?;
    let texts = mending::unknown_products(scope, upload, LOOKED_AT).await?;
    if texts.is_empty() {
        return Ok(());
    }
    let order_keys: Vec<String> = texts
        .iter()
        .filter(|text| has_digit(text))
        .map(|text| order_key(text))
        .collect();
    let number_keys: Vec<String> = texts
        .iter()
        .flat_map(|text| variants(text))
        .map(|(key, _)| key)
        .collect();
    let alike = Catalogue::of(mending::alike(scope, &order_keys, &number_keys).await?);
    let (texts, causes): (Vec<&str>, Vec<&str>) = texts
        .iter()
        .filter_map(|text| Some((text.as_str(), damage(text, &alike)?)))
        .unzip();
    if !texts.is_empty() {
        mending::name_damage(scope, upload, &texts, &causes).await?;
    }
    Ok(())
}

/// Numbers of the catalogue that might be meant.
struct Catalogue {
    number_keys: BTreeSet<String>,
    order_keys: BTreeMap<String, String>,
}

impl Catalogue {
    fn of(products: Vec<Alike>) -> Self {
        Self {
            number_keys: products
                .iter()
                .map(|product| product.number_key.clone())
                .collect(),
            order_keys: products
                .into_iter()
                .map(|product| (product.order_key, product.number))
                .collect(),
        }
    }
}

/// What happened to an unknown number, if it shows.
fn damage(text: &str, catalogue: &Catalogue) -> Option<&'static str> {
    let known = variants(text)
        .into_iter()
        .find(|(key, _)| catalogue.number_keys.contains(key));
    if let Some((_, cause)) = known {
        return Some(cause);
    }
    if has_digit(text) && catalogue.order_keys.contains_key(&order_key(text)) {
        return Some(cause::PRODUCT_ZEROS_LOST);
    }
    if is_rounded(text) {
        return Some(cause::PRODUCT_ROUNDED);
    }
    is_date(text).then_some(cause::PRODUCT_DATE)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// What the number sorts by: leading zeros do not count there.
fn order_key(text: &str) -> String {
    key::order(&key::identity(text))
}

/// How the number may have been written before, each with the cause it would show.
fn variants(text: &str) -> Vec<(String, &'static str)> {
    let mut variants = Vec::new();
    if let Some(whole) = without_point_zero(text) {
        variants.push((whole.to_owned(), cause::PRODUCT_POINT_ZERO));
    }
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) if is_digits(whole) && is_digits(fraction) => {
            for zeros in 1..=3 {
                variants.push((
                    format!("{text}{}", "0".repeat(zeros)),
                    cause::PRODUCT_ZEROS_CUT,
                ));
            }
        }
        None if is_digits(text) => {
            let ending = text.len() - text.trim_end_matches('0').len();
            for exponent in 0..=ending.min(9).min(text.len() - 1) {
                if let Some(digits) = text.get(..text.len() - exponent) {
                    variants.push((format!("{digits}e{exponent}"), cause::PRODUCT_EXPONENT_LOST));
                    variants.push((
                        format!("{digits}e0{exponent}"),
                        cause::PRODUCT_EXPONENT_LOST,
                    ));
                }
            }
            for zeros in 1..=3 {
                variants.push((
                    format!("{text}.{}", "0".repeat(zeros)),
                    cause::PRODUCT_ZEROS_CUT,
                ));
            }
        }
        _ => {}
    }
    variants
}

/// More digits than a spreadsheet keeps, and nothing but zeros behind those.
fn is_rounded(text: &str) -> bool {
    text.len() > KEPT_DIGITS
        && text.bytes().all(|b| b.is_ascii_digit())
        && text
            .get(KEPT_DIGITS..)
            .is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
}

/// `02-Jan`, `Jan-02`, `2. Mai`: what becomes of `1-2` and `MAR1`.
fn is_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split(['-', '.', ' ', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let is_month = |part: &str| MONTHS.contains(&part);
    let is_number = |part: &str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [first, second] => {
            (is_month(first) && is_number(second)) || (is_number(first) && is_month(second))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(numbers: &[&str]) -> Catalogue {
        let product = |number: &&str| Alike {
            number: (*number).to_owned(),
            number_key: key::plain(number),
            order_key: order_key(number),
        };
        Catalogue::of(numbers.iter().map(product).collect())
    }

    #[test]
    fn damage_is_told_by_what_the_catalogue_has() {
        let catalogue = catalogue(&["0017", "123", "90.750", "22E1", "A-0012", "300.0"]);
        for (text, cause) in [
            ("17", Some(cause::PRODUCT_ZEROS_LOST)),
            ("123.0", Some(cause::PRODUCT_POINT_ZERO)),
            ("90.75", Some(cause::PRODUCT_ZEROS_CUT)),
            ("300", Some(cause::PRODUCT_ZEROS_CUT)),
            ("220", Some(cause::PRODUCT_EXPONENT_LOST)),
            ("A-12", Some(cause::PRODUCT_ZEROS_LOST)),
            ("1234567890123450", Some(cause::PRODUCT_ROUNDED)),
            ("02-Jan", Some(cause::PRODUCT_DATE)),
            ("Mrz 01", Some(cause::PRODUCT_DATE)),
            ("18", None),
            ("PUMP", None),
            ("", None),
        ] {
            assert_eq!(damage(text, &catalogue), cause, "{text}");
        }
    }
}
