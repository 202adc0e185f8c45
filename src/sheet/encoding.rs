//! Bytes → letters: which encoding a file has, and decoding it piece by piece.
//!
//! Valid UTF-8 wins; then UTF-16 by its mark or the pattern of its zero bytes; then what a
//! detector says, most often Windows-1252. A file that is plain ASCII for long is decided where
//! its first other letter stands, because up to there all these encodings agree.

use std::{
    fmt,
    io::{self, Read},
    str::FromStr,
};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::SheetError;

/// How bytes are letters, and whether a byte order mark says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Encoding {
    /// The encoding proper.
    base: &'static encoding_rs::Encoding,
    /// Whether the file begins with its byte order mark.
    marked: bool,
}

impl Encoding {
    /// What a person is offered to choose from.
    pub const OFFERED: [&'static str; 10] = [
        "UTF-8",
        "windows-1252",
        "windows-1250",
        "windows-1251",
        "ISO-8859-15",
        "macintosh",
        "UTF-16LE",
        "UTF-16BE",
        "Shift_JIS",
        "GBK",
    ];

    /// UTF-8 without a mark.
    pub const UTF_8: Self = Self {
        base: UTF_8,
        marked: false,
    };

    /// Its name, the same with and without a mark.
    pub fn name(self) -> &'static str {
        self.base.name()
    }

    /// Tells the encoding from the first bytes of a file; `complete` if they are all of it.
    fn detect(head: &[u8], complete: bool) -> Self {
        if let Some((base, _)) = encoding_rs::Encoding::for_bom(head) {
            return Self { base, marked: true };
        }
        let base = zero_pattern(head).unwrap_or_else(|| guess(head, complete));
        Self {
            base,
            marked: false,
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base.name())?;
        if self.marked {
            f.write_str(" with BOM")?;
        }
        Ok(())
    }
}

/// A text that names no encoding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no encoding is called {0:?}: try UTF-8, windows-1252 or UTF-16LE")]
pub struct UnknownEncoding(String);

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    /// Reads any label of the web's encoding standard, with or without ` with BOM`.
    fn from_str(text: &str) -> Result<Self, UnknownEncoding> {
        let label = text.trim().strip_suffix(" with BOM");
        encoding_rs::Encoding::for_label_no_replacement(label.unwrap_or(text).as_bytes())
            .map(|base| Self {
                base,
                marked: label.is_some(),
            })
            .ok_or_else(|| UnknownEncoding(text.to_owned()))
    }
}

impl TryFrom<String> for Encoding {
    type Error = UnknownEncoding;

    fn try_from(text: String) -> Result<Self, UnknownEncoding> {
        text.parse()
    }
}

impl From<Encoding> for String {
    fn from(encoding: Encoding) -> Self {
        encoding.to_string()
    }
}

/// Whether a byte order mark says that this is text.
pub(super) fn is_marked(head: &[u8]) -> bool {
    encoding_rs::Encoding::for_bom(head).is_some()
}

/// UTF-16 without a mark: every second byte of western text is zero.
pub(super) fn zero_pattern(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let most = |count: usize| count * 10 >= pairs * 4;
    let few = |count: usize| count * 20 <= pairs;
    match () {
        () if pairs < 2 => None,
        () if most(odd) && few(even) => Some(UTF_16LE),
        () if most(even) && few(odd) => Some(UTF_16BE),
        () => None,
    }
}

/// UTF-8 where it is, or where it is but for a few broken bytes; else what the detector says.
fn guess(bytes: &[u8], complete: bool) -> &'static encoding_rs::Encoding {
    let (mut letters, mut broken) = (0_usize, 0_usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A letter cut off at the end of a sample is not broken.
        let cut_off = !complete && chunks.peek().is_none();
        if !chunk.invalid().is_empty() && !cut_off {
            broken += 1;
        }
    }
    // One damaged byte must not turn a thousand good umlauts into two letters each.
    if broken == 0 || letters > broken * 10 {
        return UTF_8;
    }
    if bytes.iter().all(|byte| byte.is_ascii() || is_sign(*byte)) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, complete);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether Windows-1252 has a sign of parts lists there (`µ ± ° Ø × ½ ² ® – € ”`) and no letter of
/// a text: where nothing else stands, a detector of languages only guesses (`10µF` is Big5 to it).
fn is_sign(byte: u8) -> bool {
    matches!(byte, 0x80 | 0x84 | 0x85 | 0x91..=0x97 | 0x99 | 0xa0..=0xbf | 0xd7 | 0xd8 | 0xf7 | 0xf8)
}

/// A source of bytes as a source of letters, in pieces.
pub(super) struct Text {
    /// Where the bytes come from.
    source: Box<dyn Read + Send>,
    /// The bytes just read.
    raw: Vec<u8>,
    /// How they become letters; none as long as all were ASCII and nobody said.
    decoder: Option<Decoder>,
    /// What the decoder decodes.
    encoding: Encoding,
    /// Bytes read so far, and allowed.
    read: u64,
    /// Bytes allowed.
    limit: u64,
    /// Whether any letter came out yet: a byte order mark only counts before the first.
    begun: bool,
}

impl Text {
    /// Bytes read at a time.
    const PIECE: usize = 64 * 1024;

    /// Decodes `source` as `said`, or as the head of the file tells (of which `source` still gives
    /// every byte); `complete` if the head is the whole file.
    pub(super) fn new(
        source: Box<dyn Read + Send>,
        head: &[u8],
        complete: bool,
        said: Option<Encoding>,
        limit: u64,
    ) -> Self {
        let detected = Encoding::detect(head, complete);
        let encoding = match said {
            // The mark is a fact of the file; only the encoding can be overruled.
            Some(said) => Encoding {
                marked: detected.marked && said.base == detected.base,
                ..said
            },
            None => detected,
        };
        let undecided =
            said.is_none() && !encoding.marked && encoding.base == UTF_8 && head.is_ascii();
        let decoder = (!undecided).then(|| encoding.base.new_decoder_without_bom_handling());
        Self {
            source,
            raw: vec![0; Self::PIECE],
            decoder,
            encoding,
            read: 0,
            limit,
            begun: false,
        }
    }

    /// What is decoded; may still change while all letters were ASCII.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Appends the next letters to `text`; `false` once there are no more.
    pub(super) fn append_to(&mut self, text: &mut String) -> Result<bool, SheetError> {
        let length = fill(&mut self.source, &mut self.raw)?;
        let last = length < self.raw.len();
        self.read += u64::try_from(length).unwrap_or(u64::MAX);
        if self.read > self.limit {
            return Err(SheetError::TooLarge { limit: self.limit });
        }
        let raw = self.raw.get(..length).unwrap_or_default();
        let before = text.len();
        if self.decoder.is_none() && !raw.is_ascii() {
            self.encoding.base = guess(raw, last);
            self.decoder = Some(self.encoding.base.new_decoder_without_bom_handling());
        }
        match &mut self.decoder {
            Some(decoder) => decode(decoder, raw, last, text),
            None => text.push_str(&String::from_utf8_lossy(raw)),
        }
        if !self.begun && text.len() > before {
            self.begun = true;
            if text
                .get(before..)
                .is_some_and(|new| new.starts_with('\u{feff}'))
            {
                text.remove(before);
            }
        }
        replace_nul(text, before);
        Ok(!last)
    }
}

/// Reads until the buffer is full or the source has no more.
fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Appends what `raw` decodes to.
fn decode(decoder: &mut Decoder, mut raw: &[u8], last: bool, text: &mut String) {
    loop {
        text.reserve(
            decoder
                .max_utf8_buffer_length(raw.len())
                .unwrap_or(raw.len() * 3 + 16),
        );
        let (result, read, _) = decoder.decode_to_string(raw, text, last);
        raw = raw.get(read..).unwrap_or_default();
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

/// NUL is no letter of any table and no database stores it: it becomes U+FFFD, like other bytes
/// without meaning.
fn replace_nul(text: &mut String, from: usize) {
    if let Some(new) = text.get(from..)
        && memchr::memchr(0, new.as_bytes()).is_some()
    {
        let cleaned = new.replace('\0', "\u{fffd}");
        text.truncate(from);
        text.push_str(&cleaned);
    }
}

/// Takes the first bytes of a source, and whether they are all it has.
pub(super) fn head(source: &mut dyn Read, length: usize) -> Result<(Vec<u8>, bool), SheetError> {
    let mut head = vec![0; length];
    let filled = fill(source, &mut head)?;
    head.truncate(filled);
    head.shrink_to_fit();
    Ok((head, filled < length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_lists_are_told_by_few_letters() {
        for text in [
            "nr;text\n1;10µF ±5 %\n",
            "nr;text\n1;Ø 12 mm × 3\n",
            "nr;text\n1;Straße\n",
            "Référence;x\n1;Boîtier ½\n",
            "nr;text\n1;Größe 5 €\n2;Rør Ø8 °C\n",
            "nr;text\n1;Widerstand 10k ±5 % µ für Türen\n",
        ] {
            let (bytes, ..) = WINDOWS_1252.encode(text);
            assert_eq!(
                Encoding::detect(&bytes, true).name(),
                "windows-1252",
                "{text}"
            );
        }
    }

    #[test]
    fn other_scripts_are_told_by_their_texts() {
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1251, "Болт гайка винт"),
            (encoding_rs::SHIFT_JIS, "ボルトナットねじの課題"),
            (UTF_8, "Болт"),
        ] {
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(Encoding::detect(&bytes, true).base, encoding, "{text}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for name in Encoding::OFFERED {
            assert_eq!(name.parse::<Encoding>().unwrap().to_string(), name);
        }
        let marked = "UTF-16LE with BOM";
        assert_eq!(marked.parse::<Encoding>().unwrap().to_string(), marked);
        assert_eq!("latin1".parse::<Encoding>().unwrap().name(), "windows-1252");
        assert!("EBCDIC".parse::<Encoding>().is_err());
    }
}
