//! What a span of the page is.

use std::fmt;
use std::str::FromStr;

use crate::error::UnknownKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $side:ident;)*) => {
        /// What a span of the page is: a part of an article, or one kind of boilerplate.
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
            /// Every kind, the article's side first.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            /// The kind's name: lower case, words joined by a hyphen (`"list-item"`).
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name),* }
            }

            /// Whether spans of this kind make up the body when nothing else is asked for.
            pub const fn is_body(self) -> bool {
                matches!(self.side(), Side::Body)
            }

            /// Whether the kind belongs to an article, its body or what stands around the body
            /// (title, byline, dateline, caption). All other kinds are boilerplate.
            pub const fn is_article(self) -> bool {
                !matches!(self.side(), Side::Boilerplate)
            }

            const fn side(self) -> Side {
                match self { $(Kind::$variant => Side::$side),* }
            }
        }
    };
}

#[derive(Clone, Copy)]
enum Side {
    Body,
    Around,
    Boilerplate,
}

kinds! {
    /// The headline of an article.
    Title = "title", Around;
    /// A heading inside an article.
    Heading = "heading", Body;
    /// A paragraph of running text.
    Paragraph = "paragraph", Body;
    /// An item of a list inside an article.
    ListItem = "list-item", Body;
    /// A quotation set apart from the paragraphs.
    Quote = "quote", Body;
    /// A picture's caption or credit.
    Caption = "caption", Around;
    /// Who wrote the article, or which source it is from.
    Byline = "byline", Around;
    /// When (and where) the article was written or published.
    Dateline = "dateline", Around;
    /// Headlines of other articles, run together or a line each.
    Ticker = "ticker", Boilerplate;
    /// Menus, breadcrumbs, tags, language switchers, logins.
    Navigation = "navigation", Boilerplate;
    /// Blocks of links that were put there for search engines.
    Spam = "spam", Boilerplate;
    /// What readers wrote, and the controls around it.
    Comment = "comment", Boilerplate;
    /// Calls for donations, subscriptions, newsletters, memberships.
    Support = "support", Boilerplate;
    /// Teasers of other articles.
    Related = "related", Boilerplate;
    /// Share and follow bars.
    Share = "share", Boilerplate;
    /// Cookie, tracking and age notices.
    Consent = "consent", Boilerplate;
    /// Copyright, terms, imprint, licences.
    Legal = "legal", Boilerplate;
    /// All other furniture: counters, pagers, edit links, "read at the source".
    Chrome = "chrome", Boilerplate;
    /// What the reader of the page does not see; only in HTML.
    Hidden = "hidden", Boilerplate;
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    /// Reads a kind's [name](Kind::name); case does not matter, `_` stands for `-`.
    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let wanted = name.trim().to_ascii_lowercase().replace('_', "-");
        Kind::ALL.iter().copied().find(|kind| kind.name() == wanted).ok_or_else(|| UnknownKind::new(name))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KindSet(u32);

impl KindSet {
    /// The kinds that make up a body when nothing else is asked for.
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
