//! Callouts of documentation: notes, tips and warnings in boxes.

use crate::document::Element;
use crate::markup::Tag;

/// The kinds of callouts that GitHub knows; those of other systems are taken for the nearest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callout {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// Class names that say that an element is a callout of some kind: MkDocs, Sphinx, Docusaurus, Hugo, AsciiDoc, VitePress,
/// MDN, GitHub, mdBook, and the alerts of Bootstrap. Those that end with a hyphen are beginnings of names.
const MARKERS: &[&str] = &[
    "admonition",
    "admonition_",
    "admonitionblock",
    "theme-admonition",
    "markdown-alert",
    "custom-block",
    "notecard",
    "blockquote-tag",
    "callout",
    "bd-callout",
    "alert",
];

/// Names of kinds of callouts, in the order in which the kinds are named.
const NAMES: &[(Callout, &[&str])] = &[
    (
        Callout::Note,
        &[
            "note",
            "info",
            "information",
            "abstract",
            "summary",
            "tldr",
            "seealso",
            "example",
            "question",
            "faq",
            "todo",
            "quote",
            "secondary",
            "primary",
        ],
    ),
    (Callout::Tip, &["tip", "hint", "success", "check", "done"]),
    (Callout::Important, &["important"]),
    (Callout::Warning, &["warning", "warn", "attention"]),
    (Callout::Caution, &["caution", "danger", "error", "failure", "fail", "bug", "critical"]),
];

impl Callout {
    /// What the attributes of an element say.
    pub(super) fn of(element: Element<'_>) -> Option<Self> {
        if !matches!(element.tag(), Tag::Div | Tag::Aside | Tag::Section | Tag::Blockquote | Tag::P | Tag::Details) {
            return None;
        }
        if let Some(name) = element.attribute("data-callout") {
            return Some(Self::named(name).unwrap_or(Self::Note));
        }
        // Microsoft's documentation has the name alone, in capitals.
        let capitals = |class: &str| class.bytes().all(|byte| byte.is_ascii_uppercase()).then(|| Self::named(class));
        if let Some(callout) = element.classes().find_map(capitals).flatten() {
            return Some(callout);
        }
        let marker = |class: &str| {
            MARKERS.iter().find(|&&marker| class == marker || marker.ends_with('_') && class.starts_with(marker))
        };
        let marker = element.classes().find_map(marker)?;
        let named = element.classes().find_map(|class| {
            let last = class.rsplit(['-', '_']).next().unwrap_or(class);
            // Other parts of a callout have the marker and more.
            Self::named(last).filter(|_| class == last || class.len() > last.len() + 1)
        });
        // An alert without a kind may be anything.
        named.or_else(|| marker.starts_with("admonition").then_some(Self::Note))
    }

    fn named(name: &str) -> Option<Self> {
        let has_name = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        NAMES.iter().find(|(_, names)| has_name(names)).map(|&(callout, _)| callout)
    }

    /// Its name in lower case.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }

    /// Whether a title says no more than the kind.
    pub(super) fn is_said_by(self, title: &str) -> bool {
        title.trim().trim_end_matches([':', '!']).eq_ignore_ascii_case(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn callouts_of_documentation_systems_are_found() {
        for (start, callout) in [
            ("<div class='markdown-alert markdown-alert-warning'>", Some(Callout::Warning)),
            (
                "<div class='theme-admonition theme-admonition-tip admonition_xJq3 alert alert--success'>",
                Some(Callout::Tip),
            ),
            ("<div class='admonition note'>", Some(Callout::Note)),
            ("<div class='admonition custom'>", Some(Callout::Note)),
            ("<details class='admonition danger'>", Some(Callout::Caution)),
            ("<div class='alert alert-info'>", Some(Callout::Note)),
            ("<div class=alert>", None),
            ("<div class=callout data-callout=faq>", Some(Callout::Note)),
            ("<div class='callout callout-important'>", Some(Callout::Important)),
            ("<div class=NOTE>", Some(Callout::Note)),
            ("<div class=note>", None),
            ("<div class='warning custom-block'>", Some(Callout::Warning)),
        ] {
            let document = Document::from_html(&format!("{start}<p>The mill is open.</p>"));
            let element = document.element_of(&document.segments()[0]).expect("it is HTML");
            let found = std::iter::successors(Some(element), Element::parent).find_map(Callout::of);
            assert_eq!(found, callout, "{start}");
        }
    }
}
