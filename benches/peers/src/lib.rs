//! What the programs here share: the tools, the pages, and how both are measured.

pub mod corpus;
pub mod floors;
pub mod memory;
pub mod race;
pub mod table;
pub mod tool;
