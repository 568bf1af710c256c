//! When a comment was written: the date in a line, as written and as ISO 8601.

use std::ops::Range;

use super::words::{Token, TokenKind, Uses, tokens};
use crate::text::Date;

/// A date in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// Its bytes in the line.
    pub(super) range: Range<usize>,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The day, or the day and the time of day, as ISO 8601; `None` if the line does not say the year.
    pub(super) iso: Option<String>,
}

/// How much tokens say of a time, the most telling last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// "3 h": only where a piece of a line ends with it.
    Span,
    /// "yesterday".
    Now,
    /// "10:12".
    Time,
    /// "3 hours ago".
    Relative,
    /// "4 May".
    DayOfMonth,
    /// A day with its year.
    Day,
}

/// The date in a line, given with its tokens: the most telling one, of equals the first.
pub(super) fn find(line: &str, tokens: &[Token]) -> Option<When> {
    let runs = runs(tokens);
    let rated = runs.iter().enumerate().filter_map(|(index, run)| Some((evidence(line, tokens, run)?, index)));
    let (best, index) = rated.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)))?;
    let run = trimmed(line, tokens, runs[index].clone(), best);
    // "Hier" is yesterday in French and here in German, "5 hours" may be how long something took.
    let ends_piece = tokens.get(runs[index].end).is_none_or(Token::is_sign);
    let begins_piece = runs[index].start.checked_sub(1).is_none_or(|before| tokens[before].is_sign());
    let is_long_unit = || tokens[run.clone()].last().is_some_and(|unit| unit.range.len() > 1);
    let stands_alone = match best {
        Evidence::Now => begins_piece && ends_piece,
        Evidence::Span => ends_piece && (begins_piece || is_long_unit()),
        _ => true,
    };
    if run.is_empty() || !stands_alone {
        return None;
    }
    // The time of day may be behind a sign: "4 May 2024 · 10:12".
    let time = runs.get(index + 1).filter(|next| evidence(line, tokens, next) == Some(Evidence::Time));
    let run = match time {
        Some(next) if best == Evidence::Day && time_of_day(&tokens[run.clone()]).is_none() => {
            run.start..trimmed(line, tokens, next.clone(), Evidence::Time).end
        }
        _ => run,
    };
    let range = tokens[run.start].range.start..tokens[run.end - 1].range.end;
    let iso = Date::find(&line[range.clone()]).map(|date| match time_of_day(&tokens[run.clone()]) {
        Some(time) => format!("{date}T{time}"),
        None => date.to_string(),
    });
    Some(When { range, tokens: run, iso })
}

/// A date that markup gives, as ISO 8601: as written if it is so already.
pub(super) fn iso_of(value: &str) -> Option<String> {
    let value = value.trim();
    let is_iso = value.bytes().take(10).enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    }) && value.len() >= 10
        && value.bytes().skip(10).all(|byte| byte.is_ascii_digit() || b"T:.+-Z".contains(&byte))
        && value.as_bytes().get(10).is_none_or(|&byte| byte == b'T');
    // A year of the Jalali calendar looks like ISO 8601 too.
    if is_iso && Date::find(&value[..10]).is_some_and(|date| date.to_string() == value[..10]) {
        return Some(value.to_owned());
    }
    find(value, &tokens(value))?.iso
}

/// Whether a token can be a part of a date.
fn is_of_date(token: &Token) -> bool {
    match token.kind {
        TokenKind::Number { .. } | TokenKind::Month => true,
        TokenKind::Word => token.uses.meets(Uses::OF_DATES),
        TokenKind::Sign(sign) => matches!(sign, ' ' | '.' | ',' | '،' | ':' | '/' | '-' | '–' | '−' | '‑' | '\'' | '’'),
    }
}

/// The runs of tokens that can be parts of a date.
fn runs(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if !is_of_date(token) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == index => run.end += 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

fn evidence(line: &str, tokens: &[Token], run: &Range<usize>) -> Option<Evidence> {
    let own = &tokens[run.clone()];
    let text = &line[own.first()?.range.start..own.last()?.range.end];
    let has = |uses: Uses| own.iter().any(|token| token.uses.meets(uses));
    let has_number = own.iter().any(Token::is_number);
    if has_number && Date::find(text).is_some() {
        return Some(Evidence::Day);
    }
    let solid: Vec<&Token> = own.iter().filter(|token| !token.is_sign()).collect();
    let is_day = |token: &Token| matches!(token.kind, TokenKind::Number { value: 1..=31, .. });
    let is_month = |token: &Token| token.kind == TokenKind::Month;
    if solid.windows(2).any(|pair| is_day(pair[0]) && is_month(pair[1]) || is_month(pair[0]) && is_day(pair[1])) {
        return Some(Evidence::DayOfMonth);
    }
    if has(Uses::AGO) && has(Uses::UNIT) {
        return Some(Evidence::Relative);
    }
    if time_of_day(own).is_some() {
        return Some(Evidence::Time);
    }
    if has(Uses::NOW) {
        return Some(Evidence::Now);
    }
    (has_number && has(Uses::UNIT)).then_some(Evidence::Span)
}

/// The run without what is not of the date at its ends.
fn trimmed(line: &str, tokens: &[Token], run: Range<usize>, evidence: Evidence) -> Range<usize> {
    let text = |run: &Range<usize>| match (tokens.get(run.start), tokens.get(run.end.wrapping_sub(1))) {
        (Some(first), Some(last)) if run.start < run.end => &line[first.range.start..last.range.end],
        _ => "",
    };
    let Range { mut start, mut end } = run;
    let date = if evidence == Evidence::Day { Date::find(text(&(start..end))) } else { None };
    let is_part_of_time = |index: usize| {
        let beside = |index: usize| tokens.get(index).map(|token| token.kind);
        beside(index + 1) == Some(TokenKind::Sign(':'))
            || index > 0 && beside(index - 1) == Some(TokenKind::Sign(':'))
            || tokens.get(index + 1).is_some_and(|next| next.uses.meets(Uses::CLOCK))
    };
    while start < end {
        let token = &tokens[start];
        let is_fixed = token.uses.meets(Uses::WEEKDAY.or(Uses::AGO).or(Uses::NOW));
        let is_of_span = evidence <= Evidence::Relative && token.uses.meets(Uses::COUNT.or(Uses::UNIT));
        let is_month = token.kind == TokenKind::Month;
        let precedes_number =
            || tokens[start + 1..end].iter().find(|next| !next.is_sign()).is_some_and(Token::is_number);
        let is_loose = token.is_sign()
            || token.is_word()
                && !is_fixed
                && if is_month { !precedes_number() } else { token.uses.meets(Uses::JOIN) || !is_of_span };
        let is_loose = is_loose && !(evidence == Evidence::Relative && is_of_span);
        // A number before the date, as in "No. 7, 4 May 2024".
        let is_other =
            || date.is_some() && !is_fixed && !is_part_of_time(start) && Date::find(text(&(start + 1..end))) == date;
        if !is_loose && !is_other() {
            break;
        }
        start += 1;
    }
    while start < end {
        let token = &tokens[end - 1];
        let follows_number =
            || tokens[start..end - 1].iter().rfind(|before| !before.is_sign()).is_some_and(Token::is_number);
        let is_clock = token.uses.meets(Uses::CLOCK) && follows_number();
        let is_fixed = token.uses.meets(Uses::WEEKDAY.or(Uses::AGO).or(Uses::UNIT).or(Uses::NOW)) || is_clock;
        let is_loose = token.is_sign() || token.is_word() && !is_fixed && token.kind != TokenKind::Month;
        let is_other = || {
            date.is_some()
                && token.is_number()
                && !is_part_of_time(end - 1)
                && Date::find(text(&(start..end - 1))) == date
                && time_of_day(&tokens[start..end]) == time_of_day(&tokens[start..end - 1])
        };
        if !is_loose && !is_other() {
            break;
        }
        end -= 1;
    }
    start..end
}

/// The time of day in tokens, as ISO 8601 writes it: "10:12", "10h12", "10 h 12", "9:05 pm".
fn time_of_day(tokens: &[Token]) -> Option<String> {
    let number = |index: usize| match tokens.get(index)?.kind {
        TokenKind::Number { value, digits: 1 | 2 } => Some(value),
        _ => None,
    };
    let sign =
        |index: usize, wanted: char| tokens.get(index).is_some_and(|token| token.kind == TokenKind::Sign(wanted));
    let is_clock = |index: usize| tokens.get(index).is_some_and(|token| token.uses.meets(Uses::CLOCK));
    let is_h = |index: usize| is_clock(index) && tokens[index].range.len() == 1;
    // "10.12 Uhr"
    let is_dotted = |index: usize| sign(index, '.') && (index + 2..index + 4).any(is_clock) && !sign(index + 2, '.');
    for start in 0..tokens.len() {
        let Some(hour) = number(start).filter(|hour| *hour < 24) else { continue };
        let minute = if sign(start + 1, ':') || is_h(start + 1) || is_dotted(start + 1) {
            start + 2
        } else if sign(start + 1, ' ') && is_h(start + 2) {
            start + 3
        } else {
            continue;
        };
        let minute = if sign(minute, ' ') { minute + 1 } else { minute };
        let Some(minutes) = number(minute).filter(|minutes| *minutes < 60) else { continue };
        let seconds = if sign(minute + 1, ':') { number(minute + 2).filter(|seconds| *seconds < 60) } else { None };
        let mut behind = tokens[minute + 1..].iter().filter(|token| token.is_word());
        let is_afternoon = behind.clone().any(|token| token.uses.meets(Uses::AFTERNOON));
        let is_morning = behind.next().is_some_and(|token| token.uses.meets(Uses::CLOCK)) && !is_afternoon && {
            // "12:05 am" is in the first hour of the day; a bare "h" or "Uhr" says nothing.
            tokens[minute + 1..]
                .iter()
                .any(|token| token.uses.meets(Uses::CLOCK.or(Uses::JOIN)) && token.range.len() == 2)
        };
        let hour = match hour {
            1..=11 if is_afternoon => hour + 12,
            12 if is_morning => 0,
            hour => hour,
        };
        return Some(match seconds {
            Some(seconds) => format!("{hour:02}:{minutes:02}:{seconds:02}"),
            None => format!("{hour:02}:{minutes:02}"),
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(&str, Option<String>)> {
        find(line, &tokens(line)).map(|when| (&line[when.range], when.iso))
    }

    #[test]
    fn dates_are_found_with_their_time_in_all_languages() {
        for (line, written, iso) in [
            ("Martha says: 4 May 2024 at 10:12", "4 May 2024 at 10:12", "2024-05-04T10:12"),
            ("May 4, 2024 at 9:05 pm", "May 4, 2024 at 9:05 pm", "2024-05-04T21:05"),
            ("4 May 2024 · 10:12 · Reply", "4 May 2024 · 10:12", "2024-05-04T10:12"),
            ("Martha am 4. Mai 2024 um 10:12 Uhr", "4. Mai 2024 um 10:12 Uhr", "2024-05-04T10:12"),
            ("Samstag, 04.05.2024, 10:12", "Samstag, 04.05.2024, 10:12", "2024-05-04T10:12"),
            ("le 4 mai 2024 à 10h12", "4 mai 2024 à 10h12", "2024-05-04T10:12"),
            ("Le 4 mai 2024 à 10 h 12, Marthe a écrit", "4 mai 2024 à 10 h 12", "2024-05-04T10:12"),
            ("۱۵ اردیبهشت ۱۴۰۳ در ۱۰:۱۲", "۱۵ اردیبهشت ۱۴۰۳ در ۱۰:۱۲", "2024-05-04T10:12"),
            ("۱۰:۱۲ - ۱۴۰۳/۰۲/۱۵", "۱۰:۱۲ - ۱۴۰۳/۰۲/۱۵", "2024-05-04T10:12"),
            ("#7, 4 May 2024", "4 May 2024", "2024-05-04"),
            ("04.05.2024, 10.12 Uhr", "04.05.2024, 10.12 Uhr", "2024-05-04T10:12"),
            ("marie75 4 May 2024", "4 May 2024", "2024-05-04"),
            ("4 May 2024 17", "4 May 2024", "2024-05-04"),
            ("April 4 May 2024", "4 May 2024", "2024-05-04"),
            ("2024-05-04 10:12:30", "2024-05-04 10:12:30", "2024-05-04T10:12:30"),
        ] {
            assert_eq!(found(line), Some((written, Some(iso.to_owned()))), "{line}");
        }
    }

    #[test]
    fn dates_without_a_year_and_relative_ones_are_given_as_written() {
        for (line, written) in [
            ("vor 3 Stunden", "vor 3 Stunden"),
            ("Martha · vor einer Stunde", "vor einer Stunde"),
            ("il y a 2 jours", "il y a 2 jours"),
            ("Marthe, il y a un an", "il y a un an"),
            ("3 hours ago", "3 hours ago"),
            ("Tom about a day ago", "about a day ago"),
            ("۳ ساعت پیش", "۳ ساعت پیش"),
            ("دیروز", "دیروز"),
            ("gestern um 10:12 Uhr", "gestern um 10:12 Uhr"),
            ("am 3. Mai", "3. Mai"),
            ("10:12 Uhr", "10:12 Uhr"),
            ("3 h", "3 h"),
            ("2d", "2d"),
            ("just now", "just now"),
            ("mxa 1 year", "1 year"),
            ("Marthe · hier", "hier"),
        ] {
            assert_eq!(found(line), Some((written, None)), "{line}");
        }
    }

    #[test]
    fn other_lines_have_no_date() {
        for line in [
            "",
            "Martha",
            "Reply 5",
            "May",
            "Tom H.",
            "It took 5 hours to get there",
            "Hier klicken",
            "7",
            "مریم",
            "von Mai",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn dates_of_markup_are_iso_8601() {
        for (value, iso) in [
            ("2024-05-04T10:12:00+02:00", Some("2024-05-04T10:12:00+02:00")),
            ("2024-05-04", Some("2024-05-04")),
            ("2024-05-04 10:12", Some("2024-05-04T10:12")),
            ("1403-02-15", Some("2024-05-04")),
            ("Saturday, May 4, 2024 10:12 AM", Some("2024-05-04T10:12")),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(iso_of(value).as_deref(), iso, "{value}");
        }
    }
}
