//! The facts about a page: quality, type, languages, encoding, notes, metadata.

use std::fmt::{self, Write};

use super::page::{Report, bytes, percent};
use crate::metadata::MetadataSource;
use crate::render::escape;
use crate::text::harmless;

/// What matters first is shown, the rest is in a panel.
pub(super) fn write(out: &mut String, page: &Report<'_>) -> fmt::Result {
    let spans = page.spans;
    let kept = || spans.iter().filter(|span| span.keep);
    out.push_str("<dl>\n");
    let share = percent(bytes(kept()), bytes(spans.iter()));
    write_fact(out, "Body", &format!("{} of {} spans, {share} of the bytes", kept().count(), spans.len()), "");
    let quality = page.quality.map_or("none, the body is empty".into(), |quality| format!("{quality:.2} of 1"));
    write_fact(out, "Quality", &quality, "");
    if let Some((page_type, probability)) = page.page_type {
        write_fact(out, "Type", &format!("{page_type} ({:.0} %)", probability * 100.0), "");
    }
    let languages = page.languages.iter().map(|(language, share)| format!("{language} {:.1} %", share * 100.0));
    write_fact(out, "Language", &languages.collect::<Vec<_>>().join(", "), "");
    for note in page.document.notes() {
        write_fact(out, "Note", &note.to_string(), "");
    }
    out.push_str("</dl>\n<details class=\"facts\"><summary>Metadata and encoding</summary>\n<dl>\n");
    let metadata = page.document.metadata();
    let authors = metadata.authors().iter().map(|author| ("Author", Some(author)));
    let values = [
        ("Title", metadata.title()),
        ("Declared language", metadata.language()),
        ("Site", metadata.site_name()),
        ("Section", metadata.section()),
        ("URL", metadata.url()),
        ("Description", metadata.description()),
        ("Licence", metadata.license()),
    ];
    for (name, value) in authors.chain(values) {
        if let Some(value) = value {
            write_fact(out, name, value.value(), source_name(value.source()));
        }
    }
    for (name, date) in [("Published", metadata.published()), ("Changed", metadata.modified())] {
        if let Some(date) = date {
            write_fact(out, name, &date.date().to_string(), source_name(date.source()));
        }
    }
    write_fact(out, "Encoding", page.document.encoding(), "");
    write_fact(out, "Language of the body", &page.language.to_string(), "");
    writeln!(out, "</dl>\n</details>")
}

fn write_fact(out: &mut String, name: &str, value: &str, source: &str) {
    out.push_str("<dt>");
    out.push_str(name);
    out.push_str("</dt><dd><bdi>");
    escape::html(out, &harmless(value));
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
