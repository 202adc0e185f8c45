//! The last step: what was done, and the user's own file back with what became of each row.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use askama::Template;

use super::findings::{Findings, FindingsQuery};
use super::list::skipped;
use super::{Stage, UploadPath, Wizard, at, refuse, to_stage, words};
use crate::access::{Change, CompanyAccess, Right, See};
use crate::domain::upload::{self, Engine, Rows};
use crate::gate::Db;
use crate::model::id::CompanyId;
use crate::model::upload::{Outcome, Upload, UploadState};
use crate::web::Answer;
use crate::web::download::attachment;
use crate::web::layout::{self, Shell, see_other};
use crate::web::parts::Link;

#[derive(Template)]
#[template(path = "uploads/report.html")]
struct ReportPage {
    shell: Shell,
    wizard: Wizard,
    title: String,
    kind: &'static str,
    text: String,
    findings: Option<Findings>,
    /// Files to save: the whole one, the rows that were not taken.
    files: Vec<Link>,
    /// Whether rows are left to be corrected.
    then_correct: bool,
    onward: Vec<Link>,
    /// Where to post to undo it, while that is possible.
    undo: Option<String>,
    undo_label: String,
    /// The undo of this upload, or the upload that this undoes.
    undone: Option<Undone>,
}

/// What else is to be known of an upload and its undo.
struct Undone {
    title: String,
    text: String,
    link: Link,
}

/// `GET /companies/{company}/uploads/{upload}/report`
pub async fn show(
    access: CompanyAccess<See>,
    mut db: Db,
    path: Path<UploadPath>,
    query: Query<FindingsQuery>,
    shell: Shell,
) -> Answer {
    let upload = upload::find(&mut db, &access, path.upload).await?;
    // Those who only read have no other page of an upload on its way.
    if access.right() == Right::Change && !Stage::Report.is_open(&upload) {
        return Ok(to_stage(access.company().id, &upload));
    }
    let wizard = Wizard::of(&access, &shell, &upload, Stage::Report);
    let findings = if upload.state == UploadState::Applied && upload.counts.is_some() {
        let address = wizard.at("/report");
        Some(Findings::load(&mut db, &access, &shell, &upload, &query, address).await?)
    } else {
        None
    };
    let undone = upload::undo_of(&mut db, &access, upload.id).await?;
    let may_undo =
        access.right() == Right::Change && upload.state == UploadState::Applied && undone.is_none();
    layout::ok(&ReportPage {
        undo: may_undo.then(|| wizard.at("/undo")),
        undone: undone
            .as_ref()
            .map(|undo| about_undo(&shell, access.company().id, undo)),
        title: title(&shell, &upload, undone.is_some()),
        kind: words::state_kind(upload.state),
        undo_label: shell.t.s(if upload.undoes.is_some() {
            "uploads-undo-undo"
        } else {
            "uploads-undo"
        }),
        text: text(&shell, &upload),
        then_correct: upload.state == UploadState::Applied
            && upload.undoes.is_none()
            && upload
                .counts
                .as_ref()
                .is_some_and(|counts| skipped(counts) > 0),
        files: files(&shell, &wizard, &upload),
        onward: onward(&shell, &wizard, &upload, access.right()),
        findings,
        wizard,
        shell,
    })
}

fn title(shell: &Shell, upload: &Upload, is_undone: bool) -> String {
    let key = match (upload.state, upload.undoes) {
        (UploadState::Applied, _) if is_undone => "uploads-report-undone",
        (UploadState::Applied, Some(_)) => "uploads-report-undo",
        _ => return shell.t.s(&format!("uploads-report-{}", upload.state)),
    };
    shell.t.s(key)
}

fn about_undo(shell: &Shell, company: CompanyId, undo: &Upload) -> Undone {
    let t = shell.t;
    let (key, when) = match &undo.applied_at {
        Some(applied) => ("uploads-was-undone", applied),
        None => ("uploads-is-being-undone", &undo.created_at),
    };
    let said = [
        ("who", undo.actor.name.clone()),
        ("when", shell.moment(when)),
    ];
    Undone {
        title: t.s(key),
        text: t.with("uploads-was-undone-by", &said),
        link: Link::new(t.s("uploads-see-undo"), at(company, undo.id, "")),
    }
}

/// `POST /companies/{company}/uploads/{upload}/undo`: prepares the undo and shows what it would do.
pub async fn undo(
    access: CompanyAccess<Change>,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    shell: Shell,
) -> Answer {
    match engine.prepare_undo(&access, path.upload).await {
        Ok(undo) => Ok(see_other(at(access.company().id, undo.id, "/check"))),
        Err(error) => {
            let mut conn = engine.connect().await?;
            refuse(&mut conn, &access, path.upload, shell, error).await
        }
    }
}

fn text(shell: &Shell, upload: &Upload) -> String {
    match (&upload.problem, &upload.applied_at) {
        (Some(problem), _) => words::stopped(shell.t, problem),
        (None, Some(at)) => {
            let said = [
                ("when", shell.moment(at)),
                ("who", upload.actor.name.clone()),
            ];
            shell.t.with("uploads-applied-at", &said)
        }
        (None, None) => shell.t.s(&format!("uploads-report-{}-text", upload.state)),
    }
}

fn files(shell: &Shell, wizard: &Wizard, upload: &Upload) -> Vec<Link> {
    if upload.state != UploadState::Applied || upload.undoes.is_some() {
        return Vec::new();
    }
    let whole = Link::new(shell.t.s("uploads-file-whole"), wizard.at("/report-file"));
    let problems = upload.counts.as_ref().filter(|counts| skipped(counts) > 0);
    let problems = problems.map(|counts| {
        let label = shell.t.n("uploads-file-problems", skipped(counts));
        Link::new(label, wizard.at("/problem-file"))
    });
    std::iter::once(whole).chain(problems).collect()
}

fn onward(shell: &Shell, wizard: &Wizard, upload: &Upload, right: Right) -> Vec<Link> {
    let numbers = Link::new(shell.t.s("uploads-to-numbers"), wizard.frame.at("/cpns"));
    let retry = (right == Right::Change && Stage::Columns.is_open(upload))
        .then(|| Link::new(shell.t.s("uploads-onward-columns"), wizard.at("/columns")));
    let another = (right == Right::Change).then(|| {
        Link::new(
            shell.t.s("uploads-another"),
            wizard.frame.at("/uploads/new"),
        )
    });
    let undone = upload.undoes.map(|undone| {
        let url = at(wizard.frame.id, undone, "/report");
        Link::new(shell.t.s("uploads-see-undone"), url)
    });
    retry
        .into_iter()
        .chain(undone)
        .chain([numbers])
        .chain(another)
        .collect()
}

/// `GET /companies/{company}/uploads/{upload}/report-file`
pub async fn file(
    access: CompanyAccess<See>,
    db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    shell: Shell,
) -> Answer {
    send(access, db, &engine, &path, &shell, Rows::All).await
}

/// `GET /companies/{company}/uploads/{upload}/problem-file`
pub async fn problems(
    access: CompanyAccess<See>,
    db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    shell: Shell,
) -> Answer {
    send(access, db, &engine, &path, &shell, Rows::NotTaken).await
}

async fn send(
    access: CompanyAccess<See>,
    mut db: Db,
    engine: &Engine,
    path: &UploadPath,
    shell: &Shell,
    rows: Rows,
) -> Answer {
    let t = shell.t;
    let tense = words::Tense::of(&upload::find(&mut db, &access, path.upload).await?);
    drop(db);
    let headings = [t.s("uploads-report-status"), t.s("uploads-report-reason")];
    let describe = move |outcome: Outcome, cause: &str| {
        let cause_words = words::cause(t, cause);
        let reason = match words::remedy(t, cause) {
            Some(remedy) => format!("{cause_words}. {remedy}"),
            None => cause_words,
        };
        [words::outcome(t, outcome, tense), reason]
    };
    let report = engine
        .report_file(access, path.upload, rows, headings, describe)
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, report.content_type))
        .insert_header((header::CONTENT_DISPOSITION, attachment(&report.name)))
        .streaming(report.bytes))
}
