//! Whose rows they are: what is out of reach is not there, and nothing a form sends beside its fields counts.

use actix_web::http::Method;
use cpn_desk::testing;
use uuid::Uuid;

use crate::harness::{Client, Company, Cpn, Page, Person, TestApp};
use crate::permissions::anything_at;

/// A word that stands in every row of the other company.
const CANARY: &str = "Zanzibarine";

/// A company that is none of the asker's business, with something in every table.
struct Foreign {
    company: Company,
    cpn: Cpn,
    buyer: Person,
    upload: String,
}

impl Foreign {
    async fn make(app: &TestApp) -> Self {
        let given = app.given();
        let company = given.company(CANARY).there().await;
        let cpn = given
            .company(CANARY)
            .cpn(&format!("{CANARY}-7"), "PUMP-4411")
            .await;
        let buyer = given.company(CANARY).buyer(CANARY).await;
        let upload = given.company(CANARY).checked_upload().await;
        let token = given.link("reset", &buyer).await;
        assert!(!token.is_empty());
        Self {
            company,
            cpn,
            buyer,
            upload,
        }
    }

    fn holes(&self) -> [(&'static str, String); 4] {
        [
            ("{company}", self.company.id.clone()),
            ("{cpn}", self.cpn.id.clone()),
            ("{user}", self.buyer.id.clone()),
            ("{upload}", self.upload.clone()),
        ]
    }
}

/// The pages and forms of the site; contracts have tests of their own.
fn pages() -> Vec<(Method, String)> {
    testing::routes()
        .into_iter()
        .filter(|(method, _)| [Method::GET, Method::POST].contains(method))
        .filter(|(_, route)| !route.contains('(') && !is_of_contract(route))
        .collect()
}

/// Whether a route is one of programs.
pub fn is_of_contract(route: &str) -> bool {
    ["/store-api", "/b2b", "/api", "/axim", "/v1"]
        .iter()
        .any(|root| route.starts_with(root))
}

fn filled(route: &str, holes: &[(&'static str, String)]) -> String {
    let path = holes
        .iter()
        .fold(route.to_owned(), |path, (hole, id)| path.replace(hole, id));
    anything_at(&path)
}

async fn ask(browser: &Client, method: &Method, path: &str) -> Page {
    if *method == Method::GET {
        browser.get(path).await
    } else {
        browser.post_form(path, FIELDS).await
    }
}

/// A page without the address it was asked at and the number of the request.
fn masked(page: &Page, path: &str) -> String {
    let body = page.body().replace(path, "PATH");
    match body.split_once("Request ") {
        Some((before, after)) => format!("{before}{}", after.get(36..).unwrap_or_default()),
        None => body,
    }
}

/// Fields of many forms at once, so that each has something to refuse or to take.
const FIELDS: &[(&str, &str)] = &[
    ("cpn", "HW-8"),
    ("product", "PUMP-4411"),
    ("name", "x"),
    ("version", "1"),
    ("reason", "x"),
];

#[actix_web::test]
async fn s21_what_is_out_of_reach_answers_as_what_does_not_exist() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let own = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let foreign = Foreign::make(&app).await;
    let browser = app.given_signed_in(&eve).await;
    let nothing = foreign
        .holes()
        .map(|(hole, _)| (hole, Uuid::nil().to_string()));
    // The own company with another's things in it, too.
    let mixed = foreign.holes().map(|(hole, id)| {
        let id = if hole == "{company}" {
            own.company.clone()
        } else {
            id
        };
        (hole, id)
    });
    let mixed_nothing = mixed.clone().map(|(hole, id)| {
        let id = if hole == "{company}" {
            id
        } else {
            Uuid::nil().to_string()
        };
        (hole, id)
    });
    let before = app.database().checksum().await;

    for (method, route) in pages() {
        if !["{company}", "{cpn}", "{user}", "{upload}"]
            .iter()
            .any(|hole| route.contains(hole))
        {
            continue;
        }
        let mut pairs = vec![(foreign.holes(), nothing.clone())];
        if route.contains("{cpn}") || route.contains("{upload}") {
            pairs.push((mixed.clone(), mixed_nothing.clone()));
        }
        for (theirs, nobodys) in pairs {
            let (theirs, nobodys) = (filled(&route, &theirs), filled(&route, &nobodys));
            let there = ask(&browser, &method, &theirs).await;
            let nowhere = ask(&browser, &method, &nobodys).await;
            let expected = if route.starts_with("/users") {
                403
            } else {
                404
            };
            assert_eq!(there.status(), expected, "{method} {theirs}");
            assert_eq!(nowhere.status(), expected, "{method} {nobodys}");
            assert_eq!(
                masked(&there, &theirs),
                masked(&nowhere, &nobodys),
                "{route}"
            );
        }
    }

    assert_eq!(app.database().checksum().await, before);
}

#[actix_web::test]
async fn s22_nothing_of_another_company_is_seen_or_changed() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let own = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let foreign = Foreign::make(&app).await;
    let browser = app.given_signed_in(&eve).await;
    let rows = "select md5(string_agg(r, '|' order by r)) from (
            select c::text as r from companies c where id::text = '%' union all select c::text from cpns c where company_id::text = '%'
            union all select h::text from cpn_history h where company_id::text = '%'
            union all select u::text from uploads u where company_id::text = '%') t"
        .replace('%', &foreign.company.id);
    let before = app.database().texts(&rows, &[]).await;
    let own_holes = [
        ("{company}", own.company.clone()),
        ("{cpn}", own.id.clone()),
        ("{product}", own.product.clone()),
        ("{user}", eve.id.clone()),
    ];

    for (method, route) in pages() {
        let (theirs, ours) = (filled(&route, &foreign.holes()), filled(&route, &own_holes));
        let half = CANARY.split_at(6).0;
        let cursor = &foreign.cpn.id;
        for path in [theirs, ours] {
            // Signing out would end the walk.
            if path == "/sign-out" || path.starts_with("/account/") {
                continue;
            }
            for query in [
                String::new(),
                format!("?q={half}&company={}", foreign.company.id),
                format!("?after={cursor}&before={cursor}&sort=cpn&cpn={cursor}&product={half}"),
            ] {
                let path = format!("{path}{query}");
                let answer = ask(&browser, &method, &path).await;
                let bytes = String::from_utf8_lossy(answer.bytes());
                assert!(!bytes.contains(CANARY), "{method} {path} shows the other's");
                assert!(answer.status() < 500, "{method} {path}");
                let headers = format!("{:?}", answer.headers());
                assert!(!headers.contains(CANARY), "{method} {path}: {headers}");
            }
        }
    }

    assert_eq!(app.database().texts(&rows, &[]).await, before);
}

/// What somebody would like to set, added to forms that have no such fields.
const WISHES: [(&str, &str); 12] = [
    ("id", "00000000-0000-0000-0000-000000000001"),
    ("role", "admin"),
    ("admin", "true"),
    ("read_only", "false"),
    ("companies", "Other"),
    ("email", "root@example.com"),
    ("password_hash", "x"),
    ("disabled_at", ""),
    ("locked_at", ""),
    ("created_by", "nobody"),
    ("rev", "999"),
    ("version_after", "999"),
];

#[actix_web::test]
async fn s24_forms_bind_their_own_fields_alone() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").reader("eve").await;
    app.given().company("Other").there().await;
    let browser = app.given_signed_in(&eve).await;
    let mut account = browser
        .get("/account")
        .await
        .form("Save")
        .set("name", "Eva");
    for (name, value) in WISHES {
        account = account.set(name, value);
    }
    let person = "select role || read_only::text || email || password_hash || coalesce(disabled_at::text, '-') from users where id = $1::text::uuid";
    let reach = "select company_id from memberships where user_id = $1::text::uuid";
    let before = (
        app.database().texts(person, &[&eve.id]).await,
        app.database().texts(reach, &[&eve.id]).await,
    );

    let saved = browser.submit(&account).await;
    let twice = browser
        .post_form("/account", &[("name", "A"), ("name", "B")])
        .await;
    let in_address = browser.post_form("/account?name=Eve&role=admin", &[]).await;

    let after = (
        app.database().texts(person, &[&eve.id]).await,
        app.database().texts(reach, &[&eve.id]).await,
    );
    assert_eq!(saved.status(), 303, "{}", saved.body());
    assert_eq!(after, before);
    assert!([400, 422].contains(&twice.status()), "{}", twice.status());
    assert!([400, 422].contains(&in_address.status()));
    let name = "select name from users where id = $1::text::uuid";
    assert_eq!(app.database().texts(name, &[&eve.id]).await, ["Eva"]);
}

#[actix_web::test]
async fn s24_a_number_is_made_in_the_company_of_the_address() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let acme = app.given().company("Acme").there().await;
    let other = app.given().company("Other").there().await;
    app.given().product("PUMP-4411").await;
    let browser = app.given_signed_in(&eve).await;
    let fields = [
        ("cpn", "HW-9"),
        ("product", "PUMP-4411"),
        ("company", other.id.as_str()),
        ("company_id", other.id.as_str()),
        ("id", "00000000-0000-0000-0000-000000000001"),
        ("created_by_name", "nobody"),
        ("identity_key", "x"),
    ];

    let path = format!("{}/cpns?company={}", acme.url(), other.id);
    let made = browser.post_form(&path, &fields).await;
    let rows = app
        .database()
        .texts(
            "select company_id || ' ' || version || ' ' || created_by_name from cpns where id::text <> '00000000-0000-0000-0000-000000000001'",
            &[],
        )
        .await;

    assert_eq!(made.status(), 303, "{}", made.body());
    assert_eq!(rows, [format!("{} 1 eve", acme.id)]);
}

#[actix_web::test]
async fn s28_of_two_admins_who_demote_each_other_one_stays() {
    let app = TestApp::spawn().await;
    let second = app.second_process().await;
    let ada = app.given().admin("ada").await;
    let ann = app.given().admin("ann").await;
    let active = "select count(*) from users where role = 'admin' and disabled_at is null";

    for round in 0..10 {
        let one = app.given_signed_in(&ada).await;
        let other = app.given_signed_in(&ann).await.at(&second);
        let (at_ann, at_ada) = (format!("/users/{}", ann.id), format!("/users/{}", ada.id));
        let (at_ann, at_ada) = if round % 2 == 0 {
            (format!("{at_ann}/disabling"), format!("{at_ada}/disabling"))
        } else {
            (at_ann, at_ada)
        };
        let fields = |name: &'static str| {
            [
                ("name", name),
                ("role", "manager"),
                ("companies", ""),
                ("version", "1"),
            ]
        };
        let (ann_fields, ada_fields) = (fields("ann"), fields("ada"));

        let (first, later) = futures_util::join!(
            one.post_form(&at_ann, &ann_fields),
            other.post_form(&at_ada, &ada_fields)
        );

        assert_eq!(app.database().count(active).await, 1, "round {round}");
        assert!(first.status() == 303 || later.status() == 303);
        let restore = "update users set role = 'admin', disabled_at = null, version = 1";
        app.database().execute(restore, &[]).await;
    }
}
