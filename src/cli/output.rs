//! What commands print.

use std::io::Write as _;

/// A line on standard output. A reader that has gone away (`| head`) is no error of ours.
pub fn say(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// A remark on standard error.
pub fn warn(line: impl std::fmt::Display) {
    drop(writeln!(std::io::stderr(), "cpn-desk: {line}"));
}

/// Why the command failed, with its causes, on standard error.
pub fn complain(error: &anyhow::Error) {
    drop(writeln!(std::io::stderr(), "cpn-desk: {error:#}"));
}
