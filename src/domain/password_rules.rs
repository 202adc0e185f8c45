//! What a new password must be: long enough and not easily guessed. Nothing else is asked of it: any character goes, and
//! nothing is cut or folded (TRUST.md, S03 and S04).

use std::sync::LazyLock;

use secrecy::{ExposeSecret as _, SecretString};

use crate::model::problems::Fault;

/// The most characters of a password; far beyond what anybody types, and bounded so that nobody sends a book.
const MOST: usize = 1024;
/// The fewest characters that must be left when the words everybody could guess are taken out.
const OWN_CHARACTERS: usize = 8;
/// Shorter words of names and addresses are too common to be a hint.
const WORD: usize = 4;

/// Well-known passwords of eight and more characters in lower case (`VENDOR.md`), sorted.
static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// A new password that keeps the rules, not yet hashed.
pub struct Password(SecretString);

impl Password {
    /// Accepts a new password of at least `least` characters. `context` holds names that anybody would try for this
    /// person: their own, their address, their companies.
    pub fn choose(text: SecretString, least: usize, context: &[&str]) -> Result<Self, Fault> {
        check(text.expose_secret(), least, context)?;
        Ok(Self(text))
    }

    /// The text, to be hashed.
    pub(super) fn into_secret(self) -> SecretString {
        self.0
    }
}

fn check(text: &str, least: usize, context: &[&str]) -> Result<(), Fault> {
    let length = text.chars().count();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    if length < least {
        return Err(Fault::TooShort { least });
    }
    if length > MOST {
        return Err(Fault::TooLong { most: MOST, length });
    }
    let folded = text.to_lowercase();
    if is_common(&folded) {
        return Err(Fault::Guessable("common-password"));
    }
    if own_characters(&folded, context) < OWN_CHARACTERS {
        return Err(Fault::Guessable("context-password"));
    }
    Ok(())
}

/// Whether it is on the list, or one character throughout.
fn is_common(folded: &str) -> bool {
    let mut chars = folded.chars();
    let first = chars.next();
    COMMON.binary_search(&folded).is_ok() || chars.all(|c| Some(c) == first)
}

/// How many characters are left without the words of the context.
fn own_characters(folded: &str, context: &[&str]) -> usize {
    let mut words: Vec<String> = ["cpndesk", "cpn-desk", "cpn desk"]
        .into_iter()
        .chain(context.iter().copied())
        .flat_map(words_of)
        .collect();
    // The longest first, so that a short word takes no bite out of a longer one.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
        .iter()
        .fold(folded.to_owned(), |rest, word| rest.replace(word, ""))
        .chars()
        .count()
}

/// The text itself, without its blanks and signs, and each of its words.
fn words_of(text: &str) -> Vec<String> {
    let folded = text.to_lowercase();
    let parts = folded.split(|c: char| !c.is_alphanumeric());
    let joined: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    parts
        .map(ToOwned::to_owned)
        .chain([folded.clone(), joined])
        .filter(|word| word.chars().count() >= WORD)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_as_the_search_expects() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.len() > 8_000);
    }

    #[test]
    fn length_counts_characters_of_any_script() {
        assert_eq!(check("", 12, &[]), Err(Fault::Missing));
        assert_eq!(
            check("elf zeichen", 12, &[]),
            Err(Fault::TooShort { least: 12 })
        );
        assert_eq!(check("zwölf zeiche", 12, &[]), Ok(()));
        assert_eq!(check("            \u{1F600} 1", 12, &[]), Ok(()));
        assert_eq!(check(&"xy".repeat(512), 12, &[]), Ok(()));
        assert!(matches!(
            check(&"xy".repeat(513), 12, &[]),
            Err(Fault::TooLong { .. })
        ));
    }

    #[test]
    fn every_common_password_of_the_least_length_is_refused_in_any_case() {
        let long = COMMON.iter().filter(|word| word.chars().count() >= 12);
        for word in long {
            for spelled in [(*word).to_owned(), word.to_uppercase()] {
                assert_eq!(
                    check(&spelled, 12, &[]),
                    Err(Fault::Guessable("common-password")),
                    "{spelled}"
                );
            }
        }
        assert_eq!(
            check("aaaaaaaaaaaaaaaa", 12, &[]),
            Err(Fault::Guessable("common-password"))
        );
    }

    #[test]
    fn names_with_some_digits_are_refused_and_phrases_with_a_name_are_not() {
        let context = ["Company Name GmbH", "anna.schmidt@acme-tools.example"];
        for guess in [
            "CompanyName2026!",
            "company name 1",
            "Schmidt-Anna-1",
            "CPN-Desk-2026",
            "cpndeskcpndesk",
            "acme-tools-12",
            "Acme.Example.2026",
        ] {
            assert_eq!(
                check(guess, 12, &context),
                Err(Fault::Guessable("context-password")),
                "{guess}"
            );
        }
        assert_eq!(check("anna likes green bolts", 12, &context), Ok(()));
    }
}
