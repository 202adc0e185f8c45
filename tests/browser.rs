//! Runs the tests of `tests/browser` in a real browser when `CPN_DESK_BROWSER` is set; says so when not: they need Node and Chromium,
//! which a machine that builds Rust need not have. `CPN_DESK_BROWSER=tasks` runs the tasks of the three roles alone; any other value,
//! as in `.ci/run`, also looks at all pages and states in all their variants, which takes some ten minutes.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test program without a harness reports by itself, and its switch is no setting of the program"
)]

use std::path::Path;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let Some(asked) = std::env::var_os("CPN_DESK_BROWSER") else {
        println!(
            "left out: the browser tests, which need Node and Chromium (CPN_DESK_BROWSER=1 cargo test --test browser)"
        );
        return ExitCode::SUCCESS;
    };
    let script = if asked == "tasks" { "tasks" } else { "test" };
    let run = |arguments: &[&str]| {
        Command::new("npm")
            .args(arguments)
            .current_dir(&folder)
            .env("CPN_DESK_BINARY", env!("CARGO_BIN_EXE_cpn-desk"))
            .status()
            .is_ok_and(|status| status.success())
    };
    if run(&["ci", "--omit=dev", "--no-audit", "--no-fund"]) && run(&["run", script]) {
        ExitCode::SUCCESS
    } else {
        println!("the browser tests failed, or npm could not be run");
        ExitCode::FAILURE
    }
}
