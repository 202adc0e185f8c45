//! What is wrong with an input, field by field.
//!
//! A problem names its field and its fault and leaves the wording to the surface: a page says it in the reader's
//! language beside the input, a contract in its own form, an upload pins it to a line. `Display` is the plain English one.

use std::fmt;

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's name as forms and JSON bodies spell it.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was given where something is needed.
    Missing,
    /// Longer than allowed, both counted in characters.
    TooLong {
        /// The most characters allowed.
        most: usize,
        /// The characters given.
        length: usize,
    },
    /// Shorter than allowed, counted in characters.
    TooShort {
        /// The least characters needed.
        least: usize,
    },
    /// A character that may not stand in this field, by its code point.
    ForbiddenCharacter(char),
    /// Not of the form the field has, for example no date; holds what the form is, as a code that texts explain.
    Malformed(&'static str),
    /// A quantity that is not above zero.
    NotPositive,
    /// The first day lies after the last one.
    DatesCrossed,
    /// Names something that is not there.
    Unknown(String),
    /// Another row has this already; the name by which people know that one.
    Taken(String),
    /// The company does not allow one CPN for several products; the product that has it.
    Shared(String),
    /// A value outside the closed set of this field.
    NotAChoice,
    /// A password that is too easily guessed; holds why, as a code that texts explain.
    Guessable(&'static str),
    /// The current password, asked for to confirm a change, is not right.
    WrongPassword,
    /// The two entries of a new password differ.
    NotRepeated,
    /// Not allowed for a reason of the domain; a code that texts explain.
    Refused(&'static str),
}

impl Fault {
    /// The stable code of the fault: the key of its text (`problem-…`) and what contracts and reports show.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too-long",
            Self::TooShort { .. } => "too-short",
            Self::ForbiddenCharacter(_) => "forbidden-character",
            Self::Malformed(code) | Self::Guessable(code) | Self::Refused(code) => code,
            Self::NotPositive => "not-positive",
            Self::DatesCrossed => "dates-crossed",
            Self::Unknown(_) => "unknown",
            Self::Taken(_) => "taken",
            Self::Shared(_) => "shared",
            Self::NotAChoice => "not-a-choice",
            Self::WrongPassword => "wrong-password",
            Self::NotRepeated => "not-repeated",
        }
    }

    /// The values its text speaks of, by name.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { most, length } => {
                vec![("most", most.to_string()), ("length", length.to_string())]
            }
            Self::TooShort { least } => vec![("least", least.to_string())],
            Self::ForbiddenCharacter(c) => vec![("code", format!("U+{:04X}", u32::from(*c)))],
            Self::Unknown(value) | Self::Taken(value) | Self::Shared(value) => {
                vec![("value", value.clone())]
            }
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field;
        match &self.fault {
            Fault::Missing => write!(f, "{field} is missing"),
            Fault::TooLong { most, length } => write!(
                f,
                "{field} has {length} characters, at most {most} are allowed"
            ),
            Fault::TooShort { least } => write!(f, "{field} needs at least {least} characters"),
            Fault::ForbiddenCharacter(c) => {
                write!(
                    f,
                    "{field} holds the character U+{:04X}, which is not allowed",
                    u32::from(*c)
                )
            }
            Fault::Malformed(form) => write!(f, "{field} is {}", form.replace('-', " ")),
            Fault::NotPositive => write!(f, "{field} must be above 0"),
            Fault::DatesCrossed => write!(f, "{field} lies before the first day of validity"),
            Fault::Unknown(value) => write!(f, "{field}: there is no {value:?}"),
            Fault::Taken(value) => write!(f, "{field}: {value:?} exists already"),
            Fault::Shared(value) => write!(f, "{field}: stands for product {value:?} already"),
            Fault::NotAChoice => write!(f, "{field} is none of the values it may have"),
            Fault::Guessable(why) | Fault::Refused(why) => {
                write!(f, "{field}: {}", why.replace('-', " "))
            }
            Fault::WrongPassword => write!(f, "{field} is not right"),
            Fault::NotRepeated => write!(f, "{field} is not the same as the first entry"),
        }
    }
}

/// Everything that is wrong with one input; never empty when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// No problem so far.
    pub fn none() -> Self {
        Self::default()
    }

    /// The one problem of one field.
    pub fn one(field: &'static str, fault: Fault) -> Self {
        Self(vec![Problem { field, fault }])
    }

    /// Adds a problem.
    pub fn add(&mut self, field: &'static str, fault: Fault) {
        self.0.push(Problem { field, fault });
    }

    /// The value, or its problem noted here.
    pub fn take<T>(&mut self, field: &'static str, value: Result<T, Fault>) -> Option<T> {
        value.map_err(|fault| self.add(field, fault)).ok()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first problem of a field.
    pub fn of(&self, field: &str) -> Option<&Problem> {
        self.iter().find(|problem| problem.field == field)
    }

    /// All problems, in the order of the fields.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
