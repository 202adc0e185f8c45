//! One action on the ticked numbers, or on all that match: a page that counts them again and names the effects, then the act.

use actix_web::http::StatusCode;
use actix_web::web::{Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::form::{Choice, Field, Summary, posted_body};
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::super::session::Session;
use super::filters::ListInput;
use super::{changes, form, refuse_locked, words};
use crate::access::{Change, CompanyAccess};
use crate::domain::bulk::{self, Action, Dates, Done, MOST, Selection};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::code::codes;
use crate::model::id::CpnId;
use crate::model::page::Position;
use crate::model::problems::{Fault, Problems};
use crate::store;

/// Numbers named on the page.
const NAMED: usize = 10;
/// The most bytes of the form: a page of ids and a search.
const FORM_BYTES: usize = 64 * 1024;

codes! {
    /// What can be done to many numbers.
    Kind {
        /// Delete them.
        Delete = "delete",
        /// Set their days.
        Dates = "dates",
        /// Make them preferred.
        Prefer = "prefer",
        /// Move them to another product.
        Move = "move",
    }
}

/// What the forms send; ids come once a ticked row.
#[derive(Debug, Default)]
struct BulkInput {
    ids: Vec<CpnId>,
    /// Whether all that match are meant.
    all: bool,
    /// The query of the list.
    list: String,
    kind: Option<Kind>,
    count: i64,
    set_from: bool,
    valid_from: String,
    set_to: bool,
    valid_to: String,
    product: String,
}

impl BulkInput {
    async fn read(req: &HttpRequest, payload: Payload) -> Result<Self> {
        let bytes = posted_body(req, payload, FORM_BYTES).await?;
        let mut input = Self::default();
        for (name, value) in url::form_urlencoded::parse(&bytes) {
            match name.as_ref() {
                "id" => input.ids.extend(value.parse::<CpnId>().ok()),
                "all" => input.all = !value.is_empty(),
                "list" => input.list = value.into_owned(),
                "kind" => input.kind = value.parse().ok(),
                "count" => input.count = value.parse().unwrap_or_default(),
                "set_from" => input.set_from = !value.is_empty(),
                "valid_from" => input.valid_from = value.into_owned(),
                "set_to" => input.set_to = !value.is_empty(),
                "valid_to" => input.valid_to = value.into_owned(),
                "product" => input.product = value.into_owned(),
                _ => {}
            }
        }
        Ok(input)
    }

    fn selection(&self, shell: &Shell) -> Selection {
        if !self.all {
            return Selection::Ticked(self.ids.clone());
        }
        let query = self.list.split_once('?').map_or("", |(_, query)| query);
        let input = Query::<ListInput>::from_query(query)
            .map(Query::into_inner)
            .unwrap_or_default();
        let mut search = input.search(shell);
        search.position = Position::Start;
        Selection::Matching(search)
    }

    async fn action(&self, db: &mut Db) -> Result<Action> {
        match self.kind.ok_or(Error::BadRequest("unreadable"))? {
            Kind::Delete => Ok(Action::Delete),
            Kind::Prefer => Ok(Action::Prefer),
            Kind::Dates => Ok(Action::SetDates(self.dates()?)),
            Kind::Move => match form::find_product(db, &self.product).await? {
                Ok(product) => Ok(Action::Move(product.id)),
                Err(_others) if self.product.trim().is_empty() => {
                    Err(Problems::one("product", Fault::Missing).into())
                }
                Err(_others) => {
                    let typed = self.product.trim().to_owned();
                    Err(Problems::one("product", Fault::Unknown(typed)).into())
                }
            },
        }
    }

    fn dates(&self) -> Result<Dates> {
        let mut problems = Problems::none();
        let mut day = |name: &'static str, is_set: bool, text: &str| {
            // Who types a day means it, tick or not.
            if text.trim().is_empty() {
                return is_set.then_some(None);
            }
            let day = words::day(text).ok_or(Fault::Malformed("no-date"));
            Some(problems.take(name, day))
        };
        let from = day("valid_from", self.set_from, &self.valid_from);
        let to = day("valid_to", self.set_to, &self.valid_to);
        if from.is_none() && to.is_none() {
            problems.add("set_from", Fault::Refused("nothing-chosen"));
        }
        if let (Some(Some(from)), Some(Some(to))) = (from, to)
            && from > to
        {
            problems.add("valid_to", Fault::DatesCrossed);
        }
        if problems.is_empty() {
            Ok(Dates { from, to })
        } else {
            Err(problems.into())
        }
    }
}

#[derive(Template)]
#[template(path = "cpns/bulk.html")]
struct BulkPage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    summary: Summary,
    title: String,
    effect: String,
    kind: &'static str,
    count: i64,
    /// Whether there are more than one action takes.
    too_many: bool,
    /// The first of them.
    named: Vec<String>,
    /// Those that are ticked; none where all that match are meant.
    ids: Vec<String>,
    all: bool,
    list: String,
    recounted: bool,
    set_from: Field,
    valid_from: Field,
    set_to: Field,
    valid_to: Field,
    product: Field,
}

/// What the page is shown with beside the selection.
#[derive(Default)]
struct Again {
    problems: Problems,
    recounted: bool,
}

impl BulkPage {
    async fn of(
        shell: Shell,
        access: &CompanyAccess<Change>,
        db: &mut Db,
        input: &BulkInput,
        again: Again,
    ) -> Result<Self> {
        let kind = input.kind.ok_or(Error::BadRequest("unreadable"))?;
        let selection = input.selection(&shell);
        let (ids, named) = access
            .read(db, async |scope| {
                let ids = bulk::select(scope, &selection).await?;
                let first: Vec<CpnId> = ids.iter().take(NAMED).copied().collect();
                let named = store::cpns::numbers(scope, &first).await?;
                Ok((ids, named))
            })
            .await?;
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let frame = CompanyFrame::of(access, &shell, CompanyTab::Numbers);
        let field = |name: &'static str, value: &str| {
            let mut field = Field::with(name, value);
            field.refuse_by(&again.problems, &shell.t);
            field
        };
        let ticked = |name: &'static str, on: bool| field(name, if on { "on" } else { "" });
        let set_from = ticked("set_from", input.set_from);
        let valid_from = field("valid_from", &input.valid_from);
        let valid_to = field("valid_to", &input.valid_to);
        let product = field("product", &input.product);
        Ok(Self {
            crumbs: frame.crumbs_below([]),
            summary: Summary::of([&set_from, &valid_from, &valid_to, &product]),
            title: shell.t.n(&format!("cpns-bulk-{kind}-title"), count),
            effect: shell.t.s(&format!("cpns-bulk-{kind}-effect")),
            kind: kind.word(),
            count,
            too_many: count > MOST,
            named,
            ids: if input.all {
                Vec::new()
            } else {
                ids.iter().map(ToString::to_string).collect()
            },
            all: input.all,
            list: changes::back(frame.id, &input.list),
            recounted: again.recounted,
            set_from,
            valid_from,
            set_to: Field::ticked("set_to", input.set_to),
            valid_to,
            product,
            frame,
            shell,
        })
    }
}

/// The actions of the bar under the list.
pub fn actions(shell: &Shell) -> Vec<Choice> {
    Kind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), shell.t.s(&format!("cpns-bulk-{kind}"))))
        .collect()
}

/// `POST /companies/{company}/cpns/bulk`: what is about to happen; nothing does yet.
pub async fn confirm_bulk(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    payload: Payload,
) -> Answer {
    refuse_locked(&access)?;
    let input = BulkInput::read(&req, payload).await?;
    if input.ids.is_empty() && !input.all {
        let back = changes::back(access.company().id, &input.list);
        return changes::warn(&req, &shell, &back, "cpns-bulk-none");
    }
    let page = BulkPage::of(shell, &access, &mut db, &input, Again::default()).await?;
    layout::ok(&page)
}

/// `POST /companies/{company}/cpns/bulk/act`
pub async fn act_in_bulk(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    payload: Payload,
) -> Answer {
    refuse_locked(&access)?;
    let input = BulkInput::read(&req, payload).await?;
    let done = match input.action(&mut db).await {
        Ok(action) => {
            let selection = input.selection(&shell);
            bulk::carry_out(&mut db, &access, &selection, action, input.count).await
        }
        Err(error) => Err(error),
    };
    let (status, again) = match done {
        Ok(Done::Changed(count)) => return finished(&req, &shell, &access, &input, count),
        Ok(Done::Recounted(_)) => {
            let recounted = true;
            let problems = Problems::none();
            (
                StatusCode::CONFLICT,
                Again {
                    problems,
                    recounted,
                },
            )
        }
        Err(Error::Invalid(problems)) => {
            let recounted = false;
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                Again {
                    problems,
                    recounted,
                },
            )
        }
        Err(error) => return Err(error),
    };
    let page = BulkPage::of(shell, &access, &mut db, &input, again).await?;
    layout::page(status, &page)
}

fn finished(
    req: &HttpRequest,
    shell: &Shell,
    access: &CompanyAccess<Change>,
    input: &BulkInput,
    changed: i64,
) -> Result<HttpResponse> {
    let text = shell.t.a2(
        "cpns-bulk-done",
        "changed",
        shell.count(changed),
        "count",
        shell.count(input.count),
    );
    Session::of(req).succeed(text)?;
    Ok(layout::see_other(changes::back(
        access.company().id,
        &input.list,
    )))
}
