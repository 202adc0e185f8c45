//! The second step: how the file was read, which column holds which field, what the upload may do.

use actix_web::web::{Data, Form, Path, Query};
use askama::Template;

use super::arrival::Said as SaidBefore;
use super::column_choice::{Column, Required, columns, fields, required};
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
use crate::model::upload::{Field, Origin, StagedRow, Upload, UploadState};
use crate::web::Answer;
use crate::web::form::{Choice, Field as Control, Summary};
use crate::web::layout::{self, Shell, see_other};
use crate::web::parts::Link;

/// Rows that are shown as they were read.
const SHOWN_ROWS: u16 = 20;
/// Rows that show whether letters were read right.
const LETTER_ROWS: u16 = 3;

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
        required: required(&shell, upload, decisions),
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
        let has = |field| !decisions.columns_of(field).is_empty();
        let missing = [
            (
                has(Field::Product) || has(Field::Gtin),
                "uploads-column-missing-product",
            ),
            (has(Field::Cpn), "uploads-column-missing-cpn"),
        ];
        // Any column that is not used yet may be the one; the first are the likeliest.
        let mut unused = self
            .columns
            .iter_mut()
            .filter(|column| column.control.value().is_empty());
        let mut nowhere = Vec::new();
        for (_, key) in missing.into_iter().filter(|(found, _)| !found) {
            match unused.next() {
                Some(column) => column.control.refuse(t.s(key)),
                None => nowhere.push(t.s(key)),
            }
        }
        self.summary = Summary::of(self.columns.iter().map(|column| &column.control));
        for problem in nowhere {
            self.summary.refuse(problem);
        }
    }
}
