//! The result of cleaning a page.

use std::borrow::Cow;
use std::ops::Range;

use crate::comments::{Comment, comments};
use crate::decide::Estimates;
use crate::document::{Document, Mark};
use crate::inline::{self, Image, Inline, Link};
use crate::kind::Kind;
use crate::language::Language;
use crate::markdown::Markdown;
use crate::metadata::{Metadata, MetadataValue};
use crate::note::Note;
use crate::page_type::PageType;
use crate::render;
use crate::span::Span;
use crate::text::harmless;

/// A cleaned page: the source text, divided into spans.
///
/// Spans are in order and do not overlap; together they cover every byte of the source that is not white space.
/// Removed spans can be read, explained and put back.
///
/// With the feature `serde`, it is serialized as a `CleanedRecord`, which can be read back.
///
/// # Example
///
/// ```
/// use dechaff::{Kind, clean_text};
///
/// let page = clean_text(
///     "The ferry sails again\n\n\
///      After a winter in the dock the ferry between the two islands has taken up its service again.\n\n\
///      Copyright 2024. All rights reserved.",
/// )?;
/// assert_eq!(page.title(), Some("The ferry sails again"));
/// assert!(page.text().starts_with("After a winter") && page.text().ends_with("again."));
/// let last = page.spans()[2];
/// assert_eq!((last.kind(), last.filter()), (Kind::Legal, "legal"));
/// assert_eq!(&page.source()[last.range()], "Copyright 2024. All rights reserved.");
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cleaned {
    document: Document,
    spans: Vec<Span>,
    /// Sorted by segment; segments and spans have the same indices.
    marks: Vec<Mark>,
    estimates: Estimates,
    /// The titles that may not be written as they are in the source, by span.
    changed_titles: Vec<(usize, String)>,
}

/// The probability of being content of a segment that only filters have judged.
const UNKNOWN_PROBABILITY: f32 = 0.5;

impl Cleaned {
    pub(crate) fn new(document: Document, spans: Vec<Span>, marks: Vec<Mark>, estimates: Estimates) -> Self {
        let titles = spans.iter().enumerate().filter(|(_, span)| span.kind == Kind::Title);
        let changed = titles.filter_map(|(index, span)| match harmless(&document.source()[span.range()]) {
            Cow::Owned(title) => Some((index, title)),
            Cow::Borrowed(_) => None,
        });
        let changed_titles = changed.collect();
        Self { document, spans, marks, estimates, changed_titles }
    }

    /// The body as plain text, with an empty line between paragraphs.
    ///
    /// It can be printed on a terminal: it has no control characters but tab and line feed, and embeddings, overrides and
    /// isolates of bidirectional text (U+202A to U+202E, U+2066 to U+2069) only in pairs that close in the same line. Marks
    /// of direction and joiners stay. The same holds for all that is written of a page: Markdown, HTML, reports, titles,
    /// comments, metadata, and the texts and addresses of links and images. What does not pass is in
    /// [`source`](Cleaned::source), which keeps every character.
    ///
    /// ```
    /// let page = dechaff::clean_text("After forty years\u{1b}[2J the old mill at the river is grinding flour once more.")?;
    /// assert_eq!(page.text(), "After forty years[2J the old mill at the river is grinding flour once more.");
    /// assert!(page.source().contains('\u{1b}'));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn text(&self) -> String {
        render::text(&self.document, &self.spans, 0..self.spans.len())
    }

    /// The body as Markdown: CommonMark with GitHub's tables and strikethrough.
    ///
    /// Headings, lists, quotations, code, tables, line breaks, links, emphasis and images are taken from the elements of
    /// the page, or the blocks from the kinds of the spans if the page is plain text. Markup characters in the text are
    /// escaped. Links have the address of [`Link::url`]; without one, only their text is written. What Markdown has no
    /// sign for is `<sub>`, `<sup>` and `<mark>`.
    ///
    /// Notes that the text refers to are footnotes (`[^1]`) at its end, callouts of documentation are alerts
    /// (`> [!NOTE]`), tasks are `- [x]`, as GitHub and others read them. The TeX of formulas is code, a term of a
    /// definition list is a paragraph above a list of its definitions, and a summary is a bold line above its details.
    /// [`markdown_with`](Cleaned::markdown_with) has settings. Characters pass as in [`text`](Cleaned::text).
    ///
    /// ```
    /// use dechaff::Cleaner;
    ///
    /// let page = Cleaner::new().clean_html(
    ///     "<nav><a href=/>Home</a></nav><article><p>The mill was built in *1790* and ground rye until the war.
    ///      <h2>What it took</h2><ol><li>stones that were cut by hand<li>a wheel</ol></article>",
    /// )?;
    /// assert_eq!(
    ///     page.markdown(),
    ///     "The mill was built in \\*1790\\* and ground rye until the war.\n\n## What it took\n\n\
    ///      1. stones that were cut by hand\n2. a wheel"
    /// );
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn markdown(&self) -> String {
        self.markdown_with(&Markdown::new())
    }

    /// The body as Markdown with settings.
    pub fn markdown_with(&self, settings: &Markdown) -> String {
        render::markdown(&self.document, &self.spans, 0..self.spans.len(), settings)
    }

    /// The body as an HTML fragment of headings, paragraphs, lists, quotations, code, tables and figures, with links,
    /// images and the markup of [`InlineKind`](crate::InlineKind) in them.
    ///
    /// The only attributes are `lang`, if a block is in another language than [`language`](Cleaned::language),
    /// `dir="rtl"` if it is written from right to left, `href`, `src`, `alt`, `title`, `datetime`, `start`, `reversed` and
    /// `value` of lists, `colspan`, `rowspan` and `align` of cells, `type`, `checked` and `disabled` of the checkboxes of
    /// tasks, `id` of footnotes (`fn-1`), and `class`: `language-…` of code, `note`, `tip`, `important`, `warning` or
    /// `caution` of an `<aside>`. Addresses are of `http`, `https` or `mailto`, relative, or those of the footnotes.
    /// Characters pass as in [`text`](Cleaned::text), in attributes too.
    ///
    /// ```
    /// use dechaff::Cleaner;
    ///
    /// let page = Cleaner::new().clean_html(
    ///     "<nav><a href=/>Home</a></nav><article><p class=lead onclick=alert()>The mill was built in 1790 and ground <b>rye</b>
    ///      &amp; wheat until the war.<h2>What it took</h2><ul><li>stones that were cut by hand<li>a wheel</ul></article>",
    /// )?;
    /// assert_eq!(
    ///     page.html(),
    ///     "<p>The mill was built in 1790 and ground <strong>rye</strong> &amp; wheat until the war.</p>\n\
    ///      <h2>What it took</h2>\n<ul>\n<li>stones that were cut by hand</li>\n<li>a wheel</li>\n</ul>"
    /// );
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn html(&self) -> String {
        render::html(&self.document, &self.spans, 0..self.spans.len(), self.language())
    }

    /// A report on the page, to open in a browser: an HTML page with the body as a text to read, and each run of removed
    /// spans folded to a line that can be opened. Every span has its kind, confidence, what decided it and the marks that
    /// lost; the address `#s12` leads to the span with the index 12.
    ///
    /// It is one file and loads nothing, and its Content Security Policy allows nothing but its own style sheet and script.
    /// It is read without scripts too; with its script it can be searched. Characters pass as in [`text`](Cleaned::text).
    ///
    /// ```
    /// let page = dechaff::clean_text("© 2024 <Sound Newspapers>. All rights reserved.")?;
    /// let report = page.report();
    /// assert!(report.starts_with("<!DOCTYPE html>"));
    /// assert!(report.contains(">© 2024 &lt;Sound Newspapers&gt;. All rights reserved.</span>"));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn report(&self) -> String {
        self.write_report(None)
    }

    /// As [`report`](Cleaned::report), and names what the page was read from: a file, an address.
    ///
    /// ```
    /// let page = dechaff::clean_text("© 2024 Sound Newspapers. All rights reserved.")?;
    /// assert!(page.report_on("mill & river.html").contains("mill &amp; river.html"));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn report_on(&self, name: &str) -> String {
        self.write_report(Some(name))
    }

    fn write_report(&self, name: Option<&str>) -> String {
        render::report(&render::Report {
            document: &self.document,
            spans: &self.spans,
            marks: &self.marks,
            name,
            title: self.title().or(self.metadata().title().map(MetadataValue::value)),
            language: self.language(),
            languages: &self.languages(),
            quality: self.quality(),
            page_type: self.page_type().map(|page_type| (page_type, self.page_type_probability(page_type))),
        })
    }

    /// The links of the page that have text, in its order, those of the body and of boilerplate alike: each knows its
    /// span. Empty for plain text.
    ///
    /// ```
    /// let page = dechaff::clean_html(
    ///     "<nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>The old mill</h1>
    ///      <p>The mill was built in 1790, as <a href=/mill>we wrote</a> last year, and ground rye until the war.</article>",
    /// )?;
    /// let links = page.links();
    /// let of_body: Vec<_> = links.iter().filter(|link| page.spans()[link.span()].is_kept()).map(|link| link.href()).collect();
    /// assert_eq!(of_body, ["/mill"]);
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn links(&self) -> Vec<Link<'_>> {
        inline::links(&self.document, &self.spans)
    }

    /// The images of the page, in its order, those of the body and of boilerplate alike. Empty for plain text.
    pub fn images(&self) -> Vec<Image<'_>> {
        inline::images(&self.document, &self.spans)
    }

    /// What the page marks within a span: links, emphasis, code and the like, in its order, outer before inner. Empty for
    /// plain text, and if there is no such span.
    ///
    /// `span` is an index into [`spans`](Cleaned::spans).
    pub fn inlines(&self, span: usize) -> Vec<Inline<'_>> {
        self.spans.get(span).map_or_else(Vec::new, |span| inline::inlines(&self.document, span))
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
    /// )?;
    /// let comments = page.comments();
    /// assert_eq!(comments.len(), 2);
    /// assert_eq!(comments[1].text(), "The price is a shame, though.");
    /// assert_eq!(page.source()[page.spans()[comments[1].spans().start].range()], *"Old Tom says:");
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn comments(&self) -> Vec<Comment<'_>> {
        comments(&self.document, &self.spans)
    }

    /// All spans in order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The headline of the page's first article; characters as in [`text`](Cleaned::text).
    pub fn title(&self) -> Option<&str> {
        self.title_in(0..self.spans.len())
    }

    /// The first title among some spans.
    fn title_in(&self, spans: Range<usize>) -> Option<&str> {
        let index = spans.start + self.spans[spans].iter().position(|span| span.kind == Kind::Title)?;
        let changed = self.changed_titles.binary_search_by_key(&index, |&(span, _)| span);
        match changed {
            Ok(changed) => Some(&self.changed_titles[changed].1),
            Err(_) => self.source().get(self.spans[index].range()),
        }
    }

    /// The language of most of the body, or of the page if the body is empty.
    pub fn language(&self) -> Language {
        self.language_of(&self.spans).unwrap_or_else(|| self.document.language())
    }

    /// The languages of the page with their shares of the bytes in spans, removed spans included. The largest
    /// share comes first, the sum is 1.
    ///
    /// ```
    /// use dechaff::{Language, clean_text};
    ///
    /// let page = clean_text(
    ///     "The harbour master has closed the old pier after a crack was found in its third arch.\n\n\
    ///      Der Hafen bleibt bis auf Weiteres gesperrt, sagte ein Sprecher der Stadt am Abend.",
    /// )?;
    /// let languages = page.languages();
    /// assert_eq!(languages[0].0, Language::English);
    /// assert_eq!(languages[1].0, Language::German);
    /// assert!(languages[0].1 > 0.45 && languages[1].1 > 0.45);
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn languages(&self) -> Vec<(Language, f64)> {
        let bytes_by_language = bytes_by_language(self.spans.iter());
        let all = bytes_by_language.iter().map(|&(_, bytes)| bytes).sum::<usize>().max(1);
        bytes_by_language.into_iter().map(|(language, bytes)| (language, bytes as f64 / all as f64)).collect()
    }

    /// The articles of the page: usually one, several in a digest, none if the body is empty.
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

    /// The metadata of an HTML page: title, author, date, language, site, canonical URL.
    pub fn metadata(&self) -> &Metadata {
        self.document.metadata()
    }

    /// Notes on how the page was read: wrong charsets, malformed bytes, limits that were reached.
    pub fn notes(&self) -> &[Note] {
        self.document.notes()
    }

    /// Name of the encoding that the page was read as, in the Encoding Standard ("windows-1256").
    pub fn encoding(&self) -> &'static str {
        self.document.encoding()
    }

    /// The document: its segments, and its elements if the page is HTML.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The source text that spans are ranges of. For HTML, it is the flattened text of the page (see
    /// [`Document::from_html`]).
    ///
    /// It keeps every character of the decoded page, control characters too: do not print it, or a part of it, on a
    /// terminal as it is. [`text`](Cleaned::text) can be printed.
    pub fn source(&self) -> &str {
        self.document.source()
    }

    /// Frees the elements of a page of HTML, about half of what it holds in memory: for those who keep many pages and read
    /// their text.
    ///
    /// Text, spans, title, metadata, languages and quality stay as they are. Links, images and [`inlines`](Cleaned::inlines)
    /// are gone; Markdown, HTML and comments are made as of plain text, from the lines and the kinds of the spans.
    ///
    /// ```
    /// let page = dechaff::clean_html("<h1>The old mill</h1><p>It was <a href=/built>built in 1790</a> and ground rye until the war.")?;
    /// let (text, links) = (page.text(), page.links().len());
    /// let page = page.without_markup();
    /// assert_eq!(page.text(), text);
    /// assert_eq!((links, page.links().len()), (1, 0));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    #[must_use]
    pub fn without_markup(mut self) -> Self {
        self.document.discard_markup();
        self
    }

    /// Returns the source text without a copy.
    pub fn into_source(self) -> String {
        self.document.into_source()
    }

    /// Estimated quality of the body, from 0 to 1: its expected word F1 if the confidence of each span is the
    /// probability that its kind is right. `None` if the body is empty.
    ///
    /// On average it is higher for pages that were cleaned well; `MODEL.md` in the repository says by how much.
    ///
    /// ```
    /// let page = dechaff::clean_bytes(
    ///     "<h1>The old mill</h1><p>After forty years the old mill at the river is grinding flour once more.
    ///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.".as_bytes(),
    /// )?;
    /// assert!(page.quality().is_some_and(|quality| quality > 0.5));
    /// assert_eq!(dechaff::clean_text("")?.quality(), None);
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn quality(&self) -> Option<f32> {
        let (mut kept, mut right, mut content) = (0.0, 0.0, 0.0);
        for (index, (span, segment)) in self.spans.iter().zip(self.document.segments()).enumerate() {
            let probability = self.estimates.content.get(index).copied().unwrap_or(UNKNOWN_PROBABILITY);
            let words = segment.stats().words() as f32;
            if span.kind().is_body() {
                kept += words;
                right += words * probability;
                content += words * probability;
            } else if !span.kind().is_article() {
                content += words * probability;
            }
        }
        (kept > 0.0).then(|| 2.0 * right / (kept + content))
    }

    /// The most likely type of the page; `None` if no model has decided.
    ///
    /// ```
    /// use dechaff::{PageType, clean_html};
    ///
    /// let page = clean_html(
    ///     "<h1>The old mill</h1><p>After forty years the old mill at the river is grinding flour once more.
    ///      <p>It took the owners eleven years to find a mason who could still cut the stones by hand.",
    /// )?;
    /// assert_eq!(page.page_type(), Some(PageType::Article));
    /// let probability = |page_type| page.page_type_probability(page_type);
    /// assert!(probability(PageType::Article) > probability(PageType::Product));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn page_type(&self) -> Option<PageType> {
        let probabilities = self.estimates.page_types?;
        let types = PageType::ALL.iter().copied().zip(probabilities);
        types.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(page_type, _)| page_type)
    }

    /// The probability that the page is of a type, from 0 to 1; 0 if no model has decided. Those of all types sum up
    /// to 1.
    pub fn page_type_probability(&self, page_type: PageType) -> f32 {
        self.estimates.page_types.map_or(0.0, |probabilities| probabilities[page_type as usize])
    }

    /// Whether the body is empty.
    pub fn is_empty(&self) -> bool {
        !self.spans.iter().any(Span::is_kept)
    }

    /// All marks of a span, losing ones included, in the order of the filters.
    ///
    /// `span` is an index into [`spans`](Cleaned::spans).
    pub fn marks(&self, span: usize) -> impl Iterator<Item = &Mark> {
        Mark::of_segment(&self.marks, span).iter()
    }

    /// Why a span has its kind, in one line: what decided, how it knows, and what else was said of the span. For
    /// people: the wording may change in any release. Empty if there is no such span.
    ///
    /// `span` is an index into [`spans`](Cleaned::spans).
    ///
    /// ```
    /// let page = dechaff::clean_text("Copyright 2024. All rights reserved.")?;
    /// assert!(page.explain(0).starts_with("removed as legal (0."));
    /// assert!(page.explain(0).contains("legal by cue, legal 0."));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn explain(&self, span: usize) -> String {
        self.spans.get(span).map_or_else(String::new, |of| render::explain(of, Mark::of_segment(&self.marks, span)))
    }

    fn language_of(&self, spans: &[Span]) -> Option<Language> {
        let known = spans.iter().filter(|span| span.keep && span.language() != Language::Undetermined);
        bytes_by_language(known).first().map(|&(language, _)| language)
    }
}

/// The bytes in spans of each language, largest number first, ties in the order of the page.
fn bytes_by_language<'a>(spans: impl Iterator<Item = &'a Span>) -> Vec<(Language, usize)> {
    let mut languages: Vec<(Language, usize)> = Vec::new();
    for span in spans {
        match languages.iter_mut().find(|(language, _)| *language == span.language()) {
            Some((_, bytes)) => *bytes += span.range().len(),
            None => languages.push((span.language(), span.range().len())),
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
/// )?;
/// let titles: Vec<_> = digest.articles().iter().map(|article| article.title()).collect();
/// assert_eq!(titles, [Some("Mayor resigns over the fountain"), Some("The wheat that likes salt")]);
/// assert!(digest.articles()[1].text().starts_with("A plant breeder"));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Article<'a> {
    page: &'a Cleaned,
    spans: Range<usize>,
}

impl<'a> Article<'a> {
    /// Its headline, if it has one.
    pub fn title(&self) -> Option<&'a str> {
        self.page.title_in(self.spans.clone())
    }

    /// Its body as plain text, with an empty line between paragraphs.
    pub fn text(&self) -> String {
        render::text(&self.page.document, &self.page.spans, self.spans.clone())
    }

    /// Its body as Markdown (see [`Cleaned::markdown`]).
    pub fn markdown(&self) -> String {
        self.markdown_with(&Markdown::new())
    }

    /// Its body as Markdown with settings.
    pub fn markdown_with(&self, settings: &Markdown) -> String {
        render::markdown(&self.page.document, &self.page.spans, self.spans.clone(), settings)
    }

    /// Its body as an HTML fragment (see [`Cleaned::html`]).
    pub fn html(&self) -> String {
        render::html(&self.page.document, &self.page.spans, self.spans.clone(), self.language())
    }

    /// Its spans, with the boilerplate in it and after it.
    pub fn spans(&self) -> &'a [Span] {
        &self.page.spans[self.spans.clone()]
    }

    /// The language of most of its body.
    pub fn language(&self) -> Language {
        self.page.language_of(self.spans()).unwrap_or_default()
    }
}
