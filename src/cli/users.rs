//! `cpn-desk user …`: people from the command line.

use std::io::Read as _;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use secrecy::SecretString;
use serde_json::json;

use super::{Installation, operator, output};
use crate::access::AdminAccess;
use crate::config::Config;
use crate::db::Conn;
use crate::domain::password_rules::Password;
use crate::domain::passwords::Hasher;
use crate::domain::{people, second_step};
use crate::error::Error;
use crate::model::problems::Problems;
use crate::model::user::{Email, PersonDraft, PersonInput, Role};
use crate::store;
use crate::store::people::{CompanyName, PersonRow};

/// The most bytes read as a password.
const PASSWORD_BYTES: u64 = 16 * 1024;

/// People: add, list, disable, enable, reset, second-step-off.
#[derive(Args)]
pub struct UserCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Add a person and print the link with which they choose their password
    Add(NewPerson),
    /// List all people
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Shut a person out at once: their sessions end, and the tokens they made rest
    Disable {
        /// The e-mail address they sign in with
        email: String,
    },
    /// Let a person in again, with the password they had
    Enable {
        /// The e-mail address they sign in with
        email: String,
    },
    /// Switch off a person's second step of signing in: their password alone lets them in until they switch it on again
    SecondStepOff {
        /// The e-mail address they sign in with
        email: String,
    },
    /// Print a link with which a person chooses another password
    Reset {
        /// The e-mail address they sign in with
        email: String,
    },
}

#[derive(Args)]
struct NewPerson {
    /// The e-mail address they sign in with
    #[arg(long)]
    email: String,
    /// What they may do: admin, manager or buyer
    #[arg(long)]
    role: Role,
    /// Their name [default: the e-mail address up to the at sign]
    #[arg(long)]
    name: Option<String>,
    /// The account number of a company: one for a buyer, any number for a manager, none for an admin
    #[arg(long = "company", value_name = "ACCOUNT")]
    companies: Vec<String>,
    /// A buyer who may only look
    #[arg(long)]
    read_only: bool,
    /// Read their password from standard input instead of printing a link
    #[arg(long)]
    password_stdin: bool,
}

impl UserCommand {
    /// Does what was asked for.
    pub async fn run(self, config: &Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self
            .verb
            .run(&mut installation.connect().await?, config)
            .await;
        installation.close().await?;
        done
    }
}

impl Verb {
    async fn run(self, conn: &mut Conn, config: &Config) -> anyhow::Result<()> {
        let access = AdminAccess::of(&operator())?;
        match self {
            Self::Add(person) => person.add(conn, &access, config).await?,
            Self::List { json } => list(conn, json).await?,
            Self::Disable { email } => {
                let person = by_email(conn, &email).await?;
                people::disable(conn, &access, person.id).await?;
            }
            Self::Enable { email } => {
                let person = by_email(conn, &email).await?;
                people::enable(conn, &access, person.id).await?;
            }
            Self::SecondStepOff { email } => {
                let person = by_email(conn, &email).await?;
                let is_on = store::second_factors::is_on(conn, person.id).await?;
                ensure!(is_on, "{email} signs in without a second step");
                second_step::reset(conn, &access, person.id).await?;
            }
            Self::Reset { email } => {
                let person = by_email(conn, &email).await?;
                ensure!(
                    person.disabled_at.is_none(),
                    "{email} is disabled: enable them first"
                );
                let link = people::issue_link(conn, &access, person.id).await?;
                output::say(link.url(&config.public_url()?));
            }
        }
        Ok(())
    }
}

impl NewPerson {
    async fn add(
        self,
        conn: &mut Conn,
        access: &AdminAccess,
        config: &Config,
    ) -> anyhow::Result<()> {
        let email = Email::parse(&self.email).map_err(|fault| Problems::one("email", fault))?;
        let local = self.email.rsplit_once('@').map_or("", |(local, _)| local);
        let draft = PersonDraft::parse(&PersonInput {
            name: self.name.unwrap_or_else(|| local.to_owned()),
            role: self.role.word().to_owned(),
            companies: self.companies.clone(),
            read_only: self.read_only,
        })?;
        if !self.password_stdin {
            let (_, link) = people::invite(conn, access, &email, &draft).await?;
            output::say(link.url(&config.public_url()?));
            return Ok(());
        }
        let context = people::context_of_draft(conn, &email, &draft).await?;
        let context: Vec<&str> = context.iter().map(String::as_str).collect();
        let least = usize::from(config.password_length);
        let password = Password::choose(read_password()?, least, &context)
            .map_err(|fault| Problems::one("password", fault))?;
        let hash = Hasher::new().hash(password).await?;
        people::add(conn, access, &email, &draft, &hash).await?;
        Ok(())
    }
}

/// The first line of standard input, without its line break.
fn read_password() -> anyhow::Result<SecretString> {
    let mut text = String::new();
    std::io::stdin()
        .take(PASSWORD_BYTES)
        .read_to_string(&mut text)
        .context("cannot read a password from standard input")?;
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    Ok(SecretString::from(line))
}

async fn by_email(conn: &mut Conn, email: &str) -> anyhow::Result<PersonRow> {
    let parsed = Email::parse(email).map_err(|fault| Problems::one("email", fault))?;
    match store::people::find_by_email(conn, &parsed).await {
        Ok(person) => Ok(person),
        Err(diesel::NotFound) => bail!("there is nobody with the e-mail address {email:?}"),
        Err(error) => Err(Error::from(error).into()),
    }
}

async fn list(conn: &mut Conn, json: bool) -> anyhow::Result<()> {
    let people = store::people::all(conn).await?;
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let companies = store::people::companies_of(conn, &ids).await?;
    let of = |person: &PersonRow| -> Vec<&CompanyName> {
        companies
            .iter()
            .filter(|(user, _)| *user == person.id)
            .map(|(_, company)| company)
            .collect()
    };
    if json {
        let all: Vec<_> = people
            .iter()
            .map(|person| as_json(person, &of(person)))
            .collect();
        output::say(serde_json::Value::Array(all));
        return Ok(());
    }
    for person in &people {
        let accounts: Vec<&str> = of(person)
            .iter()
            .map(|company| company.account_number.as_str())
            .collect();
        output::say(format_args!(
            "{}\t{}\t{}\t{}\t{}",
            person.email,
            person.name,
            person.role,
            person.state(),
            accounts.join(", ")
        ));
    }
    Ok(())
}

fn as_json(person: &PersonRow, companies: &[&CompanyName]) -> serde_json::Value {
    let accounts: Vec<&str> = companies
        .iter()
        .map(|company| company.account_number.as_str())
        .collect();
    json!({
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "companies": accounts,
        "read_only": person.read_only,
        "state": person.state(),
        "seen_at": person.seen_at,
    })
}
