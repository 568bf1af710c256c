//! Maps keyed by what stands on a page.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map whose keys a page chooses. Its hash has a secret key, another one for each map: nobody can write a page whose
/// words, names or lines all have the same hash, which would make each access as slow as a search. Nothing may depend on the
/// order of its entries.
pub(crate) type PageMap<K, V> = HashMap<K, V, RandomState>;

/// A set of what a page chooses, like [`PageMap`].
pub(crate) type PageSet<K> = HashSet<K, RandomState>;
