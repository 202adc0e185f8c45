//! `cpn-desk company …`: companies from the command line.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Installation, operator, output};
use crate::access::AdminAccess;
use crate::config::Config;
use crate::db::Conn;
use crate::domain::companies;
use crate::error::Error;
use crate::model::company::{Company, CompanyDraft};
use crate::model::id::CompanyId;
use crate::store;

/// Companies: add, import, lock, unlock, list.
#[derive(Args)]
pub struct CompanyCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Add a company and print its id
    Add {
        /// Its account number (debtor number), unique
        #[arg(long, value_name = "NUMBER")]
        account: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// The id other systems know it by
        #[arg(
            long,
            value_name = "UUID",
            default_value = "",
            hide_default_value = true
        )]
        id: String,
        /// Its id for the Axim contract, 24 hexadecimal digits
        #[arg(
            long,
            value_name = "HEX24",
            default_value = "",
            hide_default_value = true
        )]
        object_id: String,
    },
    /// Add and change companies from a CSV file with the headings account number and name, optionally id, object id, locked
    Import {
        /// The file
        file: PathBuf,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Lock a company: nobody can change its CPNs until the lock is lifted or ends
    Lock {
        /// The company's account number
        account: String,
        /// Why, for everyone who is refused
        #[arg(long)]
        reason: String,
        /// When the lock ends: a date (its beginning, UTC) or a time as in RFC 3339
        #[arg(long, value_name = "TIME", value_parser = moment)]
        until: Option<DateTime<Utc>>,
    },
    /// Lift a company's lock
    Unlock {
        /// The company's account number
        account: String,
    },
    /// List all companies
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
}

impl CompanyCommand {
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
            Self::Add {
                account,
                name,
                id,
                object_id,
            } => {
                let draft = CompanyDraft::parse(&account, &name, &id, &object_id)?;
                output::say(companies::create(conn, &access, &draft).await?);
            }
            Self::Import { file, json } => import(conn, &access, &file, json).await?,
            Self::Lock {
                account,
                reason,
                until,
            } => {
                let lock = companies::lock_draft(&reason, until)?;
                let id = by_account(conn, &access, &account).await?;
                companies::lock(conn, &access, id, &lock).await?;
            }
            Self::Unlock { account } => {
                let id = by_account(conn, &access, &account).await?;
                companies::unlock(conn, &access, id).await?;
            }
            Self::List { json } => {
                let companies = store::companies::all(conn, &access).await?;
                list(&companies, json);
            }
        }
        Ok(())
    }
}

/// The company with an account number.
pub(super) async fn by_account(
    conn: &mut Conn,
    access: &AdminAccess,
    account: &str,
) -> anyhow::Result<CompanyId> {
    match store::companies::find_by_account(conn, access, account).await {
        Ok(company) => Ok(company.id),
        Err(diesel::NotFound) => bail!("there is no company with the account number {account:?}"),
        Err(error) => Err(Error::from(error).into()),
    }
}

async fn import(
    conn: &mut Conn,
    access: &AdminAccess,
    file: &Path,
    json: bool,
) -> anyhow::Result<()> {
    let content =
        std::fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.display().to_string();
    let report = companies::import::import(conn, access, &name, content)
        .await
        .with_context(|| format!("nothing was imported from {name}"))?;
    super::products::tell(&report, "companies", json)
}

fn list(companies: &[Company], json: bool) {
    if json {
        let all: Vec<_> = companies.iter().map(as_json).collect();
        output::say(serde_json::Value::Array(all));
        return;
    }
    for company in companies {
        let mut line = format!("{}\t{}", company.account_number, company.name);
        if let Some(lock) = &company.lock {
            line.push_str("\tlocked: ");
            line.push_str(&lock.reason);
        }
        if company.archived_at.is_some() {
            line.push_str("\tarchived");
        }
        output::say(line);
    }
}

fn as_json(company: &Company) -> serde_json::Value {
    json!({
        "id": company.id,
        "object_id": company.object_id,
        "account_number": company.account_number,
        "name": company.name,
        "shared_numbers": company.shared_numbers,
        "lock": company.lock.as_ref().map(|lock| json!({
            "since": lock.since, "reason": lock.reason, "until": lock.until, "by": lock.by,
        })),
        "archived_at": company.archived_at,
    })
}

/// A time as in RFC 3339, or a date for its beginning.
pub(super) fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    text.parse::<NaiveDate>()
        .map(|day| day.and_time(NaiveTime::MIN).and_utc())
        .map_err(|_malformed| {
            "give a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00+01:00".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_date_or_a_time() {
        let at = |text: &str| moment(text).map(|at| at.to_rfc3339());
        assert_eq!(at("2026-12-31"), Ok("2026-12-31T00:00:00+00:00".to_owned()));
        assert_eq!(
            at("2026-12-31T18:00:00+01:00"),
            Ok("2026-12-31T17:00:00+00:00".to_owned())
        );
        assert!(at("tomorrow").is_err());
    }
}
