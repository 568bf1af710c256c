//! The comments that JSON-LD repeats.

use super::json::Json;
use super::json_ld::{each, strings};
use crate::metadata::DeclaredComment;
use crate::text::collapse_white_space;

/// The types of comments (schema.org).
const COMMENT_TYPES: &[&str] = &["Comment", "UserComments"];
/// Properties with comments (schema.org).
const COMMENT_KEYS: &[&str] = &["comment", "comments"];
/// Longer names and dates are none (bytes, hand-set).
const MAX_VALUE_BYTES: usize = 500;

/// Adds the comments of JSON-LD, each before the replies to it.
pub(super) fn read_comments(value: &Json, comments: &mut Vec<DeclaredComment>) {
    // Values with the number of comments around them, the next one last.
    let mut open: Vec<(&Json, usize)> = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        match value {
            Json::List(values) => open.extend(values.iter().rev().map(|value| (value, depth))),
            Json::Object(object) => {
                let is_comment = strings(value.get("@type")).any(|name| COMMENT_TYPES.contains(&name));
                let comment = if is_comment { comment(value, depth) } else { None };
                let depth = depth + usize::from(comment.is_some());
                comments.extend(comment);
                let (own, others): (Vec<_>, Vec<_>) =
                    object.values(COMMENT_KEYS).partition(|(is_of_comments, _)| *is_of_comments);
                open.extend(others.into_iter().rev().map(|(_, value)| (value, depth)));
                open.extend(own.into_iter().rev().map(|(_, value)| (value, depth)));
            }
            _ => {}
        }
    }
}

fn comment(object: &Json, depth: usize) -> Option<DeclaredComment> {
    let text = ["text", "commentText", "description"].into_iter().find_map(|name| strings(object.get(name)).next())?;
    let short = |text: &str| Some(collapse_white_space(text)).filter(|text| !text.is_empty());
    let is_short = |text: &&str| text.len() <= MAX_VALUE_BYTES;
    let author =
        ["author", "creator"].into_iter().find_map(|name| names(object.get(name)).find(is_short).and_then(short));
    let date = ["dateCreated", "datePublished", "commentTime"]
        .into_iter()
        .find_map(|name| each(object.get(name)).find_map(Json::as_str).filter(is_short).and_then(short));
    (!text.trim().is_empty()).then(|| DeclaredComment { author, date, text: text.trim().to_owned(), depth })
}

/// The names that are the values of a property, or that these have.
fn names(value: &Json) -> impl Iterator<Item = &str> {
    each(value).filter_map(|value| value.as_str().or_else(|| strings(value.get("name")).next()))
}

#[cfg(test)]
mod tests {
    use super::super::json::Budget;
    use super::*;

    fn read(json: &str) -> Vec<(String, Option<String>, usize)> {
        let mut comments = Vec::new();
        read_comments(&Json::parse(json, &Budget::default()).expect("valid"), &mut comments);
        comments.into_iter().map(|comment| (comment.text, comment.author, comment.depth)).collect()
    }

    #[test]
    fn nested_comments_come_after_those_that_they_answer() {
        let found = read(
            r#"{"@graph": [{"@type": "Article", "comment": [
                {"@type": "Comment", "text": "One", "author": {"name": "Kim"}, "comment": {"@type": "Comment", "text": "Two", "author": "Tom"}},
                {"@type": ["Comment"], "text": "Three"}, {"@type": "Comment", "author": "Ann"}]}]}"#,
        );
        let expected = [("One", Some("Kim"), 0), ("Two", Some("Tom"), 1), ("Three", None, 0)];
        let expected = expected.map(|(text, author, depth)| (text.to_owned(), author.map(str::to_owned), depth));
        assert_eq!(found, expected);
    }

    #[test]
    fn other_objects_are_no_comments() {
        assert!(read(r#"{"@type": "Article", "text": "One", "comment": "Two"}"#).is_empty());
        assert!(read("[1, null, \"Comment\"]").is_empty());
    }
}
