//! The verbs: each is one transaction that keeps every rule, whatever door it is called through. What violates a constraint
//! becomes a [`Problem`](crate::model::problems::Problem) here, where it is known what was typed.

pub mod cpns;
pub mod resolve;
pub mod timeline;
