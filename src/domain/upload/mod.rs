//! Uploads: a file or pasted list becomes changes of a company's CPNs (`IMPORT.md`).
//!
//! ```text
//! receive → read → choose_columns → check → confirm → (a worker) carry_out
//! ```
//!
//! Every step leaves all it knows in the database, so any process can do the next one, and a call that is dropped half-way
//! leaves nothing half done. Whatever a person decides makes the check void, and only a check of exactly these rows, columns
//! and modes can be confirmed.

mod applying;
mod calls;
mod columns;
mod deciding;
mod drafting;
mod engine;
mod known_days;
mod looking;
mod reading;
mod receiving;
mod recognising;
mod repairing;
mod report;
mod saving;
mod seen;
mod several;
mod spoilt;
mod styles;
mod suggesting;
mod sweeping;
mod synonyms;
mod undoing;

pub use applying::work_off;
pub use calls::{Call, FIRST_LINE};
pub use columns::Columns;
pub use deciding::discard;
pub use engine::Engine;
pub use looking::{
    Filter, examples, find, first_rows, page, preview, progress, rows_with_letters, same_file,
    undo_of, undone,
};
pub use repairing::{Offers, is_mendable, offers, repaired, rows_of};
pub use report::Rows;
pub use saving::Saved;
pub use sweeping::sweep;
