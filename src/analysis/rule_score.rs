//! The rule score of each segment of a page of HTML: hand-rounded log odds of its being content.

use super::{Analysis, Landmarks};
use crate::document::{ElementData, Marks, Segment};
use crate::kind::Kind;
use crate::markup::{Role, Tag};

// All weights are log odds, fitted to the development pages by logistic regression and rounded by hand.

/// Weight of the share of a segment's word sequences that are also in the article's text in JSON-LD.
const IN_ARTICLE_BODY_WEIGHT: f32 = 2.0;
/// A segment with more than this share of the running text before it is in the page's tail.
const MAX_SHARE_BEFORE_TAIL: f32 = 0.98;
/// A segment of fewer than `SHORT_LINK_WORDS` words with a higher link density than this is a short link.
const SHORT_LINK_DENSITY: f32 = 0.8;
const SHORT_LINK_WORDS: usize = 12;
/// An element with more siblings like it than this is one of a series.
const MAX_SINGLE_REPEATS: u32 = 2;
/// Lower bound of the sum of the weights of all names against content.
const MIN_ALL_AGAINST: f32 = -12.0;
/// The weight of a mark as a comment on pages that may have comments.
const COMMENT_MARK_WEIGHT: f32 = 1.5;

/// The log odds of each segment being content.
///
/// Each is a sum of weights of the segment's text and links, the names and landmarks around it, its containers, its
/// position, and the marks of filters.
pub(crate) fn rule_scores(analysis: &Analysis<'_>, marks: &Marks) -> Vec<f32> {
    let document = analysis.document();
    let segments = document.segments();
    let containers = analysis.containers();
    let concentration = containers.concentration();
    let main_heading = analysis.main_heading().unwrap_or(0);
    let of_page = 1.74 - 1.42 * concentration - 0.15 * (1.0 + containers.total).ln();
    // The posts of a thread are content, and a page without comments has none.
    let may_have_comments = !analysis.is_thread() && document.metadata().comment_count() != Some(0);
    let comment = if may_have_comments { COMMENT_MARK_WEIGHT } else { 0.0 };
    let in_article_body = analysis.in_article_body();
    let mut prose_before = 0.0;
    let mut scores = Vec::with_capacity(segments.len());
    for (index, segment) in segments.iter().enumerate() {
        let text = text_score(segment);
        let element = document.element_index(segment).map_or(0.0, |element| element_score(analysis, element));
        let link_density = |index: Option<usize>| {
            index.and_then(|index| segments.get(index)).map_or(1.0, |segment| segment.link_density())
        };
        let neighbours = -0.18 * link_density(index.checked_sub(1)) - 0.19 * link_density(Some(index + 1));
        let is_front = index < main_heading;
        let is_tail = prose_before / containers.total > MAX_SHARE_BEFORE_TAIL;
        let at_edge = if is_front { -1.27 + 2.24 * concentration } else { 0.0 }
            + if is_tail { -1.14 + 2.21 * concentration } else { 0.0 };
        let repeated = in_article_body.map_or(0.0, |shares| IN_ARTICLE_BODY_WEIGHT * shares[index]);
        scores.push(of_page + text + element + neighbours + at_edge + repeated - mark_weight(marks, index, comment));
        prose_before += analysis.prose_words()[index];
    }
    scores
}

fn text_score(segment: &Segment) -> f32 {
    let density = segment.link_density();
    let is_link = density > SHORT_LINK_DENSITY && segment.stats().words() < SHORT_LINK_WORDS;
    0.6 * segment.prose() - 0.8 * density + if is_link { 0.76 } else { 0.0 }
}

fn element_score(analysis: &Analysis<'_>, index: usize) -> f32 {
    let elements = analysis.document().element_data();
    let containers = analysis.containers();
    let concentration = containers.concentration();
    let element = &elements[index];
    let parent_of = |element: Option<u32>| element.and_then(|element| elements[element as usize].parent);
    let (parent, grandparent) = (element.parent, parent_of(element.parent));
    let container_score = [parent, grandparent, parent_of(grandparent)]
        .into_iter()
        .map(|ancestor| containers.score(ancestor))
        .fold(0.0, f32::max);
    let landmarks = analysis.landmarks()[index];
    let landmark_score: f32 = [
        (Landmarks::FOOTER, -1.86),
        (Landmarks::ARTICLE_FOOTER, -1.5),
        (Landmarks::HEADER, -0.46),
        (Landmarks::ARTICLE_HEADER, -0.73),
        (Landmarks::ASIDE, -1.0),
        (Landmarks::FORM, -0.73),
        (Landmarks::ARTICLE, 0.24),
        (Landmarks::TABLE, 0.3),
        (Landmarks::CAPTION, -2.21),
        (Landmarks::DIALOG, -0.92),
        (Landmarks::CODE, 0.59),
        (Landmarks::QUOTE, 0.86),
        (Landmarks::CONTROL, -0.69),
        (Landmarks::MAIN_HEADING, -0.18),
        (Landmarks::NAVIGATION, -3.0),
    ]
    .into_iter()
    .filter(|&(landmark, _)| landmarks.has(landmark))
    .map(|(_, weight)| weight)
    .sum();
    let tag_score = match element.tag {
        Tag::P => 0.35 + 0.09 * concentration,
        Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => 0.68 - 0.44 * concentration,
        Tag::Li => 0.43,
        Tag::Dd | Tag::Dt => -1.39,
        _ => 0.0,
    };
    role_score(element)
        + 0.39 * element.path.against
        + 0.06 * element.all_against.max(MIN_ALL_AGAINST)
        + 0.4 * element.path.support
        + (0.82 + 1.08 * concentration) * container_score
        + if containers.is_in_heaviest(index) { 0.4 } else { -1.61 * concentration }
        + if element.repeats > MAX_SINGLE_REPEATS { 0.47 } else { 0.0 }
        + landmark_score
        + tag_score
}

/// The score of the nearest role of the elements around a segment.
fn role_score(element: &ElementData) -> f32 {
    const WEIGHTS: &[(Role, f32)] = &[
        (Role::Content, 1.0),
        (Role::ForumPost, 2.0),
        (Role::ForumChrome, -2.0),
        (Role::Navigation, -2.0),
        (Role::Related, -2.0),
        (Role::Share, -2.0),
        (Role::Consent, -3.0),
        (Role::Support, -2.0),
        (Role::Legal, -2.0),
        (Role::Chrome, -1.5),
        (Role::Advertising, -2.0),
        (Role::Author, -1.5),
        (Role::Byline, -2.0),
        (Role::Dateline, -2.0),
        (Role::Caption, -2.0),
    ];
    WEIGHTS.iter().filter(|(role, _)| element.nearest_roles.contains(*role)).map(|(_, weight)| weight).sum()
}

/// The weight of the most confident mark against a segment being content.
fn mark_weight(marks: &Marks, index: usize, comment: f32) -> f32 {
    let Some(mark) = marks.evidence(index) else { return 0.0 };
    let weight = match mark.kind() {
        Kind::Comment => comment,
        // Advertising and author boxes were chrome when the weights were fitted.
        Kind::Chrome | Kind::Advertising | Kind::Author => 1.2,
        Kind::Related => 0.64,
        Kind::Support => 1.04,
        Kind::Consent => 1.33,
        Kind::Legal => 1.03,
        Kind::Navigation => 0.28,
        Kind::Share => 0.77,
        Kind::Spam => 1.08,
        Kind::Ticker => 0.27,
        _ => 0.0,
    };
    weight * mark.confidence()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    const PAGE: &str = "<nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>The old mill</h1>\
        <p>The mill at the river is grinding flour once more, after it had stood still for forty years, the village said.\
        <p>The owners of the mill had to wait for eleven years until they found a mason who could still cut the stones.\
        </article><footer><p>Closed on Mondays</p></footer>";

    #[test]
    fn content_scores_higher_than_menus_and_footers() {
        let document = Document::from_html(PAGE);
        let scores = rule_scores(&Analysis::of(&document), &Marks::new(document.segments().len()));
        assert!(scores[2].min(scores[3]) > 0.0 && scores[0].max(scores[4]) < 0.0, "{scores:?}");
    }

    #[test]
    fn a_mark_counts_against_its_own_segment_only() {
        let document = Document::from_html(PAGE);
        let analysis = Analysis::of(&document);
        let mut marks = Marks::new(document.segments().len());
        let before = rule_scores(&analysis, &marks);
        marks.mark(3, Kind::Support, 0.5);
        let after = rule_scores(&analysis, &marks);
        assert!((before[3] - after[3] - 0.52).abs() < 1e-5);
        assert!((0..before.len()).filter(|&index| index != 3).all(|index| before[index] == after[index]));
    }
}
