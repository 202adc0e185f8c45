//! The program; all of it is in the library, so that tests reach it.

use std::process::ExitCode;

use cpn_desk::sheet::child;

fn main() -> ExitCode {
    // The program runs itself with this argument to read a workbook under limits of its own.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == child::ARGUMENT)
    {
        return child::child_main();
    }
    cpn_desk::run()
}
