//! How a file was read, and the form that says otherwise.

use serde::Deserialize;

use super::words;
use crate::error::{Error, Result};
use crate::model::upload::{EmptyCells, Mode, Reading, Upload};
use crate::sheet::{ALL_SHEETS, Delimiter, Encoding, Lines, Overrides};
use crate::web::form::{Choice, Field};
use crate::web::layout::Shell;

/// The file as it was read.
pub struct Detected {
    /// In one line: "CSV · Windows-1252 · semicolon · headings in line 4 · 1,248 rows".
    pub line: String,
    /// What was noticed while reading, as sentences.
    pub notes: Vec<String>,
    /// The encoding, where there is one.
    pub encoding: Option<(Field, Vec<Choice>)>,
    /// The delimiter, where there is one.
    pub delimiter: Option<(Field, Vec<Choice>)>,
    /// The sheet, where there are several.
    pub sheet: Option<(Field, Vec<Choice>)>,
    /// The line of the headings.
    pub heading_row: Field,
}

impl Detected {
    /// Of an upload that was read; what could not be read offers everything that may help.
    pub fn of(shell: &Shell, upload: &Upload) -> Self {
        let reading = upload.reading.as_ref();
        let layout = reading.map(|reading| &reading.layout);
        let heading_row = layout
            .map(|layout| layout.heading_row)
            .or(upload.overrides.heading_row);
        let is_workbook = layout.is_some_and(|layout| layout.kind.is_workbook());
        Self {
            line: reading.map_or_else(String::new, |reading| line(shell, upload, reading)),
            notes: reading.map_or_else(Vec::new, |reading| notes(shell, reading)),
            encoding: (!is_workbook).then(|| encodings(shell, upload)),
            delimiter: (!is_workbook).then(|| delimiters(shell, upload)),
            sheet: reading.and_then(|reading| sheets(shell, reading)),
            heading_row: Field::with(
                "heading_row",
                heading_row.map_or_else(String::new, |line| line.to_string()),
            ),
        }
    }
}

fn line(shell: &Shell, upload: &Upload, reading: &Reading) -> String {
    let t = shell.t;
    let layout = &reading.layout;
    let headings = match layout.heading_row {
        0 => t.s("uploads-no-headings"),
        line => t.a("uploads-headings-in", "line", line),
    };
    let sheet = layout.sheet.as_ref().map(|sheet| match sheet.as_str() {
        ALL_SHEETS => t.n("uploads-sheets-alike", alike(reading)),
        sheet => t.a("uploads-sheet-called", "sheet", sheet),
    });
    [
        Some(layout.kind.to_string()),
        layout
            .encoding
            .map(|encoding| encoding.to_string().replacen("windows", "Windows", 1)),
        layout
            .delimiter
            .map(|delimiter| delimiter_word(shell, delimiter)),
        sheet,
        Some(headings),
        Some(t.n("uploads-rows-read", upload.rows)),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" \u{b7} ")
}

fn notes(shell: &Shell, reading: &Reading) -> Vec<String> {
    let notes = &reading.notes;
    let say = |key: &str, lines: &Lines| {
        (lines.count > 0).then(|| {
            let first: Vec<String> = lines.first.iter().take(5).map(u32::to_string).collect();
            shell.t.nw(key, lines.count, &[("lines", first.join(", "))])
        })
    };
    [
        say("uploads-noticed-replaced", &notes.replaced_rows),
        say("uploads-noticed-lenient", &notes.lenient_rows),
        say("uploads-noticed-hidden", &notes.hidden_rows),
        say("uploads-noticed-merged", &notes.merged_rows),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "As detected": nothing said.
fn unsaid(shell: &Shell) -> Choice {
    Choice::new("", shell.t.s("uploads-as-detected"))
}

fn encodings(shell: &Shell, upload: &Upload) -> (Field, Vec<Choice>) {
    let read = upload
        .reading
        .as_ref()
        .and_then(|reading| reading.layout.encoding);
    let current = read.or(upload.overrides.encoding).map(Encoding::name);
    let offered = Encoding::OFFERED.into_iter();
    let other = current.filter(|name| !Encoding::OFFERED.contains(name));
    let mut choices: Vec<Choice> = other
        .into_iter()
        .chain(offered)
        .map(|name| Choice::new(name, name))
        .collect();
    if current.is_none() {
        choices.insert(0, unsaid(shell));
    }
    (
        Field::with("encoding", current.unwrap_or_default()),
        choices,
    )
}

fn delimiters(shell: &Shell, upload: &Upload) -> (Field, Vec<Choice>) {
    let read = upload
        .reading
        .as_ref()
        .and_then(|reading| reading.layout.delimiter);
    let current = read.or(upload.overrides.delimiter);
    let mut choices: Vec<Choice> = Delimiter::ALL
        .into_iter()
        .map(|one| Choice::new(one.to_string(), delimiter_word(shell, one)))
        .collect();
    if current.is_none() {
        choices.insert(0, unsaid(shell));
    }
    let value = current.map_or_else(String::new, |delimiter| delimiter.to_string());
    (Field::with("delimiter", value), choices)
}

fn delimiter_word(shell: &Shell, delimiter: Delimiter) -> String {
    shell.t.s(&format!("uploads-delimiter-{delimiter}"))
}

fn sheets(shell: &Shell, reading: &Reading) -> Option<(Field, Vec<Choice>)> {
    let current = reading.layout.sheet.clone()?;
    let mut choices: Vec<Choice> = reading
        .sheets
        .iter()
        .map(|sheet| {
            let rows = sheet.rows.map(|rows| shell.t.n("uploads-rows-read", rows));
            let hidden = sheet.hidden.then(|| shell.t.s("uploads-sheet-hidden"));
            let more: Vec<String> = rows.into_iter().chain(hidden).collect();
            let label = if more.is_empty() {
                words::short(&sheet.name)
            } else {
                format!("{} ({})", words::short(&sheet.name), more.join(", "))
            };
            Choice::new(sheet.name.clone(), label)
        })
        .collect();
    let together = alike(reading);
    if together > 1 {
        choices.push(Choice::new(
            ALL_SHEETS,
            shell.t.n("uploads-sheets-alike", together),
        ));
    }
    (choices.len() > 1).then(|| (Field::with("sheet", current), choices))
}

/// Sheets with the same headings.
fn alike(reading: &Reading) -> usize {
    reading.sheets.iter().filter(|sheet| sheet.alike).count()
}

/// How the file is to be read, as posted.
#[derive(Deserialize)]
pub struct Said {
    encoding: Option<String>,
    delimiter: Option<String>,
    sheet: Option<String>,
    heading_row: Option<String>,
    /// What the upload may do, carried along.
    pub mode: Option<Mode>,
    /// What an empty cell means, carried along.
    pub empty_cells: Option<EmptyCells>,
}

impl Said {
    /// What was typed as the line of the headings, if it is none.
    pub fn wrong_heading_row(&self) -> Option<&str> {
        let line = self.heading_row.as_deref()?;
        parsed::<u32>(Some(&line.to_owned()))
            .is_err()
            .then_some(line)
    }

    /// What differs from how the file was read, added to what was said before. Headings stand elsewhere once rows are cut
    /// otherwise, so their line holds only if it was said along with it.
    pub fn overrides(&self, upload: &Upload) -> Result<Overrides> {
        let layout = upload.reading.as_ref().map(|reading| &reading.layout);
        let before = &upload.overrides;
        let encoding = parsed(self.encoding.as_ref())?;
        let delimiter = parsed(self.delimiter.as_ref())?;
        let sheet = self.sheet.clone().filter(|sheet| !sheet.is_empty());
        let heading_row: Option<u32> = parsed(self.heading_row.as_ref())?;
        let same_encoding = encoding.map(Encoding::name)
            == layout
                .and_then(|layout| layout.encoding)
                .map(Encoding::name);
        let same_delimiter = delimiter == layout.and_then(|layout| layout.delimiter);
        let same_sheet = sheet == layout.and_then(|layout| layout.sheet.clone()) || sheet.is_none();
        let same_row = heading_row == layout.map(|layout| layout.heading_row);
        Ok(Overrides {
            encoding: if same_encoding {
                before.encoding
            } else {
                encoding
            },
            delimiter: if same_delimiter {
                before.delimiter
            } else {
                delimiter
            },
            sheet: if same_sheet {
                before.sheet.clone()
            } else {
                sheet
            },
            heading_row: if !same_row {
                heading_row
            } else if same_delimiter && same_sheet {
                before.heading_row
            } else {
                None
            },
        })
    }
}

fn parsed<T: std::str::FromStr>(text: Option<&String>) -> Result<Option<T>> {
    text.map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .map(str::parse)
        .transpose()
        .map_err(|_malformed| Error::BadRequest("unreadable"))
}
