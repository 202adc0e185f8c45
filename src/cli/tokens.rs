//! `cpn-desk token …`: tokens and access keys from the command line.

use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde_json::json;

use super::companies::{by_account, moment};
use super::{Installation, operator, output};
use crate::access::AdminAccess;
use crate::config::Config;
use crate::db::Conn;
use crate::domain::tokens::{self, TokenDraft};
use crate::error::Error;
use crate::model::id::TokenId;
use crate::model::token::{Carrier, Contract, Token, TokenScope, TokenSettings};
use crate::store::tokens::TokenCompany;

/// Tokens and access keys of programs: add, list, revoke.
#[derive(Args)]
pub struct TokenCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Make a token and print it, for the Store API an access key: it cannot be shown again
    Add(NewToken),
    /// List all tokens; what they are worth nobody can read any more
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a token worth nothing, at once and for good
    Revoke {
        /// Its id, or its name where no other token that could be revoked has it
        token: String,
    },
}

#[derive(Args)]
struct NewToken {
    /// What it is for: the name under which its changes stand in the history
    #[arg(long)]
    name: String,
    /// The contract it speaks: axim, shoxl, store-api or v1
    #[arg(long)]
    contract: Contract,
    /// What it may do: read or write
    #[arg(long, default_value_t = TokenScope::Write)]
    scope: TokenScope,
    /// The account number of a company it may touch, any number of times [default: every company]
    #[arg(long = "company", value_name = "ACCOUNT")]
    companies: Vec<String>,
    /// When it ends by itself: a date (its beginning, UTC) or a time as in RFC 3339
    #[arg(long, value_name = "TIME", value_parser = moment)]
    expires: Option<DateTime<Utc>>,
    /// How requests of contract shoxl may carry it, any number of times: basic, bearer or api-key [default: all]
    #[arg(long = "carrier", value_name = "CARRIER")]
    carriers: Vec<Carrier>,
}

impl TokenCommand {
    /// Does what was asked for.
    pub async fn run(self, config: &Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self.verb.run(&mut installation.connect().await?).await;
        installation.close().await?;
        done
    }
}

impl Verb {
    async fn run(self, conn: &mut Conn) -> anyhow::Result<()> {
        let access = AdminAccess::of(&operator())?;
        match self {
            Self::Add(token) => token.add(conn, &access).await,
            Self::List { json } => list(conn, &access, json).await,
            Self::Revoke { token } => {
                let id = by_id_or_name(conn, &access, &token).await?;
                Ok(tokens::revoke(conn, &access, id).await?)
            }
        }
    }
}

impl NewToken {
    async fn add(self, conn: &mut Conn, access: &AdminAccess) -> anyhow::Result<()> {
        if !self.carriers.is_empty() && self.contract != Contract::Shoxl {
            bail!("only tokens of contract shoxl can be held to a carrier");
        }
        let mut companies = Vec::with_capacity(self.companies.len());
        for account in &self.companies {
            companies.push(by_account(conn, access, account).await?);
        }
        companies.sort_unstable();
        companies.dedup();
        let draft = TokenDraft {
            name: self.name,
            contract: self.contract,
            scope: self.scope,
            companies,
            settings: TokenSettings {
                carriers: self.carriers,
            },
            expires_at: self.expires,
        };
        let (_, secret) = tokens::create(conn, access, &draft).await?;
        output::say(secret.reveal());
        Ok(())
    }
}

async fn by_id_or_name(
    conn: &mut Conn,
    access: &AdminAccess,
    token: &str,
) -> anyhow::Result<TokenId> {
    let all = tokens::all(conn, access).await.map_err(Error::from)?;
    if let Ok(id) = token.parse::<TokenId>() {
        if all.iter().any(|known| known.id == id) {
            return Ok(id);
        }
        bail!("there is no token with the id {id}");
    }
    let mut named = all
        .iter()
        .filter(|known| known.revoked_at.is_none() && known.name == token);
    match (named.next(), named.next()) {
        (Some(one), None) => Ok(one.id),
        (Some(_), Some(_)) => bail!("several tokens are called {token:?}: say which by its id"),
        (None, _) => bail!("there is no token called {token:?} that could be revoked"),
    }
}

async fn list(conn: &mut Conn, access: &AdminAccess, json: bool) -> anyhow::Result<()> {
    let all = tokens::all(conn, access).await.map_err(Error::from)?;
    let ids: Vec<TokenId> = all.iter().map(|token| token.id).collect();
    let companies = tokens::companies_of(conn, access, &ids)
        .await
        .map_err(Error::from)?;
    let accounts = |token: &Token| -> Vec<&str> {
        companies
            .iter()
            .filter(|(id, _)| *id == token.id)
            .map(|(_, company): &(TokenId, TokenCompany)| company.account_number.as_str())
            .collect()
    };
    let at = Utc::now();
    if json {
        let all: Vec<_> = all
            .iter()
            .map(|token| as_json(token, &accounts(token), at))
            .collect();
        output::say(serde_json::Value::Array(all));
        return Ok(());
    }
    for token in &all {
        let reach = if token.every_company {
            "every company".to_owned()
        } else {
            accounts(token).join(", ")
        };
        let used = token
            .last_used_at
            .map_or_else(|| "never used".to_owned(), |at| format!("used {at:.0}"));
        output::say(format_args!(
            "{}\t{}\t{}\t{}\t{}\t{reach}\t{}\t{used}",
            token.id,
            token.name,
            token.contract,
            token.scope,
            token.hint,
            token.state(at)
        ));
    }
    Ok(())
}

fn as_json(token: &Token, accounts: &[&str], at: DateTime<Utc>) -> serde_json::Value {
    json!({
        "id": token.id,
        "name": token.name,
        "contract": token.contract,
        "scope": token.scope,
        "hint": token.hint,
        "every_company": token.every_company,
        "companies": accounts,
        "carriers": token.settings.carriers,
        "state": token.state(at),
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
        "last_used_address": token.last_used_address,
        "created_at": token.created_at,
        "created_by": token.created_by,
    })
}
