//! What belongs together on a page of HTML: the parts of a table, a definition list or a program, and a heading and
//! what it heads.

use std::ops::Range;

use super::running_text::MIN_TEXT_PROSE;
use crate::analysis::Analysis;
use crate::document::{Document, ElementData, InlineElement, Marks, Segment};
use crate::kind::Kind;
use crate::markup::Tag;
use crate::note::Note;

/// A unit has at most this many segments: a longer table is a page of its own, of which parts may be boilerplate.
/// Hand-set.
const MAX_UNIT_SEGMENTS: u32 = 600;
/// What code in preformatted text has in advance, in log odds: pages hardly have any but in their content. Hand-set.
const CODE_ADVANTAGE: f32 = 1.0;
/// Running text is beside code or a table if fewer than this many segments are between: captions, or other code. Hand-set.
const MAX_TEXT_DISTANCE: usize = 4;
/// A heading heads the text that begins at most this many segments below it: credits and captions may be between.
/// Hand-set.
const MAX_HEADED_DISTANCE: usize = 3;
/// A credit has at most this many words. Hand-set.
const MAX_CREDIT_WORDS: usize = 12;

/// A heading is kept with text of at least these log odds, if its own are not lower than these, and if no more of it is
/// linked to other pages than this: teasers have linked headlines. Chosen on the development suites.
const MIN_HEADED_LOG_ODDS: f32 = -0.5;
const MIN_HEADING_LOG_ODDS: f32 = -4.0;
const MAX_HEADING_LINK_DENSITY: f32 = 0.5;
/// Kinds that a heading in an article is taken for by its words ("Contents", "Notes", "Privacy"): a mark of such a kind
/// does not bind a heading if text of at least this many words that is more likely body than not follows. Hand-set.
const KINDS_OF_TOPICS: [Kind; 5] = [Kind::Navigation, Kind::Chrome, Kind::Legal, Kind::Consent, Kind::Comment];
const MIN_TOPIC_WORDS: usize = 4;

/// Gives all segments of a unit the same log odds: the mean, weighted by their words.
pub(super) fn settle_units(analysis: &Analysis<'_>, log_odds: &mut [f32]) {
    let segments = analysis.document().segments();
    for (segment, log_odds) in segments.iter().zip(&mut *log_odds).filter(|(segment, _)| segment.is_code) {
        if segment.stats().is_code_like() {
            *log_odds += CODE_ADVANTAGE;
        }
    }
    for unit in units(analysis.document()) {
        let is_seen = |index: &usize| !segments[*index].is_hidden() && log_odds[*index].is_finite();
        let (mut words, mut sum) = (0.0_f32, 0.0);
        for index in unit.clone().filter(is_seen) {
            let own = segments[index].stats().words().max(1) as f32;
            words += own;
            sum += own * log_odds[index];
        }
        let seen: Vec<usize> = unit.filter(is_seen).collect();
        seen.into_iter().for_each(|index| log_odds[index] = sum / words);
    }
}

/// Raises the log odds of code to those of the running text before or after it, whichever are higher, and those of a table
/// of data between two running texts to those of the lower one: what a program or a table says tells nothing about whether
/// it is of the article. Nothing is raised by text that a binding mark has removed.
pub(super) fn settle_beside_text(document: &Document, log_odds: &mut [f32]) {
    let segments = document.segments();
    let is_text = |near: &usize| {
        let segment = &segments[*near];
        !segment.is_code && !segment.is_hidden() && segment.prose() >= MIN_TEXT_PROSE
    };
    let beside = |range: &Range<usize>| {
        let before = (range.start.saturating_sub(MAX_TEXT_DISTANCE)..range.start).rev().find(is_text);
        let after = (range.end..segments.len().min(range.end + MAX_TEXT_DISTANCE)).find(is_text);
        [before, after].map(|near| near.map_or(f32::NEG_INFINITY, |near| log_odds[near]))
    };
    let programs = (0..segments.len()).filter(|&index| segments[index].is_code).map(|index| index..index + 1);
    let programs = programs.map(|range| (beside(&range).into_iter().fold(f32::NEG_INFINITY, f32::max), range));
    let tables = document.element_data().iter().filter(|element| element.is_data_table);
    let tables = tables.map(|table| table.segments.start as usize..table.segments.end as usize);
    let tables = tables.map(|range| (beside(&range).into_iter().fold(f32::INFINITY, f32::min), range));
    let raised: Vec<(f32, Range<usize>)> = programs.chain(tables).collect();
    for (least, range) in raised {
        for index in range.filter(|&index| !segments[index].is_hidden()) {
            if log_odds[index].is_finite() {
                log_odds[index] = log_odds[index].max(least);
            }
        }
    }
}

/// On a page with at least this many elements that are never closed or too deep, blocks that stand side by side are
/// nested in one another. Hand-set.
const MIN_BROKEN_ELEMENTS: usize = 20;
/// Blocks with a greater share of their words in links are lists of links. Hand-set.
const MAX_BLOCK_LINK_DENSITY: f32 = 0.3;

/// Raises the log odds of running text on a page with broken nesting to the mean of all blocks that may be content:
/// depth and containers, by which the model tells the parts of a page apart, mean nothing there.
pub(super) fn settle_broken_nesting(analysis: &Analysis<'_>, marks: &Marks, log_odds: &mut [f32]) {
    let document = analysis.document();
    let elements_of = |note: &Note| match note {
        Note::NeverClosed { elements } => *elements,
        Note::TooDeep { tags } => *tags,
        _ => 0,
    };
    if document.notes().iter().map(elements_of).sum::<usize>() < MIN_BROKEN_ELEMENTS {
        return;
    }
    let segments = document.segments();
    let is_block = |&index: &usize| {
        let segment = &segments[index];
        let is_linked = segment.link_density() > MAX_BLOCK_LINK_DENSITY;
        !segment.is_hidden() && !is_linked && !marks.is_boilerplate(index) && log_odds[index].is_finite()
    };
    let blocks: Vec<usize> = (0..segments.len()).filter(is_block).collect();
    let mean = blocks.iter().map(|&index| log_odds[index]).sum::<f32>() / blocks.len() as f32;
    for index in blocks.into_iter().filter(|&index| segments[index].prose() >= MIN_TEXT_PROSE) {
        log_odds[index] = log_odds[index].max(mean);
    }
}

/// For each segment whether it is in a table of data, whose cells are no lines of boilerplate and no credits.
pub(super) fn are_in_data_tables(document: &Document) -> Vec<bool> {
    let mut are_in = vec![false; document.segments().len()];
    for table in document.element_data().iter().filter(|element| element.is_data_table) {
        are_in[table.segments.start as usize..table.segments.end as usize].fill(true);
    }
    are_in
}

/// Class names of the footnotes of a text: Markdown processors, Pandoc, WordPress. Those of MediaWiki are citations.
const FOOTNOTES_CLASSES: &[&str] = &["footnotes", "footnotes-list", "footnote-list", "wp-block-footnotes", "endnotes"];

/// Whether an element holds the footnotes of a text.
fn is_footnotes(document: &Document, element: &ElementData) -> bool {
    matches!(element.tag, Tag::Ol | Tag::Ul | Tag::Section | Tag::Div | Tag::Aside | Tag::Footer)
        && document.classes_of(element).split_ascii_whitespace().any(|class| FOOTNOTES_CLASSES.contains(&class))
}

/// The ranges of the segments of tables, definition lists, preformatted texts and footnotes with at least two segments;
/// none overlaps another.
fn units(document: &Document) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = 0;
    document.element_data().iter().filter_map(move |element| {
        let is_unit = match element.tag {
            Tag::Pre | Tag::Dl => true,
            Tag::Table => element.is_data_table,
            _ => is_footnotes(document, element),
        };
        let Range { start, end: own_end } = element.segments;
        let length = own_end.saturating_sub(start);
        if !is_unit || !(2..=MAX_UNIT_SEGMENTS).contains(&length) || start < end {
            return None;
        }
        end = own_end;
        Some(start as usize..own_end as usize)
    })
}

/// Keeps the headings of what is kept. `log_odds` are those that `is_content` was decided by; `bound` is the kind of the
/// mark that binds each segment.
pub(super) fn settle_headings(
    analysis: &Analysis<'_>,
    log_odds: &[f32],
    bound: &[Option<Kind>],
    is_content: &mut [bool],
) {
    let segments = analysis.document().segments();
    let levels: Vec<u8> = (0..segments.len()).map(|index| analysis.headings().level(index)).collect();
    let title = analysis.title();
    // From the end, so that a heading right above another one follows it.
    for index in (0..segments.len()).rev() {
        if levels[index] == 0 || is_content[index] || segments[index].is_hidden() || title == Some(index) {
            continue;
        }
        let below = index + 1..segments.len().min(index + 1 + MAX_HEADED_DISTANCE);
        let mut headed = below.filter(|&next| !segments[next].is_hidden());
        // The first segment that is no credit is what it heads; only a heading right below is part of it.
        let is_credit = |next: usize| !is_content[next] && segments[next].stats().words() <= MAX_CREDIT_WORDS;
        let first = headed.find(|&next| !is_credit(next) || levels[next] > 0);
        let first = first.filter(|&next| levels[next] == 0 || next == index + 1);
        let is_allowed = |next: usize| match bound[index] {
            None => log_odds[index] >= MIN_HEADING_LOG_ODDS && log_odds[next] >= MIN_HEADED_LOG_ODDS,
            Some(kind) => {
                let is_likely = log_odds[next] >= 0.0;
                KINDS_OF_TOPICS.contains(&kind) && is_likely && segments[next].stats().words() >= MIN_TOPIC_WORDS
            }
        };
        is_content[index] = first.is_some_and(|next| is_content[next] && is_allowed(next))
            && (segments[index].link_density() <= MAX_HEADING_LINK_DENSITY
                || !leads_elsewhere(analysis.document(), index))
            && has_content_above(is_content, title, index);
    }
}

/// Whether a segment has a link to another page: headings are also linked to themselves or to the table of contents.
fn leads_elsewhere(document: &Document, index: usize) -> bool {
    let Some(tree) = document.tree() else { return false };
    let is_to_other_page = |inline: &InlineElement| {
        let address = (tree.tag(inline.node) == Tag::A).then(|| tree.attribute(inline.node, "href")).flatten();
        address.is_some_and(|address| !address.trim_start().starts_with('#'))
    };
    let (around, inside) = document.inlines().within(document.segments()[index].range());
    around.into_iter().chain(inside).any(is_to_other_page)
}

/// Blocks of plain text have this many lines of at most this many words to belong together, as the lines of a poem do.
/// Hand-set.
const BLOCK_LINES: std::ops::RangeInclusive<usize> = 3..=24;
const MAX_BLOCK_LINE_WORDS: usize = 12;
/// The lines of such a block are kept if at least this share of them is.
const MIN_KEPT_SHARE: f32 = 0.6;

/// What the lines of a poem have in advance, in log odds: the model has hardly seen any. Hand-set.
const VERSE_ADVANTAGE: f32 = 4.0;

/// Raises the log odds of the lines of poems in plain text.
pub(super) fn raise_verse(analysis: &Analysis<'_>, marks: &Marks, log_odds: &mut [f32]) {
    for (index, log_odds) in log_odds.iter_mut().enumerate() {
        if analysis.is_verse(index) && !marks.is_boilerplate(index) {
            *log_odds += VERSE_ADVANTAGE;
        }
    }
}

/// Keeps the whole of a program, and of a block of short lines between blank lines, if most of its lines are kept.
pub(super) fn settle_blocks(marks: &Marks, segments: &[Segment], bound: &[Option<Kind>], is_content: &mut [bool]) {
    let mut start = 0;
    for block in segments.chunk_by(|one, next| {
        next.blank_lines_before() == 0 && one.is_code == next.is_code || one.is_code && next.is_code
    }) {
        let range = start..start + block.len();
        start = range.end;
        let is_verse = BLOCK_LINES.contains(&block.len())
            && block.iter().all(|line| line.stats().words() <= MAX_BLOCK_LINE_WORDS && !line.continues_line())
            && !range.clone().any(|index| marks.is_boilerplate(index));
        if !is_verse && !block[0].is_code {
            continue;
        }
        let kept = is_content[range.clone()].iter().filter(|&&is_content| is_content).count() as f32;
        if kept >= MIN_KEPT_SHARE * block.len() as f32 {
            for index in range {
                is_content[index] |= bound[index].is_none();
            }
        }
    }
}

/// Whether there is content between the title, or the start of the page, and a segment, or the title is right above it.
fn has_content_above(is_content: &[bool], title: Option<usize>, index: usize) -> bool {
    let start = title.filter(|&title| title < index).map_or(0, |title| title + 1);
    title.is_some_and(|title| title < index) || is_content[start..index].contains(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The mill at the river is grinding flour once more, after it had stood still for forty years.";

    #[test]
    fn a_table_is_decided_as_a_whole() {
        let page = format!("<p>{TEXT}<table><tr><th>Day<th>High<tr><td>Monday<td>3:10</table><p>{TEXT}");
        let document = Document::from_html(&page);
        let mut log_odds = [3.0, 2.0, 2.0, -2.0, 2.0, 3.0];
        settle_units(&Analysis::of(&document), &mut log_odds);
        assert_eq!(log_odds, [3.0, 1.0, 1.0, 1.0, 1.0, 3.0]);
    }

    #[test]
    fn headings_of_what_is_kept_are_kept() {
        let page =
            format!("<h1>Mill</h1><p>{TEXT}<h2>Stones</h2><p>{TEXT}<h2>More</h2><ul><li>One<li>Two<li>Three</ul>");
        let document = Document::from_html(&page);
        let log_odds = [3.0, 3.0, -1.0, 3.0, 1.0, -4.0, -4.0, -4.0];
        let mut is_content = log_odds.map(|log_odds| log_odds > 0.0);
        settle_headings(&Analysis::of(&document), &log_odds, &[None; 8], &mut is_content);
        assert_eq!(is_content, [true, true, true, true, true, false, false, false]);
        for (kind, is_kept) in [(Kind::Related, false), (Kind::Navigation, true)] {
            let mut bound = [None; 8];
            bound[2] = Some(kind);
            let mut is_content = log_odds.map(|log_odds| log_odds > 0.0);
            settle_headings(&Analysis::of(&document), &log_odds, &bound, &mut is_content);
            assert_eq!(is_content[2], is_kept, "{kind:?}");
        }
    }

    #[test]
    fn linked_headings_are_kept_if_they_lead_nowhere_else() {
        for (address, is_kept) in [("#contents", true), ("/stones", false)] {
            let page = format!("<h1>Mill</h1><p>{TEXT}<h2><a href={address}>Stones</a></h2><p>{TEXT}");
            let document = Document::from_html(&page);
            let log_odds = [3.0, 3.0, -1.0, 3.0];
            let mut is_content = log_odds.map(|log_odds| log_odds > 0.0);
            settle_headings(&Analysis::of(&document), &log_odds, &[None; 4], &mut is_content);
            assert_eq!(is_content[2], is_kept, "{address}");
        }
    }

    #[test]
    fn texts_that_are_nested_by_mistake_are_decided_alike() {
        for (end, raised) in [("", true), ("</blockquote>", false)] {
            let page: String = (0..700).map(|_| format!("<blockquote>{TEXT}{end}")).collect();
            let document = Document::from_html(&page);
            let texts = document.segments().len();
            let mut log_odds: Vec<f32> = (0..texts).map(|index| if index % 3 == 0 { -1.0 } else { 2.0 }).collect();
            settle_broken_nesting(&Analysis::of(&document), &Marks::new(texts), &mut log_odds);
            assert_eq!(log_odds.iter().all(|&log_odds| log_odds > 0.9), raised, "{end:?}");
        }
    }

    #[test]
    fn most_of_a_block_keeps_the_rest() {
        let document = Document::from_text("Dear Agnes,\nthe ferry is late\nand so am I\n\nHome\nAbout\nHelp");
        let mut is_content = [false, true, true, true, false, false];
        settle_blocks(&Marks::new(6), document.segments(), &[None; 6], &mut is_content);
        assert_eq!(is_content, [true, true, true, true, false, false]);
    }
}
