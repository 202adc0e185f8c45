//! The keys under which numbers are compared, searched and sorted.
//!
//! Every key is computed here and stored; the database compares bytes (`COLLATE "C"`). So a form, a contract and an
//! uploaded row agree on what is the same number, and so does every engine that speaks PostgreSQL.

use caseless::default_case_fold_str;
use unicode_normalization::UnicodeNormalization;

/// The key that decides whether two CPNs are the same (`DOMAIN.md`, "identity key"): Unicode NFKC, case-folded, every
/// blank one space and runs collapsed, every dash `-`, invisible characters removed, outer blanks cut.
///
/// Applying it twice changes nothing, and it does not matter how the text was composed.
pub fn identity(text: &str) -> String {
    if text.is_ascii() {
        return collapse_blanks(
            text.bytes().map(|b| char::from(b.to_ascii_lowercase())),
            text.len(),
        );
    }
    let mut key = fold_once(text);
    // Folding can make characters that NFKC composes anew (U+1E9E, Greek with iota); two rounds settle all of Unicode.
    loop {
        let again = fold_once(&key);
        if again == key {
            return key;
        }
        key = again;
    }
}

/// The key without regard to case and outer blanks: what makes account and product numbers unique.
pub fn plain(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        default_case_fold_str(&text.nfc().collect::<String>())
            .nfc()
            .collect()
    }
}

/// The key for loose search: of the identity key only letters and digits, in upper case. It may be empty.
pub fn search(text: &str) -> String {
    if text.is_ascii() {
        return text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect();
    }
    identity(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Several texts as one searchable text: their search keys, one blank between them, so that no match spans two.
pub fn search_text<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    texts
        .into_iter()
        .map(search)
        .filter(|key| !key.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The key by which lists of numbers sort naturally (`DOMAIN.md`, rule 10): `3` before `11` before `21`.
///
/// Each run of ASCII digits loses its leading zeros and gets its length in front: one digit up to 8, `9` and the rest
/// beyond that, so that a longer run always sorts behind a shorter one.
pub fn order(identity_key: &str) -> String {
    let mut key = String::with_capacity(identity_key.len() + 8);
    let mut rest = identity_key;
    while !rest.is_empty() {
        let text_end = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (text, from_digits) = rest.split_at(text_end);
        key.push_str(text);
        let digits_end = from_digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(from_digits.len());
        let (digits, after) = from_digits.split_at(digits_end);
        if !digits.is_empty() {
            let significant = digits.trim_start_matches('0');
            push_length(&mut key, significant.len());
            key.push_str(significant);
        }
        rest = after;
    }
    key
}

/// Where numbers that begin so lie in natural order: ranges of order keys, each from its first text up to but without its second, in
/// order and without overlap. A few others lie there too, such as those with other leading zeros.
///
/// A beginning that ends with digits has a range for each length that its last run of digits may have. One that ends with nothing but
/// zeros has none: leading zeros do not count in natural order.
pub fn order_ranges(beginning: &str) -> Vec<(String, String)> {
    let text = beginning.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = beginning.strip_prefix(text).unwrap_or_default();
    let start = order(text);
    if digits.is_empty() {
        let until = behind(&start);
        return vec![(start, until)];
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Vec::new();
    }
    let with_length = |length: usize| {
        let mut key = start.clone();
        push_length(&mut key, length);
        key
    };
    let ranges = (significant.len()..LONG_RUN).map(|length| {
        let from = with_length(length) + significant;
        let until = behind(&from);
        (from, until)
    });
    let longer = (
        with_length(LONG_RUN.max(significant.len())),
        format!("{start}:"),
    );
    ranges.chain([longer]).collect()
}

/// The first text behind all that begin with `start`, byte by byte: its last character raised by one.
pub fn behind(start: &str) -> String {
    let mut chars: Vec<char> = start.chars().collect();
    while let Some(last) = chars.pop() {
        // Surrogates are no characters; the range iterator steps over them.
        if let Some(next) = (last..=char::MAX).nth(1) {
            chars.push(next);
            return chars.into_iter().collect();
        }
    }
    start.to_owned()
}

/// Runs of so many digits and more share one of the [`order_ranges`].
const LONG_RUN: usize = 27;

fn push_length(key: &mut String, mut length: usize) {
    while length >= 9 {
        key.push('9');
        length -= 9;
    }
    key.extend(
        u32::try_from(length)
            .ok()
            .and_then(|length| char::from_digit(length, 10)),
    );
}

fn fold_once(text: &str) -> String {
    let composed: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    let folded: String = default_case_fold_str(&composed).nfkc().collect();
    collapse_blanks(
        folded.chars().map(|c| if is_dash(c) { '-' } else { c }),
        folded.len(),
    )
}

fn collapse_blanks(chars: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut key = String::with_capacity(capacity);
    let mut blank = false;
    for c in chars {
        if is_invisible(c) {
            continue;
        }
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && !key.is_empty() {
            key.push(' ');
        }
        blank = false;
        key.push(c);
    }
    key
}

/// Characters that show nothing and separate nothing: zero-width ones, soft hyphen, byte order mark, variation
/// selectors, direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Every kind of dash and the minus sign.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{058A}' | '\u{05BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{FE31}'
                | '\u{FE32}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_person_reads_alike_has_one_identity() {
        for (left, right) in [
            ("abc-1", " ABC-1 "),
            ("A\u{2013}12", "a-12"),
            ("A\u{00A0} 12", "a 12"),
            ("A\t12", "A 12"),
            ("A\u{200B}12", "a12"),
            ("GR\u{D6}SSE", "gro\u{308}\u{DF}e"),
            ("\u{FF21}\u{FF11}\u{FF12}", "a12"),
            ("\u{FB01}x", "FIX"),
        ] {
            assert_eq!(identity(left), identity(right), "{left:?} and {right:?}");
        }
    }

    #[test]
    fn what_only_looks_alike_has_not() {
        for (left, right) in [
            ("007", "7"),
            ("1E5", "100000"),
            ("A12", "\u{0410}12"),
            ("2-1", "21"),
            ("a b", "ab"),
            ("O", "0"),
        ] {
            assert_ne!(identity(left), identity(right), "{left:?} and {right:?}");
        }
    }

    #[test]
    fn search_keeps_letters_and_digits_alone() {
        assert_eq!(search("aa.00-1/1 1"), "AA00111");
        assert_eq!(search("gr\u{F6}\u{DF}e"), search("GR\u{D6}SSE"));
        assert_eq!(search(" -/- "), "");
        assert_eq!(search_text(["A-1", "--", "Pump, blue"]), "A1 PUMPBLUE");
    }

    #[test]
    fn numbers_sort_as_people_count() {
        let mut numbers = [
            "A21",
            "A3",
            "A11",
            "b1",
            "A100000000000",
            "A99999999999",
            "A",
            "A3-2",
            "A3-10",
            "12",
            "a003",
        ];
        numbers.sort_by_key(|number| (order(&identity(number)), *number));
        assert_eq!(
            numbers,
            [
                "12",
                "A",
                "A3",
                "a003",
                "A3-2",
                "A3-10",
                "A11",
                "A21",
                "A99999999999",
                "A100000000000",
                "b1"
            ]
        );
    }

    #[test]
    fn what_is_behind_a_beginning_begins_otherwise() {
        assert_eq!(behind("a\u{D7FF}"), "a\u{E000}");
        assert_eq!(behind("a\u{10FFFF}"), "b");
    }

    proptest! {
        #[test]
        fn numbers_lie_in_the_ranges_of_their_beginnings(number in "[a0-9]{1,12}|[ab-]{0,3}[0-9]{20,40}", cut in 1_usize..40) {
            let beginning: String = number.chars().take(cut).collect();
            let ranges = order_ranges(&beginning);
            let place = order(&number);
            let zeros = beginning.ends_with('0')
                && beginning.trim_end_matches('0').chars().last().is_none_or(|c| !c.is_ascii_digit());
            prop_assert_eq!(ranges.is_empty(), zeros);
            prop_assert!(zeros || ranges.iter().filter(|(from, until)| *from <= place && place < *until).count() == 1);
            prop_assert!(ranges.iter().zip(ranges.iter().skip(1)).all(|(one, next)| one.0 < one.1 && one.1 <= next.0));
        }

        #[test]
        fn identity_is_idempotent_and_blind_to_composition(text in "\\PC{0,40}") {
            let key = identity(&text);
            prop_assert_eq!(&identity(&key), &key);
            prop_assert_eq!(&identity(&text.nfd().collect::<String>()), &key);
        }

        #[test]
        fn keys_of_ascii_text_are_those_of_the_general_way(text in "[ -~]{0,40}") {
            prop_assert_eq!(identity(&text), fold_once(&text));
            let general: String = fold_once(&text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
            prop_assert_eq!(search(&text), general);
        }

        #[test]
        fn a_longer_number_sorts_behind_a_shorter_one(small in 0_u64..1_000_000_000_000, large in 0_u64..1_000_000_000_000) {
            prop_assume!(small < large);
            let (small, large) = (order(&format!("x{small}")), order(&format!("x{large}")));
            prop_assert!(small < large);
        }
    }
}
