//! The program as its users meet it: a real server on a database of its own for each test, spoken to over HTTP.

mod accounts;
mod api_reference;
mod demo;
mod harness;
mod headers;
mod migrations;
mod permissions;
mod requests;
mod schema;
mod standing;
mod v1;
