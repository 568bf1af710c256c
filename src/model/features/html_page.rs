//! The facts of a page of HTML that the features of its segments are computed from.

use std::ops::Range;

use super::ancestry::{Ancestry, PathFact, template_hashes};
use super::prefix_sums::PrefixSums;
use super::table::{Facts, Includes};
use super::text_page::{Page as TextPage, Text};
use crate::analysis::{Analysis, rule_scores};
use crate::document::{Document, ElementData, Marks, Segment, TextStats};
use crate::lexicon::Cue;
use crate::model::classes::KindProbabilities;
use crate::text::PageMap;
use crate::text::{Shingles, word_hashes};

/// A segment with more prose than this counts as a paragraph.
const MIN_PARAGRAPH_PROSE: f32 = 0.5;
const MAX_ELEMENT_REPEATS: u32 = 50;
/// Longer segments are no titles and no bylines. Hand-set.
const MAX_TITLE_WORDS: usize = 30;
const MAX_BYLINE_WORDS: usize = 16;

/// The quantities of each segment that are summed over ranges: numbers, and then flags.
#[derive(Clone, Copy)]
pub(super) enum Sum {
    Words,
    /// Words of running text.
    Prose,
    /// Words in links.
    Linked,
    Commas,
    Paragraphs,
    /// Segments with an amount of money.
    Amounts,
    Headings,
}
const NUMBERS: usize = Sum::Commas as usize + 1;
/// In the order in which they are declared.
const FLAGS: [Sum; 3] = [Sum::Paragraphs, Sum::Amounts, Sum::Headings];
const _: () = {
    let mut number = 0;
    while number < FLAGS.len() {
        assert!(FLAGS[number] as usize == NUMBERS + number);
        number += 1;
    }
};

/// The features of pages of HTML.
pub(crate) struct Html;

impl Facts for Html {
    type Page<'a> = Page<'a>;

    fn advance(page: &mut Page<'_>, rows: Range<usize>) {
        Text::advance(&mut page.text, rows.clone());
        let Page { ancestry, analysis, document, sums, segments, .. } = page;
        let half = analysis.containers().total / 2.0;
        let of_segments = segments[rows.clone()].iter().map(|segment| document.element_index(segment));
        ancestry.advance(rows.start, of_segments, |index, element| {
            let has_half = sums.within(Sum::Prose as usize, range_of(element)) >= half;
            (element_facts(analysis, sums, index, element), has_half)
        });
    }
}

impl Includes<Text> for Html {
    fn part<'p, 'a: 'p>(page: &'p Page<'a>) -> &'p TextPage<'a> {
        &page.text
    }
}

/// The facts of a page that its features are computed from.
pub(crate) struct Page<'a> {
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) document: &'a Document,
    pub(super) marks: &'a Marks,
    pub(super) segments: &'a [Segment],
    pub(super) elements: &'a [ElementData],
    pub(super) sums: PrefixSums<NUMBERS, { FLAGS.len() }, 1>,
    pub(super) rule_scores: Vec<f32>,
    ancestry: Ancestry<'a, [f32; ELEMENT_FACTS]>,
    /// For each template the number of its segments and their words.
    pub(super) templates: PageMap<u64, (f32, f32)>,
    pub(super) template_of: Vec<u64>,
    pub(super) main_heading: usize,
    /// Hashes of the words of the title and of the author's name.
    pub(super) title: Vec<u64>,
    pub(super) author: Vec<u64>,
    pub(super) descriptions: Option<Shingles>,
    pub(super) address_levels: usize,
    pub(super) address_bytes: usize,
    /// The facts of the same segments as flattened text.
    pub(super) text: TextPage<'a>,
}

impl<'a> Page<'a> {
    /// `lexical` has the probability of each kind for each segment, by words alone; it may be empty.
    pub(crate) fn of(
        analysis: &'a Analysis<'a>,
        marks: &'a Marks,
        lexical: impl Iterator<Item = KindProbabilities> + 'a,
    ) -> Self {
        let document = analysis.document();
        let (segments, elements) = (document.segments(), document.element_data());
        let containers = analysis.containers();
        let sums = sums(analysis);
        let template_hashes = template_hashes(document);
        let template_of: Vec<u64> = segments
            .iter()
            .map(|segment| document.element_index(segment).map_or(0, |element| template_hashes[element]))
            .collect();
        let mut templates: PageMap<u64, (f32, f32)> = PageMap::default();
        for (segment, template) in segments.iter().zip(&template_of) {
            let (count, words) = templates.entry(*template).or_default();
            *count += 1.0;
            *words += segment.stats().words() as f32;
        }
        let main_heading = analysis.main_heading().unwrap_or(0);
        let metadata = document.metadata();
        let address = metadata.url().and_then(|url| url.value().split_once("://")).map_or("", |(_, rest)| rest);
        let heading_element = segments.get(main_heading).and_then(|heading| document.element_index(heading));
        Self {
            ancestry: Ancestry::of(elements, heading_element, containers.heaviest),
            rule_scores: rule_scores(analysis, marks),
            title: metadata.title().map(|title| word_hashes(title.value()).collect()).unwrap_or_default(),
            author: metadata.authors().iter().flat_map(|author| word_hashes(author.value())).collect(),
            descriptions: Shingles::of(&metadata.descriptions),
            address_levels: address.trim_end_matches('/').matches('/').count(),
            address_bytes: address.len(),
            text: TextPage::of(analysis, marks, lexical),
            analysis,
            document,
            marks,
            segments,
            elements,
            sums,
            templates,
            template_of,
            main_heading,
        }
    }

    pub(super) fn stats(&self, index: usize) -> &TextStats {
        self.segments[index].stats()
    }

    pub(super) fn words(&self, index: usize) -> f32 {
        self.stats(index).words() as f32
    }

    /// A count as a share of a segment's words.
    pub(super) fn per_word(&self, index: usize, count: usize) -> f32 {
        count as f32 / self.words(index).max(1.0)
    }

    pub(super) fn within(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.sums.within(sum as usize, range)
    }

    pub(super) fn all(&self, sum: Sum) -> f32 {
        self.sums.all(sum as usize)
    }

    /// A sum over a range as a share of the range's words.
    pub(super) fn within_per_word(&self, sum: Sum, range: Range<usize>) -> f32 {
        self.within(sum, range.clone()) / self.within(Sum::Words, range).max(1.0)
    }

    /// The element that is a number of levels above a segment of the rows in work; 0 for its own.
    pub(super) fn ancestor(&self, index: usize, level: usize) -> Option<usize> {
        self.ancestry.above(index, level).map(|(element, _)| element)
    }

    pub(super) fn element(&self, index: usize) -> Option<&ElementData> {
        self.ancestor(index, 0).map(|element| &self.elements[element])
    }

    pub(super) fn element_fact(&self, index: usize, level: usize, fact: usize) -> f32 {
        self.ancestry.above(index, level).map_or(0.0, |(_, facts)| facts[fact])
    }

    /// A fact of the path from the element of a segment to the root.
    pub(super) fn path(&self, index: usize, fact: PathFact) -> Option<u32> {
        self.ancestry.path(index, fact)
    }

    /// The range of segments in an element; empty for none.
    pub(super) fn range(&self, element: Option<u32>) -> Range<usize> {
        element.map_or(0..0, |element| range_of(&self.elements[element as usize]))
    }

    /// A segment that is a number of segments before (negative) or after another.
    pub(super) fn neighbour(&self, index: usize, offset: isize) -> Option<usize> {
        index.checked_add_signed(offset).filter(|&index| index < self.segments.len())
    }

    pub(super) fn near(&self, index: usize, reach: usize) -> Range<usize> {
        index.saturating_sub(reach)..(index + reach + 1).min(self.segments.len())
    }

    pub(super) fn heading(&self, index: usize) -> Option<usize> {
        self.analysis.headings().above(index).segment.map(|heading| heading as usize)
    }

    /// The similarity of a segment to cues, if it is most similar to one of some groups.
    pub(super) fn similarity(&self, index: usize, groups: &[Cue]) -> f32 {
        let similar = self.stats(index).most_similar_cue();
        similar.filter(|(cue, _)| groups.contains(cue)).map_or(0.0, |(_, similarity)| similarity)
    }

    /// The share of a segment's words that are in the page's title; 0 in longer segments than titles.
    pub(super) fn title_share(&self, index: usize) -> f32 {
        if self.stats(index).words() > MAX_TITLE_WORDS { 0.0 } else { self.share_of_known(index, &self.title) }
    }

    /// The share of a segment's words that are in the name of the page's author; 0 in longer segments than bylines.
    pub(super) fn author_share(&self, index: usize) -> f32 {
        if self.stats(index).words() > MAX_BYLINE_WORDS { 0.0 } else { self.share_of_known(index, &self.author) }
    }

    fn share_of_known(&self, index: usize, known: &[u64]) -> f32 {
        if known.is_empty() {
            return 0.0;
        }
        let (mut all, mut shared) = (0.0_f32, 0.0);
        for word in word_hashes(self.document.text(&self.segments[index])) {
            all += 1.0;
            shared += f32::from(u8::from(known.contains(&word)));
        }
        shared / all.max(1.0)
    }
}

fn sums(analysis: &Analysis<'_>) -> PrefixSums<NUMBERS, { FLAGS.len() }, 1> {
    let segments = analysis.document().segments();
    let numbers = |index: usize| {
        let segment = &segments[index];
        let words = segment.stats().words() as f32;
        let mut numbers = [0.0; NUMBERS];
        numbers[Sum::Words as usize] = words;
        numbers[Sum::Prose as usize] = analysis.prose_words()[index];
        numbers[Sum::Linked as usize] = words * segment.link_density();
        numbers[Sum::Commas as usize] = segment.stats().commas() as f32;
        numbers
    };
    let is_set = |flag: Sum, index: usize| match flag {
        Sum::Paragraphs => segments[index].prose() > MIN_PARAGRAPH_PROSE,
        Sum::Amounts => segments[index].stats().has_amount(),
        Sum::Headings => analysis.headings().level(index) > 0,
        _ => false,
    };
    PrefixSums::of::<f64, _>(segments.len(), numbers, FLAGS, is_set)
}

fn range_of(element: &ElementData) -> Range<usize> {
    element.segments.start as usize..element.segments.end as usize
}

/// The names and units of the facts of an element; the last one is not a feature of the segment's own element.
pub(super) const ELEMENT_FACT_NAMES: [(&str, &str); ELEMENT_FACTS] = [
    ("share of prose", "share of the page's"),
    ("link density of ancestor", "share of words"),
    ("prose per word", "share of words"),
    ("words of ancestor", "words"),
    ("segments of ancestor", "segments"),
    ("paragraphs of ancestor", "paragraphs"),
    ("commas of ancestor", "commas per word"),
    ("repeats of element", "elements"),
    ("container score", "share of the heaviest"),
];
pub(super) const ELEMENT_FACTS: usize = 9;
pub(super) const CONTAINER_SCORE: usize = ELEMENT_FACTS - 1;

fn element_facts(
    analysis: &Analysis<'_>,
    sums: &PrefixSums<NUMBERS, { FLAGS.len() }, 1>,
    index: usize,
    element: &ElementData,
) -> [f32; ELEMENT_FACTS] {
    let within = |sum: Sum| sums.within(sum as usize, range_of(element));
    let (words, prose) = (within(Sum::Words), within(Sum::Prose));
    [
        prose / analysis.containers().total,
        within(Sum::Linked) / words.max(1.0),
        prose / words.max(1.0),
        words,
        element.segments.len() as f32,
        within(Sum::Paragraphs),
        within(Sum::Commas) / words.max(1.0),
        element.repeats.min(MAX_ELEMENT_REPEATS) as f32,
        analysis.containers().score(Some(index as u32)),
    ]
}
