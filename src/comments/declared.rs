//! Comments that a page repeats in JSON-LD: they complete the visible ones, or are all there is.

use super::found::{Found, Moment, Value};
use super::when::iso_of;
use crate::metadata::DeclaredComment;
use crate::text::PageMap;
use crate::text::{collapse_white_space, floor_char_boundary};

/// Texts are the same comment if this many letters and digits at their beginning are equal (hand-set).
const KEY_CHARS: usize = 80;

/// Adds to comments what JSON-LD says of the same texts.
pub(super) fn complete(comments: &mut [Found], declared: &[DeclaredComment], source: &str) {
    if declared.is_empty() {
        return;
    }
    let mut by_text: PageMap<String, Vec<&DeclaredComment>> = PageMap::default();
    for of in declared.iter().rev() {
        by_text.entry(key([of.text.as_str()])).or_default().push(of);
    }
    let is_nested = comments.windows(2).any(|pair| pair[0].depth != pair[1].depth);
    for comment in comments {
        let own = key(comment.paragraphs.iter().map(|range| &source[range.clone()]));
        // Equal texts ("Thanks!") are in the same order in both places.
        let Some(known) =
            by_text.get_mut(&own).and_then(|same| if same.len() > 1 { same.pop() } else { same.last().copied() })
        else {
            continue;
        };
        if !is_nested {
            comment.depth = Some(known.depth);
        }
        comment.author = comment.author.take().or_else(|| author(known));
        match &mut comment.date {
            Some(date) => date.iso = date.iso.take().or_else(|| iso_of(known.date.as_deref()?)),
            date => *date = moment(known),
        }
    }
}

/// The comments of JSON-LD, for a page that shows none; `end` is the number of the page's spans.
pub(super) fn alone(declared: &[DeclaredComment], end: usize) -> Vec<Found> {
    let of = |comment: &DeclaredComment| Found {
        spans: end..end,
        declared_text: Some(paragraphs(&comment.text)),
        author: author(comment),
        date: moment(comment),
        depth: Some(comment.depth),
        ..Found::default()
    };
    declared.iter().map(of).collect()
}

/// The paragraphs of a text, with an empty line between them.
fn paragraphs(text: &str) -> String {
    let text = without_tags(text);
    let lines = text.lines().map(collapse_white_space).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

fn author(comment: &DeclaredComment) -> Option<Value> {
    Some(Value { text: comment.author.clone()?, range: None })
}

fn moment(comment: &DeclaredComment) -> Option<Moment> {
    let written = comment.date.clone()?;
    Some(Moment { iso: iso_of(&written), written: Value { text: written, range: None } })
}

/// Letters and digits at the beginning of a text, without tags, in lower case.
fn key<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut key = String::new();
    let mut chars = 0;
    for text in texts {
        // Four times the bytes leave room for tags.
        let text = &text[..floor_char_boundary(text, 16 * KEY_CHARS)];
        for c in without_tags(text).chars().filter(|c| c.is_alphanumeric()) {
            key.extend(c.to_lowercase());
            chars += 1;
            if chars == KEY_CHARS {
                return key;
            }
        }
    }
    key
}

/// A text without what looks like tags of HTML.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at..];
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => {
                let is_block = ["<p", "</p", "<br", "<div", "<li"].iter().any(|name| tag.starts_with(name));
                plain.push(if is_block { '\n' } else { ' ' });
                rest = &tag[end + 1..];
            }
            None => {
                plain.push('<');
                rest = &tag[1..];
                if !rest.contains('>') {
                    break;
                }
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_left_out_and_other_signs_are_not() {
        for (text, plain) in
            [("<p>One</p>two<i>", "\nOne\ntwo "), ("1 < 2", "1 < 2"), ("a <3 b>", "a <3 b>"), ("<", "<")]
        {
            assert_eq!(without_tags(text), plain, "{text}");
        }
    }

    #[test]
    fn texts_are_compared_by_letters_and_digits() {
        assert_eq!(key(["<p>About time!", "I had"]), key(["about time – i HAD"]));
    }

    #[test]
    fn many_signs_cost_linear_time() {
        assert_eq!(without_tags(&"<".repeat(200_000)).len(), 200_000);
    }
}
