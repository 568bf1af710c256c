//! Dates of archives and datasets.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// Microseconds since 1970 of a date as WARC (ISO 8601) or ARC (14 digits) write it, or as a day.
pub fn microseconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(date) = DateTime::parse_from_rfc3339(text) {
        return Some(date.timestamp_micros());
    }
    // Some crawlers wrote more digits than the seconds.
    let digits = text.get(..14).filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let date = match digits {
        Some(digits) => NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok(),
        None => ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
            .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)),
    };
    date.map(|date| date.and_utc().timestamp_micros())
}

/// A date for people and for JSON: ISO 8601 in UTC.
pub fn written(microseconds: i64) -> Option<String> {
    let date = DateTime::from_timestamp_micros(microseconds)?;
    Some(date.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_all_formats_are_the_same() {
        let seconds = Some(1_389_273_744_000_000);
        assert_eq!(microseconds("2014-01-09T13:22:24Z"), seconds);
        assert_eq!(microseconds("2014-01-09T14:22:24+01:00"), seconds);
        assert_eq!(microseconds("20140109132224"), seconds);
        assert_eq!(microseconds("201401091322240000"), seconds);
        assert_eq!(microseconds("2014-01-09 13:22:24"), seconds);
        assert_eq!(microseconds("2008-10-294T05:21:46-0700"), None);
        assert_eq!(written(1_389_273_744_000_000).as_deref(), Some("2014-01-09T13:22:24Z"));
    }
}
