//! Marks that keep a spreadsheet from calculating with a text, on the way out and on the way in.
//!
//! The law: `unprotect(&protect(x)) == x` for every text, also for one that itself begins with an
//! apostrophe, because [`protect`] puts another before it.

use std::borrow::Cow;

/// Whether a spreadsheet would calculate with a text that begins so.
fn is_trigger(character: char) -> bool {
    matches!(
        character,
        '=' | '+'
            | '-'
            | '@'
            | '\t'
            | '\r'
            | '\n'
            | '\u{ff1d}'
            | '\u{ff0b}'
            | '\u{ff0d}'
            | '\u{ff20}'
    )
}

/// The text with an apostrophe before it if a spreadsheet would otherwise calculate with it, or
/// if the reader would otherwise take an apostrophe of its own off.
pub fn protect(text: &str) -> Cow<'_, str> {
    let first = text.chars().next();
    if first.is_some_and(is_trigger) || first == Some('\'') {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without what was put around it to force a spreadsheet to see text: one apostrophe
/// before it, or `="` and `"` around it.
///
/// It belongs to reading identifiers, so the caller applies it to the columns that hold them;
/// cells themselves stay as they were read.
pub fn unprotect(text: &str) -> Cow<'_, str> {
    if let Some(inner) = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return if inner.contains('"') {
            Cow::Owned(inner.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inner)
        };
    }
    match text.strip_prefix('\'') {
        Some(protected) if !protected.is_empty() => Cow::Borrowed(protected),
        _ => Cow::Borrowed(text),
    }
}

/// The text of free wording without the apostrophe that [`protect`] put before it. One that stands before a letter is the
/// writer's own.
pub fn unmark(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c| is_trigger(c) || c == '\'') => rest,
        _ => text,
    }
}

/// The text as it belongs into a workbook's text cell, which no spreadsheet calculates with: only what reading would take off
/// is guarded by an apostrophe.
pub fn shield(text: &str) -> Cow<'_, str> {
    if unprotect(text) == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("'{text}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_marked() {
        for text in [
            "=1",
            "+1",
            "-A",
            "@x",
            "\tx",
            "\rx",
            "\nx",
            "\u{ff1d}1",
            "\u{ff0d}",
            "'-A",
            "'x",
        ] {
            assert_eq!(protect(text), format!("'{text}"));
        }
        for text in ["A-1", "", "1+1", " =1"] {
            assert_eq!(protect(text), text);
        }
    }

    #[test]
    fn exactly_one_protection_comes_off() {
        assert_eq!(unprotect("'00123"), "00123");
        assert_eq!(unprotect("''-A"), "'-A");
        assert_eq!(unprotect("=\"00123\""), "00123");
        assert_eq!(unprotect("=\"5\"\"\""), "5\"");
        assert_eq!(unprotect("A'1"), "A'1");
        assert_eq!(unprotect("=B2"), "=B2");
        assert_eq!(unprotect("=\""), "=\"");
    }

    proptest! {
        #[test]
        fn protection_is_undone(text in r#"['=+\-@"\t\r\n＝A]{0,4}\PC*"#) {
            let written = protect(&text).into_owned();
            prop_assert_eq!(unprotect(&written), text.as_str());
            prop_assert_eq!(unmark(&written), text.as_str());
        }

        #[test]
        fn a_shield_is_taken_off(text in r#"['=+"A]{0,5}\PC*"#) {
            let written = shield(&text).into_owned();
            prop_assert_eq!(unprotect(&written), text.as_str());
            prop_assert_eq!(unmark(&written), text.as_str());
        }
    }
}
