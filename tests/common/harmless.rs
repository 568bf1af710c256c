//! Which characters may be in what is written of a page.

use dechaff::{Cleaned, Markdown};

/// The articles of a digest, and the spans of a page, that are written one by one, so that long pages stay quick.
const MAX_ARTICLES: usize = 3;
const MAX_EXPLANATIONS: usize = 20;

/// Checks everything that is written of a page: no control characters but tab and line feed, and bidirectional controls
/// in pairs that close in the same line, for HTML in the same block or attribute.
#[track_caller]
pub fn assert_harmless(page: &Cleaned) {
    let dollars = Markdown::new().with_dollar_formulas(true).with_width(30);
    assert_lines("text", &page.text());
    assert_lines("Markdown", &page.markdown());
    assert_lines("wrapped Markdown", &page.markdown_with(&dollars));
    assert_html("HTML", &page.html());
    assert_html("report", &page.report_on("a\u{1b}[2J\u{202e}b"));
    for article in page.articles().iter().take(MAX_ARTICLES) {
        assert_lines("title of an article", article.title().unwrap_or_default());
        assert_lines("text of an article", &article.text());
        assert_lines("Markdown of an article", &article.markdown());
        assert_html("HTML of an article", &article.html());
    }
    assert_lines("title", page.title().unwrap_or_default());
    for comment in page.comments() {
        assert_lines("comment", &comment.text());
        assert_lines("author of a comment", comment.author().unwrap_or_default());
        assert_lines("date of a comment", comment.written_date().unwrap_or_default());
    }
    for link in page.links() {
        assert_lines("link", link.href());
        assert_address(link.url(), &["http", "https", "mailto"]);
    }
    for image in page.images() {
        assert_lines("image", image.alt().unwrap_or_default());
        assert_lines("title of an image", image.title().unwrap_or_default());
        assert_address(image.url(), &["http", "https"]);
    }
    for inline in (0..page.spans().len()).flat_map(|span| page.inlines(span)) {
        assert_lines("abbreviation", inline.expansion().unwrap_or_default());
        assert_lines("time", inline.time().unwrap_or_default());
    }
    for note in page.notes() {
        assert_lines("note", &note.to_string());
    }
    for span in 0..page.spans().len().min(MAX_EXPLANATIONS) {
        assert_lines("explanation", &page.explain(span));
    }
    assert_metadata(page);
}

fn assert_metadata(page: &Cleaned) {
    let metadata = page.metadata();
    let values = [
        metadata.title(),
        metadata.language(),
        metadata.site_name(),
        metadata.url(),
        metadata.description(),
        metadata.image(),
        metadata.section(),
        metadata.license(),
    ];
    for value in values.into_iter().flatten().chain(metadata.authors()).chain(metadata.keywords()) {
        assert_lines("metadata", value.value());
        assert!(!value.value().trim().is_empty());
    }
    for date in [metadata.published(), metadata.modified()].into_iter().flatten() {
        assert_lines("date", date.written());
    }
    assert_lines("article body", metadata.article_body().unwrap_or_default());
    for address in [metadata.url(), metadata.image()] {
        assert_address(address.map(|address| address.value()), &["http", "https"]);
    }
    // A licence may be a name.
    assert_scheme(metadata.license().map_or("", |license| license.value()), &["http", "https"]);
}

/// Checks that an address, if there is one, has one of some schemes or none, and no character that a browser would drop.
#[track_caller]
fn assert_address(address: Option<&str>, schemes: &[&str]) {
    let address = address.unwrap_or_default();
    assert!(!address.contains(|c: char| c.is_control() || is_paired(c)), "{address:?}");
    assert_scheme(address, schemes);
}

#[track_caller]
fn assert_scheme(address: &str, schemes: &[&str]) {
    let scheme = address.split_once(':').map_or("http", |(scheme, _)| scheme);
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    assert!(!is_scheme || schemes.contains(&scheme.to_ascii_lowercase().as_str()), "{address:?}");
}

fn is_paired(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[track_caller]
fn assert_lines(what: &str, text: &str) {
    if let Some(c) = text.chars().find(|&c| c.is_control() && c != '\n' && c != '\t') {
        panic!("{what} has {c:?}: {text:?}");
    }
    for line in text.lines().filter(|line| line.contains(is_paired)) {
        let mut open = Vec::new();
        for c in line.chars() {
            match c {
                '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}' => open.push(c),
                '\u{202C}' => assert!(open.pop().is_some_and(|c| c < '\u{2066}'), "{what}: {line:?}"),
                '\u{2069}' => assert!(open.pop().is_some_and(|c| c >= '\u{2066}'), "{what}: {line:?}"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "{what}: {line:?}");
    }
}

/// Checks HTML as dechaff writes it: its blocks and the values of its attributes each for itself.
#[track_caller]
fn assert_html(what: &str, html: &str) {
    assert_lines(what, html);
    if !html.contains(is_paired) {
        return;
    }
    const INLINE: [&str; 11] = ["a", "em", "strong", "code", "sub", "sup", "s", "mark", "abbr", "time", "img"];
    let mut block = String::new();
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        tag.split('"').skip(1).step_by(2).for_each(|value| assert_lines(what, value));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if !INLINE.contains(&name) {
            assert_lines(what, &std::mem::take(&mut block));
        }
        block.push_str(text);
    }
    assert_lines(what, &block);
}
