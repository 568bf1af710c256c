//! Elements of a page of HTML that hold text.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::Document;
use super::segment::Segment;
use crate::markup::{NameWeights, NodeId, RoleFinder, Roles, Tag, Tree};

/// What is known of an element that holds text.
#[derive(Clone, Debug)]
pub(crate) struct ElementData {
    pub(crate) node: NodeId,
    pub(crate) tag: Tag,
    /// The place of the nearest ancestor that holds text; always before its own.
    pub(crate) parent: Option<u32>,
    /// The segments inside of it.
    pub(crate) segments: Range<u32>,
    /// How many of its siblings, itself included, have its name and its classes.
    pub(crate) repeats: u32,
    pub(crate) roles: Roles,
    /// Its roles, or those of the nearest element around it that has one.
    pub(crate) nearest_roles: Roles,
    /// The strongest of its names and those around it, and all against added up.
    pub(crate) path: NameWeights,
    pub(crate) all_against: f32,
}

/// An element of a page of HTML that holds text: where a segment stands.
///
/// # Example
///
/// ```
/// use dechaff::Document;
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
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    pub(crate) document: &'a Document,
    pub(crate) index: usize,
}

impl<'a> Element<'a> {
    /// Its name in lower case; empty for elements of other languages (SVG, MathML).
    pub fn name(&self) -> &'a str {
        self.tree().map_or("", |tree| tree.name(self.data().node))
    }

    /// The value of an attribute, where it has one.
    ///
    /// Those that say something of content are kept: `id`, `class`, `role`, `itemprop`, `itemtype`,
    /// `href`, `lang`, `rel`, `datetime` and the like; `style` only where it may hide something.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.tree()?.attribute(self.data().node, name)
    }

    /// Its id.
    pub fn id(&self) -> Option<&'a str> {
        self.tree()?.id(self.data().node)
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.document.classes_of(self.data()).split_ascii_whitespace()
    }

    /// The element around it.
    pub fn parent(&self) -> Option<Element<'a>> {
        self.data().parent.map(|index| Element { index: index as usize, ..*self })
    }

    /// The elements around it, the nearest first.
    pub fn ancestors(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        std::iter::successors(self.parent(), Element::parent)
    }

    /// The places of the segments in it.
    pub fn segments(&self) -> Range<usize> {
        let Range { start, end } = self.data().segments;
        start as usize..end as usize
    }

    /// How many of the elements beside it, itself included, have its name and its classes: items of
    /// a list, cards, comments.
    pub fn repeats(&self) -> usize {
        self.data().repeats as usize
    }

    /// Where it was written: bytes of the decoded page, from the `<` of its start tag to that of the
    /// next start tag behind it.
    ///
    /// Where the page is UTF-8 these are bytes of the input, behind a byte-order mark. The start is
    /// exact for elements that have a start tag without `<` in it; those that the parser adds or
    /// opens again (`<tbody>`, an unclosed `<b>`) have that of the tag that made it do so. The end may
    /// lie behind end tags of elements around it and text between.
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

/// The elements around segments, and for each segment the place of its own. Ancestors stand before
/// what is in them.
pub(super) fn elements(
    tree: &Tree,
    roles: &mut RoleFinder,
    nodes: impl Iterator<Item = NodeId>,
) -> (Vec<ElementData>, Vec<u32>) {
    let mut elements: Vec<ElementData> = Vec::new();
    // For each node its place among the elements.
    let mut places = vec![u32::MAX; tree.len()];
    let mut own = Vec::new();
    let mut path = Vec::new();
    for (segment, node) in (0..).zip(nodes) {
        path.clear();
        let mut known = None;
        for id in std::iter::once(node).chain(tree.ancestors(node)) {
            if !tree.is_element(id) {
                continue;
            }
            if places[id as usize] != u32::MAX {
                known = Some(places[id as usize]);
                break;
            }
            path.push(id);
        }
        let mut place = known;
        for id in path.drain(..).rev() {
            let index = elements.len() as u32;
            let (names, roles) = (NameWeights::of(tree, id), roles.roles(tree, id));
            let around = place.map(|place| &elements[place as usize]);
            let path = NameWeights {
                against: names.against.min(around.map_or(0.0, |around| around.path.against)),
                support: names.support.max(around.map_or(0.0, |around| around.path.support)),
            };
            let all_against = names.against + around.map_or(0.0, |around| around.all_against);
            elements.push(ElementData {
                node: id,
                tag: tree.tag(id),
                parent: place,
                segments: segment..segment + 1,
                repeats: 1,
                roles,
                nearest_roles: Roles::default(),
                path,
                all_against,
            });
            places[id as usize] = index;
            place = Some(index);
        }
        // Those around it follow below, once for all segments.
        if let Some(index) = place {
            elements[index as usize].segments.end = segment + 1;
        }
        own.push(place.unwrap_or(u32::MAX));
    }
    for index in (0..elements.len()).rev() {
        let Range { end, .. } = elements[index].segments;
        if let Some(parent) = elements[index].parent {
            let around = &mut elements[parent as usize].segments;
            around.end = around.end.max(end);
        }
    }
    count_repeats(tree, &mut elements);
    elements.shrink_to_fit();
    (elements, own)
}

/// Names of wrappers mislead: what holds so much of the page's words has no role but that of content.
const SHARE_OF_WRAPPER: f32 = 0.4;
/// … and what has so many words is no author, date, caption or title.
const MAX_LABEL: u32 = 60;

/// Drops roles that an element is too large for, and hands the others down.
pub(super) fn settle_roles(elements: &mut [ElementData], segments: &[Segment]) {
    let mut words_before: Vec<u32> = Vec::with_capacity(segments.len() + 1);
    words_before.push(0);
    for segment in segments {
        let words = if segment.is_hidden() { 0 } else { segment.stats().words() as u32 };
        words_before.push(words_before[words_before.len() - 1] + words);
    }
    let all = words_before[segments.len()];
    for index in 0..elements.len() {
        let Range { start, end } = elements[index].segments;
        let words = words_before[end as usize] - words_before[start as usize];
        let mut roles = elements[index].roles;
        if words as f32 > SHARE_OF_WRAPPER * all as f32 && words > MAX_LABEL {
            roles = roles.of_content();
        } else if words > MAX_LABEL {
            roles = roles.of_containers();
        }
        elements[index].roles = roles;
        let inherited = elements[index].parent.map(|parent| elements[parent as usize].nearest_roles);
        elements[index].nearest_roles = if roles.is_empty() { inherited.unwrap_or(roles) } else { roles };
    }
}

fn count_repeats(tree: &Tree, elements: &mut [ElementData]) {
    let key = |element: &ElementData| {
        let mut hasher = FxHasher::default();
        element.parent.hash(&mut hasher);
        tree.name(element.node).hash(&mut hasher);
        tree.class(element.node).hash(&mut hasher);
        hasher.finish()
    };
    let keys: Vec<u64> = elements.iter().map(key).collect();
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for &key in &keys {
        *counts.entry(key).or_default() += 1;
    }
    for (element, key) in elements.iter_mut().zip(keys) {
        element.repeats = counts[&key];
    }
}

impl Document {
    /// The element that a segment of a page of HTML stands in: the deepest one that holds all of it.
    pub fn element_of(&self, segment: &Segment) -> Option<Element<'_>> {
        let index = segment.markup.as_ref()?.element as usize;
        (index < self.elements.len()).then_some(Element { document: self, index })
    }

    /// The elements that hold text; those around others stand before them. None for plain text.
    pub fn elements(&self) -> impl ExactSizeIterator<Item = Element<'_>> {
        (0..self.elements.len()).map(|index| Element { document: self, index })
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
