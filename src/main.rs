//! The program.

use std::process::ExitCode;

use cpn_desk::sheet::child;

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == child::ARGUMENT)
    {
        return child::child_main();
    }
    ExitCode::SUCCESS
}
