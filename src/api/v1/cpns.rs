//! `/api/v1/companies/{company}/cpns`: a company's own numbers, one by one.

use actix_web::HttpRequest;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cpn_input::{CpnChange, NewCpn};
use super::list::{self, List};
use super::problem::Refusal;
use super::reply::{self, Answer, Reply};
use super::request::{self, Json, Query};
use super::words::Order;
use crate::access::{Change, CompanyAccess, Level, See};
use crate::db::Conn;
use crate::domain::cpns::{self, Revision};
use crate::error::Error;
use crate::gate::Db;
use crate::model::actor::ActorKind;
use crate::model::cpn;
use crate::model::id::{CompanyId, CpnId, ProductId};
use crate::model::number_search::{NumberFilter, NumberSearch, NumberSort, Term, ValidityFilter};
use crate::model::page::Position;
use crate::store;
use crate::store::search::{self, Listed};

/// A company's own number for one product.
#[expect(
    clippy::struct_field_names,
    reason = "the number is called so wherever it stands"
)]
#[derive(Debug, Serialize, ToSchema)]
pub struct Cpn {
    /// Its id.
    id: CpnId,
    /// The number, exactly as the company writes it.
    #[schema(example = "HW-7")]
    pub cpn: String,
    /// The product it stands for.
    pub product: ProductName,
    /// The company's own wording.
    pub description: Option<String>,
    /// The unit one of the company's numbers stands for.
    #[schema(example = "pack")]
    pub unit: Option<String>,
    /// How many of our sales units it stands for: a decimal number as text, so that no digit is lost.
    #[schema(example = "4")]
    pub pack_quantity: Option<String>,
    /// First day on which it resolves.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it resolves.
    pub valid_to: Option<NaiveDate>,
    /// Whether it is the one to show where only one number of the product fits.
    preferred: bool,
    /// Rises with every change.
    version: i32,
    /// When it came into being, and who made it.
    created: Stamp,
    /// When it was changed last, and by whom.
    updated: Stamp,
}

/// A product as others name it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProductName {
    /// Its id.
    pub id: ProductId,
    /// The supplier's own number.
    #[schema(example = "PUMP-4411")]
    pub number: String,
    /// Its name.
    pub name: String,
    /// Whether it is not sold any more.
    pub discontinued: bool,
}

/// A moment and who acted in it, as they were called then.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stamp {
    /// When.
    at: DateTime<Utc>,
    /// The kind of actor.
    by_kind: ActorKind,
    /// The actor's name.
    by_name: String,
}

impl From<cpn::Stamp> for Stamp {
    fn from(stamp: cpn::Stamp) -> Self {
        Self {
            at: stamp.at,
            by_kind: stamp.kind,
            by_name: stamp.name,
        }
    }
}

impl Cpn {
    fn of(cpn: cpn::Cpn, product: ProductName) -> Self {
        let details = cpn.details;
        Self {
            id: cpn.id,
            cpn: cpn.number,
            product,
            description: details.description,
            unit: details.unit,
            pack_quantity: details
                .pack_quantity
                .map(|quantity| quantity.to_plain_string()),
            valid_from: details.valid_from,
            valid_to: details.valid_to,
            preferred: cpn.preferred,
            version: cpn.version,
            created: cpn.created.into(),
            updated: cpn.updated.into(),
        }
    }
}

/// A number in a list, with what is noticed about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedCpn {
    /// The number.
    #[serde(flatten)]
    cpn: Cpn,
    /// Whether it stands, today, for several products.
    ambiguous: bool,
    /// The supplier's number of another product that it equals.
    collides_with: Option<String>,
}

impl From<Listed> for ListedCpn {
    fn from(row: Listed) -> Self {
        let product = ProductName {
            id: row.cpn.product,
            number: row.product_number,
            name: row.product_name,
            discontinued: row.discontinued,
        };
        Self {
            cpn: Cpn::of(row.cpn, product),
            ambiguous: row.ambiguous,
            collides_with: row.collides_with,
        }
    }
}

/// Which numbers are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CpnsQuery {
    /// Those whose number, description or product has this, loosely. To find what a number stands for, resolve it.
    q: Option<String>,
    /// Preferred ones, or the others.
    preferred: Option<bool>,
    /// `true`: those alone that stand for several products today.
    ambiguous: Option<bool>,
    /// By where they stand today.
    validity: Option<ValidityFilter>,
    /// `true`: those of discontinued products alone.
    discontinued: Option<bool>,
    /// Those changed at this moment or later.
    #[serde(default, deserialize_with = "super::words::moment")]
    changed_since: Option<DateTime<Utc>>,
    /// What the list is sorted by; the number where nothing is asked.
    sort: Option<NumberSort>,
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

/// List a company's numbers.
#[utoipa::path(get, path = "/api/v1/companies/{company}/cpns", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), CpnsQuery), responses((status = 200, description = "A page of numbers.", body = List<ListedCpn>)))]
pub async fn list(
    req: HttpRequest,
    access: CompanyAccess<See>,
    Query(asked): Query<CpnsQuery>,
) -> Answer {
    let size = list::rows(asked.limit)?;
    let sort = asked.sort.unwrap_or(NumberSort::Cpn);
    let name = format!("{sort}-{}", asked.order.word());
    let search = NumberSearch {
        term: asked.q.as_deref().map(Term::parse).unwrap_or_default(),
        filter: NumberFilter {
            suspect: false,
            preferred: asked.preferred,
            ambiguous: asked.ambiguous.unwrap_or_default(),
            validity: asked.validity,
            discontinued: asked.discontinued.unwrap_or_default(),
            changed_since: asked.changed_since,
            product: None,
            changed_by: None,
        },
        sort,
        direction: asked.order.direction(),
        position: checked(sort, list::position(&name, asked.cursor.as_deref())?)?,
    };
    let mut conn = Db::take(&req).await?;
    let page = access
        .read(&mut conn, async |scope| {
            Ok(search::page_of(scope, &search, size).await?)
        })
        .await?;
    reply::show(
        &req,
        &List::of(page, &name, |row| row.cursor.clone(), ListedCpn::from),
    )
}

/// The place in a list by moments must be a moment: the database reads it as one.
fn checked(sort: NumberSort, position: Position) -> Result<Position, Refusal> {
    match &position {
        Position::After(cursor)
            if sort == NumberSort::Changed
                && DateTime::parse_from_str(&cursor.key, "%Y-%m-%d %H:%M:%S%.f%#z").is_err() =>
        {
            Err(Refusal::Parameter("cursor is none of this list".to_owned()))
        }
        _ => Ok(position),
    }
}

/// Show a number.
#[utoipa::path(get, path = "/api/v1/companies/{company}/cpns/{cpn}", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), ("cpn" = CpnId, Path, description = "The number's id.")), responses((status = 200, description = "The number.", body = Cpn)))]
pub async fn show(req: HttpRequest, access: CompanyAccess<See>) -> Answer {
    let id = request::id(&req, "cpn")?;
    let cpn = stored(&mut *Db::take(&req).await?, &access, id).await?;
    reply::show(&req, &cpn)
}

async fn stored<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    id: CpnId,
) -> Result<Cpn, Error> {
    let cpn = access
        .read(conn, async |scope| Ok(store::cpns::find(scope, id).await?))
        .await?;
    told(conn, cpn).await
}

/// A number with its product's name.
async fn told(conn: &mut Conn, cpn: cpn::Cpn) -> Result<Cpn, Error> {
    let product = store::products::find(conn, cpn.product).await?;
    let product = ProductName {
        id: product.id,
        number: product.number,
        name: product.name,
        discontinued: product.discontinued_at.is_some(),
    };
    Ok(Cpn::of(cpn, product))
}

/// Add a number. The first one of a product is its preferred one.
#[utoipa::path(post, path = "/api/v1/companies/{company}/cpns", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id.")), request_body = NewCpn, responses((status = 201, description = "The number.", body = Cpn)))]
pub async fn create(req: HttpRequest, access: CompanyAccess<Change>, body: Json<NewCpn>) -> Answer {
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let new = cpns::NewCpn {
            id: body.value.id(),
            draft: body.value.draft()?,
            product: body.value.product(conn).await?,
        };
        let added = cpns::add(conn, &access, &new).await?;
        let location = format!(
            "/api/v1/companies/{}/cpns/{}",
            access.company().id,
            added.id
        );
        Reply::created(&told(conn, added).await?, location)
    })
    .await
}

/// Change a number. Nothing is overwritten that you have not seen: `If-Match` names the state the change is based on.
#[utoipa::path(patch, path = "/api/v1/companies/{company}/cpns/{cpn}", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), ("cpn" = CpnId, Path, description = "The number's id."), ("If-Match" = String, Header, description = "The ETag of the state you have seen, or `*`.")), request_body = CpnChange, responses((status = 200, description = "The number as it now stands.", body = Cpn)))]
pub async fn change(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    body: Json<CpnChange>,
) -> Answer {
    let id = request::id(&req, "cpn")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &body.hash, async |conn| {
        let stands = stored(conn, &access, id).await?;
        reply::check_condition(&req, &stands)?;
        let to = Revision {
            version: Some(stands.version),
            product: body.value.product(conn, &stands).await?,
            draft: body.value.draft(&stands)?,
        };
        let changed = cpns::change(conn, &access, id, &to).await?;
        Reply::ok(&told(conn, changed).await?)
    })
    .await
}

/// Delete a number. It is gone from every answer at once; its history stays and it can be restored.
#[utoipa::path(delete, path = "/api/v1/companies/{company}/cpns/{cpn}", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), ("cpn" = CpnId, Path, description = "The number's id."), ("If-Match" = String, Header, description = "The ETag of the state you have seen, or `*`.")), responses((status = 204, description = "It is deleted.")))]
pub async fn delete(req: HttpRequest, access: CompanyAccess<Change>) -> Answer {
    let id = request::id(&req, "cpn")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn| {
        let stands = stored(conn, &access, id).await?;
        reply::check_condition(&req, &stands)?;
        cpns::delete(conn, &access, id, Some(stands.version)).await?;
        Ok(Reply::no_content())
    })
    .await
}

/// Bring a deleted number back under its id. One that is there already is given as it stands.
#[utoipa::path(post, path = "/api/v1/companies/{company}/cpns/{cpn}/restoration", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), ("cpn" = CpnId, Path, description = "The number's id.")), responses((status = 200, description = "The number.", body = Cpn)))]
pub async fn restore(req: HttpRequest, access: CompanyAccess<Change>) -> Answer {
    let id = request::id(&req, "cpn")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn| {
        let restored = cpns::restore(conn, &access, id).await?;
        Reply::ok(&told(conn, restored).await?)
    })
    .await
}

/// Make a number the preferred one of its product; the one that was it gives way.
#[utoipa::path(put, path = "/api/v1/companies/{company}/cpns/{cpn}/preference", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), ("cpn" = CpnId, Path, description = "The number's id.")), responses((status = 200, description = "The number.", body = Cpn)))]
pub async fn prefer(req: HttpRequest, access: CompanyAccess<Change>) -> Answer {
    let id = request::id(&req, "cpn")?;
    let mut conn = Db::take(&req).await?;
    reply::write(&req, &mut conn, &[], async |conn| {
        let preferred = cpns::prefer(conn, &access, id).await?;
        Reply::ok(&told(conn, preferred).await?)
    })
    .await
}
