//! A report: the whole page with every span marked, as an HTML page for the browser.

use std::fmt::{self, Write};

use super::escape;
use super::html::write_language;
use crate::document::{Document, Mark};
use crate::kind::Kind;
use crate::language::Language;
use crate::metadata::MetadataSource;
use crate::span::Span;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The content of a report.
pub(crate) struct Report<'a> {
    pub(crate) document: &'a Document,
    pub(crate) spans: &'a [Span],
    /// Sorted by segment.
    pub(crate) marks: &'a [Mark],
    pub(crate) title: Option<&'a str>,
    /// The language of the body.
    pub(crate) language: Language,
    /// Each language's share of the bytes in spans.
    pub(crate) languages: &'a [(Language, f64)],
}

/// The report as a self-contained HTML page.
pub(crate) fn report(page: &Report<'_>) -> String {
    let mut out = String::with_capacity(4 * page.document.source().len() + 16_384);
    // Writing to a `String` cannot fail.
    let _ = write(&mut out, page);
    out
}

fn write(out: &mut String, page: &Report<'_>) -> fmt::Result {
    let title = page.title.unwrap_or("Untitled page");
    out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    escape::html(out, title);
    out.push_str(" – dechaff</title>\n<style>\n");
    out.push_str(STYLE);
    for &kind in Kind::ALL {
        let (hue, colour) = colour(kind);
        writeln!(out, ".k-{kind} {{ --hue: {hue};{colour} }} .no-{kind} .k-{kind} {{ display: none; }}")?;
    }
    out.push_str("</style>\n</head>\n<body>\n<header>\n<h1 dir=\"auto\"");
    write_language(out, page.language, Language::English);
    out.push('>');
    escape::html(out, title);
    out.push_str("</h1>\n");
    write_facts(out, page)?;
    write_kinds(out, page)?;
    out.push_str("</header>\n<main");
    write_language(out, page.language, Language::English);
    out.push_str(">\n");
    write_spans(out, page)?;
    out.push_str("</main>\n<div id=\"details\" role=\"tooltip\" hidden></div>\n<script>\n");
    out.push_str(SCRIPT);
    out.push_str("</script>\n</body>\n</html>\n");
    Ok(())
}

/// The facts about the page: body, languages, encoding, notes, metadata.
fn write_facts(out: &mut String, page: &Report<'_>) -> fmt::Result {
    let spans = page.spans;
    let all = bytes(spans.iter());
    let kept = spans.iter().filter(|span| span.keep).count();
    out.push_str("<dl>\n");
    let body = format!(
        "{kept} of {} spans, {} of the bytes in them",
        spans.len(),
        percent(bytes(spans.iter().filter(|span| span.keep)), all)
    );
    write_fact(out, "Body", &body, "");
    let languages: Vec<String> =
        page.languages.iter().map(|(language, share)| format!("{language} {:.1} %", share * 100.0)).collect();
    write_fact(out, "Language", &format!("{}, by spans: {}", page.language, languages.join(", ")), "");
    write_fact(out, "Encoding", page.document.encoding(), "");
    for note in page.document.notes() {
        write_fact(out, "Note", &note.to_string(), "");
    }
    let metadata = page.document.metadata();
    for (name, value) in [
        ("Title", metadata.title()),
        ("Declared language", metadata.language()),
        ("Site", metadata.site_name()),
        ("URL", metadata.url()),
    ] {
        if let Some(value) = value {
            write_fact(out, name, value.value(), source_name(value.source()));
        }
    }
    for author in metadata.authors() {
        write_fact(out, "Author", author.value(), source_name(author.source()));
    }
    for (name, date) in [("Published", metadata.published()), ("Modified", metadata.modified())] {
        if let Some(date) = date {
            write_fact(out, name, &date.date().to_string(), source_name(date.source()));
        }
    }
    out.push_str("</dl>\n");
    Ok(())
}

fn write_fact(out: &mut String, name: &str, value: &str, source: &str) {
    out.push_str("<dt>");
    out.push_str(name);
    out.push_str("</dt><dd><bdi>");
    escape::html(out, value);
    out.push_str("</bdi>");
    if !source.is_empty() {
        out.push_str(" <small>");
        out.push_str(source);
        out.push_str("</small>");
    }
    out.push_str("</dd>\n");
}

fn source_name(source: MetadataSource) -> &'static str {
    match source {
        MetadataSource::JsonLd => "from JSON-LD",
        MetadataSource::OpenGraph => "from Open Graph",
        MetadataSource::Meta => "from the head",
        MetadataSource::Page => "from the page",
    }
}

/// The legend: every kind on the page, with a switch.
fn write_kinds(out: &mut String, page: &Report<'_>) -> fmt::Result {
    let all = bytes(page.spans.iter());
    out.push_str("<div class=\"bar\">\n<label class=\"switch\"><input type=\"checkbox\" data-class=\"body-only\" ");
    out.push_str("data-when=\"on\">Hide everything but the body</label>\n");
    for part in [Part::Body, Part::Around, Part::Removed] {
        if page.spans.iter().all(|span| Part::of(span) != part) {
            continue;
        }
        writeln!(out, "<div class=\"kinds\"><h2>{}</h2>", part.name())?;
        for &kind in Kind::ALL {
            let spans = page.spans.iter().filter(|span| span.kind == kind && Part::of(span) == part);
            let count = spans.clone().count();
            if count > 0 {
                writeln!(
                    out,
                    "<label class=\"k-{kind}\"><input type=\"checkbox\" checked data-class=\"no-{kind}\" \
                     data-when=\"off\">{kind} <small>{count} · {}</small></label>",
                    percent(bytes(spans), all)
                )?;
            }
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
    Ok(())
}

/// Whether a span is in the body, part of the article, or removed.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Body,
    Around,
    Removed,
}

impl Part {
    fn of(span: &Span) -> Self {
        match span.kind {
            _ if span.keep => Self::Body,
            kind if kind.is_article() && !kind.is_body() => Self::Around,
            _ => Self::Removed,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Around => "around it",
            Self::Removed => "removed",
        }
    }
}

/// Every span, line by line as in the source.
fn write_spans(out: &mut String, page: &Report<'_>) -> fmt::Result {
    let segments = page.document.segments();
    let language = page.language;
    let mut before: Option<&Span> = None;
    for (index, span) in page.spans.iter().enumerate() {
        let segment = segments.get(index);
        let continues = before.is_some() && segment.is_some_and(|segment| segment.continues_line());
        if !continues {
            let is_apart = segment.is_some_and(|segment| segment.blank_lines_before() > 0);
            out.push_str(if before.is_some() { "</div>\n" } else { "" });
            out.push_str(if is_apart {
                "<div class=\"line apart\" dir=\"auto\">"
            } else {
                "<div class=\"line\" dir=\"auto\">"
            });
        } else {
            out.push('\n');
        }
        let text = &page.document.source()[span.range()];
        write!(out, "<span class=\"span k-{}", span.kind)?;
        out.push_str(if span.keep { "" } else { " left-out" });
        out.push_str(if text.contains('\n') { " code" } else { "" });
        out.push_str("\" tabindex=\"0\"");
        if before.is_none_or(|before| before.kind != span.kind) {
            write!(out, " data-label=\"{}\"", span.kind)?;
        }
        write_language(out, span.language, language);
        out.push_str(" data-says=\"");
        write_details(out, page, index, span)?;
        out.push_str("\">");
        escape::html(out, text);
        out.push_str("</span>");
        before = Some(span);
    }
    out.push_str(if before.is_some() { "</div>\n" } else { "" });
    Ok(())
}

/// The details of a span and its losing marks. All of it is escaped, because users choose the names of their filters.
fn write_details(out: &mut String, page: &Report<'_>, index: usize, span: &Span) -> fmt::Result {
    let mut details = format!(
        "{} ({})\nlanguage {}\nconfidence {:.2}, filter {}",
        span.kind,
        Part::of(span).name(),
        span.language,
        span.confidence,
        span.filter
    );
    for mark in Mark::of_segment(page.marks, index).iter().filter(|mark| !mark.is_winner()) {
        write!(details, "\n{} also says {} {:.2}", mark.filter(), mark.kind(), mark.confidence())?;
    }
    escape::html(out, &details);
    Ok(())
}

fn bytes<'a>(spans: impl Iterator<Item = &'a Span>) -> usize {
    spans.map(|span| span.range().len()).sum()
}

fn percent(part: usize, all: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / all.max(1) as f64)
}

/// The hue of a kind in degrees, and a CSS variable with the saturation if it is not the usual one.
/// Articles are green and blue, unimportant boilerplate is grey.
fn colour(kind: Kind) -> (u16, &'static str) {
    let grey = " --colour: 6%;";
    match kind {
        Kind::Title => (215, ""),
        Kind::Heading => (195, ""),
        Kind::Paragraph => (140, ""),
        Kind::ListItem => (165, ""),
        Kind::Quote => (110, ""),
        Kind::Caption => (90, ""),
        Kind::Byline => (75, ""),
        Kind::Dateline => (60, ""),
        Kind::Ticker => (45, ""),
        Kind::Navigation => (255, ""),
        Kind::Spam => (0, ""),
        Kind::Advertising => (12, ""),
        Kind::Author => (180, ""),
        Kind::Comment => (300, ""),
        Kind::Support => (22, ""),
        Kind::Related => (35, ""),
        Kind::Share => (235, ""),
        Kind::Consent => (330, ""),
        Kind::Legal => (275, ""),
        Kind::Chrome => (210, grey),
        Kind::Hidden => (0, grey),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Cleaned, clean_html};

    fn clean_text(text: &str) -> Cleaned {
        crate::clean_text(text).unwrap()
    }

    #[test]
    fn every_span_is_shown_with_its_details() {
        let page = clean_text(
            "Home | News | Contact\n\n© 2024 <b>\"All\" & rights reserved.</b>\nAll rights reserved. Share on Facebook.",
        );
        let report = page.report();
        assert_eq!(report.matches(" data-says=\"").count(), page.spans().len());
        assert_eq!(report.matches("<div class=\"line").count(), 3, "lines stay lines");
        assert!(report.contains(">© 2024 &lt;b&gt;&quot;All&quot; &amp; rights reserved.&lt;/b&gt;</span>"));
        assert!(report.contains("data-label=\"legal\" data-says=\"legal (removed)\nlanguage en\nconfidence 0."));
        assert!(report.contains(" also says "), "losing marks are shown");
        assert!(!report.contains("<b>"));
    }

    #[test]
    fn metadata_in_a_report_is_escaped() {
        let page = clean_html(
            "<title></title><meta name=application-name content='</dd><script>alert(1)</script>'><p lang='\"'>The mill ground rye until the war.",
        ).unwrap();
        let report = page.report();
        assert!(
            report.contains("<bdi>&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi> <small>from the head</small>")
        );
        assert_eq!(report.matches("<script>").count(), 1);
    }

    #[test]
    fn languages_are_named_where_they_differ() {
        let report = clean_text(
            "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود و رفت و آمد آسان\u{200C}تر خواهد شد.\n\n\
             The mayor said on Monday that the new bridge would be open by autumn.",
        )
        .report();
        assert!(report.contains("<main lang=\"fa\">"));
        assert!(report.contains(" lang=\"en\" data-says="));
        assert_eq!(report.matches("dir=\"auto\"").count(), 3, "the heading and two lines");
    }

    #[test]
    fn an_empty_text_gives_an_empty_report() {
        let report = clean_text("").report();
        assert!(report.contains("0 of 0 spans, 0.0 % of the bytes"));
        assert!(report.ends_with("</html>\n"));
    }
}
