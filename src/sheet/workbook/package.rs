//! The packed file that a workbook is: its parts, unpacked within budgets.
//!
//! Nothing that the file says about its own sizes is believed. The list of parts is walked before
//! the archive is opened, because an archive with two parts of one name would show only one.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::super::{Limits, SheetError, Unsupported};

/// An open package.
pub(super) struct Package {
    /// The archive.
    archive: ZipArchive<BufReader<File>>,
    /// For each part, how many bytes were ever unpacked of it.
    unpacked: Vec<u64>,
    /// What is allowed.
    limits: Limits,
}

impl Package {
    /// Opens the file and checks its list of parts.
    pub(super) fn open(mut file: File, limits: &Limits) -> Result<Self, SheetError> {
        check_names(&list(&mut file, limits.parts)?)?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
        // The crate has its own way to find the list, and may find another.
        if u64::try_from(archive.len()).is_ok_and(|parts| parts > limits.parts) {
            return Err(too_many_parts(limits.parts));
        }
        Ok(Self {
            unpacked: vec![0; archive.len()],
            archive,
            limits: limits.clone(),
        })
    }

    /// Whether a part of this name is in it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Whether a part whose name ends so is in it.
    pub(super) fn has_ending(&self, ending: &str) -> bool {
        self.archive.file_names().any(|name| name.ends_with(ending))
    }

    /// Bytes that a part claims to have unpacked: no more can be read of it, and it may lie.
    pub(super) fn claimed_size(&mut self, name: &str) -> u64 {
        self.archive
            .index_for_name(name)
            .and_then(|index| self.archive.by_index_raw(index).ok())
            .map_or(0, |part| part.size())
    }

    /// Unpacks a part from its beginning.
    pub(super) fn part(&mut self, name: &str) -> Result<Part<'_>, SheetError> {
        let index = self
            .archive
            .index_for_name(name)
            .ok_or_else(|| SheetError::damaged(format!("its part {name} is missing")))?;
        let others = self.unpacked.iter().sum::<u64>()
            - self.unpacked.get(index).copied().unwrap_or_default();
        let content = self.archive.by_index(index).map_err(damaged)?;
        let packed = content.compressed_size();
        let limits = &self.limits;
        let by_ratio = packed
            .saturating_mul(limits.unpacked_ratio)
            .max(limits.ratio_free_bytes);
        Ok(Part {
            name: name.to_owned(),
            read: 0,
            claimed: content.size(),
            content,
            record: self.unpacked.get_mut(index),
            left_in_sum: limits.unpacked_bytes.saturating_sub(others),
            by_ratio,
            ratio: limits.unpacked_ratio,
        })
    }
}

/// A part being unpacked.
pub(super) struct Part<'p> {
    /// Its name.
    name: String,
    /// Its bytes.
    content: ZipFile<'p, BufReader<File>>,
    /// Bytes unpacked so far.
    read: u64,
    /// Bytes that it claims to have.
    claimed: u64,
    /// Where the most bytes ever unpacked of it are kept.
    record: Option<&'p mut u64>,
    /// Bytes that the sum over all parts leaves to this one.
    left_in_sum: u64,
    /// Bytes that its packed size allows.
    by_ratio: u64,
    /// The ratio behind that, for the message.
    ratio: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.content.read(buffer).map_err(|error| {
            SheetError::damaged(format!(
                "its part {} cannot be unpacked ({error})",
                self.name
            ))
        })?;
        self.read += u64::try_from(length).unwrap_or(u64::MAX);
        if let Some(record) = &mut self.record {
            **record = self.read.max(**record);
        }
        if self.read > self.by_ratio {
            return Err(SheetError::excessive(format!(
                "its part {} unpacks to more than {} times its size",
                self.name, self.ratio
            ))
            .into());
        }
        if self.read > self.claimed {
            return Err(SheetError::damaged(format!(
                "its part {} is larger than it says",
                self.name
            ))
            .into());
        }
        if self.read > self.left_in_sum {
            return Err(SheetError::excessive("it unpacks to more bytes than allowed").into());
        }
        Ok(length)
    }
}

/// What an error of the archive means to a person.
fn damaged(error: ZipError) -> SheetError {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            Unsupported::Encrypted.into()
        }
        ZipError::Io(error) => error.into(),
        other => SheetError::damaged(other.to_string()),
    }
}

/// A package with more parts than allowed.
fn too_many_parts(most: u64) -> SheetError {
    SheetError::excessive(format!("it has more than {most} parts"))
}

/// The names of all parts, as the list at the end of the file gives them.
fn list(file: &mut File, most: u64) -> Result<Vec<Vec<u8>>, SheetError> {
    /// The record at the end without its comment, and the longest comment.
    const END: u64 = 22 + 65_535;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
    let mut tail = Vec::new();
    file.take(END).read_to_end(&mut tail)?;
    let end = memchr::memmem::rfind(&tail, b"PK\x05\x06")
        .and_then(|at| tail.get(at..at + 22))
        .ok_or_else(|| SheetError::damaged("its end is missing"))?;
    let (count, offset) = (number(end, 10, 2), number(end, 16, 4));
    if count == 0xffff || offset == 0xffff_ffff || count > most {
        return Err(too_many_parts(most));
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut entries = BufReader::new(&mut *file);
    let mut names = Vec::new();
    for _ in 0..count {
        let mut fixed = [0; 46];
        entries.read_exact(&mut fixed).map_err(|error| {
            SheetError::damaged(format!("its list of parts is cut off ({error})"))
        })?;
        if !fixed.starts_with(b"PK\x01\x02") {
            return Err(SheetError::damaged("its list of parts is broken"));
        }
        let mut name = Vec::new();
        let mut rest = entries.by_ref().take(number(&fixed, 28, 2));
        rest.read_to_end(&mut name)?;
        let skipped = number(&fixed, 30, 2) + number(&fixed, 32, 2);
        io::copy(&mut entries.by_ref().take(skipped), &mut io::sink())?;
        names.push(name);
    }
    file.rewind()?;
    Ok(names)
}

/// A number of so many bytes, the least first.
fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    let field = bytes.get(at..at + length).unwrap_or_default();
    field
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Refuses names that lead out of the package, and names that are there twice.
fn check_names(names: &[Vec<u8>]) -> Result<(), SheetError> {
    let mut once = HashSet::new();
    for name in names {
        let shown = String::from_utf8_lossy(name);
        let bad = shown.starts_with('/')
            || shown.contains(['\\', '\0'])
            || shown.get(1..2) == Some(":")
            || shown.split('/').any(|step| step == "..");
        if bad {
            return Err(SheetError::damaged(format!(
                "it has a part with the forbidden name {shown:?}"
            )));
        }
        // Folders may be listed any number of times; they hold nothing themselves.
        if !shown.ends_with('/') && !once.insert(shown.to_lowercase()) {
            return Err(SheetError::damaged(format!(
                "it has two parts with the name {shown:?}"
            )));
        }
    }
    Ok(())
}
