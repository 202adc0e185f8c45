//! The second step: how the file was read, which column holds which field, what the upload may do.

use actix_web::web::{Data, Form, Path, Query};
use askama::Template;

use super::arrival::Said as SaidBefore;
use super::decisions::{Decisions, SaidQuery};
use super::detected::{self, Detected};
use super::new::{columns_address, empties, modes};
use super::rows::{FirstRow, first_rows};
use super::{Stage, UploadPath, Wizard, at, open_at, refuse, words};
use crate::access::{Change, CompanyAccess};
use crate::db::Conn;
use crate::domain::upload::{self, Engine};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::upload::{Field, Mapping, Origin, StagedRow, Upload, UploadState};
use crate::web::Answer;
use crate::web::form::{Choice, Field as Control, Summary};
use crate::web::layout::{self, Shell, see_other};
use crate::web::parts::Link;

/// Rows that are shown as they were read.
const SHOWN_ROWS: u16 = 20;
/// Rows that show whether letters were read right.
const LETTER_ROWS: u16 = 3;
/// Sample values of a column.
const SAMPLES: usize = 3;

#[derive(Template)]
#[template(path = "uploads/columns.html")]
struct ColumnsPage {
    shell: Shell,
    wizard: Wizard,
    summary: Summary,
    /// Why it has to be looked at again, or why it could not be read.
    problem: Option<String>,
    is_unreadable: bool,
    /// Whether its rows are there.
    is_read: bool,
    /// Whether the form that says otherwise is open.
    reads_otherwise: bool,
    same: Option<SameFile>,
    detected: Detected,
    origin: Option<String>,
    required: Vec<Required>,
    columns: Vec<Column>,
    fields: Vec<Choice>,
    mode: Control,
    modes: Vec<Choice>,
    empty_cells: Control,
    empties: Vec<Choice>,
    headings: Vec<String>,
    /// Rows whose letters show whether the encoding was guessed right.
    letters: Vec<String>,
    rows: Vec<FirstRow>,
}

/// The upload that had the same bytes.
struct SameFile {
    text: String,
    link: Link,
}

/// A field without which nothing can be checked.
struct Required {
    label: String,
    column: Option<String>,
    tier: Tier,
}

/// One column of the file.
struct Column {
    heading: String,
    samples: Vec<String>,
    control: Control,
    tier: Tier,
}

/// How sure a column's field is.
#[derive(Clone)]
struct Tier {
    kind: &'static str,
    label: String,
}

impl Tier {
    fn of(shell: &Shell, mapping: &Mapping, field: Option<Field>) -> Self {
        let (kind, key) = match field {
            None => ("neutral", "uploads-tier-unused"),
            Some(field) if mapping.unsure.contains(&field) => ("warning", "uploads-tier-check"),
            Some(_) if mapping.origin == Origin::Chosen => ("success", "uploads-tier-chosen"),
            Some(_) if mapping.origin == Origin::Remembered => ("info", "uploads-tier-remembered"),
            Some(_) => ("success", "uploads-tier-sure"),
        };
        Self {
            kind,
            label: shell.t.s(key),
        }
    }
}

/// `GET /companies/{company}/uploads/{upload}/columns`
pub async fn show(
    access: CompanyAccess<Change>,
    mut db: Db,
    path: Path<UploadPath>,
    said: Query<SaidQuery>,
    shell: Shell,
) -> Answer {
    match open_at(&mut db, &access, path.upload, Stage::Columns).await? {
        Ok(upload) => {
            let decisions = Decisions::of(&upload, &said);
            layout::ok(&page(&mut db, &access, shell, &upload, &decisions).await?)
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /companies/{company}/uploads/{upload}/columns`: takes the decisions and checks the rows.
pub async fn choose(
    access: CompanyAccess<Change>,
    mut db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    form: Form<Vec<(String, String)>>,
    shell: Shell,
) -> Answer {
    let decisions = Decisions::posted(&form)?;
    let Some(mapping) = decisions.mapping() else {
        return again(&mut db, &access, path.upload, &decisions, shell).await;
    };
    // The engine has connections of its own; ours is for others meanwhile.
    drop(db);
    let chosen = engine
        .choose_columns(
            &access,
            path.upload,
            mapping,
            decisions.mode,
            decisions.empty_cells,
        )
        .await;
    let checked = match chosen {
        Ok(upload) => engine.check(&access, upload.id).await,
        Err(error) => Err(error),
    };
    match checked {
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

async fn again(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    id: crate::model::id::UploadId,
    decisions: &Decisions,
    shell: Shell,
) -> Answer {
    let upload = upload::find(conn, access, id).await?;
    if !Stage::Columns.is_open(&upload) {
        return refuse(conn, access, id, shell, Error::Conflict("upload-not-open")).await;
    }
    let mut page = page(conn, access, shell, &upload, decisions).await?;
    page.find_problems(decisions);
    layout::again(&page)
}

/// `POST /companies/{company}/uploads/{upload}/reading`: reads the file again as a person says.
pub async fn read(
    access: CompanyAccess<Change>,
    mut db: Db,
    engine: Data<Engine>,
    path: Path<UploadPath>,
    said: Form<detected::Said>,
    shell: Shell,
) -> Answer {
    let upload = upload::find(&mut db, &access, path.upload).await?;
    if !Stage::Columns.is_open(&upload) {
        return refuse(
            &mut db,
            &access,
            path.upload,
            shell,
            Error::Conflict("upload-not-open"),
        )
        .await;
    }
    if let Some(line) = said.wrong_heading_row() {
        let before = SaidQuery {
            mode: said.mode,
            empty_cells: said.empty_cells,
        };
        let decisions = Decisions::of(&upload, &before);
        let mut page = page(&mut db, &access, shell, &upload, &decisions).await?;
        page.refuse_heading_row(line);
        return layout::again(&page);
    }
    let overrides = said.overrides(&upload)?;
    drop(db);
    if let Err(error) = engine.read(&access, upload.id, &overrides).await {
        return refuse(
            &mut engine.connect().await?,
            &access,
            upload.id,
            shell,
            error,
        )
        .await;
    }
    let said = SaidBefore {
        mode: said.mode.unwrap_or(upload.mode),
        empty_cells: said.empty_cells.unwrap_or(upload.empty_cells),
        pasted: false,
    };
    Ok(see_other(columns_address(
        access.company().id,
        upload.id,
        said,
    )))
}

async fn page(
    conn: &mut Conn,
    access: &CompanyAccess<Change>,
    shell: Shell,
    upload: &Upload,
    decisions: &Decisions,
) -> Result<ColumnsPage> {
    let is_read = matches!(
        upload.state,
        UploadState::Read | UploadState::Checked | UploadState::Failed
    ) && upload.generation > 0;
    let is_unreadable = upload.state == UploadState::Failed && upload.confirmed_at.is_none();
    let staged = if is_read && !is_unreadable {
        upload::first_rows(conn, access, upload.id, SHOWN_ROWS).await?
    } else {
        Vec::new()
    };
    let same = upload::same_file(conn, access, upload.id).await?;
    let letters = if is_read && !is_unreadable && is_encoding_guessed(upload) {
        upload::rows_with_letters(conn, access, upload.id, LETTER_ROWS).await?
    } else {
        Vec::new()
    };
    Ok(ColumnsPage {
        letters: letters.iter().map(lettered).collect(),
        wizard: Wizard::of(access, &shell, upload, Stage::Columns),
        summary: Summary::default(),
        problem: upload
            .problem
            .as_deref()
            .map(|problem| words::stopped(shell.t, problem)),
        is_unreadable,
        is_read: is_read && !is_unreadable,
        reads_otherwise: !is_read || is_unreadable,
        same: same.map(|same| same_file(&shell, access, &same)),
        detected: Detected::of(&shell, upload),
        origin: (upload.mapping.origin == Origin::Remembered)
            .then(|| shell.t.s("uploads-mapping-remembered")),
        required: required(&shell, upload),
        columns: columns(&shell, upload, &staged, decisions),
        fields: fields(&shell),
        mode: Control::with("mode", decisions.mode.word()),
        modes: modes(&shell),
        empty_cells: Control::with("empty_cells", decisions.empty_cells.word()),
        empties: empties(&shell),
        headings: upload
            .headings
            .iter()
            .map(|heading| words::short(heading))
            .collect(),
        rows: first_rows(&staged, upload.headings.len()),
        shell,
    })
}

/// Whether the bytes alone did not say what the letters are.
fn is_encoding_guessed(upload: &Upload) -> bool {
    let layout = upload.reading.as_ref().map(|reading| &reading.layout);
    let encoding = layout.and_then(|layout| layout.encoding);
    upload.overrides.encoding.is_none()
        && encoding.is_some_and(|encoding| !encoding.name().starts_with("UTF-"))
}

/// The cells of a row that have such letters.
fn lettered(row: &StagedRow) -> String {
    let cells = row.cells.iter().filter(|cell| !cell.is_ascii());
    let shown: Vec<String> = cells.map(|cell| words::short(cell)).collect();
    shown.join(" \u{b7} ")
}

fn same_file(shell: &Shell, access: &CompanyAccess<Change>, same: &Upload) -> SameFile {
    SameFile {
        text: shell.t.with(
            "uploads-same-file",
            &[
                ("when", shell.moment(&same.created_at)),
                ("who", same.actor.name.clone()),
                ("state", shell.t.s(&format!("uploads-state-{}", same.state))),
            ],
        ),
        link: Link::new(
            shell.t.s("uploads-same-file-link"),
            at(access.company().id, same.id, ""),
        ),
    }
}

fn required(shell: &Shell, upload: &Upload) -> Vec<Required> {
    let mapping = &upload.mapping;
    let product =
        if mapping.column(Field::Product).is_none() && mapping.column(Field::Gtin).is_some() {
            Field::Gtin
        } else {
            Field::Product
        };
    [product, Field::Cpn]
        .into_iter()
        .map(|field| {
            let column = mapping.column(field);
            Required {
                label: words::field(shell.t, field),
                column: column
                    .and_then(|column| upload.headings.get(column))
                    .map(|heading| words::short(heading)),
                tier: if column.is_some() {
                    Tier::of(shell, mapping, Some(field))
                } else {
                    Tier {
                        kind: "danger",
                        label: shell.t.s("uploads-tier-missing"),
                    }
                },
            }
        })
        .collect()
}

fn columns(
    shell: &Shell,
    upload: &Upload,
    staged: &[StagedRow],
    decisions: &Decisions,
) -> Vec<Column> {
    let mut columns: Vec<(usize, Column)> = upload
        .headings
        .iter()
        .enumerate()
        .map(|(index, heading)| {
            let chosen = decisions.chosen.get(&index).copied();
            let guessed = chosen.filter(|field| upload.mapping.column(*field) == Some(index));
            let value = chosen.map_or("", Field::word);
            let column = Column {
                heading: words::short(heading),
                samples: samples(staged, index),
                control: Control::with(&format!("column-{index}"), value),
                tier: if chosen.is_some() && guessed.is_none() {
                    Tier {
                        kind: "success",
                        label: shell.t.s("uploads-tier-chosen"),
                    }
                } else {
                    Tier::of(shell, &upload.mapping, guessed)
                },
            };
            (index, column)
        })
        .collect();
    // What is used stands on top; the rest keeps the order of the file.
    columns.sort_by_key(|(index, column)| (column.control.value().is_empty(), *index));
    columns.into_iter().map(|(_, column)| column).collect()
}

fn samples(staged: &[StagedRow], column: usize) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in staged {
        let Some(cell) = row.cells.get(column).filter(|cell| !cell.trim().is_empty()) else {
            continue;
        };
        let cell = words::short(cell);
        if !samples.contains(&cell) {
            samples.push(cell);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

fn fields(shell: &Shell) -> Vec<Choice> {
    let unused = Choice::new("", shell.t.s("uploads-field-unused"));
    let fields = Field::ALL
        .iter()
        .map(|field| Choice::new(field.word(), words::field(shell.t, *field)));
    std::iter::once(unused).chain(fields).collect()
}

impl ColumnsPage {
    /// Says at the field that this is no line.
    fn refuse_heading_row(&mut self, typed: &str) {
        let mut field = Control::with("heading_row", typed);
        field.refuse(self.shell.t.s("uploads-heading-row-no-line"));
        self.summary = Summary::of([&field]);
        self.detected.heading_row = field;
        self.reads_otherwise = true;
    }

    /// Says at the columns what is wrong with the choice.
    fn find_problems(&mut self, decisions: &Decisions) {
        let t = self.shell.t;
        for field in Field::ALL {
            let twice = decisions.columns_of(*field);
            if twice.len() < 2 {
                continue;
            }
            let problem = t.a("uploads-column-twice", "field", words::field(t, *field));
            for column in &mut self.columns {
                if column.control.is(field.word()) {
                    column.control.refuse(problem.clone());
                }
            }
        }
        self.summary = Summary::of(self.columns.iter().map(|column| &column.control));
        if decisions.columns_of(Field::Cpn).is_empty() {
            self.summary.refuse(t.s("uploads-column-missing-cpn"));
        }
        let has_product = [Field::Product, Field::Gtin]
            .iter()
            .any(|field| !decisions.columns_of(*field).is_empty());
        if !has_product {
            self.summary.refuse(t.s("uploads-column-missing-product"));
        }
    }
}
