//! One CPN: create, show, update, delete.

use actix_web::web::{Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::answer::{self, Answer, CreatedRow, Refusal, Row};
use super::caller::Caller;
use super::request::{self, NewEntry};
use crate::access::{self, Change, CompanyAccess, Identity, Reach};
use crate::domain::cpns::{self, NewCpn, Revision};
use crate::error::Error;
use crate::model::company::Company;
use crate::model::cpn::{CpnDraft, CpnInput};
use crate::model::id::ObjectId;
use crate::store;
use crate::store::axim::Entry;

/// How often a change is tried again where somebody else changed the row at the same moment.
const TRIES: usize = 3;

/// `POST /api/cpn/create`
pub async fn create(req: HttpRequest, payload: Payload) -> HttpResponse {
    answer::finish(try_create(&req, payload).await)
}

async fn try_create(req: &HttpRequest, payload: Payload) -> Answer {
    let mut caller = Caller::who_writes(req).await?;
    let asked = NewEntry::parse(&request::object(req, payload).await?)?;
    let draft = asked.draft()?;
    let conn = &mut *caller.conn;
    let found = store::axim::company_and_product(conn, &asked.company, &asked.product).await?;
    let (company, product) = found.unzip();
    let access = open(&caller.identity, company)?;
    if let Some(lock) = &access.company().lock {
        return Err(Refusal::Locked(lock.clone()));
    }
    let product = product.flatten().ok_or(Refusal::Unknown("Product"))?;
    let new = NewCpn {
        id: None,
        product,
        draft,
    };
    let cpn = cpns::add(conn, &access, &new).await?;
    let row = CreatedRow::of(&cpn, &access.company().object_id, asked.product.as_str());
    Ok(answer::done("Created successfully", Some(row)))
}

/// The right to change a company. A token held to some companies is told the same of all others, whether they exist or not.
pub fn open(
    identity: &Identity,
    company: Option<Company>,
) -> Result<CompanyAccess<Change>, Refusal> {
    match (company, &identity.reach) {
        (Some(company), reach) if reach.covers(company.id) => Ok(access::admit(identity, company)?),
        (_, Reach::Only(_)) => Err(Refusal::Forbidden),
        (_, Reach::Every) => Err(Refusal::Unknown("Company")),
    }
}

/// `GET /api/cpn/{id}`
pub async fn show(req: HttpRequest, id: Path<String>) -> HttpResponse {
    answer::finish(try_show(&req, &id).await)
}

async fn try_show(req: &HttpRequest, id: &str) -> Answer {
    let mut caller = Caller::of(req).await?;
    let entry = find(&mut caller, &request::object_id("id", id)?).await?;
    let row = Row::of(&entry.cpn, &entry.company_object, &entry.product_object);
    Ok(answer::data(row))
}

async fn find(caller: &mut Caller, id: &ObjectId) -> Result<Entry, Refusal> {
    let found = access::everywhere(&mut caller.conn, &caller.identity, async |overview| {
        Ok(store::axim::find(overview, std::slice::from_ref(id)).await?)
    });
    found
        .await?
        .into_iter()
        .next()
        .ok_or(Refusal::Unknown("CPN"))
}

/// `PUT /api/cpn/{id}`
pub async fn update(req: HttpRequest, id: Path<String>, payload: Payload) -> HttpResponse {
    answer::finish(try_update(&req, &id, payload).await)
}

async fn try_update(req: &HttpRequest, id: &str, payload: Payload) -> Answer {
    let mut caller = Caller::who_writes(req).await?;
    let id = request::object_id("id", id)?;
    let fields = request::object(req, payload).await?;
    let number = request::new_number(&fields)?;
    for _ in 1..TRIES {
        match renumber(&mut caller, &id, number).await {
            Err(Refusal::Failed(Error::Stale)) => {}
            answer => return answer,
        }
    }
    renumber(&mut caller, &id, number).await
}

/// Changes the number alone: the other fields stay as they are, also those somebody changes at this moment.
async fn renumber(caller: &mut Caller, id: &ObjectId, number: &str) -> Answer {
    let entry = find(caller, id).await?;
    let draft = CpnDraft::parse(&CpnInput {
        cpn: number,
        ..CpnInput::default()
    })?
    .with_details(entry.cpn.details.clone());
    let access: CompanyAccess<Change> =
        access::open(&mut caller.conn, &caller.identity, entry.company).await?;
    let revision = Revision {
        version: Some(entry.cpn.version),
        product: entry.cpn.product,
        draft,
    };
    let cpn = cpns::change(&mut caller.conn, &access, entry.cpn.id, &revision).await?;
    let row = Row::of(&cpn, &entry.company_object, &entry.product_object);
    Ok(answer::done("Updated successfully", Some(row)))
}

/// `DELETE /api/cpn/{id}`
pub async fn delete(req: HttpRequest, id: Path<String>) -> HttpResponse {
    answer::finish(try_delete(&req, &id).await)
}

async fn try_delete(req: &HttpRequest, id: &str) -> Answer {
    let mut caller = Caller::who_writes(req).await?;
    let entry = find(&mut caller, &request::object_id("id", id)?).await?;
    let access: CompanyAccess<Change> =
        access::open(&mut caller.conn, &caller.identity, entry.company).await?;
    cpns::delete(&mut caller.conn, &access, entry.cpn.id, None).await?;
    Ok(answer::done("Deleted successfully", None::<()>))
}
