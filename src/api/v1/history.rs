//! What happened: `/cpns/{cpn}/timeline` of one number, `/timeline` of a whole company.

use actix_web::HttpRequest;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::List;
use super::problem::Refusal;
use super::reply::{self, Answer};
use super::request::{self, Query};
use crate::access::{CompanyAccess, See};
use crate::domain::timeline;
use crate::error::Error;
use crate::gate::Db;
use crate::model::actor::{ActorKind, Door};
use crate::model::history::{self, EventKind, HistoryFilter, Part, Place, Told};
use crate::model::id::{CompanyId, CpnId, UploadId};

/// One thing that happened to a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct Event {
    /// The number's id.
    cpn_id: CpnId,
    /// The version it made.
    version: i32,
    /// What happened.
    kind: EventKind,
    /// When.
    at: DateTime<Utc>,
    /// The kind of actor.
    by_kind: ActorKind,
    /// The actor, as they were called then.
    by_name: String,
    /// The way the change came in.
    door: Door,
    /// The upload it was part of.
    upload_id: Option<UploadId>,
    /// The number before; null for the first event.
    before: Option<State>,
    /// The number after; of a deletion what was deleted.
    after: State,
}

/// A number as it stood at one moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct State {
    /// The number.
    cpn: String,
    /// The supplier's number of the product it stood for.
    product_number: String,
    /// The company's own wording.
    description: Option<String>,
    /// The unit one of the company's numbers stood for.
    unit: Option<String>,
    /// How many of our sales units it stood for.
    pack_quantity: Option<String>,
    /// First day on which it resolved.
    valid_from: Option<NaiveDate>,
    /// Last day on which it resolved.
    valid_to: Option<NaiveDate>,
    /// Whether it was the preferred one of its product.
    preferred: bool,
}

impl State {
    fn of(state: history::State, product_number: String) -> Self {
        let details = state.details;
        Self {
            cpn: state.cpn,
            product_number,
            description: details.description,
            unit: details.unit,
            pack_quantity: details
                .pack_quantity
                .map(|quantity| quantity.to_plain_string()),
            valid_from: details.valid_from,
            valid_to: details.valid_to,
            preferred: state.preferred,
        }
    }
}

impl From<Told> for Event {
    fn from(told: Told) -> Self {
        let event = told.event;
        let number_before = told.product_number_before.unwrap_or_default();
        Self {
            cpn_id: event.cpn_id,
            version: event.version,
            kind: event.kind,
            at: event.at,
            by_kind: event.actor.kind,
            by_name: event.actor.name,
            door: event.actor.door,
            upload_id: event.upload,
            before: told.before.map(|state| State::of(state, number_before)),
            after: State::of(event.state, told.product_number),
        }
    }
}

/// Which part of a number's timeline is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Show what happened to a number, the newest first; also to one that is deleted.
#[utoipa::path(get, path = "/api/v1/companies/{company}/cpns/{cpn}/timeline", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), ("cpn" = CpnId, Path, description = "The number's id."), TimelineQuery), responses((status = 200, description = "A page of 50 events.", body = List<Event>)))]
pub async fn of_cpn(
    req: HttpRequest,
    access: CompanyAccess<See>,
    Query(asked): Query<TimelineQuery>,
) -> Answer {
    let filter = HistoryFilter {
        cpn: Some(request::id(&req, "cpn")?),
        ..HistoryFilter::default()
    };
    let first = asked.cursor.is_none();
    let events = events(&req, &access, &filter, asked.cursor.as_deref()).await?;
    if first && events.items.is_empty() {
        return Err(Error::NotFound.into());
    }
    reply::show(&req, &events)
}

/// Which part of a company's timeline is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompanyTimelineQuery {
    /// What happened.
    kind: Option<EventKind>,
    /// The way the change came in.
    door: Option<Door>,
    /// The upload it was part of.
    upload_id: Option<UploadId>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Show what happened to a company's numbers, the newest first.
#[utoipa::path(get, path = "/api/v1/companies/{company}/timeline", tag = "CPNs", params(("company" = CompanyId, Path, description = "The company's id."), CompanyTimelineQuery), responses((status = 200, description = "A page of 50 events.", body = List<Event>)))]
pub async fn of_company(
    req: HttpRequest,
    access: CompanyAccess<See>,
    Query(asked): Query<CompanyTimelineQuery>,
) -> Answer {
    let filter = HistoryFilter {
        kind: asked.kind,
        door: asked.door,
        upload: asked.upload_id,
        ..HistoryFilter::default()
    };
    let events = events(&req, &access, &filter, asked.cursor.as_deref()).await?;
    reply::show(&req, &events)
}

async fn events(
    req: &HttpRequest,
    access: &CompanyAccess<See>,
    filter: &HistoryFilter,
    cursor: Option<&str>,
) -> Result<List<Event>, Refusal> {
    let part = match cursor {
        None => Part::Newest,
        Some(word) => Part::Older(
            Place::from_word(word)
                .ok_or_else(|| Refusal::Parameter("cursor is none of this list".to_owned()))?,
        ),
    };
    let mut conn = Db::take(req).await?;
    let page = access
        .read(&mut conn, async |scope| {
            timeline::page(scope, filter, part).await
        })
        .await?;
    let last = page.rows.last().filter(|_| page.has_next);
    Ok(List {
        next_cursor: last.map(|told| told.place().to_word()),
        items: page.rows.into_iter().map(Event::from).collect(),
    })
}
