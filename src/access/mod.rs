//! Who may do what, as values that cannot be forged.
//!
//! A surface finds out who is asking and makes an [`Identity`]. [`open`] decides whether that identity may see or change one
//! company and mints a [`CompanyAccess`]; its fields are private, so to hold one is to have been checked. The rows of a
//! company are reached only through the transaction such a proof begins ([`Scope`]).

mod proof;
mod scope;

pub use proof::{
    AdminAccess, CanChange, Change, CompanyAccess, Identity, Level, Reach, Right, See, admit, open,
    open_by_account,
};
pub use scope::{
    Overview, Reads, Scope, Writes, administer, at_once, everywhere, together, write_each,
};
