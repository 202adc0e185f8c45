//! The reader of workbooks as a process of its own.
//!
//! A workbook of a few kilobytes can make a reader take gigabytes or minutes, and a process that
//! runs out of memory is gone with all that it was doing. So the program starts itself again with
//! one hidden argument; that process limits itself, reads the workbook from its standard input and
//! gives the rows on its standard output. Whatever happens to it, an upload gets an answer.

mod choice;
mod parent;
mod process;
mod watch;

pub(super) use self::parent::Remote;
pub use self::process::child_main;

/// The argument that makes the program a reader of workbooks.
pub const ARGUMENT: &str = "read-workbook";
