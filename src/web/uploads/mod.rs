//! The wizard: an upload's steps, each a page with its own address.
//!
//! ```text
//! new → columns → check → confirm → progress → report
//! ```
//!
//! `GET …/uploads/{upload}` leads to the step an upload stands at. A step that is not open yet or not any more leads there too;
//! posting to one is refused with 409 (TRUST.md, S26).

mod arrival;
mod check;
mod column_choice;
mod columns;
mod confirm;
mod decisions;
mod detected;
mod findings;
mod list;
mod new;
mod places;
mod progress;
mod repair;
mod repair_form;
mod report;
mod rows;
mod unfinished;
mod words;

pub use words::unreadable;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

use super::Answer;
use super::company_frame::{CompanyFrame, CompanyTab, address};
use super::layout::{self, Shell, see_other};
use super::parts::{Link, Step, StepState};
use super::session::Session;
use crate::access::{Change, CompanyAccess, Level, Right, See};
use crate::db::Conn;
use crate::domain::upload;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::{CompanyId, UploadId};
use crate::model::upload::{Upload, UploadState};

pub use check::{again as check_again, show as check};
pub use columns::{choose as choose_columns, read as read_again, show as columns};
pub use confirm::{create as confirm, show as confirmation};
pub use list::Latest;
pub use list::show as list;
pub use new::{create, show as new};
pub use progress::show as progress;
pub use repair::{create as repair, show as repairs, withdraw as withdraw_repair};
pub use report::{file as report_file, problems as problem_file, show as report, undo};
pub use unfinished::{address_of as address_of_unfinished, show as unfinished};
pub use words::size;

/// What the address of an upload's page says. The company is the guard's business.
#[derive(Deserialize)]
pub struct UploadPath {
    upload: UploadId,
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    File,
    Columns,
    Check,
    Confirm,
    Progress,
    Report,
}

impl Stage {
    const ALL: [Self; 6] = [
        Self::File,
        Self::Columns,
        Self::Check,
        Self::Confirm,
        Self::Progress,
        Self::Report,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Columns => "columns",
            Self::Check => "check",
            Self::Confirm => "confirm",
            Self::Progress => "progress",
            Self::Report => "report",
        }
    }

    /// The step an upload stands at.
    fn of(upload: &Upload) -> Self {
        match upload.state {
            // An undo has no file and no columns: its check is where it begins.
            UploadState::Read if upload.undoes.is_some() => Self::Check,
            UploadState::Received | UploadState::Read => Self::Columns,
            UploadState::Failed if upload.confirmed_at.is_none() && !upload.is_broken_off() => {
                Self::Columns
            }
            UploadState::Checked => Self::Check,
            UploadState::Waiting => Self::Progress,
            UploadState::Receiving
            | UploadState::Applied
            | UploadState::Failed
            | UploadState::Discarded => Self::Report,
        }
    }

    /// Whether the page of this step has something to say about the upload.
    fn is_open(self, upload: &Upload) -> bool {
        match self {
            Self::File => false,
            Self::Columns if upload.undoes.is_some() || upload.is_broken_off() => false,
            Self::Check if upload.undoes.is_some() => {
                matches!(upload.state, UploadState::Read | UploadState::Checked)
            }
            Self::Columns => matches!(
                upload.state,
                UploadState::Received
                    | UploadState::Read
                    | UploadState::Checked
                    | UploadState::Failed
            ),
            Self::Check | Self::Confirm => upload.state == UploadState::Checked,
            Self::Progress | Self::Report => Self::of(upload) == self,
        }
    }
}

/// The address of an upload's page; `""` for the upload itself.
fn at(company: CompanyId, upload: UploadId, page: &str) -> String {
    address(company, &format!("/uploads/{upload}{page}"))
}

/// The address of the page of a step.
fn stage_address(company: CompanyId, upload: UploadId, stage: Stage) -> String {
    at(company, upload, &format!("/{}", stage.word()))
}

/// What the pages of one upload share.
struct Wizard {
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    steps: Vec<Step>,
    /// The file with its size, who sent it and when.
    subtitle: String,
    /// Where to post to give it up, while that is possible, and what that is called.
    discard: Option<Link>,
    base: String,
}

impl Wizard {
    fn of<L: Level>(
        access: &CompanyAccess<L>,
        shell: &Shell,
        upload: &Upload,
        stage: Stage,
    ) -> Self {
        let frame = CompanyFrame::of(access, shell, CompanyTab::Uploads);
        let company = access.company().id;
        let base = at(company, upload.id, "");
        let may = access.right() == Right::Change;
        let ended = matches!(
            upload.state,
            UploadState::Waiting | UploadState::Applied | UploadState::Discarded
        );
        Self {
            crumbs: crumbs(&frame, shell),
            steps: steps(shell, upload, stage, may.then_some(base.as_str())),
            subtitle: words::subtitle(shell, upload),
            discard: (may && !ended).then(|| {
                let key = if upload.undoes.is_some() {
                    "uploads-discard-undo"
                } else {
                    "uploads-discard"
                };
                Link::new(shell.t.s(key), format!("{base}/discard"))
            }),
            frame,
            base,
        }
    }

    /// The address of a page of this upload.
    fn at(&self, page: &str) -> String {
        format!("{}{page}", self.base)
    }
}

fn crumbs(frame: &CompanyFrame, shell: &Shell) -> Vec<Link> {
    let uploads = Link::new(shell.t.s("companies-tab-uploads"), frame.at("/uploads"));
    frame.crumbs_below([uploads])
}

/// The steps with links to those that are open; `base` is the upload's address, if there is an upload to link to.
fn steps(shell: &Shell, upload: &Upload, stage: Stage, base: Option<&str>) -> Vec<Step> {
    let applied = upload.state == UploadState::Applied;
    Stage::ALL
        .into_iter()
        .filter(|step| upload.undoes.is_none() || *step >= Stage::Check)
        .map(|step| Step {
            label: shell.t.s(&format!("uploads-step-{}", step.word())),
            url: base
                .filter(|_| step != stage && step.is_open(upload))
                .map(|base| format!("{base}/{}", step.word())),
            state: if step == stage {
                StepState::Current
            } else if step < stage && (applied || step <= Stage::of(upload)) {
                StepState::Done
            } else {
                StepState::Ahead
            },
        })
        .collect()
}

/// The upload, if its page of this step is open; else the way to the step it stands at.
async fn open_at<L: Level>(
    conn: &mut Conn,
    access: &CompanyAccess<L>,
    upload: UploadId,
    stage: Stage,
) -> Result<Result<Upload, HttpResponse>> {
    let upload = upload::find(conn, access, upload).await?;
    Ok(if stage.is_open(&upload) {
        Ok(upload)
    } else {
        Err(to_stage(access.company().id, &upload))
    })
}

/// To the step an upload stands at.
fn to_stage(company: CompanyId, upload: &Upload) -> HttpResponse {
    see_other(stage_address(company, upload.id, Stage::of(upload)))
}

/// `GET /companies/{company}/uploads/{upload}`
pub async fn show(access: CompanyAccess<See>, mut db: Db, path: Path<UploadPath>) -> Answer {
    let upload = upload::find(&mut db, &access, path.upload).await?;
    let company = access.company().id;
    Ok(if access.right() == Right::Change {
        to_stage(company, &upload)
    } else {
        see_other(stage_address(company, upload.id, Stage::Report))
    })
}

/// `POST /companies/{company}/uploads/{upload}/discard`
pub async fn discard(
    req: actix_web::HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    path: Path<UploadPath>,
    shell: Shell,
) -> Answer {
    match upload::discard(&mut db, &access, path.upload).await {
        Ok(()) => {
            Session::of(&req).succeed(shell.t.s("uploads-discarded"))?;
            Ok(see_other(address(access.company().id, "/uploads")))
        }
        Err(error) => refuse(&mut db, &access, path.upload, shell, error).await,
    }
}

#[derive(Template)]
#[template(path = "uploads/out_of_step.html")]
struct OutOfStepPage {
    shell: Shell,
    wizard: Wizard,
    text: String,
    onward: Link,
}

/// What was posted does not fit the state the upload is in: says so, with the way to the step that is next.
async fn refuse(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    upload: UploadId,
    shell: Shell,
    error: Error,
) -> Answer {
    let Error::Conflict(code) = error else {
        return Err(error);
    };
    let upload = upload::find(conn, access, upload).await?;
    let stage = Stage::of(&upload);
    let label = shell.t.s(&format!("uploads-onward-{}", stage.word()));
    let page = OutOfStepPage {
        wizard: Wizard::of(access, &shell, &upload, stage),
        text: shell.t.s(&format!("conflict-{code}")),
        onward: Link::new(label, stage_address(access.company().id, upload.id, stage)),
        shell,
    };
    layout::page(StatusCode::CONFLICT, &page)
}
