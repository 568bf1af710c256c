//! The elements of a page of HTML that hold text.

use std::fmt;
use std::ops::Range;

use super::element_data::ElementData;
use super::page::Document;
use super::segment::Segment;
use crate::markup::{Tag, Tree};

/// An element of a page of HTML that holds text.
///
/// # Example
///
/// ```
/// use dechaff::document::Document;
///
/// let document = Document::from_html("<article class='post wide'><p>One.<p>Two.</article>");
/// let segment = &document.segments()[1];
/// let paragraph = document.element_of(segment).unwrap();
/// assert_eq!((paragraph.name(), paragraph.repeats()), ("p", 2));
/// let article = paragraph.parent().unwrap();
/// assert!(article.name() == "article" && article.classes().eq(["post", "wide"]));
/// assert_eq!(article.segments(), 0..2);
/// assert_eq!(paragraph.written(), 34..51);
/// ```
#[derive(Clone, Copy)]
pub struct Element<'a> {
    pub(crate) document: &'a Document,
    pub(crate) index: usize,
}

impl<'a> Element<'a> {
    /// The name in lower case; empty for elements of other namespaces (SVG, MathML).
    pub fn name(&self) -> &'a str {
        self.tree().map_or("", |tree| tree.name(self.data().node))
    }

    /// The value of an attribute, if the element has it.
    ///
    /// Only attributes that help to find content are kept: `id`, `class`, `role`, `itemprop`, `itemtype`,
    /// `href`, `lang`, `rel`, `datetime` and the like; `style` only if it may hide the element. The value is as it is written,
    /// with every character.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.tree()?.attribute(self.data().node, name)
    }

    /// The value of the attribute `id`.
    pub fn id(&self) -> Option<&'a str> {
        self.tree()?.id(self.data().node)
    }

    /// The classes, in the order of the attribute `class`.
    pub fn classes(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.document.classes_of(self.data()).split_ascii_whitespace()
    }

    /// The nearest ancestor.
    pub fn parent(&self) -> Option<Element<'a>> {
        self.data().parent.map(|index| Element { index: index as usize, ..*self })
    }

    /// The ancestors, the nearest first.
    pub fn ancestors(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        std::iter::successors(self.parent(), Element::parent)
    }

    /// The indexes of the segments in the element.
    pub fn segments(&self) -> Range<usize> {
        let Range { start, end } = self.data().segments;
        start as usize..end as usize
    }

    /// The number of siblings with the same name and classes, including the element itself: items of a list,
    /// cards, comments.
    pub fn repeats(&self) -> usize {
        self.data().repeats as usize
    }

    /// The range of the element in the decoded page, in bytes: from the `<` of its start tag to the `<` of the
    /// first start tag after it.
    ///
    /// If the page is UTF-8, these are bytes of the input, counted after a byte-order mark. The start is exact
    /// for elements whose start tag contains no `<`. An element that the parser adds or opens again
    /// (`<tbody>`, an unclosed `<b>`) starts at the tag that caused this. The range may include end tags of
    /// ancestors and text between them.
    pub fn written(&self) -> Range<usize> {
        self.tree().map_or(0..0, |tree| tree.written(self.data().node))
    }

    pub(crate) fn tag(&self) -> Tag {
        self.data().tag
    }

    fn tree(&self) -> Option<&'a Tree> {
        self.document.tree.as_ref()
    }

    fn data(&self) -> &'a ElementData {
        &self.document.elements[self.index]
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Element")
            .field("name", &self.name())
            .field("id", &self.id())
            .field("classes", &self.classes().collect::<Vec<_>>())
            .field("segments", &self.segments())
            .finish()
    }
}

impl Document {
    /// The deepest element that holds all of a segment; `None` for plain text.
    pub fn element_of(&self, segment: &Segment) -> Option<Element<'_>> {
        self.element_index(segment).map(|index| Element { document: self, index })
    }

    /// The elements that hold text, ancestors before descendants; empty for plain text.
    pub fn elements(&self) -> impl ExactSizeIterator<Item = Element<'_>> {
        (0..self.elements.len()).map(|index| Element { document: self, index })
    }

    /// The index of the element that a segment is in.
    pub(crate) fn element_index(&self, segment: &Segment) -> Option<usize> {
        let index = segment.markup.as_ref()?.element as usize;
        (index < self.elements.len()).then_some(index)
    }

    pub(crate) fn element_data(&self) -> &[ElementData] {
        &self.elements
    }

    /// The name of an element of HTML; empty for elements of other namespaces.
    pub(crate) fn name_of(&self, element: &ElementData) -> &str {
        self.tree.as_ref().map_or("", |tree| tree.name(element.node))
    }

    /// The value of an element's attribute `class`.
    pub(crate) fn classes_of(&self, element: &ElementData) -> &str {
        self.tree.as_ref().map_or("", |tree| tree.class(element.node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{Role, Roles};

    fn element<'a>(document: &'a Document, name: &str) -> Element<'a> {
        document.elements().find(|element| element.name() == name).expect("the page has such an element")
    }

    #[test]
    fn elements_hold_the_segments_of_their_descendants() {
        let document = Document::from_html("<main><h1>a</h1><ul><li>b<li>c</ul></main><p>d");
        let names: Vec<_> = document.elements().map(|element| element.name()).collect();
        assert_eq!(names, ["html", "body", "main", "h1", "ul", "li", "li", "p"]);
        assert_eq!((element(&document, "main").segments(), element(&document, "ul").segments()), (0..3, 1..3));
        let parents: Vec<_> = element(&document, "li").ancestors().map(|element| element.name()).collect();
        assert_eq!(parents, ["ul", "main", "body", "html"]);
    }

    #[test]
    fn only_siblings_with_the_same_name_and_classes_repeat() {
        let document = Document::from_html(
            "<p class=a>1<p class=a>2<p class=b>3<div><p class=a>4</div>\
             <x-card><h2>5</h2></x-card><x-card><h2>6</h2></x-card><x-other><h2>7</h2></x-other>",
        );
        let repeats = |name| {
            let named = document.elements().filter(move |element| element.name() == name);
            named.map(|element| element.repeats()).collect::<Vec<_>>()
        };
        assert_eq!((repeats("p"), repeats("x-card"), repeats("x-other")), (vec![2, 2, 1, 1], vec![2, 2], vec![1]));
    }

    #[test]
    fn large_elements_lose_roles_of_labels_and_of_wrappers() {
        let words = |count: usize| "word ".repeat(count);
        let html = format!(
            "<div class=comments><p class=caption>{}</p><p class=byline>{}</p></div><div class=entry-content>{}</div>",
            words(70),
            words(20),
            words(70)
        );
        let document = Document::from_html(&html);
        let has = |class: &str, role| {
            let element = document.elements().find(|element| element.classes().any(|own| own == class));
            document.elements[element.expect("the page has it").index].roles.contains(role)
        };
        // 90 of 160 words: too many for comments, not for content.
        assert!(!has("comments", Role::Comment) && has("entry-content", Role::Content));
        assert!(!has("caption", Role::Caption) && has("byline", Role::Byline));
    }

    #[test]
    fn roles_are_inherited_from_the_nearest_ancestor_with_any() {
        let body = "word ".repeat(50);
        let document =
            Document::from_html(&format!("<p>{body}<div class=share-bar><h2>a</h2><h3 class=byline>b</h3></div>"));
        let nearest = |name| document.elements[element(&document, name).index].nearest_roles;
        assert_eq!(nearest("h2"), Roles::default().with(Role::Share));
        assert_eq!(nearest("h3"), Roles::default().with(Role::Byline));
        assert!(nearest("p").is_empty());
    }

    #[test]
    fn debug_output_is_short() {
        let document = Document::from_html("<p id=a class='b c'>word");
        let debug = format!("{:?}", element(&document, "p"));
        assert_eq!(debug, r#"Element { name: "p", id: Some("a"), classes: ["b", "c"], segments: 0..1 }"#);
    }
}
