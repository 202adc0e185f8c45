//! Filters relative to now: `since` (so long ago) and `until` (in so long a time).

use chrono::{DateTime, Months, NaiveTime, TimeDelta, Utc};
use serde_json::Value;

use super::field::{Field, Kind, text_of};
use super::filter::{Comparison, Filter, Operand};
use super::problem;
use crate::api::store_api::errors::Complaint;

/// Parses a `since` or `until` filter. Either bounds the field by now, too: what is meant lies in the past or in the future.
pub fn parse(
    since: bool,
    field: Field,
    given: &Value,
    path: &str,
    now: DateTime<Utc>,
) -> Result<Filter, Complaint> {
    let duration = text_of(given, "value").and_then(Duration::parse);
    let threshold = duration.and_then(|duration| duration.from(now, since));
    let Some(threshold) = threshold.filter(|_| field.kind() == Kind::Time) else {
        let text = "The value must be an ISO-8601 duration.";
        return Err(problem(&format!("{path}/value"), text));
    };
    let operator = given
        .get("parameters")
        .and_then(|parameters| text_of(parameters, "operator"));
    let midnight = threshold.date_naive().and_time(NaiveTime::MIN).and_utc();
    let day = Filter::Range(
        field,
        vec![
            (Comparison::From, Operand::Time(midnight)),
            (
                Comparison::Below,
                Operand::Time(midnight + TimeDelta::days(1)),
            ),
        ],
    );
    let bound = |comparison| Filter::Range(field, vec![(comparison, Operand::Time(midnight))]);
    // "More than so long since" means an earlier moment.
    let threshold = match (operator, since) {
        (Some("eq"), _) => day,
        (Some("neq"), _) => Filter::Not(Box::new(day)),
        (Some("lt"), false) | (Some("gt"), true) => bound(Comparison::Below),
        (Some("lte"), false) | (Some("gte"), true) => bound(Comparison::UpTo),
        (Some("gt"), false) | (Some("lt"), true) => bound(Comparison::Above),
        (Some("gte"), false) | (Some("lte"), true) => bound(Comparison::From),
        _ => {
            let text = "Parameter \"parameter.operator\" is missing.";
            return Err(problem(&format!("{path}/parameter"), text));
        }
    };
    let side = if since {
        Comparison::Below
    } else {
        Comparison::Above
    };
    let bounded = Filter::Range(field, vec![(side, Operand::Time(now))]);
    Ok(Filter::All(vec![threshold, bounded]))
}

/// An ISO-8601 duration such as `P1Y2M10DT2H30M`.
#[derive(Debug, PartialEq)]
struct Duration {
    months: u32,
    rest: TimeDelta,
}

impl Duration {
    fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix('P')?;
        let (mut months, mut rest) = (0_u32, TimeDelta::zero());
        let (mut in_time, mut digits, mut parts) = (false, String::new(), 0);
        for c in body.chars() {
            match c {
                'T' if !in_time && digits.is_empty() => in_time = true,
                '0'..='9' if digits.len() < 6 => digits.push(c),
                unit => {
                    let count: i64 = std::mem::take(&mut digits).parse().ok()?;
                    let whole = u32::try_from(count).ok()?;
                    match (in_time, unit) {
                        (false, 'Y') => months = months.checked_add(whole.checked_mul(12)?)?,
                        (false, 'M') => months = months.checked_add(whole)?,
                        (false, 'W') => rest += TimeDelta::try_weeks(count)?,
                        (false, 'D') => rest += TimeDelta::try_days(count)?,
                        (true, 'H') => rest += TimeDelta::try_hours(count)?,
                        (true, 'M') => rest += TimeDelta::try_minutes(count)?,
                        (true, 'S') => rest += TimeDelta::try_seconds(count)?,
                        _ => return None,
                    }
                    parts += 1;
                }
            }
        }
        (parts > 0 && digits.is_empty()).then_some(Self { months, rest })
    }

    fn from(&self, now: DateTime<Utc>, back: bool) -> Option<DateTime<Utc>> {
        let months = Months::new(self.months);
        let at = if back {
            now.checked_sub_months(months)?
                .checked_sub_signed(self.rest)?
        } else {
            now.checked_add_months(months)?
                .checked_add_signed(self.rest)?
        };
        // The database knows no years beyond these.
        let year = chrono::Datelike::year(&at);
        (0..=9998).contains(&year).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit_for_each_number() {
        let parsed = Duration::parse("P1Y2M1W3DT4H5M6S").unwrap();
        assert_eq!(parsed.months, 14);
        let seconds = ((10 * 24 + 4) * 60 + 5) * 60 + 6;
        assert_eq!(parsed.rest, TimeDelta::seconds(seconds));
        for text in ["", "P", "1D", "P1", "PD", "P1H", "PT1D", "P9999999D", "PT"] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_duration_beyond_time_is_none() {
        let now = "2025-10-31T05:08:55Z".parse().unwrap();
        let long = Duration::parse("P99999Y").unwrap();
        assert_eq!(long.from(now, true), None);
        assert_eq!(long.from(now, false), None);
    }
}
