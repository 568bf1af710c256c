//! Bar charts in SVG.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Sizes in units of the picture, which is scaled to the page; hand-set.
const WIDTH: u32 = 800;
const ROW: u32 = 22;
const LABEL: u32 = 260;
const NUMBER: u32 = 140;
/// Characters that fit before a bar.
const LABEL_CHARACTERS: usize = 36;

/// The largest numbers first; those beyond `max` are one.
pub fn sorted(counts: &BTreeMap<String, u64>, max: usize) -> Vec<(String, u64)> {
    let mut sorted: Vec<(String, u64)> = counts.iter().map(|(name, number)| (name.clone(), *number)).collect();
    sorted.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    if sorted.len() > max {
        let rest: u64 = sorted.drain(max..).map(|(_, number)| number).sum();
        sorted.push(("all others".into(), rest));
    }
    sorted
}

/// A chart with a bar for each name, its number and its share of all.
pub fn bars(title: &str, unit: &str, numbers: &[(String, u64)]) -> String {
    let sum: u64 = numbers.iter().map(|(_, number)| number).sum();
    if sum == 0 {
        return format!("<section>\n<h2>{title}</h2>\n<p>none</p>\n</section>\n");
    }
    let max = numbers.iter().map(|(_, number)| *number).max().unwrap_or(1).max(1);
    let height = ROW * numbers.len() as u32;
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\n");
    for (index, (name, number)) in numbers.iter().enumerate() {
        let top = ROW * index as u32;
        let width = (f64::from(WIDTH - LABEL - NUMBER) * *number as f64 / max as f64).max(1.0);
        let share = 100.0 * *number as f64 / sum as f64;
        let (text, end) = (top + 15, f64::from(LABEL) + width + 6.0);
        let label: String = name.chars().take(LABEL_CHARACTERS).collect();
        let _ = writeln!(
            svg,
            "<g><title>{}: {number} {unit}</title><text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{LABEL}\" y=\"{}\" width=\"{width:.1}\" height=\"16\"/>\
             <text x=\"{end:.1}\" y=\"{text}\">{number} ({share:.1} %)</text></g>",
            escaped(name),
            LABEL - 8,
            escaped(&label),
            top + 3,
        );
    }
    format!("<section>\n<h2>{title} ({unit})</h2>\n{svg}</svg>\n</section>\n")
}

/// Text for HTML, also in attributes. Control characters, which could not be seen, are left out.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars().filter(|char| !char.is_control()) {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}
