//! Bylines and datelines taken apart: the names of authors one by one, and what a date is of.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::characters::is_invisible;
use super::collapse_white_space;
use super::dates::is_month;

/// Longer lines are no bylines (hand-set).
const MAX_BYLINE_BYTES: usize = 400;
/// The name of an author has at most this many words and bytes (hand-set).
const MAX_NAME_WORDS: usize = 5;
const MAX_NAME_BYTES: usize = 60;
/// The first words of a name in a byline begin with capitals, as far as its script has any.
const MIN_CAPITALS: usize = 2;

/// The words of bylines in all languages, from the files in `src/text/bylines`.
struct Words {
    /// Longest first, each with a space at its end.
    by: Vec<String>,
    and: FxHashSet<&'static str>,
    end: FxHashSet<&'static str>,
    stop: FxHashSet<&'static str>,
    role: FxHashSet<&'static str>,
    nobody: FxHashSet<&'static str>,
    joint: FxHashSet<&'static str>,
    published: FxHashSet<&'static str>,
    updated: FxHashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    const FILES: [&str; 5] = [
        include_str!("bylines/de.txt"),
        include_str!("bylines/en.txt"),
        include_str!("bylines/fa.txt"),
        include_str!("bylines/fr.txt"),
        include_str!("bylines/other.txt"),
    ];
    let section = |name: &str| -> FxHashSet<&'static str> {
        let mut is_in = false;
        let lines = FILES.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#'));
        let of_section = lines.filter(|line| {
            let header = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
            is_in = header.map_or(is_in, |header| header == name);
            is_in && header.is_none() && !line.is_empty()
        });
        of_section.collect()
    };
    let mut by: Vec<String> = section("by").iter().map(|word| format!("{word} ")).collect();
    by.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    Words {
        by,
        and: section("and"),
        end: section("end"),
        stop: section("stop"),
        role: section("role"),
        nobody: section("nobody"),
        joint: section("joint"),
        published: section("published"),
        updated: section("updated"),
    }
});

/// What a date is of, by the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateOf {
    Publication,
    Change,
}

/// What the date after some text is of, if the last words of the text say so: "Published on", "Stand:".
pub(crate) fn date_of(before: &str) -> Option<DateOf> {
    /// "Letzte Aktualisierung am Montag, den" has five words; the first must be among those that are looked at.
    const MAX_WORDS: usize = 6;
    let lower = before.to_lowercase();
    let words: Vec<&str> = lower.split(is_between_words).filter(|word| !word.is_empty()).collect();
    let words = &words[words.len().saturating_sub(MAX_WORDS)..];
    // The last words say most, and of what ends at the same word the longest: "last updated" and "updated".
    (0..words.len()).rev().find_map(|last| {
        (0..=last).find_map(|first| {
            let phrase = words[first..=last].join(" ");
            let is_in = |set: &FxHashSet<&str>| set.contains(phrase.as_str());
            match () {
                () if is_in(&WORDS.updated) => Some(DateOf::Change),
                () if is_in(&WORDS.published) => Some(DateOf::Publication),
                () => None,
            }
        })
    })
}

/// Whether the words before a date are a statement of at least this many words that the page was published then.
pub(crate) fn is_statement_of_publication(before: &str) -> bool {
    /// "Published" alone may also begin a sentence about something else.
    const MIN_WORDS: usize = 3;
    /// "Dieser Artikel wurde am Montag, den" begins with a word that is not of the phrase and ends with the day.
    const MAX_WORDS: usize = 8;
    let words = before.split(is_between_words).filter(|word| !word.is_empty()).count();
    (MIN_WORDS..=MAX_WORDS).contains(&words) && date_of(before) == Some(DateOf::Publication)
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | ',' | '.' | ';' | '(' | ')' | '|' | '-' | '–' | '—' | '·' | '•')
}

/// Whether a line begins with a word for "by" and a name.
pub(crate) fn is_byline(line: &str) -> bool {
    let Some(rest) = after_by(line, true) else { return false };
    let words = rest.split_whitespace().take(MIN_CAPITALS);
    words.clone().count() == MIN_CAPITALS && words.into_iter().all(begins_like_a_name)
}

/// Whether a line is a list of people with what they are: "Ann Reed, Research Scientist, and Tom Lee, Vice President".
pub(crate) fn is_list_with_roles(line: &str) -> bool {
    let is_name = |part: &str| {
        let words = part.split(' ');
        (MIN_CAPITALS..=MAX_NAME_WORDS).contains(&words.clone().count())
            && words.clone().all(begins_like_a_name)
            && !words.into_iter().any(is_role)
    };
    let Some((name, roles)) = line.trim().split_once(", ") else { return false };
    let first_role = roles.split([',', '،', ';']).next().unwrap_or(roles);
    is_name(name) && first_role.split(' ').any(is_role) && !line.trim_end().ends_with(['.', '!', '?', '…'])
}

/// What stands before a date in "Ann Reed on 4 May 2024": a name, if a word that joins both is between them.
pub(crate) fn name_before_date(before: &str) -> Option<String> {
    let before = collapse_white_space(before);
    let (name, joint) = before.rsplit_once(' ')?;
    let is_joint = WORDS.joint.contains(joint.to_lowercase().as_str());
    let is_single = name.split(' ').all(begins_like_a_name) && date_of(name).is_none() && !is_month(name);
    let mut names = names(name);
    (is_joint && is_single && names.len() == 1).then(|| names.remove(0))
}

fn begins_like_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// The names in a visible byline, one by one: "By Ann Reed and Tom Lee, staff writers | 4 May" has two. They begin with
/// capitals, as far as their script has any.
pub(crate) fn names(byline: &str) -> Vec<String> {
    let mut names = declared_names(byline);
    names.retain(|name| begins_like_a_name(name));
    names
}

/// The names in a value that is declared to name authors, which may be the names of accounts: "annreed".
pub(crate) fn declared_names(byline: &str) -> Vec<String> {
    let visible: String = byline.chars().filter(|&c| !is_invisible(c) || c == '\u{200C}').collect();
    if visible.len() > MAX_BYLINE_BYTES || visible.contains("://") {
        return Vec::new();
    }
    // A line break ends a name.
    let lines: Vec<String> = visible.lines().map(collapse_white_space).collect();
    let line = without_brackets(&lines.join("|"));
    let rest = after_by(&line, false).unwrap_or(&line);
    let rest = rest.trim_start_matches([':', ' ', '-', '–', '|']);
    let mut before = ' ';
    let is_end = |c: char| {
        let last = std::mem::replace(&mut before, c);
        // "annreed58" is the name of an account.
        matches!(c, '|' | '•' | '·' | '(' | '[' | '\t' | '–' | '—' | '/') || c.is_numeric() && !last.is_alphanumeric()
    };
    let (rest, after) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
    let is_before_figure = after.starts_with(char::is_numeric);
    let rest = rest.split(" - ").next().unwrap_or(rest);
    let mut names: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for part in rest.split([',', ';', '،', '&']) {
        let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
        parts.extend(words.split(|word| WORDS.and.contains(word.to_lowercase().as_str())).map(<[&str]>::to_vec));
    }
    for words in parts {
        // "Ann Reed and by Tom Lee".
        let words = match words.as_slice() {
            [first, rest @ ..] if !rest.is_empty() && is_by(first) => rest,
            words => words,
        };
        // "Ann Reed published", "Ann Reed on" and "Ann Reed May" go on with a date.
        let is_in =
            |word: &str, set: &FxHashSet<&str>| set.contains(word.trim_end_matches(':').to_lowercase().as_str());
        let stop = words.iter().position(|word| is_in(word, &WORDS.stop)).unwrap_or(words.len());
        let words = &words[..stop];
        let is_end = |word: &&str| is_in(word, &WORDS.end) || is_before_figure && is_month(word);
        let end = words.iter().rposition(|word| !is_end(word)).map_or(0, |last| last + 1);
        let name = words[..end].join(" ");
        let name = name.trim_matches([',', '.', ':', ';', ' ', '"', '*']);
        let is_role = !names.is_empty() && words[..end].iter().any(|word| is_role(word));
        if is_name(name) && !is_role && !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A line without what stands in brackets within a name: "Ann (Annie) Reed".
fn without_brackets(line: &str) -> String {
    let within = line.find(" (").and_then(|start| {
        let end = start + line[start..].find(") ")? + 1;
        let after = line[end..].trim_start();
        begins_like_a_name(after.split(' ').next()?).then_some(start..end)
    });
    match within {
        Some(within) => format!("{}{}", &line[..within.start], &line[within.end..]),
        None => line.to_owned(),
    }
}

/// Whether a text is a word for "by" and nothing else.
pub(crate) fn is_by(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    WORDS.by.iter().any(|by| by.trim_end() == lower)
}

fn is_role(word: &str) -> bool {
    let lower = word.trim_end_matches('.').to_lowercase().replace('.', "");
    WORDS.role.contains(lower.as_str())
}

/// Whether a part of a byline can be the name of somebody.
fn is_name(name: &str) -> bool {
    let words = name.split(' ').count();
    (1..=MAX_NAME_WORDS).contains(&words)
        && (2..=MAX_NAME_BYTES).contains(&name.len())
        && name.contains(char::is_alphabetic)
        && !name.contains(['@', '#', '{', '<'])
        && !WORDS.nobody.contains(name.to_lowercase().as_str())
}

/// What stands after the word for "by" in a line: at its beginning, or, if it need not begin with it, after a sign or a
/// figure. "Ursula von der Leyen" has none.
fn after_by(line: &str, is_at_start: bool) -> Option<&str> {
    let lower = line.to_lowercase();
    // Some letters are longer in lower case; then the places differ.
    if lower.len() != line.len() {
        return None;
    }
    let trimmed = lower.trim_start();
    let start = lower.len() - trimmed.len();
    if let Some(by) = WORDS.by.iter().find(|by| trimmed.starts_with(by.as_str())) {
        return line.get(start + by.len()..);
    }
    if is_at_start {
        return None;
    }
    let begins_part = |at: usize| {
        let before = lower[..at].trim_end().chars().next_back();
        before.is_some_and(|c| !c.is_alphabetic()) && lower[..at].ends_with([' ', '|', ':', ','])
    };
    let places = lower.char_indices().map(|(at, _)| at).filter(|&at| begins_part(at));
    let mut found = places.filter_map(|at| {
        let by = WORDS.by.iter().find(|by| lower[at..].starts_with(by.as_str()))?;
        line.get(at + by.len()..)
    });
    found.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_from_bylines_one_by_one() {
        for (byline, expected) in [
            ("By Ann Reed", &["Ann Reed"][..]),
            ("Ann Reed", &["Ann Reed"]),
            ("Lettera58", &["Lettera58"]),
            ("BY RUBY STALLARD, TOBY BYRNE AND RHODRI PEARL", &["RUBY STALLARD", "TOBY BYRNE", "RHODRI PEARL"]),
            ("by Ann Reed and Tom Lee | 4 May 2024", &["Ann Reed", "Tom Lee"]),
            ("Von Anna Roth, 4. Mai 2024", &["Anna Roth"]),
            (
                "Von Anna Roth und Kemal Oruç, Berlin-Korrespondent",
                &["Anna Roth", "Kemal Oruç", "Berlin-Korrespondent"],
            ),
            ("04.05.2024, von Anna Roth", &["Anna Roth"]),
            ("Ursula von der Leyen", &["Ursula von der Leyen"]),
            ("Par Anne Roux le 4 mai 2024", &["Anne Roux"]),
            ("Par Odile Marchand — Publié le 3 août 2025 à 18h05", &["Odile Marchand"]),
            ("Par Anne Roux et Jean Blanc, journalistes", &["Anne Roux", "Jean Blanc"]),
            ("نویسنده: مریم رضایی", &["مریم رضایی"]),
            ("به قلم مریم رضایی و علی احمدی", &["مریم رضایی", "علی احمدی"]),
            ("Ann Reed - The Courier", &["Ann Reed"]),
            ("Posted by Ann Reed on 4 May", &["Ann Reed"]),
            ("By Ann Reed, staff writer", &["Ann Reed"]),
            ("Ann (Annie Mae) Reed", &["Ann Reed"]),
            ("Ann Reed (The Courier)", &["Ann Reed"]),
            ("By Ann Reed\nThe Courier", &["Ann Reed"]),
            ("by Ann Reed May 4, 2024", &["Ann Reed"]),
            ("By Ann Reed Updated March 4, 2025", &["Ann Reed"]),
        ] {
            assert_eq!(names(byline), expected, "{byline}");
        }
        for byline in [
            "4 May 2024",
            "by",
            "by the people who lived in the valley then",
            "written by hand",
            "https://example.org/reed",
            "admin",
            "By @reed",
        ] {
            assert_eq!(names(byline), [""; 0], "{byline}");
        }
    }

    #[test]
    fn bylines_begin_with_by_and_a_name() {
        for line in ["By Ann Reed", "von Anna Roth", "Par Anne Roux, Lyon", "به قلم مریم رضایی"] {
            assert!(is_byline(line), "{line}");
        }
        for line in ["Ann Reed", "By the river stood a mill", "Ursula von der Leyen", "By"] {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn lists_of_people_with_roles_are_bylines() {
        for line in [
            "Ann Reed, Research Scientist, and Tom Lee, Vice President and Senior Fellow, Example Research",
            "Anna Roth, Redakteurin, und Kemal Oruç, Korrespondent",
            "Anne Roux, journaliste",
        ] {
            assert!(is_list_with_roles(line), "{line}");
        }
        for line in
            ["Ann Reed", "Berlin, Germany", "Ann Reed, editor of the Courier, has left.", "Senior Editor, Press"]
        {
            assert!(!is_list_with_roles(line), "{line}");
        }
    }

    #[test]
    fn names_stand_before_dates() {
        for (before, name) in [
            ("Ann Reed on ", "Ann Reed"),
            ("Anna Roth am ", "Anna Roth"),
            ("Anne Roux le ", "Anne Roux"),
            ("مریم رضایی در ", "مریم رضایی"),
            ("Ann  on ", "Ann"),
        ] {
            assert_eq!(name_before_date(before).as_deref(), Some(name));
        }
        for before in ["New York, ", "Published on ", "The mill was sold on ", "Monday ", "on "] {
            assert_eq!(name_before_date(before), None, "{before}");
        }
    }

    #[test]
    fn words_say_what_a_date_is_of() {
        for (before, expected) in [
            ("Published on ", Some(DateOf::Publication)),
            ("Last updated: ", Some(DateOf::Change)),
            ("Published 3 May, updated ", Some(DateOf::Change)),
            ("Stand: ", Some(DateOf::Change)),
            ("Veröffentlicht am Montag, ", Some(DateOf::Publication)),
            ("Mis à jour le ", Some(DateOf::Change)),
            ("Publié le ", Some(DateOf::Publication)),
            ("آخرین به‌روزرسانی: ", Some(DateOf::Change)),
            ("تاریخ انتشار: ", Some(DateOf::Publication)),
            ("The mill was built in ", None),
            ("", None),
        ] {
            assert_eq!(date_of(before), expected, "{before:?}");
        }
    }
}
