//! The XML of a part, token by token, within budgets.
//!
//! No document type, no entities but the five of XML, no deep nesting, no token of a size that no
//! cell has: whatever the part holds, one token of it is in memory.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

use quick_xml::{
    Error, Reader, XmlVersion,
    events::{BytesEnd, BytesRef, BytesStart, Event},
};

use super::super::SheetError;

/// Bytes of one token: a cell's 32,767 characters, escaped in the most wasteful way, are fewer.
const LONGEST_TOKEN: u64 = 1024 * 1024;
/// Elements inside one another.
const DEEPEST: u32 = 64;

/// The XML of one part.
pub(super) struct Xml<R: Read> {
    /// The parser.
    reader: Reader<Meter<BufReader<R>>>,
    /// The bytes of the current token.
    buffer: Vec<u8>,
    /// Elements around the current token.
    depth: u32,
    /// What to call the part in messages.
    part: String,
}

/// One token.
pub(super) enum Token<'t> {
    /// The beginning of an element.
    Start(BytesStart<'t>),
    /// The end of an element.
    End(BytesEnd<'t>),
    /// Letters between them.
    Text(Cow<'t, str>),
    /// What carries no meaning here: comments and the like.
    Other,
    /// The end of the part.
    Eof,
}

impl<R: Read> Xml<R> {
    /// Reads the XML of `source`.
    pub(super) fn new(source: R, part: &str) -> Self {
        let mut reader = Reader::from_reader(Meter {
            source: BufReader::with_capacity(64 * 1024, source),
            taken: 0,
        });
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
            part: part.to_owned(),
        }
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Token<'_>, SheetError> {
        self.buffer.clear();
        self.reader.get_mut().taken = 0;
        let broken = |error: &Error| match error {
            Error::Io(error) => own(error, &self.part),
            other => SheetError::damaged(format!("the XML of {} is broken ({other})", self.part)),
        };
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Start(start)) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(SheetError::damaged(format!(
                        "the XML of {} is nested deeper than {DEEPEST} levels",
                        self.part
                    )));
                }
                Ok(Token::Start(start))
            }
            Ok(Event::End(end)) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Token::End(end))
            }
            Ok(Event::Text(text)) => match text.xml_content(XmlVersion::Explicit1_0) {
                Ok(text) => Ok(Token::Text(text)),
                Err(error) => Err(broken(&error.into())),
            },
            Ok(Event::CData(text)) => match text.xml_content(XmlVersion::Explicit1_0) {
                Ok(text) => Ok(Token::Text(text)),
                Err(error) => Err(broken(&error.into())),
            },
            Ok(Event::GeneralRef(reference)) => match letter(&reference) {
                Some(letter) => Ok(Token::Text(Cow::Owned(letter.into()))),
                None => Err(SheetError::damaged(format!(
                    "the XML of {} uses an entity",
                    self.part
                ))),
            },
            Ok(Event::DocType(_)) => Err(SheetError::damaged(format!(
                "the XML of {} has a document type",
                self.part
            ))),
            Ok(Event::Eof) => Ok(Token::Eof),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {
                Ok(Token::Other)
            }
            Err(error) => Err(broken(&error)),
        }
    }

    /// The letters up to the end of the element that has just begun, those of inner elements too
    /// but for the ones named in `without`.
    pub(super) fn text(&mut self, without: &[&[u8]], most: usize) -> Result<String, SheetError> {
        let outer = self.depth;
        let mut text = String::new();
        let mut muted = None;
        loop {
            let depth = self.depth;
            match self.next()? {
                Token::Start(start)
                    if muted.is_none() && without.contains(&start.local_name().as_ref()) =>
                {
                    muted = Some(depth);
                }
                Token::End(_) if depth == outer => return Ok(text),
                Token::End(_) if muted == Some(depth.saturating_sub(1)) => muted = None,
                Token::Text(more) if muted.is_none() => {
                    text.push_str(&more);
                    if text.len() > most {
                        return Err(SheetError::excessive(
                            "one of its cells has more letters than a cell can have",
                        ));
                    }
                }
                Token::Eof => return Ok(text),
                _ => {}
            }
        }
    }
}

/// The value of an attribute by its name, prefix cut off.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())
        .and_then(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?;
            Some(value.into_owned())
        })
}

/// Whether an attribute says yes.
pub(super) fn is_set(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| value == "1" || value == "true")
}

/// What a reference stands for.
fn letter(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    match &**reference {
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"amp" => Some('&'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}

/// An error of ours that came through the parser, as it went in.
fn own(error: &io::Error, part: &str) -> SheetError {
    error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<SheetError>())
        .cloned()
        .unwrap_or_else(|| SheetError::damaged(format!("{part} cannot be read ({error})")))
}

/// Counts the bytes taken for one token.
struct Meter<R> {
    /// Where bytes come from.
    source: R,
    /// Bytes taken since the last token.
    taken: u64,
}

impl<R: BufRead> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl<R: BufRead> BufRead for Meter<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > LONGEST_TOKEN {
            return Err(SheetError::excessive(
                "one of its cells or tags is longer than any cell can be",
            )
            .into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken += u64::try_from(amount).unwrap_or(u64::MAX);
        self.source.consume(amount);
    }
}
