//! The comments of a page of HTML: the elements that repeat where comments are.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::utterance::{is_trace, is_utterance};
use crate::cleaned::Cleaned;
use crate::document::Element;
use crate::kind::Kind;

/// Pages have comments of no more than so many makes.
const MAX_MAKES: usize = 3;
/// So many classes of an element are looked at.
const MAX_CLASSES: usize = 12;
/// Words in names of elements that hold a comment each.
const NAMES: &[&str] = &["comment", "kommentar", "reply", "review", "response"];

/// What elements that hold a comment each have in common: their name, and a class or the beginning of
/// their id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Make<'a> {
    name: &'a str,
    label: &'a str,
}

/// What an element holds, of comments.
#[derive(Clone, Copy, Default)]
struct Holds {
    comments: usize,
    is_said: bool,
    is_traced: bool,
}

/// The spans of each comment, those in front of the replies to it; nothing where no element holds one.
pub(super) fn by_elements(page: &Cleaned) -> Option<Vec<Range<usize>>> {
    let elements: Vec<Element<'_>> = page.document().elements().collect();
    // For each span of a comment the element that holds its comment.
    let mut unit_of: Vec<Option<usize>> = vec![None; page.spans().len()];
    for round in 0..MAX_MAKES {
        let holds = holds(page, &elements, &unit_of);
        let make = repeated(&elements, &holds, is_traced_and_said);
        // Where nothing is dated, names have to do.
        let make = make.or_else(|| if round == 0 { repeated(&elements, &holds, is_said_by_somebody) } else { None });
        let units = match make {
            Some(make) => units(&elements, &holds, make),
            // The only comment there is.
            None if round == 0 => match holds.iter().rposition(is_traced_and_said) {
                Some(unit) => spread(&elements, |element| element.index == unit),
                None => return None,
            },
            None => break,
        };
        // What stands in a comment is of it, whatever it is taken for …
        let segments = page.document().segments();
        let new: Vec<(usize, usize)> = (0..segments.len())
            .filter(|&index| page.spans()[index].kind() != Kind::Hidden && unit_of[index].is_none())
            .filter_map(|index| {
                let element = page.document().element_of(&segments[index])?;
                Some((index, units[element.index]?))
            })
            .collect();
        // … but posts of a thread are not, whatever stands around them.
        let (mut words, mut words_of_comments) = (0, 0);
        for &(index, _) in &new {
            words += segments[index].stats().words();
            let is_comment = page.spans()[index].kind() == Kind::Comment;
            words_of_comments += if is_comment { segments[index].stats().words() } else { 0 };
        }
        if 2 * words_of_comments < words {
            break;
        }
        for (index, unit) in new {
            unit_of[index] = Some(unit);
        }
    }
    let mut comments: Vec<(usize, Range<usize>)> = Vec::new();
    for (index, unit) in unit_of.iter().enumerate() {
        match (comments.last_mut(), unit) {
            (Some((last, range)), Some(unit)) if last == unit => range.end = index + 1,
            (_, Some(unit)) => comments.push((*unit, index..index + 1)),
            // What belongs to no comment stands between two.
            (Some((last, _)), None) if page.spans()[index].kind() != Kind::Hidden => *last = usize::MAX,
            _ => {}
        }
    }
    Some(comments.into_iter().map(|(_, range)| range).collect())
}

fn is_traced_and_said(holds: &Holds) -> bool {
    holds.is_said && holds.is_traced
}

fn is_said_by_somebody(holds: &Holds) -> bool {
    holds.is_said && holds.comments > 1
}

/// What every element holds of the comments that have no unit yet.
fn holds(page: &Cleaned, elements: &[Element<'_>], unit_of: &[Option<usize>]) -> Vec<Holds> {
    let document = page.document();
    let mut holds = vec![Holds::default(); elements.len()];
    for (index, segment) in document.segments().iter().enumerate() {
        if page.spans()[index].kind() == Kind::Comment
            && unit_of[index].is_none()
            && let Some(element) = document.element_of(segment)
        {
            let own = &mut holds[element.index];
            own.comments += 1;
            own.is_said |= is_utterance(document, segment);
            own.is_traced |= is_trace(segment);
        }
    }
    for index in (0..elements.len()).rev() {
        let own = holds[index];
        if let Some(parent) = elements[index].parent() {
            let around = &mut holds[parent.index];
            around.comments += own.comments;
            around.is_said |= own.is_said;
            around.is_traced |= own.is_traced;
        }
        // What holds much else is around the comments, not in their section.
        if 2 * own.comments < elements[index].segments().len() {
            holds[index] = Holds::default();
        }
    }
    holds
}

/// The make of elements that holds comments most often, the outermost of equals.
fn repeated<'a>(elements: &[Element<'a>], holds: &[Holds], is_comment: fn(&Holds) -> bool) -> Option<Make<'a>> {
    let mut counts: FxHashMap<Make<'a>, (usize, usize)> = FxHashMap::default();
    for element in elements.iter().filter(|element| is_comment(&holds[element.index])) {
        each_make(element, |make| counts.entry(make).or_insert((0, element.index)).0 += 1);
    }
    let is_named = |make: &Make<'_>| {
        let label = make.label.to_ascii_lowercase();
        NAMES.iter().any(|name| label.contains(name))
    };
    counts
        .into_iter()
        .filter(|(_, (count, _))| *count > 1)
        .max_by_key(|(make, (count, first))| (count * (1 + usize::from(is_named(make))), Reverse((*first, make.label))))
        .map(|(make, _)| make)
}

fn each_make<'a>(element: &Element<'a>, mut see: impl FnMut(Make<'a>)) {
    let name = element.name();
    let mut is_labelled = false;
    let stem = element.id().map(|id| id.trim_end_matches(|c: char| c.is_ascii_hexdigit() || c == '-' || c == '_'));
    let numbered =
        stem.filter(|stem| element.id().is_some_and(|id| id[stem.len()..].contains(|c: char| c.is_ascii_digit())));
    for label in element.classes().take(MAX_CLASSES).chain(numbered.filter(|stem| !stem.is_empty())) {
        is_labelled = true;
        see(Make { name, label });
    }
    if !is_labelled && element.repeats() > 1 {
        see(Make { name, label: "" });
    }
}

/// For every element the innermost one of a make around it.
fn units(elements: &[Element<'_>], holds: &[Holds], make: Make<'_>) -> Vec<Option<usize>> {
    let is_of_make = |element: &Element<'_>| {
        let mut is_of_make = false;
        each_make(element, |own| is_of_make |= own == make);
        is_of_make
    };
    let parent = |element: &Element<'_>| element.parent().map(|parent| parent.index);
    // Of these, and of those beside them: a comment may be as short as a name.
    let full = elements.iter().filter(|element| holds[element.index].is_said && is_of_make(element));
    let around: FxHashSet<Option<usize>> = full.map(parent).collect();
    spread(elements, |element| {
        holds[element.index].comments > 0
            && is_of_make(element)
            && (holds[element.index].is_said && holds[element.index].comments > 1 || around.contains(&parent(element)))
    })
}

/// For every element the innermost one around it, itself included, that something is true of.
fn spread(elements: &[Element<'_>], is_unit: impl Fn(&Element<'_>) -> bool) -> Vec<Option<usize>> {
    let mut units: Vec<Option<usize>> = Vec::with_capacity(elements.len());
    for element in elements {
        let around = element.parent().and_then(|parent| units[parent.index]);
        units.push(if is_unit(element) { Some(element.index) } else { around });
    }
    units
}

#[cfg(test)]
mod tests {
    use crate::Cleaner;

    const ARTICLE: &str = "<article><p>The ferry between the islands has taken up its service again after a winter in the dock, the \
        harbour office said on Monday.<p>It will sail four times a day until the end of October and twice a day in the winter.</article>";

    fn comments(section: &str) -> Vec<String> {
        let page = Cleaner::new().clean_html(&format!("{ARTICLE}{section}"));
        page.comments().iter().map(|comment| comment.text()).collect()
    }

    #[test]
    fn elements_that_repeat_are_comments_and_so_are_replies() {
        let section = "<div id=comments><h3>3 comments</h3><div class='comment even depth-1' id=comment-12>\
            <cite><a href=/u>Martha</a></cite> <a href=#c>4 May 2024 at 10:12</a><p>About time!<p>I had given up hope.</p><a href=#r>Reply</a>\
            <div class=children><div class='comment odd depth-2' id=comment-13><cite>Tom</cite> <a href=#c>4 May 2024 at 11:12</a>\
            <p>The price is a shame, though.</p><button>Reply</button></div></div></div>\
            <div class='comment bypostauthor' id=comment-14><cite>Kim</cite> <i>5 May 2024 at 10:12</i><p>Great stuff</div>\
            <form><label>Name</label><input><label>Comment</label><textarea></textarea><button>Post comment</button></form></div>";
        assert_eq!(
            comments(section),
            ["About time!\n\nI had given up hope.", "The price is a shame, though.", "Great stuff"]
        );
    }

    #[test]
    fn elements_without_classes_do_as_well() {
        let section = "<section class=comments><h3>Comments</h3><ul>\
            <li><b>Martha</b> 4 May 2024 at 10:12<p>About time! I had given up hope.<p>The winter was long.</li>\
            <li><b>Tom</b> 4 May 2024 at 11:12<p>The price is a shame, though.</li></ul></section>";
        assert_eq!(
            comments(section),
            ["About time! I had given up hope.\n\nThe winter was long.", "The price is a shame, though."]
        );
    }

    #[test]
    fn a_single_comment_is_found() {
        let section = "<section class=comments><h3>One comment</h3><div class=comment><b>Martha</b> <time>4 May 2024 at 10:12</time>\
            <p>About time! I had given up hope.</div></section>";
        assert_eq!(comments(section), ["About time! I had given up hope."]);
    }
}
