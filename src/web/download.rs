//! Files that a page sends for saving, under a name that can do no harm.

use std::fmt::Write as _;

use actix_web::http::header::HeaderValue;

use crate::sheet::Delimiter;
use crate::text::Language;

/// What stands between two cells of a text file, so that a spreadsheet in the reader's language opens it as a table.
pub fn delimiter(language: Language) -> Delimiter {
    match language {
        Language::English | Language::Pseudo => Delimiter::Comma,
        Language::German | Language::Dutch => Delimiter::Semicolon,
    }
}

/// The most characters of a name.
const NAME_LENGTH: usize = 150;
/// Names that some systems take for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// `Content-Disposition` for a file to be saved under `name` (RFC 6266): plain letters for old programs, the name as it is for
/// the others. Path parts, control characters, quotes and what file systems refuse become `_` (TRUST.md, S53).
pub fn attachment(name: &str) -> HeaderValue {
    let name = harmless(name);
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii() { c } else { '_' })
        .collect();
    let value = format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        encode(&name)
    );
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| match c {
            '"' | '<' | '>' | ':' | '|' | '?' | '*' | ';' | '%' => '_',
            c if c.is_control() || is_invisible(c) => '_',
            c => c,
        })
        .collect();
    let clean = clean.trim_matches(['.', ' ']);
    let (stem, ending) = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 8 => (stem, Some(ending)),
        _ => (clean, None),
    };
    let mut stem: String = stem.chars().take(NAME_LENGTH).collect();
    let first = stem.split('.').next().unwrap_or_default();
    let device = first
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .to_ascii_lowercase();
    if stem.is_empty() {
        "file".clone_into(&mut stem);
    } else if DEVICES.contains(&device.as_str()) {
        stem.insert(0, '_');
    }
    match ending {
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

/// Signs that turn the direction of a text, so that `gpj.exe` shows as `exe.jpg`.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Percent-encoding as RFC 8187 wants it: every byte that is no plain letter, digit or one of a few signs.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            encoded.push(char::from(byte));
        } else if write!(encoded, "%{byte:02X}").is_err() {
            // Writing into a text never fails.
            break;
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_for_those_who_can_read_it() {
        assert_eq!(
            attachment("Müller 2.csv"),
            "attachment; filename=\"M_ller 2.csv\"; filename*=UTF-8''M%C3%BCller%202.csv"
        );
    }

    #[test]
    fn hostile_names_lose_what_makes_them_hostile() {
        for (name, safe) in [
            ("x\";\r\nSet-Cookie: a=b", "x____Set-Cookie_ a=b"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\a.csv", "a.csv"),
            ("CON", "_CON"),
            ("com1.csv", "_com1.csv"),
            ("..", "file"),
            ("", "file"),
            ("a\u{202e}gpj.exe", "a_gpj.exe"),
        ] {
            assert_eq!(harmless(name), safe, "{name:?}");
        }
        assert!(harmless(&"x".repeat(500)).len() <= NAME_LENGTH);
        assert!(attachment("📦.csv").to_str().is_ok());
    }
}
