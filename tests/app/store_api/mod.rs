//! Contract A from outside: the numbered tests of `CONTRACTS.md`, 2.14.

mod accounts;
mod client;
mod criteria;
mod door;
mod filters;
mod imports;
mod lists;
mod random;
pub mod shop;
mod writing;
