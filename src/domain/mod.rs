//! The verbs: what people and programs do, each one transaction with everything that must be true together.

pub mod companies;
pub mod master_data;
pub mod products;
pub mod tokens;
pub mod upload;
//! Verbs: what people do, each one transaction with its history or audit event in it. Every surface calls these.

pub mod password_rules;
pub mod passwords;
pub mod sign_in;
//! The verbs: each is one transaction that keeps every rule, whatever door it is called through. What violates a constraint
//! becomes a [`Problem`](crate::model::problems::Problem) here, where it is known what was typed.

pub mod cpns;
pub mod resolve;
pub mod timeline;
