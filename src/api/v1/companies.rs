//! `/api/v1/companies`: the companies a token reaches; those that keep master data make, change, lock and archive them.

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::{self, List};
use super::reply::{self, Answer, Reply};
use super::request::{self, Body, Change, Json, Query};
use super::words::Order;
use crate::access::{self, AdminAccess, CompanyAccess, Identity, See};
use crate::db::Conn;
use crate::domain::companies;
use crate::error::Error;
use crate::gate::Db;
use crate::model::company::{self, CompanyDraft, SharedNumbers};
use crate::model::id::CompanyId;
use crate::model::page::{Cursor, Page};
use crate::model::search::Term;
use crate::store::company_list::{self, CompanyQuery, CompanySort, CompanyState, Listed};

/// A buying organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Company {
    /// Its id.
    id: CompanyId,
    /// Its debtor number in the ERP; unique without regard to case.
    #[schema(example = "128")]
    account_number: String,
    /// Its name.
    #[schema(example = "Acme GmbH")]
    name: String,
    /// Its id for the Axim contract.
    object_id: String,
    /// Whether one of its numbers may stand for several products.
    shared_numbers: SharedNumbers,
    /// The lock that holds now; null if there is none.
    lock: Option<Lock>,
    /// Since when it is no longer dealt with.
    archived_at: Option<DateTime<Utc>>,
    /// Rises with every change of its fields.
    version: i32,
    /// When it came into being.
    created_at: DateTime<Utc>,
}

/// Why nobody may write a company's numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lock {
    /// Since when.
    since: DateTime<Utc>,
    /// Why.
    reason: String,
    /// When it ends by itself.
    until: Option<DateTime<Utc>>,
    /// Who locked.
    by: String,
}

impl From<company::Company> for Company {
    fn from(company: company::Company) -> Self {
        Self {
            id: company.id,
            account_number: company.account_number,
            name: company.name,
            object_id: company.object_id,
            shared_numbers: company.shared_numbers,
            lock: company.lock.map(|lock| Lock {
                since: lock.since,
                reason: lock.reason,
                until: lock.until,
                by: lock.by,
            }),
            archived_at: company.archived_at,
            version: company.version,
            created_at: company.created_at,
        }
    }
}

/// Which companies are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompaniesQuery {
    /// Those whose account number or name has this, loosely.
    q: Option<String>,
    /// The one with exactly this account number.
    account_number: Option<String>,
    /// By their state; current ones where nothing is asked.
    state: Option<CompanyState>,
    /// What the list is sorted by; the name where nothing is asked.
    sort: Option<CompanySort>,
    /// Which way.
    #[serde(default)]
    #[param(inline)]
    order: Order,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 500; 50 where nothing is asked.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// List the companies within reach of the token.
#[utoipa::path(get, path = "/api/v1/companies", tag = "Companies", params(CompaniesQuery), responses((status = 200, description = "A page of companies.", body = List<Company>)))]
pub async fn list(
    req: HttpRequest,
    identity: Identity,
    Query(asked): Query<CompaniesQuery>,
) -> Answer {
    let size = list::rows(asked.limit)?;
    let sort = asked.sort.unwrap_or(CompanySort::Name);
    let name = format!("{sort}-{}", asked.order.word());
    let query = CompanyQuery {
        term: asked.q.as_deref().and_then(Term::parse),
        state: asked.state.unwrap_or(CompanyState::Current),
        manager: None,
        sort,
        direction: asked.order.direction(),
        position: list::position(&name, asked.cursor.as_deref())?,
    };
    let mut conn = Db::take(&req).await?;
    let page = if let Some(account) = asked.account_number {
        with_account(&mut conn, &identity, &account).await?
    } else {
        access::everywhere(&mut conn, &identity, async |overview| {
            Ok(company_list::page_of(overview, &query, size).await?)
        })
        .await?
    };
    let place = |row: &Listed| Cursor {
        key: row.key.clone(),
        id: row.company.id.uuid(),
    };
    reply::show(
        &req,
        &List::of(page, &name, place, |row| Company::from(row.company)),
    )
}

async fn with_account(
    conn: &mut Conn,
    identity: &Identity,
    account: &str,
) -> Result<Page<Listed>, Error> {
    let rows = match access::open_by_account::<See>(conn, identity, account).await {
        Ok(access) => vec![Listed {
            company: access.company().clone(),
            key: String::new(),
        }],
        Err(Error::NotFound) => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(Page {
        rows,
        has_previous: false,
        has_next: false,
    })
}

/// Show a company.
#[utoipa::path(get, path = "/api/v1/companies/{company}", tag = "Companies", params(("company" = CompanyId, Path, description = "The company's id.")), responses((status = 200, description = "The company.", body = Company)))]
pub async fn show(req: HttpRequest, access: CompanyAccess<See>) -> Answer {
    reply::show(&req, &Company::from(access.company().clone()))
}

/// A company to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    /// Its debtor number in the ERP.
    #[schema(example = "128", min_length = 1, max_length = 64)]
    account_number: String,
    /// Its name.
    #[schema(example = "Acme GmbH", min_length = 1, max_length = 200)]
    name: String,
    /// Whether one of its numbers may stand for several products; `allow` where nothing is said.
    shared_numbers: Option<SharedNumbers>,
    /// The id another system knows it by; a fresh one where nothing is said.
    #[schema(value_type = Option<uuid::Uuid>)]
    id: Option<String>,
    /// Its id for the Axim contract: 24 hexadecimal digits.
    #[schema(pattern = "^[0-9a-fA-F]{24}$")]
    object_id: Option<String>,
}
impl Body for NewCompany {}

/// Make a company. For tokens that may change every company.
#[utoipa::path(post, path = "/api/v1/companies", tag = "Companies", request_body = NewCompany, responses((status = 201, description = "The company.", body = Company)))]
pub async fn create(
    req: HttpRequest,
    admin: AdminAccess,
    identity: Identity,
    body: Json<NewCompany>,
) -> Answer {
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let given = &body.value;
        let draft = CompanyDraft::parse(
            &given.account_number,
            &given.name,
            given.id.as_deref().unwrap_or_default(),
            given.object_id.as_deref().unwrap_or_default(),
        )?
        .with_shared_numbers(given.shared_numbers.unwrap_or(SharedNumbers::Allow));
        let id = companies::create(conn, &admin, &draft).await?;
        Reply::created(
            &stored(conn, &identity, id).await?,
            format!("/api/v1/companies/{id}"),
        )
    })
    .await
}

/// What is to change of a company; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyChange {
    /// Its debtor number in the ERP.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 64)]
    account_number: Change<String>,
    /// Its name.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: Change<String>,
    /// Whether one of its numbers may stand for several products.
    shared_numbers: Option<SharedNumbers>,
}
impl Body for CompanyChange {}

/// Change a company. For tokens that may change every company.
#[utoipa::path(patch, path = "/api/v1/companies/{company}", tag = "Companies", params(("company" = CompanyId, Path, description = "The company's id."), ("If-Match" = String, Header, description = "The ETag of the state you have seen, or `*`.")), request_body = CompanyChange, responses((status = 200, description = "The company as it now stands.", body = Company)))]
pub async fn change(
    req: HttpRequest,
    admin: AdminAccess,
    identity: Identity,
    body: Json<CompanyChange>,
) -> Answer {
    let id = request::id(&req, "company")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let stands = stored(conn, &identity, id).await?;
        reply::check_condition(&req, &stands)?;
        let change = &body.value;
        let draft = CompanyDraft::parse(
            change.account_number.or(&stands.account_number),
            change.name.or(&stands.name),
            "",
            "",
        )?
        .with_shared_numbers(change.shared_numbers.unwrap_or(stands.shared_numbers));
        companies::change(conn, &admin, id, stands.version, &draft).await?;
        Reply::ok(&stored(conn, &identity, id).await?)
    })
    .await
}

/// Why a company is locked, and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLock {
    /// Why; shown to everyone who is refused.
    #[schema(example = "stocktaking", min_length = 1, max_length = 500)]
    reason: String,
    /// When it ends by itself; a moment to come.
    #[serde(default, deserialize_with = "super::words::moment")]
    until: Option<DateTime<Utc>>,
}
impl Body for NewLock {}

/// Lock a company: from the moment this is answered no number of it changes. For tokens that may change every company.
#[utoipa::path(put, path = "/api/v1/companies/{company}/lock", tag = "Companies", params(("company" = CompanyId, Path, description = "The company's id.")), request_body = NewLock, responses((status = 200, description = "The company with its lock.", body = Company)))]
pub async fn lock(
    req: HttpRequest,
    admin: AdminAccess,
    identity: Identity,
    body: Json<NewLock>,
) -> Answer {
    let id = request::id(&req, "company")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let draft = companies::lock_draft(&body.value.reason, body.value.until)?;
        companies::lock(conn, &admin, id, &draft).await?;
        Reply::ok(&stored(conn, &identity, id).await?)
    })
    .await
}

/// Lift a company's lock. For tokens that may change every company.
#[utoipa::path(delete, path = "/api/v1/companies/{company}/lock", tag = "Companies", params(("company" = CompanyId, Path, description = "The company's id.")), responses((status = 200, description = "The company without a lock.", body = Company)))]
pub async fn unlock(req: HttpRequest, admin: AdminAccess, identity: Identity) -> Answer {
    let id = request::id(&req, "company")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn| {
        companies::unlock(conn, &admin, id).await?;
        Reply::ok(&stored(conn, &identity, id).await?)
    })
    .await
}

/// Archive a company: it is no longer dealt with, its numbers stay. For tokens that may change every company.
#[utoipa::path(put, path = "/api/v1/companies/{company}/archive", tag = "Companies", params(("company" = CompanyId, Path, description = "The company's id.")), responses((status = 200, description = "The archived company.", body = Company)))]
pub async fn archive(req: HttpRequest, admin: AdminAccess, identity: Identity) -> Answer {
    set_archived(&req, &admin, &identity, true).await
}

/// Take a company back out of the archive. For tokens that may change every company.
#[utoipa::path(delete, path = "/api/v1/companies/{company}/archive", tag = "Companies", params(("company" = CompanyId, Path, description = "The company's id.")), responses((status = 200, description = "The company.", body = Company)))]
pub async fn unarchive(req: HttpRequest, admin: AdminAccess, identity: Identity) -> Answer {
    set_archived(&req, &admin, &identity, false).await
}

async fn set_archived(
    req: &HttpRequest,
    admin: &AdminAccess,
    identity: &Identity,
    archived: bool,
) -> Answer {
    let id = request::id(req, "company")?;
    let mut conn = Db::take(req).await?;
    reply::write(req, &mut conn, &[], async |conn| {
        companies::archive(conn, admin, id, archived).await?;
        Reply::ok(&stored(conn, identity, id).await?)
    })
    .await
}

async fn stored(conn: &mut Conn, identity: &Identity, id: CompanyId) -> Result<Company, Error> {
    let access: CompanyAccess<See> = access::open(conn, identity, id).await?;
    Ok(access.company().clone().into())
}
