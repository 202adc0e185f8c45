//! What `cpn-desk upload` tells when it is over.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use serde_json::json;

use super::repairs::Offered;
use crate::cli::output;
use crate::model::upload::{Counts, Outcome, Upload, UploadState};
use crate::sheet::SheetError;

/// Takes the time of each step.
pub struct Watch {
    begun: Instant,
    lap: Instant,
    laps: BTreeMap<&'static str, f64>,
}

impl Watch {
    /// Starts.
    pub fn start() -> Self {
        let now = Instant::now();
        Self {
            begun: now,
            lap: now,
            laps: BTreeMap::new(),
        }
    }

    /// A step is over.
    pub fn lap(&mut self, step: &'static str) {
        self.laps.insert(step, rounded(self.lap));
        self.laps.insert("all", rounded(self.begun));
        self.lap = Instant::now();
    }
}

fn rounded(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}

/// What is told when it is over.
pub struct Told<'t> {
    /// The file that was uploaded.
    pub file: &'t Path,
    /// The company's account number.
    pub company: &'t str,
    /// How it ended.
    pub upload: &'t Upload,
    /// How long each step took.
    pub watch: &'t Watch,
    /// What may be decided, if nothing is written yet.
    pub offers: &'t [Offered],
}

/// Why an upload stopped, as a sentence where it is about the file.
pub fn sentence(problem: &str) -> String {
    SheetError::from_stored(problem).map_or_else(|| problem.to_owned(), |error| error.to_string())
}

impl Told<'_> {
    fn counts(&self) -> Counts {
        self.upload.counts.clone().unwrap_or_default()
    }

    /// As JSON, for programs.
    pub fn json(&self) -> serde_json::Value {
        let upload = self.upload;
        let counts = self.counts();
        let layout = upload.reading.as_ref().map(|reading| &reading.layout);
        let columns: Vec<_> = (0..)
            .zip(&upload.headings)
            .map(|(index, heading)| json!({ "heading": heading, "field": upload.mapping.field(index) }))
            .collect();
        let causes = |wanted: &[Outcome]| -> BTreeMap<String, i64> {
            let mut causes = BTreeMap::new();
            for cause in counts
                .causes
                .iter()
                .filter(|cause| wanted.contains(&cause.outcome))
            {
                *causes.entry(cause.cause.clone()).or_default() += cause.count;
            }
            causes
        };
        json!({
            "file": self.file.display().to_string(),
            "company": self.company,
            "kind": layout.map(|layout| layout.kind),
            "encoding": layout.and_then(|layout| layout.encoding).map(|encoding| encoding.to_string()),
            "delimiter": layout.and_then(|layout| layout.delimiter).map(|delimiter| delimiter.to_string()),
            "sheet": layout.and_then(|layout| layout.sheet.as_ref()),
            "heading_row": layout.map(|layout| layout.heading_row),
            "columns": columns,
            "rows": upload.rows,
            "new": counts.of(Outcome::New),
            "changed": counts.of(Outcome::Changed),
            "unchanged": counts.of(Outcome::Unchanged),
            "needs_choice": counts.of(Outcome::Choice),
            "problem": counts.of(Outcome::Problem),
            "removed": counts.of(Outcome::Removed),
            "causes": causes(Outcome::ALL),
            "problems": causes(&[Outcome::Problem]),
            "applied": upload.state == UploadState::Applied,
            "upload": upload.id,
            "repairs": self.offers,
            "seconds": self.watch.laps,
        })
    }

    /// In words, for people.
    pub fn say(&self) {
        let upload = self.upload;
        if let Some(reading) = &upload.reading {
            let layout = &reading.layout;
            let mut how = vec![layout.kind.to_string()];
            how.extend(layout.encoding.map(|encoding| encoding.to_string()));
            how.extend(layout.delimiter.map(|delimiter| delimiter.to_string()));
            how.extend(
                layout
                    .sheet
                    .as_ref()
                    .map(|sheet| format!("sheet {sheet:?}")),
            );
            how.push(match layout.heading_row {
                0 => "no headings".to_owned(),
                row => format!("headings in row {row}"),
            });
            output::say(format_args!("read as: {}", how.join(", ")));
        }
        for (field, column) in &upload.mapping.columns {
            let heading = upload.headings.get(*column).map_or("", String::as_str);
            output::say(format_args!(
                "column {}: {heading:?} is the {field}",
                column + 1
            ));
        }
        let counts = self.counts();
        output::say(format_args!("rows: {}", upload.rows));
        for outcome in Outcome::ALL {
            let word = if *outcome == Outcome::Choice {
                "needs choice"
            } else {
                outcome.word()
            };
            output::say(format_args!("{word}: {}", counts.of(*outcome)));
            for cause in counts
                .causes_of(*outcome)
                .filter(|cause| cause.cause != outcome.word())
            {
                let example = match cause.example_line {
                    line @ 1.. => format!(", first in line {line}"),
                    _ => String::new(),
                };
                output::say(format_args!("  {}: {}{example}", cause.cause, cause.count));
            }
        }
        for offer in self.offers {
            output::say(format_args!(
                "may be decided: --repair {}={} ({} rows)",
                offer.cause, offer.repair, offer.rows
            ));
        }
        output::say(if upload.state == UploadState::Applied {
            "applied"
        } else {
            "nothing was written (dry run)"
        });
    }
}
