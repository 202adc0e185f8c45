//! Pages. Each file holds the pages of one noun with their handlers; `templates/` mirrors it.

mod account;
mod api_reference;
pub mod assets;
mod audit;
mod companies;
mod company_frame;
mod coverage;
mod cpns;
mod dashboard;
mod download;
mod error_page;
mod forgery;
mod form;
mod health;
mod help;
mod history;
mod layout;
mod listing;
mod next;
mod parts;
mod password_link;
mod picker;
mod products;
mod resolve;
mod search;
mod second_step;
pub mod session;
mod session_notice;
mod set_up;
mod sign_in;
mod storage;
mod tokens;
mod typeahead;
mod uploads;
mod users;

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use crate::error::{Error, Result};
use crate::routes::{Routes, at};

pub use forgery::OwnOrigin;
pub use session::middleware as session_middleware;

/// The pages, to be mounted last: whatever no other surface answers is a page or is not found.
pub fn configure(
    config: &mut ServiceConfig,
    sessions: actix_session::SessionMiddleware<session::Sessions>,
) {
    config.service(
        web::scope("")
            .wrap(from_fn(forgery::refuse))
            .wrap(from_fn(session::recognise))
            .wrap(from_fn(error_page::dress))
            .wrap(sessions)
            .wrap(from_fn(error_page::survive))
            .configure(|config| drop(routes(config)))
            .default_service(web::to(async || Err::<&'static str, _>(Error::NotFound))),
    );
}

/// What needs no session: files and questions of machines.
pub fn configure_bare(config: &mut ServiceConfig) {
    drop(bare_routes(config));
}

/// Registers every bare route and tells which there are.
pub fn bare_routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    routes.add(at("/static/{hash}/{name}").get(assets::show));
    routes.add(at("/healthz").get(health::alive));
    routes.add(at("/readyz").get(health::ready));
    routes.seen()
}

/// Registers every page and tells which there are. By topic; within a topic from the general to the single thing.
#[expect(clippy::too_many_lines, reason = "one table of routes")]
pub fn routes(config: &mut ServiceConfig) -> Vec<(Method, String)> {
    let mut routes = Routes::into(config);
    routes.add(at("/").get(dashboard::show));
    routes.add(at("/coverage").get(coverage::show));
    routes.add(at("/storage").get(storage::show));
    routes.add(at("/audit").get(audit::list));
    routes.add(at("/help/api").get(api_reference::show));
    routes.add(at("/help").get(help::list));
    routes.add(at("/help/{topic}").get(help::show));
    // People
    routes.add(at("/sign-in").get(sign_in::show).post(sign_in::create));
    routes.add(at("/sign-in/code").post(sign_in::check_code));
    routes.add(at("/sign-out").post(sign_in::delete));
    routes.add(
        at(session_notice::PATH)
            .get(session_notice::show)
            .post(session_notice::show),
    );
    routes.add(
        at("/set-up/{secret}")
            .get(set_up::show)
            .post(set_up::create),
    );
    routes.add(
        at("/invitation/{secret}")
            .get(password_link::show_invitation)
            .post(password_link::accept_invitation),
    );
    routes.add(
        at("/password-reset/{secret}")
            .get(password_link::show_reset)
            .post(password_link::accept_reset),
    );
    routes.add(at("/account").get(account::show).post(account::update));
    routes.add(at("/account/password").post(account::change_password));
    routes.add(
        at("/account/second-step")
            .get(second_step::show)
            .post(second_step::begin),
    );
    routes.add(at("/account/second-step/confirmation").post(second_step::confirm));
    routes.add(at("/account/second-step/codes").post(second_step::renew_codes));
    routes.add(at("/account/second-step/removal").post(second_step::remove));
    routes.add(at("/account/sessions/deletion").post(account::end_sessions));
    routes.add(at("/users").get(users::list).post(users::create));
    routes.add(at("/users/new").get(users::new));
    routes.add(at("/users/{user}").get(users::show).post(users::update));
    routes.add(at("/users/{user}/link").post(users::issue_link));
    routes.add(at("/users/{user}/disabling").post(users::disable));
    routes.add(at("/users/{user}/enabling").post(users::enable));
    routes.add(at("/users/{user}/second-step/removal").post(users::reset_second_step));
    routes.add(at("/users/{user}/sessions/deletion").post(users::end_sessions));
    // Tokens
    routes.add(at("/tokens").get(tokens::list).post(tokens::create));
    routes.add(at("/tokens/new").get(tokens::new));
    routes.add(at("/tokens/{token}").get(tokens::show));
    routes.add(
        at("/tokens/{token}/revocation")
            .get(tokens::ask_revocation)
            .post(tokens::revoke),
    );
    // Companies
    routes.add(
        at("/companies")
            .get(companies::list)
            .post(companies::create),
    );
    routes.add(at("/companies/new").get(companies::new));
    routes.add(at("/companies/suggestions").get(typeahead::companies));
    routes.add(at("/companies/choice").get(companies::choose));
    routes.add(at("/companies/export").get(companies::export));
    routes.add(at("/companies/{company}").get(companies::show));
    routes.add(
        at("/companies/{company}/settings")
            .get(companies::settings)
            .post(companies::change),
    );
    routes.add(at("/companies/{company}/lock").post(companies::lock));
    routes.add(at("/companies/{company}/unlock").post(companies::unlock));
    routes.add(at("/companies/{company}/archive").post(companies::archive));
    routes.add(at("/companies/{company}/unarchive").post(companies::unarchive));
    // Numbers
    routes.add(
        at("/companies/{company}/cpns")
            .get(cpns::list)
            .post(cpns::create),
    );
    routes.add(at("/companies/{company}/cpns/new").get(cpns::new));
    routes.add(at("/companies/{company}/cpns/columns").post(cpns::choose_columns));
    routes.add(at("/companies/{company}/cpns/likeness").get(cpns::likeness));
    routes.add(at("/companies/{company}/cpns/bulk").post(cpns::confirm_bulk));
    routes.add(at("/companies/{company}/cpns/bulk/act").post(cpns::act_in_bulk));
    routes.add(at("/companies/{company}/cpns/{cpn}").get(cpns::show));
    routes.add(
        at("/companies/{company}/cpns/{cpn}/edit")
            .get(cpns::edit)
            .post(cpns::change),
    );
    routes.add(
        at("/companies/{company}/cpns/{cpn}/row")
            .get(cpns::show_row)
            .post(cpns::change_row),
    );
    routes.add(at("/companies/{company}/cpns/{cpn}/timeline").get(cpns::show_beside));
    routes.add(at("/companies/{company}/cpns/{cpn}/deletion").post(cpns::delete));
    routes.add(at("/companies/{company}/cpns/{cpn}/restoration").post(cpns::restore));
    routes.add(at("/companies/{company}/cpns/{cpn}/preference").post(cpns::prefer));
    routes.add(at("/companies/{company}/cpns/{cpn}/reversal").post(cpns::revert));
    routes.add(
        at("/companies/{company}/resolve")
            .get(resolve::show)
            .post(resolve::answer),
    );
    routes.add(at("/companies/{company}/export").get(cpns::export));
    routes.add(at("/companies/{company}/history").get(history::list));
    routes.add(at("/search").get(search::show));
    // Uploads
    routes.add(at("/uploads").get(uploads::unfinished));
    routes.add(
        at("/companies/{company}/uploads")
            .get(uploads::list)
            .post(uploads::create),
    );
    routes.add(at("/companies/{company}/uploads/new").get(uploads::new));
    routes.add(at("/companies/{company}/uploads/{upload}").get(uploads::show));
    routes.add(
        at("/companies/{company}/uploads/{upload}/columns")
            .get(uploads::columns)
            .post(uploads::choose_columns),
    );
    routes.add(at("/companies/{company}/uploads/{upload}/reading").post(uploads::read_again));
    routes.add(
        at("/companies/{company}/uploads/{upload}/check")
            .get(uploads::check)
            .post(uploads::check_again),
    );
    routes.add(
        at("/companies/{company}/uploads/{upload}/repair")
            .get(uploads::repairs)
            .post(uploads::repair),
    );
    routes.add(
        at("/companies/{company}/uploads/{upload}/repair/withdrawal")
            .post(uploads::withdraw_repair),
    );
    routes.add(
        at("/companies/{company}/uploads/{upload}/confirm")
            .get(uploads::confirmation)
            .post(uploads::confirm),
    );
    routes.add(at("/companies/{company}/uploads/{upload}/progress").get(uploads::progress));
    routes.add(at("/companies/{company}/uploads/{upload}/report").get(uploads::report));
    routes.add(at("/companies/{company}/uploads/{upload}/report-file").get(uploads::report_file));
    routes.add(at("/companies/{company}/uploads/{upload}/problem-file").get(uploads::problem_file));
    routes.add(at("/companies/{company}/uploads/{upload}/undo").post(uploads::undo));
    routes.add(at("/companies/{company}/uploads/{upload}/discard").post(uploads::discard));
    // Products
    routes.add(at("/products").get(products::list).post(products::create));
    routes.add(at("/products/new").get(products::new));
    routes.add(
        at("/products/upload")
            .get(products::upload)
            .post(products::receive),
    );
    routes.add(at("/products/upload/template").get(products::template));
    routes.add(at("/products/upload/{import}").get(products::result));
    routes.add(at("/products/upload/{import}/problem-file").get(products::problem_file));
    routes.add(at("/products/suggestions").get(typeahead::products));
    routes.add(at("/products/{product}").get(products::show));
    routes.add(
        at("/products/{product}/edit")
            .get(products::edit)
            .post(products::change),
    );
    routes.add(
        at("/products/{product}/discontinuation")
            .get(products::ask_discontinuation)
            .post(products::discontinue),
    );
    routes.seen()
}

/// An empty answer for a handler that has nothing to say.
type Answer = Result<actix_web::HttpResponse>;
