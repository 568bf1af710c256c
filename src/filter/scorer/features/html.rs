//! What is to be seen of a segment of HTML.

use html5ever::local_name;
use rustc_hash::FxHashMap;

use super::super::super::forum::is_thread;
use super::super::super::quotation::Shingles;
use super::super::super::standing::{Around, Containers, standings, weight_of_prose};
use super::Row;
use crate::document::{Document, ElementData, Marks, Segment};
use crate::kind::Kind;
use crate::markup::Role;

/// Sums over the segments before each: what is in any range of them is a difference.
struct Sums {
    words: Vec<f32>,
    prose: Vec<f32>,
    linked: Vec<f32>,
    commas: Vec<f32>,
    paragraphs: Vec<f32>,
}

impl Sums {
    fn of(segments: &[Segment], prose: &[f32]) -> Self {
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
        let words = |index: usize| segments[index].evidence().words() as f32;
        Self {
            words: cumulated(&words),
            prose: cumulated(&|index| prose[index]),
            linked: cumulated(&|index| words(index) * segments[index].link_density()),
            commas: cumulated(&|index| segments[index].evidence().commas() as f32),
            paragraphs: cumulated(&|index| f32::from(u8::from(segments[index].prose() > PARAGRAPH))),
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
    title: Vec<u64>,
    article_body: Option<Shingles>,
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
            *words += segment.evidence().words() as f32;
        }
        let main_heading = segments
            .iter()
            .position(|segment| {
                element(segment, elements)
                    .is_some_and(|element| containers.around[element].has(Around::MAIN_HEADING) && !segment.is_hidden())
            })
            .unwrap_or(0);
        let metadata = document.metadata();
        Self {
            document,
            marks,
            sums: Sums::of(segments, &prose),
            standings: standings(document, marks),
            shapes,
            shape_of,
            main_heading,
            title: metadata.title().map(|title| word_hashes(title.value())).unwrap_or_default(),
            article_body: metadata.article_body().and_then(Shingles::of),
            is_thread: is_thread(document),
            total: prose.iter().sum::<f32>().max(1.0),
            containers,
        }
    }

    pub(super) fn write(&self, index: usize, row: &mut Row) {
        let segment = &self.document.segments()[index];
        self.write_text(segment, row);
        self.write_place(segment, row);
        self.write_position(index, row);
        self.write_neighbours(index, row);
        self.write_marks(index, row);
        self.write_page(row);
    }

    fn write_text(&self, segment: &Segment, row: &mut Row) {
        let evidence = segment.evidence();
        let words = evidence.words() as f32;
        let share = |count: usize| count as f32 / words.max(1.0);
        row.push("words", words);
        row.push("characters a word", evidence.chars() as f32 / words.max(1.0));
        row.push("prose", segment.prose());
        row.push("link density", segment.link_density());
        row.push("links", segment.links() as f32);
        row.push("commas a word", share(evidence.commas()));
        row.push("sentence ends", evidence.sentence_ends() as f32);
        row.flag("ends sentence", evidence.ends_sentence());
        row.flag("ends colon", evidence.ends_colon());
        row.flag("ends question", evidence.ends_question());
        row.flag("ends ellipsis", evidence.ends_ellipsis());
        row.flag("starts lower", evidence.starts_lower());
        row.push("function words a word", share(evidence.function_words()));
        row.push("capitals a word", share(evidence.capitalized()));
        row.push("numbers a word", share(evidence.numbers()));
        row.push("exclamations", evidence.exclamations() as f32);
        row.flag("date", evidence.has_date());
        row.flag("time", evidence.has_time());
        row.flag("amount", evidence.has_amount());
        row.flag("code", evidence.is_code_like());
        row.flag("copyright", evidence.has_copyright());
        row.flag("headline", segment.is_headline_like());
        row.flag("label", segment.is_label());
        row.push("repeats", segment.repeats().min(20) as f32);
        row.flag("hidden", segment.is_hidden());
        let text = self.document.text(segment);
        let mut of_title = 0.0;
        if !self.title.is_empty() {
            let own = word_hashes(text);
            of_title = own.iter().filter(|word| self.title.contains(word)).count() as f32 / own.len().max(1) as f32;
        }
        row.push("words of title", of_title);
        let quoted = self.article_body.as_ref().map_or(0.0, |body| body.share_of(text));
        row.push("in article body", quoted);
        row.push("likeness to cues", evidence.likest().map_or(0.0, |(_, likeness)| likeness));
        row.flag("foreign", segment.language() != self.document.language());
    }

    fn write_place(&self, segment: &Segment, row: &mut Row) {
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

    fn write_ancestors(&self, own: Option<usize>, row: &mut Row) {
        let elements = self.document.element_data();
        let (mut at, mut greatest) = (own, 0.0_f32);
        for level in 0..ANCESTORS {
            let data = at.map(|element| &elements[element]);
            let segments = data.map_or(0..0, |data| data.segments.clone());
            let words = within(&self.sums.words, &segments);
            let prose = within(&self.sums.prose, &segments);
            row.push_of("share of prose", level, prose / self.total);
            row.push_of("link density of ancestor", level, within(&self.sums.linked, &segments) / words.max(1.0));
            row.push_of("prose a word", level, prose / words.max(1.0));
            row.push_of("words of ancestor", level, words);
            row.push_of("segments of ancestor", level, segments.len() as f32);
            row.push_of("paragraphs of ancestor", level, within(&self.sums.paragraphs, &segments));
            row.push_of("commas of ancestor", level, within(&self.sums.commas, &segments) / words.max(1.0));
            row.push_of("repeats of element", level, data.map_or(0.0, |data| data.repeats.min(50) as f32));
            if level > 0 {
                let standing = self.containers.standing(at.map(|element| element as u32));
                greatest = greatest.max(standing);
                row.push_of("standing", level, standing);
            }
            at = data.and_then(|data| data.parent).map(|parent| parent as usize);
        }
        row.push("greatest standing", greatest);
        // How far it is to what holds half of the running text, and to the heaviest container.
        let (mut at, mut levels, mut to_half, mut to_heaviest) = (own, 0.0, -1.0, -1.0);
        let mut share_at_half = 0.0;
        while let Some(element) = at {
            let share = within(&self.sums.prose, &elements[element].segments) / self.total;
            if to_half < 0.0 && share >= 0.5 {
                (to_half, share_at_half) = (levels, share);
            }
            if self.containers.heaviest == Some(element) {
                to_heaviest = levels;
            }
            levels += 1.0;
            at = elements[element].parent.map(|parent| parent as usize);
        }
        row.push("levels to half", to_half);
        row.push("share at half", share_at_half);
        row.push("levels to heaviest", to_heaviest);
        row.push("depth", levels);
    }

    fn write_position(&self, index: usize, row: &mut Row) {
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

    fn write_neighbours(&self, index: usize, row: &mut Row) {
        let segments = self.document.segments();
        for distance in 1..=NEIGHBOURS {
            for (side, at) in [("before", index.checked_sub(distance)), ("behind", index.checked_add(distance))] {
                let segment = at.and_then(|at| segments.get(at));
                let of = format_args!("{distance} {side}").to_string();
                row.push_of("prose", &of, segment.map_or(-1.0, Segment::prose));
                row.push_of("link density", &of, segment.map_or(-1.0, Segment::link_density));
                row.push_of("words", &of, segment.map_or(-1.0, |segment| segment.evidence().words() as f32));
                row.push_of("standing", &of, at.and_then(|at| self.standings.get(at)).copied().unwrap_or(-9.0));
                let same = at.and_then(|at| self.shape_of.get(at)) == self.shape_of.get(index);
                row.push_of("same shape", &of, f32::from(u8::from(same)));
            }
        }
        for reach in [5, 12] {
            let range = index.saturating_sub(reach) as u32..(index + reach + 1).min(segments.len()) as u32;
            let words = within(&self.sums.words, &range).max(1.0);
            row.push_of("prose near", reach, within(&self.sums.prose, &range) / words);
            row.push_of("link density near", reach, within(&self.sums.linked, &range) / words);
        }
    }

    fn write_marks(&self, index: usize, row: &mut Row) {
        let best = self.marks.best(index);
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_article()) {
            let of = best.filter(|mark| mark.kind() == *kind).map_or(0.0, |mark| mark.confidence());
            row.push_of("mark", kind.name(), of);
        }
    }

    fn write_page(&self, row: &mut Row) {
        let metadata = self.document.metadata();
        let words = self.sums.words.last().copied().unwrap_or(0.0);
        row.push("segments of page", self.document.segments().len() as f32);
        row.push("words of page", words);
        row.push("prose of page", self.total);
        row.push("prose a word of page", self.total / words.max(1.0));
        row.push("link density of page", self.sums.linked.last().copied().unwrap_or(0.0) / words.max(1.0));
        row.push("paragraphs of page", self.sums.paragraphs.last().copied().unwrap_or(0.0));
        row.push("concentration", self.containers.greatest / self.containers.total);
        row.flag("thread", self.is_thread);
        for name in ["Article", "article", "Product", "ItemList", "WebPage", "CollectionPage", "Question"] {
            row.push_of("type", name, f32::from(u8::from(metadata.is_type(name))));
        }
        row.flag("has date", metadata.date().is_some());
        row.flag("has author", metadata.author().is_some());
        row.flag("has article body", self.article_body.is_some());
        let path = metadata.url().and_then(|url| url.value().split_once("://")).map_or("", |(_, rest)| rest);
        row.push("levels of address", path.trim_end_matches('/').matches('/').count() as f32);
        row.push("length of address", path.len() as f32);
    }
}

/// The groups that a segment's own element is in.
const ELEMENTS: &[&str] = &["other", "p", "li", "heading", "cell", "link", "term", "code", "quote", "span", "control"];

fn element(segment: &Segment, elements: &[ElementData]) -> Option<usize> {
    let element = segment.markup?.element as usize;
    (element < elements.len()).then_some(element)
}

/// What elements of the same name, in elements of the same names two levels up, with the same classes,
/// have in common.
fn shapes(document: &Document, elements: &[ElementData]) -> Vec<u64> {
    use std::hash::{Hash, Hasher};
    let own: Vec<u64> = elements
        .iter()
        .map(|element| {
            let mut hasher = rustc_hash::FxHasher::default();
            document.name_of(element).hash(&mut hasher);
            document.classes_of(element).hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    let with = |element: Option<u32>| element.map_or(0, |element| own[element as usize]);
    elements
        .iter()
        .enumerate()
        .map(|(index, element)| {
            let mut hasher = rustc_hash::FxHasher::default();
            let grandparent = element.parent.and_then(|parent| elements[parent as usize].parent);
            (own[index], with(element.parent), with(grandparent)).hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

fn word_hashes(text: &str) -> Vec<u64> {
    use std::hash::{Hash, Hasher};
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .take(MOST_TITLE_WORDS)
        .map(|word| {
            let mut hasher = rustc_hash::FxHasher::default();
            word.to_lowercase().hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

/// More words than this no title has that means something.
const MOST_TITLE_WORDS: usize = 30;
