//! Our own API, as a program meets it.

mod companies;
mod cpns;
mod document;
mod idempotency;
mod problems;
mod products;
mod resolve;
mod uploads;

use cpn_desk::testing::hash;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

use crate::harness::{Client, Page, TestApp};

/// A program with a token of this API.
pub struct Program {
    client: Client,
    secret: String,
}

impl Program {
    /// With a token of that scope for these companies; none means all.
    pub async fn with(app: &TestApp, scope: &str, companies: &[&str]) -> Self {
        let (id, secret) = (Uuid::now_v7().to_string(), Uuid::new_v4().to_string());
        let made = "insert into tokens (id, name, contract, scope, secret_hash, hint, every_company, created_by_kind, created_by_name)
            values ($1::text::uuid, 'the ERP', 'v1', $2, $3, 'cpnd…', $4, 'command-line', 'given')";
        app.database()
            .execute(made, &[&id, &scope, &hash(&secret), &companies.is_empty()])
            .await;
        for company in companies {
            let covered = "insert into token_companies (token_id, company_id) values ($1::text::uuid, $2::text::uuid)";
            app.database().execute(covered, &[&id, company]).await;
        }
        Self {
            client: app.anonymous(),
            secret,
        }
    }

    /// One that may do everything.
    pub async fn of_the_erp(app: &TestApp) -> Self {
        Self::with(app, "write", &[]).await
    }

    /// A request below `/api/v1` to finish by hand.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, &format!("/api/v1{path}"))
            .bearer_auth(&self.secret)
    }

    /// Sends it.
    pub async fn send(&self, request: RequestBuilder) -> Page {
        self.client.send(request).await
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Page {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Page {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn delete(&self, path: &str, state: &str) -> Page {
        self.send(self.request(Method::DELETE, path).header("if-match", state))
            .await
    }

    /// Changes a thing whatever stands there, or what stands there in that state.
    pub async fn patch(&self, path: &str, state: &str, body: &Value) -> Page {
        self.send(
            self.request(Method::PATCH, path)
                .header("if-match", state)
                .json(body),
        )
        .await
    }
}

/// The body of an answer.
pub fn json(answer: &Page) -> Value {
    serde_json::from_str(answer.body()).unwrap_or_else(|error| panic!("{error}: {}", answer.body()))
}

/// The status and the word of a problem.
pub fn problem(answer: &Page) -> (u16, String) {
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{}",
        answer.body()
    );
    let problem = json(answer);
    assert_eq!(problem["status"], answer.status());
    let code = problem["code"].as_str().unwrap().to_owned();
    assert_eq!(problem["type"], format!("/help/api#problem-{code}"));
    (answer.status(), code)
}

/// Which fields are wrong and how.
pub fn faults(answer: &Page) -> Vec<(String, String)> {
    let problem = json(answer);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    problem["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| (text(&error["field"]), text(&error["code"])))
        .collect()
}
