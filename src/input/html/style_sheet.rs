//! What the page's own `<style>` elements hide.
//!
//! Only rules of simple selectors are read: a type, classes and an id of one element (`p.note.hidden`), in lists too.
//! Rules with combinators or pseudo-classes hide nothing, but say of a class that it is shown in some state
//! (`.open .panel { display: block }`). Linear in the bytes of the style sheets and of the page: the rules are found by
//! their names, and their number is bounded.

use super::css;
use super::declarations::{ASPECTS, Aspect, Declarations, Effect, PX_PER_EM};
use super::visibility_names::is_state_word;
use crate::markup::{NONE, NodeId, NodeKind, Tag, Tree};
use crate::text::{PageMap, PageSet};
use crate::work;

/// More bytes of style sheets are not read. Hand-set: a megabyte is ten times what pages with much style have.
const MAX_STYLE_BYTES: usize = 1 << 20;
/// More rules are not kept, of all and of those found by one name. Hand-set.
const MAX_RULES: usize = 4_096;
const MAX_RULES_PER_NAME: usize = 32;
/// Rules with more names in a selector are skipped. Hand-set.
const MAX_NAMES_PER_RULE: usize = 4;
/// More classes of an element, and more rules that could match it, are not looked at. Hand-set.
const MAX_CLASSES: usize = 32;
const MAX_CANDIDATES: usize = 128;
/// The width of the screen for which queries are answered, in CSS pixels: a common one of desktops, and wider than the
/// breakpoints of the usual frameworks but the widest (Bootstrap's 1400, Tailwind's 1536). Hand-set.
const SCREEN_PX: f32 = 1_280.0;

/// The index of a name of a class, an id or a type.
type NameId = u32;

/// The rules of a page that hide and show elements.
#[derive(Default)]
pub(super) struct StyleSheet<'a> {
    classes: PageMap<&'a str, NameId>,
    ids: PageMap<&'a str, NameId>,
    types: PageMap<&'a str, NameId>,
    /// The rules that are found by a name.
    by_name: Vec<Vec<u32>>,
    rules: Vec<Rule>,
    /// The classes and ids that some selector shows in a state.
    shown_in_a_state: PageSet<NameId>,
    hides_anything: bool,
}

/// A rule of one compound selector.
struct Rule {
    names: [NameId; MAX_NAMES_PER_RULE],
    count: u8,
    /// Ids, classes and types (Selectors Level 4, section 17), a byte each.
    specificity: u32,
    declarations: Declarations,
    /// Whether only what is shown counts: rules for screens of some width may hide what is elsewhere on the page.
    only_shows: bool,
}

impl Rule {
    fn names(&self) -> &[NameId] {
        &self.names[..self.count as usize]
    }
}

/// What the style sheets say of an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Styles {
    pub(super) effects: [Option<Effect>; ASPECTS],
    /// Whether the rule that hides it, by `display` or `visibility`, names something that another rule shows in a
    /// state.
    pub(super) is_shown_in_a_state: bool,
}

/// When the rules of a block apply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    Always,
    /// On screens of some width, which [`SCREEN_PX`] is.
    AtThisWidth,
    Never,
}

impl<'a> StyleSheet<'a> {
    /// Reads the style sheets of a page.
    pub(super) fn of(tree: &'a Tree) -> Self {
        let mut sheet = Self::default();
        let mut bytes = 0;
        for node in (0..tree.len() as NodeId).filter(|&node| tree.tag(node) == Tag::Style) {
            let kind = tree.attribute(node, "type").unwrap_or_default().trim();
            if !kind.is_empty() && !kind.eq_ignore_ascii_case("text/css") {
                continue;
            }
            // With scripts, the style sheets of `<noscript>` do not apply.
            let is_inert = |&node: &NodeId| matches!(tree.tag(node), Tag::Noscript | Tag::Template);
            if tree.parent(node) == NONE || tree.ancestors(node).any(|node| is_inert(&node)) {
                continue;
            }
            let media = tree.attribute(node, "media").map_or(Media::Always, media);
            let mut child = tree.first_child(node);
            while child != NONE {
                if let NodeKind::Text(css) = tree.kind(child) {
                    bytes += css.len();
                    if bytes > MAX_STYLE_BYTES {
                        return sheet;
                    }
                    sheet.read(css, media);
                }
                child = tree.next_sibling(child);
            }
        }
        sheet
    }

    fn read(&mut self, css: &'a str, media: Media) {
        let bytes = css.as_bytes();
        let mut blocks = vec![media];
        let mut at = 0;
        loop {
            at = css::skip_space(css, at);
            let media = blocks.last().copied().unwrap_or(Media::Never);
            match bytes.get(at) {
                None => return,
                Some(b'}') => {
                    if blocks.len() > 1 {
                        blocks.pop();
                    }
                    at += 1;
                }
                Some(b'@') => {
                    let end = css::find(css, at, b"{};");
                    if bytes.get(end) == Some(&b'{') {
                        match group_media(&css[at..end], media) {
                            Some(media) if media != Media::Never => {
                                blocks.push(media);
                                at = end + 1;
                            }
                            _ => at = css::end_of_block(css, end + 1) + 1,
                        }
                    } else {
                        at = if bytes.get(end) == Some(&b'}') { end } else { end + 1 };
                    }
                }
                Some(_) => {
                    let start = at;
                    let end = css::find(css, start, b"{}");
                    if bytes.get(end) != Some(&b'{') {
                        at = end;
                        continue;
                    }
                    let close = css::end_of_block(css, end + 1);
                    if media != Media::Never {
                        self.rule(&css[start..end], &css[end + 1..close.min(css.len())], media);
                    }
                    at = close + 1;
                }
            }
        }
    }

    fn rule(&mut self, selectors: &'a str, block: &str, media: Media) {
        let declarations = Declarations::read(block);
        if declarations.is_empty() {
            return;
        }
        let mut at = 0;
        while at < selectors.len() {
            let end = css::find(selectors, at, b",");
            if let Some(selector) = selectors.get(at..end) {
                self.selector(selector.trim(), declarations, media);
            }
            at = end + 1;
        }
    }

    fn selector(&mut self, selector: &'a str, declarations: Declarations, media: Media) {
        let compound = Compound::read(selector);
        let is_state = compound.as_ref().is_none_or(|compound| compound.classes > 1 || compound.ids > 0);
        if is_state && declarations.shows() && shows_in_a_state(selector) {
            for (sigil, name) in subject_names(selector) {
                let id = self.name_id(sigil, name);
                self.shown_in_a_state.insert(id);
            }
        }
        let Some(compound) = compound else { return };
        if self.rules.len() == MAX_RULES {
            return;
        }
        let mut rule = Rule {
            names: [0; MAX_NAMES_PER_RULE],
            count: 0,
            specificity: compound.specificity(),
            declarations,
            only_shows: media == Media::AtThisWidth,
        };
        let mut key = (0, NameId::MAX);
        for &(sigil, name) in compound.names.iter().take(compound.count) {
            let id = self.name_id(sigil, name);
            rule.names[rule.count as usize] = id;
            rule.count += 1;
            let rank = match sigil {
                Sigil::Id => 3,
                Sigil::Class => 2,
                Sigil::Type => 1,
            };
            if rank >= key.0 {
                key = (rank, id);
            }
        }
        let Some(found) = self.by_name.get_mut(key.1 as usize) else { return };
        if found.len() < MAX_RULES_PER_NAME {
            found.push(self.rules.len() as u32);
            self.hides_anything |= declarations.effects().iter().flatten().any(|effect| effect.hides);
            self.rules.push(rule);
        }
    }

    fn names_mut(&mut self, sigil: Sigil) -> &mut PageMap<&'a str, NameId> {
        match sigil {
            Sigil::Id => &mut self.ids,
            Sigil::Class => &mut self.classes,
            Sigil::Type => &mut self.types,
        }
    }

    fn name_id(&mut self, sigil: Sigil, name: &'a str) -> NameId {
        let next = self.by_name.len() as NameId;
        let id = *self.names_mut(sigil).entry(name).or_insert(next);
        if id == next {
            self.by_name.push(Vec::new());
        }
        id
    }

    /// What the rules say of an element.
    pub(super) fn styles(&self, tree: &Tree, node: NodeId) -> Styles {
        let mut styles = Styles::default();
        if !self.hides_anything {
            return styles;
        }
        let mut names = [0; MAX_CLASSES + 2];
        let mut count = 0;
        let class_names = tree.classes(node).take(MAX_CLASSES).filter_map(|class| self.classes.get(class));
        let id = tree.id(node).and_then(|id| self.ids.get(id));
        for &name in class_names.chain(id).chain(self.types.get(tree.name(node))) {
            names[count] = name;
            count += 1;
        }
        let names = &names[..count];
        // The winner of each aspect: important, specificity, order.
        let mut best: [Option<(bool, u32, u32)>; ASPECTS] = [None; ASPECTS];
        let candidates = names.iter().flat_map(|&name| &self.by_name[name as usize]).take(MAX_CANDIDATES);
        for &index in candidates {
            work::add(1);
            let rule = &self.rules[index as usize];
            if !rule.names().iter().all(|name| names.contains(name)) {
                continue;
            }
            for (aspect, effect) in rule.declarations.effects().iter().enumerate() {
                let Some(effect) = effect.filter(|effect| !(effect.hides && rule.only_shows)) else { continue };
                let rank = Some((effect.is_important, rule.specificity, index));
                if rank > best[aspect] {
                    best[aspect] = rank;
                    styles.effects[aspect] = Some(effect);
                }
            }
        }
        let closing = [Aspect::Display, Aspect::Visibility].into_iter().filter_map(|aspect| {
            let hides = styles.effects[aspect as usize].is_some_and(|effect| effect.hides);
            best[aspect as usize].filter(|_| hides).map(|(_, _, index)| &self.rules[index as usize])
        });
        styles.is_shown_in_a_state = closing.flat_map(Rule::names).any(|name| self.shown_in_a_state.contains(name));
        styles
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sigil {
    Type,
    Class,
    Id,
}

/// A selector without combinators, pseudo-classes and attributes.
struct Compound<'a> {
    names: [(Sigil, &'a str); MAX_NAMES_PER_RULE],
    count: usize,
    classes: usize,
    ids: usize,
}

impl<'a> Compound<'a> {
    fn read(selector: &'a str) -> Option<Self> {
        let mut compound = Self { names: [(Sigil::Type, ""); MAX_NAMES_PER_RULE], count: 0, classes: 0, ids: 0 };
        let mut rest = selector;
        while !rest.is_empty() {
            let (sigil, after) = match rest.as_bytes()[0] {
                b'.' => (Sigil::Class, &rest[1..]),
                b'#' => (Sigil::Id, &rest[1..]),
                _ if compound.count == 0 => (Sigil::Type, rest),
                _ => return None,
            };
            let length = after.find(|c: char| !is_name_char(c)).unwrap_or(after.len());
            if length == 0 {
                return None;
            }
            *compound.names.get_mut(compound.count)? = (sigil, &after[..length]);
            compound.count += 1;
            compound.classes += usize::from(sigil == Sigil::Class);
            compound.ids += usize::from(sigil == Sigil::Id);
            rest = &after[length..];
        }
        (compound.count > 0).then_some(compound)
    }

    fn specificity(&self) -> u32 {
        let types = self.count - self.classes - self.ids;
        (self.ids << 16 | self.classes << 8 | types) as u32
    }
}

/// Whether a character is part of a name without escapes (CSS Syntax Module Level 3, "ident code point").
fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// Whether a selector with several compounds or pseudo-classes stands for a state that a reader brings about, other
/// than by pointing at something.
fn shows_in_a_state(selector: &str) -> bool {
    let mut words = selector.split(|c: char| !c.is_ascii_alphanumeric());
    let is_pointed_at = |word: &str| matches!(word, "hover" | "focus" | "nojs");
    words.clone().any(is_state_word) && !words.any(is_pointed_at) && !selector.contains("no-js")
}

/// The classes and ids of the element that a selector matches.
fn subject_names(selector: &str) -> impl Iterator<Item = (Sigil, &str)> {
    let mut subject = 0;
    let mut at = 0;
    while at < selector.len() {
        at = css::find(selector, at, b" >+~\n\t") + 1;
        if at < selector.len() {
            subject = at;
        }
    }
    let subject = selector.get(subject..).unwrap_or_default();
    let end = css::find(subject, 0, b":[(");
    let mut rest = subject.get(..end).unwrap_or_default();
    std::iter::from_fn(move || {
        let start = rest.find(['.', '#'])?;
        let sigil = if rest.as_bytes()[start] == b'.' { Sigil::Class } else { Sigil::Id };
        let name = &rest[start + 1..];
        let length = name.find(|c: char| !is_name_char(c)).unwrap_or(name.len());
        rest = &name[length..];
        Some((sigil, &name[..length]))
    })
    .filter(|(_, name)| !name.split(['-', '_']).any(is_state_word))
}

/// When the rules in an at-rule's block apply; `None` if the block holds no rules of elements.
fn group_media(prelude: &str, outer: Media) -> Option<Media> {
    let length = prelude[1..].find(|c: char| !is_name_char(c)).map_or(prelude.len(), |length| length + 1);
    let (name, rest) = prelude.split_at(length);
    let inner = match () {
        () if name.eq_ignore_ascii_case("@media") => media(rest),
        () if name.eq_ignore_ascii_case("@layer") => Media::Always,
        () if name.eq_ignore_ascii_case("@supports") && !rest.contains("not") => Media::Always,
        () => return None,
    };
    Some(if inner == Media::Always { outer } else { inner })
}

/// When a list of media queries applies.
fn media(list: &str) -> Media {
    let mut result = Media::Never;
    for query in list.split(',') {
        match media_of_query(query) {
            Media::Always => return Media::Always,
            Media::AtThisWidth => result = Media::AtThisWidth,
            Media::Never => {}
        }
    }
    result
}

/// When a media query applies: only types of media and widths are understood.
fn media_of_query(query: &str) -> Media {
    let mut result = Media::Always;
    let query = query.to_ascii_lowercase();
    for (position, part) in query.split(" and ").map(str::trim).enumerate() {
        match part {
            "" | "all" | "screen" | "only screen" | "only all" | "not print" if position == 0 => continue,
            _ => {}
        }
        let feature = part.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
        let Some((name, value)) = feature.and_then(|feature| feature.split_once(':')) else { return Media::Never };
        let number = |unit: &str| value.trim().strip_suffix(unit)?.trim().parse::<f32>().ok();
        let Some(px) = number("px").or_else(|| number("em").map(|em| em * PX_PER_EM)) else { return Media::Never };
        let applies = match name.trim() {
            "min-width" => px <= SCREEN_PX,
            "max-width" => px >= SCREEN_PX,
            _ => false,
        };
        if !applies {
            return Media::Never;
        }
        result = Media::AtThisWidth;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::parse;
    use crate::limits::Limits;

    /// What the style sheet says of the `display` of the first element named `x` or with the id `x`, and whether it
    /// is shown in a state.
    fn display(style: &str, element: &str) -> (Option<bool>, bool) {
        let page = format!("<style>{style}</style><body><div>{element}text</div>");
        let tree = parse::parse(&page, Limits::new(), &mut Vec::new());
        let sheet = StyleSheet::of(&tree);
        let mut nodes = 0..tree.len() as NodeId;
        let node = nodes.find(|&node| tree.tag(node) == Tag::P).expect("the element is a paragraph");
        let styles = sheet.styles(&tree, node);
        (styles.effects[Aspect::Display as usize].map(|effect| effect.hides), styles.is_shown_in_a_state)
    }

    fn is_hidden(style: &str, element: &str) -> bool {
        display(style, element).0 == Some(true)
    }

    #[test]
    fn simple_selectors_match() {
        let element = "<p class='note old' id=x>";
        for style in [
            ".note{display:none}",
            "p{display:none}",
            "#x { display : none }",
            "p.note.old#x{display:none}",
            "h1, .old ,h2{display:none}",
            "/* a */.note {/* b */display:none}",
            "@charset 'x';@import url(a;b);.note{display:none}",
            "@media screen{.note{display:none}}",
            "@media print{.note{color:red}} .note{display:none}",
            "@layer a{@supports (display:grid){.note{display:none}}}",
            "@keyframes k{from{display:block}} .note{display:none}",
            "}.note{display:none",
            "<!-- .note{display:none} -->",
        ] {
            assert!(is_hidden(style, element), "{style}");
        }
    }

    #[test]
    fn other_selectors_and_media_hide_nothing() {
        let element = "<p class='note old' id=x>";
        for style in [
            ".note.new{display:none}",
            "div .note{display:none}",
            "div>.note{display:none}",
            ".note:hover{display:none}",
            ".note:not(.open){display:none}",
            ".note[hidden]{display:none}",
            ".js .note{display:none}",
            "*{display:none}",
            ".Note{display:none}",
            "@media print{.note{display:none}}",
            "@media (max-width:600px){.note{display:none}}",
            "@media (min-width:600px){.note{display:none}}",
            "@media (prefers-color-scheme:dark){.note{display:none}}",
            "@keyframes note{from{display:none}}",
            "@supports not (display:grid){.note{display:none}}",
            "'.note{display:none}",
            "a{.note{display:none}}",
            ".note{x:'display:none'}",
            "p.note.old.a.b{display:none}",
        ] {
            assert!(!is_hidden(style, element), "{style}");
        }
    }

    #[test]
    fn the_more_specific_then_the_later_rule_wins() {
        let element = "<p class='panel active' id=x>";
        for (style, hidden) in [
            (".panel{display:none}.panel.active{display:block}", false),
            (".panel.active{display:block}.panel{display:none}", false),
            (".panel{display:none}.active{display:block}", false),
            (".active{display:block}.panel{display:none}", true),
            (".panel{display:none!important}#x{display:block}", true),
            (".panel{display:none}@media (min-width:768px){.panel{display:block}}", false),
            (".panel{display:none}@media (max-width:768px){.panel{display:block}}", true),
            (".panel{display:none}@media (min-width:90em){.panel{display:block}}", true),
        ] {
            assert_eq!(is_hidden(style, element), hidden, "{style}");
        }
    }

    #[test]
    fn rules_that_show_in_a_state_are_known() {
        for (style, is_state) in [
            (".panel{display:none}.panel.active{display:block}", true),
            (".panel{display:none}.open > .panel{display:block}", true),
            (".panel{display:none}input:checked + .panel{display:block}", true),
            (".panel{display:none}.panel:target{display:block}", true),
            (".panel{display:none}.no-js .panel.active{display:block}", false),
            (".panel{display:none}li:hover .panel.active{display:block}", false),
            (".panel{display:none}.panel .active{display:block}", false),
            (".panel{display:none}.panel.wide{display:block}", false),
            (".panel{display:none}", false),
        ] {
            assert_eq!(display(style, "<p class=panel>"), (Some(true), is_state), "{style}");
        }
    }

    #[test]
    fn style_sheets_that_do_not_apply_are_skipped() {
        let none = "p{display:none}";
        let hides = |page: &str| {
            let tree = parse::parse(page, Limits::new(), &mut Vec::new());
            StyleSheet::of(&tree).hides_anything
        };
        assert!(hides(&format!("<body><p>x<style media=screen>{none}</style>")));
        assert!(!hides(&format!("<style media=print>{none}</style>")));
        assert!(!hides(&format!("<style type=text/less>{none}</style>")));
        assert!(!hides(&format!("<noscript><style>{none}</style></noscript>")));
        assert!(!hides(&format!("<template><style>{none}</style></template>")));
    }

    #[test]
    fn the_number_of_rules_is_bounded() {
        let mut style = String::new();
        for rule in 0..2 * MAX_RULES {
            style += &format!(".a{rule}{{display:none}}.b.c{rule}{{display:none}}.d{{display:none}}");
        }
        let page = format!("<style>{style}</style>");
        let tree = parse::parse(&page, Limits::new(), &mut Vec::new());
        let sheet = StyleSheet::of(&tree);
        assert_eq!(sheet.rules.len(), MAX_RULES);
        assert!(sheet.by_name.iter().all(|rules| rules.len() <= MAX_RULES_PER_NAME));
    }
}
