//! The tools: dechaff, its peers, and a bare parse.

use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dechaff::Cleaner;
use dom_smoothie::{Config, Readability, TextMode};
use scraper::Html;

use crate::corpus::Page;

/// Extracts the body of a page; empty if the tool finds none or fails.
type Extract = Box<dyn Fn(&Page) -> String>;

/// One tool.
pub struct Tool {
    pub name: &'static str,
    /// Whether it only parses the page. Other times are compared with this one's; it has no body to score.
    pub is_floor: bool,
    extract: Extract,
}

impl Tool {
    /// The tools with these names, or all if no name is given, and the bare parse.
    pub fn chosen(names: &[String]) -> Result<Vec<Self>, String> {
        let mut tools = all();
        if let Some(unknown) = names.iter().find(|name| tools.iter().all(|tool| tool.name != name.as_str())) {
            let known: Vec<_> = tools.iter().map(|tool| tool.name).collect();
            return Err(format!("no tool {unknown:?}; there are {}", known.join(", ")));
        }
        tools.retain(|tool| tool.is_floor || names.is_empty() || names.iter().any(|name| name == tool.name));
        Ok(tools)
    }

    /// The body of a page; none if the tool panicked.
    pub fn run(&self, page: &Page) -> Option<String> {
        // No tool has state between pages that a panic could leave inconsistent.
        catch_unwind(AssertUnwindSafe(|| (self.extract)(page))).ok()
    }
}

fn tool(name: &'static str, extract: impl Fn(&Page) -> String + 'static) -> Tool {
    Tool { name, is_floor: false, extract: Box::new(extract) }
}

fn all() -> Vec<Tool> {
    let cleaner = Cleaner::new();
    vec![
        tool("dechaff", move |page| cleaner.clean_html(&page.html).map(|page| page.text()).unwrap_or_default()),
        tool("dom_smoothie", dom_smoothie),
        tool("rs-trafilatura", rs_trafilatura),
        tool("trafilatura", trafilatura),
        Tool { is_floor: true, ..tool("scraper", bare_parse) },
    ]
}

fn dom_smoothie(page: &Page) -> String {
    // The default, raw text, has no space between the words of neighbouring blocks.
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let url = page.url.as_ref().map(|url| url.as_str());
    let article = Readability::new(page.html.as_str(), url, Some(config)).and_then(|mut page| page.parse());
    article.map(|article| article.text_content.to_string()).unwrap_or_default()
}

fn rs_trafilatura(page: &Page) -> String {
    let url = page.url.as_ref().map(|url| url.to_string());
    let options = rs_trafilatura::Options { url, ..Default::default() };
    let article = rs_trafilatura::extract_with_options(&page.html, &options);
    article.map(|article| article.content_text).unwrap_or_default()
}

fn trafilatura(page: &Page) -> String {
    let mut options = trafilatura::Options::default().with_fallback(true);
    options.original_url = page.url.clone();
    trafilatura::extract(&page.html, &options).map(|article| article.content_text).unwrap_or_default()
}

fn bare_parse(page: &Page) -> String {
    black_box(Html::parse_document(&page.html));
    String::new()
}
