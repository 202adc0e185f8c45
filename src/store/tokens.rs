//! API tokens and access keys.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not, now};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::access::AdminAccess;
use crate::db::Conn;
use crate::model::id::{CompanyId, TokenId};
use crate::model::token::{Contract, Token, TokenScope, TokenSettings};
use crate::schema::{companies, products, token_companies, tokens, users};

/// A token as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tokens, check_for_backend(diesel::pg::Pg))]
struct TokenRow {
    id: TokenId,
    name: String,
    contract: Contract,
    scope: TokenScope,
    hint: String,
    every_company: bool,
    settings: serde_json::Value,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    last_used_address: Option<String>,
    created_at: DateTime<Utc>,
    created_by_name: String,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            contract: row.contract,
            scope: row.scope,
            hint: row.hint,
            every_company: row.every_company,
            settings: read_settings(row.settings),
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
            last_used_address: row.last_used_address,
            created_at: row.created_at,
            created_by: row.created_by_name,
        }
    }
}

/// Settings nobody can read hold nothing back beyond what the columns say; the program writes no such ones.
fn read_settings(settings: serde_json::Value) -> TokenSettings {
    serde_json::from_value(settings).unwrap_or_default()
}

/// What is stored of a new token.
pub struct NewToken<'t> {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: &'t str,
    /// The contract it speaks.
    pub contract: Contract,
    /// What it may do.
    pub scope: TokenScope,
    /// The hash of its secret.
    pub secret_hash: &'t [u8],
    /// What lists show of the secret.
    pub hint: &'t str,
    /// The companies it may touch; none means every one.
    pub companies: &'t [CompanyId],
    /// How requests may carry it.
    pub settings: serde_json::Value,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Stores a new token.
pub async fn insert(conn: &mut Conn, admin: &AdminAccess, token: &NewToken<'_>) -> QueryResult<()> {
    diesel::insert_into(tokens::table)
        .values((
            tokens::id.eq(token.id),
            tokens::name.eq(token.name),
            tokens::contract.eq(token.contract),
            tokens::scope.eq(token.scope),
            tokens::secret_hash.eq(token.secret_hash),
            tokens::hint.eq(token.hint),
            tokens::every_company.eq(token.companies.is_empty()),
            tokens::settings.eq(&token.settings),
            tokens::expires_at.eq(token.expires_at),
            tokens::created_by_kind.eq(admin.actor().kind),
            tokens::created_by_id.eq(admin.actor().id),
            tokens::created_by_name.eq(&admin.actor().name),
        ))
        .execute(conn)
        .await?;
    if token.companies.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = token
        .companies
        .iter()
        .map(|company| {
            (
                token_companies::company_id.eq(*company),
                token_companies::token_id.eq(token.id),
            )
        })
        .collect();
    diesel::insert_into(token_companies::table)
        .values(rows)
        .execute(conn)
        .await
        .map(drop)
}

/// Every token, newest first.
pub async fn all(conn: &mut Conn, _: &AdminAccess) -> QueryResult<Vec<Token>> {
    let rows: Vec<TokenRow> = tokens::table
        .order(tokens::id.desc())
        .select(TokenRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Token::from).collect())
}

/// One token.
pub async fn find(conn: &mut Conn, _: &AdminAccess, id: TokenId) -> QueryResult<Token> {
    tokens::table
        .find(id)
        .select(TokenRow::as_select())
        .first(conn)
        .await
        .map(Token::from)
}

/// A company a token is limited to.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = companies, check_for_backend(diesel::pg::Pg))]
pub struct TokenCompany {
    /// Its id.
    pub id: CompanyId,
    /// Its account number.
    pub account_number: String,
    /// Its name.
    pub name: String,
    /// Its id for contract B.
    pub object_id: String,
}

/// The companies that limited tokens may touch, by name.
pub async fn companies_of(
    conn: &mut Conn,
    _: &AdminAccess,
    ids: &[TokenId],
) -> QueryResult<Vec<(TokenId, TokenCompany)>> {
    token_companies::table
        .inner_join(companies::table)
        .filter(token_companies::token_id.eq_any(ids))
        .order(companies::name_key)
        .select((token_companies::token_id, TokenCompany::as_select()))
        .load(conn)
        .await
}

/// A company and a product to show a token's calls with.
#[derive(Clone, Debug)]
pub struct Subjects {
    /// The company's id.
    pub company_id: CompanyId,
    /// Its account number.
    pub account: String,
    /// Its object id.
    pub company_object: String,
    /// The product's number.
    pub product_number: String,
    /// Its object id.
    pub product_object: String,
}

/// A company within a token's reach and a product; where there is none yet, something that looks like one.
pub async fn subjects(conn: &mut Conn, _: &AdminAccess, id: TokenId) -> QueryResult<Subjects> {
    let within_reach = token_companies::table
        .filter(token_companies::token_id.eq(id))
        .filter(token_companies::company_id.eq(companies::id));
    let everywhere = tokens::table
        .filter(tokens::id.eq(id))
        .filter(tokens::every_company);
    let company: Option<TokenCompany> = companies::table
        .filter(exists(within_reach).or(exists(everywhere)))
        .order((companies::archived_at.is_not_null(), companies::id))
        .select(TokenCompany::as_select())
        .first(conn)
        .await
        .optional()?;
    let product: Option<(String, String)> = products::table
        .order(products::id)
        .select((products::number, products::object_id))
        .first(conn)
        .await
        .optional()?;
    let company = company.unwrap_or_else(|| TokenCompany {
        id: uuid::Uuid::nil().into(),
        account_number: "128".to_owned(),
        name: String::new(),
        object_id: "0".repeat(24),
    });
    let (product_number, product_object) =
        product.unwrap_or_else(|| ("90001".to_owned(), "0".repeat(24)));
    Ok(Subjects {
        company_id: company.id,
        account: company.account_number,
        company_object: company.object_id,
        product_number,
        product_object,
    })
}

/// Makes a token worth nothing from the next request on.
pub async fn revoke(conn: &mut Conn, _: &AdminAccess, id: TokenId) -> QueryResult<usize> {
    diesel::update(tokens::table.find(id).filter(tokens::revoked_at.is_null()))
        .set(tokens::revoked_at.eq(now))
        .execute(conn)
        .await
}

/// A live token, as a request that carries it needs to know it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = tokens, check_for_backend(diesel::pg::Pg))]
pub struct LiveToken {
    /// Its id.
    pub id: TokenId,
    /// What it is for: the actor's name.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// Whether it may touch every company.
    pub every_company: bool,
    last_used_at: Option<DateTime<Utc>>,
}

/// The token of that contract with that secret, with the companies it is limited to, unless it was revoked or has run out.
pub async fn find_live(
    conn: &mut Conn,
    contract: Contract,
    secret_hash: &[u8],
) -> QueryResult<(LiveToken, Vec<CompanyId>)> {
    let rows: Vec<(LiveToken, Option<CompanyId>)> = tokens::table
        .left_join(token_companies::table)
        .filter(tokens::secret_hash.eq(secret_hash))
        .filter(tokens::contract.eq(contract))
        .filter(tokens::revoked_at.is_null())
        .filter(tokens::expires_at.is_null().or(tokens::expires_at.gt(now)))
        .filter(not(exists(disabled_makers())))
        .select((
            LiveToken::as_select(),
            token_companies::company_id.nullable(),
        ))
        .load(conn)
        .await?;
    let companies = rows.iter().filter_map(|(_, company)| *company).collect();
    let (token, _) = rows.into_iter().next().ok_or(diesel::NotFound)?;
    Ok((token, companies))
}

/// The person who made the token, if they are disabled: what they made ends with them.
#[diesel::dsl::auto_type]
fn disabled_makers() -> _ {
    users::table
        .filter(users::id.nullable().eq(tokens::created_by_id))
        .filter(users::disabled_at.is_not_null())
}

/// Notes that a token was used, once a minute at the most.
pub async fn note_use(conn: &mut Conn, token: &LiveToken, address: &str) -> QueryResult<()> {
    let noted = token
        .last_used_at
        .is_some_and(|at| Utc::now() - at < chrono::TimeDelta::minutes(1));
    if noted {
        Ok(())
    } else {
        note_use_of(conn, token.id, address).await
    }
}

/// Notes that a token was used now.
pub async fn note_use_of(conn: &mut Conn, token: TokenId, address: &str) -> QueryResult<()> {
    diesel::update(tokens::table.find(token))
        .set((
            tokens::last_used_at.eq(now),
            tokens::last_used_address.eq(address),
        ))
        .execute(conn)
        .await
        .map(drop)
}
