//! Writes the spans of a page one by one, each once and in order: in blocks of the text, or folded.

use std::fmt::{self, Write};

use super::page::{Part, Report, is_uncertain};
use crate::document::{Basis, Mark};
use crate::kind::Kind;
use crate::language::Language;
use crate::render::direction::is_right_to_left;
use crate::render::escape;
use crate::render::html::write_language;
use crate::span::Span;
use crate::text::harmless;

/// A fold names this many kinds, those with most spans, and shows this many characters of its text (hand-set: a line).
const MAX_FOLD_KINDS: usize = 3;
const MAX_FOLD_CHARS: usize = 80;

/// Writes spans in order, whatever the blocks around them are.
pub(super) struct SpanWriter<'a> {
    pub(super) page: &'a Report<'a>,
    pub(super) out: String,
    /// The index of the first span that is not written yet.
    pub(super) next: usize,
    /// Language and direction of the text around the blocks.
    pub(super) is_right_to_left: bool,
    /// The attributes of English text in it.
    english: &'static str,
}

impl<'a> SpanWriter<'a> {
    pub(super) fn new(page: &'a Report<'a>, out: String, is_right_to_left: bool) -> Self {
        let is_english = page.language.code().is_none() || page.language == Language::English;
        let english = if is_english && !is_right_to_left { "" } else { " lang=\"en\" dir=\"ltr\"" };
        Self { page, out, next: 0, is_right_to_left, english }
    }

    /// The number of spans before an offset in the source.
    pub(super) fn spans_before(&self, offset: usize) -> usize {
        self.page.spans.partition_point(|span| span.start() < offset)
    }

    /// The next span that is not written yet, if it is before an offset.
    pub(super) fn pending(&self, end: usize) -> Option<&'a Span> {
        self.page.spans.get(self.next).filter(|span| span.start() < end)
    }

    /// Writes the spans before an offset that are not written yet as parts of a line, with the source between them.
    pub(super) fn line(&mut self, end: usize) -> fmt::Result {
        let first = self.next;
        while let Some(span) = self.pending(end) {
            if self.next > first {
                self.between(self.page.spans[self.next - 1].end(), span.start());
            }
            self.span("")?;
        }
        Ok(())
    }

    /// Writes the white space between spans.
    pub(super) fn between(&mut self, start: usize, end: usize) {
        escape::html(&mut self.out, &harmless(self.page.document.source().get(start..end).unwrap_or_default()));
    }

    /// Writes the spans before an offset that are not written yet as a panel, closed, with a line that says what is in
    /// it.
    pub(super) fn fold(&mut self, end: usize) -> fmt::Result {
        let until = self.spans_before(end);
        if until <= self.next {
            return Ok(());
        }
        self.out.push_str("<details class=\"fold\"><summary>");
        self.summary(until)?;
        self.out.push_str("</summary>\n");
        while self.next < until {
            let span = &self.page.spans[self.next];
            let text = &self.page.document.source()[span.range()];
            let is_rtl = is_right_to_left(span.language(), text, self.page.document.language());
            self.span(direction(is_rtl, self.is_right_to_left))?;
            self.out.push('\n');
        }
        self.out.push_str("</details>\n");
        Ok(())
    }

    fn summary(&mut self, until: usize) -> fmt::Result {
        let spans = &self.page.spans[self.next..until];
        let mut counts = vec![0_usize; Kind::ALL.len()];
        spans.iter().for_each(|span| counts[span.kind as usize] += 1);
        let mut kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|&kind| counts[kind as usize] > 0).collect();
        kinds.sort_by_key(|&kind| std::cmp::Reverse(counts[kind as usize]));
        write!(self.out, "<span{}>removed", self.english)?;
        for &kind in kinds.iter().take(MAX_FOLD_KINDS) {
            write!(self.out, " <b class=\"k-{kind}\">{} {kind}</b>", counts[kind as usize])?;
        }
        let rest: usize = kinds.iter().skip(MAX_FOLD_KINDS).map(|&kind| counts[kind as usize]).sum();
        if rest > 0 {
            write!(self.out, " <b>{rest} more</b>")?;
        }
        self.out.push_str("</span> <q dir=\"auto\">");
        let mut room = MAX_FOLD_CHARS;
        for (index, span) in spans.iter().enumerate() {
            let text = &self.page.document.source()[span.range()];
            let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
            self.out.push_str(if index > 0 { " · " } else { "" });
            escape::html(&mut self.out, &harmless(&text[..end]));
            room -= text[..end].chars().count();
            if room == 0 {
                break;
            }
        }
        self.out.push_str("</q>");
        Ok(())
    }

    /// Writes the next span: its text, its number as a link to itself, and the reason for its kind.
    fn span(&mut self, attributes: &str) -> fmt::Result {
        let index = self.next;
        let span = &self.page.spans[index];
        let uncertain = if is_uncertain(span) { " uncertain" } else { "" };
        write!(self.out, "<span class=\"w k-{} {}{uncertain}\" id=\"s{index}\"", span.kind, Part::of(span).class())?;
        write_language(&mut self.out, span.language(), self.page.language);
        self.out.push_str(attributes);
        self.out.push_str("><span class=\"t\">");
        escape::html(&mut self.out, &harmless(&self.page.document.source()[span.range()]));
        write!(self.out, "</span><a href=\"#s{index}\" tabindex=\"-1\">{index}</a><small{}>", self.english)?;
        self.reason(index)?;
        self.out.push_str("</small></span>");
        self.next += 1;
        Ok(())
    }

    /// What decided, the marks that say the same, and those of other kinds that lost. All of it is escaped: users choose
    /// the names of their filters.
    fn reason(&mut self, index: usize) -> fmt::Result {
        let span = &self.page.spans[index];
        let marks = Mark::of_segment(self.page.marks, index);
        let mut reason = format!("{:.2} ", span.confidence);
        match marks.iter().find(|mark| mark.is_winner()) {
            Some(winner) => write!(reason, "by {}", said_by(winner))?,
            None => reason.push_str("nothing is known of it"),
        }
        let others = || marks.iter().filter(|mark| !mark.is_winner());
        let mut before = "; also ";
        for mark in others().filter(|mark| mark.kind() == span.kind) {
            write!(reason, "{before}{} {:.2}", said_by(mark), mark.confidence())?;
            before = ", ";
        }
        before = "; lost: ";
        for mark in others().filter(|mark| mark.kind() != span.kind) {
            write!(reason, "{before}{} {:.2} by {}", mark.kind(), mark.confidence(), said_by(mark))?;
            before = ", ";
        }
        escape::html(&mut self.out, &harmless(&reason));
        Ok(())
    }
}

/// The filter and how it knows, if there is something to say of that.
fn said_by(mark: &Mark) -> String {
    match mark.basis() {
        Basis::Decision | Basis::Other => mark.filter().to_owned(),
        basis if basis.name() == mark.filter() => mark.filter().to_owned(),
        basis => format!("{} ({})", mark.filter(), basis.name()),
    }
}

/// The attribute of a block with another direction than the text around it.
pub(super) fn direction(is_right_to_left: bool, inherited: bool) -> &'static str {
    match (is_right_to_left, inherited) {
        (true, false) => " dir=\"rtl\"",
        (false, true) => " dir=\"ltr\"",
        _ => "",
    }
}
