//! Boilerplate of a site that has no kind of its own.

use super::Filter;
use super::cue_block::mark_blocks;
use crate::analysis::Analysis;
use crate::document::Marks;
use crate::kind::Kind;
use crate::lexicon::Cue;

/// Marks boilerplate that is of no other kind: [`Kind::Chrome`].
///
/// This is counters, pagers, "read at the source", "appeared first on", notices about reported images, edit links;
/// and lines without words.
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text("Seite 1 von 3")?;
/// assert_eq!(page.spans()[0].kind(), Kind::Chrome);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ChromeFilter;

/// Scores for being in a block without a certain cue, in log odds. Prose lowers the score of a longer text further.
/// Hand-set on the development texts.
const LABEL: f32 = -1.0;
const LONGER_TEXT: f32 = -1.4;
/// The confidence of a mark on a line without words. Hand-set.
const WORDLESS_CONFIDENCE: f32 = 0.55;

impl Filter for ChromeFilter {
    fn name(&self) -> &'static str {
        "chrome"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        mark_blocks(document, marks, (Kind::Chrome, Cue::Chrome), |segment| {
            if segment.is_label() { LABEL } else { LONGER_TEXT - segment.prose() }
        });
        for (index, segment) in document.segments().iter().enumerate() {
            let stats = segment.stats();
            if stats.words() == 0 && !stats.has_emoticon() {
                marks.mark(index, Kind::Chrome, WORDLESS_CONFIDENCE);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::testing::marked;

    #[test]
    fn counters_pagers_and_wordless_lines_are_marked() {
        for line in ["Page 1 of 3", "Page 1 sur 3", "Seite 1 von 3", "صفحه ۱ از ۳", "* * *", "———"] {
            assert_eq!(marked(&ChromeFilter, Kind::Chrome, line), [line]);
        }
    }

    #[test]
    fn sentences_labels_and_emoticons_are_not_marked() {
        for line in [
            "The mill was built in 1790.",
            "Le moulin fut construit en 1790.",
            "Die Mühle wurde 1790 gebaut.",
            "این آسیاب در سال ۱۷۹۰ ساخته شد.",
            "Mill",
            "🙂",
        ] {
            assert_eq!(marked(&ChromeFilter, Kind::Chrome, line), [""; 0]);
        }
    }
}
