//! What the markup of a page of HTML says by itself.

use super::Filter;
use crate::analysis::Analysis;
use crate::document::{ElementData, Marks};
use crate::kind::Kind;
use crate::markup::{Role, Tag};

/// Marks what a page's markup names: hidden text ([`Kind::Hidden`]), and what stands in containers of
/// known systems (comments, share bars, menus, cookie notices …). Says nothing of plain text.
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

const HIDDEN: f32 = 0.97;
/// How sure a container of a known system is, and a landmark of HTML.
const KNOWN: f32 = 0.9;
const LANDMARK: f32 = 0.6;

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
            kinds.push(own_kind(element, is_thread).or(inherited));
        }
        for (index, segment) in document.segments().iter().enumerate() {
            if segment.is_hidden() {
                marks.mark(index, Kind::Hidden, HIDDEN);
            } else if let Some((kind, confidence)) = document.element_index(segment).and_then(|element| kinds[element])
            {
                marks.mark(index, kind, confidence);
            }
        }
    }
}

fn own_kind(element: &ElementData, is_thread: bool) -> Option<(Kind, f32)> {
    const KINDS: &[(Role, Kind)] = &[
        (Role::Consent, Kind::Consent),
        (Role::Share, Kind::Share),
        (Role::Support, Kind::Support),
        (Role::Related, Kind::Related),
        (Role::Comment, Kind::Comment),
        (Role::Navigation, Kind::Navigation),
        (Role::Legal, Kind::Legal),
        (Role::Chrome, Kind::Chrome),
        (Role::Byline, Kind::Byline),
        (Role::Dateline, Kind::Dateline),
        (Role::Caption, Kind::Caption),
    ];
    let of_role = KINDS.iter().find(|(role, _)| element.roles.contains(*role)).map(|&(_, kind)| kind);
    match of_role {
        Some(Kind::Comment) if is_thread => None,
        Some(kind) => Some((kind, KNOWN)),
        None if is_thread && element.roles.contains(Role::ForumChrome) => Some((Kind::Chrome, KNOWN)),
        None => match element.tag {
            Tag::Nav => Some((Kind::Navigation, LANDMARK)),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn what_stands_below_a_quotation_is_no_caption() {
        let document = Document::from_html(
            "<figure><img src=a><figcaption>The mill in spring</figcaption></figure>\
             <figure><blockquote>Grind slowly</blockquote><figcaption>A saying of millers</figcaption></figure>",
        );
        let mut marks = Marks::new(document.segments().len());
        MarkupFilter.mark(&Analysis::of(&document), &mut marks);
        let kinds: Vec<_> = (0..document.segments().len()).map(|index| marks.evidence_kind(index)).collect();
        assert_eq!(kinds, [Some(Kind::Caption), None, None]);
    }
}
