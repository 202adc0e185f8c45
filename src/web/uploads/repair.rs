//! What can be done about one cause of a check: repairs that were recognised, choices among candidates, leaving the rows out. What is
//! decided is checked again at once; the file stays as it came.

use actix_web::HttpRequest;
use actix_web::web::{Data, Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::repair_form::{Posted, known};
use super::rows::Judged;
use super::{Stage, UploadPath, Wizard, at, open_at, refuse, words};
use crate::access::{Change, CompanyAccess};
use crate::db::Conn;
use crate::domain::upload::{self, Engine, Filter, Offers};
use crate::error::Result;
use crate::gate::Db;
use crate::model::company::SharedNumbers;
use crate::model::page::Position;
use crate::model::repair::{Group, Repair};
use crate::model::upload::{Outcome, Upload, cause};
use crate::web::Answer;
use crate::web::form::{Choice, Field, Summary};
use crate::web::layout::{self, Shell, see_other};
use crate::web::session::Session;

/// As many rows are shown as tell what the decision is about.
const FIRST_ROWS: usize = 5;

#[derive(Template)]
#[template(path = "uploads/repair.html")]
struct RepairPage {
    shell: Shell,
    wizard: Wizard,
    summary: Summary,
    /// What the cause means.
    title: String,
    /// How many rows, and what to do about them.
    text: String,
    /// What posts carry along.
    version: i32,
    outcome: &'static str,
    cause: String,
    offers: Vec<Offer>,
    questions: Vec<Question>,
    /// What the questions are about.
    ask: String,
    /// Whether the rows may be taken with their numbers as they stand.
    as_it_is: bool,
    /// Whether the rows may all be taken although they share a number.
    may_share: bool,
    pad: Option<Field>,
    /// Whether something is wrong with the rows, so that one looks for a way to mend them.
    recommends: bool,
    /// Where all the rows are.
    rows: String,
    /// The first of them.
    first: Vec<Judged>,
}

/// A repair that was recognised.
struct Offer {
    repair: &'static str,
    title: String,
    button: String,
    examples: Vec<Example>,
}

struct Example {
    line: i32,
    given: String,
    number: String,
}

/// A number or GTIN with the products that may be meant.
struct Question {
    key_name: String,
    key: String,
    field: Field,
    label: String,
    options: Vec<Choice>,
}

/// Which rows.
#[derive(Deserialize)]
pub struct GroupQuery {
    outcome: Outcome,
    cause: String,
}

impl GroupQuery {
    fn group(&self) -> Group {
        Group {
            outcome: self.outcome,
            cause: self.cause.clone(),
        }
    }
}

/// `GET /companies/{company}/uploads/{upload}/repair`
pub async fn show(
    access: CompanyAccess<Change>,
    mut db: Db,
    path: Path<UploadPath>,
    query: Option<Query<GroupQuery>>,
    shell: Shell,
) -> Answer {
    let upload = match open_at(&mut db, &access, path.upload, Stage::Check).await? {
        Ok(upload) => upload,
        Err(elsewhere) => return Ok(elsewhere),
    };
    // Without a group, or with one that is empty by now, there is nothing to repair: the check shows the groups there are.
    let group = query.map(|query| query.group());
    let Some(group) = group.filter(|group| upload::rows_of(&upload, group) > 0) else {
        return Ok(see_other(at(access.company().id, upload.id, "/check")));
    };
    layout::ok(&page(&mut db, &access, shell, &upload, &group).await?)
}

async fn page(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    shell: Shell,
    upload: &Upload,
    group: &Group,
) -> Result<RepairPage> {
    let offers = &upload::offers(conn, access, upload, group).await?;
    let filter = Filter {
        outcome: Some(group.outcome),
        cause: Some(group.cause.clone()),
    };
    let found = upload::preview(conn, access, upload.id, &filter, &Position::Start).await?;
    let first = found.rows.iter().take(FIRST_ROWS);
    let t = shell.t;
    let wizard = Wizard::of(access, &shell, upload, Stage::Check);
    let count = t.n("uploads-rows-read", upload::rows_of(upload, group));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("outcome", group.outcome.word())
        .append_pair("cause", &group.cause)
        .finish();
    Ok(RepairPage {
        first: first.map(|row| Judged::of(&shell, upload, row)).collect(),
        recommends: group.outcome != Outcome::New,
        summary: Summary::default(),
        title: words::cause(t, &group.cause),
        text: match words::remedy(t, &group.cause) {
            Some(remedy) => format!("{count}. {remedy}"),
            None => count,
        },
        version: upload.version,
        outcome: group.outcome.word(),
        cause: group.cause.clone(),
        pad: offers.pads.then(|| Field::new("length")),
        questions: questions(&shell, offers),
        ask: t.s(if group.cause == cause::UNKNOWN_PRODUCT {
            "uploads-suggest-title"
        } else {
            "uploads-pick-title"
        }),
        as_it_is: offers.as_it_is,
        offers: offers_of(&shell, offers),
        may_share: group.cause == cause::NUMBER_FOR_SEVERAL_PRODUCTS
            && access.company().shared_numbers == SharedNumbers::Allow,
        rows: wizard.at(&format!("/check?{query}#rows")),
        wizard,
        shell,
    })
}

fn offers_of(shell: &Shell, offers: &Offers) -> Vec<Offer> {
    offers
        .repairs
        .chunk_by(|one, other| one.repair == other.repair)
        .filter_map(|rows| {
            let first = rows.first()?;
            Some(Offer {
                repair: first.repair.word(),
                title: shell.t.s(&format!("uploads-offer-{}", first.repair)),
                button: if offers.is_sample && verb(first.repair) == "uploads-offer-take" {
                    shell.t.s("uploads-offer-take-all")
                } else {
                    shell.t.n(verb(first.repair), first.count)
                },
                examples: rows
                    .iter()
                    .map(|row| Example {
                        line: row.line,
                        given: words::short(&row.given),
                        number: words::short(&row.number),
                    })
                    .collect(),
            })
        })
        .collect()
}

/// The text of the button that takes a repair.
fn verb(repair: Repair) -> &'static str {
    match repair {
        Repair::SplitLines
        | Repair::SplitSemicolons
        | Repair::SplitCommas
        | Repair::SplitSlashes => "uploads-offer-split-take",
        Repair::DecimalComma | Repair::DecimalPoint | Repair::DayMonth | Repair::MonthDay => {
            "uploads-offer-read-take"
        }
        _ => "uploads-offer-take",
    }
}

fn questions(shell: &Shell, offers: &Offers) -> Vec<Question> {
    offers
        .candidates
        .chunk_by(|one, other| one.key == other.key)
        .enumerate()
        .filter_map(|(index, candidates)| {
            let first = candidates.first()?;
            let later = Choice::new("", shell.t.s("uploads-pick-later"));
            let options = candidates.iter().map(|candidate| {
                Choice::new(candidate.number.as_str(), candidate.number.as_str())
                    .hint(candidate.name.as_str())
            });
            let said = [
                ("number", words::short(&first.given)),
                ("line", first.line.to_string()),
            ];
            Some(Question {
                key_name: format!("key-{index}"),
                key: first.key.clone(),
                field: Field::new(&format!("pick-{index}")),
                label: shell.t.nw("uploads-pick-for", first.count, &said),
                options: options.chain([later]).collect(),
            })
        })
        .collect()
}

/// `POST /companies/{company}/uploads/{upload}/repair`
pub async fn create(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    form: Form<Vec<(String, String)>>,
    shell: Shell,
) -> Answer {
    let upload = match open_at(&mut db, &access, path.upload, Stage::Check).await? {
        Ok(upload) => upload,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let posted = Posted::of(&form)?;
    let decision = match &posted.decision {
        Ok(decision) => decision,
        Err(problem) => {
            let mut page = page(&mut db, &access, shell, &upload, &posted.group).await?;
            page.refuse(problem, posted.length);
            return layout::again(&page);
        }
    };
    drop(db);
    let done = engine
        .repair(
            &access,
            path.upload,
            posted.version,
            &posted.group,
            decision,
        )
        .await;
    answer(&req, &access, &engine, path.upload, shell, done).await
}

impl RepairPage {
    fn refuse(&mut self, problem: &str, length: String) {
        let problem = self.shell.t.s(problem);
        match &mut self.pad {
            Some(pad) if self.questions.is_empty() => {
                *pad = Field::with("length", length);
                pad.refuse(problem);
                self.summary = Summary::of([&*pad]);
            }
            _ => self.summary.refuse(problem),
        }
    }
}

/// What is taken back.
#[derive(Deserialize)]
pub struct Withdrawal {
    #[serde(default)]
    repair: String,
}

/// `POST /companies/{company}/uploads/{upload}/repair/withdrawal`
pub async fn withdraw(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    form: Form<Withdrawal>,
    shell: Shell,
) -> Answer {
    if let Err(elsewhere) = open_at(&mut db, &access, path.upload, Stage::Check).await? {
        return Ok(elsewhere);
    }
    drop(db);
    let repair: Repair = known(&form.repair)?;
    let done = engine.withdraw(&access, path.upload, repair).await;
    answer(&req, &access, &engine, path.upload, shell, done).await
}

/// To the new check, or the reason why nothing was decided.
async fn answer(
    req: &HttpRequest,
    access: &CompanyAccess<Change>,
    engine: &Engine,
    upload: crate::model::id::UploadId,
    shell: Shell,
    done: Result<usize>,
) -> Answer {
    match done {
        Ok(count) => {
            Session::of(req).succeed(shell.t.n("uploads-decided-done", count))?;
            Ok(see_other(at(access.company().id, upload, "/check")))
        }
        Err(error) => refuse(&mut engine.connect().await?, access, upload, shell, error).await,
    }
}
