//! The ways in which people flatten pages of HTML.

use dechaff::document::{Document, Segment};

/// What is left of the blocks of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// Each is a line.
    Lines,
    /// Empty lines stand between paragraphs and between containers as well.
    BlankLines,
    /// The items of a container of short blocks stand on one line, with runs of spaces between them.
    Gaps,
    /// The same with one space.
    Glued,
    /// All of a container is one line, paragraphs as well.
    Containers,
    /// Blocks that are nothing but links are lost, empty lines kept.
    NoLinks,
}

/// A block with more words is a text, and makes its container one.
const MAX_ITEM: usize = 24;
/// A block whose characters are links to this share is a link.
const LINK: f32 = 0.9;

impl Way {
    pub const OTHERS: [Self; 5] = [Self::BlankLines, Self::Gaps, Self::Glued, Self::Containers, Self::NoLinks];

    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::BlankLines => "blank lines",
            Self::Gaps => "gaps",
            Self::Glued => "glued",
            Self::Containers => "containers",
            Self::NoLinks => "no links",
        }
    }

    /// What stands between a block and the one before.
    fn between(self, (before, container_before): (&Segment, usize), (block, container): (&Segment, usize)) -> Between {
        let is_same = container == container_before;
        let is_item = |segment: &Segment| segment.stats().words() <= MAX_ITEM;
        let is_glued = is_same && (self == Self::Containers || is_item(before) && is_item(block));
        match self {
            Self::Gaps if is_glued => Between::Gap,
            Self::Glued | Self::Containers if is_glued => Between::Space,
            Self::BlankLines | Self::NoLinks if !is_same || block.blank_lines_before() > 0 => Between::BlankLine,
            _ => Between::Break,
        }
    }
}

#[derive(Clone, Copy)]
enum Between {
    Space,
    Gap,
    Break,
    BlankLine,
}

/// The visible text of a page of HTML.
pub fn flatten(document: &Document, way: Way) -> String {
    let mut text = String::new();
    let mut last: Option<(&Segment, usize)> = None;
    for segment in document.segments().iter().filter(|segment| !segment.is_hidden()) {
        if way == Way::NoLinks && segment.link_density() > LINK {
            continue;
        }
        let here = (segment, container(document, segment));
        if let Some(last) = last {
            text.push_str(match way.between(last, here) {
                Between::Space => " ",
                Between::Gap => "    ",
                Between::Break => "\n",
                Between::BlankLine => "\n\n",
            });
        }
        // Code keeps its breaks: a line is a block only where nothing else is in it.
        text.extend(document.text(segment).chars().map(|c| if c == '\n' { ' ' } else { c }));
        last = Some(here);
    }
    text
}

/// Where the innermost element begins that holds a segment and others.
fn container(document: &Document, segment: &Segment) -> usize {
    let own = document.element_of(segment);
    let mut around = std::iter::successors(own, |element| element.parent());
    around.find(|element| element.segments().len() > 1).map_or(usize::MAX, |element| element.written().start)
}
