//! What people decide about rows of a check: repairs of numbers a spreadsheet has damaged, choices among candidates, rows left out.

use super::code::codes;

codes! {
    /// A decision about rows. The cells stay as they came.
    Repair {
        /// Leading zeros that were lost come back.
        Zeros = "zeros",
        /// Zeros behind the decimal sign that were lost come back.
        Decimals = "decimals",
        /// `.0` behind a whole number goes.
        PointZero = "point-zero",
        /// A number such as `22E1` that was taken for a power of ten comes back.
        Exponent = "exponent",
        /// A number that was written as a power of ten becomes the only known one that fits.
        Fits = "fits",
        /// The same number with other punctuation or blanks.
        Punctuation = "punctuation",
        /// The same number with letters and digits that look alike.
        LookAlike = "look-alike",
        /// Digits behind the fifteenth that a spreadsheet made zeros come back.
        Rounded = "rounded",
        /// A number that a spreadsheet took for a day becomes the only known one it would do that to.
        Day = "day",
        /// `.0` behind digits goes, whether or not the number is known without it.
        Strip = "strip",
        /// Numbers that stand below each other in one cell are taken one by one.
        SplitLines = "split-lines",
        /// Numbers with semicolons between them are taken one by one.
        SplitSemicolons = "split-semicolons",
        /// Numbers with commas between them are taken one by one.
        SplitCommas = "split-commas",
        /// Numbers with slashes between them are taken one by one.
        SplitSlashes = "split-slashes",
        /// The row is one of several that were made of a cell with several numbers.
        Piece = "piece",
        /// Quantities are written `1.234,5`.
        DecimalComma = "decimal-comma",
        /// Quantities are written `1,234.5`.
        DecimalPoint = "decimal-point",
        /// Dates have the day before the month.
        DayMonth = "day-month",
        /// Dates have the month before the day.
        MonthDay = "month-day",
        /// Digits are filled up with zeros to a length.
        Pad = "pad",
        /// Somebody picked the product.
        Picked = "picked",
        /// The number is right as it stands.
        AsItIs = "as-it-is",
        /// The number may stand for all its products.
        AllowSharing = "allow-sharing",
        /// The row is left out.
        LeaveOut = "leave-out",
    }
}

/// Rows of a check with one outcome for one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The outcome.
    pub outcome: super::upload::Outcome,
    /// The cause.
    pub cause: String,
}

/// A decision about a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Take a repair that was offered, for all rows it was offered for.
    Take(Repair),
    /// Take all rows with the numbers as they stand.
    AsItIs,
    /// Fill digits up to this many.
    Pad(i32),
    /// Leave all rows out.
    LeaveOut,
    /// Let the numbers stand for all their products.
    AllowSharing,
    /// For each key (a GTIN, a number's identity key, or what the cells say) the number of the product that is meant.
    Pick(Vec<(String, String)>),
}

/// Lengths that digits can be filled up to.
pub const LENGTHS: std::ops::RangeInclusive<i32> = 2..=40;

impl std::str::FromStr for Decision {
    type Err = String;

    /// All but picks, as the command line says them: `leave-out`, `allow-sharing`, `as-it-is`, `pad:8` or the word of a repair.
    fn from_str(word: &str) -> Result<Self, String> {
        if let Some(length) = word.strip_prefix("pad:") {
            return match length.parse() {
                Ok(length) if LENGTHS.contains(&length) => Ok(Self::Pad(length)),
                _ => Err(format!(
                    "a number can be filled up to {} to {} digits",
                    LENGTHS.start(),
                    LENGTHS.end()
                )),
            };
        }
        Ok(match word.parse()? {
            Repair::LeaveOut => Self::LeaveOut,
            Repair::AllowSharing => Self::AllowSharing,
            Repair::AsItIs => Self::AsItIs,
            Repair::Pad => return Err("say how many digits: pad:8".to_owned()),
            repair => Self::Take(repair),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_words() {
        for (word, decision) in [
            ("leave-out", Decision::LeaveOut),
            ("as-it-is", Decision::AsItIs),
            ("pad:8", Decision::Pad(8)),
            ("zeros", Decision::Take(Repair::Zeros)),
            ("split-slashes", Decision::Take(Repair::SplitSlashes)),
        ] {
            assert_eq!(word.parse(), Ok(decision), "{word}");
        }
        for word in ["pad", "pad:1", "pad:41", "guess", ""] {
            assert!(word.parse::<Decision>().is_err(), "{word}");
        }
    }
}
