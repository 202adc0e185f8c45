//! CPN Desk: the home of customer part numbers.

#[doc(hidden)]
pub mod sheet;
