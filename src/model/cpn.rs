//! The CPN row: what may be written, and what stands in the register.

use bigdecimal::{BigDecimal, Zero};
use chrono::{DateTime, NaiveDate, Utc};

use super::id::{CpnId, ProductId};
use super::problems::{Fault, Problems};
use super::{key, text};

/// The most characters a CPN has.
pub const CPN_LENGTH: usize = 255;
/// The most characters the customer's own wording has.
pub const DESCRIPTION_LENGTH: usize = 500;
/// The most characters a unit has.
pub const UNIT_LENGTH: usize = 32;
/// The most bytes a key may take. An index entry holds a company, a product and a key and must stay below a third of a page
/// (2,704 bytes); only texts of characters that unfold to many get near.
const KEY_BYTES: usize = 2_000;

/// What somebody gave for a CPN, field by field, unchecked. Empty texts mean "none".
#[derive(Clone, Copy, Debug, Default)]
pub struct CpnInput<'t> {
    /// The number.
    pub cpn: &'t str,
    /// The customer's own wording.
    pub description: &'t str,
    /// The unit one of the customer's numbers stands for.
    pub unit: &'t str,
    /// How many of our sales units it stands for.
    pub pack_quantity: &'t str,
    /// First day, `YYYY-MM-DD`.
    pub valid_from: &'t str,
    /// Last day, `YYYY-MM-DD`.
    pub valid_to: &'t str,
}

/// A checked CPN that is not stored yet, with its keys. [`parse`](Self::parse) is the only way to one from outside, for every door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CpnDraft {
    cpn: String,
    identity_key: String,
    details: Details,
}

/// The fields of a CPN beside its number and product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The customer's own wording, up to 500 characters.
    pub description: Option<String>,
    /// The unit one of the customer's numbers stands for.
    pub unit: Option<String>,
    /// How many of our sales units it stands for; above zero.
    pub pack_quantity: Option<BigDecimal>,
    /// First day on which it resolves.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it resolves.
    pub valid_to: Option<NaiveDate>,
}

impl CpnDraft {
    /// Checks every field and makes the keys; all problems come at once.
    pub fn parse(input: &CpnInput<'_>) -> Result<Self, Problems> {
        let mut problems = Problems::none();
        let number = problems.take("cpn", parse_number(input.cpn));
        let details = Details {
            description: problems
                .take(
                    "description",
                    text::optional(input.description, DESCRIPTION_LENGTH),
                )
                .flatten(),
            unit: problems
                .take("unit", text::optional(input.unit, UNIT_LENGTH))
                .flatten(),
            pack_quantity: problems
                .take("pack_quantity", parse_quantity(input.pack_quantity))
                .flatten(),
            valid_from: problems
                .take("valid_from", parse_date(input.valid_from))
                .flatten(),
            valid_to: problems
                .take("valid_to", parse_date(input.valid_to))
                .flatten(),
        };
        if let (Some(from), Some(to)) = (details.valid_from, details.valid_to)
            && from > to
        {
            problems.add("valid_to", Fault::DatesCrossed);
        }
        match number {
            Some((cpn, identity_key)) if problems.is_empty() => Ok(Self {
                cpn,
                identity_key,
                details,
            }),
            _ => Err(problems),
        }
    }

    /// What once stood in the register, to stand there again.
    pub fn again(number: &str, details: &Details) -> Self {
        Self {
            cpn: number.to_owned(),
            identity_key: key::identity(number),
            details: details.clone(),
        }
    }

    /// The same number beside other fields, which were checked when they were stored.
    #[must_use]
    pub fn with_details(self, details: Details) -> Self {
        Self { details, ..self }
    }

    /// The number as given, trimmed.
    pub fn cpn(&self) -> &str {
        &self.cpn
    }

    /// What decides whether it is the same as another.
    pub fn identity_key(&self) -> &str {
        &self.identity_key
    }

    /// What lists sort by.
    pub fn order_key(&self) -> String {
        key::order(&self.identity_key)
    }

    /// What loose search looks in.
    pub fn search_text(&self) -> String {
        key::search_text(
            [Some(self.cpn.as_str()), self.details.description.as_deref()]
                .into_iter()
                .flatten(),
        )
    }

    /// The other fields.
    pub fn details(&self) -> &Details {
        &self.details
    }
}

fn parse_number(number: &str) -> Result<(String, String), Fault> {
    let cpn = text::required(number, CPN_LENGTH)?;
    let identity_key = key::identity(&cpn);
    if identity_key.is_empty() {
        return Err(Fault::Malformed("invisible"));
    }
    if identity_key.len() > KEY_BYTES {
        return Err(Fault::Malformed("too-long-unfolded"));
    }
    Ok((cpn, identity_key))
}

/// A decimal above zero with a point or a comma, at most twelve digits before and six behind it.
fn parse_quantity(quantity: &str) -> Result<Option<BigDecimal>, Fault> {
    let quantity = quantity.trim().replace(',', ".");
    if quantity.is_empty() {
        return Ok(None);
    }
    let (whole, fraction) = quantity.split_once('.').unwrap_or((&quantity, "0"));
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(whole, 12) || !digits(fraction, 6) {
        return Err(Fault::Malformed("no-quantity"));
    }
    let value: BigDecimal = quantity
        .parse()
        .map_err(|_malformed| Fault::Malformed("no-quantity"))?;
    if value.is_zero() {
        Err(Fault::NotPositive)
    } else {
        Ok(Some(value.normalized()))
    }
}

fn parse_date(date: &str) -> Result<Option<NaiveDate>, Fault> {
    let date = date.trim();
    if date.is_empty() {
        return Ok(None);
    }
    // The year is bounded so that a slip ("20255-01-01") is a problem and not a date.
    NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .ok()
        .filter(|day| ("1900-01-01"..="9999-12-31").contains(&day.to_string().as_str()))
        .map(Some)
        .ok_or(Fault::Malformed("no-date"))
}

/// A CPN of a company as it stands in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpn {
    /// Its id.
    pub id: CpnId,
    /// The product it stands for.
    pub product: ProductId,
    /// The number as given.
    pub number: String,
    /// The key it is compared by.
    pub identity_key: String,
    /// The other fields.
    pub details: Details,
    /// Whether it is shown where only one number of the pair fits.
    pub preferred: bool,
    /// Rises with every change.
    pub version: i32,
    /// When it came into being, and who made it.
    pub created: Stamp,
    /// When it was changed last, and by whom.
    pub updated: Stamp,
}

impl Cpn {
    /// Where it stands on a day.
    pub fn validity(&self, day: NaiveDate) -> Validity {
        if self.details.valid_from.is_some_and(|from| day < from) {
            Validity::NotYet
        } else if self.details.valid_to.is_some_and(|to| day > to) {
            Validity::Expired
        } else {
            Validity::Valid
        }
    }
}

/// Whether a row resolves on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It does.
    Valid,
    /// Its first day is still to come.
    NotYet,
    /// Its last day has passed.
    Expired,
}

/// A moment and who acted in it, as they were called then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: DateTime<Utc>,
    /// The kind of actor.
    pub kind: super::actor::ActorKind,
    /// The actor's id; the command line has none.
    pub id: Option<uuid::Uuid>,
    /// The actor's name.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(cpn: &str) -> Result<CpnDraft, Problems> {
        CpnDraft::parse(&CpnInput {
            cpn,
            ..CpnInput::default()
        })
    }

    #[test]
    fn a_number_is_text_and_stays_as_it_was_given() {
        for number in [
            "000451237",
            "1E5",
            "2-1",
            "A / #%+ 7",
            "=1+1",
            "\u{578B}\u{756A}-1",
        ] {
            assert_eq!(draft(&format!(" {number} ")).unwrap().cpn(), number);
        }
    }

    #[test]
    fn length_is_bounded_in_characters_and_in_key_bytes() {
        assert!(draft(&"\u{1F600}".repeat(255)).is_ok());
        assert!(draft(&"x".repeat(256)).is_err());
        // One of these ligatures unfolds to eighteen characters.
        assert_eq!(
            draft(&"\u{FDFA}".repeat(255)).unwrap_err(),
            Problems::one("cpn", Fault::Malformed("too-long-unfolded"))
        );
        assert_eq!(
            draft("\u{200B}\u{AD}").unwrap_err(),
            Problems::one("cpn", Fault::Malformed("invisible"))
        );
    }

    #[test]
    fn all_problems_come_at_once() {
        let problems = CpnDraft::parse(&CpnInput {
            cpn: "",
            description: &"x".repeat(501),
            unit: "pack",
            pack_quantity: "0,0",
            valid_from: "2026-02-30",
            valid_to: "2026-01-01",
        })
        .unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            ["cpn", "description", "pack_quantity", "valid_from"]
        );
    }

    #[test]
    fn quantities_take_a_point_or_a_comma() {
        for (text, value) in [("4", "4"), ("0,5", "0.5"), ("2.50", "2.5"), ("100", "100")] {
            assert_eq!(
                parse_quantity(text).unwrap().unwrap(),
                value.parse::<BigDecimal>().unwrap(),
                "{text}"
            );
        }
        for text in ["-1", "1.000,5", "1e3", ".5", "1.", "x", "1234567890123"] {
            assert_eq!(
                parse_quantity(text),
                Err(Fault::Malformed("no-quantity")),
                "{text}"
            );
        }
    }

    #[test]
    fn dates_must_not_cross() {
        let input = CpnInput {
            cpn: "A",
            valid_from: "2026-02-02",
            valid_to: "2026-02-01",
            ..CpnInput::default()
        };
        assert_eq!(
            CpnDraft::parse(&input).unwrap_err(),
            Problems::one("valid_to", Fault::DatesCrossed)
        );
    }
}
