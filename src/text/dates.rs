//! Dates as people write them, in figures and with the names of months.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::characters::is_invisible;

/// A day of the Gregorian calendar. It is written as ISO 8601: `2024-05-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Years of pages on the web, and the same in the Jalali calendar (hand-set).
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;
const JALALI_YEARS: std::ops::RangeInclusive<i32> = 1370..=1480;
const HIJRI_YEARS: std::ops::RangeInclusive<i32> = 1410..=1525;
/// A date has at least this many tokens: three parts, and a sign between each two.
const MIN_DATE_TOKENS: usize = 5;
/// Years of two digits are of this century up to this one (hand-set).
const MAX_SHORT_YEAR: u32 = 60;
/// Words between the parts of a date: "4th of May", "17 de marzo de 2020".
const PARTICLES: &[&str] = &["of", "de", "del"];
/// More parts of a text are not looked at (hand-set).
const MAX_TOKENS: usize = 200;

/// A month of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Month {
    number: u32,
    calendar: Calendar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Calendar {
    Gregorian,
    /// The solar calendar of Iran and Afghanistan.
    Jalali,
    /// The lunar calendar of Islam.
    Hijri,
}

static MONTHS: LazyLock<FxHashMap<&str, Month>> = LazyLock::new(|| {
    let mut months = FxHashMap::default();
    for line in include_str!("months.txt").lines().filter(|line| !line.starts_with('#')) {
        let (line, calendar) = match line.split_once(' ') {
            Some(("jalali", line)) => (line, Calendar::Jalali),
            Some(("hijri", line)) => (line, Calendar::Hijri),
            _ => (line, Calendar::Gregorian),
        };
        let mut words = line.split(' ');
        let number = words.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        months.extend(words.map(|word| (word, Month { number, calendar })));
    }
    months
});

/// Whether a word is the name of a month, or short for one.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS.contains_key(word.trim_end_matches(['.', ',']).to_lowercase().as_str())
}

/// A part of a text: a number, the name of a month, another word, or a character between them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number { value: u32, digits: usize },
    Month(Month),
    Word,
    Sign(char),
}

impl Date {
    pub(crate) fn year(self) -> i32 {
        self.year
    }

    pub(crate) fn month(self) -> u8 {
        self.month as u8
    }

    pub(crate) fn day(self) -> u8 {
        self.day as u8
    }

    pub(crate) fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let days = *DAYS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
        (YEARS.contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// How many days this day is after another one.
    pub(crate) fn days_from(self, other: Self) -> i32 {
        let days = |date: Self| days_of(date.year, date.month as i32, date.day as i32);
        days(self) - days(other)
    }

    /// A day of the Jalali calendar, by its cycle of 33 years with eight leap years, which is exact for these years.
    fn from_jalali(year: i32, month: u32, day: u32) -> Option<Self> {
        let days = if month <= 6 { 31 } else { 30 };
        if !JALALI_YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=days).contains(&day) {
            return None;
        }
        // The first of Farvardin 979, where a cycle begins, was 20 March 1600.
        let years = year - 979;
        let leap_days = years / 33 * 8 + (years % 33 + 3) / 4;
        let of_year = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 } + day - 1;
        Some(Self::from_days(days_of(1600, 3, 20) + 365 * years + leap_days + of_year as i32))
    }

    /// A day of the tabular Hijri calendar, with eleven leap years in thirty (Reingold and Dershowitz, "Calendrical
    /// Calculations"). Where the moon decides, the day may be the one before or after.
    fn from_hijri(year: i32, month: u32, day: u32) -> Option<Self> {
        if !HIJRI_YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
            return None;
        }
        let (month, day) = (month as i32, day as i32);
        let since_epoch = 354 * (year - 1) + (3 + 11 * year) / 30 + 29 * (month - 1) + month / 2 + day - 1;
        Some(Self::from_days(days_of(622, 7, 19) + since_epoch))
    }

    /// The day with a number of [`days_of`].
    fn from_days(days: i32) -> Self {
        // Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
        let era_day = days + 719_468;
        let era = era_day.div_euclid(146_097);
        let of_era = era_day.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self { year, month: month as u32, day: (of_year - (153 * shifted + 2) / 5 + 1) as u32 }
    }

    /// The first date in a text.
    pub(crate) fn find(text: &str) -> Option<Self> {
        let (tokens, _) = tokens(text);
        (0..tokens.len()).find_map(|index| date_at(&tokens[index..]))
    }

    /// The dates in a text, each with the byte offset at which it begins.
    pub(crate) fn find_all(text: &str) -> Vec<(usize, Self)> {
        let (tokens, offsets) = tokens(text);
        let mut found = Vec::new();
        let mut index = 0;
        while index < tokens.len() {
            match date_at(&tokens[index..]) {
                Some(date) => {
                    found.push((offsets[index], date));
                    index += MIN_DATE_TOKENS;
                }
                None => index += 1,
            }
        }
        found
    }
}

/// The number of days from 1970-01-01 to a day (Hinnant, `days_from_civil`).
fn days_of(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

/// The date that some tokens begin with.
fn date_at(tokens: &[Token]) -> Option<Date> {
    if let Some(date) = date_in_figures(tokens).or_else(|| date_around_time(tokens)) {
        return Some(date);
    }
    // Full stops and commas within a date, and the ends of ordinals ("1st", "1er") are passed over.
    let mut parts = [None; 3];
    let mut rest = tokens.iter();
    let mut last_was_number = false;
    for part in &mut parts {
        *part = loop {
            match rest.next()? {
                Token::Sign('.' | ',' | ' ' | '/' | '-') => {}
                Token::Word if last_was_number => {}
                token @ (Token::Number { .. } | Token::Month(_)) => break Some(*token),
                _ => return None,
            }
            last_was_number = false;
        };
        last_was_number = matches!(part, Some(Token::Number { .. }));
    }
    let (day, month, year) = match parts.map(|part| part.unwrap_or(Token::Word)) {
        [Token::Number { value: day, .. }, Token::Month(month), Token::Number { value: year, digits: 4 }]
        | [Token::Month(month), Token::Number { value: day, .. }, Token::Number { value: year, digits: 4 }]
        | [Token::Number { value: year, digits: 4 }, Token::Month(month), Token::Number { value: day, .. }] => {
            (day, month, year as i32)
        }
        _ => return None,
    };
    match month.calendar {
        Calendar::Gregorian => Date::new(year, month.number, day),
        Calendar::Jalali => Date::from_jalali(year, month.number, day),
        Calendar::Hijri => Date::from_hijri(year, month.number, day),
    }
}

/// A date in figures: `2024-05-04`, `4.5.2024`, `5/4/24`. Where day and month could be either, the day comes first but
/// where slashes separate them and only the other order is a date.
fn date_in_figures(tokens: &[Token]) -> Option<Date> {
    let [
        Token::Number { value: first, digits: first_digits },
        Token::Sign(sign @ ('-' | '/' | '.' | '−' | '‑')),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    let rest = if let [Token::Sign(' '), rest @ ..] = rest { rest } else { rest };
    let [Token::Number { value: second, .. }, Token::Sign(again), rest @ ..] = rest else { return None };
    let rest = if let [Token::Sign(' '), rest @ ..] = rest { rest } else { rest };
    let [Token::Number { value: third, digits: third_digits }, ..] = rest else { return None };
    if sign != again {
        return None;
    }
    let (first, second, third) = (*first, *second, *third);
    match (first_digits, third_digits) {
        (4, 1 | 2) => {
            let year = first as i32;
            Date::from_jalali(year, second, third).or_else(|| Date::new(year, second, third))
        }
        (1 | 2, 4) => Date::from_jalali(third as i32, second, first)
            .or_else(|| Date::new(third as i32, second, first))
            .or_else(|| Date::new(third as i32, first, second)),
        // "94" is a year of another century, or of another calendar.
        (1 | 2, 2) if *sign != '-' && third <= MAX_SHORT_YEAR => {
            let year = 2_000 + third as i32;
            Date::new(year, second, first).or_else(|| Date::new(year, first, second))
        }
        _ => None,
    }
}

/// A date as programs print it, with the time between day and year: `May  4 10:12:00 CEST 2024`.
fn date_around_time(tokens: &[Token]) -> Option<Date> {
    let [Token::Month(month), Token::Sign(' '), Token::Number { value: day, .. }, Token::Sign(' '), rest @ ..] = tokens
    else {
        return None;
    };
    let [
        Token::Number { .. },
        Token::Sign(':'),
        Token::Number { .. },
        Token::Sign(':'),
        Token::Number { .. },
        rest @ ..,
    ] = rest
    else {
        return None;
    };
    let year = match rest {
        [Token::Sign(' '), Token::Word, Token::Sign(' '), Token::Number { value, digits: 4 }, ..]
        | [Token::Sign(' '), Token::Number { value, digits: 4 }, ..] => *value as i32,
        _ => return None,
    };
    if month.calendar == Calendar::Gregorian { Date::new(year, month.number, *day) } else { None }
}

/// The tokens of a text, and the byte offset at which each begins; none if it has no number, without which there is no date.
fn tokens(text: &str) -> (Vec<Token>, Vec<usize>) {
    let (mut tokens, mut offsets) = (Vec::new(), Vec::new());
    let has_number =
        text.bytes().any(|byte| byte.is_ascii_digit()) || !text.is_ascii() && text.chars().any(|c| digit(c).is_some());
    if !has_number {
        return (tokens, offsets);
    }
    let mut chars = text.char_indices().filter(|&(_, c)| !is_invisible(c)).peekable();
    let mut word = String::new();
    while let Some(&(offset, c)) = chars.peek() {
        if tokens.len() == MAX_TOKENS {
            break;
        }
        let known = tokens.len();
        if let Some(first) = digit(c) {
            chars.next();
            let (mut value, mut digits) = (first, 1);
            while let Some(next) = chars.peek().and_then(|&(_, c)| digit(c)) {
                chars.next();
                (value, digits) = (value.saturating_mul(10).saturating_add(next), digits + 1);
            }
            tokens.push(Token::Number { value, digits });
        } else if c.is_alphabetic() {
            word.clear();
            while let Some((_, c)) = chars.next_if(|(_, c)| c.is_alphabetic()) {
                word.extend(c.to_lowercase());
            }
            let token = match MONTHS.get(word.as_str()) {
                Some(&month) => Token::Month(month),
                None if PARTICLES.contains(&word.as_str()) => Token::Sign(' '),
                None => Token::Word,
            };
            tokens.push(token);
        } else {
            chars.next();
            let sign = if c.is_whitespace() { ' ' } else { c };
            if sign != ' ' || tokens.last() != Some(&Token::Sign(' ')) {
                tokens.push(Token::Sign(sign));
            }
        }
        offsets.extend((known..tokens.len()).map(|_| offset));
    }
    (tokens, offsets)
}

/// The value of a digit in European, Persian or Arabic figures.
pub(crate) fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or(match c {
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        Date::find(text).map(|date| date.to_string())
    }

    #[test]
    fn dates_are_found_as_people_write_them() {
        for text in [
            "2024-05-04T10:12:00+02:00",
            "Published on May 4, 2024 at 10:12",
            "Saturday, 4 May 2024",
            "May 4th, 2024",
            "4th May 2024",
            "Samstag, 4. Mai 2024, 10:12 Uhr",
            "Stand: 04.05.2024",
            "am 4.5.2024",
            "Publié le 4 mai 2024 à 10h12",
            "mis à jour le 04/05/2024",
            "شنبه ۱۵ اردیبهشت ۱۴۰۳",
            "۱۴۰۳/۰۲/۱۵",
            "۴ مه ۲۰۲۴",
            "2024/05/04",
            "Sat May 04 15:28:56 CEST 2024",
            "2024.05.04",
            "04. 05. 2024",
        ] {
            assert_eq!(found(text).as_deref(), Some("2024-05-04"), "{text}");
        }
        assert_eq!(found("1er janvier 2020").as_deref(), Some("2020-01-01"));
        assert_eq!(found("the 4th of May, 2024").as_deref(), Some("2024-05-04"));
        assert_eq!(found("martes 17 de marzo de 2020").as_deref(), Some("2020-03-17"));
        assert_eq!(found("05/24/2024").as_deref(), Some("2024-05-24"));
    }

    #[test]
    fn other_figures_are_no_dates() {
        for text in [
            "",
            "10:12",
            "1.234.567",
            "4 May",
            "May 2024",
            "2024",
            "12345-67-89",
            "31.13.2024",
            "v1.2.3000",
            "© 2024",
            "۲۰/۸/۹۴",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn days_of_the_hijri_calendar_are_given_as_gregorian() {
        for (written, expected) in
            [("۱ محرم ۱۴۴۵", "2023-07-19"), ("1 رمضان 1445", "2024-03-11"), ("۱۰ ذی‌الحجه ۱۴۴۵", "2024-06-17")]
        {
            assert_eq!(found(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn days_of_the_jalali_calendar_are_given_as_gregorian() {
        for (jalali, gregorian) in [
            ("1 فروردین 1370", "1991-03-21"),
            ("1 فروردین 1396", "2017-03-21"),
            ("30 اسفند 1399", "2021-03-20"),
            ("1 فروردین 1400", "2021-03-21"),
            ("۱۲ بهمن ۱۴۰۳", "2025-01-31"),
            ("29 اسفند 1403", "2025-03-19"),
            ("1 فروردین 1404", "2025-03-21"),
        ] {
            assert_eq!(found(jalali).as_deref(), Some(gregorian), "{jalali}");
        }
    }

    #[test]
    fn a_text_of_any_length_is_read_to_a_limit() {
        assert_eq!(found(&"a ".repeat(100_000)), None);
        assert_eq!(found(&"1".repeat(100_000)), None);
    }
}
