//! JSON-LD: what a page says of itself in the vocabulary of schema.org.

use std::collections::HashMap;

use super::fields;
use super::json::{Budget, Json};
use crate::metadata::{Metadata, MetadataSource};

/// At most this many values of JSON-LD are read per page (hand-set).
const MAX_VALUES: usize = 2_000;
/// Objects of JSON-LD that are nested deeper are skipped (hand-set).
const MAX_DEPTH: usize = 8;
/// Properties whose objects describe the page itself or a part of it (schema.org).
const NESTED_KEYS: &[&str] =
    &["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "itemListElement", "item", "acceptedAnswer"];
/// Properties that repeat text of the page (schema.org).
const DESCRIPTION_KEYS: &[&str] = &["description", "text", "name"];
/// The ends of the names of types whose objects are the page or its article; those of articles say more.
const ARTICLE_TYPES: &[&str] = &["Article", "Posting", "Report", "Review", "Recipe", "HowTo", "Question"];
const PAGE_TYPES: &[&str] = &["Page", "CreativeWork", "Episode", "VideoObject"];

/// Parses a script, which may be wrapped in comments or CDATA, and may have line breaks in its strings.
pub(super) fn parse(script: &str, budget: &Budget) -> Option<Json> {
    let script = script.split_once("<![CDATA[").map_or(script, |(_, inside)| inside);
    let script = script.rsplit_once("]]>").map_or(script, |(inside, _)| inside);
    let (start, end) = (script.find(['{', '['])?, script.rfind(['}', ']'])?);
    let json = script.get(start..=end)?;
    let without_breaks = || {
        let text: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Json::parse(&text, budget)
    };
    Json::parse(json, budget).or_else(without_breaks)
}

/// Reads the metadata in the scripts of a page.
pub(super) fn read(scripts: &[Json]) -> Metadata {
    let reader = Reader { objects: objects_by_id(scripts) };
    let mut metadata = Metadata::default();
    let mut described = Vec::new();
    for object in nested(scripts, NESTED_KEYS) {
        let types: Vec<&str> = strings(object.get("@type")).collect();
        metadata.types.extend(types.iter().map(|&name| name.to_owned()));
        for name in DESCRIPTION_KEYS {
            for text in strings(object.get(name)) {
                metadata.descriptions.push_str(text);
                metadata.descriptions.push('\n');
            }
        }
        let is_any = |ends: &[&str]| types.iter().any(|name| ends.iter().any(|end| name.ends_with(end)));
        if is_any(ARTICLE_TYPES) || is_any(PAGE_TYPES) {
            described.push((is_any(PAGE_TYPES), object));
        }
    }
    // Stable: what comes first wins among equals.
    described.sort_by_key(|&(is_page, _)| is_page);
    for (_, object) in described {
        reader.read_object(object, &mut metadata);
    }
    metadata
}

struct Reader<'a> {
    /// The objects of the page by their `@id`, by which others refer to them.
    objects: HashMap<&'a str, &'a Json>,
}

impl<'a> Reader<'a> {
    fn read_object(&self, object: &'a Json, metadata: &mut Metadata) {
        const SOURCE: MetadataSource = MetadataSource::JsonLd;
        let first = |key: &str| strings(object.get(key)).find_map(|text| fields::value(text, SOURCE));
        let first_name = |key: &str| self.names(object.get(key)).iter().find_map(|name| fields::value(name, SOURCE));
        let date = |keys: &[&str]| {
            keys.iter().find_map(|key| strings(object.get(key)).find_map(|text| fields::date(text, SOURCE)))
        };
        if metadata.authors.is_empty() {
            let names = ["author", "creator"].map(|key| self.names(object.get(key)));
            let names = names.iter().find(|names| !names.is_empty()).into_iter().flatten();
            metadata.authors = fields::authors(names.map(String::as_str), SOURCE);
        }
        set(&mut metadata.published, || date(&["datePublished", "uploadDate", "dateCreated"]));
        set(&mut metadata.modified, || date(&["dateModified"]));
        set(&mut metadata.title, || first("headline"));
        set(&mut metadata.site_name, || first_name("publisher"));
        set(&mut metadata.language, || first("inLanguage").or_else(|| first_name("inLanguage")));
        set(&mut metadata.description, || {
            strings(object.get("description")).find_map(|text| fields::description(text, SOURCE))
        });
        set(&mut metadata.image, || self.url(object.get("image")).or_else(|| self.url(object.get("thumbnailUrl"))));
        set(&mut metadata.section, || first("articleSection"));
        set(&mut metadata.license, || self.url(object.get("license")));
        if metadata.keywords.is_empty() {
            metadata.keywords = fields::keywords(strings(object.get("keywords")), SOURCE);
        }
        set(&mut metadata.article_body, || strings(object.get("articleBody")).next().map(str::to_owned));
        set(&mut metadata.comment_count, || object.get("commentCount").as_u64());
    }

    /// The object itself, or the one that it refers to.
    fn resolved(&self, value: &'a Json) -> &'a Json {
        let is_reference = value.as_object().is_some_and(|object| object.has_only("@id"));
        let referred = || self.objects.get(value.get("@id").as_str()?).copied();
        if is_reference { referred().unwrap_or(value) } else { value }
    }

    /// The names of people and organisations: texts, or objects with a name, or with a given and a family name.
    fn names(&self, value: &'a Json) -> Vec<String> {
        let of_object = |value: &'a Json| {
            let value = self.resolved(value);
            let text = |key: &str| strings(value.get(key)).next();
            let name = value.as_str().or_else(|| text("name")).map(str::to_owned);
            let of_parts = || match (text("givenName"), text("familyName")) {
                (Some(given), Some(family)) => Some(format!("{given} {family}")),
                (given, family) => given.or(family).map(str::to_owned),
            };
            name.or_else(of_parts)
        };
        each(value).flat_map(|value| each(list_or(value))).filter_map(of_object).collect()
    }

    /// The first URL: a text, or an object with a URL.
    fn url(&self, value: &'a Json) -> Option<crate::metadata::MetadataValue> {
        let of_object = |value: &'a Json| {
            let value = self.resolved(value);
            let text = |key: &str| strings(value.get(key)).next();
            value.as_str().or_else(|| text("url")).or_else(|| text("contentUrl")).or_else(|| text("@id"))
        };
        each(value).filter_map(of_object).find_map(|url| fields::value(url, MetadataSource::JsonLd))
    }
}

fn set<T>(field: &mut Option<T>, value: impl FnOnce() -> Option<T>) {
    if field.is_none() {
        *field = value();
    }
}

/// The objects of a page that have an `@id` and something else.
fn objects_by_id(scripts: &[Json]) -> HashMap<&str, &Json> {
    let mut objects = HashMap::new();
    for object in nested(scripts, &[]) {
        if let Some(id) = object.get("@id").as_str()
            && !object.as_object().is_some_and(|object| object.has_only("@id"))
        {
            objects.entry(id).or_insert(object);
        }
    }
    objects
}

/// The objects in some values, breadth first, by way of some keys; by way of any if none is given.
fn nested<'a>(values: &'a [Json], keys: &[&str]) -> Vec<&'a Json> {
    let mut queue: Vec<(&Json, usize)> = values.iter().map(|value| (value, 0)).collect();
    let mut objects = Vec::new();
    let mut next = 0;
    while next < queue.len().min(MAX_VALUES) {
        let (value, depth) = queue[next];
        next += 1;
        let room = MAX_VALUES.saturating_sub(queue.len());
        match value {
            Json::List(values) if depth < MAX_DEPTH => {
                queue.extend(values.iter().take(room).map(|value| (value, depth + 1)));
            }
            Json::Object(object) => {
                objects.push(value);
                if depth < MAX_DEPTH {
                    let inside = object.values(keys).filter(|(is_wanted, _)| keys.is_empty() || *is_wanted);
                    let inside = inside.map(|(_, value)| value).filter(|value| value.is_list_or_object());
                    queue.extend(inside.take(room).map(|value| (value, depth + 1)));
                }
            }
            _ => {}
        }
    }
    objects
}

/// The list that an object wraps, or the value itself.
fn list_or(value: &Json) -> &Json {
    match value.get("@list") {
        Json::Nothing => value,
        list => list,
    }
}

/// The values of a property, which is a single value or a list.
pub(super) fn each(value: &Json) -> impl Iterator<Item = &Json> {
    match value {
        Json::List(values) => values,
        other => std::slice::from_ref(other),
    }
    .iter()
}

/// The texts of a property; a text may be an object with its language.
pub(super) fn strings(value: &Json) -> impl Iterator<Item = &str> {
    each(value).filter_map(|value| value.as_str().or_else(|| value.get("@value").as_str()))
}
