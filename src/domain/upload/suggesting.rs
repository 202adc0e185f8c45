//! Suggestions for product numbers that are not known: numbers that look like them. They are only ever shown; a person chooses.

use crate::access::{Reads, Scope};
use crate::error::Result;
use crate::model::key;
use crate::model::repair::Group;
use crate::model::upload::Upload;
use crate::store::candidates::{self, CandidateRow};

/// Unknown numbers looked at on one page.
const LOOKED_AT: i32 = 40;
/// Questions of one page.
const QUESTIONS: usize = 20;
/// Products that are compared with one number, and those that are shown.
const COMPARED: i32 = 30;
const SHOWN: usize = 5;
/// Search keys shorter than this look like too many others.
const SHORTEST: usize = 4;

/// For the first unknown numbers of a group the products that look like them, the most alike first.
pub async fn suggestions(
    scope: &mut Scope<'_, Reads>,
    upload: &Upload,
    group: &Group,
) -> Result<Vec<CandidateRow>> {
    let mut found = Vec::new();
    let mut questions = 0;
    for unknown in candidates::unknown(scope, upload, group, LOOKED_AT).await? {
        let wanted = key::search(&unknown.text);
        if wanted.len() < SHORTEST || questions == QUESTIONS {
            continue;
        }
        let mut alike: Vec<(usize, candidates::AlikeRow)> =
            candidates::alike(scope, &wanted, COMPARED)
                .await?
                .into_iter()
                .filter_map(|product| {
                    Some((likeness(&wanted, &key::search(&product.number))?, product))
                })
                .collect();
        alike.sort_by_key(|(likeness, _)| *likeness);
        questions += usize::from(!alike.is_empty());
        found.extend(
            alike
                .into_iter()
                .take(SHOWN)
                .map(|(_, product)| CandidateRow {
                    key: unknown.text.clone(),
                    given: unknown.text.clone(),
                    line: unknown.line,
                    count: unknown.count,
                    number: product.number,
                    name: product.name,
                }),
        );
    }
    Ok(found)
}

/// How much two search keys differ, if they are alike at all: the same but for punctuation, one mistake (two in a long number), or
/// one with something before or behind it.
fn likeness(wanted: &str, known: &str) -> Option<usize> {
    let mistakes = if wanted.chars().count() >= 10 { 2 } else { 1 };
    let distance = strsim::osa_distance(wanted, known);
    if distance <= mistakes {
        return Some(distance);
    }
    let (short, long) = if wanted.len() < known.len() {
        (wanted, known)
    } else {
        (known, wanted)
    };
    let is_part = short.len() > SHORTEST && (long.starts_with(short) || long.ends_with(short));
    is_part.then(|| 3 + long.len() - short.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_alike_is_suggested() {
        for (wanted, known, alike) in [
            ("AB1234", "AB1234", Some(0)),
            ("AB1234", "AB1235", Some(1)),
            ("AB1234", "AB1299", None),
            ("78AB1234", "AB1234", Some(5)),
            ("AB1234567890", "AB1234567899X", Some(2)),
            ("AB1234", "AB1324", Some(1)),
            ("AB1234", "1234", None),
        ] {
            assert_eq!(likeness(wanted, known), alike, "{wanted} {known}");
        }
    }
}
