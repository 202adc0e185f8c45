//! What a test takes for granted, written past the pages. Things are known by their names: what is there is found, what is not is made.

use std::sync::LazyLock;

use actix_web::cookie::{Cookie, CookieJar, Key};
use argon2::PasswordHasher as _;
use cpn_desk::testing::{hash, key};
use uuid::Uuid;

use super::Database;

/// The password of every person that is given.
pub const PASSWORD: &str = "a quiet harbour at dawn";

/// Hashed once: it costs tens of milliseconds.
static PASSWORD_HASH: LazyLock<String> = LazyLock::new(|| {
    argon2::Argon2::default()
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string()
});

/// Makes things.
pub struct Given<'d> {
    database: &'d Database,
}

/// Makes things of one company.
pub struct GivenCompany<'d> {
    database: &'d Database,
    name: String,
}

/// A company.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its account number.
    pub account_number: String,
}

/// A product or variant.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
}

/// A CPN.
#[derive(Clone, Debug)]
pub struct Cpn {
    /// Its id.
    pub id: String,
    /// Its company's id.
    pub company: String,
    /// Its product's id.
    pub product: String,
}

/// Somebody who can sign in with [`PASSWORD`].
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// The address they sign in with.
    pub email: String,
}

/// A token of a program.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// What a program sends.
    pub secret: String,
}

/// Makes a token.
pub struct GivenToken<'d> {
    database: &'d Database,
    contract: String,
    scope: &'static str,
    companies: Vec<String>,
    settings: String,
}

impl Company {
    /// Its id for contract B.
    pub fn object_id(&self) -> String {
        object_id(self.id.parse().unwrap())
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("/companies/{}", self.id)
    }
}

impl Product {
    /// Its id for contract B.
    pub fn object_id(&self) -> String {
        object_id(self.id.parse().unwrap())
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("/products/{}", self.id)
    }
}

impl Cpn {
    /// Its id for contract B: the first twelve bytes of its id.
    pub fn object_id(&self) -> String {
        self.id.replace('-', "")[..24].to_owned()
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("/companies/{}/cpns/{}", self.company, self.id)
    }
}

impl<'d> Given<'d> {
    /// Makes them in that database.
    pub fn into(database: &'d Database) -> Self {
        Self { database }
    }

    /// Something of the company of that name.
    pub fn company(&self, name: &str) -> GivenCompany<'d> {
        GivenCompany {
            database: self.database,
            name: name.to_owned(),
        }
    }

    /// A token of a contract; unless it is held to less, it may write in every company.
    pub fn token(&self, contract: &str) -> GivenToken<'d> {
        GivenToken {
            database: self.database,
            contract: contract.to_owned(),
            scope: "write",
            companies: Vec::new(),
            settings: "{}".to_owned(),
        }
    }

    /// An admin.
    pub async fn admin(&self, name: &str) -> Person {
        person(self.database, name, "admin", false).await
    }

    /// A product, called by its number.
    pub async fn product(&self, number: &str) -> Product {
        product(self.database, number, None).await
    }

    /// A variant of a product.
    pub async fn variant(&self, number: &str, parent: &Product) -> Product {
        product(self.database, number, Some(&parent.id)).await
    }

    /// The secret of a link that works once: for a person's `invitation` or `reset`.
    pub async fn link(&self, purpose: &str, person: &Person) -> String {
        let secret = Uuid::new_v4().simple().to_string();
        self.database
            .execute(
                "insert into links (secret_hash, purpose, user_id, expires_at) values ($1, $2, $3::text::uuid, now() + interval '1 hour')",
                &[&hash(&secret), &purpose, &person.id],
            )
            .await;
        secret
    }

    /// The secret of a link with which the first admin sets up.
    pub async fn set_up_link(&self) -> String {
        let secret = Uuid::new_v4().simple().to_string();
        self.database
            .execute(
                "insert into links (secret_hash, purpose, expires_at) values ($1, 'setup', now() + interval '1 hour')",
                &[&hash(&secret)],
            )
            .await;
        secret
    }

    /// Disables a person.
    pub async fn disabled(&self, person: &Person) {
        self.database
            .execute(
                "update users set disabled_at = now() where id = $1::text::uuid",
                &[&person.id],
            )
            .await;
    }
}

impl GivenToken<'_> {
    /// It may only read.
    pub fn reading(self) -> Self {
        Self {
            scope: "read",
            ..self
        }
    }

    /// It may touch this company and those named before, and no other.
    pub fn of(mut self, company: &Company) -> Self {
        self.companies.push(company.id.clone());
        self
    }

    /// Requests may carry it in these ways alone, as a JSON list.
    pub fn carried_by(self, carriers: &str) -> Self {
        Self {
            settings: format!(r#"{{"carriers":{carriers}}}"#),
            ..self
        }
    }

    /// The token itself, by the name `store`.
    pub async fn there(self) -> Token {
        let id = Uuid::now_v7().to_string();
        let secret = if self.contract == "store-api" {
            format!(
                "SWSC{}",
                &Uuid::new_v4().simple().to_string().to_uppercase()[..22]
            )
        } else {
            format!("cpndesk_{}", Uuid::new_v4().simple())
        };
        let made = "insert into tokens (id, name, contract, scope, secret_hash, hint, every_company, settings, created_by_kind, created_by_name)
            values ($1::text::uuid, 'store', $2, $3, $4, 'cpnd…', $5, $6::text::jsonb, 'command-line', 'given')";
        self.database
            .execute(
                made,
                &[
                    &id,
                    &self.contract,
                    &self.scope,
                    &hash(&secret),
                    &self.companies.is_empty(),
                    &self.settings,
                ],
            )
            .await;
        for company in &self.companies {
            self.database
                .execute(
                    "insert into token_companies (company_id, token_id) values ($1::text::uuid, $2::text::uuid)",
                    &[company, &id],
                )
                .await;
        }
        Token { id, secret }
    }
}

impl GivenCompany<'_> {
    /// The company itself.
    pub async fn there(&self) -> Company {
        company(self.database, &self.name).await
    }

    /// The company, locked.
    pub async fn locked(&self, reason: &str) -> Company {
        let company = self.there().await;
        self.database
            .execute(
                "update companies set locked_at = now(), lock_reason = $2, locked_by = 'given' where id = $1::text::uuid",
                &[&company.id, &reason],
            )
            .await;
        company
    }

    /// The company, no longer locked.
    pub async fn unlocked(&self) -> Company {
        let company = self.there().await;
        self.database
            .execute(
                "update companies set locked_at = null, locked_until = null, lock_reason = null, locked_by = null
                 where id = $1::text::uuid",
                &[&company.id],
            )
            .await;
        company
    }

    /// A buyer of the company.
    pub async fn buyer(&self, name: &str) -> Person {
        self.member(name, "buyer", false).await
    }

    /// A buyer who may only look.
    pub async fn reader(&self, name: &str) -> Person {
        self.member(name, "buyer", true).await
    }

    /// An account manager who looks after the company.
    pub async fn manager(&self, name: &str) -> Person {
        self.member(name, "manager", false).await
    }

    /// A CPN of the company for the product of that number.
    pub async fn cpn(&self, cpn: &str, number: &str) -> Cpn {
        let company = self.there().await;
        let product = product(self.database, number, None).await;
        let id = Uuid::now_v7().to_string();
        let identity = key::identity(cpn);
        let made = "insert into cpns (company_id, id, product_id, cpn, identity_key, order_key, search_text, preferred, version,
                created_at, created_by_kind, created_by_name, updated_at, updated_by_kind, updated_by_name)
            select $1::text::uuid, $2::text::uuid, $3::text::uuid, $4, $5, $6, $7,
                not exists (select from cpns where company_id = $1::text::uuid and product_id = $3::text::uuid and preferred),
                1, now(), 'command-line', 'given', now(), 'command-line', 'given'";
        self.database
            .execute(
                made,
                &[
                    &company.id,
                    &id,
                    &product.id,
                    &cpn,
                    &identity,
                    &key::order(&identity),
                    &key::search(cpn),
                ],
            )
            .await;
        let noted = "insert into cpn_history (company_id, cpn_id, version, kind, at, actor_kind, actor_name, door, product_id, cpn,
                identity_key, preferred)
            select company_id, id, version, 'created', created_at, 'command-line', 'given', 'command-line', product_id, cpn,
                identity_key, preferred
            from cpns where company_id = $1::text::uuid and id = $2::text::uuid";
        self.database.execute(noted, &[&company.id, &id]).await;
        Cpn {
            id,
            company: company.id,
            product: product.id,
        }
    }

    /// An upload of the company that is checked, with nothing behind it but its state; gives its id.
    pub async fn checked_upload(&self) -> String {
        let company = self.there().await;
        let id = Uuid::now_v7().to_string();
        let made = r#"insert into uploads (company_id, id, state, source, file_name, file_bytes, file_hash, overrides, headings, mapping,
                mode, empty_cells, rows, generation, checked_generation, counts, actor_kind, actor_name, door)
            values ($1::text::uuid, $2::text::uuid, 'checked', 'file', 'given.csv', 9, '', '{}', '{product_number,cpn}',
                '{"columns": {"product": 0, "cpn": 1}, "origin": "guessed"}', 'update', 'keep', 0, 1, 1,
                '{"causes": [], "register_rows": 1}', 'command-line', 'given', 'command-line')"#;
        self.database.execute(made, &[&company.id, &id]).await;
        id
    }

    async fn member(&self, name: &str, role: &str, read_only: bool) -> Person {
        let company = self.there().await;
        let person = person(self.database, name, role, read_only).await;
        self.database
            .execute(
                "insert into memberships (company_id, user_id) values ($1::text::uuid, $2::text::uuid) on conflict do nothing",
                &[&company.id, &person.id],
            )
            .await;
        person
    }
}

async fn company(database: &Database, name: &str) -> Company {
    let id = Uuid::now_v7();
    let order = key::order(&key::identity(name));
    database
        .execute(
            "insert into companies (id, account_number, account_key, order_key, name, name_key, search_text, object_id)
             values ($1::text::uuid, $2, $3, $4, $2, $4, $5, $6) on conflict (account_key) do nothing",
            &[
                &id.to_string(),
                &name,
                &key::plain(name),
                &order,
                &key::search_text([name, name]),
                &object_id(id),
            ],
        )
        .await;
    Company {
        id: found(database, "companies", "account_key", &key::plain(name)).await,
        account_number: name.to_owned(),
    }
}

async fn product(database: &Database, number: &str, parent: Option<&str>) -> Product {
    let id = Uuid::now_v7();
    let identity = key::identity(number);
    database
        .execute(
            "insert into products (id, number, number_key, identity_key, order_key, name, name_key, search_text, object_id, parent_id)
             values ($1::text::uuid, $2, $3, $4, $5, $2, $5, $6, $7, $8::text::uuid) on conflict (number_key) do nothing",
            &[
                &id.to_string(),
                &number,
                &key::plain(number),
                &identity,
                &key::order(&identity),
                &key::search_text([number, number]),
                &object_id(id),
                &parent,
            ],
        )
        .await;
    Product {
        id: found(database, "products", "number_key", &key::plain(number)).await,
        number: number.to_owned(),
    }
}

async fn person(database: &Database, name: &str, role: &str, read_only: bool) -> Person {
    let email = format!("{name}@example.com");
    database
        .execute(
            "insert into users (id, email, email_key, name, role, read_only, password_hash)
             values ($1::text::uuid, $2, $3, $4, $5, $6, $7) on conflict (email_key) do nothing",
            &[
                &Uuid::now_v7().to_string(),
                &email,
                &key::plain(&email),
                &name,
                &role,
                &read_only,
                &*PASSWORD_HASH,
            ],
        )
        .await;
    Person {
        id: found(database, "users", "email_key", &key::plain(&email)).await,
        email,
    }
}

async fn found(database: &Database, table: &str, column: &str, value: &str) -> String {
    let query = format!("select id from {table} where {column} = $1");
    database.texts(&query, &[&value]).await.remove(0)
}

/// The last twelve bytes of the id, as the program makes them.
fn object_id(id: Uuid) -> String {
    id.simple().to_string().split_off(8)
}

/// The cookie of an open session of that person: what a sign-in would have given, without the price of its hash.
pub async fn session(database: &Database, person: &Person) -> (String, String) {
    let secret = Uuid::new_v4().simple().to_string();
    let state = format!(r#"{{"user": "\"{}\""}}"#, person.id);
    database
        .execute(
            "insert into sessions (id_hash, user_id, state) values ($1, $2::text::uuid, $3::text::jsonb)",
            &[&hash(&secret), &person.id, &state],
        )
        .await;
    let keys = database
        .rows(
            "select secret from server_secrets where name = 'cookie-key'",
            &[],
        )
        .await;
    let key = Key::from(keys[0].get::<_, &[u8]>(0));
    let mut jar = CookieJar::new();
    jar.private_mut(&key).add(Cookie::new("cpn-desk", secret));
    let cookie = jar.get("cpn-desk").unwrap().encoded().to_string();
    let (name, value) = cookie.split_once('=').unwrap();
    (name.to_owned(), value.to_owned())
}
