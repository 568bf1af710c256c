//! What is known of markup: the tree of a page and the rules for it.

mod rules;
mod select;
mod tag;
mod tree;
mod words;

pub(crate) use rules::{Role, Roles, is_kept, kept_attribute, roles};
pub(crate) use tag::{Display, Tag};
pub(crate) use tree::{Kind, NONE, NodeId, ROOT, Tree};
pub(crate) use words::{Names, names};
