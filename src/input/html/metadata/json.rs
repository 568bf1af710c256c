//! JSON of which only the properties that are read are kept.
//!
//! A parsed JSON document is up to sixty times as large as its text. Of structured data few properties are read, so that all
//! other texts and numbers are dropped while they are parsed, and no more than a number of values is kept.

use std::cell::Cell;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// At most this many values are kept per page (hand-set): the longest lists of comments in the corpora have a tenth of it.
const MAX_VALUES: usize = 20_000;
/// Of a script no more than one value for this many bytes is kept, but always this many (hand-set): of the scripts of the
/// corpora with more values, the densest has one for 35 bytes.
const MIN_BYTES_PER_VALUE: usize = 10;
const MIN_VALUES: usize = 2_000;

/// The properties that are read, of schema.org and JSON-LD.
const KEYS: &[&str] = &[
    "@graph",
    "@id",
    "@list",
    "@type",
    "@value",
    "acceptedAnswer",
    "articleBody",
    "articleSection",
    "author",
    "comment",
    "commentCount",
    "commentText",
    "commentTime",
    "comments",
    "contentUrl",
    "creator",
    "dateCreated",
    "dateModified",
    "datePublished",
    "description",
    "familyName",
    "givenName",
    "headline",
    "image",
    "inLanguage",
    "item",
    "itemListElement",
    "itemReviewed",
    "keywords",
    "license",
    "mainEntity",
    "mainEntityOfPage",
    "name",
    "publisher",
    "text",
    "thumbnailUrl",
    "uploadDate",
    "url",
];

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// `null`, a boolean, or what is not kept.
    Nothing,
    Number(u64),
    Text(Box<str>),
    List(Box<[Json]>),
    Object(Object),
}

/// The properties of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Object {
    properties: Box<[(Key, Json)]>,
    /// How many properties are written, those that are not kept included.
    written: u32,
}

/// The index of a name in [`KEYS`]; [`Key::OTHER`] for any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key(u8);

impl Key {
    const OTHER: Self = Self(u8::MAX);

    fn of(name: &str) -> Self {
        KEYS.binary_search(&name).map_or(Self::OTHER, |index| Self(index as u8))
    }
}

impl Object {
    /// Whether this property is the only one.
    pub(super) fn has_only(&self, name: &str) -> bool {
        self.written == 1 && self.get(name).is_some()
    }

    /// The value of a property that is in [`KEYS`].
    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        let key = Key::of(name);
        debug_assert_ne!(key, Key::OTHER, "{name} is dropped");
        self.properties.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// All values that are kept, each with whether its property is one of some names.
    pub(super) fn values<'a>(&'a self, names: &[&str]) -> impl DoubleEndedIterator<Item = (bool, &'a Json)> {
        let keys: Vec<Key> = names.iter().map(|name| Key::of(name)).collect();
        self.properties.iter().map(move |(key, value)| (keys.contains(key), value))
    }
}

impl Json {
    /// Parses a text. `budget` is the number of values that may still be kept on the page.
    pub(super) fn parse(text: &str, budget: &Budget) -> Result<Self, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let own = Budget::default();
        own.left.set((text.len() / MIN_BYTES_PER_VALUE).max(MIN_VALUES).min(budget.left.get()));
        let before = own.left.get();
        let json = Seed { budget: &own, keeps_scalars: true }.deserialize(&mut deserializer);
        budget.left.set(budget.left.get() - (before - own.left.get()));
        budget.is_spent.set(budget.is_spent.get() || own.is_spent.get());
        let json = json?;
        deserializer.end()?;
        Ok(json)
    }

    /// The value of a property; [`Json::Nothing`] if there is none.
    pub(super) fn get(&self, name: &str) -> &Self {
        static NOTHING: Json = Json::Nothing;
        self.as_object().and_then(|object| object.get(name)).unwrap_or(&NOTHING)
    }

    pub(super) fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = *self { Some(number) } else { None }
    }

    pub(super) fn is_list_or_object(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }
}

/// How many values may still be kept.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<usize>,
    is_spent: Cell<bool>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(MAX_VALUES), is_spent: Cell::new(false) }
    }
}

impl Budget {
    fn take(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        self.is_spent.set(self.is_spent.get() || left <= 1);
        left > 0
    }

    /// Whether some values were dropped because there were too many.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent.get()
    }
}

/// Reads a value. Texts and numbers of properties that nobody reads are dropped.
#[derive(Clone, Copy)]
struct Seed<'b> {
    budget: &'b Budget,
    keeps_scalars: bool,
}

impl Seed<'_> {
    fn scalar<E>(self, json: impl FnOnce() -> Json) -> Result<Json, E> {
        Ok(if self.keeps_scalars { json() } else { Json::Nothing })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        if self.budget.take() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Json::Nothing)
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Nothing)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Nothing)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Nothing)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        self.scalar(|| Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        self.scalar(|| Json::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            if value != Json::Nothing {
                values.push(value);
            }
        }
        Ok(Json::List(values.into_boxed_slice()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut properties: Vec<(Key, Json)> = Vec::new();
        let mut written: u32 = 0;
        while let Some(key) = map.next_key_seed(KeySeed)? {
            written = written.saturating_add(1);
            let value = map.next_value_seed(Seed { keeps_scalars: key != Key::OTHER, ..self })?;
            if value == Json::Nothing {
                continue;
            }
            // Of a property that is written twice the last value counts, as in JavaScript.
            match properties.iter_mut().find(|(known, _)| *known == key && key != Key::OTHER) {
                Some((_, known)) => *known = value,
                None => properties.push((key, value)),
            }
        }
        Ok(Json::Object(Object { properties: properties.into_boxed_slice(), written }))
    }
}

/// Reads the name of a property without keeping it.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(Key::of(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Json {
        Json::parse(text, &Budget::default()).expect("it is JSON")
    }

    #[test]
    fn names_are_in_order() {
        assert!(KEYS.is_sorted());
    }

    #[test]
    fn texts_that_nobody_reads_are_dropped() {
        let json = parse(
            r#"{"name": "Mill", "isbn": "1", "price": [1, 2, "x"], "part": {"name": "Wheel", "x": {"y": null}}}"#,
        );
        assert_eq!(json.get("name").as_str(), Some("Mill"));
        assert_eq!(json.get("text"), &Json::Nothing);
        let object = json.as_object().expect("it is an object");
        assert_eq!((object.written, object.properties.len()), (4, 3));
        let (_, part) = object.values(&[]).next_back().expect("it has a part");
        assert_eq!(part.get("name").as_str(), Some("Wheel"));
    }

    #[test]
    fn the_last_value_of_a_name_counts() {
        assert_eq!(parse(r#"{"name": "Mill", "name": "Wheel"}"#).get("name").as_str(), Some("Wheel"));
    }

    #[test]
    fn a_reference_has_one_property() {
        for (text, is_reference) in [(r##"{"@id": "#a"}"##, true), (r##"{"@id": "#a", "isbn": 1}"##, false)] {
            assert_eq!(parse(text).as_object().is_some_and(|object| object.has_only("@id")), is_reference);
        }
    }

    #[test]
    fn no_more_than_a_number_of_values_is_kept() {
        let budget = Budget::default();
        let json = Json::parse(&format!("[{}\"last\"]", "\"x\",".repeat(3 * MAX_VALUES)), &budget).expect("it is JSON");
        let Json::List(values) = json else { panic!("it is a list") };
        assert_eq!((values.len(), budget.is_spent()), (MAX_VALUES - 1, true));
        assert!(Json::parse("[1, 2", &budget).is_err(), "it is still parsed");
    }
}
