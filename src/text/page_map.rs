//! Maps keyed by what stands on a page.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map whose keys a page chooses. Its hash has a secret key, another one for each map: nobody can write a page whose
/// words, names or lines all have the same hash, which would make each access as slow as a search. Nothing may depend on the
/// order of its entries.
pub(crate) type PageMap<K, V> = HashMap<K, V, RandomState>;

/// A set of what a page chooses, like [`PageMap`].
pub(crate) type PageSet<K> = HashSet<K, RandomState>;

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::HashMap;
    use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

    use rustc_hash::{FxBuildHasher, FxHasher};

    use super::*;

    const KEYS: u64 = 2_000;

    thread_local! {
        static COMPARISONS: Cell<u64> = const { Cell::new(0) };
    }

    /// A key that counts how often keys are compared.
    struct Key(u64);

    impl PartialEq for Key {
        fn eq(&self, other: &Self) -> bool {
            COMPARISONS.set(COMPARISONS.get() + 1);
            self.0 == other.0
        }
    }

    impl Eq for Key {}

    impl Hash for Key {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    /// The inverse of an odd number modulo 2^64, by Newton's method: each step doubles the bits that are right.
    fn inverse(odd: u64) -> u64 {
        (0..6).fold(odd, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse))))
    }

    /// Numbers that `FxHasher`, which multiplies by a constant and rotates, maps to hashes of the same slot and tag.
    fn colliding_numbers() -> impl Iterator<Item = u64> {
        // The hash of one is the constant, rotated by some bits.
        let rotated = FxBuildHasher.hash_one(1_u64);
        let is_factor = |factor: u64, turn: u32| {
            FxBuildHasher.hash_one(3_u64) == factor.wrapping_mul(3).rotate_left(turn)
                && FxBuildHasher.hash_one(5_u64) == factor.wrapping_mul(5).rotate_left(turn)
        };
        let factor = (0..64).find_map(|turn| {
            let factor = rotated.rotate_right(turn);
            (factor % 2 == 1 && is_factor(factor, turn)).then_some(factor)
        });
        let inverse = inverse(factor.expect("FxHasher multiplies by an odd number and rotates"));
        (0..KEYS).map(move |product| product.wrapping_mul(inverse))
    }

    /// Comparisons while all colliding numbers are inserted into an empty map.
    fn comparisons<S: BuildHasher + Default>() -> u64 {
        COMPARISONS.set(0);
        let mut map = HashMap::<Key, (), S>::default();
        map.extend(colliding_numbers().map(|number| (Key(number), ())));
        assert_eq!(map.len() as u64, KEYS);
        COMPARISONS.get()
    }

    #[test]
    fn chosen_keys_do_not_collide() {
        assert!(comparisons::<BuildHasherDefault<FxHasher>>() > KEYS * KEYS / 4, "without a secret they do");
        assert!(comparisons::<RandomState>() < KEYS);
    }
}
