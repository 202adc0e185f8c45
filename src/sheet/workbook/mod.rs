//! Workbooks → rows. Only the child process calls this: see [`child`](super::child).
//!
//! Everything is read as a stream, and what the file claims about itself (counts, dimensions,
//! sizes) is never a reason to allocate.

mod builder;
mod merges;
mod number_format;
mod ods;
mod package;
mod relations;
mod strings;
mod styles;
mod xls;
mod xlsx;
mod xml;

use std::{
    fs::File,
    io::{Read, Seek},
    ops::ControlFlow,
};

use self::{ods::Ods, package::Package, xls::Xls, xlsx::Xlsx};
use super::{Kind, Limits, Row, SheetError, Unsupported};

/// An open workbook of any kind.
pub(super) enum Workbook {
    /// Office Open XML.
    Xlsx(Box<Xlsx>),
    /// `LibreOffice`'s own.
    Ods(Box<Ods>),
    /// Excel 97 to 2003.
    Xls(Box<Xls>),
}

/// A sheet's name, and whether it is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tab {
    /// Its name.
    pub(super) name: String,
    /// Whether the workbook hides it.
    pub(super) hidden: bool,
}

/// How much of a sheet will be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Its first rows, to choose a sheet.
    Beginning,
    /// All of it.
    Whole,
}

/// A row of a sheet and what was noticed about it.
#[derive(Debug)]
pub(super) struct SheetRow {
    /// The row.
    pub(super) row: Row,
    /// Whether the sheet hides it.
    pub(super) hidden: bool,
    /// Whether an empty cell of it was filled from a merged area.
    pub(super) filled: bool,
}

/// A cell that spans columns of one row: line, first and last column from 0.
pub(super) type Span = (u32, u16, u16);

/// Takes rows until it breaks off.
pub(super) type Sink<'s> = dyn FnMut(SheetRow) -> Result<ControlFlow<()>, SheetError> + 's;

impl Workbook {
    /// Opens the file as what its content says it is.
    pub(super) fn open(mut file: File, limits: &Limits) -> Result<Self, SheetError> {
        let mut beginning = Vec::new();
        file.rewind()?;
        file.by_ref().take(8).read_to_end(&mut beginning)?;
        file.rewind()?;
        if !beginning.starts_with(b"PK") {
            return Ok(Self::Xls(Box::new(Xls::open(file, limits)?)));
        }
        let package = Package::open(file, limits)?;
        match packed_kind(&package)? {
            Kind::Ods => Ok(Self::Ods(Box::new(Ods::open(package, limits)?))),
            _ => Ok(Self::Xlsx(Box::new(Xlsx::open(package, limits)?))),
        }
    }

    /// What kind it is.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Xlsx(_) => Kind::Xlsx,
            Self::Ods(_) => Kind::Ods,
            Self::Xls(_) => Kind::Xls,
        }
    }

    /// Its sheets, in their order.
    pub(super) fn tabs(&self) -> Vec<Tab> {
        match self {
            Self::Xlsx(book) => book.tabs(),
            Self::Ods(book) => book.tabs(),
            Self::Xls(book) => book.tabs(),
        }
    }

    /// Whether a sheet may be read to its end only to count its rows; asked once for each.
    pub(super) fn is_cheap(&mut self, index: usize) -> bool {
        match self {
            Self::Xlsx(book) => book.is_cheap(index),
            Self::Ods(book) => book.is_cheap(),
            Self::Xls(_) => true,
        }
    }

    /// Gives the rows of a sheet that have anything in them, and the spans of its first rows.
    pub(super) fn read(
        &mut self,
        index: usize,
        extent: Extent,
        sink: &mut Sink<'_>,
    ) -> Result<Vec<Span>, SheetError> {
        match self {
            Self::Xlsx(book) => book.read(index, extent, sink),
            Self::Ods(book) => book.read(index, sink),
            Self::Xls(book) => book.read(index, sink),
        }
    }
}

/// What kind of workbook, or something else, a package is.
fn packed_kind(package: &Package) -> Result<Kind, SheetError> {
    let told = match () {
        () if package.has("[Content_Types].xml") && package.has("xl/workbook.bin") => {
            Err(Unsupported::Xlsb)
        }
        () if package.has("word/document.xml") => Err(Unsupported::Document),
        () if package.has("[Content_Types].xml") && package.has("_rels/.rels") => Ok(Kind::Xlsx),
        () if package.has("content.xml") && package.has("mimetype") => Ok(Kind::Ods),
        () if package.has_ending("Index/Document.iwa") || package.has("Index.zip") => {
            Err(Unsupported::Numbers)
        }
        () => Err(Unsupported::Archive),
    };
    Ok(told?)
}
