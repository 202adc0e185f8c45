//! A company's uploads, the latest first.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::{at, places, words};
use crate::access::{CompanyAccess, Right, See};
use crate::domain::upload;
use crate::error::Result;
use crate::gate::Db;
use crate::model::page::Position;
use crate::model::upload::{Counts, Outcome, Upload, UploadState};
use crate::web::Answer;
use crate::web::company_frame::{CompanyFrame, CompanyTab};
use crate::web::layout::{self, Shell};
use crate::web::parts::Pager;

#[derive(Template)]
#[template(path = "uploads/list.html")]
struct ListPage {
    shell: Shell,
    frame: CompanyFrame,
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
    mode: String,
    state: String,
    state_kind: &'static str,
    /// Whether what it did was taken back.
    is_undone: bool,
    counts: Vec<Count>,
    /// The counts in words, where there is no room for columns.
    told: String,
}

/// A count that leads to the rows it counts, while there is a page of them.
struct Count {
    figure: String,
    url: Option<String>,
}

/// Where in the list.
#[derive(Deserialize)]
pub struct ListQuery {
    after: Option<uuid::Uuid>,
    before: Option<uuid::Uuid>,
}

/// `GET /companies/{company}/uploads`
pub async fn show(
    access: CompanyAccess<See>,
    mut db: Db,
    query: Query<ListQuery>,
    shell: Shell,
) -> Answer {
    let page = upload::page(
        &mut db,
        &access,
        &places::position(query.after, query.before),
    )
    .await?;
    let ids: Vec<_> = page.rows.iter().map(|upload| upload.id).collect();
    let undone = upload::undone(&mut db, &access, &ids).await?;
    let frame = CompanyFrame::of(&access, &shell, CompanyTab::Uploads);
    layout::ok(&ListPage {
        pager: places::pager(
            &shell,
            &page,
            |upload| upload.id,
            |way, id| frame.at(&format!("/uploads?{way}={id}")),
        ),
        rows: page
            .rows
            .iter()
            .map(|upload| row(&shell, &access, upload, undone.contains(&upload.id)))
            .collect(),
        frame,
        shell,
    })
}

fn row(shell: &Shell, access: &CompanyAccess<See>, upload: &Upload, is_undone: bool) -> Row {
    let t = shell.t;
    let company = access.company().id;
    Row {
        url: at(company, upload.id, ""),
        name: words::file_name(t, upload),
        who: upload.actor.name.clone(),
        when: shell.moment(&upload.created_at),
        iso: upload.created_at.to_rfc3339(),
        mode: t.s(&format!("uploads-mode-{}-short", upload.mode)),
        is_undone,
        state: t.s(&format!("uploads-state-{}", upload.state)),
        state_kind: words::state_kind(upload.state),
        counts: counts(shell, access, upload),
        told: told(shell, upload),
    }
}

/// What an upload did or would do, in figures and words; empty before it was checked, and where it was given up.
fn told(shell: &Shell, upload: &Upload) -> String {
    let counts = upload
        .counts
        .as_ref()
        .filter(|_| upload.state != UploadState::Discarded);
    let Some(counts) = counts else {
        return String::new();
    };
    let figure = |outcome| shell.count(counts.of(outcome));
    let values = [
        ("new", figure(Outcome::New)),
        ("changed", figure(Outcome::Changed)),
        ("skipped", shell.count(skipped(counts) + counts.left_out())),
    ];
    shell.t.with("dashboard-counts", &values)
}

/// An upload as the first page of a buyer shows it.
pub struct Latest {
    /// Its page.
    pub url: String,
    /// The name of its file.
    pub name: String,
    /// When it came: for programs and in words.
    pub when: (String, String),
    /// How it stands, with the kind of its badge.
    pub state: (&'static str, String),
    /// What it did or would do, in figures and words.
    pub counts: String,
}

impl Latest {
    /// The latest uploads of a company, so many.
    pub async fn of(
        conn: &mut Db,
        access: &CompanyAccess<See>,
        shell: &Shell,
        most: usize,
    ) -> Result<Vec<Self>> {
        let page = upload::page(conn, access, &Position::Start).await?;
        let latest = |upload: &Upload| Self {
            url: at(access.company().id, upload.id, ""),
            name: words::file_name(shell.t, upload),
            when: (
                upload.created_at.to_rfc3339(),
                shell.moment(&upload.created_at),
            ),
            state: (
                words::state_kind(upload.state),
                shell.t.s(&format!("uploads-state-{}", upload.state)),
            ),
            counts: told(shell, upload),
        };
        Ok(page.rows.iter().take(most).map(latest).collect())
    }
}

/// Added, changed, the same, skipped, removed.
fn counts(shell: &Shell, access: &CompanyAccess<See>, upload: &Upload) -> Vec<Count> {
    let page = match upload.state {
        UploadState::Applied => Some("/report"),
        UploadState::Checked if access.right() == Right::Change => Some("/check"),
        _ => None,
    };
    let count = |outcome: Outcome, figure: i64| Count {
        figure: shell.count(figure),
        url: page.filter(|_| figure > 0).map(|page| {
            at(
                access.company().id,
                upload.id,
                &format!("{page}?outcome={outcome}"),
            )
        }),
    };
    // What was given up did nothing.
    let counts = upload
        .counts
        .as_ref()
        .filter(|_| upload.state != UploadState::Discarded);
    let Some(counts) = counts else {
        return Vec::new();
    };
    let skipped = skipped(counts) + counts.left_out();
    let first_skipped = if counts.of(Outcome::Problem) > 0 {
        Outcome::Problem
    } else {
        Outcome::Choice
    };
    vec![
        count(Outcome::New, counts.of(Outcome::New)),
        count(Outcome::Changed, counts.of(Outcome::Changed)),
        count(
            Outcome::Unchanged,
            counts.of(Outcome::Unchanged) - counts.left_out(),
        ),
        count(first_skipped, skipped),
        count(Outcome::Removed, counts.of(Outcome::Removed)),
    ]
}

/// Rows that were not taken, and that nobody decided to leave out.
pub fn skipped(counts: &Counts) -> i64 {
    counts.of(Outcome::Problem) + counts.of(Outcome::Choice)
}
