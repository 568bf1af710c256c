//! The features of a page as a whole, which its type is told by.

use super::table::{Facts, Table};
use crate::analysis::{Analysis, Landmarks};
use crate::document::{Document, Marks, Segment};
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::markup::{Role, Tag};

/// The features of pages.
pub(crate) struct WholePage;

impl Facts for WholePage {
    type Page<'a> = Page<'a>;
}

/// A segment with more prose than this counts as a paragraph. Hand-set.
const MIN_PARAGRAPH_PROSE: f32 = 0.5;
/// A segment with a greater share of link text counts as a link. Hand-set.
const MIN_LINK_DENSITY: f32 = 0.8;

/// The facts of a page that its features are computed from.
pub(crate) struct Page<'a> {
    document: &'a Document,
    analysis: &'a Analysis<'a>,
    address: String,
    generator: String,
    /// All words, and words of running text, each at least 1.
    words: f32,
    prose: f32,
    /// For each kind the words of the segments that filters are confident of, as a share of the page's.
    marked: Vec<f32>,
}

impl<'a> Page<'a> {
    pub(crate) fn of(analysis: &'a Analysis<'a>, marks: &Marks) -> Self {
        let document = analysis.document();
        let metadata = document.metadata();
        let mut marked = vec![0.0; Kind::ALL.len()];
        let mut words = 0.0;
        for (index, segment) in document.segments().iter().enumerate() {
            let own = segment.stats().words() as f32;
            words += own;
            if let Some(mark) = marks.evidence(index).filter(|_| marks.is_boilerplate(index)) {
                marked[mark.kind() as usize] += own;
            }
        }
        let words = words.max(1.0);
        marked.iter_mut().for_each(|share| *share /= words);
        Self {
            document,
            analysis,
            address: metadata.url().map_or("", |url| url.value()).to_ascii_lowercase(),
            generator: metadata.generator.as_deref().unwrap_or_default().to_ascii_lowercase(),
            words,
            prose: analysis.prose_words().iter().sum::<f32>().max(1.0),
            marked,
        }
    }

    /// The number of segments of some kind as a share of all.
    fn share(&self, is_counted: impl Fn(&Segment) -> bool) -> f32 {
        let segments = self.document.segments();
        segments.iter().filter(|segment| is_counted(segment)).count() as f32 / (segments.len() as f32).max(1.0)
    }

    /// The words of the segments of some kind as a share of the page's.
    fn word_share(&self, is_counted: impl Fn(&Segment) -> bool) -> f32 {
        let counted = self.document.segments().iter().filter(|segment| is_counted(segment));
        counted.map(|segment| segment.stats().words() as f32).sum::<f32>() / self.words
    }

    /// The path of the address, without the host.
    fn path(&self) -> &str {
        let rest = self.address.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("", |at| &rest[at..])
    }

    /// The largest number of siblings of one template, as a share of the segments, among elements with some words.
    fn largest_series(&self, min_words: usize) -> f32 {
        let segments = self.document.segments();
        let words = |element: &crate::document::ElementData| {
            let range = element.segments.start as usize..element.segments.end as usize;
            segments[range].iter().map(|segment| segment.stats().words()).sum::<usize>()
        };
        let counted = self.document.element_data().iter().filter(|element| element.repeats > 2);
        counted.filter(|element| words(element) >= min_words).map(|element| element.repeats).max().unwrap_or(0) as f32
    }
}

/// Types of schema.org and Open Graph that pages give themselves.
const TYPES: [&str; 24] = [
    "Article",
    "article",
    "BlogPosting",
    "NewsArticle",
    "TechArticle",
    "Product",
    "product",
    "Offer",
    "ItemList",
    "CollectionPage",
    "WebPage",
    "WebSite",
    "website",
    "QAPage",
    "FAQPage",
    "Question",
    "DiscussionForumPosting",
    "Recipe",
    "LiveBlogPosting",
    "Organization",
    "LocalBusiness",
    "Service",
    "BreadcrumbList",
    "Person",
];

/// Parts of addresses, one of which tells a type.
const ADDRESS_PARTS: [(&str, &[&str]); 9] = [
    ("forum", &["forum", "thread", "topic", "viewtopic", "/t/", "community", "discussion", "discuss", "board"]),
    ("question", &["question", "/q/", "frage", "answers"]),
    (
        "documentation",
        &[
            "docs",
            "/doc/",
            "documentation",
            "manual",
            "guide",
            "reference",
            "readthedocs",
            "wiki",
            "/api/",
            "help",
            "tutorial",
        ],
    ),
    ("product", &["product", "produkt", "produit", "/p/", "/dp/", "/item", "artikel/", "shop", "store"]),
    (
        "listing",
        &["category", "kategorie", "categorie", "/tag/", "/tags/", "search", "archive", "/page/", "author", "topics"],
    ),
    ("collection", &["collection", "shop", "katalog", "catalog", "sortiment"]),
    ("service", &["service", "leistung", "pricing", "about", "solutions", "features", "contact"]),
    ("recipe", &["recipe", "rezept", "recette"]),
    ("news", &["news", "/article", "blog", "/20", "story", "nachricht", "actualite"]),
];

/// Software, by the names in `<meta name=generator>`.
const GENERATORS: [(&str, &[&str]); 3] = [
    ("blog", &["wordpress", "blogger", "ghost", "typo3", "drupal", "joomla"]),
    (
        "documentation",
        &["sphinx", "docusaurus", "mkdocs", "gitbook", "mediawiki", "hugo", "vitepress", "docutils", "doxygen"],
    ),
    ("shop", &["woocommerce", "shopify", "magento", "prestashop", "shopware", "wix", "squarespace"]),
];

/// The table of the features of pages. A model knows features by their order.
pub(crate) fn table() -> Table<WholePage> {
    let mut table: Table<WholePage> = Table::new();
    table.page("segments", "segments", |page| page.document.segments().len() as f32);
    table.page("words", "words", |page| page.words);
    table.page("prose", "words", |page| page.prose);
    table.page("prose per word", "share", |page| page.prose / page.words);
    table.page("link density", "share of words", |page| {
        let linked =
            page.document.segments().iter().map(|segment| segment.stats().words() as f32 * segment.link_density());
        linked.sum::<f32>() / page.words
    });
    table.page("links", "share of segments", |page| page.share(|segment| segment.link_density() > MIN_LINK_DENSITY));
    table.page("paragraphs", "share of segments", |page| page.share(|segment| segment.prose() > MIN_PARAGRAPH_PROSE));
    table.page("longest paragraph", "words", |page| {
        let prose = page.document.segments().iter().filter(|segment| segment.prose() > MIN_PARAGRAPH_PROSE);
        prose.map(|segment| segment.stats().words()).max().unwrap_or(0) as f32
    });
    table.page("headlines", "share of segments", |page| page.share(Segment::is_headline_like));
    table.page("linked headlines", "share of segments", |page| {
        page.share(|segment| segment.is_headline_like() && segment.link_density() > MIN_LINK_DENSITY)
    });
    table.page("labels", "share of segments", |page| page.share(Segment::is_label));
    table.page("amounts", "share of segments", |page| page.share(|segment| segment.stats().has_amount()));
    table.page("amounts as number", "segments", |page| {
        page.document.segments().iter().filter(|segment| segment.stats().has_amount()).count() as f32
    });
    table.page("dates", "share of segments", |page| page.share(|segment| segment.stats().has_date()));
    table.page("times", "share of segments", |page| page.share(|segment| segment.stats().starts_time()));
    table.page("questions", "share of segments", |page| page.share(|segment| segment.stats().ends_question()));
    table.page("words of code", "share of words", |page| page.word_share(|segment| segment.stats().is_code_like()));
    table.page("repeated", "share of segments", |page| page.share(|segment| segment.repeats() > 1));
    table.page("hidden", "share of words", |page| page.word_share(Segment::is_hidden));
    table.page("bullets", "share of segments", |page| {
        page.share(|segment| segment.stats().starts_bullet() || segment.stats().starts_number())
    });
    table.page("mentions", "share of segments", |page| page.share(|segment| segment.stats().has_mention()));
    for (name, cue) in [
        ("comment items", Cue::CommentItem),
        ("comment sections", Cue::CommentSection),
        ("comment forms", Cue::CommentForm),
        ("teasers", Cue::Teaser),
        ("related", Cue::Related),
        ("share", Cue::Share),
        ("support", Cue::Support),
        ("breadcrumbs", Cue::Breadcrumb),
        ("bylines", Cue::Byline),
    ] {
        table.page(format!("cues of {name}"), "share of segments", move |page| {
            page.share(|segment| segment.stats().has_cue(cue))
        });
    }
    for &kind in Kind::ALL.iter().filter(|kind| !kind.is_article()) {
        table.page(format!("marked {}", kind.name()), "share of words", move |page| page.marked[kind as usize]);
    }
    for &(name, landmark) in Landmarks::ALL {
        table.page(format!("words in {name}"), "share of words", move |page| {
            page.word_share(|segment| page.analysis.landmarks_of(segment).has(landmark))
        });
    }
    for &role in Role::ALL {
        table.page(format!("words of role {}", role.name()), "share of words", move |page| {
            let elements = page.document.element_data();
            page.word_share(|segment| {
                let element = page.document.element_index(segment).map(|element| &elements[element]);
                element.is_some_and(|element| element.nearest_roles.contains(role))
            })
        });
    }
    for (name, tags) in [
        ("list items", &[Tag::Li][..]),
        ("cells", &[Tag::Td, Tag::Th]),
        ("headings", &[Tag::H2, Tag::H3, Tag::H4]),
        ("terms", &[Tag::Dd, Tag::Dt]),
    ] {
        table.page(format!("words of {name}"), "share of words", move |page| {
            let elements = page.document.element_data();
            page.word_share(|segment| {
                page.document.element_index(segment).is_some_and(|element| tags.contains(&elements[element].tag))
            })
        });
    }
    for min_words in [1, 12, 40] {
        table.page(format!("largest series of {min_words} words"), "elements", move |page| {
            page.largest_series(min_words)
        });
    }
    table.page("concentration", "share", |page| page.analysis.containers().concentration());
    table.page_flag("main heading", |page| page.analysis.main_heading().is_some());
    table.page_flag("title is a question", |page| {
        let title = page.analysis.title().and_then(|title| page.document.segments().get(title));
        title.is_some_and(|title| title.stats().ends_question())
    });
    table.page("words of title", "words", |page| {
        let title = page.analysis.title().and_then(|title| page.document.segments().get(title));
        title.map_or(0.0, |title| title.stats().words() as f32)
    });
    table.page_flag("thread by rules", |page| page.analysis.is_thread());
    for name in TYPES {
        table.page_flag(format!("type {name}"), move |page| page.document.metadata().is_type(name));
    }
    for (name, parts) in ADDRESS_PARTS {
        table.page_flag(format!("address of {name}"), move |page| parts.iter().any(|part| page.address.contains(part)));
    }
    for (name, names) in GENERATORS {
        table.page_flag(format!("generator of {name}"), move |page| {
            names.iter().any(|name| page.generator.contains(name))
        });
    }
    table.page("levels of address", "levels", |page| page.path().trim_end_matches('/').matches('/').count() as f32);
    table.page("length of address", "bytes", |page| page.path().len() as f32);
    table.page("hyphens of address", "hyphens", |page| page.path().matches('-').count() as f32);
    table.page("digits of address", "digits", |page| page.path().bytes().filter(u8::is_ascii_digit).count() as f32);
    table.page_flag("address ends in html", |page| page.path().contains(".htm") || page.path().contains(".php"));
    table.page_flag("has address", |page| !page.address.is_empty());
    table.page_flag("has date", |page| page.document.metadata().date().is_some());
    table.page_flag("has author", |page| !page.document.metadata().authors().is_empty());
    table.page_flag("has comments", |page| page.document.metadata().comment_count.is_some());
    table
}
