//! Contract A: the Store API of Shopware 6 with the add-on "Customer Product Numbers" of `B2Bsellers` (`CONTRACTS.md`, section 2).
//!
//! In the entity, `productNumber` is the *customer's* number, as the add-on has it; `customerProductNumber` is another name of it.

mod account;
mod aggregate;
mod criteria;
mod date_format;
mod delete;
mod entity;
mod errors;
mod front;
mod import;
mod import_file;
mod list;
mod save;
mod session;

use actix_web::http::{Method, header};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, guard};

use crate::error::Error;
use crate::routes::{Routes, at};
use errors::Answer;
use session::Channel;

/// Mounts the contract under `/store-api` and, for clients that glued the vendor's paths to a bare host, under `/b2b`.
pub fn configure(config: &mut ServiceConfig) {
    let ours = guard::fn_guard(|request| {
        let path = request.head().uri.path();
        ["/store-api", "/b2b"].iter().any(|root| {
            path.strip_prefix(root)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    });
    config.service(
        web::scope("")
            .guard(ours)
            .wrap(from_fn(front::receive))
            .configure(|config| drop(routes(config)))
            .default_service(web::to(async || Err::<&'static str, _>(Error::NotFound))),
    );
}

/// Registers its routes and tells which there are.
pub fn routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    for root in ["/store-api/b2b", "/b2b"] {
        let at = |path: &str| at(&format!("{root}/{path}"));
        routes.add(at("customer-product-number").post(save::save));
        routes.add(at("customer-product-number/{id}").on(Method::DELETE, delete::delete));
        routes.add(at("customer-product-numbers").post(list::list));
        routes.add(at("customer-product-number-import").post(import::import));
    }
    routes.add(at("/store-api/account/login").post(account::login));
    routes.add(at("/store-api/account/logout").post(account::logout));
    let customer = at("/store-api/account/customer");
    routes.add(customer.get(account::customer).post(account::customer));
    routes.add(at("/store-api/context").get(account::context));
    routes.add(at("/store-api/_info/openapi3.json").get(describe));
    routes.seen()
}

/// `GET /store-api/_info/openapi3.json`
async fn describe(_: Channel) -> Answer {
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .body(include_str!("openapi3.json")))
}
