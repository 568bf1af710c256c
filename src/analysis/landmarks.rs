//! Landmarks around a segment: elements of HTML that show what part of a page it is in.

use crate::document::ElementData;
use crate::markup::{Role, Tag};

/// A set of landmarks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Landmarks(u32);

impl Landmarks {
    pub(crate) const HEADER: u32 = 1;
    pub(crate) const ARTICLE_HEADER: u32 = 1 << 1;
    pub(crate) const FOOTER: u32 = 1 << 2;
    pub(crate) const ARTICLE_FOOTER: u32 = 1 << 3;
    pub(crate) const ASIDE: u32 = 1 << 4;
    pub(crate) const FORM: u32 = 1 << 5;
    pub(crate) const ARTICLE: u32 = 1 << 6;
    pub(crate) const TABLE: u32 = 1 << 7;
    pub(crate) const CAPTION: u32 = 1 << 8;
    pub(crate) const DIALOG: u32 = 1 << 9;
    pub(crate) const CODE: u32 = 1 << 10;
    pub(crate) const QUOTE: u32 = 1 << 11;
    pub(crate) const CONTROL: u32 = 1 << 12;
    pub(crate) const MAIN_HEADING: u32 = 1 << 13;
    pub(crate) const NAVIGATION: u32 = 1 << 14;

    /// All landmarks with their names.
    pub(crate) const ALL: &[(&str, u32)] = &[
        ("header", Self::HEADER),
        ("header of article", Self::ARTICLE_HEADER),
        ("footer", Self::FOOTER),
        ("footer of article", Self::ARTICLE_FOOTER),
        ("aside", Self::ASIDE),
        ("form", Self::FORM),
        ("article", Self::ARTICLE),
        ("table", Self::TABLE),
        ("caption", Self::CAPTION),
        ("dialog", Self::DIALOG),
        ("code", Self::CODE),
        ("quote", Self::QUOTE),
        ("control", Self::CONTROL),
        ("main heading", Self::MAIN_HEADING),
        ("navigation", Self::NAVIGATION),
    ];

    pub(crate) fn has(self, landmark: u32) -> bool {
        self.0 & landmark != 0
    }

    /// The landmarks around the inside of an element that has these around it.
    fn inside(self, element: &ElementData) -> Self {
        let landmark = match element.tag {
            Tag::Header if self.has(Self::ARTICLE) => Self::ARTICLE_HEADER,
            Tag::Header => Self::HEADER,
            Tag::Footer if self.has(Self::ARTICLE) => Self::ARTICLE_FOOTER,
            Tag::Footer => Self::FOOTER,
            Tag::Aside => Self::ASIDE,
            Tag::Form => Self::FORM,
            Tag::Article => Self::ARTICLE,
            Tag::Table => Self::TABLE,
            // A quotation or listing may have a `<figcaption>` too, which is not a picture's.
            Tag::Figcaption if element.roles.contains(Role::Caption) => Self::CAPTION,
            Tag::Dialog => Self::DIALOG,
            Tag::Pre | Tag::Code => Self::CODE,
            Tag::Blockquote => Self::QUOTE,
            Tag::Button | Tag::Label | Tag::Select | Tag::Option => Self::CONTROL,
            Tag::H1 => Self::MAIN_HEADING,
            Tag::Nav => Self::NAVIGATION,
            _ => 0,
        };
        Self(self.0 | landmark)
    }
}

/// The landmarks around the inside of each element. Ancestors come before their descendants.
pub(super) fn landmarks(elements: &[ElementData]) -> Vec<Landmarks> {
    let mut landmarks: Vec<Landmarks> = Vec::with_capacity(elements.len());
    for element in elements {
        let outside = element.parent.map_or(Landmarks::default(), |parent| landmarks[parent as usize]);
        landmarks.push(outside.inside(element));
    }
    landmarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn landmarks_are_inherited_and_headers_of_articles_have_their_own() {
        let page = "<header><p>Site</p></header><article><header><h1>Mill</h1></header><pre>ls</pre></article>";
        let document = Document::from_html(page);
        let landmarks = landmarks(document.element_data());
        let of = |segment: usize| {
            let element = document.element_index(&document.segments()[segment]).expect("it is in an element");
            let own = landmarks[element];
            Landmarks::ALL.iter().filter(|(_, flag)| own.has(*flag)).map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(of(0), ["header"]);
        assert_eq!(of(1), ["header of article", "article", "main heading"]);
        assert_eq!(of(2), ["article", "code"]);
    }
}
