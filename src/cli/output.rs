//! What commands print.

use std::io::Write as _;

use crate::error::Error;
use crate::model::problems::Problems;
use crate::text::{Language, Texts};

/// A line on standard output. A reader that has gone away (`| head`) is no error of ours.
pub fn say(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// A remark on standard error.
pub fn warn(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stderr(), "cpn-desk: {line}"));
}

/// Why the command failed, with its causes, on standard error; what was typed wrong in the sentences of the pages.
pub fn complain(error: &anyhow::Error) {
    let problems = match error.downcast_ref() {
        Some(Error::Invalid(problems)) => Some(problems),
        _ => error.downcast_ref::<Problems>(),
    };
    let Some(problems) = problems else {
        return warn(format_args!("{error:#}"));
    };
    let texts = Texts::of(Language::English);
    for problem in problems.iter() {
        let field = problem.field.replace('_', " ");
        warn(format_args!("{field}: {}", texts.problem(problem)));
    }
}
