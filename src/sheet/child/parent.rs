//! Outside the child process: feeds it, listens to it, and outlives it.

use std::{
    collections::VecDeque,
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{
    super::{
        ALL_SHEETS, Kind, Limits, Notes, Row, SheetError, SheetInfo,
        wire::{Frame, Sample},
        workbook::{SheetRow, Span},
    },
    choice::{Promise, choose},
    watch::{Watch, Watched},
};

/// The rows of a sheet that a child process reads.
pub(in super::super) struct Remote {
    /// What the child says.
    output: BufReader<Watched<ChildStdout>>,
    /// What the child is told; none once it was told everything.
    input: Option<BufWriter<Watched<ChildStdin>>>,
    /// The child and how long it was waited for.
    watch: Arc<Watch>,
    /// The sheets.
    sheets: Vec<SheetInfo>,
    /// The sheet that is read, or the first of them.
    chosen: usize,
    /// Whether all that are like it are read.
    reads_all: bool,
    /// Those still to be read, each with the line of its headings.
    others: VecDeque<(usize, u32)>,
    /// Lines of the sheets before the one that is being read.
    above: u32,
    /// The last line that was given.
    last: u32,
    /// The last line that is left out of the sheet that is being read.
    headings: u32,
    /// Cells of its first rows that span columns.
    spans: Vec<Span>,
    /// What kind of workbook it is.
    kind: Kind,
    /// What was noticed.
    notes: Notes,
    /// Whether the last row was read.
    ended: bool,
}

impl Remote {
    /// Has `program` read the workbook, and chooses what is read of it: the sheet that is said, or the one that looks most like a
    /// list. `heading_row` is the line of the headings if it was said.
    pub(in super::super) fn open(
        program: &Path,
        source: &mut dyn Read,
        said: Option<&str>,
        heading_row: Option<u32>,
        known_heading: &dyn Fn(&str) -> bool,
        limits: &Limits,
    ) -> Result<Self, SheetError> {
        let mut remote = Self::start(program, limits)?;
        remote.feed(source, limits)?;
        let (samples, promises) = remote.listen_for_samples(heading_row, known_heading)?;
        let chosen = choose(&samples, &promises, said)?;
        remote.chosen = chosen.first;
        remote.reads_all = said == Some(ALL_SHEETS);
        remote.others = chosen.others.into();
        for (index, (sample, alike)) in samples.into_iter().zip(chosen.alike).enumerate() {
            if index == remote.chosen {
                remote.spans = sample.spans;
            }
            remote.sheets.push(SheetInfo {
                name: sample.name,
                rows: sample.rows,
                hidden: sample.hidden,
                alike,
            });
        }
        remote.ask_for(remote.chosen)?;
        Ok(remote)
    }

    /// Has the child give the rows of a sheet.
    fn ask_for(&mut self, index: usize) -> Result<(), SheetError> {
        self.tell(&Frame::Choice(u32::try_from(index).unwrap_or(u32::MAX)))?;
        if self.others.is_empty() {
            self.input = None;
        }
        Ok(())
    }

    /// What kind of workbook it is.
    pub(in super::super) fn kind(&self) -> Kind {
        self.kind
    }

    /// The sheets.
    pub(in super::super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The name of the sheet that is read, or [`ALL_SHEETS`].
    pub(in super::super) fn sheet(&self) -> Option<&str> {
        if self.reads_all {
            return Some(ALL_SHEETS);
        }
        let chosen = self.sheets.get(self.chosen);
        chosen.map(|sheet| sheet.name.as_str())
    }

    /// Cells of its first rows that span columns.
    pub(in super::super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// What was noticed so far.
    pub(in super::super) fn notes(&self) -> &Notes {
        &self.notes
    }

    /// The next row with anything in it. Lines of further sheets go on counting where the one before ended; their headings are left
    /// out.
    pub(in super::super) fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        while !self.ended {
            match self.hear()? {
                Frame::Row(row) if row.row.line <= self.headings => {}
                Frame::Row(row) => return Ok(Some(self.noted(row))),
                Frame::End => match self.others.pop_front() {
                    Some((index, headings)) => {
                        self.above = self.last;
                        self.headings = headings;
                        self.ask_for(index)?;
                    }
                    None => self.ended = true,
                },
                _ => return Err(nonsense()),
            }
        }
        Ok(None)
    }

    /// A row with its line, once what was noticed about it is.
    fn noted(&mut self, row: SheetRow) -> Row {
        let SheetRow {
            mut row,
            hidden,
            filled,
        } = row;
        row.line = row.line.saturating_add(self.above);
        self.last = row.line;
        if hidden {
            self.notes.hidden_rows.add(row.line);
        }
        if filled {
            self.notes.merged_rows.add(row.line);
        }
        let mut cells = row.cells.iter();
        if cells.any(|cell| cell.text.contains('\u{fffd}')) {
            self.notes.replaced_rows.add(row.line);
        }
        row
    }

    /// Starts the child.
    fn start(program: &Path, limits: &Limits) -> Result<Self, SheetError> {
        let failed = |reason: String| SheetError::Reader { reason };
        let mut child = Command::new(program)
            .arg(super::ARGUMENT)
            .env_clear()
            .env("TMPDIR", std::env::temp_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(format!("it does not start: {error}")))?;
        let pipes = (child.stdin.take(), child.stdout.take());
        let patience = Duration::from_secs(limits.wait_seconds);
        let watch = Arc::new(Watch::new(child, patience));
        let (Some(input), Some(output)) = pipes else {
            return Err(failed("it has no pipes".into()));
        };
        let watching = Arc::clone(&watch);
        thread::Builder::new()
            .name("workbook-watch".into())
            .spawn(move || watching.run())
            .map_err(|error| failed(format!("it cannot be watched: {error}")))?;
        Ok(Self {
            output: BufReader::with_capacity(64 * 1024, Watched::new(output, &watch)),
            input: Some(BufWriter::new(Watched::new(input, &watch))),
            watch,
            sheets: Vec::new(),
            chosen: 0,
            reads_all: false,
            others: VecDeque::new(),
            above: 0,
            last: 0,
            headings: 0,
            spans: Vec::new(),
            kind: Kind::Xlsx,
            notes: Notes::default(),
            ended: false,
        })
    }

    /// Gives the child the file.
    fn feed(&mut self, source: &mut dyn Read, limits: &Limits) -> Result<(), SheetError> {
        self.tell(&Frame::Limits(limits.clone()))?;
        let mut total = 0_u64;
        loop {
            let mut bytes = Vec::with_capacity(64 * 1024);
            source.take(64 * 1024).read_to_end(&mut bytes)?;
            total += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if total > limits.bytes {
                return Err(SheetError::TooLarge {
                    limit: limits.bytes,
                });
            }
            let last = bytes.is_empty();
            self.tell(&Frame::Bytes(bytes))?;
            if last {
                return Ok(());
            }
        }
    }

    /// Takes what the child found in each sheet, with what it promises.
    fn listen_for_samples(
        &mut self,
        heading_row: Option<u32>,
        known_heading: &dyn Fn(&str) -> bool,
    ) -> Result<(Vec<Sample>, Vec<Promise>), SheetError> {
        let (mut samples, mut promises) = (Vec::new(), Vec::new());
        let mut promise = Promise::default();
        loop {
            match self.hear()? {
                Frame::Row(row) => promise.add(row.row, known_heading),
                Frame::Sample(sample) => {
                    promise.settle(&sample, heading_row, known_heading);
                    samples.push(sample);
                    promises.push(std::mem::take(&mut promise));
                }
                Frame::Sampled(kind) => {
                    self.kind = kind;
                    return Ok((samples, promises));
                }
                _ => return Err(nonsense()),
            }
        }
    }

    /// Tells the child something. If it has ended, its last words say why.
    fn tell(&mut self, frame: &Frame) -> Result<(), SheetError> {
        let Some(input) = &mut self.input else {
            return Err(nonsense());
        };
        match frame.write(input).and_then(|()| input.flush()) {
            Ok(()) => Ok(()),
            Err(_gone) => match self.hear()? {
                Frame::Error(error) => Err(error),
                _ => Err(nonsense()),
            },
        }
    }

    /// The next frame that the child says, its errors turned into ours.
    fn hear(&mut self) -> Result<Frame, SheetError> {
        match Frame::read(&mut self.output) {
            Ok(Some(Frame::Error(error))) => Err(error),
            Ok(Some(frame)) => Ok(frame),
            Ok(None) | Err(_) => Err(self.watch.death()),
        }
    }
}

impl Drop for Remote {
    /// A child whose rows nobody wants any more has nothing left to do.
    fn drop(&mut self) {
        self.watch.end();
    }
}

/// The child said something that it should not say here.
fn nonsense() -> SheetError {
    SheetError::Reader {
        reason: "it spoke out of turn".into(),
    }
}
