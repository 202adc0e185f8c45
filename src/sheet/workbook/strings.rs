//! The texts that cells of an XLSX share, one beside the other in one piece of memory.

use std::io::Read;

use super::{
    super::{Limits, SheetError},
    xml::{Token, Xml},
};

/// All shared texts of a workbook.
#[derive(Default)]
pub(super) struct Strings {
    /// Their letters, without anything between them.
    letters: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Strings {
    /// Reads them; how many there are is counted, not believed.
    pub(super) fn read(source: impl Read, part: &str, limits: &Limits) -> Result<Self, SheetError> {
        let mut xml = Xml::new(source, part);
        let mut strings = Self::default();
        loop {
            match xml.next()? {
                Token::Start(start) if start.local_name().as_ref() == b"si" => {
                    // The letters of a phonetic guide are no part of the text.
                    let text = xml.text(&[b"rPh"], usize::MAX)?;
                    strings.add(&unescape(text), limits)?;
                }
                Token::Eof => return Ok(strings),
                _ => {}
            }
        }
    }

    /// The text with this number.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = |index: usize| {
            self.ends
                .get(index)
                .and_then(|end| usize::try_from(*end).ok())
        };
        let start = match index.checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        self.letters.get(start..end(index)?)
    }

    /// Takes one more.
    fn add(&mut self, text: &str, limits: &Limits) -> Result<(), SheetError> {
        /// What one text costs beside its letters.
        const EACH: usize = size_of::<u32>();
        let size = self.letters.len() + text.len() + (self.ends.len() + 1) * EACH;
        match u32::try_from(self.letters.len() + text.len()) {
            Ok(end) if size <= limits.shared_text_bytes => {
                self.letters.push_str(text);
                self.ends.push(end);
                Ok(())
            }
            _ => Err(SheetError::excessive(format!(
                "its texts take more than {} MB",
                limits.shared_text_bytes / (1024 * 1024)
            ))),
        }
    }
}

/// Takes back how XLSX writes letters that XML cannot have: `_x000D_` is a carriage return.
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let letter = after
            .get(..4)
            .filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .filter(|_| after.get(4..5) == Some("_"))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        if let Some(letter) = letter {
            plain.push(letter);
            rest = after.get(5..).unwrap_or_default();
        } else {
            // Only the underscore is given out: the next one may begin an escape (`_x_x000D_`).
            plain.push_str("_x");
            rest = after;
        }
    }
    plain.push_str(rest);
    plain.replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_from_their_runs() {
        let xml = "<sst count='9' uniqueCount='4294967295'><si><t>a&amp;b</t></si><si/>\
            <si><r><t xml:space='preserve'>x </t></r><r><t>y</t></r><rPh><t>no</t></rPh></si></sst>";
        let strings = Strings::read(xml.as_bytes(), "x", &Limits::default()).unwrap();
        let texts = [0, 1, 2, 3].map(|index| strings.get(index));
        assert_eq!(texts, [Some("a&b"), Some(""), Some("x y"), None]);
    }

    #[test]
    fn letters_that_xml_cannot_have_come_back() {
        let plain = |text: &str| unescape(text.to_owned());
        assert_eq!(plain("a_x000D_b"), "a\rb");
        assert_eq!(plain("_x005F_x000D_"), "_x000D_");
        assert_eq!(plain("_x00_x000A__xZZZZ_"), "_x00\n_xZZZZ_");
        assert_eq!(plain("_x0000_"), "\u{fffd}");
    }
}
