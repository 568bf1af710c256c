//! The type of a page, by rules.

use crate::document::Document;
use crate::markup::Role;

/// Types of schema.org that threads declare.
const THREAD_TYPES: &[&str] = &["DiscussionForumPosting", "QAPage"];
/// Types of schema.org and Open Graph that pages with an article or product declare. Their comments may be marked up
/// like posts.
const OTHER_TYPES: &[&str] = &["Article", "BlogPosting", "article", "Product", "Recipe"];
/// Types of schema.org and Open Graph that articles declare.
const ARTICLE_TYPES: &[&str] = &["Article", "article", "BlogPosting"];
/// A page is a thread if posts have more than this share of its running text. Hand-set.
const MIN_POST_SHARE: f32 = 0.6;
/// Forum software, by the names in `<meta name=generator>`.
const FORUM_GENERATORS: &[&str] = &[
    "discourse",
    "xenforo",
    "vbulletin",
    "phpbb",
    "mybb",
    "invision",
    "flarum",
    "nodebb",
    "vanilla",
    "smf",
    "woltlab",
    "burning board",
    "punbb",
    "fluxbb",
    "bbpress",
    "ipb",
    "question2answer",
];
/// Parts of the URLs of threads.
const THREAD_URL_PARTS: &[&str] = &[
    "/forum",
    "//forum",
    "/thread",
    "/topic",
    "/question",
    "viewtopic",
    "showthread",
    "//community.",
    "/community/",
    "/discussion",
    "//boards.",
    "//discuss.",
    "/t/",
    "/comments/",
];

/// Whether a page is a thread of a forum, or a question with its answers.
pub(super) fn is_thread(document: &Document) -> bool {
    let metadata = document.metadata();
    let generator = metadata.generator.as_deref().unwrap_or_default().to_ascii_lowercase();
    let url = metadata.url().map_or("", |url| url.value()).to_ascii_lowercase();
    let is_other = OTHER_TYPES.iter().any(|name| metadata.is_type(name));
    THREAD_TYPES.iter().any(|name| metadata.is_type(name))
        || FORUM_GENERATORS.iter().any(|name| generator.contains(name))
        || !is_other
            && (THREAD_URL_PARTS.iter().any(|path| url.contains(path)) || post_share(document) > MIN_POST_SHARE)
}

/// Whether a page declares itself an article.
pub(super) fn is_article(document: &Document) -> bool {
    ARTICLE_TYPES.iter().any(|name| document.metadata().is_type(name))
}

/// The share of the running text that is in the posts of known forum software.
fn post_share(document: &Document) -> f32 {
    let elements = document.element_data();
    let (mut all, mut of_posts) = (0.0, 0.0);
    for segment in document.segments() {
        let words = segment.prose() * segment.stats().words() as f32;
        all += words;
        let element = document.element_index(segment).map(|element| &elements[element]);
        if element.is_some_and(|element| element.nearest_roles.contains(Role::ForumPost)) {
            of_posts += words;
        }
    }
    if all > 0.0 { of_posts / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_recognised_by_type_software_or_url() {
        let text = "The mill at the river is grinding flour once more, after it had stood still for forty years.";
        for page in [
            format!("<div itemtype=https://schema.org/QAPage>{text}"),
            format!("<meta name=generator content='phpBB 3'>{text}"),
            format!("<link rel=canonical href=https://forum.example.org/x>{text}"),
            format!("<link rel=canonical href=https://example.org/viewtopic.php?t=1>{text}"),
        ] {
            assert!(is_thread(&Document::from_html(&page)), "{page}");
        }
        let article = "<meta property=og:type content=article><link rel=canonical href=https://example.org/forum/1>";
        let document = Document::from_html(&format!("{article}{text}"));
        assert!(!is_thread(&document) && is_article(&document));
        assert!(!is_thread(&Document::from_text(text)));
    }
}
