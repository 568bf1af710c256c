//! What holds for every cleaned page. What the tests check too is theirs (`tests/common`).

#[path = "../../tests/common/mod.rs"]
mod common;

use dechaff::{Cleaned, Markdown};

pub use common::assert_covered;
use common::harmless::assert_harmless;

/// Checks what [`assert_covered`] does, that elements hold the segments of what is in them, that the body can be written in
/// every form, and that nothing that is written has a character that may not pass.
pub fn assert_promises(page: &Cleaned) {
    assert_covered(page);
    assert_elements(page);
    assert_rendered(page);
    assert_harmless(page);
}

fn assert_elements(page: &Cleaned) {
    let document = page.document();
    for (index, segment) in document.segments().iter().enumerate() {
        let Some(element) = document.element_of(segment) else { continue };
        assert!(element.segments().contains(&index), "{element:?} without segment {index}");
        assert!(element.ancestors().all(|around| around.segments().contains(&index)), "around {element:?}: no {index}");
        assert!(element.written().start <= element.written().end);
    }
}

/// The numbers of spans whose reasons and inline markup are asked for, so that long pages stay quick.
const MAX_EXPLAINED_SPANS: usize = 4;
/// The articles of a digest that are written one by one.
const MAX_ARTICLES: usize = 2;

fn assert_rendered(page: &Cleaned) {
    let text = page.text();
    assert_eq!(page.is_empty(), !page.spans().iter().any(|span| span.is_kept()));
    assert!(!page.is_empty() || text.is_empty());
    assert_safe(&page.html());
    for article in page.articles().iter().take(MAX_ARTICLES) {
        assert_safe(&article.html());
        let _ = (article.title(), article.text(), article.markdown(), article.language());
    }
    assert!(page.report().contains("</html>"));
    let bare = Markdown::new().with_links(false).with_images(false).with_footnotes(false).with_dollar_formulas(true);
    let _ = (page.markdown(), page.markdown_with(&bare.with_width(20)));
    for span in 0..page.spans().len().min(MAX_EXPLAINED_SPANS) {
        let _ = (page.explain(span), page.inlines(span), page.marks(span).count());
    }
    let _ = (page.title(), page.language(), page.languages(), page.quality(), page.page_type(), page.notes());
    let _ = (page.comments(), page.links(), page.images(), format!("{:?}", page.metadata()));
}

/// Checks that two runs gave the same.
pub fn assert_same(one: &Cleaned, other: &Cleaned) {
    assert_eq!(one.source(), other.source());
    assert_eq!(one.spans(), other.spans());
    assert_eq!(one.notes(), other.notes());
    assert_eq!(one.markdown(), other.markdown());
    assert_eq!(one.html(), other.html());
    assert_eq!(format!("{:?}", one.metadata()), format!("{:?}", other.metadata()));
    assert_eq!(format!("{:?}", one.comments()), format!("{:?}", other.comments()));
}

/// The elements that `Cleaned::html` writes, as in `tests/safe_html.rs`.
#[rustfmt::skip]
const ELEMENTS: [&str; 38] = [
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "aside", "details",
    "summary", "pre", "code", "table", "tbody", "tr", "th", "td", "figure", "figcaption", "img", "a", "em", "strong", "sub",
    "sup", "s", "mark", "abbr", "time", "input",
];
#[rustfmt::skip]
const ATTRIBUTES: [&str; 18] = [
    "href", "src", "alt", "title", "datetime", "start", "reversed", "value", "id", "colspan", "rowspan", "align", "type",
    "checked", "disabled", "class", "lang", "dir",
];

/// Checks that the HTML of a body has only known elements and attributes, and that no address runs a script. It reads the
/// form that dechaff writes, in which `<` and `"` in text and values are escaped.
fn assert_safe(html: &str) {
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("a tag without an end: {tag}"));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name), "<{tag}>");
        let mut rest = tag.trim_start_matches('/')[name.len()..].trim_end_matches('/');
        while let Some(attribute) = rest.strip_prefix(' ').filter(|rest| !rest.is_empty()) {
            let end = attribute.find(['=', ' ']).unwrap_or(attribute.len());
            let name = &attribute[..end];
            assert!(ATTRIBUTES.contains(&name), "{name} in <{tag}>");
            rest = &attribute[end..];
            let Some(value) = rest.strip_prefix("=\"") else { continue };
            let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("a value without an end: {tag}"));
            if matches!(name, "href" | "src") {
                assert_address(value);
            }
            rest = after;
        }
        assert!(rest.is_empty(), "{rest:?} at the end of <{tag}>");
    }
}

/// Checks that an address has no scheme, or one that a browser only fetches or writes to. As browsers do, it leaves out
/// control characters and spaces.
fn assert_address(address: &str) {
    let plain: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let end = plain.find(['/', '?', '#']).unwrap_or(plain.len());
    if let Some((scheme, _)) = plain[..end].split_once(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    {
        assert!(["http", "https", "mailto"].contains(&&*scheme.to_ascii_lowercase()), "{address}");
    }
}
