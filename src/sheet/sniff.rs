//! What kind of file it is, from its first bytes.

use super::{
    Kind, SheetError, Unsupported,
    encoding::{is_marked, zero_pattern},
};

/// Beginnings that tell a kind of file.
const BEGINNINGS: [(&[u8], Result<Kind, Unsupported>); 13] = [
    (b"PK\x03\x04", Ok(Kind::Xlsx)),
    (b"PK\x05\x06", Err(Unsupported::Archive)),
    // A compound file: an old workbook, or a new one that is encrypted.
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Ok(Kind::Xls)),
    (b"%PDF-", Err(Unsupported::Pdf)),
    (b"\x89PNG\r\n", Err(Unsupported::Picture)),
    (b"GIF8", Err(Unsupported::Picture)),
    (b"\xff\xd8\xff", Err(Unsupported::Picture)),
    (b"{\\rtf", Err(Unsupported::Document)),
    (b"\x1f\x8b", Err(Unsupported::Archive)),
    (b"7z\xbc\xaf\x27\x1c", Err(Unsupported::Archive)),
    (b"Rar!", Err(Unsupported::Archive)),
    (b"BZh9", Err(Unsupported::Archive)),
    (b"\x7fELF", Err(Unsupported::Binary)),
];

/// What the first part of an `.ods` says it is.
const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Tells the kind of file that begins with `head`. A packed or compound file may still turn out to
/// be something else once it is opened.
pub(super) fn kind(head: &[u8]) -> Result<Kind, SheetError> {
    let told = BEGINNINGS
        .into_iter()
        .find_map(|(beginning, kind)| head.starts_with(beginning).then_some(kind));
    match told {
        Some(Ok(Kind::Xlsx)) if memchr::memmem::find(head, ODS).is_some_and(|at| at < 200) => {
            Ok(Kind::Ods)
        }
        Some(kind) => Ok(kind?),
        None => match markup(head).or_else(|| binary(head)) {
            Some(unsupported) => Err(unsupported.into()),
            None => Ok(Kind::Delimited),
        },
    }
}

/// Web pages and XML.
fn markup(head: &[u8]) -> Option<Unsupported> {
    let unmarked = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = unmarked.trim_ascii_start();
    let begins = |tag: &[u8]| {
        start
            .get(..tag.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
    };
    let pages: [&[u8]; 6] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<table",
        b"<meta",
    ];
    match () {
        () if pages.into_iter().any(begins) => Some(Unsupported::Html),
        () if begins(b"<?xml") || begins(b"<!doctype") => Some(Unsupported::Xml),
        () => None,
    }
}

/// Many bytes that no text has: control characters, of which a damaged text may hold a few.
fn binary(head: &[u8]) -> Option<Unsupported> {
    let start = head.get(..8 * 1024).unwrap_or(head);
    if is_marked(start) || zero_pattern(start).is_some() {
        return None;
    }
    let controls = start
        .iter()
        .filter(|byte| matches!(**byte, 0..=8 | 14..=31 | 127))
        .count();
    (controls > 3 && controls * 10 > start.len()).then_some(Unsupported::Binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_and_not_the_name() {
        let unsupported = |head: &[u8]| match kind(head) {
            Err(SheetError::Unsupported { kind }) => Some(kind),
            _ => None,
        };
        assert_eq!(kind(b"a,b\n"), Ok(Kind::Delimited));
        assert_eq!(kind(b"\xff\xfea\0,\0"), Ok(Kind::Delimited));
        assert_eq!(kind(b"PK\x03\x04rest"), Ok(Kind::Xlsx));
        assert_eq!(
            unsupported(b"\x89PNG\r\n\x1a\n"),
            Some(Unsupported::Picture)
        );
        assert_eq!(
            unsupported(b"\xef\xbb\xbf \n<HTML><table>"),
            Some(Unsupported::Html)
        );
        assert_eq!(
            unsupported(b"<?xml version=\"1.0\"?>"),
            Some(Unsupported::Xml)
        );
        assert_eq!(unsupported(b"%PDF-1.7"), Some(Unsupported::Pdf));
        assert_eq!(
            unsupported(b"\x01\x02\x03\x04\x05"),
            Some(Unsupported::Binary)
        );
    }
}
