//! The type of a page, as far as rules tell it.

use crate::document::Document;
use crate::markup::Role;

/// Types of schema.org that threads give themselves.
const THREAD_TYPES: &[&str] = &["DiscussionForumPosting", "QAPage"];
/// Types that pages with an article or product give themselves. Their comments may be marked up like posts.
const OTHER_TYPES: &[&str] = &["Article", "BlogPosting", "article", "Product", "Recipe"];
/// Types that articles give themselves.
const ARTICLE_TYPES: &[&str] = &["Article", "article", "BlogPosting"];
/// In a thread, posts have more than this share of the running text. Hand-set.
const MIN_POST_SHARE: f32 = 0.6;
/// Software for threads, as `<meta name=generator>` names it.
const GENERATORS: &[&str] = &[
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
/// Parts of the addresses of threads.
const PATHS: &[&str] = &[
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
        || GENERATORS.iter().any(|name| generator.contains(name))
        || !is_other && (PATHS.iter().any(|path| url.contains(path)) || post_share(document) > MIN_POST_SHARE)
}

/// Whether a page calls itself an article.
pub(super) fn is_article(document: &Document) -> bool {
    ARTICLE_TYPES.iter().any(|name| document.metadata().is_type(name))
}

/// The share of the running text that is in the posts of known systems.
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
    fn threads_are_told_by_type_software_address_or_posts() {
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
