//! Kinds that the markup of a page of HTML names.

use super::Filter;
use crate::analysis::Analysis;
use crate::document::{Basis, ElementData, Marks};
use crate::kind::Kind;
use crate::markup::{Role, Tag};

/// Marks hidden text ([`Kind::Hidden`]) and the text of elements whose role is known by their tags, names and
/// attributes (comments, share bars, menus, advertisements, cookie notices …). Marks nothing in plain text.
///
/// ```
/// use dechaff::{Cleaner, Kind};
///
/// let page = Cleaner::new().clean_html(
///     "<p>The mill was built in 1790 and ground rye until the war.<p style='display: none'>best casino bonus",
/// )?;
/// assert_eq!(page.spans()[1].kind(), Kind::Hidden);
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct MarkupFilter;

/// The confidence of marks on hidden text, on elements with a role, and on the text of `<nav>`. Hand-set.
const HIDDEN_CONFIDENCE: f32 = 0.97;
const ROLE_CONFIDENCE: f32 = 0.9;
const NAV_CONFIDENCE: f32 = 0.6;

impl Filter for MarkupFilter {
    fn name(&self) -> &'static str {
        "markup"
    }

    fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
        let document = analysis.document();
        if !document.is_html() {
            return;
        }
        let is_thread = analysis.is_thread();
        let elements = document.element_data();
        let mut kinds: Vec<Option<(Kind, f32)>> = Vec::with_capacity(elements.len());
        for element in elements {
            let inherited = element.parent.and_then(|parent| kinds[parent as usize]);
            let own = own_kind(element, is_thread).or(inherited);
            // The name in a box about the author is no byline of the article.
            let is_in_author_box = matches!((own, inherited), (Some((Kind::Byline, _)), Some((Kind::Author, _))));
            kinds.push(if is_in_author_box { inherited } else { own });
        }
        for (index, segment) in document.segments().iter().enumerate() {
            if segment.is_hidden() {
                let kind = if segment.is_control() { Kind::Chrome } else { Kind::Hidden };
                marks.mark_by(index, kind, HIDDEN_CONFIDENCE, Basis::Markup);
            } else if let Some((kind, confidence)) = document.element_index(segment).and_then(|element| kinds[element])
            {
                marks.mark_by(index, kind, confidence, Basis::Markup);
            }
        }
    }
}

/// The kind that an element's own markup names, and the confidence of that. The posts of a thread are no comments.
fn own_kind(element: &ElementData, is_thread: bool) -> Option<(Kind, f32)> {
    const KINDS: &[(Role, Kind)] = &[
        (Role::Consent, Kind::Consent),
        (Role::Advertising, Kind::Advertising),
        (Role::Share, Kind::Share),
        (Role::Support, Kind::Support),
        (Role::Related, Kind::Related),
        (Role::Comment, Kind::Comment),
        (Role::Navigation, Kind::Navigation),
        (Role::Legal, Kind::Legal),
        (Role::Author, Kind::Author),
        (Role::Chrome, Kind::Chrome),
        (Role::Byline, Kind::Byline),
        (Role::Dateline, Kind::Dateline),
        (Role::Caption, Kind::Caption),
    ];
    let of_role = KINDS.iter().find(|(role, _)| element.roles.contains(*role)).map(|&(_, kind)| kind);
    match of_role {
        Some(Kind::Comment) if is_thread => None,
        Some(kind) => Some((kind, ROLE_CONFIDENCE)),
        None if is_thread && element.roles.contains(Role::ForumChrome) => Some((Kind::Chrome, ROLE_CONFIDENCE)),
        None => match element.tag {
            Tag::Nav => Some((Kind::Navigation, NAV_CONFIDENCE)),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::filter::testing::kinds;

    fn kinds_of(page: &str) -> Vec<Option<Kind>> {
        kinds(&MarkupFilter, &Document::from_html(page))
    }

    #[test]
    fn roles_and_hidden_text_are_marked() {
        let page = "<nav>Home</nav><p>The mill was built in 1790.<p hidden>casino\
            <div class=sharedaddy><span>Facebook</span></div>\
            <ol class=comment-list><li>Good to know</ol><div id=cookie-notice>We use cookies</div>\
            <div id=div-gpt-ad-1>Flour from the mill</div><div class=taboola>Ten mills you must see</div>\
            <ins class=adsbygoogle>Rye</ins><div class=author-box><b class=author-name>Anna Reed</b>\
            <p>Anna writes about mills.</div><p class=byline>Anna Reed";
        let expected = [
            Some(Kind::Navigation),
            None,
            Some(Kind::Hidden),
            Some(Kind::Share),
            Some(Kind::Comment),
            Some(Kind::Consent),
            Some(Kind::Advertising),
            Some(Kind::Advertising),
            Some(Kind::Advertising),
            Some(Kind::Author),
            Some(Kind::Author),
            Some(Kind::Byline),
        ];
        assert_eq!(kinds_of(page), expected);
    }

    #[test]
    fn hidden_text_stays_hidden_in_an_element_with_a_role() {
        assert_eq!(kinds_of("<p>Mill<nav><p hidden>Home</nav>"), [None, Some(Kind::Hidden)]);
    }

    #[test]
    fn posts_of_a_thread_are_no_comments() {
        let list = "<ol class=comment-list><li>Why does it rain?</ol>";
        let thread = format!("<div itemtype=https://schema.org/QAPage>{list}</div>");
        assert_eq!(kinds_of(&thread), [None]);
        assert_eq!(kinds_of(list), [Some(Kind::Comment)]);
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(kinds(&MarkupFilter, &Document::from_text("<nav>Home</nav>")), [None]);
    }

    #[test]
    fn the_caption_of_a_quotation_is_no_caption_of_a_picture() {
        let page = "<figure><img src=a><figcaption>The mill in spring</figcaption></figure>\
             <figure><blockquote>Grind slowly</blockquote><figcaption>A saying of millers</figcaption></figure>";
        assert_eq!(kinds_of(page), [Some(Kind::Caption), None, None]);
    }
}
