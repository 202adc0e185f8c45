//! The program as its users meet it: a real server on a database of its own for each test, spoken to over HTTP.

mod accounts;
mod cli;
mod companies;
mod cpns;
mod demo;
mod harness;
mod headers;
mod migrations;
mod people;
mod permissions;
mod products;
mod requests;
mod schema;
mod standing;
mod store_api;
mod uploads;
mod wizard;
