//! CPN Desk: the home of customer part numbers.
//!
//! The layers, each importing only those to its left:
//!
//! ```text
//! model  ←  access  ←  store  ←  domain  ←  gate  ←  web, api  ←  server  ←  cli, main
//! nouns     proofs     SQL       verbs      who      surfaces
//! ```
//!
//! `error`, `config`, `db`, `schema` and `text` stand beside them. A company's rows are reached only through a proof that the
//! actor may (`access`), a rule is decided in one verb (`domain`) whatever door it comes through, and each surface only
//! translates.

mod access;
mod api;
mod cli;
mod cluster;
mod config;
mod db;
mod domain;
mod error;
mod gate;
mod model;
mod routes;
/// The tables as `diesel print-schema` writes them.
mod schema;
mod server;
/// Public for `main` and the tests of the child process alone.
#[doc(hidden)]
pub mod sheet;
mod store;
#[doc(hidden)]
pub mod testing;
mod text;
mod web;
mod worker;

pub use cli::run;
pub use config::Config;
pub use db::migrate;
pub use server::Application;
