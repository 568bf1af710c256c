//! Captions, bylines and datelines, by the cues in them.

use super::layout::MIN_PARAGRAPH_PROSE;
use crate::document::Segment;
use crate::kind::Kind;
use crate::lexicon::Cue;

// All limits are hand-set.

/// A caption, byline or dateline has at most this many words.
const MAX_CREDIT_WORDS: usize = 40;
/// A line with the cue of a caption inside it is a caption up to this length.
const MAX_CAPTION_WORDS: usize = 30;
/// A line that begins with the cue of a byline is one up to this length.
const MAX_BYLINE_WORDS: usize = 14;
/// A line with the cue of a dateline is one up to this length.
const MAX_DATELINE_WORDS: usize = 14;
/// A line that names the source of the text ("source: …") is a byline up to this length.
const MAX_SOURCE_WORDS: usize = 12;
/// A line with a date and a time of day is a dateline up to this length.
const MAX_DATE_AND_TIME_WORDS: usize = 20;
/// A line with a date alone is a dateline up to this length.
const MAX_DATE_WORDS: usize = 7;
/// A segment with more prose is a sentence and no caption, byline or dateline.
const MAX_CREDIT_PROSE: f32 = 0.5;

/// The kind of a segment that is a caption, byline or dateline; `None` for all others.
pub(crate) fn credit_kind(segment: &Segment) -> Option<Kind> {
    let stats = segment.stats();
    let words = stats.words();
    if stats.has_picture_credit() && words <= MAX_CREDIT_WORDS && !stats.ends_sentence() {
        return Some(Kind::Caption);
    }
    if words > MAX_CREDIT_WORDS || segment.prose() > MAX_CREDIT_PROSE {
        return None;
    }
    let max_date_words = if stats.has_time() { MAX_DATE_AND_TIME_WORDS } else { MAX_DATE_WORDS };
    if stats.has_cue(Cue::Dateline) && words <= MAX_DATELINE_WORDS || stats.has_date() && words <= max_date_words {
        Some(Kind::Dateline)
    } else if stats.begins_with_cue(Cue::Byline) && words <= MAX_BYLINE_WORDS
        || stats.has_cue(Cue::Source) && words <= MAX_SOURCE_WORDS
    {
        Some(Kind::Byline)
    } else if stats.begins_with_cue(Cue::Caption) || stats.has_cue(Cue::Caption) && words <= MAX_CAPTION_WORDS {
        Some(Kind::Caption)
    } else {
        None
    }
}

/// Whether a segment is a paragraph of running text and no caption, even if captions can be sentences.
pub(crate) fn is_article_paragraph(segment: &Segment) -> bool {
    segment.prose() >= MIN_PARAGRAPH_PROSE && credit_kind(segment).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn credits_are_recognised_in_all_languages() {
        for (kind, lines) in [
            (Kind::Byline, ["By Anna Reed", "Von Anna Roth", "Par Anne Roux", "نویسنده: آنا رضایی"]),
            (Kind::Dateline, ["3 May 2024", "3. Mai 2024", "le 3 mai 2024", "۱۲ خرداد ۱۴۰۳"]),
            (Kind::Caption, ["Photo: A. Reed", "Foto: A. Roth", "Photo : A. Roux", "عکس: آنا رضایی"]),
        ] {
            for line in lines {
                let document = Document::from_text(line);
                assert_eq!(credit_kind(&document.segments()[0]), Some(kind), "{line}");
            }
        }
        for line in
            ["The mill", "By the river stood a mill that had ground rye for two hundred years, until it burnt down."]
        {
            let document = Document::from_text(line);
            assert_eq!(credit_kind(&document.segments()[0]), None, "{line}");
        }
    }
}
