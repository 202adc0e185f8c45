//! Which numbers a file has had so far, in a few megabytes however many there are.
//!
//! The check compares rows with each other only where a number comes again. To find those in the database means grouping all rows of
//! the file; here it is one look a row. The price is that now and then a number counts as seen that is not, and is compared for nothing.

use std::hash::{BuildHasher as _, RandomState};

/// Words of the filter: 4 MiB. A million numbers raise a few hundred false alarms.
const WORDS: usize = 1 << 19;

/// A Bloom filter whose bits of one number lie in one word.
pub struct Seen {
    words: Vec<u64>,
    hasher: RandomState,
}

impl Seen {
    /// Nothing seen.
    pub fn nothing() -> Self {
        Self {
            words: vec![0; WORDS],
            hasher: RandomState::new(),
        }
    }

    /// Notes a number. Whether it is certain that it was not seen before.
    pub fn is_new(&mut self, identity_key: &str) -> bool {
        let hash = self.hasher.hash_one(identity_key);
        // Four bits by six bits of the hash each; what is left chooses the word.
        let bits = (0..4).fold(0_u64, |bits, nth| bits | 1 << ((hash >> (6 * nth)) & 63));
        let place = usize::try_from(hash >> 24).unwrap_or(usize::MAX) % WORDS;
        let Some(word) = self.words.get_mut(place) else {
            return false;
        };
        let is_new = *word & bits != bits;
        *word |= bits;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_new_twice_and_few_are_mistaken_for_others() {
        let mut seen = Seen::nothing();
        let number = |n: usize| format!("n-{n}");

        let mistaken = (0..100_000).filter(|n| !seen.is_new(&number(*n))).count();
        let again = (0..100_000).filter(|n| seen.is_new(&number(*n))).count();

        assert_eq!(again, 0);
        assert!(mistaken < 100, "{mistaken}");
    }
}
