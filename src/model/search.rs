//! What somebody typed into the search box of a list.

use super::key;

/// The fewest letters and digits in a row that the index of loose search can find.
const INDEXED: usize = 3;

/// A search as the lists of companies and products run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Each of these, somewhere in the searchable text: patterns of LIKE.
    Words(Vec<String>),
    /// Too short for that: what the number or the name begins with.
    Beginning {
        /// A pattern for the key that makes a number unique.
        number: String,
        /// A pattern for the key that names sort by.
        name: String,
    },
}

impl Term {
    /// The search for what was typed; none for blanks.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        let words: Vec<String> = typed
            .split_whitespace()
            .map(key::search)
            .filter(|word| !word.is_empty())
            .collect();
        if words.iter().any(|word| word.chars().count() >= INDEXED) {
            return Some(Self::Words(words.iter().map(|word| within(word)).collect()));
        }
        let whole = words.concat();
        if whole.chars().count() >= INDEXED {
            return Some(Self::Words(vec![within(&whole)]));
        }
        Some(Self::Beginning {
            number: beginning(&key::plain(typed)),
            name: beginning(&key::order(&key::identity(typed))),
        })
    }
}

/// Search keys hold letters and digits alone: nothing to escape.
fn within(word: &str) -> String {
    format!("%{word}%")
}

fn beginning(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_anywhere_and_in_any_order() {
        assert_eq!(
            Term::parse(" m8x20  din-912 "),
            Some(Term::Words(vec![
                "%M8X20%".to_owned(),
                "%DIN912%".to_owned()
            ]))
        );
        assert_eq!(
            Term::parse("a-1 2"),
            Some(Term::Words(vec!["%A12%".to_owned()]))
        );
        assert_eq!(Term::parse("  "), None);
    }

    #[test]
    fn what_is_too_short_for_the_index_is_a_beginning() {
        assert_eq!(
            Term::parse("A_"),
            Some(Term::Beginning {
                number: "a\\_%".to_owned(),
                name: "a\\_%".to_owned()
            })
        );
        assert_eq!(
            Term::parse("%"),
            Some(Term::Beginning {
                number: "\\%%".to_owned(),
                name: "\\%%".to_owned()
            })
        );
    }
}
