//! The title of a page without the name of its site.

use crate::metadata::{MetadataSource, MetadataValue};
use crate::text::simplified;
use crate::work;

/// A title with at least this many times the characters of a heading does not repeat it: the heading may be a single
/// word of the title (hand-set).
const MAX_TITLE_LENGTH_RATIO: usize = 3;

/// The title of a page: the heading that one of its declared titles contains, or else the first of these, without the name
/// of the site.
pub(super) fn title(declared: Vec<MetadataValue>, site: Option<&str>, headings: &[String]) -> Option<MetadataValue> {
    let named: Vec<MetadataValue> = declared
        .into_iter()
        .map(|title| MetadataValue { value: without_site(&title.value, site).to_owned(), source: title.source })
        .collect();
    let headings: Vec<(&String, String)> = headings.iter().map(|heading| (heading, simplified(heading))).collect();
    // The longest one, because the title may also contain the name of the site.
    let headline = named.iter().find_map(|title| {
        let title = simplified(&title.value);
        let repeated = headings.iter().filter(|(_, simple)| is_repeated(&title, simple));
        repeated.map(|(heading, _)| *heading).max_by_key(|heading| heading.len())
    });
    match headline {
        Some(headline) => Some(MetadataValue { value: headline.clone(), source: MetadataSource::Page }),
        None => named.into_iter().next(),
    }
}

/// Whether a page's title contains a heading, which a sign sets apart from what else it has.
fn is_repeated(name: &str, heading: &str) -> bool {
    work::add_bytes(name.len() + heading.len());
    let is_long = heading.chars().count() * MAX_TITLE_LENGTH_RATIO > name.chars().count();
    let Some(at) = name.find(heading).filter(|_| is_long) else { return false };
    let is_border = |neighbour: Option<char>| neighbour.is_none_or(|c| !c.is_alphanumeric());
    let (before, after) = (name[..at].trim_end(), name[at + heading.len()..].trim_start());
    let ends_with_sign = heading.ends_with(|c: char| !c.is_alphanumeric());
    is_border(before.chars().next_back()) && (ends_with_sign || is_border(after.chars().next()))
}

/// Between the title of a page and the name of its site.
const TITLE_SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · "];
/// The name of a site has at most this many bytes (hand-set).
const MAX_SITE_NAME_BYTES: usize = 60;

/// The name of the site, which the document's title has behind the page's, and perhaps that of a section between both.
pub(super) fn site_behind(document_title: &str, title: &str) -> Option<String> {
    let (separator, (rest, site)) =
        TITLE_SEPARATORS.iter().find_map(|separator| Some((*separator, document_title.rsplit_once(separator)?)))?;
    let (rest, title) = (simplified(rest), simplified(title));
    let is_section = |behind: &str| behind.starts_with(separator) && behind.len() <= MAX_SITE_NAME_BYTES;
    let is_site = rest.strip_prefix(&title).is_some_and(|behind| behind.is_empty() || is_section(behind));
    (is_site && site.len() <= MAX_SITE_NAME_BYTES).then(|| site.to_owned())
}

/// A title without the name of the site after or before it.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let Some(site) = site.map(simplified) else { return title };
    for separator in TITLE_SEPARATORS {
        if let Some((rest, end)) = title.rsplit_once(separator)
            && simplified(end) == site
        {
            return rest;
        }
        if let Some((start, rest)) = title.split_once(separator)
            && simplified(start) == site
        {
            return rest;
        }
    }
    title
}

/// The host of an absolute URL without its "www.".
pub(super) fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (scheme.starts_with("http") && host.contains('.')).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_name_of_the_site() {
        assert_eq!(without_site("Mill sold | The Courier", Some("the  courier")), "Mill sold");
        assert_eq!(without_site("Courier: a history – Mill", Some("Mill")), "Courier: a history");
        assert_eq!(without_site("The Courier - Mill sold", Some("The Courier")), "Mill sold");
        assert_eq!(without_site("Mill sold | The Courier", None), "Mill sold | The Courier");
    }

    #[test]
    fn the_site_is_named_behind_the_title() {
        for (document_title, site) in [
            ("Mill sold | The Courier", Some("The Courier")),
            ("Mill sold - Business - The Courier", Some("The Courier")),
            ("Mill sold again | The Courier", None),
            ("Mill sold", None),
        ] {
            assert_eq!(site_behind(document_title, "Mill sold").as_deref(), site, "{document_title}");
        }
    }

    #[test]
    fn only_whole_parts_of_a_title_are_its_headline() {
        assert!(is_repeated("the mill is sold - courier", "the mill is sold"));
        assert!(!is_repeated("the mill is sold - courier", "mill"));
        assert!(!is_repeated("the mill is sold", "he mill is sol"));
        assert!(!is_repeated("the open mill project: better flour", "open mill project:"));
        assert!(is_repeated("sold at last: the mill", "the mill"));
    }
}
