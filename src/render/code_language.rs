//! The programming language of a block of code, as highlighters name it.

use super::structure::MAX_NESTED_CONTAINERS;
use crate::document::{Document, Element};

/// Ancestors of the preformatted element whose names are read (hand-set).
const MAX_ANCESTORS: usize = 9;
/// Beginnings of class names before the language: HTML standard and Prism, Google, GitHub, Sphinx, Rouge, Docusaurus,
/// SyntaxHighlighter, EnlighterJS.
const PREFIXES: &[&str] =
    &["language-", "lang-", "highlight-source-", "highlight-text-", "highlight-", "sourceCode-", "brush:", "brush-"];
/// Class names after which the language is the next one: highlight.js, Pandoc, SyntaxHighlighter.
const MARKERS: &[&str] = &["hljs", "sourceCode", "brush:"];
/// What stands in the place of a language and is none.
const NO_LANGUAGES: &[&str] = &[
    "none",
    "default",
    "plaintext",
    "plain",
    "text",
    "txt",
    "nohighlight",
    "no-highlight",
    "auto",
    "notranslate",
    "linenums",
    "copy",
    "source",
    "code",
    "line-numbers",
    "wrapper",
    "wrap",
    "block",
    "undefined",
    "unknown",
    "shadow",
    "dark",
    "light",
    "toolbar",
    "container",
];
/// Attributes with the language: Hugo's Chroma, rehype, Shiki, Prism, GitHub, Confluence, Mintlify.
const ATTRIBUTES: &[&str] = &["data-language", "data-lang", "language"];
/// Longer names are none (hand-set).
const MAX_NAME_BYTES: usize = 30;

/// The programming language of the code of a segment, as an element inside or around its preformatted element says.
pub(super) fn code_language(document: &Document, segment: usize, preformatted: usize) -> Option<&str> {
    let element = document.element_of(&document.segments()[segment])?;
    let elements = std::iter::successors(Some(element), |element| element.parent());
    let inside = elements.clone().take_while(|element| element.index > preformatted).take(MAX_NESTED_CONTAINERS);
    // Beyond the first of them, an element must hold nothing else.
    let outside = elements.skip_while(|element| element.index > preformatted).take(1 + MAX_ANCESTORS);
    let mut own: Option<usize> = None;
    let outside = outside.take_while(move |element| {
        let segments = element.segments().len();
        segments <= own.get_or_insert(segments).saturating_add(2)
    });
    inside.chain(outside).find_map(named)
}

/// The language that an element names.
fn named(element: Element<'_>) -> Option<&str> {
    let of_attribute = ATTRIBUTES.iter().find_map(|name| element.attribute(name));
    // Old editors write `<pre lang="php">`.
    let of_pre = || element.attribute("lang").filter(|_| element.tag().is_preformatted());
    of_attribute.and_then(language).or_else(|| of_classes(element)).or_else(|| of_pre().and_then(language))
}

fn of_classes(element: Element<'_>) -> Option<&str> {
    let of_prefix = |class| PREFIXES.iter().find_map(|prefix| str::strip_prefix(class, prefix)).and_then(language);
    element.classes().find_map(of_prefix).or_else(|| {
        let mut classes = element.classes();
        classes.by_ref().find(|class| MARKERS.contains(class))?;
        classes.find_map(language)
    })
}

/// A name of a language without what is not a part of it; `None` if it is none.
fn language(name: &str) -> Option<&str> {
    let name = name.trim().trim_end_matches(';');
    // GitHub writes "source-js" and "text-html-basic".
    let name = name.strip_suffix("-basic").unwrap_or(name);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#' | '.');
    let is_known = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.len() <= MAX_NAME_BYTES
        && name.chars().all(is_name)
        && !NO_LANGUAGES.iter().any(|none| none.eq_ignore_ascii_case(name));
    is_known.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<String> {
        let document = Document::from_html(html);
        let last = document.segments().len() - 1;
        let element = document.element_of(&document.segments()[last]).expect("it is HTML");
        let mut around = std::iter::successors(Some(element), |element| element.parent());
        let preformatted = around.find(|element| element.tag().is_preformatted()).expect("there is code").index;
        code_language(&document, last, preformatted).map(str::to_owned)
    }

    #[test]
    fn languages_of_highlighters_are_found() {
        for (html, language) in [
            ("<pre><code class=language-rust>x</code></pre>", Some("rust")),
            ("<pre class='lang-c++ s-code-block'>x</pre>", Some("c++")),
            ("<div class='highlight highlight-source-shell'><pre>x</pre></div>", Some("shell")),
            ("<div class='highlight-python notranslate'><div class=highlight><pre>x</pre></div></div>", Some("python")),
            (
                "<div class='language-ruby highlighter-rouge'><div class=highlight><pre><code>x</code></pre></div></div>",
                Some("ruby"),
            ),
            ("<pre><code class='hljs python'>x</code></pre>", Some("python")),
            ("<pre class='sourceCode haskell'><code>x</code></pre>", Some("haskell")),
            ("<pre class='brush: js; gutter: false'>x</pre>", Some("js")),
            ("<pre class=brush:php>x</pre>", Some("php")),
            ("<pre lang=xml>x</pre>", Some("xml")),
            ("<pre class=chroma><code data-lang=go>x</code></pre>", Some("go")),
            ("<figure><pre data-language=ts><code>x</code></pre></figure>", Some("ts")),
            (
                "<div class='language-cpp highlighter-rouge'><div class=highlight><pre class=highlight><code><table \
                 class=rouge-table><tbody><tr><td class=rouge-gutter><pre class=lineno>1</pre></td><td class=rouge-code>\
                 <pre>x</pre></td></tr></tbody></table></code></pre></div></div>",
                Some("cpp"),
            ),
            ("<pre class='language-none'>x</pre>", None),
            ("<pre class=highlight>x</pre>", None),
            ("<pre class='shiki github-dark'>x</pre>", None),
        ] {
            assert_eq!(of(html).as_deref(), language, "{html}");
        }
    }
}
