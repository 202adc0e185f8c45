//! The fifth step: how far the worker is. The page may be left; nothing depends on it.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{Stage, UploadPath, Wizard, stage_address};
use crate::access::{Change, CompanyAccess};
use crate::domain::upload;
use crate::gate::Db;
use crate::model::upload::Progress;
use crate::web::Answer;
use crate::web::layout::{self, Shell, see_other};

#[derive(Template)]
#[template(path = "uploads/progress.html")]
struct ProgressPage {
    shell: Shell,
    wizard: Wizard,
    done: i64,
    total: i64,
    text: String,
}

/// `GET /companies/{company}/uploads/{upload}/progress`
pub async fn show(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    path: Path<UploadPath>,
    shell: Shell,
) -> Answer {
    let progress = upload::progress(&mut db, &access, path.upload).await?;
    let upload = upload::find(&mut db, &access, path.upload).await?;
    if !Stage::Progress.is_open(&upload) {
        let place = stage_address(access.company().id, upload.id, Stage::of(&upload));
        // A swap would follow a redirect and look for the bar in what it leads to.
        return Ok(if req.headers().contains_key("HX-Request") {
            HttpResponse::Ok()
                .insert_header(("HX-Redirect", place))
                .finish()
        } else {
            see_other(place)
        });
    }
    layout::ok(&ProgressPage {
        wizard: Wizard::of(&access, &shell, &upload, Stage::Progress),
        done: progress.done,
        total: progress.total.max(1),
        text: text(&shell, &progress),
        shell,
    })
}

/// Says what is known and nothing more.
fn text(shell: &Shell, progress: &Progress) -> String {
    let t = shell.t;
    let figures = [
        ("done", shell.count(progress.done)),
        ("total", shell.count(progress.total)),
    ];
    let state = match (progress.attempt, progress.done) {
        (0, _) => t.s("uploads-progress-waiting"),
        (_, 0) => t.with("uploads-progress-begun", &figures),
        (_, done) if done >= progress.total => t.with("uploads-progress-closing", &figures),
        _ => t.with("uploads-progress-rows", &figures),
    };
    let left = progress
        .seconds_left
        .filter(|_| progress.done > 0 && progress.done < progress.total)
        .map(|seconds| t.n("uploads-progress-left", seconds));
    let again = (progress.attempt > 1).then(|| t.n("uploads-progress-attempt", progress.attempt));
    [Some(state), left, again]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}
