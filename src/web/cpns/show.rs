//! One number: how it stands, or stood on a day, and everything that happened to it.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::form::Field;
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::words::{self, Event, State};
use super::{CpnPath, address, of_path};
use crate::access::{CompanyAccess, Scope, See};
use crate::domain::{likeness, timeline};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::cpn::Cpn;
use crate::model::history::{self, HistoryFilter, Part, Place, Told};
use crate::model::id::CpnId;
use crate::model::page::Page;
use crate::model::product::Product;
use crate::store;

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShowInput {
    /// The day somebody asks about.
    on: String,
    /// The event behind which the timeline goes on.
    older: String,
}

#[derive(Template)]
#[template(path = "cpns/show.html")]
struct ShowPage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    url: String,
    cpn: String,
    product: Product,
    product_url: String,
    /// Every field with its name, as it stands, or stood when it was deleted.
    facts: Vec<(String, String)>,
    /// The states worth a badge.
    states: Vec<State>,
    /// The version; none where it is deleted.
    version: Option<i32>,
    preferred: bool,
    /// Other products this number stands for.
    elsewhere: Vec<(String, String, String)>,
    on: Field,
    /// How it stood on the day asked about.
    then: Option<Then>,
    events: Vec<Event>,
    older: Option<String>,
}

/// How a CPN stood on a day.
struct Then {
    day: String,
    /// None: it was not there.
    facts: Option<Vec<(String, String)>>,
}

/// What the page is made from.
struct Found {
    /// The CPN; none where it is deleted.
    cpn: Option<Cpn>,
    /// How it stands, or stood when it was deleted.
    state: history::State,
    /// What it is like.
    likeness: likeness::Likeness,
    /// How it stood on the day asked about.
    then: Option<history::State>,
    events: Page<Told>,
}

async fn find<M>(
    scope: &mut Scope<'_, M>,
    id: CpnId,
    part: Part,
    end_of_day: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<Found> {
    let last = store::history::last(scope, id).await?;
    let cpn = match store::cpns::find(scope, id).await {
        Ok(cpn) => Some(cpn),
        Err(diesel::result::Error::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let likeness = match &cpn {
        Some(cpn) => likeness::of(scope, &cpn.number, Some(cpn.product), Some(id)).await?,
        None => likeness::Likeness::default(),
    };
    let filter = HistoryFilter {
        cpn: Some(id),
        ..HistoryFilter::default()
    };
    Ok(Found {
        cpn,
        state: last.state,
        likeness,
        then: match end_of_day {
            Some(end) => timeline::as_of(scope, id, end).await?,
            None => None,
        },
        events: timeline::page(scope, &filter, part).await?,
    })
}

/// `GET /companies/{company}/cpns/{cpn}`
pub async fn show(
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Query<ShowInput>,
) -> Answer {
    let id = of_path(&path)?;
    let part = Place::from_word(&input.older).map_or(Part::Newest, Part::Older);
    let day = words::day(&input.on);
    let end_of_day = day
        .and_then(|day| day.succ_opt())
        .and_then(|next| words::start_of(next, &shell));
    let found = access
        .read(&mut db, async |scope| {
            find(scope, id, part, end_of_day).await
        })
        .await?;
    let ids: Vec<_> = [found.state.product]
        .into_iter()
        .chain(found.then.as_ref().map(|state| state.product))
        .collect();
    let products = store::products::find_all(&mut db, &ids).await?;
    let page = page(shell, &access, id, &found, &products, day).ok_or(Error::NotFound)?;
    layout::ok(&page)
}

fn page(
    shell: Shell,
    access: &CompanyAccess<See>,
    id: CpnId,
    found: &Found,
    products: &[Product],
    day: Option<chrono::NaiveDate>,
) -> Option<ShowPage> {
    let frame = CompanyFrame::of(access, &shell, CompanyTab::Numbers);
    let url = address(frame.id, id);
    let of = |state: &history::State| products.iter().find(|one| one.id == state.product);
    let product = of(&found.state)?.clone();
    let facts = |state: &history::State| -> Vec<(String, String)> {
        let number = of(state).map_or("", |product| product.number.as_str());
        words::fields(&shell, state, number)
            .into_iter()
            .skip(2)
            .map(|(key, value)| (shell.t.s(key), value))
            .collect()
    };
    let whole = |state: &history::State| -> Vec<(String, String)> {
        let number = of(state).map_or("", |product| product.number.as_str());
        words::fields(&shell, state, number)
            .into_iter()
            .map(|(key, value)| (shell.t.s(key), value))
            .collect()
    };
    let last = found.events.rows.last().map(|told| told.place().to_word());
    let states = found.cpn.as_ref().map(|cpn| {
        let collides = found.likeness.own_number_of.first();
        let discontinued = product.discontinued_at.is_some();
        let ambiguous = !found.likeness.elsewhere.is_empty();
        let collides = collides.map(|product| product.number.as_str());
        State::all_of(&shell, cpn, discontinued, ambiguous, collides)
    });
    Some(ShowPage {
        crumbs: frame.crumbs_below([]),
        cpn: found.state.cpn.clone(),
        facts: facts(&found.state),
        states: states.unwrap_or_default(),
        version: found.cpn.as_ref().map(|cpn| cpn.version),
        preferred: found.state.preferred,
        elsewhere: elsewhere(frame.id, &found.likeness),
        on: Field::with("on", day.map(|day| day.to_string()).unwrap_or_default()),
        then: day.map(|day| Then {
            day: shell.date(&day),
            facts: found.then.as_ref().map(whole),
        }),
        older: last
            .filter(|_| found.events.has_next)
            .map(|place| format!("{url}?older={place}")),
        events: found
            .events
            .rows
            .iter()
            .map(|told| words::event(&shell, frame.id, told))
            .collect(),
        product_url: format!("/products/{}", product.id),
        product,
        url,
        frame,
        shell,
    })
}

/// Other products the number stands for: their number, name, and the page of that CPN.
fn elsewhere(
    company: crate::model::id::CompanyId,
    likeness: &likeness::Likeness,
) -> Vec<(String, String, String)> {
    likeness
        .elsewhere
        .iter()
        .map(|other| {
            (
                other.product.number.clone(),
                other.product.name.clone(),
                address(company, other.cpn_id),
            )
        })
        .collect()
}
