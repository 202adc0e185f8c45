//! Who may import whom, and what no template may hold: rules of the house that a reader of the sources can check.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "what goes wrong in the helpers of a test fails the test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each top-level module may import besides itself: only what stands left of it in the map of `src/lib.rs`. An entry with a
/// path allows no more than that path.
const ARROWS: &[(&str, &[&str])] = &[
    // What stands beside the layers.
    ("cluster", &[]),
    ("config", &["sheet"]),
    ("db", &[]),
    ("schema", &[]),
    ("sheet", &[]),
    ("error", &["model"]),
    ("text", &["model"]),
    ("routes", &["error"]),
    // The layers. An upload's layout is a noun too, so `model` knows the words `sheet` has for it.
    ("model", &["sheet"]),
    // A proof reads one row of one table, the company it is for: who may is decided in one place.
    (
        "access",
        &["model", "error", "db", "schema", "store::companies"],
    ),
    (
        "store",
        &[
            "model", "error", "db", "schema", "sheet", "access", "config", "text",
        ],
    ),
    (
        "domain",
        &[
            "model", "error", "db", "sheet", "access", "store", "config", "text",
        ],
    ),
    (
        "gate",
        &[
            "model", "error", "db", "access", "store", "domain", "config",
        ],
    ),
    // The surfaces. None knows another.
    ("web", SURFACE),
    ("api", SURFACE),
    ("worker", SURFACE),
    (
        "server",
        &[
            "model", "error", "db", "config", "access", "store", "domain", "gate", "worker", "web",
            "api",
        ],
    ),
    (
        "cli",
        &[
            "model", "error", "db", "config", "cluster", "sheet", "text", "access", "store",
            "domain", "worker", "server",
        ],
    ),
    ("testing", &["cluster", "db", "model", "web", "api"]),
];

const SURFACE: &[&str] = &[
    "model", "error", "db", "config", "sheet", "text", "routes", "access", "store", "domain",
    "gate",
];

#[test]
fn modules_import_only_what_stands_left_of_them() {
    let mut wrong = Vec::new();
    for file in files("src", "rs") {
        let module = module_of(&file);
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{module} has no line in the table"));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        for import in imports(&text) {
            let covered =
                |entry: &str| import == entry || import.starts_with(&format!("{entry}::"));
            if !covered(&module) && !allowed.iter().any(|entry| covered(entry)) {
                wrong.push(format!("{} imports crate::{import}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn templates_hold_nothing_that_runs_and_escape_everything() {
    let forbidden = [
        "|safe",
        "| safe",
        "|escape(\"none\")",
        " style=",
        "<style",
        "javascript:",
        "hx-on",
        "hx-vals=\"js",
        "hx-vals='js",
        "<script>",
    ];
    let mut wrong = Vec::new();
    for file in files("templates", "html") {
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            let inline_handler = line.split(" on").skip(1).any(|rest| {
                rest.split('=').next().is_some_and(|name| {
                    !name.is_empty()
                        && name.len() < line.len()
                        && name.chars().all(|c| c.is_ascii_lowercase())
                        && rest[name.len()..].starts_with("=\"")
                })
            });
            if inline_handler || forbidden.iter().any(|bad| line.contains(bad)) {
                wrong.push(format!("{}:{}: {line}", file.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_outgrows_what_a_reader_can_hold() {
    let long: Vec<String> = files("src", "rs")
        .into_iter()
        .map(|file| (fs::read_to_string(&file).unwrap().lines().count(), file))
        .filter(|(lines, _)| *lines > 450)
        .map(|(lines, file)| format!("{} has {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// What a file names after `crate::`, outside of comments: `store::companies::CompanyRow` and the like; of a list in braces each item.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join(" ");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(
                top_level(list)
                    .into_iter()
                    .map(|item| path_at(item.trim_start())),
            ),
            None => {
                found.insert(path_at(rest));
            }
        }
    }
    found.into_iter().filter(|path| !path.is_empty()).collect()
}

/// The items of a list in braces, without looking into inner ones.
fn top_level(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&list[start..at]);
                return items;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

fn path_at(text: &str) -> String {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(':').to_owned()
}

fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next().unwrap();
    let name = Path::new(first.as_os_str());
    name.file_stem().unwrap().to_str().unwrap().to_owned()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| path.extension().is_some_and(|found| found == extension));
    found.sort();
    assert!(!found.is_empty());
    found
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::store;\n// use crate::web;\nuse crate::{db::{self, Conn}, error::Result};\nlet x = crate::access::open(y);";
    let expected = ["access::open", "db", "error::Result", "store"];
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), expected);
}
