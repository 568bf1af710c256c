//! Labels and weights of segments.

use dechaff::document::Document;
use evaluation::{Bag, KindLabel, Label, LabelledParts, Page, words};

use crate::alignment::align;
use crate::flatten::Layout;
use crate::sets::{Gold, Set};

/// A page is left out if the word F1 of its best labels against its gold is at most this: the gold is of another page.
/// Hand-set.
const MIN_GOLD_F1: f64 = 0.5;
/// Up to this F1 a page has `POOR_GOLD_WEIGHT`. Hand-set.
const MIN_GOOD_GOLD_F1: f64 = 0.8;
const POOR_GOLD_WEIGHT: f64 = 0.3;
/// Weight of a page whose snippets label only a few of its segments: of HTML, and of text, where segments that are in
/// no snippet are labelled as well. Chosen on the development pages.
const HTML_SNIPPETS_WEIGHT: f64 = 3.0;
const TEXT_SNIPPETS_WEIGHT: f64 = 0.25;
/// Weight of a page in another layout than a line for each block. Chosen on the development pages.
const OTHER_LAYOUT_WEIGHT: f64 = 0.5;
/// Shorter comment lines are found in bodies by chance.
const MIN_COMMENT_LINE_WORDS: usize = 6;
/// Shorter segments are found in comments by chance.
const MIN_COMMENT_SEGMENT_WORDS: usize = 3;

/// The label of a segment.
pub struct SegmentLabel {
    /// Whether it is content; none if that is unknown.
    pub is_content: Option<bool>,
    /// Its kind, if that is labelled.
    pub kind: Option<KindLabel>,
    pub weight: f32,
    pub words: usize,
}

/// The labels and weights of the segments of a page.
pub struct Labels {
    pub of_segments: Vec<SegmentLabel>,
    /// The word F1 of the segments labelled content against the gold text; 1 without a gold text.
    pub f1: f64,
}

impl Labels {
    /// Labels an HTML page; none if there is nothing to learn from it.
    pub fn of_html(set: &Set, page: &Page, document: &Document) -> Option<Self> {
        let segments = Segments::of(document);
        match (set.gold, &page.text) {
            (Gold::Snippets, _) => {
                Some(Self::new(&segments, segments.by_html_snippets(page), HTML_SNIPPETS_WEIGHT, 1.0))
            }
            (_, Some(gold)) => segments.by_gold(gold, 1.0),
            (_, None) => None,
        }
    }

    /// Labels a flattened page; none if there is nothing to learn from it.
    pub fn of_text(set: &Set, page: &Page, layout: Layout, document: &Document) -> Option<Self> {
        let segments = Segments::of(document);
        let of_layout = if layout == Layout::Lines { 1.0 } else { OTHER_LAYOUT_WEIGHT };
        match (set.gold, &page.text) {
            (Gold::Snippets, _) => {
                Some(Self::new(&segments, segments.by_text_snippets(page), TEXT_SNIPPETS_WEIGHT, 1.0))
            }
            (_, Some(gold)) => segments.by_gold(gold, of_layout),
            (_, None) => Some(Self::new(&segments, segments.by_text_snippets(page), of_layout, 1.0)),
        }
    }

    /// Labels a page of labelled lines.
    pub fn of_lines(page: &Page, document: &Document) -> Option<Self> {
        let label = |line: usize| match page.labels[line] {
            Label::Body => Some(true),
            Label::Chrome | Label::Comment => Some(false),
            Label::Neutral => None,
        };
        let labels = document.segments().iter().map(|segment| label(segment.line())).collect();
        Some(Self::new(&Segments::of(document), labels, 1.0, 1.0))
    }

    /// Labels a page whose segments are labelled with kinds.
    pub fn of_kinds(parts: &LabelledParts, layout: Option<Layout>, document: &Document) -> Self {
        let is_usual = layout.is_none_or(|layout| layout == Layout::Lines);
        let of_page = if is_usual { 1.0 } else { OTHER_LAYOUT_WEIGHT };
        let segments = document.segments().iter();
        let kinds: Vec<_> = segments.map(|segment| parts.label(segment.range()).flatten()).collect();
        let is_content = kinds.iter().map(|kind| kind.map(|kind| kind == KindLabel::Body)).collect();
        let mut labels = Self::new(&Segments::of(document), is_content, of_page, 1.0);
        labels.of_segments.iter_mut().zip(kinds).for_each(|(label, kind)| label.kind = kind);
        labels
    }

    /// Adds the weights. Long segments weigh more than short ones; a long page weighs less per word, because word F1 is
    /// a mean over pages.
    fn new(segments: &Segments, labels: Vec<Option<bool>>, of_page: f64, f1: f64) -> Self {
        let page_words: usize = segments.words.iter().map(Vec::len).sum();
        let of_length = (page_words.max(5) as f64).sqrt();
        let weight = |words: &Vec<String>| (20.0 * (((words.len() as f64).sqrt() + 0.05) / of_length) * of_page) as f32;
        let label = |(is_content, words): (Option<bool>, &Vec<String>)| SegmentLabel {
            is_content,
            kind: None,
            weight: weight(words),
            words: words.len(),
        };
        Self { of_segments: labels.into_iter().zip(&segments.words).map(label).collect(), f1 }
    }
}

struct Segments {
    words: Vec<Vec<String>>,
    is_hidden: Vec<bool>,
}

impl Segments {
    fn of(document: &Document) -> Self {
        Self {
            words: document.segments().iter().map(|segment| words_of(document.text(segment))).collect(),
            is_hidden: document.segments().iter().map(|segment| segment.is_hidden()).collect(),
        }
    }

    /// Labels by alignment with the text of the body.
    fn by_gold(&self, gold: &str, of_layout: f64) -> Option<Labels> {
        let gold = words_of(gold);
        let labels = align(&self.words, &gold, &self.is_hidden);
        let kept = self.words.iter().zip(&labels).filter(|(_, is_content)| **is_content).flat_map(|(words, _)| words);
        let (kept, gold): (Bag, Bag) = (kept.map(String::as_str).collect(), gold.iter().map(String::as_str).collect());
        let both = kept.size() + gold.size();
        let f1 = if both == 0 { 1.0 } else { 2.0 * kept.overlap(&gold) as f64 / both as f64 };
        let of_gold = if f1 <= MIN_GOOD_GOLD_F1 { POOR_GOLD_WEIGHT } else { 1.0 };
        (f1 > MIN_GOLD_F1).then(|| Labels::new(self, labels.into_iter().map(Some).collect(), of_gold * of_layout, f1))
    }

    /// Content is the longest segment with a wanted snippet, because teasers and titles repeat the body. Segments with
    /// an unwanted snippet or a line of a comment are not content. Nothing is known of the others.
    fn by_html_snippets(&self, page: &Page) -> Vec<Option<bool>> {
        let texts: Vec<String> = self.words.iter().map(|words| format!(" {} ", words.join(" "))).collect();
        let with = |snippet: &[String]| -> Vec<usize> {
            let snippet = format!(" {} ", snippet.join(" "));
            (0..texts.len()).filter(|&index| !snippet.trim().is_empty() && texts[index].contains(&snippet)).collect()
        };
        let mut labels = vec![None; texts.len()];
        let comment_lines = page.comments.iter().flat_map(|text| text.lines()).map(words_of);
        let comment_lines = comment_lines.filter(|words| words.len() >= MIN_COMMENT_LINE_WORDS);
        for snippet in page.unwanted.iter().map(|snippet| words_of(snippet)).chain(comment_lines) {
            with(&snippet).into_iter().for_each(|index| labels[index] = Some(false));
        }
        for snippet in &page.wanted {
            // The first of the longest.
            let found = with(&words_of(snippet)).into_iter().rev().max_by_key(|&index| texts[index].chars().count());
            found.into_iter().for_each(|index| labels[index] = Some(true));
        }
        labels
    }

    /// Content is every segment with a wanted snippet. Segments with an unwanted snippet, and those that are part of a
    /// comment, are not content. Nothing is known of the others.
    fn by_text_snippets(&self, page: &Page) -> Vec<Option<bool>> {
        let joined = |text: &String| words_of(text).join(" ");
        let snippets = |texts: &[String]| -> Vec<String> {
            texts.iter().map(joined).filter(|snippet| !snippet.is_empty()).collect()
        };
        let (wanted, unwanted) = (snippets(&page.wanted), snippets(&page.unwanted));
        let comments = format!(" {} ", snippets(&page.comments).join(" "));
        let label = |words: &Vec<String>| {
            let text = words.join(" ");
            let has_any = |snippets: &[String]| snippets.iter().any(|snippet| text.contains(snippet));
            let is_comment = || words.len() >= MIN_COMMENT_SEGMENT_WORDS && comments.contains(&format!(" {text} "));
            if has_any(&wanted) { Some(true) } else { (has_any(&unwanted) || is_comment()).then_some(false) }
        };
        self.words.iter().map(label).collect()
    }
}

fn words_of(text: &str) -> Vec<String> {
    words(&text.to_lowercase()).map(str::to_owned).collect()
}
