//! `cpn-desk demo`: what it prints is true, and nothing of it is left.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use reqwest::header::ORIGIN;

/// A demo that is not left behind by a test that fails.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        if self.0.try_wait().is_ok_and(|ended| ended.is_none()) {
            stop(&self.0);
            let _ended = self.0.wait();
        }
    }
}

fn stop(demo: &Child) {
    kill(Pid::from_raw(demo.id().cast_signed()), Signal::SIGTERM).unwrap();
}

/// Starts a demo on a free port and reads what it says until it serves.
fn start() -> (Demo, Vec<String>) {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(["demo", "--listen", "127.0.0.1:0", "--log", "error"])
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(demo.stdout.take().unwrap()).lines() {
        said.push(line.unwrap());
        if said.last().unwrap().starts_with("Ctrl+C") {
            break;
        }
    }
    (Demo(demo), said)
}

/// What stands behind these words in one of the lines, up to the next blank.
fn after(said: &[String], words: &str) -> String {
    let line = said.iter().find(|line| line.contains(words)).unwrap();
    let (_, rest) = line.split_once(words).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn the_demo_lets_three_people_in_and_leaves_nothing_behind() {
    let (mut demo, said) = start();
    let url = after(&said, "CPN Desk is at ");
    let password = after(&said, "the password ");
    let directory = after(&said, "--data-dir ");

    for (email, path, sees) in [
        ("admin@example.com", "companies", "Perth Rail"),
        ("manager@example.com", "companies", "Nordhafen Marine"),
        ("buyer@example.com", "", "Hartwig Maschinenbau"),
    ] {
        assert!(said.iter().any(|line| line.contains(email)), "{said:?}");
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .build()
            .unwrap();
        let signed_in = client
            .post(format!("{url}sign-in"))
            .header(ORIGIN, url.trim_end_matches('/'))
            .form(&[("email", email), ("password", &password)])
            .send()
            .await
            .unwrap();
        assert_eq!(signed_in.url().path(), "/", "{email}");
        let page = client.get(format!("{url}{path}")).send().await.unwrap();
        let text = page.text().await.unwrap();
        assert!(text.contains(sees), "{email} sees {text}");
    }

    stop(&demo.0);
    assert!(demo.0.wait().unwrap().success());
    assert!(
        !Path::new(&directory).exists(),
        "{directory} is still there"
    );
}
