//! Feeds (RSS 0.9 to 2.0, RSS 1.0, Atom): each entry becomes a page of its own.
//!
//! Libraries for feeds read far more than is wanted here, bring ten crates, and the one that was tried overflows the
//! stack on deeply nested elements. So this reads the events of an XML parser, without recursion and without namespaces:
//! elements are known by their usual prefixes. A feed with a fault in the middle gives the entries before it.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::escape::escape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use url::Url;

/// The XML declaration is looked for in this many bytes; hand-set, it has about forty.
const MAX_DECLARATION_BYTES: usize = 256;

/// HTML elements that have no end tag (HTML Standard, 13.1.2).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// What is said of a feed that ends too early.
const CUT_OFF: &str =
    "the feed ends within an entry, which is not read; fetch it again, or read all as one page: --from html";

/// A feed that is being read: an iterator over its entries.
pub struct Feed<'a> {
    reader: Reader<&'a [u8]>,
    language: Option<String>,
    /// The address of the site, against which relative addresses of entries are resolved.
    site: Option<String>,
    is_atom: bool,
    ended: bool,
}

/// An entry of a feed. Texts are plain text, the content is HTML.
#[derive(Default)]
pub struct Entry {
    title: String,
    link: Option<String>,
    /// An identifier that may be the link.
    guid: Option<String>,
    author: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    content: Option<String>,
    summary: Option<String>,
}

/// What is in an element of an entry.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    /// Text that is HTML when the escapes of XML are undone, or plain text.
    Escaped,
    /// Elements of XHTML.
    Xhtml,
}

/// The text of a feed, and whether some of it is malformed in the encoding; or nothing if the bytes are something else.
///
/// The encoding is that of the byte-order mark, of the transport, or of the XML declaration, or else UTF-8 (XML 1.0,
/// appendix F).
pub fn text<'a>(bytes: &'a [u8], charset: Option<&str>) -> Option<(Cow<'a, str>, bool)> {
    let encoding = charset
        .map(str::to_owned)
        .or_else(|| declared_encoding(bytes))
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .unwrap_or(UTF_8);
    let begin = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    // Anything but a tag or a byte-order mark begins no XML.
    if !matches!(begin, Some(b'<' | 0xEF | 0xFE | 0xFF)) {
        return None;
    }
    let (text, _, is_malformed) = encoding.decode(bytes);
    is_feed(&text).then_some((text, is_malformed))
}

fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_DECLARATION_BYTES)]);
    match Reader::from_str(head.trim_start()).read_event() {
        Ok(Event::Decl(declaration)) => declaration.encoding()?.ok().map(Cow::into_owned),
        _ => None,
    }
}

/// Whether the first element is the root of a feed.
fn is_feed(text: &str) -> bool {
    let mut reader = Reader::from_str(text.trim_start());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => return matches!(tag.name().as_ref(), "rss" | "feed" | "atom:feed" | "rdf:RDF"),
            Ok(Event::Text(text)) if text.trim().is_empty() => {}
            Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_)) => {}
            _ => return false,
        }
    }
}

impl<'a> Feed<'a> {
    /// Reads a text that [`text`] has recognised.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start());
        let config = reader.config_mut();
        // Feeds are often not well-formed.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, language: None, site: None, is_atom: false, ended: false }
    }

    /// The language that the feed declares.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The address of the page that an entry is about, resolved against `base` or the address of the site.
    pub fn url(&self, entry: &Entry, base: Option<&str>) -> Option<String> {
        let link = entry.link.as_deref().or(entry.guid.as_deref());
        let Some(link) = link else { return base.map(str::to_owned) };
        let base = base.or(self.site.as_deref()).and_then(|base| Url::parse(base).ok());
        let url = Url::options().base_url(base.as_ref()).parse(link).ok()?;
        Some(url.into())
    }

    fn event(&mut self) -> Result<Event<'a>, String> {
        self.reader.read_event().map_err(|error| {
            let at = self.reader.error_position();
            format!("the feed is damaged at byte {at} ({error}); entries from there on are not read; --from html reads all as one page")
        })
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, String> {
        loop {
            match self.event()? {
                Event::Start(tag) => match core_name(&tag) {
                    Some("item" | "entry") => return self.entry(&tag).map(Some),
                    Some("language") => self.language = filled(self.content(&tag, Content::Escaped)?),
                    Some("feed") => {
                        self.is_atom = true;
                        self.language = attribute(&tag, "xml:lang");
                    }
                    Some("link") if self.site.is_none() => {
                        let href = page_address(&tag);
                        let text = self.content(&tag, Content::Escaped)?;
                        self.site = href.or_else(|| filled(text));
                    }
                    _ => {}
                },
                Event::Empty(tag) if self.site.is_none() && core_name(&tag) == Some("link") => {
                    self.site = page_address(&tag);
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn entry(&mut self, start: &BytesStart) -> Result<Entry, String> {
        let mut entry = Entry::default();
        loop {
            match self.event()? {
                Event::Start(tag) => self.field(&mut entry, &tag)?,
                Event::Empty(tag) => entry.add_link(&tag),
                Event::End(tag) if tag.name() == start.name() => return Ok(entry),
                Event::Eof => return Err(CUT_OFF.into()),
                _ => {}
            }
        }
    }

    /// Reads an element of an entry.
    fn field(&mut self, entry: &mut Entry, tag: &BytesStart) -> Result<(), String> {
        entry.add_link(tag);
        let name = tag.name();
        let kind = attribute(tag, "type");
        let is_xhtml = matches!(kind.as_deref(), Some("xhtml" | "application/xhtml+xml"));
        let value = self.content(tag, if is_xhtml { Content::Xhtml } else { Content::Escaped })?;
        let is_text = match kind.as_deref() {
            // Atom's default (RFC 4287, 3.1.1). The texts of RSS are HTML in practice.
            None => self.is_atom,
            Some(kind) => matches!(kind, "text" | "text/plain"),
        };
        match name.as_ref() {
            "content:encoded" => entry.content = filled(value),
            "dc:creator" => entry.author = filled(value),
            "dc:date" => entry.published = filled(value),
            _ => match core_name(tag) {
                Some("title") => entry.title = if is_text { value } else { plain_text(value) },
                Some("link") if entry.link.is_none() => entry.link = filled(value),
                Some("guid") if attribute(tag, "isPermaLink").as_deref() != Some("false") => {
                    entry.guid = filled(value).filter(|guid| guid.starts_with("http"));
                }
                Some("author") => entry.author = entry.author.take().or_else(|| person(&value)),
                Some("pubDate" | "published" | "issued") => entry.published = filled(value),
                Some("updated" | "modified") => entry.updated = filled(value),
                // Content of another type is a picture or the like, in base64.
                Some("content") if is_xhtml || is_text || is_html(kind.as_deref()) => {
                    entry.content = entry.content.take().or_else(|| filled(as_html(value, is_text)));
                }
                Some("description" | "summary") => entry.summary = filled(as_html(value, is_text)),
                _ => {}
            },
        }
        Ok(())
    }

    /// The content of the element whose start was read last, up to its end.
    ///
    /// Only elements of the same name are counted, because others may lack their ends or starts.
    fn content(&mut self, start: &BytesStart, content: Content) -> Result<String, String> {
        let mut value = String::new();
        let mut depth = 0_usize;
        loop {
            match self.event()? {
                Event::Text(text) => value.push_str(&text),
                Event::CData(text) if content == Content::Xhtml => value.push_str(&escape(&*text)),
                Event::CData(text) => value.push_str(&text),
                Event::GeneralRef(reference) => push_reference(&mut value, &reference, content),
                Event::Start(tag) => {
                    depth += usize::from(tag.name() == start.name());
                    value.extend(["<", local(&tag), ">"]);
                }
                Event::Empty(tag) => {
                    value.extend(["<", local(&tag), ">"]);
                    // To HTML, `<i/>` is a start tag.
                    let name = local(tag.name().0);
                    if !VOID.contains(&name) {
                        value.extend(["</", name, ">"]);
                    }
                }
                Event::End(tag) if tag.name() == start.name() && depth == 0 => return Ok(value),
                Event::End(tag) => {
                    depth -= usize::from(tag.name() == start.name());
                    value.extend(["</", local(tag.name().0), ">"]);
                }
                Event::Eof => return Err(CUT_OFF.into()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }
}

impl Iterator for Feed<'_> {
    type Item = Result<Entry, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let entry = self.next_entry().transpose();
        self.ended = !matches!(entry, Some(Ok(_)));
        entry
    }
}

impl Entry {
    /// The entry as a page of HTML, with its address and the language of the feed.
    pub fn html(&self, url: Option<&str>, language: Option<&str>) -> String {
        let mut html = "<!DOCTYPE html><html".to_owned();
        if let Some(language) = language {
            html.extend([" lang=\"", &escape(language), "\""]);
        }
        html.extend(["><head><title>", &escape(&self.title), "</title>"]);
        if let Some(url) = url {
            html.extend(["<link rel=\"canonical\" href=\"", &escape(url), "\">"]);
        }
        for (name, value) in [
            ("name=\"author\"", &self.author),
            (
                "property=\"article:published_time\"",
                if self.published.is_some() { &self.published } else { &self.updated },
            ),
        ] {
            if let Some(value) = value {
                html.extend(["<meta ", name, " content=\"", &escape(value), "\">"]);
            }
        }
        let body = self.content.as_ref().or(self.summary.as_ref()).map_or("", String::as_str);
        html.extend(["</head><body><article><h1>", &escape(&self.title), "</h1>\n", body, "</article></body></html>"]);
        html
    }

    /// Takes the address of a `<link>` of Atom.
    fn add_link(&mut self, tag: &BytesStart) {
        if core_name(tag) == Some("link") && self.link.is_none() {
            self.link = page_address(tag);
        }
    }
}

/// The name of an element of RSS or Atom. Elements with other prefixes belong to extensions, such as pictures.
fn core_name<'a>(tag: &'a BytesStart) -> Option<&'a str> {
    let name = tag.name().0;
    match name.split_once(':') {
        None => Some(name),
        Some(("atom" | "a10" | "rss", name)) => Some(name),
        Some(_) => None,
    }
}

/// A tag or its name without the prefix, which HTML does not know (`xhtml:p`).
fn local(tag: &str) -> &str {
    let name = tag.split(|char: char| char.is_ascii_whitespace()).next().unwrap_or(tag);
    name.find(':').map_or(tag, |colon| &tag[colon + 1..])
}

/// The address of a `<link>` of Atom that leads to a page (RFC 4287, 4.2.7.2).
fn page_address(tag: &BytesStart) -> Option<String> {
    let is_page = matches!(attribute(tag, "rel").as_deref(), None | Some("alternate"));
    if is_page { attribute(tag, "href") } else { None }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    // The check for repeated attributes takes quadratic time.
    let attribute = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    filled(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Puts a reference into a text, undone if it is one of XML. References of HTML (`&nbsp;`) are left to the reader of HTML.
fn push_reference(text: &mut String, reference: &BytesRef, content: Content) {
    let predefined = match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    match predefined.or_else(|| reference.resolve_char_ref().ok().flatten()) {
        Some(char) if content == Content::Escaped => text.push(char),
        _ => text.extend(["&", reference, ";"]),
    }
}

fn filled(text: String) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The text of a title that may be HTML.
fn plain_text(title: String) -> String {
    if !title.contains(['<', '&']) {
        return title;
    }
    dechaff::clean_html(&title).map_or(title, |page| page.into_source())
}

/// The name of a person: that of Atom is an element of its own.
fn person(value: &str) -> Option<String> {
    let name = value.split_once("<name>").and_then(|(_, rest)| rest.split_once("</name>")).map(|(name, _)| name);
    filled(name.unwrap_or(value).to_owned())
}

fn is_html(kind: Option<&str>) -> bool {
    matches!(kind, None | Some("html" | "text/html"))
}

/// A text as HTML: plain text has a paragraph a line.
fn as_html(text: String, is_plain: bool) -> String {
    if !is_plain {
        return text;
    }
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("<p>{}</p>\n", escape(line))).collect()
}
