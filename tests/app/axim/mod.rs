//! Contract B over HTTP: the tests `b01` to `b17` of `CONTRACTS.md`, 3.10, with the bodies as they go over the wire.

mod bulk;
mod create;
mod rows;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Client, Company, Page, Product, TestApp, Token};

/// A program that speaks the contract.
pub struct Program {
    client: Client,
    token: Option<String>,
}

impl Program {
    pub fn with(app: &TestApp, token: &Token) -> Self {
        Self {
            client: app.anonymous(),
            token: Some(token.secret.clone()),
        }
    }

    pub fn without_token(app: &TestApp) -> Self {
        Self {
            client: app.anonymous(),
            token: None,
        }
    }

    /// Sends a body as it is, as JSON.
    pub async fn send(&self, method: Method, path: &str, body: &str) -> Page {
        let mut request = self.client.request(method, path);
        if let Some(token) = &self.token {
            request = request.header("accessToken", token);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        self.client.send(request.body(body.to_owned())).await
    }

    pub async fn create(&self, company: &str, product: &str, cpn: &str) -> Page {
        let body = json!({ "companyId": company, "productId": product, "cpn": cpn });
        self.send(Method::POST, "/api/cpn/create", &body.to_string())
            .await
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, "").await
    }
}

/// A company, a product, and a program that may write everywhere.
pub struct Shop {
    pub app: TestApp,
    pub company: Company,
    pub product: Product,
    pub token: Token,
    pub program: Program,
}

impl Shop {
    pub async fn open() -> Self {
        let app = TestApp::spawn().await;
        let company = app.given().company("Acme").there().await;
        let product = app.given().product("PUMP-4411").await;
        let token = app.given().token("axim").there().await;
        let program = Program::with(&app, &token);
        Self {
            app,
            company,
            product,
            token,
            program,
        }
    }

    /// Creates a CPN for the company and the product.
    pub async fn create(&self, cpn: &str) -> Page {
        self.program
            .create(&self.company.object_id(), &self.product.object_id(), cpn)
            .await
    }

    /// How many CPNs there are of all companies.
    pub async fn stored(&self) -> i64 {
        self.app.database().count("select count(*) from cpns").await
    }
}

/// The JSON of an answer.
pub fn json_of(page: &Page) -> Value {
    serde_json::from_str(page.body()).unwrap_or_else(|error| panic!("{error}: {}", page.body()))
}

/// The field `data` of an answer.
pub fn data_of(page: &Page) -> Value {
    json_of(page)["data"].clone()
}

/// Whether the answer is a refusal with that status, in the contract's envelope.
#[track_caller]
pub fn assert_refused(page: &Page, status: u16) {
    assert_eq!(page.status(), status, "{}", page.body());
    assert_eq!(page.header("content-type"), Some("application/json"));
    let body = json_of(page);
    assert_eq!(body["success"], false, "{body}");
    assert!(
        body["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty()),
        "{body}"
    );
}

/// What is random in an answer, replaced by what it is.
pub fn masked(page: &Page, words: &[(&str, &str)]) -> String {
    words
        .iter()
        .fold(page.body().to_owned(), |body, (value, name)| {
            body.replace(value, name)
        })
}
