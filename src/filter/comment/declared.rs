//! Comments that a page declares with schema.org: elements of that type, and text that JSON-LD repeats.

use crate::analysis::{Analysis, Layout};
use crate::document::Document;
use crate::text::PageSet;

/// Ends of the types of comments, as `itemtype` and RDFa's `typeof` have them.
const COMMENT_TYPES: &[&str] = &["schema.org/Comment", "schema.org/UserComments"];
/// A text of JSON-LD is recognised if it has at least this many letters and digits (hand-set): short ones may be
/// anything.
const MIN_KEY_CHARS: usize = 20;

/// The segments that the page declares to be of comments, below `min_chars` characters of running text: the posts of a
/// thread may be declared alike.
pub(super) fn declared_comments(analysis: &Analysis<'_>, layout: &Layout, min_chars: u32) -> Vec<usize> {
    let document = analysis.document();
    if !document.is_html() || analysis.is_thread() {
        return Vec::new();
    }
    let is_in_comment = are_in_comments(document);
    let texts = texts_of_json(document);
    let is_declared = |index: usize| {
        let segment = &document.segments()[index];
        document.element_index(segment).is_some_and(|element| is_in_comment[element])
            || !texts.is_empty() && texts.contains(&key(document.text(segment)))
    };
    let segments = 0..document.segments().len();
    segments.filter(|&index| layout.chars_before(index) >= min_chars && is_declared(index)).collect()
}

/// For each element, whether it is in an element of a type of comments.
fn are_in_comments(document: &Document) -> Vec<bool> {
    let mut is_in: Vec<bool> = Vec::with_capacity(document.element_data().len());
    for element in document.elements() {
        let is_comment = element.attribute("itemtype").is_some_and(|of| {
            let of = of.trim_end();
            COMMENT_TYPES.iter().any(|name| of.ends_with(name))
        });
        let around = element.parent().is_some_and(|parent| is_in[parent.index]);
        is_in.push(is_comment || around);
    }
    is_in
}

/// The keys of the paragraphs of comments in JSON-LD.
fn texts_of_json(document: &Document) -> PageSet<String> {
    let comments = &document.metadata().declared_comments;
    let paragraphs = comments.iter().flat_map(|comment| comment.text.split(['\n', '<', '>']));
    paragraphs.map(key).filter(|key| key.chars().count() >= MIN_KEY_CHARS).collect()
}

/// The letters and digits of a text in lower case.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Marks;

    const ARTICLE: &str = "<article><p>The ferry between the islands has taken up its service again after a winter in \
        the dock, the office said on Monday.<p>It will sail four times a day until the end of October and twice a day \
        in the winter, weather permitting.</article>";

    fn declared(html: &str) -> Vec<String> {
        let document = Document::from_html(html);
        let analysis = Analysis::of(&document);
        let layout = analysis.layout(&Marks::new(document.segments().len()));
        let segments = declared_comments(&analysis, &layout, 160);
        segments.into_iter().map(|index| document.text(&document.segments()[index]).to_owned()).collect()
    }

    #[test]
    fn elements_and_json_declare_comments_below_an_article() {
        let comments = "<ul><li itemscope itemtype='https://schema.org/Comment'><p>Kim<p>So it is.</ul>\
            <p>The price is a shame, though.<p>Home";
        let json = r#"<script type=application/ld+json>{"@type": "NewsArticle", "comment":
            {"@type": "Comment", "text": "<p>The price is a shame, though!</p>"}}</script>"#;
        assert_eq!(declared(&format!("{ARTICLE}{comments}")), ["Kim", "So it is."]);
        let expected = ["Kim", "So it is.", "The price is a shame, though."];
        assert_eq!(declared(&format!("{json}{ARTICLE}{comments}")), expected);
        assert!(declared(comments).is_empty());
    }

    #[test]
    fn posts_of_a_thread_are_not_declared_comments() {
        let post = "<div itemscope itemtype='https://schema.org/Comment'>So it is.</div>";
        let thread = format!("<div itemtype=https://schema.org/DiscussionForumPosting>{ARTICLE}{post}</div>");
        assert!(declared(&thread).is_empty());
    }
}
