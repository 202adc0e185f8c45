//! The form in which something is decided about a group of rows.

use crate::error::{Error, Result};
use crate::model::repair::{Decision, Group, LENGTHS};

/// What the form posted.
pub struct Posted {
    /// The version of the check that was seen.
    pub version: i32,
    /// Which rows.
    pub group: Group,
    /// What was decided, or the key of the text that says what is missing.
    pub decision: Result<Decision, &'static str>,
    /// The length that was typed.
    pub length: String,
}

impl Posted {
    /// Reads the fields.
    pub fn of(pairs: &[(String, String)]) -> Result<Self> {
        let value = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        let unreadable = Error::BadRequest("unreadable");
        let length = value("length").trim().to_owned();
        let decision = match value("decision") {
            "pad" => match length.parse() {
                Ok(length) if LENGTHS.contains(&length) => Ok(Decision::Pad(length)),
                _ => Err("uploads-pad-wrong"),
            },
            "pick" => picks(pairs),
            other => Ok(known(other)?),
        };
        Ok(Self {
            version: value("version").parse().map_err(|_malformed| unreadable)?,
            group: Group {
                outcome: known(value("outcome"))?,
                cause: value("cause").to_owned(),
            },
            decision,
            length,
        })
    }
}

/// A word of the form.
pub fn known<T: std::str::FromStr>(word: &str) -> Result<T> {
    word.parse()
        .map_err(|_malformed| Error::BadRequest("unreadable"))
}

/// Each question is a key and what was picked for it; what was left open is not decided.
fn picks(pairs: &[(String, String)]) -> Result<Decision, &'static str> {
    let keys = pairs.iter().filter_map(|(name, key)| {
        let index = name.strip_prefix("key-")?;
        let pick = format!("pick-{index}");
        let (_, picked) = pairs.iter().find(|(name, _)| *name == pick)?;
        (!picked.is_empty()).then(|| (key.clone(), picked.clone()))
    });
    let picks: Vec<_> = keys.collect();
    if picks.is_empty() {
        Err("uploads-pick-nothing")
    } else {
        Ok(Decision::Pick(picks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::repair::Repair;

    fn posted(decision: &str, more: &[(&str, &str)]) -> Result<Posted> {
        let pairs = [
            ("version", "3"),
            ("outcome", "problem"),
            ("cause", "unknown-product"),
            ("decision", decision),
        ];
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Posted::of(&pairs)
    }

    #[test]
    fn decisions_are_words_and_what_is_left_open_is_not_decided() {
        assert_eq!(
            posted("zeros", &[]).unwrap().decision,
            Ok(Decision::Take(Repair::Zeros))
        );
        assert_eq!(
            posted("pad", &[("length", " 8 ")]).unwrap().decision,
            Ok(Decision::Pad(8))
        );
        assert!(
            posted("pad", &[("length", "800")])
                .unwrap()
                .decision
                .is_err()
        );
        assert!(posted("guess", &[]).is_err());
        let picked = posted(
            "pick",
            &[
                ("key-0", "a"),
                ("pick-0", ""),
                ("key-1", "b"),
                ("pick-1", "P-2"),
            ],
        )
        .unwrap();
        assert_eq!(
            picked.decision,
            Ok(Decision::Pick(vec![("b".to_owned(), "P-2".to_owned())]))
        );
        assert!(
            posted("pick", &[("key-0", "a"), ("pick-0", "")])
                .unwrap()
                .decision
                .is_err()
        );
    }
}
