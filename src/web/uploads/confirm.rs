//! The fourth step: one sentence that says what will be written, and the button that has it written.

use actix_web::web::{Data, Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::findings::{Findings, FindingsQuery};
use super::list::skipped;
use super::{Stage, UploadPath, Wizard, at, open_at, refuse};
use crate::access::{Change, CompanyAccess};
use crate::db::Conn;
use crate::domain::upload::{self, Engine};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::upload::{Counts, Outcome, Upload};
use crate::web::Answer;
use crate::web::form::{Field, Summary};
use crate::web::layout::{self, Shell, see_other};

#[derive(Template)]
#[template(path = "uploads/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    wizard: Wizard,
    summary: Summary,
    /// What will happen, in one sentence a part.
    sentences: Vec<String>,
    /// CPNs that go, a page of them.
    removals: Option<Findings>,
    /// Where their number must be typed.
    typed: Option<Typed>,
    version: i32,
    /// Whether there is anything to write and the company may be written.
    can_confirm: bool,
    writes: bool,
    words: Words,
}

/// What the page calls what it is about to do.
struct Words {
    title: String,
    button: String,
    /// Whether the button takes numbers away.
    is_grave: bool,
}

impl Words {
    fn of(shell: &Shell, upload: &Upload, removed: i64) -> Self {
        let t = shell.t;
        if upload.undoes.is_some() {
            return Self {
                title: t.s("uploads-confirm-undo-title"),
                button: t.s("uploads-confirm-undo"),
                is_grave: false,
            };
        }
        Self {
            title: t.s("uploads-confirm-title"),
            button: if removed > 0 {
                t.n("uploads-confirm-removing", removed)
            } else {
                t.s("uploads-confirm")
            },
            is_grave: removed > 0,
        }
    }
}

/// The question that takes more than a click.
struct Typed {
    field: Field,
    title: String,
    text: String,
    label: String,
}

impl Typed {
    fn of(shell: &Shell, removed: i64, total: i64) -> Self {
        Self {
            field: Field::new("removed"),
            text: shell.t.n("uploads-removes-many-text", total),
            title: shell.t.n("uploads-removes-many", removed),
            label: shell.t.n("uploads-type-removed", removed),
        }
    }
}

/// What is confirmed.
#[derive(Deserialize)]
pub struct Confirmation {
    version: i32,
    removed: Option<String>,
}

/// `GET /companies/{company}/uploads/{upload}/confirm`
pub async fn show(
    access: CompanyAccess<Change>,
    mut db: Db,
    path: Path<UploadPath>,
    query: Query<FindingsQuery>,
    shell: Shell,
) -> Answer {
    match open_at(&mut db, &access, path.upload, Stage::Confirm).await? {
        Ok(upload) => layout::ok(&page(&mut db, &access, shell, &upload, &query).await?),
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn page(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    shell: Shell,
    upload: &Upload,
    query: &Query<FindingsQuery>,
) -> Result<ConfirmPage> {
    let wizard = Wizard::of(access, &shell, upload, Stage::Confirm);
    let counts = upload.counts.clone().unwrap_or_default();
    let removed = counts.of(Outcome::Removed);
    let removals = if removed > 0 {
        let query = FindingsQuery::only(query, Outcome::Removed);
        let address = wizard.at("/confirm");
        let mut found = Findings::load(conn, access, &shell, upload, &query, address).await?;
        // The page is about these rows alone: there is nothing to take back.
        found.chips.clear();
        Some(found)
    } else {
        None
    };
    let writes = super::check::writes(&counts);
    Ok(ConfirmPage {
        summary: Summary::default(),
        sentences: sentences(&shell, upload, &counts),
        removals,
        typed: (upload.undoes.is_none() && counts.removal_must_be_typed())
            .then(|| Typed::of(&shell, removed, counts.register_rows)),
        words: Words::of(&shell, upload, removed),
        version: upload.version,
        can_confirm: writes && wizard.frame.can_change,
        writes,
        wizard,
        shell,
    })
}

/// "Adds 1,102 numbers." "Changes 64." "Leaves 71 as they are." "Skips 11 rows." "Removes nothing."
fn sentences(shell: &Shell, upload: &Upload, counts: &Counts) -> Vec<String> {
    let say = |key: &str, count: i64| (count > 0).then(|| shell.t.n(key, count));
    let removed = counts.of(Outcome::Removed);
    if upload.undoes.is_some() {
        let restored = counts.of(Outcome::New) + counts.of(Outcome::Changed);
        return [
            say("uploads-will-remove", removed),
            say("uploads-will-restore", restored),
            say("uploads-will-stay", counts.of(Outcome::Unchanged)),
        ]
        .into_iter()
        .flatten()
        .collect();
    }
    [
        say("uploads-will-add", counts.of(Outcome::New)),
        say("uploads-will-change", counts.of(Outcome::Changed)),
        say(
            "uploads-will-leave",
            counts.of(Outcome::Unchanged) - counts.left_out(),
        ),
        say("uploads-will-leave-out", counts.left_out()),
        say("uploads-will-skip", skipped(counts)),
        say("uploads-will-remove", removed),
        (removed == 0).then(|| shell.t.s("uploads-will-remove-nothing")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `POST /companies/{company}/uploads/{upload}/confirm`
pub async fn create(
    access: CompanyAccess<Change>,
    mut db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    form: Form<Confirmation>,
    shell: Shell,
) -> Answer {
    let typed = form.removed.as_deref();
    let confirmed = engine
        .confirm(&mut db, &access, path.upload, form.version, typed)
        .await;
    match confirmed {
        Ok(upload) => Ok(see_other(at(access.company().id, upload.id, "/progress"))),
        Err(Error::Invalid(problems)) => {
            let upload = upload::find(&mut db, &access, path.upload).await?;
            let from_start = Query(FindingsQuery::default());
            let mut page = page(&mut db, &access, shell, &upload, &from_start).await?;
            let problem = problems
                .of("removed")
                .map(|problem| page.shell.t.problem(problem));
            if let (Some(asked), Some(problem)) = (&mut page.typed, problem) {
                asked.field = Field::with("removed", typed.unwrap_or_default());
                asked.field.refuse(problem);
                page.summary = Summary::of([&asked.field]);
            }
            layout::again(&page)
        }
        Err(error) => refuse(&mut db, &access, path.upload, shell, error).await,
    }
}
