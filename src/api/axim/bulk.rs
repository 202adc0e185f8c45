//! Many CPNs at once. Creating and deleting share one address.

use std::collections::{BTreeMap, HashMap};

use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::answer::{self, Answer, Refusal};
use super::caller::Caller;
use super::request::{self, Bulk, NewEntry};
use super::single;
use crate::access::{self, Change, CompanyAccess};
use crate::domain::cpn_batches;
use crate::domain::cpns::NewCpn;
use crate::model::company::Company;
use crate::model::id::{CompanyId, CpnId, ObjectId, ProductId};
use crate::store;

/// `POST /api/cpn/multiple`
pub async fn change(req: HttpRequest, payload: Payload) -> HttpResponse {
    answer::finish(try_change(&req, payload).await)
}

async fn try_change(req: &HttpRequest, payload: Payload) -> Answer {
    let mut caller = Caller::who_writes(req).await?;
    match Bulk::parse(&request::object(req, payload).await?)? {
        Bulk::Create(entries) => create_all(&mut caller, &entries).await,
        Bulk::Delete(ids) => delete_all(&mut caller, &ids).await,
    }
}

/// `DELETE /api/cpn/multiple`
pub async fn delete(req: HttpRequest, payload: Payload) -> HttpResponse {
    answer::finish(try_delete(&req, payload).await)
}

async fn try_delete(req: &HttpRequest, payload: Payload) -> Answer {
    let mut caller = Caller::who_writes(req).await?;
    match Bulk::parse(&request::object(req, payload).await?)? {
        Bulk::Delete(ids) => delete_all(&mut caller, &ids).await,
        Bulk::Create(_) => Err(Refusal::invalid("Give cpnIds to delete")),
    }
}

/// A row made in bulk: its id has another name than elsewhere.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InsertedRow {
    id: String,
    company_id: String,
    product_id: String,
    cpn: String,
}

/// What a bulk creation is about, by company.
struct Batch {
    companies: Vec<CompanyAccess<Change>>,
    news: Vec<Vec<NewCpn>>,
}

async fn create_all(caller: &mut Caller, entries: &[NewEntry]) -> Answer {
    let mut product_ids: Vec<ObjectId> =
        entries.iter().map(|entry| entry.product.clone()).collect();
    product_ids.dedup();
    let products = store::axim::products(&mut caller.conn, &product_ids).await?;
    let products: HashMap<String, ProductId> = products.into_iter().collect();
    let batch = sort_out(caller, entries, &products).await?;
    let added = cpn_batches::add_new(&mut caller.conn, &batch.companies, &batch.news).await?;
    let objects: HashMap<ProductId, &String> =
        products.iter().map(|(object, id)| (*id, object)).collect();
    let rows: Vec<InsertedRow> = batch
        .companies
        .iter()
        .zip(&added)
        .flat_map(|(access, cpns)| cpns.iter().map(move |cpn| (access, cpn)))
        .map(|(access, cpn)| InsertedRow {
            id: answer::object_id(cpn),
            company_id: access.company().object_id.clone(),
            product_id: objects
                .get(&cpn.product)
                .copied()
                .cloned()
                .unwrap_or_default(),
            cpn: cpn.number.clone(),
        })
        .collect();
    if rows.is_empty() {
        return Err(nothing_valid());
    }
    let message = format!("Inserted {} CPN records successfully", rows.len());
    Ok(answer::done(message, Some(rows)))
}

/// Drops what names a company or a product that is not there, or has a number that cannot be; sorts the rest by company.
async fn sort_out(
    caller: &mut Caller,
    entries: &[NewEntry],
    products: &HashMap<String, ProductId>,
) -> Result<Batch, Refusal> {
    let mut company_ids: Vec<ObjectId> =
        entries.iter().map(|entry| entry.company.clone()).collect();
    company_ids.dedup();
    let found = store::axim::companies(&mut caller.conn, &company_ids).await?;
    let companies: HashMap<String, Company> = found
        .into_iter()
        .map(|company| (company.object_id.clone(), company))
        .collect();
    let mut news: BTreeMap<&str, Vec<NewCpn>> = BTreeMap::new();
    for entry in entries {
        let product = products.get(entry.product.as_str()).copied();
        let known = companies
            .get_key_value(entry.company.as_str())
            .filter(|(_, company)| caller.identity.reach.covers(company.id));
        if let (Some(product), Some((company, _)), Ok(draft)) = (product, known, entry.draft()) {
            news.entry(company).or_default().push(NewCpn {
                id: None,
                product,
                draft,
            });
        }
    }
    let mut batch = Batch {
        companies: Vec::with_capacity(news.len()),
        news: Vec::with_capacity(news.len()),
    };
    for (company, news) in news {
        batch.companies.push(single::open(
            &caller.identity,
            companies.get(company).cloned(),
        )?);
        batch.news.push(news);
    }
    Ok(batch)
}

fn nothing_valid() -> Refusal {
    Refusal::field("partNumbers", "partNumbers holds no valid new entry")
}

/// Deletes what is known of these; one locked company stops all of it.
async fn delete_all(caller: &mut Caller, ids: &[ObjectId]) -> Answer {
    let found = access::everywhere(&mut caller.conn, &caller.identity, async |overview| {
        Ok(store::axim::find(overview, ids).await?)
    });
    let mut by_company: BTreeMap<CompanyId, Vec<CpnId>> = BTreeMap::new();
    for entry in found.await? {
        by_company
            .entry(entry.company)
            .or_default()
            .push(entry.cpn.id);
    }
    let mut companies: Vec<CompanyAccess<Change>> = Vec::with_capacity(by_company.len());
    for company in by_company.keys() {
        companies.push(access::open(&mut caller.conn, &caller.identity, *company).await?);
    }
    let ids: Vec<Vec<CpnId>> = by_company.into_values().collect();
    let deleted = cpn_batches::delete(&mut caller.conn, &companies, &ids).await?;
    if deleted == 0 {
        return Err(Refusal::Unknown("CPN"));
    }
    let message = format!("Deleted {deleted} CPN records successfully");
    Ok(answer::done(message, None::<()>))
}
