//! The report: the user's own file back, with what became of each row.

use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use futures_util::stream::{self, LocalBoxStream, StreamExt as _};

use super::Engine;
use crate::access::{CompanyAccess, Level};
use crate::db::Conn;
use crate::error::Result;
use crate::model::cells;
use crate::model::id::UploadId;
use crate::model::upload::{Outcome, Upload};
use crate::sheet::{Csv, Delimiter, Safety};
use crate::store::previews::{self, ReportRow};
use crate::store::uploads;

/// Rows of one piece of the report.
const PIECE: i32 = 2_000;

/// Which rows a report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// All.
    All,
    /// Those that were not taken (problems and open choices), ready to be mended and uploaded again.
    NotTaken,
}

/// A report on its way out.
pub struct ReportFile {
    /// The name to save it under.
    pub name: String,
    /// Its content type.
    pub content_type: String,
    /// Its bytes. A connection is held while they are read; memory stays the same however large the file.
    pub bytes: LocalBoxStream<'static, Result<Bytes>>,
}

impl Engine {
    /// The user's own rows back in their order, with the delimiter and encoding of their file (a workbook comes back as CSV that
    /// spreadsheets open), and two columns more under `headings`: what happened and why, in the words `describe` finds for them.
    pub async fn report_file<L: Level + 'static>(
        &self,
        access: CompanyAccess<L>,
        upload: UploadId,
        rows: Rows,
        headings: [String; 2],
        describe: impl Fn(Outcome, &str) -> [String; 2] + 'static,
    ) -> Result<ReportFile> {
        let mut conn = self.connect().await?;
        let upload = super::find(&mut conn, &access, upload).await?;
        let form = Form::of(&upload);
        let name = file_name(&upload.file_name, rows);
        let content_type = format!(
            "text/csv; charset={}",
            form.encoding.name().to_ascii_lowercase()
        );
        let first = form.first_line(upload.headings.iter().chain(&headings))?;
        let writer = Writer {
            conn,
            access,
            upload,
            rows,
            form,
            describe: Box::new(describe),
            after: i32::MIN,
        };
        let rest = stream::try_unfold(writer, |mut writer| async move {
            let piece = writer.piece().await?;
            Ok((!piece.is_empty()).then_some((piece, writer)))
        });
        Ok(ReportFile {
            name,
            content_type,
            bytes: stream::once(async { Ok(first) }).chain(rest).boxed_local(),
        })
    }
}

struct Writer<L: Level> {
    conn: Conn,
    access: CompanyAccess<L>,
    upload: Upload,
    rows: Rows,
    form: Form,
    describe: Box<dyn Fn(Outcome, &str) -> [String; 2]>,
    after: i32,
}

impl<L: Level> Writer<L> {
    /// The next rows as bytes; none at the end.
    async fn piece(&mut self) -> Result<Bytes> {
        let (upload, after, skipped) = (&self.upload, self.after, self.rows == Rows::NotTaken);
        let rows = self
            .access
            .read(&mut self.conn, async |scope| {
                uploads::patient(scope).await?;
                Ok(previews::report(scope, upload, after, PIECE, skipped).await?)
            })
            .await?;
        let Some(last) = rows.last() else {
            return Ok(Bytes::new());
        };
        self.after = last.line;
        let lines = rows.iter().map(|row| self.line(row));
        self.form.lines(lines)
    }

    fn line(&self, row: &ReportRow) -> Vec<String> {
        let mut texts: Vec<String> = cells::unpack(&row.cells)
            .into_iter()
            .map(|cell| cell.text)
            .collect();
        texts.resize(self.upload.headings.len().max(texts.len()), String::new());
        if let (Some(outcome), Some(cause)) = (row.outcome, &row.cause) {
            // Below their headings, also where a row has more cells than there are headings.
            let beyond = texts.split_off(self.upload.headings.len());
            texts.extend((self.describe)(outcome, cause));
            texts.extend(beyond);
        }
        texts
    }
}

/// How the file is written: as it came, as far as a text file goes.
#[derive(Clone, Copy)]
struct Form {
    delimiter: Delimiter,
    encoding: &'static Encoding,
    marked: bool,
}

impl Form {
    fn of(upload: &Upload) -> Self {
        let layout = upload.reading.as_ref().map(|reading| &reading.layout);
        let encoding = layout.and_then(|layout| layout.encoding);
        Self {
            // A single column has grown to three.
            delimiter: layout
                .and_then(|layout| layout.delimiter)
                .filter(|delimiter| *delimiter != Delimiter::Nothing)
                .unwrap_or(Delimiter::Semicolon),
            encoding: encoding
                .and_then(|encoding| Encoding::for_label(encoding.name().as_bytes()))
                .unwrap_or(UTF_8),
            marked: encoding.is_none_or(|encoding| encoding.to_string().ends_with("with BOM")),
        }
    }

    fn first_line<'t>(self, cells: impl Iterator<Item = &'t String>) -> Result<Bytes> {
        let line = self.text([cells.collect::<Vec<_>>()])?;
        let mark = if self.marked { "\u{FEFF}" } else { "" };
        Ok(self.encode(&format!("{mark}{line}")))
    }

    fn lines(self, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Bytes> {
        Ok(self.encode(&self.text(rows)?))
    }

    fn text<T: AsRef<str>>(self, rows: impl IntoIterator<Item = Vec<T>>) -> Result<String> {
        // Cells go back as they came: whatever protected them is still in them.
        let mut csv = Csv::new(Vec::new(), self.delimiter, Safety::Raw)
            .map_err(crate::error::Error::internal)?;
        for row in rows {
            csv.row(row).map_err(crate::error::Error::internal)?;
        }
        let bytes = csv.finish().map_err(crate::error::Error::internal)?;
        let text = String::from_utf8(bytes).map_err(crate::error::Error::internal)?;
        Ok(text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned())
    }

    fn encode(self, text: &str) -> Bytes {
        if self.encoding == UTF_16LE {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        if self.encoding == UTF_16BE {
            return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        }
        let (encoded, _, unmappable) = self.encoding.encode(text);
        if !unmappable {
            return Bytes::copy_from_slice(&encoded);
        }
        // The reason may quote what the file's encoding does not have.
        let plain: String = text
            .chars()
            .map(|c| if self.has(c) { c } else { '?' })
            .collect();
        Bytes::copy_from_slice(&self.encoding.encode(&plain).0)
    }

    fn has(self, c: char) -> bool {
        let mut buffer = [0; 4];
        let (_, _, unmappable) = self.encoding.encode(c.encode_utf8(&mut buffer));
        !unmappable
    }
}

fn file_name(original: &str, rows: Rows) -> String {
    let stem = original.rsplit_once('.').map_or(original, |(stem, _)| stem);
    let kind = match rows {
        Rows::All => "report",
        Rows::NotTaken => "not-taken",
    };
    format!("{stem}-{kind}.csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_keeps_the_encoding_and_shows_what_it_lacks() {
        let form = |label: &str| Form {
            delimiter: Delimiter::Semicolon,
            encoding: Encoding::for_label(label.as_bytes()).unwrap(),
            marked: false,
        };
        let row = || [vec!["\u{FC}\u{3BB}".to_owned(), "a;b".to_owned()]];
        assert_eq!(
            form("windows-1252").lines(row()).unwrap(),
            Bytes::from_static(b"\xFC?;\"a;b\"\r\n")
        );
        assert_eq!(
            form("utf-16le").lines(row()).unwrap().get(..4).unwrap(),
            [0xFC, 0, 0xBB, 3]
        );
        assert_eq!(
            form("utf-8").lines(row()).unwrap(),
            Bytes::from("\u{FC}\u{3BB};\"a;b\"\r\n")
        );
    }

    #[test]
    fn a_report_is_named_after_the_file() {
        assert_eq!(file_name("list.v2.xlsx", Rows::All), "list.v2-report.csv");
        assert_eq!(file_name("list", Rows::NotTaken), "list-not-taken.csv");
    }
}
