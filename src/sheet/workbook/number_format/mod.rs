//! Numbers as the person saw them: the formats of a spreadsheet, as far as they matter to
//! identifiers.
//!
//! Thousands separators are left out, because which sign they are depends on who looks; colours,
//! fractions and column widths likewise change nothing about which number it is.

mod code;
mod digits;
mod moment;

pub(super) use self::moment::Epoch;
use self::moment::Moment;
use super::super::{Cell, Mark};

/// A number format: up to four sections.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberFormat {
    /// Its sections; none for the general format.
    sections: Vec<Section>,
}

/// What numbers of some sign, or under some condition, look like.
#[derive(Clone, Debug, Default)]
struct Section {
    /// Which numbers it is for, if it says so itself: `[<100]`.
    condition: Option<(String, f64)>,
    /// What is shown, from left to right.
    tokens: Vec<Token>,
    /// Whether it shows a date or time, and which part of it.
    moment: Option<Moment>,
}

/// One thing shown.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal sign.
    Point,
    /// A thousands separator, or a scale by thousands at the end.
    Comma,
    /// A letter as it is.
    Letter(char),
    /// A percent sign, which also multiplies.
    Percent,
    /// The exponent of scientific notation.
    Exponent,
    /// General format, or the text itself.
    General,
}

impl NumberFormat {
    /// The format with this number of those that every workbook has.
    pub(super) fn built_in(number: u32) -> Self {
        let code = match number {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 | 48 => "0.00E+00",
            14..=17 | 27..=31 | 34..=36 | 50..=58 => "yyyy-mm-dd",
            18..=21 | 32 | 33 | 45..=47 => "hh:mm:ss",
            22 => "yyyy-mm-dd hh:mm:ss",
            _ => "General",
        };
        Self::parse(code)
    }

    /// Reads a format code.
    pub(super) fn parse(code: &str) -> Self {
        let sections: Vec<Section> = code::sections(code);
        let general = |section: &Section| section.tokens == [Token::General];
        if sections.first().is_none_or(general) {
            return Self::default();
        }
        Self { sections }
    }

    /// The cell that a number is.
    pub(super) fn apply(&self, value: f64, epoch: Epoch) -> Cell {
        let Some(section) = self.section_for(value) else {
            return general(value);
        };
        if let Some(moment) = section.moment {
            let text = moment.text(value, epoch);
            return Cell {
                mark: Some(Mark::DateTyped),
                text: text.unwrap_or_else(|| general(value).text),
            };
        }
        if section.tokens.contains(&Token::Exponent) {
            let plain = general(value);
            let mark = match plain.mark {
                Some(Mark::Rounded) => Mark::Rounded,
                _ => Mark::Scientific,
            };
            return Cell {
                mark: Some(mark),
                ..plain
            };
        }
        let text = section.show(value, self.sections.len());
        let plain = general(value);
        let mark = match plain.mark {
            Some(Mark::Rounded) => Mark::Rounded,
            _ if text == plain.text => Mark::Number,
            _ => Mark::NumberFormatted,
        };
        Cell {
            text,
            mark: Some(mark),
        }
    }

    /// The section for a number.
    fn section_for(&self, value: f64) -> Option<&Section> {
        let conditional = self.sections.iter().any(|one| one.condition.is_some());
        if conditional {
            let holds = |one: &&Section| one.condition.as_ref().is_none_or(|c| fulfils(value, c));
            return self.sections.iter().find(holds);
        }
        let index = match self.sections.len() {
            0 | 1 => 0,
            2 => usize::from(value < 0.0),
            _ if value == 0.0 => 2,
            _ => usize::from(value < 0.0),
        };
        self.sections
            .get(index)
            .filter(|one| one.tokens != [Token::General])
    }
}

impl Token {
    /// What it shows if it is no digit.
    fn literal(&self, value: f64) -> String {
        match self {
            Self::Letter(letter) => letter.to_string(),
            Self::Percent => "%".into(),
            Self::General => general(value).text,
            Self::Digit(_) | Self::Point | Self::Comma | Self::Exponent => String::new(),
        }
    }
}

/// A number without a format: all its fifteen digits and no exponent.
pub(super) fn general(value: f64) -> Cell {
    if !value.is_finite() {
        return Cell {
            text: "#NUM!".into(),
            mark: Some(Mark::FormulaError),
        };
    }
    let text = fifteen_digits(value).to_string();
    let mark = match value.abs() {
        size if size >= 1e15 => Mark::Rounded,
        // More than eleven digits do not fit: the general format shows an exponent.
        size if size >= 1e11 || (size < 1e-9 && size > 0.0) => Mark::Scientific,
        _ => Mark::Number,
    };
    let text = if text == "-0" { "0".to_owned() } else { text };
    Cell {
        text,
        mark: Some(mark),
    }
}

/// The number that fifteen digits of it are: what a spreadsheet shows and keeps.
fn fifteen_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// Whether a number fulfils a section's condition.
fn fulfils(value: f64, (comparison, limit): &(String, f64)) -> bool {
    match comparison.as_str() {
        "<" => value < *limit,
        "<=" => value <= *limit,
        ">" => value > *limit,
        ">=" => value >= *limit,
        "=" => (value - limit).abs() < f64::EPSILON,
        _ => (value - limit).abs() >= f64::EPSILON,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, value: f64) -> (String, Option<Mark>) {
        let cell = NumberFormat::parse(code).apply(value, Epoch::Year1900);
        (cell.text, cell.mark)
    }

    #[test]
    fn identifiers_come_out_as_they_were_seen() {
        for (code, value, text) in [
            ("0000", 17.0, "0017"),
            ("00000000", 4711.0, "00004711"),
            ("00-000-000", 1_234_567.0, "01-234-567"),
            ("000\\-00", 12_345.0, "123-45"),
            ("\"AB-\"0000", 7.0, "AB-0007"),
            ("\"AB-\"0000;-0", 7.0, "AB-0007"),
            ("0.00", 90.75, "90.75"),
            ("0.000", 90.75, "90.750"),
            ("#.##", 90.5, "90.5"),
            ("0", 17.4, "17"),
            ("#,##0", 1_234_567.0, "1234567"),
            ("0%", 0.25, "25%"),
            ("[$€-407] 0.00", 1.5, "€ 1.50"),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", -3.5, "(3.50)"),
            ("[<=99999]00000;00000-0000", 123.0, "00123"),
            ("[<=99999]00000;00000-0000", 123_456_789.0, "12345-6789"),
            ("0;0;\"-\"", 0.0, "-"),
            ("#", 0.0, ""),
            ("0.0", -0.04, "0.0"),
        ] {
            assert_eq!(shown(code, value).0, text, "{code} {value}");
        }
        assert_eq!(shown("0000", 17.0).1, Some(Mark::NumberFormatted));
        assert_eq!(shown("0", 17.0), ("17".into(), Some(Mark::Number)));
    }

    #[test]
    fn numbers_without_a_format_have_no_artefacts() {
        for (value, text, mark) in [
            (17.0, "17", Mark::Number),
            (-0.0, "0", Mark::Number),
            (1.1 + 2.2, "3.3", Mark::Number),
            (4_012_345_678_901.0, "4012345678901", Mark::Scientific),
            (1.234_567_890_123_45e15, "1234567890123450", Mark::Rounded),
            (1e20, "100000000000000000000", Mark::Rounded),
        ] {
            let cell = general(value);
            assert_eq!((cell.text.as_str(), cell.mark), (text, Some(mark)));
        }
        assert_eq!(shown("General", 503.0), ("503".into(), Some(Mark::Number)));
        assert_eq!(
            shown("0.00E+00", 503.0),
            ("503".into(), Some(Mark::Scientific))
        );
        assert_eq!(shown("0", 1e16).1, Some(Mark::Rounded));
    }

    #[test]
    fn dates_are_iso_and_marked() {
        for (code, value, text) in [
            ("dd-mmm", 45_324.0, "2024-02-02"),
            ("m/d/yy h:mm", 45_324.5, "2024-02-02 12:00:00"),
            ("h:mm:ss", 0.75, "18:00:00"),
            ("[h]:mm", 1.5, "36:00:00"),
            ("mmm", 1.0, "1900-01-01"),
            ("yyyy", 60.0, "1900-02-29"),
            ("[$-407]d. mmmm yyyy", 61.0, "1900-03-01"),
        ] {
            assert_eq!(
                shown(code, value),
                (text.into(), Some(Mark::DateTyped)),
                "{code}"
            );
        }
        let late = NumberFormat::built_in(14).apply(0.0, Epoch::Year1904);
        assert_eq!(late.text, "1904-01-01");
        assert_eq!(shown("yyyy", -1.0).0, "-1");
    }
}
