//! Takes a comment apart: its author, date and text, from its elements and its lines.

use std::ops::Range;

use super::attribution::{self, Attribution};
use super::fields::{Fields, locate};
use super::found::{Found, Moment, Value};
use super::lines::{is_attribution, is_beside_text, is_control, is_name};
use super::when::When;
use super::words::{is_controls, without_controls};
use crate::document::{Document, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::markup::{NodeId, NodeKind};
use crate::span::Span;
use crate::text::collapse_white_space;

/// Name, date and the like are in at most this many lines above the text (hand-set).
const MAX_HEADER_LINES: usize = 6;
/// The text of an element within a line is looked for if it has at most this many bytes and nodes (hand-set).
const MAX_INLINE_TEXT_BYTES: usize = 10_000;
const MAX_INLINE_TEXT_NODES: usize = 200;

/// What the markup says of a comment.
#[derive(Clone, Copy)]
pub(super) struct Markup<'a> {
    pub(super) fields: &'a Fields,
    /// For each element, whether it is in the text of a comment.
    pub(super) is_in_text: &'a [bool],
}

/// The comment in a range of spans.
pub(super) fn take_apart(
    document: &Document,
    spans: &[Span],
    range: Range<usize>,
    markup: Option<Markup<'_>>,
) -> Found {
    let segments = document.segments();
    let visible: Vec<usize> = range.clone().filter(|&index| spans[index].kind() != Kind::Hidden).collect();
    let mut comment = Found { spans: range, ..Found::default() };
    let (Some(&first), Some(&last)) = (visible.first(), visible.last()) else { return comment };
    let part = segments[first].range().start..segments[last].range().end;
    if let Some(Markup { fields, .. }) = markup {
        comment.author = fields.author.as_ref().map(|author| value(document, &part, author));
        let written = fields.date.as_ref().map(|date| value(document, &part, date));
        comment.date = written.map(|written| Moment { written, iso: fields.iso_date.clone() });
    }
    let of_markup = markup.map(|markup| text_of_markup(document, &visible, markup)).unwrap_or_default();
    let header = match of_markup.first() {
        Some(&first) => visible.iter().position(|&index| index == first).unwrap_or(0),
        None => 0,
    };
    if !of_markup.is_empty() {
        for &index in &visible[..header] {
            comment.add(&attribution::read(document.text(&segments[index])), &segments[index], document);
        }
        if comment.author.is_none() {
            comment.author = visible[..header].iter().find_map(|&index| name_of(document, &segments[index]));
        }
        comment.set_text(document, &of_markup);
    } else if let Some(text) = markup.and_then(|markup| inline_text(document, &part, markup.fields.text?)) {
        comment.paragraphs.push(text);
    } else {
        comment.read_lines(document, &visible);
    }
    let has_form = || {
        visible.iter().any(|&index| {
            let stats = segments[index].stats();
            stats.has_cue(Cue::CommentForm)
        })
    };
    if comment.date.is_none() && markup.is_none_or(|markup| markup.fields.author.is_none()) && has_form() {
        // The form for a new comment.
        comment.paragraphs.clear();
    }
    comment.polish(document);
    comment
}

/// A value of markup, with its place in a part of the source text.
fn value(document: &Document, part: &Range<usize>, text: &str) -> Value {
    Value { text: text.to_owned(), range: locate(document.source(), part.clone(), text) }
}

/// The segments in the element with the text.
fn text_of_markup(document: &Document, visible: &[usize], markup: Markup<'_>) -> Vec<usize> {
    let segments = document.segments();
    let is_text = |&&index: &&usize| {
        let segment = &segments[index];
        let is_inside = document.element_index(segment).is_some_and(|element| markup.is_in_text[element]);
        is_inside && !is_control(document, segment) && !is_controls(document.text(segment))
    };
    if markup.fields.text.is_none() { Vec::new() } else { visible.iter().filter(is_text).copied().collect() }
}

/// The text of an element that is a part of a line.
fn inline_text(document: &Document, part: &Range<usize>, node: NodeId) -> Option<Range<usize>> {
    let tree = document.tree()?;
    let mut text = String::new();
    for node in tree.descendants(node).take(MAX_INLINE_TEXT_NODES) {
        if let NodeKind::Text(piece) = tree.kind(node) {
            if text.len() + piece.len() > MAX_INLINE_TEXT_BYTES {
                return None;
            }
            text.push_str(piece);
        }
    }
    let text = collapse_white_space(&text);
    if text.is_empty() || is_controls(&text) { None } else { locate(document.source(), part.clone(), &text) }
}

/// The name that a line is.
fn name_of(document: &Document, segment: &Segment) -> Option<Value> {
    let text = document.text(segment);
    let is_cue = |cue: &Cue| segment.stats().is_cue(*cue);
    let is_beside = is_beside_text(document, segment) && !segment.is_label() || is_controls(text);
    let cues = [Cue::CommentForm, Cue::CommentSection, Cue::Share, Cue::Chrome, Cue::Navigation];
    if !is_name(segment) || is_beside || cues.iter().any(is_cue) {
        return None;
    }
    let range = attribution::name_in(text)?;
    Some(Value { text: text[range.clone()].to_owned(), range: Some(shifted(range, segment)) })
}

/// A range of bytes in a segment as one in the source text.
fn shifted(range: Range<usize>, segment: &Segment) -> Range<usize> {
    let start = segment.range().start;
    start + range.start..start + range.end
}

impl Found {
    /// Takes over what a line says that says nothing else, as far as it is not known yet.
    fn add(&mut self, line: &Attribution, segment: &Segment, document: &Document) {
        if !line.is_whole() {
            return;
        }
        let value = |range: &Range<usize>| placed(document, range, segment);
        self.author = self.author.take().or_else(|| line.author.as_ref().map(value));
        self.date = self.date.take().or_else(|| line.date.as_ref().map(|date| moment(document, date, segment)));
        self.reply_to = self.reply_to.take().or_else(|| Some(value(line.reply_to.as_ref()?).text));
    }

    /// Reads the lines above the text, then the text.
    fn read_lines(&mut self, document: &Document, visible: &[usize]) {
        let segments = document.segments();
        if self.is_read_from_foot(document, visible) {
            return;
        }
        // Indices into `visible`.
        let mut header = 0;
        let mut name: Option<usize> = None;
        for (at, &index) in visible.iter().enumerate().take(MAX_HEADER_LINES) {
            let segment = &segments[index];
            let text = document.text(segment);
            let line = attribution::read(text);
            if !segment.stats().ends_sentence() && (line.is_whole() || is_attribution(segment)) {
                if let Some(name) = name.filter(|_| self.author.is_none()) {
                    self.author = name_of(document, &segments[visible[name]]);
                }
                self.add_line(&line, segment, document);
                header = at + 1;
            } else if is_beside_text(document, segment) {
                // A link may be the name of whom it leads to.
                if name.is_none() && self.author.is_none() && name_of(document, segment).is_some() {
                    name = Some(at);
                }
            } else if is_name(segment) && (header == 0 || self.author.is_none()) && at + 1 < visible.len() {
                name = name.or(Some(at)).filter(|_| name_of(document, segment).is_some()).or(name);
            } else {
                break;
            }
        }
        // A name below the date, or alone above the text.
        if let Some(at) = name.filter(|&at| at >= header) {
            let has_text = visible[at + 1..].iter().any(|&index| !is_beside_text(document, &segments[index]));
            if has_text && self.author.is_none() {
                self.author = name_of(document, &segments[visible[at]]);
                header = at + 1;
            }
        }
        let known = self.author.as_ref().and_then(|author| author.range.clone());
        let is_of_author = |segment: &Segment| {
            known.as_ref().is_some_and(|name| segment.range().start <= name.start && name.end <= segment.range().end)
        };
        let mut text = Vec::new();
        for &index in &visible[header..] {
            let segment = &segments[index];
            let line = attribution::read(document.text(segment));
            let is_line_about = line.is_whole() && !segment.stats().ends_sentence();
            if is_line_about {
                self.add(&line, segment, document);
            }
            let is_name_line = text.is_empty() && is_of_author(segment) && is_name(segment);
            if !is_line_about && !is_name_line && !is_beside_text(document, segment) {
                text.push(index);
            }
        }
        self.set_text(document, &text);
    }

    /// Reads a comment whose author or date is below its text, and says whether it is one.
    fn is_read_from_foot(&mut self, document: &Document, visible: &[usize]) -> bool {
        let segments = document.segments();
        let read = |index: usize| {
            let line = attribution::read(document.text(&segments[index]));
            Some(line).filter(|line| line.is_whole() && line.date.is_some() && !segments[index].stats().ends_sentence())
        };
        let is_text = |&&index: &&usize| !is_beside_text(document, &segments[index]) && read(index).is_none();
        let Some((foot, line)) = visible.iter().enumerate().find_map(|(at, &index)| Some((at, read(index)?))) else {
            return false;
        };
        let above: Vec<usize> = visible[..foot].iter().filter(is_text).copied().collect();
        let has_text_below = visible[foot + 1..].iter().any(|index| is_text(&index));
        let has_name_above = above.len() == 1 && line.author.is_none();
        if above.is_empty() || has_text_below || has_name_above {
            return false;
        }
        self.add(&line, &segments[visible[foot]], document);
        let mut text = above.as_slice();
        if self.author.is_none()
            && let Some((&first, rest)) = text.split_first()
            && let Some(name) = name_of(document, &segments[first])
        {
            self.author = Some(name);
            text = rest;
        }
        self.set_text(document, text);
        true
    }

    /// As [`Found::add`], for a line above the text, which may say more.
    fn add_line(&mut self, line: &Attribution, segment: &Segment, document: &Document) {
        if line.is_whole() {
            self.add(line, segment, document);
            return;
        }
        self.date = self.date.take().or_else(|| line.date.as_ref().map(|date| moment(document, date, segment)));
        if line.is_introduced && self.author.is_none() {
            self.author = line.author.as_ref().map(|author| placed(document, author, segment));
        }
    }

    fn set_text(&mut self, document: &Document, text: &[usize]) {
        let segments = document.segments();
        self.paragraphs = text.iter().map(|&index| segments[index].range()).collect();
    }

    /// Cuts controls, the author's name and lines about whom it answers from the ends of the text.
    fn polish(&mut self, document: &Document) {
        let source = document.source();
        if let Some(first) = self.paragraphs.first_mut() {
            let text = &source[first.clone()];
            if let Some(author) = &self.author
                && let Some(rest) = text.strip_prefix(author.text.as_str())
                && let Some(rest) = rest.trim_start().strip_prefix(':')
                && !rest.trim().is_empty()
            {
                first.start = first.end - rest.trim_start().len();
            }
        }
        if self.paragraphs.len() > 1
            && let Some(first) = self.paragraphs.first()
        {
            let line = attribution::read(&source[first.clone()]);
            if let Some(answered) = line.reply_to.clone().filter(|_| line.is_whole()) {
                self.reply_to
                    .get_or_insert(source[first.start + answered.start..first.start + answered.end].to_owned());
                self.paragraphs.remove(0);
            }
        }
        if let Some(last) = self.paragraphs.last_mut() {
            last.end = last.start + without_controls(&source[last.clone()]).trim_end().len();
        }
        if self.reply_to.is_none()
            && let Some(first) = self.paragraphs.first()
        {
            self.reply_to = attribution::mention(&source[first.clone()]).map(str::to_owned);
        }
    }
}

/// A value of a line.
fn placed(document: &Document, range: &Range<usize>, segment: &Segment) -> Value {
    let text = document.text(segment)[range.clone()].to_owned();
    Value { text, range: Some(shifted(range.clone(), segment)) }
}

fn moment(document: &Document, when: &When, segment: &Segment) -> Moment {
    Moment { written: placed(document, &when.range, segment), iso: when.iso.clone() }
}
