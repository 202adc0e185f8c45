//! The pages of a company's numbers: their list, one number with what happened to it, and what can be done to it.

mod beside;
mod bulk;
mod changes;
mod columns;
mod edit;
mod export;
mod filters;
mod form;
mod likeness;
mod list;
mod live;
mod new;
mod row;
mod show;
mod words;

pub use beside::show_beside;
pub use bulk::{act_in_bulk, confirm_bulk};
pub use changes::{delete, prefer, restore, revert};
pub use columns::choose_columns;
pub use edit::{change, edit};
pub use export::export;
pub use list::list;
pub use live::likeness;
pub use new::{add_for_number, create, new};
pub use row::{change_row, show_row};
pub use show::show;
pub use words::{Event, day, event, start_of, today, word};

use super::company_frame;
use crate::access::{CompanyAccess, Level};
use crate::error::{Error, Result};
use crate::model::id::{CompanyId, CpnId};

/// The company and the CPN of an address, as they stand there.
type CpnPath = actix_web::web::Path<(String, String)>;

/// The CPN of an address.
fn of_path(path: &CpnPath) -> Result<CpnId> {
    path.1.parse().map_err(|_malformed| Error::NotFound)
}

/// The page of a CPN.
pub fn address(company: CompanyId, cpn: CpnId) -> String {
    company_frame::address(company, &format!("/cpns/{cpn}"))
}

/// A form for what a locked company refuses is not worth filling in.
fn refuse_locked<L: Level>(access: &CompanyAccess<L>) -> Result<()> {
    match &access.company().lock {
        Some(lock) => Err(Error::Locked(lock.clone())),
        None => Ok(()),
    }
}
