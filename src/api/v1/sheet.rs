//! Rows of a bulk call as those of an upload.

use super::uploads::BulkRow;
use crate::domain::upload::Call;
use crate::error::Result;
use crate::model::upload::Field;

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
pub fn write(rows: &[BulkRow]) -> Result<Call> {
    let used: Vec<&Optional> = OPTIONAL
        .iter()
        .filter(|(_, read)| rows.iter().any(|row| read(row).is_some()))
        .collect();
    let fields: Vec<Field> = [Field::Product, Field::Cpn]
        .into_iter()
        .chain(used.iter().map(|(field, _)| *field))
        .collect();
    Call::write(
        &fields,
        rows.iter().map(|row| {
            let optional = used.iter().map(|(_, read)| read(row).unwrap_or_default());
            [row.product_number.as_str(), row.cpn.as_str()]
                .into_iter()
                .chain(optional)
        }),
    )
}
