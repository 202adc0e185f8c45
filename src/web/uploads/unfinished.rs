//! Uploads of all companies in reach that are not at their end: to go on with, on their way, failed.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::list::skipped;
use super::{at, places, words};
use crate::access::{self, Identity};
use crate::gate::Db;
use crate::store::unfinished::{self, Standing, Standings, Unfinished};
use crate::text::Texts;
use crate::web::Answer;
use crate::web::company_frame::address;
use crate::web::layout::{self, Shell};
use crate::web::parts::{Link, Pager, Tab};

/// Where these pages are.
const PATH: &str = "/uploads";

/// What the address of the page says.
#[derive(Deserialize)]
pub struct UnfinishedQuery {
    #[serde(default)]
    state: String,
    after: Option<uuid::Uuid>,
    before: Option<uuid::Uuid>,
}

#[derive(Template)]
#[template(path = "uploads/unfinished.html")]
struct UnfinishedPage {
    shell: Shell,
    crumbs: Vec<Link>,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

/// One upload.
struct Row {
    url: String,
    name: String,
    who: String,
    when: String,
    iso: String,
    company: String,
    company_url: String,
    state: String,
    state_kind: &'static str,
    /// What is to be done about it, or how far it is.
    told: String,
}

/// The address of those that stand so.
pub fn address_of(standing: Standing) -> String {
    format!("{PATH}?state={standing}")
}

/// `GET /uploads`
pub async fn show(
    identity: Identity,
    mut db: Db,
    query: Query<UnfinishedQuery>,
    shell: Shell,
) -> Answer {
    let standing = query.state.parse().unwrap_or(Standing::Open);
    let position = places::position(query.after, query.before);
    let (page, counts) = access::everywhere(&mut db, &identity, async |overview| {
        let page = unfinished::page(overview, standing, &position).await?;
        Ok((page, unfinished::standings(overview).await?))
    })
    .await?;
    layout::ok(&UnfinishedPage {
        crumbs: vec![Link::new(shell.t.s("dashboard-title"), "/")],
        tabs: tabs(&shell, standing, counts),
        pager: places::pager(
            &shell,
            &page,
            |upload| upload.id,
            |way, id| format!("{}&{way}={id}", address_of(standing)),
        ),
        rows: page.rows.iter().map(|upload| row(&shell, upload)).collect(),
        shell,
    })
}

fn tabs(shell: &Shell, current: Standing, counts: Standings) -> Vec<Tab> {
    let tab = |standing: &Standing| Tab {
        label: shell.t.s(&format!("unfinished-{standing}")),
        url: address_of(*standing),
        count: Some(shell.count(match standing {
            Standing::Open => counts.open,
            Standing::Queued => counts.queued,
            Standing::Failed => counts.failed,
        })),
        current: *standing == current,
    };
    Standing::ALL.iter().map(tab).collect()
}

fn row(shell: &Shell, upload: &Unfinished) -> Row {
    let t = shell.t;
    Row {
        url: at(upload.company, upload.id, ""),
        name: words::name(t, upload.source, &upload.file_name, upload.is_undo),
        who: upload.actor_name.clone(),
        when: shell.moment(&upload.created_at),
        iso: upload.created_at.to_rfc3339(),
        company: upload.company_name.clone(),
        company_url: address(upload.company, "/uploads"),
        state: t.s(&format!("uploads-state-{}", upload.state)),
        state_kind: words::state_kind(upload.state),
        told: told(shell, t, upload),
    }
}

fn told(shell: &Shell, t: Texts, upload: &Unfinished) -> String {
    if let Some(problem) = &upload.problem {
        return words::stopped(t, problem);
    }
    if let Some((done, total)) = upload.progress {
        let (done, total) = (shell.count(done), shell.count(total));
        return t.a2("unfinished-progress", "done", done, "total", total);
    }
    match &upload.counts {
        Some(counts) if skipped(counts) > 0 => t.n("unfinished-undecided", skipped(counts)),
        _ => String::new(),
    }
}
