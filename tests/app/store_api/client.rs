//! The vendor's own client from npm against the running server: A32.

use std::path::PathBuf;
use std::process::Command;

use super::shop::{access_key, hex};
use crate::harness::{PASSWORD, TestApp};

/// What it needs is in `tests/store_api_client`: the client itself and its lock file.
#[actix_web::test]
#[expect(
    clippy::disallowed_methods,
    reason = "CI tells itself by this variable and in no other way"
)]
async fn a32_the_vendors_client_works_end_to_end() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/store_api_client");
    let runs = |program: &str| {
        Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if !(runs("node") && runs("npm")) {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI must have Node and npm"
        );
        eprintln!(
            "SKIPPED: the test of the vendor's client needs Node and npm, and they are not on this machine"
        );
        return;
    }
    if !folder
        .join("node_modules/@shopware/api-client/package.json")
        .exists()
    {
        run(Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder));
    }
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let (pump, valve) = (
        app.given().product("PUMP").await,
        app.given().product("VALVE").await,
    );
    let mut command = Command::new("node");
    command
        .arg("client.mjs")
        .current_dir(&folder)
        .env("ORIGIN", format!("http://{}", app.authority()))
        .env("ACCESS_KEY", access_key(&app, "write", &[]).await)
        .env("USERNAME", &eve.email)
        .env("PASSWORD", PASSWORD)
        .env("PRODUCT_ID", hex(&pump.id))
        .env("OTHER_PRODUCT_ID", hex(&valve.id))
        .env("NO_PROXY", "127.0.0.1");

    run(&mut command);
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}");
}
