//! Random calls of every route with what company A has never show or change a byte of company B (`DOMAIN.md`, rule 2).
//!
//! The calls are a walk from a fixed seed: a failure names the call, and the next run makes the same ones.

use cpn_desk::testing;
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::harness::{Client, Company, PASSWORD, TestApp};

/// Calls of one walk.
const CALLS: usize = 600;
/// What company B's rows hold and no call ever says.
const SECRETS: [&str; 4] = ["ZQX-8841", "ZQX-8842", "Zqx Holding", "zqx wording"];
/// The fields that requests of any contract have.
const FIELDS: [&str; 26] = [
    "companyId",
    "productId",
    "cpn",
    "cpnIds",
    "partNumbers",
    "accountNumber",
    "productNumbers",
    "searchTerm",
    "maxResults",
    "id",
    "customerProductNumber",
    "productNumber",
    "filter",
    "term",
    "ids",
    "page",
    "limit",
    "company_id",
    "account_number",
    "numbers",
    "product_id",
    "direction",
    "at",
    "rows",
    "version",
    "name",
];

/// Numbers that only look random (xorshift).
struct Walk(u64);

impl Walk {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below).unwrap()).unwrap()
    }

    fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.next(values.len())]
    }

    /// A value of a field: an id of either company, a beginning of a secret, a list, nonsense.
    fn value(&mut self, words: &[String], depth: usize) -> Value {
        match self.next(if depth == 0 { 7 } else { 10 }) {
            0 => json!(self.next(1_000)),
            1 => Value::Null,
            2 => json!(self.next(2) == 0),
            3..=6 => json!(self.pick(words)),
            7 | 8 => (0..=self.next(3))
                .map(|_| self.value(words, depth - 1))
                .collect(),
            _ => self.object(words, depth - 1),
        }
    }

    fn object(&mut self, words: &[String], depth: usize) -> Value {
        let mut object = Map::new();
        for _ in 0..=self.next(6) {
            let field = (*self.pick(&FIELDS)).to_owned();
            object.insert(field, self.value(words, depth));
        }
        Value::Object(object)
    }

    /// A body as its contract means it, with ids of either company.
    fn meant(&mut self, words: &[String]) -> Value {
        let mut word = || self.pick(words).clone();
        let (company, product, id, number) = (word(), word(), word(), word());
        match self.next(6) {
            0 => json!({ "companyId": company, "productId": product, "cpn": number }),
            1 => json!({ "cpnIds": [id, number] }),
            2 => {
                json!({ "partNumbers": [{ "companyId": company, "productId": product, "cpn": number }] })
            }
            3 => {
                json!({ "accountNumber": company, "productNumbers": [product, number], "searchTerm": "ZQX" })
            }
            4 => json!({ "id": id, "productId": product, "customerProductNumber": number,
                "filter": [{ "type": "contains", "field": "productNumber", "value": "ZQX" }] }),
            _ => {
                json!({ "company_id": company, "account_number": company, "numbers": [number, "ZQX"], "product_id": product, "cpn": number })
            }
        }
    }
}

/// What company A's programs and people come with.
struct Intruder {
    client: Client,
    browser: Client,
    axim: String,
    shoxl: String,
    v1: String,
    access_key: String,
    context: String,
}

impl Intruder {
    async fn of(app: &TestApp, company: &Company) -> Self {
        let given = app.given();
        let eve = given.company(&company.account_number).manager("eve").await;
        let buyer = given.company(&company.account_number).buyer("bob").await;
        let token = async |contract: &str| given.token(contract).of(company).there().await.secret;
        let (axim, shoxl, v1) = (token("axim").await, token("shoxl").await, token("v1").await);
        let access_key = token("store-api").await;
        let client = app.anonymous();
        let login = client
            .request(Method::POST, "/store-api/account/login")
            .header("sw-access-key", &access_key)
            .json(&json!({ "username": buyer.email, "password": PASSWORD }));
        let login = client.send(login).await;
        assert_eq!(login.status(), 200, "{}", login.body());
        let context = login.header("sw-context-token").unwrap().to_owned();
        Self {
            client,
            browser: app.given_signed_in(&eve).await,
            axim,
            shoxl,
            v1,
            access_key,
            context,
        }
    }

    /// The status and text of a call, in the way its surface is spoken to.
    async fn call(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let method: Method = method.parse().unwrap();
        let is_page = !["/api/", "/shoxl/", "/store-api/", "/b2b/"]
            .iter()
            .any(|root| path.to_ascii_lowercase().starts_with(root));
        let client = if is_page { &self.browser } else { &self.client };
        let mut request = client.request(method.clone(), path);
        if is_page {
            request = request.header("sec-fetch-site", "same-origin");
            if method != Method::GET {
                request = request.form(&flat(body));
            }
        } else {
            let token = if path.starts_with("/api/v1") {
                &self.v1
            } else {
                &self.shoxl
            };
            request = request
                .header("accessToken", &self.axim)
                .bearer_auth(token)
                .header("sw-access-key", &self.access_key)
                .header("sw-context-token", &self.context);
            if method != Method::GET {
                request = request.json(body);
            }
        }
        let answer = client.send(request).await;
        (
            answer.status(),
            String::from_utf8_lossy(answer.bytes()).into_owned(),
        )
    }
}

/// The fields of a form.
fn flat(body: &Value) -> Vec<(String, String)> {
    let fields = body.as_object().unwrap().iter();
    fields
        .map(|(name, value)| {
            (
                name.clone(),
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        })
        .collect()
}

/// A route with something in each hole.
fn filled(walk: &mut Walk, route: &str, words: &[String]) -> String {
    let route = route
        .replace("{shoxl:(?i:shoxl)}", "Shoxl")
        .replace("{version:(?i:v1)}", "v1")
        .replace("{function:(?i:GetCustomerProducts)}", "GetCustomerProducts")
        .replace(
            "{function:(?i:MatchCustomerProducts)}",
            "MatchCustomerProducts",
        )
        .replace("{slash:/?}", "");
    let mut path = String::new();
    let mut rest = route.as_str();
    while let Some((before, from)) = rest.split_once('{') {
        path.push_str(before);
        path.push_str(walk.pick::<String>(words));
        rest = from.split_once('}').map_or("", |(_, after)| after);
    }
    path.push_str(rest);
    match walk.next(4) {
        0 => format!(
            "{path}?q=ZQX&search=ZQX&companyId={}&company={}&limit=250",
            walk.pick(words),
            walk.pick(words)
        ),
        _ => path,
    }
}

/// Everything the database holds of a company.
async fn checksum(app: &TestApp, company: &Company) -> String {
    let mut sums = Vec::new();
    for table in [
        "cpns",
        "cpn_history",
        "uploads",
        "upload_rows",
        "upload_outcome_blocks",
        "memberships",
        "token_companies",
    ] {
        let query = format!(
            "select coalesce(md5(string_agg(r::text, '|' order by r::text)), '') from {table} r where company_id::text = $1"
        );
        sums.extend(app.database().texts(&query, &[&company.id]).await);
    }
    let itself = "select md5(r::text) from companies r where id::text = $1";
    sums.extend(app.database().texts(itself, &[&company.id]).await);
    sums.join(" ")
}

#[actix_web::test]
async fn nothing_of_another_company_is_shown_or_changed_whatever_is_called() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let (ours, theirs) = (
        given.company("A-100").there().await,
        given.company("B-200").there().await,
    );
    let rename = "update companies set name = 'Zqx Holding' where id = $1::text::uuid";
    app.database().execute(rename, &[&theirs.id]).await;
    let mut words: Vec<String> = vec![
        "A-100", "B-200", "PUMP-1", "VALVE-2", "ZQX", "zq", "1", "%", "",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    for (company, cpns) in [
        (&ours, ["OUR-1", "OUR-2"]),
        (&theirs, ["ZQX-8841", "ZQX-8842"]),
    ] {
        words.extend([
            company.id.clone(),
            company.id.replace('-', ""),
            company.object_id(),
        ]);
        for (cpn, product) in cpns.into_iter().zip(["PUMP-1", "VALVE-2"]) {
            let made = given
                .company(&company.account_number)
                .cpn(cpn, product)
                .await;
            words.extend([made.id.clone(), made.id.replace('-', ""), made.object_id()]);
            words.extend([made.product.clone(), made.product.replace('-', "")]);
            words.push(given.product(product).await.object_id());
        }
    }
    let wording = "update cpns set description = 'zqx wording' where company_id = $1::text::uuid";
    app.database().execute(wording, &[&theirs.id]).await;
    let intruder = Intruder::of(&app, &ours).await;
    let before = checksum(&app, &theirs).await;
    let routes = testing::routes();
    let mut walk = Walk(0x9E37_79B9_7F4A_7C15);
    let mut answered = 0;

    for turn in 0..CALLS.max(3 * routes.len()) {
        let (method, route) = &routes[turn % routes.len()];
        if route.contains("sign-") || route.contains("logout") || route.contains("/account") {
            continue;
        }
        let path = filled(&mut walk, route, &words);
        let body = if walk.next(3) == 0 {
            walk.object(&words, 2)
        } else {
            walk.meant(&words)
        };
        let (status, text) = intruder.call(method.as_str(), &path, &body).await;
        let call = format!("call {turn}: {method} {path} {body}: {status}");
        assert!(status < 500, "{call} {text}");
        for secret in SECRETS {
            assert!(!text.contains(secret), "{call} shows {secret}: {text}");
        }
        answered += usize::from(status == 200);
        if turn % 50 == 0 {
            assert_eq!(
                checksum(&app, &theirs).await,
                before,
                "{call} or one before it changed company B"
            );
        }
    }

    assert_eq!(checksum(&app, &theirs).await, before);
    // A walk that is only ever refused proves nothing.
    assert!(answered > 50, "{answered} calls were answered");
}
