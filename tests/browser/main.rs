//! What dechaff takes for visible on the pages of `testdata/html`, against what a browser shows: headless Chromium,
//! without the scripts and the network; and the report as a reader uses it. Skipped where no `chromium` is installed.
//!
//! `cargo test --test browser -- --nocapture` prints the agreement of each page. With folders of corpora, divided by
//! colons, in `DECHAFF_BROWSER_CORPORA`, it prints instead of how many words of 200 pages the two disagree, and why:
//!
//! ```text
//! DECHAFF_BROWSER_CORPORA=corpora/one:corpora/two cargo test --test browser -- --nocapture corpora
//! ```

mod agreement;
mod browser;
#[path = "../pages/mod.rs"]
mod pages;
mod report;

use std::collections::BTreeMap;
use std::error::Error;

use agreement::{Agreement, Differences};
use browser::Seen;
use dechaff::document::Document;
use dechaff::filter::Pipeline;
use dechaff::{Cleaner, Decision, Page, PageFormat};
use encoding_rs::Encoding;
use evaluation::{Corpus, Shape};

const CORPORA: &str = "DECHAFF_BROWSER_CORPORA";
/// Pages of all corpora together; each has the same number of them, evenly spread.
const MAX_PAGES: usize = 200;
/// Pages shown by one run of the browser, which takes about two seconds to start (measured); all are in memory at once.
const BATCH_PAGES: usize = 10;
/// Pages with the lowest agreement that are printed, and words of each cause.
const MAX_SHOWN_PAGES: usize = 25;
const MAX_SHOWN_WORDS: usize = 25;

/// Shares of words reached so far, of every page and of all on average: raise them when they improve.
const MIN_SHARE: f64 = 0.93;
const MIN_MEAN_SHARE: f64 = 0.98;
/// The ends of the names of pages on which we show more on purpose: closed panels, and what a browser loses behind an
/// element that is never closed.
const OTHER_PAGES: [&str; 2] = ["-hidden", "-unclosed"];

#[test]
fn visible_text_is_that_of_a_browser() {
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let is_meant = |name: &String| !OTHER_PAGES.iter().any(|end| name.ends_with(end));
    let pages = pages::html_pages().into_iter().map(|page| (page.name, page.source));
    let pages: Vec<_> = pages.filter(|(name, _)| is_meant(name)).collect();
    let agreements = compare("testdata", &pages);
    assert_eq!(agreements.len(), pages.len(), "the browser shows every page");
    for (name, agreement) in &agreements {
        println!("{name:24} {:.4} only ours {:?}, only theirs {:?}", agreement.share, agreement.ours, agreement.theirs);
    }
    let mean = agreements.iter().map(|(_, agreement)| agreement.share).sum::<f64>() / agreements.len() as f64;
    println!("mean {mean:.4}");
    assert!(mean >= MIN_MEAN_SHARE, "mean share of words that agree: {mean:.4}");
    for (name, agreement) in &agreements {
        assert!(agreement.share >= MIN_SHARE, "{name}: {agreement:?}");
    }
}

#[test]
fn the_browser_shows_what_is_visible_without_scripts() {
    if !browser::is_installed() {
        println!("skipped: no chromium is installed");
        return;
    }
    let page = "<!DOCTYPE html><meta charset=utf-8><style>.off { display: none }</style><p>Öl &amp; <b>Mehl</b>
        <noscript>four</noscript><p hidden>one<p class=off>two<p style='visibility: hidden'>three</p><details><summary>five</summary>six</details><button>seven</button><button>ni&shy;ne</button>
        <script>document.body.textContent = 'eight'</script><img src='https://host.example/x.png' onerror='alert()'>";
    let seen = browser::see("visible", &[page.as_bytes(), b"<p>next"]).expect("the browser runs");
    let [Some(Seen { text, hidden, shown }), Some(next)] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["Öl", "&", "Mehl", "four", "five", "seven", "nine"]);
    let causes: Vec<_> = hidden.iter().map(|(cause, text)| (cause.as_str(), text.trim())).collect();
    assert_eq!(
        causes,
        [
            ("attribute hidden", "one"),
            ("style sheet: display", "two"),
            ("style sheet: visibility", "three"),
            ("closed details", "six"),
        ]
    );
    assert!(shown.contains(&("noscript".into(), "four".into())), "{shown:?}");
    assert!(shown.contains(&("button".into(), "seven".into())), "{shown:?}");
    assert_eq!(next.text, "next");
}

#[test]
fn corpora_agree_with_the_browser() -> Result<(), Box<dyn Error>> {
    let Some(folders) = std::env::var_os(CORPORA) else {
        println!("skipped: {CORPORA} names no corpora");
        return Ok(());
    };
    let mut corpora = Vec::new();
    for folder in std::env::split_paths(&folders) {
        corpora.extend(Corpus::open(folder)?.into_iter().filter(|corpus| corpus.shape() == Shape::Pages));
    }
    let mut agreements = Vec::new();
    for corpus in &corpora {
        let pages = sample(corpus, MAX_PAGES / corpora.len())?;
        let found = compare(corpus.name(), &pages);
        let mean = |share: fn(&Agreement) -> f64| {
            found.iter().map(|(_, agreement)| share(agreement)).sum::<f64>() / found.len().max(1) as f64
        };
        println!(
            "{}: {} of {} pages shown, mean share {:.4}, without explained differences {:.4}",
            corpus.name(),
            found.len(),
            pages.len(),
            mean(|agreement| agreement.share),
            mean(|agreement| agreement.share_unexplained),
        );
        agreements.extend(found.into_iter().map(|(id, agreement)| (format!("{}/{id}", corpus.name()), agreement)));
    }
    print_causes(agreements);
    Ok(())
}

/// Pages of a corpus, evenly spread.
fn sample(corpus: &Corpus, pages: usize) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let ids = corpus.pages()?.map(|page| Ok(page?.id)).collect::<std::io::Result<Vec<_>>>()?;
    let pages = pages.min(ids.len());
    let chosen = (0..pages).map(|index| &ids[index * ids.len() / pages]);
    chosen.map(|id| Ok((id.clone(), corpus.html(id)?))).collect()
}

/// The agreement on each page that the browser can show and dechaff can read.
fn compare(name: &str, pages: &[(String, Vec<u8>)]) -> Vec<(String, Agreement)> {
    let mut agreements = Vec::new();
    for (batch, pages) in pages.chunks(BATCH_PAGES).enumerate() {
        let read: Vec<_> = pages.iter().map(|(_, source)| read(source)).collect();
        let shown: Vec<_> =
            read.iter().map(|page| page.as_ref().map_or(&[][..], |(_, text)| text.as_bytes())).collect();
        let seen = browser::see(&format!("{name}-{batch}"), &shown).expect("the browser runs");
        for (((id, _), read), seen) in pages.iter().zip(&read).zip(seen) {
            match (read, seen) {
                (Some((document, _)), Some(seen)) => agreements.push((id.clone(), Agreement::of(document, &seen))),
                (None, _) => println!("{name}/{id}: cannot be read"),
                (_, None) => println!("{name}/{id}: not shown by the browser"),
            }
        }
    }
    agreements
}

/// The document of a page, nothing marked, and the decoded page. Its byte-order mark outdoes what the page declares:
/// encodings are compared elsewhere.
fn read(source: &[u8]) -> Option<(Document, String)> {
    let cleaner = Cleaner::new().with_pipeline(Pipeline::empty()).with_decision(Decision::Marks);
    let page = cleaner.clean_bytes(Page::new(source).with_format(PageFormat::Html)).ok()?;
    let encoding = Encoding::for_label(page.encoding().as_bytes())?;
    Some((page.document().clone(), format!("\u{feff}{}", encoding.decode(source).0)))
}

/// Prints how often each cause is behind a difference, and the pages that agree least.
fn print_causes(mut agreements: Vec<(String, Agreement)>) {
    let mut causes: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (_, agreement) in &agreements {
        for (side, differences) in [("only ours", &agreement.ours), ("only theirs", &agreement.theirs)] {
            for (cause, words) in differences {
                let (pages, all) = causes.entry((side, cause)).or_default();
                *pages += 1;
                *all += words.len();
            }
        }
    }
    println!("words, pages, cause");
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|&(_, (_, words))| std::cmp::Reverse(words));
    for ((side, cause), (pages, words)) in causes {
        println!("{words:7} {pages:4} {side}: {cause}");
    }
    agreements.sort_by(|(_, a), (_, b)| a.share.total_cmp(&b.share));
    for (id, agreement) in agreements.iter().take(MAX_SHOWN_PAGES) {
        println!("{:.4} {id}", agreement.share);
        print("only ours", &agreement.ours);
        print("only theirs", &agreement.theirs);
    }
}

fn print(side: &str, differences: &Differences) {
    for (cause, words) in differences {
        let shown = words.iter().take(MAX_SHOWN_WORDS).map(String::as_str).collect::<Vec<_>>().join(" ");
        println!("  {side}, {cause}, {} words: {shown}", words.len());
    }
}
