//! Outside the child process: feeds it, listens to it, and outlives it.

use std::{
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{
    super::{
        Kind, Limits, Notes, Row, SheetError, SheetInfo,
        wire::{Frame, Sample},
        workbook::Span,
    },
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
    /// The sheet that is read.
    chosen: usize,
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
    /// Has `program` read the workbook, and chooses its sheet: the one that is said, or the first
    /// visible one with headings that are known, or the first with anything in it.
    pub(in super::super) fn open(
        program: &Path,
        source: &mut dyn Read,
        said: Option<&str>,
        known_heading: &dyn Fn(&str) -> bool,
        limits: &Limits,
    ) -> Result<Self, SheetError> {
        let mut remote = Self::start(program, limits)?;
        remote.feed(source, limits)?;
        let (samples, ratings) = remote.listen_for_samples(known_heading)?;
        let chosen = match said {
            Some(name) => samples.iter().position(|sample| sample.name == name),
            None => choose(&samples, &ratings),
        };
        remote.chosen = chosen.ok_or_else(|| match said {
            Some(name) => SheetError::NoSuchSheet { name: name.into() },
            None => SheetError::NoSheet,
        })?;
        for (index, sample) in samples.into_iter().enumerate() {
            if index == remote.chosen {
                remote.spans = sample.spans;
            }
            remote.sheets.push(SheetInfo {
                name: sample.name,
                rows: sample.rows,
                hidden: sample.hidden,
            });
        }
        let index = u32::try_from(remote.chosen).unwrap_or(u32::MAX);
        remote.tell(&Frame::Choice(index))?;
        remote.input = None;
        Ok(remote)
    }

    /// What kind of workbook it is.
    pub(in super::super) fn kind(&self) -> Kind {
        self.kind
    }

    /// The sheets.
    pub(in super::super) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// The name of the sheet that is read.
    pub(in super::super) fn sheet(&self) -> Option<&str> {
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

    /// The next row with anything in it.
    pub(in super::super) fn next_row(&mut self) -> Result<Option<Row>, SheetError> {
        if self.ended {
            return Ok(None);
        }
        match self.hear()? {
            Frame::Row(row) => {
                if row.hidden {
                    self.notes.hidden_rows.add(row.row.line);
                }
                if row.filled {
                    self.notes.merged_rows.add(row.row.line);
                }
                let mut cells = row.row.cells.iter();
                if cells.any(|cell| cell.text.contains('\u{fffd}')) {
                    self.notes.replaced_rows.add(row.row.line);
                }
                Ok(Some(row.row))
            }
            Frame::End => {
                self.ended = true;
                Ok(None)
            }
            _ => Err(nonsense()),
        }
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

    /// Takes what the child found in each sheet, and rates the sheets by their known headings.
    fn listen_for_samples(
        &mut self,
        known_heading: &dyn Fn(&str) -> bool,
    ) -> Result<(Vec<Sample>, Vec<Rating>), SheetError> {
        let (mut samples, mut ratings) = (Vec::new(), Vec::new());
        let mut rating = Rating::default();
        loop {
            match self.hear()? {
                Frame::Row(row) => {
                    let cells = row.row.cells.iter();
                    let known = cells.filter(|cell| known_heading(&cell.text)).count();
                    rating.known = rating.known.max(known.min(2));
                    rating.filled = true;
                }
                Frame::Sample(sample) => {
                    rating.filled |= sample.refused;
                    samples.push(sample);
                    ratings.push(std::mem::take(&mut rating));
                }
                Frame::Sampled(kind) => {
                    self.kind = kind;
                    return Ok((samples, ratings));
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

/// What the first rows of a sheet promise.
#[derive(Default)]
struct Rating {
    /// Known headings in one row, two at most.
    known: usize,
    /// Whether anything is in it.
    filled: bool,
}

/// The first visible sheet with the most known headings, else a hidden one with anything in it.
fn choose(samples: &[Sample], ratings: &[Rating]) -> Option<usize> {
    let rated = samples.iter().zip(ratings).enumerate();
    rated
        .filter(|(_, (_, rating))| rating.filled)
        .min_by_key(|(index, (sample, rating))| {
            (sample.hidden, std::cmp::Reverse(rating.known), *index)
        })
        .map(|(index, _)| index)
}

/// The child said something that it should not say here.
fn nonsense() -> SheetError {
    SheetError::Reader {
        reason: "it spoke out of turn".into(),
    }
}
