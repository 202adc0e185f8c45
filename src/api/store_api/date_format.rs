//! Writes dates in the signs of PHP's `date`, which clients give for the keys of a histogram.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDateTime};

/// A moment such as `2025-10-31 05:08:00` in another form; none if it is no such moment. A backslash takes the next sign literally,
/// and signs that mean nothing stand for themselves.
pub fn write(moment: &str, format: &str) -> Option<String> {
    let at = NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M:%S").ok()?;
    let mut written = String::new();
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        match specifier(sign) {
            Some(specifier) => write!(written, "{}", at.format(specifier)).ok()?,
            None => match sign {
                '\\' => written.extend(signs.next()),
                'S' => written.push_str(ordinal(at.day())),
                'w' => write!(written, "{}", at.weekday().num_days_from_sunday()).ok()?,
                'N' => write!(written, "{}", at.weekday().number_from_monday()).ok()?,
                'z' => write!(written, "{}", at.ordinal0()).ok()?,
                sign => written.push(sign),
            },
        }
    }
    Some(written)
}

fn specifier(sign: char) -> Option<&'static str> {
    match sign {
        'd' => Some("%d"),
        'j' => Some("%-d"),
        'D' => Some("%a"),
        'l' => Some("%A"),
        'W' => Some("%V"),
        'o' => Some("%G"),
        'm' => Some("%m"),
        'n' => Some("%-m"),
        'M' => Some("%b"),
        'F' => Some("%B"),
        'Y' => Some("%Y"),
        'y' => Some("%y"),
        'H' => Some("%H"),
        'G' => Some("%-H"),
        'h' => Some("%I"),
        'g' => Some("%-I"),
        'A' => Some("%p"),
        'a' => Some("%P"),
        'i' => Some("%M"),
        's' => Some("%S"),
        _ => None,
    }
}

fn ordinal(day: u32) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_php_are_understood() {
        let written = |format| write("2025-10-31 05:08:00", format).unwrap();
        assert_eq!(written("Y-m-d"), "2025-10-31");
        assert_eq!(
            written(r"D, jS F Y \a\t G:i"),
            "Fri, 31st October 2025 at 5:08"
        );
        assert_eq!(written("o W %d%"), "2025 44 %31%");
        assert_eq!(write("yesterday", "Y"), None);
    }
}
