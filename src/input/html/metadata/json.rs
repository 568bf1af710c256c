//! JSON of which only the properties that are read are kept.
//!
//! A parsed JSON document is up to sixty times as large as its text. Of structured data few properties are read, so that all
//! other texts and numbers are dropped while they are parsed, and no more than a number of values is kept.

use std::cell::Cell;
use std::fmt;

use serde_core::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, Visitor};

/// At most this many values are kept per page (hand-set): the longest lists of comments in the corpora have a tenth of it.
const MAX_VALUES: usize = 20_000;
/// Of a script no more than one value for this many bytes is kept, but always this many (hand-set): of the scripts of the
/// corpora with more values, the densest has one for 35 bytes.
const MIN_BYTES_PER_VALUE: usize = 10;
const MIN_VALUES: usize = 2_000;

/// Lists and objects that are nested deeper are not read (hand-set): real pages have at most 11 levels (measured on 4,055).
/// A value is dropped level by level, which takes some stack for each.
const MAX_LEVELS: usize = 32;

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
    /// Parses a text; `None` if it is not JSON. `budget` is the number of values that may still be kept on the page.
    ///
    /// serde_json reads the texts and numbers, and what is passed over. Lists and objects are read here, because it would
    /// call itself for each level of them, and a thread may have little stack.
    pub(super) fn parse(text: &str, budget: &Budget) -> Option<Self> {
        budget.start_script(text.len());
        let mut reader = Reader { text, at: 0 };
        let mut open: Vec<Open> = Vec::new();
        loop {
            let keeps_scalars = open.last().is_none_or(Open::keeps_scalars);
            let mut value = match reader.peek()? {
                _ if !budget.take() => reader.pass_over()?,
                b'[' | b'{' if open.len() == MAX_LEVELS => {
                    budget.is_too_deep.set(true);
                    reader.pass_over()?
                }
                b'[' => {
                    reader.at += 1;
                    if reader.peek()? != b']' {
                        open.push(Open::List { values: Vec::new(), keeps_scalars });
                        continue;
                    }
                    reader.at += 1;
                    Self::List(Box::default())
                }
                b'{' => {
                    reader.at += 1;
                    if reader.peek()? != b'}' {
                        open.push(Open::Object { properties: Vec::new(), written: 0, key: reader.key()? });
                        continue;
                    }
                    reader.at += 1;
                    Self::Object(Object { properties: Box::default(), written: 0 })
                }
                _ if keeps_scalars => reader.read::<Scalar>()?.0,
                _ => reader.pass_over()?,
            };
            // What ends behind the value.
            loop {
                let Some(around) = open.last_mut() else { return reader.is_at_end().then_some(value) };
                around.add(value);
                let sign = reader.peek()?;
                reader.at += 1;
                match (around, sign) {
                    (Open::List { .. }, b',') => break,
                    (Open::Object { key, .. }, b',') => {
                        *key = reader.key()?;
                        break;
                    }
                    (Open::List { .. }, b']') | (Open::Object { .. }, b'}') => value = open.pop()?.close(),
                    _ => return None,
                }
            }
        }
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

/// How many values may still be kept, and whether some were too deep.
#[derive(Debug)]
pub(super) struct Budget {
    /// Of the page, and of the script that is being read.
    values: Cell<usize>,
    values_of_script: Cell<usize>,
    is_spent: Cell<bool>,
    is_too_deep: Cell<bool>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            values: Cell::new(MAX_VALUES),
            values_of_script: Cell::new(MIN_VALUES),
            is_spent: Cell::new(false),
            is_too_deep: Cell::new(false),
        }
    }
}

impl Budget {
    fn take(&self) -> bool {
        let left = self.values.get().min(self.values_of_script.get());
        if left == 0 {
            self.is_spent.set(true);
            return false;
        }
        self.values.update(|values| values - 1);
        self.values_of_script.update(|values| values - 1);
        true
    }

    fn start_script(&self, bytes: usize) {
        self.values_of_script.set((bytes / MIN_BYTES_PER_VALUE).max(MIN_VALUES));
    }

    /// Whether some values were dropped because there were too many.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent.get()
    }

    /// Whether some values were nested too deep since this was last asked.
    pub(super) fn take_too_deep(&self) -> bool {
        self.is_too_deep.take()
    }
}

/// A list or an object that is being read. Texts and numbers of properties that nobody reads are dropped.
enum Open {
    List { values: Vec<Json>, keeps_scalars: bool },
    Object { properties: Vec<(Key, Json)>, written: u32, key: Key },
}

impl Open {
    /// Whether a text or number in it is kept.
    fn keeps_scalars(&self) -> bool {
        match self {
            Self::List { keeps_scalars, .. } => *keeps_scalars,
            Self::Object { key, .. } => *key != Key::OTHER,
        }
    }

    fn add(&mut self, value: Json) {
        let is_kept = !matches!(value, Json::Nothing);
        match self {
            Self::List { values, .. } => values.extend(is_kept.then_some(value)),
            Self::Object { properties, written, key } => {
                *written = written.saturating_add(1);
                if !is_kept {
                    return;
                }
                // Of a property that is written twice the last value counts, as in JavaScript.
                match properties.iter_mut().find(|(known, _)| known == key && *key != Key::OTHER) {
                    Some((_, known)) => *known = value,
                    None => properties.push((*key, value)),
                }
            }
        }
    }

    fn close(self) -> Json {
        match self {
            Self::List { values, .. } => Json::List(values.into_boxed_slice()),
            Self::Object { properties, written, .. } => {
                Json::Object(Object { properties: properties.into_boxed_slice(), written })
            }
        }
    }
}

/// Reads a text from its start to its end.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))?;
        self.text.as_bytes().get(self.at).copied()
    }

    fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Reads a value with serde_json.
    fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter::<T>();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(value)
    }

    /// Reads a value that is not kept, which serde_json does without calling itself.
    fn pass_over(&mut self) -> Option<Json> {
        self.read::<IgnoredAny>().map(|_| Json::Nothing)
    }

    /// Reads the name of a property and the colon behind it.
    fn key(&mut self) -> Option<Key> {
        self.peek()?;
        let key = self.read::<Key>()?;
        let is_colon = self.peek()? == b':';
        self.at += 1;
        is_colon.then_some(key)
    }
}

/// A value that is no list and no object.
struct Scalar(Json);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor).map(Scalar)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a boolean or null")
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
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }
}

/// The name of a property, which is not kept as it is written.
impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
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
    fn only_json_is_read() {
        for text in
            ["{}", " [ ] ", "[[], {}, [{}]]", "\"a\"", "-1.5e3", "null", "[1 , true, {\"name\" : \"\\u00e9\"} ]"]
        {
            assert!(Json::parse(text, &Budget::default()).is_some(), "{text}");
        }
        for text in [
            "",
            "[",
            "]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{1:2}",
            "{\"a\" 1}",
            "[1}",
            "{\"a\":1]",
            "[] []",
            "[truee]",
            "\"a\nb\"",
            "{\"a\":1 \"b\":2}",
            "[\"a\"b]",
            "01",
            "{}x",
        ] {
            assert!(Json::parse(text, &Budget::default()).is_none(), "{text}");
        }
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
    fn what_is_nested_too_deep_is_passed_over() {
        let budget = Budget::default();
        let nested =
            |levels: usize| format!("{{\"name\": \"Mill\", \"item\": {}1{}}}", "[".repeat(levels), "]".repeat(levels));
        for (levels, is_too_deep) in [(MAX_LEVELS - 1, false), (MAX_LEVELS, true), (100_000, true)] {
            let json = Json::parse(&nested(levels), &budget).expect("it is JSON");
            assert_eq!((json.get("name").as_str(), budget.take_too_deep()), (Some("Mill"), is_too_deep), "{levels}");
        }
        assert!(Json::parse(&"[".repeat(1_000), &budget).is_none());
    }

    #[test]
    fn no_more_than_a_number_of_values_is_kept() {
        let budget = Budget::default();
        let json = Json::parse(&format!("[{}\"last\"]", "\"x\",".repeat(3 * MAX_VALUES)), &budget).expect("it is JSON");
        let Json::List(values) = json else { panic!("it is a list") };
        assert_eq!((values.len(), budget.is_spent()), (MAX_VALUES - 1, true));
        assert!(Json::parse("[1, 2", &budget).is_none(), "it is still parsed");
    }
}
