//! Tools for taking text apart: character classes, cuts, words, folding, hashes, shingles, repeats.
//!
//! This module is at the bottom of the crate and imports nothing of it. The build script compiles `characters`,
//! `fold`, `hash` and `words` too, so these four need no crate besides `unicode-normalization`.
//!
//! One scanner of words, [`tokens`], serves the statistics, the language identifier, the models and the comparison of titles.

mod bylines;
pub(crate) mod characters;
mod dates;
mod fold;
mod harmless;
pub(crate) mod hash;
mod page_map;
mod repeats;
mod shingles;
mod stems;
mod trim;
mod word_table;
mod words;

pub(crate) use bylines::{
    DateOf, date_of, declared_names, is_by, is_byline, is_list_with_roles, is_statement_of_publication,
    name_before_date, names,
};
pub(crate) use characters::is_invisible;
pub(crate) use dates::{Date, digit, is_month};
pub(crate) use fold::{fold_into, folded_hash};
pub(crate) use harmless::{harmless, is_blank, is_harmless, make_harmless, make_string_harmless};
pub(crate) use page_map::{PageMap, PageSet};
pub(crate) use repeats::first_of_equals;
pub(crate) use shingles::Shingles;
pub(crate) use stems::{stems, word_hashes};
pub(crate) use trim::{collapse_white_space, floor_char_boundary, simplified};
pub(crate) use word_table::WordTable;
pub(crate) use words::{Token, Word, WordClass, tokens, words};
