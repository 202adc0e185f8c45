//! Contract B: the CPN API of Axim Commerce (`CONTRACTS.md`, section 3).
//!
//! Everything has an object id of 24 hexadecimal digits here. Answers come in one envelope, `{"success":true,"data":…}`, and
//! refusals in `{"success":false,"message":"…"}` with the status that says the same.

mod answer;
mod bulk;
mod caller;
mod list;
mod request;
mod single;

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::web::ServiceConfig;

use crate::routes::{Routes, at};
use answer::Refusal;

/// Mounts the contract.
pub fn configure(config: &mut ServiceConfig) {
    drop(routes(config));
}

/// Registers its routes; the names before the ids.
pub fn routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    routes.add(at("/api/cpn").get(list::list).otherwise(wrong_method));
    routes.add(
        at("/api/cpn/create")
            .post(single::create)
            .otherwise(wrong_method),
    );
    routes.add(
        at("/api/cpn/multiple")
            .post(bulk::change)
            .on(Method::DELETE, bulk::delete)
            .otherwise(wrong_method),
    );
    routes.add(
        at("/api/cpn/{id}")
            .get(single::show)
            .on(Method::PUT, single::update)
            .on(Method::DELETE, single::delete)
            .otherwise(wrong_method),
    );
    routes.seen()
}

async fn wrong_method() -> HttpResponse {
    answer::refuse(Refusal::WrongMethod)
}
