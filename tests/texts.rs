//! Every text exists in every language with the same values to fill in; none is asked for that is not there, and none is there that
//! nobody asks for.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "what goes wrong in the helpers of a test fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Messages = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_language_has_every_text_with_the_same_values() {
    let english = messages("en");
    let mut wrong = Vec::new();
    for language in languages() {
        let other = messages(&language);
        for (key, values) in &english {
            match other.get(key) {
                None => wrong.push(format!("{language} lacks {key}")),
                Some(found) if found != values => {
                    wrong.push(format!(
                        "{language} fills {found:?} into {key}, English {values:?}"
                    ));
                }
                Some(_) => {}
            }
        }
        let extra = other.keys().filter(|key| !english.contains_key(*key));
        wrong.extend(extra.map(|key| format!("only {language} has {key}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let english = messages("en");
    let missing: Vec<String> = sources()
        .iter()
        .flat_map(|(file, text)| asked(text).into_iter().map(move |key| (file, key)))
        .filter(|(_, key)| !key.contains('{') && !english.contains_key(key))
        .map(|(file, key)| format!("{} asks for {key}", file.display()))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_text_is_asked_for() {
    let literals: BTreeSet<String> = sources()
        .iter()
        .flat_map(|(_, text)| literals(text))
        .collect();
    let unused: Vec<String> = messages("en")
        .into_keys()
        .filter(|key| !literals.iter().any(|literal| stands_for(literal, key)))
        .collect();
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}

/// Whether a literal of the sources can become that key: `role-{}` can become `role-buyer`.
fn stands_for(literal: &str, key: &str) -> bool {
    let mut pieces = Vec::new();
    let mut rest = literal;
    while let Some((before, from)) = rest.split_once('{') {
        pieces.push(before);
        rest = from.split_once('}').map_or("", |(_, after)| after);
    }
    let Some(first) = pieces.first() else {
        return literal == key;
    };
    // Something must stand before the first hole, else every format string would stand for every key.
    if !first.contains('-') {
        return false;
    }
    let mut left = key;
    for (position, piece) in pieces.iter().enumerate() {
        let found = if position == 0 {
            left.strip_prefix(piece)
        } else {
            left.split_once(piece).map(|(_, after)| after)
        };
        match found {
            Some(after) => left = after,
            None => return false,
        }
    }
    left.ends_with(rest) && left.len() > rest.len()
}

/// Keys given to `t.s("…")` and its like, in Rust and in templates.
fn asked(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for call in ["t.s(\"", "t.n(\"", "t.a(\"", "t.a2(\"", "t.with(\""] {
        for (at, _) in text.match_indices(call) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &text[at + call.len()..];
            keys.extend(rest.split_once('"').map(|(key, _)| key.to_owned()));
        }
    }
    // In comments that explain the kit.
    keys.retain(|key| key != "…");
    keys
}

/// Every string of the text that looks like a key or a pattern of keys.
fn literals(text: &str) -> Vec<String> {
    text.split('"')
        .filter(|part| {
            part.contains('-')
                && part.len() < 100
                && part.starts_with(|c: char| c.is_ascii_lowercase())
                && part
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_{}.:".contains(c))
        })
        .map(str::to_owned)
        .collect()
}

fn messages(language: &str) -> Messages {
    let mut found = Messages::new();
    for file in files(&root().join("src/text").join(language), &["ftl"]) {
        let text = fs::read_to_string(&file).unwrap();
        let mut current: Option<String> = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let key = line.split('=').next().unwrap().trim().to_owned();
                let fresh = found.insert(key.clone(), BTreeSet::new()).is_none();
                assert!(fresh, "{} defines {key} a second time", file.display());
                current = Some(key);
            }
            if let Some(key) = &current {
                found.get_mut(key).unwrap().extend(values(line));
            }
        }
    }
    found
}

/// The names after `$` in a line.
fn values(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('$').skip(1).map(|rest| {
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
            .collect()
    })
}

fn languages() -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(root().join("src/text"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert!(found.contains(&"en".to_owned()) && found.len() > 1);
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = files(&root().join("src"), &["rs"]);
    found.extend(files(&root().join("templates"), &["html"]));
    found
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            (file, text)
        })
        .collect()
}

fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extensions));
        } else if path
            .extension()
            .is_some_and(|end| extensions.iter().any(|wanted| end == *wanted))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_pattern_stands_for_its_keys_alone() {
    assert!(stands_for("role-{}", "role-buyer"));
    assert!(stands_for("error-{status}-text", "error-404-text"));
    assert!(!stands_for("error-{status}-text", "error-404-title"));
    assert!(!stands_for("role-{}", "role-"));
    assert!(!stands_for("{a}-{b}", "role-buyer"));
    assert!(!stands_for("nav", "nav-people"));
}
