//! The nouns of the domain and the rules that hold for each by itself.
//!
//! Nothing here reads a file, a clock or a database, and nothing here knows a page or a contract. Whatever enters the
//! program passes through a `parse` of this module once and is carried as the type it became.

pub mod actor;
#[expect(
    dead_code,
    reason = "the statements of the check spell most of them out; here they have their meaning"
)]
pub mod cause;
pub mod cells;
pub mod code;
pub mod company;
pub mod cpn;
pub mod history;
pub mod id;
pub mod key;
pub mod number_search;
pub mod page;
pub mod problems;
pub mod product;
pub mod repair;
pub mod resolution;
pub mod search;
pub mod second_step;
pub mod secret;
pub mod text;
pub mod token;
pub mod upload;
pub mod user;
