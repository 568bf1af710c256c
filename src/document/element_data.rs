//! Facts about the elements of a page of HTML that hold text.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use super::segment::Segment;
use crate::markup::{NameWeights, Names, NodeId, Role, RoleFinder, Roles, Tag, Tree};
use crate::text::PageMap;

/// Facts about an element that holds text.
#[derive(Clone, Debug)]
pub(crate) struct ElementData {
    pub(crate) node: NodeId,
    pub(crate) tag: Tag,
    /// The index of the nearest ancestor that holds text; always lower than its own.
    pub(crate) parent: Option<u32>,
    /// The indexes of the segments in the element.
    pub(crate) segments: Range<u32>,
    /// The index of the first element with the same [`Names`].
    pub(crate) first_alike: u32,
    /// The number of its siblings with the same name and classes, including itself.
    pub(crate) repeats: u32,
    pub(crate) roles: Roles,
    /// Its roles, or those of its nearest ancestor with any.
    pub(crate) nearest_roles: Roles,
    /// The lowest and highest weights of its names and those of its ancestors.
    pub(crate) path: NameWeights,
    /// The sum of the weights against content of the element and its ancestors.
    pub(crate) all_against: f32,
    /// Whether it is a table of data, not one that lays out the page.
    pub(crate) is_data_table: bool,
}

/// The elements that hold segments, ancestors first, and for each segment the index of its own element.
/// `nodes` are the nodes of the segments, `data_tables` those of tables of data, ascending.
pub(super) fn elements(
    tree: &Tree,
    mut roles: RoleFinder,
    data_tables: &[NodeId],
    nodes: impl ExactSizeIterator<Item = NodeId> + Clone,
) -> (Vec<ElementData>, Vec<u32>) {
    // For each node its index among the elements.
    let mut indexes = vec![u32::MAX; tree.len()];
    let mut elements: Vec<ElementData> = Vec::with_capacity(count_around(tree, nodes.clone(), &mut indexes));
    roles.reserve(elements.capacity());
    let mut own = Vec::with_capacity(nodes.len());
    let mut path = Vec::new();
    let mut known_names: PageMap<Names, (u32, NameWeights)> = PageMap::default();
    for (segment, node) in (0..).zip(nodes) {
        path.clear();
        let mut known = None;
        for id in std::iter::once(node).chain(tree.ancestors(node)) {
            if !tree.is_element(id) {
                continue;
            }
            if indexes[id as usize] != COUNTED {
                known = Some(indexes[id as usize]);
                break;
            }
            path.push(id);
        }
        let mut parent = known;
        for id in path.drain(..).rev() {
            let index = elements.len() as u32;
            // Classes of `<html>` and `<body>` describe the whole page: "has-sidebar", "cookie-accepted".
            let is_page = matches!(tree.tag(id), Tag::Html | Tag::Body);
            let own = Names::of(tree, id);
            let (first_alike, weights) = *known_names.entry(own).or_insert_with(|| (index, NameWeights::of(own)));
            let names = if is_page { NameWeights::default() } else { weights };
            let roles = roles.roles(tree, id);
            let above = parent.map(|parent| &elements[parent as usize]);
            let path = NameWeights {
                against: names.against.min(above.map_or(0.0, |above| above.path.against)),
                support: names.support.max(above.map_or(0.0, |above| above.path.support)),
            };
            let all_against = names.against + above.map_or(0.0, |above| above.all_against);
            elements.push(ElementData {
                node: id,
                tag: tree.tag(id),
                parent,
                segments: segment..segment + 1,
                first_alike,
                repeats: 1,
                roles,
                nearest_roles: Roles::default(),
                path,
                all_against,
                is_data_table: data_tables.binary_search(&id).is_ok(),
            });
            indexes[id as usize] = index;
            parent = Some(index);
        }
        // The ends of its ancestors are set below, once for all segments.
        if let Some(index) = parent {
            elements[index as usize].segments.end = segment + 1;
        }
        own.push(parent.unwrap_or(u32::MAX));
    }
    for index in (0..elements.len()).rev() {
        let Range { end, .. } = elements[index].segments;
        if let Some(parent) = elements[index].parent {
            let above = &mut elements[parent as usize].segments;
            above.end = above.end.max(end);
        }
    }
    // They take as much memory as the elements.
    drop((indexes, known_names, roles));
    count_repeats(tree, &mut elements);
    (elements, own)
}

/// The index of an element that is counted, but has none yet.
const COUNTED: u32 = u32::MAX - 1;

/// The number of the elements around some nodes, which are set to [`COUNTED`].
fn count_around(tree: &Tree, nodes: impl Iterator<Item = NodeId>, indexes: &mut [u32]) -> usize {
    let mut count = 0;
    for node in nodes {
        for id in std::iter::once(node).chain(tree.ancestors(node)).filter(|&id| tree.is_element(id)) {
            if std::mem::replace(&mut indexes[id as usize], COUNTED) == COUNTED {
                break;
            }
            count += 1;
        }
    }
    count
}

/// An element with a greater share of the page's words is a wrapper, whose names mislead: it can only be content
/// (hand-set).
const MAX_ROLE_SHARE: f32 = 0.4;
/// An element with more words is no author, date, caption or title, and can be a wrapper (hand-set).
const MAX_LABEL_ELEMENT_WORDS: u32 = 60;

/// Drops the roles of elements that are too large for them, and passes the others on to descendants.
pub(super) fn settle_roles(elements: &mut [ElementData], segments: &[Segment]) {
    let mut words_before: Vec<u32> = Vec::with_capacity(segments.len() + 1);
    words_before.push(0);
    for segment in segments {
        let words = if segment.is_hidden() { 0 } else { segment.stats().words() as u32 };
        words_before.push(words_before[words_before.len() - 1] + words);
    }
    let all = words_before[segments.len()];
    let has_link = |range: Range<u32>| {
        segments[range.start as usize..range.end as usize].iter().any(|segment| segment.links() > 0)
    };
    for index in 0..elements.len() {
        let Range { start, end } = elements[index].segments;
        let words = words_before[end as usize] - words_before[start as usize];
        let mut roles = elements[index].roles;
        if words as f32 > MAX_ROLE_SHARE * all as f32 && words > MAX_LABEL_ELEMENT_WORDS {
            roles = roles.of_content();
        } else if words > MAX_LABEL_ELEMENT_WORDS {
            roles = roles.of_containers();
        }
        // Without a link nothing is related: a section "Related work" is part of a paper.
        if roles.contains(Role::Related) && !has_link(start..end) {
            roles = roles.without(Role::Related);
        }
        elements[index].roles = roles;
        let inherited = elements[index].parent.map(|parent| elements[parent as usize].nearest_roles);
        elements[index].nearest_roles = if roles.is_empty() { inherited.unwrap_or(roles) } else { roles };
    }
}

/// Counts siblings with the same name and classes.
fn count_repeats(tree: &Tree, elements: &mut [ElementData]) {
    let key = |element: &ElementData| {
        let mut hasher = FxHasher::default();
        element.parent.hash(&mut hasher);
        tree.name(element.node).hash(&mut hasher);
        tree.class(element.node).hash(&mut hasher);
        hasher.finish()
    };
    // Sorted, they take less memory than a table.
    let mut keys: Vec<(u64, u32)> = elements.iter().map(key).zip(0..).collect();
    keys.sort_unstable();
    for alike in keys.chunk_by(|one, next| one.0 == next.0) {
        for &(_, index) in alike {
            elements[index as usize].repeats = alike.len() as u32;
        }
    }
}
