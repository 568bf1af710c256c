//! Which images between the texts of a page are part of the body.

use crate::document::Document;
use crate::inline::{image_url, standalone_images};
use crate::kind::Kind;
use crate::markup::NodeId;
use crate::span::Span;

/// An image between two texts of the body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyImage {
    pub(super) node: NodeId,
    /// Its place in the source, in bytes.
    pub(super) offset: usize,
    /// The span with its caption.
    pub(super) caption: Option<usize>,
}

/// The images between texts of the body, in the order of the page: the texts before and after are kept, captions, credits
/// and hidden text left out. The title counts as kept.
pub(super) fn body_images(document: &Document, spans: &[Span]) -> Vec<BodyImage> {
    let images = standalone_images(document, spans);
    if images.is_empty() || !spans.iter().any(|span| span.keep) {
        return Vec::new();
    }
    let is_passed_over =
        |span: &Span| matches!(span.kind, Kind::Caption | Kind::Byline | Kind::Dateline | Kind::Hidden);
    let is_body = |span: &Span| span.keep || span.kind == Kind::Title;
    // For each span, whether the last text before it, and the first one from it on, are kept.
    let mut before = Vec::with_capacity(spans.len() + 1);
    let mut last = false;
    for span in spans {
        before.push(last);
        if !is_passed_over(span) {
            last = is_body(span);
        }
    }
    before.push(last);
    let mut after = vec![false; spans.len() + 1];
    for (index, span) in spans.iter().enumerate().rev() {
        after[index] = if is_passed_over(span) { after[index + 1] } else { is_body(span) };
    }
    let image = |(node, offset, caption): (NodeId, usize, Option<usize>)| {
        let index = spans.partition_point(|span| span.start() < offset);
        (before[index] && after[index] && image_url(document, node).is_some()).then_some(BodyImage {
            node,
            offset,
            caption,
        })
    };
    images.into_iter().filter_map(image).collect()
}
