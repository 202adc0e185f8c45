//! Rows → a workbook, row by row, every cell typed as text.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// A workbook with one sheet being written.
///
/// Cells are typed as text and carry the style of a leading apostrophe, so that a spreadsheet
/// neither calculates with them nor takes zeros off, and their value stays untouched.
pub struct Xlsx {
    /// The workbook.
    workbook: Workbook,
    /// The style of a cell that is text whatever it looks like.
    text: Format,
    /// The style of a heading.
    heading: Format,
    /// The row that is written next.
    next: u32,
}

impl Xlsx {
    /// Begins a workbook with one sheet of this name. Rows wait in a temporary file, not in memory.
    pub fn new(sheet: &str) -> Result<Self, XlsxError> {
        let text = Format::new().set_num_format("@").set_quote_prefix();
        let mut workbook = Workbook::new();
        workbook
            .add_worksheet_with_constant_memory()?
            .set_name(sheet)?;
        Ok(Self {
            workbook,
            heading: text.clone().set_bold(),
            text,
            next: 0,
        })
    }

    /// Writes the headings and keeps them in sight while a person scrolls.
    pub fn headings<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), XlsxError> {
        let below = self.next + 1;
        let style = self.heading.clone();
        self.line(cells, &style)?;
        self.sheet()?.set_freeze_panes(below, 0)?;
        Ok(())
    }

    /// Writes one row.
    pub fn row<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), XlsxError> {
        let style = self.text.clone();
        self.line(cells, &style)
    }

    /// Adds a sheet of plain sentences behind the rows, such as one that explains them.
    pub fn help<T: AsRef<str>>(
        &mut self,
        sheet: &str,
        sentences: impl IntoIterator<Item = T>,
    ) -> Result<(), XlsxError> {
        let text = self.text.clone().set_text_wrap();
        let help = self.workbook.add_worksheet().set_name(sheet)?;
        help.set_column_width(0, 100)?;
        for (row, sentence) in (0..).zip(sentences) {
            help.write_string_with_format(row, 0, sentence.as_ref(), &text)?;
        }
        Ok(())
    }

    /// Writes the workbook out.
    pub fn finish<W: Write + Seek + Send>(mut self, output: W) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(output)
    }

    /// Writes one row in this style. An empty cell is none, so that it reads as it was.
    fn line<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
        style: &Format,
    ) -> Result<(), XlsxError> {
        let row = self.next;
        let sheet = self.sheet()?;
        for (column, cell) in (0..).zip(cells) {
            let text = cell.as_ref();
            if !text.is_empty() {
                sheet.write_string_with_format(row, column, text, style)?;
            }
        }
        self.next += 1;
        Ok(())
    }

    /// The sheet of the rows.
    fn sheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        self.workbook.worksheet_from_index(0)
    }
}
