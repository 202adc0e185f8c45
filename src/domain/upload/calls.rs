//! Rows of a contract's call: an upload like any other, with everything said that would have to be guessed of a person's file.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{Engine, styles};
use crate::access::{Change, CompanyAccess};
use crate::db::Pool;
use crate::error::{Error, Result};
use crate::model::upload::{EmptyCells, Field, Mapping, Mode, Source, Upload, UploadState};
use crate::sheet::{Delimiter, Encoding, Overrides};

/// The line of the first row of a call; the headings stand on line 1.
pub const FIRST_LINE: i32 = 2;

/// The rows of a call as a file, and how to read it.
pub struct Call {
    bytes: Bytes,
    overrides: Overrides,
    mapping: Mapping,
}

impl Call {
    /// Writes rows with these fields. A row whose cells are all empty counts for the lines but is not looked at.
    pub fn write<R>(fields: &[Field], rows: impl IntoIterator<Item = R>) -> Result<Self>
    where
        R: IntoIterator<Item: AsRef<str>>,
    {
        let mut writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        writer
            .write_record(fields.iter().map(|field| field.word()))
            .map_err(Error::internal)?;
        for row in rows {
            writer
                .write_record(
                    fields
                        .iter()
                        .zip(row)
                        .map(|(field, cell)| written(*field, cell.as_ref())),
                )
                .map_err(Error::internal)?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?;
        let columns: BTreeMap<Field, usize> = fields.iter().copied().zip(0..).collect();
        Ok(Self {
            bytes: bytes.into(),
            overrides: Overrides {
                encoding: Some(Encoding::UTF_8),
                delimiter: Some(Delimiter::Comma),
                sheet: None,
                heading_row: Some(1),
            },
            mapping: Mapping::chosen(columns),
        })
    }
}

/// Line ends and NUL are refused in every field, but would shift the lines of those behind or spoil the file: another control
/// character stands in for them. What stands behind the sign in a quantity is decimals, as callers know: one zero more makes that plain.
fn written(field: Field, text: &str) -> String {
    let mut written = text.replace(['\n', '\r', '\0'], "\u{1}");
    if field == Field::PackQuantity && styles::is_ambiguous(&written) {
        written.truncate(written.trim_end().len());
        written.push('0');
    }
    written
}

impl Engine {
    /// Stages and checks the rows of a call; nothing of the register changes by that. An upload that failed could not be read.
    pub async fn check_call(
        &self,
        pool: &Pool,
        access: &CompanyAccess<Change>,
        file_name: &str,
        call: Call,
        mode: Mode,
        empty_cells: EmptyCells,
    ) -> Result<Upload> {
        let bytes = futures_util::stream::iter([Ok(call.bytes)]);
        let id = self
            .receive(pool, access, Source::Call, file_name, bytes)
            .await?;
        let read = self.read(access, id, &call.overrides).await?;
        if read.state == UploadState::Failed {
            return Ok(read);
        }
        self.choose_columns(access, id, call.mapping, mode, empty_cells)
            .await?;
        self.check(access, id).await
    }
}
