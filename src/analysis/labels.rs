//! Labels: short texts that are no sentence.

use crate::document::Segment;

/// Whether a segment is a category with its number of articles: `Recipes (62)`.
pub(crate) fn is_counted_label(segment: &Segment, text: &str) -> bool {
    segment.is_label() && segment.stats().numbers() == 1 && text.ends_with(')')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_category_has_its_count_in_brackets() {
        for (text, expected) in [
            ("Recipes (62)", true),
            ("Recettes (62)", true),
            ("دستور پخت (۶۲)", true),
            ("Recipes", false),
            ("62", false),
        ] {
            let document = Document::from_text(text);
            assert_eq!(is_counted_label(&document.segments()[0], text), expected, "{text}");
        }
    }
}
