//! How quantities and dates are written: what is unmistakable is read, what is not waits until somebody says which style it is.

use std::borrow::Cow;

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use crate::model::repair::Repair;
use crate::model::upload::{Field, Mapping};
use crate::sheet::{Cell, Mark};

/// A day as ISO 8601: a workbook's date without its time, and the unmistakable `31.12.2026`. Anything else stays as it is and
/// is judged by the draft.
pub fn day(cell: Option<&Cell>) -> Cow<'_, str> {
    let Some(cell) = cell else {
        return Cow::Borrowed("");
    };
    if cell.mark == Some(Mark::DateTyped) {
        return Cow::Borrowed(cell.text.get(..10).unwrap_or(&cell.text));
    }
    let parts: Vec<&str> = cell.text.trim().split('.').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            Cow::Owned(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => Cow::Borrowed(&cell.text),
    }
}

/// Whether a quantity may be a thousand times what it looks like: `1.000` is one or a thousand. Nobody writes a zero behind the decimals
/// of a quantity, so `1.125` and `0.500` are not in doubt.
pub fn is_ambiguous(quantity: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    quantity
        .trim()
        .split_once([',', '.'])
        .is_some_and(|(whole, rest)| {
            matches!(whole.len(), 1..=3)
                && !whole.starts_with('0')
                && is_digits(whole)
                && rest.len() == 3
                && is_digits(rest)
                && rest.ends_with('0')
        })
}

/// The styles that a fault in a field may be a matter of.
pub fn styles_of(field: Field) -> &'static [Repair] {
    match field {
        Field::PackQuantity => &[Repair::DecimalComma, Repair::DecimalPoint],
        Field::ValidFrom | Field::ValidTo => &[Repair::DayMonth, Repair::MonthDay],
        _ => &[],
    }
}

/// Writes the cells a style is about the way they are read.
pub fn rewrite(mapping: &Mapping, row: &mut [Cell], style: Repair) {
    for field in [Field::PackQuantity, Field::ValidFrom, Field::ValidTo] {
        let cell = mapping.column(field).and_then(|column| row.get_mut(column));
        if let Some(cell) = cell
            && let Some(text) = read(field, style, &cell.text)
        {
            *cell = Cell::plain(text);
        }
    }
}

/// What a text means in a style; none if it is not written so.
pub fn read(field: Field, style: Repair, text: &str) -> Option<String> {
    if !styles_of(field).contains(&style) {
        return None;
    }
    match style {
        Repair::DecimalComma => quantity(text, '.', ','),
        Repair::DecimalPoint => quantity(text, ',', '.'),
        Repair::DayMonth => date(text, true),
        Repair::MonthDay => date(text, false),
        _ => None,
    }
}

fn quantity(text: &str, thousands: char, decimal: char) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'' && *c != '\u{2019}')
        .collect();
    let (whole, fraction) = bare.split_once(decimal).unwrap_or((&bare, "0"));
    let mut groups = whole.split(thousands);
    let first = groups.next()?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = groups.collect();
    let is_grouped = groups.is_empty() || first.len() <= 3;
    if !is_digits(first)
        || !is_digits(fraction)
        || !is_grouped
        || !groups
            .iter()
            .all(|group| group.len() == 3 && is_digits(group))
    {
        return None;
    }
    let value: BigDecimal = format!("{first}{}.{fraction}", groups.concat())
        .parse()
        .ok()?;
    Some(value.normalized().to_plain_string())
}

fn date(text: &str, day_first: bool) -> Option<String> {
    let parts: Vec<u32> = text
        .trim()
        .split(['/', '-', '.'])
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    let (day, month) = if day_first {
        (*first, *second)
    } else {
        (*second, *first)
    };
    let year = if *year < 100 { 2000 + year } else { *year };
    let year = i32::try_from(year).ok()?;
    NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_decimals_are_told_apart_only_where_they_can_be() {
        for (text, ambiguous) in [
            ("1.000", true),
            (" 12,500 ", true),
            ("1.125", false),
            ("0.500", false),
            ("1000", false),
            ("1234.500", false),
            ("1.00", false),
            ("a.000", false),
            (".000", false),
        ] {
            assert_eq!(is_ambiguous(text), ambiguous, "{text}");
        }
    }

    #[test]
    fn each_style_reads_what_is_written_so() {
        for (field, style, text, meant) in [
            (
                Field::PackQuantity,
                Repair::DecimalComma,
                "1.000,5",
                Some("1000.5"),
            ),
            (
                Field::PackQuantity,
                Repair::DecimalComma,
                "1.000",
                Some("1000"),
            ),
            (Field::PackQuantity, Repair::DecimalComma, "1,000.5", None),
            (
                Field::PackQuantity,
                Repair::DecimalPoint,
                "1,000.5",
                Some("1000.5"),
            ),
            (
                Field::PackQuantity,
                Repair::DecimalPoint,
                "12'500",
                Some("12500"),
            ),
            (Field::PackQuantity, Repair::DecimalPoint, "1,00.5", None),
            (Field::PackQuantity, Repair::DayMonth, "1", None),
            (
                Field::ValidFrom,
                Repair::DayMonth,
                "03/04/25",
                Some("2025-04-03"),
            ),
            (
                Field::ValidFrom,
                Repair::MonthDay,
                "03/04/25",
                Some("2025-03-04"),
            ),
            (Field::ValidTo, Repair::MonthDay, "31/12/2025", None),
            (Field::ValidTo, Repair::DayMonth, "soon", None),
        ] {
            assert_eq!(read(field, style, text).as_deref(), meant, "{style} {text}");
        }
    }
}
