//! What can be a caption: a sentence is one only beside a picture.

use super::running_text::MIN_TEXT_PROSE;
use crate::document::Document;
use crate::markup::Role;

/// A caption that is a sentence has a picture among this many segments before or after it. Hand-set.
const MAX_PICTURE_DISTANCE: usize = 3;

/// The pictures of a page, by which captions are told from paragraphs.
pub(super) struct Pictures<'a> {
    document: &'a Document,
    /// The byte offsets of the pictures in the source, ascending.
    offsets: Vec<usize>,
}

impl<'a> Pictures<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let images = |tree| document.inlines().iter().filter(move |inline| inline.is_image(tree));
        let offsets = document.tree().into_iter().flat_map(images).map(|image| image.range().start).collect();
        Self { document, offsets }
    }

    /// Whether a segment may be a caption: a line, or a sentence that is in a caption element or near a picture.
    pub(super) fn may_caption(&self, index: usize) -> bool {
        let segments = self.document.segments();
        let segment = &segments[index];
        if !segment.stats().ends_sentence() || segment.prose() < MIN_TEXT_PROSE || segment.stats().has_picture_credit()
        {
            return true;
        }
        let element = self.document.element_index(segment).map(|element| &self.document.element_data()[element]);
        let first = &segments[index.saturating_sub(MAX_PICTURE_DISTANCE)];
        let last = &segments[(index + MAX_PICTURE_DISTANCE).min(segments.len() - 1)];
        let from = self.offsets.partition_point(|&offset| offset < first.start());
        element.is_some_and(|element| element.nearest_roles.contains(Role::Caption))
            || self.offsets.get(from).is_some_and(|&offset| offset <= last.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str =
        "<p>The ferry of the village lies on the dry land because a bearing of its drive shaft is broken.</p>";

    fn may_caption(html: &str, index: usize) -> bool {
        Pictures::of(&Document::from_html(html)).may_caption(index)
    }

    #[test]
    fn a_sentence_far_from_pictures_is_no_caption() {
        assert!(!may_caption(SENTENCE, 0));
        assert!(may_caption(&format!("<img src=a.png>{SENTENCE}"), 0));
        assert!(!may_caption(&format!("<img src=a.png>{}", SENTENCE.repeat(9)), 8));
        assert!(may_caption("<p>The ferry on dry land", 0));
        assert!(may_caption(&format!("<figure><figcaption>{SENTENCE}</figcaption></figure>"), 0));
    }
}
