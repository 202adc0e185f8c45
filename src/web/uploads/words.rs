//! Words for the codes of the engine: states, outcomes, causes, notes.

use crate::model::upload::{Field, Outcome, Source, Upload, UploadState, cause};
use crate::sheet::SheetError;
use crate::text::Texts;
use crate::web::layout::Shell;

/// The name a file goes by on pages.
pub fn file_name(t: Texts, upload: &Upload) -> String {
    name(t, upload.source, &upload.file_name, upload.undoes.is_some())
}

/// The same from its parts.
pub fn name(t: Texts, source: Source, file_name: &str, is_undo: bool) -> String {
    // The file that an undo is about may be a pasted list, which has a name of its own kind.
    let name = if source == Source::Paste {
        t.s("uploads-pasted-list")
    } else {
        file_name.to_owned()
    };
    if is_undo {
        t.a("uploads-undo-of", "file", name)
    } else {
        name
    }
}

/// The file with its size, who sent it and when.
pub fn subtitle(shell: &Shell, upload: &Upload) -> String {
    let key = if upload.undoes.is_some() {
        "uploads-subtitle-undo"
    } else {
        "uploads-subtitle"
    };
    shell.t.with(
        key,
        &[
            ("file", file_name(shell.t, upload)),
            ("size", size(shell, upload.file_bytes)),
            ("who", upload.actor.name.clone()),
            ("when", shell.moment(&upload.created_at)),
        ],
    )
}

/// A number of bytes as people say it.
pub fn size(shell: &Shell, bytes: impl TryInto<i64>) -> String {
    let bytes: i64 = bytes.try_into().unwrap_or(i64::MAX);
    let (amount, unit) = match bytes {
        ..1_024 => (bytes, "B"),
        1_024..1_048_576 => ((bytes + 512) / 1_024, "kB"),
        _ => (bytes / 1_024 / 1_024 + bytes / 1_024 % 1_024 / 512, "MB"),
    };
    format!("{}\u{a0}{unit}", shell.count(amount))
}

/// The kind of badge or tile an outcome has.
pub fn kind(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => "success",
        Outcome::Changed => "info",
        Outcome::Unchanged => "neutral",
        Outcome::Choice | Outcome::Removed => "warning",
        Outcome::Problem => "danger",
    }
}

/// Whether something new deserves a look before it is confirmed.
pub fn is_warning(cause: &str) -> bool {
    matches!(
        cause,
        cause::NEW_COLLIDES
            | cause::NEW_AMBIGUOUS
            | cause::DISCONTINUED_PRODUCT
            | "several-numbers"
    )
}

/// How outcomes are told: what will happen or what did, by an upload or by an undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tense(&'static str);

impl Tense {
    /// Of what an upload does or did.
    pub fn of(upload: &Upload) -> Self {
        let applied = upload.state == UploadState::Applied;
        Self(match (upload.undoes.is_some(), applied) {
            (false, false) => "outcome",
            (false, true) => "done",
            (true, false) => "undo",
            (true, true) => "undone",
        })
    }
}

/// An outcome in a word or two.
pub fn outcome(t: Texts, outcome: Outcome, tense: Tense) -> String {
    t.s(&format!("uploads-{}-{outcome}", tense.0))
}

/// What becomes of a row, in a word or two: one that was left out on purpose is not the same as one that changes nothing.
pub fn fate(t: Texts, outcome_code: Outcome, cause_code: &str, tense: Tense) -> String {
    if cause_code == cause::LEFT_OUT {
        t.s("uploads-left-out")
    } else {
        outcome(t, outcome_code, tense)
    }
}

/// What a counter of rows with an outcome says under its figure.
pub fn counted(t: Texts, code: Outcome, tense: Tense, count: i64) -> String {
    let own = format!("uploads-count-{}-{code}", tense.0);
    if t.has(&own) {
        t.n(&own, count)
    } else {
        outcome(t, code, tense)
    }
}

/// The kind of badge a state has.
pub fn state_kind(state: UploadState) -> &'static str {
    match state {
        UploadState::Applied => "success",
        UploadState::Failed => "danger",
        UploadState::Waiting | UploadState::Checked => "info",
        _ => "neutral",
    }
}

/// What a field is called.
pub fn field(t: Texts, field: Field) -> String {
    t.s(&format!("uploads-field-{}", dashed(field)))
}

fn dashed(field: Field) -> String {
    field.word().replace('_', "-")
}

/// What a cause means, as a sentence.
pub fn cause(t: Texts, cause: &str) -> String {
    let own = format!("uploads-cause-{cause}");
    if t.has(&own) {
        return t.s(&own);
    }
    match field_and_fault(t, "uploads-fault", cause) {
        Some((at, key)) => t.a(&key, "field", field(t, at)),
        None => t.a("uploads-cause-other", "code", cause),
    }
}

/// What to do about a cause, if anything need be done.
pub fn remedy(t: Texts, cause: &str) -> Option<String> {
    let own = format!("uploads-remedy-{cause}");
    if t.has(&own) {
        return Some(t.s(&own));
    }
    field_and_fault(t, "uploads-remedy-fault", cause).map(|(_, key)| t.s(&key))
}

/// A cause of a single field is the field and its fault: `valid-from-no-date`. Gives the field and the key of the fault's text.
fn field_and_fault(t: Texts, prefix: &str, cause: &str) -> Option<(Field, String)> {
    Field::ALL.iter().find_map(|field| {
        let fault = cause.strip_prefix(&dashed(*field))?.strip_prefix('-')?;
        let key = format!("{prefix}-{fault}");
        t.has(&key).then_some((*field, key))
    })
}

/// What was cleaned while reading, in words.
pub fn note(t: Texts, note: &str) -> Option<String> {
    let key = format!("uploads-note-{note}");
    t.has(&key).then(|| t.s(&key))
}

/// Whether a note is about what reading did to a cell, and not about what somebody decided or was asked.
pub fn is_cleaning(note: &str) -> bool {
    matches!(
        note,
        "unprotected"
            | "trimmed"
            | "merged"
            | "boolean"
            | "number-formatted"
            | "line-breaks"
            | "mixed-scripts"
    )
}

/// Why an upload stopped: a code that has a text, or what is wrong with the file.
pub fn stopped(t: Texts, problem: &str) -> String {
    if let Some(error) = SheetError::from_stored(problem) {
        return unreadable(t, &error);
    }
    let key = format!("uploads-stopped-{problem}");
    if problem.contains(' ') || !t.has(&key) {
        problem.to_owned()
    } else {
        t.s(&key)
    }
}

/// Why a file cannot be read, and the way out.
pub fn unreadable(t: Texts, error: &SheetError) -> String {
    let said: Vec<(&str, String)> = match error {
        SheetError::TooLarge { limit } => {
            vec![("limit", (limit / (1024 * 1024)).to_string())]
        }
        SheetError::TooManyRows { limit } => vec![("limit", limit.to_string())],
        SheetError::TooManyColumns { line, limit } | SheetError::RecordTooLong { line, limit } => {
            vec![("line", line.to_string()), ("limit", limit.to_string())]
        }
        SheetError::CellTooLong {
            line,
            column,
            limit,
        } => vec![
            ("line", line.to_string()),
            ("column", column.to_string()),
            ("limit", limit.to_string()),
        ],
        SheetError::NoHeadingRow { row } => vec![("line", row.to_string())],
        SheetError::NoSuchSheet { name } => vec![("sheet", name.clone())],
        SheetError::Damaged { reason }
        | SheetError::Excessive { reason }
        | SheetError::Reader { reason }
        | SheetError::Source { reason } => vec![("reason", reason.clone())],
        SheetError::Exhausted { resource } => vec![("resource", resource.clone())],
        SheetError::Empty | SheetError::Unsupported { .. } | SheetError::NoSheet => Vec::new(),
    };
    t.with(
        &format!("uploads-file-{}", error.code().replace('_', "-")),
        &said,
    )
}

/// A text cut to what fits a cell of a table.
pub fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(LENGTH).collect();
    cut.push('\u{2026}');
    cut
}

#[cfg(test)]
mod tests {
    use super::cause as cause_in_words;
    use super::*;
    use crate::text::Language;

    const CAUSES: [&str; 20] = [
        "several-numbers",
        cause::NEW,
        cause::BY_NUMBER_LOOSELY,
        cause::BY_GTIN,
        cause::DISCONTINUED_PRODUCT,
        cause::NEW_AMBIGUOUS,
        cause::NEW_COLLIDES,
        cause::DETAILS,
        cause::SPELLING,
        cause::RENUMBERED,
        cause::SUPERSEDED,
        cause::SAME,
        cause::EXISTS,
        cause::REPEATED,
        cause::NOT_IN_FILE,
        "total-row",
        cause::SEVERAL_PRODUCTS,
        cause::NUMBER_FOR_SEVERAL_PRODUCTS,
        cause::OTHER_COMPANY,
        cause::UNKNOWN_PRODUCT,
    ];
    const PROBLEMS: [&str; 36] = [
        "product-zeros-lost",
        "product-zeros-cut",
        "product-point-zero",
        "product-exponent-lost",
        "product-rounded",
        "product-date-typed",
        "cpn-zeros-lost",
        "cpn-zeros-cut",
        "cpn-point-zero",
        "cpn-exponent-lost",
        cause::SEVERAL_PRODUCTS,
        cause::NUMBER_FOR_SEVERAL_PRODUCTS,
        cause::PRODUCT_MISSING,
        cause::UNKNOWN_PRODUCT,
        cause::OTHER_COMPANY,
        cause::CONTRADICTS_EARLIER_ROW,
        cause::NUMBER_IN_USE,
        "total-row",
        "cpn-missing",
        "cpn-too-long",
        "cpn-too-long-unfolded",
        "cpn-forbidden-character",
        "cpn-invisible",
        "cpn-scientific",
        "cpn-rounded",
        "cpn-date-typed",
        "cpn-formula-error",
        "cpn-formula-without-result",
        "product-scientific",
        "product-too-long",
        "product-forbidden-character",
        "description-too-long",
        "unit-too-long",
        "pack-quantity-not-positive",
        "valid-from-no-date",
        "valid-to-dates-crossed",
    ];

    #[test]
    fn every_cause_has_a_sentence_in_both_languages_and_every_problem_a_way_out() {
        for language in Language::ALL {
            let t = Texts::of(*language);
            for code in CAUSES.into_iter().chain(PROBLEMS) {
                assert_ne!(
                    cause_in_words(t, code),
                    t.a("uploads-cause-other", "code", code),
                    "{language}"
                );
            }
            for code in PROBLEMS {
                assert!(remedy(t, code).is_some(), "{language} {code}");
            }
            assert!(remedy(t, cause::NEW).is_none());
        }
    }

    #[test]
    fn a_field_stands_before_its_fault() {
        let t = Texts::of(Language::English);
        let (field, key) = field_and_fault(t, "uploads-fault", "valid-from-no-date").unwrap();
        assert_eq!(
            (field, key.as_str()),
            (Field::ValidFrom, "uploads-fault-no-date")
        );
    }

    #[test]
    fn sentences_about_a_file_are_shown_as_they_are() {
        let t = Texts::of(Language::English);
        assert_eq!(stopped(t, "The file is empty."), "The file is empty.");
        assert_eq!(
            stopped(t, &SheetError::Empty.stored()),
            SheetError::Empty.to_string()
        );
        let many = SheetError::TooManyRows { limit: 1000 };
        let german = stopped(Texts::of(Language::German), &many.stored());
        assert!(
            german.contains("1000") && !german.contains("rows"),
            "{german}"
        );
        assert_ne!(stopped(t, "changed-since-check"), "changed-since-check");
    }

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(short("A-1"), "A-1");
        assert_eq!(short(&"x".repeat(99)).chars().count(), 61);
    }
}
