//! A shop's front end: it holds an access key and the context token it was given last.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use cpn_desk::testing::hash;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{Client, Given, Person, TestApp};

/// Where numbers are listed.
pub const LIST: &str = "/store-api/b2b/customer-product-numbers";
/// Where a number is saved.
pub const SAVE: &str = "/store-api/b2b/customer-product-number";
/// The alias of a row.
pub const ALIAS: &str = "b2bsellers_customer_product_number";

/// A front end.
pub struct Shop {
    browser: Client,
    /// Its access key.
    pub key: String,
    token: RefCell<Option<String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The JSON; null where there is none.
    pub body: Value,
    /// The context token that came with it.
    pub token: String,
    /// The other headers.
    pub headers: reqwest::header::HeaderMap,
}

impl Shop {
    /// A front end with a fresh access key, in which nobody is logged in.
    pub async fn open(app: &TestApp) -> Self {
        Self::with_key(app, access_key(app, "write", &[]).await)
    }

    /// A front end with that access key.
    pub fn with_key(app: &TestApp, key: String) -> Self {
        Self {
            browser: app.anonymous(),
            key,
            token: RefCell::default(),
        }
    }

    /// A front end in which that person is logged in already, past the login and its price.
    pub async fn of(app: &TestApp, person: &Person) -> Self {
        let shop = Self::open(app).await;
        shop.adopt(session(app, person).await);
        shop
    }

    /// Uses that context token from now on.
    pub fn adopt(&self, token: String) {
        self.token.replace(Some(token));
    }

    /// The context token it uses.
    pub fn token(&self) -> Option<String> {
        self.token.borrow().clone()
    }

    /// A request with the headers of the vendor's client.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .browser
            .request(method, path)
            .header("accept", "application/json")
            .header("sw-access-key", &self.key);
        match self.token() {
            Some(token) => request.header("sw-context-token", token),
            None => request,
        }
    }

    /// Sends a request as it is and changes nothing of the front end.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let page = self.browser.send(request).await;
        let token = page.header("sw-context-token").unwrap_or_default();
        Reply {
            status: page.status(),
            body: serde_json::from_slice(page.bytes()).unwrap_or_default(),
            token: token.to_owned(),
            headers: page.headers().clone(),
        }
    }

    /// Sends a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Sends a JSON body whatever its bytes are.
    pub async fn post_raw(&self, path: &str, body: impl Into<reqwest::Body>) -> Reply {
        let request = self.request(Method::POST, path).body(body);
        self.send(request.header("content-type", "application/json"))
            .await
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    /// Lists by criteria.
    pub async fn list(&self, criteria: &Value) -> Reply {
        self.post(LIST, criteria).await
    }

    /// The numbers that a list by these criteria shows, in its order.
    pub async fn numbers(&self, criteria: &Value) -> Vec<String> {
        let reply = self.list(criteria).await;
        assert_eq!(reply.status, 200, "{criteria}: {}", reply.body);
        let elements = reply.body["elements"].as_array().unwrap();
        elements
            .iter()
            .map(|element| element["productNumber"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The numbers that pass one filter, by creation.
    pub async fn filtered(&self, filter: &Value) -> Vec<String> {
        self.numbers(&json!({ "filter": [filter] })).await
    }

    /// Saves.
    pub async fn save(&self, body: &Value) -> Reply {
        self.post(SAVE, body).await
    }

    /// Deletes.
    pub async fn delete(&self, id: &str) -> Reply {
        let request = self.request(Method::DELETE, &format!("{SAVE}/{id}"));
        // As the vendor's client does: a content type and no content.
        self.send(request.header("content-type", "application/json"))
            .await
    }

    /// Logs in through the door and uses the token it is given.
    pub async fn log_in(&self, email: &str, password: &str) -> Reply {
        let body = json!({ "username": email, "password": password });
        let reply = self.post("/store-api/account/login", &body).await;
        if reply.status == 200 {
            self.adopt(reply.token.clone());
        }
        reply
    }
}

impl Reply {
    /// Code and pointer of each problem.
    pub fn faults(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array();
        let errors = errors.unwrap_or_else(|| panic!("{} is no error", self.body));
        errors
            .iter()
            .map(|error| {
                let pointer = error["source"]["pointer"].as_str();
                (error["code"].as_str().unwrap(), pointer.unwrap_or("-"))
            })
            .collect()
    }

    /// The status and the one code.
    pub fn refusal(&self) -> (u16, &str) {
        match self.faults().as_slice() {
            [(code, _)] => (self.status, code),
            several => panic!("{several:?}"),
        }
    }
}

/// An id as contract A writes it.
pub fn hex(id: &str) -> String {
    id.replace('-', "")
}

/// Makes an access key; without companies it opens every one.
pub async fn access_key(app: &TestApp, scope: &str, companies: &[&str]) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let key = format!("SWSCTEST{:018}", MADE.fetch_add(1, Ordering::Relaxed));
    let id = Uuid::now_v7().to_string();
    app.database()
        .execute(
            "insert into tokens (id, name, contract, scope, secret_hash, hint, every_company, created_by_kind, created_by_name)
             values ($1::text::uuid, 'shop', 'store-api', $2, $3, 'SWSC', $4, 'command-line', 'given')",
            &[&id, &scope, &hash(&key), &companies.is_empty()],
        )
        .await;
    for company in companies {
        app.database()
            .execute(
                "insert into token_companies (company_id, token_id) values ($1::text::uuid, $2::text::uuid)",
                &[company, &id],
            )
            .await;
    }
    key
}

/// The context token of an open session of that person.
pub async fn session(app: &TestApp, person: &Person) -> String {
    let token = Uuid::new_v4().simple().to_string();
    app.database()
        .execute(
            "insert into store_api_sessions (token_hash, user_id, credential_hash)
             select $1, id, sha256(convert_to(password_hash, 'UTF8')) from users where id = $2::text::uuid",
            &[&hash(&token), &person.id],
        )
        .await;
    token
}

/// A customer with these numbers, made in this order: `(number, product)`.
pub async fn stocked(app: &TestApp, numbers: &[(&str, &str)]) -> Shop {
    let given: Given<'_> = app.given();
    let eve = given.company("Acme").buyer("eve").await;
    for (number, product) in numbers {
        given.company("Acme").cpn(number, product).await;
    }
    Shop::of(app, &eve).await
}
