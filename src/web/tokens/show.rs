//! One token: what it may do, when it was used, how it is used, and its end.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::Utc;

use super::samples::{self, Sample};
use super::state_badge;
use crate::access::AdminAccess;
use crate::config::Config;
use crate::domain::tokens;
use crate::gate::Db;
use crate::model::id::TokenId;
use crate::model::token::{Token, TokenState};
use crate::store::tokens::TokenCompany;
use crate::web::Answer;
use crate::web::layout::{self, Shell};
use crate::web::parts::Link;
use crate::web::session::Session;

#[derive(Template)]
#[template(path = "tokens/show.html")]
struct TokenPage {
    shell: Shell,
    crumbs: Vec<Link>,
    token: Token,
    contract: String,
    scope: String,
    companies: Vec<TokenCompany>,
    state_kind: &'static str,
    state: String,
    carriers: Vec<String>,
    samples: Vec<Sample>,
    /// What has to be replaced in them.
    note: String,
}

impl TokenPage {
    fn can_be_revoked(&self) -> bool {
        self.token.state(Utc::now()) != TokenState::Revoked
    }
}

/// `GET /tokens/{token}`
pub async fn show(
    admin: AdminAccess,
    mut db: Db,
    config: Data<Config>,
    shell: Shell,
    id: Path<TokenId>,
) -> Answer {
    let token = tokens::find(&mut db, &admin, *id).await?;
    let companies = tokens::companies_of(&mut db, &admin, &[*id]).await?;
    let samples = samples::of(&mut db, &admin, &config, shell.t, &token, None).await?;
    drop(db);
    let (state_kind, mut state) = state_badge(shell.t, token.state(Utc::now()));
    if let Some(at) = &token.revoked_at {
        state = shell.t.a("tokens-revoked-at", "at", shell.moment(at));
    }
    let carriers = token.settings.carriers.iter();
    layout::ok(&TokenPage {
        crumbs: vec![Link::new(shell.t.s("nav-tokens"), "/tokens")],
        carriers: carriers
            .map(|carrier| shell.t.s(&format!("tokens-carrier-{carrier}")))
            .collect(),
        contract: shell.t.s(&format!("contract-{}", token.contract)),
        note: samples::note(shell.t, token.contract, false),
        scope: shell.t.s(&format!("tokens-scope-{}", token.scope)),
        companies: companies.into_iter().map(|(_, company)| company).collect(),
        token,
        state_kind,
        state,
        samples,
        shell,
    })
}

/// Revoking cannot be undone, so it is asked first.
#[derive(Template)]
#[template(path = "tokens/revoke.html")]
struct RevokePage {
    shell: Shell,
    crumbs: Vec<Link>,
    heading: String,
    contract: String,
    token: Token,
}

/// `GET /tokens/{token}/revocation`
pub async fn ask_revocation(
    admin: AdminAccess,
    mut db: Db,
    shell: Shell,
    id: Path<TokenId>,
) -> Answer {
    let token = tokens::find(&mut db, &admin, *id).await?;
    let url = format!("/tokens/{id}");
    if token.revoked_at.is_some() {
        return Ok(layout::see_other(url));
    }
    layout::ok(&RevokePage {
        crumbs: vec![
            Link::new(shell.t.s("nav-tokens"), "/tokens"),
            Link::new(token.name.as_str(), url),
        ],
        heading: shell.t.a("tokens-revoke-title", "name", &token.name),
        contract: shell.t.s(&format!("contract-{}", token.contract)),
        token,
        shell,
    })
}

/// `POST /tokens/{token}/revocation`
pub async fn revoke(req: HttpRequest, admin: AdminAccess, mut db: Db, id: Path<TokenId>) -> Answer {
    tokens::revoke(&mut db, &admin, *id).await?;
    Session::of(&req).succeed(Shell::of(&req).t.s("tokens-revoked"))?;
    Ok(layout::see_other(format!("/tokens/{id}")))
}
