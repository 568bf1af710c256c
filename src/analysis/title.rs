//! The title of a page of HTML.

use super::headings::Headings;
use crate::document::Document;
use crate::text::simplified;

/// The first visible heading whose text is the title in the page's metadata, else the first visible segment with that
/// text, else the first visible main heading.
pub(super) fn title(document: &Document, headings: &Headings) -> Option<usize> {
    let segments = document.segments();
    let visible = || (0..segments.len()).filter(|&index| !segments[index].is_hidden());
    if let Some(title) = document.metadata().title() {
        let title = simplified(title.value());
        let is_title = |index: &usize| {
            let segment = &segments[*index];
            segment.stats().chars() <= title.len() && simplified(document.text(segment)) == title
        };
        // Breadcrumbs and tickers may repeat the title before its heading.
        let heading = visible().filter(|&index| headings.level_of_kind(index).is_some()).find(is_title);
        if let Some(index) = heading.or_else(|| visible().find(is_title)) {
            return Some(index);
        }
    }
    visible().find(|&index| headings.level_of_kind(index) == Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title_of(page: &str) -> Option<String> {
        let document = Document::from_html(page);
        let title = title(&document, &Headings::of(&document))?;
        Some(document.text(&document.segments()[title]).to_owned())
    }

    #[test]
    fn the_title_is_the_heading_that_metadata_name_or_else_the_first_main_heading() {
        let page =
            "<title>The old mill</title><h1>The Bay Examiner</h1><p>Home &gt; The old mill<h2>The  OLD mill</h2>";
        assert_eq!(title_of(page).as_deref(), Some("The OLD mill"));
        assert_eq!(title_of("<p>Home<h1>Mill</h1>").as_deref(), Some("Mill"));
        assert_eq!(title_of("<p>Home<h1 hidden>Mill</h1>"), None);
    }
}
