//! The kinds of markup within a line.

/// What the markup within a line says of some text.
///
/// With the feature `serde`, a kind is written in lower case with hyphens: `"link"`, `"emphasis"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum InlineKind {
    /// A link with an address: `<a href>`.
    Link,
    /// Stress, a term or a title: `<em>`, `<i>`, `<cite>`, `<dfn>`, `<var>`.
    Emphasis,
    /// Importance: `<strong>`, `<b>`.
    Strong,
    /// Code, or what a computer prints or a user types: `<code>`, `<kbd>`, `<samp>`, `<tt>`.
    Code,
    /// Below the line: `<sub>`.
    Subscript,
    /// Above the line: `<sup>`.
    Superscript,
    /// No longer valid: `<del>`, `<s>`, `<strike>`.
    Strikethrough,
    /// Highlighted: `<mark>`.
    Mark,
    /// A quotation within a line: `<q>`. Its quotation marks are in the source.
    Quotation,
    /// An abbreviation: `<abbr>`.
    Abbreviation,
    /// A date or time: `<time>`.
    Time,
    /// A formula, as TeX if the page has it so: MathML, KaTeX, MathJax, the pictures of MediaWiki.
    Formula,
}
