//! Why a file cannot be read, each cause with its position and the way out.

use std::io;

use serde::{Deserialize, Serialize};

/// Why a file cannot be read. Its text is a whole sentence for the person who sent the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum SheetError {
    /// Nothing in it, or only blanks.
    #[error("The file is empty.")]
    Empty,
    /// A kind of file that is not read.
    #[error("{kind}")]
    Unsupported {
        /// What it is.
        kind: Unsupported,
    },
    /// More bytes than allowed.
    #[error("The file is larger than {} MB. Split it and upload the parts.", limit / (1024 * 1024))]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// More rows than allowed.
    #[error("The file has more than {limit} rows. Split it and upload the parts.")]
    TooManyRows {
        /// Rows allowed.
        limit: u64,
    },
    /// More columns than allowed.
    #[error(
        "Line {line} has more than {limit} columns. Remove the columns that are not needed, or choose another delimiter."
    )]
    TooManyColumns {
        /// The line.
        line: u32,
        /// Columns allowed.
        limit: usize,
    },
    /// A cell longer than allowed.
    #[error("Line {line}, column {column}: the cell has more than {limit} characters.")]
    CellTooLong {
        /// The line.
        line: u32,
        /// The column, from 1.
        column: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A row longer than allowed: most often no table at all, or the wrong encoding.
    #[error(
        "The row that begins on line {line} is longer than {limit} bytes. Is this a table? Check the encoding and the delimiter."
    )]
    RecordTooLong {
        /// The line where the row begins.
        line: u32,
        /// Bytes allowed.
        limit: usize,
    },
    /// The heading row that was said is not there.
    #[error("There is no row on line {row} that could hold the headings.")]
    NoHeadingRow {
        /// The line that was said.
        row: u32,
    },
    /// The sheet that was said is not there.
    #[error("The workbook has no sheet called \u{201c}{name}\u{201d}.")]
    NoSuchSheet {
        /// The name that was said.
        name: String,
    },
    /// No sheet has anything in it.
    #[error("The workbook has no sheet with anything in it.")]
    NoSheet,
    /// A workbook that is broken or made to do harm.
    #[error(
        "The workbook cannot be read: {reason}. Open it in your spreadsheet program, save it again as .xlsx and upload that."
    )]
    Damaged {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// A workbook that unpacks to more than allowed.
    #[error(
        "The workbook was refused: {reason}. Save only the sheet with the numbers as .xlsx or .csv and upload that."
    )]
    Excessive {
        /// Which measure it exceeds.
        reason: String,
    },
    /// Reading the workbook took more time or memory than allowed.
    #[error(
        "The workbook needs too much {resource} to be read. Save the sheet with the numbers as .csv and upload that."
    )]
    Exhausted {
        /// `time` or `memory`.
        resource: String,
    },
    /// The reader of workbooks could not be started or ended without a word.
    #[error(
        "The reader of workbooks stopped unexpectedly ({reason}). Try again, or save the sheet as .csv and upload that."
    )]
    Reader {
        /// What is known of it.
        reason: String,
    },
    /// The bytes could not be fetched.
    #[error("The file could not be fetched: {reason}.")]
    Source {
        /// What the source said.
        reason: String,
    },
}

impl SheetError {
    /// A stable word for the cause, for translations and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unsupported { kind } => kind.code(),
            Self::TooLarge { .. } => "too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::RecordTooLong { .. } => "record_too_long",
            Self::NoHeadingRow { .. } => "no_heading_row",
            Self::NoSuchSheet { .. } => "no_such_sheet",
            Self::NoSheet => "no_sheet",
            Self::Damaged { .. } => "damaged",
            Self::Excessive { .. } => "excessive",
            Self::Exhausted { .. } => "exhausted",
            Self::Reader { .. } => "reader",
            Self::Source { .. } => "source",
        }
    }

    /// As it is kept beside a file: in the terms of a program, to be told later in anybody's language.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_unwritable| self.to_string())
    }

    /// What [`stored`](Self::stored) gave.
    pub fn from_stored(stored: &str) -> Option<Self> {
        serde_json::from_str(stored).ok()
    }

    /// A damaged workbook.
    pub(super) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged {
            reason: reason.into(),
        }
    }

    /// A workbook over one of its measures.
    pub(super) fn excessive(reason: impl Into<String>) -> Self {
        Self::Excessive {
            reason: reason.into(),
        }
    }
}

impl From<io::Error> for SheetError {
    /// Errors of our own that travelled through `io::Read` come out as they went in.
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(foreign) => Self::Source {
                reason: foreign.to_string(),
            },
        }
    }
}

impl From<SheetError> for io::Error {
    fn from(error: SheetError) -> Self {
        Self::other(error)
    }
}

/// A kind of file that is recognised and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unsupported {
    /// A workbook with a password.
    #[error(
        "The workbook is protected with a password. Remove the password (File, Info, Protect Workbook) and upload it again."
    )]
    Encrypted,
    /// A binary workbook.
    #[error("This is a binary workbook (.xlsb). Open it and use Save as, .xlsx.")]
    Xlsb,
    /// A workbook of Apple Numbers.
    #[error("This is an Apple Numbers file. Open it and use File, Export to, Excel or CSV.")]
    Numbers,
    /// A web page, often one that calls itself `.xls`.
    #[error(
        "This is a web page, even if its name says Excel. Open it in your spreadsheet program and use Save as, .xlsx."
    )]
    Html,
    /// XML of some kind, among them Excel's of 2003.
    #[error("This is an XML file. Open it in your spreadsheet program and use Save as, .xlsx.")]
    Xml,
    /// A PDF.
    #[error("This is a PDF. Ask for the list as a spreadsheet or CSV file.")]
    Pdf,
    /// A picture.
    #[error("This is a picture. Ask for the list as a spreadsheet or CSV file.")]
    Picture,
    /// A text document.
    #[error("This is a text document. Copy the table into a spreadsheet and save that as .xlsx.")]
    Document,
    /// An archive.
    #[error("This is an archive. Unpack it and upload the spreadsheet that is inside.")]
    Archive,
    /// Some other binary file.
    #[error("This is neither a spreadsheet nor a text file. Upload .xlsx, .ods or .csv.")]
    Binary,
}

impl Unsupported {
    /// A stable word for it.
    fn code(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Xlsb => "xlsb",
            Self::Numbers => "numbers",
            Self::Html => "html",
            Self::Xml => "xml",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Document => "document",
            Self::Archive => "archive",
            Self::Binary => "binary",
        }
    }
}

impl From<Unsupported> for SheetError {
    fn from(kind: Unsupported) -> Self {
        Self::Unsupported { kind }
    }
}
