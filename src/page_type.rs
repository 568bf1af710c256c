//! The types of pages.

use std::fmt;

macro_rules! page_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What a page is for, which decides what is its content: the posts of a thread are, comments on an article
        /// are not.
        ///
        /// With the feature `serde`, a type is its name.
        ///
        /// # Example
        ///
        /// ```
        /// use dechaff::PageType;
        ///
        /// assert_eq!(PageType::LiveBlog.name(), "live-blog");
        /// assert!(PageType::ALL.contains(&PageType::Recipe));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
        #[non_exhaustive]
        pub enum PageType { $($(#[$doc])* $variant,)* }

        impl PageType {
            /// All types.
            pub const ALL: &'static [PageType] = &[$(PageType::$variant),*];

            /// The type's name: lower case, words joined by a hyphen (`"live-blog"`).
            pub const fn name(self) -> &'static str {
                match self { $(PageType::$variant => $name),* }
            }
        }
    };
}

page_types! {
    /// News, blog posts, essays.
    Article = "article";
    /// A thread of a forum, or another discussion.
    Thread = "thread";
    /// A question and its answers.
    QuestionAndAnswers = "question-and-answers";
    /// Manuals, references, encyclopedias.
    Documentation = "documentation";
    /// One product.
    Product = "product";
    /// Products or other things, to choose one of them.
    Collection = "collection";
    /// A list of other pages, with summaries: a category, search results.
    Listing = "listing";
    /// What a company or an institution offers.
    Service = "service";
    /// A recipe.
    Recipe = "recipe";
    /// A report with entries that are added while something happens.
    LiveBlog = "live-blog";
    /// The home page of a site.
    Home = "home";
    /// Anything else.
    Other = "other";
}

impl fmt::Display for PageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
