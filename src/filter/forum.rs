//! Whether a page is a thread of a forum or a question with its answers: posts are its content there.

use crate::document::Document;
use crate::markup::Role;

/// Types of schema.org that such pages give themselves.
const TYPES: &[&str] = &["DiscussionForumPosting", "QAPage"];
/// … and those that articles do, which may have comments made like posts.
const TYPES_OF_ARTICLES: &[&str] = &["Article", "BlogPosting", "article", "Product", "Recipe"];
/// Posts have at least so much of the running text of a thread.
const SHARE_OF_POSTS: f32 = 0.6;
/// Software that makes them.
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
/// Parts of their addresses.
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

/// Whether a page is a thread.
pub(super) fn is_thread(document: &Document) -> bool {
    let metadata = document.metadata();
    let generator = metadata.generator.as_deref().unwrap_or_default().to_ascii_lowercase();
    let url = metadata.url().map_or("", |url| url.value()).to_ascii_lowercase();
    let is_article = TYPES_OF_ARTICLES.iter().any(|name| metadata.is_type(name));
    TYPES.iter().any(|name| metadata.is_type(name))
        || GENERATORS.iter().any(|name| generator.contains(name))
        || !is_article && (PATHS.iter().any(|path| url.contains(path)) || share_of_posts(document) > SHARE_OF_POSTS)
}

/// How much of the running text stands in the posts of known systems.
fn share_of_posts(document: &Document) -> f32 {
    let elements = document.element_data();
    let (mut all, mut of_posts) = (0.0, 0.0);
    for segment in document.segments() {
        let words = segment.prose() * segment.stats().words() as f32;
        all += words;
        let element = segment.markup.and_then(|markup| elements.get(markup.element as usize));
        if element.is_some_and(|element| element.nearest_roles.contains(Role::ForumPost)) {
            of_posts += words;
        }
    }
    if all > 0.0 { of_posts / all } else { 0.0 }
}
