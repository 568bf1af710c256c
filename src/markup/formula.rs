//! Formulas, and their TeX: MathML, KaTeX, MathJax, and the pictures of MediaWiki and WordPress.

use super::tag::Tag;
use super::tree::{NONE, NodeId, NodeKind, Tree};

/// A formula of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Formula {
    /// Its TeX on one line.
    pub(crate) tex: String,
    /// Whether it stands apart from the text.
    pub(crate) is_display: bool,
}

/// Class names of pictures of formulas, whose alternative text is TeX: MediaWiki, WordPress, QuickLaTeX.
const PICTURE_CLASSES: &[&str] = &[
    "mwe-math-fallback-image-inline",
    "mwe-math-fallback-image-display",
    "tex",
    "latex",
    "ql-img-inline-formula",
    "ql-img-displayed-equation",
];
/// The encodings of annotations in TeX (MathML Core, and what KaTeX, LaTeXML and MediaWiki write).
const TEX_ENCODINGS: &[&str] = &["application/x-tex", "application/x-latex", "tex", "latex"];
/// Elements inside a formula that may hold its MathML or TeX, and elements around it that tell how it stands (hand-set).
const MAX_NODES: usize = 4_000;
const MAX_LEVELS: usize = 3;

/// Whether a page has elements that [`formula`] may know, apart from pictures.
pub(crate) fn has_formulas(tree: &Tree) -> bool {
    (0..tree.len() as NodeId).any(|node| match tree.tag(node) {
        Tag::Other => tree.foreign_name(node) == Some("math"),
        Tag::Script => is_tex_script(tree, node),
        _ => false,
    })
}

/// The formula that an element stands for, if its TeX is known.
pub(crate) fn formula(tree: &Tree, node: NodeId) -> Option<Formula> {
    let found = match tree.tag(node) {
        Tag::Img => {
            let is_formula = tree.classes(node).any(|class| PICTURE_CLASSES.contains(&class));
            let alt = tree.attribute(node, "alt").filter(|_| is_formula)?;
            Formula::new(alt, tree.classes(node).any(|class| class.contains("display")))
        }
        Tag::Script if is_tex_script(tree, node) => Formula::new(
            text_in(tree, node)?,
            tree.attribute(node, "type").is_some_and(|of_type| of_type.contains("display")),
        ),
        Tag::Span if tree.classes(node).any(|class| class == "katex") => of_math(tree, math_in(tree, node)?),
        Tag::Other if tree.name(node) == "mjx-container" => of_math(tree, math_in(tree, node)?),
        Tag::Other if tree.foreign_name(node) == Some("math") => of_math(tree, node),
        _ => None,
    };
    found.filter(|found| is_all_of(found, tree, node))
}

/// A formula is shown, read out and annotated with at most this many bytes for each byte of its TeX, and a few more. An
/// element with more text was left open. Hand-set.
const MAX_SHOWN_BYTES: usize = 6;
const MAX_MORE_BYTES: usize = 100;

/// Whether an element holds no text beside a formula.
fn is_all_of(formula: &Formula, tree: &Tree, node: NodeId) -> bool {
    let max = formula.tex.len() * MAX_SHOWN_BYTES + MAX_MORE_BYTES;
    let mut bytes = 0;
    tree.descendants(node).all(|inner| {
        if let NodeKind::Text(text) = tree.kind(inner) {
            bytes += text.split_whitespace().map(str::len).sum::<usize>();
        }
        bytes <= max
    })
}

/// Whether an element is what MathJax has drawn of the formula in the script behind it.
pub(crate) fn is_drawn_again(tree: &Tree, node: NodeId) -> bool {
    if !matches!(tree.tag(node), Tag::Span | Tag::Div)
        || !tree.classes(node).any(|class| class.starts_with("MathJax") || class.starts_with("mjx-"))
    {
        return false;
    }
    let mut next = tree.next_sibling(node);
    while next != NONE && !tree.is_element(next) {
        next = tree.next_sibling(next);
    }
    // A preview stands before what is drawn.
    let mut script = next;
    if script != NONE && tree.classes(script).any(|class| class.starts_with("MathJax")) {
        script = tree.next_sibling(script);
    }
    let is_script = script != NONE && is_tex_script(tree, script);
    is_script && formula(tree, script).is_some_and(|formula| is_all_of(&formula, tree, node))
}

fn is_tex_script(tree: &Tree, node: NodeId) -> bool {
    tree.tag(node) == Tag::Script && tree.attribute(node, "type").is_some_and(|of_type| of_type.starts_with("math/tex"))
}

/// The text that an element begins with.
fn text_in(tree: &Tree, node: NodeId) -> Option<&str> {
    let child = Some(tree.first_child(node)).filter(|&child| child != NONE)?;
    if let NodeKind::Text(text) = tree.kind(child) { Some(text) } else { None }
}

fn math_in(tree: &Tree, node: NodeId) -> Option<NodeId> {
    tree.descendants(node).take(MAX_NODES).find(|&inner| tree.foreign_name(inner) == Some("math"))
}

/// The TeX of MathML: its annotation, or its alternative text.
fn of_math(tree: &Tree, math: NodeId) -> Option<Formula> {
    let is_annotation = |node: &NodeId| {
        let encoding = || tree.attribute(*node, "encoding").unwrap_or_default().to_ascii_lowercase();
        tree.foreign_name(*node) == Some("annotation") && TEX_ENCODINGS.contains(&&*encoding())
    };
    let annotation = tree.descendants(math).take(MAX_NODES).find(is_annotation);
    let text = annotation.and_then(|node| text_in(tree, node));
    // An alternative text may also be words: TeX has signs.
    let alternative =
        || tree.attribute(math, "alttext").filter(|text| !text.contains(' ') || text.contains(['\\', '^', '_', '=']));
    let is_apart = |node: NodeId| {
        tree.classes(node).any(|class| class == "katex-display") || tree.attribute(node, "display") == Some("true")
    };
    let is_display =
        tree.attribute(math, "display") == Some("block") || tree.ancestors(math).take(MAX_LEVELS).any(is_apart);
    Formula::new(text.or_else(alternative)?, is_display)
}

impl Formula {
    /// `None` without TeX. What MediaWiki puts around all formulas is left out.
    fn new(tex: &str, is_display: bool) -> Option<Self> {
        let tex = tex.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = tex.strip_prefix("{\\displaystyle ").or_else(|| tex.strip_prefix("{\\textstyle "));
        let tex = inner.and_then(|inner| inner.strip_suffix('}')).unwrap_or(&tex).trim();
        (!tex.is_empty()).then(|| Self { tex: tex.to_owned(), is_display })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_is_on_one_line_without_what_is_around_all_formulas() {
        let tex = |tex: &str| Formula::new(tex, false).map(|formula| formula.tex);
        assert_eq!(tex("{\\displaystyle x^{2}}").as_deref(), Some("x^{2}"));
        assert_eq!(tex("\n a \\\\\n  b ").as_deref(), Some("a \\\\ b"));
        assert_eq!(tex(" "), None);
    }
}
