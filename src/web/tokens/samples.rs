//! Calls to copy: each contract's, with the real address and ids that are there.

use serde_json::{Value, json};

use crate::access::AdminAccess;
use crate::config::Config;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::token::{Carrier, Contract, Token};
use crate::store::tokens::{self, Subjects};
use crate::text::Texts;

/// A call and what it does.
pub struct Sample {
    /// What it does.
    pub title: String,
    /// The command.
    pub command: String,
}

/// What commands are made of.
struct Calls<'c> {
    base: String,
    secret: &'c str,
    subjects: Subjects,
}

/// The calls of a token's contract; without its secret, a word stands where it belongs.
pub async fn of(
    conn: &mut Conn,
    admin: &AdminAccess,
    config: &Config,
    t: Texts,
    token: &Token,
    secret: Option<&str>,
) -> Result<Vec<Sample>> {
    let url = config.public_url().map_err(Error::Internal)?;
    let calls = Calls {
        base: url.as_str().trim_end_matches('/').to_owned(),
        secret: secret.unwrap_or(match token.contract {
            Contract::StoreApi => "ACCESS-KEY",
            Contract::Axim | Contract::Shoxl | Contract::V1 => "TOKEN",
        }),
        subjects: tokens::subjects(conn, admin, token.id).await?,
    };
    let commands = match token.contract {
        Contract::Axim => calls.axim(),
        Contract::Shoxl => calls.shoxl(token.settings.carriers.first().copied()),
        Contract::StoreApi => calls.store_api(),
        Contract::V1 => calls.v1(),
    };
    Ok(commands
        .into_iter()
        .map(|(key, command)| Sample {
            title: t.s(key),
            command,
        })
        .collect())
}

/// What has to be replaced in the calls of a contract before they are run; `live` ones hold the secret.
pub fn note(t: Texts, contract: Contract, live: bool) -> String {
    t.s(match (contract, live) {
        (Contract::StoreApi, true) => "tokens-samples-key-live",
        (Contract::StoreApi, false) => "tokens-samples-key-text",
        (_, true) => "tokens-samples-live",
        (_, false) => "tokens-samples-text",
    })
}

impl Calls<'_> {
    fn axim(&self) -> Vec<(&'static str, String)> {
        let Subjects {
            company_object,
            product_object,
            ..
        } = &self.subjects;
        let header = format!("accessToken: {}", self.secret);
        let body =
            json!({ "companyId": company_object, "productId": product_object, "cpn": "ACME-77-B" });
        vec![
            (
                "tokens-sample-axim-create",
                self.post("/api/cpn/create", &header, &body),
            ),
            (
                "tokens-sample-axim-list",
                self.get(
                    &format!("/api/cpn?companyId={company_object}&limit=10"),
                    &header,
                ),
            ),
        ]
    }

    fn shoxl(&self, carrier: Option<Carrier>) -> Vec<(&'static str, String)> {
        let Subjects {
            account,
            product_number,
            ..
        } = &self.subjects;
        let products = json!({ "accountNumber": account, "productNumbers": [product_number] });
        let term = json!({ "accountNumber": account, "searchTerm": "4321", "maxResults": 10 });
        let call = |function: &str, body: &Value| {
            let path = format!("/Shoxl/v1/{function}");
            match carrier {
                None | Some(Carrier::Basic) => {
                    let user = quoted(&format!("shop:{}", self.secret));
                    self.post_with(&path, &format!("-u {user}"), body)
                }
                Some(Carrier::Bearer) => self.post(
                    &path,
                    &format!("Authorization: Bearer {}", self.secret),
                    body,
                ),
                Some(Carrier::ApiKey) => {
                    self.post(&path, &format!("X-API-Key: {}", self.secret), body)
                }
            }
        };
        vec![
            (
                "tokens-sample-shoxl-products",
                call("GetCustomerProducts", &products),
            ),
            (
                "tokens-sample-shoxl-match",
                call("MatchCustomerProducts", &term),
            ),
        ]
    }

    fn store_api(&self) -> Vec<(&'static str, String)> {
        let key = format!("sw-access-key: {}", self.secret);
        let login = json!({ "username": "buyer@example.com", "password": "PASSWORD" });
        let list = json!({ "limit": 10, "total-count-mode": 1 });
        let both = format!(
            "-H {} -H {}",
            quoted(&key),
            quoted("sw-context-token: CONTEXT-TOKEN")
        );
        vec![
            (
                "tokens-sample-store-login",
                self.post("/store-api/account/login", &key, &login),
            ),
            (
                "tokens-sample-store-list",
                self.post_with("/store-api/b2b/customer-product-numbers", &both, &list),
            ),
        ]
    }

    fn v1(&self) -> Vec<(&'static str, String)> {
        let company = &self.subjects.company_id;
        let header = format!("Authorization: Bearer {}", self.secret);
        let resolve = json!({ "company_id": company, "numbers": ["ACME-77-B"] });
        vec![
            (
                "tokens-sample-v1-resolve",
                self.post("/api/v1/resolve", &header, &resolve),
            ),
            (
                "tokens-sample-v1-list",
                self.get(&format!("/api/v1/companies/{company}/cpns"), &header),
            ),
        ]
    }

    fn get(&self, path: &str, header: &str) -> String {
        let url = quoted(&format!("{}{path}", self.base));
        format!("curl {url} \\\n  -H {}", quoted(header))
    }

    fn post(&self, path: &str, header: &str, body: &Value) -> String {
        self.post_with(path, &format!("-H {}", quoted(header)), body)
    }

    fn post_with(&self, path: &str, options: &str, body: &Value) -> String {
        format!(
            "curl {} \\\n  {options} \\\n  -H 'Content-Type: application/json' \\\n  -d {}",
            quoted(&format!("{}{path}", self.base)),
            quoted(&body.to_string())
        )
    }
}

/// A word of a shell, whatever stands in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_survives_any_account_number() {
        assert_eq!(quoted("a'b $x"), r"'a'\''b $x'");
    }
}
