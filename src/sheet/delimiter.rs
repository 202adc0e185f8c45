//! Which delimiter a text has: the one that gives many rows the same number of columns.
//!
//! Neither the first row nor the number of commas decides: titles stand above the headings, and
//! prices have decimal commas. Headings that are known count for the delimiter that shows them.

use super::{
    Delimiter,
    split::{Split, leniently, strictly},
};

/// Rows looked at.
const ROWS: usize = 300;
/// The first rows, where headings may stand.
const HEADING_ROWS: usize = 50;

/// Tells the delimiter of the text that begins with `sample`; `complete` if it ends with it too.
pub(super) fn detect(
    sample: &str,
    complete: bool,
    known_heading: &dyn Fn(&str) -> bool,
) -> Delimiter {
    let mut best = (Delimiter::Nothing, 0.0);
    for delimiter in [
        Delimiter::Tab,
        Delimiter::Semicolon,
        Delimiter::Comma,
        Delimiter::Pipe,
    ] {
        let score = score(sample, complete, delimiter, known_heading);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// How much speaks for a delimiter; 0 if it divides too little.
fn score(
    sample: &str,
    complete: bool,
    delimiter: Delimiter,
    known_heading: &dyn Fn(&str) -> bool,
) -> f64 {
    let mut spans = Vec::new();
    // How many rows have so many columns.
    let mut widths = std::collections::BTreeMap::<usize, u32>::new();
    let (mut at, mut rows, mut known) = (0, 0, 0);
    while rows < ROWS
        && let Some(rest) = sample.get(at..).filter(|rest| !rest.is_empty())
    {
        let mut split = strictly(rest, delimiter.byte(), complete, &mut spans);
        // What would fill most of the sample is no row but a mark that never closes.
        let endless = split == Split::Unfinished && rest.len() * 2 > sample.len();
        if split == Split::Stray || endless {
            split = leniently(rest, delimiter.byte(), complete, &mut spans);
        }
        if split == Split::Unfinished && rows == 0 {
            // A first row that is wider than the sample is judged by what there is of it.
            split = leniently(rest, delimiter.byte(), true, &mut spans);
        }
        let Split::Row { length, .. } = split else {
            break;
        };
        at += length;
        if spans.iter().all(|span| span.of(rest).trim().is_empty()) {
            continue;
        }
        if rows < HEADING_ROWS && spans.len() > 1 {
            let headings = spans.iter().filter(|span| known_heading(&span.of(rest)));
            known = known.max(headings.count());
        }
        *widths.entry(spans.len()).or_default() += 1;
        rows += 1;
    }
    let total = widths.values().sum::<u32>();
    let usual = widths
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width));
    match usual {
        Some((width, count)) if width > 1 => {
            let share = f64::from(count) / f64::from(total);
            let wide = f64::from(u32::try_from(width.min(64)).unwrap_or(64)).ln();
            let known = f64::from(u32::try_from(known.min(3)).unwrap_or(3));
            share * share * (1.0 + wide / 8.0) * (1.0 + known)
        }
        // A list under a long preamble of single cells still has its headings.
        Some(_) if known > 1 => 0.1,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sample: &str) -> Delimiter {
        detect(sample, true, &|heading| heading == "Artikel")
    }

    #[test]
    fn decimal_commas_do_not_beat_semicolons() {
        assert_eq!(
            told("Nr;Preis\nA1;0,70\nA2;0,80\nA3;1,00\n"),
            Delimiter::Semicolon
        );
    }

    #[test]
    fn titles_and_quoted_texts_do_not_count() {
        let text = "Price list; spring; all; countries\n\nno\tname\n1\t\"a;b;c\"\n2\t\"d;e;f\"\n";
        assert_eq!(told(text), Delimiter::Tab);
    }

    #[test]
    fn one_column_has_no_delimiter() {
        assert_eq!(told("number\nA1\nA2, old\nA3\n"), Delimiter::Nothing);
        assert_eq!(told(""), Delimiter::Nothing);
    }

    #[test]
    fn a_row_wider_than_the_sample_has_a_delimiter() {
        let told = detect(&"a;".repeat(10_000), false, &|_| false);
        assert_eq!(told, Delimiter::Semicolon);
    }

    #[test]
    fn a_known_heading_decides_between_equals() {
        assert_eq!(told("Artikel|a,b\nx|1,2\n"), Delimiter::Pipe);
    }
}
