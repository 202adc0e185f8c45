//! Our own API: what the three contracts cannot say. Companies, products, numbers, uploads, and resolve.
//!
//! One spelling of everything: fields in `snake_case`, words of closed sets with hyphens, moments in UTC, decimals as text, ids
//! as UUIDs, errors as problem details, lists by cursor, changes under `If-Match`. Its description ([`document`]) is made from the
//! same types and functions that answer.

#[expect(
    unused_qualifications,
    reason = "the macro that describes parameters writes them"
)]
mod companies;
mod cpn_input;
#[expect(
    unused_qualifications,
    reason = "the macro that describes parameters writes them"
)]
mod cpns;
mod document;
mod front;
#[expect(
    unused_qualifications,
    reason = "the macro that describes parameters writes them"
)]
mod history;
mod list;
mod problem;
#[expect(
    unused_qualifications,
    reason = "the macro that describes parameters writes them"
)]
mod products;
mod reply;
mod request;
mod resolve;
mod sheet;
#[expect(
    unused_qualifications,
    reason = "the macro that describes parameters writes them"
)]
mod uploads;
mod words;

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, guard};

use crate::error::Error;
use crate::gate::description::Description;
use crate::routes::{Routes, at};

/// Where it is.
const ROOT: &str = "/api/v1";
/// Where its description is, open to everybody: a tool reads it before it has a token.
const DOCUMENT: &str = "/api/v1/openapi.json";

/// Mounts the API, and its description for whoever shows it.
pub fn configure(config: &mut ServiceConfig) {
    config.app_data(Data::new(Description(document::document(), problem::KINDS)));
    config.service(
        web::scope("")
            .guard(guard::fn_guard(|request| {
                is_ours(request.head().uri.path())
            }))
            .wrap(from_fn(problem::dress))
            .configure(|config| drop(open_routes(config)))
            .service(
                web::scope("")
                    .wrap(from_fn(front::recognise))
                    .configure(|config| drop(token_routes(config)))
                    .default_service(web::to(async || Err::<&'static str, _>(Error::NotFound))),
            ),
    );
}

fn is_ours(path: &str) -> bool {
    path.strip_prefix(ROOT)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Registers its routes and tells which there are.
pub fn routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = open_routes(config);
    routes.extend(token_routes(config));
    routes
}

fn open_routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    routes.add(at(DOCUMENT).get(describe));
    routes.seen()
}

#[expect(clippy::too_many_lines, reason = "one table of routes")]
fn token_routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    let at = |path: &str| at(&format!("{ROOT}{path}"));
    routes.add(at("/resolve").post(resolve::resolve));
    routes.add(
        at("/companies")
            .get(companies::list)
            .post(companies::create),
    );
    routes.add(
        at("/companies/{company}")
            .get(companies::show)
            .on(Method::PATCH, companies::change),
    );
    routes.add(
        at("/companies/{company}/lock")
            .on(Method::PUT, companies::lock)
            .on(Method::DELETE, companies::unlock),
    );
    routes.add(
        at("/companies/{company}/archive")
            .on(Method::PUT, companies::archive)
            .on(Method::DELETE, companies::unarchive),
    );
    routes.add(at("/companies/{company}/timeline").get(history::of_company));
    routes.add(
        at("/companies/{company}/cpns")
            .get(cpns::list)
            .post(cpns::create),
    );
    routes.add(at("/companies/{company}/cpns/bulk").post(uploads::bulk));
    routes.add(
        at("/companies/{company}/cpns/{cpn}")
            .get(cpns::show)
            .on(Method::PATCH, cpns::change)
            .on(Method::DELETE, cpns::delete),
    );
    routes.add(at("/companies/{company}/cpns/{cpn}/restoration").post(cpns::restore));
    routes.add(at("/companies/{company}/cpns/{cpn}/preference").on(Method::PUT, cpns::prefer));
    routes.add(at("/companies/{company}/cpns/{cpn}/timeline").get(history::of_cpn));
    routes.add(at("/companies/{company}/uploads").get(uploads::list));
    routes.add(
        at("/companies/{company}/uploads/{upload}")
            .get(uploads::show)
            .on(Method::DELETE, uploads::discard),
    );
    routes.add(at("/companies/{company}/uploads/{upload}/rows").get(uploads::rows));
    routes.add(at("/companies/{company}/uploads/{upload}/report").get(uploads::report));
    routes.add(at("/companies/{company}/uploads/{upload}/confirmation").post(uploads::confirm));
    routes.add(at("/companies/{company}/export").get(uploads::export));
    routes.add(at("/products").get(products::list).post(products::create));
    routes.add(
        at("/products/{product}")
            .get(products::show)
            .on(Method::PATCH, products::change),
    );
    routes.add(
        at("/products/{product}/discontinuation")
            .on(Method::PUT, products::discontinue)
            .on(Method::DELETE, products::resume),
    );
    routes.seen()
}

async fn describe(description: Data<Description>) -> HttpResponse {
    HttpResponse::Ok().json(&description.0)
}
