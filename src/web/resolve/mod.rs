//! The paste box: what up to 5,000 numbers stand for, line by line; ambiguous ones to pick, unknown ones to turn into CPNs, the
//! result to copy or download. And the other way round: what the company calls products.

mod answers;
mod asked;

use actix_web::http::header;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::Answer;
use super::company_frame::{CompanyFrame, CompanyTab};
use super::cpns::{add_for_number, today};
use super::download;
use super::form::{Choice, Field, Summary, posted_body};
use super::layout::{self, Shell};
use super::parts::{Link, Tile};
use crate::access::{self, Change, CompanyAccess, Identity, See};
use crate::domain::resolve::{self, Suggest};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::problems::{Fault, Problem};
use crate::sheet::{Csv, Safety};
use answers::Line;
use asked::{Action, Asked, Direction};

/// The most lines that are answered at once.
const LINES: usize = 5_000;
/// The most bytes of the form: every line of the greatest length, each byte spelled as three.
const FORM_BYTES: usize = 4 * 1024 * 1024;
/// The most unknown lines that get a box for their product.
const BOXES: usize = 100;

#[derive(Template)]
#[template(path = "cpns/resolve.html")]
struct ResolvePage {
    shell: Shell,
    frame: CompanyFrame,
    crumbs: Vec<Link>,
    action: String,
    summary: Summary,
    text: Field,
    direction: Field,
    directions: Vec<Choice>,
    show: Field,
    shows: Vec<Choice>,
    tiles: Vec<Tile>,
    lines: Vec<Line>,
    /// The result as a table to paste.
    table: String,
    /// What became of the numbers that were to be added.
    added: Option<Added>,
    /// Whether there are boxes for products of unknown numbers.
    has_boxes: bool,
}

/// What became of the numbers that were to be added.
struct Added {
    count: usize,
    refused: Vec<(String, String)>,
}

impl ResolvePage {
    fn of(shell: Shell, access: &CompanyAccess<See>, asked: &Asked) -> Self {
        let frame = CompanyFrame::of(access, &shell, CompanyTab::Numbers);
        let directions = Direction::ALL
            .iter()
            .map(|way| Choice::new(way.word(), shell.t.s(&format!("cpns-direction-{way}"))));
        Self {
            crumbs: frame.crumbs_below([]),
            action: frame.at("/resolve"),
            summary: Summary::default(),
            text: Field::with("text", asked.text.as_str()),
            direction: Field::with("direction", asked.direction.word()),
            directions: directions.collect(),
            show: Field::with("show", asked.show.as_str()),
            shows: Vec::new(),
            tiles: Vec::new(),
            lines: Vec::new(),
            table: String::new(),
            added: None,
            has_boxes: false,
            frame,
            shell,
        }
    }

    fn refused(mut self, fault: Fault) -> Self {
        let problem = Problem {
            field: "text",
            fault,
        };
        self.text.refuse(self.shell.t.problem(&problem));
        self.summary = Summary::of([&self.text]);
        self
    }

    fn answered(mut self, asked: &Asked, mut lines: Vec<Line>, added: Option<Added>) -> Self {
        let shell = &self.shell;
        self.table = answers::table(shell, &lines);
        self.tiles = answers::tiles(shell, &lines);
        self.shows = answers::shows(shell, &lines);
        if !asked.show.is_empty() {
            lines.retain(|line| line.outcome == asked.show);
        }
        let boxes = lines.iter_mut().filter(|line| line.is_unknown());
        if self.frame.can_change && asked.direction == Direction::Resolve {
            boxes.take(BOXES).for_each(|line| line.has_box = true);
        }
        self.has_boxes = lines.iter().any(|line| line.has_box);
        self.lines = lines;
        self.added = added;
        self
    }
}

/// `GET /companies/{company}/resolve`
pub async fn show(access: CompanyAccess<See>, shell: Shell) -> Answer {
    layout::ok(&ResolvePage::of(shell, &access, &Asked::default()))
}

/// `POST /companies/{company}/resolve`
pub async fn answer(
    req: HttpRequest,
    identity: Identity,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    payload: Payload,
) -> Answer {
    let asked = read(&req, payload).await?;
    let numbers = asked.lines();
    if numbers.is_empty() || numbers.len() > LINES {
        let fault = if numbers.is_empty() {
            Fault::Missing
        } else {
            Fault::Refused("too-many-lines")
        };
        return layout::again(&ResolvePage::of(shell, &access, &asked).refused(fault));
    }
    let added = match asked.action {
        Action::Add => Some(add(&identity, &access, &mut db, &shell, &asked).await?),
        Action::Show | Action::Download => None,
    };
    let lines = answers(&access, &mut db, &shell, &asked, &numbers).await?;
    if asked.action == Action::Download {
        return download(&shell, &lines);
    }
    layout::ok(&ResolvePage::of(shell, &access, &asked).answered(&asked, lines, added))
}

async fn read(req: &HttpRequest, payload: Payload) -> Result<Asked> {
    let bytes = posted_body(req, payload, FORM_BYTES).await?;
    Ok(Asked::of(&bytes))
}

async fn answers(
    access: &CompanyAccess<See>,
    db: &mut Db,
    shell: &Shell,
    asked: &Asked,
    numbers: &[&str],
) -> Result<Vec<Line>> {
    let day = today(shell);
    let company = access.company().id;
    access
        .read(db, async |scope| match asked.direction {
            Direction::Resolve => {
                let found = resolve::resolve(scope, numbers, day, Suggest::Alike).await?;
                Ok(answers::of_resolutions(
                    shell, company, asked, numbers, found,
                ))
            }
            Direction::Lookup => {
                let found = resolve::lookup(scope, numbers, day).await?;
                Ok(answers::of_lookups(shell, company, numbers, found))
            }
        })
        .await
}

/// Turns unknown numbers into CPNs of the products typed beside them, one by one: what cannot be added says why.
async fn add(
    identity: &Identity,
    access: &CompanyAccess<See>,
    db: &mut Db,
    shell: &Shell,
    asked: &Asked,
) -> Result<Added> {
    let change = access::open::<Change>(db, identity, access.company().id).await?;
    let mut done = Added {
        count: 0,
        refused: Vec::new(),
    };
    for (number, product) in asked.wanted().take(BOXES) {
        match add_for_number(db, &change, number, product).await {
            Ok(()) => done.count += 1,
            Err(Error::Invalid(problems)) => {
                let said: Vec<String> = problems.iter().map(|one| shell.t.problem(one)).collect();
                done.refused.push((number.to_owned(), said.join(" ")));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

fn download(shell: &Shell, lines: &[Line]) -> Answer {
    let delimiter = download::delimiter(shell.t.language());
    let mut csv = Csv::new(Vec::new(), delimiter, Safety::Spreadsheet).map_err(Error::internal)?;
    for row in answers::rows(shell, lines) {
        csv.row(row).map_err(Error::internal)?;
    }
    let bytes = csv.finish().map_err(Error::internal)?;
    let name = format!("{}.csv", shell.t.s("cpns-resolve-file"));
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, download::attachment(&name)))
        .body(bytes))
}
