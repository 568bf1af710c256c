//! Metadata of a page: JSON-LD, Open Graph, `<meta>`, microdata, and the page's own headings and dates.

use serde_json::Value;

use super::declared_comments::read_comments;
use super::json_ld::{names, strings};
use crate::markup::{NONE, NodeId, NodeKind, ROOT, Role, RoleFinder, Tag, Tree};
use crate::metadata::{Metadata, MetadataSource, MetadataValue};
use crate::text::characters::is_break_sign;
use crate::text::{Date, collapse_white_space};

/// Longer values are not a name, title or date (hand-set).
const MAX_METADATA_VALUE_BYTES: usize = 500;
/// The text of a byline is the author's name if it has at most this many words (hand-set).
const MAX_AUTHOR_WORDS: usize = 6;
/// At most this many values of JSON-LD are read per script (hand-set).
const MAX_JSON_VALUES: usize = 500;
/// Objects of JSON-LD that are nested deeper are skipped (hand-set).
const MAX_OBJECT_DEPTH: usize = 8;
/// Properties of JSON-LD whose objects describe the page itself or a part of it (schema.org).
const NESTED_OBJECT_KEYS: &[&str] =
    &["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "itemListElement", "item", "acceptedAnswer"];
/// Properties of JSON-LD that repeat text of the page (schema.org).
const DESCRIPTION_KEYS: &[&str] = &["description", "text", "name"];
/// A title with at least this many times the characters of a heading does not repeat it: the heading may be a single
/// word of the title (hand-set).
const MAX_TITLE_LENGTH_RATIO: usize = 3;

// Names of `<meta>` elements, each list with the most reliable name first.

const AUTHOR_KEYS: &[&str] =
    &["article:author", "author", "parsely-author", "dc.creator", "dcterms.creator", "byl", "sailthru.author"];
const DATE_KEYS: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "last-modified",
];
const TITLE_KEYS: &[&str] = &["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"];
const SITE_KEYS: &[&str] = &["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"];
const URL_KEYS: &[&str] = &["og:url"];
const LANGUAGE_KEYS: &[&str] = &["og:locale", "content-language", "dc.language", "language"];

/// Reads the metadata of a page.
pub(super) fn metadata(tree: &Tree, roles: &mut RoleFinder) -> Metadata {
    let mut reader = MetadataReader {
        tree,
        roles,
        metas: Vec::new(),
        metadata: Metadata::default(),
        headings: Vec::new(),
        document_title: None,
    };
    reader.read();
    reader.finish()
}

struct MetadataReader<'a> {
    tree: &'a Tree,
    roles: &'a mut RoleFinder,
    /// The names, in lower case, and contents of all `<meta>`.
    metas: Vec<(String, &'a str)>,
    metadata: Metadata,
    headings: Vec<String>,
    document_title: Option<String>,
}

impl<'a> MetadataReader<'a> {
    fn read(&mut self) {
        for node in self.tree.descendants(ROOT) {
            match self.tree.tag(node) {
                Tag::Html => self.read_language(node),
                Tag::Meta => self.read_meta(node),
                Tag::Link => self.read_link(node),
                Tag::Title if self.document_title.is_none() => self.document_title = text(self.tree, node),
                Tag::H1 | Tag::H2 | Tag::H3 => self.headings.extend(text(self.tree, node)),
                Tag::Script => self.read_script(node),
                Tag::Time if self.metadata.date.is_none() => {
                    let value = self.attribute(node, "datetime").map(str::to_owned);
                    set(&mut self.metadata.date, value, MetadataSource::Page);
                    self.metadata.is_date_beside = self.metadata.date.is_some() && self.is_elsewhere(node);
                }
                _ => {}
            }
            self.read_microdata(node);
        }
    }

    /// Whether an element is in something that is beside the article: the frame of the page, a comment, a teaser.
    fn is_elsewhere(&mut self, node: NodeId) -> bool {
        let roles = self.roles.roles(self.tree, node);
        let is_beside = |node: NodeId| matches!(self.tree.tag(node), Tag::Aside | Tag::Footer | Tag::Nav);
        [Role::Comment, Role::Related].iter().any(|&role| roles.contains(role))
            || self.tree.ancestors(node).any(is_beside)
    }

    fn attribute(&self, node: NodeId, name: &str) -> Option<&'a str> {
        self.tree.attribute(node, name)
    }

    fn read_language(&mut self, node: NodeId) {
        let language = self.attribute(node, "lang").map(str::to_owned);
        set(&mut self.metadata.language, language, MetadataSource::Meta);
    }

    fn read_meta(&mut self, node: NodeId) {
        let name = ["property", "name", "http-equiv"].into_iter().find_map(|name| self.attribute(node, name));
        if let (Some(name), Some(content)) = (name, self.attribute(node, "content")) {
            self.metas.push((name.trim().to_ascii_lowercase(), content));
        }
    }

    fn read_link(&mut self, node: NodeId) {
        let is_canonical = self.attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
        if is_canonical {
            let url = self.attribute(node, "href").map(str::to_owned);
            set(&mut self.metadata.url, url, MetadataSource::Meta);
        }
    }

    fn read_microdata(&mut self, node: NodeId) {
        for (name, value) in self.tree.attributes(node) {
            match name {
                "itemtype" => self.metadata.types.push(value.rsplit('/').next().unwrap_or(value).to_owned()),
                "itemprop" if value == "datePublished" => {
                    let date = self.attribute(node, "datetime").or(self.attribute(node, "content"));
                    self.metadata.is_date_beside &= date.is_none();
                    set(&mut self.metadata.date, date.map(str::to_owned), MetadataSource::Page);
                }
                "rel" if value == "author" && self.tree.tag(node) == Tag::A => {
                    let author = text(self.tree, node);
                    set(&mut self.metadata.author, author, MetadataSource::Page);
                }
                "class" if self.metadata.author.is_none() && (value.contains("author") || value.contains("byline")) => {
                    self.read_byline(node);
                }
                "itemprop" if value == "author" => {
                    let name =
                        self.tree.descendants(node).find(|&inside| self.attribute(inside, "itemprop") == Some("name"));
                    let author = text(self.tree, name.unwrap_or(node));
                    set(&mut self.metadata.author, author, MetadataSource::Page);
                }
                _ => {}
            }
        }
    }

    /// Reads the author from a byline: from its link if it has one.
    fn read_byline(&mut self, node: NodeId) {
        if !self.roles.roles(self.tree, node).contains(Role::Byline) {
            return;
        }
        let link = self.tree.descendants(node).find(|&inside| self.tree.tag(inside) == Tag::A);
        let author =
            text(self.tree, link.unwrap_or(node)).filter(|author| author.split(' ').count() <= MAX_AUTHOR_WORDS);
        set(&mut self.metadata.author, author, MetadataSource::Page);
    }

    fn read_script(&mut self, node: NodeId) {
        let is_data = self.attribute(node, "type").is_some_and(|kind| kind.trim().ends_with("ld+json"));
        let NodeKind::Text(json) = self.tree.kind(match self.tree.first_child(node) {
            NONE => return,
            child => child,
        }) else {
            return;
        };
        if is_data && let Ok(value) = serde_json::from_str::<Value>(json.trim()) {
            self.read_objects(&value);
            read_comments(&value, &mut self.metadata.declared_comments);
        }
    }

    /// Reads the objects of JSON-LD, breadth first.
    fn read_objects(&mut self, value: &Value) {
        let mut queue = vec![(value, 0)];
        let mut next = 0;
        while next < queue.len().min(MAX_JSON_VALUES) {
            let (value, depth) = queue[next];
            next += 1;
            match value {
                Value::Array(values) if depth < MAX_OBJECT_DEPTH => {
                    queue.extend(values.iter().map(|value| (value, depth + 1)))
                }
                Value::Object(fields) => {
                    self.read_object(value);
                    if depth < MAX_OBJECT_DEPTH {
                        let inside = NESTED_OBJECT_KEYS.iter().filter_map(|&name| fields.get(name));
                        queue.extend(inside.map(|value| (value, depth + 1)));
                    }
                }
                _ => {}
            }
        }
    }

    fn read_object(&mut self, object: &Value) {
        let types: Vec<&str> = strings(&object["@type"]).collect();
        self.metadata.types.extend(types.iter().map(|&name| name.to_owned()));
        let is_work = types.iter().any(|name| {
            ["Article", "Posting", "Report", "Review", "Recipe", "Page", "Question", "BlogPosting"]
                .iter()
                .any(|end| name.ends_with(end))
        });
        for name in DESCRIPTION_KEYS {
            for text in strings(&object[*name]) {
                self.metadata.descriptions.push_str(text);
                self.metadata.descriptions.push('\n');
            }
        }
        if !is_work {
            return;
        }
        let source = MetadataSource::JsonLd;
        let metadata = &mut self.metadata;
        let authors: Vec<&str> = names(&object["author"]).collect();
        // JSON-LD is more reliable than the visible page.
        replace(&mut metadata.author, (!authors.is_empty()).then(|| authors.join(", ")), source);
        replace(&mut metadata.date, strings(&object["datePublished"]).next().map(str::to_owned), source);
        set(&mut metadata.title, strings(&object["headline"]).next().map(str::to_owned), source);
        set(&mut metadata.site_name, names(&object["publisher"]).next().map(str::to_owned), source);
        set(&mut metadata.language, strings(&object["inLanguage"]).next().map(str::to_owned), source);
        metadata.article_body =
            metadata.article_body.take().or(strings(&object["articleBody"]).next().map(str::to_owned));
        metadata.comment_count = metadata.comment_count.or(object["commentCount"].as_u64());
    }

    fn finish(mut self) -> Metadata {
        let of_metas = |names: &[&str]| {
            names.iter().find_map(|wanted| {
                let (name, content) =
                    self.metas.iter().find(|(name, content)| name == wanted && !content.trim().is_empty())?;
                let is_open_graph = name.starts_with("og:") || name.starts_with("article:");
                Some((
                    (*content).to_owned(),
                    if is_open_graph { MetadataSource::OpenGraph } else { MetadataSource::Meta },
                ))
            })
        };
        let (author, date, title) = (of_metas(AUTHOR_KEYS), of_metas(DATE_KEYS), of_metas(TITLE_KEYS));
        let (site, url, language) = (of_metas(SITE_KEYS), of_metas(URL_KEYS), of_metas(LANGUAGE_KEYS));
        let generator = of_metas(&["generator"]).map(|(value, _)| value);
        if let Some((kind, _)) = of_metas(&["og:type"]) {
            self.metadata.types.push(kind);
        }
        let metadata = &mut self.metadata;
        metadata.generator = generator;
        let is_of_json =
            |value: &Option<MetadataValue>| value.as_ref().is_some_and(|value| value.source == MetadataSource::JsonLd);
        // Some pages give the address of the author's page.
        if let Some((value, source)) = author.filter(|(value, _)| !value.contains("://"))
            && !is_of_json(&metadata.author)
        {
            replace(&mut metadata.author, Some(value), source);
        }
        metadata.is_date_beside &= date.is_none() && !is_of_json(&metadata.date);
        if let Some((value, source)) = date
            && !is_of_json(&metadata.date)
        {
            replace(&mut metadata.date, Some(value), source);
        }
        if let Some(date) = &mut metadata.date {
            let value = iso_date(&date.value);
            date.value = value;
        }
        if let Some((value, source)) = site {
            replace(&mut metadata.site_name, Some(value), source);
        }
        if let Some((value, source)) = url {
            set(&mut metadata.url, Some(value), source);
        }
        if let Some((value, source)) = language {
            set(&mut metadata.language, Some(value), source);
        }
        let site = metadata.site_name.as_ref().map(|site| site.value.clone());
        let document_title = self.document_title.take();
        let candidates = metadata
            .title
            .take()
            .map(|title| (title.value, title.source))
            .into_iter()
            .chain(title)
            .chain(document_title.clone().map(|title| (title, MetadataSource::Meta)));
        let named: Vec<(String, MetadataSource)> =
            candidates.map(|(title, source)| (without_site(&title, site.as_deref()).to_owned(), source)).collect();
        // The headline is the heading that the page's title contains; the longest one, because the title may also
        // contain the name of the site.
        let headline = named.iter().find_map(|(name, _)| {
            let name = normalized(name);
            let repeated = self.headings.iter().filter(|heading| is_repeated(&name, &normalized(heading)));
            repeated.max_by_key(|heading| heading.len())
        });
        match (headline, named.into_iter().next()) {
            (Some(headline), _) => replace(&mut metadata.title, Some(headline.clone()), MetadataSource::Page),
            (None, Some((name, source))) => replace(&mut metadata.title, Some(name), source),
            (None, None) => {}
        }
        let title = metadata.title.as_ref().map(|title| title.value.clone());
        if let (Some(title), Some(document_title)) = (title, document_title) {
            set(&mut metadata.site_name, site_behind(&document_title, &title), MetadataSource::Meta);
        }
        self.metadata
    }
}

/// A date as ISO 8601: as written if it is so already, otherwise the day in it; as written if there is none.
fn iso_date(written: &str) -> String {
    let is_iso = written.len() >= 10
        && written.bytes().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let day = || Date::find(written).map(|date| date.to_string());
    if is_iso { written.to_owned() } else { day().unwrap_or_else(|| written.to_owned()) }
}

/// Whether a page's title contains a heading, from word border to word border.
fn is_repeated(name: &str, heading: &str) -> bool {
    let is_long = heading.chars().count() * MAX_TITLE_LENGTH_RATIO > name.chars().count();
    let Some(at) = name.find(heading).filter(|_| is_long) else { return false };
    let is_border = |neighbour: Option<char>| neighbour.is_none_or(|c| !c.is_alphanumeric());
    is_border(name[..at].chars().next_back()) && is_border(name[at + heading.len()..].chars().next())
}

/// Between the title of a page and the name of its site.
const TITLE_SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · "];
/// The name of a site has at most this many bytes (hand-set).
const MAX_SITE_NAME_BYTES: usize = 60;

/// The name of the site, which the document's title has behind the page's.
fn site_behind(document_title: &str, title: &str) -> Option<String> {
    let (rest, site) = TITLE_SEPARATORS.iter().find_map(|separator| document_title.rsplit_once(separator))?;
    let is_site = normalized(rest) == normalized(title) && site.len() <= MAX_SITE_NAME_BYTES;
    is_site.then(|| site.to_owned())
}

/// A title without the name of the site after or before it.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let Some(site) = site.map(normalized) else { return title };
    for separator in TITLE_SEPARATORS {
        if let Some((rest, end)) = title.rsplit_once(separator)
            && normalized(end) == site
        {
            return rest;
        }
        if let Some((start, rest)) = title.split_once(separator)
            && normalized(start) == site
        {
            return rest;
        }
    }
    title
}

/// A text in lower case with single spaces.
fn normalized(text: &str) -> String {
    collapse_white_space(text).to_lowercase()
}

fn set(field: &mut Option<MetadataValue>, value: Option<String>, source: MetadataSource) {
    if field.is_none() {
        replace(field, value, source);
    }
}

fn replace(field: &mut Option<MetadataValue>, value: Option<String>, source: MetadataSource) {
    let value = value.map(|value| collapse_white_space(&value));
    if let Some(value) = value.filter(|value| !value.is_empty() && value.len() <= MAX_METADATA_VALUE_BYTES) {
        *field = Some(MetadataValue { value, source });
    }
}

/// The text in an element with collapsed white space; `None` if it is empty or too long.
fn text(tree: &Tree, node: NodeId) -> Option<String> {
    let mut text = String::new();
    for node in tree.descendants(node) {
        if let NodeKind::Text(piece) = tree.kind(node) {
            text.push_str(piece);
        }
        if text.len() > MAX_METADATA_VALUE_BYTES {
            return None;
        }
    }
    text.retain(|c| !is_break_sign(c, None));
    let text = collapse_white_space(&text);
    // Documentation generators end headings with a link to them.
    let text = text.trim_end_matches(['¶', '#', '§', '\u{F0C1}']).trim_end().to_owned();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;

    fn read(html: &str) -> Metadata {
        let tree = parse::parse(html, Limits::new(), &mut Vec::new());
        metadata(&tree, &mut RoleFinder::new(&tree))
    }

    fn value(field: &Option<MetadataValue>) -> Option<(&str, MetadataSource)> {
        field.as_ref().map(|field| (field.value.as_str(), field.source))
    }

    #[test]
    fn json_ld_is_preferred_for_author_and_date() {
        let metadata = read(
            "<meta name=author content='The staff'><meta property=article:published_time content=2024-05-01>
             <script type=application/ld+json>{\"@type\": \"NewsArticle\", \"author\": [{\"name\": \"A. Reed\"}, \"B. Lee\"],
             \"datePublished\": \"2024-05-02\", \"commentCount\": 7}</script>",
        );
        assert_eq!(value(&metadata.author), Some(("A. Reed, B. Lee", MetadataSource::JsonLd)));
        assert_eq!(value(&metadata.date), Some(("2024-05-02", MetadataSource::JsonLd)));
        assert_eq!(metadata.comment_count, Some(7));
    }

    #[test]
    fn nested_objects_of_json_ld_are_read_but_not_broken_json() {
        let graph = "{\"@graph\": [{\"@type\": \"WebPage\"}, {\"@type\": \"Article\", \"headline\": \"Mill\"}]}";
        let html = format!("<script type=application/ld+json>{graph}</script>");
        assert_eq!(value(&read(&html).title), Some(("Mill", MetadataSource::JsonLd)));
        assert_eq!(read(&html.replace("]}", "]")).title, None);
        assert_eq!(read(&html.replace("ld+json", "json")).title, None);
    }

    #[test]
    fn the_headline_is_the_heading_that_the_title_contains() {
        let head = "<meta property=og:site_name content=Courier><title>The mill is sold - Courier</title>";
        let with_heading = read(&format!("{head}<h1>Courier</h1><h2>The mill is sold</h2>"));
        assert_eq!(value(&with_heading.title), Some(("The mill is sold", MetadataSource::Page)));
        let without = read(&format!("{head}<h1>News</h1>"));
        assert_eq!(value(&without.title), Some(("The mill is sold", MetadataSource::Meta)));
    }

    #[test]
    fn the_author_of_a_byline_is_its_link() {
        let metadata = read("<p class=byline>By <a href=/reed>Ann Reed</a>, 4 May");
        assert_eq!(value(&metadata.author), Some(("Ann Reed", MetadataSource::Page)));
        // The class contains the word "author", but no rule has it as a byline.
        assert_eq!(read("<p class=authority>By Ann Reed").author, None);
        assert_eq!(read("<meta name=author content=https://example.org/reed>").author, None);
    }

    #[test]
    fn titles_lose_the_name_of_the_site() {
        assert_eq!(without_site("Mill sold | The Courier", Some("the  courier")), "Mill sold");
        assert_eq!(without_site("Courier: a history – Mill", Some("Mill")), "Courier: a history");
        assert_eq!(without_site("The Courier - Mill sold", Some("The Courier")), "Mill sold");
        assert_eq!(without_site("Mill sold | The Courier", None), "Mill sold | The Courier");
    }

    #[test]
    fn only_whole_parts_of_a_title_are_its_headline() {
        assert!(is_repeated("the mill is sold - courier", "the mill is sold"));
        assert!(!is_repeated("the mill is sold - courier", "mill"));
        assert!(!is_repeated("the mill is sold", "he mill is sol"));
    }
}
