//! The verbs: what people and programs do, each one transaction with everything that must be true together, and the same
//! whatever door it is called through.
//!
//! What violates a constraint becomes a [`Problem`](crate::model::problems::Problem) here, where it is known what was typed.

pub mod account;
pub mod bulk;
pub mod companies;
pub mod cpn_batches;
pub mod cpns;
pub mod export;
pub mod likeness;
pub mod links;
pub mod master_data;
pub mod password_rules;
pub mod passwords;
pub mod people;
pub mod products;
pub mod resolve;
pub mod second_step;
pub mod sign_in;
pub mod timeline;
pub mod tokens;
pub mod upload;
