//! The `<meta>` elements of a page.

use std::collections::HashMap;

use super::fields;
use crate::metadata::{Metadata, MetadataDate, MetadataSource, MetadataValue};

// Names of `<meta>` elements in lower case, each list with the most reliable name first: Open Graph, Dublin Core,
// Highwire Press (`citation_`), Parse.ly, Sailthru, Cxense and what content systems write.

const AUTHOR_NAMES: &[&str] = &[
    "dc:creator",
    "dc.creator.personalname",
    "dc.creator",
    "dcterms.creator",
    "article:author",
    "og:article:author",
    "author",
    "authors",
    "byl",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "cxenseparse:recs:author",
    "citation_author",
    "citation_authors",
    "dc.contributor",
    "article.author",
    "book:author",
    "rbauthors",
];
/// Names of `<meta>` elements whose authors are written with the family name first.
const FAMILY_NAME_FIRST: &[&str] =
    &["citation_author", "dc:creator", "dc.creator", "dcterms.creator", "dc.contributor"];
const PUBLISHED_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "pubdate",
    "publish-date",
    "publishdate",
    "publish_date",
    "published_date",
    "publication_date",
    "published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article_date_original",
    "originalpublicationdate",
    "article.published",
    "article.created",
    "rnews:datepublished",
    "bt:pubdate",
    "created",
    "creation_date",
    "release_date",
    "article:created_time",
];
const MODIFIED_NAMES: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "article.updated",
    "lastmod",
    "last-modified",
    "revised",
];
const TITLE_NAMES: &[&str] = &[
    "dc:title",
    "dc.title",
    "dcterms.title",
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "citation_title",
];
const SITE_NAMES: &[&str] =
    &["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "citation_journal_title"];
const URL_NAMES: &[&str] = &["og:url", "twitter:url", "parsely-link"];
const LANGUAGE_NAMES: &[&str] = &["og:locale", "content-language", "dc.language", "language"];
const DESCRIPTION_NAMES: &[&str] = &[
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
    "sailthru.description",
];
const IMAGE_NAMES: &[&str] = &[
    "og:image:secure_url",
    "og:image:url",
    "og:image",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
];
const SECTION_NAMES: &[&str] =
    &["article:section", "og:article:section", "parsely-section", "cxenseparse:recs:category", "section"];
const KEYWORD_NAMES: &[&str] =
    &["article:tag", "og:article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "dc.subject"];
const LICENSE_NAMES: &[&str] = &["dcterms.license", "dc.rights.license", "license", "licence"];
/// Twitter cards have two labelled values.
const LABELLED_NAMES: &[(&str, &str)] = &[("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];

/// The `<meta>` elements of a page by name.
#[derive(Default)]
pub(super) struct MetaTags<'a> {
    contents: HashMap<String, Vec<&'a str>>,
}

impl<'a> MetaTags<'a> {
    /// Adds an element with a name of any case.
    pub(super) fn add(&mut self, name: &str, content: &'a str) {
        if !content.trim().is_empty() {
            self.contents.entry(name.trim().to_ascii_lowercase()).or_default().push(content);
        }
    }

    fn of(&self, name: &str) -> &[&'a str] {
        self.contents.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first content for any of some names, with its source.
    fn first<T>(&self, names: &[&str], read: impl Fn(&str, MetadataSource) -> Option<T>) -> Option<T> {
        names.iter().find_map(|name| self.of(name).iter().find_map(|content| read(content, source_of(name))))
    }

    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        self.of(name).first().copied()
    }

    pub(super) fn title(&self) -> Option<MetadataValue> {
        self.first(TITLE_NAMES, fields::value)
    }

    pub(super) fn authors(&self) -> Vec<MetadataValue> {
        let named = AUTHOR_NAMES.iter().map(|name| {
            let contents = self.of(name).iter().copied();
            let is_family_first = FAMILY_NAME_FIRST.contains(name);
            let turned: Vec<String> = contents.map(|content| turned(content, is_family_first)).collect();
            fields::authors(turned.iter().map(String::as_str), source_of(name))
        });
        let found = named.into_iter().find(|authors| !authors.is_empty());
        found.unwrap_or_else(|| fields::authors(self.labelled_authors(), MetadataSource::Meta))
    }

    /// What a Twitter card has labelled as its author.
    fn labelled_authors(&self) -> impl Iterator<Item = &'a str> {
        let is_by = |label: &&str| crate::text::is_by(label);
        LABELLED_NAMES.iter().filter_map(move |(label, data)| {
            self.value(label).filter(is_by)?;
            self.value(data)
        })
    }

    pub(super) fn published(&self) -> Option<MetadataDate> {
        self.first(PUBLISHED_NAMES, fields::date)
    }

    pub(super) fn modified(&self) -> Option<MetadataDate> {
        self.first(MODIFIED_NAMES, fields::date)
    }

    pub(super) fn site_name(&self) -> Option<MetadataValue> {
        self.first(SITE_NAMES, fields::value)
    }

    pub(super) fn url(&self) -> Option<MetadataValue> {
        self.first(URL_NAMES, fields::value)
    }

    pub(super) fn language(&self) -> Option<MetadataValue> {
        self.first(LANGUAGE_NAMES, fields::value)
    }

    /// Fills what these elements alone say, or say best after JSON-LD.
    pub(super) fn complete(&self, metadata: &mut Metadata) {
        let Metadata { description, image, section, license, keywords, .. } = metadata;
        *description = description.take().or_else(|| self.first(DESCRIPTION_NAMES, fields::description));
        *image = image.take().or_else(|| self.first(IMAGE_NAMES, fields::value));
        *section = section.take().or_else(|| self.first(SECTION_NAMES, fields::value));
        *license = license.take().or_else(|| self.first(LICENSE_NAMES, fields::value));
        if keywords.is_empty() {
            let of_name = |name: &&str| fields::keywords(self.of(name).iter().copied(), source_of(name));
            *keywords = KEYWORD_NAMES.iter().map(of_name).find(|words| !words.is_empty()).unwrap_or_default();
        }
    }
}

fn source_of(name: &str) -> MetadataSource {
    let is_open_graph = name.starts_with("og:") || name.starts_with("article:");
    if is_open_graph { MetadataSource::OpenGraph } else { MetadataSource::Meta }
}

/// "Reed, Ann" as "Ann Reed", if the family name is first where it stands.
fn turned(name: &str, is_family_first: bool) -> String {
    match name.split_once(',') {
        Some((family, given)) if is_family_first && !given.contains([',', ';']) => {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}
