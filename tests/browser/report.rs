//! The report in a browser: layout on a phone, keys, folds, search, contrast; with scripts and without.

use dechaff::document::Marks;
use dechaff::filter::{Analysis, Filter, Pipeline};
use dechaff::{Cleaned, Cleaner, Decision, Kind, Page};
use serde_json::Value;

use crate::browser;
use crate::pages;

const VIEWER: &str = include_str!("report.html");
/// WCAG 2.2, success criterion 1.4.3.
const MIN_CONTRAST: f64 = 4.5;
/// The bar above the text has six stops; the text is one more with scripts (counted).
const MAX_TAB_STOPS: u64 = 12;
/// Chromium's setting for `prefers-color-scheme: dark`.
const DARK: &str = "--blink-settings=preferredColorScheme=0";
const LIGHT: &str = "--blink-settings=preferredColorScheme=1";

/// A page in each language, one with code and tables, one of flattened text, and a hostile one.
const PAGES: [&str; 6] =
    ["de-01-news", "en-01-news", "fa-01-news", "fr-06-recipe", "en-04-documentation", "fa-04-documentation"];

fn clean(source: &[u8]) -> Cleaned {
    Cleaner::new().clean_bytes(Page::new(source)).expect("the page can be read")
}

/// Uses reports at a width of 360 pixels; one result for each, in a light and a dark browser.
fn use_reports(name: &str, reports: &[String], frame: fn(usize) -> String, searches: &[&str]) -> Vec<[Value; 2]> {
    let frames: String = (0..reports.len()).map(frame).collect();
    let searches = serde_json::to_string(searches).expect("strings are JSON");
    let viewer = VIEWER.replace("FRAMES", &frames).replace("SEARCHES", &searches);
    let pages: Vec<&[u8]> = reports.iter().map(String::as_bytes).collect();
    let use_in = |scheme: &str, name: String| {
        let seen = browser::run(&name, &pages, &viewer, &[scheme]).expect("the browser runs");
        let Some(Value::Array(results)) = seen else { panic!("{name}: {seen:?}") };
        for result in &results {
            assert!(result["error"].is_null(), "{result}");
        }
        results
    };
    let light = use_in(LIGHT, format!("{name}-light"));
    let dark = use_in(DARK, format!("{name}-dark"));
    light.into_iter().zip(dark).map(|(light, dark)| [light, dark]).collect()
}

/// A page of 126 spans, six of each kind, every seventh of them uncertain.
fn page_of_all_kinds() -> Cleaned {
    struct AllKinds;
    impl Filter for AllKinds {
        fn name(&self) -> &'static str {
            "all-kinds"
        }
        fn mark(&self, analysis: &Analysis<'_>, marks: &mut Marks) {
            for segment in 0..analysis.document().segments().len() {
                let confidence = if segment % 7 == 0 { 0.4 } else { 0.9 };
                marks.mark(segment, Kind::ALL[segment / 3 % Kind::ALL.len()], confidence);
            }
        }
    }
    let lines: Vec<String> =
        (1..=6 * Kind::ALL.len()).map(|number| format!("Line {number} of the page.\n\n")).collect();
    Cleaner::new()
        .with_decision(Decision::Marks)
        .with_pipeline(Pipeline::empty().with(AllKinds).expect("the name is new"))
        .clean_text(lines.concat())
        .expect("the text is short")
}

fn html_reports() -> Vec<(String, Cleaned)> {
    let pages = pages::html_pages().into_iter().filter(|page| PAGES.contains(&page.name.as_str()));
    pages.map(|page| (page.name, clean(&page.source))).collect()
}

#[test]
fn a_report_is_used_on_a_phone_by_keys_and_in_the_dark() {
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let mut pages = html_reports();
    pages.push(("all kinds".into(), page_of_all_kinds()));
    assert_eq!(pages.len(), PAGES.len() + 1);
    assert_eq!(pages[PAGES.len()].1.spans().len(), 126);
    let reports: Vec<String> = pages.iter().map(|(name, page)| page.report_on(name)).collect();
    let frame = |index| format!("<iframe src=\"{index}.html\"></iframe>\n");
    let used = use_reports("report", &reports, frame, &["THE"]);
    for ((name, page), results) in pages.iter().zip(used) {
        for (is_dark, result) in [false, true].into_iter().zip(results) {
            let spans = page.spans().len() as u64;
            assert_eq!(result["spans"].as_u64(), Some(spans), "{name}");
            println!("{name}: {spans} spans, {} tab stops, contrast {}", result["tabStops"], result["contrast"]);
            assert!(result["tabStops"].as_u64().is_some_and(|stops| stops <= MAX_TAB_STOPS), "{name}: {result}");
            assert_eq!(result["tabStops"], result["tabStopsMoved"], "{name}");
            assert_eq!((&result["overflow"], &result["overflowOpen"]), (&0.into(), &0.into()), "{name}");
            let is_true = |what: &str| assert_eq!(result[what], true, "{name}: {what}: {result}");
            ["moved", "movedBack", "shownAgain", "allShown"].into_iter().for_each(is_true);

            let uncertain = result["uncertain"].as_array().expect("a list");
            let visited = result["visited"].as_array().expect("a list");
            let mut expected = uncertain.clone();
            expected.extend(uncertain.first().cloned());
            assert_eq!(*visited, expected, "{name}");

            for chosen in result["chosen"].as_array().expect("a list") {
                assert_eq!(chosen[1], chosen[2], "{name}: {chosen}");
                assert_eq!(chosen[3][0], format!("k-{}", chosen[0].as_str().unwrap_or_default()), "{name}: {chosen}");
            }

            assert_eq!(result["dark"], is_dark, "{name}");
            let contrast = &result["contrast"];
            assert!(
                contrast[0].as_f64().is_some_and(|ratio| ratio >= MIN_CONTRAST),
                "{name}, dark {is_dark}: {contrast}"
            );

            let is_farsi = name.starts_with("fa");
            assert_eq!(result["direction"], if is_farsi { "rtl" } else { "ltr" }, "{name}");
            let blocks = result["blocks"].as_array().expect("a list");
            let turned = blocks.iter().filter(|direction| **direction == result["direction"]).count();
            assert!(2 * turned > blocks.len(), "{name}: {blocks:?}");
            let [Some(left), Some(right)] = [0, 1].map(|side| result["margins"][side].as_f64()) else {
                panic!("{result}")
            };
            assert_eq!(right > left, is_farsi, "{name}: the fold's strip is where its text begins");
        }
    }
}

#[test]
fn searches_find_all_spellings_also_in_folds() {
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let report = clean(
        "<nav><a href=/>Caf\u{e9}</a></nav><p>After forty years the old cafe\u{301} at the river is open once more, the village said.\
         <p>شهردار روز دوشنبه گفت که پل تازه در سال ۱۴۰۳ باز می\u{200C}شود و رفت و آمد آسان\u{200C}تر خواهد شد.<p>Nothing else."
            .as_bytes(),
    )
    .report();
    let frame = |index| format!("<iframe src=\"{index}.html\"></iframe>\n");
    let searches = ["CAFE", "مي‌شود", "1403", "not there"];
    for result in use_reports("search", &[report], frame, &searches).into_iter().flatten() {
        let found: Vec<_> = result["searches"].as_array().expect("a list").iter().collect();
        assert_eq!(
            (&found[0][0], &found[0][2], &found[0][3]),
            (&"2 found".into(), &true.into(), &true.into()),
            "{found:?}"
        );
        for farsi in &found[1..3] {
            assert_eq!((&farsi[0], &farsi[3]), (&"1 found".into(), &true.into()), "{found:?}");
        }
        assert_eq!((&found[3][0], &found[3][3]), (&"0 found".into(), &false.into()), "{found:?}");
        assert_eq!(result["hitsLeft"], 0);
    }
}

#[test]
fn a_report_is_read_without_scripts() {
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let pages = html_reports();
    let reports: Vec<String> = pages.iter().map(|(_, page)| page.report()).collect();
    // Span 2 is in the first fold of these pages; the frame of another address leaves it closed.
    let frame = |index| {
        let sandbox = "sandbox=\"allow-same-origin\"";
        format!(
            "<iframe {sandbox} src=\"{index}.html#s2\"></iframe>\n<iframe {sandbox} src=\"{index}.html\"></iframe>\n"
        )
    };
    let frames: String = (0..reports.len()).map(frame).collect();
    let viewer = VIEWER.replace("FRAMES", &frames).replace("SEARCHES", "[]");
    let files: Vec<&[u8]> = reports.iter().map(String::as_bytes).collect();
    let seen = browser::run("report-without-scripts", &files, &viewer, &[]).expect("the browser runs");
    let Some(Value::Array(results)) = seen else { panic!("{seen:?}") };
    assert_eq!(results.len(), 2 * pages.len());
    for ((name, page), results) in pages.iter().zip(results.chunks(2)) {
        let [linked, plain] = results else { panic!("{results:?}") };
        assert_eq!((&linked["target"], &linked["targetIsShown"]), (&"s2".into(), &true.into()), "{name}: {linked}");
        assert_eq!((&plain["closed"], &plain["opened"]), (&false.into(), &true.into()), "{name}: {plain}");
        for result in results {
            assert!(result["error"].is_null(), "{name}: {result}");
            assert_eq!(result["searchIsShown"], false, "{name}");
            // Each fold is one more.
            let limit = result["folds"].as_u64().map(|folds| folds + MAX_TAB_STOPS);
            assert!(result["tabStops"].as_u64() <= limit, "{name}: {result}");
            assert_eq!(result["only-paragraph"], serde_json::json!(["k-paragraph"]), "{name}");
        }
        let [few, all] = [0, 1].map(|at| plain["reasons"][at].as_u64().unwrap_or_default());
        let kept = page.spans().iter().filter(|span| span.is_kept()).count() as u64;
        assert!(all >= few + kept, "{name}: {plain}");
    }
}

#[test]
fn the_browser_runs_no_script_but_the_report_s_own() {
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let hostile = clean(
        b"<title></title><script>smuggled = true</script></title><p>The old mill is <script>smuggled = true</script> &lt;script>smuggled = true\
          &lt;/script> &lt;/span>&lt;/main>&lt;img src=x onerror='smuggled = true'> open once more, the village said on Friday.",
    )
    .report_on("<script>smuggled = true</script>");
    // As if the escapes had failed.
    let opened =
        hostile.replace("</main>", "<script>smuggled = true</script><img src=x onerror=\"smuggled = true\"></main>");
    assert_ne!(opened, hostile);
    let frame = |index| format!("<iframe src=\"{index}.html\"></iframe>\n");
    for result in use_reports("hostile", &[hostile, opened], frame, &["mill"]).into_iter().flatten() {
        assert_eq!(result["smuggled"], false, "{result}");
        assert_eq!(result["searches"][0][0], "1 found", "its own script runs: {result}");
    }
}

#[test]
fn the_policy_of_a_report_blocks_nothing_of_its_own() {
    const BLOCKED: &str = "Content Security Policy";
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let mut reports: Vec<String> = html_reports().iter().map(|(name, page)| page.report_on(name)).collect();
    reports.push(page_of_all_kinds().report());
    // As if the escapes had failed.
    let smuggled =
        "<p style=\"color: red\">a</p><style>body { display: none }</style><script>smuggled = true</script></main>";
    let opened = reports[0].replace("</main>", smuggled);
    let console = |name: &str, reports: &[String]| {
        let frames: String =
            (0..reports.len()).map(|index| format!("<iframe src=\"{index}.html\"></iframe>\n")).collect();
        let viewer = VIEWER.replace("FRAMES", &frames).replace("SEARCHES", "[\"THE\"]");
        let pages: Vec<&[u8]> = reports.iter().map(String::as_bytes).collect();
        browser::console(name, &pages, &viewer).expect("the browser runs")
    };
    let log = console("policy", &reports);
    assert!(!log.contains(BLOCKED), "{log}");
    let log = console("policy-opened", &[opened]);
    assert_eq!(log.matches(BLOCKED).count(), 3, "attribute, style sheet and script are refused: {log}");
}
