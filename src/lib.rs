//! CPN Desk: the home of customer part numbers.

mod model;
mod schema;
