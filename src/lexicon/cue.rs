//! The groups of cues, one for each section of a lexicon file.

macro_rules! cues {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// A group of cue words and phrases; every language's lexicon file has a section for it.
        ///
        /// ```
        /// use dechaff::document::{Cue, Document};
        ///
        /// let document = Document::from_text("Lire aussi");
        /// assert!(document.segments()[0].stats().has_cue(Cue::Related));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cue { $($(#[$doc])* $variant,)* }

        impl Cue {
            /// The name of its section in the lexicon files.
            #[allow(dead_code, reason = "the build script reads the files")]
            pub(super) const fn section(self) -> &'static str {
                match self { $(Cue::$variant => $name),* }
            }

            pub(crate) const ALL: &'static [Self] = &[$(Cue::$variant),*];
        }
    };
}

cues! {
    /// Labels of menus, logins, topic sections.
    Navigation = "navigation";
    /// Words for the home page, with which a breadcrumb begins.
    Breadcrumb = "breadcrumb";
    /// Labels of headline tickers.
    Ticker = "ticker";
    /// Headings of blocks of other articles.
    Related = "related";
    /// Labels and endings of teasers.
    Teaser = "teaser";
    /// Labels of share and follow bars.
    Share = "share";
    /// Calls for money, subscriptions, newsletters.
    Support = "support";
    /// Labels of advertisements and sponsored links.
    Advertising = "advertising";
    /// Cookie, tracking and age notices.
    Consent = "consent";
    /// Copyright, terms, imprint.
    Legal = "legal";
    /// Other boilerplate of a site.
    Chrome = "chrome";
    /// Headings and buttons of a comment section.
    CommentSection = "comment-section";
    /// Labels beside single comments.
    CommentItem = "comment-item";
    /// The form for a new comment.
    CommentForm = "comment-form";
    /// Words of readers' comments that are rare in edited text.
    Informal = "informal";
    /// Words of spam links.
    Spam = "spam";
    /// Beginnings of author lines.
    Byline = "byline";
    /// Beginnings of publication dates.
    Dateline = "dateline";
    /// Marks of picture captions and credits.
    Caption = "caption";
    /// Lines that name the source of a text.
    Source = "source";
    /// Phrases that attribute speech in edited text.
    Attribution = "attribution";
    /// Names of months.
    Month = "months";
    /// Names of weekdays.
    Weekday = "weekdays";
    /// Relative times.
    Ago = "ago";
    /// Names of currencies.
    Currency = "currency";
    /// Words that address the reader.
    Reader = "reader";
    /// Words by which authors refer to themselves.
    We = "we";
}

/// The number of groups.
pub(crate) const GROUPS: usize = Cue::ALL.len();

impl Cue {
    /// Whether the group's cues are typical of boilerplate: a short line of their words is likely boilerplate even if it
    /// is not exactly one of the cues.
    pub(crate) const fn is_boilerplate(self) -> bool {
        matches!(
            self,
            Cue::Navigation
                | Cue::Ticker
                | Cue::Related
                | Cue::Teaser
                | Cue::Share
                | Cue::Support
                | Cue::Advertising
                | Cue::Consent
                | Cue::Legal
                | Cue::Chrome
                | Cue::CommentSection
                | Cue::CommentItem
                | Cue::CommentForm
        )
    }
}

/// A set of cue groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct CueSet(u32);

impl CueSet {
    /// The groups that [`Cue::is_boilerplate`] names.
    pub(crate) const BOILERPLATE: Self = {
        let mut set = Self(0);
        let mut group = 0;
        while group < GROUPS {
            if Cue::ALL[group].is_boilerplate() {
                set = set.union(Self::of(Cue::ALL[group]));
            }
            group += 1;
        }
        set
    };

    pub(crate) const fn of(cue: Cue) -> Self {
        Self(1 << cue as u32)
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// A bit for each group, by its discriminant.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// The set whose [`CueSet::bits`] were written in little endian.
    pub(crate) const fn of_bits(bits: [u8; 4]) -> Self {
        Self(u32::from_le_bytes(bits))
    }

    pub(crate) const fn contains(self, cue: Cue) -> bool {
        self.0 >> (cue as u32) & 1 == 1
    }

    /// Whether the two sets have a group in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
