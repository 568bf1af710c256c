//! The footnotes of a body: which links refer to a note, and which elements hold the notes.

use std::ops::Range;

use crate::document::{Document, InlineElement};
use crate::markup::{NONE, NodeId, Tag, Tree, fragment, is_named_reference, is_note_name, note_label};
use crate::span::Span;
use crate::text::{PageMap, PageSet};

/// Elements around a link, and links in a note, that are looked at (hand-set).
const MAX_LEVELS: usize = 4;
const MAX_NOTE_NODES: usize = 400;

/// The footnotes of a body. A note has a number, which is that of the page if all notes have one.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The number of the note that a link refers to.
    references: PageMap<NodeId, u32>,
    /// The number of the note that an element holds, by the index of the element.
    notes: PageMap<usize, u32>,
    /// The number or sign of each note on the page.
    labels: PageMap<u32, String>,
}

/// A link, or a number above the line, that may refer to a note.
struct Candidate<'a> {
    link: NodeId,
    offset: usize,
    fragment: &'a str,
    label: &'a str,
    element: usize,
}

impl Footnotes {
    /// The notes that are in a range of the kept spans and have a reference in it. One pass over the page, if it has such links at all.
    pub(super) fn of(document: &Document, spans: &[Span], range: Range<usize>) -> Self {
        let Some(tree) = document.tree() else { return Self::default() };
        let link = |inline: &InlineElement| {
            let label = note_label(&document.source()[inline.range()])?;
            let fragment = fragment(tree, inline.node)?;
            let offset = inline.range().start;
            let index = spans.partition_point(|span| span.end() <= offset);
            let is_kept = spans.get(index).is_some_and(|span| span.is_kept() && span.start() <= offset);
            let is_kept = is_kept && range.contains(&index);
            is_kept.then_some(Candidate { link: inline.node, offset, fragment, label, element: 0 })
        };
        let mut candidates: Vec<Candidate<'_>> = document.inlines().iter().filter_map(link).collect();
        let targets = targets(tree, candidates.iter().map(|candidate| candidate.fragment));
        let elements: PageMap<NodeId, usize> =
            document.element_data().iter().enumerate().map(|(index, element)| (element.node, index)).collect();
        let mut known: PageMap<NodeId, Option<usize>> = PageMap::default();
        candidates.retain_mut(|candidate| {
            let Some(&target) = targets.get(candidate.fragment) else { return false };
            let note = *known.entry(target).or_insert_with(|| {
                let element = *elements.get(&note_of(tree, target)?)?;
                let segments = document.element_data()[element].segments.clone();
                let mut inside = (segments.start as usize).max(range.start)..(segments.end as usize).min(range.end);
                let has_text = inside.any(|index| spans[index].is_kept());
                has_text.then_some(element)
            });
            let Some(element) = note else { return false };
            candidate.element = element;
            let data = &document.element_data()[element];
            // A note comes after its reference, and a link from the note to the reference is none.
            let start = document.segments()[data.segments.start as usize].range().start;
            let is_named = || is_named_reference(tree, candidate.link) || is_note_name(candidate.fragment);
            start > candidate.offset && (is_named() || refers_back(tree, data.node, candidate.link))
        });
        // An element with several notes is none of them.
        let mut fragments: PageMap<usize, (&str, bool)> = PageMap::default();
        for candidate in &candidates {
            let of_element = fragments.entry(candidate.element).or_insert((candidate.fragment, true));
            of_element.1 &= of_element.0 == candidate.fragment;
        }
        candidates.retain(|candidate| fragments.get(&candidate.element).is_some_and(|of_element| of_element.1));
        if candidates.is_empty() {
            candidates = unlinked(document, tree, spans, range);
        }
        let notes = numbers(&candidates);
        let number = |candidate: &Candidate<'_>| notes[&candidate.element];
        let references = candidates.iter().map(|candidate| (candidate.link, number(candidate))).collect();
        let labels = candidates.iter().map(|candidate| (number(candidate), candidate.label.to_owned())).collect();
        Self { references, notes, labels }
    }

    /// The number of the note that a link refers to.
    pub(super) fn reference(&self, link: NodeId) -> Option<u32> {
        self.references.get(&link).copied()
    }

    /// The number or sign of a note on the page.
    pub(super) fn label(&self, number: u32) -> &str {
        self.labels.get(&number).map_or("", String::as_str)
    }

    /// The number of the note that an element holds.
    pub(super) fn note(&self, element: usize) -> Option<u32> {
        self.notes.get(&element).copied()
    }
}

/// Notes without links: numbers above the line in the text, and the same numbers in the same order at the starts of blocks
/// after them. Any other number above the line, such as a power, means that they are none.
fn unlinked<'a>(document: &'a Document, tree: &Tree, spans: &[Span], range: Range<usize>) -> Vec<Candidate<'a>> {
    let (mut references, mut notes) = (Vec::new(), Vec::new());
    for inline in document.inlines().iter().filter(|inline| tree.tag(inline.node) == Tag::Sup) {
        let label = note_label(&document.source()[inline.range()]).filter(|label| number(label).is_some());
        let offset = inline.range().start;
        let index = spans.partition_point(|span| span.end() <= offset);
        let span = spans.get(index).filter(|span| span.is_kept() && range.contains(&index));
        let (Some(label), Some(span)) = (label, span) else { continue };
        if span.start() < offset {
            references.push(Candidate { link: inline.node, offset, fragment: label, label, element: 0 });
        } else {
            notes.push((label, note_of(tree, inline.node), index));
        }
    }
    let labels = references.iter().map(|reference| reference.label);
    if notes.is_empty() || !labels.eq(notes.iter().map(|(label, ..)| *label)) {
        return Vec::new();
    }
    for (reference, &(_, note, segment)) in references.iter_mut().zip(&notes) {
        // The element that begins with the number, among those around its segment.
        let start = document.element_index(&document.segments()[segment]);
        let around = std::iter::successors(start, |&element| {
            document.element_data()[element].parent.map(|parent| parent as usize)
        });
        let element = around.take(MAX_LEVELS).find(|&element| Some(document.element_data()[element].node) == note);
        let is_start = |element: &usize| {
            let first = document.element_data()[*element].segments.start as usize;
            first == segment && spans[segment].start() > reference.offset
        };
        let Some(element) = element.filter(is_start) else { return Vec::new() };
        reference.element = element;
    }
    references
}

/// The nodes that links point to, by their names.
fn targets<'a>(tree: &'a Tree, fragments: impl Iterator<Item = &'a str>) -> PageMap<&'a str, NodeId> {
    let wanted: PageSet<&str> = fragments.collect();
    let mut targets = PageMap::default();
    for node in 0..tree.len() as NodeId {
        let name = tree.id(node).or_else(|| tree.attribute(node, "name").filter(|_| tree.tag(node) == Tag::A));
        if let Some(&name) = name.and_then(|name| wanted.get(name)) {
            targets.entry(name).or_insert(node);
        }
    }
    targets
}

/// The element with the text of a note that a link points to: the block that the node is or is in.
fn note_of(tree: &Tree, target: NodeId) -> Option<NodeId> {
    let mut around = std::iter::once(target).chain(tree.ancestors(target)).take(MAX_LEVELS);
    let block = around.find(|&node| tree.tag(node).is_block())?;
    let is_note = matches!(
        tree.tag(block),
        Tag::Li | Tag::P | Tag::Div | Tag::Aside | Tag::Section | Tag::Dd | Tag::Blockquote | Tag::Details
    );
    let is_plain = !tree.ancestors(block).any(|node| {
        matches!(tree.tag(node), Tag::Td | Tag::Th | Tag::Caption | Tag::Figcaption) || tree.tag(node).is_preformatted()
    });
    (is_note && is_plain).then_some(block)
}

/// Whether a note has a link back to its reference.
fn refers_back(tree: &Tree, note: NodeId, reference: NodeId) -> bool {
    let child = tree.first_child(reference);
    let mut around: Vec<&str> = std::iter::once(reference)
        .chain(tree.ancestors(reference))
        .take(MAX_LEVELS)
        .filter_map(|node| tree.id(node))
        .collect();
    around.extend(tree.attribute(reference, "name"));
    around.extend(if child == NONE { None } else { tree.id(child) });
    let inside = std::iter::once(note).chain(tree.descendants(note)).take(MAX_NOTE_NODES);
    inside.filter_map(|node| fragment(tree, node)).any(|fragment| around.contains(&fragment))
}

/// The number of each note: that of the page if every note has one of its own, and otherwise in the order of the
/// references.
fn numbers(candidates: &[Candidate<'_>]) -> PageMap<usize, u32> {
    let mut of_page: PageMap<usize, u32> = PageMap::default();
    let mut in_order: PageMap<usize, u32> = PageMap::default();
    let mut used = PageSet::default();
    let mut is_numbered = true;
    for candidate in candidates {
        let next = in_order.len() as u32 + 1;
        let is_new = *in_order.entry(candidate.element).or_insert(next) == next;
        match number(candidate.label) {
            Some(number) if is_new => {
                is_numbered &= used.insert(number);
                of_page.insert(candidate.element, number);
            }
            Some(number) => is_numbered &= of_page.get(&candidate.element) == Some(&number),
            None => is_numbered = false,
        }
    }
    if is_numbered { of_page } else { in_order }
}

/// The number of a label in any decimal digits.
fn number(label: &str) -> Option<u32> {
    let mut number = 0u32;
    for c in label.chars() {
        let digit = c.to_digit(10).or_else(|| match c {
            '۰'..='۹' => Some(c as u32 - '۰' as u32),
            '٠'..='٩' => Some(c as u32 - '٠' as u32),
            _ => None,
        })?;
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    (number > 0).then_some(number)
}

/// The bytes at the start of a note that repeat its label, with brackets or a full stop: `1. `, `[2] `. `ends` tells whether
/// an element within the line ends at an offset.
pub(super) fn label_length(text: &str, label: &str, ends: impl Fn(usize) -> bool) -> usize {
    let start = text.trim_start_matches(['[', '(', '^', ' ']);
    let Some(rest) = start.strip_prefix(label).filter(|_| !label.is_empty()) else { return 0 };
    let text_after = rest.trim_start_matches([']', ')', '.', ':']);
    let (end, end_of_signs) = (text.len() - rest.len(), text.len() - text_after.len());
    let is_apart = text_after.is_empty() || text_after.starts_with(char::is_whitespace);
    if end < end_of_signs && is_apart || (end..=end_of_signs).any(ends) || text_after.is_empty() {
        text.len() - text_after.trim_start().len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_at_the_start_of_a_note_is_found() {
        let none = |_: usize| false;
        assert_eq!(label_length("1. Book of the parish.", "1", none), 3);
        assert_eq!(label_length("[12] Book of the parish.", "12", none), 5);
        assert_eq!(label_length("1790 was a dry year.", "1", none), 0);
        assert_eq!(label_length("1 Book of the parish.", "1", none), 0);
        assert_eq!(label_length("1 Book of the parish.", "1", |end| end == 1), 2);
        assert_eq!(label_length("2. Book of the parish.", "1", none), 0);
    }

    #[test]
    fn numbers_are_those_of_the_page_if_they_tell_the_notes_apart() {
        let candidate = |element, label| Candidate { link: 0, offset: 0, fragment: "", label, element };
        let of = |labels: &[(usize, &'static str)]| {
            let candidates: Vec<_> = labels.iter().map(|&(element, label)| candidate(element, label)).collect();
            let numbers = numbers(&candidates);
            labels.iter().map(|(element, _)| numbers[element]).collect::<Vec<_>>()
        };
        assert_eq!(of(&[(7, "3"), (8, "۴"), (7, "3")]), [3, 4, 3]);
        assert_eq!(of(&[(7, "1"), (8, "1")]), [1, 2]);
        assert_eq!(of(&[(7, "*"), (8, "†"), (7, "*")]), [1, 2, 1]);
    }
}
