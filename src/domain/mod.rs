//! The verbs: what people and programs do, each one transaction with everything that must be true together.

pub mod companies;
pub mod master_data;
pub mod products;
pub mod tokens;
pub mod upload;
