//! What programs speak: the three existing JSON contracts and our own API.
//!
//! Each contract stands in its own file or folder with its requests, answers and errors; none knows of another. They identify
//! themselves by tokens alone: a browser's session opens nothing here.

mod axim;
mod body;
mod shoxl;
mod store_api;
mod v1;

use actix_web::http::Method;
use actix_web::web::ServiceConfig;

/// Mounts every contract; before the pages, which answer what is left.
pub fn configure(config: &mut ServiceConfig) {
    axim::configure(config);
    shoxl::configure(config);
    v1::configure(config);
    store_api::configure(config);
}

/// Every route of the contracts.
pub fn routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = axim::routes(config);
    routes.extend(shoxl::routes(config));
    routes.extend(v1::routes(config));
    routes.extend(store_api::routes(config));
    routes
}
