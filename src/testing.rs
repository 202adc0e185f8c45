//! What the tests under `tests/` reach into the program for; no part of its interface.

use actix_web::App;
use actix_web::http::Method;

pub use crate::cluster::{Cluster, Programs, Settings};
pub use crate::db::check_row_filter;
pub use crate::model::key;
pub use crate::model::secret::hash;

/// Every route of the program, as the permission matrix must know them.
pub fn routes() -> Vec<(Method, String)> {
    let mut seen = Vec::new();
    let _app = App::new().configure(|config| {
        seen.extend(crate::web::bare_routes(config));
        seen.extend(crate::api::routes(config));
        seen.extend(crate::web::routes(config));
    });
    seen
}
