//! Articles that follow the article of a page: pages that go on without end load the next ones below it.

use std::ops::Range;

use crate::analysis::{Analysis, with_ancestors};
use crate::document::Document;
use crate::kind::Kind;
use crate::markup::Tag;
use crate::text::simplified;

use super::verdict::Verdict;

/// An element with fewer words that are decided to be body is a teaser, which the model knows. Hand-set.
const MIN_ARTICLE_WORDS: usize = 60;
/// The page's own article has at least this many words: the items of a newsletter are articles too. Hand-set.
const MIN_OWN_WORDS: usize = 150;
/// The headline of another article is on the level of the title, or a link to a page of its own. Hand-set.
const MIN_HEADLINE_LINK_DENSITY: f32 = 0.8;

/// The indexes of the segments that are decided to be part of an article but belong to an article that follows the
/// page's own, in order: the `<article>` elements below it with a headline of their own. Only on pages that are one
/// article and whose declared title is a heading. Linear in the length of the page.
pub(super) fn following_articles(analysis: &Analysis<'_>, is_article: bool, verdicts: &[Verdict]) -> Vec<usize> {
    let document = analysis.document();
    let is_one_article = is_article && !analysis.is_thread();
    let title = analysis.title().filter(|&title| is_one_article && is_declared(document, title));
    let level = title.and_then(|title| analysis.headings().level_of_kind(title));
    let (Some(title), Some(level)) = (title, level) else { return Vec::new() };
    // Where the title is in no article, what is in one may be the page's own text.
    let title_element = document.element_index(&document.segments()[title]);
    let around_title = title_element.into_iter().flat_map(|element| with_ancestors(document.element_data(), element));
    if !around_title.into_iter().any(|element| element.tag == Tag::Article) {
        return Vec::new();
    }
    let count = document.segments().len();
    let is_kind = |index: usize, is: fn(Kind) -> bool| verdicts[index].is_some_and(|(kind, _)| is(kind));
    // Words of the body before each segment, and the first heading from each segment on.
    let mut words_before = vec![0; count + 1];
    for index in 0..count {
        let words = if is_kind(index, Kind::is_body) { document.segments()[index].stats().words() } else { 0 };
        words_before[index + 1] = words_before[index] + words;
    }
    let mut next_heading = vec![count; count + 1];
    for index in (0..count).rev() {
        next_heading[index] = if analysis.headings().level(index) > 0 { index } else { next_heading[index + 1] };
    }
    let words = |range: &Range<usize>| words_before[range.end] - words_before[range.start];
    let mut following: Vec<usize> = Vec::new();
    let mut end = title + 1;
    for element in document.element_data() {
        let range = element.segments.start as usize..element.segments.end as usize;
        if range.start < end || element.tag != Tag::Article {
            continue;
        }
        let is_first = following.is_empty();
        let headline = next_heading[range.start];
        let is_headline = headline < range.end
            && (analysis.headings().level(headline) == level
                || document.segments()[headline].link_density() >= MIN_HEADLINE_LINK_DENSITY);
        if is_headline
            && (!is_first || words(&(title + 1..range.start)) >= MIN_OWN_WORDS)
            && words(&range) >= MIN_ARTICLE_WORDS
        {
            end = range.end;
            following.extend(range.filter(|&index| is_kind(index, Kind::is_article)));
        }
    }
    following
}

/// Whether the title of a page is the one that its metadata declares: otherwise it may be that of the first of many posts.
fn is_declared(document: &Document, title: usize) -> bool {
    let declared = document.metadata().title().map(|title| simplified(title.value()));
    declared == Some(simplified(document.text(&document.segments()[title])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(tag: &str, title: &str, level: u8) -> String {
        let paragraph =
            "<p>After forty years the old mill at the river is grinding flour once more, the village said on Monday.";
        format!("<{tag} class=story><h{level}>{title}</h{level}>{}</{tag}>", paragraph.repeat(9))
    }

    fn following(is_article: bool, articles: &[String]) -> usize {
        let page = format!("<title>The old mill</title><body><h2>News</h2>{}", articles.concat());
        let document = Document::from_html(&page);
        let verdicts: Vec<Verdict> = document.segments().iter().map(|_| Some((Kind::Paragraph, 0.9))).collect();
        following_articles(&Analysis::of(&document), is_article, &verdicts).len()
    }

    #[test]
    fn articles_below_the_pages_own_follow_it() {
        let two = |first| [article("article", first, 1), article("article", "A new bridge", 1)];
        assert_eq!(following(true, &two("The old mill")), 10);
        assert_eq!(following(false, &two("The old mill")), 0, "the page may be a list of posts");
        assert_eq!(following(true, &two("A new ferry")), 0, "the page is not about its first article");
    }

    #[test]
    fn parts_of_one_article_do_not_follow_it() {
        let parts = |heading| [article("article", "The old mill", 1), article("article", heading, 2)];
        assert_eq!(following(true, &parts("Its wheel")), 0);
        assert_eq!(
            following(true, &parts("<a href=/bridge>A new bridge</a>")),
            10,
            "its headline leads to its own page"
        );
        assert_eq!(following(true, &[article("div", "The old mill", 1), article("section", "Its wheel", 1)]), 0);
        let teaser = "<article class=story><h1>A new bridge</h1><p>It is open.</article>".to_owned();
        assert_eq!(following(true, &[article("article", "The old mill", 1), teaser]), 0);
    }
}
