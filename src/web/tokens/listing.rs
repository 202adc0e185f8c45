//! The list of tokens.

use std::collections::HashMap;

use askama::Template;
use chrono::Utc;

use super::{reach, state_badge};
use crate::access::AdminAccess;
use crate::domain::tokens;
use crate::gate::Db;
use crate::model::id::TokenId;
use crate::model::token::{Token, TokenState};
use crate::store::tokens::TokenCompany;
use crate::web::Answer;
use crate::web::layout::{self, Shell};

#[derive(Template)]
#[template(path = "tokens/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
}

/// A token in the list.
struct Row {
    url: String,
    name: String,
    hint: String,
    contract: String,
    scope: String,
    companies: String,
    state_kind: &'static str,
    state: String,
    used: Option<(String, String)>,
}

/// `GET /tokens`
pub async fn list(admin: AdminAccess, mut db: Db, shell: Shell) -> Answer {
    let mut all = tokens::all(&mut db, &admin).await?;
    let ids: Vec<TokenId> = all.iter().map(|token| token.id).collect();
    let mut companies: HashMap<TokenId, Vec<TokenCompany>> = HashMap::new();
    for (token, company) in tokens::companies_of(&mut db, &admin, &ids).await? {
        companies.entry(token).or_default().push(company);
    }
    drop(db);
    let now = Utc::now();
    // What opens nothing any more stands below what does.
    all.sort_by_key(|token| token.state(now) != TokenState::Live);
    let rows = all
        .into_iter()
        .map(|token| {
            let companies = companies.remove(&token.id).unwrap_or_default();
            row(&shell, token, &companies)
        })
        .collect();
    layout::ok(&ListPage { shell, rows })
}

fn row(shell: &Shell, token: Token, companies: &[TokenCompany]) -> Row {
    let t = shell.t;
    let (state_kind, state) = state_badge(t, token.state(Utc::now()));
    Row {
        url: format!("/tokens/{}", token.id),
        contract: t.s(&format!("contract-{}", token.contract)),
        scope: t.s(&format!("tokens-scope-{}", token.scope)),
        companies: reach(t, &token, companies),
        state_kind,
        state,
        used: token
            .last_used_at
            .map(|at| (at.to_rfc3339(), shell.moment(&at))),
        name: token.name,
        hint: token.hint,
    }
}
