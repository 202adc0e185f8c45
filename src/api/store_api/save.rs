//! `POST /store-api/b2b/customer-product-number`: saves one number (`CONTRACTS.md`, 2.8).

use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::entity::{ENTITY, hex, parse_hex};
use super::errors::{Answer, Complaint, Refusal};
use super::front::JsonBody;
use super::session::Customer;
use crate::access::{self, Change, CompanyAccess, Identity};
use crate::db::Conn;
use crate::domain::cpns::{self, NewCpn, Revision};
use crate::error::Error;
use crate::gate::Db;
use crate::model::cpn::{CpnDraft, CpnInput};
use crate::model::id::{CpnId, ProductId};
use crate::model::problems::{Fault, Problems};
use crate::store;

/// How often a save starts anew because somebody else changed what it had found.
const TRIES: usize = 3;

/// Codes of Symfony's constraints, which Shopware hands on.
const BLANK: &str = "c1051bb4-d103-4f74-8988-acbcafc7fdc3";
const TOO_LONG: &str = "d94b19cc-114f-4f44-9cc4-4138e80a87b9";
const WRONG_TYPE: &str = "ba785a8c-82cb-4283-967c-3cf342181b40";
const WRONG_FORM: &str = "de1e3db3-5ed4-4941-aae4-59f3667cc3a3";
const NO_ID: &str = "FRAMEWORK__WRITE_CONSTRAINT_VIOLATION";

/// A number to be saved.
#[derive(Clone, Debug)]
struct Saved {
    id: Option<CpnId>,
    product: ProductId,
    draft: CpnDraft,
}

/// `POST /store-api/b2b/customer-product-number`
pub async fn save(req: HttpRequest, customer: Customer, body: JsonBody) -> Answer {
    let mut conn = Db::take(&req).await?;
    let access = customer.open::<Change>(&mut conn).await?;
    let wanted = Saved::parse(&body.object())?;
    let id = settle(&mut conn, &customer.identity, &access, &wanted).await?;
    let answer = json!({ "success": true, "apiAlias": "array_struct", "id": hex(id.uuid()) });
    Ok(HttpResponse::Ok().json(answer))
}

impl Saved {
    /// Reads the body; everything that is wrong with it comes at once. The customer in it, if any, is not looked at.
    fn parse(body: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let id = match body.get("id") {
            None | Some(Value::Null) => None,
            Some(id) => take(&mut faults, parse_id(id, "/0/id")),
        };
        let product = take(&mut faults, parse_product(body.get("productId")));
        let draft = take(&mut faults, parse_number(body));
        match (product, draft) {
            (Some(product), Some(draft)) if faults.is_empty() => Ok(Self {
                id: id.map(CpnId::from),
                product: product.into(),
                draft,
            }),
            _ => Err(Refusal::of(faults)),
        }
    }
}

fn take<T>(faults: &mut Vec<Complaint>, value: Result<T, Complaint>) -> Option<T> {
    value.map_err(|complaint| faults.push(complaint)).ok()
}

fn blank(pointer: &str, value: &Value) -> Complaint {
    Complaint::violation(BLANK, pointer, "This value should not be blank.", value)
}

fn no_text(pointer: &str, value: &Value) -> Complaint {
    Complaint::violation(
        WRONG_TYPE,
        pointer,
        "This value should be of type string.",
        value,
    )
}

fn parse_product(given: Option<&Value>) -> Result<Uuid, Complaint> {
    let pointer = "/0/productId";
    match given.unwrap_or(&Value::Null) {
        Value::Null => Err(blank(pointer, &Value::Null)),
        Value::String(text) if text.trim().is_empty() => Err(blank(pointer, &json!(text))),
        given => parse_id(given, pointer),
    }
}

fn parse_id(given: &Value, pointer: &str) -> Result<Uuid, Complaint> {
    let text = given.as_str().ok_or_else(|| no_text(pointer, given))?;
    let template = "The string \"{{ value }}\" is not a valid uuid.";
    parse_hex(text).ok_or_else(|| Complaint::violation(NO_ID, pointer, template, given))
}

/// The number under either of its names.
fn parse_number(body: &Map<String, Value>) -> Result<CpnDraft, Complaint> {
    let pointer = "/0/productNumber";
    let given = |name: &str| body.get(name).filter(|value| !value.is_null());
    let value = match (given("productNumber"), given("customerProductNumber")) {
        (Some(one), Some(other)) if one != other => {
            let text = "\"productNumber\" and \"customerProductNumber\" are one field and must not differ.";
            return Err(Complaint::invalid_parameter("productNumber", text).at(pointer));
        }
        (one, other) => one.or(other).unwrap_or(&Value::Null),
    };
    let text = match value {
        Value::Null => return Err(blank(pointer, value)),
        value => value.as_str().ok_or_else(|| no_text(pointer, value))?,
    };
    draft_of(text).map_err(|fault| violation(&fault, pointer, value))
}

/// The checked number, with no other fields.
pub fn draft_of(number: &str) -> Result<CpnDraft, Fault> {
    let input = CpnInput {
        cpn: number,
        ..CpnInput::default()
    };
    CpnDraft::parse(&input).map_err(|problems| {
        let fault = problems.iter().next().map(|problem| problem.fault.clone());
        fault.unwrap_or(Fault::Missing)
    })
}

fn violation(fault: &Fault, pointer: &str, value: &Value) -> Complaint {
    match fault {
        Fault::Missing => blank(pointer, value),
        Fault::TooLong { most, .. } => Complaint::violation(
            TOO_LONG,
            pointer,
            "This value is too long. It should have {{ limit }} characters or less.",
            value,
        )
        .with("{{ limit }}", json!(most.to_string())),
        _ => Complaint::violation(WRONG_FORM, pointer, "This value is not valid.", value),
    }
}

/// Saves, and gives the id of the row that now says what was asked for.
async fn settle(
    conn: &mut Conn,
    identity: &Identity,
    access: &CompanyAccess<Change>,
    wanted: &Saved,
) -> Result<CpnId, Refusal> {
    let mut tries = 1..=TRIES;
    loop {
        let last = tries.next() == Some(TRIES);
        let settled = match wanted.id {
            Some(id) => save_row(conn, identity, access, id, wanted).await,
            None => save_pair(conn, access, wanted).await,
        };
        match settled {
            Ok(id) => return Ok(id),
            // Somebody else wrote the same number, or the row, between finding and writing.
            Err(Error::Stale) if !last => {}
            Err(Error::Invalid(problems)) if is_taken(&problems) && !last => {}
            Err(error) => return Err(explain(error, wanted)),
        }
    }
}

fn is_taken(problems: &Problems) -> bool {
    problems
        .iter()
        .any(|problem| problem.field == "cpn" && matches!(problem.fault, Fault::Taken(_)))
}

fn explain(error: Error, wanted: &Saved) -> Refusal {
    let not_found = |entity: &str, id: Uuid| Refusal::entity_not_found(entity, &hex(id));
    match (&error, wanted.id) {
        (Error::NotFound, Some(id)) => not_found(ENTITY, id.uuid()),
        (Error::Invalid(problems), id) => {
            let fields: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
            match (fields.first(), id) {
                (Some(&"product"), _) => not_found("product", wanted.product.uuid()),
                (Some(&"id"), Some(id)) => not_found(ENTITY, id.uuid()),
                _ => error.into(),
            }
        }
        _ => error.into(),
    }
}

/// Without an id: the pair's row of that number, else its preferred row with another number, else a new row.
async fn save_pair(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    wanted: &Saved,
) -> Result<CpnId, Error> {
    let pair = access
        .read(conn, async |scope| {
            Ok(store::cpns::of_product(scope, wanted.product).await?)
        })
        .await?;
    let same = |key: &str| key == wanted.draft.identity_key();
    if let Some(row) = pair.iter().find(|row| same(&row.identity_key)) {
        return Ok(row.id);
    }
    let Some(preferred) = pair.into_iter().next() else {
        return add(conn, access, None, wanted).await;
    };
    let revision = Revision {
        version: Some(preferred.version),
        product: wanted.product,
        draft: wanted.draft.clone().with_details(preferred.details),
    };
    let changed = cpns::change(conn, access, preferred.id, &revision).await?;
    Ok(changed.id)
}

/// With an id: that row, or a new one under it if it is nobody's.
async fn save_row(
    conn: &mut Conn,
    identity: &Identity,
    access: &CompanyAccess<Change>,
    id: CpnId,
    wanted: &Saved,
) -> Result<CpnId, Error> {
    let found = access
        .read(conn, async |scope| {
            let twin =
                store::cpns::twin(scope, wanted.product, wanted.draft.identity_key()).await?;
            match store::cpns::find(scope, id).await {
                Ok(row) => Ok((twin, Some(row))),
                Err(diesel::NotFound) => Ok((twin, None)),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match found {
        (Some(twin), Some(row)) if twin != row.id => Ok(twin),
        (_, Some(row)) => {
            let revision = Revision {
                version: Some(row.version),
                product: wanted.product,
                draft: wanted.draft.clone().with_details(row.details),
            };
            Ok(cpns::change(conn, access, id, &revision).await?.id)
        }
        (twin, None) => {
            let anybodys = access::everywhere(conn, identity, async |overview| {
                Ok(store::store_api::is_anybodys(overview, id).await?)
            });
            match (anybodys.await?, twin) {
                (true, _) => Err(Error::NotFound),
                (false, Some(twin)) => Ok(twin),
                (false, None) => add(conn, access, Some(id), wanted).await,
            }
        }
    }
}

async fn add(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    id: Option<CpnId>,
    wanted: &Saved,
) -> Result<CpnId, Error> {
    let new = NewCpn {
        id,
        product: wanted.product,
        draft: wanted.draft.clone(),
    };
    Ok(cpns::add(conn, access, &new).await?.id)
}
