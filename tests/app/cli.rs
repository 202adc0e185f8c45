//! The commands, run as an operator runs them: the program itself, beside a server on the same database.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::harness::{Database, TestApp};

/// Runs the program on a database and gives what came of it.
fn run(database: &Database, arguments: &[&str]) -> Output {
    with_input(database, arguments, "")
}

fn with_input(database: &Database, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(arguments)
        .env("DATABASE_URL", database.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap().trim_end()
}

fn complained(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap().trim_end()
}

/// What a command that must succeed says.
fn done(database: &Database, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        complained(&output)
    );
    said(&output).to_owned()
}

/// Why a command that must fail does.
fn refused(database: &Database, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{arguments:?}: {}",
        said(&output)
    );
    assert_eq!(said(&output), "");
    complained(&output).to_owned()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A file for a command; it goes with the test.
fn file(content: impl AsRef<[u8]>) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    file.write_all(content.as_ref()).unwrap();
    file
}

#[actix_web::test]
async fn people_are_added_listed_and_disabled_beside_a_running_server() {
    let app = TestApp::spawn().await;
    let database = app.database();
    done(
        database,
        &["company", "add", "--account", "D-1", "--name", "Acme"],
    );

    let link = done(
        database,
        &[
            "user",
            "add",
            "--email",
            "bo@example.com",
            "--role",
            "buyer",
            "--company",
            "d-1",
            "--read-only",
        ],
    );
    let admin = [
        "user",
        "add",
        "--email",
        "ada@example.com",
        "--role",
        "admin",
        "--password-stdin",
    ];
    let added = with_input(database, &admin, "a quiet harbour at dawn\n");
    let path = &link[link.find("/invitation/").unwrap()..];
    let invitation = app.anonymous().get(path).await;
    let fields = [
        ("email", "ada@example.com"),
        ("password", "a quiet harbour at dawn"),
    ];
    let browser = app.anonymous();
    let signed_in = browser.post_form("/sign-in", &fields).await;
    let list = json(&done(database, &["user", "list", "--json"]));
    done(
        database,
        &[
            "user",
            "add",
            "--email",
            "eve@example.com",
            "--role",
            "admin",
        ],
    );
    let last = refused(database, &["user", "disable", "ada@example.com"]);

    assert_eq!((added.status.code(), said(&added)), (Some(0), ""));
    assert_eq!(invitation.status(), 200);
    assert_eq!(signed_in.status(), 303);
    assert_eq!(list[0]["email"], "ada@example.com");
    assert_eq!(list[0]["state"], "active");
    assert_eq!(list[1]["companies"], serde_json::json!(["D-1"]));
    assert_eq!(
        (&list[1]["read_only"], &list[1]["state"]),
        (&Value::Bool(true), &Value::from("invited"))
    );
    // Somebody who was only invited cannot sign in yet: ada is the last.
    assert!(last.contains("last active admin"), "{last}");
    let second = [
        "user",
        "add",
        "--email",
        "two@example.com",
        "--role",
        "admin",
        "--password-stdin",
    ];
    with_input(database, &second, "a second harbour at dawn");
    done(database, &["user", "disable", "ADA@example.com"]);
    assert_eq!(browser.get("/").await.status(), 303);
    let states = done(database, &["user", "list"]);
    assert!(
        states.contains("ada@example.com\tada\tadmin\tdisabled"),
        "{states}"
    );
}

#[actix_web::test]
async fn what_is_wrong_is_told_on_standard_error_and_by_the_exit_status() {
    let app = TestApp::spawn().await;
    let database = app.database();
    done(
        database,
        &["company", "add", "--account", "D-1", "--name", "Acme"],
    );

    for (arguments, words) in [
        (
            &["user", "add", "--email", "nobody", "--role", "admin"][..],
            "e-mail address",
        ),
        (
            &["user", "add", "--email", "b@example.com", "--role", "buyer"],
            "compan",
        ),
        (
            &[
                "user",
                "add",
                "--email",
                "b@example.com",
                "--role",
                "buyer",
                "--company",
                "NOPE",
            ],
            "NOPE",
        ),
        (&["user", "disable", "who@example.com"], "there is nobody"),
        (
            &["company", "add", "--account", "d-1", "--name", "Again"],
            "d-1",
        ),
        (
            &[
                "company",
                "add",
                "--account",
                "D-2",
                "--name",
                "A",
                "--id",
                "x",
            ],
            "UUID",
        ),
        (&["company", "lock", "D-1", "--reason", " "], "reason"),
        (
            &[
                "company",
                "lock",
                "D-1",
                "--reason",
                "r",
                "--until",
                "2020-01-01",
            ],
            "until",
        ),
        (
            &["company", "lock", "NOPE", "--reason", "r"],
            "no company with the account number",
        ),
        (
            &["company", "unlock", "NOPE"],
            "no company with the account number",
        ),
        (
            &["company", "import", "/does/not/exist"],
            "cannot read /does/not/exist",
        ),
        (
            &["product", "import", "/does/not/exist"],
            "cannot read /does/not/exist",
        ),
    ] {
        let complaint = refused(database, arguments);
        assert!(complaint.contains(words), "{arguments:?}: {complaint}");
        assert!(
            !complaint.contains("panicked") && complaint.lines().count() <= 2,
            "{complaint}"
        );
    }
    let usage = run(
        database,
        &["user", "add", "--email", "b@example.com", "--role", "king"],
    );
    assert_eq!(usage.status.code(), Some(2));
    assert!(
        complained(&usage).contains("king"),
        "{}",
        complained(&usage)
    );
    let weak = [
        "user",
        "add",
        "--email",
        "c@example.com",
        "--role",
        "admin",
        "--password-stdin",
    ];
    let weak = with_input(database, &weak, "password1234\n");
    assert_eq!(weak.status.code(), Some(1));
    assert_eq!(database.count("select count(*) from users").await, 0);
}

#[actix_web::test]
async fn a_company_is_locked_and_unlocked_for_the_running_server() {
    let app = TestApp::spawn().await;
    let database = app.database();
    let id = done(
        database,
        &[
            "company",
            "add",
            "--account",
            "D-1",
            "--name",
            "Acme",
            "--object-id",
            "0123456789abcdef01234567",
        ],
    );

    done(
        database,
        &[
            "company",
            "lock",
            "d-1",
            "--reason",
            "stock-taking",
            "--until",
            "2091-01-01",
        ],
    );
    let locked = json(&done(database, &["company", "list", "--json"]));
    let plain = done(database, &["company", "list"]);
    done(database, &["company", "unlock", "D-1"]);
    let free = json(&done(database, &["company", "list", "--json"]));

    assert_eq!(locked[0]["id"], id);
    assert_eq!(locked[0]["object_id"], "0123456789abcdef01234567");
    assert_eq!(locked[0]["lock"]["reason"], "stock-taking");
    assert_eq!(locked[0]["lock"]["until"], "2091-01-01T00:00:00Z");
    assert_eq!(plain, "D-1\tAcme\tlocked: stock-taking");
    assert_eq!(free[0]["lock"], Value::Null);
    let actors = "select distinct actor_kind from audit_events where subject_kind = 'company'";
    assert_eq!(database.texts(actors, &[]).await, ["command-line"]);
}

#[actix_web::test]
async fn companies_come_from_a_file_by_account_number() {
    let app = TestApp::spawn().await;
    let database = app.database();
    let first = file("account number,name,locked\nD-1,Acme,f\nD-2,Pumps,t\n");
    let second = file("name;account_number\nAcme Ltd;d-1\nPumps;D-2\nNew;D-3\n;D-4\n");

    let made = done(
        database,
        &["company", "import", first.path().to_str().unwrap()],
    );
    let changed = run(
        database,
        &[
            "company",
            "import",
            second.path().to_str().unwrap(),
            "--json",
        ],
    );

    assert_eq!(
        made,
        "companies: 2 new, 0 changed, 0 unchanged, 0 with problems"
    );
    assert_eq!(changed.status.code(), Some(1), "a row was left out");
    let report = json(said(&changed));
    assert_eq!(
        [
            &report["new"],
            &report["changed"],
            &report["unchanged"],
            &report["problems"]
        ],
        [1, 1, 1, 1]
    );
    assert!(
        complained(&changed).contains("line 5: D-4"),
        "{}",
        complained(&changed)
    );
    let list = json(&done(database, &["company", "list", "--json"]));
    let names: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Acme Ltd", "Pumps", "New"]);
}

#[actix_web::test]
async fn products_come_from_a_file_by_number() {
    let app = TestApp::spawn().await;
    let database = app.database();
    let mut rows = "number,name,parent number,GTIN\nP-A,Variant,P-1,\n".to_owned();
    for number in 1..=5_000 {
        rows.push_str(&format!("P-{number},Part {number},,\n"));
    }
    let catalogue = file(&rows);
    let path = catalogue.path().to_str().unwrap();

    let checked = done(database, &["product", "import", path, "--dry-run"]);
    let before = database.count("select count(*) from products").await;
    let made = done(database, &["product", "import", path]);
    let again = done(database, &["product", "import", path]);
    let list = json(&done(database, &["product", "list", "--json"]));
    let wrong = file("foo,bar\n1,2\n");
    let wrong = refused(
        database,
        &["product", "import", wrong.path().to_str().unwrap()],
    );

    assert_eq!(
        checked,
        "products: 5001 new, 0 changed, 0 unchanged, 0 with problems"
    );
    assert_eq!(before, 0);
    assert_eq!(made, checked);
    assert_eq!(
        again,
        "products: 0 new, 0 changed, 5001 unchanged, 0 with problems"
    );
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 5_001);
    assert_eq!(
        (&list[9]["number"], &list[10]["number"]),
        (&Value::from("P-10"), &Value::from("P-11"))
    );
    assert!(wrong.contains("the file has no column number"), "{wrong}");
}

#[test]
fn help_names_every_setting_with_its_variable_default_and_unit() {
    let help = Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .arg("--help")
        .output()
        .unwrap();
    let help = std::str::from_utf8(&help.stdout).unwrap();

    for command in ["serve", "migrate", "company", "product", "user"] {
        assert!(help.contains(&format!("  {command} ")), "{command}: {help}");
    }
    for setting in help.split("\n      --").skip(1) {
        let name = setting.split_whitespace().next().unwrap();
        let variable = match name {
            "database-url" => "DATABASE_URL".to_owned(),
            name => format!("CPN_DESK_{}", name.replace('-', "_").to_uppercase()),
        };
        assert!(setting.contains(&format!("[env: {variable}")), "{setting}");
        // A switch is off and a list is empty; without a database's URL there is a private cluster.
        let has_default = !["database-url", "insecure-http", "trusted-proxies"].contains(&name);
        assert_eq!(setting.contains("[default: "), has_default, "{setting}");
    }
    assert!(help.contains("--session-idle <MINUTES>"), "{help}");
    assert!(help.contains("[default: 127.0.0.1:8080]"), "{help}");
}
