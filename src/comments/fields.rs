//! Author, date and text of a comment, as its elements name them: schema.org, `<time>`, class names, addresses.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::attribution::name_in;
use super::class_names::{Hold, hold};
use super::when::{find, iso_of};
use super::words::tokens;
use crate::document::Document;
use crate::markup::{NodeId, NodeKind, ROOT, Tag, Tree};
use crate::text::{collapse_white_space, floor_char_boundary};

/// A name or date has at most this many bytes (hand-set).
const MAX_VALUE_BYTES: usize = 200;
/// At most this many nodes of an element are read for its text: a name is not longer (hand-set).
const MAX_VALUE_NODES: usize = 48;
/// At most this many elements around a value are looked at (hand-set).
const MAX_ANCESTORS: usize = 32;
/// At most this many elements that may hold the text of a comment are compared (hand-set).
const MAX_TEXT_ELEMENTS: usize = 12;
/// Parts of the addresses of pages about a user.
const USER_PATHS: &[&str] = &[
    "/user/",
    "/users/",
    "/u/",
    "/member",
    "/profile",
    "/profil",
    "/author/",
    "/autor/",
    "/people/",
    "/nutzer/",
    "/benutzer/",
    "/membre/",
    "/auteur/",
];

// Ranks of what names a value; lower ones are more reliable. Ranks of class names follow.

const ITEMPROP: usize = 0;
const REL: usize = 1;
const CLASS: usize = 2;
const USER_ADDRESS: usize = 200;
const CITE: usize = 201;

const TIME: usize = 1;

/// What the elements of a comment say.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) author: Option<String>,
    /// As the page shows it, or the attribute's value if it shows none.
    pub(super) date: Option<String>,
    pub(super) iso_date: Option<String>,
    /// The element with the text.
    pub(super) text: Option<NodeId>,
    author_rank: Option<usize>,
    author_node: NodeId,
    date_rank: Option<usize>,
    date_node: NodeId,
    texts: Vec<(usize, NodeId)>,
}

/// The fields of each comment, given as the nodes of their elements. What is in a comment within another one belongs to
/// the inner one.
pub(super) fn read(document: &Document, units: &[NodeId]) -> FxHashMap<NodeId, Fields> {
    let mut fields: FxHashMap<NodeId, Fields> = units.iter().map(|&unit| (unit, Fields::default())).collect();
    let Some(tree) = document.tree() else { return fields };
    // For each node the comment that it is in, or `ROOT`.
    let mut owners = vec![ROOT; tree.len()];
    for node in tree.descendants(ROOT) {
        let owner = if fields.contains_key(&node) { node } else { owners[tree.parent(node) as usize] };
        owners[node as usize] = owner;
        if owner != ROOT
            && tree.is_element(node)
            && let Some(own) = fields.get_mut(&owner)
        {
            own.see(tree, node);
        }
    }
    for (&unit, fields) in &mut fields {
        fields.choose_text(tree, unit);
    }
    fields
}

impl Fields {
    fn see(&mut self, tree: &Tree, node: NodeId) {
        let classes = tree.class(node);
        // Microdata, or RDFa with or without a prefix: "schema:dateCreated".
        let property = ["itemprop", "property"].into_iter().find_map(|name| tree.attribute(node, name));
        let property = property.unwrap_or_default();
        let props = || property.split_ascii_whitespace().map(|name| name.rsplit(':').next().unwrap_or(name));
        let is = |names: &[&str]| props().any(|prop| names.contains(&prop));
        if let Some(rank) = author_rank(tree, node, classes, is(&["author", "creator"]))
            && self.author_rank.is_none_or(|known| rank < known)
            && let Some(author) = author(tree, node)
        {
            (self.author, self.author_rank, self.author_node) = (Some(author), Some(rank), node);
        }
        let is_dated = is(&["dateCreated", "datePublished", "commentTime", "uploadDate"]);
        if !is(&["dateModified"])
            && let Some(rank) = date_rank(tree, node, classes, is_dated)
            && self.date_rank.is_none_or(|known| rank < known)
            && let Some((written, iso)) = date(tree, node)
        {
            (self.date, self.iso_date) = (Some(written), iso);
            (self.date_rank, self.date_node) = (Some(rank), node);
        }
        let text_rank = if is(&["text", "commentText", "articleBody", "reviewBody"]) {
            Some(ITEMPROP)
        } else {
            hold(classes, Hold::Text).map(|rank| CLASS + rank)
        };
        if let Some(rank) = text_rank
            && self.texts.len() < MAX_TEXT_ELEMENTS
        {
            self.texts.push((rank, node));
        }
    }

    /// Chooses the element with the text: it holds neither author nor date.
    fn choose_text(&mut self, tree: &Tree, unit: NodeId) {
        let mut around: Vec<NodeId> = vec![unit];
        for (rank, node) in [(self.author_rank, self.author_node), (self.date_rank, self.date_node)] {
            if rank.is_some() {
                around.push(node);
                around.extend(tree.ancestors(node).take(MAX_ANCESTORS));
            }
        }
        let own = self.texts.iter().filter(|(_, node)| !around.contains(node) && has_text(tree, *node));
        self.text = own.min_by_key(|(rank, _)| *rank).map(|&(_, node)| node);
    }
}

fn has_text(tree: &Tree, node: NodeId) -> bool {
    let mut texts = tree.descendants(node).take(MAX_VALUE_NODES);
    texts.any(|node| matches!(tree.kind(node), NodeKind::Text(text) if !text.trim().is_empty()))
}

fn author_rank(tree: &Tree, node: NodeId, classes: &str, is_itemprop: bool) -> Option<usize> {
    if is_itemprop {
        return Some(ITEMPROP);
    }
    let rel = tree.attribute(node, "rel").unwrap_or_default();
    if rel.split_ascii_whitespace().any(|rel| rel == "author") {
        return Some(REL);
    }
    if let Some(rank) = hold(classes, Hold::Author)
        && hold(classes, Hold::NoAuthor).is_none()
    {
        return Some(CLASS + rank);
    }
    let leads_to_user = || {
        let path = tree.attribute(node, "href").unwrap_or_default();
        path.len() <= MAX_VALUE_BYTES && USER_PATHS.iter().any(|part| path.contains(part))
    };
    match tree.tag(node) {
        Tag::A if leads_to_user() => Some(USER_ADDRESS),
        Tag::Cite => Some(CITE),
        _ => None,
    }
}

/// The name in an element: that of its `itemprop=name`, otherwise the one in its text.
fn author(tree: &Tree, node: NodeId) -> Option<String> {
    let inside = || tree.descendants(node).take(MAX_VALUE_NODES);
    let name = inside().find(|&inside| tree.attribute(inside, "itemprop") == Some("name"));
    let of = name.unwrap_or(node);
    if let Some(content) = tree.attribute(of, "content") {
        return Some(collapse_white_space(content)).filter(|name| !name.is_empty() && name.len() <= MAX_VALUE_BYTES);
    }
    let text = text(tree, of)?;
    let range = name_in(&text)?;
    Some(text[range].to_owned())
}

fn date_rank(tree: &Tree, node: NodeId, classes: &str, is_itemprop: bool) -> Option<usize> {
    if is_itemprop {
        return Some(ITEMPROP);
    }
    if hold(classes, Hold::NoDate).is_some() {
        return None;
    }
    if tree.tag(node) == Tag::Time || tree.name(node) == "relative-time" {
        return Some(TIME);
    }
    hold(classes, Hold::Date).map(|rank| CLASS + rank)
}

/// The date of an element as written and as ISO 8601.
fn date(tree: &Tree, node: NodeId) -> Option<(String, Option<String>)> {
    let attribute = |name: &str| tree.attribute(node, name).filter(|value| value.len() <= MAX_VALUE_BYTES);
    let exact = ["datetime", "content", "title"].into_iter().find_map(|name| {
        let value = attribute(name)?;
        Some((value, iso_of(value)?))
    });
    let text = text(tree, node).unwrap_or_default();
    let shown = find(&text, &tokens(&text));
    let written = shown.as_ref().map(|when| text[when.range.clone()].to_owned());
    match (written, exact) {
        (Some(written), exact) => {
            let shown = shown.and_then(|when| when.iso);
            // Some attributes have the day only, where the page shows the time too.
            let exact = exact.map(|(_, iso)| iso);
            let is_finer = matches!((&exact, &shown), (Some(exact), Some(shown)) if shown.starts_with(exact.as_str()));
            Some((written, if is_finer { shown } else { exact.or(shown) }))
        }
        (None, Some((value, iso))) => Some((collapse_white_space(value), Some(iso))),
        (None, None) => None,
    }
}

/// The text of an element, if it is short.
fn text(tree: &Tree, node: NodeId) -> Option<String> {
    let mut text = String::new();
    for node in tree.descendants(node).take(MAX_VALUE_NODES) {
        if let NodeKind::Text(piece) = tree.kind(node) {
            text.push_str(&piece[..floor_char_boundary(piece, MAX_VALUE_BYTES + 4)]);
            // Texts of two elements are two words.
            text.push(' ');
        }
        if text.len() > MAX_VALUE_BYTES {
            return None;
        }
    }
    let text = collapse_white_space(&text);
    (!text.is_empty()).then_some(text)
}

/// The nodes of the texts of comments, and for each element of the document whether it is in one of them and in no
/// comment within.
pub(super) fn are_in_texts(document: &Document, fields: &FxHashMap<NodeId, Fields>) -> Vec<bool> {
    let texts: FxHashSet<NodeId> = fields.values().filter_map(|fields| fields.text).collect();
    let mut inside: Vec<bool> = Vec::with_capacity(document.element_data().len());
    for element in document.element_data() {
        let around = element.parent.is_some_and(|parent| inside[parent as usize]);
        inside.push(texts.contains(&element.node) || around && !fields.contains_key(&element.node));
    }
    inside
}

/// The bytes of a value in a part of the source text.
pub(super) fn locate(source: &str, part: Range<usize>, value: &str) -> Option<Range<usize>> {
    let at = source.get(part.clone())?.find(value)? + part.start;
    Some(at..at + value.len())
}
