//! Fills an empty database with the sample data, through the verbs that people and programs use.

use std::io::Cursor;

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use futures_util::stream;
use secrecy::SecretString;

use super::sample;
use crate::access::{self, AdminAccess, Change, CompanyAccess, Identity};
use crate::cli::{Installation, operator};
use crate::config::Config;
use crate::db::{self, Conn, Pool};
use crate::domain::cpns::{self, NewCpn, Revision};
use crate::domain::password_rules::Password;
use crate::domain::passwords::Hasher;
use crate::domain::products::import::ProductFile;
use crate::domain::upload::Engine;
use crate::domain::{companies, people, products};
use crate::model::actor::Door;
use crate::model::company::{CompanyDraft, LockDraft};
use crate::model::cpn::{CpnDraft, CpnInput};
use crate::model::id::{CompanyId, CpnId, ProductId, UserId};
use crate::model::secret;
use crate::model::upload::{Outcome, Source};
use crate::model::user::{Email, PersonDraft, PersonInput, Role};
use crate::sheet::Overrides;
use crate::store;

/// The company that is locked, by its place among the sample's.
const LOCKED: usize = 2;
/// The company the buyer works for.
const BUYERS: usize = 0;
/// The companies the account manager looks after.
const MANAGED: std::ops::Range<usize> = 0..8;
/// For how many products the buyer looks at the numbers.
const MORNING: usize = 14;
/// Letters of the password for all sample people.
const PASSWORD_LENGTH: usize = 16;

/// What was made, to tell whoever started the demo.
pub struct Furniture {
    /// The password of all sample people.
    pub password: String,
    /// Who can sign in.
    pub people: Vec<SamplePerson>,
    /// How many products there are.
    pub products: usize,
    /// How many companies there are.
    pub companies: usize,
    /// How many CPNs there are.
    pub cpns: i64,
    /// The name of the locked company.
    pub locked: &'static str,
}

/// Somebody who can sign in.
pub struct SamplePerson {
    /// What they type.
    pub email: &'static str,
    /// What they are, for whoever reads the terminal.
    pub role: &'static str,
    id: UserId,
}

/// Fills the database.
pub async fn furnish(config: &Config, installation: &Installation) -> anyhow::Result<Furniture> {
    let mut conn = installation.connect().await?;
    let admin = AdminAccess::of(&operator())?;
    let products = sample::products();
    import_products(&mut conn, &admin, &products).await?;
    let mut ids = Vec::new();
    for company in &sample::COMPANIES {
        let draft = CompanyDraft::parse(company.account, company.name, "", "")?;
        ids.push(companies::create(&mut conn, &admin, &draft).await?);
    }
    let password = password()?;
    let people = add_people(&mut conn, &admin, config, &password).await?;

    let desk = Desk {
        engine: Engine::new(installation.url(), config.upload_limits()),
        pool: db::pool(installation.url(), 2)?,
    };
    let mut cpns = 0;
    for (place, (company, id)) in sample::COMPANIES.iter().zip(&ids).enumerate() {
        let by = usize::from(MANAGED.contains(&place));
        let identity = identity(&mut conn, people.get(by)).await?;
        let access = access::open::<Change>(&mut conn, &identity, *id).await?;
        let file = company.spreadsheet(&products);
        let name = format!("{} {}.csv", company.name, company.account);
        cpns += desk.upload(&mut conn, &access, &name, file).await?;
    }
    let buyer = identity(&mut conn, people.get(2)).await?;
    let own = *ids.get(BUYERS).context("the sample has no companies")?;
    cpns += work_as_buyer(&mut conn, &buyer, own, &products).await?;

    let locked = sample::COMPANIES
        .get(LOCKED)
        .context("the sample has too few companies")?;
    let reason = "Their new part numbers take effect on the first of the month: no changes until the list is agreed.";
    let lock = LockDraft::parse(reason, None)?;
    let company = *ids
        .get(LOCKED)
        .context("the sample has too few companies")?;
    companies::lock(&mut conn, &admin, company, &lock).await?;
    Ok(Furniture {
        password,
        people,
        products: products.len(),
        companies: ids.len(),
        cpns,
        locked: locked.name,
    })
}

async fn import_products(
    conn: &mut Conn,
    admin: &AdminAccess,
    sample: &[sample::Product],
) -> anyhow::Result<()> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["number", "name", "parent number", "GTIN"])?;
    for product in sample {
        let parent = product.parent.as_deref().unwrap_or_default();
        file.write_record([&product.number, &product.name, parent, &product.gtin])?;
    }
    let file = ProductFile {
        name: "sample products.csv".to_owned(),
        content: Cursor::new(
            file.into_inner()
                .context("the sample products cannot be written")?,
        ),
        dry_run: false,
    };
    products::import::import(conn, admin, file).await?;
    Ok(())
}

/// A password of this demo alone: a fixed one would open every demo that somebody left running.
fn password() -> anyhow::Result<String> {
    let generated = secret::generate().context("cannot generate a password")?;
    Ok(generated
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(PASSWORD_LENGTH)
        .collect())
}

/// Admin, account manager and buyer, in this order.
async fn add_people(
    conn: &mut Conn,
    admin: &AdminAccess,
    config: &Config,
    password: &str,
) -> anyhow::Result<Vec<SamplePerson>> {
    let accounts = |range: std::ops::Range<usize>| {
        let companies = sample::COMPANIES.get(range).unwrap_or_default();
        companies
            .iter()
            .map(|company| company.account.to_owned())
            .collect::<Vec<String>>()
    };
    let sample = [
        (
            "admin@example.com",
            "Ada Lindqvist",
            Role::Admin,
            Vec::new(),
            "admin",
        ),
        (
            "manager@example.com",
            "Max Oberländer",
            Role::Manager,
            accounts(MANAGED),
            "account manager of eight companies",
        ),
        (
            "buyer@example.com",
            "Bea Hartwig",
            Role::Buyer,
            accounts(BUYERS..BUYERS + 1),
            "buyer of Hartwig Maschinenbau GmbH",
        ),
    ];
    let least = usize::from(config.password_length).min(PASSWORD_LENGTH);
    let secret = SecretString::from(password.to_owned());
    let chosen = Password::choose(secret, least, &[])
        .map_err(|fault| anyhow::anyhow!("the demo's password was refused: {fault:?}"))?;
    let hash = Hasher::new().hash(chosen).await?;
    let mut people = Vec::new();
    for (email, name, role, companies, words) in sample {
        let draft = PersonDraft::parse(&PersonInput {
            name: name.to_owned(),
            role: role.word().to_owned(),
            companies,
            read_only: false,
        })?;
        let address = Email::parse(email)
            .map_err(|fault| anyhow::anyhow!("the demo's address was refused: {fault:?}"))?;
        let id = people::add(conn, admin, &address, &draft, &hash).await?;
        people.push(SamplePerson {
            email,
            role: words,
            id,
        });
    }
    Ok(people)
}

async fn identity(conn: &mut Conn, person: Option<&SamplePerson>) -> anyhow::Result<Identity> {
    let person = person.context("the sample has too few people")?;
    let (found, companies) = store::users::find_active(conn, person.id).await?;
    Ok(found.identity(companies, Door::Page))
}

/// What an upload takes.
struct Desk {
    engine: Engine,
    pool: Pool,
}

impl Desk {
    /// Uploads a spreadsheet from the first step to the last and gives the number of CPNs it brought.
    async fn upload(
        &self,
        conn: &mut Conn,
        access: &CompanyAccess<Change>,
        name: &str,
        file: String,
    ) -> anyhow::Result<i64> {
        let bytes = stream::iter([Ok(Bytes::from(file))]);
        let id = self
            .engine
            .receive(&self.pool, access, Source::File, name, bytes)
            .await?;
        self.engine.read(access, id, &Overrides::default()).await?;
        let checked = self.engine.check(access, id).await?;
        let new = checked
            .counts
            .as_ref()
            .map_or(0, |counts| counts.of(Outcome::New));
        ensure!(new > 0, "the sample spreadsheet {name} brings no numbers");
        self.engine
            .confirm(conn, access, id, checked.version, None)
            .await?;
        self.engine.finish(access, id).await?;
        Ok(new)
    }
}

/// A buyer's morning: a wording corrected, a date set, a second number added, one deleted and one brought back. Gives how many
/// numbers there are more afterwards.
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
async fn work_as_buyer(
    conn: &mut Conn,
    buyer: &Identity,
    company: CompanyId,
    products: &[sample::Product],
) -> anyhow::Result<i64> {
    let access = access::open::<Change>(conn, buyer, company).await?;
    let mut more = 0;
    let mut first = Vec::new();
    for product in products.iter().take(MORNING) {
        let product = store::products::find_by_number(conn, &product.number).await?;
        let numbers = access.read(conn, async |scope| {
            Ok(store::cpns::of_product(scope, product.id).await?)
        });
        first.extend(numbers.await?);
    }
    for (place, cpn) in first.iter().enumerate() {
        match place {
            0..4 => {
                let words = format!("Agreed with production, line {}", place + 1);
                let input = CpnInput {
                    cpn: &cpn.number,
                    description: &words,
                    ..CpnInput::default()
                };
                revise(conn, &access, cpn.id, cpn.product, &input).await?;
            }
            4..6 => {
                let input = CpnInput {
                    cpn: &cpn.number,
                    valid_from: "2026-01-01",
                    valid_to: "2027-12-31",
                    ..CpnInput::default()
                };
                revise(conn, &access, cpn.id, cpn.product, &input).await?;
            }
            6 => {
                let input = CpnInput {
                    cpn: &cpn.number,
                    description: "Replaced by the new series",
                    valid_to: "2025-12-31",
                    ..CpnInput::default()
                };
                revise(conn, &access, cpn.id, cpn.product, &input).await?;
            }
            7..9 => {
                let number = format!("{}-ALT", cpn.number);
                let input = CpnInput {
                    cpn: &number,
                    description: "Number of the old plant",
                    ..CpnInput::default()
                };
                let new = NewCpn {
                    id: None,
                    product: cpn.product,
                    draft: CpnDraft::parse(&input)?,
                };
                let added = cpns::add(conn, &access, &new).await?;
                cpns::prefer(conn, &access, added.id).await?;
                more += 1;
            }
            9 => {
                cpns::delete(conn, &access, cpn.id, None).await?;
                cpns::restore(conn, &access, cpn.id).await?;
            }
            _ => {
                cpns::delete(conn, &access, cpn.id, None).await?;
                more -= 1;
            }
        }
    }
    Ok(more)
}

async fn revise(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    id: CpnId,
    product: ProductId,
    input: &CpnInput<'_>,
) -> anyhow::Result<()> {
    let to = Revision {
        version: None,
        product,
        draft: CpnDraft::parse(input)?,
    };
    cpns::change(conn, access, id, &to).await?;
    Ok(())
}
