//! The element tree of a page, and the evidence of its markup: roles of elements and weights of their names.

mod class_list;
mod columns;
mod element_view;
mod footnotes;
mod formula;
mod kept_attributes;
mod name_weights;
mod roles;
mod rules;
mod spacing;
mod tag;
mod tree;

pub(crate) use class_list::ClassFacts;
pub(crate) use columns::Columns;
pub(crate) use footnotes::{fragment, is_back_link, is_bare_reference, is_named_reference, is_note_name, note_label};
pub(crate) use formula::{Formula, formula, has_formulas, is_drawn_again};
pub(crate) use kept_attributes::{holds_address, holds_text, is_kept, kept_attribute};
pub(crate) use name_weights::{MAX_NAME_WORDS, NameWeights, Names};
pub(crate) use roles::{Role, Roles};
pub(crate) use rules::RoleFinder;
pub(crate) use spacing::{Spacing, lays_out_children};
pub(crate) use tag::{Display, Tag};
pub(crate) use tree::{NONE, NodeId, NodeKind, ROOT, Tree};
