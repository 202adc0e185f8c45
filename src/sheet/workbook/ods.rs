//! `LibreOffice`'s own workbooks. Their cells carry the text that was shown, so it is taken.

use std::{collections::HashSet, fmt::Write as _};

use quick_xml::events::BytesStart;

use super::{
    super::{Cell, Limits, Mark, SheetError, Unsupported},
    Sink, Span, Tab,
    builder::RowBuilder,
    merges::Merges,
    number_format::general,
    package::{Package, Part},
    xml::{Token, Xml, attribute},
};

/// The part with all sheets.
const CONTENT: &str = "content.xml";
/// Bytes of it, once for each sheet, that are read only to count rows.
const COUNTED: u64 = 32 * 1024 * 1024;
/// Sheets that are listed.
const MOST_SHEETS: usize = 1_000;

/// An open ODS workbook.
pub(in super::super) struct Ods {
    /// Its parts.
    package: Package,
    /// Its sheets.
    tabs: Vec<Tab>,
    /// Bytes that may still be read only to count rows.
    counted: u64,
    /// What is allowed.
    limits: Limits,
}

impl Ods {
    /// Finds the sheets.
    pub(super) fn open(mut package: Package, limits: &Limits) -> Result<Self, SheetError> {
        if is_encrypted(&mut package)? {
            return Err(Unsupported::Encrypted.into());
        }
        let mut xml = Xml::new(package.part(CONTENT)?, CONTENT);
        let mut hidden_styles = HashSet::new();
        let mut style = String::new();
        let mut tabs = Vec::new();
        loop {
            match xml.next()? {
                Token::Start(start) => match start.local_name().as_ref() {
                    b"style" => style = attribute(&start, "name").unwrap_or_default(),
                    b"table-properties"
                        if attribute(&start, "display").as_deref() == Some("false") =>
                    {
                        hidden_styles.insert(style.clone());
                    }
                    b"table" if tabs.len() < MOST_SHEETS => tabs.push(Tab {
                        name: attribute(&start, "name").unwrap_or_default(),
                        hidden: attribute(&start, "style-name")
                            .is_some_and(|style| hidden_styles.contains(&style)),
                    }),
                    _ => {}
                },
                Token::Eof => break,
                _ => {}
            }
        }
        drop(xml);
        Ok(Self {
            package,
            tabs,
            counted: COUNTED,
            limits: limits.clone(),
        })
    }

    /// Its sheets.
    pub(super) fn tabs(&self) -> Vec<Tab> {
        self.tabs.clone()
    }

    /// Whether counting a sheet's rows is within what is spent on that; then it is spent.
    pub(super) fn is_cheap(&mut self) -> bool {
        let left = self.counted.checked_sub(self.package.claimed_size(CONTENT));
        self.counted = left.unwrap_or(self.counted);
        left.is_some()
    }

    /// Gives the rows of a sheet.
    pub(super) fn read(
        &mut self,
        index: usize,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Span>, SheetError> {
        let mut xml = Xml::new(self.package.part(CONTENT)?, CONTENT);
        let mut before = index;
        loop {
            match xml.next()? {
                Token::Start(start) if start.local_name().as_ref() == b"table" => {
                    if before == 0 {
                        return rows(&mut xml, &self.limits, sink);
                    }
                    before -= 1;
                }
                Token::Eof => return Err(SheetError::NoSheet),
                _ => {}
            }
        }
    }
}

/// Whether parts are encrypted, which their list says.
fn is_encrypted(package: &mut Package) -> Result<bool, SheetError> {
    const LIST: &str = "META-INF/manifest.xml";
    if !package.has(LIST) {
        return Ok(false);
    }
    let mut xml = Xml::new(package.part(LIST)?, LIST);
    loop {
        match xml.next()? {
            Token::Start(start) if start.local_name().as_ref() == b"encryption-data" => {
                return Ok(true);
            }
            Token::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// A row element: how often it stands there, and whether it is hidden.
struct RowTag {
    /// How many lines it stands for.
    repeated: u32,
    /// Whether these are hidden.
    hidden: bool,
}

/// Gives the rows of the table that has just begun.
fn rows(
    xml: &mut Xml<Part<'_>>,
    limits: &Limits,
    sink: &mut Sink<'_>,
) -> Result<Vec<Span>, SheetError> {
    let mut merges = Merges::default();
    let mut line = 1_u32;
    loop {
        match xml.next()? {
            Token::Start(start) if start.local_name().as_ref() == b"table-row" => {
                let tag = RowTag {
                    repeated: count(&start, "number-rows-repeated"),
                    hidden: attribute(&start, "visibility").is_some_and(|v| v != "visible"),
                };
                let cells = cells(xml, line, &mut merges, limits)?;
                // Blank lines are passed over at once: a sheet ends with a million of them.
                let times = if cells.is_empty() { 0 } else { tag.repeated };
                for repeat in 0..times {
                    let mut row = RowBuilder::new(line.saturating_add(repeat), tag.hidden);
                    for (column, cell) in &cells {
                        row.put(*column, cell.clone(), limits)?;
                    }
                    merges.fill(&mut row, limits)?;
                    if let Some(row) = row.finish(limits)?
                        && sink(row)?.is_break()
                    {
                        return Ok(merges.into_spans());
                    }
                }
                line = line.saturating_add(tag.repeated);
            }
            Token::End(end) if end.local_name().as_ref() == b"table" => {
                return Ok(merges.into_spans());
            }
            Token::Eof => return Ok(merges.into_spans()),
            _ => {}
        }
    }
}

/// A number in an attribute that says how often; once if it does not say.
fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    let said = attribute(start, name).and_then(|count| count.parse().ok());
    said.unwrap_or(1).max(1)
}

/// Reads up to the end of a row: its cells with anything in them, with their columns.
fn cells(
    xml: &mut Xml<Part<'_>>,
    line: u32,
    merges: &mut Merges,
    limits: &Limits,
) -> Result<Vec<(usize, Cell)>, SheetError> {
    let mut cells = Vec::new();
    let mut column = 0_usize;
    loop {
        let tag = match xml.next()? {
            Token::Start(start) => match start.local_name().as_ref() {
                b"table-cell" | b"covered-table-cell" => CellTag::new(&start),
                _ => continue,
            },
            Token::End(end) if end.local_name().as_ref() == b"table-row" => return Ok(cells),
            Token::Eof => return Ok(cells),
            _ => continue,
        };
        let (lines, columns) = (tag.lines, tag.columns);
        let repeated = usize::try_from(tag.repeated).unwrap_or(usize::MAX);
        let shown = shown(xml, limits)?;
        let cell = tag.cell(shown);
        let next = column.saturating_add(repeated);
        if !(cell.text.is_empty() && cell.mark.is_none()) {
            if next > limits.columns {
                return Err(SheetError::TooManyColumns {
                    line,
                    limit: limits.columns,
                });
            }
            cells.extend((column..next).map(|column| (column, cell.clone())));
            if lines > 1 || columns > 1 {
                merges.add(line, column, lines, usize::try_from(columns).unwrap_or(1));
            }
        }
        column = next;
    }
}

/// What a cell's element says about it.
struct CellTag {
    /// What kind of value it is.
    kind: String,
    /// The value itself, if it is no text.
    value: Option<String>,
    /// Whether it is calculated.
    formula: bool,
    /// How many columns it stands for.
    repeated: u32,
    /// How many lines are merged with it.
    lines: u32,
    /// How many columns are merged with it.
    columns: u32,
}

impl CellTag {
    /// Reads the attributes.
    fn new(start: &BytesStart<'_>) -> Self {
        let mut kind = String::new();
        // LibreOffice says twice what kind it is, and only once that it is an error.
        for attribute in start.attributes().with_checks(false).flatten() {
            if attribute.key.local_name().as_ref() == b"value-type" && kind != "error" {
                kind = String::from_utf8_lossy(&attribute.value).into_owned();
            }
        }
        let values = ["value", "date-value", "time-value", "boolean-value"];
        Self {
            kind,
            value: values.iter().find_map(|name| attribute(start, name)),
            formula: attribute(start, "formula").is_some(),
            repeated: count(start, "number-columns-repeated"),
            lines: count(start, "number-rows-spanned"),
            columns: count(start, "number-columns-spanned"),
        }
    }

    /// The cell, with the text that was shown.
    fn cell(self, shown: String) -> Cell {
        let value = self.value.unwrap_or_default();
        let (text, mark) = match self.kind.as_str() {
            "float" => return number(&value, shown),
            "percentage" | "currency" => (shown, Some(Mark::NumberFormatted)),
            "date" => (value.replace('T', " "), Some(Mark::DateTyped)),
            "time" => (shown, Some(Mark::DateTyped)),
            "boolean" => (value.to_uppercase(), Some(Mark::Boolean)),
            "error" => (shown, Some(Mark::FormulaError)),
            _ if self.formula && shown.starts_with("#N/A") => (shown, Some(Mark::FormulaError)),
            "" if self.formula && shown.is_empty() => (shown, Some(Mark::FormulaWithoutResult)),
            _ => (shown, None),
        };
        Cell {
            text: text.replace('\0', "\u{fffd}"),
            mark,
        }
    }
}

/// A number as it was shown, or whole where an exponent or thousands separators were shown.
fn number(value: &str, shown: String) -> Cell {
    let Ok(number) = value.trim().parse::<f64>() else {
        return Cell::plain(shown);
    };
    let plain = general(number);
    if shown == plain.text || plain.mark == Some(Mark::Rounded) || shown.is_empty() {
        return plain;
    }
    if is_scientific(&shown) {
        return Cell {
            mark: Some(Mark::Scientific),
            ..plain
        };
    }
    if is_grouped(&shown) && digits(&shown) == digits(&plain.text) {
        return plain;
    }
    // Where the decimal sign is a comma, the text differs and the number does not.
    if shown.replace(',', ".") == plain.text {
        return plain;
    }
    Cell {
        text: shown,
        mark: Some(Mark::NumberFormatted),
    }
}

/// Whether it is digits, `E`, digits.
fn is_scientific(text: &str) -> bool {
    text.split_once(['E', 'e'])
        .is_some_and(|(mantissa, exponent)| {
            let digits = exponent.trim_start_matches(['+', '-']);
            mantissa.ends_with(|last: char| last.is_ascii_digit())
                && !digits.is_empty()
                && digits.bytes().all(|digit| digit.is_ascii_digit())
        })
}

/// Whether it is digits in groups of three.
fn is_grouped(text: &str) -> bool {
    let mut groups = text
        .trim_start_matches('-')
        .split(['.', ',', '\'', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let are_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len())
        && are_digits(first)
        && groups.all(|group| group.len() == 3 && are_digits(group))
}

/// Only the digits of a text.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Reads up to the end of a cell: its paragraphs as lines, comments and drawings left out.
fn shown(xml: &mut Xml<Part<'_>>, limits: &Limits) -> Result<String, SheetError> {
    let most = limits.cell_chars.saturating_mul(4);
    let mut text = String::new();
    // How deep inside the cell, and from which depth on inside something that is not its text.
    let (mut depth, mut muted, mut paragraphs) = (0_u32, None, 0_u32);
    loop {
        match xml.next()? {
            Token::Start(start) => {
                depth += 1;
                match start.local_name().as_ref() {
                    _ if muted.is_some() => {}
                    b"annotation" | b"shapes" | b"frame" => muted = Some(depth),
                    b"p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    b"s" => {
                        let blanks = usize::try_from(count(&start, "c")).unwrap_or(usize::MAX);
                        let _written = write!(text, "{:1$}", "", blanks.min(limits.cell_chars));
                    }
                    b"tab" => text.push('\t'),
                    b"line-break" => text.push('\n'),
                    _ => {}
                }
            }
            Token::End(_) if depth == 0 => return Ok(text),
            Token::End(_) => {
                if muted == Some(depth) {
                    muted = None;
                }
                depth -= 1;
            }
            // Letters between paragraphs are only the file's indentation.
            Token::Text(more) if muted.is_none() && depth > 0 => text.push_str(&more),
            Token::Eof => return Ok(text),
            _ => {}
        }
        if text.len() > most {
            return Err(SheetError::excessive(
                "one of its cells has more letters than a cell can have",
            ));
        }
    }
}
