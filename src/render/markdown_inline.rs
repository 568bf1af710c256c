//! A line of Markdown: text with links, emphasis, code and images.

use super::block::Line;
use super::context::Context;
use super::escape::{self, MarkdownContext};
use super::inline::{Part, Picture, formula_of, linked_to, parts, text_of};
use crate::inline_kind::InlineKind;
use crate::markdown::Markdown;
use crate::markup::{Formula, NONE, NodeId};
use crate::text::characters::BYTE_ORDER_MARK;

/// Writes lines into some part of a Markdown document.
#[derive(Clone, Copy)]
pub(super) struct InlineWriter<'a> {
    pub(super) context: Context<'a>,
    pub(super) settings: &'a Markdown,
    pub(super) place: MarkdownContext,
}

/// What the writer is in, and what comes after it.
#[derive(Clone, Copy)]
struct Place {
    /// The character after the parts.
    after: char,
    is_link: bool,
    /// Whether it is strong already, by marks or as a heading is: marks inside would be read as the end of those outside.
    is_strong: bool,
}

impl InlineWriter<'_> {
    /// Writes a line without white space at its ends.
    pub(super) fn line(&self, out: &mut String, line: &Line) {
        let parts = self.parts_of(line);
        let mut written = String::new();
        self.parts(&mut written, &parts, ' ', self.line_place(), None);
        out.push_str(&written);
    }

    /// Writes a line as one that is important.
    pub(super) fn strong_line(&self, out: &mut String, line: &Line) {
        let parts = self.parts_of(line).into_iter().flat_map(|part| match part {
            Part::Marked { kind: InlineKind::Strong, parts, .. } => parts,
            part => vec![part],
        });
        let strong = Part::Marked { kind: InlineKind::Strong, node: NONE, url: None, parts: parts.collect() };
        let mut written = String::new();
        self.parts(&mut written, &[strong], ' ', self.line_place(), None);
        out.push_str(&written);
    }

    /// The place of the parts of a line.
    fn line_place(&self) -> Place {
        Place { after: ' ', is_link: false, is_strong: self.place == MarkdownContext::Heading }
    }

    fn parts_of(&self, line: &Line) -> Vec<Part<'_>> {
        let source = self.context.document.source();
        let text = source[line.range.clone()].trim_start_matches(BYTE_ORDER_MARK).trim();
        let start = text.as_ptr() as usize - source.as_ptr() as usize;
        parts(self.context, start..start + text.len())
    }

    /// Writes parts of a line. `before` is the character before the first one; `closed` is the sign of the mark that was
    /// closed last, if nothing follows it yet. Returns the same for what follows.
    fn parts(
        &self,
        out: &mut String,
        parts: &[Part<'_>],
        before: char,
        place: Place,
        mut closed: Option<char>,
    ) -> Option<char> {
        for (index, part) in parts.iter().enumerate() {
            let last = out.chars().next_back().unwrap_or(before);
            let after = parts.get(index + 1).map_or(place.after, |next| char_at(End::First, next, false));
            match part {
                Part::Text(text) => {
                    let context = match self.place {
                        MarkdownContext::LineStart if !out.is_empty() || before != ' ' => MarkdownContext::Inside,
                        MarkdownContext::Heading if after != ' ' => MarkdownContext::Inside,
                        context => context,
                    };
                    // A colon behind a reference at the start of a line would make it a note.
                    if text.starts_with(':') && index > 0 && matches!(parts[index - 1], Part::Note(_)) {
                        out.push('\\');
                    }
                    escape::markdown_part(out, text, context, [last, after], place.is_link);
                    closed = None;
                }
                Part::Image { node, url } => {
                    self.linked_image(out, *node, url.as_deref().filter(|_| !place.is_link));
                    closed = None;
                }
                Part::Note(number) => {
                    out.push_str(&format!("[^{number}]"));
                    closed = None;
                }
                Part::Marked { kind, node, url, parts, .. } => {
                    let mark = match kind {
                        InlineKind::Emphasis => "*",
                        InlineKind::Strong if !place.is_strong => "**",
                        InlineKind::Strikethrough => "~~",
                        _ => "",
                    };
                    if *kind == InlineKind::Formula
                        && let Some(found) = formula_of(self.context.document, *node, parts)
                    {
                        if self.settings.has_dollar_formulas() && self.formula(out, &found) {
                            closed = None;
                        } else {
                            self.code(out, parts, closed == Some('`'));
                            closed = Some('`');
                        }
                        continue;
                    }
                    match kind {
                        InlineKind::Code => {
                            self.code(out, parts, closed == Some('`'));
                            closed = Some('`');
                            continue;
                        }
                        InlineKind::Link if self.settings.has_links() => {
                            self.link(out, parts, url.as_deref().unwrap_or_default());
                        }
                        InlineKind::Subscript => self.element(out, "sub", parts, place),
                        InlineKind::Superscript => self.element(out, "sup", parts, place),
                        InlineKind::Mark => self.element(out, "mark", parts, place),
                        _ => {
                            let can_be =
                                closed.is_none_or(|sign| !mark.starts_with(sign)) && is_flanking(last, parts, after);
                            let sign = mark.chars().next().filter(|_| can_be);
                            if let Some(sign) = sign {
                                out.push_str(mark);
                                let is_strong = place.is_strong || *kind == InlineKind::Strong;
                                self.parts(out, parts, sign, Place { after: sign, is_strong, ..place }, None);
                                out.push_str(mark);
                                closed = Some(sign);
                            } else {
                                closed = self.parts(out, parts, last, Place { after, ..place }, closed);
                            }
                            continue;
                        }
                    }
                    closed = None;
                }
            }
        }
        closed
    }

    /// Code between more backticks than it has in a row. Markup in it is left out.
    fn code(&self, out: &mut String, parts: &[Part<'_>], is_behind_code: bool) {
        let mut code = String::new();
        text_of(parts, &mut code);
        if is_behind_code {
            // Two pieces of code side by side would be one with a wrong fence.
            let context = if self.place == MarkdownContext::Heading { self.place } else { MarkdownContext::Cell };
            escape::markdown_part(out, &code, context, ['`', '`'], true);
            return;
        }
        if self.place == MarkdownContext::Cell {
            code = code.replace('|', "\\|");
        }
        let code = code.replace(['\n', '\r'], " ");
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        for piece in [&*fence, space, &*code, space, &*fence] {
            out.push_str(piece);
        }
    }

    /// The TeX of a formula between dollar signs; returns whether it can be.
    fn formula(&self, out: &mut String, found: &Formula) -> bool {
        let tex = found.tex.as_str();
        if tex.contains(['$', '`']) || self.place == MarkdownContext::Cell && tex.contains('|') {
            return false;
        }
        let sign = if found.is_display { "$$" } else { "$" };
        // A dollar sign before a digit or behind another one would be none.
        if out.ends_with(['$', '\\']) {
            return false;
        }
        for piece in [sign, tex, sign] {
            out.push_str(piece);
        }
        true
    }

    fn link(&self, out: &mut String, parts: &[Part<'_>], url: &str) {
        let mut inner = String::new();
        self.parts(&mut inner, parts, '[', Place { after: ']', is_link: true, ..self.line_place() }, None);
        if inner.trim().is_empty() {
            return;
        }
        out.push('[');
        out.push_str(&inner);
        out.push_str("](");
        destination(out, url, self.place);
        out.push(')');
    }

    fn element(&self, out: &mut String, name: &str, parts: &[Part<'_>], place: Place) {
        out.push_str(&format!("<{name}>"));
        self.parts(out, parts, '>', Place { after: '<', ..place }, None);
        out.push_str(&format!("</{name}>"));
    }

    /// An image between texts, as a link if it is one.
    pub(super) fn standalone_image(&self, out: &mut String, node: NodeId) {
        self.linked_image(out, node, linked_to(self.context.document, node).as_deref());
    }

    fn linked_image(&self, out: &mut String, node: NodeId, url: Option<&str>) {
        if !self.settings.has_images() {
            return;
        }
        let url = url.filter(|_| self.settings.has_links());
        let start = out.len();
        out.push_str(if url.is_some() { "[" } else { "" });
        let before = out.len();
        self.image(out, node);
        if out.len() == before {
            out.truncate(start);
        } else if let Some(url) = url {
            out.push_str("](");
            destination(out, url, self.place);
            out.push(')');
        }
    }

    /// An image, if it has an address.
    fn image(&self, out: &mut String, node: NodeId) {
        let Some(picture) = Picture::of(self.context.document, node) else { return };
        let context = if self.place == MarkdownContext::Cell { self.place } else { MarkdownContext::Inside };
        out.push_str("![");
        escape::markdown_part(out, &one_line(&picture.alt), context, ['[', ']'], true);
        out.push_str("](");
        destination(out, &picture.url, self.place);
        if let Some(title) = picture.title {
            let mut escaped = String::new();
            escape::markdown_part(&mut escaped, &one_line(&title), context, ['"', '"'], false);
            out.push_str(&format!(" \"{}\"", escaped.replace('"', "\\\"")));
        }
        out.push(')');
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An end of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// The character that is written at an end of a part. Whether the marks of emphasis will be written is not known yet:
/// `with_marks` tells that they are taken to be.
fn char_at(end: End, part: &Part<'_>, with_marks: bool) -> char {
    match part {
        Part::Text(text) => {
            let mut chars = text.chars();
            (if end == End::First { chars.next() } else { chars.next_back() }).unwrap_or(' ')
        }
        Part::Image { .. } => '!',
        Part::Note(_) => '[',
        Part::Marked { kind, parts, .. } => {
            let is_plain = matches!(kind, InlineKind::Time | InlineKind::Abbreviation | InlineKind::Quotation);
            let is_emphasis = matches!(kind, InlineKind::Emphasis | InlineKind::Strong | InlineKind::Strikethrough);
            if is_plain || is_emphasis && !with_marks {
                let inner = if end == End::First { parts.first() } else { parts.last() };
                inner.map_or(' ', |inner| char_at(end, inner, with_marks))
            } else {
                '*'
            }
        }
    }
}

/// Whether CommonMark takes marks around some parts for emphasis (version 0.31, section 6.2, "left-flanking" and
/// "right-flanking delimiter run").
fn is_flanking(before: char, parts: &[Part<'_>], after: char) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    // Both with and without the marks inside, it has to be emphasis: what is punctuation asks for more.
    let (first, last) = (char_at(End::First, first, true), char_at(End::Last, last, true));
    !first.is_whitespace()
        && !last.is_whitespace()
        && (!is_punctuation(first) || is_border(before))
        && (!is_punctuation(last) || is_border(after))
}

/// Whether a character may be punctuation for CommonMark: it may be in a category that is not known here.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Whether a character is white space or punctuation for sure: of ASCII, of the blocks of punctuation, of the quotation
/// marks of French and the signs of Arabic.
fn is_border(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '،' | '؛' | '؟' | '۔')
}

/// Writes an address so that nothing in it ends the link or begins markup.
fn destination(out: &mut String, url: &str, context: MarkdownContext) {
    for c in url.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' if context == MarkdownContext::Cell => out.push_str("%7C"),
            '*' | '_' | '`' | '[' | ']' | '&' => {
                // They are no markup in an address, but for a character reference.
                if c == '&' { out.push_str("&amp;") } else { out.push(c) }
            }
            c if c.is_whitespace() => out.push_str("%20"),
            c => out.push(c),
        }
    }
}
