//! Text that stands on the page a second time: kept once.

use std::collections::HashMap;

use super::verdict::Verdict;
use crate::analysis::Analysis;
use crate::document::{Document, Segment};
use crate::kind::Kind;
use crate::text::Shingles;

/// Shorter segments may be repeated: labels, refrains, quoted phrases. Hand-set.
const MIN_COPY_WORDS: usize = 12;
/// A segment of at least this many words, and at least this share of the words of the body, may be a copy of the rest of
/// it: some pages have the whole article again in one element. Hand-set.
const MIN_WHOLE_COPY_WORDS: usize = 150;
const MIN_WHOLE_COPY_SHARE: f32 = 0.25;
/// It is one if at least this share of its word sequences is in the rest of the body. Hand-set.
const MIN_COPIED_SHARE: f32 = 0.9;

/// The indexes of the segments that are decided to be body and whose text is in the body already, in order. Linear in
/// the length of the page.
pub(super) fn copies(analysis: &Analysis<'_>, verdicts: &[Verdict]) -> Vec<usize> {
    let document = analysis.document();
    let segments = document.segments();
    let is_body = |index: &usize| {
        let kind = verdicts[*index].map(|(kind, _)| kind);
        // A quotation repeats what is quoted.
        kind.is_some_and(|kind| kind.is_body() && kind != Kind::Quote) && may_be_copy(analysis, &segments[*index])
    };
    let body: Vec<usize> = (0..segments.len()).filter(is_body).collect();
    let mut copies = equal_segments(document, &body);
    let words = |index: usize| segments[index].stats().words();
    let all: usize = body.iter().map(|&index| words(index)).sum();
    let whole = body.iter().copied().find(|&index| {
        words(index) >= MIN_WHOLE_COPY_WORDS && words(index) as f32 >= MIN_WHOLE_COPY_SHARE * all as f32
    });
    if let Some(whole) = whole.filter(|whole| !copies.contains(whole) && is_in_rest(document, &body, *whole)) {
        copies.push(whole);
        copies.sort_unstable();
    }
    copies
}

fn may_be_copy(analysis: &Analysis<'_>, segment: &Segment) -> bool {
    segment.stats().words() >= MIN_COPY_WORDS && !analysis.is_code(segment)
}

/// The segments with the same text as one before.
fn equal_segments(document: &Document, body: &[usize]) -> Vec<usize> {
    let mut seen: HashMap<&str, ()> = HashMap::new();
    let repeated = body.iter().copied().filter(|&index| document.segments()[index].repeats() > 1);
    repeated.filter(|&index| seen.insert(document.text(&document.segments()[index]), ()).is_some()).collect()
}

/// Whether the text of a segment is in the rest of the body.
fn is_in_rest(document: &Document, body: &[usize], whole: usize) -> bool {
    let text = |index: usize| document.text(&document.segments()[index]);
    let rest: Vec<&str> = body.iter().filter(|&&index| index != whole).map(|&index| text(index)).collect();
    Shingles::of(&rest.join("\n")).is_some_and(|rest| rest.share_of(text(whole)) >= MIN_COPIED_SHARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies_of(html: &str) -> Vec<usize> {
        let document = Document::from_html(html);
        let verdicts: Vec<Verdict> = document.segments().iter().map(|_| Some((Kind::Paragraph, 0.9))).collect();
        copies(&Analysis::of(&document), &verdicts)
    }

    fn paragraph(number: usize) -> String {
        format!(
            "Paragraph number {number} of the article says that the mill {number} is older than mill {}. ",
            number * 7
        )
    }

    #[test]
    fn a_paragraph_is_kept_once() {
        let text = paragraph(1);
        assert_eq!(copies_of(&format!("<p>{text}<p>Yes.<p>Yes.<p>{text}<p>{}", paragraph(2))), [3]);
        assert!(copies_of(&format!("<pre>{text}</pre><pre>{text}</pre>")).is_empty());
    }

    #[test]
    fn the_whole_article_in_one_element_is_a_copy_of_its_paragraphs() {
        let all: Vec<String> = (0..20).map(paragraph).collect();
        let paragraphs: String = all.iter().map(|text| format!("<p>{text}")).collect();
        assert_eq!(copies_of(&format!("{paragraphs}<div>{}</div>", all.concat())), [20]);
        assert!(copies_of(&format!("<p>Short.<div>{}</div>", all.concat())).is_empty());
    }
}
