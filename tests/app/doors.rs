//! One register behind all doors: what is written through one is seen through every other (`CONTRACTS.md`, B16).

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Client, PASSWORD, Page, TestApp};

/// The same company's programs and people.
struct Doors {
    app: TestApp,
    client: Client,
    axim: String,
    shoxl: String,
    access_key: String,
    context: String,
    company: String,
    product: String,
}

impl Doors {
    async fn open() -> Self {
        let app = TestApp::spawn().await;
        let given = app.given();
        let company = given.company("128").there().await.object_id();
        let product = given.product("90001").await.object_id();
        let eve = given.company("128").buyer("eve").await;
        let axim = given.token("axim").there().await.secret;
        let shoxl = given.token("shoxl").there().await.secret;
        let access_key = given.token("store-api").there().await.secret;
        let client = app.anonymous();
        let login = client
            .request(Method::POST, "/store-api/account/login")
            .header("sw-access-key", &access_key)
            .json(&json!({ "username": eve.email, "password": PASSWORD }));
        let login = client.send(login).await;
        assert_eq!(login.status(), 200, "{}", login.body());
        let context = login.header("sw-context-token").unwrap().to_owned();
        Self {
            app,
            client,
            axim,
            shoxl,
            access_key,
            context,
            company,
            product,
        }
    }

    async fn ask_axim(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self
            .client
            .request(method, path)
            .header("accessToken", &self.axim)
            .json(body);
        read(&self.client.send(request).await)
    }

    async fn ask_store(&self, path: &str, body: &Value) -> Page {
        let request = self
            .client
            .request(Method::POST, &format!("/store-api/b2b/{path}"))
            .header("sw-access-key", &self.access_key)
            .header("sw-context-token", &self.context)
            .json(body);
        self.client.send(request).await
    }

    /// The numbers that each door shows for the product, in the order of the doors: contract A, B, C.
    async fn seen(&self) -> [Vec<String>; 3] {
        let store = read(&self.ask_store("customer-product-numbers", &json!({})).await);
        let axim = self.ask_axim(Method::GET, "/api/cpn", &json!({})).await;
        let shoxl = self
            .client
            .request(Method::POST, "/Shoxl/v1/GetCustomerProducts")
            .bearer_auth(&self.shoxl)
            .json(&json!({ "accountNumber": "128", "productNumbers": ["90001"] }));
        let shoxl = read(&self.client.send(shoxl).await);
        [
            numbers(&store["elements"], "productNumber"),
            numbers(&axim["data"], "cpn"),
            numbers(&shoxl["customerProducts"], "ownProductNumber"),
        ]
    }
}

#[track_caller]
fn read(page: &Page) -> Value {
    assert_eq!(page.status(), 200, "{}", page.body());
    serde_json::from_str(page.body()).unwrap()
}

fn numbers(rows: &Value, key: &str) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

fn everywhere(number: &str) -> [Vec<String>; 3] {
    std::array::from_fn(|_| vec![number.to_owned()])
}

#[actix_web::test]
async fn b16_what_one_door_writes_every_door_shows() {
    let doors = Doors::open().await;
    let body = json!({ "companyId": doors.company, "productId": doors.product, "cpn": "ACME-77" });
    let made = doors.ask_axim(Method::POST, "/api/cpn/create", &body).await;
    assert_eq!(doors.seen().await, everywhere("ACME-77"));

    // Contract A changes the same row, and contract B sees its own row changed.
    let product = doors
        .app
        .database()
        .texts("select replace(id::text, '-', '') from products", &[])
        .await;
    let saved = doors
        .ask_store(
            "customer-product-number",
            &json!({ "productId": product[0], "customerProductNumber": "ACME-78" }),
        )
        .await;
    assert!(saved.status() < 300, "{}", saved.body());
    assert_eq!(doors.seen().await, everywhere("ACME-78"));
    let path = format!("/api/cpn/{}", made["data"]["_id"].as_str().unwrap());
    let shown = doors.ask_axim(Method::GET, &path, &json!({})).await;
    assert_eq!(shown["data"]["cpn"], "ACME-78");

    let deleted = doors.ask_axim(Method::DELETE, &path, &json!({})).await;
    assert_eq!(deleted["success"], true);
    assert_eq!(doors.seen().await, [[""; 0]; 3]);
    let told = doors
        .app
        .database()
        .texts(
            "select kind || ' ' || door from cpn_history order by version",
            &[],
        )
        .await;
    assert_eq!(told, ["created axim", "changed store-api", "deleted axim"]);
}
