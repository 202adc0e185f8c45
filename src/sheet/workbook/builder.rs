//! A row while its cells are found.

use super::{
    super::{Cell, Limits, Row, SheetError},
    SheetRow,
};

/// A row while its cells are found.
pub(super) struct RowBuilder {
    /// The row so far.
    row: Row,
    /// Whether the sheet hides it.
    hidden: bool,
    /// Whether a cell was filled from a merged area.
    filled: bool,
}

impl RowBuilder {
    /// A row without cells.
    pub(super) fn new(line: u32, hidden: bool) -> Self {
        Self {
            row: Row {
                line,
                cells: Vec::new(),
            },
            hidden,
            filled: false,
        }
    }

    /// The line it is on.
    pub(super) fn line(&self) -> u32 {
        self.row.line
    }

    /// Puts a cell into a column, from 0. A cell that says nothing takes no place.
    pub(super) fn put(
        &mut self,
        column: usize,
        cell: Cell,
        limits: &Limits,
    ) -> Result<(), SheetError> {
        if cell.text.is_empty() && cell.mark.is_none() {
            return Ok(());
        }
        let line = self.row.line;
        if column >= limits.columns {
            return Err(SheetError::TooManyColumns {
                line,
                limit: limits.columns,
            });
        }
        if cell.text.len() > limits.cell_chars && cell.text.chars().count() > limits.cell_chars {
            return Err(SheetError::CellTooLong {
                line,
                column: column + 1,
                limit: limits.cell_chars,
            });
        }
        if self.row.cells.len() <= column {
            self.row.cells.resize(column + 1, Cell::default());
        }
        if let Some(place) = self.row.cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    /// Puts the text of a merged area into its empty cell.
    pub(super) fn fill(
        &mut self,
        column: usize,
        text: &str,
        limits: &Limits,
    ) -> Result<(), SheetError> {
        if !self.text(column).is_empty() || text.is_empty() {
            return Ok(());
        }
        self.filled = true;
        let cell = Cell {
            text: text.to_owned(),
            mark: Some(super::super::Mark::Merged),
        };
        self.put(column, cell, limits)
    }

    /// The text in a column.
    pub(super) fn text(&self, column: usize) -> &str {
        self.row
            .cells
            .get(column)
            .map_or("", |cell| cell.text.as_str())
    }

    /// Whether nothing is in it: no text, and no cell whose emptiness means something.
    pub(super) fn is_blank(&self) -> bool {
        self.row.is_blank() && self.row.cells.iter().all(|cell| cell.mark.is_none())
    }

    /// The row, unless it is blank.
    pub(super) fn finish(self, limits: &Limits) -> Result<Option<SheetRow>, SheetError> {
        if self.is_blank() {
            return Ok(None);
        }
        if self.row.line > limits.lines {
            return Err(SheetError::TooManyRows {
                limit: limits.lines.into(),
            });
        }
        Ok(Some(SheetRow {
            row: self.row,
            hidden: self.hidden,
            filled: self.filled,
        }))
    }
}
