//! The program as its users meet it: a real server on a database of its own for each test, spoken to over HTTP.

mod accounts;
mod axim;
mod demo;
mod doors;
mod harness;
mod headers;
mod isolation;
mod migrations;
mod permissions;
mod requests;
mod schema;
mod shoxl;
mod standing;
mod tokens;
