//! What is to be seen of a segment of HTML.

use std::hash::Hasher;

use html5ever::local_name;
use rustc_hash::FxHashMap;

use super::super::super::forum::is_thread;
use super::super::super::standing::{Around, Containers, standings, weight_of_prose};
use super::Row;
use super::ways::{Way, shapes, ways};
use crate::document::{Document, ElementData, Marks, Segment};
use crate::input::html::Hidden;
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::markup::Role;
use crate::text::Shingles;

/// Sums over the segments before each: what is in any range of them is a difference.
struct Sums {
    words: Vec<f32>,
    prose: Vec<f32>,
    linked: Vec<f32>,
    commas: Vec<f32>,
    paragraphs: Vec<f32>,
    amounts: Vec<f32>,
    headings: Vec<f32>,
}

impl Sums {
    fn of(segments: &[Segment], prose: &[f32], levels: &[u8]) -> Self {
        let cumulated = |value: &dyn Fn(usize) -> f32| {
            let mut sums = Vec::with_capacity(segments.len() + 1);
            let mut sum = 0.0_f64;
            sums.push(0.0);
            for index in 0..segments.len() {
                sum += f64::from(value(index));
                sums.push(sum as f32);
            }
            sums
        };
        let words = |index: usize| segments[index].stats().words() as f32;
        Self {
            words: cumulated(&words),
            prose: cumulated(&|index| prose[index]),
            linked: cumulated(&|index| words(index) * segments[index].link_density()),
            commas: cumulated(&|index| segments[index].stats().commas() as f32),
            paragraphs: cumulated(&|index| f32::from(u8::from(segments[index].prose() > PARAGRAPH))),
            amounts: cumulated(&|index| f32::from(u8::from(segments[index].stats().has_amount()))),
            headings: cumulated(&|index| f32::from(u8::from(levels[index] > 0))),
        }
    }
}

/// Running text.
const PARAGRAPH: f32 = 0.5;
/// So many elements around a segment are looked at one by one,
const ANCESTORS: usize = 6;
/// and so many segments on each side.
const NEIGHBOURS: usize = 3;

fn within(sums: &[f32], range: &std::ops::Range<u32>) -> f32 {
    sums[range.end as usize] - sums[range.start as usize]
}

/// What all segments of one page have in common.
pub(super) struct Page<'a> {
    document: &'a Document,
    marks: &'a Marks,
    sums: Sums,
    containers: Containers,
    standings: Vec<f32>,
    /// How many segments stand in elements of the same names and classes, and how many words these have.
    shapes: FxHashMap<u64, (f32, f32)>,
    shape_of: Vec<u64>,
    main_heading: usize,
    /// Which of `<h1>` … `<h6>` each segment is, or 0.
    levels: Vec<u8>,
    headings: Vec<Heading>,
    ways: Vec<Way>,
    of_elements: Vec<[f32; OF_ELEMENT.len() + 1]>,
    /// Which of the types that pages give themselves this one does.
    types: [bool; TYPES.len()],
    levels_of_address: usize,
    length_of_address: usize,
    title: Vec<u64>,
    article_body: Option<Shingles>,
    descriptions: Option<Shingles>,
    is_thread: bool,
    total: f32,
}

impl<'a> Page<'a> {
    pub(super) fn of(document: &'a Document, marks: &'a Marks) -> Self {
        let segments = document.segments();
        let elements = document.element_data();
        let prose: Vec<f32> = segments.iter().map(weight_of_prose).collect();
        let containers = Containers::of(document, &prose);
        let shape_of_element = shapes(document, elements);
        let shape_of: Vec<u64> = segments
            .iter()
            .map(|segment| element(segment, elements).map_or(0, |element| shape_of_element[element]))
            .collect();
        let mut shapes: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
        for (segment, shape) in segments.iter().zip(&shape_of) {
            let (count, words) = shapes.entry(*shape).or_default();
            *count += 1.0;
            *words += segment.stats().words() as f32;
        }
        let main_heading = segments
            .iter()
            .position(|segment| {
                element(segment, elements)
                    .is_some_and(|element| containers.around[element].has(Around::MAIN_HEADING) && !segment.is_hidden())
            })
            .unwrap_or(0);
        let metadata = document.metadata();
        let address = metadata.url().and_then(|url| url.value().split_once("://")).map_or("", |(_, rest)| rest);
        let levels: Vec<u8> = segments.iter().map(|segment| heading_level(document, segment)).collect();
        let sums = Sums::of(segments, &prose, &levels);
        let total = prose.iter().sum::<f32>().max(1.0);
        Self {
            document,
            marks,
            headings: headings(segments, &levels),
            levels,
            ways: ways(
                elements,
                segments.get(main_heading).and_then(|heading| element(heading, elements)),
                containers.heaviest,
                |element| within(&sums.prose, &element.segments) >= total / 2.0,
            ),
            of_elements: of_elements(elements, &sums, &containers, total),
            types: TYPES.map(|name| metadata.is_type(name)),
            levels_of_address: address.trim_end_matches('/').matches('/').count(),
            length_of_address: address.len(),
            standings: standings(document, marks),
            shapes,
            shape_of,
            main_heading,
            title: metadata.title().map(|title| word_hashes(title.value()).collect()).unwrap_or_default(),
            article_body: metadata.article_body().and_then(Shingles::of),
            descriptions: Shingles::of(&metadata.descriptions),
            is_thread: is_thread(document),
            total,
            sums,
            containers,
        }
    }

    /// The row is taken as it is, not where it lies, so that it stays in registers.
    pub(super) fn write(&self, index: usize, mut row: impl Row) {
        let row = &mut row;
        let segment = &self.document.segments()[index];
        self.write_text(segment, row);
        self.write_place(segment, row);
        self.write_cards(segment, row);
        self.write_heading(index, row);
        self.write_position(index, row);
        self.write_neighbours(index, row);
        self.write_marks(index, row);
        self.write_page(row);
    }

    fn write_text(&self, segment: &Segment, row: &mut impl Row) {
        let stats = segment.stats();
        let words = stats.words() as f32;
        let share = |count: usize| count as f32 / words.max(1.0);
        row.push("words", words);
        row.push("characters a word", stats.chars() as f32 / words.max(1.0));
        row.push("prose", segment.prose());
        row.push("link density", segment.link_density());
        row.push("links", segment.links() as f32);
        row.push("commas a word", share(stats.commas()));
        row.push("sentence ends", stats.sentence_ends() as f32);
        row.flag("ends sentence", stats.ends_sentence());
        row.flag("ends colon", stats.ends_colon());
        row.flag("ends question", stats.ends_question());
        row.flag("ends ellipsis", stats.ends_ellipsis());
        row.flag("starts lower", stats.starts_lower());
        row.push("function words a word", share(stats.function_words()));
        row.push("capitals a word", share(stats.capitalized()));
        row.push("numbers a word", share(stats.numbers()));
        row.push("exclamations", stats.exclamations() as f32);
        row.flag("date", stats.has_date());
        row.flag("time", stats.has_time());
        row.flag("amount", stats.has_amount());
        row.flag("code", stats.is_code_like());
        row.flag("copyright", stats.has_copyright());
        row.flag("headline", segment.is_headline_like());
        row.flag("label", segment.is_label());
        row.push("repeats", segment.repeats().min(20) as f32);
        row.flag("hidden", segment.is_hidden());
        row.flag("hidden by attribute", segment.hidden() == Some(Hidden::Attribute));
        row.flag("only without scripts", segment.hidden() == Some(Hidden::Noscript));
        let text = self.document.text(segment);
        let mut of_title = 0.0;
        if !self.title.is_empty() {
            let (mut all, mut known) = (0.0_f32, 0.0);
            for word in word_hashes(text) {
                all += 1.0;
                known += f32::from(u8::from(self.title.contains(&word)));
            }
            of_title = known / all.max(1.0);
        }
        row.push("words of title", of_title);
        let quoted = self.article_body.as_ref().map_or(0.0, |body| body.share_of(text));
        row.push("in article body", quoted);
        let described = self.descriptions.as_ref().map_or(0.0, |texts| texts.share_of(text));
        row.push("in descriptions", described);
        row.push("likeness to cues", stats.most_similar_cue().map_or(0.0, |(_, likeness)| likeness));
        row.flag("foreign", segment.language() != self.document.language());
    }

    fn write_place(&self, segment: &Segment, row: &mut impl Row) {
        let elements = self.document.element_data();
        let own = element(segment, elements);
        let around = own.map_or_else(Around::default, |element| self.containers.around[element]);
        for (name, flag) in Around::ALL {
            row.push_of("around", name, f32::from(u8::from(around.has(*flag))));
        }
        let data = own.map(|element| &elements[element]);
        let name = data.map(|data| self.document.name_of(data));
        let group = match name {
            Some(&local_name!("p")) => 1.0,
            Some(&local_name!("li")) => 2.0,
            Some(
                &local_name!("h1")
                | &local_name!("h2")
                | &local_name!("h3")
                | &local_name!("h4")
                | &local_name!("h5")
                | &local_name!("h6"),
            ) => 3.0,
            Some(&local_name!("td") | &local_name!("th")) => 4.0,
            Some(&local_name!("a")) => 5.0,
            Some(&local_name!("dd") | &local_name!("dt")) => 6.0,
            Some(&local_name!("pre") | &local_name!("code")) => 7.0,
            Some(&local_name!("blockquote")) => 8.0,
            Some(&local_name!("span")) => 9.0,
            Some(&local_name!("button") | &local_name!("label") | &local_name!("option")) => 10.0,
            _ => 0.0,
        };
        for (place, name) in ELEMENTS.iter().enumerate() {
            row.push_of("element", name, f32::from(u8::from(group == place as f32)));
        }
        for role in Role::ALL {
            let has = data.is_some_and(|data| data.nearest_roles.contains(*role));
            row.push_of("role", role.name(), f32::from(u8::from(has)));
        }
        row.push("names against", data.map_or(0.0, |data| data.path.against));
        row.push("names for", data.map_or(0.0, |data| data.path.support));
        row.push("all names against", data.map_or(0.0, |data| data.all_against));
        self.write_ancestors(own, row);
    }

    fn write_ancestors(&self, own: Option<usize>, row: &mut impl Row) {
        let elements = self.document.element_data();
        let (mut at, mut greatest) = (own, 0.0_f32);
        for level in 0..ANCESTORS {
            let numbers = at.map_or(&NO_ELEMENT, |element| &self.of_elements[element]);
            let (numbers, standing) = (&numbers[..OF_ELEMENT.len()], numbers[OF_ELEMENT.len()]);
            for (name, number) in OF_ELEMENT.iter().zip(numbers) {
                row.push_of(name, level, *number);
            }
            if level > 0 {
                greatest = greatest.max(standing);
                row.push_of("standing", level, standing);
            }
            at = at.and_then(|element| elements[element].parent).map(|parent| parent as usize);
        }
        row.push("greatest standing", greatest);
        let way = own.map(|element| self.ways[element]).unwrap_or_default();
        row.push("depth", way.depth as f32);
        row.push("levels to heaviest", way.to_heaviest.map_or(-1.0, |levels| levels as f32));
        row.push("levels to half", way.to_half.map_or(-1.0, |levels| levels as f32));
        let half = way.with_half.map_or(0..0, |element| elements[element as usize].segments.clone());
        row.push("share at half", within(&self.sums.prose, &half) / self.total);
        row.push("levels to main heading", way.to_heading.map_or(-1.0, |levels| levels as f32));
        let common = way.with_heading.map_or(0..0, |element| elements[element as usize].segments.clone());
        let words = self.sums.words.last().copied().unwrap_or(0.0).max(1.0);
        row.push("words with main heading", within(&self.sums.words, &common) / words);
        row.push("prose with main heading", within(&self.sums.prose, &common) / self.total);
        row.push("segments with main heading", common.len() as f32);
    }

    /// Elements that are repeated beside each other: cards, posts, items, rows.
    fn write_cards(&self, segment: &Segment, row: &mut impl Row) {
        let elements = self.document.element_data();
        let way = element(segment, elements).map(|element| self.ways[element]).unwrap_or_default();
        let words_of_page = self.sums.words.last().copied().unwrap_or(0.0).max(1.0);
        for (name, card) in [("card", way.card), ("outer card", way.outer_card)] {
            let card = card.map(|card| &elements[card as usize]);
            let segments = card.map_or(0..0, |card| card.segments.clone());
            let group = card.and_then(|card| card.parent).map(|group| &elements[group as usize]);
            let all = group.map_or(0..0, |group| group.segments.clone());
            let words = within(&self.sums.words, &segments);
            let words_of_group = within(&self.sums.words, &all);
            row.push_of("repeats of", name, card.map_or(0.0, |card| card.repeats.min(100) as f32));
            row.push_of("segments of", name, segments.len() as f32);
            row.push_of("words of", name, words);
            row.push_of("link density of", name, within(&self.sums.linked, &segments) / words.max(1.0));
            row.push_of("prose a word of", name, within(&self.sums.prose, &segments) / words.max(1.0));
            row.push_of("headings of", name, within(&self.sums.headings, &segments));
            row.push_of("amounts of", name, within(&self.sums.amounts, &segments));
            row.push_of("words of group of", name, words_of_group / words_of_page);
            row.push_of("link density of group of", name, within(&self.sums.linked, &all) / words_of_group.max(1.0));
            row.push_of("amounts of group of", name, within(&self.sums.amounts, &all) / (all.len() as f32).max(1.0));
            row.push_of("headings of group of", name, within(&self.sums.headings, &all) / (all.len() as f32).max(1.0));
            row.push_of("names against", name, card.map_or(0.0, |card| card.path.against));
        }
    }

    /// The heading above a segment says what it is part of.
    fn write_heading(&self, index: usize, row: &mut impl Row) {
        let segments = self.document.segments();
        let heading = self.headings[index];
        row.push("level of heading", f32::from(heading.level));
        row.push("own level of heading", f32::from(self.levels[index]));
        let above = heading.segment.map(|heading| &segments[heading as usize]);
        let distance = heading.segment.map_or(-1.0, |heading| (index as f32 - heading as f32).min(100.0));
        row.push("distance of heading", distance);
        row.push("words of heading", above.map_or(0.0, |heading| heading.stats().words() as f32));
        row.push("link density of heading", above.map_or(-1.0, Segment::link_density));
        let standing = heading.segment.map_or(-9.0, |heading| self.standings[heading as usize]);
        row.push("standing of heading", standing);
        let most_similar_cue = above.and_then(|heading| heading.stats().most_similar_cue());
        for (name, cues) in HEADINGS {
            let likeness = most_similar_cue.filter(|(cue, _)| cues.contains(cue)).map_or(0.0, |(_, likeness)| likeness);
            row.push_of("likeness of heading to", name, likeness);
        }
        row.flag("behind main heading", index > self.main_heading);
        row.push("headings before", self.sums.headings[index]);
    }

    fn write_position(&self, index: usize, row: &mut impl Row) {
        let count = self.document.segments().len() as f32;
        row.push("position", index as f32 / count);
        row.push("words before", self.sums.words[index] / self.sums.words.last().copied().unwrap_or(1.0).max(1.0));
        row.push("prose before", self.sums.prose[index] / self.total);
        row.push("from main heading", (index as f32 - self.main_heading as f32).clamp(-500.0, 500.0));
        row.push("standing by rules", self.standings[index]);
        let (segments, words) = self.shapes.get(&self.shape_of[index]).copied().unwrap_or_default();
        row.push("segments of its shape", segments);
        row.push("words a segment of its shape", words / segments.max(1.0));
    }

    fn write_neighbours(&self, index: usize, row: &mut impl Row) {
        let segments = self.document.segments();
        for distance in 1..=NEIGHBOURS {
            for (side, at) in [("before", index.checked_sub(distance)), ("behind", index.checked_add(distance))] {
                let segment = at.and_then(|at| segments.get(at));
                row.push_of("prose", format_args!("{distance} {side}"), segment.map_or(-1.0, Segment::prose));
                row.push_of(
                    "link density",
                    format_args!("{distance} {side}"),
                    segment.map_or(-1.0, Segment::link_density),
                );
                row.push_of(
                    "words",
                    format_args!("{distance} {side}"),
                    segment.map_or(-1.0, |segment| segment.stats().words() as f32),
                );
                row.push_of(
                    "standing",
                    format_args!("{distance} {side}"),
                    at.and_then(|at| self.standings.get(at)).copied().unwrap_or(-9.0),
                );
                let same = at.and_then(|at| self.shape_of.get(at)) == self.shape_of.get(index);
                row.push_of("same shape", format_args!("{distance} {side}"), f32::from(u8::from(same)));
            }
        }
        for reach in [5, 12] {
            let range = index.saturating_sub(reach) as u32..(index + reach + 1).min(segments.len()) as u32;
            let words = within(&self.sums.words, &range).max(1.0);
            row.push_of("prose near", reach, within(&self.sums.prose, &range) / words);
            row.push_of("link density near", reach, within(&self.sums.linked, &range) / words);
            row.push_of("amounts near", reach, within(&self.sums.amounts, &range));
        }
    }

    fn write_marks(&self, index: usize, row: &mut impl Row) {
        let best = self.marks.best(index);
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_article()) {
            let of = best.filter(|mark| mark.kind() == *kind).map_or(0.0, |mark| mark.confidence());
            row.push_of("mark", kind.name(), of);
        }
    }

    fn write_page(&self, row: &mut impl Row) {
        let metadata = self.document.metadata();
        let words = self.sums.words.last().copied().unwrap_or(0.0);
        row.push("segments of page", self.document.segments().len() as f32);
        row.push("words of page", words);
        row.push("prose of page", self.total);
        row.push("prose a word of page", self.total / words.max(1.0));
        row.push("link density of page", self.sums.linked.last().copied().unwrap_or(0.0) / words.max(1.0));
        row.push("paragraphs of page", self.sums.paragraphs.last().copied().unwrap_or(0.0));
        row.push("headings of page", self.sums.headings.last().copied().unwrap_or(0.0));
        let segments = self.document.segments().len() as f32;
        row.push("amounts a segment of page", self.sums.amounts.last().copied().unwrap_or(0.0) / segments);
        row.flag("has main heading", self.main_heading > 0);
        row.flag("has descriptions", self.descriptions.is_some());
        row.push("concentration", self.containers.greatest / self.containers.total);
        row.flag("thread", self.is_thread);
        for (name, is_type) in TYPES.iter().zip(self.types) {
            row.push_of("type", name, f32::from(u8::from(is_type)));
        }
        row.flag("has date", metadata.date().is_some());
        row.flag("has author", metadata.author().is_some());
        row.flag("has article body", self.article_body.is_some());
        row.push("levels of address", self.levels_of_address as f32);
        row.push("length of address", self.length_of_address as f32);
    }
}

/// Types that pages give themselves.
const TYPES: [&str; 7] = ["Article", "article", "Product", "ItemList", "WebPage", "CollectionPage", "Question"];

/// What is to be seen of an element; its standing comes behind.
const OF_ELEMENT: &[&str] = &[
    "share of prose",
    "link density of ancestor",
    "prose a word",
    "words of ancestor",
    "segments of ancestor",
    "paragraphs of ancestor",
    "commas of ancestor",
    "repeats of element",
];
const NO_ELEMENT: [f32; OF_ELEMENT.len() + 1] = [0.0; OF_ELEMENT.len() + 1];

/// Segments share the elements around them, so these are looked at once.
fn of_elements(
    elements: &[ElementData],
    sums: &Sums,
    containers: &Containers,
    total: f32,
) -> Vec<[f32; OF_ELEMENT.len() + 1]> {
    let of_element = |(index, data): (usize, &ElementData)| {
        let segments = &data.segments;
        let words = within(&sums.words, segments);
        let prose = within(&sums.prose, segments);
        [
            prose / total,
            within(&sums.linked, segments) / words.max(1.0),
            prose / words.max(1.0),
            words,
            segments.len() as f32,
            within(&sums.paragraphs, segments),
            within(&sums.commas, segments) / words.max(1.0),
            data.repeats.min(50) as f32,
            containers.standing(Some(index as u32)),
        ]
    };
    elements.iter().enumerate().map(of_element).collect()
}

/// The groups that a segment's own element is in.
const ELEMENTS: &[&str] = &["other", "p", "li", "heading", "cell", "link", "term", "code", "quote", "span", "control"];

fn element(segment: &Segment, elements: &[ElementData]) -> Option<usize> {
    let element = segment.markup?.element as usize;
    (element < elements.len()).then_some(element)
}

/// Which of `<h1>` … `<h6>` a segment is, or 0.
fn heading_level(document: &Document, segment: &Segment) -> u8 {
    let elements = document.element_data();
    let own = element(segment, elements).map(|element| &elements[element]);
    let around = std::iter::successors(own, |data| data.parent.map(|parent| &elements[parent as usize]));
    let level = around.take(WRAPPERS).find_map(|data| match *document.name_of(data) {
        local_name!("h1") => Some(1),
        local_name!("h2") => Some(2),
        local_name!("h3") => Some(3),
        local_name!("h4") => Some(4),
        local_name!("h5") => Some(5),
        local_name!("h6") => Some(6),
        _ => None,
    });
    level.unwrap_or(0)
}

/// A heading's text stands in no more elements than this inside of it.
const WRAPPERS: usize = 3;

/// The last heading above a segment, its own not counted.
#[derive(Clone, Copy, Default)]
struct Heading {
    segment: Option<u32>,
    level: u8,
}

fn headings(segments: &[Segment], levels: &[u8]) -> Vec<Heading> {
    let mut last = Heading::default();
    let mut headings = Vec::with_capacity(segments.len());
    for (index, (segment, &level)) in segments.iter().zip(levels).enumerate() {
        headings.push(last);
        if level > 0 && !segment.is_hidden() {
            last = Heading { segment: Some(index as u32), level };
        }
    }
    headings
}

/// What headings may be like.
const HEADINGS: &[(&str, &[Cue])] = &[
    ("related", &[Cue::Related, Cue::Teaser, Cue::Ticker]),
    ("comments", &[Cue::CommentSection, Cue::CommentItem, Cue::CommentForm]),
    ("navigation", &[Cue::Navigation, Cue::Breadcrumb]),
    ("support", &[Cue::Support, Cue::Share, Cue::Consent]),
    ("chrome", &[Cue::Chrome, Cue::Legal]),
];

/// The words of a text, in lower case.
fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MAX_TITLE_WORDS).map(|word| {
        let mut hasher = rustc_hash::FxHasher::default();
        word.chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
        hasher.finish()
    })
}

/// More words than this no title has that means something.
const MAX_TITLE_WORDS: usize = 30;
