//! What a spreadsheet makes of numbers that it takes for something else, told from the text alone.

use chrono::{Datelike as _, NaiveDate};

/// Months as spreadsheets abbreviate them, in English, German, French and Dutch, with the number of each.
const MONTHS: [(&str, u8); 29] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("m\u{e4}r", 3),
    ("m\u{e4}rz", 3),
    ("mrz", 3),
    ("mai", 5),
    ("mei", 5),
    ("mrt", 3),
    ("okt", 10),
    ("dez", 12),
    ("janv", 1),
    ("f\u{e9}vr", 2),
    ("mars", 3),
    ("avr", 4),
    ("juin", 6),
    ("juil", 7),
    ("ao\u{fb}t", 8),
    ("d\u{e9}c", 12),
];
/// Digits a spreadsheet keeps of a number.
const KEPT_DIGITS: usize = 15;

/// Whether something that was lost left a text that may be a number after all.
pub fn leaves_a_number(lost: &str) -> bool {
    matches!(lost, "rounded" | "date-typed" | "scientific")
}

/// `1.23E+12` in a text file: the digits behind are gone. `1E5` is a number somebody may have.
pub fn is_scientific(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once("E+") else {
        return false;
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    whole.len() == 1
        && is_digits(whole)
        && is_digits(fraction)
        && exponent.len() >= 2
        && is_digits(exponent)
}

/// More digits than a spreadsheet keeps, and nothing but zeros behind those.
pub fn is_rounded(text: &str) -> bool {
    let text = text.trim();
    text.len() > KEPT_DIGITS
        && is_digits(text)
        && text
            .get(KEPT_DIGITS..)
            .is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
}

/// `02-Jan`, `Jan-02`, `01. Mrz`: exactly as a spreadsheet shows what was `1-2` or `MAR1`. A number in capitals such as `DEC-12` is
/// nothing a spreadsheet has made.
pub fn is_day(text: &str) -> bool {
    let text = text.trim();
    text.chars().any(char::is_lowercase) && shown_day(text).is_some()
}

fn shown_day(text: &str) -> Option<(u8, u8)> {
    let parts: Vec<&str> = text
        .split(['-', '.', ' ', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| (part.len() == 2 && is_digits(part)).then(|| part.parse().ok())?;
    match (month(first), month(second)) {
        (Some(month), None) => Some((month, number(second)?)),
        (None, Some(month)) => Some((month, number(first)?)),
        _ => None,
    }
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    MONTHS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, month)| *month)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The days a cell may show, as month and day (or two digits of a year): of `02-Jan`, and of the ISO day a workbook has.
pub fn days_shown(text: &str) -> Vec<(u8, u8)> {
    let text = text.trim();
    if let Some(day) = shown_day(text) {
        return vec![day];
    }
    let Some(date) = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) else {
        return Vec::new();
    };
    let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let month = small(date.month());
    let mut days = vec![(month, small(date.day()))];
    if date.day() == 1 {
        days.push((month, small(date.year_ce().1 % 100)));
    }
    days
}

/// The days a spreadsheet may take a number for: `1-2` for the first of February or the second of January, `MAR1` for the first of
/// March; none if it would leave it alone.
pub fn days_taken(number: &str) -> Vec<(u8, u8)> {
    let number = number.trim();
    let letters = number.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 0 {
        let word: String = number.chars().filter(|c| c.is_alphabetic()).collect();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        return match (month(&word), digits.parse::<u8>()) {
            (Some(month), Ok(day)) if digits.len() <= 2 => vec![(month, day)],
            _ => Vec::new(),
        };
    }
    let parts: Vec<&str> = number.split(['-', '/', '.']).collect();
    let [first, second] = parts.as_slice() else {
        return Vec::new();
    };
    let small =
        |part: &str| (part.len() <= 2 && is_digits(part)).then(|| part.parse::<u8>().ok())?;
    let (Some(first), Some(second)) = (small(first), small(second)) else {
        return Vec::new();
    };
    let is_month = |number: u8| (1..=12).contains(&number);
    [(first, second), (second, first)]
        .into_iter()
        .filter(|(month, _)| is_month(*month))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_shows_is_told_from_numbers() {
        for text in [
            "02-Jan", "Jan-02", "01. Mrz", " Mrz 01 ", "31-Dez", "01-Sept",
        ] {
            assert!(is_day(text), "{text}");
        }
        for text in [
            "DEC-12",
            "SEP-100",
            "Mar-1",
            "A-12",
            "12-34",
            "Jan",
            "",
            "2026-01-02",
            "M\u{e4}rz",
        ] {
            assert!(!is_day(text), "{text}");
        }
        for (text, rounded) in [
            ("1234567890123450", true),
            ("1234567890123450000", true),
            ("1234567890123456", false),
            ("123456789012345", false),
            ("A234567890123450", false),
        ] {
            assert_eq!(is_rounded(text), rounded, "{text}");
        }
        for (text, scientific) in [
            ("1.23E+12", true),
            ("5,03E+02", true),
            ("1E5", false),
            ("12E+3", false),
        ] {
            assert_eq!(is_scientific(text), scientific, "{text}");
        }
    }

    #[test]
    fn a_number_and_the_day_it_became_meet() {
        for (number, shown) in [
            ("1-2", "02-Jan"),
            ("1-2", "01. Feb"),
            ("MAR1", "01-Mar"),
            ("1/13", "Jan-13"),
            ("2-1", "2026-01-02"),
            ("MAR-1", "2026-03-01"),
            ("1-13", "2013-01-01 00:00:00"),
        ] {
            let taken = days_taken(number);
            assert!(
                days_shown(shown).iter().any(|day| taken.contains(day)),
                "{number} {shown}"
            );
        }
        for number in ["1-2-3", "AB-1", "100-2", "17", "13-14"] {
            assert!(days_taken(number).is_empty(), "{number}");
        }
        assert!(days_shown("A-1").is_empty());
    }
}
