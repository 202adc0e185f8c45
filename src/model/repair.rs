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
        /// Digits are filled up with zeros to a length.
        Pad = "pad",
        /// Somebody picked the product.
        Picked = "picked",
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
    /// Fill digits up to this many.
    Pad(i32),
    /// Leave all rows out.
    LeaveOut,
    /// Let the numbers stand for all their products.
    AllowSharing,
    /// For each key (a GTIN, or a number's identity key) the number of the product that is meant.
    Pick(Vec<(String, String)>),
}
