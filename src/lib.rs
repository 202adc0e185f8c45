//! CPN Desk: the home of customer part numbers.

mod access;
mod db;
mod error;
mod model;
mod schema;
mod store;
