//! The markup within the lines of a cleaned page: links, images, emphasis and the like.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Document, InlineElement};
use crate::inline_kind::InlineKind;
use crate::markup::{NONE, NodeId, Tag, Tree};
use crate::span::Span;
use crate::text::harmless;

/// Some text within a span that the page marks: emphasis, code, a link.
///
/// # Example
///
/// ```
/// use dechaff::{InlineKind, clean_html};
///
/// let page = clean_html("<p>The mill ground <em>rye</em>, and after the war it ground <code>nothing</code> at all.")?;
/// let inlines = page.inlines(0);
/// assert_eq!((inlines[0].kind(), &page.source()[inlines[0].range()]), (InlineKind::Emphasis, "rye"));
/// assert_eq!((inlines[1].kind(), &page.source()[inlines[1].range()]), (InlineKind::Code, "nothing"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Inline<'a> {
    kind: InlineKind,
    range: Range<usize>,
    expansion: Option<Cow<'a, str>>,
    time: Option<Cow<'a, str>>,
}

impl Inline<'_> {
    /// What the markup says.
    pub fn kind(&self) -> InlineKind {
        self.kind
    }

    /// The marked bytes of the source. They are within the span, although the element may go on in the next one.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What an abbreviation stands for, as its `title` says, without control characters.
    pub fn expansion(&self) -> Option<&str> {
        self.expansion.as_deref()
    }

    /// The date or time for machines of a `<time>`, as its `datetime` says; as written, without control characters.
    pub fn time(&self) -> Option<&str> {
        self.time.as_deref()
    }
}

/// A link with text.
///
/// # Example
///
/// ```
/// let page = dechaff::clean_html("<p>The mill was built in 1790, as <a href='https://mill.example/a b'>we wrote</a> in the spring.")?;
/// let link = &page.links()[0];
/// assert_eq!(&page.source()[link.range()], "we wrote");
/// assert_eq!((link.href(), link.span()), ("https://mill.example/a b", 0));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Link<'a> {
    href: Cow<'a, str>,
    url: Option<String>,
    range: Range<usize>,
    span: usize,
}

impl Link<'_> {
    /// The address as the page writes it, of any scheme; only control characters are left out, and bidirectional controls
    /// that are not balanced.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// The address that it means: absolute if that of the page is known ([`Page::with_url`](crate::Page::with_url) or
    /// `<base>`). `None` if it is not one of `http`, `https` or `mailto`. It has no control characters, of bidirectional
    /// text neither.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The bytes of its text in the source. They may go beyond the span.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The index of the span that it begins in.
    pub fn span(&self) -> usize {
        self.span
    }
}

/// An image.
///
/// # Example
///
/// ```
/// let page = dechaff::clean_html(
///     "<figure><img src=/mill.jpg alt='A mill' width=640><figcaption>The mill in 1926</figcaption></figure>
///      <p>The mill was built in 1790 and ground rye until the war.",
/// )?;
/// let image = &page.images()[0];
/// assert_eq!((image.url(), image.alt(), image.width()), (Some("/mill.jpg"), Some("A mill"), Some(640)));
/// assert_eq!(image.caption().map(|span| &page.source()[page.spans()[span].range()]), Some("The mill in 1926"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Image<'a> {
    url: Option<String>,
    alt: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    width: Option<u32>,
    height: Option<u32>,
    offset: usize,
    span: Option<usize>,
    caption: Option<usize>,
}

impl Image<'_> {
    /// Its best real address: not that of a placeholder that scripts replace. Absolute if that of the page is known.
    /// `None` if it is not one of `http` or `https`. Characters as in [`Link::url`].
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Its alternative text, without control characters and unbalanced bidirectional ones.
    pub fn alt(&self) -> Option<&str> {
        self.alt.as_deref()
    }

    /// Its title, which browsers show beside the pointer; characters as in [`Image::alt`].
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Its width in CSS pixels, if the page says so.
    pub fn width(&self) -> Option<u32> {
        self.width
    }

    /// Its height in CSS pixels, if the page says so.
    pub fn height(&self) -> Option<u32> {
        self.height
    }

    /// Where it is: a byte offset into the source, at the end of the text before it.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The index of the span that it is in or behind; `None` before the first span.
    pub fn span(&self) -> Option<usize> {
        self.span
    }

    /// The index of the span with its caption: the first text of a `<figcaption>` in the same `<figure>`.
    pub fn caption(&self) -> Option<usize> {
        self.caption
    }
}

/// The markup within a span, in the order of the page, outer before inner.
pub(crate) fn inlines<'a>(document: &'a Document, span: &Span) -> Vec<Inline<'a>> {
    let Some(tree) = document.tree() else { return Vec::new() };
    let (around, inside) = document.inlines().within(span.range());
    let inline = |element: &InlineElement| {
        let kind = element.kind(tree)?;
        let attribute = |wanted: InlineKind, name| {
            let value = if kind == wanted { tree.attribute(element.node, name) } else { None };
            value.map(harmless)
        };
        Some(Inline {
            kind,
            range: element.range().start.max(span.start())..element.range().end.min(span.end()),
            expansion: attribute(InlineKind::Abbreviation, "title"),
            time: attribute(InlineKind::Time, "datetime"),
        })
    };
    around.into_iter().chain(inside).filter_map(inline).collect()
}

/// The links of a page, in its order.
pub(crate) fn links<'a>(document: &'a Document, spans: &[Span]) -> Vec<Link<'a>> {
    let Some(tree) = document.tree() else { return Vec::new() };
    let link = |element: &InlineElement| {
        let href = tree.attribute(element.node, "href").filter(|_| tree.tag(element.node) == Tag::A)?;
        let range = element.range();
        let span = spans.partition_point(|span| span.end() <= range.start);
        (span < spans.len()).then(|| Link { href: harmless(href), url: document.resolve(href), range, span })
    };
    document.inlines().iter().filter_map(link).collect()
}

/// The text of an attribute as it may be written; `None` if there is none.
pub(crate) fn written_attribute<'a>(tree: &'a Tree, node: NodeId, name: &str) -> Option<Cow<'a, str>> {
    let text = harmless(tree.attribute(node, name)?.trim());
    (!text.is_empty()).then_some(text)
}

/// The address of an image; `None` for one of a pixel, or if it is not one of `http` or `https`.
pub(crate) fn image_url(document: &Document, node: NodeId) -> Option<String> {
    let tree = document.tree().filter(|tree| !is_pixel(tree, node))?;
    document.resolve_fetched(image_address(tree, node)?)
}

/// The images of a page, in its order, without those of a pixel that count readers.
pub(crate) fn images<'a>(document: &'a Document, spans: &[Span]) -> Vec<Image<'a>> {
    let Some(tree) = document.tree() else { return Vec::new() };
    let image = |element: &InlineElement| {
        let node = element.node;
        if !element.is_image(tree) || is_pixel(tree, node) {
            return None;
        }
        let offset = element.range().start;
        let before = spans.partition_point(|span| span.start() <= offset);
        let text = |name| written_attribute(tree, node, name);
        Some(Image {
            url: image_url(document, node),
            alt: text("alt"),
            title: text("title"),
            width: size(tree, node, "width"),
            height: size(tree, node, "height"),
            offset,
            span: before.checked_sub(1),
            caption: caption(document, tree, node, before.saturating_sub(1)),
        })
    };
    document.inlines().iter().filter_map(image).collect()
}

/// The elements around an image that may be its figure (hand-set).
const MAX_FIGURE_LEVELS: usize = 6;
/// The segments behind an image that may be its caption (hand-set).
const MAX_CAPTION_DISTANCE: usize = 3;

/// The images between the lines of a page, by offset, with the caption of each.
pub(crate) fn standalone_images(document: &Document, spans: &[Span]) -> Vec<(NodeId, usize, Option<usize>)> {
    let Some(tree) = document.tree() else { return Vec::new() };
    let image = |element: &InlineElement| {
        let offset = element.range().start;
        let before = spans.partition_point(|span| span.start() <= offset);
        let is_within = before > 0 && offset < spans[before - 1].end() && spans[before - 1].start() < offset;
        let is_image = element.is_image(tree) && !is_within;
        let caption = || caption(document, tree, element.node, before.saturating_sub(1));
        is_image.then(|| (element.node, offset, caption()))
    };
    document.inlines().iter().filter_map(image).collect()
}

/// The first segment near an image that is in a caption of the same figure.
fn caption(document: &Document, tree: &Tree, image: NodeId, near: usize) -> Option<usize> {
    let figure = tree.ancestors(image).take(MAX_FIGURE_LEVELS).find(|&node| tree.tag(node) == Tag::Figure)?;
    let segments = document.segments();
    (near..segments.len().min(near + 1 + MAX_CAPTION_DISTANCE)).find(|&index| {
        let Some(element) = document.element_index(&segments[index]) else { return false };
        let node = document.element_data()[element].node;
        let mut around = std::iter::once(node).chain(tree.ancestors(node)).take(MAX_FIGURE_LEVELS);
        around.any(|node| tree.tag(node) == Tag::Figcaption) && tree.ancestors(node).any(|node| node == figure)
    })
}

/// The attributes with the address of an image that a script loads when it comes into view, by lazysizes, WordPress and
/// others; the standard one last, because it then has a placeholder.
const LAZY_ADDRESSES: &[&str] = &["data-src", "data-original", "data-lazy-src"];

/// The nodes before an image that may have other formats of it (hand-set).
const MAX_SOURCES: usize = 12;

/// The address of an image as written: that of the largest size if the plain one is missing or a placeholder.
fn image_address(tree: &Tree, node: NodeId) -> Option<&str> {
    let is_real = |address: &&str| {
        let address = address.trim_start();
        !address.is_empty() && !address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
    };
    let lazy = LAZY_ADDRESSES.iter().filter_map(|name| tree.attribute(node, name)).find(is_real);
    let of_set = |name| tree.attribute(node, name).and_then(largest_of_set).filter(is_real);
    let plain = || tree.attribute(node, "src").filter(is_real);
    // Other formats of the same picture come before it.
    let of_picture = || {
        let is_picture = tree.tag(tree.parent(node)) == Tag::Picture;
        let previous = |&node: &NodeId| Some(tree.previous_sibling(node)).filter(|&node| node != NONE);
        let before = std::iter::successors(previous(&node), previous).take(MAX_SOURCES);
        let sources = before.filter(|&node| is_picture && tree.tag(node) == Tag::Source);
        let address = |node| tree.attribute(node, "srcset").or_else(|| tree.attribute(node, "data-srcset"));
        sources.filter_map(address).filter_map(largest_of_set).find(is_real)
    };
    let own = lazy.or_else(plain).or_else(|| of_set("data-srcset")).or_else(|| of_set("srcset"));
    own.or_else(of_picture)
}

/// The largest image of a `srcset`: `small.jpg 320w, large.jpg 640w` (HTML standard, section 4.8.4.2).
fn largest_of_set(set: &str) -> Option<&str> {
    let candidate = |candidate: &'_ str| -> Option<(f32, usize)> {
        let (address, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, "1x"));
        let size = size.trim().trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        Some((size, address.len())).filter(|_| !address.is_empty())
    };
    let mut best: Option<(f32, &str)> = None;
    // A comma ends a candidate only before white space: addresses have commas.
    for part in set.split(", ").flat_map(|part| part.split(",\n")).map(str::trim) {
        if let Some((size, length)) = candidate(part)
            && best.is_none_or(|(largest, _)| size > largest)
        {
            best = Some((size, part[..length].trim_end_matches(',')));
        }
    }
    best.map(|(_, address)| address)
}

/// Whether an image is of at most one pixel: it counts readers.
fn is_pixel(tree: &Tree, node: NodeId) -> bool {
    let is_tiny = |name| size(tree, node, name).is_some_and(|pixels| pixels <= 1);
    is_tiny("width") && is_tiny("height")
}

fn size(tree: &Tree, node: NodeId, name: &str) -> Option<u32> {
    tree.attribute(node, name)?.trim().trim_end_matches("px").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_image_of_a_set_is_taken() {
        assert_eq!(largest_of_set("a.jpg 320w, b.jpg 1280w, c.jpg 640w"), Some("b.jpg"));
        assert_eq!(largest_of_set("a.jpg, b.jpg 2x"), Some("b.jpg"));
        assert_eq!(largest_of_set("/w_1,h_2/a.jpg 1x"), Some("/w_1,h_2/a.jpg"));
        assert_eq!(largest_of_set(" , "), None);
    }

    #[test]
    fn placeholders_are_no_addresses() {
        for (page, url) in [
            ("<img src=a.png>", Some("a.png")),
            ("<img src=data:image/gif;base64,x data-src=b.png>", Some("b.png")),
            ("<img src=c.png data-original=d.png>", Some("d.png")),
            ("<img srcset='e.png 1x, f.png 2x'>", Some("f.png")),
            (
                "<picture><source srcset='g.webp 1x, h.webp 2x'><img src=data:image/gif;base64,x></picture>",
                Some("h.webp"),
            ),
            ("<img src=javascript:x>", None),
            ("<img alt=x>", None),
        ] {
            let cleaned = crate::clean_html(&format!("<p>The old mill {page} is open.")).expect("it is short");
            assert_eq!(cleaned.images()[0].url(), url, "{page}");
        }
        let pixel =
            crate::clean_html("<p>The old mill <img src=a.gif width=1 height=1> is open.").expect("it is short");
        assert!(pixel.images().is_empty());
    }
}
