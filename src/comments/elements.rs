//! Comments in HTML: the comment section repeats elements of one template, each with one comment.

use std::cmp::Reverse;
use std::ops::Range;

use super::lines::{is_attribution, is_comment_text};
use crate::document::{Document, Element};
use crate::kind::Kind;
use crate::markup::Role;
use crate::span::Span;
use crate::text::{PageMap, PageSet};

/// At most this many comment templates (tag and class or id) are tried per page (hand-set). Replies often have another
/// template than comments.
const MAX_TEMPLATES: usize = 3;
/// At most this many classes of an element are read (hand-set), so that long lists of classes cost little time.
const MAX_CLASS_NAMES: usize = 12;
/// Parts of class names and ids that are typical of elements that hold one comment.
const COMMENT_NAMES: &[&str] = &["comment", "kommentar", "reply", "review", "response"];
/// Ends of the types that schema.org has for comments.
const DECLARED_TYPES: &[&str] = &["/Comment", "/UserComments"];
/// A thread has at least this many posts.
const MIN_POSTS: usize = 2;

/// What the elements with one comment each have in common: the tag, and a class or the id without its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Template<'a> {
    tag: &'a str,
    label: &'a str,
}

/// Facts about the spans of comments in an element and its descendants.
#[derive(Clone, Copy, Default)]
struct CommentFacts {
    /// Number of spans of [`Kind::Comment`].
    comments: usize,
    has_text: bool,
    has_attribution: bool,
}

/// A comment: its spans, and the index of its element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) spans: Range<usize>,
    pub(super) element: usize,
}

/// The comments, each before the replies to it; `None` if no element holds a comment.
pub(super) fn find(document: &Document, spans: &[Span]) -> Option<Vec<Unit>> {
    let elements: Vec<Element<'_>> = document.elements().collect();
    // For each span, the index of the element with its comment (a "unit").
    let mut unit_of: Vec<Option<usize>> = vec![None; spans.len()];
    let mut is_first = true;
    for round in 0..=MAX_TEMPLATES {
        let contents = contents(document, spans, &elements, &unit_of);
        let units = if round == 0 {
            match declared_units(&elements, &contents) {
                Some(units) => units,
                None => continue,
            }
        } else {
            let template = repeated_template(&elements, &contents, has_text_and_attribution);
            // A page without dates and "says:" lines has no attributions, so text alone decides.
            let template = template.or_else(|| {
                if is_first { repeated_template(&elements, &contents, has_text_and_neighbours) } else { None }
            });
            match template {
                Some(template) => units(&elements, &contents, template),
                // No template repeats: the page has a single comment.
                None if is_first => match contents.iter().rposition(has_text_and_attribution) {
                    Some(unit) => innermost(&elements, |element| element.index == unit),
                    None => return None,
                },
                None => break,
            }
        };
        is_first = false;
        // All visible spans in a unit belong to its comment, whatever their kind.
        let segments = document.segments();
        let new: Vec<(usize, usize)> = (0..segments.len())
            .filter(|&index| spans[index].kind() != Kind::Hidden && unit_of[index].is_none())
            .filter_map(|index| {
                let element = document.element_of(&segments[index])?;
                Some((index, units[element.index]?))
            })
            .collect();
        // At least half of the words must be of comments: the posts of a forum are content, not comments.
        let (mut words, mut comment_words) = (0, 0);
        for &(index, _) in &new {
            words += segments[index].stats().words();
            let is_comment = spans[index].kind() == Kind::Comment;
            comment_words += if is_comment { segments[index].stats().words() } else { 0 };
        }
        if 2 * comment_words < words {
            break;
        }
        for (index, unit) in new {
            unit_of[index] = Some(unit);
        }
    }
    Some(runs(spans, &unit_of))
}

/// The runs of spans of one unit each, given the unit of each span.
fn runs(spans: &[Span], unit_of: &[Option<usize>]) -> Vec<Unit> {
    let mut comments: Vec<Unit> = Vec::new();
    let mut is_open = false;
    for (index, unit) in unit_of.iter().enumerate() {
        match (comments.last_mut().filter(|_| is_open), unit) {
            (Some(last), Some(unit)) if last.element == *unit => last.spans.end = index + 1,
            (_, Some(unit)) => {
                comments.push(Unit { spans: index..index + 1, element: *unit });
                is_open = true;
            }
            // A visible span outside of all comments ends the current one.
            (_, None) => is_open &= spans[index].kind() == Kind::Hidden,
        }
    }
    comments
}

/// The elements that schema.org calls comments, if there are any.
fn declared_units(elements: &[Element<'_>], contents: &[CommentFacts]) -> Option<Vec<Option<usize>>> {
    let is_comment = |element: &Element<'_>| {
        let of = element.attribute("itemtype").unwrap_or_default();
        contents[element.index].has_text && DECLARED_TYPES.iter().any(|name| of.trim_end().ends_with(name))
    };
    elements.iter().any(is_comment).then(|| innermost(elements, is_comment))
}

/// The posts of a thread: for each element with the text of a post, the largest one around it that has no other.
/// `None` if there are fewer than two.
pub(super) fn posts(document: &Document, spans: &[Span]) -> Option<Vec<Unit>> {
    let data = document.element_data();
    let mut is_in_post: Vec<bool> = Vec::with_capacity(data.len());
    let mut posts = vec![0_usize; data.len()];
    for (index, element) in data.iter().enumerate() {
        let around = element.parent.is_some_and(|parent| is_in_post[parent as usize]);
        let is_post = element.roles.contains(Role::ForumPost);
        posts[index] = usize::from(is_post && !around);
        is_in_post.push(is_post || around);
    }
    for index in (0..data.len()).rev() {
        if let Some(parent) = data[index].parent {
            posts[parent as usize] += posts[index];
        }
    }
    if posts.first().is_none_or(|&all| all < MIN_POSTS) {
        return None;
    }
    let elements: Vec<Element<'_>> = document.elements().collect();
    let outermost = innermost(&elements, |element| {
        posts[element.index] == 1 && element.parent().is_none_or(|parent| posts[parent.index] > 1)
    });
    let unit_of: Vec<Option<usize>> = document
        .segments()
        .iter()
        .zip(spans)
        .map(|(segment, span)| {
            let element = document.element_index(segment).filter(|_| span.kind() != Kind::Hidden)?;
            outermost[element]
        })
        .collect();
    Some(runs(spans, &unit_of))
}

fn has_text_and_attribution(contents: &CommentFacts) -> bool {
    contents.has_text && contents.has_attribution
}

fn has_text_and_neighbours(contents: &CommentFacts) -> bool {
    contents.has_text && contents.comments > 1
}

/// For each element, the facts about its spans of comments that have no unit yet.
fn contents(
    document: &Document,
    spans: &[Span],
    elements: &[Element<'_>],
    unit_of: &[Option<usize>],
) -> Vec<CommentFacts> {
    let mut contents = vec![CommentFacts::default(); elements.len()];
    for (index, segment) in document.segments().iter().enumerate() {
        if spans[index].kind() == Kind::Comment
            && unit_of[index].is_none()
            && let Some(element) = document.element_of(segment)
        {
            let own = &mut contents[element.index];
            own.comments += 1;
            own.has_text |= is_comment_text(document, segment);
            own.has_attribution |= is_attribution(segment);
        }
    }
    for index in (0..elements.len()).rev() {
        let own = contents[index];
        if let Some(parent) = elements[index].parent() {
            let parent = &mut contents[parent.index];
            parent.comments += own.comments;
            parent.has_text |= own.has_text;
            parent.has_attribution |= own.has_attribution;
        }
        // An element with mostly other segments is around the comment section, not in it.
        if 2 * own.comments < elements[index].segments().len() {
            contents[index] = CommentFacts::default();
        }
    }
    contents
}

/// The template with the most elements that satisfy `is_comment`, where names that are typical of comments count twice;
/// of equals, the one that occurs first.
fn repeated_template<'a>(
    elements: &[Element<'a>],
    contents: &[CommentFacts],
    is_comment: fn(&CommentFacts) -> bool,
) -> Option<Template<'a>> {
    let mut counts: PageMap<Template<'a>, (usize, usize)> = PageMap::default();
    for element in elements.iter().filter(|element| is_comment(&contents[element.index])) {
        each_template(element, |template| counts.entry(template).or_insert((0, element.index)).0 += 1);
    }
    let is_named = |template: &Template<'_>| {
        let label = template.label.to_ascii_lowercase();
        COMMENT_NAMES.iter().any(|name| label.contains(name))
    };
    counts
        .into_iter()
        .filter(|(_, (count, _))| *count > 1)
        .max_by_key(|(template, (count, first))| {
            (count * (1 + usize::from(is_named(template))), Reverse((*first, template.label)))
        })
        .map(|(template, _)| template)
}

/// Calls `see` with every template that an element matches.
fn each_template<'a>(element: &Element<'a>, mut see: impl FnMut(Template<'a>)) {
    let tag = element.name();
    let mut is_labelled = false;
    let stem = element.id().map(|id| id.trim_end_matches(|c: char| c.is_ascii_hexdigit() || c == '-' || c == '_'));
    let numbered =
        stem.filter(|stem| element.id().is_some_and(|id| id[stem.len()..].contains(|c: char| c.is_ascii_digit())));
    for label in element.classes().take(MAX_CLASS_NAMES).chain(numbered.filter(|stem| !stem.is_empty())) {
        is_labelled = true;
        see(Template { tag, label });
    }
    if !is_labelled && element.repeats() > 1 {
        see(Template { tag, label: "" });
    }
}

/// For each element, the innermost unit around it: an element of the template with a comment.
fn units(elements: &[Element<'_>], contents: &[CommentFacts], template: Template<'_>) -> Vec<Option<usize>> {
    let matches = |element: &Element<'_>| {
        let mut matches = false;
        each_template(element, |own| matches |= own == template);
        matches
    };
    let parent = |element: &Element<'_>| element.parent().map(|parent| parent.index);
    // Siblings of an element with comment text count too: a comment may be as short as a name.
    let with_text = elements.iter().filter(|element| contents[element.index].has_text && matches(element));
    let parents: PageSet<Option<usize>> = with_text.map(parent).collect();
    innermost(elements, |element| {
        contents[element.index].comments > 0
            && matches(element)
            && (contents[element.index].has_text && contents[element.index].comments > 1
                || parents.contains(&parent(element)))
    })
}

/// For each element, the innermost of itself and its ancestors that `is_unit` holds for.
fn innermost(elements: &[Element<'_>], is_unit: impl Fn(&Element<'_>) -> bool) -> Vec<Option<usize>> {
    let mut units: Vec<Option<usize>> = Vec::with_capacity(elements.len());
    for element in elements {
        let inherited = element.parent().and_then(|parent| units[parent.index]);
        units.push(if is_unit(element) { Some(element.index) } else { inherited });
    }
    units
}

#[cfg(test)]
mod tests {
    use crate::Cleaner;

    const ARTICLE: &str = "<article><p>The ferry between the islands has taken up its service again after a winter in the dock, the \
        harbour office said on Monday.<p>It will sail four times a day until the end of October and twice a day in the winter.</article>";

    fn comments(section: &str) -> Vec<String> {
        let page = Cleaner::new().clean_html(&format!("{ARTICLE}{section}")).unwrap();
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
    fn comments_are_found_in_elements_without_classes() {
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
