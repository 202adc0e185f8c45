//! Cells → files, the counterpart of reading: what is written here reads back the same.

mod csv;
mod xlsx;

pub use self::{
    csv::{Csv, Safety},
    xlsx::Xlsx,
};
