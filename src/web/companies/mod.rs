//! The pages of companies: their list, a new one, and what an admin sets on one.

mod choice;
mod export;
mod list;
mod lock;
mod new;
mod row;
mod settings;

pub use choice::choose;
pub use export::export;
pub use list::list;
pub use lock::{archive, lock, unarchive, unlock};
pub use new::{create, new};
pub use settings::{change, settings};

use super::company_frame;
use super::layout;
use crate::access::{CompanyAccess, See};
use actix_web::HttpResponse;

/// `GET /companies/{company}`: its numbers are what one comes for.
pub async fn show(access: CompanyAccess<See>) -> HttpResponse {
    layout::see_other(company_frame::address(access.company().id, "/cpns"))
}
