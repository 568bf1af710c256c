//! Dates with an optional time of day.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;

use crate::error::InvalidDate;
use crate::text::Date;

/// A day of the Gregorian calendar, with the time of day and the offset from UTC where they are known.
///
/// It is written as ISO 8601, and read from it: `2024-05-04`, `2024-05-04T10:12`, `2024-05-04T10:12:30+02:00`. With the
/// feature `serde` it is this string.
///
/// # Example
///
/// ```
/// use dechaff::DateTime;
///
/// let date: DateTime = "2024-05-04T10:12:00+02:00".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (2024, 5, 4));
/// assert_eq!(date.time(), Some((10, 12, 0)));
/// assert_eq!(date.offset_minutes(), Some(120));
/// assert_eq!(date.to_string(), "2024-05-04T10:12:00+02:00");
/// assert!("May 2024".parse::<DateTime>().is_err());
/// # Ok::<(), dechaff::error::InvalidDate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    date: Date,
    time: Option<(u8, u8, u8)>,
    offset_minutes: Option<i16>,
}

/// The time of day and the offset behind the day of ISO 8601, with the variants that programs write: a space for the "T",
/// an offset without its colon, fractions of a second.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i-u)^[T ] ?(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)? ?(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?")
        .ok()
});

impl DateTime {
    /// The year.
    pub fn year(&self) -> i32 {
        self.date.year()
    }

    /// The month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.date.month()
    }

    /// The day of the month, from 1 to 31.
    pub fn day(&self) -> u8 {
        self.date.day()
    }

    /// Hour (0 to 23), minute and second (0 to 59).
    pub fn time(&self) -> Option<(u8, u8, u8)> {
        self.time
    }

    /// How many minutes the time is ahead of UTC: 120 for `+02:00`. `None` if it is not known where the time is from.
    pub fn offset_minutes(&self) -> Option<i16> {
        self.offset_minutes
    }

    /// How many days the day is after another one, both as written, wherever the times are from.
    pub(crate) fn days_from(&self, other: Self) -> i32 {
        self.date.days_from(other.date)
    }

    /// A day, without a time.
    pub(crate) fn of_day(date: Date) -> Self {
        Self { date, time: None, offset_minutes: None }
    }

    /// The first date in a text as people or programs write it: `Sat, 4 May 2024 10:12:00 GMT`, `۱۵ اردیبهشت ۱۴۰۳`. The time
    /// is read if the text begins with the date in ISO 8601.
    pub(crate) fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::iso(text).map(|(found, _)| found).or_else(|| Date::find(text).map(Self::of_day))
    }

    /// The date in ISO 8601 that a text begins with, and its length in bytes.
    fn iso(text: &str) -> Option<(Self, usize)> {
        let is_separated = |text: &str| {
            text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
        };
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let ends_number = |at: usize| text.as_bytes().get(at).is_none_or(|byte| !byte.is_ascii_digit());
        let number = |at: usize, digits: usize| text.get(at..at + digits)?.parse::<u32>().ok();
        let (year, month, day, length) = match (text.get(..10), text.get(..8)) {
            (Some(day), _) if is_separated(day) && ends_number(10) => (number(0, 4)?, number(5, 2)?, number(8, 2)?, 10),
            (_, Some(day)) if is_digits(day) && ends_number(8) => (number(0, 4)?, number(4, 2)?, number(6, 2)?, 8),
            _ => return None,
        };
        let date = Date::new(i32::try_from(year).ok()?, month, day)?;
        let mut found = Self::of_day(date);
        let Some(parts) = TIME.as_ref().and_then(|time| time.captures(text.get(length..)?)) else {
            return Some((found, length));
        };
        let mut end = length;
        let part = |index: usize| parts.get(index).and_then(|part| part.as_str().parse::<u8>().ok());
        let time = (part(1).unwrap_or(0), part(2).unwrap_or(0), part(3).unwrap_or(0));
        if time.0 < 24 && time.1 < 60 && time.2 < 60 {
            found.time = Some(time);
            end += parts.get(0).map_or(0, |all| all.len());
            found.offset_minutes = if parts.get(4).is_some() {
                Some(0)
            } else {
                let minutes = part(6).map(|hours| i16::from(hours) * 60 + i16::from(part(7).unwrap_or(0)));
                let is_behind = parts.get(5).is_some_and(|sign| sign.as_str() == "-");
                minutes.filter(|&minutes| minutes < 24 * 60).map(|minutes| if is_behind { -minutes } else { minutes })
            };
        }
        Some((found, end))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some((hour, minute, second)) = self.time {
            write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
            match self.offset_minutes {
                Some(0) => f.write_str("Z")?,
                Some(minutes) => {
                    let sign = if minutes < 0 { '-' } else { '+' };
                    write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)?;
                }
                None => {}
            }
        }
        Ok(())
    }
}

impl FromStr for DateTime {
    type Err = InvalidDate;

    /// Reads a date in ISO 8601 that is the whole text.
    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let found = Self::iso(text).filter(|(_, length)| *length == text.len()).map(|(found, _)| found);
        found.ok_or_else(|| InvalidDate::new(text))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for DateTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DateTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = serde::Deserialize::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_programs_write_them() {
        for (written, expected) in [
            ("2024-05-04", "2024-05-04"),
            ("2024-05-04T10:12Z", "2024-05-04T10:12:00Z"),
            ("2024-05-04T10:12:30.123+0200", "2024-05-04T10:12:30+02:00"),
            ("2024-05-04 10:12:30 -05:30", "2024-05-04T10:12:30-05:30"),
            ("20240504T101230Z", "2024-05-04T10:12:30Z"),
            ("20240504", "2024-05-04"),
            ("2024-05-04T99:00", "2024-05-04"),
            ("Sat, 4 May 2024 10:12:00 GMT", "2024-05-04"),
            ("۱۵ اردیبهشت ۱۴۰۳", "2024-05-04"),
        ] {
            assert_eq!(DateTime::find(written).map(|date| date.to_string()).as_deref(), Some(expected), "{written}");
        }
        for written in ["", "2024", "2024-13-04", "202405041", "soon"] {
            assert_eq!(DateTime::find(written), None, "{written}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["2024-05-04", "2024-05-04T10:12:00", "2024-05-04T10:12:00Z", "2024-05-04T10:12:00-03:30"] {
            assert_eq!(text.parse::<DateTime>().map(|date| date.to_string()).as_deref(), Ok(text));
        }
        for text in ["2024-05-04 and more", "2024-05-04T10:12:00Zulu", "4 May 2024", "2024-05-04T25:00"] {
            let error = text.parse::<DateTime>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
    }
}
