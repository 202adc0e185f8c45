//! What can be done about one cause of a check: repairs that were recognised, choices among candidates, leaving the rows out. What is
//! decided is checked again at once; the file stays as it came.

use actix_web::HttpRequest;
use actix_web::web::{Data, Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::{Stage, UploadPath, Wizard, at, open_at, refuse, words};
use crate::access::{Change, CompanyAccess};
use crate::domain::upload::{self, Engine, Offers};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::company::SharedNumbers;
use crate::model::repair::{Decision, Group, Repair};
use crate::model::upload::{Outcome, Upload, cause};
use crate::web::Answer;
use crate::web::form::{Choice, Field, Summary};
use crate::web::layout::{self, Shell, see_other};
use crate::web::session::Session;

/// Lengths that digits can be filled up to.
const LENGTHS: std::ops::RangeInclusive<i32> = 2..=40;

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
    /// Whether the rows may all be taken although they share a number.
    may_share: bool,
    pad: Option<Field>,
    /// The rows themselves.
    rows: String,
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
    let offers = upload::offers(&mut db, &access, &upload, &group).await?;
    layout::ok(&page(&access, shell, &upload, &group, &offers))
}

fn page(
    access: &CompanyAccess<Change>,
    shell: Shell,
    upload: &Upload,
    group: &Group,
    offers: &Offers,
) -> RepairPage {
    let t = shell.t;
    let wizard = Wizard::of(access, &shell, upload, Stage::Check);
    let count = t.n("uploads-rows-read", upload::rows_of(upload, group));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("outcome", group.outcome.word())
        .append_pair("cause", &group.cause)
        .finish();
    RepairPage {
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
        offers: offers_of(&shell, offers),
        may_share: group.cause == cause::NUMBER_FOR_SEVERAL_PRODUCTS
            && access.company().shared_numbers == SharedNumbers::Allow,
        rows: wizard.at(&format!("/check?{query}#rows")),
        wizard,
        shell,
    }
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
                button: if offers.is_sample {
                    shell.t.s("uploads-offer-take-all")
                } else {
                    shell.t.n("uploads-offer-take", first.count)
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

/// What the form posted.
struct Posted {
    version: i32,
    group: Group,
    decision: Result<Decision, &'static str>,
    length: String,
}

impl Posted {
    fn of(pairs: &[(String, String)]) -> Result<Self> {
        let value = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        let unreadable = Error::BadRequest("unreadable");
        let length = value("length").trim().to_owned();
        let decision = match value("decision") {
            "leave-out" => Ok(Decision::LeaveOut),
            "allow-sharing" => Ok(Decision::AllowSharing),
            "pad" => match length.parse() {
                Ok(length) if LENGTHS.contains(&length) => Ok(Decision::Pad(length)),
                _ => Err("uploads-pad-wrong"),
            },
            "pick" => picks(pairs),
            taken => Ok(Decision::Take(known(taken)?)),
        };
        Ok(Self {
            version: value("version").parse().map_err(|_malformed| unreadable)?,
            group: Group {
                outcome: known(value("outcome"))?,
                cause: value("cause").to_owned(),
            },
            decision,
            length,
        })
    }
}

fn known<T: std::str::FromStr>(word: &str) -> Result<T> {
    word.parse()
        .map_err(|_malformed| Error::BadRequest("unreadable"))
}

/// Each question is a key and what was picked for it; what was left open is not decided.
fn picks(pairs: &[(String, String)]) -> Result<Decision, &'static str> {
    let keys = pairs.iter().filter_map(|(name, key)| {
        let index = name.strip_prefix("key-")?;
        let pick = format!("pick-{index}");
        let (_, picked) = pairs.iter().find(|(name, _)| *name == pick)?;
        (!picked.is_empty()).then(|| (key.clone(), picked.clone()))
    });
    let picks: Vec<_> = keys.collect();
    if picks.is_empty() {
        Err("uploads-pick-nothing")
    } else {
        Ok(Decision::Pick(picks))
    }
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
            let offers = upload::offers(&mut db, &access, &upload, &posted.group).await?;
            let mut page = page(&access, shell, &upload, &posted.group, &offers);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(decision: &str, more: &[(&str, &str)]) -> Result<Posted> {
        let pairs = [
            ("version", "3"),
            ("outcome", "problem"),
            ("cause", "unknown-product"),
            ("decision", decision),
        ];
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Posted::of(&pairs)
    }

    #[test]
    fn decisions_are_words_and_what_is_left_open_is_not_decided() {
        assert_eq!(
            posted("zeros", &[]).unwrap().decision,
            Ok(Decision::Take(Repair::Zeros))
        );
        assert_eq!(
            posted("pad", &[("length", " 8 ")]).unwrap().decision,
            Ok(Decision::Pad(8))
        );
        assert!(
            posted("pad", &[("length", "800")])
                .unwrap()
                .decision
                .is_err()
        );
        assert!(posted("guess", &[]).is_err());
        let picked = posted(
            "pick",
            &[
                ("key-0", "a"),
                ("pick-0", ""),
                ("key-1", "b"),
                ("pick-1", "P-2"),
            ],
        )
        .unwrap();
        assert_eq!(
            picked.decision,
            Ok(Decision::Pick(vec![("b".to_owned(), "P-2".to_owned())]))
        );
        assert!(
            posted("pick", &[("key-0", "a"), ("pick-0", "")])
                .unwrap()
                .decision
                .is_err()
        );
    }
}
