//! Dates and times: days since an epoch.

use chrono::{Days, NaiveDate, NaiveTime};

/// Which part of a date and time is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// Only the date.
    Date,
    /// Only the time of day, or a duration.
    Time,
    /// Both.
    Both,
}

/// Which day is number one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Epoch {
    /// The first of January 1900, with the leap day that year did not have.
    Year1900,
    /// The day after the first of January 1904.
    Year1904,
}

impl Moment {
    /// A date or time in ISO 8601.
    pub(super) fn text(self, value: f64, epoch: Epoch) -> Option<String> {
        let seconds = (value * 86_400.0).round();
        if !(0.0..=3e11).contains(&seconds) {
            return None;
        }
        let seconds = format!("{seconds:.0}").parse::<u64>().ok()?;
        let (days, in_day) = (seconds / 86_400, seconds % 86_400);
        let clock = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(in_day).ok()?, 0)?;
        // A duration of more than a day is shown by its hours.
        let hours = days * 24 + in_day / 3600;
        let time = format!("{hours:02}:{}", clock.format("%M:%S"));
        let start = match epoch {
            Epoch::Year1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
            Epoch::Year1900 if days == 60 => return Some("1900-02-29".into()),
            Epoch::Year1900 if days < 60 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
            Epoch::Year1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        };
        let date = start.checked_add_days(Days::new(days))?;
        match self {
            Moment::Time => Some(time),
            Moment::Both => Some(format!("{date} {}", clock.format("%H:%M:%S"))),
            Moment::Date => Some(date.to_string()),
        }
    }
}
