//! Metadata of a page: JSON-LD, `<meta>`, microdata, hCard, and the page's own headings and dates.

mod declared_comments;
mod fields;
mod headline;
mod json;
mod json_ld;
mod meta_tags;
#[cfg(test)]
mod tests;

use crate::limits::Limits;
use crate::markup::{ClassFacts, NONE, NodeId, NodeKind, ROOT, Role, RoleFinder, Tag, Tree};
use crate::metadata::{Metadata, MetadataDate, MetadataSource, MetadataValue};
use crate::note::Note;
use crate::text::characters::is_break_sign;
use crate::text::collapse_white_space;
use crate::work;
use fields::MAX_VALUE_BYTES;
use json::{Budget, Json};
use meta_tags::MetaTags;

/// The text of a byline is the author's name if it has at most this many words (hand-set).
const MAX_AUTHOR_WORDS: usize = 6;
/// At most this many elements of a page are read as its byline: each costs time in proportion to what is in it (hand-set).
const MAX_BYLINES: usize = 40;
/// Nodes in such an element that are looked at (hand-set).
const MAX_BYLINE_NODES: usize = 100;
/// Longer texts have more nodes than a name, title or date (hand-set).
const MAX_VALUE_NODES: usize = 500;
/// Of one element at most this many parts are read as names (hand-set).
const MAX_NAMES: usize = 10;
/// A second author is named at most this many elements above the first one's element (hand-set).
const MAX_BYLINE_LEVELS: usize = 2;
/// At most this many scripts with JSON-LD are read (hand-set).
const MAX_SCRIPTS: usize = 100;

/// Reads the metadata of a page.
pub(super) fn metadata(tree: &Tree, roles: &mut RoleFinder, limits: Limits, notes: &mut Vec<Note>) -> Metadata {
    let found = Found { structured_data: limits.structured_data(), ..Found::default() };
    let mut reader = PageReader { tree, roles, names_author: ClassFacts::default(), found };
    for node in tree.descendants(ROOT).take_while(|_| !work::is_spent()) {
        reader.read(node);
    }
    let scripts = reader.found.unread_scripts + usize::from(reader.found.json.is_spent());
    if scripts > 0 {
        notes.push(Note::TooMuchStructuredData { scripts });
    }
    reader.found.settle()
}

/// What the elements of a page say.
#[derive(Default)]
struct Found<'a> {
    metas: MetaTags<'a>,
    scripts: Vec<Json>,
    json: Budget,
    /// How many bytes of scripts may still be read, and how many scripts were not.
    structured_data: usize,
    unread_scripts: usize,
    headings: Vec<String>,
    document_title: Option<String>,
    /// Of the visible page.
    authors: Vec<MetadataValue>,
    /// The author of the first comment or post.
    author_of_post: Option<MetadataValue>,
    /// The element of the first author, and how it was found.
    byline: Option<(NodeId, Byline)>,
    bylines: usize,
    published: Option<MetadataDate>,
    is_date_beside: bool,
    /// Whether the date is called that of publication.
    is_date_declared: bool,
    modified: Option<MetadataDate>,
    language: Option<MetadataValue>,
    canonical: Option<MetadataValue>,
    image: Option<MetadataValue>,
    license: Option<MetadataValue>,
    types: Vec<String>,
}

/// How an element says that it names an author.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byline {
    /// `rel="author"`.
    Link,
    /// `itemprop="author"` or the like (microdata, RDFa).
    Property,
    /// A class.
    Class,
}

struct PageReader<'a, 'r> {
    tree: &'a Tree,
    roles: &'r mut RoleFinder,
    /// Whether a list of classes says that its element names an author.
    names_author: ClassFacts<bool>,
    found: Found<'a>,
}

impl<'a> PageReader<'a, '_> {
    fn read(&mut self, node: NodeId) {
        match self.tree.tag(node) {
            Tag::Html => {
                let language = self.value(node, "lang", MetadataSource::Meta);
                set(&mut self.found.language, language);
            }
            Tag::Meta => self.read_meta(node),
            Tag::Link => self.read_link(node),
            Tag::Title if self.found.document_title.is_none() => self.found.document_title = text(self.tree, node),
            Tag::H1 | Tag::H2 | Tag::H3 => self.found.headings.extend(text(self.tree, node)),
            Tag::Script => self.read_script(node),
            Tag::Time => self.read_time(node),
            _ => {}
        }
        self.read_properties(node);
    }

    /// Whether an element is in something that is beside the article: the frame of the page, a comment, a teaser.
    fn is_elsewhere(&mut self, node: NodeId) -> bool {
        let tree = self.tree;
        // Names of the whole page say nothing of its parts: "comments-open".
        let around = std::iter::once(node).chain(tree.ancestors(node));
        let mut around = around.take_while(|&node| !matches!(tree.tag(node), Tag::Body | Tag::Html));
        let mut is_in_footer = false;
        let is_beside = around.any(|node| {
            let roles = self.roles.roles(tree, node);
            match tree.tag(node) {
                Tag::Footer => is_in_footer = true,
                // The footer of an article has its author and date.
                Tag::Article => is_in_footer = false,
                _ => {}
            }
            matches!(tree.tag(node), Tag::Aside | Tag::Nav)
                || [Role::Comment, Role::Related].iter().any(|&role| roles.contains(role))
        });
        is_beside || is_in_footer
    }

    fn is_in_comment(&mut self, node: NodeId) -> bool {
        let tree = self.tree;
        std::iter::once(node)
            .chain(tree.ancestors(node))
            .any(|node| self.roles.roles(tree, node).contains(Role::Comment))
    }

    fn attribute(&self, node: NodeId, name: &str) -> Option<&'a str> {
        self.tree.attribute(node, name)
    }

    fn value(&self, node: NodeId, attribute: &str, source: MetadataSource) -> Option<MetadataValue> {
        fields::value(self.attribute(node, attribute)?, source)
    }

    fn read_meta(&mut self, node: NodeId) {
        let name = ["property", "name", "http-equiv"].into_iter().find_map(|name| self.attribute(node, name));
        if let (Some(name), Some(content)) = (name, self.attribute(node, "content")) {
            self.found.metas.add(name, content);
        }
    }

    fn read_link(&mut self, node: NodeId) {
        let relations = self.attribute(node, "rel").unwrap_or_default();
        for relation in relations.split_ascii_whitespace() {
            let address = self.value(node, "href", MetadataSource::Meta);
            match relation.to_ascii_lowercase().as_str() {
                "canonical" => set(&mut self.found.canonical, address),
                "image_src" => set(&mut self.found.image, address),
                "license" => set(&mut self.found.license, address),
                _ => {}
            }
        }
    }

    fn read_properties(&mut self, node: NodeId) {
        for (name, value) in self.tree.attributes(node) {
            match name {
                "class" => {
                    let names_author = || value.contains("author") || value.contains("byline");
                    if *self.names_author.of(self.tree.class_list(value), names_author) {
                        self.read_author(node, Byline::Class);
                    }
                }
                "itemtype" | "typeof" => {
                    let name = value.rsplit(['/', ':']).next().unwrap_or(value);
                    self.found.types.push(name.to_owned());
                }
                "itemprop" => self.read_property(node, value),
                "property" if self.tree.tag(node) != Tag::Meta => {
                    self.read_property(node, value.rsplit(':').next().unwrap_or(value));
                }
                "rel" if self.tree.tag(node) == Tag::A => {
                    for relation in value.split_ascii_whitespace() {
                        match relation {
                            "author" => self.read_author(node, Byline::Link),
                            "license" => {
                                let address = self.value(node, "href", MetadataSource::Page);
                                set(&mut self.found.license, address);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads a property of schema.org, in microdata or RDFa.
    fn read_property(&mut self, node: NodeId, property: &str) {
        let date = |reader: &Self| {
            let attributes = ["datetime", "content"].into_iter().find_map(|name| reader.attribute(node, name));
            match attributes {
                Some(date) => fields::date(date, MetadataSource::Page),
                None => fields::date(&text(reader.tree, node)?, MetadataSource::Page),
            }
        };
        let is_date_open = self.found.published.is_none() || self.found.is_date_beside || !self.found.is_date_declared;
        match property {
            "author" | "creator" => self.read_author(node, Byline::Property),
            "datePublished" if is_date_open => {
                let is_beside = self.is_elsewhere(node);
                if let Some(date) = date(self).filter(|_| self.found.published.is_none() || !is_beside) {
                    self.found.is_date_beside = is_beside;
                    self.found.is_date_declared = true;
                    self.found.published = Some(date);
                }
            }
            "dateModified" if self.found.modified.is_none() => self.found.modified = date(self),
            _ => {}
        }
    }

    /// Reads the date of a `<time>`.
    fn read_time(&mut self, node: NodeId) {
        let class = self.attribute(node, "class").unwrap_or_default();
        let is_of_change =
            ["updated", "modified"].iter().any(|name| class.contains(name)) && !class.contains("publish");
        let known = if is_of_change { &self.found.modified } else { &self.found.published };
        let is_known = known.is_some() && (is_of_change || !self.found.is_date_beside);
        if is_known {
            return;
        }
        let is_beside = self.is_elsewhere(node);
        if is_beside && (is_of_change || self.found.published.is_some()) {
            return;
        }
        let written = self.attribute(node, "datetime").map(str::to_owned).or_else(|| text(self.tree, node));
        if let Some(date) = written.and_then(|written| fields::date(&written, MetadataSource::Page)) {
            if is_of_change {
                self.found.modified = Some(date);
            } else {
                self.found.is_date_beside = is_beside;
                self.found.published = Some(date);
            }
        }
    }

    /// Reads the names in an element that says that it names an author.
    fn read_author(&mut self, node: NodeId, how: Byline) {
        let is_next = match self.found.byline {
            None => true,
            // Other bylines of the page are of other articles; those beside the first one name more authors.
            Some((first, known)) => known == how && self.is_beside(first, node),
        };
        if !is_next || self.found.bylines == MAX_BYLINES {
            return;
        }
        self.found.bylines += 1;
        let is_byline = |reader: &mut Self| {
            reader.roles.roles(reader.tree, node).contains(Role::Byline)
                || has_byline_word(reader.attribute(node, "class").unwrap_or_default())
                    && text(reader.tree, node).is_some_and(|text| crate::text::is_byline(&text))
        };
        if how == Byline::Class && !is_byline(self) {
            return;
        }
        let is_elsewhere = self.is_elsewhere(node);
        let is_of_post = is_elsewhere && self.is_in_comment(node);
        if is_elsewhere && (!is_of_post || self.found.author_of_post.is_some()) {
            return;
        }
        let names = self.names(node, how);
        if is_of_post {
            let names = fields::authors(names.iter().map(String::as_str), MetadataSource::Page);
            self.found.author_of_post = names.into_iter().next();
            return;
        }
        let known: Vec<String> = self.found.authors.iter().map(|author| author.value.clone()).collect();
        let all = known.iter().chain(&names).map(String::as_str);
        let authors = fields::authors(all, MetadataSource::Page);
        if !authors.is_empty() {
            self.found.byline.get_or_insert((node, how));
            self.found.authors = authors;
        }
    }

    /// The text of an element that names an author, or those of its parts that do.
    fn names(&self, node: NodeId, how: Byline) -> Vec<String> {
        if let Some(content) = self.attribute(node, "content") {
            return vec![content.to_owned()];
        }
        let inside = || self.tree.descendants(node).take(MAX_BYLINE_NODES);
        let texts = |is: &dyn Fn(NodeId) -> bool| -> Vec<String> {
            inside().filter(|&node| is(node)).take(MAX_NAMES).filter_map(|node| text(self.tree, node)).collect()
        };
        let is_named = |node: NodeId| {
            let is_name = |attribute: &str, name: &str| {
                self.attribute(node, attribute).is_some_and(|value| value.rsplit(':').next() == Some(name))
            };
            is_name("itemprop", "name") || is_name("property", "name")
        };
        let has_class = |node: NodeId, names: &[&str]| {
            let classes = self.attribute(node, "class").unwrap_or_default();
            classes.split_ascii_whitespace().any(|class| names.contains(&class))
        };
        let own = || text(self.tree, node);
        let named = texts(&|node| is_named(node) && self.attribute(node, "content").is_none());
        if !named.is_empty() {
            return named;
        }
        let content = inside().filter(|&node| is_named(node)).find_map(|node| self.attribute(node, "content"));
        if let Some(content) = content {
            return vec![content.to_owned()];
        }
        // hCard and h-card (microformats.org).
        let cards = texts(&|node| has_class(node, &["fn", "p-name"]));
        if !cards.is_empty() {
            return cards;
        }
        if how == Byline::Class {
            let links = texts(&|node| self.tree.tag(node) == Tag::A);
            if !links.is_empty() {
                return links.into_iter().filter(|text| text.split(' ').count() <= MAX_AUTHOR_WORDS).collect();
            }
        }
        own().into_iter().collect()
    }

    /// Whether an element is near another in the tree: below one of its next ancestors.
    fn is_beside(&self, first: NodeId, node: NodeId) -> bool {
        let around = |node: NodeId| self.tree.ancestors(node).take(MAX_BYLINE_LEVELS);
        around(first).any(|ancestor| around(node).any(|other| other == ancestor))
    }

    fn read_script(&mut self, node: NodeId) {
        let is_data = self.attribute(node, "type").is_some_and(|kind| kind.trim().ends_with("ld+json"));
        let NodeKind::Text(script) = self.tree.kind(match self.tree.first_child(node) {
            NONE => return,
            child => child,
        }) else {
            return;
        };
        if is_data && self.found.scripts.len() < MAX_SCRIPTS {
            match self.found.structured_data.checked_sub(script.len()) {
                Some(left) => self.found.structured_data = left,
                None => {
                    self.found.unread_scripts += 1;
                    return;
                }
            }
            work::add_bytes(script.len());
            let script = json_ld::parse(script, &self.found.json);
            self.found.unread_scripts += usize::from(self.found.json.take_too_deep());
            self.found.scripts.extend(script);
        }
    }
}

impl Found<'_> {
    /// Brings the sources together: JSON-LD is more reliable than `<meta>`, and this more than the visible page.
    fn settle(self) -> Metadata {
        let mut metadata = json_ld::read(&self.scripts);
        for script in &self.scripts {
            declared_comments::read_comments(script, &mut metadata.declared_comments);
        }
        let metas = &self.metas;
        let mut types = self.types;
        types.append(&mut metadata.types);
        types.extend(metas.value("og:type").map(str::to_owned));
        metadata.types = types;
        metadata.generator = metas.value("generator").map(collapse_white_space);
        if metadata.authors.is_empty() {
            metadata.authors = metas.authors();
        }
        if metadata.authors.is_empty() {
            metadata.authors = self.authors;
        }
        if metadata.authors.is_empty() {
            metadata.authors.extend(self.author_of_post);
            metadata.is_author_of_post = !metadata.authors.is_empty();
        }
        set(&mut metadata.published, metas.published());
        metadata.is_date_beside = metadata.published.is_none() && self.is_date_beside;
        set(&mut metadata.published, self.published);
        set(&mut metadata.modified, metas.modified());
        set(&mut metadata.modified, self.modified);
        metadata.site_name = metas.site_name().or(metadata.site_name);
        set(&mut metadata.url, self.canonical);
        set(&mut metadata.url, metas.url());
        set(&mut metadata.language, self.language);
        set(&mut metadata.language, metas.language());
        metas.complete(&mut metadata);
        set(&mut metadata.image, self.image);
        set(&mut metadata.license, self.license);

        let site = metadata.site_name.as_ref().map(|site| site.value.clone());
        let of_document = self.document_title.as_deref().and_then(|title| fields::value(title, MetadataSource::Meta));
        let declared = metadata.title.take().into_iter().chain(metas.title()).chain(of_document.clone());
        metadata.title = headline::title(declared.collect(), site.as_deref(), &self.headings);
        if let (Some(title), Some(of_document)) = (&metadata.title, of_document) {
            let site = headline::site_behind(&of_document.value, &title.value);
            let site = site.and_then(|site| fields::value(&site, MetadataSource::Meta));
            set(&mut metadata.site_name, site);
        }
        let host = metadata.url.as_ref().and_then(|url| headline::host(&url.value));
        set(&mut metadata.site_name, host.and_then(|host| fields::value(host, MetadataSource::Meta)));
        metadata.make_harmless();
        metadata
    }
}

/// Whether a word of class names is that of a byline: "pb-byline", not "authority".
fn has_byline_word(classes: &str) -> bool {
    let mut words = classes.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| matches!(word, "byline" | "author" | "authors"))
}

fn set<T>(field: &mut Option<T>, value: Option<T>) {
    if field.is_none() {
        *field = value;
    }
}

/// The text in an element with collapsed white space; `None` if it is empty or too long.
fn text(tree: &Tree, node: NodeId) -> Option<String> {
    let mut text = String::new();
    for (count, node) in tree.descendants(node).enumerate() {
        if let NodeKind::Text(piece) = tree.kind(node) {
            text.push_str(piece);
        }
        if text.len() > MAX_VALUE_BYTES || count == MAX_VALUE_NODES {
            return None;
        }
    }
    text.retain(|c| !is_break_sign(c, None));
    let text = collapse_white_space(&text);
    // Documentation generators end headings with a link to them.
    let text = text.trim_end_matches(['¶', '#', '§', '\u{F0C1}']).trim_end().to_owned();
    (!text.is_empty()).then_some(text)
}
