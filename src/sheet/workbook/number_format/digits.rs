//! Digits into the places that a section has for them.

use super::{Section, Token, fifteen_digits};

impl Section {
    /// A number in this section, of a format with so many.
    pub(super) fn show(&self, value: f64, sections: usize) -> String {
        let places = |tokens: &[Token]| {
            let digits = tokens.iter().filter(|t| matches!(t, Token::Digit(_)));
            digits.count()
        };
        let point = self.tokens.iter().position(|token| *token == Token::Point);
        let whole = self.tokens.get(..point.unwrap_or(self.tokens.len()));
        let whole = whole.unwrap_or_default();
        let rest = point
            .and_then(|at| self.tokens.get(at + 1..))
            .unwrap_or_default();
        let percents = self.tokens.iter().filter(|t| **t == Token::Percent).count();
        let last_digit = whole.iter().rposition(|t| matches!(t, Token::Digit(_)));
        let scaling = last_digit.map_or(0, |at| {
            let behind = whole.iter().skip(at + 1);
            behind.take_while(|t| **t == Token::Comma).count()
        });
        let exponent =
            i32::try_from(percents * 2).unwrap_or(0) - i32::try_from(scaling * 3).unwrap_or(0);
        let scaled = (value.abs() * 10_f64.powi(exponent)).min(f64::MAX);
        let decimals = places(rest).min(30);
        // Fifteen digits first: what is stored beyond them is an artefact of binary fractions.
        let rounded = fifteen_digits(scaled);
        let text = format!("{rounded:.decimals$}");
        let (integral, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut shown = String::new();
        let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if value < 0.0 && sections == 1 && !zero {
            shown.push('-');
        }
        if last_digit.is_none() && !(value != 0.0 && whole.is_empty()) {
            let letters = whole.iter().map(|token| token.literal(rounded));
            shown.extend(letters);
        } else {
            shown.push_str(&place_digits(
                whole,
                integral.trim_start_matches('0'),
                rounded,
            ));
        }
        if point.is_some() {
            shown.push_str(&place_decimals(rest, fraction, rounded));
        }
        shown.trim().to_owned()
    }
}

/// Digits into the places of the part before the decimal sign, from the right; those without a
/// place go before the first.
fn place_digits(tokens: &[Token], digits: &str, value: f64) -> String {
    let first = tokens.iter().position(|t| matches!(t, Token::Digit(_)));
    let mut left = digits.chars().rev();
    let mut reversed: Vec<String> = Vec::new();
    for (index, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Digit(place) => {
                match (left.next(), place) {
                    (Some(digit), _) => reversed.push(digit.into()),
                    (None, '0') => reversed.push("0".into()),
                    (None, '?') => reversed.push(" ".into()),
                    (None, _) => {}
                }
                if Some(index) == first {
                    reversed.extend(left.by_ref().map(String::from));
                }
            }
            other => reversed.push(other.literal(value)),
        }
    }
    if first.is_none() {
        reversed.extend(left.map(String::from));
    }
    reversed.into_iter().rev().collect()
}

/// Digits into the places behind the decimal sign; `#` shows no trailing zero.
fn place_decimals(tokens: &[Token], digits: &str, value: f64) -> String {
    let used = digits.trim_end_matches('0').len();
    let mut digits = digits.chars().enumerate();
    let mut shown = String::new();
    let mut behind = String::new();
    for token in tokens {
        match token {
            Token::Digit(place) => match digits.next() {
                Some((at, digit)) if at < used || *place == '0' => shown.push(digit),
                _ => {}
            },
            other => behind.push_str(&other.literal(value)),
        }
    }
    let point = if shown.is_empty() { "" } else { "." };
    format!("{point}{shown}{behind}")
}
