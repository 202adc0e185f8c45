//! The pages of products: their list, one of them, its form, and files of many.

mod discontinuation;
mod edit;
mod list;
mod show;
mod upload;

pub use discontinuation::{ask as ask_discontinuation, discontinue};
pub use edit::{change, create, edit, new};
pub use list::list;
pub use show::show;
pub use upload::{problem_file, receive, result, template, upload};

/// The address of a product's page.
pub fn address(id: crate::model::id::ProductId) -> String {
    format!("/products/{id}")
}
