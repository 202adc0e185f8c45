//! Who may do what: one table of every route, each actor and a company that is open or locked (TRUST.md, S20 and S21).
//!
//! A new route gets a line. The columns are the actors in the order of [`ACTORS`]; `.locked(…)` is needed only where a locked company
//! answers otherwise. Each cell is asked in a world of its own, so what one request does is no other's business. A form without what it
//! needs answers 422 to who may post it.

use std::collections::BTreeSet;

use actix_web::http::Method;
use cpn_desk::testing;
use uuid::Uuid;

use crate::harness::{Client, TestApp};

/// Who asks.
const ACTORS: [&str; 7] = [
    "nobody signed in",
    "a buyer of another company",
    "a buyer who only reads",
    "a buyer",
    "an account manager of the company",
    "an account manager of another company",
    "an admin",
];

/// Everybody gets the same.
const fn all(status: u16) -> [u16; 7] {
    [status; 7]
}

/// To sign-in who is not, and the same for everybody who is.
const fn signed_in(status: u16) -> [u16; 7] {
    [303, status, status, status, status, status, status]
}

/// To sign-in who is not; for the others it depends on whether the company is theirs, and what is not is not there.
const fn of_company(status: u16) -> [u16; 7] {
    [303, 404, status, status, status, 404, status]
}

/// The same for who may also change the company's numbers.
const fn who_changes(status: u16) -> [u16; 7] {
    [303, 404, 403, status, status, 404, status]
}

/// What admins alone may with a company.
const fn admins_of_company(status: u16) -> [u16; 7] {
    [303, 404, 403, 403, 403, 404, status]
}

/// What admins alone may.
const fn admins(status: u16) -> [u16; 7] {
    [303, 403, 403, 403, 403, 403, status]
}

#[rustfmt::skip]
fn table() -> Vec<Line> {
    vec![
        get("/static/{hash}/{name}", all(200)).at("{stylesheet}"),
        get("/healthz", all(200)),
        get("/readyz", all(200)),
        post("/{shoxl:(?i:shoxl)}/{version:(?i:v1)}/{function:(?i:GetCustomerProducts)}{slash:/?}", &[], all(401)).at("/Shoxl/v1/GetCustomerProducts"),
        post("/{shoxl:(?i:shoxl)}/{version:(?i:v1)}/{function:(?i:MatchCustomerProducts)}{slash:/?}", &[], all(401)).at("/Shoxl/v1/MatchCustomerProducts"),

        // Contract B: the same, told in `axim`.
        get("/api/cpn", all(401)),
        post("/api/cpn/create", &[], all(401)),
        post("/api/cpn/multiple", &[], all(401)),
        delete("/api/cpn/multiple", all(401)),
        get("/api/cpn/{id}", all(401)),
        put("/api/cpn/{id}", all(401)),
        delete("/api/cpn/{id}", all(401)),

        // Contract A: without an access key nobody gets anywhere; who may do what with one is told in `store_api`.
        post("/store-api/b2b/customer-product-number", &[], all(401)),
        delete("/store-api/b2b/customer-product-number/{id}", all(401)),
        post("/store-api/b2b/customer-product-numbers", &[], all(401)),
        post("/store-api/b2b/customer-product-number-import", &[], all(401)),
        post("/b2b/customer-product-number", &[], all(401)),
        delete("/b2b/customer-product-number/{id}", all(401)),
        post("/b2b/customer-product-numbers", &[], all(401)),
        post("/b2b/customer-product-number-import", &[], all(401)),
        post("/store-api/account/login", &[], all(401)),
        post("/store-api/account/logout", &[], all(401)),
        get("/store-api/account/customer", all(401)),
        post("/store-api/account/customer", &[], all(401)),
        get("/store-api/context", all(401)),
        get("/store-api/_info/openapi3.json", all(401)),

        // Our own API knows tokens alone: a browser's session opens nothing.
        get("/api/v1/openapi.json", all(200)),
        token_alone(Method::POST, "/api/v1/resolve"),
        token_alone(Method::GET, "/api/v1/companies"),
        token_alone(Method::POST, "/api/v1/companies"),
        token_alone(Method::GET, "/api/v1/companies/{company}"),
        token_alone(Method::PATCH, "/api/v1/companies/{company}"),
        token_alone(Method::PUT, "/api/v1/companies/{company}/lock"),
        token_alone(Method::DELETE, "/api/v1/companies/{company}/lock"),
        token_alone(Method::PUT, "/api/v1/companies/{company}/archive"),
        token_alone(Method::DELETE, "/api/v1/companies/{company}/archive"),
        token_alone(Method::GET, "/api/v1/companies/{company}/timeline"),
        token_alone(Method::GET, "/api/v1/companies/{company}/cpns"),
        token_alone(Method::POST, "/api/v1/companies/{company}/cpns"),
        token_alone(Method::GET, "/api/v1/companies/{company}/cpns/{cpn}"),
        token_alone(Method::PATCH, "/api/v1/companies/{company}/cpns/{cpn}"),
        token_alone(Method::DELETE, "/api/v1/companies/{company}/cpns/{cpn}"),
        token_alone(Method::POST, "/api/v1/companies/{company}/cpns/{cpn}/restoration"),
        token_alone(Method::PUT, "/api/v1/companies/{company}/cpns/{cpn}/preference"),
        token_alone(Method::GET, "/api/v1/companies/{company}/cpns/{cpn}/timeline"),
        token_alone(Method::POST, "/api/v1/companies/{company}/cpns/bulk"),
        token_alone(Method::GET, "/api/v1/companies/{company}/uploads"),
        token_alone(Method::GET, "/api/v1/companies/{company}/uploads/{upload}"),
        token_alone(Method::DELETE, "/api/v1/companies/{company}/uploads/{upload}"),
        token_alone(Method::GET, "/api/v1/companies/{company}/uploads/{upload}/rows"),
        token_alone(Method::GET, "/api/v1/companies/{company}/uploads/{upload}/report"),
        token_alone(Method::POST, "/api/v1/companies/{company}/uploads/{upload}/confirmation"),
        token_alone(Method::GET, "/api/v1/companies/{company}/export"),
        token_alone(Method::GET, "/api/v1/products"),
        token_alone(Method::POST, "/api/v1/products"),
        token_alone(Method::GET, "/api/v1/products/{product}"),
        token_alone(Method::PATCH, "/api/v1/products/{product}"),
        token_alone(Method::PUT, "/api/v1/products/{product}/discontinuation"),
        token_alone(Method::DELETE, "/api/v1/products/{product}/discontinuation"),

        get("/", signed_in(200)),
        get("/coverage", signed_in(200)),
        get("/storage", admins(200)),
        get("/audit", admins(200)),
        get("/help", signed_in(200)),
        get("/help/{topic}", signed_in(200)).at("/help/upload"),
        get("/help/api", signed_in(200)),
        // Whoever is signed in already has no business on the sign-in page.
        get("/sign-in", [200, 303, 303, 303, 303, 303, 303]),
        post("/sign-in", &[("email", "nobody@example.com"), ("password", "wrong")], all(422)),
        post("/sign-in/code", &[("pending", "none"), ("code", "123456")], all(422)),
        post("/sign-out", &[], all(303)),
        get("/session", all(200)),
        post("/session", &[], all(200)),
        // Once somebody is there, the set-up never existed.
        get("/set-up/{secret}", all(404)),
        post("/set-up/{secret}", &[("email", "a@example.com"), ("name", "A"), ("password", ""), ("repeated", "")], all(404)),
        // Whoever holds a link may use it.
        get("/invitation/{secret}", all(200)).at("/invitation/{invitation}"),
        post("/invitation/{secret}", &[("password", ""), ("repeated", "")], all(422)).at("/invitation/{invitation}"),
        get("/password-reset/{secret}", all(200)).at("/password-reset/{reset}"),
        post("/password-reset/{secret}", &[("password", ""), ("repeated", "")], all(422)).at("/password-reset/{reset}"),
        get("/account", signed_in(200)),
        post("/account", &[("name", ""), ("language", "en"), ("time_zone", "UTC"), ("theme", "system"), ("density", "compact")], signed_in(422)),
        post("/account/password", &[("current", "wrong"), ("password", ""), ("repeated", "")], signed_in(422)),
        post("/account/sessions/deletion", &[], signed_in(303)),
        get("/account/second-step", signed_in(200)),
        post("/account/second-step", &[("current", "wrong")], signed_in(422)),
        post("/account/second-step/confirmation", &[("code", "")], signed_in(422)),
        post("/account/second-step/codes", &[("current", "wrong")], signed_in(422)),
        post("/account/second-step/removal", &[("current", "wrong")], signed_in(422)),
        get("/users", admins(200)),
        get("/users/new", admins(200)),
        post("/users", &[("name", "")], admins(422)),
        get("/users/{user}", admins(200)),
        post("/users/{user}", &[("name", "")], admins(422)),
        post("/users/{user}/link", &[], admins(200)),
        post("/users/{user}/disabling", &[], admins(303)),
        post("/users/{user}/enabling", &[], admins(303)),
        post("/users/{user}/second-step/removal", &[], admins(303)),
        post("/users/{user}/sessions/deletion", &[], admins(303)),

        get("/tokens", admins(200)),
        get("/tokens/new", admins(200)),
        post("/tokens", &[], admins(422)),
        get("/tokens/{token}", admins(200)),
        get("/tokens/{token}/revocation", admins(200)),
        post("/tokens/{token}/revocation", &[], admins(303)),

        // A buyer has one company and is led there.
        get("/companies", [303, 303, 303, 303, 200, 200, 200]),
        get("/companies/new", admins(200)),
        get("/companies/suggestions", signed_in(200)),
        // Whoever has one company has no choice.
        get("/companies/choice", [303, 303, 303, 303, 303, 303, 200]).at("/companies/choice?for=resolve"),
        get("/companies/export", [303, 303, 303, 303, 200, 200, 200]),
        post("/companies", &[], admins(422)),
        get("/companies/{company}", of_company(303)),
        get("/companies/{company}/settings", admins_of_company(200)),
        post("/companies/{company}/settings", &[], admins_of_company(422)),
        post("/companies/{company}/lock", &[], admins_of_company(422)),
        post("/companies/{company}/unlock", &[], admins_of_company(303)),
        post("/companies/{company}/archive", &[], admins_of_company(303)),
        post("/companies/{company}/unarchive", &[], admins_of_company(303)),

        get("/products", signed_in(200)),
        get("/products/new", admins(200)),
        post("/products", &[], admins(422)),
        get("/products/upload", admins(200)),
        post("/products/upload", &[], admins(415)),
        get("/products/upload/template", admins(200)),
        get("/products/upload/{import}", admins(404)),
        get("/products/upload/{import}/problem-file", admins(404)),
        get("/products/{product}", signed_in(200)),
        get("/products/{product}/edit", admins(200)),
        post("/products/{product}/edit", &[], admins(422)),
        get("/products/{product}/discontinuation", admins(200)),
        post("/products/{product}/discontinuation", &[], admins(303)),

        get("/companies/{company}/cpns", of_company(200)),
        post("/companies/{company}/cpns", &[], who_changes(422)).locked(who_changes(423)),
        get("/companies/{company}/cpns/new", who_changes(200)).locked(who_changes(423)),
        post("/companies/{company}/cpns/columns", &[("column", "unit")], of_company(303)),
        get("/companies/{company}/cpns/likeness", of_company(200)),
        get("/products/suggestions", signed_in(200)),
        get("/companies/{company}/cpns/{cpn}/row", of_company(200)),
        get("/companies/{company}/cpns/{cpn}/timeline", of_company(200)),
        post("/companies/{company}/cpns/{cpn}/row", &[], who_changes(422)).locked(who_changes(423)),
        post("/companies/{company}/cpns/bulk", &[("kind", "delete"), ("all", "on")], who_changes(200)).locked(who_changes(423)),
        post("/companies/{company}/cpns/bulk/act", &[("kind", "delete"), ("all", "on"), ("count", "1")], who_changes(303)).locked(who_changes(423)),
        get("/companies/{company}/cpns/{cpn}", of_company(200)),
        get("/companies/{company}/cpns/{cpn}/edit", who_changes(200)).locked(who_changes(423)),
        post("/companies/{company}/cpns/{cpn}/edit", &[], who_changes(422)).locked(who_changes(423)),
        post("/companies/{company}/cpns/{cpn}/deletion", &[], who_changes(303)).locked(who_changes(423)),
        post("/companies/{company}/cpns/{cpn}/restoration", &[], who_changes(303)).locked(who_changes(423)),
        post("/companies/{company}/cpns/{cpn}/preference", &[], who_changes(303)).locked(who_changes(423)),
        post("/companies/{company}/cpns/{cpn}/reversal", &[], who_changes(404)).at("/companies/{company}/cpns/{cpn}/reversal?version=1"),
        get("/companies/{company}/resolve", of_company(200)),
        post("/companies/{company}/resolve", &[], of_company(422)),
        // An upload can be prepared while the company is locked. Of one that is not there nobody learns more than that.
        get("/uploads", signed_in(200)),
        get("/companies/{company}/uploads", of_company(200)),
        post("/companies/{company}/uploads", &[], who_changes(415)),
        get("/companies/{company}/uploads/new", who_changes(200)),
        get("/companies/{company}/uploads/{upload}", of_company(404)),
        get("/companies/{company}/uploads/{upload}/columns", who_changes(404)),
        post("/companies/{company}/uploads/{upload}/columns", &[], who_changes(404)),
        post("/companies/{company}/uploads/{upload}/reading", &[], who_changes(404)),
        get("/companies/{company}/uploads/{upload}/check", who_changes(404)),
        post("/companies/{company}/uploads/{upload}/check", &[], who_changes(404)),
        get("/companies/{company}/uploads/{upload}/confirm", who_changes(404)),
        post("/companies/{company}/uploads/{upload}/confirm", &[("version", "1")], who_changes(404)).locked(who_changes(423)),
        get("/companies/{company}/uploads/{upload}/repair", who_changes(404)).at("/companies/{company}/uploads/{upload}/repair?outcome=problem&cause=unknown-product"),
        post("/companies/{company}/uploads/{upload}/repair", &[("version", "1"), ("outcome", "problem"), ("cause", "unknown-product"), ("decision", "leave-out")], who_changes(404)),
        post("/companies/{company}/uploads/{upload}/repair/withdrawal", &[("version", "1"), ("outcome", "problem"), ("cause", "unknown-product"), ("repair", "leave-out")], who_changes(404)),
        post("/companies/{company}/uploads/{upload}/undo", &[], who_changes(404)),
        get("/companies/{company}/uploads/{upload}/progress", who_changes(404)),
        get("/companies/{company}/uploads/{upload}/report", of_company(404)),
        get("/companies/{company}/uploads/{upload}/report-file", of_company(404)),
        get("/companies/{company}/uploads/{upload}/problem-file", of_company(404)),
        post("/companies/{company}/uploads/{upload}/discard", &[], who_changes(404)),
        get("/companies/{company}/export", of_company(200)),
        get("/companies/{company}/history", of_company(200)),
        get("/search", signed_in(200)),
    ]
}

/// The routes of forms that have fields, and the address to ask each at.
pub fn forms_with_fields() -> Vec<(&'static str, &'static str)> {
    table()
        .into_iter()
        .filter(|line| line.method == Method::POST && !line.form.is_empty())
        .map(|line| (line.route, line.at))
        .collect()
}

/// One route with what each actor gets.
struct Line {
    method: Method,
    route: &'static str,
    at: &'static str,
    form: &'static [(&'static str, &'static str)],
    open: [u16; 7],
    locked: [u16; 7],
}

fn get(route: &'static str, open: [u16; 7]) -> Line {
    Line {
        method: Method::GET,
        route,
        at: route,
        form: &[],
        open,
        locked: open,
    }
}

fn post(
    route: &'static str,
    form: &'static [(&'static str, &'static str)],
    open: [u16; 7],
) -> Line {
    Line {
        method: Method::POST,
        form,
        ..get(route, open)
    }
}

fn put(route: &'static str, open: [u16; 7]) -> Line {
    Line {
        method: Method::PUT,
        ..get(route, open)
    }
}

fn delete(route: &'static str, open: [u16; 7]) -> Line {
    Line {
        method: Method::DELETE,
        ..get(route, open)
    }
}

/// What a token opens and nobody's session.
fn token_alone(method: Method, route: &'static str) -> Line {
    Line {
        method,
        ..get(route, all(401))
    }
}

impl Line {
    /// Asks at another address than the route itself, with the same holes.
    fn at(self, at: &'static str) -> Self {
        Self { at, ..self }
    }

    /// What a locked company answers.
    fn locked(self, locked: [u16; 7]) -> Self {
        Self { locked, ..self }
    }
}

/// Something else stands in each hole of a route than could be there.
pub fn anything_at(route: &str) -> String {
    let mut path = String::new();
    let mut rest = route;
    while let Some((before, from)) = rest.split_once('{') {
        path.push_str(before);
        path.push_str(&Uuid::nil().to_string());
        rest = from.split_once('}').map_or("", |(_, after)| after);
    }
    path + rest
}

#[test]
fn every_route_has_a_line_and_every_line_a_route() {
    let routes: BTreeSet<String> = testing::routes()
        .iter()
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    let lines: BTreeSet<String> = table()
        .iter()
        .map(|line| format!("{} {}", line.method, line.route))
        .collect();

    let without_line: Vec<_> = routes.difference(&lines).collect();
    let without_route: Vec<_> = lines.difference(&routes).collect();

    assert!(
        without_line.is_empty(),
        "routes the table lacks: {without_line:#?}"
    );
    assert!(
        without_route.is_empty(),
        "lines of no route: {without_route:#?}"
    );
    assert_eq!(lines.len(), table().len(), "a route has two lines");
}

/// One cell's surroundings: a company with a product, a CPN and people, and a browser of the one who asks.
struct World {
    browser: Client,
    holes: Vec<(&'static str, String)>,
}

impl World {
    async fn make(app: &TestApp, actor: usize, locked: bool, stylesheet: &str) -> Self {
        let name = format!("c{}", Uuid::new_v4().simple());
        let given = app.given();
        let cpn = given.company(&name).cpn("HW-7", &format!("p-{name}")).await;
        let colleague = given
            .company(&name)
            .buyer(&format!("colleague-{name}"))
            .await;
        if locked {
            given.company(&name).locked("stocktaking").await;
        }
        let person = format!("asker-{name}");
        let asker = match actor {
            0 => None,
            1 => Some(given.company("Other").buyer(&person).await),
            2 => Some(given.company(&name).reader(&person).await),
            3 => Some(given.company(&name).buyer(&person).await),
            4 => Some(given.company(&name).manager(&person).await),
            5 => Some(given.company("Other").manager(&person).await),
            _ => Some(given.admin(&person).await),
        };
        let browser = match &asker {
            Some(asker) => app.given_signed_in(asker).await,
            None => app.anonymous(),
        };
        let holes = vec![
            ("{company}", cpn.company),
            ("{cpn}", cpn.id),
            ("{product}", cpn.product),
            ("{token}", given.token("axim").there().await.id),
            ("{user}", colleague.id.clone()),
            ("{invitation}", given.link("invitation", &colleague).await),
            ("{reset}", given.link("reset", &colleague).await),
            ("{stylesheet}", stylesheet.to_owned()),
        ];
        Self { browser, holes }
    }

    async fn ask(&self, line: &Line) -> u16 {
        let path = self
            .holes
            .iter()
            .fold(line.at.to_owned(), |path, (hole, value)| {
                path.replace(hole, value)
            });
        let path = anything_at(&path);
        let answer = match line.method {
            Method::GET => self.browser.get(&path).await,
            Method::POST => self.browser.post_form(&path, line.form).await,
            _ => {
                let method = line.method.as_str().parse().unwrap();
                let request = self.browser.request(method, &path);
                self.browser.send(request).await
            }
        };
        answer.status()
    }
}

async fn check(actor: usize) {
    let app = TestApp::spawn().await;
    let stylesheet = app
        .anonymous()
        .get("/sign-in")
        .await
        .attributes("link[rel=stylesheet]", "href")
        .remove(0);
    let mut wrong = Vec::new();
    for line in table() {
        for (state, expected) in [("open", line.open), ("locked", line.locked)] {
            let world = World::make(&app, actor, state == "locked", &stylesheet).await;
            let status = world.ask(&line).await;
            if status != expected[actor] {
                wrong.push(format!(
                    "{} {}, company {state}: {status} instead of {}",
                    line.method, line.at, expected[actor]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", ACTORS[actor], wrong.join("\n"));
}

macro_rules! actors {
    ($($name:ident: $actor:expr;)+) => {$(
        #[actix_web::test]
        async fn $name() {
            check($actor).await;
        }
    )+};
}

actors! {
    what_nobody_signed_in_may: 0;
    what_a_buyer_of_another_company_may: 1;
    what_a_buyer_who_only_reads_may: 2;
    what_a_buyer_may: 3;
    what_an_account_manager_may: 4;
    what_an_account_manager_of_another_company_may: 5;
    what_an_admin_may: 6;
}
