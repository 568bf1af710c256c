//! Which comment answers which.

use super::class_names::{self, Hold};
use super::found::Found;
use crate::document::Document;
use crate::markup::{NodeId, Tree};
use crate::text::fold_into;
use crate::text::{PageMap, PageSet};

/// Words of class names before the number of a level: WordPress has "depth-2".
const LEVEL_NAMES: &[&str] = &["depth", "level", "indent", "lvl", "ebene", "niveau"];
/// Attributes with the number of a level.
const LEVEL_ATTRIBUTES: &[&str] = &["aria-level", "data-depth", "data-level", "indent"];
/// Levels beyond this are no levels (hand-set).
const MAX_LEVEL: usize = 10_000;
/// At most this many classes of an element are read (hand-set).
const MAX_CLASS_NAMES: usize = 12;

/// For each element with a comment, how deep it is nested: by the level that the elements name, otherwise by the
/// comments and lists of replies around it. `None` if no comment is in another one.
pub(super) fn depths(document: &Document, units: &[usize]) -> PageMap<usize, usize> {
    let Some(tree) = document.tree() else { return PageMap::default() };
    let elements = document.element_data();
    let is_unit: PageSet<usize> = units.iter().copied().collect();
    let named: Vec<Option<usize>> = units
        .iter()
        .map(|&unit| {
            let around = elements[unit].parent.map(|parent| parent as usize).filter(|parent| !is_unit.contains(parent));
            let own = named_level(tree, elements[unit].node);
            own.or_else(|| around.and_then(|around| named_level(tree, elements[around].node)))
        })
        .collect();
    if named.iter().all(Option::is_some) {
        return units.iter().copied().zip(named.into_iter().flatten()).collect();
    }
    let mut depth_of = vec![0; elements.len()];
    for (index, element) in elements.iter().enumerate() {
        let around = element.parent.map_or(0, |parent| {
            let parent = parent as usize;
            depth_of[parent] + usize::from(is_unit.contains(&parent))
        });
        let is_list = class_names::hold(tree.class(element.node), Hold::Replies).is_some();
        depth_of[index] = around + usize::from(is_list);
    }
    units.iter().map(|&unit| (unit, depth_of[unit])).collect()
}

/// The level that an element names.
fn named_level(tree: &Tree, node: NodeId) -> Option<usize> {
    let of_attribute = LEVEL_ATTRIBUTES.iter().find_map(|name| tree.attribute(node, name)?.trim().parse().ok());
    let of_class = || {
        tree.classes(node).take(MAX_CLASS_NAMES).find_map(|class| {
            let digits = class.len() - class.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let (name, number) = class.split_at(class.len() - digits);
            let name = name.trim_end_matches(['-', '_']).to_ascii_lowercase();
            let last = name.rsplit(['-', '_']).next().unwrap_or_default();
            if LEVEL_NAMES.contains(&last) { number.parse().ok() } else { None }
        })
    };
    of_attribute.or_else(of_class).filter(|&level: &usize| level <= MAX_LEVEL)
}

/// Sets level and parent of each comment: by depth if comments are nested, otherwise by the names of those answered.
pub(super) fn arrange(comments: &mut [Found]) {
    let is_nested = comments.windows(2).any(|pair| pair[0].depth != pair[1].depth);
    // The comments that the next one may be in, with their depths.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut last_of: PageMap<String, usize> = PageMap::default();
    for index in 0..comments.len() {
        let depth = comments[index].depth.unwrap_or(0);
        while open.last().is_some_and(|&(of, _)| of >= depth) {
            open.pop();
        }
        let mut parent = open.last().map(|&(_, index)| index).filter(|_| is_nested);
        open.push((depth, index));
        if parent.is_none()
            && let Some(name) = &comments[index].reply_to
        {
            parent = last_of.get(&folded(name)).copied();
        }
        comments[index].parent = parent;
        comments[index].level = parent.map_or(0, |parent| comments[parent].level + 1);
        if let Some(author) = &comments[index].author {
            let name = folded(&author.text);
            // "@Kurt" may be the first word of a longer name.
            if let Some((first, _)) = name.split_once(' ') {
                last_of.insert(first.to_owned(), index);
            }
            last_of.insert(name, index);
        }
    }
}

/// A name as names are compared.
fn folded(name: &str) -> String {
    let mut folded = String::new();
    let mut words = name.split_whitespace();
    fold_into(words.next().unwrap_or_default(), &mut folded);
    for word in words {
        folded.push(' ');
        fold_into(word, &mut folded);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comments::found::Value;

    fn comment(author: &str, depth: Option<usize>, reply_to: Option<&str>) -> Found {
        let author = Some(Value { text: author.to_owned(), range: None });
        Found { author, depth, reply_to: reply_to.map(str::to_owned), ..Found::default() }
    }

    fn arranged(mut comments: Vec<Found>) -> Vec<(usize, Option<usize>)> {
        arrange(&mut comments);
        comments.iter().map(|comment| (comment.level, comment.parent)).collect()
    }

    #[test]
    fn deeper_comments_answer_the_one_before() {
        let depths = [1, 3, 3, 7, 1, 2];
        let comments = depths.map(|depth| comment("Kim", Some(depth), None)).to_vec();
        assert_eq!(arranged(comments), [(0, None), (1, Some(0)), (1, Some(0)), (2, Some(2)), (0, None), (1, Some(4))]);
    }

    #[test]
    fn names_say_whom_flat_comments_answer() {
        let comments = vec![
            comment("Kurt", None, None),
            comment("Martha", None, Some("kurt")),
            comment("مریم", None, Some("MARTHA")),
            comment("Old Tom", None, Some("nobody")),
            comment("Kurt", None, Some("Old")),
        ];
        assert_eq!(arranged(comments), [(0, None), (1, Some(0)), (2, Some(1)), (0, None), (1, Some(3))]);
    }
}
