//! The element names of HTML that the crate tells apart, and every set of them that it uses.

use std::sync::LazyLock;

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;

use crate::inline_kind::InlineKind;

macro_rules! tags {
    ($($variant:ident = $name:tt,)*) => {
        /// The name of an element of HTML.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Tag {
            /// An unknown name, or an element of another namespace (SVG, MathML).
            #[default]
            Other,
            $($variant,)*
        }

        impl Tag {
            /// All names that have a variant, in the order of the variants.
            pub(crate) const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name; empty for [`Tag::Other`].
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    Self::Other => "",
                    $(Self::$variant => $name,)*
                }
            }

            /// The tag of a local name in lower case.
            pub(crate) fn of(name: &LocalName) -> Self {
                match *name {
                    $(local_name!($name) => Self::$variant,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

tags! {
    A = "a",
    Abbr = "abbr",
    Address = "address",
    Area = "area",
    Article = "article",
    Aside = "aside",
    Audio = "audio",
    B = "b",
    Base = "base",
    Blockquote = "blockquote",
    Body = "body",
    Br = "br",
    Button = "button",
    Canvas = "canvas",
    Caption = "caption",
    Center = "center",
    Cite = "cite",
    Code = "code",
    Col = "col",
    Colgroup = "colgroup",
    Datalist = "datalist",
    Dd = "dd",
    Del = "del",
    Details = "details",
    Dfn = "dfn",
    Dialog = "dialog",
    Dir = "dir",
    Div = "div",
    Dl = "dl",
    Dt = "dt",
    Em = "em",
    Embed = "embed",
    Fieldset = "fieldset",
    Figcaption = "figcaption",
    Figure = "figure",
    Font = "font",
    Footer = "footer",
    Form = "form",
    Frameset = "frameset",
    H1 = "h1",
    H2 = "h2",
    H3 = "h3",
    H4 = "h4",
    H5 = "h5",
    H6 = "h6",
    Head = "head",
    Header = "header",
    Hgroup = "hgroup",
    Hr = "hr",
    Html = "html",
    I = "i",
    Iframe = "iframe",
    Img = "img",
    Input = "input",
    Ins = "ins",
    Kbd = "kbd",
    Label = "label",
    Legend = "legend",
    Li = "li",
    Link = "link",
    Listing = "listing",
    Main = "main",
    Mark = "mark",
    Marquee = "marquee",
    Menu = "menu",
    Meta = "meta",
    Nav = "nav",
    Noembed = "noembed",
    Noframes = "noframes",
    Noscript = "noscript",
    Object = "object",
    Ol = "ol",
    Optgroup = "optgroup",
    Option = "option",
    P = "p",
    Picture = "picture",
    Plaintext = "plaintext",
    Pre = "pre",
    Q = "q",
    Rp = "rp",
    Rt = "rt",
    S = "s",
    Samp = "samp",
    Script = "script",
    Search = "search",
    Section = "section",
    Select = "select",
    Small = "small",
    Source = "source",
    Span = "span",
    Strike = "strike",
    Strong = "strong",
    Style = "style",
    Sub = "sub",
    Summary = "summary",
    Sup = "sup",
    Table = "table",
    Tbody = "tbody",
    Td = "td",
    Template = "template",
    Textarea = "textarea",
    Tfoot = "tfoot",
    Th = "th",
    Thead = "thead",
    Time = "time",
    Title = "title",
    Tr = "tr",
    Track = "track",
    Tt = "tt",
    U = "u",
    Ul = "ul",
    Var = "var",
    Video = "video",
    Wbr = "wbr",
    Xmp = "xmp",
}

/// How a browser's default style sheet lays an element out (HTML standard, section 15, "Rendering").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Display {
    /// Within a line.
    Inline,
    /// Within a line, separated by a space from the text beside it.
    InlineBlock,
    /// On lines of its own.
    Block,
    /// On lines of its own, with a margin above and below.
    Paragraph,
    /// A paragraph whose white space is kept.
    Preformatted,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A line break.
    Break,
    /// The annotation of a ruby base.
    RubyText,
    /// Enclosed in quotation marks.
    Quotation,
    /// Not text.
    None,
    /// Shown only if something else fails to load, or never.
    Hidden,
    /// Shown only if scripts are off.
    Noscript,
}

/// The tags by their names.
static BY_NAME: LazyLock<FxHashMap<&str, Tag>> =
    LazyLock::new(|| Tag::NAMES.iter().map(|&name| (name, Tag::of(&LocalName::from(name)))).collect());

impl Tag {
    /// The tag of a name in any case; `None` if it has no variant.
    pub(crate) fn of_spelling(name: &str) -> Option<Self> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return BY_NAME.get(&*name.to_ascii_lowercase()).copied();
        }
        BY_NAME.get(name).copied()
    }

    /// How elements of this name are laid out.
    pub(crate) const fn display(self) -> Display {
        match self {
            Self::Html | Self::Body | Self::Div | Self::Li | Self::Dd | Self::Dt | Self::Address | Self::Center => {
                Display::Block
            }
            Self::Details | Self::Summary | Self::Form | Self::Legend | Self::Figcaption | Self::Caption => {
                Display::Block
            }
            Self::Thead | Self::Tbody | Self::Tfoot | Self::Table | Self::Colgroup => Display::Block,
            Self::Optgroup | Self::Select | Self::Frameset | Self::Fieldset | Self::Hgroup => Display::Block,
            Self::Search | Self::Marquee => Display::Block,
            Self::P | Self::Ul | Self::Ol | Self::Dl | Self::Menu | Self::Dir | Self::Blockquote | Self::Figure => {
                Display::Paragraph
            }
            Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6 | Self::Hr => Display::Paragraph,
            Self::Article | Self::Section | Self::Main | Self::Header | Self::Footer | Self::Nav | Self::Aside => {
                Display::Paragraph
            }
            Self::Pre | Self::Listing | Self::Xmp | Self::Plaintext | Self::Textarea => Display::Preformatted,
            Self::Button | Self::Label | Self::Option | Self::Input | Self::Img => Display::InlineBlock,
            Self::Tr => Display::Row,
            Self::Td | Self::Th => Display::Cell,
            Self::Br => Display::Break,
            Self::Rt => Display::RubyText,
            Self::Q => Display::Quotation,
            Self::Head | Self::Script | Self::Style | Self::Title | Self::Meta | Self::Link | Self::Base => {
                Display::None
            }
            Self::Iframe | Self::Noembed | Self::Noframes => Display::None,
            Self::Template | Self::Object | Self::Video | Self::Audio | Self::Canvas | Self::Datalist => {
                Display::Hidden
            }
            Self::Noscript => Display::Noscript,
            _ => Display::Inline,
        }
    }

    /// What the element says of the text in it, if it is markup within a line.
    pub(crate) const fn inline(self) -> Option<InlineKind> {
        match self {
            Self::A => Some(InlineKind::Link),
            Self::Em | Self::I | Self::Cite | Self::Dfn | Self::Var => Some(InlineKind::Emphasis),
            Self::Strong | Self::B => Some(InlineKind::Strong),
            Self::Code | Self::Kbd | Self::Samp | Self::Tt => Some(InlineKind::Code),
            Self::Sub => Some(InlineKind::Subscript),
            Self::Sup => Some(InlineKind::Superscript),
            Self::Del | Self::S | Self::Strike => Some(InlineKind::Strikethrough),
            Self::Mark => Some(InlineKind::Mark),
            Self::Q => Some(InlineKind::Quotation),
            Self::Abbr => Some(InlineKind::Abbreviation),
            Self::Time => Some(InlineKind::Time),
            _ => None,
        }
    }

    /// The level of a heading, `h1` to `h6`.
    pub(crate) const fn heading_level(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    #[cfg(test)]
    pub(crate) const fn is_heading(self) -> bool {
        self.heading_level().is_some()
    }

    /// Whether the element is a form control, a choice of one, or its label.
    pub(crate) const fn is_control(self) -> bool {
        matches!(self, Self::Button | Self::Label | Self::Select | Self::Option)
    }

    /// Whether the element's items are `<li>`.
    pub(crate) const fn is_list(self) -> bool {
        matches!(self, Self::Ol | Self::Ul | Self::Menu | Self::Dir)
    }

    /// Whether white space in the element is kept.
    pub(crate) const fn is_preformatted(self) -> bool {
        matches!(self.display(), Display::Preformatted)
    }

    /// Whether the element starts and ends a line when a page is rendered as Markdown or HTML.
    pub(crate) const fn is_block(self) -> bool {
        match self.display() {
            Display::Block => !matches!(self, Self::Colgroup | Self::Frameset | Self::Marquee),
            Display::Paragraph => !matches!(self, Self::Hr),
            Display::Preformatted | Display::Row | Display::Cell | Display::Noscript => true,
            _ => matches!(self, Self::Dialog | Self::Template),
        }
    }

    /// Whether the element has no content and no end tag (HTML standard, section 13.1.2, "Void elements").
    pub(crate) const fn is_void(self) -> bool {
        matches!(self, Self::Area | Self::Base | Self::Br | Self::Col | Self::Embed | Self::Hr | Self::Img)
            || matches!(self, Self::Input | Self::Link | Self::Meta | Self::Source | Self::Track | Self::Wbr)
    }

    /// Whether browsers show nothing of what is in the element, or show it in another place.
    pub(crate) const fn hides_content(self) -> bool {
        matches!(self.display(), Display::Hidden | Display::Noscript) || matches!(self, Self::Dialog)
    }

    /// Whether an element without an end tag lasts to the end of what it is in, and can hold another of its name.
    pub(crate) const fn nests(self) -> bool {
        matches!(self, Self::Div | Self::Center | Self::Blockquote | Self::Section | Self::Article | Self::Aside)
            || matches!(self, Self::Header | Self::Footer | Self::Main | Self::Nav | Self::Figure | Self::Fieldset)
            || matches!(self, Self::Ul | Self::Ol | Self::Dl | Self::Details | Self::Span)
            || self.is_formatting()
    }

    /// Whether the element is opened again in each block until its end tag (HTML standard, section 13.2.4.3); without
    /// links, which cannot hold each other.
    pub(crate) const fn is_formatting(self) -> bool {
        matches!(self, Self::Font | Self::Small | Self::B | Self::I | Self::U | Self::Em | Self::Strong | Self::Tt)
    }

    /// Whether the element can be inside `<select>` (HTML standard, section 4.10.7).
    pub(crate) const fn is_in_select(self) -> bool {
        matches!(self, Self::Option | Self::Optgroup | Self::Hr | Self::Script | Self::Template)
    }

    /// Whether text after the start tag is not markup up to the element's own end tag (HTML standard, section
    /// 13.2.5: the RCDATA, RAWTEXT, script data and PLAINTEXT states).
    pub(crate) const fn is_raw_text(self) -> bool {
        matches!(self, Self::Script | Self::Style | Self::Title | Self::Textarea | Self::Xmp)
            || matches!(self, Self::Iframe | Self::Noembed | Self::Noframes | Self::Plaintext)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_own_tag() {
        let tags: Vec<Tag> = Tag::NAMES.iter().map(|&name| Tag::of(&LocalName::from(name))).collect();
        assert!(tags.windows(2).all(|pair| pair[0] < pair[1]), "the names are out of order");
        assert!(tags[0] > Tag::Other);
        assert_eq!((Tag::of(&local_name!("a")), Tag::of(&local_name!("xmp"))), (Tag::A, Tag::Xmp));
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Tag::of_spelling("blockquote"), Some(Tag::Blockquote));
        assert_eq!(Tag::of_spelling("BlockQuote"), Some(Tag::Blockquote));
        assert_eq!((Tag::of_spelling(""), Tag::of_spelling("x")), (None, None));
    }

    #[test]
    fn unknown_names_have_no_tag() {
        for name in ["", "x", "my-element", "svg", "annotation-xml", "DIV"] {
            assert_eq!(Tag::of(&LocalName::from(name)), Tag::Other, "{name}");
        }
    }

    #[test]
    fn only_headings_have_levels() {
        let levels: Vec<u8> =
            Tag::NAMES.iter().filter_map(|&name| Tag::of(&LocalName::from(name)).heading_level()).collect();
        assert_eq!(levels, [1, 2, 3, 4, 5, 6]);
        assert!(Tag::H4.is_heading() && !Tag::Header.is_heading() && !Tag::Hr.is_heading());
    }

    #[test]
    fn blocks_are_those_of_the_style_sheet_with_text() {
        for tag in [Tag::Div, Tag::P, Tag::Tr, Tag::Td, Tag::Pre, Tag::Noscript, Tag::Dialog, Tag::Template] {
            assert!(tag.is_block(), "{tag:?}");
        }
        for tag in [Tag::Other, Tag::Span, Tag::Br, Tag::Hr, Tag::Button, Tag::Head, Tag::Frameset, Tag::Video] {
            assert!(!tag.is_block(), "{tag:?}");
        }
    }

    #[test]
    fn void_elements_hold_no_text() {
        let displays = [Display::Inline, Display::InlineBlock, Display::None, Display::Break, Display::Paragraph];
        for tag in Tag::NAMES.iter().map(|&name| Tag::of(&LocalName::from(name))).filter(|tag| tag.is_void()) {
            assert!(displays.contains(&tag.display()) && !tag.is_raw_text(), "{tag:?}");
        }
    }
}
