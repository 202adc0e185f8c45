//! Rows of a call as the file that the upload engine reads, with everything said that it would have to guess of a person's file.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::uploads::BulkRow;
use crate::error::{Error, Result};
use crate::model::upload::{Field, Mapping};
use crate::sheet::{Delimiter, Encoding, Overrides};

/// A file, and how to read it.
pub struct Written {
    /// The file.
    pub bytes: Bytes,
    /// How its cells stand.
    pub overrides: Overrides,
    /// Which column holds what.
    pub mapping: Mapping,
}

/// The fields of a row that may be missing.
type Optional = (Field, fn(&BulkRow) -> Option<&str>);

const OPTIONAL: [Optional; 5] = [
    (Field::Description, |row| row.description.as_deref()),
    (Field::Unit, |row| row.unit.as_deref()),
    (Field::PackQuantity, |row| row.pack_quantity.as_deref()),
    (Field::ValidFrom, |row| row.valid_from.as_deref()),
    (Field::ValidTo, |row| row.valid_to.as_deref()),
];

/// Writes the rows. Fields that no row has get no column: they stay as they are, whatever empty fields mean.
pub fn write(rows: &[BulkRow]) -> Result<Written> {
    let used: Vec<&Optional> = OPTIONAL
        .iter()
        .filter(|(_, read)| rows.iter().any(|row| read(row).is_some()))
        .collect();
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    let fields: Vec<Field> = [Field::Product, Field::Cpn]
        .into_iter()
        .chain(used.iter().map(|(field, _)| *field))
        .collect();
    writer
        .write_record(fields.iter().map(|field| field.word()))
        .map_err(Error::internal)?;
    for row in rows {
        let optional = used.iter().map(|(_, read)| read(row).unwrap_or_default());
        let cells = [row.product_number.as_str(), row.cpn.as_str()]
            .into_iter()
            .chain(optional)
            .map(on_one_line);
        writer.write_record(cells).map_err(Error::internal)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?;
    let columns: BTreeMap<Field, usize> = fields.into_iter().zip(0..).collect();
    Ok(Written {
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

/// Line ends and NUL are refused in every field, but would shift the lines of those behind or spoil the file: another control
/// character stands in for them.
fn on_one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\0'], "\u{1}")
}
