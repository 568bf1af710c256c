//! What callers get.

use std::ops::Range;

use crate::comment::{Comment, comments};
use crate::document::{Document, Mark};
use crate::kind::Kind;
use crate::language::Language;
use crate::metadata::Metadata;
use crate::note::Note;
use crate::render;
use crate::span::Span;

/// A cleaned page: the source text with every span of it marked.
///
/// Spans are in order and do not overlap; every byte of the source that is not white space is in
/// one. What was removed can be read, explained and put back.
///
/// # Example
///
/// ```
/// use dechaff::{clean_text, Kind};
///
/// let page = clean_text(
///     "The ferry sails again\n\n\
///      After a winter in the dock the ferry between the two islands has taken up its service again.\n\n\
///      Copyright 2024. All rights reserved.",
/// );
/// assert_eq!(page.title(), Some("The ferry sails again"));
/// assert!(page.text().starts_with("After a winter") && page.text().ends_with("again."));
/// let last = page.spans()[2];
/// assert_eq!((last.kind(), last.filter()), (Kind::Legal, "legal"));
/// assert_eq!(&page.source()[last.range()], "Copyright 2024. All rights reserved.");
/// ```
#[derive(Clone, Debug)]
pub struct Cleaned {
    document: Document,
    spans: Vec<Span>,
    /// Sorted by segment; a segment's place is its span's.
    marks: Vec<Mark>,
}

impl Cleaned {
    pub(crate) fn new(document: Document, spans: Vec<Span>, marks: Vec<Mark>) -> Self {
        Self { document, spans, marks }
    }

    /// The body: the kept spans, paragraphs separated by an empty line.
    pub fn text(&self) -> String {
        render::text(&self.document, &self.spans, 0..self.spans.len())
    }

    /// The body as Markdown: CommonMark, with the tables of GitHub.
    ///
    /// Headings, lists, quotations, code, tables and line breaks are those of the page's elements; what
    /// stands in the text is escaped, so that it is read as text. Of flattened text the kinds of the
    /// spans are all there is to go by.
    ///
    /// ```
    /// use dechaff::Cleaner;
    ///
    /// let page = Cleaner::new().clean_html(
    ///     "<nav><a href=/>Home</a></nav><article><p>The mill was built in *1790* and ground rye until the war.
    ///      <h2>What it took</h2><ol><li>stones that were cut by hand<li>a wheel</ol></article>",
    /// );
    /// assert_eq!(
    ///     page.markdown(),
    ///     "The mill was built in \\*1790\\* and ground rye until the war.\n\n## What it took\n\n\
    ///      1. stones that were cut by hand\n2. a wheel"
    /// );
    /// ```
    pub fn markdown(&self) -> String {
        render::markdown(&self.document, &self.spans)
    }

    /// The body as clean HTML: a fragment of headings, paragraphs, lists, quotations, code and tables.
    ///
    /// There are no attributes but `lang`, where a block is in another language than
    /// [`language`](Cleaned::language), and `dir="rtl"` where it is written from right to left.
    ///
    /// ```
    /// use dechaff::Cleaner;
    ///
    /// let page = Cleaner::new().clean_html(
    ///     "<nav><a href=/>Home</a></nav><article><p class=lead onclick=alert()>The mill was built in 1790 and ground <b>rye</b>
    ///      &amp; wheat until the war.<h2>What it took</h2><ul><li>stones that were cut by hand<li>a wheel</ul></article>",
    /// );
    /// assert_eq!(
    ///     page.html(),
    ///     "<p>The mill was built in 1790 and ground rye &amp; wheat until the war.</p>\n\
    ///      <h2>What it took</h2>\n<ul>\n<li>stones that were cut by hand</li>\n<li>a wheel</li>\n</ul>"
    /// );
    /// ```
    pub fn html(&self) -> String {
        render::html(&self.document, &self.spans, self.language())
    }

    /// The whole page to look at in a browser: a page of HTML that shows every span in the colour of its
    /// kind, and at a touch what the filters said of it.
    ///
    /// It needs no other file and no network.
    ///
    /// ```
    /// let page = dechaff::clean_text("© 2024 <Sound Newspapers>. All rights reserved.");
    /// let report = page.report();
    /// assert!(report.starts_with("<!DOCTYPE html>"));
    /// assert!(report.contains(">© 2024 &lt;Sound Newspapers&gt;. All rights reserved.</span>"));
    /// ```
    pub fn report(&self) -> String {
        render::report(self)
    }

    /// The readers' comments one by one, in the order of the page.
    ///
    /// ```
    /// let page = dechaff::clean_text(
    ///     "The ferry between the islands has taken up its service again after a winter in the dock, the harbour office said on \
    ///      Monday. It will sail four times a day until the end of October and twice a day in the winter, weather permitting.\n\n\
    ///      2 comments\n\n\
    ///      Martha says:\n4 May 2024 at 10:12\nAbout time! I had given up hope.\nReply\n\n\
    ///      Old Tom says:\n4 May 2024 at 11:40\nThe price is a shame, though.\nReply",
    /// );
    /// let comments = page.comments();
    /// assert_eq!(comments.len(), 2);
    /// assert_eq!(comments[1].text(), "The price is a shame, though.");
    /// assert_eq!(page.source()[page.spans()[comments[1].spans().start].range()], *"Old Tom says:");
    /// ```
    pub fn comments(&self) -> Vec<Comment<'_>> {
        comments(self)
    }

    /// All spans in order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The headline of the page's first article.
    pub fn title(&self) -> Option<&str> {
        let title = self.spans.iter().find(|span| span.kind == Kind::Title)?;
        self.source().get(title.range())
    }

    /// The language that most of the body is written in; that of the page where there is no body.
    pub fn language(&self) -> Language {
        self.language_of(&self.spans).unwrap_or_else(|| self.document.language())
    }

    /// Every language of the page and its share of the bytes in spans, removed ones included, the
    /// greatest first; the shares add up to one.
    ///
    /// ```
    /// use dechaff::{Language, clean_text};
    ///
    /// let page = clean_text(
    ///     "The harbour master has closed the old pier after a crack was found in its third arch.\n\n\
    ///      Der Hafen bleibt bis auf Weiteres gesperrt, sagte ein Sprecher der Stadt am Abend.",
    /// );
    /// let languages = page.languages();
    /// assert_eq!(languages[0].0, Language::English);
    /// assert_eq!(languages[1].0, Language::German);
    /// assert!(languages[0].1 > 0.45 && languages[1].1 > 0.45);
    /// ```
    pub fn languages(&self) -> Vec<(Language, f64)> {
        let bytes_by_language = bytes_by_language(self.spans.iter());
        let all = bytes_by_language.iter().map(|&(_, bytes)| bytes).sum::<usize>().max(1);
        bytes_by_language.into_iter().map(|(language, bytes)| (language, bytes as f64 / all as f64)).collect()
    }

    /// The articles of the page: one, several in a digest, none where the body is empty.
    pub fn articles(&self) -> Vec<Article<'_>> {
        let mut starts: Vec<usize> = Vec::new();
        let mut body_since_title = true;
        for (index, span) in self.spans.iter().enumerate() {
            if span.kind == Kind::Title && body_since_title {
                starts.push(index);
                body_since_title = false;
            }
            body_since_title |= span.keep && span.kind != Kind::Title;
        }
        let first_kept = self.spans.iter().position(|span| span.keep);
        if let Some(kept) = first_kept
            && starts.first().is_none_or(|&start| start > kept)
        {
            starts.insert(0, kept);
        }
        let ends = starts.iter().skip(1).copied().chain([self.spans.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| Article { page: self, spans: start..end })
            .filter(|article| article.spans().iter().any(Span::is_kept))
            .collect()
    }

    /// What a page of HTML says of itself: title, author, date, language, site, canonical URL.
    pub fn metadata(&self) -> &Metadata {
        self.document.metadata()
    }

    /// What a caller should know of how the page was read: wrong charsets, bytes that are no text,
    /// limits that were reached.
    pub fn notes(&self) -> &[Note] {
        self.document.notes()
    }

    /// The encoding that the page was read as, by its name in the Encoding Standard ("windows-1256").
    pub fn encoding(&self) -> &'static str {
        self.document.encoding()
    }

    /// The document: its segments, and the elements they stand in where the page is HTML.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The source text; span ranges are byte offsets into it. For HTML it is the flattened text of the
    /// page (see [`Document::from_html`]).
    pub fn source(&self) -> &str {
        self.document.source()
    }

    /// Takes the source text out.
    pub fn into_source(self) -> String {
        self.document.into_source()
    }

    /// How good the body is likely to be, from 0 to 1: the word F1 that is to be expected of it, if each span is what
    /// it was taken for with the probability that is its confidence. None where the body is empty.
    ///
    /// It tells the pages that went well from those that did not, on average; `MODEL.md` of the scorer says how well.
    ///
    /// ```
    /// let page = dechaff::clean_bytes(
    ///     "<h1>The old mill</h1><p>After forty years the old mill at the river is grinding flour once more.
    ///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.".as_bytes(),
    /// )?;
    /// assert!(page.quality().is_some_and(|quality| quality > 0.5));
    /// assert_eq!(dechaff::clean_text("").quality(), None);
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn quality(&self) -> Option<f32> {
        let (mut kept, mut right, mut content) = (0.0, 0.0, 0.0);
        for (span, segment) in self.spans.iter().zip(self.document.segments()) {
            let words = segment.stats().words() as f32;
            if span.kind().is_body() {
                kept += words;
                right += words * span.confidence();
                content += words * span.confidence();
            } else if !span.kind().is_article() {
                content += words * (1.0 - span.confidence());
            }
        }
        (kept > 0.0).then(|| 2.0 * right / (kept + content))
    }

    /// Whether nothing of the page is body.
    pub fn is_empty(&self) -> bool {
        !self.spans.iter().any(Span::is_kept)
    }

    /// Everything that the filters said of a span, the losing marks too, in the order they spoke.
    ///
    /// `span` is a place in [`spans`](Cleaned::spans).
    pub fn marks(&self, span: usize) -> impl Iterator<Item = &Mark> {
        let start = self.marks.partition_point(|mark| mark.segment() < span);
        self.marks[start..].iter().take_while(move |mark| mark.segment() == span)
    }

    fn language_of(&self, spans: &[Span]) -> Option<Language> {
        let told = spans.iter().filter(|span| span.keep && span.language != Language::Undetermined);
        bytes_by_language(told).first().map(|&(language, _)| language)
    }
}

/// The bytes that each language has, the most first; of two with as many the one that comes first.
fn bytes_by_language<'a>(spans: impl Iterator<Item = &'a Span>) -> Vec<(Language, usize)> {
    let mut languages: Vec<(Language, usize)> = Vec::new();
    for span in spans {
        match languages.iter_mut().find(|(language, _)| *language == span.language) {
            Some((_, bytes)) => *bytes += span.range().len(),
            None => languages.push((span.language, span.range().len())),
        }
    }
    languages.sort_by_key(|&(_, bytes)| std::cmp::Reverse(bytes));
    languages
}

/// One article of a page.
///
/// # Example
///
/// ```
/// let digest = dechaff::clean_text(
///     "Mayor resigns over the fountain\nThe Bay Examiner\n\n\
///      The mayor has resigned over the fountain that he had built in front of his own house.\n\n\
///      The wheat that likes salt\nFarmers Weekly\n\n\
///      A plant breeder has spent thirty years on a wheat that grows on the flooded fields of the coast.",
/// );
/// let titles: Vec<_> = digest.articles().iter().map(|article| article.title()).collect();
/// assert_eq!(titles, [Some("Mayor resigns over the fountain"), Some("The wheat that likes salt")]);
/// assert!(digest.articles()[1].text().starts_with("A plant breeder"));
/// ```
#[derive(Clone, Debug)]
pub struct Article<'a> {
    page: &'a Cleaned,
    spans: Range<usize>,
}

impl<'a> Article<'a> {
    /// Its headline, where it has one.
    pub fn title(&self) -> Option<&'a str> {
        let title = self.spans().iter().find(|span| span.kind == Kind::Title)?;
        self.page.source().get(title.range())
    }

    /// Its body: the kept spans, paragraphs separated by an empty line.
    pub fn text(&self) -> String {
        render::text(&self.page.document, &self.page.spans, self.spans.clone())
    }

    /// Its spans, those of boilerplate inside and behind it included.
    pub fn spans(&self) -> &'a [Span] {
        &self.page.spans[self.spans.clone()]
    }

    /// The language that most of its body is written in.
    pub fn language(&self) -> Language {
        self.page.language_of(self.spans()).unwrap_or_default()
    }
}
