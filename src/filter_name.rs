//! The names of filters in two bytes each, for what a page has thousands of.

use std::fmt;
use std::sync::OnceLock;

/// The name of a filter or of the decision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct FilterName(u16);

/// What the decision calls itself, in the order of the constants.
const OF_DECISION: [&str; 5] = ["none", "model", "rules", "copy", "following-article"];

/// All names live as long as the program; this many have a number. Hand-set: a pipeline has about twenty filters.
const MAX_NAMES: usize = 4_096;

/// The names after those of the decision, without a gap.
static NAMES: [OnceLock<&'static str>; MAX_NAMES] = [const { OnceLock::new() }; MAX_NAMES];

impl FilterName {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const MODEL: Self = Self(1);
    pub(crate) const RULES: Self = Self(2);
    pub(crate) const COPY: Self = Self(3);
    pub(crate) const FOLLOWING_ARTICLE: Self = Self(4);

    /// The number of a name; that of "none" if there are too many.
    pub(crate) fn of(name: &'static str) -> Self {
        Self::find(name, MAX_NAMES, || name).unwrap_or(Self::NONE)
    }

    /// The number of a name, which is made to last if it is new; `None` if it is not among the first `max` names and cannot
    /// become one of them.
    pub(crate) fn find(name: &str, max: usize, lasting: impl Fn() -> &'static str) -> Option<Self> {
        if let Some(number) = OF_DECISION.iter().position(|&known| known == name) {
            return Some(Self(number as u16));
        }
        // Another thread may take the same place first; then the next one is tried.
        let number = NAMES[..max.min(MAX_NAMES)].iter().position(|place| *place.get_or_init(&lasting) == name)?;
        Some(Self((OF_DECISION.len() + number) as u16))
    }

    pub(crate) fn name(self) -> &'static str {
        let number = usize::from(self.0);
        match number.checked_sub(OF_DECISION.len()) {
            None => OF_DECISION[number],
            Some(number) => NAMES[number].get().copied().unwrap_or_default(),
        }
    }
}

impl fmt::Debug for FilterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for FilterName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number() {
        let (mill, rye) = (FilterName::of("mill"), FilterName::of("rye"));
        assert!(mill != rye && mill == FilterName::of("mill"));
        assert_eq!(
            [mill, rye, FilterName::MODEL, FilterName::NONE].map(FilterName::name),
            ["mill", "rye", "model", "none"]
        );
        assert_eq!(
            [FilterName::of("model"), FilterName::of("following-article")],
            [FilterName::MODEL, FilterName::FOLLOWING_ARTICLE]
        );
        assert_eq!(format!("{rye:?}"), "\"rye\"");
    }

    #[test]
    fn a_name_beyond_the_limit_has_no_number() {
        assert_eq!(FilterName::find("wheat", 0, || "wheat"), None);
        assert_eq!(FilterName::find("copy", 0, || "copy"), Some(FilterName::COPY));
    }
}
