//! How elements are laid out when no style sheet says otherwise.

use std::sync::LazyLock;

use html5ever::LocalName;
use rustc_hash::FxHashMap;

/// How an element is laid out (the HTML standard, "Rendering").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// In the line.
    Inline,
    /// In the line, but apart from what stands beside it.
    InlineBlock,
    /// In lines of its own.
    Block,
    /// In lines of its own, with a margin above and below.
    Paragraph,
    /// A paragraph whose white space is kept.
    Preformatted,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A line break.
    Break,
    /// The reading above a base.
    RubyText,
    /// In quotation marks.
    Quotation,
    /// Not text.
    None,
    /// Only shown where something else is not, or not at all.
    Hidden,
    /// Shown where scripts do not run.
    Noscript,
}

/// How an element of HTML is laid out.
pub(super) fn display(name: &LocalName) -> Display {
    DISPLAYS.get(name).copied().unwrap_or(Display::Inline)
}

static DISPLAYS: LazyLock<FxHashMap<LocalName, Display>> = LazyLock::new(|| {
    NAMES.iter().flat_map(|(display, names)| names.split(' ').map(|name| (LocalName::from(name), *display))).collect()
});

const NAMES: &[(Display, &str)] = &[
    (
        Display::Block,
        "html body div li dt dd address center details summary form legend figcaption caption thead tbody tfoot optgroup \
         select frameset fieldset hgroup search table marquee tr-group colgroup",
    ),
    (
        Display::Paragraph,
        "p h1 h2 h3 h4 h5 h6 ul ol dl menu dir blockquote figure hr article section main header footer nav aside",
    ),
    (Display::Preformatted, "pre listing xmp plaintext textarea"),
    (Display::InlineBlock, "button label option input img"),
    (Display::Row, "tr"),
    (Display::Cell, "td th"),
    (Display::Break, "br"),
    (Display::RubyText, "rt"),
    (Display::Quotation, "q"),
    (Display::None, "head script style title meta link base iframe noembed noframes"),
    (Display::Hidden, "template object video audio canvas datalist"),
    (Display::Noscript, "noscript"),
];
