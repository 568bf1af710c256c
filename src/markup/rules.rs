//! Rules of known systems and conventions: CSS selectors by what the element they name holds.

use std::sync::LazyLock;

use cssparser::Parser;
use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::selector::Simple;
use selectors::context::{MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches};
use selectors::matching::{MatchingContext, matches_selector};
use selectors::parser::{Component, ParseRelative, Selector, SelectorList};

use super::select::View;
use super::tree::{NodeId, Tree};

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What an element is for, as far as its markup tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

roles! {
    /// The article's body.
    Content = "content";
    /// The text of a post in a forum.
    ForumPost = "forum-post";
    /// What surrounds posts: authors, signatures, controls.
    ForumChrome = "forum-chrome";
    /// Readers' comments and their form.
    Comment = "comment";
    /// Menus, breadcrumbs, pagers, tags.
    Navigation = "navigation";
    /// Teasers of other pages.
    Related = "related";
    /// Share and follow bars.
    Share = "share";
    /// Cookie and age notices.
    Consent = "consent";
    /// Newsletters, donations, paywalls.
    Support = "support";
    /// Copyright and imprint.
    Legal = "legal";
    /// Other furniture.
    Chrome = "chrome";
    /// The author.
    Byline = "byline";
    /// The date.
    Dateline = "dateline";
    /// A picture's caption or credit.
    Caption = "caption";
    /// The headline.
    Title = "title";
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(u16);

impl Roles {
    pub(crate) const fn contains(self, role: Role) -> bool {
        self.0 >> (role as u16) & 1 == 1
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that say what content is.
    pub(crate) const fn of_content(self) -> Self {
        Self(self.0 & (1 << Role::Content as u16 | 1 << Role::ForumPost as u16))
    }

    /// Those that containers of more than a line have.
    pub(crate) const fn of_containers(self) -> Self {
        let labels =
            1 << Role::Byline as u16 | 1 << Role::Dateline as u16 | 1 << Role::Caption as u16 | 1 << Role::Title as u16;
        Self(self.0 & !labels)
    }

    pub(crate) const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u16)
    }
}

type Rule = (Selector<Simple>, Role);

/// The rules by what the last compound of their selector asks for, as browsers keep them: most
/// elements have to be compared with none.
struct Rules {
    by_id: FxHashMap<String, Vec<Rule>>,
    by_class: FxHashMap<String, Vec<Rule>>,
    by_name: FxHashMap<LocalName, Vec<Rule>>,
    by_attribute: FxHashMap<LocalName, Vec<Rule>>,
    /// Attributes that some rule asks for.
    attributes: FxHashSet<LocalName>,
}

const SELECTORS: &str = include_str!("selectors.txt");

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(SELECTORS));

/// Attributes that are asked for elsewhere.
const ATTRIBUTES: &[&str] = &[
    "id",
    "class",
    "role",
    "itemprop",
    "itemtype",
    "itemscope",
    "hidden",
    "aria-hidden",
    "style",
    "lang",
    "dir",
    "href",
    "hreflang",
    "rel",
    "type",
    "name",
    "property",
    "content",
    "datetime",
    "src",
    "alt",
    "open",
    "colspan",
    "start",
    "http-equiv",
    "charset",
    "aria-modal",
    "aria-label",
];

/// Whether an attribute is looked at by anybody.
pub(crate) fn is_kept(name: &LocalName) -> bool {
    RULES.attributes.contains(name)
}

/// The name in lower case of an attribute that is looked at by somebody.
pub(crate) fn kept_attribute(written: &str) -> Option<LocalName> {
    if let Some(name) = KEPT.get(written) {
        return Some(name.clone());
    }
    let has_capital = written.len() <= MAX_KEPT && written.bytes().any(|byte| byte.is_ascii_uppercase());
    if has_capital { KEPT.get(written.to_ascii_lowercase().as_str()).cloned() } else { None }
}

/// Attributes that are looked at have no longer names.
const MAX_KEPT: usize = 40;

/// Those attributes by the spelling of their names.
static KEPT: LazyLock<FxHashMap<String, LocalName>> =
    LazyLock::new(|| RULES.attributes.iter().map(|name| (name.to_string(), name.clone())).collect());

/// The roles that rules give to an element.
pub(crate) fn roles(tree: &Tree, id: NodeId) -> Roles {
    RULES.roles(tree, id)
}

impl Rules {
    /// Reads a file of rules: sections in brackets, a selector a line.
    fn read(text: &str) -> Self {
        let mut rules = Self {
            by_id: FxHashMap::default(),
            by_class: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_attribute: FxHashMap::default(),
            attributes: ATTRIBUTES.iter().map(|&name| LocalName::from(name)).collect(),
        };
        let mut role = None;
        for line in text.lines().map(str::trim) {
            if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'))
                && let Some(&known) = Role::ALL.iter().find(|role| role.name() == section)
            {
                role = Some(known);
                continue;
            }
            if line.is_empty() || line.starts_with("# ") {
                continue;
            }
            let parsed = SelectorList::parse(&scraper::selector::Parser, &mut Parser::new(line), ParseRelative::No);
            // The test below finds lines that are none; a page must not fail for one.
            if let (Ok(list), Some(role)) = (parsed, role) {
                list.slice().iter().for_each(|selector| rules.add(selector, role));
            }
        }
        rules
    }

    fn add(&mut self, selector: &Selector<Simple>, role: Role) {
        for component in selector.iter_raw_match_order() {
            if let Some(name) = attribute_of(component) {
                self.attributes.insert(name);
            }
        }
        let rule = || (selector.clone(), role);
        let mut by_attribute = None;
        let mut by_name = None;
        for component in selector.iter() {
            match component {
                Component::ID(id) => return self.by_id.entry(id.0.to_string()).or_default().push(rule()),
                Component::Class(class) => return self.by_class.entry(class.0.to_string()).or_default().push(rule()),
                Component::LocalName(name) => by_name = Some(name.name.0.clone()),
                other => by_attribute = attribute_of(other).or(by_attribute),
            }
        }
        match (by_attribute, by_name) {
            (Some(name), _) => self.by_attribute.entry(name).or_default().push(rule()),
            (None, Some(name)) => self.by_name.entry(name).or_default().push(rule()),
            // A selector that any element could match would be compared with all of them.
            (None, None) => {}
        }
    }

    fn roles(&self, tree: &Tree, id: NodeId) -> Roles {
        let mut found = Roles::default();
        let view = View { tree, id };
        let mut caches = SelectorCaches::default();
        let mut see = |rules: Option<&Vec<Rule>>| {
            for (selector, role) in rules.into_iter().flatten() {
                if found.contains(*role) {
                    continue;
                }
                let mut context = MatchingContext::new(
                    MatchingMode::Normal,
                    None,
                    &mut caches,
                    QuirksMode::NoQuirks,
                    NeedsSelectorFlags::No,
                    MatchingForInvalidation::No,
                );
                if matches_selector(selector, 0, None, &view, &mut context) {
                    found = found.with(*role);
                }
            }
        };
        see(self.by_name.get(tree.local_name(id)));
        for (name, value) in tree.named_attributes(id) {
            if *name == local_name!("id") {
                see(self.by_id.get(value));
            } else if *name == local_name!("class") {
                for class in value.split_ascii_whitespace() {
                    see(self.by_class.get(class));
                }
            }
            see(self.by_attribute.get(name));
        }
        found
    }
}

fn attribute_of(component: &Component<Simple>) -> Option<LocalName> {
    match component {
        Component::AttributeInNoNamespaceExists { local_name, .. }
        | Component::AttributeInNoNamespace { local_name, .. } => Some(local_name.0.clone()),
        Component::AttributeOther(other) => Some(other.local_name.0.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_a_rule() {
        let mut has_section = false;
        for line in SELECTORS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'))
                && !section.contains(['=', '^', '*'])
                && Role::ALL.iter().any(|role| role.name() == section)
            {
                has_section = true;
                continue;
            }
            assert!(has_section, "{line:?} stands in no section");
            let parsed = SelectorList::parse(&scraper::selector::Parser, &mut Parser::new(line), ParseRelative::No);
            let list = parsed.unwrap_or_else(|error| panic!("{line:?}: {error:?}"));
            let mut rules = Rules::read("");
            list.slice().iter().for_each(|selector| rules.add(selector, Role::Content));
            let kept = rules.by_id.len() + rules.by_class.len() + rules.by_name.len() + rules.by_attribute.len();
            assert!(kept > 0, "{line:?} asks for nothing that can be looked up");
        }
    }
}
