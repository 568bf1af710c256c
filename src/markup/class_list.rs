//! What is known of a list of classes, found once for all elements of a page that share it.

use crate::text::PageMap;

/// The value of an attribute `class`, by where the tree has it: equal lists are at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClassList {
    pub(super) start: u32,
    pub(super) length: u32,
}

/// Something about each list of classes of a tree that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct ClassFacts<T>(PageMap<ClassList, T>);

impl<T> Default for ClassFacts<T> {
    fn default() -> Self {
        Self(PageMap::default())
    }
}

impl<T> ClassFacts<T> {
    /// What is known of a list, or what `find` finds.
    pub(crate) fn of(&mut self, list: ClassList, find: impl FnOnce() -> T) -> &T {
        self.0.entry(list).or_insert_with(find)
    }
}

#[cfg(test)]
mod tests {
    use html5ever::{QualName, local_name, ns};

    use super::*;
    use crate::markup::Tree;

    #[test]
    fn equal_lists_are_asked_for_once() {
        let mut tree = Tree::with_capacity(4, 0);
        let lists = ["a b", "a", "", "a b", "a", "b"];
        let nodes = lists.map(|classes| {
            let node = tree.create_element(QualName::new(None, ns!(html), local_name!("p")));
            tree.add_attribute(local_name!("class"), classes);
            node
        });
        let mut asked = Vec::new();
        let mut facts = ClassFacts::default();
        for is_shrunk in [false, true] {
            for node in nodes {
                let classes = tree.class(node);
                let length = *facts.of(tree.class_list(classes), || {
                    asked.push(classes.to_owned());
                    classes.len()
                });
                assert_eq!(length, classes.len());
            }
            if !is_shrunk {
                tree.shrink();
            }
        }
        assert_eq!(asked, ["a b", "a", "", "b"]);
    }
}
