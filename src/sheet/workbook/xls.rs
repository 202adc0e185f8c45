//! Workbooks of Excel 97 to 2003, through `calamine`.
//!
//! It takes what a hostile file tells it to take, which the limits of the child process bound;
//! and it does not tell number formats, so a number is shown without one.

use std::{
    fs::File,
    io::{BufReader, Read, Seek},
};

use calamine::{Data, Reader, SheetType, SheetVisible, XlsError, open_workbook_from_rs};

use super::{
    super::{Cell, Limits, Mark, SheetError, Unsupported},
    Sink, Span, Tab,
    builder::RowBuilder,
    number_format::{Epoch, NumberFormat, general},
};

/// An open XLS workbook.
pub(in super::super) struct Xls {
    /// The workbook.
    book: calamine::Xls<BufReader<File>>,
    /// What is allowed.
    limits: Limits,
}

impl Xls {
    /// Opens a compound file as a workbook.
    pub(super) fn open(mut file: File, limits: &Limits) -> Result<Self, SheetError> {
        recognise(&mut file)?;
        let book = open_workbook_from_rs(BufReader::new(file)).map_err(|error| match error {
            XlsError::Password => SheetError::from(Unsupported::Encrypted),
            other => SheetError::damaged(other.to_string()),
        })?;
        Ok(Self {
            book,
            limits: limits.clone(),
        })
    }

    /// Its sheets.
    pub(super) fn tabs(&self) -> Vec<Tab> {
        let sheets = self.book.sheets_metadata().iter();
        sheets
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| Tab {
                name: sheet.name.clone(),
                hidden: sheet.visible != SheetVisible::Visible,
            })
            .collect()
    }

    /// Gives the rows of a sheet.
    pub(super) fn read(
        &mut self,
        index: usize,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Span>, SheetError> {
        let tabs = self.tabs();
        let tab = tabs.get(index).ok_or(SheetError::NoSheet)?;
        let range = self
            .book
            .worksheet_range(&tab.name)
            .map_err(|error| SheetError::damaged(error.to_string()))?;
        let (first_line, first_column) = range.start().unwrap_or_default();
        let first_column = usize::try_from(first_column).unwrap_or(usize::MAX);
        for (line, cells) in (first_line.saturating_add(1)..).zip(range.rows()) {
            let mut row = RowBuilder::new(line, false);
            for (offset, data) in cells.iter().enumerate() {
                row.put(
                    first_column.saturating_add(offset),
                    cell(data),
                    &self.limits,
                )?;
            }
            if let Some(row) = row.finish(&self.limits)?
                && sink(row)?.is_break()
            {
                break;
            }
        }
        Ok(Vec::new())
    }
}

/// What a compound file holds, by the names of its streams.
fn recognise(file: &mut File) -> Result<(), SheetError> {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let encrypted = wide("EncryptedPackage");
    let books = [wide("Workbook"), wide("Book")];
    let document = wide("WordDocument");
    let (mut is_book, mut is_document) = (false, false);
    let mut window = Vec::new();
    loop {
        let length = file.by_ref().take(64 * 1024).read_to_end(&mut window)?;
        let has = |name: &[u8]| memchr::memmem::find(&window, name).is_some();
        if has(&encrypted) {
            return Err(Unsupported::Encrypted.into());
        }
        is_book |= books.iter().any(|name| has(name));
        is_document |= has(&document);
        if length == 0 {
            break;
        }
        window.drain(..window.len().saturating_sub(64));
    }
    file.rewind()?;
    match (is_book, is_document) {
        (true, _) => Ok(()),
        (false, true) => Err(Unsupported::Document.into()),
        (false, false) => Err(Unsupported::Binary.into()),
    }
}

/// The cell that a value is.
fn cell(data: &Data) -> Cell {
    let marked = |text: String, mark| Cell {
        text,
        mark: Some(mark),
    };
    match data {
        Data::Empty => Cell::default(),
        Data::String(text) => Cell::plain(text.replace('\0', "\u{fffd}")),
        Data::Int(number) => marked(number.to_string(), Mark::Number),
        Data::Float(number) => general(*number),
        Data::Bool(true) => marked("TRUE".into(), Mark::Boolean),
        Data::Bool(false) => marked("FALSE".into(), Mark::Boolean),
        Data::Error(error) => marked(error.to_string(), Mark::FormulaError),
        Data::DateTimeIso(text) | Data::DurationIso(text) => marked(text.clone(), Mark::DateTyped),
        Data::DateTime(moment) => {
            let value = moment.as_f64();
            let code = match (moment.is_duration() || value < 1.0, value.fract() == 0.0) {
                (true, _) => "hh:mm:ss",
                (false, true) => "yyyy-mm-dd",
                (false, false) => "yyyy-mm-dd hh:mm:ss",
            };
            NumberFormat::parse(code).apply(value, Epoch::Year1900)
        }
    }
}
