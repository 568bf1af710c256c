//! Pages of a few words, which are too small to tell content from boilerplate.

use super::html::content_kind;
use super::verdict::Verdict;
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;

/// A page is small with at most this many visible words. Hand-set: shorter than most sentences of an article, and than
/// most pages on which the models were trained.
const MAX_WORDS: usize = 20;
/// Text with a higher link density is a link. Hand-set.
const MAX_LINK_DENSITY: f32 = 0.5;
/// The confidence in text that is kept because nothing speaks against it. Hand-set.
const CONFIDENCE: f32 = 0.5;

/// Keeps on a small page all visible text that no filter recognises and that is no link: a caller who cleans
/// `<p>Hello world.</p>` wants it back.
pub(super) fn keep_small_page(analysis: &Analysis<'_>, marks: &Marks, verdicts: &mut [Verdict]) {
    let segments = analysis.document().segments();
    let visible = segments.iter().filter(|segment| !segment.is_hidden());
    if visible.map(|segment| segment.stats().words()).sum::<usize>() > MAX_WORDS {
        return;
    }
    // A title of nothing is text.
    let has_body = verdicts.iter().any(|verdict| verdict.is_none_or(|(kind, _)| kind.is_body()));
    for (index, (segment, verdict)) in segments.iter().zip(verdicts).enumerate() {
        let is_title_alone = |kind: Kind| kind == Kind::Title && !has_body && segments.len() == 1;
        let is_removed = verdict.is_some_and(|(kind, _)| !kind.is_article() || is_title_alone(kind));
        let is_text = !segment.is_hidden() && segment.link_density() <= MAX_LINK_DENSITY && segment.stats().words() > 0;
        if is_removed && is_text && marks.evidence(index).is_none() {
            let is_html = analysis.document().is_html();
            *verdict = Some((if is_html { content_kind(analysis, None, index) } else { Kind::Paragraph }, CONFIDENCE));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cleaner, Decision};

    #[test]
    fn a_few_words_are_kept_but_for_what_filters_recognise() {
        for decision in [Decision::Model, Decision::Rules] {
            let cleaner = Cleaner::new().with_decision(decision);
            let text = |page: &str| cleaner.clean_html(page).expect("it is within the limits").text();
            for page in ["Hello world.", "Abc", "Grüße aus Köln", "Bonjour", "سلام دنیا"] {
                assert_eq!(text(&format!("<p>{page}</p>")), page);
                assert_eq!(cleaner.clean_text(page).expect("it is within the limits").text(), page);
            }
            assert_eq!(text("<p>Share on Facebook</p>"), "");
            assert_eq!(text("<nav><a href=/>Home</a> <a href=/b>About</a></nav>"), "");
        }
    }
}
