//! The export: a company's list as a file that is also the template of an upload. Uploading it unchanged changes nothing.
//!
//! All rows come from one snapshot and are written while they come, so a list of any size takes the memory of a short one. A
//! workbook grows in a temporary file, because its table of contents is written last.

use std::io::{Read as _, Seek as _, SeekFrom};

use bytes::Bytes;
use futures_util::stream::{self, LocalBoxStream, StreamExt as _};
use tokio::sync::mpsc;

use crate::access::{CompanyAccess, Level};
use crate::domain::upload::Engine;
use crate::error::{Error, Result};
use crate::model::code::codes;
use crate::model::company::Company;
use crate::sheet::{Csv, Delimiter, Safety, Xlsx, shield};
use crate::store::exporting::{self, ExportRow};
use crate::text::{Language, Texts};

/// Rows read at once.
const ROWS: i64 = 2_000;
/// Pieces that may wait for a slow reader.
const WAITING: usize = 4;
/// Bytes of a piece of a finished workbook.
const PIECE: usize = 64 * 1024;

codes! {
    /// What kind of file an export is.
    Format {
        /// A workbook whose cells are typed as text: nothing takes zeros off. The first choice.
        Xlsx = "xlsx",
        /// Text with the delimiter of the reader's language and a byte order mark.
        Csv = "csv",
    }
}

impl Format {
    /// Its content type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// An export on its way out.
pub struct ExportFile {
    /// The name to save it under.
    pub name: String,
    /// Its content type.
    pub content_type: &'static str,
    /// Its bytes. A connection is held while they are read.
    pub bytes: LocalBoxStream<'static, Result<Bytes>>,
}

/// A company's list, with headings and help in the language of `texts`.
pub async fn export<L: Level + 'static>(
    engine: &Engine,
    access: CompanyAccess<L>,
    format: Format,
    texts: Texts,
) -> Result<ExportFile> {
    let mut conn = engine.connect().await?;
    let name = file_name(access.company(), format);
    let sheet = Template {
        account_number: access.company().account_number.clone(),
        texts,
    };
    let (to_writer, rows) = mpsc::channel(WAITING);
    let (to_reader, pieces) = mpsc::channel(WAITING);
    // It ends when the reader is gone: then nobody takes rows any more.
    let reading = async move {
        access
            .read(&mut conn, async |scope| {
                exporting::begin_snapshot(scope).await?;
                let mut after = None;
                loop {
                    let piece = exporting::piece(scope, after.as_ref(), ROWS).await?;
                    let Some(last) = piece.last() else { break };
                    after = Some(last.place());
                    if to_writer.send(piece).await.is_err() {
                        break;
                    }
                }
                Ok(())
            })
            .await
    };
    let writing = tokio::task::spawn_blocking(move || match format {
        Format::Csv => sheet.write_csv(rows, &to_reader),
        Format::Xlsx => sheet.write_workbook(rows, &to_reader),
    });
    let ending = async move {
        let (read, written) = tokio::join!(reading, writing);
        read.and(written.map_err(Error::internal)?)
    };
    Ok(ExportFile {
        name,
        content_type: format.content_type(),
        bytes: while_working(ending, pieces),
    })
}

/// The pieces as they come, while the work that makes them goes on; should it fail, the stream ends with its error, so that
/// half a file is never taken for a whole one.
fn while_working(
    work: impl Future<Output = Result<()>> + 'static,
    pieces: mpsc::Receiver<Bytes>,
) -> LocalBoxStream<'static, Result<Bytes>> {
    let state = (Some(Box::pin(work)), pieces);
    stream::unfold(state, |(mut work, mut pieces)| async move {
        loop {
            let Some(working) = &mut work else {
                let piece = pieces.recv().await?;
                return Some((Ok(piece), (work, pieces)));
            };
            tokio::select! {
                biased;
                Some(piece) = pieces.recv() => return Some((Ok(piece), (work, pieces))),
                done = working => {
                    work = None;
                    if let Err(error) = done {
                        pieces.close();
                        return Some((Err(error), (work, pieces)));
                    }
                }
            }
        }
    })
    .boxed_local()
}

/// Columns of the template, by the keys of their headings; each heading is one that an upload recognises for sure.
const COLUMNS: [&str; 9] = [
    "export-account-number",
    "export-product-number",
    "export-product-name",
    "export-cpn",
    "export-description",
    "export-unit",
    "export-pack-quantity",
    "export-valid-from",
    "export-valid-to",
];

/// Sentences of the sheet that explains the template.
const HELP: [&str; 8] = [
    "export-help-begin",
    "export-help-required",
    "export-help-optional",
    "export-help-lengths",
    "export-help-dates",
    "export-help-text",
    "export-help-account",
    "export-help-remove",
];

struct Template {
    account_number: String,
    texts: Texts,
}

impl Template {
    fn headings(&self) -> [String; 9] {
        COLUMNS.map(|key| self.texts.s(key))
    }

    fn cells(&self, row: &ExportRow) -> [String; 9] {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        [
            self.account_number.clone(),
            row.product_number.clone(),
            row.product_name.clone(),
            row.cpn.clone(),
            optional(&row.description),
            optional(&row.unit),
            row.pack_quantity
                .as_ref()
                .map(|quantity| quantity.normalized().to_plain_string())
                .unwrap_or_default(),
            row.valid_from
                .map(|day| day.to_string())
                .unwrap_or_default(),
            row.valid_to.map(|day| day.to_string()).unwrap_or_default(),
        ]
    }

    fn write_csv(
        &self,
        mut rows: mpsc::Receiver<Vec<ExportRow>>,
        pieces: &mpsc::Sender<Bytes>,
    ) -> Result<()> {
        let delimiter = match self.texts.language() {
            Language::English | Language::Pseudo => Delimiter::Comma,
            Language::German | Language::Dutch => Delimiter::Semicolon,
        };
        let mut csv =
            Csv::new(Vec::new(), delimiter, Safety::Spreadsheet).map_err(Error::internal)?;
        csv.row(self.headings()).map_err(Error::internal)?;
        loop {
            let written = csv.take();
            if !written.is_empty() && pieces.blocking_send(written.into()).is_err() {
                return Ok(());
            }
            let Some(piece) = rows.blocking_recv() else {
                return Ok(());
            };
            for row in &piece {
                csv.row(self.cells(row)).map_err(Error::internal)?;
            }
        }
    }

    fn write_workbook(
        &self,
        mut rows: mpsc::Receiver<Vec<ExportRow>>,
        pieces: &mpsc::Sender<Bytes>,
    ) -> Result<()> {
        let mut workbook = Xlsx::new(&self.texts.s("export-sheet")).map_err(Error::internal)?;
        workbook
            .headings(self.headings())
            .map_err(Error::internal)?;
        while let Some(piece) = rows.blocking_recv() {
            for row in &piece {
                let cells = self.cells(row);
                let cells = cells.iter().map(|cell| shield(cell));
                workbook.row(cells).map_err(Error::internal)?;
            }
        }
        let help = HELP.map(|key| self.texts.s(key));
        workbook
            .help(&self.texts.s("export-help-sheet"), help)
            .map_err(Error::internal)?;
        let mut file = tempfile::tempfile().map_err(Error::internal)?;
        workbook.finish(&mut file).map_err(Error::internal)?;
        file.seek(SeekFrom::Start(0)).map_err(Error::internal)?;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let limit = u64::try_from(PIECE).map_err(Error::internal)?;
            (&mut file)
                .take(limit)
                .read_to_end(&mut piece)
                .map_err(Error::internal)?;
            if piece.is_empty() || pieces.blocking_send(piece.into()).is_err() {
                return Ok(());
            }
        }
    }
}

fn file_name(company: &Company, format: Format) -> String {
    format!("{} {}.{format}", company.account_number, company.name)
}
