//! What happened to a number, beside its row in the list. Without scripts the same link leads to the number's page.

use askama::Template;

use super::super::Answer;
use super::super::layout::{self, Shell};
use super::words::{self, Event};
use super::{CpnPath, address, of_path};
use crate::access::{CompanyAccess, See};
use crate::domain::timeline;
use crate::gate::Db;
use crate::model::history::{HistoryFilter, Part};
use crate::store;

#[derive(Template)]
#[template(path = "cpns/beside.html")]
struct BesidePart {
    shell: Shell,
    url: String,
    cpn: String,
    /// Its product's number and name.
    product: (String, String),
    /// The newest first.
    events: Vec<Event>,
    /// Whether its page tells of more.
    has_more: bool,
}

/// `GET /companies/{company}/cpns/{cpn}/timeline`: a part of the list.
pub async fn show_beside(
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
) -> Answer {
    let id = of_path(&path)?;
    let company = access.company().id;
    let filter = HistoryFilter {
        cpn: Some(id),
        ..HistoryFilter::default()
    };
    let (last, events) = access
        .read(&mut db, async |scope| {
            let last = store::history::last(scope, id).await?;
            Ok((last, timeline::page(scope, &filter, Part::Newest).await?))
        })
        .await?;
    let products = store::products::find_all(&mut db, &[last.state.product]).await?;
    layout::ok(&BesidePart {
        url: address(company, id),
        cpn: last.state.cpn,
        product: products
            .into_iter()
            .next()
            .map(|product| (product.number, product.name))
            .unwrap_or_default(),
        has_more: events.has_next,
        events: events
            .rows
            .iter()
            .map(|told| words::event(&shell, company, told))
            .collect(),
        shell,
    })
}
