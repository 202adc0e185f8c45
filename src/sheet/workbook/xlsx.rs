//! Office Open XML workbooks, sheet by sheet, row by row.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::{
    super::{Cell, Limits, Mark, SheetError},
    Extent, Sink, Span, Tab,
    builder::RowBuilder,
    merges::{Merges, place},
    number_format::{Epoch, general},
    package::{Package, Part},
    relations::{Target, join, relations},
    strings::{Strings, unescape},
    styles::Styles,
    xml::{Token, Xml, attribute, is_set},
};

/// Bytes of all sheets that are read only to count their rows.
const COUNTED: u64 = 32 * 1024 * 1024;
/// Bytes of all sheets that are run through for merged areas before one is chosen.
const SCANNED: u64 = 512 * 1024 * 1024;
/// Columns that a sheet can have.
const MOST_COLUMNS: usize = 16_384;
/// Sheets that are listed.
const MOST_SHEETS: usize = 1_000;

/// An open XLSX workbook.
pub(in super::super) struct Xlsx {
    /// Its parts.
    package: Package,
    /// Its sheets: tab and part.
    sheets: Vec<(Tab, String)>,
    /// The texts that its cells share.
    strings: Strings,
    /// The number formats of its styles.
    styles: Styles,
    /// How its dates are counted.
    epoch: Epoch,
    /// Bytes that may still be read only to count rows.
    counted: u64,
    /// Bytes that may still be run through before a sheet is chosen.
    scanned: u64,
    /// What is allowed.
    limits: Limits,
}

impl Xlsx {
    /// Reads all but the sheets.
    pub(super) fn open(mut package: Package, limits: &Limits) -> Result<Self, SheetError> {
        let root = relations(&mut package, "_rels/.rels", "")?;
        let main = root.into_values().find(|to| to.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |to| to.part);
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let targets = relations(
            &mut package,
            &join(folder, &format!("_rels/{file}.rels")),
            folder,
        )?;
        let (sheets, epoch) = tabs(&mut package, &main, &targets)?;
        let part_of = |kind: &str| {
            let mut all = targets.values();
            all.find(|to| to.kind == kind).map(|to| to.part.clone())
        };
        let strings = match part_of("sharedStrings").filter(|name| package.has(name)) {
            Some(name) => Strings::read(package.part(&name)?, &name, limits)?,
            None => Strings::default(),
        };
        let styles = match part_of("styles").filter(|name| package.has(name)) {
            Some(name) => Styles::read(package.part(&name)?, &name)?,
            None => Styles::default(),
        };
        Ok(Self {
            package,
            sheets,
            strings,
            styles,
            epoch,
            counted: COUNTED,
            scanned: SCANNED,
            limits: limits.clone(),
        })
    }

    /// Its sheets.
    pub(super) fn tabs(&self) -> Vec<Tab> {
        self.sheets.iter().map(|(tab, _)| tab.clone()).collect()
    }

    /// Whether counting a sheet's rows is within what is spent on that; then it is spent.
    pub(super) fn is_cheap(&mut self, index: usize) -> bool {
        let part = self.sheets.get(index).map(|(_, part)| part.clone());
        let size = part.map(|part| self.package.claimed_size(&part));
        let left = size.and_then(|size| self.counted.checked_sub(size));
        self.counted = left.unwrap_or(self.counted);
        left.is_some()
    }

    /// Gives the rows of a sheet.
    pub(super) fn read(
        &mut self,
        index: usize,
        extent: Extent,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Span>, SheetError> {
        let (_, name) = self.sheets.get(index).ok_or(SheetError::NoSheet)?;
        let left = self.scanned.checked_sub(self.package.claimed_size(name));
        let merges = match (extent, left) {
            (Extent::Beginning, None) => Merges::default(),
            (Extent::Beginning, Some(left)) => {
                self.scanned = left;
                Merges::scan(self.package.part(name)?)?
            }
            (Extent::Whole, _) => Merges::scan(self.package.part(name)?)?,
        };
        let values = Values {
            strings: &self.strings,
            styles: &self.styles,
            epoch: self.epoch,
        };
        rows(
            self.package.part(name)?,
            name,
            merges,
            &values,
            &self.limits,
            sink,
        )
    }
}

/// What cells refer to.
struct Values<'b> {
    /// The texts that cells share.
    strings: &'b Strings,
    /// The number formats of styles.
    styles: &'b Styles,
    /// How dates are counted.
    epoch: Epoch,
}

/// Gives the rows of the XML of a sheet.
fn rows(
    source: Part<'_>,
    part: &str,
    mut merges: Merges,
    values: &Values<'_>,
    limits: &Limits,
    sink: &mut Sink<'_>,
) -> Result<Vec<Span>, SheetError> {
    let mut xml = Xml::new(source, part);
    let mut row: Option<RowBuilder> = None;
    let (mut line, mut column, mut rows) = (0, 0, 0_u32);
    loop {
        match xml.next()? {
            Token::Start(start) if start.local_name().as_ref() == b"row" => {
                let said = attribute(&start, "r").and_then(|line| line.parse().ok());
                line = said.unwrap_or_else(|| u32::saturating_add(line, 1));
                column = 0;
                rows += 1;
                if rows > limits.lines {
                    return Err(SheetError::excessive(
                        "a sheet has more rows than a sheet can have",
                    ));
                }
                row = Some(RowBuilder::new(line, is_set(&start, "hidden")));
            }
            Token::Start(start) if start.local_name().as_ref() == b"c" => {
                let tag = CellTag::new(&start);
                let at = tag.column.unwrap_or(column);
                column = at + 1;
                if column > MOST_COLUMNS {
                    return Err(SheetError::damaged(format!(
                        "line {line} has too many cells"
                    )));
                }
                let cell = content(&mut xml, limits)?.cell(&tag, values, line)?;
                if let Some(row) = &mut row {
                    row.put(at, cell, limits)?;
                }
            }
            Token::End(end) if end.local_name().as_ref() == b"row" => {
                if let Some(mut row) = row.take() {
                    merges.fill(&mut row, limits)?;
                    if let Some(row) = row.finish(limits)?
                        && sink(row)?.is_break()
                    {
                        return Ok(merges.into_spans());
                    }
                }
            }
            Token::End(end) if end.local_name().as_ref() == b"sheetData" => {
                return Ok(merges.into_spans());
            }
            Token::Eof => return Ok(merges.into_spans()),
            _ => {}
        }
    }
}

/// What a cell's element says about it.
#[derive(Default)]
struct CellTag {
    /// Its column from 0, if it says so.
    column: Option<usize>,
    /// What its value is.
    stored: Stored,
    /// Its style.
    style: usize,
}

/// What the value of a cell is.
#[derive(Default)]
enum Stored {
    /// A number, also where nothing is said.
    #[default]
    Number,
    /// The number of a shared text.
    Shared,
    /// The text itself.
    Text,
    /// One or zero.
    Boolean,
    /// The name of an error.
    Error,
    /// A date in ISO 8601.
    Date,
}

impl CellTag {
    /// Reads all attributes in one go: a sheet has millions of cells.
    fn new(start: &BytesStart<'_>) -> Self {
        let mut tag = Self::default();
        for attribute in start.attributes().with_checks(false).flatten() {
            let value = str::from_utf8(&attribute.value).unwrap_or_default();
            match attribute.key.local_name().as_ref() {
                b"r" => tag.column = place(value).map(|(column, _)| column),
                b"s" => tag.style = value.parse().unwrap_or_default(),
                b"t" => {
                    tag.stored = match value {
                        "s" => Stored::Shared,
                        "str" | "inlineStr" => Stored::Text,
                        "b" => Stored::Boolean,
                        "e" => Stored::Error,
                        "d" => Stored::Date,
                        _ => Stored::Number,
                    }
                }
                _ => {}
            }
        }
        tag
    }
}

/// What stands inside a cell's element.
#[derive(Default)]
struct Content {
    /// Its stored value.
    value: Option<String>,
    /// Its text, if it is not shared.
    inline: Option<String>,
    /// Whether it is calculated.
    formula: bool,
}

/// Reads up to the end of a cell.
fn content(xml: &mut Xml<Part<'_>>, limits: &Limits) -> Result<Content, SheetError> {
    // In the longest escape, seven letters of the file are one of the cell.
    let most = limits.cell_chars.saturating_mul(8);
    let mut content = Content::default();
    loop {
        let token = xml.next()?;
        let inner = match &token {
            Token::Start(start) => match start.local_name().as_ref() {
                b"v" => Inner::Value,
                b"is" => Inner::Text,
                b"f" => Inner::Formula,
                _ => Inner::Other,
            },
            Token::End(end) if end.local_name().as_ref() == b"c" => return Ok(content),
            Token::Eof => return Ok(content),
            _ => Inner::Other,
        };
        match inner {
            Inner::Value => content.value = Some(xml.text(&[], most)?),
            Inner::Text => content.inline = Some(xml.text(&[b"rPh"], most)?),
            Inner::Formula => content.formula = true,
            Inner::Other => {}
        }
    }
}

/// The elements of a cell.
enum Inner {
    /// Its stored value.
    Value,
    /// Its own text.
    Text,
    /// How it is calculated.
    Formula,
    /// Something that does not matter.
    Other,
}

impl Content {
    /// The cell that it is.
    fn cell(self, tag: &CellTag, values: &Values<'_>, line: u32) -> Result<Cell, SheetError> {
        if let Some(text) = self.inline {
            return Ok(Cell::plain(unescape(text)));
        }
        let Some(value) = self.value else {
            let mark = self.formula.then_some(Mark::FormulaWithoutResult);
            return Ok(Cell {
                mark,
                ..Cell::default()
            });
        };
        let marked = |text: String, mark| Cell {
            text,
            mark: Some(mark),
        };
        Ok(match tag.stored {
            Stored::Shared => {
                let index = value.trim().parse().ok();
                let text = index.and_then(|index| values.strings.get(index));
                let missing = || {
                    SheetError::damaged(format!(
                        "a cell on line {line} has a text that is not there"
                    ))
                };
                Cell::plain(text.ok_or_else(missing)?)
            }
            Stored::Text => Cell::plain(unescape(value)),
            Stored::Boolean if value.trim() == "1" => marked("TRUE".into(), Mark::Boolean),
            Stored::Boolean => marked("FALSE".into(), Mark::Boolean),
            Stored::Error => marked(value, Mark::FormulaError),
            Stored::Date => marked(value, Mark::DateTyped),
            Stored::Number => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    values.styles.format(tag.style).apply(number, values.epoch)
                }
                Ok(number) => general(number),
                Err(_) => Cell::plain(value),
            },
        })
    }
}

/// The sheets that hold cells, with their parts, and how dates are counted.
fn tabs(
    package: &mut Package,
    name: &str,
    targets: &HashMap<String, Target>,
) -> Result<(Vec<(Tab, String)>, Epoch), SheetError> {
    let (mut sheets, mut epoch) = (Vec::new(), Epoch::Year1900);
    let mut xml = Xml::new(package.part(name)?, name);
    loop {
        match xml.next()? {
            Token::Start(start) => match start.local_name().as_ref() {
                b"workbookPr" if is_set(&start, "date1904") => epoch = Epoch::Year1904,
                b"sheet" if sheets.len() < MOST_SHEETS => {
                    let target = attribute(&start, "id").and_then(|id| targets.get(&id));
                    if let Some(target) = target.filter(|target| target.kind == "worksheet") {
                        let tab = Tab {
                            name: attribute(&start, "name").unwrap_or_default(),
                            hidden: attribute(&start, "state").is_some_and(|s| s != "visible"),
                        };
                        sheets.push((tab, target.part.clone()));
                    }
                }
                _ => {}
            },
            Token::Eof => break,
            _ => {}
        }
    }
    drop(xml);
    sheets.retain(|(_, part)| package.has(part));
    Ok((sheets, epoch))
}
