//! The program as its users meet it: a real server on a database of its own for each test, spoken to over HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::zombie_processes,
    reason = "what goes wrong in the helpers of a test fails the test"
)]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    clippy::too_many_lines,
    clippy::as_conversions,
    clippy::print_stderr,
    reason = "tests are tables and stories, and say what they left out"
)]

mod accounts;
mod api_reference;
mod assets;
mod axim;
mod choosing;
mod cli;
mod companies;
mod cpns;
mod dashboard;
mod demo;
mod doors;
mod harness;
mod headers;
mod isolation;
mod languages;
mod migrations;
mod people;
mod permissions;
mod products;
mod readme;
mod requests;
mod schema;
mod second_step;
mod security;
mod shoxl;
mod standing;
mod store_api;
mod tokens;
mod uploads;
mod v1;
mod wizard;
