//! A report: the whole page as a text to read, with every span marked, as an HTML page for the browser.
//!
//! Without scripts everything can be read, folds be opened and kinds be chosen: `<details>`, radio buttons and the
//! pseudo-classes `:target` and `:has()` do that. The script adds the search, the way to uncertain spans and the keys.

mod body;
mod facts;
mod kinds;
mod page;
mod spans;

use std::fmt::{self, Write};

pub(crate) use page::Report;

use super::direction::is_right_to_left;
use super::escape;
use super::html::write_language;
use crate::language::Language;
use crate::text::harmless;
use page::is_uncertain;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// What the Content Security Policy calls the script and the style sheet: no others are used, whatever the page may have
/// smuggled in. A test checks both, and says how to write them anew.
const SCRIPT_HASH: &str = "sha256-YWBrRfJqhE6gGz33cfYulgz6vqvd+wTCcGyOSpr4x8Y=";
const STYLE_HASH: &str = "sha256-oWLvuSwOwgvnmxmfxlu3tJ20QCNF/aPhyFZ3wUK6hAQ=";

/// The report as a self-contained HTML page, in linear time.
pub(crate) fn report(page: &Report<'_>) -> String {
    let out = String::with_capacity(4 * page.document.source().len() + 32_768);
    // Writing to a `String` cannot fail.
    write(out, page).unwrap_or_default()
}

fn write(mut out: String, page: &Report<'_>) -> Result<String, fmt::Error> {
    let title = page.title.unwrap_or("Untitled page");
    let is_rtl = is_right_to_left(page.language, title, page.document.language());
    out.push_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{SCRIPT_HASH}'; \
         style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">"
    )?;
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    escape::html(&mut out, &harmless(title));
    out.push_str(" – dechaff</title>\n<style>");
    write_style(&mut out)?;
    out.push_str("</style>\n</head>\n<body>\n<header>\n<p class=\"name\">Report of dechaff");
    if let Some(name) = page.name {
        out.push_str(" on <bdi>");
        escape::html(&mut out, &harmless(name));
        out.push_str("</bdi>");
    }
    out.push_str("</p>\n<h1 dir=\"auto\"");
    write_language(&mut out, page.language, Language::English);
    out.push('>');
    escape::html(&mut out, &harmless(title));
    out.push_str("</h1>\n");
    facts::write(&mut out, page)?;
    kinds::write(&mut out, page)?;
    out.push_str("</header>\n");
    write_tools(&mut out, page)?;
    out.push_str("<main");
    write_language(&mut out, page.language, Language::English);
    out.push_str(if is_rtl { " dir=\"rtl\">\n" } else { ">\n" });
    let mut out = body::write(page, out, is_rtl)?;
    out.push_str("</main>\n<script>");
    out.push_str(SCRIPT);
    out.push_str("</script>\n</body>\n</html>\n");
    Ok(out)
}

/// The style sheet, the same for every page: its hash is known before.
fn write_style(out: &mut String) -> fmt::Result {
    out.push('\n');
    out.push_str(STYLE);
    kinds::write_style(out)
}

/// The bar above the text. What needs the script is hidden without it; the link leads to the first uncertain span then.
fn write_tools(out: &mut String, page: &Report<'_>) -> fmt::Result {
    out.push_str(
        "<div class=\"tools\">\n<label class=\"scripted\" hidden>Search <input type=\"search\" id=\"search\"></label>\n\
         <output class=\"scripted\" id=\"found\" for=\"search\" hidden></output>\n",
    );
    if let Some(first) = page.spans.iter().position(is_uncertain) {
        writeln!(out, "<a id=\"next\" href=\"#s{first}\">Next uncertain</a>")?;
    }
    out.push_str(
        "<button class=\"scripted\" type=\"button\" id=\"folds\" hidden>Open all</button>\n\
         <label><input type=\"checkbox\" id=\"reasons\">Reasons</label>\n</div>\n",
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{SCRIPT, SCRIPT_HASH, STYLE_HASH};
    use crate::document::Marks;
    use crate::filter::{Analysis, Filter, Pipeline};
    use crate::{Cleaned, Cleaner, Kind, clean_html};

    fn clean_text(text: &str) -> Cleaned {
        crate::clean_text(text).unwrap()
    }

    /// The text of each span, as it is written, in order.
    fn texts(report: &str) -> Vec<&str> {
        let spans = report.split("<span class=\"t\">").skip(1);
        spans.map(|rest| rest.split_once("</span>").unwrap().0).collect()
    }

    /// Checks that each span of the page is written once, in order, with its class, anchor and link.
    fn assert_complete(page: &Cleaned) -> String {
        let report = page.report();
        let expected: Vec<String> = page
            .spans()
            .iter()
            .map(|span| {
                let mut text = String::new();
                super::escape::html(&mut text, &super::harmless(&page.source()[span.range()]));
                text
            })
            .collect();
        assert_eq!(texts(&report), expected);
        let mut rest = report.as_str();
        for (index, span) in page.spans().iter().enumerate() {
            let start = rest.find(&format!("<span class=\"w k-{} ", span.kind())).unwrap();
            rest = &rest[start..];
            let tag = &rest[..rest.find('>').unwrap()];
            assert!(tag.contains(&format!(" id=\"s{index}\"")), "{tag}");
            rest = &rest[rest.find(&format!("<a href=\"#s{index}\" tabindex=\"-1\">{index}</a>")).unwrap()..];
        }
        report
    }

    fn main_of(report: &str) -> &str {
        let start = report.find("<main").unwrap();
        &report[start..report.find("</main>").unwrap()]
    }

    const MILL: &str =
        "After forty years the old mill at the river is grinding flour once more, the village said on Friday.";

    #[test]
    fn runs_of_removed_spans_are_folded_and_complete() {
        let page = clean_text(
            "Home | News | Contact\n\n© 2024 <b>\"All\" & rights reserved.</b>\nAll rights reserved. Share on Facebook.",
        );
        let report = assert_complete(&page);
        assert!(report.contains(">© 2024 &lt;b&gt;&quot;All&quot; &amp; rights reserved.&lt;/b&gt;</span>"));
        assert_eq!(report.matches("<details class=\"fold\">").count(), 1);
        assert!(report.contains("<summary><span>removed <b class=\"k-navigation\">3 navigation</b>"));
        assert!(report.contains("<q dir=\"auto\">Home | · News | · Contact · © 2024 &lt;b&gt;"), "{report}");
        assert!(!main_of(&report).contains("<b>"));
    }

    #[test]
    fn kept_spans_are_blocks_between_folds() {
        let page = clean_html(&format!(
            "<nav><a href=/>Home</a> <a href=/n>News</a></nav><article><h1>The old mill</h1><p>{MILL}
             <h2>What it took</h2><ol start=3><li>stones that were cut by hand<li>a wheel</ol><blockquote><p>{MILL}</blockquote>
             <table><tr><th>Year<th>Flour<tr><td>1790<td>ten tons<tr><td>1791<td>eleven tons</table>
             <pre>grind(rye)\n  wait()</pre><p>It took the owners eleven years to find a mason who could still cut the stones.</article>
             <footer>© 2024 The Bote. All rights reserved.</footer>"
        ))
        .unwrap();
        let report = assert_complete(&page);
        let main = main_of(&report);
        for start in [
            "<h2><span class=\"w k-title around",
            "<h3><span",
            "<ol start=\"3\">\n<li><span",
            "<blockquote>\n<p><span",
            "<tr><th><span",
            "<tr><td><span",
            "<pre dir=\"ltr\"><code><span",
        ] {
            assert!(main.contains(start), "{start}: {main}");
        }
        assert!(main.contains(">grind(rye)\n  wait()</span>"), "{main}");
        assert_eq!(main.matches("<details class=\"fold\">").count(), 2, "{main}");
    }

    #[test]
    fn a_run_is_one_fold_wherever_lists_begin_and_end_in_it() {
        let page = clean_html(&format!(
            "<p>{MILL}</p><p>Share on Facebook</p><ul><li>Share on Twitter<li>Share on Reddit</ul>
             <ul><li>Share on Mastodon<li>{MILL} {MILL}<li>Share on WhatsApp</ul><p>All rights reserved.</p>"
        ))
        .unwrap();
        let report = assert_complete(&page);
        let shown: Vec<bool> = page.spans().iter().map(|span| span.is_kept()).collect();
        let runs = shown.chunk_by(|a, b| a == b).filter(|run| !run[0]).count();
        assert!(runs >= 2, "{shown:?}");
        assert_eq!(report.matches("<details class=\"fold\">").count(), runs, "{}", main_of(&report));
    }

    /// The report of a page of which the texts that begin with "x" are removed.
    fn report_without_x(page: &str) -> String {
        struct RemoveX;
        impl Filter for RemoveX {
            fn name(&self) -> &'static str {
                "x"
            }
            fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
                let document = analysis.document();
                for (index, segment) in document.segments().iter().enumerate() {
                    let is_removed = document.text(segment).starts_with('x');
                    marks.mark(index, if is_removed { Kind::Chrome } else { Kind::Paragraph }, 1.0);
                }
            }
        }
        let pipeline = Pipeline::empty().with(RemoveX).unwrap();
        let cleaner = Cleaner::new().with_pipeline(pipeline).with_decision(crate::Decision::Marks);
        let report = assert_complete(&cleaner.clean_html(page).unwrap());
        // Without what is the same for all spans.
        let mut main = String::new();
        for part in main_of(&report).split("<span class=\"w k-") {
            match part.split_once("<span class=\"t\">") {
                Some((_, rest)) => {
                    main.push_str(&rest[..rest.find("</span>").unwrap()]);
                    main.push_str(&rest[rest.find("</small></span>").unwrap() + "</small></span>".len()..]);
                }
                None => main.push_str(part),
            }
        }
        let folds = main.split("<summary>").map(|part| part.split_once("</summary>").map_or(part, |(_, rest)| rest));
        folds.collect::<String>().replace('\n', "").replace("<details class=\"fold\">", "[").replace("</details>", "]")
    }

    #[test]
    fn folds_are_where_lists_and_tables_allow_them() {
        let without_x = |page: &str| report_without_x(page).split_once('>').map(|(_, rest)| rest.to_owned()).unwrap();
        assert_eq!(
            without_x("<p>x1<ul><li>x2<li>a<li>x3<li>b<li>x4</ul><p>x5"),
            "[x1x2]<ul><li>a</li><li class=\"gap\">[x3]</li><li>b</li></ul>[x4x5]"
        );
        assert_eq!(
            without_x(
                "<table><tr><td>x1<td>x2<tr><td>a<td>b<tr><td>x3<td>x4<tr><td>c<td>x5<tr><td>x6<td>x7<tr><td>d<td>e</table><p>x8"
            ),
            "[x1x2]<div class=\"scroll\"><table><tr><td>a</td><td>b</td></tr><tr><td colspan=\"2\">[x3x4]</td></tr>\
             <tr><td>c</td><td></td></tr><tr><td colspan=\"2\">[x5x6x7]</td></tr><tr><td>d</td><td>e</td></tr></table></div>[x8]"
        );
        assert_eq!(
            without_x("<blockquote><p>x1<p>a<p>x2<p>b</blockquote>"),
            "[x1]<blockquote><p>a</p>[x2]<p>b</p></blockquote>"
        );
        assert_eq!(without_x("<p>a<br>b<h2>c <a href=#c>x1</a></h2><p>d"), "<p>a<br>b</p><h3>c x1</h3><p>d</p>");
    }

    #[test]
    fn reasons_name_the_filter_and_the_marks_that_lost() {
        struct Contrary;
        impl Filter for Contrary {
            fn name(&self) -> &'static str {
                "contrary <b>"
            }
            fn mark(&self, _: &Analysis<'_>, marks: &mut Marks) {
                marks.mark(0, Kind::Ticker, 0.01);
            }
        }
        let page = Cleaner::new()
            .with_pipeline(Pipeline::default().with(Contrary).unwrap())
            .clean_text("Copyright 2024. All rights reserved.")
            .unwrap();
        let report = assert_complete(&page);
        assert!(report.contains(" by legal (cue); also "), "{}", main_of(&report));
        assert!(report.contains("; lost: ticker 0.01 by contrary &lt;b&gt;</small>"), "{}", main_of(&report));
    }

    #[test]
    fn metadata_and_names_are_escaped() {
        let page = clean_html(
            "<title></title><meta name=application-name content='</dd><script>alert(1)</script>'><p lang='\"'>The mill ground rye until the war.",
        )
        .unwrap();
        let report = page.report_on("<img src=x onerror=alert()>");
        assert!(
            report.contains("<bdi>&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi> <small>from the head</small>")
        );
        assert!(report.contains("Report of dechaff on <bdi>&lt;img src=x onerror=alert()&gt;</bdi>"));
        assert!(page.report().contains("<p class=\"name\">Report of dechaff</p>"));
        assert_eq!(report.matches("<script>").count(), 1);
    }

    #[test]
    fn the_policy_allows_script_and_style_sheet_and_nothing_else() {
        let page =
            clean_html(&format!("<p>{MILL} <a href=javascript:alert()>Mill</a><img src=https://host.example/a.png>"))
                .unwrap();
        let report = page.report();
        let policy = format!(
            "\"default-src 'none'; script-src '{SCRIPT_HASH}'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'\""
        );
        assert!(report.contains(&policy));
        // A hash allows no attribute.
        for address in
            ["style=", "src=", "<link", "url(", "@import", "javascript:", "host.example", "http://", "https://"]
        {
            assert!(!report.contains(address), "{address}");
        }
        for (at, _) in report.match_indices(" href=\"") {
            assert!(report[at..].starts_with(" href=\"#s"), "{}", &report[at..at + 40]);
        }
        let hash = |text: &str| format!("sha256-{}", base64(&Sha256::digest(text.replace('\r', ""))));
        assert_eq!(SCRIPT_HASH, hash(SCRIPT), "the script has changed: write its hash into SCRIPT_HASH");
        let (_, rest) = report.split_once("<style>").unwrap();
        let (style, _) = rest.split_once("</style>").unwrap();
        assert_eq!(STYLE_HASH, hash(style), "the style sheet has changed: write its hash into STYLE_HASH");
        assert!(crate::clean_text("").unwrap().report().contains(style), "it is the same for every page");
    }

    /// RFC 4648, section 4.
    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
            for at in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
                out.push(if at > chunk.len() { '=' } else { letter.into() });
            }
        }
        out
    }

    #[test]
    fn direction_and_language_are_written_where_they_change() {
        let farsi =
            "شهردار روز دوشنبه گفت که پل تازه تا پایان پاییز باز می\u{200C}شود و رفت و آمد آسان\u{200C}تر خواهد شد.";
        let english = "The mayor said on Monday that the new bridge would be open by autumn.";
        let report = assert_complete(&clean_text(&format!("{farsi}\n\n{english}\n\nهمه حقوق محفوظ است.")));
        assert!(report.contains("<main lang=\"fa\" dir=\"rtl\">"));
        assert!(
            report.contains("<p dir=\"ltr\"><span class=\"w k-paragraph body\" id=\"s1\" lang=\"en\">"),
            "{report}"
        );
        assert!(report.contains("<summary><span lang=\"en\" dir=\"ltr\">removed"));
        assert!(main_of(&report).contains("<small lang=\"en\" dir=\"ltr\">0."));
        let report = assert_complete(&clean_text(&format!("{english} {english} {english} {english}\n\n{farsi}")));
        assert!(report.contains("<main>"));
        assert!(
            report.contains("<p dir=\"rtl\"><span class=\"w k-paragraph body\" id=\"s1\" lang=\"fa\">"),
            "{report}"
        );
    }

    #[test]
    fn an_empty_text_gives_an_empty_report() {
        let report = assert_complete(&clean_text(""));
        assert!(report.contains("0 of 0 spans, 0.0 % of the bytes"));
        assert!(report.ends_with("</html>\n"));
    }

    /// A page of one-letter lines is the worst there is: 300 bytes for each. Beside the 17 kB of style sheet, script and
    /// frame, a report of the HTML in `testdata` takes 2.1 times the page in the median, flattened text up to 3.7 (measured).
    #[test]
    fn the_size_is_linear_in_the_page() {
        let size = |lines| clean_html(&format!("<p>{}", "a<br>".repeat(lines))).unwrap().report().len();
        let (few, many) = (size(1_000), size(10_000));
        assert!(many - few < 9_000 * 300, "{few} {many}");
    }
}
