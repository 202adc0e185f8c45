//! Inside the child process: limits first, then the workbook.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    ops::ControlFlow,
    process::ExitCode,
};

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::super::{
    Limits, SheetError, headings,
    wire::{Frame, Sample},
    workbook::{Extent, Workbook},
};

/// Bytes of memory that the process may take.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Seconds of work that it may do.
const SECONDS: u64 = 120;
/// Sheets whose first rows are looked at to choose one.
const SAMPLED: usize = 100;

/// What the program does when it is started with [`ARGUMENT`](super::ARGUMENT): reads a workbook
/// from standard input and gives its rows on standard output.
pub fn child_main() -> ExitCode {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let told = match limit_itself().and_then(|()| serve(&mut input, &mut output)) {
        Ok(()) => Ok(()),
        Err(error) => Frame::Error(error).write(&mut output),
    };
    match told.and_then(|()| output.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_gone) => ExitCode::FAILURE,
    }
}

/// Gives up what a reader of one workbook does not need.
fn limit_itself() -> Result<(), SheetError> {
    let memory = lower(Resource::RLIMIT_AS, MEMORY);
    // Elsewhere a process counts addresses against it that it never uses, and refuses the limit.
    if cfg!(target_os = "linux") {
        memory?;
    }
    lower(Resource::RLIMIT_CPU, SECONDS)?;
    lower(Resource::RLIMIT_CORE, 0)
}

/// Lowers a limit of this process for good, unless it is lower already.
fn lower(resource: Resource, limit: u64) -> Result<(), SheetError> {
    getrlimit(resource)
        .map(|(_, hard)| limit.min(hard))
        .and_then(|limit| setrlimit(resource, limit, limit))
        .map_err(|error| SheetError::Reader {
            reason: format!("it cannot limit itself: {error}"),
        })
}

/// Takes the file, offers its sheets, gives the rows of those that are chosen, one after the other.
fn serve(input: &mut impl Read, output: &mut impl Write) -> Result<(), SheetError> {
    let (file, limits) = take_file(input)?;
    // The file is there; nothing else is to be opened from here on.
    lower(Resource::RLIMIT_NOFILE, 0)?;
    let mut book = Workbook::open(file, &limits)?;
    for (index, tab) in book.tabs().into_iter().enumerate() {
        let mut sample = Sample {
            name: tab.name,
            hidden: tab.hidden,
            rows: None,
            spans: Vec::new(),
            refused: false,
        };
        if index < SAMPLED {
            take_sample(&mut book, index, &mut sample, output)?;
        }
        Frame::Sample(sample).write(output)?;
    }
    Frame::Sampled(book.kind()).write(output)?;
    output.flush()?;
    while let Some(Frame::Choice(index)) = Frame::read(input)? {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        book.read(index, Extent::Whole, &mut |row| {
            Frame::Row(row).write(output)?;
            Ok(ControlFlow::Continue(()))
        })?;
        Frame::End.write(output)?;
        output.flush()?;
    }
    Ok(())
}

/// Takes the limits and the bytes of the file, into a file that has no name.
fn take_file(input: &mut impl Read) -> Result<(File, Limits), SheetError> {
    let unexpected = || SheetError::Reader {
        reason: "it was not given a file".into(),
    };
    let Some(Frame::Limits(limits)) = Frame::read(input)? else {
        return Err(unexpected());
    };
    let mut file = tempfile::tempfile()?;
    loop {
        match Frame::read(input)? {
            Some(Frame::Bytes(bytes)) if bytes.is_empty() => break,
            Some(Frame::Bytes(bytes)) => file.write_all(&bytes)?,
            _ => return Err(unexpected()),
        }
    }
    file.rewind()?;
    Ok((file, limits))
}

/// Gives the first rows of a sheet, and counts the rest if that is cheap.
fn take_sample(
    book: &mut Workbook,
    index: usize,
    sample: &mut Sample,
    output: &mut impl Write,
) -> Result<(), SheetError> {
    let counted = book.is_cheap(index);
    let wanted = u64::try_from(headings::SEARCHED).unwrap_or(u64::MAX);
    let mut rows = 0;
    let read = book.read(index, Extent::Beginning, &mut |row| {
        rows += 1;
        if rows <= wanted {
            Frame::Row(row).write(output)?;
        }
        Ok(if counted || rows < wanted {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        })
    });
    match read {
        Ok(spans) => {
            sample.spans = spans;
            sample.rows = (counted || rows < wanted).then_some(rows);
            Ok(())
        }
        Err(
            SheetError::TooManyColumns { .. }
            | SheetError::TooManyRows { .. }
            | SheetError::CellTooLong { .. },
        ) => {
            sample.refused = true;
            Ok(())
        }
        Err(error) => Err(error),
    }
}
