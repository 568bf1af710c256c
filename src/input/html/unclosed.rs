//! Elements and comments that are never closed, and where reading goes on in them.
//!
//! By the standard such an element holds the rest of the page: a title without an end tag leaves nothing else. The page
//! is searched at most once for each name, however many elements ask.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::attribute_limit::AttributeCounter;
use crate::markup::Tag;
use crate::work;

/// A comment that is never closed is left as it is, hidden to the end of the page, unless it would hide at least one
/// byte in this many (hand-set): remarks at the end of a page are common, and browsers hide them.
const MIN_SHARE_OF_PAGE: usize = 4;

/// An end tag is near within this many bytes (hand-set): more than most titles and form fields have.
const MAX_NEAR_BYTES: usize = 512;

/// Knows where each element is closed for the last time, and how often.
pub(super) struct EndTags<'a> {
    html: &'a str,
    /// The offset of the last end tag of each name that was asked for; `None` if there is none.
    last: RefCell<Vec<(Tag, Option<usize>)>>,
    /// The number of end tags of each name in the whole page, once somebody has asked.
    counts: OnceCell<FxHashMap<Tag, usize>>,
}

impl<'a> EndTags<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, last: RefCell::default(), counts: OnceCell::new() }
    }

    /// Whether an end tag of this name follows an offset.
    pub(super) fn is_closed_after(&self, tag: Tag, offset: usize) -> bool {
        self.is_closed_next(tag, offset) || self.last(tag).is_some_and(|last| last > offset)
    }

    /// Whether the first end tag after an offset has this name and is near: most titles and form fields end so, and
    /// the page need not be searched for them.
    fn is_closed_next(&self, tag: Tag, offset: usize) -> bool {
        let from = self.html.len().min(offset + 1);
        let near = &self.html.as_bytes()[from..self.html.len().min(from + MAX_NEAR_BYTES)];
        let end = memchr::memmem::find(near, b"</").map(|at| from + at + 2);
        end.is_some_and(|end| Tag::of_spelling(name_at(&self.html[end..])) == Some(tag))
    }

    /// The number of end tags of this name in the whole page.
    pub(super) fn count(&self, tag: Tag) -> usize {
        let count = || {
            let mut counts = FxHashMap::default();
            for at in memchr::memmem::find_iter(self.html.as_bytes(), b"</") {
                if let Some(tag) = Tag::of_spelling(name_at(&self.html[at + 2..])) {
                    *counts.entry(tag).or_default() += 1;
                }
            }
            counts
        };
        self.counts.get_or_init(count).get(&tag).copied().unwrap_or_default()
    }

    fn last(&self, tag: Tag) -> Option<usize> {
        let mut known = self.last.borrow_mut();
        if let Some(&(_, last)) = known.iter().find(|(known, _)| *known == tag) {
            return last;
        }
        let bytes = self.html.as_bytes();
        let is_end = |&at: &usize| {
            bytes[at + 1..].strip_prefix(b"/").is_some_and(|name| {
                let (name, rest) = name.split_at(tag.name().len().min(name.len()));
                name.eq_ignore_ascii_case(tag.name().as_bytes()) && rest.first().is_some_and(|&byte| ends_name(byte))
            })
        };
        let last = memchr::memrchr_iter(b'<', bytes).find(is_end);
        known.push((tag, last));
        last
    }
}

/// Finds elements of raw text and comments that are never closed. Asked in the order of the page.
#[derive(Default)]
pub(super) struct UnclosedFinder {
    /// The names of elements that are known not to be closed in the rest of the page.
    never_closed: Vec<Tag>,
    /// The end tags that were found last, by name: where the tree has no place for an element, the text before its end tag is
    /// markup, and the next one asks again.
    ends: Vec<(Tag, usize)>,
    is_comment_never_closed: bool,
    /// The end of the last title that does not hold the page's head.
    plain_title_end: Option<usize>,
    /// Whether a title was found that holds the page's head. Only one is looked for, because it is searched again.
    has_title_of_page: bool,
}

/// An element of raw text or a comment that is never closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// The element; `None` for a comment.
    pub(super) tag: Option<Tag>,
    /// The end of the start tag, or of the opening of the comment.
    pub(super) content: usize,
    /// Where markup is read again.
    pub(super) resume: usize,
}

impl UnclosedFinder {
    /// Looks at what starts at an offset that is outside of tags, comments and raw text.
    pub(super) fn find(&mut self, html: &str, at: usize) -> Option<Unclosed> {
        let rest = &html[at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            return self.comment(html, html.len() - inside.len());
        }
        let tag = Tag::of_spelling(name_at(rest.strip_prefix('<')?))?;
        // The text of `<xmp>` and `<plaintext>` is shown as it is.
        if !tag.is_raw_text() || matches!(tag, Tag::Xmp | Tag::Plaintext) {
            return None;
        }
        if self.never_closed.contains(&tag) {
            return self.element(html, at, tag);
        }
        let content = end_of_tag(html, at)?;
        let end = self.end_of_element(html, content, tag);
        if end.is_none() {
            self.never_closed.push(tag);
        }
        if let Some(end) = end {
            if tag != Tag::Title || self.has_title_of_page || self.plain_title_end == Some(end) {
                return None;
            }
            work::add_bytes(end - content);
            if !holds_page(&html[content..end]) {
                self.plain_title_end = Some(end);
                return None;
            }
            self.has_title_of_page = true;
        }
        self.element(html, at, tag)
    }

    /// Whether a comment begins at an offset that is known to be never closed.
    pub(super) fn is_unclosed_comment(&self, html: &str, at: usize) -> bool {
        self.is_comment_never_closed && html[at..].starts_with("<!--")
    }

    /// The offset of the first end tag of an element of raw text. The page is searched once for each end tag.
    pub(super) fn end_of_element(&mut self, html: &str, from: usize, tag: Tag) -> Option<usize> {
        if let Some(&(_, end)) = self.ends.iter().find(|&&(known, end)| known == tag && end >= from) {
            return Some(end);
        }
        let end = end_of_element(html, from, tag);
        work::add_bytes(end.unwrap_or(html.len()) - from);
        self.ends.retain(|(known, _)| *known != tag);
        self.ends.extend(end.map(|end| (tag, end)));
        end
    }

    fn element(&self, html: &str, at: usize, tag: Tag) -> Option<Unclosed> {
        let content = end_of_tag(html, at)?;
        let resume = if tag == Tag::Script { end_of_code(html, content) } else { next_tag(html, content) };
        Some(Unclosed { tag: Some(tag), content, resume: resume? })
    }

    fn comment(&mut self, html: &str, content: usize) -> Option<Unclosed> {
        let inside = &html[content..];
        if inside.starts_with('>') || inside.starts_with("->") {
            return None;
        }
        if !self.is_comment_never_closed {
            let is_end = |at: &usize| inside[..*at].ends_with("--") || inside[..*at].ends_with("--!");
            let end = memchr::memchr_iter(b'>', inside.as_bytes()).find(is_end);
            work::add_bytes(end.unwrap_or(inside.len()));
            if end.is_some() {
                return None;
            }
            self.is_comment_never_closed = true;
        }
        if inside.len() < html.len() / MIN_SHARE_OF_PAGE {
            return None;
        }
        // Most often the comment has a wrong end: `->`, `-- >`, `>`.
        let tag = next_tag(html, content);
        let before_tag = &html.as_bytes()[content..tag.unwrap_or(html.len())];
        work::add_bytes(before_tag.len());
        let mark = memchr::memchr(b'>', before_tag).map(|at| content + at + 1);
        let resume = mark.or(tag)?;
        Some(Unclosed { tag: None, content, resume })
    }
}

/// The name of a tag, given what follows `<` or `</`. Longer names than those of HTML are cut.
fn name_at(text: &str) -> &str {
    let end = text.bytes().take(MAX_NAME_BYTES + 1).position(ends_name);
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// The longest names of HTML: `blockquote`, `figcaption`.
const MAX_NAME_BYTES: usize = 10;

/// The end of the start tag at an offset.
fn end_of_tag(html: &str, at: usize) -> Option<usize> {
    let start = at + 1 + name_at(&html[at + 1..]).len();
    AttributeCounter::default().read(&html.as_bytes()[start..]).map(|length| start + length)
}

/// The offset of the first end tag of an element of raw text.
fn end_of_element(html: &str, from: usize, tag: Tag) -> Option<usize> {
    let is_end = |at: &usize| Tag::of_spelling(name_at(&html[from + at + 2..])) == Some(tag);
    memchr::memmem::find_iter(&html.as_bytes()[from..], b"</").find(is_end).map(|at| from + at)
}

/// The offset of the first tag or comment.
fn next_tag(html: &str, from: usize) -> Option<usize> {
    tags(html, from).next()
}

/// The offsets of what looks like a tag or a comment.
fn tags(html: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let bytes = &html.as_bytes()[from..];
    let is_tag = move |at: &usize| match &bytes[at + 1..] {
        [b'/', first, ..] | [first, ..] if first.is_ascii_alphabetic() => true,
        rest => rest.starts_with(b"!--"),
    };
    memchr::memchr_iter(b'<', bytes).filter(is_tag).map(move |at| from + at)
}

/// The end of the code of a script that is never closed: the first tag that can be no part of a string, because it
/// begins a line or follows the end of a statement.
fn end_of_code(html: &str, from: usize) -> Option<usize> {
    tags(html, from).find(|&at| {
        let code = html[from..at].trim_end_matches([' ', '\t']);
        code.is_empty() || code.ends_with(['\n', '\r', ';', '}', '>'])
    })
}

/// Whether the text of a title holds the border of head and body: it was closed by the end tag of another title, in
/// a drawing for instance. Titles may name a tag ("The <body> tag"), so one is not enough.
fn holds_page(title: &str) -> bool {
    let is_border = |at: usize| {
        let (is_end, name) = match title[at + 1..].strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, &title[at + 1..]),
        };
        match Tag::of_spelling(name_at(name)) {
            Some(Tag::Head) => is_end,
            tag => tag == Some(Tag::Body),
        }
    };
    tags(title, 0).nth(1).is_some() && tags(title, 0).any(is_border)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that an element or comment at the first `<` is cut to, and what follows.
    fn parts(html: &str) -> Option<(&str, &str)> {
        let found = UnclosedFinder::default().find(html, html.find('<')?)?;
        Some((&html[found.content..found.resume], &html[found.resume..]))
    }

    #[test]
    fn a_title_without_end_ends_before_the_next_tag() {
        assert_eq!(parts("<title>Die Fähre<meta x><body>"), Some(("Die Fähre", "<meta x><body>")));
        assert_eq!(parts("<TITLE lang='>'>a < b</head>"), Some(("a < b", "</head>")));
        assert_eq!(parts("<title>a<b>c</Title >"), None);
        assert_eq!(parts("<title>a"), None);
        assert_eq!(parts("<titles>a<b>"), None);
        assert_eq!(parts("<xmp>a<b>"), None);
    }

    #[test]
    fn a_title_ends_before_the_body() {
        let page = "<title>Le bac</head><body><p>x<svg><title>y</title></svg>";
        assert_eq!(parts(page).map(|(title, _)| title), Some("Le bac"));
        assert_eq!(parts("<title>The <body> tag</title><p>x"), None);
        assert_eq!(parts("<title>The <head> and the <b> tag</title><p>x"), None);
    }

    #[test]
    fn a_script_without_end_ends_before_a_tag_outside_of_strings() {
        assert_eq!(parts("<script>a = '<b>' + \"<i>\";<p>x"), Some(("a = '<b>' + \"<i>\";", "<p>x")));
        assert_eq!(parts("<script src=x>\n <p>x"), Some(("\n ", "<p>x")));
        assert_eq!(parts("<script>a('<b>')"), None);
        assert_eq!(parts("<style>a > b {}<p>x"), Some(("a > b {}", "<p>x")));
    }

    #[test]
    fn a_comment_without_end_ends_at_its_wrong_end() {
        assert_eq!(parts("<!-- a -><p>x"), Some((" a ->", "<p>x")));
        assert_eq!(parts("<!-- a <p>x"), Some((" a ", "<p>x")));
        for html in ["<!-- a ---><p>", "<!-- a --!><p>", "<!--><p>", "<!---><p>", "<!-- a"] {
            assert_eq!(parts(html), None, "{html}");
        }
        let late = format!("{}<!-- a <p>x", "word ".repeat(20));
        assert_eq!(parts(&late), None);
    }

    #[test]
    fn the_last_end_tag_of_each_name_is_known() {
        let html = "<p></Div ><b></b></div><i></divs></b\n>";
        let tags = EndTags::new(html);
        let last = html.rfind("</b").unwrap();
        assert!(tags.is_closed_after(Tag::B, last - 1) && !tags.is_closed_after(Tag::B, last));
        let last = html.find("</div").unwrap();
        assert!(tags.is_closed_after(Tag::Div, last - 1) && !tags.is_closed_after(Tag::Div, last));
        assert_eq!((tags.count(Tag::Div), tags.count(Tag::B), tags.count(Tag::I)), (2, 2, 0));
        assert!(!tags.is_closed_after(Tag::I, 0) && !tags.is_closed_after(Tag::B, html.len()));
    }
}
