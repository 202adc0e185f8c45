//! What can be done: each verb is one transaction, whatever door it is asked through, with its trace in it.

pub mod companies;
pub mod master_data;
pub mod products;
