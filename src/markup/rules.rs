//! Rules that give elements roles: the CSS selectors of `selectors.txt`.
//!
//! The selector `.post .content` consists of the compounds `.post` and `.content`. Each compound is compared with an
//! element alone. The compounds that its ancestors match are a set of bits, which every element inherits, so that a
//! selector costs the same at any depth.

use std::sync::LazyLock;

use cssparser::{Parser, ToCss};
use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::selector::Simple;
use selectors::context::{MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches};
use selectors::matching::{MatchingContext, matches_selector};
use selectors::parser::{Combinator, Component, ParseRelative, Selector, SelectorList};

use super::class_list::ClassFacts;
use super::element_view::ElementView;
use super::roles::{Role, Roles};
use super::tree::{NONE, NodeId, Tree};
use crate::work;

const SELECTORS: &str = include_str!("selectors.txt");

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(SELECTORS).0);

/// A set of compounds; every compound with another one to its right has a bit.
type Bits = u64;

/// A compound of a selector.
struct Compound {
    /// The number of the compound among all.
    number: usize,
    /// The rest of the compound, without the id, class, name or attribute that it is listed by.
    rest: Option<Selector<Simple>>,
    /// The compounds that ancestors of the element have to match.
    ancestor: Bits,
    result: MatchResult,
}

/// The consequence of an element matching a compound.
#[derive(Clone, Copy)]
enum MatchResult {
    /// It has a role.
    Role(Role),
    /// Compounds to the right may match its descendants.
    Ancestor(Bits),
}

/// The compounds of all rules, each listed by an id, class, name or attribute that an element needs to match it. So most
/// elements need no comparison. Browsers do the same.
#[derive(Default)]
pub(super) struct Rules {
    by_id: FxHashMap<String, Vec<Compound>>,
    by_class: FxHashMap<String, Vec<Compound>>,
    by_name: FxHashMap<LocalName, Vec<Compound>>,
    by_attribute: FxHashMap<LocalName, Vec<Compound>>,
    /// The number of compounds.
    len: usize,
    /// The bits of compounds by their CSS, with all that is to the left of them.
    bits: FxHashMap<String, Bits>,
    /// Attributes that some rule asks for.
    attributes: FxHashSet<LocalName>,
}

impl Rules {
    /// Reads a file of rules: sections in brackets, one selector per line. Also returns what was wrong with
    /// the lines that are left out.
    fn read(text: &str) -> (Self, Vec<String>) {
        let mut rules = Self::default();
        let mut errors = Vec::new();
        let mut role = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            let added = match (section(line), role) {
                (Some(name), _) => {
                    role = Role::ALL.iter().copied().find(|role| role.name() == name);
                    role.map(|_| ()).ok_or("there is no such role".to_owned())
                }
                (None, Some(role)) => rules.add(line, role),
                (None, None) => Err("no section".to_owned()),
            };
            errors.extend(added.err().map(|error| format!("{line}: {error}")));
        }
        (rules, errors)
    }

    /// Adds the selectors of a line.
    fn add(&mut self, css: &str, role: Role) -> Result<(), String> {
        for selector in parse(css)?.slice() {
            let mut compounds: Vec<&[Component<Simple>]> = Vec::new();
            for compound in selector.iter_raw_match_order().as_slice().split(Component::is_combinator) {
                compounds.push(compound);
            }
            let combinators = selector.iter_raw_match_order().filter_map(Component::as_combinator);
            if let Some(other) = combinators.into_iter().find(|combinator| *combinator != Combinator::Descendant) {
                return Err(format!("{other:?}: only the descendant combinator is supported"));
            }
            // selectors stores the compounds from right to left.
            let Some((last, ancestors)) = compounds.split_first() else { continue };
            let mut path = String::new();
            let mut ancestor = 0;
            for compound in ancestors.iter().rev() {
                path = path + " " + &css_of(compound);
                let bit = match self.bits.get(&path) {
                    Some(&bit) => bit,
                    None => {
                        let bit =
                            1u64.checked_shl(self.bits.len() as u32).ok_or("too many ancestors for the bit set")?;
                        self.bits.insert(path.clone(), bit);
                        self.add_compound(compound, None, ancestor, MatchResult::Ancestor(bit))?;
                        bit
                    }
                };
                ancestor = bit;
            }
            let whole = ancestors.is_empty().then_some(selector);
            self.add_compound(last, whole, ancestor, MatchResult::Role(role))?;
        }
        Ok(())
    }

    /// Adds a compound, given its components and, if it is all of a selector, that selector.
    fn add_compound(
        &mut self,
        components: &[Component<Simple>],
        whole: Option<&Selector<Simple>>,
        ancestor: Bits,
        result: MatchResult,
    ) -> Result<(), String> {
        add_attributes(components, &mut self.attributes)?;
        let by_id_or_class =
            components.iter().position(|component| matches!(component, Component::ID(_) | Component::Class(_)));
        let by_attribute = || components.iter().rposition(|component| attribute_of(component).is_some());
        let by_name = || components.iter().position(|component| matches!(component, Component::LocalName(_)));
        let key = by_id_or_class.or_else(by_attribute).or_else(by_name);
        let key = key.ok_or("needs an id, a class, an attribute or an element name outside of :is() and :not()")?;
        // Compounds are listed by the names of attributes. Their values still have to be compared.
        let rest = match whole {
            Some(selector) if attribute_of(&components[key]).is_some() => Some(selector.clone()),
            _ => {
                let is_rest = |at: &usize| *at != key || attribute_of(&components[key]).is_some();
                let css: String =
                    (0..components.len()).filter(is_rest).map(|at| css_of(&components[at..=at])).collect();
                if css.is_empty() { None } else { parse(&css)?.slice().first().cloned() }
            }
        };
        let compound = Compound { number: self.len, rest, ancestor, result };
        self.len += 1;
        let list = match &components[key] {
            Component::ID(id) => self.by_id.entry(id.0.to_string()).or_default(),
            Component::Class(class) => self.by_class.entry(class.0.to_string()).or_default(),
            Component::LocalName(name) => self.by_name.entry(name.name.0.clone()).or_default(),
            other => self.by_attribute.entry(attribute_of(other).ok_or("no attribute")?).or_default(),
        };
        list.push(compound);
        Ok(())
    }

    /// Attributes that some rule asks for.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &LocalName> {
        self.attributes.iter()
    }
}

/// The name of a section if the line is one: `[name]`.
fn section(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-').then_some(name)
}

fn parse(css: &str) -> Result<SelectorList<Simple>, String> {
    let parsed = SelectorList::parse(&scraper::selector::Parser, &mut Parser::new(css), ParseRelative::No);
    parsed.map_err(|error| format!("{error:?}"))
}

fn css_of(components: &[Component<Simple>]) -> String {
    components.iter().map(ToCss::to_css_string).collect()
}

/// The attribute that a component asks for.
fn attribute_of(component: &Component<Simple>) -> Option<LocalName> {
    match component {
        Component::AttributeInNoNamespaceExists { local_name, .. }
        | Component::AttributeInNoNamespace { local_name, .. } => Some(local_name.0.clone()),
        Component::AttributeOther(other) => Some(other.local_name.0.clone()),
        _ => None,
    }
}

/// Adds all attributes that components ask for. Inside `:is()` and `:not()` only the next-sibling combinator
/// is allowed: the others would walk through all ancestors or siblings of each element.
fn add_attributes(components: &[Component<Simple>], attributes: &mut FxHashSet<LocalName>) -> Result<(), String> {
    for component in components {
        attributes.extend(attribute_of(component));
        match component {
            Component::Is(list) | Component::Where(list) | Component::Negation(list) => {
                for selector in list.slice() {
                    let inner = selector.iter_raw_match_order().as_slice();
                    add_attributes(inner, attributes)?;
                }
            }
            Component::Combinator(Combinator::NextSibling)
            | Component::ID(_)
            | Component::Class(_)
            | Component::LocalName(_)
            | Component::AttributeInNoNamespaceExists { .. }
            | Component::AttributeInNoNamespace { .. }
            | Component::AttributeOther(_) => {}
            other => return Err(format!("{} is not supported", other.to_css_string())),
        }
    }
    Ok(())
}

/// Finds the roles of a page's elements, each once.
pub(crate) struct RoleFinder {
    rules: &'static Rules,
    /// For each node its index in `known`; [`NONE`] if neither it nor a descendant was asked for.
    indexes: Vec<u32>,
    known: Vec<Known>,
    /// The compounds that each list of classes is listed by; most have none.
    of_classes: ClassFacts<Box<[&'static Vec<Compound>]>>,
    /// For each compound, the element that it was compared with last.
    compared: Vec<NodeId>,
    path: Vec<NodeId>,
}

#[derive(Clone, Copy)]
struct Known {
    roles: Roles,
    /// The compounds that the element or one of its ancestors matches.
    matched: Bits,
}

impl RoleFinder {
    /// A finder for the elements of a tree that does not change any more.
    pub(crate) fn new(tree: &Tree) -> Self {
        Self::with_rules(tree, &RULES)
    }

    fn with_rules(tree: &Tree, rules: &'static Rules) -> Self {
        Self {
            rules,
            indexes: vec![NONE; tree.len()],
            known: Vec::new(),
            of_classes: ClassFacts::default(),
            compared: vec![NONE; rules.len],
            path: Vec::new(),
        }
    }

    /// Makes room for the roles of a number of elements.
    pub(crate) fn reserve(&mut self, elements: usize) {
        self.known.reserve_exact(elements.saturating_sub(self.known.len()));
    }

    /// The roles that rules give to an element of the tree.
    pub(crate) fn roles(&mut self, tree: &Tree, id: NodeId) -> Roles {
        let mut above = Known { roles: Roles::default(), matched: 0 };
        self.path.clear();
        for node in std::iter::once(id).chain(tree.ancestors(id)) {
            if let Some(known) = self.known.get(self.indexes[node as usize] as usize) {
                above = *known;
                break;
            }
            self.path.push(node);
        }
        while let Some(node) = self.path.pop() {
            above = self.find(tree, node, above.matched);
            self.indexes[node as usize] = self.known.len() as u32;
            self.known.push(above);
        }
        above.roles
    }

    fn find(&mut self, tree: &Tree, id: NodeId, above: Bits) -> Known {
        let mut known = Known { roles: Roles::default(), matched: above };
        let rules = self.rules;
        let of_classes = &mut self.of_classes;
        let mut compare = |compounds: Option<&Vec<Compound>>| {
            work::add(1);
            for compound in compounds.into_iter().flatten() {
                work::add(1);
                let is_known = match compound.result {
                    MatchResult::Role(role) => known.roles.contains(role),
                    MatchResult::Ancestor(bit) => known.matched & bit != 0,
                };
                if is_known || compound.ancestor & above != compound.ancestor {
                    continue;
                }
                // A class attribute may name a class any number of times.
                let last = std::mem::replace(&mut self.compared[compound.number], id);
                if last != id && compound.rest.as_ref().is_none_or(|rest| matches(rest, tree, id)) {
                    match compound.result {
                        MatchResult::Role(role) => known.roles = known.roles.with(role),
                        MatchResult::Ancestor(bit) => known.matched |= bit,
                    }
                }
            }
        };
        compare(rules.by_name.get(tree.local_name(id)));
        for (name, value) in tree.named_attributes(id) {
            if *name == local_name!("id") {
                compare(rules.by_id.get(value));
            } else if *name == local_name!("class") {
                let listed = || {
                    work::add_bytes(value.len());
                    value.split_ascii_whitespace().filter_map(|class| rules.by_class.get(class)).collect()
                };
                of_classes.of(tree.class_list(value), listed).iter().for_each(|compounds| compare(Some(compounds)));
            }
            compare(rules.by_attribute.get(name));
        }
        known
    }
}

fn matches(selector: &Selector<Simple>, tree: &Tree, id: NodeId) -> bool {
    let mut caches = SelectorCaches::default();
    let mut context = MatchingContext::new(
        MatchingMode::Normal,
        None,
        &mut caches,
        QuirksMode::NoQuirks,
        NeedsSelectorFlags::No,
        MatchingForInvalidation::No,
    );
    matches_selector(selector, 0, None, &ElementView { tree, id }, &mut context)
}

#[cfg(test)]
mod tests {
    use html5ever::{QualName, ns};
    use proptest::prelude::*;

    use super::*;
    use crate::markup::ROOT;

    /// Elements inside each other: a name and the values of `id`, `class` and `itemprop` of each.
    fn nested(elements: &[(&str, &str, &str, &str)]) -> (Tree, Vec<NodeId>) {
        let mut tree = Tree::with_capacity(8, 0);
        let mut ids = vec![ROOT];
        for (name, id, class, itemprop) in elements {
            let node = tree.create_element(QualName::new(None, ns!(html), LocalName::from(*name)));
            tree.add_attribute(local_name!("id"), id);
            tree.add_attribute(local_name!("class"), class);
            tree.add_attribute(local_name!("itemprop"), itemprop);
            tree.append(ids[ids.len() - 1], node);
            ids.push(node);
        }
        (tree, ids.split_off(1))
    }

    fn roles(rules: &str, elements: &[(&str, &str, &str, &str)]) -> Vec<Roles> {
        let (rules, errors) = Rules::read(rules);
        assert_eq!(errors, [""; 0]);
        let (tree, ids) = nested(elements);
        let mut finder = RoleFinder::with_rules(&tree, Box::leak(Box::new(rules)));
        // The innermost element first: its ancestors are found on the way.
        let mut roles: Vec<Roles> = ids.iter().rev().map(|&id| finder.roles(&tree, id)).collect();
        roles.reverse();
        roles
    }

    const NO_ROLES: Roles = Roles::of(&[]);

    #[test]
    fn every_line_of_the_file_is_a_rule() {
        let (rules, errors) = Rules::read(SELECTORS);
        assert_eq!(errors, [""; 0]);
        assert!(rules.len > 600 && rules.bits.len() > 20, "{} {}", rules.len, rules.bits.len());
    }

    #[test]
    fn rules_that_cannot_be_matched_are_refused() {
        for line in
            ["p > .a", "p + .a", "p ~ .a", "*", ":is(p)", "p:not(div .a)", "p:not(a ~ b)", "p:first-child", "p {"]
        {
            let (_, errors) = Rules::read(&format!("[title]\n{line}"));
            assert!(errors.len() == 1 && errors[0].starts_with(line), "{line}: {errors:?}");
        }
        for text in ["p", "[titel]\np"] {
            assert!(!Rules::read(text).1.is_empty(), "{text}");
        }
        let many: String = (0..70).map(|number| format!(".a{number} .b\n")).collect();
        assert_eq!(Rules::read(&format!("[title]\n{many}")).1.len(), 70 - Bits::BITS as usize);
    }

    #[test]
    fn a_compound_needs_all_its_parts() {
        let rules = "[title]\nh1.a.b[itemprop=\"c\"]\n[share]\n#x.a\n[legal]\n[itemprop^=\"c\"]:not(p)";
        let title_and_legal = Roles::of(&[Role::Title, Role::Legal]);
        assert_eq!(roles(rules, &[("h1", "", "b a", "c")]), [title_and_legal]);
        assert_eq!(roles(rules, &[("h1", "", "a", "c")]), [Roles::of(&[Role::Legal])]);
        assert_eq!(roles(rules, &[("p", "x", "a", "c")]), [Roles::of(&[Role::Share])]);
        assert_eq!(roles(rules, &[("p", "x", "b", "c")]), [NO_ROLES]);
    }

    #[test]
    fn ancestors_may_be_at_any_height_and_in_order() {
        let rules = "[title]\n.a .b .c\n[share]\n.a .c";
        let element = |class| ("div", "", class, "");
        let both = Roles::of(&[Role::Title, Role::Share]);
        assert_eq!(
            roles(rules, &[element("a"), element(""), element("b"), element("c")]),
            [NO_ROLES, NO_ROLES, NO_ROLES, both]
        );
        assert_eq!(roles(rules, &[element("b"), element("a"), element("c")])[2], Roles::of(&[Role::Share]));
        // An element is not its own ancestor.
        assert_eq!(roles(rules, &[element("a b c"), element("x")]), [NO_ROLES, NO_ROLES]);
    }

    /// The roles of an element by the whole selectors of the file, as a browser would match them.
    fn roles_of_whole_selectors(selectors: &[(Selector<Simple>, Role)], tree: &Tree, id: NodeId) -> Roles {
        let matching = selectors.iter().filter(|(selector, _)| matches(selector, tree, id));
        matching.fold(Roles::default(), |roles, (_, role)| roles.with(*role))
    }

    fn whole_selectors() -> Vec<(Selector<Simple>, Role)> {
        let mut selectors = Vec::new();
        let mut role = Role::Content;
        for line in SELECTORS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            match section(line) {
                Some(name) => role = *Role::ALL.iter().find(|role| role.name() == name).expect("a known role"),
                None => {
                    let list = parse(line).expect("a selector");
                    selectors.extend(list.slice().iter().map(|selector| (selector.clone(), role)));
                }
            }
        }
        selectors
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn compounds_match_what_whole_selectors_match(path in prop::collection::vec((
            prop::sample::select(vec!["div", "h1", "body", "nav", "td", "li", "a", "figcaption"]),
            prop::sample::select(vec!["", "post_message_1", "question-header", "mw-content-text", "comments"]),
            prop::collection::vec(prop::sample::select(vec![
                "post", "content", "comment", "commtext", "document", "body", "article-header", "author", "vcard", "plc",
                "pi", "navigation", "toc", "menu", "sr-only", "mw-parser-output", "postbody", "flat-list", "buttons",
            ]), 0..4),
            prop::sample::select(vec!["", "text", "name", "author", "articleBody"]),
        ), 1..6)) {
            let selectors = whole_selectors();
            let path: Vec<_> = path.into_iter().map(|(name, id, classes, itemprop)| (name, id, classes.join(" "), itemprop)).collect();
            let path: Vec<_> = path.iter().map(|(name, id, class, itemprop)| (*name, *id, class.as_str(), *itemprop)).collect();
            let (tree, ids) = nested(&path);
            let mut finder = RoleFinder::new(&tree);
            for id in ids {
                prop_assert_eq!(finder.roles(&tree, id), roles_of_whole_selectors(&selectors, &tree, id), "{:?}", path);
            }
        }
    }
}
