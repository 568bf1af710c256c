//! Flattens HTML pages to text in the layouts of other programs.

use dechaff::document::{Document, Segment};

/// How the blocks of a page are laid out as lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layout {
    /// A line for each block.
    Lines,
    /// The same, with empty lines between paragraphs and between containers.
    BlankLines,
    /// The short blocks of a container share a line, four spaces between them.
    Gaps,
    /// The short blocks of a container share a line, one space between them.
    Joined,
    /// All blocks of a container share a line.
    Containers,
    /// As `BlankLines`, without the blocks that are links.
    NoLinks,
}

/// A block with more words is a paragraph, and does not share a line with others. Hand-set.
const MAX_ITEM_WORDS: usize = 24;
/// A block is a link if more than this share of its characters is link text. Hand-set.
const MIN_LINK_SHARE: f32 = 0.9;

impl Layout {
    pub const ALL: [Self; 6] =
        [Self::Lines, Self::BlankLines, Self::Gaps, Self::Joined, Self::Containers, Self::NoLinks];

    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::BlankLines => "blank-lines",
            Self::Gaps => "gaps",
            Self::Joined => "joined",
            Self::Containers => "containers",
            Self::NoLinks => "no-links",
        }
    }

    /// What is written between a block and the next, each given with the start of its container.
    fn separator(
        self,
        (before, container_before): (&Segment, usize),
        (block, container): (&Segment, usize),
    ) -> &'static str {
        let is_same = container == container_before;
        let is_item = |segment: &Segment| segment.stats().words() <= MAX_ITEM_WORDS;
        let is_joined = is_same && (self == Self::Containers || is_item(before) && is_item(block));
        match self {
            Self::Gaps if is_joined => "    ",
            Self::Joined | Self::Containers if is_joined => " ",
            Self::BlankLines | Self::NoLinks if !is_same || block.blank_lines_before() > 0 => "\n\n",
            _ => "\n",
        }
    }
}

/// The visible text of an HTML page.
pub fn flatten(document: &Document, layout: Layout) -> String {
    let mut text = String::new();
    let mut last: Option<(&Segment, usize)> = None;
    for segment in document.segments().iter().filter(|segment| !segment.is_hidden()) {
        if layout == Layout::NoLinks && segment.link_density() > MIN_LINK_SHARE {
            continue;
        }
        let block = (segment, container(document, segment));
        if let Some(last) = last {
            text.push_str(layout.separator(last, block));
        }
        // The lines of a block of code are joined, so that every line break is between blocks.
        text.extend(document.text(segment).chars().map(|c| if c == '\n' { ' ' } else { c }));
        last = Some(block);
    }
    text
}

/// The start of the innermost element that has this segment and others.
fn container(document: &Document, segment: &Segment) -> usize {
    let innermost = document.element_of(segment);
    let mut ancestors = std::iter::successors(innermost, |element| element.parent());
    ancestors.find(|element| element.segments().len() > 1).map_or(usize::MAX, |element| element.written().start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_join_the_blocks_of_a_container() {
        let page =
            "<ul><li><a href=/>Home</a><li>News</ul><div><p>The mill is open.<p hidden>Not shown<p>At last.</div>";
        let document = Document::from_html(page);
        let flat = |layout| flatten(&document, layout);
        assert_eq!(flat(Layout::Lines), "Home\nNews\nThe mill is open.\nAt last.");
        assert_eq!(flat(Layout::BlankLines), "Home\nNews\n\nThe mill is open.\n\nAt last.");
        assert_eq!(flat(Layout::Gaps), "Home    News\nThe mill is open.    At last.");
        assert_eq!(flat(Layout::Joined), "Home News\nThe mill is open. At last.");
        assert_eq!(flat(Layout::Containers), "Home News\nThe mill is open. At last.");
        assert_eq!(flat(Layout::NoLinks), "News\n\nThe mill is open.\n\nAt last.");
    }

    #[test]
    fn long_blocks_share_a_line_in_containers_only() {
        let long = "word ".repeat(MAX_ITEM_WORDS + 1);
        let document = Document::from_html(&format!("<div><p>{long}<p>short</div>"));
        assert!(flatten(&document, Layout::Joined).ends_with("word\nshort"));
        assert!(flatten(&document, Layout::Containers).ends_with("word short"));
    }
}
