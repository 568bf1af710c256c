//! Pages without what modern markup says of itself: as pages were written before 2010.

use std::sync::LazyLock;

use regex::{Captures, Regex};

static METADATA: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"(?is)<meta\b[^>]*>|<script\b[^>]*\bld\+json[^>]*>.*?</script\s*>|<link\b[^>]*>"#));
static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?i)\s(?:class|id|role|rel|datetime|property|typeof|item[a-z]+|aria-[a-z-]+|data-[a-z0-9-]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)"#,
    )
});
static NAMES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)<(/?)(?:(article|main|nav|aside|header|footer|section|figure|figcaption)|time)\b"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

/// The page without metadata, names of classes and ids, roles and microdata, and with `<div>` and `<span>` in place of
/// the elements that HTML 5 added.
pub fn plain_markup(html: &str) -> String {
    let html = METADATA.replace_all(html, "");
    let html = ATTRIBUTES.replace_all(&html, "");
    let name = |found: &Captures<'_>| format!("<{}{}", &found[1], if found.get(2).is_some() { "div" } else { "span" });
    NAMES.replace_all(&html, name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_markup_stays() {
        let page = "<meta property=og:type content=article><article class='a b' id=x><a href=/y rel=\"tag\">Tag</a>\
            <time datetime=2024>2024</time></article>";
        assert_eq!(plain_markup(page), "<div><a href=/y>Tag</a><span>2024</span></div>");
    }
}
