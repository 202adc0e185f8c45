//! Verbs: what people do, each one transaction with its history or audit event in it. Every surface calls these.

pub mod password_rules;
pub mod passwords;
pub mod sign_in;
