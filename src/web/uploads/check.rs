//! The third step: what would happen to every row, and why. Nothing is written.

use actix_web::web::{Data, Path, Query};
use askama::Template;

use super::detected::Detected;
use super::findings::{Findings, FindingsQuery};
use super::{Stage, UploadPath, Wizard, at, open_at, refuse, words};
use crate::access::{Change, CompanyAccess};
use crate::domain::upload::{self, Engine};
use crate::gate::Db;
use crate::model::upload::{Counts, Outcome};
use crate::web::Answer;
use crate::web::layout::{self, Shell, see_other};

#[derive(Template)]
#[template(path = "uploads/check.html")]
struct CheckPage {
    shell: Shell,
    wizard: Wizard,
    /// Why an earlier confirmation came to nothing.
    problem: Option<String>,
    /// How the file was read, in one line.
    read_as: String,
    /// Which columns and modes hold, in one line.
    decided: String,
    same: Option<String>,
    findings: Findings,
    has_problems: bool,
    writes: bool,
    is_undo: bool,
    title: String,
    /// What was cleaned while reading, with how many rows.
    cleaned: Vec<String>,
    /// Decisions about rows, each with what posts to take it back.
    repairs: Vec<Decided>,
}

/// Rows about which the same was decided.
struct Decided {
    repair: &'static str,
    text: String,
}

/// `GET /companies/{company}/uploads/{upload}/check`
pub async fn show(
    access: CompanyAccess<Change>,
    mut db: Db,
    path: Path<UploadPath>,
    query: Query<FindingsQuery>,
    shell: Shell,
) -> Answer {
    let upload = match open_at(&mut db, &access, path.upload, Stage::Check).await? {
        Ok(upload) => upload,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let wizard = Wizard::of(&access, &shell, &upload, Stage::Check);
    let address = wizard.at("/check");
    let mut findings = Findings::load(&mut db, &access, &shell, &upload, &query, address).await?;
    let is_undo = upload.undoes.is_some();
    if !is_undo {
        findings.offer_repairs(&shell, &wizard.at("/repair"));
    }
    let same = if is_undo {
        None
    } else {
        upload::same_file(&mut db, &access, upload.id).await?
    };
    let repairs = upload::repaired(&mut db, &access, upload.id).await?;
    let counts = upload.counts.clone().unwrap_or_default();
    layout::ok(&CheckPage {
        problem: upload
            .problem
            .as_deref()
            .map(|problem| words::stopped(shell.t, problem)),
        title: shell.t.s(if is_undo {
            "uploads-check-title-undo"
        } else {
            "uploads-check-title"
        }),
        repairs: repairs
            .into_iter()
            .map(|(repair, count)| Decided {
                repair: repair.word(),
                text: shell.t.n(&format!("uploads-decided-{repair}"), count),
            })
            .collect(),
        is_undo,
        read_as: Detected::of(&shell, &upload).line,
        decided: decided(&shell, &upload),
        same: same.map(|same| {
            let said = [
                ("when", shell.moment(&same.created_at)),
                ("who", same.actor.name.clone()),
                ("state", shell.t.s(&format!("uploads-state-{}", same.state))),
            ];
            shell.t.with("uploads-same-file", &said)
        }),
        cleaned: cleaned(&shell, &counts),
        findings,
        has_problems: counts.of(Outcome::Problem) + counts.of(Outcome::Choice) > 0,
        writes: writes(&counts),
        wizard,
        shell,
    })
}

/// What was cleaned while reading, each with its rows.
fn cleaned(shell: &Shell, counts: &Counts) -> Vec<String> {
    let notes = counts.notes.iter();
    notes
        .filter(|(note, _)| words::is_cleaning(note))
        .filter_map(|(note, count)| {
            let said = words::note(shell.t, note)?;
            Some(format!("{said} {}", shell.t.n("uploads-rows-read", *count)))
        })
        .collect()
}

/// Whether there is anything to confirm.
pub fn writes(counts: &Counts) -> bool {
    counts.writes() > 0
}

fn decided(shell: &Shell, upload: &crate::model::upload::Upload) -> String {
    let t = shell.t;
    let columns = upload.mapping.columns.iter().filter_map(|(field, column)| {
        let heading = upload.headings.get(*column)?;
        Some(format!(
            "{} \u{2192} {}",
            words::short(heading),
            words::field(t, *field)
        ))
    });
    let mode = t.s(&format!("uploads-mode-{}-short", upload.mode));
    let empty = t.s(&format!("uploads-empty-{}-short", upload.empty_cells));
    columns
        .chain([mode, empty])
        .collect::<Vec<_>>()
        .join(" \u{b7} ")
}

/// `POST /companies/{company}/uploads/{upload}/check`: checks again what was decided.
pub async fn again(
    access: CompanyAccess<Change>,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    shell: Shell,
) -> Answer {
    match engine.check(&access, path.upload).await {
        Ok(upload) => Ok(see_other(at(access.company().id, upload.id, "/check"))),
        Err(error) => {
            refuse(
                &mut engine.connect().await?,
                &access,
                path.upload,
                shell,
                error,
            )
            .await
        }
    }
}
