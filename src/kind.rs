//! The kinds of spans.

use std::fmt;
use std::str::FromStr;

use crate::error::UnknownKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $side:ident;)*) => {
        /// The kind of a span: a part of an article, or one kind of boilerplate.
        ///
        /// With the feature `serde`, a kind is its [name](Kind::name).
        ///
        /// # Example
        ///
        /// ```
        /// use dechaff::Kind;
        ///
        /// let kind: Kind = "list-item".parse()?;
        /// assert_eq!(kind, Kind::ListItem);
        /// assert!(kind.is_body() && kind.is_article());
        /// assert!(Kind::Caption.is_article() && !Kind::Caption.is_body());
        /// assert!(!Kind::Comment.is_article());
        /// # Ok::<(), dechaff::error::UnknownKind>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// All kinds, those of articles first.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            const NAMES: &'static [&'static str] = &[$($name),*];

            /// The kind's name: lower case, words joined by a hyphen (`"list-item"`).
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name),* }
            }

            /// Whether spans of this kind are part of the body by default.
            pub const fn is_body(self) -> bool {
                matches!(self.side(), Side::Body)
            }

            /// Whether the kind is part of an article: its body, or title, byline, dateline or caption.
            /// All other kinds are boilerplate.
            pub const fn is_article(self) -> bool {
                !matches!(self.side(), Side::Boilerplate)
            }

            const fn side(self) -> Side {
                match self { $(Kind::$variant => Side::$side),* }
            }
        }
    };
}

/// Where spans of a kind are: in the body, elsewhere in an article, or outside of articles.
#[derive(Clone, Copy)]
enum Side {
    Body,
    Article,
    Boilerplate,
}

kinds! {
    /// The headline of an article.
    Title = "title", Article;
    /// A heading inside an article.
    Heading = "heading", Body;
    /// A paragraph of running text.
    Paragraph = "paragraph", Body;
    /// An item of a list inside an article.
    ListItem = "list-item", Body;
    /// A quotation that is a block of its own.
    Quote = "quote", Body;
    /// A picture's caption or credit.
    Caption = "caption", Article;
    /// The author or source of the article.
    Byline = "byline", Article;
    /// The date, and possibly the place, of writing or publication.
    Dateline = "dateline", Article;
    /// A series of headlines of other articles.
    Ticker = "ticker", Boilerplate;
    /// Menus, breadcrumbs, tags, language switchers, logins.
    Navigation = "navigation", Boilerplate;
    /// Blocks of links for search engines.
    Spam = "spam", Boilerplate;
    /// Advertisements, sponsored links and their labels.
    Advertising = "advertising", Boilerplate;
    /// Comments of readers, with names, dates and controls.
    Comment = "comment", Boilerplate;
    /// Calls for donations, subscriptions, newsletters, memberships.
    Support = "support", Boilerplate;
    /// Teasers of other articles.
    Related = "related", Boilerplate;
    /// A box about the author: name, biography, other posts.
    Author = "author", Boilerplate;
    /// Share and follow bars.
    Share = "share", Boilerplate;
    /// Cookie, tracking and age notices.
    Consent = "consent", Boilerplate;
    /// Copyright, terms, imprint, licences.
    Legal = "legal", Boilerplate;
    /// All other boilerplate: counters, pagers, edit links, "read at the source".
    Chrome = "chrome", Boilerplate;
    /// Text that the page does not show; only in HTML.
    Hidden = "hidden", Boilerplate;
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    /// Parses a kind's [name](Kind::name), ignoring case; `_` counts as `-`.
    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let wanted = name.trim().to_ascii_lowercase().replace('_', "-");
        Kind::ALL.iter().copied().find(|kind| kind.name() == wanted).ok_or_else(|| UnknownKind::new(name, Kind::NAMES))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KindSet(u32);

impl KindSet {
    /// The kinds of a body by default.
    pub(crate) fn body() -> Self {
        Kind::ALL.iter().filter(|kind| kind.is_body()).fold(Self(0), |set, &kind| set.with(kind))
    }

    pub(crate) const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u32)
    }

    pub(crate) const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u32))
    }

    pub(crate) const fn contains(self, kind: Kind) -> bool {
        self.0 >> (kind as u32) & 1 == 1
    }
}
