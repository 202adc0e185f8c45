//! The verbs: what people and programs do, each one transaction with everything that must be true together.

pub mod password_rules;
pub mod passwords;
pub mod sign_in;
pub mod tokens;
pub mod upload;
