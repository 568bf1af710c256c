//! Sites, and the folds of cross-validation: all pages of a site are in one fold, because a model that has seen one
//! page of a site knows the others.

use std::collections::HashMap;
use std::io;

use crate::corpus::{Corpus, Page};

/// The site of every page of a corpus.
///
/// A page without an address belongs to the site of other pages whose ids begin alike: it is often a page of the same
/// site in another layout, or a copy. A flattened page belongs to the site of the page it is named after
/// (`corpus/id`), if that corpus lies in the folder above.
#[derive(Debug, Default)]
pub struct Sites {
    by_page: HashMap<String, String>,
    by_prefix: HashMap<String, String>,
}

impl Sites {
    /// Reads the addresses of a corpus, or of the corpora that its flattened pages come from.
    pub fn of(corpus: &Corpus) -> io::Result<Self> {
        let mut sites = Self::default();
        for source in corpus.sources()? {
            let pages = source.pages()?.collect::<io::Result<Vec<_>>>()?;
            let mut own = Self::default();
            own.by_prefix.extend(pages.iter().rev().filter_map(|page| Some((prefix(&page.id), known_site(page)?))));
            if source.name() == corpus.name() {
                return Ok(own);
            }
            sites.by_page.extend(pages.iter().map(|page| (page_key(source.name(), &page.id), own.site(page))));
        }
        Ok(sites)
    }

    /// The site of a page.
    pub fn site(&self, page: &Page) -> String {
        if let Some(site) = known_site(page) {
            return site;
        }
        let (corpus, id) = page.id.split_once('/').unwrap_or(("", &page.id));
        if let Some(site) = self.by_page.get(&page_key(corpus, id)) {
            return site.clone();
        }
        let prefix = prefix(id);
        self.by_prefix.get(&prefix).cloned().unwrap_or(prefix)
    }

    /// The fold of a page, counted from 0.
    pub fn fold(&self, page: &Page, folds: u64) -> u64 {
        fold_of(&self.site(page), folds)
    }
}

fn known_site(page: &Page) -> Option<String> {
    page.url.as_deref().and_then(site_of_url)
}

/// Corpus and id of a page. Names of corpora differ in their separators: `wcxb/dev_0609` is `wcxb-dev/0609`.
fn page_key(corpus: &str, id: &str) -> String {
    format!("{corpus}/{id}").replace(['-', '_'], "/")
}

/// The part of an id that pages of one site share: a publisher (`ZDF_2024_04_20`) or a domain (`zeit.de.zug`,
/// `dw.com-war`).
fn prefix(id: &str) -> String {
    if let Some((publisher, _)) = id.split_once('_') {
        return publisher.into();
    }
    let mut labels = id.split('.');
    match (labels.next(), labels.next()) {
        (Some(first), Some(second)) => format!("{first}.{}", second.split('-').next().unwrap_or(second)),
        _ => id.into(),
    }
}

/// The registrable domain of an address, guessed without the list of public suffixes: the last two labels of the host,
/// or three below `co.uk` and the like. None if the address has no host.
pub fn site_of_url(url: &str) -> Option<String> {
    /// Second-level domains that countries register names below.
    const SECOND_LEVEL_DOMAINS: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne"];
    let (_, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or(authority).split(':').next().unwrap_or(authority).to_lowercase();
    // An archived page is a page of the site that was archived.
    if host == "web.archive.org"
        && let Some((_, archived)) = path.strip_prefix("/web/").and_then(|path| path.split_once('/'))
    {
        return site_of_url(&if archived.contains("://") { archived.into() } else { format!("http://{archived}") });
    }
    let labels: Vec<&str> = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.').split('.').collect();
    let kept = match labels[..] {
        [.., second, top] if top.len() == 2 && SECOND_LEVEL_DOMAINS.contains(&second) => 3,
        _ => 2,
    };
    let site = labels[labels.len().saturating_sub(kept)..].join(".");
    (!site.is_empty()).then_some(site)
}

/// The fold of a site: its FNV-1a hash, which is the same on every machine and in every version.
pub fn fold_of(site: &str, folds: u64) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in site.bytes() {
        hash ^= u64::from(byte);
        hash = hash.wrapping_mul(0x0100_0000_01b3);
    }
    hash % folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_of_addresses() {
        for (url, expected) in [
            ("https://www.bbc.co.uk/news?x=1", "bbc.co.uk"),
            ("http://edition.cnn.com:8080", "cnn.com"),
            ("https://user@Sub.Example.org/a@b", "example.org"),
            ("https://www.gov.uk/", "gov.uk"),
            ("https://localhost/", "localhost"),
            ("https://example.de?u=http://other.fr/", "example.de"),
            ("https://web.archive.org/web/2016/http://a.orga.com/x", "orga.com"),
            ("https://web.archive.org/web/2013id_/the-pain.net/2008", "the-pain.net"),
        ] {
            assert_eq!(site_of_url(url).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(site_of_url("hard::dw.com.colonial.html"), None);
    }

    fn page(id: &str) -> Page {
        Page { id: id.into(), ..Page::default() }
    }

    #[test]
    fn pages_without_an_address() {
        let sites = Sites { by_prefix: [("ZDF".to_string(), "zdf.de".to_string())].into(), ..Sites::default() };
        assert_eq!(sites.site(&page("ZDF_2024_04_20_old-2")), "zdf.de");
        assert_eq!(sites.site(&page("dw.com-war")), "dw.com");
        assert_eq!(sites.site(&page("0551")), "0551");
        let with_address = Page { url: Some("https://zeit.de/zug".into()), ..page("ZDF_2024_04_20") };
        assert_eq!(sites.site(&with_address), "zeit.de");
    }

    #[test]
    fn flattened_pages_are_of_the_site_of_their_page() {
        let sites = Sites { by_page: [(page_key("wcxb-dev", "0609"), "zeit.de".into())].into(), ..Sites::default() };
        assert_eq!(sites.site(&page("wcxb/dev_0609")), "zeit.de");
        assert_eq!(sites.site(&page("wcxb-dev/0609")), "zeit.de");
        assert_eq!(sites.site(&page("other/0609")), "0609");
    }

    #[test]
    fn folds_never_change() {
        assert_eq!(fold_of("", u64::MAX), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fold_of("a", u64::MAX), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fold_of("foobar", u64::MAX), 0x8594_4171_f739_67e8);
    }
}
