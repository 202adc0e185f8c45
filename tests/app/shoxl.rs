//! Contract C over HTTP: the tests `c01` to `c14` of `CONTRACTS.md`, 4.7, with the bodies as they go over the wire.

use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::harness::{Client, Page, TestApp, Token};

const PRODUCTS: &str = "/Shoxl/v1/GetCustomerProducts";
const MATCH: &str = "/Shoxl/v1/MatchCustomerProducts";

/// The answer as a strict client reads it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Answer {
    error_code: Option<String>,
    error_description: Option<String>,
    customer_products: Vec<Product>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Product {
    product_number: String,
    own_product_number: String,
}

/// The customer of the documentation's sample, and the shop's program.
struct Shop {
    app: TestApp,
    client: Client,
    token: Token,
}

impl Shop {
    async fn open() -> Self {
        let app = TestApp::spawn().await;
        let given = app.given();
        given.company("128").cpn("4321", "90001").await;
        given.product("80001").await;
        given.company("128").cpn("123456789", "70001").await;
        let token = given.token("shoxl").there().await;
        let client = app.anonymous();
        Self { app, client, token }
    }

    async fn post(&self, path: &str, body: &str) -> Page {
        self.post_as(&self.token.secret, path, body).await
    }

    async fn post_as(&self, secret: &str, path: &str, body: &str) -> Page {
        let request = self
            .client
            .request(Method::POST, path)
            .basic_auth("shop", Some(secret))
            .header("content-type", "application/json")
            .body(body.to_owned());
        self.client.send(request).await
    }

    /// The pairs found for product numbers.
    async fn own_numbers(&self, account: &str, numbers: &Value) -> Vec<(String, String)> {
        let body = json!({ "accountNumber": account, "productNumbers": numbers });
        pairs(&self.post(PRODUCTS, &body.to_string()).await)
    }

    async fn matching(&self, account: &str, term: &str) -> Vec<(String, String)> {
        let body = json!({ "accountNumber": account, "searchTerm": term });
        pairs(&self.post(MATCH, &body.to_string()).await)
    }
}

#[track_caller]
fn read(page: &Page) -> Answer {
    assert_eq!(page.header("content-type"), Some("application/json"));
    serde_json::from_str(page.body()).unwrap_or_else(|error| panic!("{error}: {}", page.body()))
}

#[track_caller]
fn pairs(page: &Page) -> Vec<(String, String)> {
    assert_eq!(page.status(), 200, "{}", page.body());
    let answer = read(page);
    assert_eq!((answer.error_code, answer.error_description), (None, None));
    let products = answer.customer_products.into_iter();
    products
        .map(|product| (product.product_number, product.own_product_number))
        .collect()
}

fn pair(product: &str, own: &str) -> (String, String) {
    (product.to_owned(), own.to_owned())
}

#[track_caller]
fn assert_refused(page: &Page, status: u16, code: &str) {
    assert_eq!(page.status(), status, "{}", page.body());
    let answer = read(page);
    assert_eq!(answer.error_code.as_deref(), Some(code));
    assert!(
        answer
            .error_description
            .is_some_and(|text| !text.is_empty())
    );
    assert_eq!(answer.customer_products, []);
}

const SAMPLE: &str = r#"{"accountNumber":"128","productNumbers":["90001","80001","70001"],"context":{"divisionCode":"10"}}"#;

#[actix_web::test]
async fn c01_the_sample_request_gets_two_of_three() {
    let shop = Shop::open().await;

    let answer = shop.post(PRODUCTS, SAMPLE).await;

    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.body(),
        r#"{"errorCode":null,"errorDescription":null,"customerProducts":[{"productNumber":"90001","ownProductNumber":"4321"},{"productNumber":"70001","ownProductNumber":"123456789"}]}"#
    );
    let turned = shop.own_numbers("128", &json!(["70001", "90001"])).await;
    assert_eq!(turned, [pair("70001", "123456789"), pair("90001", "4321")]);
}

#[actix_web::test]
async fn c02_context_and_unknown_keys_and_keys_in_any_case() {
    let shop = Shop::open().await;

    for body in [
        r#"{"accountNumber":"128","productNumbers":["90001"]}"#,
        r#"{"accountNumber":"128","productNumbers":["90001"],"context":{"divisionCode":"10","deep":{"er":[1]}}}"#,
        r#"{"accountNumber":"128","productNumbers":["90001"],"context":null,"shop":"x"}"#,
        r#"{"AccountNumber":" 128 ","PRODUCTNUMBERS":["90001"],"Context":{}}"#,
    ] {
        assert_eq!(
            pairs(&shop.post(PRODUCTS, body).await),
            [pair("90001", "4321")],
            "{body}"
        );
    }
}

#[actix_web::test]
async fn c03_unknown_products_are_left_out() {
    let shop = Shop::open().await;

    let found = shop
        .own_numbers("128", &json!(["nothing", "90001", ""]))
        .await;

    assert_eq!(found, [pair("90001", "4321")]);
}

#[actix_web::test]
async fn c04_an_empty_list_gets_an_empty_list() {
    let shop = Shop::open().await;
    shop.app.given().company("129").there().await;

    let empty = r#"{"errorCode":null,"errorDescription":null,"customerProducts":[]}"#;
    let answer = shop
        .post(PRODUCTS, r#"{"accountNumber":"128","productNumbers":[]}"#)
        .await;
    let without_numbers = shop
        .post(
            PRODUCTS,
            r#"{"accountNumber":"129","productNumbers":["90001"]}"#,
        )
        .await;

    assert_eq!((answer.status(), answer.body()), (200, empty));
    assert_eq!(
        (without_numbers.status(), without_numbers.body()),
        (200, empty)
    );
}

#[actix_web::test]
async fn c05_an_unknown_account() {
    let shop = Shop::open().await;
    let company = shop.app.given().company("129").there().await;
    let held = shop.app.given().token("shoxl").of(&company).there().await;

    let unknown = shop
        .post(
            PRODUCTS,
            r#"{"accountNumber":"999","productNumbers":["90001"]}"#,
        )
        .await;
    let outside = shop.post_as(&held.secret, PRODUCTS, SAMPLE).await;
    let matching = shop
        .post_as(
            &held.secret,
            MATCH,
            r#"{"accountNumber":"128","searchTerm":"4"}"#,
        )
        .await;

    assert_refused(&unknown, 200, "CUSTOMER_NOT_FOUND");
    assert_refused(&outside, 200, "CUSTOMER_NOT_FOUND");
    assert_refused(&matching, 200, "CUSTOMER_NOT_FOUND");
    assert_eq!(unknown.body(), outside.body());
}

#[actix_web::test]
async fn c06_requests_with_faults() {
    let shop = Shop::open().await;
    let deep = format!(
        r#"{{"accountNumber":"128","productNumbers":[],"x":{}{}}}"#,
        "[".repeat(99),
        "]".repeat(99)
    );

    for body in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"productNumbers":["90001"]}"#,
        r#"{"accountNumber":" ","productNumbers":["90001"]}"#,
        r#"{"accountNumber":128,"productNumbers":["90001"]}"#,
        r#"{"accountNumber":"128"}"#,
        r#"{"accountNumber":"128","productNumbers":null}"#,
        r#"{"accountNumber":"128","productNumbers":"90001"}"#,
        r#"{"accountNumber":"128","productNumbers":[null]}"#,
        r#"{"accountNumber":"128","productNumbers":[["90001"]]}"#,
        r#"{"accountNumber":"128","productNumbers":["\ud800"]}"#,
        &deep,
    ] {
        assert_refused(&shop.post(PRODUCTS, body).await, 400, "INVALID_REQUEST");
    }
    let numbers: Vec<String> = (0..5_001).map(|n| n.to_string()).collect();
    let too_many = json!({ "accountNumber": "128", "productNumbers": numbers }).to_string();
    assert_refused(
        &shop.post(PRODUCTS, &too_many).await,
        400,
        "TOO_MANY_PRODUCTS",
    );
    assert_eq!(shop.own_numbers("128", &json!(numbers[..5_000])).await, []);
    let huge = format!(r#"{{"accountNumber":"{}"}}"#, "x".repeat(3 * 1024 * 1024));
    assert_refused(&shop.post(PRODUCTS, &huge).await, 413, "REQUEST_TOO_LARGE");
    let got = shop.client.get(PRODUCTS).await;
    assert_refused(&got, 405, "METHOD_NOT_ALLOWED");
}

#[actix_web::test]
async fn c07_no_or_wrong_credentials() {
    let shop = Shop::open().await;
    let axim = shop.app.given().token("axim").there().await;
    let revoked = shop.app.given().token("shoxl").there().await;
    let revoke = "update tokens set revoked_at = now() where id = $1::text::uuid";
    shop.app.database().execute(revoke, &[&revoked.id]).await;

    for path in [PRODUCTS, MATCH] {
        let request = shop.client.request(Method::POST, path).body(SAMPLE);
        let mut answers = vec![shop.client.send(request).await];
        // Whoever has no token does not learn what is wrong with a request either.
        let request = shop.client.request(Method::POST, path).body("{");
        answers.push(shop.client.send(request).await);
        for wrong in ["wrong", "", &axim.secret, &revoked.secret] {
            answers.push(shop.post_as(wrong, path, SAMPLE).await);
        }
        for answer in &answers {
            assert_refused(answer, 401, "UNAUTHORIZED");
            let challenge = answer.header("www-authenticate").unwrap();
            assert!(challenge.starts_with("Basic"), "{challenge}");
        }
    }
}

#[actix_web::test]
async fn c07_the_ways_of_carrying_a_token_can_be_narrowed() {
    let shop = Shop::open().await;
    let basic = shop
        .app
        .given()
        .token("shoxl")
        .carried_by(r#"["basic"]"#)
        .there()
        .await;
    let others = shop
        .app
        .given()
        .token("shoxl")
        .carried_by(r#"["bearer","api-key"]"#)
        .there()
        .await;
    let ask = async |token: &Token, carrier: &str| {
        let request = shop.client.request(Method::POST, PRODUCTS).body(SAMPLE);
        let request = match carrier {
            "basic" => request.basic_auth("anybody", Some(&token.secret)),
            "user" => request.basic_auth(&token.secret, Some("")),
            "bearer" => request.bearer_auth(&token.secret),
            _ => request.header("X-API-Key", &token.secret),
        };
        shop.client.send(request).await.status()
    };

    for (carrier, only_basic, only_others) in [
        ("basic", 200, 401),
        ("user", 200, 401),
        ("bearer", 401, 200),
        ("api-key", 401, 200),
    ] {
        assert_eq!(ask(&shop.token, carrier).await, 200, "{carrier}");
        assert_eq!(ask(&basic, carrier).await, only_basic, "{carrier}");
        assert_eq!(ask(&others, carrier).await, only_others, "{carrier}");
    }
    let in_address = format!("{PRODUCTS}?token={}", shop.token.secret);
    let request = shop.client.request(Method::POST, &in_address).body(SAMPLE);
    assert_eq!(shop.client.send(request).await.status(), 401);
}

#[actix_web::test]
async fn c08_the_path_in_any_case() {
    let shop = Shop::open().await;

    for path in [
        "/shoxl/v1/getcustomerproducts",
        "/SHOXL/V1/GETCUSTOMERPRODUCTS",
        "/Shoxl/v1/GetCustomerProducts/",
    ] {
        assert_eq!(pairs(&shop.post(path, SAMPLE).await).len(), 2, "{path}");
    }
    let body = r#"{"accountNumber":"128","searchTerm":"4321"}"#;
    let found = pairs(&shop.post("/shoxl/V1/matchCustomerProducts/", body).await);
    assert_eq!(found, [pair("90001", "4321")]);
}

#[actix_web::test]
async fn c09_leading_zeros_are_kept() {
    let shop = Shop::open().await;
    shop.app
        .given()
        .company("0128")
        .cpn("000451237", "0090001")
        .await;

    let found = shop
        .own_numbers("0128", &json!(["0090001", "90001", "1E5"]))
        .await;

    assert_eq!(found, [pair("0090001", "000451237")]);
    // Without quotes a number is taken digit by digit.
    let body = r#"{"accountNumber":"128","productNumbers":[90001,12345678901234567890123,1.50]}"#;
    assert_eq!(
        pairs(&shop.post(PRODUCTS, body).await),
        [pair("90001", "4321")]
    );
}

#[actix_web::test]
async fn c10_a_change_is_visible_at_once() {
    let shop = Shop::open().await;
    let axim = shop.app.given().token("axim").there().await;
    let database = shop.app.database();
    let row = database
        .texts(
            "select replace(id::text, '-', '') from cpns where cpn = '4321'",
            &[],
        )
        .await
        .remove(0);
    let change = shop
        .client
        .request(Method::PUT, &format!("/api/cpn/{}", &row[..24]))
        .header("accessToken", &axim.secret)
        .body(r#"{"cpn":"9999-X"}"#);

    assert_eq!(shop.client.send(change).await.status(), 200);

    assert_eq!(
        shop.own_numbers("128", &json!(["90001"])).await,
        [pair("90001", "9999-X")]
    );
}

#[actix_web::test]
async fn c11_one_entry_a_product_spelled_as_the_request_spells_it_first() {
    let shop = Shop::open().await;
    shop.app.given().company("128").cpn("OURS", "Pump-A").await;

    let found = shop
        .own_numbers(
            "128",
            &json!(["90001", "PUMP-a", "90001", " 90001 ", "pump-A"]),
        )
        .await;

    assert_eq!(found, [pair("90001", "4321"), pair("PUMP-a", "OURS")]);
}

#[actix_web::test]
async fn c11_of_several_numbers_the_preferred_one_that_is_valid_today() {
    let shop = Shop::open().await;
    let given = shop.app.given();
    given.company("128").cpn("SECOND", "90001").await;
    let ask = async || shop.own_numbers("128", &json!(["90001"])).await;
    let database = shop.app.database();

    assert_eq!(ask().await, [pair("90001", "4321")]);
    database
        .execute(
            "update cpns set valid_to = current_date - 1 where cpn = '4321'",
            &[],
        )
        .await;
    assert_eq!(ask().await, [pair("90001", "SECOND")]);
    assert_eq!(shop.matching("128", "4321").await, []);
    database
        .execute(
            "update cpns set valid_from = current_date + 1 where cpn = 'SECOND'",
            &[],
        )
        .await;
    assert_eq!(ask().await, []);
}

#[actix_web::test]
async fn c12_every_answer_parses_strictly() {
    let shop = Shop::open().await;

    for (path, body) in [
        (PRODUCTS, SAMPLE),
        (PRODUCTS, "{"),
        (PRODUCTS, r#"{"accountNumber":"999","productNumbers":[]}"#),
        (MATCH, r#"{"accountNumber":"128","searchTerm":"no such"}"#),
        (MATCH, "[]"),
    ] {
        let answer = shop.post(path, body).await;
        drop(read(&answer));
        let json: Value = serde_json::from_str(answer.body()).unwrap();
        let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["customerProducts", "errorCode", "errorDescription"]);
        assert!(json["customerProducts"].is_array());
    }
}

#[actix_web::test]
async fn c13_match_finds_equal_ones_first_then_beginnings_then_the_rest() {
    let shop = Shop::open().await;
    let given = shop.app.given();
    for (cpn, product) in [
        ("X-4321", "60001"),
        ("4321-55", "60002"),
        ("4321-12", "60003"),
        ("98", "60004"),
    ] {
        given.company("128").cpn(cpn, product).await;
    }
    given.company("Other").cpn("4321-99", "60005").await;

    let found = shop.matching("128", " 4321 ").await;

    assert_eq!(
        found,
        [
            pair("90001", "4321"),
            pair("60003", "4321-12"),
            pair("60002", "4321-55"),
            pair("60001", "X-4321"),
        ]
    );
    assert_eq!(
        shop.matching("128", "x-43").await,
        [pair("60001", "X-4321")]
    );
    for nothing in ["nothing", "%", "-", "_"] {
        assert_eq!(shop.matching("128", nothing).await, [], "{nothing}");
    }
    let two = r#"{"accountNumber":"128","searchTerm":"4321","maxResults":2}"#;
    assert_eq!(pairs(&shop.post(MATCH, two).await), found[..2]);
    let ten = r#"{"accountNumber":"128","searchTerm":"4321","maxResults":null,"context":{}}"#;
    assert_eq!(pairs(&shop.post(MATCH, ten).await), found);
    for bad in [
        r#"{"accountNumber":"128"}"#,
        r#"{"accountNumber":"128","searchTerm":" "}"#,
        r#"{"searchTerm":"4321"}"#,
        r#"{"accountNumber":"128","searchTerm":"4321","maxResults":0}"#,
        r#"{"accountNumber":"128","searchTerm":"4321","maxResults":"2"}"#,
    ] {
        assert_refused(&shop.post(MATCH, bad).await, 400, "INVALID_REQUEST");
    }
}

#[actix_web::test]
async fn c13_without_a_limit_ten_are_found() {
    let shop = Shop::open().await;
    for number in 0..12 {
        let cpn = format!("AB-{number}");
        shop.app
            .given()
            .company("128")
            .cpn(&cpn, &format!("5{number}"))
            .await;
    }

    assert_eq!(shop.matching("128", "ab").await.len(), 10);
    let all = r#"{"accountNumber":"128","searchTerm":"ab","maxResults":999999999999}"#;
    assert_eq!(pairs(&shop.post(MATCH, all).await).len(), 12);
}

#[actix_web::test]
async fn c14_a_locked_company_still_reads() {
    let shop = Shop::open().await;
    shop.app.given().company("128").locked("stocktaking").await;

    assert_eq!(pairs(&shop.post(PRODUCTS, SAMPLE).await).len(), 2);
    assert_eq!(shop.matching("128", "4321").await.len(), 1);
}
